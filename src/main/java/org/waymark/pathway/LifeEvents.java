package org.waymark.pathway;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.assessment.Assessments;
import org.waymark.audit.AuditTrail;
import org.waymark.bereavement.Bereavements;
import org.waymark.forms.Answers;
import org.waymark.forms.ConcernRaised;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Worklist;

/**
 * Records what happens in a life, once, and has it act everywhere at once (care rule 10): tasks close, referrals are
 * cancelled and their services told, and after a death each carer is offered support.
 */
@Component
@Transactional
public class LifeEvents {

    /** How long an ending that was recorded by mistake can be taken back. */
    static final Duration REOPENING_WINDOW = Duration.ofDays(7);

    /** What can happen. */
    public enum Kind {
        DIED("record-death", "person.died"),
        MOVED_AWAY("record-move", "person.movedAway"),
        LEFT("record-wish-to-leave", "person.left"),
        OPENED_IN_ERROR("record-opened-in-error", "pathway.openedInError"),
        SHARING_OBJECTED("record-sharing-objection", "sharing.objected"),
        CHANGE_REPORTED("report-change", "change.reported");

        private final String formId;
        private final String message;

        Kind(String formId, String message) {
            this.formId = formId;
            this.message = message;
        }

        public String formId() {
            return formId;
        }

        /** Whether the pathway is over with it. */
        public boolean ends() {
            return this != SHARING_OBJECTED && this != CHANGE_REPORTED;
        }
    }

    /** An event on record; one that was taken back stays on record. */
    public record LifeEvent(
            String id,
            Kind kind,
            LocalDate happenedOn,
            List<String> closed,
            Instant recordedAt,
            String recordedBy,
            @Nullable Instant withdrawnAt,
            @Nullable String withdrawnReason) {}

    /** An event was written down; what it brings about happens in the same transaction. */
    public record Recorded(PathwayRef pathway, Kind kind, Instant at, String by) {}

    /** An ending was taken back: the pathway goes on. */
    public record Reopened(PathwayRef pathway, Instant at, String by) {}

    /** What is open and will be closed, as it is shown before anything happens and listed afterwards. */
    public record Closing(List<WorkItem> tasks, List<Referral> referrals) {}

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final Worklist worklist;
    private final Pathways pathways;
    private final People people;
    private final Assessments assessments;
    private final Referrals referrals;
    private final Bereavements bereavements;
    private final Forms forms;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final Timeline timeline;
    private final ApplicationEventPublisher events;

    LifeEvents(
            JdbcClient jdbc,
            Workflow workflow,
            Worklist worklist,
            Pathways pathways,
            People people,
            Assessments assessments,
            Referrals referrals,
            Bereavements bereavements,
            Forms forms,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            Timeline timeline,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.worklist = worklist;
        this.pathways = pathways;
        this.people = people;
        this.assessments = assessments;
        this.referrals = referrals;
        this.bereavements = bereavements;
        this.forms = forms;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.timeline = timeline;
        this.events = events;
    }

    /** What an ending would close now. */
    @Transactional(readOnly = true)
    public Closing closing(Viewer viewer, PathwayRef ref) {
        requireCoordinator(viewer, ref);
        return new Closing(worklist.openOf(viewer, ref), referrals.openOf(viewer, ref));
    }

    /**
     * Records that the pathway is over and why.
     *
     * @return what it closed
     * @throws Refused when the date is impossible or the pathway is already over
     */
    public Closing end(Viewer viewer, PathwayRef ref, Kind kind, LocalDate on, Answers answers) {
        Pathway pathway = requireCanEnd(viewer, ref, kind, on);
        Person person = people.facts(ref);
        Instant now = clock.instant();
        Closing closing = new Closing(worklist.openOf(Viewer.SYSTEM, ref), referrals.openOf(Viewer.SYSTEM, ref));
        record(viewer, ref, kind, on, null, answers, closing, now);
        if (kind == Kind.DIED) {
            people.recordDeath(viewer, ref, on);
        }
        pathways.close(ref, kind.name(), now);
        people.pathwayEnded(ref);
        timeline.add(ref, now, kind.name(), on.toString(), viewer.username());
        workflow.tellAll(ref, kind.message, Map.of("endReason", kind.name()));
        if (kind == Kind.DIED) {
            String organisation = pathway.coordinatorOrganisation() == null
                    ? pathway.receivingOrganisation()
                    : pathway.coordinatorOrganisation();
            String coordinator = pathway.coordinator() == null ? viewer.username() : pathway.coordinator();
            for (Person.Carer carer : person.carers()) {
                bereavements.open(ref, carer.id(), coordinator, organisation);
            }
        }
        return closing;
    }

    /** Says before the second confirmation what {@link #end} would refuse. */
    public Pathway requireCanEnd(Viewer viewer, PathwayRef ref, Kind kind, LocalDate on) {
        if (!kind.ends()) {
            throw new IllegalArgumentException("Not an ending");
        }
        requireCoordinator(viewer, ref);
        Pathway pathway = requireOpen(ref);
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
        if (on.isBefore(people.facts(ref).dateOfBirth())) {
            throw new Refused("dateBeforeBirth");
        }
        return pathway;
    }

    /** Keeps what the person says about sharing within the alliance. */
    public void recordSharing(
            Viewer viewer, PathwayRef ref, Sharing sharing, LocalDate on, String saidBy, Answers answers) {
        requireCoordinator(viewer, ref);
        workflow.hold(ref);
        forms.store(viewer, "record-sharing", ref, answers);
        people.recordSharing(viewer, ref, sharing, on, saidBy);
    }

    /** The person objects to sharing with one organisation: what went there is closed, care goes on with the other. */
    public void objectToSharing(
            Viewer viewer, PathwayRef ref, String organisation, LocalDate on, String saidBy, Answers answers) {
        requireCoordinator(viewer, ref);
        Pathway pathway = requireOpen(ref);
        if (organisation.equals(pathway.receivingOrganisation())) {
            throw new Refused("objectionToReceivingOrganisation");
        }
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
        Instant now = clock.instant();
        record(viewer, ref, Kind.SHARING_OBJECTED, on, organisation, answers, new Closing(List.of(), List.of()), now);
        timeline.add(ref, now, Kind.SHARING_OBJECTED.name(), organisation, viewer.username());
        // Before anything is closed: the one who writes it down may be of the very organisation that loses sight.
        people.recordSharing(viewer, ref, Sharing.REFUSED, on, saidBy);
        if (!workflow.tell(Pathway.PROCESS, ref.value(), Kind.SHARING_OBJECTED.message, Map.of())) {
            closeWhatWasShared(ref);
        }
    }

    /** Called by the process: settles objections that nobody has acted on yet. */
    public void closeWhatWasShared(PathwayRef ref) {
        List<String> organisations = jdbc.sql("""
                        update life_event set settled_at = :at
                         where pathway_ref = :ref and kind = 'SHARING_OBJECTED' and settled_at is null
                        returning organisation
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("ref", ref.value())
                .query(String.class)
                .list();
        organisations.forEach(organisation -> pathways.stopSharingWith(ref, organisation));
    }

    /**
     * A change was reported. Outside a round it ends the wait and a round opens; during one it is noted there. A change
     * over hours to days asks about delirium or acute illness at once (care rule 6).
     *
     * @return whether an assessment is open and looks at it
     */
    public boolean reportChange(Viewer viewer, PathwayRef ref, LocalDate on, boolean hoursToDays, Answers answers) {
        access.requireSee(viewer, ref, DataKind.PATHWAY);
        requireOpen(ref);
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
        Instant now = clock.instant();
        record(viewer, ref, Kind.CHANGE_REPORTED, on, null, answers, new Closing(List.of(), List.of()), now);
        timeline.add(ref, now, Kind.CHANGE_REPORTED.name(), on.toString(), viewer.username());
        if (!assessments.isOpen(ref)) {
            pathways.endTheWait(ref, Kind.CHANGE_REPORTED.message, Trigger.CHANGE_REPORTED);
        }
        if (hoursToDays) {
            if (assessments.isOpen(ref)) {
                assessments.suspectDelirium(ref);
            } else if (!PathwayForms.namesSuddenIllness(answers)) {
                pathways.raiseConcern(new ConcernRaised(
                        ref,
                        null,
                        null,
                        PathwayForms.SUDDEN_ILLNESS,
                        answers.text("whatChanged"),
                        now,
                        viewer.username()));
            }
        }
        return assessments.isOpen(ref);
    }

    /** The ending that can still be taken back, if there is one. */
    @Transactional(readOnly = true)
    public Optional<LifeEvent> reopenable(Viewer viewer, PathwayRef ref) {
        return of(viewer, ref).stream()
                .filter(event -> event.kind().ends() && event.withdrawnAt() == null)
                .findFirst()
                .filter(event -> clock.instant().isBefore(event.recordedAt().plus(REOPENING_WINDOW)));
    }

    /** Takes back an ending that was a mistake; it stays on record with the reason. */
    public void reopen(Viewer viewer, PathwayRef ref, Answers answers) {
        requireCoordinator(viewer, ref);
        workflow.hold(ref);
        if (pathways.load(ref).isOpen()) {
            throw new Refused("pathwayIsOpen");
        }
        LifeEvent event = reopenable(viewer, ref).orElseThrow(() -> new Refused("reopeningTooLate"));
        Instant now = clock.instant();
        jdbc.sql(
                        "update life_event set withdrawn_at = :at, withdrawn_by = :by, withdrawn_reason = :reason where id = :id")
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .param("reason", answers.required("reason"))
                .param("id", UUID.fromString(event.id()))
                .update();
        audit.record(viewer.username(), "pathway.reopened", ref, event.id());
        timeline.add(ref, now, "REOPENED", event.kind().name(), viewer.username());
        if (event.kind() == Kind.DIED) {
            people.withdrawDeath(viewer, ref);
        } else {
            people.pathwayReopened(ref);
        }
        workflow.tellAll(ref, "pathway.reopened", Map.of());
        pathways.reopen(ref);
        events.publishEvent(new Reopened(ref, now, viewer.username()));
    }

    /** Events of the pathway, newest first. */
    @Transactional(readOnly = true)
    public List<LifeEvent> of(Viewer viewer, PathwayRef ref) {
        access.requireSee(viewer, ref, DataKind.PATHWAY);
        return jdbc.sql("select * from life_event where pathway_ref = :ref order by recorded_at desc, id")
                .param("ref", ref.value())
                .query((row, number) -> {
                    Timestamp withdrawnAt = row.getTimestamp("withdrawn_at");
                    return new LifeEvent(
                            row.getString("id"),
                            Kind.valueOf(row.getString("kind")),
                            row.getObject("happened_on", LocalDate.class),
                            List.of((String[]) row.getArray("closed").getArray()),
                            row.getTimestamp("recorded_at").toInstant(),
                            row.getString("recorded_by"),
                            withdrawnAt == null ? null : withdrawnAt.toInstant(),
                            row.getString("withdrawn_reason"));
                })
                .list();
    }

    private void record(
            Viewer viewer,
            PathwayRef ref,
            Kind kind,
            LocalDate on,
            @Nullable String organisation,
            Answers answers,
            Closing closing,
            Instant now) {
        UUID id = UUID.randomUUID();
        var closed = new ArrayList<String>();
        closing.tasks().forEach(task -> closed.add(task.name()));
        closing.referrals().forEach(referral -> closed.add(referral.service().name()));
        UUID submission = forms.store(viewer, kind.formId, ref, answers);
        jdbc.sql("""
                        insert into life_event (id, pathway_ref, kind, happened_on, organisation, submission, closed, recorded_at, recorded_by)
                        values (:id, :ref, :kind, :on, :organisation, :submission, :closed, :at, :by)
                        """)
                .param("id", id)
                .param("ref", ref.value())
                .param("kind", kind.name())
                .param("on", on)
                .param("organisation", organisation)
                .param("submission", submission)
                .param("closed", closed.toArray(String[]::new))
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .update();
        audit.record(viewer.username(), "lifeEvent." + kind.formId, ref, id.toString());
        events.publishEvent(new Recorded(ref, kind, now, viewer.username()));
    }

    private void requireCoordinator(Viewer viewer, PathwayRef ref) {
        access.requireRole(viewer, "lifeEvent.recorded", Role.COORDINATOR);
        access.requireSee(viewer, ref, DataKind.PATHWAY);
    }

    /** Serialises life events of one person: two endings at once must not both act. */
    private Pathway requireOpen(PathwayRef ref) {
        workflow.hold(ref);
        Pathway pathway = pathways.load(ref);
        if (!pathway.isOpen()) {
            throw new Refused("pathwayIsOver");
        }
        return pathway;
    }
}
