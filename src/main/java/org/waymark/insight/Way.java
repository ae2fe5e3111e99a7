package org.waymark.insight;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private static final Set<Kind> ENDS_OF_WAITING =
            EnumSet.of(Kind.STEP_CLAIMED, Kind.STEP_COMPLETED, Kind.STEP_CANCELLED);
    private static final Comparator<Fact> IN_ORDER =
            Comparator.comparingLong(Fact::at).thenComparingLong(Fact::id);

    /**
     * A fact as it is read. Run and task are told apart by a number that follows from their ids: two of one pathway having
     * the same is less likely than one in ten billion, and no id need be held.
     */
    record Fact(long id, long at, Happening what, long run, long task, long entered, long due, long worked) {}

    /** Longer than a fortnight is counted in whole days, as hours. */
    private static final long FORTNIGHT = 14 * 86_400L;

    /** What stands of an end of a step, one after the other, so that a walk finds it in one place. */
    private static final int FACT = 0;

    private static final int WHAT = 1;
    private static final int HOURS = 2;
    private static final int WAITED = 3;
    private static final int WORKED = 4;
    private static final int DATE = 5;
    private static final int OF_END = 6;
    private static final int NO_DATE = 0;
    private static final int IN_TIME = 1;
    private static final int LATE = 2;

    /** Of a beginning, after what happened and which fact it is. */
    private static final int BEFORE = 2;

    private static final int TAKEN = 3;
    private static final int OF_BEGINNING = 4;

    /** A step that nobody has taken yet. */
    static final int UNTAKEN = -1;

    /** A step that was cancelled before anybody took it. */
    static final int NEEDLESS = -2;

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
    private final int[] begun;
    private final int[] ends;
    private final long[] entered;
    private final long[] dues;
    private final int[] secondsWorked;
    private final int[] turns;

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
        int[] ended = places(what -> what.kind().isEndOfStep());
        ends = new int[ended.length * OF_END];
        entered = new long[ended.length];
        dues = new long[ended.length];
        secondsWorked = new int[ended.length];
        for (int end = 0; end < ended.length; end++) {
            addEnd(end, ended[end], facts.get(ended[end]));
        }
        begun = beginnings(places(what -> what.is(Kind.STEP_ENTERED)));
    }

    private int[] places(Predicate<Happening> condition) {
        return IntStream.range(0, size()).filter(i -> condition.test(what(i))).toArray();
    }

    private void addEnd(int end, int fact, Fact said) {
        entered[end] = said.entered();
        dues[end] = said.due();
        secondsWorked[end] = (int) Math.min(Integer.MAX_VALUE, said.worked());
        long whole = seconds(said.entered(), said.at());
        int row = end * OF_END;
        ends[row + FACT] = fact;
        ends[row + WHAT] = whats[fact];
        ends[row + HOURS] = hours(said.entered(), said.at());
        ends[row + WAITED] = counted(Math.max(0, whole - secondsWorked[end]));
        ends[row + WORKED] = counted(secondsWorked[end]);
        ends[row + DATE] = said.due() == NEVER ? NO_DATE : said.at() > said.due() ? LATE : IN_TIME;
    }

    private static int counted(long seconds) {
        return (int) (seconds <= FORTNIGHT ? (seconds + 3599) / 3600 : (seconds + 86_399) / 86_400 * 24);
    }

    private int[] beginnings(int[] steps) {
        int[] taken = taken();
        int[] ended = new int[runIds.length];
        Arrays.fill(ended, NONE);
        int noted = 0;
        int[] rows = new int[steps.length * OF_BEGINNING];
        for (int step = 0; step < steps.length; step++) {
            int fact = steps[step];
            // What ended in the same moment was before.
            for (; noted < size() && times[noted] <= times[fact]; noted++) {
                if (runs[noted] != NONE && what(noted).is(Kind.STEP_COMPLETED)) {
                    ended[runs[noted]] = noted;
                }
            }
            int before = runs[fact] == NONE
                    ? NONE
                    : ofModel(ended[runs[fact]], runs[fact], what(fact).process());
            int row = step * OF_BEGINNING;
            rows[row + FACT] = fact;
            rows[row + WHAT] = whats[fact];
            rows[row + BEFORE] = before == NONE ? NONE : whats[before];
            rows[row + TAKEN] = takenAfter(fact, tasks[fact] == NONE ? NONE : taken[tasks[fact]]);
        }
        return rows;
    }

    /** For each task the fact with which somebody took or did it, or with which it was cancelled untaken. */
    private int[] taken() {
        int[] taken = new int[taskIds.length];
        Arrays.fill(taken, NONE);
        for (int i = size() - 1; i >= 0; i--) {
            if (tasks[i] != NONE && ENDS_OF_WAITING.contains(what(i).kind())) {
                taken[tasks[i]] = i;
            }
        }
        return taken;
    }

    private int takenAfter(int begun, int taken) {
        if (taken == NONE) {
            return UNTAKEN;
        }
        return what(taken).is(Kind.STEP_CANCELLED) ? NEEDLESS : hours(times[begun], times[taken]);
    }

    /** Another model may have a run of the same record. */
    private int ofModel(int ended, int run, @Nullable String process) {
        int i = ended;
        while (i >= 0
                && (runs[i] != run
                        || !what(i).is(Kind.STEP_COMPLETED)
                        || !Objects.equals(what(i).process(), process))) {
            i--;
        }
        return i;
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
            boolean isEnd = end < ends() && end(end) == i;
            all[i] = new Fact(
                    ids[i],
                    times[i],
                    what(i),
                    runs[i] == NONE ? NONE : runIds[runs[i]],
                    tasks[i] == NONE ? NONE : taskIds[tasks[i]],
                    isEnd ? entered[end] : NEVER,
                    isEnd ? dues[end] : NEVER,
                    isEnd ? secondsWorked[end] : 0);
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

    /** Whether anything happened in that time, the end not included. */
    boolean isIn(long begin, long until) {
        return last >= begin && first < until;
    }

    /** The facts with which the pathway began, ended or came to another stage, in order. */
    int[] turns() {
        return turns;
    }

    /** How many steps ended; each has its number from zero, in order. */
    int ends() {
        return entered.length;
    }

    /** The first end of a step at that time or later. */
    int endFrom(long time) {
        return place(ends, OF_END, time);
    }

    /** The fact that says so. */
    int end(int number) {
        return ends[number * OF_END + FACT];
    }

    /** The number of what happened. */
    int ended(int number) {
        return ends[number * OF_END + WHAT];
    }

    long entered(int number) {
        return entered[number];
    }

    /** From beginning to end. */
    int hours(int number) {
        return ends[number * OF_END + HOURS];
    }

    /** As long as nobody had it, as figures tell it. */
    int waited(int number) {
        return ends[number * OF_END + WAITED];
    }

    /** As long as somebody had it, as figures tell it. */
    int worked(int number) {
        return ends[number * OF_END + WORKED];
    }

    boolean hasDate(int number) {
        return ends[number * OF_END + DATE] != NO_DATE;
    }

    boolean isLate(int number) {
        return ends[number * OF_END + DATE] == LATE;
    }

    /** How many steps began; each has its number from zero, in order. */
    int begun() {
        return begun.length / OF_BEGINNING;
    }

    /** The first beginning of a step at that time or later. */
    int begunFrom(long time) {
        return place(begun, OF_BEGINNING, time);
    }

    /** The fact that says so. */
    int beginning(int number) {
        return begun[number * OF_BEGINNING + FACT];
    }

    /** The number of what happened. */
    int begun(int number) {
        return begun[number * OF_BEGINNING + WHAT];
    }

    /** The number of how the step ended that was completed last in the same run until then; {@link #NONE} for none. */
    int before(int number) {
        return begun[number * OF_BEGINNING + BEFORE];
    }

    /** After how many hours somebody took or did it; or {@link #UNTAKEN} or {@link #NEEDLESS}. */
    int takenAfter(int number) {
        return begun[number * OF_BEGINNING + TAKEN];
    }

    private int place(int[] rows, int columns, long time) {
        int low = 0;
        int high = rows.length / columns;
        if (time <= first || time > last) {
            return time <= first ? 0 : high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[rows[middle * columns + FACT]] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
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
