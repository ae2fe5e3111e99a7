package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Tests of one model: the last one says which elements and flows no other has passed. Run the class as a whole. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class CoveredModel {

    private final String process;

    CoveredModel(String process) {
        this.process = process;
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void reachesEveryElement() {
        assertThat(ModelCoverage.of(process).missing()).isEmpty();
    }

    /** Written anew after each model, so that the last of a run leaves the report on all of them. */
    @AfterAll
    static void report() throws IOException {
        ModelCoverage.report();
    }
}
