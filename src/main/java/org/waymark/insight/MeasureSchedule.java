package org.waymark.insight;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the measures fresh. Tests leave it out and count at the moment they mean. */
@Component
@ConditionalOnProperty(name = "waymark.schedule", matchIfMissing = true)
class MeasureSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(MeasureSchedule.class);

    private final MeasureMonths months;

    MeasureSchedule(MeasureMonths months) {
        this.months = months;
    }

    /** What fails now, perhaps because the database is away, is made up for at the next turn. */
    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void count() {
        try {
            months.countIfStale();
        } catch (RuntimeException e) {
            LOG.warn("measures wait and are counted again: {}", e.getClass().getName());
        }
    }
}
