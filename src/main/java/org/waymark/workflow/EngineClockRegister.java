package org.waymark.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;

@Service
class EngineClockRegister implements ClockRegister {

    private static final Role[] SEEING = {
        Role.COORDINATOR, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.OPERATOR
    };

    /** A date is worked out a moment before the row of its task is written. */
    private static final Duration SAME = Duration.ofMinutes(1);

    /** Keeps what the row says now, for the record. */
    private static final String KEEP = """
            insert into clock_former (name, priority, service, amount, unit, owner, source, since, reason, set_by, valid_from,
                   valid_until, replaced_by, ended_reason)
            select name, priority, service, amount, unit, owner, source, since, reason, set_by, set_at, :at, :by, :ended from clock
             where name = :name and priority = :priority and service = :service
            """;

    private final JdbcClient jdbc;
    private final ClockTable clocks;
    private final ClockUses uses;
    private final EngineWorklist worklist;
    private final EnginePauses pauses;
    private final MovedDates dates;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final TransactionTemplate transaction;

    EngineClockRegister(
            JdbcClient jdbc,
            ClockTable clocks,
            ClockUses uses,
            EngineWorklist worklist,
            EnginePauses pauses,
            MovedDates dates,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clocks = clocks;
        this.uses = uses;
        this.worklist = worklist;
        this.pauses = pauses;
        this.dates = dates;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public boolean mayChange(Viewer viewer) {
        return viewer.has(Role.ADMINISTRATOR);
    }

    @Override
    public List<Clock> all(Viewer viewer) {
        access.requireRole(viewer, "clocks.viewed", SEEING);
        audit.record(viewer.username(), "clocks.viewed", null, null);
        return rows(null);
    }

    @Override
    public List<Clock> of(Viewer viewer, String name) {
        access.requireRole(viewer, "clock.viewed", SEEING);
        List<Clock> found = rows(name);
        if (found.isEmpty()) {
            throw new NotVisible();
        }
        audit.record(viewer.username(), "clock.viewed", null, name);
        return found;
    }

    private List<Clock> rows(@Nullable String name) {
        Map<Key, Counted> counted = counted(name);
        Map<String, Set<String>> used = uses.all();
        return jdbc.sql("""
                        select name, priority, service, amount, unit, owner, source, since, reason, set_by, revision from clock
                         where cast(:name as text) is null or name = :name order by name, service, priority
                        """)
                .param("name", name)
                .query((row, number) -> {
                    Key key = key(row);
                    Counted here = counted.getOrDefault(key, Counted.NONE);
                    return new Clock(
                            key,
                            row.getInt("amount"),
                            Clocks.Unit.valueOf(row.getString("unit")),
                            row.getString("owner"),
                            row.getString("source"),
                            row.getObject("since", LocalDate.class),
                            row.getString("reason"),
                            row.getString("set_by"),
                            row.getInt("revision"),
                            List.copyOf(used.getOrDefault(key.name(), Set.of())),
                            here.running(),
                            here.moving().size());
                })
                .list();
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getString("name"), row.getString("priority"), row.getString("service"));
    }

    @Override
    public List<Former> formerOf(Viewer viewer, String name) {
        access.requireRole(viewer, "clock.viewed", SEEING);
        return jdbc.sql("select * from clock_former where name = :name order by id desc")
                .param("name", name)
                .query((row, number) -> {
                    Timestamp from = row.getTimestamp("valid_from");
                    return new Former(
                            key(row),
                            row.getInt("amount"),
                            Clocks.Unit.valueOf(row.getString("unit")),
                            row.getString("owner"),
                            row.getString("source"),
                            row.getObject("since", LocalDate.class),
                            from == null ? null : from.toInstant(),
                            row.getTimestamp("valid_until").toInstant(),
                            row.getString("replaced_by"),
                            row.getString("ended_reason"));
                })
                .list();
    }

    /** Open work of one row: how much, and those whose date would be another. */
    private record Counted(int running, List<String> moving) {
        static final Counted NONE = new Counted(0, List.of());
    }

    private Map<Key, Counted> counted(@Nullable String name) {
        Map<Key, Integer> running = new HashMap<>();
        Map<Key, List<String>> moving = new HashMap<>();
        jdbc.sql("""
                        select task_id, clock, priority, service, created_at, first_due_at, counts_from_creation from work_item
                         where state = 'OPEN' and clock is not null and first_due_at is not null
                           and (cast(:name as text) is null or clock = :name) order by created_at, task_id
                        """).param("name", name).query(row -> {
            ClockTable.Row by = clocks.row(row.getString("clock"), row.getString("priority"), row.getString("service"));
            if (by != null) {
                Key key =
                        new Key(by.key().clock(), by.key().priority(), by.key().service());
                running.merge(key, 1, Integer::sum);
                Instant due = by.after(row.getTimestamp("created_at").toInstant());
                if (row.getBoolean("counts_from_creation")
                        && !isSame(due, row.getTimestamp("first_due_at").toInstant())) {
                    moving.computeIfAbsent(key, any -> new ArrayList<>()).add(row.getString("task_id"));
                }
            }
        });
        Map<Key, Counted> counted = new HashMap<>();
        running.forEach((key, count) -> counted.put(key, new Counted(count, moving.getOrDefault(key, List.of()))));
        return counted;
    }

    private static boolean isSame(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SAME) < 0;
    }

    @Override
    public void change(Viewer viewer, Key key, int revision, Value value) {
        changing(viewer, "clock.changed", key, () -> {
            int now = revision(key).orElseThrow(NotVisible::new);
            if (says(viewer, key, value)) {
                return false;
            }
            if (now != revision) {
                throw new Refused("clock.changedMeanwhile");
            }
            keep(viewer, key, null);
            write(viewer, key, value, """
                    update clock set amount = :amount, unit = :unit, owner = :owner, source = :source, since = :since,
                           reason = :reason, set_by = :by, set_at = :at, revision = revision + 1
                     where name = :name and priority = :priority and service = :service
                    """);
            return true;
        });
    }

    @Override
    public void add(Viewer viewer, Key key, Value value) {
        changing(viewer, "clock.added", key, () -> {
            if (says(viewer, key, value)) {
                return false;
            }
            if (!key.isOfService() || revision(key).isPresent()) {
                throw new Refused("clock.thereAlready");
            }
            if (rowsNamed(key.name()) == 0) {
                throw new NotVisible();
            }
            write(viewer, key, value, """
                    insert into clock (name, priority, service, amount, unit, owner, source, since, reason, set_by, set_at)
                    values (:name, :priority, :service, :amount, :unit, :owner, :source, :since, :reason, :by, :at)
                    """);
            return true;
        });
    }

    @Override
    public void end(Viewer viewer, Key key, String reason) {
        changing(viewer, "clock.ended", key, () -> {
            if (!key.isOfService()) {
                throw new Refused("clock.notOfService");
            }
            if (revision(key).isEmpty()) {
                return false;
            }
            keep(viewer, key, reason);
            jdbc.sql("delete from clock where name = :name and priority = :priority and service = :service")
                    .params(named(key))
                    .update();
            return true;
        });
    }

    private interface Change {
        boolean make();
    }

    /** One change at a time in all the alliance: whoever comes second sees what the first has done. */
    private void changing(Viewer viewer, String action, Key key, Change change) {
        access.requireRole(viewer, action, Role.ADMINISTRATOR);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select version from clock_version for update")
                    .query(Long.class)
                    .single();
            if (change.make()) {
                jdbc.sql("update clock_version set version = version + 1").update();
                audit.record(viewer.username(), action, null, subject(key));
            }
        });
        clocks.refresh();
    }

    private static String subject(Key key) {
        return String.join("/", key.name(), key.priority(), key.service());
    }

    private Optional<Integer> revision(Key key) {
        return jdbc.sql("select revision from clock where name = :name and priority = :priority and service = :service")
                .params(named(key))
                .query(Integer.class)
                .optional();
    }

    private long rowsNamed(String name) {
        return jdbc.sql("select count(*) from clock where name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }

    /** Whether this viewer has set the row to just this: the same click again. */
    private boolean says(Viewer viewer, Key key, Value value) {
        return jdbc.sql("""
                        select exists (select 1 from clock where name = :name and priority = :priority and service = :service
                           and amount = :amount and unit = :unit and owner = :owner and source = :source and reason = :reason
                           and set_by = :by)
                        """)
                .params(named(key))
                .params(named(value))
                .param("by", viewer.username())
                .query(Boolean.class)
                .single();
    }

    private void keep(Viewer viewer, Key key, @Nullable String endedReason) {
        jdbc.sql(KEEP)
                .params(named(key))
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.username())
                .param("ended", endedReason)
                .update();
    }

    private void write(Viewer viewer, Key key, Value value, String sql) {
        jdbc.sql(sql)
                .params(named(key))
                .params(named(value))
                .param("since", clock.today())
                .param("by", viewer.username())
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    private static Map<String, Object> named(Key key) {
        return Map.of("name", key.name(), "priority", key.priority(), "service", key.service());
    }

    private static Map<String, Object> named(Value value) {
        return Map.of(
                "amount", value.amount(),
                "unit", value.unit().name(),
                "owner", value.owner(),
                "source", value.source(),
                "reason", value.reason());
    }

    @Override
    public int applyToOpenWork(Viewer viewer, Key key) {
        access.requireRole(viewer, "clock.applied", Role.ADMINISTRATOR);
        clocks.refresh();
        int moved = 0;
        for (String taskId : counted(key.name()).getOrDefault(key, Counted.NONE).moving()) {
            // Each on its own: nobody's work waits for that of all others, and what was done stays done.
            if (Boolean.TRUE.equals(transaction.execute(status -> apply(viewer, key, taskId)))) {
                moved++;
            }
        }
        audit.record(viewer.username(), "clock.applied", null, subject(key));
        return moved;
    }

    private boolean apply(Viewer viewer, Key key, String taskId) {
        WorkItem item = worklist.lock(Viewer.SYSTEM, taskId);
        Instant before = item.dueAt();
        ClockTable.Row row = item.clock() == null ? null : clocks.row(item.clock(), item.priority(), item.service());
        if (!item.isOpen()
                || before == null
                || row == null
                || !key.equals(new Key(
                        row.key().clock(), row.key().priority(), row.key().service()))) {
            return false;
        }
        Instant first = row.after(item.createdAt());
        Instant after = pauses.withPauses(item, first);
        Instant now = clock.instant();
        worklist.as(viewer, () -> dates.move(item, after));
        jdbc.sql("""
                        with moved as (
                          update work_item set first_due_at = :first,
                                 missed_due_at = case when :isLate then coalesce(missed_due_at, :before) else missed_due_at end
                           where task_id = :task returning task_id)
                        insert into work_item_event (task_id, kind, at, by, due_before, due_after)
                        select task_id, 'DUE_MOVED', :at, :by, :before, :after from moved
                        """)
                .param("first", Timestamp.from(first))
                .param("isLate", item.paused() == null && before.isBefore(now))
                .param("before", Timestamp.from(before))
                .param("after", Timestamp.from(after))
                .param("task", Objects.requireNonNull(taskId))
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .update();
        LockedItems.forget(taskId);
        audit.record(viewer.username(), "task.dateMoved", item.pathway(), taskId);
        return true;
    }
}
