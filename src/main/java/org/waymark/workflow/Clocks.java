package org.waymark.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.WorkingDays;

/** The alliance's named clocks. Each is a row with owner, source and date; a due date is computed once and then stands. */
public interface Clocks {

    /** What a clock counts. Hours run day and night; days of both kinds end with the day's work. */
    enum Unit {
        HOURS,
        DAYS,
        WORKING_DAYS,
        MONTHS;

        /** So many of them after the given moment, or before it where the amount is negative; the day itself never counts. */
        Instant after(Instant from, long amount) {
            LocalDate day = LocalDate.ofInstant(from, WorkingDays.ZONE);
            return switch (this) {
                case HOURS -> from.plus(Duration.ofHours(amount));
                case DAYS -> WorkingDays.endOf(day.plusDays(amount));
                case WORKING_DAYS -> WorkingDays.endOf(WorkingDays.plus(day, amount));
                case MONTHS -> WorkingDays.endOf(day.plusMonths(amount));
            };
        }
    }

    /**
     * @param priority picks the row of that priority where the clock has one, else the clock's plain row
     * @throws IllegalArgumentException for a clock that no row names
     */
    default Instant due(String clock, @Nullable String priority, Instant from) {
        return due(clock, priority, null, from);
    }

    /**
     * As {@link #due(String, String, Instant)}, for one service: of the rows that fit, the one of the service and priority
     * counts, then that of the service, then that of the priority, then the plain one.
     */
    Instant due(String clock, @Nullable String priority, @Nullable String service, Instant from);
}
