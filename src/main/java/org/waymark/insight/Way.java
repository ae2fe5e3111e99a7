package org.waymark.insight;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Happening.Kind;

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
    private final long number;
    private final long first;
    private final long last;
    private final long[] ids;
    private final long[] times;

    /** All happenings that there were when this was written, by their numbers; the same array for all ways. */
    private final Happening[] known;

    private final int[] whats;
    private final long[] runIds;
    private final int[] runs;
    private final long[] taskIds;
    private final int[] tasks;
    private final int[] turns;
    private final Ends ends;
    private final Beginnings begun;

    private Way(String pathway, List<Fact> facts, Happening[] known) {
        int size = facts.size();
        this.pathway = pathway;
        this.number = numbered(pathway);
        this.known = known;
        ids = new long[size];
        times = new long[size];
        whats = new int[size];
        runs = new int[size];
        tasks = new int[size];
        Map<Long, Integer> runNumbers = new HashMap<>();
        Map<Long, Integer> taskNumbers = new HashMap<>();
        for (int i = 0; i < size; i++) {
            Fact fact = facts.get(i);
            ids[i] = fact.id();
            times[i] = fact.at();
            whats[i] = fact.what().number();
            runs[i] = number(runNumbers, fact.run());
            tasks[i] = number(taskNumbers, fact.task());
        }
        runIds = ids(runNumbers);
        taskIds = ids(taskNumbers);
        first = size == 0 ? NEVER : times[0];
        last = size == 0 ? Long.MIN_VALUE : times[size - 1];
        turns = places(Happening::isTurn);
        ends = new Ends(facts, places(what -> what.kind().isEndOfStep()));
        begun = new Beginnings(this, places(what -> what.is(Kind.STEP_ENTERED)));
    }

    private int[] places(Predicate<Happening> condition) {
        return IntStream.range(0, size()).filter(i -> condition.test(what(i))).toArray();
    }

    private static int number(Map<Long, Integer> numbers, long id) {
        return id == NONE ? NONE : numbers.computeIfAbsent(id, one -> numbers.size());
    }

    private static long[] ids(Map<Long, Integer> numbers) {
        long[] ids = new long[numbers.size()];
        numbers.forEach((id, number) -> ids[number] = id);
        return ids;
    }

    /** @param known all happenings, by their numbers */
    static Way of(String pathway, List<Fact> facts, Happening[] known) {
        return new Way(pathway, facts.stream().sorted(IN_ORDER).toList(), known);
    }

    /** With facts that have come since. */
    Way with(List<Fact> more, Happening[] knownNow) {
        Fact[] all = new Fact[size() + more.size()];
        int end = 0;
        for (int i = 0; i < size(); i++) {
            boolean isEnd = end < ends.count() && ends.fact(end) == i;
            all[i] = new Fact(
                    ids[i],
                    times[i],
                    what(i),
                    runs[i] == NONE ? NONE : runIds[runs[i]],
                    tasks[i] == NONE ? NONE : taskIds[tasks[i]],
                    isEnd ? ends.entered(end) : NEVER,
                    isEnd ? ends.due(end) : NEVER,
                    isEnd ? ends.secondsWorked(end) : 0);
            end += isEnd ? 1 : 0;
        }
        for (int i = 0; i < more.size(); i++) {
            all[size() + i] = more.get(i);
        }
        Arrays.sort(all, IN_ORDER);
        return new Way(pathway, Arrays.asList(all), knownNow);
    }

    /** A number for the id of a pathway, a run or a task (FNV-1a with 64 bits); {@link #NONE} for none. */
    static long numbered(@Nullable String id) {
        if (id == null) {
            return NONE;
        }
        return numbered(id, 0, id.length());
    }

    /** The same for the id that stands there in a text. */
    static long numbered(String text, int begin, int end) {
        long hash = 0xcbf29ce484222325L;
        for (int i = begin; i < end; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash == NONE ? 0 : hash;
    }

    String pathway() {
        return pathway;
    }

    /** A number for the reference. */
    long number() {
        return number;
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
        return known[whats[fact]];
    }

    /** The number of what happened. */
    int number(int fact) {
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
        return last >= begin && first < until;
    }

    /** The facts with which the pathway began, ended or came to another stage, in order. */
    int[] turns() {
        return turns;
    }

    Ends ends() {
        return ends;
    }

    Beginnings begun() {
        return begun;
    }

    /** The first fact at that time or later. */
    int from(long time) {
        if (time <= first || time > last) {
            return time <= first ? 0 : times.length;
        }
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

    /** Of rows that begin with a fact each, in order, the first that has that fact or a later one. */
    static int first(int[] rows, int columns, int fact) {
        int low = 0;
        int high = rows.length / columns;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle * columns] < fact) {
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
