package org.waymark.workflow;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.CurrentViewer;
import org.waymark.kernel.WaymarkClock;

/**
 * Holds the worklist against the engine's own tasks, so that an operator can see that nobody's work is lost and mend it
 * if it ever is, for example after rows were restored or changed by hand.
 */
@Service
public class WorklistCheck {

    /**
     * How the worklist differs from the engine, by task id.
     *
     * @param missing open in the engine and on no worklist
     * @param orphaned on a worklist and no longer open in the engine
     * @param different in both, with another assignee, group, name, date or version of the model
     */
    public record Report(List<String> missing, List<String> orphaned, List<String> different) {

        public boolean isClean() {
            return missing.isEmpty() && orphaned.isEmpty() && different.isEmpty();
        }
    }

    private enum Difference {
        MISSING,
        ORPHANED,
        DIFFERENT
    }

    private record Finding(String taskId, Difference difference) {}

    private static final String COMPARE = """
            select coalesce(t.id_, w.task_id) as task_id,
                   case when w.task_id is null then 'MISSING' when t.id_ is null then 'ORPHANED' else 'DIFFERENT' end as difference
              from (select t.*, l.groups
                      from act_ru_task t
                      left join (select task_id_, array_agg(group_id_) as groups from act_ru_identitylink
                                  where type_ = 'candidate' and group_id_ is not null group by task_id_) l
                        on l.task_id_ = t.id_
                     where t.proc_inst_id_ is not null) t
              full join (select * from work_item where state = 'OPEN') w on w.task_id = t.id_
             where w.task_id is null or t.id_ is null
                or w.definition_id <> t.proc_def_id_
                or w.element <> t.task_def_key_
                or w.assignee is distinct from t.assignee_
                or w.name is distinct from coalesce(t.name_, t.task_def_key_)
                or w.due_at is distinct from cast(t.due_date_ as timestamptz)
                or coalesce(w.group_name <> all (t.groups), w.group_name <> '')
             order by 1
            """;

    /** What the engine's history knows of the end, or that it is gone when history does not know it any more. */
    private static final String END = """
            update work_item w set
                state = case when h.delete_reason_ = 'completed' then 'COMPLETED' else 'CANCELLED' end,
                ended_at = coalesce(cast(h.end_time_ as timestamptz), :at),
                ended_by = :by,
                end_reason = case when h.delete_reason_ = 'completed' then null else 'DELETED' end
              from (select cast(:id as text) as id) asked
              left join act_hi_taskinst h on h.id_ = asked.id
             where w.task_id = asked.id and w.state = 'OPEN'
            """;

    private final JdbcClient jdbc;
    private final EngineCommands engine;
    private final WaymarkClock clock;
    private final CurrentViewer viewer;

    WorklistCheck(JdbcClient jdbc, EngineCommands engine, WaymarkClock clock, CurrentViewer viewer) {
        this.jdbc = jdbc;
        this.engine = engine;
        this.clock = clock;
        this.viewer = viewer;
    }

    @Transactional(readOnly = true)
    public Report compare() {
        List<Finding> found = jdbc.sql(COMPARE).query(Finding.class).list();
        return new Report(
                of(Difference.MISSING, found), of(Difference.ORPHANED, found), of(Difference.DIFFERENT, found));
    }

    private static List<String> of(Difference difference, List<Finding> found) {
        return found.stream()
                .filter(finding -> finding.difference() == difference)
                .map(Finding::taskId)
                .toList();
    }

    /** Makes the worklist what the engine says; returns what was wrong before. */
    @Transactional
    public Report rebuild() {
        Report report = compare();
        report.orphaned().forEach(this::end);
        List<String> reopened = reopened(report.missing());
        engine.run(context -> {
            for (TaskEntity task : tasks(context, report.missing())) {
                if (reopened.contains(task.getId())) {
                    change(task);
                } else {
                    Projection.current().created(TaskChanges.asCreated(task));
                }
            }
            tasks(context, report.different()).forEach(this::change);
            return report;
        });
        return report;
    }

    private static List<TaskEntity> tasks(CommandContext context, List<String> taskIds) {
        List<TaskEntity> tasks = new ArrayList<>();
        for (String id : taskIds) {
            TaskEntity task = context.getTaskManager().findTaskById(id);
            if (task != null) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    /** Rows that say "ended" of a task that the engine still has open. */
    private List<String> reopened(List<String> taskIds) {
        return jdbc.sql("""
                        update work_item set state = 'OPEN', ended_at = null, ended_by = null, end_reason = null
                         where task_id = any (:ids) returning task_id
                        """)
                .param("ids", taskIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    private void change(TaskEntity task) {
        String group = TaskChanges.candidateGroup(task);
        Projection.current()
                .changed(new Projection.Changed(task, null, clock.instant(), group == null ? "" : group), null);
    }

    private void end(String taskId) {
        jdbc.sql(END)
                .param("id", taskId)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.get().username())
                .update();
    }
}
