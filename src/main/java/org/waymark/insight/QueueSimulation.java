package org.waymark.insight;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A queue played through event by event: work arrives, whoever is free takes what has waited longest, and is busy with it for
 * a time. Pure arithmetic; the times come from whoever asks.
 *
 * @param between the time until the next arrival
 * @param each for how long one piece of work keeps one of the staff, or a place
 * @param servers how many there are
 * @param busy how many of them have something at the beginning; as nobody knows since when, for as long as with new work
 * @param waiting how long each of those has waited who wait at the beginning
 */
record QueueSimulation(Times between, Times each, int servers, int busy, List<Double> waiting) {

    /** Draws one time, in any unit that all times of the simulation have. */
    @FunctionalInterface
    interface Times {

        double draw(RandomGenerator random);

        /** As they were measured: any of them is as likely as any other. */
        static Times measured(List<Double> times) {
            return random -> times.get(random.nextInt(times.size()));
        }

        /** On average so long, and ending on each day as likely as on any other. */
        static Times lasting(double average) {
            return random -> -average * Math.log(1 - random.nextDouble());
        }
    }

    QueueSimulation {
        waiting = List.copyOf(waiting);
        if (servers < 1) {
            throw new IllegalArgumentException("Nobody would ever be served");
        }
        if (busy > servers) {
            throw new IllegalArgumentException("More are busy than there are");
        }
    }

    /**
     * How long those wait who arrive from one time to another, the shortest first. Those who have not been taken by the end of
     * it wait on until they are.
     */
    double[] waits(double from, double until, RandomGenerator random) {
        PriorityQueue<Double> freeAt = new PriorityQueue<>();
        for (int server = 0; server < servers; server++) {
            freeAt.add(server < busy ? each.draw(random) : 0.0);
        }
        // Whoever has waited longest came first.
        waiting.stream().map(age -> -age).sorted().forEach(arrival -> take(freeAt, arrival, random));
        double[] waits = new double[16];
        int counted = 0;
        for (double arrival = between.draw(random); arrival < until; arrival += between.draw(random)) {
            double begun = take(freeAt, arrival, random);
            if (arrival >= from) {
                if (counted == waits.length) {
                    waits = Arrays.copyOf(waits, 2 * counted);
                }
                waits[counted++] = begun - arrival;
            }
        }
        double[] all = Arrays.copyOf(waits, counted);
        Arrays.sort(all);
        return all;
    }

    /** The first who is free takes it, and is free again after it. */
    private double take(PriorityQueue<Double> freeAt, double arrival, RandomGenerator random) {
        double begun = Math.max(Math.max(arrival, 0), freeAt.remove());
        freeAt.add(begun + each.draw(random));
        return begun;
    }

    /** At the most so long for that share of all; NaN of none. */
    static double within(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
