package org.waymark.workflow;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.WaymarkDatabase;

/** Puts the clocks back after a test has changed them: what a node remembers does not notice that a database was cleaned. */
public final class ClocksAsTheyWere {

    private final ClockTable clocks;
    private final JdbcClient jdbc;

    ClocksAsTheyWere(ClockTable clocks, JdbcClient jdbc) {
        this.clocks = clocks;
        this.jdbc = jdbc;
    }

    public static ClocksAsTheyWere of(ApplicationContext application) {
        return new ClocksAsTheyWere(application.getBean(ClockTable.class), application.getBean(JdbcClient.class));
    }

    public void again() {
        WaymarkDatabase.clean();
        // Another version than the one remembered, and then the one of the start.
        jdbc.sql("update clock_version set version = -1").update();
        clocks.refresh();
        WaymarkDatabase.clean();
        clocks.refresh();
    }
}
