package org.waymark.insight.web;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.ControlChart;
import org.waymark.insight.ControlChart.Better;
import org.waymark.insight.ControlChart.Limits;
import org.waymark.insight.ControlChart.Point;
import org.waymark.insight.ControlChart.Variation;
import org.waymark.web.RatersChart;

/**
 * Works out where everything on a control chart lies, so that a template can draw it as plain SVG. Points are told apart by
 * their shape as well as by colour, and the table under the drawing says the same.
 */
final class MeasureChart {

    static final double WIDTH = 720;

    private static final double LEFT = 64;
    private static final double RIGHT = 706;
    private static final double TOP = 14;
    private static final double BOTTOM = 236;
    private static final int MOST_LABELS = 9;
    private static final int TICKS = 4;
    private static final double ROOM_ABOVE = 1.02;
    private static final double[] ROUND_STEPS = {1, 2, 2.5, 5, 10};
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM yy", Locale.ENGLISH);

    /** Data of SVG paths. The line breaks where mean and limits are worked out anew. */
    record Drawing(
            List<Tick> ticks,
            List<Label> months,
            String line,
            String mean,
            String limits,
            @Nullable Double target,
            List<Double> anew,
            List<Mark> marks) {}

    record Tick(double y, String text) {}

    record Label(double x, String text) {}

    /** A point: what shape, which tone, and the move that brings the shape out of its box of 16 to its place. */
    record Mark(String shape, String tone, String place) {}

    private MeasureChart() {}

    /**
     * Draws a chart that has points.
     *
     * @param most where the scale ends at the most; null where values have no end
     * @param label says a value of the scale
     */
    static Drawing of(
            ControlChart chart,
            Better better,
            @Nullable Double target,
            @Nullable Double most,
            DoubleFunction<String> label) {
        List<Point> points = chart.points();
        YearMonth first = points.get(0).month();
        long span = Math.max(
                1,
                ChronoUnit.MONTHS.between(first, points.get(points.size() - 1).month()));
        double step = (RIGHT - LEFT) / (span + 1);
        ToDoubleFunction<YearMonth> x = month -> LEFT + step * (ChronoUnit.MONTHS.between(first, month) + 0.5);
        double top = most != null ? most : top(points, target);
        ToDoubleFunction<Double> y = value -> BOTTOM - (BOTTOM - TOP) * Math.min(1, value / top);
        var line = new StringBuilder();
        var mean = new StringBuilder();
        var limits = new StringBuilder();
        List<Double> anew = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        for (Point point : points) {
            double at = x.applyAsDouble(point.month());
            double from = at - step / 2;
            double to = at + step / 2;
            line.append(path(point.beginsPart() ? "M%.1f %.1f" : "L%.1f %.1f", at, y.applyAsDouble(point.value())));
            mean.append(path("M%.1f %.1fH%.1f", from, y.applyAsDouble(point.mean()), to));
            Limits held = point.limits();
            if (held != null) {
                Stream.of(held.lower(), held.upper())
                        .forEach(limit -> limits.append(path("M%.1f %.1fH%.1f", from, y.applyAsDouble(limit), to)));
            }
            if (point.beginsPart() && !marks.isEmpty()) {
                anew.add(from);
            }
            Variation variation = point.variation(better);
            marks.add(new Mark(
                    RatersChart.mark(shape(variation)),
                    tone(variation),
                    path("translate(%.1f %.1f)", at - 8, y.applyAsDouble(point.value()) - 8)));
        }
        int every = (int) (1 + span / MOST_LABELS);
        return new Drawing(
                IntStream.rangeClosed(0, TICKS)
                        .mapToObj(tick -> top * tick / TICKS)
                        .map(value -> new Tick(round(y.applyAsDouble(value)), label.apply(value)))
                        .toList(),
                IntStream.rangeClosed(0, (int) span)
                        .filter(number -> number % every == 0)
                        .mapToObj(first::plusMonths)
                        .map(month -> new Label(round(x.applyAsDouble(month)), MONTH.format(month)))
                        .toList(),
                line.toString(),
                mean.toString(),
                limits.toString(),
                target == null ? null : (Double) round(y.applyAsDouble(target)),
                anew,
                marks);
    }

    static String shape(Variation variation) {
        return switch (variation) {
            case COMMON -> "circle";
            case IMPROVEMENT -> "triangle";
            case CONCERN -> "diamond";
            case MIXED -> "cross";
        };
    }

    /** Blue and orange, as the programme has them, are told apart with any colour vision. */
    static String tone(Variation variation) {
        return switch (variation) {
            case COMMON -> "usual";
            case IMPROVEMENT -> "better";
            case CONCERN -> "worse";
            case MIXED -> "mixed";
        };
    }

    /** Above everything that is drawn, in round steps, and no less than something. */
    private static double top(List<Point> points, @Nullable Double target) {
        double highest = points.stream()
                .flatMap(point -> Stream.of(
                        point.value(),
                        point.limits() == null
                                ? point.mean()
                                : Objects.requireNonNull(point.limits()).upper()))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double needed = Math.max(highest, target == null ? 0 : target) * ROOM_ABOVE;
        if (needed <= 0) {
            return 1;
        }
        double tens = Math.pow(10, Math.floor(Math.log10(needed / TICKS)));
        return TICKS
                * tens
                * DoubleStream.of(ROUND_STEPS)
                        .filter(step -> step * tens * TICKS >= needed)
                        .findFirst()
                        .orElse(ROUND_STEPS[ROUND_STEPS.length - 1]);
    }

    private static double round(double number) {
        return Math.round(number * 10) / 10.0;
    }

    private static String path(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
