package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.Submissions;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Workflow.Episode;

@WaymarkTest
class WorkItemProcessTests {

    /** A Monday morning. */
    private static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");

    @Autowired
    Workflow workflow;

    @Autowired
    Worklist worklist;

    @Autowired
    Directory directory;

    @Autowired
    TaskService tasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    RepositoryService repository;

    @Autowired
    ManagementService jobs;

    @Autowired
    WaymarkClock clock;

    @Autowired
    Submissions submissions;

    @Autowired
    Relationships relationships;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void setUp() {
        TryModels.deploy(repository);
        Alliance.add(directory);
        clock.moveTo(MONDAY);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void aTaskIsThereWithItsGroupItsFormAndItsDate() {
        Episode episode = begun("SOON");

        WorkItem item = only(episode);

        assertThat(item.process()).isEqualTo("try-work");
        assertThat(item.record()).isEqualTo(episode.record());
        assertThat(item.element()).isEqualTo("UserTask_Answer");
        assertThat(item.name()).isEqualTo("Answer the question");
        assertThat(item.formId()).isEqualTo("answer-question");
        assertThat(item.group()).isEqualTo("community-trust.partner");
        assertThat(item.assignee()).isNull();
        assertThat(item.clock()).isEqualTo("REFERRAL_ANSWER");
        assertThat(item.priority()).isEqualTo("SOON");
        assertThat(item.state()).isEqualTo(WorkItem.State.OPEN);
        assertThat(item.createdAt()).isBetween(MONDAY, MONDAY.plusSeconds(60));
        assertThat(item.dueAt()).isEqualTo(Instant.parse("2026-11-12T17:00:00Z"));
        assertThat(engineTask(item).getDueDate()).isEqualTo(Instant.parse("2026-11-12T17:00:00Z"));
    }

    @Test
    void theSecondTaskBelongsToItsAssigneeAndHasNoDate() {
        Episode episode = atTheSecondTask();

        WorkItem item = only(episode);

        assertThat(item.assignee()).isEqualTo("coordinator");
        assertThat(item.group()).isEqualTo("dougie-mac.coordinator");
        assertThat(item.dueAt()).isNull();
        assertThat(item.clock()).isNull();
        assertThat(item.claimedAt()).isNull();
    }

    @Test
    void claimingReleasingAndReassigningKeepTheirTimes() {
        WorkItem item = only(atTheSecondTask());
        isSharedWith("approach", item);

        worklist.release(Alliance.COORDINATOR, item.taskId());
        assertThat(found(item).assignee()).isNull();
        worklist.claim(Alliance.COORDINATOR, item.taskId());
        assertThat(found(item).assignee()).isEqualTo("coordinator");
        assertThat(found(item).claimedAt()).isNotNull();
        worklist.reassign(Alliance.COORDINATOR, item.taskId(), "other-coordinator");
        assertThat(found(item).assignee()).isEqualTo("other-coordinator");
        assertThat(found(item).claimedAt()).isNull();

        assertThat(events(item))
                .containsExactly(
                        "RELEASED coordinator -",
                        "CLAIMED coordinator coordinator",
                        "REASSIGNED coordinator other-coordinator");
        assertThat(audited(item)).containsExactly("task.completed", "task.released", "task.claimed", "task.reassigned");
    }

    @Test
    void whatAnOperatorAssignsInTheEngineIsNotedToo() {
        WorkItem item = only(begun("SOON"));

        tasks.setAssignee(item.taskId(), "partner");

        assertThat(found(item).assignee()).isEqualTo("partner");
        assertThat(events(item)).containsExactly("REASSIGNED system partner");
    }

    @Test
    void aNewGroupAndDateSetInTheEngineAreNotedToo() {
        WorkItem item = only(begun("SOON"));

        tasks.deleteCandidateGroup(item.taskId(), "community-trust.partner");
        tasks.addCandidateGroup(item.taskId(), "approach.coordinator");
        tasks.setDueDate(item.taskId(), Date.from(MONDAY));

        assertThat(found(item).group()).isEqualTo("approach.coordinator");
        assertThat(found(item).dueAt()).isEqualTo(MONDAY);
    }

    @Test
    void aClaimedTaskIsNotClaimedAgain() {
        WorkItem item = only(begun("SOON"));
        worklist.claim(Alliance.PARTNER, item.taskId());
        worklist.claim(Alliance.PARTNER, item.taskId());

        assertThat(events(item)).containsExactly("CLAIMED partner partner");
        tasks.setAssignee(item.taskId(), "somebody");
        assertRefused("alreadyClaimed", () -> worklist.claim(Alliance.PARTNER, item.taskId()));
    }

    @Test
    void anotherGroupNeitherSeesNorClaimsTheTask() {
        WorkItem item = only(begun("SOON"));

        assertThat(worklist.find(Alliance.NURSE, item.taskId())).isEmpty();
        assertThatThrownBy(() -> worklist.claim(Alliance.NURSE, item.taskId())).isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> worklist.claim(Alliance.NURSE, "no-such-task")).isInstanceOf(NotVisible.class);
        assertThat(worklist.find(Alliance.PARTNER, item.taskId())).isPresent();
    }

    @Test
    void onlyCoordinatorsAndTeamLeadsReassignAndOnlyWithinTheGroup() {
        WorkItem item = only(begun("SOON"));
        worklist.claim(Alliance.PARTNER, item.taskId());
        assertRefused("mayNotReassign", () -> worklist.reassign(Alliance.PARTNER, item.taskId(), "partner"));

        WorkItem second = only(atTheSecondTask());
        assertRefused("notInGroup", () -> worklist.reassign(Alliance.COORDINATOR, second.taskId(), "nurse"));
        assertRefused("notInGroup", () -> worklist.reassign(Alliance.COORDINATOR, second.taskId(), "nobody-here"));
    }

    @Test
    void aTaskGoesToACoordinatorOfAnotherOrganisationOnlyWhereSharingWasAgreed() {
        WorkItem item = only(atTheSecondTask());
        relationships.open(item.pathway(), "dougie-mac");
        assertRefused("notInGroup", () -> worklist.reassign(Alliance.COORDINATOR, item.taskId(), "other-coordinator"));

        isSharedWith("approach", item);
        worklist.reassign(Alliance.COORDINATOR, item.taskId(), "other-coordinator");
        assertThat(found(item).assignee()).isEqualTo("other-coordinator");
    }

    @Test
    void whatWaitsWithAnotherOrganisationIsNotOursToShareOut() {
        WorkItem item = only(begun("SOON"));
        relationships.open(item.pathway(), "dougie-mac");

        assertRefused("mayNotReassign", () -> worklist.reassign(Alliance.COORDINATOR, item.taskId(), "partner"));
    }

    private void isSharedWith(String organisation, WorkItem item) {
        relationships.open(item.pathway(), "dougie-mac");
        relationships.sharing(item.pathway(), Relationships.Sharing.AGREED);
        relationships.grant(item.pathway(), Relationships.Kind.CASELOAD, organisation);
    }

    @Test
    void aTaskWithoutASubmissionCompletesForNobody() {
        WorkItem item = only(begun("SOON"));

        assertThatThrownBy(() -> tasks.complete(item.taskId()))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining(
                        "No form was handed in for this task. Complete it in Waymark at /tasks/" + item.taskId());
        assertThatThrownBy(() -> worklist.complete(Alliance.PARTNER, item.taskId(), Map.of("answer", "YES")))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(found(item).isOpen()).isTrue();
    }

    @Test
    void completingKeepsWhoAndWhenAndOnlyTheDeclaredResults() {
        Episode episode = begun("SOON");
        WorkItem item = only(episode);
        submissions.handIn(item.taskId());
        assertThat(worklist.resultsOf(item.taskId())).containsExactly("answer");
        assertThatThrownBy(() -> worklist.complete(Alliance.PARTNER, item.taskId(), Map.of("seenAt", "x")))
                .isInstanceOf(IllegalArgumentException.class);

        worklist.complete(Alliance.PARTNER, item.taskId(), Map.of("answer", "YES"));

        assertThat(found(item).state()).isEqualTo(WorkItem.State.COMPLETED);
        assertThat(found(item).endedBy()).isEqualTo("partner");
        assertThat(found(item).endedAt()).isNotNull();
        assertThat(found(item).endReason()).isNull();
        assertThat(variable(episode, "answer")).isEqualTo("YES");
        assertThat(worklist.historyOf(Viewer.SYSTEM, episode.pathway()))
                .extracting(WorkItem::element)
                .containsExactly("UserTask_Close", "UserTask_Answer");
        assertRefused("taskEnded", () -> worklist.complete(Alliance.PARTNER, item.taskId(), Map.of()));
        assertRefused("taskEnded", () -> worklist.claim(Alliance.PARTNER, item.taskId()));
        assertThat(worklist.lock(Viewer.SYSTEM, item.taskId()).endedBy()).isEqualTo("partner");
    }

    @Test
    void aTaskThatSomebodyElseTookIsNotCompletedByTheirColleagues() {
        WorkItem item = only(begun("SOON"));
        submissions.handIn(item.taskId());
        tasks.setAssignee(item.taskId(), "somebody");

        assertRefused("alreadyClaimed", () -> worklist.complete(Alliance.PARTNER, item.taskId(), Map.of()));
    }

    @Test
    void ofTwoWhoCompleteAtOnceTheSecondIsTold() throws Exception {
        WorkItem item = only(begun("SOON"));
        submissions.handIn(item.taskId());
        var isLocked = new CountDownLatch(1);
        var secondAsks = new CountDownLatch(1);
        var pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> first = pool.submit(() -> transaction.executeWithoutResult(status -> {
                worklist.lock(Viewer.SYSTEM, item.taskId());
                isLocked.countDown();
                await(secondAsks);
                worklist.complete(Alliance.PARTNER, item.taskId(), Map.of("answer", "YES"));
            }));
            isLocked.await();
            secondAsks.countDown();
            WorkItem seen = worklist.lock(Viewer.SYSTEM, item.taskId());
            first.get();

            assertThat(seen.state()).isEqualTo(WorkItem.State.COMPLETED);
            assertThat(seen.endedBy()).isEqualTo("partner");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whoeverIsOvertakenByTheEngineIsToldAndNothingIsKept() throws Exception {
        Episode episode = TryModels.work();
        Map<String, Object> variables = TryModels.variables("SOON");
        variables.put("answer", "BEFORE");
        workflow.start(episode, variables);
        WorkItem item = only(episode);
        String instance = instance(episode);
        var operator = Executors.newSingleThreadExecutor();
        try {
            submissions.handIn(item.taskId(), () -> {
                try {
                    operator.submit(() -> runtime.setVariable(instance, "answer", "MEANWHILE"))
                            .get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertRefused(
                    "changedMeanwhile",
                    () -> worklist.complete(Alliance.PARTNER, item.taskId(), Map.of("answer", "YES")));
        } finally {
            operator.shutdownNow();
        }
        assertThat(found(item).isOpen()).isTrue();
        assertThat(variable(episode, "answer")).isEqualTo("MEANWHILE");
    }

    @Test
    void aRollbackLeavesNeitherTaskNorRow() {
        Episode episode = TryModels.work();
        transaction.executeWithoutResult(status -> {
            workflow.start(episode, TryModels.variables("SOON"));
            assertThat(worklist.openOf(Viewer.SYSTEM, episode.pathway())).hasSize(1);
            status.setRollbackOnly();
        });

        assertThat(worklist.historyOf(Viewer.SYSTEM, episode.pathway())).isEmpty();
        assertThat(workflow.isOpen("try-work", episode.record())).isFalse();
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(episode.record())
                        .count())
                .isZero();
    }

    @Test
    void aBoundaryEventCancelsAndIsNamedAsTheCause() {
        Episode episode = begun("SOON");
        WorkItem item = only(episode);

        assertThat(workflow.tell("try-work", episode.record(), "work.stopped", Map.of()))
                .isTrue();

        assertThat(found(item).state()).isEqualTo(WorkItem.State.CANCELLED);
        assertThat(found(item).endReason()).isEqualTo("BoundaryEvent_Stopped");
        assertThat(found(item).endedBy()).isEqualTo("system");
        assertThat(workflow.isOpen("try-work", episode.record())).isFalse();
    }

    @Test
    void aTerminatingEndIsNamedAsTheCauseForTheWorkBesideIt() {
        Episode episode = begun("SOON");
        workflow.tell("try-work", episode.record(), "work.noted", Map.of());
        workflow.tell("try-work", episode.record(), "work.stopped", Map.of());

        assertThat(worklist.historyOf(Viewer.SYSTEM, episode.pathway()))
                .extracting(WorkItem::element, WorkItem::state, WorkItem::endReason)
                .containsExactlyInAnyOrder(
                        tuple("UserTask_Answer", WorkItem.State.CANCELLED, "BoundaryEvent_Stopped"),
                        tuple("UserTask_ReadNote", WorkItem.State.CANCELLED, "EndEvent_Stopped"));
    }

    @Test
    void deletingARunWithoutItsListenersIsNotedAllTheSame() {
        Episode episode = begun("SOON");
        WorkItem item = only(episode);

        runtime.deleteProcessInstance(instance(episode), "typed by an operator: free text", true);

        assertThat(found(item).state()).isEqualTo(WorkItem.State.CANCELLED);
        assertThat(found(item).endReason()).isEqualTo("DELETED");
        assertThat(workflow.isOpen("try-work", episode.record())).isFalse();
    }

    @Test
    void aJobThatFailedAtTheEndLeavesNothingAndIsRepeatedWithOneEffect() {
        Episode episode = begun("SOON");
        clock.moveTo(Instant.parse("2026-11-12T17:00:01Z"));

        transaction.executeWithoutResult(status -> {
            runDueJobs(episode);
            status.setRollbackOnly();
        });
        assertThat(worklist.openOf(Viewer.SYSTEM, episode.pathway())).hasSize(1);
        runDueJobs(episode);
        runDueJobs(episode);

        assertThat(elements(episode)).containsExactlyInAnyOrder("UserTask_Answer", "UserTask_LookAgain");
    }

    @Test
    void aJobThatFailsWaitsLongerEachTimeBeforeAnOperatorIsAsked() {
        Episode episode = begun("SOON");
        Job overdue = jobs.createJobQuery()
                .processInstanceId(instance(episode))
                .activityId("BoundaryEvent_Overdue")
                .singleResult();
        clock.moveTo(Instant.parse("2026-11-12T17:00:01Z"));
        // What the job writes finds no table of that shape, as if the database had turned it down.
        jdbc.sql("alter table work_item rename column about to kept").update();
        try {
            for (Duration wait : List.of(
                    Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2))) {
                assertThatThrownBy(() -> jobs.executeJob(overdue.getId())).isInstanceOf(Exception.class);
                assertThat(job(overdue).getRetries()).isPositive();
                Instant next = job(overdue).getDuedate().toInstant();
                assertThat(next)
                        .isBetween(
                                clock.instant().plus(wait).minusSeconds(5),
                                clock.instant().plus(wait));
                clock.moveTo(next.plusSeconds(1));
            }
            assertThatThrownBy(() -> jobs.executeJob(overdue.getId())).isInstanceOf(Exception.class);
            assertThat(job(overdue).getRetries()).isZero();
            assertThat(runtime.createIncidentQuery()
                            .processInstanceId(instance(episode))
                            .count())
                    .isEqualTo(1);
        } finally {
            jdbc.sql("alter table work_item rename column kept to about").update();
        }
        jobs.executeJob(overdue.getId());
        assertThat(elements(episode)).containsExactlyInAnyOrder("UserTask_Answer", "UserTask_LookAgain");
    }

    private List<String> elements(Episode episode) {
        return worklist.openOf(Viewer.SYSTEM, episode.pathway()).stream()
                .map(WorkItem::element)
                .toList();
    }

    private Job job(Job job) {
        return jobs.createJobQuery().jobId(job.getId()).singleResult();
    }

    @Test
    void aTimerKeepsItsDateBesideTheStepItBelongsTo() {
        Episode episode = begun("SOON");

        assertThat(jobs.createJobQuery().processInstanceId(instance(episode)).list())
                .extracting(job -> job.getDuedate().toInstant())
                .containsExactly(Instant.parse("2026-11-12T17:00:00Z"));
        assertThat(runtime.createVariableInstanceQuery()
                        .processInstanceIdIn(instance(episode))
                        .variableNameLike("timer%")
                        .list())
                .extracting(variable -> variable.getName())
                .containsExactly("timerReferralAnswerAt");
    }

    private void runDueJobs(Episode episode) {
        jobs.createJobQuery().processInstanceId(instance(episode)).executable().list().stream()
                .filter(job -> job.getDuedate().toInstant().isBefore(clock.instant()))
                .forEach(job -> jobs.executeJob(job.getId()));
    }

    private Episode begun(String priority) {
        Episode episode = TryModels.work();
        workflow.start(episode, TryModels.variables(priority));
        return episode;
    }

    private Episode atTheSecondTask() {
        Episode episode = begun("SOON");
        WorkItem first = only(episode);
        submissions.handIn(first.taskId());
        worklist.complete(Alliance.PARTNER, first.taskId(), Map.of("answer", "YES"));
        return episode;
    }

    private WorkItem only(Episode episode) {
        return worklist.openOf(Viewer.SYSTEM, episode.pathway()).stream()
                .reduce((one, two) -> {
                    throw new AssertionError("More than one open task");
                })
                .orElseThrow();
    }

    private WorkItem found(WorkItem item) {
        return worklist.historyOf(Viewer.SYSTEM, item.pathway()).stream()
                .filter(each -> each.taskId().equals(item.taskId()))
                .findAny()
                .orElseThrow();
    }

    private Task engineTask(WorkItem item) {
        return tasks.createTaskQuery().taskId(item.taskId()).singleResult();
    }

    private String instance(Episode episode) {
        return workflow.position(episode.process(), episode.record())
                .orElseThrow()
                .processInstanceId();
    }

    private @Nullable Object variable(Episode episode, String name) {
        return runtime.getVariable(instance(episode), name);
    }

    private List<String> events(WorkItem item) {
        return jdbc.sql(
                        "select kind || ' ' || by || ' ' || coalesce(holder, '-') from work_item_event where task_id = :id order by id")
                .param("id", item.taskId())
                .query(String.class)
                .list();
    }

    private List<String> audited(WorkItem item) {
        return jdbc.sql("select action from audit_event where pathway_ref = :pathway order by id")
                .param("pathway", item.pathway().value())
                .query(String.class)
                .list();
    }

    private static void assertRefused(String code, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
