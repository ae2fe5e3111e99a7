package org.waymark.insight.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd;
import org.waymark.insight.Question;
import org.waymark.insight.Rework;
import org.waymark.insight.Rework.Again;
import org.waymark.insight.Rework.Kind;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** What had to be done again. */
@Component
class ReworkAnswer implements Answering {

    private final Rework rework;
    private final AnswerPages pages;
    private final Words words;

    ReworkAnswer(Rework rework, AnswerPages pages, Words words) {
        this.rework = rework;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "rework";
    }

    @Override
    public Set<String> fields() {
        return Set.of("period", "process", "version", "organisation", "team", "service", "stage", "code");
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        List<Again> all = rework.all(viewer, question);
        long times = all.stream().mapToLong(Again::times).sum();
        return new Answer(
                times == 0
                        ? "Nothing had to be done again."
                        : words.number(times) + (times == 1 ? " time" : " times") + " something had to be done again.",
                new Table(
                        "Done again",
                        List.of(
                                Column.of("What"),
                                Column.of("Of"),
                                Column.of("Times"),
                                Column.of("Out of"),
                                Column.of("Share")),
                        all.stream().map(one -> row(one, address)).toList(),
                        "Nothing fits",
                        "Nothing was returned, sent another way, reopened or corrected in this period with these choices."),
                List.of(
                        "Returned is a task that was given back, and a referral that came back with a question. Sent another way"
                                + " is a referral that was declined, and a task that was given to somebody else. The share is of the"
                                + " tasks that began, the referrals that were sent, the events that were recorded or the pathways"
                                + " that were opened in the same period."));
    }

    private List<Cell> row(Again one, Address address) {
        String about = one.step() != null
                ? one.step()
                : switch (one.kind()) {
                    case RETURNED_REFERRAL, REROUTED_REFERRAL -> words.code("Service", one.about());
                    case CORRECTED_EVENT -> words.code("LifeEvents.Kind", one.about());
                    default -> "–";
                };
        return List.of(
                Cell.of(words.of(one.kind())),
                Cell.of(about),
                pages.people(
                        one.times(),
                        address.at("/insight/rework/people", "of", one.kind().name() + "." + one.about())),
                pages.number(one.of()),
                one.of() < one.times() ? Cell.of("–", null) : AnswerPages.percent((double) one.times() / one.of()));
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        return rework.people(viewer, question, kind(of), of.substring(of.indexOf('.') + 1), after);
    }

    @Override
    public String heading(Question question, String of) {
        return words.of(kind(of));
    }

    private static Kind kind(String of) {
        return Stream.of(Kind.values())
                .filter(one -> of.startsWith(one.name() + "."))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }
}
