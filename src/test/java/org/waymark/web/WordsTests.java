package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.waymark.access.Role;
import org.waymark.kernel.WaymarkClock;

class WordsTests {

    private final WaymarkClock clock = new WaymarkClock();
    private final Words words = new Words(clock, messages());

    private static ResourceBundleMessageSource messages() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    @BeforeEach
    void standOnASaturdayMorning() {
        clock.moveTo(Instant.parse("2026-11-07T09:12:00Z"));
    }

    @Test
    void writesDaysAndTimesAsPeopleSayThem() {
        assertThat(words.day(LocalDate.of(2026, 11, 7))).isEqualTo("7 November 2026");
        assertThat(words.today()).isEqualTo("Saturday 7 November 2026");
        assertThat(words.dayTime(Instant.parse("2026-11-05T17:00:00Z"))).isEqualTo("Thu 5 Nov, 17:00");
        assertThat(words.dayTime(Instant.parse("2027-01-05T17:00:00Z"))).isEqualTo("Tue 5 Jan 2027, 17:00");
    }

    @Test
    void tellsTheTimeOfLondonInSummerToo() {
        assertThat(words.dayTime(Instant.parse("2026-07-01T16:00:00Z"))).isEqualTo("Wed 1 Jul, 17:00");
        assertThat(words.day(Instant.parse("2026-06-30T23:30:00Z"))).isEqualTo("1 July 2026");
    }

    @Test
    void saysSinceWhenSomethingWaits() {
        assertThat(words.since(Instant.parse("2026-11-07T00:05:00Z"))).isEqualTo("since today");
        assertThat(words.since(Instant.parse("2026-11-06T23:55:00Z"))).isEqualTo("since yesterday");
        assertThat(words.since(Instant.parse("2026-11-03T12:00:00Z"))).isEqualTo("since Tue 3 Nov");
    }

    @Test
    void onAWeekendSaysSinceWhenFridaysWorkIsLate() {
        clock.moveTo(Instant.parse("2026-11-08T12:00:00Z"));
        assertThat(words.due(Instant.parse("2026-11-06T17:00:00Z"))).isEqualTo("overdue since Fri 6 Nov");
    }

    @Test
    void saysHowADueTimeStands() {
        clock.moveTo(Instant.parse("2026-11-09T12:00:00Z"));
        assertThat(words.due(Instant.parse("2026-11-06T17:00:00Z"))).isEqualTo("overdue 1 working day");
        assertThat(words.due(Instant.parse("2026-11-05T17:00:00Z"))).isEqualTo("overdue 2 working days");
        assertThat(words.due(Instant.parse("2026-11-09T17:00:00Z"))).isEqualTo("due today");
        assertThat(words.due(Instant.parse("2026-11-10T17:00:00Z"))).isEqualTo("in 1 working day");
        assertThat(words.due(Instant.parse("2026-11-13T17:00:00Z"))).isEqualTo("in 4 working days");
        assertThat(words.due(null)).isEqualTo("no date");
    }

    @Test
    void countsTheHoursOfAClockThatRunsDayAndNight() {
        clock.moveTo(Instant.parse("2026-11-07T23:13:00Z"));
        assertThat(words.due(Instant.parse("2026-11-08T03:12:30Z"))).isEqualTo("in 4 hours");
        assertThat(words.due(Instant.parse("2026-11-08T00:05:00Z"))).isEqualTo("in 1 hour");
        assertThat(words.due(Instant.parse("2026-11-07T23:30:00Z"))).isEqualTo("within the hour");
        assertThat(words.due(Instant.parse("2026-11-07T23:00:00Z"))).isEqualTo("overdue since just now");
        assertThat(words.due(Instant.parse("2026-11-07T20:13:00Z"))).isEqualTo("overdue 3 hours");
        assertThat(words.dueTone(Instant.parse("2026-11-08T03:12:30Z"))).isEqualTo("amber");
    }

    @Test
    void warnsOnlyOfWhatNeedsSomeoneNow() {
        assertThat(words.dueTone(Instant.parse("2026-11-06T17:00:00Z"))).isEqualTo("red");
        assertThat(words.dueTone(Instant.parse("2026-11-07T17:00:00Z"))).isEqualTo("amber");
        assertThat(words.dueTone(Instant.parse("2026-11-09T17:00:00Z"))).isEmpty();
        assertThat(words.dueTone(null)).isEmpty();
    }

    @Test
    void groupsTheDigitsOfAnNhsNumber() {
        assertThat(words.nhsNumber("9434765919")).isEqualTo("943 476 5919");
        assertThat(words.nhsNumber(null)).isEqualTo("not known yet");
    }

    @Test
    void countsTheYearsOfALifeAndStopsAtDeath() {
        assertThat(words.age(LocalDate.of(1945, 5, 4))).isEqualTo("81 years");
        assertThat(words.age(LocalDate.of(1945, 11, 8))).isEqualTo("80 years");
        assertThat(words.age(LocalDate.of(1940, 2, 29), LocalDate.of(2023, 2, 28)))
                .isEqualTo("82 years");
    }

    @Test
    void turnsCodesIntoWordsAndSpellsOutThoseWithoutAny() {
        assertThat(words.of(Role.ACTIVITY_OFFICER)).isEqualTo("Wellbeing activity officer");
        assertThat(words.code("Stage", "MODERATE")).isEqualTo("Moderate");
        assertThat(words.code("Nothing", "HALF_WAY")).isEqualTo("Half way");
        assertThat(words.of(null)).isEmpty();
    }

    @Test
    void greetsByTheHour() {
        assertThat(words.greeting("Ruth Amadi")).isEqualTo("Good morning, Ruth");
        clock.moveTo(Instant.parse("2026-11-07T19:00:00Z"));
        assertThat(words.greeting("Ruth Amadi")).isEqualTo("Good evening, Ruth");
    }
}
