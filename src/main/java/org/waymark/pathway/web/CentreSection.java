package org.waymark.pathway.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.centre.CentrePlace;
import org.waymark.centre.CentrePlace.Attendance;
import org.waymark.centre.CentrePlace.Known;
import org.waymark.centre.CentrePlace.State;
import org.waymark.centre.CentrePlaces;
import org.waymark.centre.CentreWords;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Card;
import org.waymark.pathway.web.PersonPage.Fact;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** The card on the place at the wellbeing centre: day, last sessions and review, or how the wait stands. */
@Component
@Order(60)
class CentreSection implements PersonSection {

    private static final int SESSIONS = 4;

    record Link(String href, String text) {}

    private final CentrePlaces places;
    private final AccessDecision access;
    private final Words words;
    private final WaymarkClock clock;

    CentreSection(CentrePlaces places, AccessDecision access, Words words, WaymarkClock clock) {
        this.places = places;
        this.access = access;
        this.words = words;
        this.clock = clock;
    }

    @Override
    public Optional<Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.PATHWAY)) {
            return Optional.empty();
        }
        return places.of(viewer, pathway.ref()).stream().findFirst().map(known -> card(viewer, pathway, known));
    }

    private Card card(Viewer viewer, Pathway pathway, Known known) {
        CentrePlace place = known.place();
        boolean mayEnd = place.isOpen() && CentrePlaces.ENDING.stream().anyMatch(viewer::has);
        boolean mayReview = mayEnd && isReviewAhead(place);
        return new Card(
                "centre",
                known.centre(),
                "centre/panels :: place",
                Map.of(
                        "state",
                        words.of(place.state()),
                        "tone",
                        place.state() == State.WAITING ? "amber" : place.isOpen() ? "teal" : "",
                        "facts",
                        facts(known),
                        "sessions",
                        known.sessions().stream()
                                .limit(SESSIONS)
                                .map(this::session)
                                .toList(),
                        "review",
                        mayReview ? "/centre/places/" + place.id() + "/review" : "",
                        "links",
                        mayEnd
                                ? List.of(new Link(
                                        "/people/" + pathway.ref() + "/record/" + CentrePlaces.END,
                                        place.state() == State.WAITING ? "End the wait" : "End the place"))
                                : List.of()));
    }

    private boolean isReviewAhead(CentrePlace place) {
        return place.reviewDueAt() != null && place.reviewDueAt().isAfter(clock.instant());
    }

    private String session(Attendance session) {
        String what = session.came()
                ? "came"
                : session.reason() == null
                        ? "did not come, nobody knew why"
                        : "did not come, " + words.code("CentreAbsence", session.reason());
        return words.shortDay(session.on()) + ": " + what;
    }

    private List<Fact> facts(Known known) {
        CentrePlace place = known.place();
        var facts = new ArrayList<Fact>();
        if (place.day() != null) {
            facts.add(new Fact(
                    "Day",
                    place.day().label(),
                    place.startedOn() == null ? null : "since " + words.day(place.startedOn())));
        }
        if (place.state() == State.WAITING) {
            facts.add(new Fact(
                    "Waiting",
                    words.since(place.askedAt()),
                    CentreWords.turn(known.waitingBefore())
                            + " A place comes free when somebody else ends theirs, so no date can be promised."));
        }
        if (place.state() == State.INDUCTION) {
            facts.add(new Fact("Induction", words.day(place.inductionOn()), null));
        }
        if (place.transport() != null) {
            facts.add(new Fact(
                    "Gets there", StringUtils.capitalize(words.code("CentreTransport", place.transport())), null));
        }
        if (place.inHospitalSince() != null) {
            facts.add(new Fact(
                    "In hospital",
                    words.since(place.inHospitalSince()
                            .atStartOfDay(WorkingDays.ZONE)
                            .toInstant()),
                    "The place is kept."));
        }
        if (place.reviewDueAt() != null) {
            facts.add(
                    isReviewAhead(place)
                            ? new Fact("Next review", words.day(place.reviewDueAt()), null)
                            : new Fact("Review", "due " + words.since(place.reviewDueAt()), null));
        }
        if (place.endedAt() != null) {
            facts.add(new Fact("Ended", words.code("CentreEnd", place.endReason()), words.day(place.endedAt())));
        }
        return facts;
    }
}
