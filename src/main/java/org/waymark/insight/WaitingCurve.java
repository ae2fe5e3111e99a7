package org.waymark.insight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Bottlenecks.Times;

/**
 * How many still wait after how long, by Kaplan and Meier: somebody who still waits, or left while waiting, counts as long as
 * they waited, where an average of those who have arrived would leave them out. Pure arithmetic.
 */
public final class WaitingCurve {

    /** So many standard errors lie on either side of an interval that holds 95 times of 100. */
    private static final double Z = 1.959963984540054;

    /**
     * So many people waited for so long.
     *
     * @param isReached whether the wait ended then; otherwise nobody knows how long it would have been
     */
    public record Waited(int hours, boolean isReached, long n) {}

    /**
     * What is true from this time until the next step.
     *
     * @param atRisk how many had waited at least so long
     * @param reached how many of them arrived then
     * @param waiting the share that still waits afterwards, from 1 to 0
     * @param low of the 95 % interval of that share, by Greenwood with a log-log transform
     * @param high of it
     */
    public record Step(int hours, long atRisk, long reached, double waiting, double low, double high) {}

    /**
     * When half have arrived.
     *
     * @param hours null when less than half of them have
     * @param low null where the interval has no such end yet
     * @param high of the interval
     */
    public record Median(
            @Nullable Integer hours,
            @Nullable Integer low,
            @Nullable Integer high) {}

    private static final class Tally {
        private long reached;
        private long all;
    }

    private final List<Step> steps = new ArrayList<>();
    private final TreeMap<Integer, Tally> tallies = new TreeMap<>();
    private final long people;
    private final long reached;

    private WaitingCurve(Collection<Waited> waits) {
        for (Waited wait : waits) {
            Tally tally = tallies.computeIfAbsent(wait.hours(), hours -> new Tally());
            tally.all += wait.n();
            tally.reached += wait.isReached() ? wait.n() : 0;
        }
        people = tallies.values().stream().mapToLong(tally -> tally.all).sum();
        reached = tallies.values().stream().mapToLong(tally -> tally.reached).sum();
        long atRisk = people;
        double waiting = 1;
        double greenwood = 0;
        for (Map.Entry<Integer, Tally> entry : tallies.entrySet()) {
            Tally tally = entry.getValue();
            if (tally.reached > 0) {
                waiting *= (double) (atRisk - tally.reached) / atRisk;
                greenwood += (double) tally.reached / (atRisk * (double) (atRisk - tally.reached));
                double spread = Z * Math.sqrt(greenwood) / Math.log(waiting);
                // Once all have arrived there is no log of what is left, and no interval.
                boolean isOver = atRisk == tally.reached;
                steps.add(new Step(
                        entry.getKey(),
                        atRisk,
                        tally.reached,
                        isOver ? 0 : waiting,
                        isOver ? 0 : Math.pow(waiting, Math.exp(-spread)),
                        isOver ? 0 : Math.pow(waiting, Math.exp(spread))));
            }
            atRisk -= tally.all;
        }
    }

    public static WaitingCurve of(Collection<Waited> waits) {
        return new WaitingCurve(waits);
    }

    public long people() {
        return people;
    }

    /** How many arrived; the others still wait, or left. */
    public long reached() {
        return reached;
    }

    /** One for each time at which somebody arrived, the shortest first. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What was true after so long; empty before the first arrived. */
    public Optional<Step> at(int hours) {
        return steps.stream().filter(step -> step.hours() <= hours).reduce((one, later) -> later);
    }

    /** How many had waited at least so long. */
    public long atRisk(int hours) {
        return tallies.tailMap(hours, true).values().stream()
                .mapToLong(tally -> tally.all)
                .sum();
    }

    /** The longest that anybody waited. */
    public int longest() {
        return tallies.isEmpty() ? 0 : tallies.lastKey();
    }

    public Median median() {
        return new Median(
                steps.stream()
                        .filter(step -> step.waiting() <= 0.5)
                        .findFirst()
                        .map(Step::hours)
                        .orElse(null),
                steps.stream()
                        .filter(step -> step.low() <= 0.5)
                        .findFirst()
                        .map(Step::hours)
                        .orElse(null),
                steps.stream()
                        .filter(step -> step.high() <= 0.5)
                        .findFirst()
                        .map(Step::hours)
                        .orElse(null));
    }

    /** Of those who arrived alone: what an average would be made of. Empty when nobody has. */
    public Optional<Times> ofReached() {
        return reached == 0 ? Optional.empty() : Optional.of(new Times(within(reached * 5), within(reached * 9)));
    }

    /** The first time by which so many tenths of a person have arrived. */
    private int within(long tenths) {
        long upTo = 0;
        for (Map.Entry<Integer, Tally> entry : tallies.entrySet()) {
            upTo += entry.getValue().reached;
            if (upTo * 10 >= tenths) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("Fewer arrived than counted");
    }
}
