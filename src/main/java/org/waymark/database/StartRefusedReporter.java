package org.waymark.database;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says a refused start in one line of the log. A failure analyser would do so in a banner of ten lines, and it comes
 * after this reporter.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartRefusedReporter implements SpringBootExceptionReporter {

    StartRefusedReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused refused) {
                return say(refused.getMessage());
            }
            if (cause instanceof PortInUseException port) {
                return say(HttpPort.taken(port.getPort()));
            }
        }
        return false;
    }

    private boolean say(@Nullable String sentence) {
        LoggerFactory.getLogger("org.waymark").error(sentence);
        return true;
    }
}
