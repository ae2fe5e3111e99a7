package org.waymark.insight;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the measures fresh, and tells who is to be told of them. Tests leave it out and do so at the moment they mean. */
@Component
@ConditionalOnProperty(name = "waymark.schedule", matchIfMissing = true)
class MeasureSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(MeasureSchedule.class);

    private final MeasureMonths months;
    private final MeasureAlerts alerts;

    MeasureSchedule(MeasureMonths months, MeasureAlerts alerts) {
        this.months = months;
        this.alerts = alerts;
    }

    /** What fails now, perhaps because the database is away, is made up for at the next turn. */
    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void count() {
        try {
            months.countIfStale();
            alerts.tell();
        } catch (RuntimeException e) {
            LOG.warn("measures wait and are looked at again: {}", e.getClass().getName());
        }
    }
}
