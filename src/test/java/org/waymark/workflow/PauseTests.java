package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.CONCERN;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.PAPER;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.WELCOME;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.Clocks.Unit;
import org.waymark.workflow.MovedDates.Interval;
import org.waymark.workflow.Pauses.Reason;
import org.waymark.workflow.Worklist.Filter;
import org.waymark.workflow.Worklist.View;

/** A clock that stands still with a reason, and goes on by hand or by itself. Tests begin on Monday 9 November 2026, 9:00. */
class PauseTests extends WithCare {

    @Autowired
    Pauses pauses;

    @Autowired
    Worklist worklist;

    @Autowired
    WorklistCheck check;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService jobs;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @ParameterizedTest
    @CsvSource({
        // The bank holidays of Christmas and the weekend between them are no time lost, so they move nothing.
        "WORKING_DAYS, 2026-12-24T17:00:00Z, 2026-12-23T10:00:00Z, 2026-12-29T00:00:00Z, 2026-12-30T17:00:00Z",
        "WORKING_DAYS, 2026-12-24T17:00:00Z, 2026-12-25T10:00:00Z, 2026-12-28T10:00:00Z, 2026-12-24T17:00:00Z",
        "WORKING_DAYS, 2026-04-07T16:00:00Z, 2026-04-02T10:00:00Z, 2026-04-07T10:00:00Z, 2026-04-08T16:00:00Z",
        // At five in London also where the clocks change meanwhile.
        "WORKING_DAYS, 2026-03-27T17:00:00Z, 2026-03-26T10:00:00Z, 2026-03-31T10:00:00Z, 2026-04-01T16:00:00Z",
        "DAYS, 2026-10-23T16:00:00Z, 2026-10-22T10:00:00Z, 2026-10-26T10:00:00Z, 2026-10-27T17:00:00Z",
        "DAYS, 2028-02-28T17:00:00Z, 2028-02-27T10:00:00Z, 2028-02-28T10:00:00Z, 2028-02-29T17:00:00Z",
        "MONTHS, 2026-12-09T17:00:00Z, 2026-11-09T10:00:00Z, 2026-11-19T00:00:00Z, 2026-12-19T17:00:00Z",
        "HOURS, 2026-10-25T03:00:00Z, 2026-10-24T23:30:00Z, 2026-10-25T02:00:00Z, 2026-10-25T05:30:00Z"
    })
    void theDateMovesByTheTimeThatThePauseTakes(Unit unit, Instant due, Instant from, Instant to, Instant moved) {
        assertThat(MovedDates.with(due, unit, List.of(new Interval(from, to)))).isEqualTo(moved);
    }

    @Test
    void aPauseMovesTheDateHereAndInTheEngineAndBothReadingsAreKept() {
        WorkItem task = welcome().task(WELCOME);
        assertThat(task.dueAt()).isEqualTo("2026-11-23T17:00:00Z");

        pause(Alliance.COORDINATOR, task, "2026-11-16");

        WorkItem paused = find(task);
        assertThat(paused.paused())
                .isEqualTo(new WorkItem.Paused(
                        Reason.PERSON_UNWELL,
                        pauses.of(Alliance.COORDINATOR, task.taskId()).get(0).at(),
                        Instant.parse("2026-11-16T00:00:00Z")));
        assertThat(paused.dueAt()).isEqualTo("2026-11-30T17:00:00Z");
        assertThat(paused.firstDueAt()).isEqualTo("2026-11-23T17:00:00Z");
        assertThat(paused.hasTwoReadings()).isTrue();
        assertThat(engineDue(task)).isEqualTo("2026-11-30T17:00:00Z");
        assertThat(check.compare().isClean()).isTrue();
        assertThat(events(task)).containsExactly("PAUSED coordinator 2026-11-23 2026-11-30");
        assertThat(audited(task)).contains("task.paused");
    }

    @Test
    void resumedByHandItLosesOnlyTheTimeThatThePauseTook() {
        WorkItem task = welcome().task(WELCOME);
        pause(Alliance.COORDINATOR, task, "2026-11-16");
        care.passUntil(Instant.parse("2026-11-11T12:00:00Z"));

        pauses.resume(Alliance.COORDINATOR, task.taskId());
        pauses.resume(Alliance.COORDINATOR, task.taskId());

        WorkItem resumed = find(task);
        assertThat(resumed.paused()).isNull();
        assertThat(resumed.dueAt()).isEqualTo("2026-11-25T17:00:00Z");
        assertThat(resumed.firstDueAt()).isEqualTo("2026-11-23T17:00:00Z");
        assertThat(resumed.pausedFor()).isBetween(Duration.ofHours(50), Duration.ofHours(52));
        assertThat(engineDue(task)).isEqualTo("2026-11-25T17:00:00Z");
        assertThat(events(task))
                .containsExactly(
                        "PAUSED coordinator 2026-11-23 2026-11-30", "RESUMED coordinator 2026-11-30 2026-11-25");
        assertThat(pauses.of(Alliance.COORDINATOR, task.taskId()))
                .singleElement()
                .satisfies(pause -> assertThat(pause.endedBy()).isEqualTo("coordinator"));
    }

    @Test
    void itGoesOnByItselfOnTheDayThatWasSaid() {
        WorkItem task = welcome().task(WELCOME);
        pause(Alliance.COORDINATOR, task, "2026-11-16");
        care.passUntil(Instant.parse("2026-11-16T09:00:00Z"));

        WorkItem resumed = find(task);
        assertThat(resumed.paused()).isNull();
        assertThat(resumed.dueAt()).isEqualTo("2026-11-30T17:00:00Z");
        assertThat(pauses.of(Alliance.COORDINATOR, task.taskId()))
                .singleElement()
                .satisfies(pause -> assertThat(pause.endedBy()).isEqualTo("system"));
        assertThat(check.compare().isClean()).isTrue();
    }

    @Test
    void severalPausesAddUp() {
        WorkItem task = welcome().task(WELCOME);
        pause(Alliance.COORDINATOR, task, "2026-11-16");
        care.passUntil(Instant.parse("2026-11-11T12:00:00Z"));
        pauses.resume(Alliance.COORDINATOR, task.taskId());
        care.passUntil(Instant.parse("2026-11-12T12:00:00Z"));
        pauses.pause(Alliance.COORDINATOR, task.taskId(), Reason.FAMILYS_CHOICE, null, LocalDate.parse("2026-11-20"));
        care.passUntil(Instant.parse("2026-11-13T12:00:00Z"));
        pauses.resume(Alliance.COORDINATOR, task.taskId());

        assertThat(find(task).dueAt()).isEqualTo("2026-11-26T17:00:00Z");
        assertThat(find(task).firstDueAt()).isEqualTo("2026-11-23T17:00:00Z");
        assertThat(pauses.of(Alliance.COORDINATOR, task.taskId()))
                .extracting(Pauses.Pause::reason)
                .containsExactly(Reason.PERSON_UNWELL, Reason.FAMILYS_CHOICE);
    }

    @Test
    @CareRule(11)
    void aLateTaskThatIsPausedIsNotOverdueAndItsBreachStaysOnRecord() {
        Somebody person = welcome();
        WorkItem task = person.task(WELCOME);
        care.passUntil(Instant.parse("2026-11-24T12:00:00Z"));
        assertThat(overdue(Alliance.COORDINATOR)).contains(task.taskId());
        long before = worklist.counts(Alliance.COORDINATOR).getOrDefault(View.OVERDUE, 0L);

        pause(Alliance.COORDINATOR, task, "2026-11-27");

        assertThat(overdue(Alliance.COORDINATOR)).doesNotContain(task.taskId());
        assertThat(worklist.counts(Alliance.COORDINATOR)).containsEntry(View.OVERDUE, before - 1);
        assertThat(find(task).missedDueAt()).isEqualTo("2026-11-23T17:00:00Z");
        care.passUntil(Instant.parse("2026-11-30T12:00:00Z"));
        assertThat(overdue(Alliance.COORDINATOR))
                .as("late again once the pause is over")
                .contains(task.taskId());
        person.does(WELCOME);
        assertThat(find(task).missedDueAt()).isEqualTo("2026-11-23T17:00:00Z");
        assertThat(find(task).state()).isEqualTo(WorkItem.State.COMPLETED);
    }

    @Test
    void nobodyIsToldOfWorkWhileItIsPausedAndTheStepsComeLaterByThePause() {
        Somebody person = care.registered();
        WorkItem task = person.task(NAME_COORDINATOR);
        pause(Alliance.COORDINATOR, task, "2026-11-13");
        care.passUntil(Instant.parse("2026-11-12T20:00:00Z"));
        assertThat(person.told(NAME_COORDINATOR)).isEmpty();

        care.passUntil(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(person.told(NAME_COORDINATOR))
                .containsExactly(
                        "REMINDER Mon 16 Nov 17:00 dougie-mac.coordinator",
                        "TEAM_LEAD Tue 17 Nov 17:00 dougie-mac.team-lead",
                        "COORDINATOR Wed 18 Nov 17:00 dougie-mac.coordinator");
    }

    @Test
    void aReminderWithAClockOfItsOwnMovesAlong() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        pause(Alliance.PARTNER, person.task(RESPOND), "2026-11-11");
        care.passUntil(Instant.parse("2026-11-30T12:00:00Z"));

        assertThat(person.told(RESPOND))
                .containsExactly(
                        "REMINDER Mon 16 Nov 17:00 community-trust.partner",
                        "TEAM_LEAD Wed 18 Nov 17:00 nobody",
                        "COORDINATOR Wed 18 Nov 17:00 coordinator");
    }

    @Test
    void aRoundDoesNotCloseWhileAnAnswerToItIsPaused() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        WorkItem paper = person.tasks(PAPER).get(0);
        assertThat(paper.dueAt()).isEqualTo("2026-11-30T17:00:00Z");
        pause(Alliance.COORDINATOR, paper, "2026-11-16");

        assertThat(find(paper).dueAt()).isEqualTo("2026-12-07T17:00:00Z");
        assertThat(closing(person)).isEqualTo("2026-12-07T17:00:00Z");
        care.passUntil(Instant.parse("2026-11-11T12:00:00Z"));
        pauses.resume(Alliance.COORDINATOR, paper.taskId());
        assertThat(find(paper).dueAt()).isEqualTo("2026-12-02T17:00:00Z");
        assertThat(closing(person)).isEqualTo("2026-12-02T17:00:00Z");
        care.passUntil(Instant.parse("2026-12-01T12:00:00Z"));
        assertThat(person.tasks(RATE)).as("late and still open").hasSize(2);
        care.passUntil(Instant.parse("2026-12-02T18:00:00Z"));
        assertThat(person.tasks(PAPER)).isEmpty();
        care.worklistEqualsTheEngine();
    }

    private Instant closing(Somebody person) {
        String instance = String.valueOf(person.value(
                "select process_instance_id from episode where pathway_ref = :ref and process = 'staging-assessment'"));
        return jobs.createJobQuery()
                .processInstanceId(instance)
                .activityId("BoundaryEvent_RoundCloses")
                .singleResult()
                .getDuedate()
                .toInstant();
    }

    @Test
    @CareRule(6)
    void whatRunsByTheHourCannotWait() {
        Somebody person = care.registered().welcomed("immediateConcern", "SELF_HARM", "concernNote", "Said so.");
        WorkItem concern = person.task(CONCERN);
        Viewer by = Alliance.COORDINATOR;

        assertThat(pauses.mayPause(by, concern)).isFalse();
        assertRefused("pause.cannotWait", () -> pause(by, concern, "2026-11-10"));
        assertThat(find(concern).paused()).isNull();
    }

    @Test
    void itIsPausedForSoLongAtTheMostThatNobodyIsLost() {
        WorkItem task = welcome().task(WELCOME);

        assertThat(pauses.terms(task))
                .isEqualTo(new Pauses.Terms(LocalDate.parse("2026-11-16"), LocalDate.parse("2026-12-07")));
        assertRefused("pause.until", () -> pause(Alliance.COORDINATOR, task, "2026-12-08"));
        assertRefused("pause.until", () -> pause(Alliance.COORDINATOR, task, "2026-11-09"));
        assertRefused("pause.until", () -> pause(Alliance.COORDINATOR, task, "2026-11-01"));
        assertThat(find(task).paused()).isNull();
        pause(Alliance.COORDINATOR, task, "2026-12-07");
        assertThat(find(task).paused()).isNotNull();
    }

    @Test
    void onlyWhoeverMayDoItPausesIt() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        WorkItem task = person.task(RESPOND);

        assertRefused("notYourGroup", () -> pause(Alliance.COORDINATOR, task, "2026-11-16"));
        assertThatThrownBy(() -> pause(Alliance.CARERS, task, "2026-11-16")).isInstanceOf(NotVisible.class);
        tasks.setAssignee(task.taskId(), "somebody-else");
        assertRefused("alreadyClaimed", () -> pause(Alliance.PARTNER, task, "2026-11-16"));
        assertThat(pauses.mayPause(Alliance.PARTNER, find(task))).isFalse();
    }

    @Test
    void aSecondClickChangesNothingAndAnotherPauseIsRefused() {
        WorkItem task = welcome().task(WELCOME);
        assertThat(pause(Alliance.COORDINATOR, task, "2026-11-16")).isTrue();

        assertThat(pause(Alliance.COORDINATOR, task, "2026-11-16")).isFalse();
        assertRefused("pause.already", () -> pause(Alliance.COORDINATOR, task, "2026-11-17"));
        assertThat(events(task)).hasSize(1);
    }

    @Test
    void aPausedTaskCanBeDoneAndItsPauseEndsWithIt() {
        Somebody person = welcome();
        WorkItem task = person.task(WELCOME);
        pause(Alliance.COORDINATOR, task, "2026-11-16");
        care.passDays(2);
        person.does(WELCOME);
        care.passUntil(Instant.parse("2026-11-20T12:00:00Z"));

        assertThat(find(task).state()).isEqualTo(WorkItem.State.COMPLETED);
        assertThat(find(task).paused()).as("its clock stands still no more").isNull();
        assertThat(find(task).pausedFor()).isBetween(Duration.ofHours(47), Duration.ofHours(49));
        assertThat(find(task).dueAt()).isEqualTo("2026-11-30T17:00:00Z");
        assertThat(find(task).firstDueAt()).isEqualTo("2026-11-23T17:00:00Z");
        assertThat(events(task)).hasSize(1);
    }

    @Test
    void aDateThatAnOperatorSetsDuringAPauseStays() {
        WorkItem task = welcome().task(WELCOME);
        pause(Alliance.COORDINATOR, task, "2026-11-16");
        tasks.setDueDate(task.taskId(), Date.from(Instant.parse("2026-12-18T17:00:00Z")));
        care.passUntil(Instant.parse("2026-11-11T12:00:00Z"));
        pauses.resume(Alliance.COORDINATOR, task.taskId());

        assertThat(find(task).dueAt()).isEqualTo("2026-12-18T17:00:00Z");
        assertThat(engineDue(task)).isEqualTo("2026-12-18T17:00:00Z");
    }

    @Test
    void theRecordOfPausesIsOnlyAddedTo() {
        WorkItem task = welcome().task(WELCOME);
        pause(Alliance.COORDINATOR, task, "2026-11-16");

        assertThatThrownBy(() -> jdbc.sql("update clock_pause set note = 'x'").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> jdbc.sql("delete from clock_pause").update()).hasMessageContaining("append-only");
    }

    @Test
    void eachTaskOfALoopHasItsOwnClock() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        pause(Alliance.PARTNER, person.task(RESPOND), "2026-11-16");
        person.does(RESPOND);

        assertThat(person.task(FIRST_CONTACT).paused()).isNull();
        assertThat(person.task(FIRST_CONTACT).hasTwoReadings()).isFalse();
    }

    private Somebody welcome() {
        return care.registered().named();
    }

    private boolean pause(Viewer by, WorkItem task, String until) {
        return pauses.pause(by, task.taskId(), Reason.PERSON_UNWELL, "In hospital.", LocalDate.parse(until));
    }

    private WorkItem find(WorkItem task) {
        return worklist.find(Viewer.SYSTEM, task.taskId()).orElseThrow();
    }

    private @Nullable Instant engineDue(WorkItem task) {
        return tasks.createTaskQuery()
                .taskId(task.taskId())
                .singleResult()
                .getDueDate()
                .toInstant();
    }

    private List<String> overdue(Viewer viewer) {
        return worklist.page(viewer, View.OVERDUE, Filter.NONE, null, 100).items().stream()
                .map(WorkItem::taskId)
                .toList();
    }

    private List<String> events(WorkItem task) {
        return jdbc.sql("""
                        select kind || ' ' || by || ' ' || cast(due_before as date) || ' ' || cast(due_after as date)
                          from work_item_event where task_id = :id and due_before is not null order by id""").param("id", task.taskId()).query(String.class).list();
    }

    private List<String> audited(WorkItem task) {
        return jdbc.sql("select action from audit_event where subject = :id order by id")
                .param("id", task.taskId())
                .query(String.class)
                .list();
    }

    private static void assertRefused(String code, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }
}
