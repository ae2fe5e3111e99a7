package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Tests of one model: the last one says which elements no other has reached. Run the class as a whole. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class CoveredModel {

    private final String process;

    CoveredModel(String process) {
        this.process = process;
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void reachesEveryElement() {
        assertThat(ModelRun.untested(process)).isEmpty();
    }
}
