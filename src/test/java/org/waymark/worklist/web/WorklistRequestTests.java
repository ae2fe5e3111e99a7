package org.waymark.worklist.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorklistRequestTests {

    @ParameterizedTest
    @ValueSource(
            strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "+300000-01-01T00:00:00Z", "never"
            })
    void aPlaceThatCannotBeIsTheBeginningOfTheList(String due) {
        assertThat(WorklistRequest.of("TEAM", null, due, "a-task").after()).isNull();
    }

    @Test
    void aPlaceIsADateAndATask() {
        var after = WorklistRequest.of("TEAM", null, "2026-11-12T17:00:00Z", "a-task")
                .after();

        assertThat(after).isNotNull();
    }
}
