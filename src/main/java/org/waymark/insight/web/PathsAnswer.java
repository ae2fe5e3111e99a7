package org.waymark.insight.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd;
import org.waymark.insight.Paths;
import org.waymark.insight.Paths.Path;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** The ways people took through a model. */
@Component
class PathsAnswer implements Answering {

    private final Paths paths;
    private final AnswerPages pages;
    private final Words words;

    PathsAnswer(Paths paths, AnswerPages pages, Words words) {
        this.paths = paths;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "paths";
    }

    @Override
    public Set<String> fields() {
        return Set.of("period", "process", "version", "organisation", "team", "stage", "code");
    }

    @Override
    public String usualModel() {
        return "partner-referral";
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        Paths.Taken taken = paths.taken(viewer, question);
        String model = words.process(String.valueOf(question.process()));
        long others = taken.all() - taken.paths().stream().mapToLong(Path::runs).sum();
        List<List<Cell>> rows = new ArrayList<>();
        taken.paths().forEach(path -> rows.add(row(path, taken.all(), address)));
        if (others > 0) {
            rows.add(List.of(
                    Cell.of("All other ways"),
                    pages.number(others),
                    AnswerPages.percent((double) others / taken.all()),
                    pages.span(null),
                    pages.span(null)));
        }
        return new Answer(
                taken.all() == 0
                        ? "“" + model + "” began for nobody in this period."
                        : "“" + model + "” began " + words.number(taken.all())
                                + (taken.all() == 1 ? " time." : " times.")
                                + taken.paths().stream()
                                        .findFirst()
                                        .map(path -> " " + Math.round(100.0 * path.runs() / taken.all())
                                                + " % took the way taken most.")
                                        .orElse(""),
                new Table(
                        "Ways through “" + model + "”",
                        List.of(
                                Column.of("Way"),
                                Column.of("Runs"),
                                Column.of("Share"),
                                Column.hours("Half over within"),
                                Column.hours("Nine of ten over within")),
                        rows,
                        "Nothing fits",
                        "Choose another process or a longer period, or leave something out."),
                List.of(
                        "Each run of the model that began in the period takes one way: the steps that were completed in it, in"
                                + " their order. The same step several times in a row is told once. Times are of runs that are over,"
                                + " and of five or more."));
    }

    private List<Cell> row(Path path, long all, Address address) {
        Times times = path.runs() < AnswerPages.FEW ? null : path.times();
        String way = path.steps().isEmpty() ? "No step yet" : String.join(" → ", path.steps());
        return List.of(
                Cell.of(way + (path.isOver() ? "" : " …")),
                pages.people(path.runs(), address.at("/insight/paths/people", "of", path.key())),
                AnswerPages.percent((double) path.runs() / all),
                pages.span(times == null ? null : times.half()),
                pages.span(times == null ? null : times.nineOfTen()));
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        return paths.people(viewer, question, of, after);
    }

    @Override
    public String heading(Question question, String of) {
        return "Took one way through “" + words.process(String.valueOf(question.process())) + "”";
    }
}
