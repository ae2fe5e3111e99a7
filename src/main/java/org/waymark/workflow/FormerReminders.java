package org.waymark.workflow;

import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs that began before escalation became data still carry timers that call these names. {@link Escalations} tells of
 * their work as of all other, so the timers have nothing left to do; without the names they would end as incidents.
 */
@Configuration(proxyBeanMethods = false)
class FormerReminders {

    @Bean
    JavaDelegate remindDelegate() {
        return execution -> {};
    }

    @Bean
    JavaDelegate escalateDelegate() {
        return execution -> {};
    }
}
