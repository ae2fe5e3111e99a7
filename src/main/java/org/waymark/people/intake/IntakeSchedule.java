package org.waymark.people.intake;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Switches on the clockwork that goes on with imports and deletes what they leave behind. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class IntakeSchedule {}
