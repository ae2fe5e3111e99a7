package org.waymark.insight.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.waymark.insight.WaitingCurve;
import org.waymark.insight.WaitingCurve.Step;

/**
 * Where the lines of a waiting curve lie, so that a template can draw it as plain SVG.
 *
 * @param line the share that still waits, as the data of an SVG path
 * @param band its interval
 * @param shares lines across, with their words
 * @param times marks below, with how many had waited at least so long
 */
record CurveDrawing(String line, String band, List<Share> shares, List<Mark> times, double bottom, double height) {

    record Share(String text, double y) {}

    record Mark(int hours, long atRisk, double x) {}

    private static final double LEFT = 64;
    private static final double RIGHT = 620;
    private static final double TOP = 12;
    private static final double BOTTOM = 212;
    private static final int MARKS = 6;

    /** What draws it in the template. */
    public String getFragment() {
        return "curve";
    }

    /** Hours between two marks that people count in: hours, days, weeks, months, quarters, years. */
    private static final List<Integer> STEPS = List.of(
            1, 2, 4, 6, 12, 24, 48, 120, 168, 336, 24 * 30, 24 * 60, 24 * 90, 24 * 180, 24 * 365, 24 * 730, 24 * 1825);

    static CurveDrawing of(WaitingCurve curve) {
        int span = Math.max(1, curve.longest());
        StringBuilder line = new StringBuilder(point('M', LEFT, y(1)));
        StringBuilder upper = new StringBuilder(point('M', LEFT, y(1)));
        List<double[]> lower = new ArrayList<>();
        lower.add(new double[] {LEFT, y(1)});
        for (Step step : curve.steps()) {
            double x = x(step.hours(), span);
            line.append(across(x)).append(down(y(step.waiting())));
            upper.append(across(x)).append(down(y(step.high())));
            lower.add(new double[] {x, y(step.low())});
        }
        line.append(across(RIGHT));
        upper.append(across(RIGHT));
        // Back along the lower end, from the right: down to each step before going left of it.
        for (int i = lower.size() - 1; i >= 0; i--) {
            upper.append(down(lower.get(i)[1])).append(across(lower.get(i)[0]));
        }
        return new CurveDrawing(
                line.toString(),
                upper + "Z",
                IntStream.rangeClosed(0, 4)
                        .mapToObj(quarter -> new Share(quarter * 25 + " %", y(quarter / 4.0)))
                        .toList(),
                marks(span).stream()
                        .map(hours -> new Mark(hours, curve.atRisk(hours), x(hours, span)))
                        .toList(),
                BOTTOM,
                BOTTOM + 52);
    }

    /** Times that say enough of a curve of this length: as many as fit below a drawing or into a short table. */
    static List<Integer> marks(int span) {
        int step = STEPS.stream()
                .filter(hours -> span / hours <= MARKS)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
        return IntStream.rangeClosed(0, span / step).map(i -> i * step).boxed().toList();
    }

    private static double x(int hours, int span) {
        return LEFT + (RIGHT - LEFT) * hours / span;
    }

    private static double y(double share) {
        return BOTTOM - (BOTTOM - TOP) * share;
    }

    private static String point(char command, double x, double y) {
        return String.format(Locale.ROOT, "%c%.1f %.1f", command, x, y);
    }

    private static String across(double x) {
        return String.format(Locale.ROOT, "H%.1f", x);
    }

    private static String down(double y) {
        return String.format(Locale.ROOT, "V%.1f", y);
    }
}
