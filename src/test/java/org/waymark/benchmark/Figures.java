package org.waymark.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** Measures each thing three times after a warm-up and prints the median with minimum and maximum. */
final class Figures {

    static final int RUNS = 3;

    private Figures() {}

    /** A thing to measure; one value a run. */
    record Lane(String name, String unit, DoubleSupplier run, List<Double> values) {

        Lane(String name, String unit, DoubleSupplier run) {
            this(name, unit, run, new ArrayList<>());
        }
    }

    /** Runs the lanes in turn, so that what disturbs the machine disturbs them alike; the first round is thrown away. */
    static void measure(String heading, Lane... lanes) {
        for (int round = 0; round <= RUNS; round++) {
            for (Lane lane : lanes) {
                double value = lane.run().getAsDouble();
                if (round > 0) {
                    lane.values().add(value);
                }
            }
        }
        heading(heading);
        for (Lane lane : lanes) {
            print(lane.name(), lane.unit(), lane.values());
        }
    }

    static void heading(String text) {
        say("");
        say(text + " (load average " + load() + ")");
    }

    static void print(String name, String unit, List<Double> values) {
        double[] sorted = sorted(values);
        say(String.format(
                Locale.UK,
                "  %-64s %,10.2f %s  (%,.2f to %,.2f)",
                name,
                sorted[sorted.length / 2],
                unit,
                sorted[0],
                sorted[sorted.length - 1]));
    }

    /** The median time of so many calls, in milliseconds. */
    static double milliseconds(int calls, Runnable call) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            call.run();
            times.add((System.nanoTime() - start) / 1e6);
        }
        double[] sorted = sorted(times);
        return sorted[sorted.length / 2];
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    static String load() {
        return String.format(
                Locale.UK, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static void say(String line) {
        System.out.println(line);
    }
}
