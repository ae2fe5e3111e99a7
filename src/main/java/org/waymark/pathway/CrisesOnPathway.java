package org.waymark.pathway;

import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.assessment.Assessments;
import org.waymark.crisis.Crises;
import org.waymark.crisis.Crises.Taken;
import org.waymark.crisis.Crisis;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.Person;
import org.waymark.workflow.Workflow;

/** What a crisis does to the pathway: its lines on the timeline, a fresh assessment, and another look at the carers. */
@Component
@Transactional
public class CrisesOnPathway {

    private final Crises crises;
    private final Pathways pathways;
    private final LifeEvents lifeEvents;
    private final Assessments assessments;
    private final Timeline timeline;
    private final Workflow workflow;
    private final CurrentViewer viewer;

    CrisesOnPathway(
            Crises crises,
            Pathways pathways,
            LifeEvents lifeEvents,
            Assessments assessments,
            Timeline timeline,
            Workflow workflow,
            CurrentViewer viewer) {
        this.crises = crises;
        this.pathways = pathways;
        this.lifeEvents = lifeEvents;
        this.assessments = assessments;
        this.timeline = timeline;
        this.workflow = workflow;
        this.viewer = viewer;
    }

    /**
     * Takes a report of a crisis.
     *
     * @throws Refused when the pathway is over, with what to do instead
     */
    public Taken report(Viewer by, PathwayRef ref, Answers answers) {
        workflow.hold(ref);
        refusal(pathways.view(by, ref)).ifPresent(code -> {
            throw new Refused(code);
        });
        return crises.report(by, ref, answers);
    }

    /** Nobody answers for somebody who has left: says whom to ring instead, by how the pathway ended. */
    public static Optional<String> refusal(Pathway pathway) {
        return pathway.isOpen() ? Optional.empty() : Optional.of("crisisAfter." + pathway.endReason());
    }

    @EventListener
    void on(Crisis.Reported fact) {
        timeline.add(
                fact.pathway(), fact.at(), fact.again() ? "CRISIS_REPORTED_AGAIN" : "CRISIS_REPORTED", null, fact.by());
        lifeEvents.crisisReported(viewer.get(), fact.pathway(), fact.id(), fact.submission(), fact.at());
        workflow.tellAll(fact.pathway(), "crisis.reported", Map.of());
    }

    @EventListener
    void on(LifeEvents.CrisisTakenBack fact) {
        crises.takeBack(fact.crisis());
    }

    @EventListener
    void on(Crisis.Triaged fact) {
        timeline.add(fact.pathway(), fact.at(), "CRISIS_TRIAGED", fact.answer().name(), fact.by());
    }

    /** What the carer said counts from now on; the phase of illness stays as it was known. */
    @EventListener
    void on(Crisis.Visited fact) {
        timeline.add(fact.pathway(), fact.at(), "CRISIS_VISITED", null, fact.by());
        pathways.recordContact(fact.pathway(), fact.on());
        if (fact.carerOwnWords() != null) {
            assessments.recordReview(
                    viewer.get(),
                    fact.pathway(),
                    assessments.standing(fact.pathway()).phase(),
                    fact.carerOwnWords());
        }
    }

    @EventListener
    void on(Crisis.NightRecorded fact) {
        timeline.add(
                fact.pathway(),
                fact.at(),
                fact.wasCovered() ? "CRISIS_NIGHT_COVERED" : "CRISIS_NIGHT_NOT_COVERED",
                fact.nightOf().toString(),
                fact.by());
    }

    @EventListener
    void on(Crisis.HandedOn fact) {
        timeline.add(fact.pathway(), fact.at(), "CRISIS_HANDED_ON", fact.to(), Viewer.SYSTEM.username());
    }

    /**
     * A round that is open may have been rated before the crisis, so the change waits for its end. Whoever is in hospital
     * now is expected nowhere else.
     */
    @EventListener
    void on(Crisis.OutcomeRecorded fact) {
        timeline.add(fact.pathway(), fact.at(), "CRISIS_OUTCOME", fact.outcome().name(), fact.by());
        switch (fact.outcome()) {
            case ADMITTED_TO_HOSPITAL ->
                lifeEvents.admittedInCrisis(viewer.get(), fact.pathway(), fact.on(), fact.submission(), fact.at());
            case MOVED_TO_CARE_HOME ->
                lifeEvents.movedToCareHomeInCrisis(
                        viewer.get(), fact.pathway(), fact.on(), fact.submission(), fact.at());
            case SETTLED_AT_HOME, OTHER -> {}
        }
        pathways.endTheWait(fact.pathway(), "change.reported", Trigger.CRISIS);
    }

    @EventListener
    void on(Crisis.Settled fact) {
        timeline.add(fact.pathway(), fact.at(), "CRISIS_SETTLED", fact.answer().name(), fact.by());
    }

    @EventListener
    void on(Crisis.Cancelled fact) {
        timeline.add(fact.pathway(), fact.at(), "CRISIS_CANCELLED", fact.endReason(), "system");
    }

    /** Whoever may not know of the person any more lets go of the crisis; care goes on. */
    @EventListener
    void on(Person.SharingRecorded fact) {
        if (fact.sharing() != Sharing.AGREED) {
            crises.giveBack(fact.pathway());
        }
    }
}
