package org.waymark.workflow;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What each node does by the clock. */
@Component
class WorkflowSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(WorkflowSchedule.class);

    private final ClockTable clocks;
    private final Escalations escalations;

    WorkflowSchedule(ClockTable clocks, Escalations escalations) {
        this.clocks = clocks;
        this.escalations = escalations;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void lookForChangedClocks() {
        later("clocks", clocks::refresh);
    }

    @Scheduled(initialDelay = 30, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void escalate() {
        later("escalation", escalations::sweep);
    }

    /** What fails now, perhaps because the database is away, is tried again at the next turn. */
    private static void later(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} waits and is tried again: {}", what, e.getClass().getName());
        }
    }
}
