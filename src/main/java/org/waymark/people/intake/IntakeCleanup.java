package org.waymark.people.intake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;

/** Deletes what uploaded spreadsheets held 30 days after their upload. The line of history stays, with its counts. */
@Component
class IntakeCleanup {

    static final Duration KEPT = Duration.ofDays(30);

    private final IntakeTables tables;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    IntakeCleanup(IntakeTables tables, AuditTrail audit, WaymarkClock clock) {
        this.tables = tables;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 360, timeUnit = TimeUnit.MINUTES)
    @Transactional
    public void deleteOldRows() {
        int deleted = tables.deleteRowsBefore(clock.instant().minus(KEPT), clock.instant());
        if (deleted > 0) {
            audit.record("system", "intake.rowsDeleted", null, String.valueOf(deleted));
        }
    }
}
