package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class ClockTests {

    @Autowired
    Clocks clocks;

    /** 18 December 2026 is a Friday; Christmas Day is a Friday too and Boxing Day is kept on Monday the 28th. */
    @ParameterizedTest
    @CsvSource({
        "NAME_COORDINATOR,, 2026-12-18T10:00:00Z, 2026-12-22T17:00:00Z",
        "SUPPORT_PLAN,, 2026-12-18T10:00:00Z, 2026-12-29T17:00:00Z",
        "ASSESSMENT_REMINDER,, 2026-12-18T23:30:00Z, 2026-12-25T17:00:00Z",
        "DELIRIUM_CHECK,, 2026-12-24T23:30:00Z, 2026-12-25T03:30:00Z",
        "REFERRAL_ANSWER, URGENT, 2026-12-18T18:00:00Z, 2026-12-21T17:00:00Z",
        "REFERRAL_ANSWER, RAPID_RESPONSE, 2026-12-26T03:00:00Z, 2026-12-26T07:00:00Z",
        "REFERRAL_ANSWER, PALLIATIVE, 2026-12-24T18:00:00Z, 2026-12-25T17:00:00Z",
        "FIRST_CONTACT, SOON, 2026-06-01T08:00:00Z, 2026-06-15T16:00:00Z",
        "WAITING_LIST, URGENT, 2026-06-01T08:00:00Z, 2026-06-29T16:00:00Z",
        "ASSESSMENT_REMINDER,, 2026-10-20T10:00:00Z, 2026-10-27T17:00:00Z",
        "BEREAVEMENT_CLOSING,, 2026-07-31T09:00:00Z, 2027-08-31T16:00:00Z",
        "BEREAVEMENT_CLOSING,, 2027-01-31T09:00:00Z, 2028-02-29T17:00:00Z",
        // Four hours are four hours in the night in which the clocks change, and the leap day is a day.
        "DELIRIUM_CHECK,, 2026-03-29T00:30:00Z, 2026-03-29T04:30:00Z",
        "DELIRIUM_CHECK,, 2026-10-25T00:30:00Z, 2026-10-25T04:30:00Z",
        "ASSESSMENT_REMINDER,, 2026-03-24T10:00:00Z, 2026-03-31T16:00:00Z",
        "ASSESSMENT_CLOSE,, 2028-02-19T10:00:00Z, 2028-03-11T17:00:00Z",
        "NAME_COORDINATOR,, 2028-02-28T10:00:00Z, 2028-03-01T17:00:00Z"
    })
    void saysWhenWorkIsDue(String clock, @Nullable String priority, Instant from, Instant due) {
        assertThat(clocks.due(clock, priority, from)).isEqualTo(due);
    }

    @Test
    void refusesAClockThatNobodySet() {
        assertThatThrownBy(() -> clocks.due("NO_SUCH_CLOCK", null, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clocks.due("REFERRAL_ANSWER", null, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
