package org.waymark.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.stereotype.Component;

/**
 * The one source of time. Everything that is stored or compared asks this clock, the engine included, so that tests and
 * the sample alliance can stand at another day and come back.
 */
@Component
public class WaymarkClock extends Clock {

    private final Clock base;
    private volatile Duration shift = Duration.ZERO;

    public WaymarkClock() {
        this(Clock.system(WorkingDays.ZONE));
    }

    private WaymarkClock(Clock base) {
        this.base = base;
    }

    /** Moves the clock so that it shows the given instant now and runs on from there. For tests and sample data only. */
    public void moveTo(Instant instant) {
        shift = Duration.between(base.instant(), instant);
    }

    /** Back to the real time. */
    public void reset() {
        shift = Duration.ZERO;
    }

    /** How far this clock stands from the real time. The engine's clock follows it. */
    public Duration shift() {
        return shift;
    }

    public LocalDate today() {
        return LocalDate.ofInstant(instant(), WorkingDays.ZONE);
    }

    @Override
    public Instant instant() {
        // PostgreSQL keeps microseconds; anything finer would differ from what is read back.
        return base.instant().plus(shift).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return WorkingDays.ZONE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
