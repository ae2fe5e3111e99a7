package org.waymark.endoflife;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.waymark.endoflife.PalliativeCare.Code;
import org.waymark.endoflife.PalliativeCare.IllnessPhase;
import org.waymark.kernel.WorkingDays;

/** How often the team looks again: as the code says, and never more seldom than the phase of illness allows. */
final class ReviewRhythm {

    private ReviewRhythm() {}

    /** Somebody who is dying is looked at every day, and an unstable phase every week at least, whatever the code. */
    static Code of(Code code, @Nullable IllnessPhase phase) {
        if (phase == IllnessPhase.DYING) {
            return Code.RED;
        }
        return phase == IllnessPhase.UNSTABLE && code.compareTo(Code.AMBER) < 0 ? Code.AMBER : code;
    }

    /** The morning of the day on which the time is up, so that the review can be held that very day. */
    static Instant morningOf(Instant due, Instant from) {
        LocalDate day = LocalDate.ofInstant(due, WorkingDays.ZONE);
        return day.isAfter(LocalDate.ofInstant(from, WorkingDays.ZONE))
                ? day.atStartOfDay(WorkingDays.ZONE).toInstant()
                : due;
    }
}
