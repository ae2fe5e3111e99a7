package org.waymark.insight;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Happening.Kind;

/** The beginnings of steps on a way, each with a number from zero, in order; worked out beforehand as {@link Ends} are. */
final class Beginnings {

    /** Nobody has taken the step yet. */
    static final int UNTAKEN = -1;

    /** The step was cancelled before anybody took it. */
    static final int NEEDLESS = -2;

    private static final Set<Kind> ENDS_OF_WAITING =
            EnumSet.of(Kind.STEP_CLAIMED, Kind.STEP_COMPLETED, Kind.STEP_CANCELLED);

    private static final int FACT = 0;
    private static final int WHAT = 1;
    private static final int BEFORE = 2;
    private static final int TAKEN = 3;
    private static final int COLUMNS = 4;

    private final int[] rows;

    /** @param beginnings which facts of the way are beginnings of steps, in order */
    Beginnings(Way way, int[] beginnings) {
        int[] taken = taken(way);
        int[] ended = new int[way.runs()];
        Arrays.fill(ended, Way.NONE);
        int noted = 0;
        rows = new int[beginnings.length * COLUMNS];
        for (int step = 0; step < beginnings.length; step++) {
            int fact = beginnings[step];
            // What ended in the same moment was before.
            for (; noted < way.size() && way.at(noted) <= way.at(fact); noted++) {
                if (way.run(noted) != Way.NONE && way.what(noted).is(Kind.STEP_COMPLETED)) {
                    ended[way.run(noted)] = noted;
                }
            }
            int before = way.run(fact) == Way.NONE ? Way.NONE : ofSameModel(way, ended[way.run(fact)], fact);
            int row = step * COLUMNS;
            rows[row + FACT] = fact;
            rows[row + WHAT] = way.number(fact);
            rows[row + BEFORE] = before == Way.NONE ? Way.NONE : way.number(before);
            rows[row + TAKEN] = takenAfter(way, fact, way.task(fact) == Way.NONE ? Way.NONE : taken[way.task(fact)]);
        }
    }

    /** For each task the fact with which somebody took or did it, or with which it was cancelled untaken. */
    private static int[] taken(Way way) {
        int[] taken = new int[way.tasks()];
        Arrays.fill(taken, Way.NONE);
        for (int i = way.size() - 1; i >= 0; i--) {
            if (way.task(i) != Way.NONE && ENDS_OF_WAITING.contains(way.what(i).kind())) {
                taken[way.task(i)] = i;
            }
        }
        return taken;
    }

    private static int takenAfter(Way way, int begun, int taken) {
        if (taken == Way.NONE) {
            return UNTAKEN;
        }
        return way.what(taken).is(Kind.STEP_CANCELLED) ? NEEDLESS : Way.hours(way.at(begun), way.at(taken));
    }

    /** Another model may have a run of the same record. */
    private static int ofSameModel(Way way, int ended, int begun) {
        @Nullable String process = way.what(begun).process();
        int i = ended;
        while (i >= 0
                && (way.run(i) != way.run(begun)
                        || !way.what(i).is(Kind.STEP_COMPLETED)
                        || !Objects.equals(way.what(i).process(), process))) {
            i--;
        }
        return i;
    }

    int count() {
        return rows.length / COLUMNS;
    }

    /** The first that is that fact or a later one. */
    int from(int fact) {
        return Way.first(rows, COLUMNS, fact);
    }

    /** The fact that says so. */
    int fact(int step) {
        return rows[step * COLUMNS + FACT];
    }

    /** The number of what happened. */
    int number(int step) {
        return rows[step * COLUMNS + WHAT];
    }

    /** The number of how the step ended that was completed last in the same run until then; {@link Way#NONE} for none. */
    int before(int step) {
        return rows[step * COLUMNS + BEFORE];
    }

    /** After how many hours somebody took or did it; or {@link #UNTAKEN} or {@link #NEEDLESS}. */
    int takenAfter(int step) {
        return rows[step * COLUMNS + TAKEN];
    }
}
