package org.waymark.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;

/**
 * Reports a worklist that differs from the engine. It stands outside the probes of liveness and readiness, since no
 * restart mends it, and compares at most once in a while however often it is asked.
 */
@Component("worklistHealthIndicator")
class WorklistHealth implements HealthIndicator {

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(WorklistHealth.class);

    private final WorklistCheck check;
    private final WaymarkClock clock;
    private final AtomicReference<@Nullable Checked> last = new AtomicReference<>();

    WorklistHealth(WorklistCheck check, WaymarkClock clock) {
        this.check = check;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Instant now = clock.instant();
        Checked checked = last.get();
        if (checked == null || Duration.between(checked.at(), now).abs().compareTo(FRESH) > 0) {
            checked = new Checked(now, check.compare());
            last.set(checked);
            if (!checked.report().isClean()) {
                LOG.error("The worklist differs from the engine: {}", checked.report());
            }
        }
        var report = checked.report();
        return (report.isClean() ? Health.up() : Health.down())
                .withDetail("missing", report.missing().size())
                .withDetail("orphaned", report.orphaned().size())
                .withDetail("different", report.different().size())
                .build();
    }

    private record Checked(Instant at, WorklistCheck.Report report) {}
}
