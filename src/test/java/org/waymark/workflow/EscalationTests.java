package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.WELCOME;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.Directory;
import org.waymark.access.Directory.NewStaffMember;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.Escalations.Step;
import org.waymark.workflow.Worklist.Filter;
import org.waymark.workflow.Worklist.View;

/** Work that stays open is told of step by step: to the one who has it, to their team lead, to the coordinator. */
class EscalationTests extends WithCare {

    private static final Viewer OTHER_LEAD = lead("other-lead", "dougie-mac", "centre");
    private static final Viewer LEAD_OF_APPROACH = lead("lead-of-approach", "approach", null);

    @Autowired
    Escalations escalations;

    @Autowired
    EscalationSteps steps;

    @Autowired
    Clocks clocks;

    @Autowired
    Worklist worklist;

    @Autowired
    Directory directory;

    @Autowired
    TaskService tasks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationContext application;

    private static Viewer lead(String username, String organisation, @Nullable String team) {
        return new Viewer(username, username, "Team lead", organisation, team, Set.of(Role.TEAM_LEAD));
    }

    @BeforeEach
    void moreTeamLeads() {
        // Nobody else's open work may be late when a test counts what a sweep does.
        WaymarkDatabase.clean();
        care.begin();
        for (Viewer lead : List.of(OTHER_LEAD, LEAD_OF_APPROACH)) {
            directory.addStaff(new NewStaffMember(
                    lead.username(),
                    lead.displayName(),
                    lead.jobTitle(),
                    String.valueOf(lead.organisation()),
                    lead.team(),
                    lead.roles(),
                    Alliance.PASSWORD));
        }
    }

    /** 9 November 2026 is a Monday; Christmas Day is a Friday and Boxing Day kept on the Monday after. */
    @ParameterizedTest
    @CsvSource({
        // By working days: the day before, when it is due, and a working day later.
        "NAME_COORDINATOR,, 2026-11-09T09:00:00Z, 2026-11-10T17:00:00Z, 2026-11-11T17:00:00Z, 2026-11-12T17:00:00Z",
        "SUPPORT_PLAN,, 2026-12-18T10:00:00Z, 2026-12-24T17:00:00Z, 2026-12-29T17:00:00Z, 2026-12-30T17:00:00Z",
        // By the hour, also at night: half of the time, when it is due, and half of the time later.
        "DELIRIUM_CHECK,, 2026-11-09T22:00:00Z, 2026-11-10T00:00:00Z, 2026-11-10T02:00:00Z, 2026-11-10T04:00:00Z",
        // By days: half of the time.
        "FIRST_CONTACT, PALLIATIVE, 2026-11-12T17:00:00Z, 2026-11-13T05:00:00Z, 2026-11-13T17:00:00Z, 2026-11-13T17:00:00Z",
        // A referral and a round have reminders of their own, and whoever sent a referral is told at once that it is
        // late.
        "REFERRAL_ANSWER, ROUTINE, 2026-11-09T09:00:00Z, 2026-11-12T17:00:00Z, 2026-11-16T17:00:00Z, 2026-11-16T17:00:00Z",
        "REFERRAL_ANSWER, RAPID_RESPONSE, 2026-11-09T09:00:00Z, 2026-11-09T11:00:00Z, 2026-11-09T13:00:00Z, 2026-11-09T13:00:00Z",
        "ASSESSMENT_CLOSE,, 2026-11-09T09:00:00Z, 2026-11-16T17:00:00Z, 2026-11-30T17:00:00Z, 2026-12-01T17:00:00Z"
    })
    void eachStepHasItsTimeByTheClockOfTheWork(
            String clockName,
            @Nullable String priority,
            Instant created,
            Instant reminder,
            Instant teamLead,
            Instant coordinator) {
        Instant due = clocks.due(clockName, priority, created);
        var work = new EscalationSteps.Work(clockName, priority, null, created, due, due);

        assertThat(steps.at(Step.REMINDER, work)).isEqualTo(reminder);
        assertThat(steps.at(Step.TEAM_LEAD, work)).isEqualTo(teamLead);
        assertThat(steps.at(Step.COORDINATOR, work)).isEqualTo(coordinator);
    }

    @Test
    void remindsHalfwayWhereThereIsNoDayBefore() {
        Instant due = Instant.parse("2026-11-10T17:00:00Z");
        var work =
                new EscalationSteps.Work("SUPPORT_PLAN", null, null, Instant.parse("2026-11-09T18:00:00Z"), due, due);

        assertThat(steps.at(Step.REMINDER, work)).isEqualTo("2026-11-10T05:30:00Z");
    }

    @Test
    void saysNothingOfWorkWithoutADate() {
        assertThat(steps.after(
                        null,
                        new EscalationSteps.Work(null, null, null, Instant.parse("2026-11-09T18:00:00Z"), null, null)))
                .isNull();
    }

    @Test
    void tellsTheGroupThenTheTeamLeadsThenTheCoordinatorsAndMakesNoSecondCopy() {
        Somebody person = care.registered();
        care.passDays(10);

        assertThat(person.told(NAME_COORDINATOR))
                .containsExactly(
                        "REMINDER Tue 10 Nov 17:00 dougie-mac.coordinator",
                        "TEAM_LEAD Wed 11 Nov 17:00 dougie-mac.team-lead",
                        "COORDINATOR Thu 12 Nov 17:00 dougie-mac.coordinator");
        assertThat(events(person.task(NAME_COORDINATOR)))
                .containsExactly(
                        "REMINDED system dougie-mac.coordinator",
                        "LEAD_TOLD system dougie-mac.team-lead",
                        "ESCALATED system dougie-mac.coordinator");
        assertThat(person.open()).containsExactly(NAME_COORDINATOR);
        care.worklistEqualsTheEngine();
    }

    @Test
    void everyTeamLeadOfTheOrganisationFindsItUnderOverdue() {
        WorkItem task = care.registered().task(NAME_COORDINATOR);
        assertThat(overdue(Alliance.TEAM_LEAD)).isEmpty();
        care.passUntil(Instant.parse("2026-11-11T17:00:01Z"));

        assertThat(overdue(Alliance.TEAM_LEAD)).containsExactly(task.taskId());
        assertThat(overdue(OTHER_LEAD)).containsExactly(task.taskId());
        assertThat(worklist.counts(OTHER_LEAD)).containsEntry(View.OVERDUE, 1L);
        assertThat(worklist.find(OTHER_LEAD, task.taskId())).isPresent();
        assertThat(overdue(LEAD_OF_APPROACH)).isEmpty();
        assertThat(worklist.find(LEAD_OF_APPROACH, task.taskId())).isEmpty();
    }

    @Test
    void theLeadOfTheAssigneesTeamIsToldWhereThereIsOne() {
        Somebody person = care.registered();
        WorkItem task = person.task(NAME_COORDINATOR);
        worklist.claim(Alliance.COORDINATOR, task.taskId());
        care.passUntil(Instant.parse("2026-11-11T17:00:01Z"));

        assertThat(person.told(NAME_COORDINATOR))
                .containsExactly(
                        "REMINDER Tue 10 Nov 17:00 coordinator",
                        "TEAM_LEAD Wed 11 Nov 17:00 dougie-mac.team-lead/liaison");
        assertThat(overdue(Alliance.TEAM_LEAD)).containsExactly(task.taskId());
        assertThat(overdue(OTHER_LEAD)).isEmpty();
    }

    @Test
    void theNamedCoordinatorIsToldOfTheWorkOfOthersAndTheColleaguesOfTheirOwn() {
        Somebody person = care.registered().named();
        assertThat(person.task(WELCOME).assignee()).isEqualTo("coordinator");
        care.passDays(30);
        assertThat(person.task(WELCOME).escalatedTo()).isEqualTo("dougie-mac.coordinator");

        Somebody referred = care.registered().referredTo("BEFRIENDING");
        care.passDays(30);
        assertThat(referred.task(RESPOND).escalatedTo()).isEqualTo("coordinator");
        assertThat(referred.task(RESPOND).tells(Alliance.COORDINATOR)).isTrue();
        assertThat(referred.task(RESPOND).tells(Alliance.OTHER_COORDINATOR)).isFalse();
        assertThat(overdue(Alliance.COORDINATOR))
                .contains(referred.task(RESPOND).taskId());
    }

    @Test
    void aSecondSweepDoesNothing() {
        WorkItem task = care.registered().task(NAME_COORDINATOR);
        clock.moveTo(Instant.parse("2026-11-11T17:00:01Z"));

        assertThat(escalations.sweep()).isEqualTo(2);
        assertThat(escalations.sweep()).isZero();
        jdbc.sql("update work_item set next_step = 'REMINDER', next_step_at = created_at where task_id = :id")
                .param("id", task.taskId())
                .update();
        assertThat(escalations.sweep()).as("also when it is told to begin anew").isZero();
        assertThat(events(task)).hasSize(2);
    }

    @Test
    void twoSweepsAtOnceTellOnce() throws Exception {
        List<WorkItem> work = java.util.stream.Stream.generate(
                        () -> care.registered().task(NAME_COORDINATOR))
                .limit(12)
                .toList();
        clock.moveTo(Instant.parse("2026-11-30T12:00:00Z"));
        var together = new CountDownLatch(1);
        var nodes = Executors.newFixedThreadPool(2);
        try {
            Callable<Integer> node = () -> {
                together.await();
                return escalations.sweep();
            };
            Future<Integer> one = nodes.submit(node);
            Future<Integer> two = nodes.submit(node);
            together.countDown();
            assertThat(one.get() + two.get() + escalations.sweep()).isEqualTo(36);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(work).allSatisfy(task -> assertThat(events(task)).hasSize(3));
    }

    @Test
    void whatSomebodyWorksOnJustNowWaitsForTheNextSweep() {
        WorkItem task = care.registered().task(NAME_COORDINATOR);
        clock.moveTo(Instant.parse("2026-11-11T17:00:01Z"));
        var other = Executors.newSingleThreadExecutor();
        try {
            transaction.executeWithoutResult(status -> {
                worklist.lock(Viewer.SYSTEM, task.taskId());
                assertThat(other.submit(escalations::sweep))
                        .succeedsWithin(java.time.Duration.ofSeconds(10))
                        .isEqualTo(0);
            });
        } finally {
            other.shutdownNow();
        }
        assertThat(escalations.sweep()).isEqualTo(2);
    }

    @Test
    void whatIsDoneIsToldOfNoMore() {
        Somebody person = care.registered();
        care.passUntil(Instant.parse("2026-11-10T18:00:00Z"));
        person.named();
        care.passUntil(Instant.parse("2026-11-13T18:00:00Z"));

        assertThat(person.told(NAME_COORDINATOR)).containsExactly("REMINDER Tue 10 Nov 17:00 dougie-mac.coordinator");
        Somebody dead = care.somebody().withCarer("Joan Hill").registered().named();
        dead.dies();
        care.passDays(40);
        assertThat(dead.told(WELCOME)).isEmpty();
        assertThat(dead.told(BEREAVED)).hasSize(3);
    }

    @Test
    @CareRule(11)
    void lateWorkCanStillBeDoneAndItsBreachStaysOnRecord() {
        Somebody person = care.registered();
        Instant due = person.dueOf(NAME_COORDINATOR);
        care.passDays(20);
        person.named();

        WorkItem done = person.last(NAME_COORDINATOR);
        assertThat(done.state()).isEqualTo(WorkItem.State.COMPLETED);
        assertThat(done.dueAt()).isEqualTo(due);
        assertThat(done.endedAt()).isAfter(due);
        assertThat(done.leadToldAt()).isNotNull();
        assertThat(done.escalatedAt()).isNotNull();
        assertThat(person.told(NAME_COORDINATOR)).hasSize(3);
    }

    @Test
    void anotherDateGivesTheNextStepAnotherTime() {
        Somebody person = care.registered();
        WorkItem task = person.task(NAME_COORDINATOR);
        tasks.setDueDate(task.taskId(), Date.from(Instant.parse("2026-11-20T17:00:00Z")));
        care.passUntil(Instant.parse("2026-11-19T16:59:59Z"));
        assertThat(person.told(NAME_COORDINATOR)).isEmpty();

        care.passUntil(Instant.parse("2026-11-21T12:00:00Z"));
        assertThat(person.told(NAME_COORDINATOR))
                .containsExactly(
                        "REMINDER Thu 19 Nov 17:00 dougie-mac.coordinator",
                        "TEAM_LEAD Fri 20 Nov 17:00 dougie-mac.team-lead");
    }

    @Test
    void runsOfFormerVersionsFindTheNamesThatTheirTimersCall() {
        assertThat(List.of("remindDelegate", "escalateDelegate"))
                .allSatisfy(name -> assertThat(application.getBean(name)).isInstanceOf(JavaDelegate.class));
    }

    private List<String> overdue(Viewer viewer) {
        return worklist.page(viewer, View.OVERDUE, Filter.NONE, null, 100).items().stream()
                .map(WorkItem::taskId)
                .toList();
    }

    private List<String> events(WorkItem item) {
        return jdbc.sql(
                        "select kind || ' ' || by || ' ' || coalesce(holder, '-') from work_item_event where task_id = :id"
                                + " and kind <> 'CLAIMED' order by id")
                .param("id", item.taskId())
                .query(String.class)
                .list();
    }
}
