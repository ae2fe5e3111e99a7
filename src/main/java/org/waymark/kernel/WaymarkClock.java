package org.waymark.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one source of time. Everything that is stored or compared asks this clock, the engine included, so that tests and
 * the sample alliance can stand at another day and come back.
 */
@Component
public class WaymarkClock extends Clock {

    /** How far a thread that tells of other times stands from the real time; see {@link #apart}. */
    private static final ThreadLocal<@Nullable Duration> APART = new ThreadLocal<>();

    private final Clock base;
    private volatile Duration shift = Duration.ZERO;

    public WaymarkClock() {
        this(Clock.system(WorkingDays.ZONE));
    }

    private WaymarkClock(Clock base) {
        this.base = base;
    }

    /**
     * Does this with a time of its own: until it is done, {@link #moveTo} and {@link #reset} hold for this thread alone, and
     * everybody else's clock goes on as it does. So made-up people can be told of while users work.
     */
    public void apart(Runnable act) {
        Duration before = APART.get();
        APART.set(shift());
        try {
            act.run();
        } finally {
            if (before == null) {
                APART.remove();
            } else {
                APART.set(before);
            }
        }
    }

    /** Moves the clock so that it shows the given instant now and runs on from there. For tests and sample data only. */
    public void moveTo(Instant instant) {
        stand(Duration.between(base.instant(), instant));
    }

    /** Back to the real time; of a thread that stands apart, to the time that all others have. */
    public void reset() {
        stand(APART.get() == null ? Duration.ZERO : shift);
    }

    private void stand(Duration from) {
        if (APART.get() == null) {
            shift = from;
        } else {
            APART.set(from);
        }
    }

    private Duration shift() {
        Duration apart = APART.get();
        return apart == null ? shift : apart;
    }

    public LocalDate today() {
        return LocalDate.ofInstant(instant(), WorkingDays.ZONE);
    }

    @Override
    public Instant instant() {
        // PostgreSQL keeps microseconds; anything finer would differ from what is read back.
        return base.instant().plus(shift()).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
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
