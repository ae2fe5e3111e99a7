package org.waymark.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes a whole {@link Projection} in one statement: round trips, not rows, are what a command costs. */
@Component
class ProjectionWriter implements SessionFactory {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SQL = """
            with started as (
              insert into episode as e (process, record, pathway_ref, process_instance_id, version, started_at)
              select process, record, pathway_ref, process_instance_id, version, at
                from jsonb_to_recordset(cast(:started as jsonb)) as x (
                  process_instance_id text, process text, record text, pathway_ref text, version int, at timestamptz)
              on conflict (process, record) where ended_at is null
                do update set process_instance_id = excluded.process_instance_id, version = excluded.version
                where e.process_instance_id is null
              returning process, record, pathway_ref, process_instance_id
            ),
            ended_episode as (
              update episode e set ended_at = x.at
                from jsonb_to_recordset(cast(:endedEpisodes as jsonb)) as x (process_instance_id text, at timestamptz)
               where e.process_instance_id = x.process_instance_id
            ),
            created as (
              insert into work_item (task_id, process, record, pathway_ref, element, name, form_id, group_name, assignee,
                  part, clock, priority, service, counts_from_creation, about, created_at, due_at, first_due_at, next_step,
                  next_step_at, state, process_instance_id, definition_id)
              select x.task_id, e.process, e.record, e.pathway_ref, x.element, x.name, x.form_id, x.group_name, x.assignee,
                  x.part, x.clock, x.priority, x.service, x.counts_from_creation, x.about, x.created_at, x.due_at, x.due_at,
                  x.next_step, x.next_step_at, 'OPEN', x.process_instance_id, x.definition_id
                from jsonb_to_recordset(cast(:created as jsonb)) as x (
                  task_id text, process_instance_id text, definition_id text, element text, name text, form_id text,
                  group_name text, assignee text, part text, clock text, priority text, service text,
                  counts_from_creation boolean, about text,
                  created_at timestamptz, due_at timestamptz, next_step text, next_step_at timestamptz)
                cross join lateral (
                  select process, record, pathway_ref from started s where s.process_instance_id = x.process_instance_id
                  union all
                  select process, record, pathway_ref from episode p where p.process_instance_id = x.process_instance_id
                  limit 1) e
              returning 1
            ),
            ended as (
              update work_item w set state = x.state, ended_at = x.at, ended_by = x.by, end_reason = x.reason,
                  -- A pause that goes on ends with the work.
                  paused_seconds = w.paused_seconds
                      + coalesce(extract(epoch from least(x.at, w.paused_until) - w.paused_at)::bigint, 0),
                  paused_at = null, paused_until = null, pause_reason = null
                from jsonb_to_recordset(cast(:ended as jsonb)) as x (
                  task_id text, state text, at timestamptz, by text, reason text)
               where w.task_id = x.task_id and w.state = 'OPEN'
            ),
            changed as (
              update work_item w set
                  assignee = x.assignee,
                  name = x.name,
                  element = x.element,
                  definition_id = x.definition_id,
                  due_at = x.due_at,
                  -- A date that somebody sets is one reading; whoever pauses a clock puts the other one back.
                  first_due_at = case when x.due_at is distinct from w.due_at then x.due_at else w.first_due_at end,
                  -- With another date the next step has another time, which the sweep works out.
                  next_step_at = case when x.due_at is distinct from w.due_at and w.next_step is not null then x.at
                                      else w.next_step_at end,
                  group_name = coalesce(x.group_name, w.group_name),
                  claimed_at = case when x.kind is null then w.claimed_at when x.kind = 'CLAIMED' then x.at end,
                  released_at = case when x.kind = 'RELEASED' then x.at else w.released_at end,
                  reassigned_at = case when x.kind = 'REASSIGNED' then x.at else w.reassigned_at end
                from jsonb_to_recordset(cast(:changed as jsonb)) as x (
                  task_id text, element text, definition_id text, name text, group_name text, assignee text,
                  due_at timestamptz, kind text, at timestamptz)
               where w.task_id = x.task_id
            ),
            noted as (
              insert into work_item_event (task_id, kind, at, by, holder)
              select task_id, kind, at, by, holder
                from jsonb_to_recordset(cast(:events as jsonb)) as x (
                  task_id text, kind text, at timestamptz, by text, holder text)
            )
            select (select count(*) from started) as started, (select count(*) from created) as created
            """;

    private final JdbcClient jdbc;
    private final EscalationSteps steps;

    ProjectionWriter(JdbcClient jdbc, EscalationSteps steps) {
        this.jdbc = jdbc;
        this.steps = steps;
    }

    @Override
    public Class<?> getSessionType() {
        return Projection.class;
    }

    @Override
    public Session openSession() {
        return new Projection(this);
    }

    void write(Projection.Batch batch) {
        Written written = jdbc.sql(SQL)
                .param("started", json(batch.started(), ProjectionWriter::episode))
                .param("endedEpisodes", json(List.copyOf(batch.endedEpisodes().entrySet()), (row, ended) -> row.put(
                                "process_instance_id", ended.getKey())
                        .put("at", text(ended.getValue()))))
                .param("created", json(batch.created(), this::created))
                .param("ended", json(batch.ended(), (row, task) -> row.put("task_id", task.id())
                        .put("state", task.state().name())
                        .put("at", text(task.at()))
                        .put("by", task.by())
                        .put("reason", task.reason())))
                .param("changed", json(batch.changed(), ProjectionWriter::changed))
                .param("events", json(batch.events(), (row, event) -> row.put("task_id", event.taskId())
                        .put("kind", event.kind().name())
                        .put("at", text(event.at()))
                        .put("by", event.by())
                        .put("holder", event.holder())))
                .query((row, number) -> new Written(row.getInt(1), row.getInt(2)))
                .single();
        if (written.started() != batch.started().size()) {
            throw new IllegalStateException("This record already has an open run of the process");
        }
        if (written.created() != batch.created().size()) {
            throw new IllegalStateException("A task belongs to no known run of a process");
        }
        LockedItems.forget(batch.ended(), batch.changed());
    }

    private record Written(int started, int created) {}

    private static void episode(ObjectNode row, Projection.Started episode) {
        row.put("process_instance_id", episode.processInstanceId())
                .put("process", episode.process())
                .put("version", episode.version())
                .put("record", episode.record())
                .put("pathway_ref", episode.pathwayRef())
                .put("at", text(episode.at()));
    }

    private void created(ObjectNode row, Projection.Created created) {
        TaskEntity task = created.task();
        Instant createdAt = task.getCreateTime().toInstant();
        Instant dueAt = Projection.instant(task.getDueDate());
        EscalationSteps.Next next = steps.after(
                null,
                new EscalationSteps.Work(
                        created.clock(), created.priority(), created.service(), createdAt, dueAt, dueAt));
        row.put("task_id", task.getId())
                .put("process_instance_id", task.getProcessInstanceId())
                .put("definition_id", task.getProcessDefinitionId())
                .put("element", task.getTaskDefinitionKey())
                .put("name", name(task))
                .put("form_id", created.formId())
                .put("group_name", created.group())
                .put("assignee", task.getAssignee())
                .put("part", created.part())
                .put("clock", created.clock())
                .put("priority", created.priority())
                .put("service", created.service())
                .put("counts_from_creation", created.countsFromCreation())
                .put("about", created.about())
                .put("created_at", text(createdAt))
                .put("due_at", text(dueAt))
                .put("next_step", next == null ? null : next.step().name())
                .put("next_step_at", next == null ? null : text(next.at()));
    }

    private static void changed(ObjectNode row, Projection.Changed changed) {
        TaskEntity task = changed.task();
        row.put("task_id", task.getId())
                .put("element", task.getTaskDefinitionKey())
                .put("definition_id", task.getProcessDefinitionId())
                .put("name", name(task))
                .put("group_name", changed.group())
                .put("assignee", task.getAssignee())
                .put("due_at", text(Projection.instant(task.getDueDate())))
                .put("kind", changed.kind() == null ? null : changed.kind().name())
                .put("at", text(changed.at()));
    }

    private static String name(TaskEntity task) {
        return task.getName() == null ? task.getTaskDefinitionKey() : task.getName();
    }

    private static <T> String json(List<T> rows, BiConsumer<ObjectNode, T> fill) {
        ArrayNode array = JSON.createArrayNode();
        rows.forEach(row -> fill.accept(array.addObject(), row));
        return array.toString();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
