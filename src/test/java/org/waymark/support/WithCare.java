package org.waymark.support;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A test on people of the test alliance; each test brings in its own. */
@WaymarkTest
public abstract class WithCare {

    @Autowired
    protected Care care;

    @BeforeEach
    void beginOnAMonday() {
        care.begin();
    }

    @AfterEach
    void backToToday() {
        care.end();
    }
}
