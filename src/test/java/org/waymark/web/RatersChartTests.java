package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.RatersChart.Drawing;
import org.waymark.web.RatersChart.Row;
import org.waymark.web.RatersChart.Series;
import org.waymark.web.RatersChart.Value;

class RatersChartTests {

    private static final List<String> SCALE = List.of("3", "4", "5", "6a", "6b", "6c");

    private final WaymarkClock clock = new WaymarkClock();
    private final RatersChart chart = new RatersChart(clock);

    @BeforeEach
    void standInNovember() {
        clock.moveTo(Instant.parse("2026-11-07T09:12:00Z"));
    }

    @Test
    void eachRaterHasALineAndAShapeOfTheirOwn() {
        Drawing drawing = chart.of(
                SCALE,
                List.of(
                        series("Joan", value(2025, 3, "4"), value(2026, 5, "5")),
                        series("Approach", value(2025, 3, "5"), value(2026, 5, "6a"))));
        assertThat(drawing.lines()).extracting(RatersChart.Line::shape).containsExactly("circle", "square");
        assertThat(drawing.lines())
                .allSatisfy(line -> assertThat(line.line()).matches("M[\\d.]+ [\\d.]+L[\\d.]+ [\\d.]+"));
        assertThat(drawing.rows()).extracting(Row::value).containsExactly("4", "5", "6a", "6b");
    }

    @Test
    void whoeverSaysTheSameOnTheSameDayStandsBesideIt() {
        Drawing drawing =
                chart.of(SCALE, List.of(series("Joan", value(2026, 5, "4")), series("Approach", value(2026, 5, "4"))));
        String one = drawing.lines().get(0).line();
        String other = drawing.lines().get(1).line();
        assertThat(x(one) - x(other)).isGreaterThanOrEqualTo(8);
        assertThat(one.split(" ", -1)[1]).isEqualTo(other.split(" ", -1)[1]);
    }

    @Test
    void onePointIsDrawnWithoutALine() {
        Drawing drawing = chart.of(SCALE, List.of(series("Joan", value(2026, 5, "6c"))));
        assertThat(drawing.lines().get(0).line()).matches("M[\\d.]+ [\\d.]+");
        assertThat(drawing.lines().get(0).marks()).isNotEmpty();
        assertThat(drawing.rows()).extracting(Row::value).containsExactly("5", "6a", "6b", "6c");
    }

    @Test
    void whatHasNoPlaceOnTheScaleIsLeftOut() {
        assertThat(chart.of(SCALE, List.of(series("Joan", value(2026, 5, "?"))))
                        .lines()
                        .get(0)
                        .marks())
                .isEmpty();
    }

    private static double x(String line) {
        return Double.parseDouble(line.substring(1).split(" ", -1)[0]);
    }

    private static Series series(String name, Value... values) {
        return new Series(name, List.of(values));
    }

    private static Value value(int year, int month, String level) {
        return new Value(LocalDate.of(year, month, 6), level);
    }
}
