package org.waymark.insight.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Conformance;
import org.waymark.insight.Conformance.Deviation;
import org.waymark.insight.Conformance.Finding;
import org.waymark.insight.Conformance.Report;
import org.waymark.insight.Crowd;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** Whether runs kept to the order that their model draws, in words. */
@Component
class ConformanceAnswer implements Answering {

    private final Conformance conformance;
    private final AnswerPages pages;
    private final Words words;

    ConformanceAnswer(Conformance conformance, AnswerPages pages, Words words) {
        this.conformance = conformance;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "conformance";
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
        Report report = conformance.report(viewer, question);
        String model = words.process(String.valueOf(question.process()));
        return new Answer(
                report.runs() == 0
                        ? "“" + model + "” began for nobody in this period."
                        : report.kept() == report.runs()
                                ? (report.runs() == 1
                                                ? "The only run of “"
                                                : "All " + words.number(report.runs()) + " runs of “")
                                        + model + "” kept to the order of the model."
                                : words.number(report.kept()) + " of " + words.number(report.runs()) + " runs of “"
                                        + model + "” kept to the order of the model.",
                new Table(
                        "What was found",
                        List.of(
                                Column.of("What happened"),
                                Column.of("Against the model"),
                                Column.of("Runs"),
                                Column.of("Share")),
                        report.deviations().stream()
                                .map(one -> row(one, report.runs(), address))
                                .toList(),
                        "Nothing to tell",
                        report.runs() == 0
                                ? "Choose another process or a longer period, or leave something out."
                                : "No step is missing, out of order or repeated."),
                List.of(
                        "A step that was done must be one that the model begins with, or that it leads to from a step done before,"
                                + " whatever was decided or came in between. Each step is looked at in the version of the model in"
                                + " which it was done. A run that was moved to a new version can lack a step that only the new one"
                                + " has."));
    }

    private List<Cell> row(Deviation one, long runs, Address address) {
        String what =
                switch (one.finding()) {
                    case MISSING -> "“" + one.step() + "” was done without " + any(one.without()) + " before it";
                    case OUT_OF_ORDER -> "“" + one.step() + "” was done before " + any(one.without());
                    case REPEATED, REPEATED_AS_DRAWN -> "“" + one.step() + "” was done more than once";
                };
        return List.of(
                Cell.of(what),
                Cell.of(words.of(one.finding())),
                pages.people(
                        one.runs(),
                        address.at(
                                "/insight/conformance/people",
                                "of",
                                one.finding().name() + "." + one.element())),
                AnswerPages.percent((double) one.runs() / runs));
    }

    private static String any(List<String> steps) {
        return steps.stream().map(step -> "“" + step + "”").collect(Collectors.joining(" or "));
    }

    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        return conformance.people(viewer, question, finding(of), of.substring(of.indexOf('.') + 1), after);
    }

    @Override
    public String heading(Question question, String of) {
        return words.process(String.valueOf(question.process())) + ": " + words.of(finding(of));
    }

    private static Finding finding(String of) {
        return Stream.of(Finding.values())
                .filter(one -> of.startsWith(one.name() + "."))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }
}
