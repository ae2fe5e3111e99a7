package org.waymark.centre;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.UUID;

/** A day of the week on which a centre is open, and how many places it has. */
public record CentreDay(
        UUID id,
        String serviceId,
        DayOfWeek weekday,
        LocalTime begins,
        LocalTime ends,
        int places,
        LocalDate openedOn) {

    /** Wednesdays, 10:00 to 15:00. */
    public String label() {
        return weekday.getDisplayName(TextStyle.FULL, Locale.UK) + "s, " + begins + " to " + ends;
    }

    /**
     * How much of a day is taken.
     *
     * @param taken places that somebody has
     * @param kept those of them whose induction is still to come
     * @param waiting people who wait for this day and no other
     */
    public record Use(CentreDay day, int taken, int kept, int waiting) {

        public int free() {
            return day.places() - taken;
        }
    }
}
