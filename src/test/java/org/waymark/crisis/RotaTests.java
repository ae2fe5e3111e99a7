package org.waymark.crisis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.crisis.Rota.NewEntry;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkTest;

/** The rota for rapid response: who is on at each hour, and the hours at which nobody is. */
@WaymarkTest
class RotaTests {

    private static final String HOSPICE = "dougie-mac";

    @Autowired
    Rota rota;

    @Autowired
    Directory directory;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void anEmptyRotaOnAMonday() {
        Alliance.add(directory);
        jdbc.sql("delete from rota_entry").update();
        clock.moveTo(at("2026-11-09T10:00"));
    }

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    /** Local time, as people write a rota. */
    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(WorkingDays.ZONE).toInstant();
    }

    private static NewEntry nurse(String from, String until) {
        return new NewEntry(HOSPICE, "nurse", null, at(from), at(until));
    }

    private void add(NewEntry... entries) {
        rota.add(Alliance.TEAM_LEAD, List.of(entries));
    }

    private static void refused(String code, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    private List<String> gaps(String from, String until) {
        return rota.gaps(HOSPICE, at(from), at(until)).stream()
                .map(gap -> gap.from().atZone(WorkingDays.ZONE).toLocalDateTime() + " "
                        + gap.until().atZone(WorkingDays.ZONE).toLocalDateTime())
                .toList();
    }

    @Test
    void oneIsOnFromTheFirstMinuteUntilTheLastAndNoLonger() {
        add(nurse("2026-11-09T17:00", "2026-11-10T09:00"));
        assertThat(rota.at(HOSPICE, at("2026-11-09T16:59"))).isEmpty();
        assertThat(rota.at(HOSPICE, at("2026-11-09T17:00"))).isPresent();
        assertThat(rota.at(HOSPICE, at("2026-11-10T08:59"))).isPresent();
        assertThat(rota.at(HOSPICE, at("2026-11-10T09:00"))).isEmpty();
        assertThat(rota.at("approach", at("2026-11-09T20:00"))).isEmpty();
    }

    @Test
    void nobodyIsOnTwiceAtOneTime() {
        add(nurse("2026-11-09T17:00", "2026-11-10T09:00"));
        refused("rotaOverlap", () -> add(nurse("2026-11-10T08:00", "2026-11-10T12:00")));
        refused("rotaOverlap", () -> add(nurse("2026-11-09T12:00", "2026-11-09T17:01")));
        refused("rotaOverlap", () -> add(nurse("2026-11-09T18:00", "2026-11-09T19:00")));
        add(nurse("2026-11-10T09:00", "2026-11-10T17:00"));
        rota.add(
                Alliance.OTHER_COORDINATOR,
                List.of(new NewEntry(
                        "approach", null, "dementia-adviser", at("2026-11-09T17:00"), at("2026-11-10T09:00"))));
        assertThat(jdbc.sql("select count(*) from rota_entry").query(Long.class).single())
                .isEqualTo(3);
    }

    @Test
    void ofThoseWhoWriteTheSameTimeAtOnceOneIsTaken() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Boolean> write = () -> {
                try {
                    add(nurse("2026-11-09T17:00", "2026-11-10T09:00"));
                    return true;
                } catch (Refused e) {
                    return false;
                }
            };
            var taken = new ArrayList<Boolean>();
            for (var done : threads.invokeAll(List.of(write, write, write))) {
                taken.add(done.get());
            }
            assertThat(taken).containsOnlyOnce(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ofSeveralDaysAllAreAddedOrNone() {
        add(nurse("2026-11-11T20:00", "2026-11-11T21:00"));
        refused(
                "rotaOverlap",
                () -> add(
                        nurse("2026-11-10T17:00", "2026-11-11T09:00"), nurse("2026-11-11T17:00", "2026-11-12T09:00")));
        assertThat(rota.at(HOSPICE, at("2026-11-10T20:00"))).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        refused("rotaEndsBeforeItBegins", () -> add(nurse("2026-11-10T09:00", "2026-11-10T09:00")));
        refused("rotaEndsBeforeItBegins", () -> add(nurse("2026-11-10T09:00", "2026-11-09T17:00")));
        refused("rotaIsOver", () -> add(nurse("2026-11-08T17:00", "2026-11-09T09:00")));
        refused("rotaTooLong", () -> add(nurse("2026-11-09T17:00", "2027-11-10T09:00")));
        refused(
                "rotaNobody",
                () -> add(new NewEntry(HOSPICE, "adviser", null, at("2026-11-09T17:00"), at("2026-11-10T09:00"))));
        refused(
                "rotaNobody",
                () -> add(new NewEntry(HOSPICE, null, "partner", at("2026-11-09T17:00"), at("2026-11-10T09:00"))));
        assertThat(jdbc.sql("select count(*) from rota_entry").query(Long.class).single())
                .isZero();
    }

    @Test
    void onlyCoordinatorsAndTeamLeadsOfTheOrganisationWriteIt() {
        for (Viewer viewer : List.of(Alliance.NURSE, Alliance.OTHER_COORDINATOR, Alliance.PARTNER, Alliance.ADMIN)) {
            assertThatThrownBy(() -> rota.add(viewer, List.of(nurse("2026-11-09T17:00", "2026-11-10T09:00"))))
                    .isInstanceOf(NotVisible.class);
        }
        add(nurse("2026-11-09T17:00", "2026-11-10T09:00"));
        String id = jdbc.sql("select id from rota_entry").query(String.class).single();
        assertThatThrownBy(() -> rota.end(Alliance.OTHER_COORDINATOR, id)).isInstanceOf(NotVisible.class);
        assertThat(rota.at(HOSPICE, at("2026-11-09T20:00"))).isPresent();
    }

    @Test
    void endsWhatRunsTakesOffWhatHasNotBegunAndKeepsBothOnRecord() {
        add(nurse("2026-11-09T09:00", "2026-11-09T17:00"), nurse("2026-11-09T17:00", "2026-11-10T09:00"));
        List<String> ids = jdbc.sql("select id from rota_entry order by from_at")
                .query(String.class)
                .list();
        ids.forEach(id -> rota.end(Alliance.COORDINATOR, id));
        ids.forEach(id -> rota.end(Alliance.COORDINATOR, id));

        assertThat(rota.at(HOSPICE, at("2026-11-09T10:01"))).isEmpty();
        assertThat(rota.at(HOSPICE, at("2026-11-09T20:00"))).isEmpty();
        assertThat(rota.between(HOSPICE, at("2026-11-09T00:00"), at("2026-11-11T00:00")))
                .as("what never began is not shown")
                .hasSize(1);
        assertThat(jdbc.sql(
                                "select count(*) from rota_entry where planned_until_at > until_at and ended_by = 'coordinator'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'rota.ended'")
                        .query(Long.class)
                        .single())
                .as("ending it again changes nothing")
                .isEqualTo(2);
        add(nurse("2026-11-09T10:30", "2026-11-10T09:00"));
    }

    @Test
    void aGapIsTimeOutOfOfficeHoursForWhichNobodyIsOn() {
        assertThat(gaps("2026-11-09T10:00", "2026-11-10T09:00")).containsExactly("2026-11-09T17:00 2026-11-10T09:00");
        assertThat(gaps("2026-11-13T10:00", "2026-11-16T12:00"))
                .as("over the weekend, in one piece")
                .containsExactly("2026-11-13T17:00 2026-11-16T09:00");
        assertThat(gaps("2026-12-24T12:00", "2026-12-29T12:00"))
                .as("over Christmas")
                .containsExactly("2026-12-24T17:00 2026-12-29T09:00");
        add(nurse("2026-11-09T20:00", "2026-11-10T07:00"));
        assertThat(gaps("2026-11-09T10:00", "2026-11-10T12:00"))
                .containsExactly("2026-11-09T17:00 2026-11-09T20:00", "2026-11-10T07:00 2026-11-10T09:00");
        add(nurse("2026-11-09T16:00", "2026-11-09T20:00"), nurse("2026-11-10T07:00", "2026-11-10T12:00"));
        assertThat(gaps("2026-11-09T10:00", "2026-11-10T12:00")).isEmpty();
        assertThat(gaps("2026-11-09T22:00", "2026-11-10T12:00")).isEmpty();
    }

    @Test
    void aNightIsAnHourLongerOrShorterWhenTheClocksChange() {
        clock.moveTo(at("2026-10-24T10:00"));
        add(nurse("2026-10-24T17:00", "2026-10-25T09:00"));
        clock.moveTo(at("2027-03-27T10:00"));
        add(nurse("2027-03-27T17:00", "2027-03-28T09:00"));
        assertThat(jdbc.sql("select extract(epoch from until_at - from_at) / 3600 from rota_entry order by from_at")
                        .query(Integer.class)
                        .list())
                .containsExactly(17, 15);
        assertThat(gaps("2026-10-24T17:00", "2026-10-25T09:00")).isEmpty();
        assertThat(gaps("2027-03-27T17:00", "2027-03-28T09:00")).isEmpty();
    }

    @Test
    void tonightIsFromNowUntilTomorrowMorning() {
        assertThat(rota.gapsTonight(HOSPICE)).hasSize(1);
        add(nurse("2026-11-09T17:00", "2026-11-10T09:00"));
        assertThat(rota.gapsTonight(HOSPICE)).isEmpty();
        clock.moveTo(at("2026-11-10T02:00"));
        assertThat(rota.gapsTonight(HOSPICE))
                .as("the night that comes counts already in the night before")
                .hasSize(1);
    }

    @Test
    void everybodyOfTheOrganisationWhoGivesCareCanBePutOn() {
        assertThat(rota.candidates(HOSPICE).stream().map(Directory.StaffMember::username))
                .containsExactlyInAnyOrder("coordinator", "lead", "activity", "nurse");
        assertThat(rota.candidates("alliance")).isEmpty();
    }
}
