package org.waymark.notify;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Each node empties the outbox every few seconds. Tests leave it out and do so at the moment they mean. */
@Component
@ConditionalOnProperty(name = "waymark.schedule", matchIfMissing = true)
class MailRound {

    private static final Logger LOG = LoggerFactory.getLogger(MailRound.class);

    private final Outbox outbox;

    MailRound(Outbox outbox) {
        this.outbox = outbox;
    }

    @Scheduled(initialDelay = 15, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void sendDue() {
        try {
            outbox.sendDue();
        } catch (RuntimeException e) {
            LOG.warn("The outbox waits and is tried again: {}", e.getClass().getName());
        }
    }
}
