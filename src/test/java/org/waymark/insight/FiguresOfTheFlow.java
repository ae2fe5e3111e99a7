package org.waymark.insight;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What is kept of the flow, brought up to date by tests where nothing does it by the clock. */
public final class FiguresOfTheFlow {

    private FiguresOfTheFlow() {}

    /** The daily figures. */
    public static void count(ApplicationContext application) {
        application.getBean(FlowCounts.class).countNew();
    }

    /** The daily figures, from all facts. */
    public static void countAnew(ApplicationContext application) {
        application.getBean(FlowCounts.class).countAll();
    }

    /** All facts, as after a start, beside those that are held. */
    public static void readAnew(ApplicationContext application) {
        var memory = new FlowMemory(application.getBean(DataSource.class));
        application.getBean(TransactionTemplate.class).executeWithoutResult(status -> memory.upToDate());
    }

    /** What is held in memory; @return how many facts that are. */
    public static long read(ApplicationContext application) {
        List<Way> ways = application.getBean(FlowMemory.class).upToDate().ways();
        long facts = 0;
        for (Way way : ways) {
            facts += way.size();
        }
        return facts;
    }
}
