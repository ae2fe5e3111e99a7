package org.waymark.insight.web;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd;
import org.waymark.insight.Outliers;
import org.waymark.insight.Outliers.Beyond;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** Stays at a step that lie far beyond what is usual there. */
@Component
class OutliersAnswer implements Answering {

    private final Outliers outliers;
    private final AnswerPages pages;
    private final Words words;

    OutliersAnswer(Outliers outliers, AnswerPages pages, Words words) {
        this.outliers = outliers;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "outliers";
    }

    @Override
    public Set<String> fields() {
        return Set.of("period", "process", "version", "organisation", "team", "service", "stage", "code");
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        List<Beyond> all = outliers.all(viewer, question);
        long ended = all.stream().mapToLong(Beyond::ended).sum();
        long open = all.stream().mapToLong(Beyond::open).sum();
        return new Answer(
                all.isEmpty()
                        ? "No stay was far beyond what is usual."
                        : words.number(ended) + (ended == 1 ? " stay" : " stays")
                                + " took far longer than is usual at the step, and " + words.number(open)
                                + (open == 1 ? " that is open has" : " that are open have") + " already.",
                new Table(
                        "Far beyond the usual",
                        List.of(
                                Column.of("Step"),
                                Column.of("Completed"),
                                new Column("Usual", "Usual from and to, hours"),
                                Column.hours("Far beyond is over"),
                                Column.of("Ended beyond"),
                                Column.of("Open beyond")),
                        all.stream().map(one -> row(one, address)).toList(),
                        "Nothing fits",
                        "No step with " + Outliers.LEAST_STAYS
                                + " completed stays or more has one so far beyond what is usual there."),
                List.of(
                        "Usual is what the middle half of all stays completed in the period took. Far beyond is longer than its"
                                + " upper end by one and a half times the distance between its ends (Tukey’s fence), and by a day"
                                + " at least. Steps with fewer than " + Outliers.LEAST_STAYS
                                + " completed stays are left out. A stay that is paused now is not counted as open beyond."));
    }

    private List<Cell> row(Beyond one, Address address) {
        String of = one.process() + "." + one.element();
        return List.of(
                Cell.noted(one.name(), words.process(one.process())),
                pages.number(one.stays()),
                Cell.of(pages.between(one.lower(), one.upper()), one.lower() + " to " + one.upper()),
                pages.span(one.fence()),
                pages.people(one.ended(), address.at("/insight/outliers/people", "of", of + ".ended")),
                pages.people(one.open(), address.at("/insight/outliers/people", "of", of + ".open")));
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        String[] parts = parts(of);
        return outliers.people(viewer, question, parts[0], parts[1], parts[2].equals("open"), after);
    }

    @Override
    public String heading(Question question, String of) {
        return parts(of)[2].equals("open") ? "Open, and far beyond the usual" : "Ended far beyond the usual";
    }

    private static String[] parts(String of) {
        String[] parts = of.split("\\.", 3);
        if (parts.length < 3) {
            throw new NotVisible();
        }
        return parts;
    }
}
