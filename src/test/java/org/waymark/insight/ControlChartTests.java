package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.waymark.insight.ControlChart.Assurance;
import org.waymark.insight.ControlChart.Better;
import org.waymark.insight.ControlChart.Cause;
import org.waymark.insight.ControlChart.Limits;
import org.waymark.insight.ControlChart.Point;
import org.waymark.insight.ControlChart.Reading;
import org.waymark.insight.ControlChart.Share;
import org.waymark.insight.ControlChart.Variation;

/** Means, limits and special causes are those that anybody works out with a pencil. */
class ControlChartTests {

    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final Offset<Double> CLOSE = within(0.001);

    private static ControlChart xmr(double... values) {
        return rebased(Set.of(), values);
    }

    private static ControlChart rebased(Set<YearMonth> rebases, double... values) {
        return ControlChart.ofReadings(
                IntStream.range(0, values.length)
                        .mapToObj(i -> new Reading(FIRST.plusMonths(i), values[i]))
                        .toList(),
                rebases);
    }

    private static ControlChart p(long[] met, long[] of) {
        return ControlChart.ofShares(
                IntStream.range(0, met.length)
                        .mapToObj(i -> new Share(FIRST.plusMonths(i), met[i], of[i]))
                        .toList(),
                Set.of());
    }

    private static Point at(ControlChart chart, int number) {
        return chart.points().get(number);
    }

    private static Limits limits(ControlChart chart, int number) {
        return Objects.requireNonNull(at(chart, number).limits());
    }

    /** At which points, counted from 0, a cause was found. */
    private static List<Integer> where(ControlChart chart, Cause cause) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < chart.points().size(); i++) {
            if (at(chart, i).causes().contains(cause)) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private static boolean isQuiet(ControlChart chart) {
        return chart.points().stream().allMatch(point -> point.causes().isEmpty());
    }

    /**
     * Sum 4+6+5+7+6+8+5+7+6+4+5+9 = 72, mean 72/12 = 6.
     * Moves 2+1+2+1+2+3+2+1+2+1+4 = 21, average 21/11 = 1.909.
     * Limits 6 ± 2.66 × 1.909 = 6 ± 5.078: 0.922 and 11.078.
     */
    @Test
    void limitsOfSingleValuesLieSoManyAverageMovesFromTheMean() {
        ControlChart chart = xmr(4, 6, 5, 7, 6, 8, 5, 7, 6, 4, 5, 9);

        assertThat(at(chart, 0).mean()).isEqualTo(6, CLOSE);
        assertThat(limits(chart, 0).lower()).isEqualTo(0.922, CLOSE);
        assertThat(limits(chart, 11).upper()).isEqualTo(11.078, CLOSE);
        assertThat(isQuiet(chart)).isTrue();
        assertThat(at(chart, 0).isTrial()).isFalse();
        assertThat(chart.variation(Better.LOWER)).contains(Variation.COMMON);
    }

    /**
     * The worked example of NHSRplotthedots, "Deviations from Excel defaults", as the Excel tool has it.
     * Sum 1+2+1+2 + 10 + seven times 1 + six times 2 = 35, mean 35/18 = 1.944.
     * Moves 1+1+1 + 8+9 + twelve times 1 = 32, average 32/17 = 1.882.
     * Upper limit 1.944 + 2.66 × 1.882 = 6.951. With 8 and 9 screened out it would be 1.944 + 2.66 × 15/15 = 4.604.
     * A move is wide beyond 3.267 × 1.882 = 6.150.
     */
    @Test
    void anExtremeValueStaysInTheLimitsThatItWidensAndIsNamed() {
        ControlChart chart = xmr(1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1);

        assertThat(at(chart, 0).mean()).isEqualTo(1.944, CLOSE);
        assertThat(limits(chart, 0).upper()).isEqualTo(6.951, CLOSE);
        assertThat(limits(chart, 0).lower()).isZero();
        assertThat(where(chart, Cause.ABOVE_LIMIT)).containsExactly(4);
        assertThat(IntStream.range(0, 18).filter(i -> at(chart, i).isWideMove()))
                .containsExactly(4, 5);
    }

    /** Six below the mean are chance, seven are a shift; a point on the mean belongs to neither side. */
    @Test
    void sevenOnOneSideOfTheMeanAreAShift() {
        // Mean (7 × 4 + 7 × 6) / 14 = 5.
        ControlChart seven = xmr(4, 4, 4, 4, 4, 4, 4, 6, 6, 6, 6, 6, 6, 6);
        assertThat(where(seven, Cause.SHIFT_DOWN)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(where(seven, Cause.SHIFT_UP)).containsExactly(7, 8, 9, 10, 11, 12, 13);

        // Mean (6 × 4 + 5 + 6 × 6) / 13 = 5: the one in the middle lies on it.
        ControlChart six = xmr(4, 4, 4, 4, 4, 4, 5, 6, 6, 6, 6, 6, 6);
        assertThat(where(six, Cause.SHIFT_DOWN)).isEmpty();
        assertThat(where(six, Cause.SHIFT_UP)).isEmpty();
    }

    @Test
    void sixOneAfterTheOtherUpOrDownAreATrend() {
        assertThat(where(xmr(9, 5, 6, 7, 8, 9, 10, 4), Cause.RISING)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(where(xmr(9, 5, 6, 7, 8, 9, 4, 9), Cause.RISING)).isEmpty();
        assertThat(where(xmr(5, 10, 9, 8, 7, 6, 5), Cause.FALLING)).containsExactly(1, 2, 3, 4, 5, 6);
        // The same value again ends a trend.
        assertThat(where(xmr(5, 6, 7, 7, 8, 9, 10), Cause.RISING)).isEmpty();
        // Where one turns, the next begins: the highest point belongs to both.
        ControlChart both = xmr(1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1);
        assertThat(where(both, Cause.RISING)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(where(both, Cause.FALLING)).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(both.variation(Better.LOWER)).contains(Variation.IMPROVEMENT);
    }

    /**
     * Values 5 and 7 by turns, then 11, 6.5 and 11.
     * Sum 6 × 5 + 6 × 7 + 11 + 6.5 + 11 = 100.5, mean 100.5/15 = 6.7.
     * Moves eleven times 2, then 4 (7 to 11), 4.5, 4.5 = 35, average 35/14 = 2.5.
     * Upper limit 6.7 + 2.66 × 2.5 = 13.35; two thirds of the way 6.7 + 6.65 × 2/3 = 11.133: both 11s lie before it.
     */
    @Test
    void twoOfThreeNearALimitCountOnlyOnOneSideOfTheMean() {
        double[] values = {5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 11, 6.5, 11};
        ControlChart below = xmr(values);
        assertThat(limits(below, 0).upper()).isEqualTo(13.35, CLOSE);
        assertThat(where(below, Cause.NEAR_UPPER_LIMIT)).isEmpty();

        // Sum 72 + 12 + 8 + 12 = 104, mean 104/15 = 6.933; moves 22 + 5 + 4 + 4 = 35, average 2.5, reach 6.65.
        // Two thirds of the way 6.933 + 4.433 = 11.367: both 12s lie beyond, and the 8 between them above the mean.
        values[12] = 12;
        values[13] = 8;
        values[14] = 12;
        assertThat(where(xmr(values), Cause.NEAR_UPPER_LIMIT)).containsExactly(12, 14);

        // Sum 72 + 12 + 6 + 12 = 102, mean 6.8; moves 22 + 5 + 6 + 6 = 39, average 2.786, reach 7.410.
        // Two thirds of the way 6.8 + 4.940 = 11.740: both 12s lie beyond, but the 6 between them below the mean.
        values[13] = 6;
        assertThat(where(xmr(values), Cause.NEAR_UPPER_LIMIT)).isEmpty();
    }

    /**
     * 24 of 30, 8 of 10, 32 of 40: all 0.8, mean 64/80 = 0.8.
     * Limits 0.8 ± 3 × √(0.8 × 0.2 / n): n 30 ± 0.2191, n 10 ± 0.3795 (at the most 1), n 40 ± 0.1897.
     */
    @Test
    void limitsOfAShareAreWiderTheFewerPeopleAPointStandsFor() {
        ControlChart chart = p(new long[] {24, 8, 32}, new long[] {30, 10, 40});

        assertThat(at(chart, 1).mean()).isEqualTo(0.8, CLOSE);
        assertThat(limits(chart, 0).lower()).isEqualTo(0.581, CLOSE);
        assertThat(limits(chart, 0).upper()).isEqualTo(1, CLOSE);
        assertThat(limits(chart, 1).lower()).isEqualTo(0.421, CLOSE);
        assertThat(limits(chart, 2).lower()).isEqualTo(0.610, CLOSE);
        assertThat(limits(chart, 2).upper()).isEqualTo(0.990, CLOSE);
        assertThat(isQuiet(chart)).isTrue();
    }

    /**
     * Eleven times 45 of 50 and once 30 of 50: mean (495 + 30) / 600 = 0.875.
     * Limits 0.875 ± 3 × √(0.875 × 0.125 / 50) = 0.875 ± 0.140: 0.735. 30/50 = 0.6 lies below it.
     */
    @Test
    void aShareOutsideTheLimitsIsASpecialCause() {
        long[] met = new long[12];
        long[] of = new long[12];
        Arrays.fill(met, 45);
        Arrays.fill(of, 50);
        met[11] = 30;
        ControlChart chart = p(met, of);

        assertThat(limits(chart, 11).lower()).isEqualTo(0.735, CLOSE);
        assertThat(where(chart, Cause.BELOW_LIMIT)).containsExactly(11);
        assertThat(chart.variation(Better.HIGHER)).contains(Variation.CONCERN);
        assertThat(chart.variation(Better.LOWER)).contains(Variation.IMPROVEMENT);
    }

    /** Limits of the first example: 0.922 and 11.078. */
    @Test
    void aTargetWithinTheLimitsIsHitAndMissedByChance() {
        ControlChart chart = xmr(4, 6, 5, 7, 6, 8, 5, 7, 6, 4, 5, 9);

        assertThat(chart.assurance(11, Better.LOWER)).contains(Assurance.HIT_AND_MISS);
        assertThat(chart.assurance(12, Better.LOWER)).contains(Assurance.RELIABLY_MEETS);
        assertThat(chart.assurance(0.5, Better.LOWER)).contains(Assurance.RELIABLY_FAILS);
        assertThat(chart.assurance(0.5, Better.HIGHER)).contains(Assurance.RELIABLY_MEETS);
        assertThat(chart.assurance(12, Better.HIGHER)).contains(Assurance.RELIABLY_FAILS);
    }

    /** Before 4, 6, 4, 6: mean 5. From May on 14, 16, 14, 16: mean 15, moves 2, limits 15 ± 2.66 × 2. */
    @Test
    void aRebaseBeginsAnewAndForgetsWhatWasBefore() {
        double[] values = {4, 6, 4, 6, 14, 16, 14, 16};
        ControlChart chart = rebased(Set.of(YearMonth.of(2025, 5)), values);

        assertThat(at(chart, 3).mean()).isEqualTo(5, CLOSE);
        assertThat(at(chart, 4).mean()).isEqualTo(15, CLOSE);
        assertThat(at(chart, 4).beginsPart()).isTrue();
        assertThat(limits(chart, 7).upper()).isEqualTo(20.32, CLOSE);
        assertThat(at(chart, 4).isWideMove()).isFalse();
        assertThat(chart.points()).allMatch(Point::isTrial);
    }

    @Test
    void aRebaseAtAMonthWithoutAPointCountsFromTheNextOne() {
        ControlChart chart = ControlChart.ofReadings(
                List.of(
                        new Reading(YearMonth.of(2025, 1), 4),
                        new Reading(YearMonth.of(2025, 2), 6),
                        new Reading(YearMonth.of(2025, 5), 20),
                        new Reading(YearMonth.of(2025, 6), 22)),
                Set.of(YearMonth.of(2025, 3), YearMonth.of(2025, 4)));

        assertThat(chart.points()).extracting(Point::beginsPart).containsExactly(true, false, true, false);
        assertThat(at(chart, 3).mean()).isEqualTo(21, CLOSE);
    }

    /** A tenth is not exact in binary; that alone makes no shift. */
    @Test
    void whatNeverVariesHasNoSpecialCause() {
        double[] tenths = new double[14];
        Arrays.fill(tenths, 0.1);
        assertThat(isQuiet(xmr(tenths))).isTrue();
        assertThat(isQuiet(p(new long[] {7, 7, 7, 7, 7, 7, 7, 7}, new long[] {7, 7, 7, 7, 7, 7, 7, 7})))
                .isTrue();
    }

    @Test
    void fewerThanTwelvePointsAreATrialAndOneAloneHasNoLimits() {
        ControlChart eleven = xmr(4, 6, 5, 7, 6, 8, 5, 7, 6, 4, 5);
        assertThat(at(eleven, 0).isTrial()).isTrue();
        assertThat(eleven.assurance(12, Better.LOWER))
                .as("too early to rely on it")
                .isEmpty();

        ControlChart one = xmr(7);
        assertThat(at(one, 0).limits()).isNull();
        assertThat(one.variation(Better.LOWER)).contains(Variation.COMMON);
        assertThat(xmr().variation(Better.LOWER)).isEmpty();
    }

    @Test
    void refusesWhatIsNoShareAndMonthsOutOfOrder() {
        assertThatThrownBy(() -> new Share(FIRST, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(FIRST, 3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> ControlChart.ofReadings(List.of(new Reading(FIRST, 1), new Reading(FIRST, 2)), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
