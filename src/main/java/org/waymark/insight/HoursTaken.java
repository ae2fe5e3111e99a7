package org.waymark.insight;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Bottlenecks.Times;

/** How often something took how many hours. */
final class HoursTaken {

    /** By hours; as long as the longest so far needs. */
    private int[] times = new int[0];

    private long count;

    void add(int hours) {
        add(hours, 1);
    }

    void add(int hours, int often) {
        if (hours >= times.length) {
            times = Arrays.copyOf(times, Math.max(hours + 1, 2 * times.length));
        }
        times[hours] += often;
        count += often;
    }

    void add(HoursTaken other) {
        for (int hours = 0; hours < other.times.length; hours++) {
            if (other.times[hours] > 0) {
                add(hours, other.times[hours]);
            }
        }
    }

    long count() {
        return count;
    }

    /** So many hours at the most for that part of all, which must be some. */
    int within(int part, int of) {
        long needed = Math.max(1, (count * part + of - 1) / of);
        long sum = 0;
        for (int hours = 0; hours < times.length; hours++) {
            sum += times[hours];
            if (sum >= needed) {
                return hours;
            }
        }
        throw new IllegalStateException("Nothing was counted");
    }

    /** Some hours and how often something took them. */
    interface Visitor {
        void visit(int hours, long often);
    }

    void forEach(Visitor visitor) {
        for (int hours = 0; hours < times.length; hours++) {
            if (times[hours] > 0) {
                visitor.visit(hours, times[hours]);
            }
        }
    }

    /** How many took longer. */
    long beyond(int most) {
        long sum = 0;
        for (int hours = most + 1; hours < times.length; hours++) {
            sum += times[hours];
        }
        return sum;
    }

    /** Null when nothing was counted. */
    @Nullable
    Times times() {
        return count == 0 ? null : new Times(within(1, 2), within(9, 10));
    }
}
