package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Submissions;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Workflow.Episode;

/** Breaks the projection on purpose, in every way it can break. */
@WaymarkTest
class WorklistCheckTests {

    @Autowired
    WorklistCheck check;

    @Autowired
    Workflow workflow;

    @Autowired
    Worklist worklist;

    @Autowired
    HealthIndicator worklistHealthIndicator;

    @Autowired
    RepositoryService repository;

    @Autowired
    Submissions submissions;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    private WorkItem item;

    @BeforeEach
    void setUp() {
        WaymarkDatabase.clean();
        TryModels.deploy(repository);
        Episode episode = TryModels.work();
        workflow.start(episode, TryModels.variables("SOON"));
        item = worklist.openOf(Viewer.SYSTEM, episode.pathway()).get(0);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void findsNothingWhileNobodyTouchesTheTable() {
        Episode other = TryModels.work();
        workflow.start(other, TryModels.variables("RAPID_RESPONSE"));
        WorkItem first = worklist.openOf(Viewer.SYSTEM, other.pathway()).get(0);
        submissions.handIn(first.taskId());
        worklist.complete(Viewer.SYSTEM, first.taskId(), Map.of());
        workflow.tell(TryModels.WORK, other.record(), "work.noted", Map.of());

        assertThat(check.compare().isClean()).as(check.compare().toString()).isTrue();
    }

    @Test
    void bringsBackARowThatWasLost() {
        jdbc.sql("delete from work_item").update();
        assertThat(check.compare().missing()).containsExactly(item.taskId());

        assertThat(check.rebuild().missing()).containsExactly(item.taskId());

        assertThat(check.compare().isClean()).isTrue();
        assertThat(worklist.openOf(Viewer.SYSTEM, item.pathway())).containsExactly(item);
    }

    @Test
    void opensARowThatWasEndedByMistake() {
        jdbc.sql("update work_item set state = 'CANCELLED', ended_at = created_at, ended_by = 'x'")
                .update();
        assertThat(check.rebuild().missing()).containsExactly(item.taskId());

        assertThat(check.compare().isClean()).isTrue();
        assertThat(worklist.openOf(Viewer.SYSTEM, item.pathway())).containsExactly(item);
    }

    @Test
    void endsARowWhoseTaskIsGoneAsTheEnginesHistoryTells() {
        submissions.handIn(item.taskId());
        worklist.complete(Viewer.SYSTEM, item.taskId(), Map.of());
        jdbc.sql("update work_item set state = 'OPEN', ended_at = null, ended_by = null where task_id = :id")
                .param("id", item.taskId())
                .update();
        assertThat(check.compare().orphaned()).containsExactly(item.taskId());

        check.rebuild();

        assertThat(check.compare().isClean()).isTrue();
        assertThat(worklist.historyOf(Viewer.SYSTEM, item.pathway()))
                .filteredOn(each -> each.taskId().equals(item.taskId()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.state()).isEqualTo(WorkItem.State.COMPLETED);
                    assertThat(each.endedAt())
                            .isBetween(item.createdAt(), item.createdAt().plusSeconds(60));
                });
    }

    @Test
    void mendsWhatDiffers() {
        for (String change : new String[] {
            "assignee = 'somebody'",
            "group_name = 'other.group'",
            "due_at = due_at + interval '1 hour'",
            "name = 'Other'",
            "element = 'UserTask_Other'",
            "definition_id = 'before-a-migration'"
        }) {
            jdbc.sql("update work_item set " + change).update();
            assertThat(check.rebuild().different()).as(change).containsExactly(item.taskId());
            assertThat(check.compare().isClean()).as(change).isTrue();
            assertThat(worklist.openOf(Viewer.SYSTEM, item.pathway()))
                    .as(change)
                    .containsExactly(item);
        }
    }

    @Test
    void healthTellsOfItAndOfItsEnd() {
        clock.moveTo(clock.instant().plusSeconds(3600));
        jdbc.sql("delete from work_item").update();
        assertThat(worklistHealthIndicator.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(worklistHealthIndicator.health().getDetails()).containsEntry("missing", 1);

        check.rebuild();
        clock.moveTo(clock.instant().plusSeconds(3600));

        assertThat(worklistHealthIndicator.health().getStatus()).isEqualTo(Status.UP);
    }
}
