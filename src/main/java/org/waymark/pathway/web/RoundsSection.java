package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessments;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Card;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** The rounds of the assessment: the one that is open, who has answered in it, and the way to those before. */
@Component
@Order(20)
class RoundsSection implements PersonSection {

    /** A round as the card shows it. */
    record Round(String id, String opened, String tone, String state, List<Asked> raters) {}

    /** Somebody who is asked in the open round. */
    record Asked(String name, String tone, String state) {}

    private final Assessments assessments;
    private final RoundPages pages;
    private final AccessDecision access;
    private final Words words;

    RoundsSection(Assessments assessments, RoundPages pages, AccessDecision access, Words words) {
        this.assessments = assessments;
        this.pages = pages;
        this.access = access;
        this.words = words;
    }

    @Override
    public Optional<Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Optional.empty();
        }
        List<Assessment> all = assessments.of(viewer, pathway.ref());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        boolean isOpen = all.get(0).closedAt() == null;
        return Optional.of(new Card(
                "rounds",
                "Rounds of the assessment",
                "pathway/round :: card",
                Map.of(
                        "ref",
                        pathway.ref().value(),
                        "open",
                        isOpen ? List.of(round(all.get(0), person)) : List.of(),
                        "earlier",
                        all.stream()
                                .skip(isOpen ? 1 : 0)
                                .map(round -> round(round, person))
                                .toList())));
    }

    private Round round(Assessment round, Person person) {
        return new Round(
                round.id(),
                words.day(round.openedAt()),
                round.closedAt() == null ? "amber" : round.stage() == null ? "" : "plum",
                round.stage() == null ? words.of(round.state()) : words.of(round.stage()),
                round.ratings().stream()
                        .filter(rating -> rating.state() != RatingState.WITHDRAWN)
                        .map(rating -> new Asked(
                                pages.name(person, rating),
                                rating.state() == RatingState.RATED ? "teal" : "amber",
                                words.of(rating.state())))
                        .toList());
    }
}
