package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.waymark.insight.QueueSimulation.Times;

/** The simulated queue against queues whose waits are known by a formula or by hand. */
class QueueSimulationTests {

    private static final List<Double> NOBODY = List.of();

    private static Times always(double time) {
        return random -> time;
    }

    /**
     * M/M/2 with 1.5 arrivals a day and one piece of work a day for each of two. By Erlang's formula the offered load is
     * a = 1.5 and C = (a²/2! · 1/(1 − a/2)) / (1 + a + a²/2! · 1/(1 − a/2)) = (1.125 · 4) / (1 + 1.5 + 4.5) = 4.5 / 7 = 0.643
     * wait at all. Whoever waits does so exponentially at the rate cμ − λ = 0.5: on average C / 0.5 = 1.286 days; half of all
     * at most ln(C / 0.5) / 0.5 = 0.503; nine of ten at most ln(C / 0.1) / 0.5 = 3.722.
     */
    @Test
    void waitsAsErlangsFormulaSaysForTwoServers() {
        var queue = new QueueSimulation(Times.lasting(1 / 1.5), Times.lasting(1), 2, 0, NOBODY);

        double[] waits = queue.waits(1_000, 400_000, new SplittableRandom(5));

        assertThat(waits).hasSizeBetween(590_000, 610_000);
        assertThat(Arrays.stream(waits).average().orElseThrow()).isCloseTo(1.286, within(0.05));
        assertThat(QueueSimulation.within(waits, 0.5)).isCloseTo(0.503, within(0.03));
        assertThat(QueueSimulation.within(waits, 0.9)).isCloseTo(3.722, within(0.12));
        assertThat(Arrays.stream(waits).filter(wait -> wait > 0).count() / (double) waits.length)
                .isCloseTo(0.643, within(0.01));
    }

    /** One more of them: a = 1.5, C = (a³/6 · 2) / (1 + 1.5 + 1.125 + 1.125) = 1.125 / 4.75 = 0.237; on average C / 1.5 = 0.158 days. */
    @Test
    void waitsAsErlangsFormulaSaysForThree() {
        var queue = new QueueSimulation(Times.lasting(1 / 1.5), Times.lasting(1), 3, 0, NOBODY);

        double[] waits = queue.waits(1_000, 200_000, new SplittableRandom(5));

        assertThat(Arrays.stream(waits).average().orElseThrow()).isCloseTo(0.158, within(0.01));
        assertThat(QueueSimulation.within(waits, 0.5)).isZero();
    }

    /** One a day arrives and takes two days: the second waits one day, the third two, and so on; with two servers nobody waits. */
    @Test
    void growsByADayEachDayWhereOneTakesTwoDays() {
        assertThat(new QueueSimulation(always(1), always(2), 1, 0, NOBODY).waits(0, 4.5, new SplittableRandom(1)))
                .containsExactly(0, 1, 2, 3);
        assertThat(new QueueSimulation(always(1), always(2), 2, 0, NOBODY).waits(0, 4.5, new SplittableRandom(1)))
                .containsExactly(0, 0, 0, 0);
    }

    /** Two wait already, and each takes a day and a half: the first who arrives, after one day, is taken after three. */
    @Test
    void takesThoseFirstWhoWaitAlready() {
        assertThat(new QueueSimulation(always(1), always(1.5), 1, 0, List.of(4.0, 9.0))
                        .waits(0, 1.5, new SplittableRandom(1)))
                .containsExactly(2);
    }

    /** Both are busy for three days; those who come after one day and after two are taken after three. The shortest wait stands first. */
    @Test
    void waitsForThoseWhoAreBusyAlready() {
        assertThat(new QueueSimulation(always(1), always(3), 2, 2, NOBODY).waits(0, 2.5, new SplittableRandom(1)))
                .containsExactly(1, 2);
    }

    @Test
    void hasAnAnswerForNobodyAndNoneWithoutAnybodyToServe() {
        assertThat(QueueSimulation.within(new double[0], 0.5)).isNaN();
        assertThat(QueueSimulation.within(new double[] {1, 2, 3, 4}, 0.5)).isEqualTo(2);
        assertThatThrownBy(() -> new QueueSimulation(always(1), always(1), 0, 0, NOBODY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
