package org.waymark.insight.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd;
import org.waymark.insight.OpenWork;
import org.waymark.insight.OpenWork.Band;
import org.waymark.insight.OpenWork.Count;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** How old the open work is. */
@Component
class AgeingAnswer implements Answering {

    private final OpenWork work;
    private final AnswerPages pages;
    private final Words words;

    AgeingAnswer(OpenWork work, AnswerPages pages, Words words) {
        this.work = work;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "ageing";
    }

    @Override
    public Set<String> fields() {
        return Set.of("process", "version", "organisation", "team", "service", "stage", "code");
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        Map<Band, Count> ages = work.ages(viewer, question);
        long all = ages.values().stream().mapToLong(Count::steps).sum();
        long late = Stream.of(Band.OVERDUE, Band.FAR_OVERDUE)
                .mapToLong(band -> ages.getOrDefault(band, new Count(0, null)).steps())
                .sum();
        return new Answer(
                all == 0
                        ? "No step is open."
                        : (all == 1 ? "1 step is open, " : words.number(all) + " steps are open, ")
                                + (late == 0 ? "none of them overdue." : words.number(late) + " of them overdue."),
                new Table(
                        "Open steps by age",
                        List.of(Column.of("Of its time"), Column.of("Steps"), Column.of("Oldest")),
                        all == 0
                                ? List.of()
                                : Stream.of(Band.values())
                                        .map(band -> row(band, ages.getOrDefault(band, new Count(0, null)), address))
                                        .toList(),
                        "Nothing is open",
                        "Leave something out of the filter."),
                List.of(
                        "Each step has its own clock: half of a step of two days has passed after one day. What is paused is"
                                + " not counted as late, whatever its date. This is how it stands now, whatever the period."));
    }

    private List<Cell> row(Band band, Count count, Address address) {
        return List.of(
                Cell.of(words.of(band)),
                pages.people(count.steps(), address.at("/insight/ageing/people", "of", band.name())),
                Cell.of(count.since() == null ? "–" : words.since(count.since()), count.since()));
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        return work.people(viewer, question, band(of), after);
    }

    @Override
    public String heading(Question question, String of) {
        return "Open steps: " + words.of(band(of)).toLowerCase(Locale.UK);
    }

    private static Band band(String of) {
        return Stream.of(Band.values())
                .filter(one -> one.name().equals(of))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }
}
