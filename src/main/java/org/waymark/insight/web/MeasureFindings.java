package org.waymark.insight.web;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.ControlChart;
import org.waymark.insight.ControlChart.Better;
import org.waymark.insight.ControlChart.Cause;
import org.waymark.insight.ControlChart.Point;
import org.waymark.insight.ControlChart.Variation;

/** What stands out on a control chart, in words: months in a row that share a cause are one sentence. */
final class MeasureFindings {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.UK);

    /** How far apart two points near the same limit lie at the most that count together. */
    private static final int NEAR_TOGETHER = 2;

    /** @param variation whether it is for the better; null of a move that only widens the limits */
    record Finding(YearMonth last, String text, @Nullable Variation variation) {}

    private MeasureFindings() {}

    /** The newest first. */
    static List<Finding> of(ControlChart chart, Better better) {
        List<Finding> findings = new ArrayList<>();
        for (Cause cause : Cause.values()) {
            boolean isNear = cause == Cause.NEAR_UPPER_LIMIT || cause == Cause.NEAR_LOWER_LIMIT;
            Variation variation =
                    cause.isHigh() == (better == Better.HIGHER) ? Variation.IMPROVEMENT : Variation.CONCERN;
            for (List<Point> together : together(chart.points(), cause, isNear ? NEAR_TOGETHER : 1)) {
                findings.add(
                        new Finding(together.get(together.size() - 1).month(), sentence(cause, together), variation));
            }
        }
        chart.points().stream()
                .filter(Point::isWideMove)
                .forEach(point -> findings.add(new Finding(
                        point.month(),
                        "The move to " + month(point.month())
                                + " is larger than moves usually are. It is part of the limits and widens them.",
                        null)));
        findings.sort(Comparator.comparing(Finding::last).reversed());
        return findings;
    }

    static String month(YearMonth month) {
        return MONTH.format(month);
    }

    /** Outside a limit each point stands for itself; all else belongs together as long as nothing lies between. */
    private static List<List<Point>> together(List<Point> points, Cause cause, int apart) {
        List<List<Point>> groups = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (!point.causes().contains(cause)) {
                continue;
            }
            boolean isAlone = cause == Cause.ABOVE_LIMIT || cause == Cause.BELOW_LIMIT;
            if (last < 0 || i - last > apart || isAlone || point.beginsPart()) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(point);
            last = i;
        }
        return groups;
    }

    private static String sentence(Cause cause, List<Point> points) {
        String first = month(points.get(0).month());
        String last = month(points.get(points.size() - 1).month());
        String row = "From " + first + " to " + last + ", " + points.size() + " months in a row ";
        return switch (cause) {
            case ABOVE_LIMIT -> last + " lies above the upper limit.";
            case BELOW_LIMIT -> last + " lies below the lower limit.";
            case SHIFT_UP -> row + "lie above the mean.";
            case SHIFT_DOWN -> row + "lie below the mean.";
            case RISING -> row + "rise.";
            case FALLING -> row + "fall.";
            case NEAR_UPPER_LIMIT -> all(points) + " lie near the upper limit or beyond it: two of three in a row.";
            case NEAR_LOWER_LIMIT -> all(points) + " lie near the lower limit or beyond it: two of three in a row.";
        };
    }

    private static String all(List<Point> points) {
        List<String> months = points.stream().map(point -> month(point.month())).toList();
        int but = months.size() - 1;
        return Stream.of(String.join(", ", months.subList(0, but)), months.get(but))
                .filter(text -> !text.isEmpty())
                .reduce((some, one) -> some + " and " + one)
                .orElse("");
    }
}
