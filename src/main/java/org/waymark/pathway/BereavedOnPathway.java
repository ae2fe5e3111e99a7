package org.waymark.pathway;

import java.util.List;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessments;
import org.waymark.bereavement.Bereavement;
import org.waymark.bereavement.Bereavement.Level;
import org.waymark.bereavement.Bereavements;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referrals;

/** What the pathway does for carers before and after a death, and what it does with the facts of their support. */
@Component
@Transactional
public class BereavedOnPathway {

    private static final String DYING = "DYING";
    private static final String DEATH_CORRECTED = "DEATH_CORRECTED";
    private static final String HELP = "BEREAVEMENT_SUPPORT";

    /** Endings that say something of their own; the others follow from an event that is on the timeline already. */
    private static final Set<String> TOLD = Set.of("CLOSING_CONTACT", "NOT_WANTED", "CARER_DIED");

    private final Bereavements bereavements;
    private final Pathways pathways;
    private final People people;
    private final Assessments assessments;
    private final Referrals referrals;
    private final CurrentViewer viewer;
    private final Timeline timeline;

    BereavedOnPathway(
            Bereavements bereavements,
            Pathways pathways,
            People people,
            Assessments assessments,
            Referrals referrals,
            CurrentViewer viewer,
            Timeline timeline) {
        this.bereavements = bereavements;
        this.pathways = pathways;
        this.people = people;
        this.assessments = assessments;
        this.referrals = referrals;
        this.viewer = viewer;
        this.timeline = timeline;
    }

    /** A death is expected: each carer is prepared, unless that was begun before. */
    @WithoutViewer("follows from what staff were allowed to find")
    public void prepare(PathwayRef ref) {
        Pathway pathway = pathways.load(ref);
        if (!pathway.isOpen() || pathway.coordinator() == null) {
            return;
        }
        for (Person.Carer carer : people.facts(ref).carers()) {
            bereavements.prepare(ref, carer.id(), pathway.coordinator(), organisationOf(pathway));
        }
    }

    private static String organisationOf(Pathway pathway) {
        return pathway.coordinatorOrganisation() == null
                ? pathway.receivingOrganisation()
                : pathway.coordinatorOrganisation();
    }

    @EventListener
    void on(Assessment.ReviewRecorded fact) {
        if (DYING.equals(fact.phase())) {
            prepare(fact.pathway());
        }
    }

    @EventListener
    void on(Assessment.Confirmed fact) {
        if (DYING.equals(assessments.standing(fact.pathway()).phase())) {
            prepare(fact.pathway());
        }
    }

    /** The carer agreed for themselves (care rule 7). A service that helps this carer already is not asked twice. */
    @EventListener
    void on(Bereavement.HelpAgreed fact) {
        boolean isAsked = openReferralsOf(fact.pathway(), fact.carer()).stream()
                .anyMatch(referral -> referral.service().id().equals(fact.serviceId()));
        if (isAsked) {
            return;
        }
        Pathway pathway = pathways.load(fact.pathway());
        Viewer sender = viewer.get();
        referrals.send(
                sender,
                new Referrals.NewReferral(
                        fact.pathway(),
                        fact.serviceId(),
                        fact.level() == Level.SPECIALIST ? Priority.SOON : Priority.ROUTINE,
                        fact.reasons().isEmpty() ? List.of("The carer asked for help in bereavement.") : fact.reasons(),
                        AgreedBy.CARER,
                        fact.carer(),
                        null,
                        pathway.coordinator() == null ? sender.username() : pathway.coordinator(),
                        organisationOf(pathway),
                        null));
    }

    private List<Referral> openReferralsOf(PathwayRef ref, CarerId carer) {
        return referrals.openOf(Viewer.SYSTEM, ref).stream()
                .filter(referral -> carer.equals(referral.forCarer())
                        && referral.service().code().equals(HELP))
                .toList();
    }

    @EventListener
    void on(Bereavement.Closed fact) {
        if (fact.endReason().equals(DEATH_CORRECTED)) {
            for (Referral referral : openReferralsOf(fact.pathway(), fact.carer())) {
                referrals.withdraw(viewer.get(), referral.id(), DEATH_CORRECTED);
            }
        }
        if (TOLD.contains(fact.endReason())) {
            timeline.add(
                    fact.pathway(),
                    fact.at(),
                    "BEREAVEMENT_" + fact.endReason(),
                    fact.carer().toString(),
                    fact.by());
        }
    }

    @EventListener
    void on(Bereavement.Prepared fact) {
        timeline.add(
                fact.pathway(), fact.at(), "BEREAVEMENT_PREPARED", fact.carer().toString(), fact.by());
    }

    @EventListener
    void on(Bereavement.Contacted fact) {
        timeline.add(
                fact.pathway(), fact.at(), "BEREAVEMENT_CONTACTED", fact.carer().toString(), fact.by());
    }

    @EventListener
    void on(Bereavement.LevelConfirmed fact) {
        timeline.add(
                fact.pathway(),
                fact.at(),
                "BEREAVEMENT_LEVEL_" + fact.level(),
                fact.carer().toString(),
                fact.by());
    }
}
