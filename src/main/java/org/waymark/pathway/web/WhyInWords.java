package org.waymark.pathway.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.Rating;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.kernel.CarerId;
import org.waymark.people.Person;
import org.waymark.rules.Explanation;
import org.waymark.rules.Explanation.Line;
import org.waymark.rules.Explanation.Matched;
import org.waymark.rules.Explanations;
import org.waymark.web.Words;

/** Says on pages of a person why, and who rated, in the same words everywhere. */
@Component
class WhyInWords {

    private final Explanations explanations;
    private final Directory directory;
    private final Words words;

    WhyInWords(Explanations explanations, Directory directory, Words words) {
        this.explanations = explanations;
        this.directory = directory;
        this.words = words;
    }

    /**
     * One evaluation as its page shows it.
     *
     * @param about whose rating it looked at by itself; null for one of the whole round
     * @param matched the rules that the page is about; {@code others} matched as well
     */
    record Why(
            String anchor,
            Explanation of,
            String at,
            @Nullable String about,
            List<Matched> matched,
            List<Matched> others,
            List<List<Line>> outputs) {}

    Why why(KeptEvaluation kept, Person person, List<Assessment> rounds) {
        Explanation explained = explanations.of(kept.evaluation());
        return new Why(
                "why-" + kept.id(),
                explained,
                words.dayTime(kept.at()),
                rounds.stream()
                        .flatMap(round -> round.ratings().stream())
                        .filter(rating -> rating.id().equals(kept.ratingId()))
                        .findFirst()
                        .map(rating -> rater(rating, person))
                        .orElse(null),
                explained.matched(),
                List.of(),
                explained.outputs());
    }

    String rater(Rating rating, Person person) {
        return rater(rating.rater(), rating.carer(), rating.organisation(), person);
    }

    String rater(Rater rater, @Nullable CarerId carer, @Nullable String organisation, Person person) {
        return switch (rater) {
            case PERSON -> person.calledName();
            case CARER -> carer == null ? words.code("Rater", rater.name()) : person.carerName(carer);
            case STAFF ->
                words.code("Rater", rater.name()) + (organisation == null ? "" : ", " + organisation(organisation));
        };
    }

    private String organisation(String id) {
        return directory.organisation(id).map(Directory.Organisation::name).orElse(id);
    }
}
