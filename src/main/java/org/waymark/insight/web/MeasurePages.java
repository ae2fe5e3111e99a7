package org.waymark.insight.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.insight.ControlChart;
import org.waymark.insight.ControlChart.Limits;
import org.waymark.insight.ControlChart.Point;
import org.waymark.insight.ControlChart.Variation;
import org.waymark.insight.Measure;
import org.waymark.insight.Measure.Shape;
import org.waymark.insight.Measures;
import org.waymark.insight.Measures.Behind;
import org.waymark.insight.Measures.Case;
import org.waymark.insight.Measures.Course;
import org.waymark.insight.Measures.Figure;
import org.waymark.insight.Measures.ListSize;
import org.waymark.insight.Measures.Rebase;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.web.RatersChart;
import org.waymark.web.Spreadsheet;
import org.waymark.web.Words;

/** Puts measures into words, rows and drawings. */
@Component
class MeasurePages {

    /** Something with a shape and a tone, for colours alone would not do. */
    record Sign(String shape, String tone, String text) {

        static Sign of(Variation variation, String text) {
            return new Sign(RatersChart.mark(MeasureChart.shape(variation)), MeasureChart.tone(variation), text);
        }
    }

    record Row(
            String name,
            String href,
            @Nullable String month,
            @Nullable String value,
            @Nullable String of,
            @Nullable Sign variation,
            Sign assurance,
            boolean isTrial) {}

    record MonthRow(
            String month,
            String href,
            boolean isSoFar,
            String of,
            @Nullable String value,
            @Nullable String usual,
            List<Sign> signs) {}

    record FindingRow(String text, @Nullable Sign sign) {}

    record Past(
            long id, String month, String text, @Nullable String takenBack) {}

    record Size(String text) {}

    record PersonRow(String name, String href, String ref, String on, String how) {}

    record Choice(String value, String label) {}

    private static final DecimalFormatSymbols UK = DecimalFormatSymbols.getInstance(Locale.UK);
    private static final int LONGEST_NUMBER = 12;

    private final Measures measures;
    private final People people;
    private final Directory directory;
    private final Words words;
    private final MessageSourceAccessor messages;

    MeasurePages(Measures measures, People people, Directory directory, Words words, MessageSource messages) {
        this.measures = measures;
        this.people = people;
        this.directory = directory;
        this.words = words;
        this.messages = new MessageSourceAccessor(messages, Locale.UK);
    }

    /** What a measure is called, or one of the texts on its page. */
    String say(Measure measure, String what) {
        return messages.getMessage("measure." + measure.name() + "." + what);
    }

    String name(Measure measure) {
        return say(measure, "name");
    }

    static String href(Measure measure) {
        return "/insight/measures/" + measure.key();
    }

    // ------------------------------------------------------------------ numbers

    /** "62.5 %", "2.5 days"; of the register, small shares as they are. */
    String value(Measure measure, double value) {
        if (measure.shape() == Shape.TIME) {
            String days = number("#,##0.0", value);
            return days + (days.equals("1.0") ? " day" : " days");
        }
        return number(measure.shape() == Shape.LEVEL ? "0.###" : "0.#", value * 100) + "\u00A0%";
    }

    private static String number(String pattern, double value) {
        return new DecimalFormat(pattern, UK).format(value);
    }

    /** A value as it is typed: a per cent, or days. Empty where it is no number. */
    static Optional<Double> typed(Measure measure, String text) {
        String bare = text.strip();
        if (measure.shape() != Shape.TIME && bare.endsWith("%")) {
            bare = bare.substring(0, bare.length() - 1).strip();
        }
        if (!bare.matches("[0-9]{1,9}([.][0-9]{1,9})?") || bare.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        var number = new BigDecimal(bare);
        return Optional.of((measure.shape() == Shape.TIME ? number : number.movePointLeft(2)).doubleValue());
    }

    /** As {@link #typed} reads it back. */
    static String forField(Measure measure, double value) {
        return number("0.####", measure.shape() == Shape.TIME ? value : value * 100);
    }

    /** "18 of 24"; where nothing is a part of anything, how many people. */
    String of(Measure measure, Figure figure) {
        Long met = figure.met();
        if (figure.n() == 0) {
            return say(measure, "nobody");
        }
        if (met != null) {
            return words.number(met) + " of " + words.number(figure.n());
        }
        return figure.n() == 1 ? "1 person" : words.number(figure.n()) + " people";
    }

    // ------------------------------------------------------------------ the list

    List<Row> rows(List<Course> courses) {
        return courses.stream().map(this::row).toList();
    }

    private Row row(Course course) {
        Measure measure = course.measure();
        Optional<Figure> latest = course.latest();
        return new Row(
                name(measure),
                href(measure),
                latest.map(figure -> MeasureFindings.month(figure.month())).orElse(null),
                latest.map(Figure::value).map(value -> value(measure, value)).orElse(null),
                latest.map(figure -> of(measure, figure)).orElse(null),
                variation(course).orElse(null),
                assurance(course),
                isTrial(course));
    }

    static boolean isTrial(Course course) {
        return course.chart().latest().map(Point::isTrial).orElse(false);
    }

    Optional<Sign> variation(Course course) {
        return course.chart()
                .variation(course.measure().better())
                .map(variation -> Sign.of(variation, words.of(variation)));
    }

    Sign assurance(Course course) {
        Measures.Target target = course.target();
        if (target == null) {
            return new Sign("", "", "No target");
        }
        return course.chart()
                .assurance(target.value(), course.measure().better())
                .map(assurance -> {
                    String shape =
                            switch (assurance) {
                                case RELIABLY_MEETS -> "square";
                                case HIT_AND_MISS -> "circle";
                                case RELIABLY_FAILS -> "cross";
                            };
                    String tone =
                            switch (assurance) {
                                case RELIABLY_MEETS -> "better";
                                case HIT_AND_MISS -> "usual";
                                case RELIABLY_FAILS -> "worse";
                            };
                    return new Sign(RatersChart.mark(shape), tone, words.of(assurance));
                })
                .orElseGet(() -> new Sign("", "", "Too soon to tell"));
    }

    // ------------------------------------------------------------------ one measure

    MeasureChart.@Nullable Drawing drawing(Course course) {
        if (course.chart().points().isEmpty()) {
            return null;
        }
        Measure measure = course.measure();
        return MeasureChart.of(
                course.chart(),
                measure.better(),
                course.target() == null ? null : (Double) course.target().value(),
                measure.shape() == Shape.SHARE ? (Double) 1.0 : null,
                value -> value(measure, value));
    }

    /** What each shape of a point means. */
    List<Sign> legend() {
        return Stream.of(Variation.values())
                .map(variation -> Sign.of(variation, words.of(variation)))
                .toList();
    }

    List<FindingRow> findings(Course course) {
        return MeasureFindings.of(course.chart(), course.measure().better()).stream()
                .map(finding -> {
                    Variation variation = finding.variation();
                    return new FindingRow(
                            finding.text(), variation == null ? null : Sign.of(variation, words.of(variation)));
                })
                .toList();
    }

    /** The newest month first. */
    List<MonthRow> months(Course course) {
        Measure measure = course.measure();
        Map<YearMonth, Point> points =
                course.chart().points().stream().collect(Collectors.toMap(Point::month, Function.identity()));
        return course.figures().stream()
                .sorted(Comparator.comparing(Figure::month).reversed())
                .map(figure -> {
                    Point point = points.get(figure.month());
                    Double value = figure.value();
                    return new MonthRow(
                            MeasureFindings.month(figure.month()),
                            href(measure) + "/months/" + figure.month(),
                            figure.isSoFar(),
                            of(measure, figure),
                            value == null ? null : value(measure, value),
                            point == null ? null : usual(measure, point),
                            point == null ? List.of() : signs(measure, point));
                })
                .toList();
    }

    private @Nullable String usual(Measure measure, Point point) {
        Limits limits = point.limits();
        return limits == null
                ? null
                : value(measure, point.mean()) + ", from " + value(measure, limits.lower()) + " to "
                        + value(measure, limits.upper());
    }

    private List<Sign> signs(Measure measure, Point point) {
        Variation variation = point.variation(measure.better());
        return point.causes().stream()
                .map(cause -> Sign.of(variation, words.of(cause)))
                .toList();
    }

    String target(Course course) {
        Measures.Target target = course.target();
        return target == null
                ? ""
                : value(course.measure(), target.value())
                        + (course.measure().better() == ControlChart.Better.HIGHER ? " or more" : " or less");
    }

    List<Past> rebases(List<Rebase> rebases) {
        Map<String, String> names = names(rebases.stream()
                .flatMap(one -> Stream.of(one.setBy(), String.valueOf(one.takenBackBy())))
                .toList());
        return rebases.stream()
                .map(one -> new Past(
                        one.id(),
                        MeasureFindings.month(one.month()),
                        one.reason() + " (" + by(names, one.setBy()) + ", " + words.day(one.setAt()) + ")",
                        one.takenBackBy() == null
                                ? null
                                : "taken back by " + by(names, one.takenBackBy()) + ", "
                                        + words.day(one.takenBackAt())))
                .toList();
    }

    List<Size> sizes(List<ListSize> sizes) {
        Map<String, String> names = names(sizes.stream().map(ListSize::setBy).toList());
        return sizes.stream()
                .map(one -> new Size(words.number(one.people()) + " people on " + words.day(one.asOf()) + ": "
                        + one.source() + " (" + by(names, one.setBy()) + ", " + words.day(one.setAt()) + ")"))
                .toList();
    }

    String setBy(Measures.Target target) {
        return by(names(List.of(target.setBy())), target.setBy()) + ", " + words.day(target.setAt());
    }

    private Map<String, String> names(List<String> usernames) {
        return directory.displayNames(usernames);
    }

    private static String by(Map<String, String> names, String username) {
        return "system".equals(username) ? "Waymark" : names.getOrDefault(username, username);
    }

    List<Choice> monthsToRebase(Viewer viewer, Measure measure) {
        return measures.monthsToRebase(viewer, measure).stream()
                .sorted(Comparator.reverseOrder())
                .map(month -> new Choice(month.toString(), MeasureFindings.month(month)))
                .toList();
    }

    // ------------------------------------------------------------------ people

    List<PersonRow> people(Viewer viewer, Measure measure, Behind behind) {
        Map<PathwayRef, People.Label> labels =
                people.labels(viewer, behind.cases().stream().map(Case::pathway).toList());
        return behind.cases().stream()
                .map(one -> {
                    People.Label label = labels.get(one.pathway());
                    return new PersonRow(
                            label == null ? one.pathway().value() : label.name(),
                            "/people/" + one.pathway(),
                            one.pathway().value(),
                            words.day(one.on()),
                            how(measure, one));
                })
                .toList();
    }

    private String how(Measure measure, Case one) {
        return switch (measure.shape()) {
            case SHARE -> say(measure, Boolean.TRUE.equals(one.met()) ? "met" : "unmet");
            case TIME -> one.days() == null ? "" : value(measure, one.days());
            case LEVEL -> say(measure, "met");
        };
    }

    // ------------------------------------------------------------------ file

    byte[] file(Course course) {
        Measure measure = course.measure();
        boolean isTime = measure.shape() == Shape.TIME;
        String unit = isTime ? ", days" : ", %";
        Map<YearMonth, Point> points =
                course.chart().points().stream().collect(Collectors.toMap(Point::month, Function.identity()));
        return Spreadsheet.of(
                List.of(
                        "Month",
                        "So far",
                        "Numerator",
                        "Denominator",
                        "Value" + unit,
                        "Mean" + unit,
                        "Lower limit" + unit,
                        "Upper limit" + unit,
                        "Trial limits",
                        "Special causes"),
                course.figures().stream()
                        .map(figure -> {
                            Point point = points.get(figure.month());
                            Limits limits = point == null ? null : point.limits();
                            return Arrays.<@Nullable Object>asList(
                                    figure.month(),
                                    words.yesNo(figure.isSoFar()),
                                    figure.met(),
                                    figure.n(),
                                    figure.value() == null ? null : plain(isTime, figure.value()),
                                    point == null ? null : plain(isTime, point.mean()),
                                    limits == null ? null : plain(isTime, limits.lower()),
                                    limits == null ? null : plain(isTime, limits.upper()),
                                    point == null ? null : words.yesNo(point.isTrial()),
                                    point == null
                                            ? null
                                            : point.causes().stream()
                                                    .map(words::of)
                                                    .collect(Collectors.joining("; ")));
                        })
                        .toList());
    }

    private static BigDecimal plain(boolean isTime, double value) {
        return BigDecimal.valueOf(isTime ? value : value * 100).setScale(4, RoundingMode.HALF_UP);
    }
}
