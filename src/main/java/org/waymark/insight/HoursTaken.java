package org.waymark.insight;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Bottlenecks.Times;

/** How often something took how many hours. */
final class HoursTaken {

    /** Shorter ones are counted by position, which is most of them and quick. */
    private static final int SHORT = 1000;

    private final int[] brief = new int[SHORT];
    private final Map<Integer, Integer> others = new TreeMap<>();
    private long count;

    void add(int hours) {
        count++;
        if (hours < SHORT) {
            brief[hours]++;
        } else {
            others.merge(hours, 1, Integer::sum);
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
        for (Map.Entry<Integer, Integer> one : others.entrySet()) {
            sum += one.getValue();
            if (sum >= needed) {
                return one.getKey();
            }
        }
        throw new IllegalStateException("Nothing was counted");
    }

    /** Null when nothing was counted. */
    @Nullable Times times() {
        return count == 0 ? null : new Times(within(1, 2), within(9, 10));
    }
}
