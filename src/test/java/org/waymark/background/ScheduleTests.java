package org.waymark.background;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.waymark.support.WaymarkTest;

/** What is done by the clock is switched on and off in one place. */
@WaymarkTest
class ScheduleTests {

    @Autowired
    ApplicationContext application;

    /** Otherwise it would come in between what a test does and what it looks at, now and then. */
    @Test
    void doesNothingByTheClockWhereItIsSwitchedOff() {
        assertThat(application.getBeansOfType(ScheduledAnnotationBeanPostProcessor.class))
                .isEmpty();
    }
}
