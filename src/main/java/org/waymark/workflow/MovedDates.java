package org.waymark.workflow;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Clocks.Unit;

/**
 * Moves the date of a task in the engine, which tells our tables, and with it the timers that were set by the same clock
 * at the steps around it: a round does not close while somebody's answer to it is paused.
 */
@Component
class MovedDates {

    /** A time in which a clock stood or will stand still. */
    record Interval(Instant from, Instant to) {}

    private final EngineCommands engine;
    private final JdbcClient jdbc;

    MovedDates(EngineCommands engine, JdbcClient jdbc) {
        this.engine = engine;
        this.jdbc = jdbc;
    }

    /** The date with these pauses: later by what each of them took, counted as the clock counts. */
    static Instant with(Instant date, Unit unit, List<Interval> pauses) {
        Instant moved = date;
        for (Interval pause : pauses) {
            LocalDate from = LocalDate.ofInstant(pause.from(), WorkingDays.ZONE);
            LocalDate to = LocalDate.ofInstant(pause.to(), WorkingDays.ZONE);
            moved = switch (unit) {
                case HOURS -> moved.plus(Duration.between(pause.from(), pause.to()));
                case WORKING_DAYS -> onDay(moved, day(moved, WorkingDays.between(from, to)));
                case DAYS, MONTHS ->
                    onDay(
                            moved,
                            LocalDate.ofInstant(moved, WorkingDays.ZONE).plusDays(ChronoUnit.DAYS.between(from, to)));
            };
        }
        return moved.truncatedTo(ChronoUnit.MILLIS);
    }

    private static LocalDate day(Instant date, long workingDays) {
        LocalDate day = LocalDate.ofInstant(date, WorkingDays.ZONE);
        return workingDays == 0 ? day : WorkingDays.plus(day, workingDays);
    }

    /** At the same time of another day, also where the clocks change in between. */
    private static Instant onDay(Instant date, LocalDate day) {
        return date.atZone(WorkingDays.ZONE).with(day).toInstant();
    }

    void move(WorkItem item, Instant due) {
        engine.run(context -> {
            TaskEntity task = Objects.requireNonNull(context.getTaskManager().findTaskById(item.taskId()));
            task.setDueDate(Date.from(due));
            task.triggerUpdateEvent();
            if (item.clock() != null) {
                moveTimers(context, task, item.clock(), due);
            }
            return task;
        });
    }

    private void moveTimers(CommandContext context, TaskEntity task, String clock, Instant due) {
        String variable = Timers.variable(clock);
        for (ExecutionEntity scope = task.getExecution(); scope != null; scope = scope.getParent()) {
            if (scope.getVariableLocal(variable) instanceof Date kept) {
                boolean isOfTask = scope.getId().equals(task.getExecutionId());
                Date moved = Date.from(isOfTask ? due : latest(task, clock, due));
                scope.setVariableLocal(variable, moved);
                for (JobEntity job : context.getJobManager().findJobsByExecutionId(scope.getId())) {
                    if (job instanceof TimerEntity && kept.toInstant().equals(Projection.instant(job.getDuedate()))) {
                        job.setDuedate(moved);
                    }
                }
            }
        }
    }

    /** A timer around several tasks waits for the one that has the most time. */
    private Instant latest(TaskEntity task, String clock, Instant due) {
        return jdbc.sql("""
                        select max(due_at) from work_item
                         where process_instance_id = :instance and clock = :clock and state = 'OPEN' and task_id <> :task
                        """)
                .param("instance", task.getProcessInstanceId())
                .param("clock", clock)
                .param("task", task.getId())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .filter(other -> other.isAfter(due))
                .orElse(due);
    }
}
