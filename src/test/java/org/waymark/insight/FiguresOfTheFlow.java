package org.waymark.insight;

import org.springframework.context.ApplicationContext;

/** The figures that pages read, brought up to date by tests where nothing does it by the clock. */
public final class FiguresOfTheFlow {

    private FiguresOfTheFlow() {}

    public static void count(ApplicationContext application) {
        application.getBean(FlowCounts.class).countNew();
    }
}
