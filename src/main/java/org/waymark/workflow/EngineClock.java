package org.waymark.workflow;

import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.joda.time.DateTimeUtils;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.WaymarkClock;

/**
 * Makes the engine read the kernel's clock. The engine asks a static source for the time; it becomes the clock of the engine
 * that a command was last given to, which answers each thread by itself, so that whoever tells of other times moves nobody
 * else's. Only commands read the time, job acquisition included, so no way in can go around this.
 */
final class EngineClock extends CommandInterceptor {

    /** Static like the source that it stands in for. */
    private static volatile @Nullable WaymarkClock asked;

    private final WaymarkClock clock;

    EngineClock(WaymarkClock clock) {
        this.clock = clock;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (!clock.equals(asked)) {
            ask(clock);
        }
        return next.execute(command);
    }

    private static synchronized void ask(WaymarkClock clock) {
        DateTimeUtils.setCurrentMillisProvider(clock::millis);
        asked = clock;
    }
}
