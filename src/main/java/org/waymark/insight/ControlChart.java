package org.waymark.insight;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A statistical process control chart: what a measure usually does from month to month, and where it did something else.
 * It is arithmetic alone and knows no measure.
 *
 * <p>Limits and rules are those of the NHS England programme "Making Data Count" ("Strengthening your decisions", 2019, and
 * its chart tools): the mean, limits at 2.66 average moving ranges from it for single values (XmR), and four special
 * causes: a point outside the limits; a shift of seven or more on one side of the mean; a trend of six or more; two of
 * three beyond two thirds of the way to a limit, all three on the same side of the mean. Proportions have the limits of a
 * p-chart, three standard errors from the mean by the number of people of each point (Provost and Murray, "The Health Care
 * Data Guide"). Nothing is screened out (ADR 30).
 */
public final class ControlChart {

    /** With fewer points the limits are trial limits, which the next points still move. */
    public static final int SETTLED = 12;

    private static final int SHIFT = 7;
    private static final int TREND = 6;
    private static final int ENOUGH_FOR_LIMITS = 2;

    /** Three standard deviations, estimated by moving ranges of two: 3 / 1.128. */
    private static final double LIMIT_IN_RANGES = 2.66;

    /** The upper limit of moving ranges themselves, of which there is none lower. */
    private static final double LIMIT_OF_RANGES = 3.267;

    private static final double LIMIT_IN_ERRORS = 3;
    private static final double NEAR = 2.0 / 3;

    /** Less than this apart is the same: sums of fractions are not exact. */
    private static final double SAME = 1e-9;

    /** Which way a measure is to go. */
    public enum Better {
        HIGHER,
        LOWER
    }

    /** Why a point is not what usually happens. */
    public enum Cause {
        ABOVE_LIMIT(true),
        BELOW_LIMIT(false),
        SHIFT_UP(true),
        SHIFT_DOWN(false),
        RISING(true),
        FALLING(false),
        NEAR_UPPER_LIMIT(true),
        NEAR_LOWER_LIMIT(false);

        private final boolean isHigh;

        Cause(boolean isHigh) {
            this.isHigh = isHigh;
        }

        /** Whether the point is higher than usual, or on its way there. */
        public boolean isHigh() {
            return isHigh;
        }
    }

    /** What the latest point says of the measure. */
    public enum Variation {
        /** What usually happens from month to month. */
        COMMON,
        IMPROVEMENT,
        CONCERN,
        /** Signs of both, such as a fall that has not yet come below the mean. */
        MIXED
    }

    /** What is to be expected of a target, if nothing changes. */
    public enum Assurance {
        RELIABLY_MEETS,
        /** The target lies within the limits: chance alone decides. */
        HIT_AND_MISS,
        RELIABLY_FAILS
    }

    /** A single value of a month. */
    public record Reading(YearMonth month, double value) {}

    /** So many of so many in a month; of at least one. */
    public record Share(YearMonth month, long met, long of) {

        public Share {
            if (of < 1 || met < 0 || met > of) {
                throw new IllegalArgumentException(met + " of " + of + " is no share");
            }
        }

        double value() {
            return (double) met / of;
        }
    }

    public record Limits(double lower, double upper) {}

    /**
     * A point with what it is held against.
     *
     * @param limits null where one point alone says nothing of what is usual
     * @param causes empty for a point like any other
     * @param beginsPart whether mean and limits are worked out anew from here
     * @param isTrial whether its part has fewer than {@link #SETTLED} points
     * @param isWideMove of single values: whether the move to it is larger than moves usually are, which widens the limits
     */
    public record Point(
            YearMonth month,
            double value,
            double mean,
            @Nullable Limits limits,
            Set<Cause> causes,
            boolean beginsPart,
            boolean isTrial,
            boolean isWideMove) {

        public Variation variation(Better better) {
            boolean isHigh = causes.stream().anyMatch(Cause::isHigh);
            boolean isLow = causes.stream().anyMatch(cause -> !cause.isHigh());
            if (isHigh == isLow) {
                return isHigh ? Variation.MIXED : Variation.COMMON;
            }
            return isHigh == (better == Better.HIGHER) ? Variation.IMPROVEMENT : Variation.CONCERN;
        }
    }

    private final List<Point> points;

    private ControlChart(List<Point> points) {
        this.points = List.copyOf(points);
    }

    /**
     * An XmR chart. Nothing that is measured here can be less than none, so no lower limit is.
     *
     * @param rebases months from which mean and limits are worked out anew
     */
    public static ControlChart ofReadings(List<Reading> readings, Set<YearMonth> rebases) {
        List<Point> points = new ArrayList<>();
        for (List<Reading> part : parts(readings, Reading::month, rebases)) {
            double mean = part.stream().mapToDouble(Reading::value).average().orElse(0);
            double[] moves = IntStream.range(1, part.size())
                    .mapToDouble(
                            i -> Math.abs(part.get(i).value() - part.get(i - 1).value()))
                    .toArray();
            double averageMove = IntStream.range(0, moves.length)
                    .mapToDouble(i -> moves[i])
                    .average()
                    .orElse(0);
            double reach = LIMIT_IN_RANGES * averageMove;
            List<Measured> measured = part.stream()
                    .map(reading -> new Measured(reading.month(), reading.value(), mean, reach))
                    .toList();
            points.addAll(judged(
                    measured,
                    Double.POSITIVE_INFINITY,
                    i -> i > 0 && moves[i - 1] > LIMIT_OF_RANGES * averageMove + SAME));
        }
        return new ControlChart(points);
    }

    /** A p-chart: the fewer people a point stands for, the wider its limits. */
    public static ControlChart ofShares(List<Share> shares, Set<YearMonth> rebases) {
        List<Point> points = new ArrayList<>();
        for (List<Share> part : parts(shares, Share::month, rebases)) {
            double mean = (double) part.stream().mapToLong(Share::met).sum()
                    / part.stream().mapToLong(Share::of).sum();
            List<Measured> measured = part.stream()
                    .map(share -> new Measured(
                            share.month(),
                            share.value(),
                            mean,
                            LIMIT_IN_ERRORS * Math.sqrt(mean * (1 - mean) / share.of())))
                    .toList();
            points.addAll(judged(measured, 1, i -> false));
        }
        return new ControlChart(points);
    }

    public List<Point> points() {
        return points;
    }

    public Optional<Point> latest() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    /** Empty without a point. */
    public Optional<Variation> variation(Better better) {
        return latest().map(point -> point.variation(better));
    }

    /** By the limits of the latest point; empty as long as they are a trial, for a few good months assure nobody. */
    public Optional<Assurance> assurance(double target, Better better) {
        return latest().filter(point -> !point.isTrial()).map(Point::limits).map(limits -> {
            boolean isBelowTarget = limits.upper() < target - SAME;
            boolean isAboveTarget = limits.lower() > target + SAME;
            if (!isBelowTarget && !isAboveTarget) {
                return Assurance.HIT_AND_MISS;
            }
            return isAboveTarget == (better == Better.HIGHER) ? Assurance.RELIABLY_MEETS : Assurance.RELIABLY_FAILS;
        });
    }

    /** @param reach how far the limits lie from the mean */
    private record Measured(YearMonth month, double value, double mean, double reach) {

        /** Above the mean 1, below it -1, on it 0. */
        int side() {
            return sign(value - mean);
        }

        boolean isFar() {
            return Math.abs(value - mean) > reach * NEAR + SAME;
        }

        boolean isOutside() {
            return Math.abs(value - mean) > reach + SAME;
        }
    }

    private interface Month<T> {
        YearMonth of(T one);
    }

    private static <T> List<List<T>> parts(List<T> all, Month<T> month, Set<YearMonth> rebases) {
        Set<YearMonth> open = new TreeSet<>(rebases);
        List<List<T>> parts = new ArrayList<>();
        YearMonth before = null;
        for (T one : all) {
            YearMonth now = month.of(one);
            if (before != null && !now.isAfter(before)) {
                throw new IllegalArgumentException("Months come one after the other");
            }
            before = now;
            // A month without a point may be one from which to work out anew; the next point begins the part then.
            boolean isRebased = open.removeIf(rebase -> !rebase.isAfter(now));
            if (parts.isEmpty() || isRebased) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(one);
        }
        return parts;
    }

    private static List<Point> judged(List<Measured> part, double most, IntPredicate isWideMove) {
        List<Set<Cause>> causes = new ArrayList<>();
        part.forEach(one -> causes.add(EnumSet.noneOf(Cause.class)));
        boolean hasLimits = part.size() >= ENOUGH_FOR_LIMITS;
        if (hasLimits) {
            outside(part, causes);
            shifts(part, causes);
            trends(part, causes);
            twoOfThree(part, causes);
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            Measured one = part.get(i);
            points.add(new Point(
                    one.month(),
                    one.value(),
                    one.mean(),
                    hasLimits
                            ? new Limits(
                                    Math.max(0, one.mean() - one.reach()), Math.min(most, one.mean() + one.reach()))
                            : null,
                    causes.get(i),
                    i == 0,
                    part.size() < SETTLED,
                    isWideMove.test(i)));
        }
        return points;
    }

    private static void outside(List<Measured> part, List<Set<Cause>> causes) {
        for (int i = 0; i < part.size(); i++) {
            if (part.get(i).isOutside()) {
                causes.get(i).add(part.get(i).side() > 0 ? Cause.ABOVE_LIMIT : Cause.BELOW_LIMIT);
            }
        }
    }

    private static void shifts(List<Measured> part, List<Set<Cause>> causes) {
        int from = 0;
        for (int i = 1; i <= part.size(); i++) {
            int side = part.get(from).side();
            if (i < part.size() && part.get(i).side() == side) {
                continue;
            }
            if (side != 0 && i - from >= SHIFT) {
                mark(causes, from, i, side > 0 ? Cause.SHIFT_UP : Cause.SHIFT_DOWN);
            }
            from = i;
        }
    }

    private static void trends(List<Measured> part, List<Set<Cause>> causes) {
        int from = 0;
        for (int i = 1; i <= part.size(); i++) {
            int way = i - from < 2 ? 0 : way(part, i - 1);
            if (i < part.size() && (i - from < 2 || way(part, i) == way)) {
                continue;
            }
            if (way != 0 && i - from >= TREND) {
                mark(causes, from, i, way > 0 ? Cause.RISING : Cause.FALLING);
            }
            // Where one trend turns, the next begins.
            from = i - 1;
        }
    }

    private static int way(List<Measured> part, int i) {
        return sign(part.get(i).value() - part.get(i - 1).value());
    }

    private static void twoOfThree(List<Measured> part, List<Set<Cause>> causes) {
        for (int i = 2; i < part.size(); i++) {
            List<Measured> three = part.subList(i - 2, i + 1);
            int side = three.get(0).side();
            if (side == 0
                    || three.stream().anyMatch(one -> one.side() != side)
                    || three.stream().filter(Measured::isFar).count() < 2) {
                continue;
            }
            for (int j = i - 2; j <= i; j++) {
                if (part.get(j).isFar()) {
                    causes.get(j).add(side > 0 ? Cause.NEAR_UPPER_LIMIT : Cause.NEAR_LOWER_LIMIT);
                }
            }
        }
    }

    private static void mark(List<Set<Cause>> causes, int from, int until, Cause cause) {
        causes.subList(from, until).forEach(one -> one.add(cause));
    }

    private static int sign(double difference) {
        return Math.abs(difference) < SAME ? 0 : difference > 0 ? 1 : -1;
    }
}
