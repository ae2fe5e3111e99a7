package org.waymark.pathway;

import java.time.Instant;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessments;
import org.waymark.carers.CarerSupport;
import org.waymark.carers.CarerSupports;
import org.waymark.crisis.Crisis;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.pathway.Pathways.PlanItem;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referrals;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** Begins the support of each carer, and decides what follows from what carers say and agree to. */
@Component
@Transactional
public class CarersOnPathway {

    static final String CARER_ENABLEMENT = "CARER_ENABLEMENT";

    private static final String AUTHORITY_ASSESSMENT = "LOCAL_AUTHORITY_CARER_ASSESSMENT";

    private final CarerSupports supports;
    private final People people;
    private final Pathways pathways;
    private final Assessments assessments;
    private final Referrals referrals;
    private final ServiceDirectory services;
    private final PathwayCircumstances circumstances;
    private final Timeline timeline;
    private final CurrentViewer viewer;
    private final JdbcClient jdbc;

    CarersOnPathway(
            CarerSupports supports,
            People people,
            Pathways pathways,
            Assessments assessments,
            Referrals referrals,
            ServiceDirectory services,
            PathwayCircumstances circumstances,
            Timeline timeline,
            CurrentViewer viewer,
            JdbcClient jdbc) {
        this.supports = supports;
        this.people = people;
        this.pathways = pathways;
        this.assessments = assessments;
        this.referrals = referrals;
        this.services = services;
        this.circumstances = circumstances;
        this.timeline = timeline;
        this.viewer = viewer;
        this.jdbc = jdbc;
    }

    /** A crisis may have changed how every carer fares: each is asked within a working day. */
    public void lookAgain(PathwayRef ref) {
        supports.lookAgain(ref, true);
    }

    /** The carer died, fell ill or no longer cares: {@code CARER_DIED}, {@code CARER_ILL} or {@code CARER_STOPPED}. */
    public void stopped(PathwayRef ref, CarerId carer, String endReason) {
        supports.stop(ref, carer, endReason);
    }

    /** Whoever cares no more needs no support in caring; one who has fallen ill needs it all the more. */
    @EventListener
    void on(LifeEvents.CarerChanged fact) {
        switch (fact.change()) {
            case DIED, STOPPED -> stopped(fact.pathway(), fact.carer(), "CARER_" + fact.change());
            case ILL -> lookAgain(fact.pathway());
        }
    }

    @EventListener
    void on(LifeEvents.CarerGoesOn fact) {
        begin(fact.pathway(), fact.carer());
    }

    private void begin(PathwayRef ref, CarerId id) {
        people.facts(ref).carer(id).ifPresent(carer -> supports.open(ref, carer.id(), carer.isMain()));
    }

    /** What was agreed in the plan of the person acts on the support that runs for this carer; there is never a second. */
    @EventListener
    void on(Pathways.CarerEnablementAgreed fact) {
        begin(fact.pathway(), fact.carer());
        supports.askedFor(fact.pathway(), fact.carer(), fact.isUrgent());
        add(fact.pathway(), fact.at(), "CARER_SUPPORT_ASKED_FOR", fact.carer(), fact.by());
    }

    /** From the first day, at every stage (care rule 3). */
    @EventListener
    void on(Person.Registered fact) {
        beginAll(fact.pathway());
    }

    /** What an ending closed is not opened again: every carer is asked anew. */
    @EventListener
    void on(LifeEvents.Reopened fact) {
        beginAll(fact.pathway());
    }

    void beginAll(PathwayRef ref) {
        people.facts(ref).carers().forEach(carer -> supports.open(ref, carer.id(), carer.isMain()));
    }

    @EventListener
    void on(Person.CarerAdded fact) {
        if (pathways.load(fact.pathway()).isOpen()) {
            begin(fact.pathway(), fact.carer());
        }
    }

    /** Whose work the support is follows from what the person says of sharing. */
    @EventListener
    void on(Person.SharingRecorded fact) {
        supports.teamChanged(fact.pathway());
    }

    /** A change for the person may be one for the carers. */
    @EventListener
    void on(LifeEvents.Recorded fact) {
        if (fact.kind() == Kind.CHANGE_REPORTED) {
            supports.lookAgain(fact.pathway(), false);
        }
    }

    @EventListener
    void on(Crisis.OutcomeRecorded fact) {
        lookAgain(fact.pathway());
    }

    /** What a carer says of the strain counts for where the person stands; the highest of all carers does. */
    @EventListener
    void on(CarerSupport.StrainReported fact) {
        assessments.recordStrain(viewer.get(), fact.pathway(), fact.carer(), fact.strain());
        showStrain(fact.pathway());
    }

    /** So does what they say at a review or when somebody comes in a crisis. */
    @EventListener
    void on(Assessment.ReviewRecorded fact) {
        showStrain(fact.pathway());
    }

    private void showStrain(PathwayRef ref) {
        jdbc.sql("update pathway set carer_strain = :strain where pathway_ref = :ref")
                .param("strain", assessments.standing(ref).carerStrainLevel())
                .param("ref", ref.value())
                .update();
    }

    /** The carer agreed, so a referral goes out at once: to a service that takes it, or by the coordinator's own hand. */
    @EventListener
    void on(CarerSupport.LocalAuthorityAssessmentAgreed fact) {
        PathwayRef ref = fact.pathway();
        boolean isUnderWay = referrals.openOf(Viewer.SYSTEM, ref).stream()
                .anyMatch(referral -> referral.service().code().equals(AUTHORITY_ASSESSMENT)
                        && fact.carer().equals(referral.forCarer()));
        if (isUnderWay) {
            return;
        }
        List<Service> open = circumstances.open(ref, services.providing(AUTHORITY_ASSESSMENT));
        if (open.isEmpty()) {
            add(ref, fact.at(), "CARER_ASSESSMENT_TO_ARRANGE", fact.carer(), fact.by());
            return;
        }
        pathways.agree(
                ref,
                new PlanItem(
                        null,
                        open.get(0).id(),
                        fact.isUrgent() ? Priority.URGENT : Priority.ROUTINE,
                        List.of("The carer agreed to an assessment by the local authority."),
                        AgreedBy.CARER,
                        fact.carer()),
                fact.at());
        // Before a coordinator is named nobody could answer the service; then it goes with the support plan.
        if (pathways.load(ref).coordinator() != null) {
            pathways.sendReferrals(ref);
        }
    }

    @EventListener
    void on(CarerSupport.Opened fact) {
        add(fact.pathway(), fact.at(), "CARER_SUPPORT_OPENED", fact.carer(), Viewer.SYSTEM.username());
    }

    @EventListener
    void on(CarerSupport.LevelFound fact) {
        add(fact.pathway(), fact.at(), "CARER_LEVEL_" + fact.level(), fact.carer(), Viewer.SYSTEM.username());
    }

    @EventListener
    void on(CarerSupport.PlanAgreed fact) {
        add(fact.pathway(), fact.at(), "CARER_PLAN_AGREED", fact.carer(), fact.by());
    }

    @EventListener
    void on(CarerSupport.SessionHeld fact) {
        add(fact.pathway(), fact.at(), "CARER_SESSION_" + fact.attendance(), fact.carer(), fact.by());
    }

    @EventListener
    void on(CarerSupport.Reviewed fact) {
        add(fact.pathway(), fact.at(), "CARER_SUPPORT_REVIEWED", fact.carer(), fact.by());
    }

    @EventListener
    void on(CarerSupport.PutOff fact) {
        add(fact.pathway(), fact.at(), "CARER_SUPPORT_PUT_OFF", fact.carer(), fact.by());
    }

    @EventListener
    void on(CarerSupport.Closed fact) {
        add(fact.pathway(), fact.at(), "CARER_SUPPORT_" + fact.state(), fact.carer(), Viewer.SYSTEM.username());
        if (pathways.load(fact.pathway()).isOpen()) {
            // The carer alone has stopped: their strain no longer counts.
            assessments.recordStrain(viewer.get(), fact.pathway(), fact.carer(), null);
            showStrain(fact.pathway());
        }
    }

    private void add(PathwayRef ref, Instant at, String kind, CarerId carer, String by) {
        timeline.add(ref, at, kind, carer.toString(), by);
    }
}
