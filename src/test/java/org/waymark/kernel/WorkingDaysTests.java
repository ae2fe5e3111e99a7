package org.waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingDaysTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-04-03", // Good Friday
                "2026-04-06", // Easter Monday
                "2026-05-04", // the bank holiday of early May
                "2026-05-25", // the bank holiday of spring
                "2026-08-31", // the bank holiday of summer
                "2026-12-25",
                "2026-12-28", // Boxing Day is a Saturday and kept on the Monday
                "2027-12-27", // Christmas Day is a Saturday
                "2027-12-28",
                "2028-01-03", // New Year's Day is a Saturday
                "2026-11-28", // a Saturday
                "2026-11-29"
            })
    void nobodyWorksOnBankHolidaysAndWeekends(LocalDate day) {
        assertThat(WorkingDays.isWorkingDay(day)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-17", // Saint Patrick's Day is kept in Northern Ireland
                "2026-08-03", // and this one in Scotland
                "2026-11-30", // Saint Andrew's Day
                "2026-12-24",
                "2026-12-31",
                "2028-02-29"
            })
    void whatIsKeptElsewhereIsAWorkingDayOfEngland(LocalDate day) {
        assertThat(WorkingDays.isWorkingDay(day)).isTrue();
    }

    /** The clocks go forward on 29 March 2026 and back on 25 October. */
    @ParameterizedTest
    @CsvSource({
        // In Greenwich time until the clocks go forward, an hour earlier by it afterwards; always 17:00 in London.
        "2026-03-26T10:00:00Z, 1, 2026-03-27T17:00:00Z",
        "2026-03-26T10:00:00Z, 2, 2026-03-30T16:00:00Z",
        "2026-10-22T10:00:00Z, 1, 2026-10-23T16:00:00Z",
        "2026-10-22T10:00:00Z, 2, 2026-10-26T17:00:00Z",
        // Half past midnight in London in summer is still the day before in Greenwich.
        "2026-06-09T23:30:00Z, 1, 2026-06-11T16:00:00Z",
        "2028-02-28T10:00:00Z, 1, 2028-02-29T17:00:00Z",
        "2027-02-26T10:00:00Z, 1, 2027-03-01T17:00:00Z",
        "2026-04-02T10:00:00Z, 1, 2026-04-07T16:00:00Z"
    })
    void aDayOfWorkEndsAtFiveInLondon(Instant from, int days, Instant end) {
        assertThat(WorkingDays.endOfDayAfter(from, days)).isEqualTo(end);
    }

    @Test
    void countsBackwardsToo() {
        assertThat(WorkingDays.plus(LocalDate.of(2026, 12, 29), -1)).isEqualTo("2026-12-24");
        assertThat(WorkingDays.plus(LocalDate.of(2026, 12, 29), -2)).isEqualTo("2026-12-23");
        assertThat(WorkingDays.plus(LocalDate.of(2026, 12, 29), 0)).isEqualTo("2026-12-29");
    }
}
