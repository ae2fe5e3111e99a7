package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    /** Says so in a file as well, for those who read the run of a build. */
    @Test
    @Order(Integer.MAX_VALUE)
    void reachesEveryElement() throws IOException {
        var coverage = ModelCoverage.of(process);
        coverage.report();
        assertThat(coverage.missing()).isEmpty();
    }
}
