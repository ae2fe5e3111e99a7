package org.waymark.pathway;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessment.Standing;
import org.waymark.assessment.Assessments;
import org.waymark.endoflife.AdvancePlans;
import org.waymark.endoflife.PalliativeCare;
import org.waymark.endoflife.PalliativeCare.Code;
import org.waymark.endoflife.PalliativeCare.IllnessPhase;
import org.waymark.endoflife.PalliativeCare.Need;
import org.waymark.endoflife.PalliativeRegister;
import org.waymark.endoflife.PalliativeRegister.NewEntry;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;
import org.waymark.people.Person;
import org.waymark.workflow.Workflow;

/** Brings people onto the palliative register by need, at any stage (care rule 4), and palliative care onto their pathway. */
@Component
@Transactional
public class PalliativeOnPathway {

    /** Who may record palliative care on a person's page. */
    public static final Set<Role> RECORDING = Set.of(Role.COORDINATOR, Role.PALLIATIVE_NURSE, Role.TEAM_LEAD);

    private final PalliativeRegister register;
    private final AdvancePlans plans;
    private final Pathways pathways;
    private final Assessments assessments;
    private final Timeline timeline;
    private final Forms forms;
    private final Workflow workflow;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final JdbcClient jdbc;

    PalliativeOnPathway(
            PalliativeRegister register,
            AdvancePlans plans,
            Pathways pathways,
            Assessments assessments,
            Timeline timeline,
            Forms forms,
            Workflow workflow,
            AccessDecision access,
            CurrentViewer viewer,
            JdbcClient jdbc) {
        this.register = register;
        this.plans = plans;
        this.pathways = pathways;
        this.assessments = assessments;
        this.timeline = timeline;
        this.forms = forms;
        this.workflow = workflow;
        this.access = access;
        this.viewer = viewer;
        this.jdbc = jdbc;
    }

    // ------------------------------------------------------------------ recorded on the person's page

    /** Somebody on the staff sees the need. */
    public void add(Viewer by, PathwayRef ref, Answers answers) {
        record(by, ref, "add-to-palliative-register", answers, form -> {
            register.add(
                    by,
                    new NewEntry(
                            ref,
                            Need.valueOf(form.required("need")),
                            form.required("needNote"),
                            Code.valueOf(form.required("code"))));
        });
    }

    /** The phase of illness was found outside a task. */
    public void recordPhase(Viewer by, PathwayRef ref, Answers answers) {
        record(by, ref, "record-phase", answers, form -> {
            register.findPhase(by, ref, IllnessPhase.valueOf(form.required("phase")), form.text("seen"));
            if ("YES".equals(form.text("painActedOn"))) {
                register.actOnPain(by, ref);
            }
        });
    }

    /** Needs change more quickly, or more slowly. */
    public void changeCode(Viewer by, PathwayRef ref, Answers answers) {
        record(by, ref, "change-palliative-code", answers, form -> {
            register.changeCode(by, ref, Code.valueOf(form.required("code")), form.text("codeReason"));
        });
    }

    /** Wishes were talked about outside a task. */
    public void recordWishes(Viewer by, PathwayRef ref, Answers answers) {
        record(by, ref, "offer-advance-care-planning", answers, form -> {
            plans.record(by, ref, AdvancePlans.said(form));
        });
    }

    private void record(Viewer by, PathwayRef ref, String form, Answers answers, Consumer<Answers> act) {
        access.requireRole(by, "palliative.recorded", RECORDING.toArray(Role[]::new));
        access.requireSee(by, ref, DataKind.CARE);
        workflow.hold(ref);
        if (!pathways.load(ref).isOpen()) {
            throw new Refused("pathwayIsOver");
        }
        forms.store(by, form, ref, answers);
        act.accept(answers);
    }

    // ------------------------------------------------------------------ what follows from the facts of the others

    /** Staff confirmed that the person comes on the register; what they saw of the phase of illness comes along. */
    @EventListener
    void on(Assessment.Confirmed fact) {
        Standing standing = assessments.standing(fact.pathway());
        if (!standing.palliative().equals("ADD_TO_REGISTER")) {
            return;
        }
        boolean isNew = register.add(viewer.get(), new NewEntry(fact.pathway(), Need.CONFIRMED, null, null));
        if (isNew && standing.phase() != null && register.phase(fact.pathway()).isEmpty()) {
            register.findPhase(viewer.get(), fact.pathway(), IllnessPhase.valueOf(standing.phase()), null);
        }
    }

    /** A short review names the phase of illness as much as palliative care does. */
    @EventListener
    void on(Assessment.ReviewRecorded fact) {
        if (fact.phase() != null) {
            register.findPhase(viewer.get(), fact.pathway(), IllnessPhase.valueOf(fact.phase()), null);
        }
    }

    /** The phase counts for all that is decided from now on; nobody is sent a form because of it. */
    @EventListener
    void on(PalliativeCare.PhaseFound fact) {
        timeline.add(fact.pathway(), fact.at(), "PALLIATIVE_PHASE_" + fact.phase(), null, fact.by());
        if (!fact.phase().name().equals(assessments.standing(fact.pathway()).phase())) {
            assessments.recordReview(viewer.get(), fact.pathway(), fact.phase().name(), null);
        }
        boolean isAdded = fact.phase().isPressing()
                && register.add(viewer.get(), new NewEntry(fact.pathway(), Need.PHASE, null, null));
        if (!isAdded) {
            pathways.phaseChanged(fact.pathway());
        }
    }

    @EventListener
    void on(PalliativeCare.PersonSeen fact) {
        pathways.recordContact(fact.pathway(), fact.on());
    }

    @EventListener
    void on(PalliativeCare.RegisterJoined fact) {
        timeline.add(fact.pathway(), fact.at(), "PALLIATIVE_JOINED", null, fact.by());
        if (fact.code() != null) {
            coded(fact.pathway(), fact.code(), fact.at(), fact.by());
        }
        phaseOfPathway(fact.pathway(), Phase.TOWARDS_END_OF_LIFE);
    }

    @EventListener
    void on(PalliativeCare.RegisterLeft fact) {
        timeline.add(fact.pathway(), fact.at(), "PALLIATIVE_LEFT_" + fact.endReason(), null, fact.by());
        showCode(fact.pathway(), null);
        Standing standing = assessments.standing(fact.pathway());
        phaseOfPathway(fact.pathway(), standing.confirmedOn() == null ? Phase.WELCOME : Phase.of(standing, false));
    }

    @EventListener
    void on(PalliativeCare.CodeChanged fact) {
        coded(fact.pathway(), fact.code(), fact.at(), fact.by());
    }

    private void coded(PathwayRef ref, Code code, Instant at, String by) {
        timeline.add(ref, at, "PALLIATIVE_CODE_" + code, null, by);
        showCode(ref, code);
    }

    private void showCode(PathwayRef ref, @Nullable Code code) {
        jdbc.sql("update pathway set needs_code = :code where pathway_ref = :ref")
                .param("code", code == null ? null : code.name())
                .param("ref", ref.value())
                .update();
    }

    /** Whoever waits for a review goes on waiting in the phase that is meant; for all others the page says so at once. */
    private void phaseOfPathway(PathwayRef ref, Phase phase) {
        if (!pathways.phaseChanged(ref)) {
            pathways.showPhase(ref, phase);
        }
    }

    /** The answer is one answer, wherever planning was offered. */
    @EventListener
    void on(PalliativeCare.PlanningAnswered fact) {
        pathways.recordPlanning(
                fact.pathway(),
                fact.answer().name(),
                fact.askAgainOn(),
                LocalDate.ofInstant(fact.at(), WorkingDays.ZONE));
        timeline.add(fact.pathway(), fact.at(), "PALLIATIVE_PLANNING_" + fact.answer(), null, fact.by());
    }

    @EventListener
    void on(PalliativeCare.PlaceRecorded fact) {
        timeline.add(fact.pathway(), fact.at(), "PALLIATIVE_PLACE", null, fact.by());
    }

    @EventListener
    void on(Person.SharingRecorded fact) {
        register.sharingChanged(fact.pathway());
    }
}
