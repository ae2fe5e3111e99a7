package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.WELCOME;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.WithCare;
import org.waymark.workflow.ClockRegister.Clock;
import org.waymark.workflow.ClockRegister.Value;
import org.waymark.workflow.Clocks.Unit;
import org.waymark.workflow.Worklist.Filter;
import org.waymark.workflow.Worklist.View;

/** Clocks that administrators change: for new work at once, for open work when asked. Tests begin on Monday 9 November 2026. */
class ClockRegisterTests extends WithCare {

    private static final ClockRegister.Key NAMING = new ClockRegister.Key("NAME_COORDINATOR", "", "");
    private static final ClockRegister.Key BEFRIENDING = new ClockRegister.Key("REFERRAL_ANSWER", "", "BEFRIENDING");

    @Autowired
    ClockRegister register;

    @Autowired
    Clocks clocks;

    @Autowired
    ClockTable table;

    @Autowired
    Worklist worklist;

    @Autowired
    WorklistCheck check;

    @Autowired
    Pauses pauses;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcExecutions executions;

    @BeforeEach
    void nobodyYet() {
        new ClocksAsTheyWere(table, jdbc).again();
        care.begin();
    }

    @AfterEach
    void asTheyWere() {
        new ClocksAsTheyWere(table, jdbc).again();
    }

    @Test
    void aChangeHoldsForNewWorkAndSaysHowMuchOpenWorkWouldMove() {
        Somebody before = care.registered();
        register.change(Alliance.ADMIN, NAMING, 0, value(4));
        Somebody after = care.registered();

        assertThat(before.dueOf(NAME_COORDINATOR)).isEqualTo("2026-11-11T17:00:00Z");
        assertThat(after.dueOf(NAME_COORDINATOR)).isEqualTo("2026-11-13T17:00:00Z");
        assertThat(row(NAMING).amount()).isEqualTo(4);
        assertThat(row(NAMING).running()).isEqualTo(2);
        assertThat(row(NAMING).wouldMove()).isEqualTo(1);
        assertThat(row(NAMING).uses()).contains("Name a coordinator");
    }

    @Test
    void whatItSaidBeforeStaysOnRecordWithWhoChangedItAndWhen() {
        register.change(Alliance.ADMIN, NAMING, 0, value(4));
        register.change(Alliance.ADMIN, NAMING, 1, value(3));

        assertThat(register.formerOf(Alliance.MANAGER, "NAME_COORDINATOR"))
                .extracting(former -> former.amount() + " " + former.replacedBy() + " " + (former.validFrom() != null))
                .containsExactly("4 admin true", "2 admin false");
        assertThat(audited()).contains("clock.changed NAME_COORDINATOR//");
        assertThatThrownBy(() -> jdbc.sql("delete from clock_former").update()).hasMessageContaining("append-only");
    }

    @Test
    void appliedToOpenWorkItMovesEachDateFromItsCreationHereAndInTheEngine() {
        Somebody person = care.registered();
        care.passUntil(Instant.parse("2026-11-10T12:00:00Z"));
        register.change(Alliance.ADMIN, NAMING, 0, value(4));

        assertThat(register.applyToOpenWork(Alliance.ADMIN, NAMING)).isEqualTo(1);
        assertThat(register.applyToOpenWork(Alliance.ADMIN, NAMING))
                .as("a second click")
                .isZero();
        assertThat(person.dueOf(NAME_COORDINATOR)).isEqualTo("2026-11-13T17:00:00Z");
        assertThat(check.compare().isClean()).isTrue();
        assertThat(row(NAMING).wouldMove()).isZero();
        assertThat(events(person.task(NAME_COORDINATOR))).containsExactly("DUE_MOVED admin 2026-11-11 2026-11-13");
        assertThat(audited())
                .contains("task.dateMoved " + person.task(NAME_COORDINATOR).taskId());
    }

    @Test
    @CareRule(11)
    void aLateTaskThatGetsAnotherDateKeepsItsBreachOnRecord() {
        Somebody person = care.registered();
        care.passUntil(Instant.parse("2026-11-12T09:00:00Z"));
        register.change(Alliance.ADMIN, NAMING, 0, value(10));
        register.applyToOpenWork(Alliance.ADMIN, NAMING);

        WorkItem task = person.task(NAME_COORDINATOR);
        assertThat(task.dueAt()).isEqualTo("2026-11-23T17:00:00Z");
        assertThat(task.missedDueAt()).isEqualTo("2026-11-11T17:00:00Z");
        assertThat(task.leadToldAt()).isNotNull();
        person.named();
        assertThat(person.last(NAME_COORDINATOR).missedDueAt()).isEqualTo("2026-11-11T17:00:00Z");
    }

    @Test
    void aPausedTaskGetsItsNewDateWithItsPause() {
        Somebody person = care.registered().named();
        WorkItem task = person.task(WELCOME);
        pauses.pause(
                Alliance.COORDINATOR, task.taskId(), Pauses.Reason.PERSON_UNWELL, null, LocalDate.parse("2026-11-16"));
        ClockRegister.Key welcome = new ClockRegister.Key("WELCOME_CONTACT", "", "");
        register.change(Alliance.ADMIN, welcome, 0, value(5));
        register.applyToOpenWork(Alliance.ADMIN, welcome);

        assertThat(person.task(WELCOME).firstDueAt()).isEqualTo("2026-11-16T17:00:00Z");
        assertThat(person.task(WELCOME).dueAt()).isEqualTo("2026-11-23T17:00:00Z");
        care.passUntil(Instant.parse("2026-11-11T12:00:00Z"));
        pauses.resume(Alliance.COORDINATOR, task.taskId());
        assertThat(person.task(WELCOME).dueAt()).isEqualTo("2026-11-18T17:00:00Z");
        assertThat(check.compare().isClean()).isTrue();
    }

    @Test
    void aClockOfOneServiceCountsForItAloneUntilItIsEnded() {
        register.add(Alliance.ADMIN, BEFRIENDING, value(8));
        Somebody person = care.registered().referredTo("BEFRIENDING", "RESPITE");

        assertThat(person.tasks(RESPOND))
                .extracting(task -> task.service() + " " + task.dueAt())
                .containsExactlyInAnyOrder("BEFRIENDING 2026-11-19T17:00:00Z", "RESPITE 2026-11-16T17:00:00Z");
        register.end(Alliance.ADMIN, BEFRIENDING, "As everybody else.");
        register.end(Alliance.ADMIN, BEFRIENDING, "As everybody else.");
        ClockRegister.Key routine = new ClockRegister.Key("REFERRAL_ANSWER", "ROUTINE", "");
        assertThat(row(routine).wouldMove()).isEqualTo(1);
        assertThat(register.formerOf(Alliance.ADMIN, "REFERRAL_ANSWER"))
                .singleElement()
                .satisfies(former -> assertThat(former.endedReason()).isEqualTo("As everybody else."));
    }

    @Test
    void ofTheRowsThatFitTheMostSpecialOneCounts() {
        Instant from = Instant.parse("2026-11-09T09:00:00Z");
        register.add(Alliance.ADMIN, BEFRIENDING, value(8));
        assertThat(clocks.due("REFERRAL_ANSWER", "URGENT", "BEFRIENDING", from)).isEqualTo("2026-11-19T17:00:00Z");
        register.add(Alliance.ADMIN, new ClockRegister.Key("REFERRAL_ANSWER", "URGENT", "BEFRIENDING"), value(2));

        assertThat(clocks.due("REFERRAL_ANSWER", "URGENT", "BEFRIENDING", from)).isEqualTo("2026-11-11T17:00:00Z");
        assertThat(clocks.due("REFERRAL_ANSWER", "ROUTINE", "BEFRIENDING", from))
                .isEqualTo("2026-11-19T17:00:00Z");
        assertThat(clocks.due("REFERRAL_ANSWER", "URGENT", "RESPITE", from)).isEqualTo("2026-11-10T17:00:00Z");
        assertThat(clocks.due("WAITING_LIST", "URGENT", "RESPITE", from)).isEqualTo("2026-12-07T17:00:00Z");
    }

    @Test
    void anotherNodeNoticesAChangeWithOneSmallQuestionAndADateCostsNone() {
        Instant from = Instant.parse("2026-11-09T09:00:00Z");
        clocks.due("NAME_COORDINATOR", null, from);
        jdbc.sql("update clock set amount = 4 where name = 'NAME_COORDINATOR'").update();
        jdbc.sql("update clock_version set version = version + 1").update();

        long before = executions.countOfThisThread();
        assertThat(clocks.due("NAME_COORDINATOR", null, from)).isEqualTo("2026-11-11T17:00:00Z");
        assertThat(executions.countOfThisThread()).isEqualTo(before);
        table.refresh();
        assertThat(clocks.due("NAME_COORDINATOR", null, from)).isEqualTo("2026-11-13T17:00:00Z");
        long refreshed = executions.countOfThisThread();
        table.refresh();
        assertThat(executions.countOfThisThread()).isEqualTo(refreshed + 1);
    }

    @Test
    void aSecondClickChangesNothingAndASecondPersonIsToldToLookAgain() {
        register.change(Alliance.ADMIN, NAMING, 0, value(4));
        register.change(Alliance.ADMIN, NAMING, 0, value(4));
        assertThat(register.formerOf(Alliance.ADMIN, "NAME_COORDINATOR")).hasSize(1);

        assertRefused("clock.changedMeanwhile", () -> register.change(Alliance.ADMIN, NAMING, 0, value(7)));
        assertRefused("clock.thereAlready", () -> {
            register.add(Alliance.ADMIN, BEFRIENDING, value(8));
            register.add(Alliance.ADMIN, BEFRIENDING, value(9));
        });
        assertRefused("clock.notOfService", () -> register.end(Alliance.ADMIN, NAMING, "x"));
        assertThat(row(NAMING).amount()).isEqualTo(4);
    }

    @Test
    void onlyAdministratorsChangeAndOnlySomeLook() {
        for (Viewer viewer : List.of(Alliance.COORDINATOR, Alliance.MANAGER, Alliance.OPERATOR, Alliance.TEAM_LEAD)) {
            assertThat(register.all(viewer)).isNotEmpty();
            assertThatThrownBy(() -> register.change(viewer, NAMING, 0, value(4)))
                    .isInstanceOf(NotVisible.class);
            assertThatThrownBy(() -> register.applyToOpenWork(viewer, NAMING)).isInstanceOf(NotVisible.class);
        }
        assertThatThrownBy(() -> register.all(Alliance.PARTNER)).isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> register.of(Alliance.ADMIN, "NO_SUCH_CLOCK")).isInstanceOf(NotVisible.class);
        assertThat(worklist.page(Alliance.ADMIN, View.MINE, Filter.NONE, null, 10)
                        .items())
                .isEmpty();
    }

    private Clock row(ClockRegister.Key key) {
        return register.of(Alliance.ADMIN, key.name()).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Value value(int workingDays) {
        return new Value(workingDays, Unit.WORKING_DAYS, "alliance", "local", "Agreed by the board.");
    }

    private List<String> audited() {
        return jdbc.sql("select action || ' ' || coalesce(subject, '') from audit_event order by id")
                .query(String.class)
                .list();
    }

    private List<String> events(WorkItem task) {
        return jdbc.sql("""
                        select kind || ' ' || by || ' ' || cast(due_before as date) || ' ' || cast(due_after as date)
                          from work_item_event where task_id = :id and due_before is not null order by id""").param("id", task.taskId()).query(String.class).list();
    }

    private static void assertRefused(String code, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }
}
