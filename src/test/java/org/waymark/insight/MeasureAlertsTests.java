package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.MeasureAlerts.Alert;
import org.waymark.insight.MeasureAlerts.Rhythm;
import org.waymark.insight.MeasureAlerts.Telling;
import org.waymark.insight.MeasureAlerts.Wrong;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** Whoever reads a measure is told when it crosses their line: once for each month, and not every night. */
class MeasureAlertsTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;
    private static final Viewer COORDINATOR = Alliance.COORDINATOR;
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);

    @Autowired
    MeasureAlerts alerts;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private void counted(Measure measure, YearMonth month, long met, long n) {
        jdbc.sql("""
                        insert into measure_month (measure, month, n, met, half) values (:measure, :month, :n, :met, :half)
                        on conflict (measure, month) do update set n = excluded.n, met = excluded.met, half = excluded.half
                        """)
                .param("measure", measure.name())
                .param("month", month.atDay(1))
                .param("n", n)
                .param("met", measure.shape() == Measure.Shape.TIME ? null : met)
                .param("half", measure.shape() == Measure.Shape.TIME ? (double) met : null)
                .update();
    }

    private <T> T as(Viewer viewer, Supplier<T> action) {
        return care.as(viewer, action);
    }

    private Optional<Wrong> set(Viewer viewer, Measure measure, @Nullable Double line, String reader, Rhythm rhythm) {
        return as(viewer, () -> alerts.set(viewer, measure, line, reader, rhythm));
    }

    private Alert only(Viewer viewer) {
        List<Alert> all = as(viewer, () -> alerts.all(viewer));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<Telling> unseen(Viewer viewer) {
        return as(viewer, () -> alerts.unseen(viewer));
    }

    @Test
    void tellsOfAMonthOnceHoweverOftenItIsLookedAt() {
        counted(Measure.REVIEWS_ON_TIME, OCTOBER, 15, 24);
        set(MANAGER, Measure.REVIEWS_ON_TIME, 0.8, "coordinator", Rhythm.MONTHLY);

        assertThat(alerts.tell()).isEqualTo(1);
        assertThat(alerts.tell()).isZero();
        assertThat(unseen(COORDINATOR))
                .extracting(Telling::month, Telling::value, Telling::n, Telling::isSoFar)
                .containsExactly(tuple(OCTOBER, 0.625, 24L, false));
        assertThat(unseen(MANAGER)).as("only the reader is told").isEmpty();

        as(COORDINATOR, () -> {
            alerts.seen(COORDINATOR, only(COORDINATOR).id());
            alerts.seen(COORDINATOR, only(COORDINATOR).id());
            return true;
        });
        assertThat(unseen(COORDINATOR)).isEmpty();
        care.passDays(3);
        assertThat(alerts.tell()).isZero();

        counted(Measure.REVIEWS_ON_TIME, NOVEMBER, 3, 4);
        assertThat(alerts.tell()).as("the month still runs").isZero();
        care.passDays(20);
        assertThat(alerts.tell()).isEqualTo(1);
        assertThat(unseen(COORDINATOR)).extracting(Telling::month).containsExactly(NOVEMBER);
    }

    @Test
    void looksAtTheRunningMonthOnceAWeekWhereThatIsWanted() {
        counted(Measure.NON_ATTENDANCE, NOVEMBER, 1, 10);
        set(COORDINATOR, Measure.NON_ATTENDANCE, 0.2, "coordinator", Rhythm.WEEKLY);
        assertThat(alerts.tell()).as("10 % is not above 20 %").isZero();

        care.pass(Duration.ofDays(2));
        counted(Measure.NON_ATTENDANCE, NOVEMBER, 5, 10);
        assertThat(alerts.tell()).as("this week has been looked at").isZero();
        care.passDays(5);
        assertThat(alerts.tell()).isEqualTo(1);
        assertThat(unseen(COORDINATOR))
                .extracting(Telling::month, Telling::isSoFar)
                .containsExactly(tuple(NOVEMBER, true));
        care.passDays(7);
        assertThat(alerts.tell()).isZero();
        care.passDays(14);
        assertThat(care.today()).isAfter(NOVEMBER.atEndOfMonth());
        assertThat(alerts.tell()).as("it was told while the month ran").isZero();
        counted(Measure.NON_ATTENDANCE, DECEMBER, 9, 10);
        care.passDays(7);
        assertThat(alerts.tell()).isEqualTo(1);
    }

    @Test
    void tellsNothingOnTheRightSideOfTheLineNorOfAMonthWithoutAValue() {
        set(MANAGER, Measure.TIME_TO_COORDINATOR, 3.0, "manager", Rhythm.MONTHLY);
        set(MANAGER, Measure.REGISTER_SIZE, 0.01, "manager", Rhythm.WEEKLY);
        assertThat(alerts.tell()).isZero();
        counted(Measure.REGISTER_SIZE, OCTOBER, 0, 5);
        counted(Measure.TIME_TO_COORDINATOR, OCTOBER, 3, 5);
        assertThat(alerts.tell()).isZero();
        counted(Measure.TIME_TO_COORDINATOR, OCTOBER, 4, 5);
        assertThat(alerts.tell()).isEqualTo(1);
    }

    @Test
    void tellsNobodyWhoMayNotReadMeasuresAnyMore() {
        counted(Measure.REVIEWS_ON_TIME, OCTOBER, 1, 4);
        set(MANAGER, Measure.REVIEWS_ON_TIME, 0.8, "coordinator", Rhythm.MONTHLY);
        jdbc.sql("delete from staff_role where username = 'coordinator'").update();
        assertThat(alerts.tell()).isZero();
    }

    @Test
    void coordinatorsHaveOnlyThemselvesTold() {
        assertThat(set(COORDINATOR, Measure.REVIEWS_ON_TIME, 0.8, "manager", Rhythm.MONTHLY))
                .contains(Wrong.NO_READER);
        assertThat(as(MANAGER, () -> alerts.readers(MANAGER)))
                .extracting(Directory.StaffMember::username)
                .containsExactlyInAnyOrder("coordinator", "other-coordinator", "manager");
        assertThat(set(COORDINATOR, Measure.REVIEWS_ON_TIME, 0.8, "coordinator", Rhythm.MONTHLY))
                .isEmpty();
        Alert alert = only(COORDINATOR);
        assertThat(only(MANAGER)).isEqualTo(alert);

        Viewer other = Alliance.OTHER_COORDINATOR;
        assertThat(as(other, () -> alerts.all(other))).isEmpty();
        assertThatThrownBy(() ->
                        as(other, () -> alerts.change(other, alert.id(), 0.1, "other-coordinator", Rhythm.WEEKLY)))
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> as(MANAGER, () -> {
                    alerts.seen(MANAGER, alert.id());
                    return true;
                }))
                .as("a manager does not see for somebody else")
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> as(Alliance.NURSE, () -> alerts.all(Alliance.NURSE)))
                .isInstanceOf(NotVisible.class);
    }

    @Test
    void refusesWhatNoMeasureCanBeAndWhomNobodyKnows() {
        Measure share = Measure.REVIEWS_ON_TIME;
        assertThat(set(MANAGER, share, null, "manager", Rhythm.MONTHLY)).contains(Wrong.NO_VALUE);
        assertThat(set(MANAGER, share, 1.01, "manager", Rhythm.MONTHLY)).contains(Wrong.NOT_A_SHARE);
        assertThat(set(MANAGER, Measure.TIME_TO_COORDINATOR, 0.0, "manager", Rhythm.MONTHLY))
                .contains(Wrong.NOT_A_TIME);
        assertThat(set(MANAGER, share, 0.8, "nurse", Rhythm.MONTHLY)).contains(Wrong.NO_READER);
        assertThat(as(MANAGER, () -> alerts.set(MANAGER, share, 0.8, "manager", null)))
                .contains(Wrong.NO_RHYTHM);
        assertThat(as(MANAGER, () -> alerts.all(MANAGER))).isEmpty();
    }

    @Test
    void aChangedAlertLooksAgainAndAStoppedOneTellsNothing() {
        counted(Measure.REVIEWS_ON_TIME, OCTOBER, 15, 24);
        set(MANAGER, Measure.REVIEWS_ON_TIME, 0.5, "manager", Rhythm.MONTHLY);
        assertThat(alerts.tell()).isZero();

        Alert former = only(MANAGER);
        assertThat(as(MANAGER, () -> alerts.change(MANAGER, former.id(), 2.0, "manager", Rhythm.MONTHLY)))
                .contains(Wrong.NOT_A_SHARE);
        assertThat(only(MANAGER)).isEqualTo(former);
        assertThat(as(MANAGER, () -> alerts.change(MANAGER, former.id(), 0.7, "manager", Rhythm.MONTHLY)))
                .isEmpty();
        assertThat(only(MANAGER).threshold()).isEqualTo(0.7);
        assertThat(alerts.tell()).isEqualTo(1);

        as(MANAGER, () -> {
            alerts.stop(MANAGER, only(MANAGER).id());
            return true;
        });
        assertThat(unseen(MANAGER)).isEmpty();
        assertThat(alerts.tell()).isZero();
        assertThat(jdbc.sql("select count(*) from measure_telling")
                        .query(Long.class)
                        .single())
                .as("what was told stays on record")
                .isEqualTo(1);
    }
}
