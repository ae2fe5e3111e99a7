package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.StageChart.Level;

class StageChartTests {

    private final WaymarkClock clock = new WaymarkClock();
    private final StageChart chart = new StageChart(clock);

    @BeforeEach
    void standInNovember() {
        clock.moveTo(Instant.parse("2026-11-07T09:12:00Z"));
    }

    @Test
    void stepsFromOneConfirmedStageToTheNext() {
        var drawing =
                chart.of(List.of(LocalDate.of(2024, 3, 12), LocalDate.of(2026, 5, 6)), List.of("MILD", "MODERATE"));
        assertThat(drawing.levels()).extracting(Level::stage).containsExactly("MILD", "MODERATE", "SEVERE");
        assertThat(drawing.points()).hasSize(2);
        assertThat(drawing.points().get(1).y())
                .isGreaterThan(drawing.points().get(0).y());
        assertThat(drawing.line()).matches("M[\\d.]+ [\\d.]+H[\\d.]+V[\\d.]+H[\\d.]+");
        assertThat(drawing.years()).extracting(StageChart.Year::year).containsExactly(2025, 2026);
    }

    @Test
    void leavesOutWhatHasNoPlaceOnTheScale() {
        var drawing =
                chart.of(List.of(LocalDate.of(2025, 1, 1), LocalDate.of(2026, 1, 1)), List.of("UNKNOWN", "ADVANCED"));
        assertThat(drawing.points()).hasSize(1);
        assertThat(drawing.levels()).extracting(Level::stage).containsExactly("MODERATE", "SEVERE", "ADVANCED");
    }

    @Test
    void drawsAPathwayThatBeganToday() {
        var drawing = chart.of(List.of(clock.today()), List.of("MILD"));
        assertThat(drawing.points()).hasSize(1);
        assertThat(drawing.points().get(0).x()).isLessThan(360);
    }

    @Test
    void drawsNothingFromNothing() {
        assertThat(chart.of(List.of(), List.of()).line()).isEmpty();
    }
}
