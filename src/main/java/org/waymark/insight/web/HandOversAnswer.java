package org.waymark.insight.web;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd;
import org.waymark.insight.HandOvers;
import org.waymark.insight.HandOvers.HandOver;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** Work that goes from one organisation to another. */
@Component
class HandOversAnswer implements Answering {

    private static final String OPEN = ".open";

    private final HandOvers handOvers;
    private final AnswerPages pages;
    private final WaitPages names;
    private final Words words;

    HandOversAnswer(HandOvers handOvers, AnswerPages pages, WaitPages names, Words words) {
        this.handOvers = handOvers;
        this.pages = pages;
        this.names = names;
        this.words = words;
    }

    @Override
    public String name() {
        return "hand-overs";
    }

    @Override
    public Set<String> fields() {
        return Set.of("period", "process", "version", "organisation", "team", "service", "stage", "code");
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        List<HandOver> all = handOvers.all(viewer, question);
        long steps = all.stream().mapToLong(HandOver::steps).sum();
        return new Answer(
                steps == 0
                        ? "No work went from one organisation to another."
                        : words.number(steps)
                                + (steps == 1 ? " step went" : " steps went")
                                + " from one organisation to another.",
                new Table(
                        "Hand-overs",
                        List.of(
                                Column.of("From and to"),
                                Column.of("Steps"),
                                Column.hours("Half taken within"),
                                Column.hours("Nine of ten taken within"),
                                Column.of("Not taken yet")),
                        all.stream().map(one -> row(one, address)).toList(),
                        "Nothing fits",
                        "No step of another organisation followed in this period with these choices."),
                List.of(
                        "A hand-over is a step that begins at another organisation than the one that completed the step before it in"
                                + " the same run of a model. The first step of a run comes from the organisation that coordinates"
                                + " the pathway. The time between is until somebody takes the step, or does it at once. Those who"
                                + " still wait are beside it, and in no time. Of fewer than five no times are told."));
    }

    private List<Cell> row(HandOver one, Address address) {
        Times times = one.taken() < AnswerPages.FEW ? null : one.times();
        String way = one.from() + "." + one.to();
        return List.of(
                Cell.of(names.organisation(one.from()) + " to " + names.organisation(one.to())),
                pages.people(one.steps(), address.at("/insight/hand-overs/people", "of", way)),
                pages.span(times == null ? null : times.half()),
                pages.span(times == null ? null : times.nineOfTen()),
                pages.people(one.open(), address.at("/insight/hand-overs/people", "of", way + OPEN)));
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        String[] way = way(of);
        return handOvers.people(viewer, question, way[0], way[1], of.endsWith(OPEN), after);
    }

    @Override
    public String heading(Question question, String of) {
        String[] way = way(of);
        return names.organisation(way[0]) + " to " + names.organisation(way[1])
                + (of.endsWith(OPEN) ? ": not taken yet" : "");
    }

    private String[] way(String of) {
        String[] way = of.split("\\.", 3);
        if (way.length < 2 || !names.isOrganisation(way[0]) || !names.isOrganisation(way[1])) {
            throw new NotVisible();
        }
        return way;
    }
}
