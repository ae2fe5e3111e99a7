package org.waymark.workflow;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;

@Service
class EngineHaste implements Haste {

    private static final String PRIORITY = "priority";

    private final EngineWorklist worklist;
    private final EnginePauses pauses;
    private final ClockTable clocks;
    private final MovedDates dates;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final JdbcClient jdbc;
    private final CurrentViewer currentViewer;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    EngineHaste(
            EngineWorklist worklist,
            EnginePauses pauses,
            ClockTable clocks,
            MovedDates dates,
            RuntimeService runtime,
            TaskService tasks,
            JdbcClient jdbc,
            CurrentViewer currentViewer,
            AuditTrail audit,
            WaymarkClock clock) {
        this.worklist = worklist;
        this.pauses = pauses;
        this.clocks = clocks;
        this.dates = dates;
        this.runtime = runtime;
        this.tasks = tasks;
        this.jdbc = jdbc;
        this.currentViewer = currentViewer;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void hasten(String taskId, String priority) {
        WorkItem item = worklist.lock(Viewer.SYSTEM, taskId);
        if (!item.isOpen() || item.clock() == null || priority.equals(item.priority())) {
            return;
        }
        pauses.resume(Viewer.SYSTEM, item);
        prioritise(taskId, priority);
        moveTo(worklist.lock(Viewer.SYSTEM, taskId), item.clock());
        audit.record(currentViewer.get().username(), "task.hastened", item.pathway(), taskId);
    }

    private void prioritise(String taskId, String priority) {
        String run = tasks.createTaskQuery().taskId(taskId).singleResult().getProcessInstanceId();
        runtime.setVariables(run, VariableRules.checked(Map.of(PRIORITY, priority)));
        jdbc.sql("update work_item set priority = :priority where task_id = :task")
                .param("priority", priority)
                .param("task", taskId)
                .update();
        LockedItems.forget(taskId);
    }

    private void moveTo(WorkItem item, String clockName) {
        Instant now = clock.instant();
        Instant before = item.dueAt();
        Instant due = clocks.due(clockName, item.priority(), item.service(), now);
        if (before != null && !due.isBefore(before)) {
            return;
        }
        worklist.as(currentViewer.get(), () -> dates.move(item, due));
        // The reading without pauses is of the new date; the next step of the escalation is worked out anew.
        jdbc.sql("""
                        with moved as (
                          update work_item set first_due_at = :due,
                                 next_step_at = case when next_step is null then null else cast(:at as timestamptz) end
                           where task_id = :task returning task_id)
                        insert into work_item_event (task_id, kind, at, by, due_before, due_after)
                        select task_id, 'DUE_MOVED', :at, :by, :before, :due from moved
                        """)
                .param("task", item.taskId())
                .param("due", Timestamp.from(due))
                .param("before", before == null ? null : Timestamp.from(before))
                .param("at", Timestamp.from(now))
                .param("by", currentViewer.get().username())
                .update();
        LockedItems.forget(item.taskId());
    }
}
