package org.waymark.workflow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import org.waymark.kernel.LookedAtOften;
import org.waymark.kernel.WaymarkClock;

/**
 * Reports a worklist that differs from the engine. It stands outside the probes of liveness and readiness, since no
 * restart mends it, and compares at most once in a while however often it is asked.
 */
@Component("worklistHealthIndicator")
class WorklistHealth implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(WorklistHealth.class);

    private final LookedAtOften<WorklistCheck.Report> check;

    WorklistHealth(WorklistCheck check, WaymarkClock clock) {
        this.check = new LookedAtOften<>(clock, () -> {
            var report = check.compare();
            if (!report.isClean()) {
                LOG.error("The worklist differs from the engine: {}", report);
            }
            return report;
        });
    }

    @Override
    public Health health() {
        var report = check.get();
        return (report.isClean() ? Health.up() : Health.down())
                .withDetail("missing", report.missing().size())
                .withDetail("orphaned", report.orphaned().size())
                .withDetail("different", report.different().size())
                .build();
    }
}
