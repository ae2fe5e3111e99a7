package org.waymark;

import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The application: a modular monolith whose modules are the packages beside this class. */
@SpringBootApplication
public class Waymark {

    public static void main(String[] args) {
        SpringApplication.run(Waymark.class, args);
    }

    /** The last line of a start, so that nobody has to look for where to go. */
    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void sayWhere(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            LoggerFactory.getLogger(Waymark.class)
                    .info(
                            "Waymark is ready: http://localhost:{}",
                            web.getWebServer().getPort());
        }
    }
}
