package org.waymark.background;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Switches on what each node does by the clock. Tests leave it off and do the same at the moment they mean. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "waymark.schedule", matchIfMissing = true)
@EnableScheduling
class Schedule {}
