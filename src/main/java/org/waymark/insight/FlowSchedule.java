package org.waymark.insight;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps what is held and counted of the flow a minute behind at the most, so that a question has little left to read. */
@Component
class FlowSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(FlowSchedule.class);

    private final FlowMemory memory;
    private final FlowCounts counts;

    FlowSchedule(FlowMemory memory, FlowCounts counts) {
        this.memory = memory;
        this.counts = counts;
    }

    /** What fails now, perhaps because the database is away, is made up for at the next turn. */
    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void follow() {
        try {
            memory.upToDate();
            counts.countNew();
        } catch (RuntimeException e) {
            LOG.warn("flow figures wait and are tried again: {}", e.getClass().getName());
        }
    }
}
