package org.waymark.crisis;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every minute whether another shift has begun. Tests leave it out and do the same at the moment they mean. */
@Component
@ConditionalOnProperty(name = "waymark.schedule", matchIfMissing = true)
class CrisisSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(CrisisSchedule.class);

    private final Crises crises;

    CrisisSchedule(Crises crises) {
        this.crises = crises;
    }

    @Scheduled(initialDelay = 30, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void handOn() {
        try {
            crises.handOn();
        } catch (RuntimeException e) {
            LOG.warn(
                    "What a shift left undone is given to the next at the next turn: {}",
                    e.getClass().getName());
        }
    }
}
