package org.waymark.pathway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.centre.CentrePlace;
import org.waymark.centre.CentrePlace.Priority;
import org.waymark.centre.CentrePlaces;
import org.waymark.centre.CentrePlaces.NewPlace;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;

/**
 * What a place at the wellbeing centre has to do with the pathway: a referral that the centre accepts asks for one, and what
 * becomes of it stands on the timeline. The referral's own loop goes on beside it.
 */
@Component
@Transactional
class PlacesOnPathway {

    private final CentrePlaces places;
    private final Pathways pathways;
    private final Referrals referrals;
    private final Directory directory;
    private final Timeline timeline;

    PlacesOnPathway(
            CentrePlaces places, Pathways pathways, Referrals referrals, Directory directory, Timeline timeline) {
        this.places = places;
        this.pathways = pathways;
        this.referrals = referrals;
        this.directory = directory;
        this.timeline = timeline;
    }

    /** Accepted at once, or after a wait on the referral's own list: from here on the centre's capacity decides. */
    @EventListener
    void on(Referral.Moved fact) {
        if (fact.state() != Referral.State.ACCEPTED || !fact.serviceCode().equals(CentresInDirectory.CENTRE)) {
            return;
        }
        Pathway pathway = pathways.load(fact.pathway());
        referrals.openOf(Viewer.SYSTEM, fact.pathway()).stream()
                .filter(referral -> referral.id().equals(fact.id()))
                // What a carer agreed to for themselves, perhaps after a death, is no place for the person.
                .filter(referral -> referral.forCarer() == null)
                .forEach(referral -> places.ask(
                        Viewer.SYSTEM,
                        new NewPlace(
                                fact.pathway(),
                                referral.service().id(),
                                Priority.valueOf(referral.priority().name()),
                                pathway.coordinator(),
                                pathway.coordinatorOrganisation() == null
                                        ? pathway.receivingOrganisation()
                                        : pathway.coordinatorOrganisation())));
    }

    /** Organisations that may not know of the person any more keep no place for them. */
    @EventListener
    void on(Person.SharingRecorded fact) {
        if (fact.sharing() == Sharing.AGREED) {
            return;
        }
        String receiving = pathways.load(fact.pathway()).receivingOrganisation();
        directory.organisations().stream()
                .filter(Organisation::inAlliance)
                .filter(organisation -> !organisation.id().equals(receiving))
                .forEach(organisation -> places.endSharingWith(fact.pathway(), organisation.id()));
    }

    @EventListener
    void on(CentrePlace.WaitingForPlace fact) {
        add(fact.pathway(), fact.at(), "CENTRE_WAITING", null, Viewer.SYSTEM.username());
    }

    @EventListener
    void on(CentrePlace.PlaceKept fact) {
        add(fact.pathway(), fact.at(), "CENTRE_KEPT", fact.day(), Viewer.SYSTEM.username());
    }

    @EventListener
    void on(CentrePlace.PlaceTaken fact) {
        add(fact.pathway(), fact.at(), "CENTRE_TAKEN", fact.day(), fact.by());
    }

    @EventListener
    void on(CentrePlace.DayChanged fact) {
        add(fact.pathway(), fact.at(), "CENTRE_DAY_CHANGED", fact.day(), fact.by());
    }

    /** Whoever came was seen; single sessions stand on the register, or the timeline would hold nothing else. */
    @EventListener
    void on(CentrePlace.Attended fact) {
        pathways.recordContact(fact.pathway(), fact.on());
    }

    @EventListener
    void on(CentrePlace.MissedTwice fact) {
        add(fact.pathway(), fact.at(), "CENTRE_MISSED_TWICE", null, Viewer.SYSTEM.username());
    }

    @EventListener
    void on(CentrePlace.Reviewed fact) {
        add(fact.pathway(), fact.at(), "CENTRE_REVIEWED", fact.answer(), fact.by());
    }

    @EventListener
    void on(CentrePlace.PlaceEnded fact) {
        add(fact.pathway(), fact.at(), "CENTRE_ENDED", fact.endReason(), fact.by());
    }

    private void add(PathwayRef ref, Instant at, String kind, @Nullable String detail, String by) {
        timeline.add(ref, at, kind, detail, by);
    }
}
