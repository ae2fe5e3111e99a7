package org.waymark.pathway.web;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.LifeEvents.CarerChange;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.pathway.web.PersonRecords.Obstacle;
import org.waymark.pathway.web.PersonRecords.Recordable;
import org.waymark.people.LivingSituations;
import org.waymark.people.LivingSituations.LivesIn;
import org.waymark.people.LivingSituations.Situation;
import org.waymark.people.People.NewCarer;

/** Events of a life that goes on: carers who change, hospital, a care home. */
@Component
@Order(0)
class LifeRecords implements RecordablePart {

    private final LifeEvents lifeEvents;
    private final LivingSituations situations;

    LifeRecords(LifeEvents lifeEvents, LivingSituations situations) {
        this.lifeEvents = lifeEvents;
        this.situations = situations;
    }

    @Override
    public List<Recordable> recordables() {
        return List.of(
                recordable(
                        Kind.CARER_CHANGED,
                        "Record a change of carer",
                        "A carer has died, has fallen ill or has stopped; somebody else may step in.",
                        this::carerChanged),
                recordable(
                        Kind.ADMITTED,
                        "Record a hospital admission",
                        "The person is in hospital.",
                        this::admitted,
                        now -> now.inHospitalSince() != null,
                        "people.inHospitalAlready"),
                recordable(
                        Kind.DISCHARGED,
                        "Record a discharge from hospital",
                        "The person has left hospital, home or elsewhere.",
                        this::discharged,
                        now -> now.inHospitalSince() == null,
                        "people.notInHospital"),
                recordable(
                        Kind.MOVED_TO_CARE_HOME,
                        "Record a move to a care home",
                        "The person lives in a care home now; care goes on there.",
                        this::movedToCareHome,
                        now -> now.livesIn() == LivesIn.CARE_HOME,
                        "livesInCareHomeAlready"));
    }

    private static Recordable recordable(Kind kind, String title, String hint, PersonRecords.Act act) {
        return new Recordable(kind.formId(), title, hint, act);
    }

    /**
     * @param isAgainst how the person would have to live for it to make no sense
     * @param code what is then said, as it is where the facade refuses
     */
    private Recordable recordable(
            Kind kind, String title, String hint, PersonRecords.Act act, Predicate<Situation> isAgainst, String code) {
        return new Recordable(
                kind.formId(),
                title,
                hint,
                act,
                Set.of(Role.COORDINATOR),
                Obstacle.PATHWAY_IS_OVER.or(pathway -> isAgainst.test(situations.of(Viewer.SYSTEM, pathway.ref()))
                        ? Optional.of(code)
                        : Optional.empty()));
    }

    private String carerChanged(Viewer viewer, PathwayRef ref, Answers answers) {
        String name = answers.text("newCarerName");
        NewCarer steppingIn = name == null
                ? null
                : new NewCarer(
                        name,
                        answers.required("newCarerRelationship"),
                        answers.text("newCarerPhone"),
                        "YES".equals(answers.text("newCarerLivesWith")),
                        "YES".equals(answers.text("newCarerIsMain")));
        lifeEvents.carerChanged(
                viewer,
                ref,
                CarerId.of(answers.required("carer")),
                CarerChange.valueOf(answers.required("change")),
                day(answers, "changedOn"),
                answers.required("livesAlone").equals("YES"),
                steppingIn,
                answers);
        return "Recorded. The person is assessed again, since help may be missing now.";
    }

    private String admitted(Viewer viewer, PathwayRef ref, Answers answers) {
        lifeEvents.admitted(viewer, ref, day(answers, "admittedOn"), answers);
        return "Recorded. Nothing is closed; record the discharge when the person leaves hospital.";
    }

    private String discharged(Viewer viewer, PathwayRef ref, Answers answers) {
        LivesIn where = LivesIn.valueOf(answers.required("livesIn"));
        lifeEvents.discharged(
                viewer,
                ref,
                day(answers, "dischargedOn"),
                where,
                where == LivesIn.HOME && "YES".equals(answers.text("livesAlone")),
                answers);
        return "Recorded. The person is assessed again after the stay in hospital.";
    }

    private String movedToCareHome(Viewer viewer, PathwayRef ref, Answers answers) {
        lifeEvents.movedToCareHome(viewer, ref, day(answers, "movedInOn"), answers);
        return "Recorded. The pathway goes on there, beginning with a new assessment.";
    }

    private static LocalDate day(Answers answers, String field) {
        return requireNonNull(answers.date(field), "The form asks for this date");
    }
}
