package org.waymark.insight.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where the bars of people by stage lie, so that a template can draw them as plain SVG.
 *
 * @param days each a bar, with its layers from the bottom up in the order of the stages
 * @param stages those that anybody was at, from the top down
 */
record LayersDrawing(List<Line> lines, List<Day> days, List<String> stages, double bottom, double height) {

    record Line(long people, double y) {}

    record Day(LocalDate day, double x, double width, double middle, boolean isNamed, List<Layer> layers) {}

    record Layer(String stage, long people, double y, double height) {}

    private static final double LEFT = 48;
    private static final double RIGHT = 620;
    private static final double TOP = 12;
    private static final double BOTTOM = 212;
    private static final int NAMED = 8;

    static LayersDrawing of(Map<LocalDate, Map<String, Long>> people, List<String> stages) {
        long most = people.values().stream()
                .mapToLong(
                        day -> day.values().stream().mapToLong(Long::longValue).sum())
                .max()
                .orElse(0);
        long step = step(most);
        long top = Math.max(step, (most + step - 1) / step * step);
        double width = (RIGHT - LEFT) / Math.max(1, people.size());
        int apart = (people.size() + NAMED - 1) / NAMED;
        List<Day> days = new ArrayList<>();
        people.forEach((day, counts) -> {
            double x = LEFT + days.size() * width;
            List<Layer> layers = new ArrayList<>();
            double y = BOTTOM;
            for (String stage : stages) {
                long n = counts.getOrDefault(stage, 0L);
                if (n > 0) {
                    double height = (BOTTOM - TOP) * n / top;
                    y -= height;
                    layers.add(new Layer(stage, n, y, height));
                }
            }
            boolean isNamed = (people.size() - 1 - days.size()) % apart == 0;
            days.add(new Day(day, x + width * 0.12, width * 0.76, x + width / 2, isNamed, layers));
        });
        return new LayersDrawing(
                LongStream.rangeClosed(0, top / step)
                        .mapToObj(i -> new Line(i * step, BOTTOM - (BOTTOM - TOP) * i * step / top))
                        .toList(),
                days,
                IntStream.range(0, stages.size())
                        .mapToObj(i -> stages.get(stages.size() - 1 - i))
                        .filter(stage -> people.values().stream().anyMatch(day -> day.getOrDefault(stage, 0L) > 0))
                        .toList(),
                BOTTOM,
                BOTTOM + 30);
    }

    /** One, two or five with as many noughts as leave at most five lines. */
    private static long step(long most) {
        for (long tens = 1; ; tens *= 10) {
            for (long step : new long[] {tens, 2 * tens, 5 * tens}) {
                if (most <= 5 * step) {
                    return step;
                }
            }
        }
    }

    /** What draws it in the template. */
    public String getFragment() {
        return "layers";
    }
}
