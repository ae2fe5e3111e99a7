package org.waymark.web;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;

/**
 * Works out where the lines and points of "Stage over time" lie, so that a template can draw it as plain SVG, without
 * scripts. Templates call it as {@code @stageChart.of(days, stages)}; the table beside the drawing says the same.
 */
@Component("stageChart")
public class StageChart {

    private static final List<String> STAGES = List.of("PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED");
    private static final double LEFT = 96;
    private static final double RIGHT = 348;
    private static final double TOP = 24;
    private static final double ROW = 44;
    private static final int LEAST_ROWS = 3;
    private static final int MOST_YEARS = 5;

    private final WaymarkClock clock;

    StageChart(WaymarkClock clock) {
        this.clock = clock;
    }

    /** A drawing of 360 units' width; {@code line} is the data of an SVG path. */
    public record Drawing(double height, List<Level> levels, List<Year> years, String line, List<Point> points) {}

    public record Level(String stage, double y) {}

    public record Year(int year, double x) {}

    /** @param isSkip at least one stage lies between this one and the one before */
    public record Point(double x, double y, boolean isSkip) {}

    /**
     * Draws confirmed stages.
     *
     * @param days when each stage was confirmed, oldest first
     * @param stages the stages of those days; one that has no place on the scale, such as UNKNOWN, is left out
     */
    public Drawing of(List<LocalDate> days, List<String> stages) {
        List<LocalDate> shownDays = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(days.size(), stages.size()); i++) {
            int rank = STAGES.indexOf(stages.get(i));
            if (rank >= 0) {
                shownDays.add(days.get(i));
                shown.add(rank);
            }
        }
        int lowest = shown.stream().mapToInt(Integer::intValue).min().orElse(1);
        int highest = shown.stream().mapToInt(Integer::intValue).max().orElse(1);
        highest = Math.min(STAGES.size() - 1, Math.max(highest, lowest + LEAST_ROWS - 1));
        int first = Math.max(0, Math.min(lowest, highest - LEAST_ROWS + 1));
        double height = TOP + (highest - first) * ROW + 44;

        LocalDate today = clock.today();
        LocalDate from = shownDays.isEmpty() ? today.minusYears(1) : shownDays.get(0);
        // A pathway that has only just begun still gets a line long enough to see.
        LocalDate start = from.isAfter(today.minusMonths(6)) ? today.minusMonths(6) : from;
        long length = Math.max(1, ChronoUnit.DAYS.between(start, today));

        List<Point> points = IntStream.range(0, shown.size())
                .mapToObj(i -> new Point(
                        x(start, shownDays.get(i), length),
                        y(shown.get(i), first),
                        i > 0 && Math.abs(shown.get(i) - shown.get(i - 1)) > 1))
                .toList();
        return new Drawing(
                height,
                IntStream.rangeClosed(first, highest)
                        .mapToObj(rank -> new Level(STAGES.get(rank), y(rank, first)))
                        .toList(),
                years(start, today, length),
                line(points),
                points);
    }

    static List<Year> years(LocalDate start, LocalDate today, long length) {
        int span = today.getYear() - start.getYear();
        int step = 1 + span / MOST_YEARS;
        return IntStream.rangeClosed(start.getYear() + 1, today.getYear())
                .filter(year -> (today.getYear() - year) % step == 0)
                .mapToObj(year -> new Year(year, x(start, LocalDate.of(year, 1, 1), length)))
                .toList();
    }

    private static String line(List<Point> points) {
        var path = new StringBuilder();
        for (Point point : points) {
            path.append(
                    path.isEmpty()
                            ? String.format(Locale.ROOT, "M%.1f %.1f", point.x(), point.y())
                            : String.format(Locale.ROOT, "H%.1fV%.1f", point.x(), point.y()));
        }
        return path.isEmpty() ? "" : path + String.format(Locale.ROOT, "H%.1f", RIGHT);
    }

    static double x(LocalDate start, LocalDate day, long length) {
        double share = (double) ChronoUnit.DAYS.between(start, day) / length;
        return Math.round((LEFT + share * (RIGHT - LEFT)) * 10) / 10.0;
    }

    private static double y(int rank, int first) {
        return TOP + (rank - first) * ROW;
    }
}
