package org.waymark.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.Directory;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.Relationships;
import org.waymark.access.Relationships.LookedAfter;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.EscalationSteps.Next;
import org.waymark.workflow.EscalationSteps.Work;

/** Takes the steps in batches, each in a transaction of its own. Rows that somebody works on just now wait for the next sweep. */
@Service
class EscalationSweep implements Escalations {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationSweep.class);
    private static final int BATCH = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DUE = """
            select task_id, pathway_ref, group_name, assignee, clock, priority, service, created_at, due_at, first_due_at, next_step,
                   next_step_at
              from work_item
             where state = 'OPEN' and next_step is not null and next_step_at <= :now and paused_at is null
               and (cast(:pathway as text) is null or pathway_ref = :pathway)
             order by next_step_at limit :batch for update skip locked
            """;

    /** What was taken before leaves no second row, and then marks nothing either. */
    private static final String TAKE = """
            with x as materialized (
              select * from jsonb_to_recordset(cast(:rows as jsonb)) as x (
                task_id text, step text, is_taken boolean, planned_at timestamptz, told text, next_step text, next_step_at timestamptz)),
            taken as (
              insert into escalation (task_id, step, planned_at, at, told)
              select task_id, step, planned_at, :at, told from x where is_taken
              on conflict (task_id, step) do nothing
              returning task_id, step, told),
            marked as (
              update work_item w set
                  next_step = x.next_step,
                  next_step_at = x.next_step_at,
                  reminded_at = case when t.step = 'REMINDER' then :at else w.reminded_at end,
                  lead_told_at = case when t.step = 'TEAM_LEAD' and t.told is not null then :at else w.lead_told_at end,
                  lead_told = case when t.step = 'TEAM_LEAD' and t.told is not null then t.told else w.lead_told end,
                  escalated_at = case when t.step = 'COORDINATOR' and t.told is not null then :at else w.escalated_at end,
                  escalated_to = case when t.step = 'COORDINATOR' and t.told is not null then t.told else w.escalated_to end
                from x left join taken t on t.task_id = x.task_id
               where w.task_id = x.task_id),
            noted as (
              insert into work_item_event (task_id, kind, at, by, holder)
              select task_id, case step when 'REMINDER' then 'REMINDED' when 'TEAM_LEAD' then 'LEAD_TOLD' else 'ESCALATED' end,
                     :at, :by, told
                from taken where told is not null)
            select count(*) from taken
            """;

    private final JdbcClient jdbc;
    private final EnginePauses pauses;
    private final EscalationSteps steps;
    private final Relationships relationships;
    private final Directory directory;
    private final WaymarkClock clock;
    private final TransactionTemplate transaction;

    EscalationSweep(
            JdbcClient jdbc,
            EnginePauses pauses,
            EscalationSteps steps,
            Relationships relationships,
            Directory directory,
            WaymarkClock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.pauses = pauses;
        this.steps = steps;
        this.relationships = relationships;
        this.directory = directory;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public int sweep() {
        return sweepAll(null);
    }

    @Override
    public int sweepOn(PathwayRef pathway) {
        Projection.writePending();
        return sweepAll(pathway);
    }

    @Override
    public Optional<Instant> nextOn(PathwayRef pathway, Instant until) {
        Projection.writePending();
        return jdbc.sql("""
                        select min(at) from (
                          select min(next_step_at) as at from work_item
                           where pathway_ref = :pathway and state = 'OPEN' and paused_at is null
                          union all
                          select min(paused_until) from work_item where pathway_ref = :pathway and state = 'OPEN') next
                         where at <= :until
                        """)
                .param("pathway", pathway.value())
                .param("until", Timestamp.from(until))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    private int sweepAll(@Nullable PathwayRef only) {
        pauses.ending(only).forEach(this::endPause);
        int taken = 0;
        Batch batch;
        do {
            batch = Objects.requireNonNull(transaction.execute(status -> batch(only)));
            taken += batch.taken();
        } while (batch.looked() > 0);
        return taken;
    }

    /** One that cannot be ended now must not keep all other work from being told of. */
    private void endPause(String taskId) {
        try {
            pauses.end(taskId);
        } catch (RuntimeException e) {
            LOG.warn(
                    "The pause of task {} ends with the next sweep: {}",
                    taskId,
                    e.getClass().getName());
        }
    }

    private record Batch(int looked, int taken) {}

    /** One piece of work whose next step may be due. */
    private record Candidate(
            String taskId,
            PathwayRef pathway,
            String group,
            @Nullable String assignee,
            Work work,
            Next next) {

        String organisation() {
            return group.substring(0, Math.max(0, group.indexOf('.')));
        }
    }

    private Batch batch(@Nullable PathwayRef only) {
        Instant now = clock.instant();
        List<Candidate> candidates = jdbc.sql(DUE)
                .param("pathway", only == null ? null : only.value())
                .param("now", Timestamp.from(now))
                .param("batch", BATCH)
                .query(EscalationSweep::candidate)
                .list();
        if (candidates.isEmpty()) {
            return new Batch(0, 0);
        }
        var asked = new Asked(candidates);
        ArrayNode rows = JSON.createArrayNode();
        for (Candidate candidate : candidates) {
            Step step = candidate.next().step();
            // The date may have moved since the step got its time, so the time is worked out again.
            Instant at = steps.at(step, candidate.work());
            boolean isTaken = at != null && !at.isAfter(now);
            Next next = at == null ? null : isTaken ? steps.after(step, candidate.work()) : new Next(step, at);
            rows.addObject()
                    .put("task_id", candidate.taskId())
                    .put("step", step.name())
                    .put("is_taken", isTaken)
                    .put("planned_at", at == null ? null : at.toString())
                    .put("told", isTaken ? asked.whoIsTold(step, candidate) : null)
                    .put("next_step", next == null ? null : next.step().name())
                    .put("next_step_at", next == null ? null : next.at().toString());
        }
        int taken = jdbc.sql(TAKE)
                .param("rows", rows.toString())
                .param("at", Timestamp.from(now))
                .param("by", Viewer.SYSTEM.username())
                .query(Integer.class)
                .single();
        return new Batch(candidates.size(), taken);
    }

    private static Candidate candidate(ResultSet row, int number) throws SQLException {
        return new Candidate(
                row.getString("task_id"),
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("group_name"),
                row.getString("assignee"),
                new Work(
                        row.getString("clock"),
                        row.getString("priority"),
                        row.getString("service"),
                        row.getTimestamp("created_at").toInstant(),
                        instant(row, "first_due_at"),
                        instant(row, "due_at")),
                new Next(
                        Step.valueOf(row.getString("next_step")),
                        row.getTimestamp("next_step_at").toInstant()));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /** Who stands for whom, asked once a batch. */
    private final class Asked {

        private final Map<PathwayRef, LookedAfter> lookedAfter;
        private final Map<String, List<StaffMember>> leads = new HashMap<>();

        private Asked(List<Candidate> candidates) {
            lookedAfter = relationships.lookedAfter(candidates.stream()
                    .filter(candidate -> candidate.next().step() == Step.COORDINATOR)
                    .map(Candidate::pathway)
                    .collect(Collectors.toSet()));
        }

        /** As {@link Escalations#addressesOf} spells them; null when there is nobody. */
        @Nullable
        String whoIsTold(Step step, Candidate candidate) {
            return switch (step) {
                case REMINDER -> Objects.requireNonNullElse(candidate.assignee(), candidate.group());
                case TEAM_LEAD -> teamLeads(candidate);
                case COORDINATOR -> coordinator(candidate);
            };
        }

        private @Nullable String teamLeads(Candidate candidate) {
            String organisation = candidate.organisation();
            List<StaffMember> all =
                    leads.computeIfAbsent(organisation, one -> directory.staffOf(Escalations.teamLeads(one)));
            if (all.isEmpty()) {
                return null;
            }
            String assignee = candidate.assignee();
            String team = assignee == null
                    ? null
                    : directory.staffMember(assignee).map(StaffMember::team).orElse(null);
            return team != null && all.stream().anyMatch(lead -> team.equals(lead.team()))
                    ? Escalations.teamLeads(organisation, team)
                    : Escalations.teamLeads(organisation);
        }

        /** Of a coordinator's own late work the other coordinators are told. */
        private @Nullable String coordinator(Candidate candidate) {
            LookedAfter by = lookedAfter.get(candidate.pathway());
            if (by == null) {
                return null;
            }
            return by.coordinator() == null || by.coordinator().equals(candidate.assignee())
                    ? Escalations.coordinators(by.organisation())
                    : by.coordinator();
        }
    }
}
