package org.waymark.web;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.StageChart.Year;

/**
 * Works out where each rater's points lie over time, so that a template can draw them as plain SVG: one line a rater, told
 * apart by the shape of the points as well as by colour. Raters are never joined or averaged. The table beside the drawing
 * says the same.
 */
@Component
public class RatersChart {

    /** As many as anybody can tell apart; a further rater has the shape of the first again. */
    public static final List<String> SHAPES = List.of("circle", "square", "triangle", "diamond", "cross");

    private static final double TOP = 16;
    private static final double ROW = 22;
    private static final double APART = 9;
    private static final int LEAST_ROWS = 4;

    private final WaymarkClock clock;

    RatersChart(WaymarkClock clock) {
        this.clock = clock;
    }

    /** What one rater said over time, oldest first; a value that is not on the scale is left out. */
    public record Series(String name, List<Value> values) {}

    public record Value(LocalDate on, String value) {}

    /** A drawing of 360 units' width. */
    public record Drawing(double height, List<Row> rows, List<Year> years, List<Line> lines) {}

    public record Row(String value, double y) {}

    /** Data of SVG paths: the line, its points, and the shape of a point alone in a box of 16, for the legend. */
    public record Line(String name, String shape, String line, String marks, String legend) {}

    /**
     * Draws raters.
     *
     * @param scale from the top to the bottom; rows beyond what is drawn are left out
     */
    public Drawing of(List<String> scale, List<Series> series) {
        List<Value> all = series.stream()
                .flatMap(one -> one.values().stream())
                .filter(value -> scale.contains(value.value()))
                .toList();
        int first = all.stream()
                .mapToInt(value -> scale.indexOf(value.value()))
                .min()
                .orElse(0);
        int last = all.stream()
                .mapToInt(value -> scale.indexOf(value.value()))
                .max()
                .orElse(0);
        last = Math.min(scale.size() - 1, Math.max(last, first + LEAST_ROWS - 1));
        int top = Math.max(0, Math.min(first, last - LEAST_ROWS + 1));
        LocalDate today = clock.today();
        LocalDate from = all.stream().map(Value::on).min(LocalDate::compareTo).orElse(today);
        LocalDate start = from.isAfter(today.minusMonths(6)) ? today.minusMonths(6) : from;
        long length = Math.max(1, ChronoUnit.DAYS.between(start, today));
        Set<String> taken = new HashSet<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            String shape = SHAPES.get(i % SHAPES.size());
            var line = new StringBuilder();
            var marks = new StringBuilder();
            for (Value value : series.get(i).values()) {
                int rank = scale.indexOf(value.value());
                if (rank < 0) {
                    continue;
                }
                double x = StageChart.x(start, value.on(), length);
                double y = TOP + (rank - top) * ROW;
                // Whoever says the same on the same day stands beside it, not behind it.
                while (!taken.add(Math.round(x / APART) + " " + rank)) {
                    x -= APART;
                }
                line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", x, y));
                marks.append(mark(shape, x, y));
            }
            lines.add(new Line(series.get(i).name(), shape, line.toString(), marks.toString(), mark(shape)));
        }
        return new Drawing(
                TOP + (last - top) * ROW + 34,
                IntStream.rangeClosed(top, last)
                        .mapToObj(rank -> new Row(scale.get(rank), TOP + (rank - top) * ROW))
                        .toList(),
                StageChart.years(start, today, length),
                lines);
    }

    /** A shape by itself, in a box of 16. */
    public static String mark(String shape) {
        return mark(shape, 8, 8);
    }

    private static String mark(String shape, double x, double y) {
        return switch (shape) {
            case "circle" -> path("M%1$.1f %2$.1fm-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", x, y);
            case "square" -> path("M%1$.1f %2$.1fm-4 -4h8v8h-8z", x, y);
            case "triangle" -> path("M%1$.1f %2$.1fm0 -5l5 9h-10z", x, y);
            case "diamond" -> path("M%1$.1f %2$.1fm0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z", x, y);
            default -> path("M%1$.1f %2$.1fm-4.5 -1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3z", x, y);
        };
    }

    private static String path(String form, double x, double y) {
        return String.format(Locale.ROOT, form, x, y);
    }
}
