package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.support.Submissions;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Workflow.Episode;

@WaymarkTest
class WorkflowProcessTests {

    @Autowired
    Workflow workflow;

    @Autowired
    Worklist worklist;

    @Autowired
    TaskService tasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    RepositoryService repository;

    @Autowired
    Submissions submissions;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void setUp() {
        TryModels.deploy(repository);
    }

    @Test
    void startingWhatIsOpenChangesNothing() {
        Episode episode = begun();
        workflow.start(episode, TryModels.variables("URGENT"));

        assertThat(workflow.positions(episode.pathway())).hasSize(1);
        assertThat(worklist.openOf(Viewer.SYSTEM, episode.pathway()))
                .singleElement()
                .extracting(WorkItem::priority)
                .isEqualTo("ROUTINE");
    }

    @Test
    void ofTwoStartsAtOnceOneBegins() throws Exception {
        Episode episode = TryModels.work();
        var barrier = new CyclicBarrier(2);
        Callable<Void> start = () -> {
            barrier.await();
            workflow.start(episode, TryModels.variables("ROUTINE"));
            return null;
        };
        var pool = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> each : pool.invokeAll(List.of(start, start))) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(worklist.openOf(Viewer.SYSTEM, episode.pathway())).hasSize(1);
    }

    @Test
    void whatHasEndedCanBeginAgain() {
        Episode episode = begun();
        workflow.tell(TryModels.WORK, episode.record(), "work.stopped", Map.of());

        workflow.start(episode, TryModels.variables("ROUTINE"));

        assertThat(workflow.positions(episode.pathway()))
                .extracting(position -> position.endedAt() == null)
                .containsExactly(false, true);
        assertThat(workflow.position(TryModels.WORK, episode.record()))
                .hasValueSatisfying(position -> assertThat(position.endedAt()).isNull());
    }

    @Test
    void aReplayOfAMessageChangesNothing() {
        Episode episode = begun();

        assertThat(workflow.tell(TryModels.WORK, episode.record(), "work.stopped", Map.of()))
                .isTrue();
        assertThat(workflow.tell(TryModels.WORK, episode.record(), "work.stopped", Map.of()))
                .isFalse();
    }

    @Test
    void nobodyListensIsAnAnswerAndNoFailure() {
        Episode episode = begun();

        assertThat(workflow.tell(TryModels.WORK, episode.record(), "work.unknown", Map.of()))
                .isFalse();
        assertThat(workflow.tell(TryModels.WORK, "no-such-record", "work.stopped", Map.of()))
                .isFalse();
        assertThat(workflow.tellAll(PathwayRef.random(), "work.stopped", Map.of()))
                .isZero();
        assertThat(workflow.isOpen(TryModels.WORK, episode.record())).isTrue();
    }

    @Test
    void aFactReachesEveryOpenRunOfThePathwayAndNoOther() {
        PathwayRef pathway = PathwayRef.random();
        Episode one = new Episode(TryModels.WORK, pathway, "one-" + pathway);
        Episode two = new Episode(TryModels.WORK, pathway, "two-" + pathway);
        Episode deaf = new Episode(TryModels.PARTS, pathway, "deaf-" + pathway);
        Episode other = begun();
        workflow.start(one, TryModels.variables("ROUTINE"));
        workflow.start(two, TryModels.variables("ROUTINE"));
        workflow.start(deaf, Map.of());

        assertThat(workflow.tellAll(pathway, "work.stopped", Map.of())).isEqualTo(2);

        assertThat(workflow.isOpen(TryModels.WORK, one.record())).isFalse();
        assertThat(workflow.isOpen(TryModels.WORK, two.record())).isFalse();
        assertThat(workflow.isOpen(TryModels.PARTS, deaf.record())).isTrue();
        assertThat(workflow.isOpen(TryModels.WORK, other.record())).isTrue();
    }

    @Test
    void aFactReachesOnlyThePartItIsAbout() {
        PathwayRef pathway = PathwayRef.random();
        Episode episode = new Episode(TryModels.PARTS, pathway, "parts-" + pathway);
        workflow.start(episode, Map.of());
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway))
                .extracting(WorkItem::part)
                .containsExactlyInAnyOrder("rating-0", "rating-1", "rating-2");

        assertThat(workflow.tellPart(TryModels.PARTS, episode.record(), "part.withdrawn", "ratingId", "rating-1"))
                .isTrue();
        assertThat(workflow.tellPart(TryModels.PARTS, episode.record(), "part.withdrawn", "ratingId", "rating-1"))
                .isFalse();

        assertThat(worklist.openOf(Viewer.SYSTEM, pathway))
                .extracting(WorkItem::part)
                .containsExactlyInAnyOrder("rating-0", "rating-2");
    }

    @Test
    void partsCompletedAtOnceAreAllCompleted() throws Exception {
        PathwayRef pathway = PathwayRef.random();
        Episode episode = new Episode(TryModels.PARTS, pathway, "parts-" + pathway);
        workflow.start(episode, Map.of());
        List<WorkItem> open = worklist.openOf(Viewer.SYSTEM, pathway);
        var barrier = new CyclicBarrier(open.size());
        var pool = Executors.newFixedThreadPool(open.size());
        try {
            List<Callable<Void>> all = open.stream()
                    .<Callable<Void>>map(item -> () -> {
                        submissions.handIn(item.taskId());
                        barrier.await();
                        worklist.complete(Viewer.SYSTEM, item.taskId(), Map.of());
                        return null;
                    })
                    .toList();
            for (Future<Void> each : pool.invokeAll(all)) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(workflow.isOpen(TryModels.PARTS, episode.record())).isFalse();
    }

    @Test
    void aPositionNamesWhatHoldsATokenAndWhatWasPassed() {
        Episode episode = begun();
        complete(episode);
        workflow.tell(TryModels.WORK, episode.record(), "work.noted", Map.of());

        var position = workflow.position(TryModels.WORK, episode.record()).orElseThrow();

        assertThat(position.episode()).isEqualTo(episode);
        assertThat(position.current()).containsExactlyInAnyOrder("UserTask_Close", "UserTask_ReadNote");
        assertThat(position.passed())
                .contains("StartEvent_Begun", "StartEvent_Work", "UserTask_Answer", "BoundaryEvent_Noted")
                .doesNotContain("UserTask_Close");
        assertThat(workflow.model(TryModels.WORK, position.version())).contains("id=\"UserTask_Close\"");
    }

    @Test
    void whatWasCancelledIsNotPassed() {
        Episode episode = begun();
        workflow.tell(TryModels.WORK, episode.record(), "work.stopped", Map.of());

        var position = workflow.position(TryModels.WORK, episode.record()).orElseThrow();

        assertThat(position.endedAt()).isNotNull();
        assertThat(position.current()).isEmpty();
        assertThat(position.passed())
                .contains("BoundaryEvent_Stopped", "EndEvent_Stopped")
                .doesNotContain("UserTask_Answer");
    }

    @Test
    void aRunWithoutAPathwayDoesNotBegin() {
        assertThatThrownBy(() -> runtime.startProcessInstanceByKey(TryModels.WORK, "some-record"))
                .hasMessageContaining("needs a business key and the variable pathwayRef");
        assertThatThrownBy(() -> runtime.startProcessInstanceByKey(TryModels.WORK))
                .hasMessageContaining("needs a business key");
    }

    @Test
    void aSecondRunOfAnOpenRecordDoesNotBeginBehindOurBack() {
        Episode episode = begun();
        Map<String, Object> variables = new HashMap<>(TryModels.variables("ROUTINE"));
        variables.put("pathwayRef", episode.pathway().value());

        assertThatThrownBy(() -> runtime.startProcessInstanceByKey(TryModels.WORK, episode.record(), variables))
                .hasMessageContaining("already has an open run");
        assertThat(worklist.openOf(Viewer.SYSTEM, episode.pathway())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "Ethel", "", "x@y", "<b>", "a/b"})
    void onlyCodesBecomeVariables(String text) {
        // "Ethel" has the shape of a code: names are kept out by the list of variables alone.
        boolean isCode = text.equals("Ethel");
        Episode episode = TryModels.work();
        Map<String, Object> variables = TryModels.variables("ROUTINE");
        variables.put("answer", text);

        Throwable thrown = catchThrowable(() -> workflow.start(episode, variables));

        if (isCode) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("'" + text + "'");
            assertThat(workflow.isOpen(TryModels.WORK, episode.record())).isFalse();
        }
    }

    @Test
    void flagsNumbersAndDatesMayBeVariablesAndObjectsMayNot() {
        Episode episode = TryModels.work();
        Map<String, Object> variables = TryModels.variables("ROUTINE");
        variables.put("isUrgent", true);
        variables.put("visits", 3);
        variables.put("seenAt", Date.from(Instant.EPOCH));
        workflow.start(episode, variables);

        for (Object value : List.of(List.of("a"), Map.of("a", "b"), 0.5, new byte[] {1}, List.of())) {
            assertThatThrownBy(() ->
                            workflow.tell(TryModels.WORK, episode.record(), "work.noted", Map.of("answer", value)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aNameThatTheProcessDoesNotDeclareIsRefusedWhoeverWritesIt() {
        Episode episode = begun();
        WorkItem item = worklist.openOf(Viewer.SYSTEM, episode.pathway()).get(0);
        String instance = workflow.position(TryModels.WORK, episode.record())
                .orElseThrow()
                .processInstanceId();
        Map<String, Object> undeclared = TryModels.variables("ROUTINE");
        undeclared.put("diagnosis", "X");

        assertThatThrownBy(() -> workflow.start(TryModels.work(), undeclared)).hasMessageContaining("diagnosis");
        assertThatThrownBy(
                        () -> workflow.tell(TryModels.WORK, episode.record(), "work.noted", Map.of("diagnosis", "X")))
                .hasMessageContaining("diagnosis");
        assertThatThrownBy(() -> runtime.setVariable(instance, "diagnosis", "X"))
                .hasMessageContaining("diagnosis");
        assertThatThrownBy(() -> runtime.setVariable(instance, "answer", "free text"))
                .hasMessageContaining("answer")
                .hasMessageNotContaining("free text");
        assertThatThrownBy(() -> tasks.setVariableLocal(item.taskId(), "draft", "X"))
                .hasMessageContaining("draft");
        assertThatThrownBy(() -> tasks.setVariable(item.taskId(), "answer", List.of("free text")))
                .isNotNull();
        assertThat(runtime.getVariables(instance))
                .containsOnlyKeys("pathwayRef", "organisation", "coordinator", "priority");
    }

    private Episode begun() {
        Episode episode = TryModels.work();
        workflow.start(episode, TryModels.variables("ROUTINE"));
        return episode;
    }

    private void complete(Episode episode) {
        WorkItem item = worklist.openOf(Viewer.SYSTEM, episode.pathway()).get(0);
        submissions.handIn(item.taskId());
        worklist.complete(Viewer.SYSTEM, item.taskId(), Map.of("answer", "YES"));
    }
}
