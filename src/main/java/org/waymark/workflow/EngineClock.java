package org.waymark.workflow;

import java.time.Duration;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.waymark.kernel.WaymarkClock;

/**
 * Sets the engine's clock by the kernel's before each command. The engine's clock is static and only commands read it,
 * job acquisition included, so this is the one place that no way in can go around; while nobody moves the kernel's clock
 * it costs a comparison.
 */
final class EngineClock extends CommandInterceptor {

    /** Static like the clock it describes. */
    private static volatile Duration shown = Duration.ZERO;

    private final WaymarkClock clock;

    EngineClock(WaymarkClock clock) {
        this.clock = clock;
    }

    @Override
    public <T> T execute(Command<T> command) {
        Duration shift = clock.shift();
        if (!shift.equals(shown)) {
            show(shift);
        }
        return next.execute(command);
    }

    private static synchronized void show(Duration shift) {
        ClockUtil.offset(shift.toMillis());
        shown = shift;
    }
}
