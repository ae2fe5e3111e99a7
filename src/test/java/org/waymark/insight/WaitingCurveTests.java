package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.WaitingCurve.Median;
import org.waymark.insight.WaitingCurve.Step;
import org.waymark.insight.WaitingCurve.Waited;

/**
 * The curve against the example that textbooks work through: weeks in remission of 21 people with leukaemia on
 * 6-mercaptopurine (Freireich and others, Blood 1963; Kleinbaum and Klein, Survival Analysis, chapter 2), of whom nine
 * relapsed and twelve had not when the trial ended.
 */
class WaitingCurveTests {

    private static final WaitingCurve REMISSION = WaitingCurve.of(List.of(
            relapsed(6, 3),
            stillWell(6, 1),
            relapsed(7, 1),
            stillWell(9, 1),
            relapsed(10, 1),
            stillWell(10, 1),
            stillWell(11, 1),
            relapsed(13, 1),
            relapsed(16, 1),
            stillWell(17, 1),
            stillWell(19, 1),
            stillWell(20, 1),
            relapsed(22, 1),
            relapsed(23, 1),
            stillWell(25, 1),
            stillWell(32, 2),
            stillWell(34, 1),
            stillWell(35, 1)));

    private static Waited relapsed(int week, long n) {
        return new Waited(week, true, n);
    }

    private static Waited stillWell(int week, long n) {
        return new Waited(week, false, n);
    }

    /**
     * Week 6: 21 at risk, 3 relapse, 18/21 = 0.857 are left; one more leaves the trial, so 17 are at risk in week 7, and
     * 0.857 × 16/17 = 0.807 are left; 0.807 × 14/15 = 0.753; × 11/12 = 0.690; × 10/11 = 0.627; × 6/7 = 0.538;
     * × 5/6 = 0.448.
     */
    @Test
    void multipliesTheSharesThatAreLeftOfThoseAtRisk() {
        assertThat(REMISSION.people()).isEqualTo(21);
        assertThat(REMISSION.reached()).isEqualTo(9);
        assertThat(REMISSION.steps()).extracting(Step::hours).containsExactly(6, 7, 10, 13, 16, 22, 23);
        assertThat(REMISSION.steps()).extracting(Step::atRisk).containsExactly(21L, 17L, 15L, 12L, 11L, 7L, 6L);
        assertThat(REMISSION.steps()).extracting(Step::reached).containsExactly(3L, 1L, 1L, 1L, 1L, 1L, 1L);
        assertShares(
                REMISSION.steps().stream().map(Step::waiting).toList(),
                0.8571,
                0.8067,
                0.7529,
                0.6902,
                0.6275,
                0.5378,
                0.4482);
    }

    /**
     * Week 6: Greenwood's sum is 3/(21 × 18) = 0.00794, its root 0.0891; ln 0.857 = −0.154; so the exponents are
     * e^(±1.96 × 0.0891 / −0.154) = 0.322 and 3.105, and the interval 0.857^3.105 = 0.620 to 0.857^0.322 = 0.952, as Stata
     * prints it ({@code sts list}), and R with {@code conf.type = "log-log"}.
     */
    @Test
    void givesGreenwoodsIntervalWithALogLogTransform() {
        assertShares(
                REMISSION.steps().stream().map(Step::low).toList(),
                0.6197,
                0.5631,
                0.5032,
                0.4316,
                0.3675,
                0.2678,
                0.1881);
        assertShares(
                REMISSION.steps().stream().map(Step::high).toList(),
                0.9516,
                0.9228,
                0.8894,
                0.8491,
                0.8049,
                0.7468,
                0.6801);
    }

    private static void assertShares(List<Double> shares, double... expected) {
        assertThat(shares).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(shares.get(i)).isCloseTo(expected[i], within(0.00006));
        }
    }

    /** The curve falls to 0.448 in week 23; its lower end crosses a half in week 13, and its upper end never does. */
    @Test
    void findsTheMedianWhereTheCurveCrossesAHalfAndItsIntervalWhereTheEndsDo() {
        assertThat(REMISSION.median()).isEqualTo(new Median(23, 13, null));
    }

    /** Those nine relapsed after 6, 6, 6, 7, 10, 13, 16, 22 and 23 weeks: the fifth is 10 and the ninth is 23. */
    @Test
    void saysBesideItWhatAnAverageOfThoseWhoArrivedWouldHide() {
        assertThat(REMISSION.ofReached()).contains(new Times(10, 23));
    }

    @Test
    void countsThoseAtRiskAtAnyTime() {
        assertThat(REMISSION.atRisk(0)).isEqualTo(21);
        assertThat(REMISSION.atRisk(10)).isEqualTo(15);
        assertThat(REMISSION.atRisk(35)).isEqualTo(1);
        assertThat(REMISSION.atRisk(36)).isZero();
    }

    @Test
    void isTheShareThatIsLeftWhenNobodyStillWaits() {
        WaitingCurve curve = WaitingCurve.of(List.of(relapsed(1, 5), relapsed(2, 4), relapsed(9, 1)));

        assertThat(curve.steps()).extracting(Step::waiting).containsExactly(0.5, 0.1, 0.0);
        assertThat(curve.median().hours()).isEqualTo(1);
        assertThat(curve.ofReached()).contains(new Times(1, 2));
    }

    @Test
    void knowsNoMedianWhileMostStillWait() {
        WaitingCurve curve = WaitingCurve.of(List.of(relapsed(1, 2), stillWell(8, 30)));

        assertThat(curve.median()).isEqualTo(new Median(null, null, null));
        assertThat(curve.at(0)).isEmpty();
        assertThat(curve.at(5).orElseThrow().waiting()).isCloseTo(30 / 32.0, within(1e-12));
    }

    @Test
    void isEmptyWhenNobodyBegan() {
        WaitingCurve curve = WaitingCurve.of(new ArrayList<>());

        assertThat(curve.people()).isZero();
        assertThat(curve.steps()).isEmpty();
        assertThat(curve.ofReached()).isEmpty();
        assertThat(curve.longest()).isZero();
    }
}
