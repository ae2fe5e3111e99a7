package org.waymark.insight.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks;
import org.waymark.insight.Bottlenecks.Choices;
import org.waymark.insight.Bottlenecks.Here;
import org.waymark.insight.Bottlenecks.Standing;
import org.waymark.insight.Bottlenecks.Step;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Question;
import org.waymark.insight.StepByService;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.web.Spreadsheet;
import org.waymark.web.Words;

/** Puts the times of steps into rows, sentences and the heat of a drawing. */
@Component
class WaitPages {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the table is sorted by, the worst first. */
    enum Order {
        LONGEST("longest wait"),
        LATE("most often late"),
        OPEN("most there now"),
        OLDEST("oldest now");

        private final String label;

        Order(String label) {
            this.label = label;
        }

        static Order of(@Nullable String name) {
            return Stream.of(values())
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElse(LONGEST);
        }

        private Comparator<Step> worstFirst() {
            Comparator<Step> worst =
                    switch (this) {
                        case LONGEST -> Comparator.comparing(step -> -nineOfTen(step.waited()));
                        case LATE ->
                            Comparator.comparing(step -> -step.latePercent().orElse(-1));
                        case OPEN -> Comparator.comparing(step -> -step.open());
                        case OLDEST ->
                            Comparator.comparing(Step::openSince, Comparator.nullsLast(Comparator.naturalOrder()));
                    };
            return worst.thenComparing(Step::name).thenComparing(Step::element);
        }
    }

    /** A choice of a filter. */
    record Choice(String value, String label) {}

    record Row(
            String name,
            String process,
            String href,
            String passed,
            @Nullable String half,
            @Nullable String nineOfTen,
            @Nullable String waited,
            @Nullable String late,
            String lateTone,
            long open,
            long openLate,
            String openSince) {}

    /** A step as it is for one service. */
    record PartRow(
            String service,
            String href,
            String passed,
            @Nullable String half,
            @Nullable String nineOfTen,
            long open,
            long openLate,
            String openSince) {}

    record PersonRow(
            String name,
            @Nullable String href,
            String ref,
            String since,
            String dueTone,
            String dueWords,
            String who) {}

    private final Bottlenecks bottlenecks;
    private final People people;
    private final Directory directory;
    private final Words words;

    WaitPages(Bottlenecks bottlenecks, People people, Directory directory, Words words) {
        this.bottlenecks = bottlenecks;
        this.people = people;
        this.directory = directory;
        this.words = words;
    }

    /** The choices of the filter's lists, in words. */
    Map<String, List<Choice>> lists(Choices choices) {
        Map<String, String> organisations = organisations();
        return Map.of(
                "teams",
                        choices.teams().entrySet().stream()
                                .map(team -> new Choice(team.getKey(), team.getValue()))
                                .toList(),
                "processes", list(choices.processes(), words::process),
                "versions",
                        choices.versions().stream()
                                .map(number -> new Choice(number.toString(), "Version " + number))
                                .toList(),
                "organisations", list(choices.organisations(), id -> organisations.getOrDefault(id, id)),
                "services", list(choices.services(), code -> words.code("Service", code)),
                "stages",
                        Filter.STAGES.stream()
                                .map(stage -> new Choice(stage, words.code("Stage", stage)))
                                .toList(),
                "codes", list(Filter.NEEDS_CODES, code -> words.code("PalliativeCare.Code", code)),
                "orders",
                        Stream.of(Order.values())
                                .map(order -> new Choice(order.name(), order.label))
                                .toList(),
                "groupings",
                        Filter.GROUPINGS.stream()
                                .map(by -> new Choice(by, words.code("Fairness.Grouping", by)))
                                .toList());
    }

    private static List<Choice> list(List<String> values, Function<String, String> label) {
        return values.stream()
                .map(value -> new Choice(value, label.apply(value)))
                .sorted(Comparator.comparing(Choice::label))
                .toList();
    }

    List<Step> sorted(Viewer viewer, Question question, Order order) {
        return bottlenecks.steps(viewer, question).stream()
                .sorted(order.worstFirst())
                .toList();
    }

    /** The page in one sentence: what was passed, and where it took longest. */
    String sentence(Question question, List<Step> steps) {
        long passed = steps.stream().mapToLong(Step::completed).sum();
        String period = period(question) + ", ";
        if (passed == 0) {
            return period + "no step was completed.";
        }
        Optional<Step> longest = steps.stream()
                .filter(step -> step.completed() > 0)
                .max(Comparator.comparing((Step step) -> nineOfTen(step.waited())));
        return period
                + (passed == 1 ? "1 step was" : words.number(passed) + " steps were")
                + " completed. "
                + longest.map(step -> "People waited longest for “" + step.name() + "” ("
                                + words.process(step.process()) + "): nine of ten up to "
                                + span(step.waited()) + ".")
                        .orElse("");
    }

    /** "Between 1 May 2026 and 31 October 2026", or "On 25 October 2026". */
    String period(Question question) {
        return question.from().equals(question.to())
                ? "On " + words.day(question.from())
                : "Between " + words.day(question.from()) + " and " + words.day(question.to());
    }

    List<Row> rows(List<Step> steps, Filter filter) {
        return steps.stream().map(step -> row(step, filter)).toList();
    }

    private Row row(Step step, Filter filter) {
        return new Row(
                step.name(),
                words.process(step.process()),
                filter.at(stepAddress(step)),
                words.number(step.completed()),
                step.whole() == null ? null : words.span(step.whole().half()),
                step.whole() == null ? null : words.span(step.whole().nineOfTen()),
                step.waited() == null ? null : words.span(step.waited().nineOfTen()),
                step.latePercent().map(share -> share + " %").orElse(null),
                step.latePercent().map(WaitPages::tone).orElse(""),
                step.open(),
                step.openLate(),
                words.since(step.openSince()));
    }

    /** None where one service was asked about already. */
    List<PartRow> parts(List<StepByService.Part> parts, Step step, Question question, Filter filter) {
        if (question.service() != null) {
            return List.of();
        }
        return parts.stream()
                .map(part -> new PartRow(
                        words.code("Service", part.service()),
                        filter.at(stepAddress(step), "service", part.service()),
                        words.number(part.completed()),
                        part.whole() == null ? null : words.span(part.whole().half()),
                        part.whole() == null ? null : words.span(part.whole().nineOfTen()),
                        part.open(),
                        part.openLate(),
                        words.since(part.openSince())))
                .toList();
    }

    /** The step for all services together; null where it is already. */
    @Nullable
    String ofAllServices(Step step, Question question, Filter filter) {
        return question.service() == null ? null : filter.at(stepAddress(step), "service", "");
    }

    private static String stepAddress(Step step) {
        return "/insight/steps/" + segment(step.process()) + "/" + segment(step.element());
    }

    static String segment(String id) {
        return UriUtils.encodePathSegment(id, StandardCharsets.UTF_8);
    }

    private static String tone(int share) {
        return share >= 50 ? "red" : share >= 20 ? "amber" : "";
    }

    /** How warm a step is drawn, from 0 to 3, with what stands on it: the share that is late, for colours alone would not do. */
    record Heat(String id, int level, String label) {}

    String heat(List<Step> steps) {
        List<Heat> heat = steps.stream()
                .filter(step -> step.completed() > 0 || step.open() > 0)
                .map(step -> new Heat(
                        step.element(),
                        level(step.latePercent().orElse(0)),
                        step.latePercent().map(share -> share + " % late").orElse("")
                                + (step.open() == 0 ? "" : (step.completed() > 0 ? ", " : "") + step.open() + " now")))
                .toList();
        try {
            return JSON.writeValueAsString(heat);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int level(int share) {
        return share >= 50 ? 3 : share >= 20 ? 2 : share >= 5 ? 1 : 0;
    }

    List<PersonRow> people(Viewer viewer, Here here) {
        Map<PathwayRef, People.Label> labels = people.labels(
                viewer, here.people().stream().map(Standing::pathway).toList());
        Map<String, String> staff = directory.displayNames(here.people().stream()
                .map(Standing::assignee)
                .filter(name -> name != null)
                .toList());
        Map<String, String> organisations = organisations();
        return here.people().stream()
                .map(one -> {
                    People.Label label = labels.get(one.pathway());
                    String[] group = one.group().split("\\.", 2);
                    String assignee = one.assignee();
                    return new PersonRow(
                            label == null ? "" : label.name(),
                            label == null ? null : "/people/" + one.pathway(),
                            one.pathway().value(),
                            words.since(one.since()),
                            words.dueTone(one.dueAt(), one.pausedUntil()),
                            words.due(one.dueAt(), one.pausedUntil()),
                            assignee == null
                                    ? organisations.getOrDefault(group[0], group[0])
                                    : staff.getOrDefault(assignee, assignee));
                })
                .toList();
    }

    byte[] file(List<Step> steps) {
        return Spreadsheet.of(
                List.of(
                        "Model",
                        "Step",
                        "Completed",
                        "Late",
                        "Cancelled",
                        "Half within, hours",
                        "Nine of ten within, hours",
                        "Waiting: half within, hours",
                        "Waiting: nine of ten within, hours",
                        "Working: half within, hours",
                        "Working: nine of ten within, hours",
                        "There now",
                        "Of them late",
                        "Oldest since"),
                steps.stream()
                        .map(step -> Arrays.<@Nullable Object>asList(
                                words.process(step.process()),
                                step.name(),
                                step.completed(),
                                step.late(),
                                step.cancelled(),
                                half(step.whole()),
                                nine(step.whole()),
                                half(step.waited()),
                                nine(step.waited()),
                                half(step.worked()),
                                nine(step.worked()),
                                step.open(),
                                step.openLate(),
                                step.openSince()))
                        .toList());
    }

    boolean isOrganisation(String id) {
        return directory.organisation(id).isPresent();
    }

    String organisation(String id) {
        return directory.organisation(id).map(Directory.Organisation::name).orElse(id);
    }

    private Map<String, String> organisations() {
        return directory.organisations().stream()
                .collect(Collectors.toMap(Directory.Organisation::id, Directory.Organisation::name));
    }

    private String span(@Nullable Times times) {
        return times == null ? "" : words.span(times.nineOfTen());
    }

    private static int nineOfTen(@Nullable Times times) {
        return times == null ? -1 : times.nineOfTen();
    }

    private static @Nullable Integer half(@Nullable Times times) {
        return times == null ? null : times.half();
    }

    private static @Nullable Integer nine(@Nullable Times times) {
        return times == null ? null : times.nineOfTen();
    }
}
