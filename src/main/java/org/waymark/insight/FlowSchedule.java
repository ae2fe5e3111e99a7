package org.waymark.insight;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the daily figures a minute behind at the most. */
@Component
class FlowSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(FlowSchedule.class);

    private final FlowCounts counts;

    FlowSchedule(FlowCounts counts) {
        this.counts = counts;
    }

    /** What fails now, perhaps because the database is away, is made up for at the next turn. */
    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void count() {
        try {
            counts.countNew();
        } catch (RuntimeException e) {
            LOG.warn("flow figures wait and are tried again: {}", e.getClass().getName());
        }
    }
}
