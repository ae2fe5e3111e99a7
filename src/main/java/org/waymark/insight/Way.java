package org.waymark.insight;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened on one pathway, in order. Columns instead of objects, because an alliance has millions of facts
 * and a question goes through all of them. Times are microseconds since 1970, as the database has them.
 */
final class Way {

    /** A time that has not come. */
    static final long NEVER = Long.MAX_VALUE;

    /** Facts that belong to no run or to no task. */
    static final int NONE = -1;

    private static final long SECOND = 1_000_000;
    private static final Comparator<Fact> IN_ORDER =
            Comparator.comparingLong(Fact::at).thenComparingLong(Fact::id);

    /**
     * A fact as it is read. Run and task are told apart by a number that follows from their ids: two of one pathway having
     * the same is less likely than one in ten billion, and no id need be held.
     */
    record Fact(long id, long at, Happening what, long run, long task, long entered, long due, long worked) {}

    private final String pathway;
    private final long first;
    private final long last;
    private final long[] ids;
    private final long[] times;
    private final Happening[] whats;
    private final long[] runIds;
    private final int[] runs;
    private final long[] taskIds;
    private final int[] tasks;

    /** Which facts are ends of steps, and what only those have. */
    private final int[] ends;

    private final long[] entered;
    private final long[] dues;
    private final int[] worked;

    private Way(String pathway, List<Fact> facts) {
        int size = facts.size();
        this.pathway = pathway;
        ids = new long[size];
        times = new long[size];
        whats = new Happening[size];
        runs = new int[size];
        tasks = new int[size];
        Map<Long, Integer> runNumbers = new HashMap<>();
        Map<Long, Integer> taskNumbers = new HashMap<>();
        int ended = (int)
                facts.stream().filter(fact -> fact.what().kind().isEndOfStep()).count();
        ends = new int[ended];
        entered = new long[ended];
        dues = new long[ended];
        worked = new int[ended];
        int end = 0;
        for (int i = 0; i < size; i++) {
            Fact fact = facts.get(i);
            ids[i] = fact.id();
            times[i] = fact.at();
            whats[i] = fact.what();
            runs[i] = number(runNumbers, fact.run());
            tasks[i] = number(taskNumbers, fact.task());
            if (fact.what().kind().isEndOfStep()) {
                ends[end] = i;
                entered[end] = fact.entered();
                dues[end] = fact.due();
                worked[end] = (int) Math.min(Integer.MAX_VALUE, fact.worked());
                end++;
            }
        }
        runIds = ids(runNumbers);
        taskIds = ids(taskNumbers);
        first = size == 0 ? NEVER : times[0];
        last = size == 0 ? NEVER : times[size - 1];
    }

    private static int number(Map<Long, Integer> numbers, long id) {
        return id == NONE ? NONE : numbers.computeIfAbsent(id, one -> numbers.size());
    }

    private static long[] ids(Map<Long, Integer> numbers) {
        long[] ids = new long[numbers.size()];
        numbers.forEach((id, number) -> ids[number] = id);
        return ids;
    }

    static Way of(String pathway, List<Fact> facts) {
        return new Way(pathway, facts.stream().sorted(IN_ORDER).toList());
    }

    /** With facts that have come since. */
    Way with(List<Fact> more) {
        Fact[] all = new Fact[size() + more.size()];
        int end = 0;
        for (int i = 0; i < size(); i++) {
            boolean isEnd = end < ends.length && ends[end] == i;
            all[i] = new Fact(
                    ids[i],
                    times[i],
                    whats[i],
                    runs[i] == NONE ? NONE : runIds[runs[i]],
                    tasks[i] == NONE ? NONE : taskIds[tasks[i]],
                    isEnd ? entered[end] : NEVER,
                    isEnd ? dues[end] : NEVER,
                    isEnd ? worked[end] : 0);
            end += isEnd ? 1 : 0;
        }
        for (int i = 0; i < more.size(); i++) {
            all[size() + i] = more.get(i);
        }
        Arrays.sort(all, IN_ORDER);
        return new Way(pathway, Arrays.asList(all));
    }

    /** A number for the id of a run or a task (FNV-1a with 64 bits); {@link #NONE} for none. */
    static long numbered(@Nullable String id) {
        if (id == null) {
            return NONE;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash == NONE ? 0 : hash;
    }

    String pathway() {
        return pathway;
    }

    int size() {
        return ids.length;
    }

    long id(int fact) {
        return ids[fact];
    }

    long at(int fact) {
        return times[fact];
    }

    Happening what(int fact) {
        return whats[fact];
    }

    /** Numbers of runs are from zero. */
    int run(int fact) {
        return runs[fact];
    }

    int runs() {
        return runIds.length;
    }

    /** Numbers of tasks are from zero. */
    int task(int fact) {
        return tasks[fact];
    }

    int tasks() {
        return taskIds.length;
    }

    /** Whether anything happened in that time, the end not included. */
    boolean isIn(long begin, long until) {
        return size() > 0 && last >= begin && first < until;
    }

    /** The first end of a step at that time or later. */
    int endFrom(long time) {
        int fact = from(time);
        int found = Arrays.binarySearch(ends, fact);
        return found < 0 ? -found - 1 : found;
    }

    /** How many steps ended; each has its number from zero, in order. */
    int ends() {
        return ends.length;
    }

    /** The fact that says so. */
    int end(int number) {
        return ends[number];
    }

    long entered(int number) {
        return entered[number];
    }

    /** {@link #NEVER} where there was no date. */
    long due(int number) {
        return dues[number];
    }

    /** For how many seconds somebody had it. */
    long worked(int number) {
        return worked[number];
    }

    /** The first fact at that time or later. */
    int from(long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Whole seconds from one time to another; none when it was the other way round. */
    static long seconds(long from, long until) {
        return Math.max(0, Math.floorDiv(until - from, SECOND));
    }

    /** Hours begun. */
    static int hours(long from, long until) {
        return (int) ((seconds(from, until) + 3599) / 3600);
    }
}
