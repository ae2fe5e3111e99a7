package org.waymark.insight;

import org.springframework.context.ApplicationContext;

/** What is kept of the flow, brought up to date by tests where nothing does it by the clock. */
public final class FiguresOfTheFlow {

    private FiguresOfTheFlow() {}

    /** The daily figures. */
    public static void count(ApplicationContext application) {
        application.getBean(FlowCounts.class).countNew();
    }

    /** What is held in memory; @return how many facts that are. */
    public static long read(ApplicationContext application) {
        Way[] ways = application.getBean(FlowMemory.class).upToDate().ways();
        long facts = 0;
        for (Way way : ways) {
            facts += way.size();
        }
        return facts;
    }
}
