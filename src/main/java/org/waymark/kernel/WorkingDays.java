package org.waymark.kernel;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** Working days of England: Monday to Friday without bank holidays, in the time of London. */
public final class WorkingDays {

    public static final ZoneId ZONE = ZoneId.of("Europe/London");

    /** Work that is due on a day is due when the day's work ends. */
    public static final LocalTime END_OF_DAY = LocalTime.of(17, 0);

    private static final HolidayManager HOLIDAYS =
            HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.UNITED_KINGDOM));

    private WorkingDays() {}

    public static boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !HOLIDAYS.isHoliday(day, "eng");
    }

    /** The n-th working day after the given day, or before it where n is negative; the day itself never counts. */
    public static LocalDate plus(LocalDate from, long days) {
        int step = days < 0 ? -1 : 1;
        LocalDate day = from;
        for (long left = Math.abs(days); left > 0; ) {
            day = day.plusDays(step);
            if (isWorkingDay(day)) {
                left--;
            }
        }
        return day;
    }

    /** The instant at which the n-th working day after the given moment ends; the day of the moment itself never counts. */
    public static Instant endOfDayAfter(Instant from, int days) {
        return endOf(plus(LocalDate.ofInstant(from, ZONE), days));
    }

    /** When the day's work ends. */
    public static Instant endOf(LocalDate day) {
        return day.atTime(END_OF_DAY).atZone(ZONE).toInstant();
    }

    /** Working days after {@code from} up to and including {@code to}; negative when {@code to} lies before. */
    public static long between(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -between(to, from);
        }
        return from.plusDays(1)
                .datesUntil(to.plusDays(1))
                .filter(WorkingDays::isWorkingDay)
                .count();
    }
}
