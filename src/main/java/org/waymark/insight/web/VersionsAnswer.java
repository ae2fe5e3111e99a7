package org.waymark.insight.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks;
import org.waymark.insight.Bottlenecks.Step;
import org.waymark.insight.Crowd;
import org.waymark.insight.Question;
import org.waymark.insight.web.Answer.Cell;
import org.waymark.insight.web.Answer.Column;
import org.waymark.insight.web.Answer.Table;
import org.waymark.web.Words;

/** The times of each step before and after a version of its model. */
@Component
class VersionsAnswer implements Answering {

    private final Bottlenecks bottlenecks;
    private final AnswerPages pages;
    private final Words words;

    VersionsAnswer(Bottlenecks bottlenecks, AnswerPages pages, Words words) {
        this.bottlenecks = bottlenecks;
        this.pages = pages;
        this.words = words;
    }

    @Override
    public String name() {
        return "versions";
    }

    @Override
    public Set<String> fields() {
        return Set.of("period", "process", "version", "organisation", "team", "service", "stage", "code");
    }

    @Override
    public int usualDays() {
        return 365;
    }

    @Override
    public String usualModel() {
        return "dementia-pathway";
    }

    @Override
    public Answer answer(Viewer viewer, Question question, Address address) {
        String process = String.valueOf(question.process());
        List<Integer> versions = bottlenecks.choices(viewer, process).versions();
        Integer after = question.version() != null
                ? question.version()
                : versions.stream().max(Comparator.naturalOrder()).orElse(null);
        Integer before = versions.stream()
                .filter(number -> after != null && number < after)
                .max(Comparator.naturalOrder())
                .orElse(null);
        String model = words.process(process);
        if (before == null || after == null) {
            return new Answer(
                    after == null || versions.size() < 2
                            ? "“" + model + "” has had one version only since times are kept."
                            : "Nothing came before version " + after + " of “" + model + "”.",
                    table(model, "before", "after", List.of()),
                    List.of());
        }
        Map<String, Step> was = steps(viewer, question.ofVersion(before));
        Map<String, Step> is = steps(viewer, question.ofVersion(after));
        Map<String, String> names = new TreeMap<>();
        List.of(was, is).forEach(steps -> steps.values().forEach(step -> names.put(step.element(), step.name())));
        List<List<Cell>> rows = names.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(step -> row(
                        step.getValue(),
                        was.get(step.getKey()),
                        is.get(step.getKey()),
                        number -> address.at(
                                "/insight/steps/" + WaitPages.segment(process) + "/" + WaitPages.segment(step.getKey()),
                                "version",
                                number.toString()),
                        before,
                        after))
                .toList();
        return new Answer(
                "“" + model + "” in version " + after + ", against version " + before + " before it.",
                table(model, "version " + before, "version " + after, rows),
                List.of(
                        "Each step counts to the version of the model that its run was in when the step ended. A step of one"
                                + " version only is new, or is not there any more. Of fewer than five no times are told."));
    }

    private Map<String, Step> steps(Viewer viewer, Question question) {
        return bottlenecks.steps(viewer, question).stream()
                .filter(step -> step.completed() > 0)
                .collect(Collectors.toMap(Step::element, Function.identity()));
    }

    private static Table table(String model, String before, String after, List<List<Cell>> rows) {
        return new Table(
                "Steps of “" + model + "”",
                List.of(
                        Column.of("Step"),
                        Column.of("Completed in " + before),
                        Column.of("In " + after),
                        Column.hours("Half within, " + before),
                        Column.hours("Half within, " + after),
                        Column.of("Late, " + before),
                        Column.of("Late, " + after),
                        Column.of("Change")),
                rows,
                "Nothing to compare",
                "As soon as steps have ended in two versions of the model, their times stand here side by side.");
    }

    private List<Cell> row(
            String name,
            @Nullable Step was,
            @Nullable Step is,
            Function<Integer, String> stepOf,
            Integer before,
            Integer after) {
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(name));
        row.add(pages.people(was == null ? 0 : was.completed(), stepOf.apply(before)));
        row.add(pages.people(is == null ? 0 : is.completed(), stepOf.apply(after)));
        row.add(pages.span(half(was)));
        row.add(pages.span(half(is)));
        row.add(late(was));
        row.add(late(is));
        row.add(Cell.of(change(half(was), half(is))));
        return row;
    }

    private static @Nullable Integer half(@Nullable Step step) {
        return step == null || step.completed() < AnswerPages.FEW || step.whole() == null
                ? null
                : step.whole().half();
    }

    private static Cell late(@Nullable Step step) {
        return step == null || step.completed() < AnswerPages.FEW
                ? Cell.of("–", null)
                : AnswerPages.percent((double) step.late() / step.completed());
    }

    private String change(@Nullable Integer was, @Nullable Integer is) {
        if (was == null || is == null) {
            return "–";
        }
        return was.equals(is) ? "the same" : words.span(Math.abs(is - was)) + (is < was ? " shorter" : " longer");
    }

    /** Each number leads to the step itself, and from there to the people. */
    @Override
    public Crowd people(Viewer viewer, Question question, String of, @Nullable String after) {
        throw new NotVisible();
    }

    @Override
    public String heading(Question question, String of) {
        throw new NotVisible();
    }
}
