package org.waymark.insight;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Bottlenecks.Times;

/** How often something took how many hours. */
final class HoursTaken {

    /** Shorter ones are counted by position, which is most of them and quick. */
    private static final int SHORT = 1000;

    private final long[] brief = new long[SHORT];
    private final Map<Integer, Long> others = new TreeMap<>();
    private long count;

    void add(int hours) {
        add(hours, 1);
    }

    void add(int hours, long times) {
        count += times;
        if (hours < SHORT) {
            brief[hours] += times;
        } else {
            others.merge(hours, times, Long::sum);
        }
    }

    long count() {
        return count;
    }

    /** So many hours at the most for that part of all, which must be some. */
    int within(int part, int of) {
        long needed = Math.max(1, (count * part + of - 1) / of);
        long sum = 0;
        for (int hours = 0; hours < SHORT; hours++) {
            sum += brief[hours];
            if (sum >= needed) {
                return hours;
            }
        }
        for (Map.Entry<Integer, Long> one : others.entrySet()) {
            sum += one.getValue();
            if (sum >= needed) {
                return one.getKey();
            }
        }
        throw new IllegalStateException("Nothing was counted");
    }

    /** Some hours and how often something took them. */
    interface Visitor {
        void visit(int hours, long times);
    }

    void forEach(Visitor visitor) {
        for (int hours = 0; hours < SHORT; hours++) {
            if (brief[hours] > 0) {
                visitor.visit(hours, brief[hours]);
            }
        }
        others.forEach(visitor::visit);
    }

    /** How many took longer. */
    long beyond(int hours) {
        long sum = 0;
        for (int some = hours + 1; some < SHORT; some++) {
            sum += brief[some];
        }
        for (Map.Entry<Integer, Long> one : others.entrySet()) {
            sum += one.getKey() > hours ? one.getValue() : 0;
        }
        return sum;
    }

    /** Null when nothing was counted. */
    @Nullable Times times() {
        return count == 0 ? null : new Times(within(1, 2), within(9, 10));
    }
}
