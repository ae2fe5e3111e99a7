package org.waymark.insight;

import java.util.List;
import org.waymark.insight.Way.Fact;

/**
 * The ends of steps on a way, each with a number from zero, in order. What questions ask of one stands in one place, worked
 * out beforehand, because they go through all ends of all people.
 */
final class Ends {

    private static final int FACT = 0;
    private static final int WHAT = 1;
    private static final int HOURS = 2;
    private static final int WAITED = 3;
    private static final int WORKED = 4;
    private static final int DATE = 5;
    private static final int COLUMNS = 6;

    private static final int NO_DATE = 0;
    private static final int IN_TIME = 1;
    private static final int LATE = 2;

    /** Longer than a fortnight is counted in whole days, as hours. */
    private static final long FORTNIGHT = 14 * 86_400L;

    private final int[] rows;
    private final long[] entered;
    private final long[] dues;
    private final int[] secondsWorked;

    /** @param ends which of the facts are ends of steps, in order */
    Ends(List<Fact> facts, int[] ends) {
        rows = new int[ends.length * COLUMNS];
        entered = new long[ends.length];
        dues = new long[ends.length];
        secondsWorked = new int[ends.length];
        for (int end = 0; end < ends.length; end++) {
            Fact fact = facts.get(ends[end]);
            entered[end] = fact.entered();
            dues[end] = fact.due();
            secondsWorked[end] = (int) Math.min(Integer.MAX_VALUE, fact.worked());
            int row = end * COLUMNS;
            rows[row + FACT] = ends[end];
            rows[row + WHAT] = fact.what().number();
            rows[row + HOURS] = Way.hours(fact.entered(), fact.at());
            rows[row + WAITED] = counted(Math.max(0, Way.seconds(fact.entered(), fact.at()) - secondsWorked[end]));
            rows[row + WORKED] = counted(secondsWorked[end]);
            rows[row + DATE] = fact.due() == Way.NEVER ? NO_DATE : fact.at() > fact.due() ? LATE : IN_TIME;
        }
    }

    private static int counted(long seconds) {
        return (int) (seconds <= FORTNIGHT ? (seconds + 3599) / 3600 : (seconds + 86_399) / 86_400 * 24);
    }

    int count() {
        return entered.length;
    }

    /** The first that is that fact or a later one. */
    int from(int fact) {
        return Way.first(rows, COLUMNS, fact);
    }

    /** The fact that says so. */
    int fact(int end) {
        return rows[end * COLUMNS + FACT];
    }

    /** The number of what happened. */
    int number(int end) {
        return rows[end * COLUMNS + WHAT];
    }

    /** When the step began. */
    long entered(int end) {
        return entered[end];
    }

    /** {@link Way#NEVER} where there was no date. */
    long due(int end) {
        return dues[end];
    }

    /** For how many seconds somebody had it. */
    int secondsWorked(int end) {
        return secondsWorked[end];
    }

    /** From beginning to end. */
    int hours(int end) {
        return rows[end * COLUMNS + HOURS];
    }

    /** As long as nobody had it, as figures tell it. */
    int waited(int end) {
        return rows[end * COLUMNS + WAITED];
    }

    /** As long as somebody had it, as figures tell it. */
    int worked(int end) {
        return rows[end * COLUMNS + WORKED];
    }

    boolean hasDate(int end) {
        return rows[end * COLUMNS + DATE] != NO_DATE;
    }

    boolean isLate(int end) {
        return rows[end * COLUMNS + DATE] == LATE;
    }
}
