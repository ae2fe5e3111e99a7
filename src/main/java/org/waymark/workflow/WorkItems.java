package org.waymark.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision.Visible;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.LockedItems.Row;
import org.waymark.workflow.Worklist.Filter;

/** The table of work items, read in ways that an index answers however many rows there are. */
@Component
class WorkItems {

    /** The system sees them all. */
    static final Visible ALL = new Visible("true", Map.of());

    private static final String COLUMNS = """
            w.task_id, w.process, w.record, w.pathway_ref, w.element, w.name, w.form_id, w.group_name, w.assignee, w.part, w.about, w.clock,
            w.priority, w.service, w.created_at, w.due_at, w.first_due_at, w.missed_due_at, w.paused_at,
            w.paused_until, w.pause_reason, w.paused_seconds, w.claimed_at, w.reminded_at, w.lead_told_at, w.lead_told, w.escalated_at,
            w.escalated_to, w.state, w.ended_at, w.ended_by, w.end_reason, w.definition_id, w.due_sort
            """;

    private final JdbcClient jdbc;

    WorkItems(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Row> find(String taskId) {
        Projection.writePending();
        return jdbc.sql("select " + COLUMNS + " from work_item w where w.task_id = :id")
                .param("id", taskId)
                .query(WorkItems::row)
                .optional();
    }

    /** Locks the pathway before the row, in one round trip, so that all commands take both in the same order. */
    Optional<Row> lock(String taskId) {
        Projection.writePending();
        return jdbc.sql("""
                        with locked as materialized (
                          select %s, task_id from work_item where task_id = :id)
                        select %s from work_item w join locked on locked.task_id = w.task_id for update of w
                        """.formatted(PathwayLock.sql("pathway_ref"), COLUMNS))
                .param("id", taskId)
                .query(WorkItems::row)
                .optional();
    }

    List<WorkItem> openOf(PathwayRef pathway, Visible seen) {
        Projection.writePending();
        return jdbc
                .sql("select " + COLUMNS + " from work_item w where w.pathway_ref = :pathway and w.state = 'OPEN' and "
                        + seen.sql() + " order by w.due_sort, w.task_id")
                .params(seen.parameters())
                .param("pathway", pathway.value())
                .query(WorkItems::row)
                .stream()
                .map(Row::item)
                .toList();
    }

    Map<PathwayRef, WorkItem> soonestOf(Collection<PathwayRef> pathways, Visible seen) {
        Projection.writePending();
        return jdbc
                .sql("select distinct on (w.pathway_ref) " + COLUMNS
                        + " from work_item w where w.pathway_ref in (:pathways) and w.state = 'OPEN' and "
                        + seen.sql() + " order by w.pathway_ref, w.due_sort, w.task_id")
                .params(seen.parameters())
                .param("pathways", pathways.stream().map(PathwayRef::value).toList())
                .query(WorkItems::row)
                .stream()
                .map(Row::item)
                .collect(Collectors.toMap(WorkItem::pathway, item -> item));
    }

    List<WorkItem> historyOf(PathwayRef pathway, Visible seen) {
        Projection.writePending();
        return jdbc
                .sql("select " + COLUMNS
                        + " from work_item w where w.pathway_ref = :pathway and " + seen.sql()
                        + " order by w.created_at desc, w.task_id desc")
                .params(seen.parameters())
                .param("pathway", pathway.value())
                .query(WorkItems::row)
                .stream()
                .map(Row::item)
                .toList();
    }

    /**
     * Whose open work is meant. Each part is one range of one index, and no task is in two of them.
     *
     * @param told the addresses under which steps of an escalation tell this viewer; empty where that does not count
     */
    record Whose(String username, List<String> groups, boolean isMine, boolean isTeam, List<String> told) {}

    /** Which of it, by date. */
    record Due(@Nullable Instant from, @Nullable Instant before, boolean isWithoutDate, boolean isRunning) {
        static final Due ANY = new Due(null, null, false, false);

        /** Late, and its clock is not paused. */
        static Due overdue(Instant now) {
            return new Due(null, now, false, true);
        }
    }

    List<WorkItem> page(Whose whose, Due due, Filter filter, Worklist.@Nullable Key after, int limit) {
        Projection.writePending();
        Map<String, Object> parameters = new LinkedHashMap<>();
        String where = narrowed(due, filter, after, parameters);
        List<String> parts = parts(whose, parameters);
        if (parts.isEmpty()) {
            return List.of();
        }
        parameters.put("limit", limit);
        String union = String.join(
                " union all ",
                parts.stream()
                        .map(part -> "(select " + COLUMNS + " from work_item w where w.state = 'OPEN' and " + part
                                + where + " order by w.due_sort, w.task_id limit :limit)")
                        .toList());
        return jdbc
                .sql("select * from (" + union + ") w order by w.due_sort, w.task_id limit :limit")
                .params(parameters)
                .query(WorkItems::row)
                .stream()
                .map(Row::item)
                .toList();
    }

    private static String narrowed(
            Due due, Filter filter, Worklist.@Nullable Key after, Map<String, Object> parameters) {
        var sql = new StringBuilder();
        if (due.isWithoutDate()) {
            sql.append(" and w.due_sort = 'infinity'");
        }
        if (due.isRunning()) {
            sql.append(" and w.paused_at is null");
        }
        if (due.from() != null) {
            sql.append(" and w.due_sort >= :dueFrom");
            parameters.put("dueFrom", Timestamp.from(due.from()));
        }
        if (due.before() != null) {
            sql.append(" and w.due_sort < :dueBefore");
            parameters.put("dueBefore", Timestamp.from(due.before()));
        }
        if (filter.process() != null) {
            sql.append(" and w.process = :process");
            parameters.put("process", filter.process());
        }
        if (filter.element() != null) {
            sql.append(" and w.element = :element");
            parameters.put("element", filter.element());
        }
        if (filter.pathway() != null) {
            sql.append(" and w.pathway_ref = :pathway");
            parameters.put("pathway", filter.pathway().value());
        }
        if (after != null) {
            sql.append(
                    after.dueAt() == null
                            ? " and (w.due_sort, w.task_id) > ('infinity', :afterTask)"
                            : " and (w.due_sort, w.task_id) > (:afterDue, :afterTask)");
            parameters.put("afterTask", after.taskId());
            if (after.dueAt() != null) {
                parameters.put("afterDue", Timestamp.from(after.dueAt()));
            }
        }
        return sql.toString();
    }

    /** One group a part: over several at once no index gives the order. */
    private static List<String> parts(Whose whose, Map<String, Object> parameters) {
        List<String> parts = new ArrayList<>();
        parameters.put("me", whose.username());
        if (whose.isMine()) {
            parts.add("w.assignee = :me");
        }
        String notMine = whose.isMine() ? " and w.assignee is distinct from :me" : "";
        if (whose.isTeam()) {
            for (String group : whose.groups()) {
                String name = "group" + parts.size();
                parameters.put(name, group);
                parts.add("w.group_name = :" + name + notMine);
            }
        }
        if (!whose.told().isEmpty()) {
            parameters.put("groups", whose.groups().toArray(String[]::new));
            parameters.put("told", whose.told().toArray(String[]::new));
        }
        for (int i = 0; i < whose.told().size(); i++) {
            String name = "told" + i;
            parameters.put(name, whose.told().get(i));
            parts.add("w.escalated_to = :" + name + " and w.group_name <> all (:groups)" + notMine);
            parts.add("w.lead_told = :" + name
                    + " and (w.escalated_to is null or w.escalated_to <> all (:told)) and w.group_name <> all (:groups)"
                    + notMine);
        }
        return parts;
    }

    record Counts(long mine, long team, long overdue, long dueThisWeek, long noDate) {}

    Counts counts(Whose whose, Instant now, Instant endOfWeek) {
        Projection.writePending();
        return jdbc.sql("""
                        select count(*) filter (where mine),
                               count(*) filter (where team),
                               count(*) filter (where due_sort < :now and paused_at is null),
                               count(*) filter (where not escalated and due_sort >= :now and due_sort < :endOfWeek),
                               count(*) filter (where not escalated and due_sort = 'infinity')
                          from (select true as mine, group_name = any (:groups) as team, false as escalated, due_sort, paused_at
                                  from work_item where state = 'OPEN' and assignee = :me
                                union all
                                select false, true, false, due_sort, paused_at from work_item
                                 where state = 'OPEN' and group_name = any (:groups) and assignee is distinct from :me
                                union all
                                select false, false, true, due_sort, paused_at from work_item
                                 where state = 'OPEN' and (escalated_to = any (:told) or lead_told = any (:told)) and due_sort < :now
                                   and group_name <> all (:groups) and assignee is distinct from :me) open
                        """)
                .param("me", whose.username())
                .param("groups", whose.groups().toArray(String[]::new))
                .param("told", whose.told().toArray(String[]::new))
                .param("now", Timestamp.from(now))
                .param("endOfWeek", Timestamp.from(endOfWeek))
                .query((row, number) ->
                        new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .single();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new WorkItem(
                        row.getString("task_id"),
                        row.getString("process"),
                        row.getString("record"),
                        new PathwayRef(row.getString("pathway_ref")),
                        row.getString("element"),
                        row.getString("name"),
                        row.getString("form_id"),
                        row.getString("group_name"),
                        row.getString("assignee"),
                        row.getString("part"),
                        row.getString("about"),
                        row.getString("clock"),
                        row.getString("priority"),
                        row.getString("service"),
                        row.getTimestamp("created_at").toInstant(),
                        instant(row, "due_at"),
                        instant(row, "first_due_at"),
                        instant(row, "missed_due_at"),
                        paused(row),
                        Duration.ofSeconds(row.getLong("paused_seconds")),
                        instant(row, "claimed_at"),
                        instant(row, "reminded_at"),
                        instant(row, "lead_told_at"),
                        row.getString("lead_told"),
                        instant(row, "escalated_at"),
                        row.getString("escalated_to"),
                        WorkItem.State.valueOf(row.getString("state")),
                        instant(row, "ended_at"),
                        row.getString("ended_by"),
                        row.getString("end_reason")),
                row.getString("definition_id"));
    }

    private static WorkItem.@Nullable Paused paused(ResultSet row) throws SQLException {
        Instant at = instant(row, "paused_at");
        Instant until = instant(row, "paused_until");
        return at == null || until == null
                ? null
                : new WorkItem.Paused(Pauses.Reason.valueOf(row.getString("pause_reason")), at, until);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
