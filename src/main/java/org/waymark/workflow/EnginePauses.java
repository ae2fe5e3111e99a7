package org.waymark.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Clocks.Unit;
import org.waymark.workflow.MovedDates.Interval;

/**
 * A pause moves the date at once by all the time that it may take, so that no list, count or timer has to know of pauses;
 * ending it earlier moves the date back by what was not used.
 */
@Service
class EnginePauses implements Pauses {

    private static final String PROPOSED = "PAUSE";
    private static final String AT_MOST = "PAUSE_AT_MOST";

    /** The engine has written the new date, as if somebody had set it; the reading without pauses is put back. */
    private static final String BEGIN = """
            with paused as (
              update work_item set paused_at = :at, paused_until = :until, pause_reason = :reason, first_due_at = :first,
                     missed_due_at = case when :isLate then coalesce(missed_due_at, :before) else missed_due_at end
               where task_id = :task returning task_id),
            kept as (
              insert into clock_pause (task_id, kind, at, by, reason, note, until, due_before, due_after)
              select task_id, 'PAUSED', :at, :by, :reason, :note, :until, :before, :after from paused)
            insert into work_item_event (task_id, kind, at, by, due_before, due_after)
            select task_id, 'PAUSED', :at, :by, :before, :after from paused
            """;

    private static final String END = """
            with resumed as (
              update work_item set paused_at = null, paused_until = null, pause_reason = null, first_due_at = :first,
                     paused_seconds = paused_seconds + :seconds,
                     next_step_at = case when next_step is null then null else cast(:at as timestamptz) end
               where task_id = :task returning task_id),
            kept as (
              insert into clock_pause (task_id, kind, at, by, due_before, due_after)
              select task_id, 'RESUMED', :at, :by, :before, :after from resumed)
            insert into work_item_event (task_id, kind, at, by, due_before, due_after)
            select task_id, 'RESUMED', :at, :by, :before, :after from resumed
            """;

    private final EngineWorklist worklist;
    private final ClockTable clocks;
    private final MovedDates dates;
    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    EnginePauses(
            EngineWorklist worklist,
            ClockTable clocks,
            MovedDates dates,
            JdbcClient jdbc,
            AuditTrail audit,
            WaymarkClock clock) {
        this.worklist = worklist;
        this.clocks = clocks;
        this.dates = dates;
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public boolean mayPause(Viewer viewer, WorkItem item) {
        boolean isForViewer = item.assignee() == null
                ? viewer.groups().contains(item.group())
                : viewer.username().equals(item.assignee());
        return item.isOpen() && item.paused() == null && isForViewer && canWait(item);
    }

    private boolean canWait(WorkItem item) {
        return item.dueAt() != null && item.clock() != null && unit(item) != Unit.HOURS;
    }

    private Unit unit(WorkItem item) {
        var row = clocks.row(Objects.requireNonNull(item.clock()), item.priority(), item.service());
        return row == null ? Unit.WORKING_DAYS : row.unit();
    }

    @Override
    public Terms terms(WorkItem item) {
        Instant now = clock.instant();
        LocalDate latest = day(clocks.due(AT_MOST, item.priority(), item.service(), now));
        LocalDate proposed = day(clocks.due(PROPOSED, item.priority(), item.service(), now));
        return new Terms(proposed.isAfter(latest) ? latest : proposed, latest);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, WorkingDays.ZONE);
    }

    @Override
    @Transactional
    public boolean pause(Viewer viewer, String taskId, Reason reason, @Nullable String note, LocalDate until) {
        WorkItem item = worklist.forItsHolder(viewer, taskId).item();
        Instant end = until.atStartOfDay(WorkingDays.ZONE).toInstant();
        if (item.paused() != null) {
            if (item.paused().reason() == reason && item.paused().until().equals(end)) {
                return false;
            }
            throw new Refused("pause.already");
        }
        Instant due = item.dueAt();
        if (due == null || !canWait(item)) {
            throw new Refused("pause.cannotWait");
        }
        Instant now = clock.instant();
        if (!end.isAfter(now) || until.isAfter(terms(item).latest())) {
            throw new Refused("pause.until");
        }
        Instant moved = MovedDates.with(due, unit(item), List.of(new Interval(now, end)));
        worklist.as(viewer, () -> dates.move(item, moved));
        jdbc.sql(BEGIN)
                .param("task", taskId)
                .param("at", Timestamp.from(now))
                .param("until", Timestamp.from(end))
                .param("reason", reason.name())
                .param("note", note == null || note.isBlank() ? null : note.strip())
                .param("by", viewer.username())
                .param("first", timestamp(item.firstDueAt()))
                .param("isLate", due.isBefore(now))
                .param("before", Timestamp.from(due))
                .param("after", Timestamp.from(moved))
                .update();
        LockedItems.forget(taskId);
        audit.record(viewer.username(), "task.paused", item.pathway(), taskId);
        return true;
    }

    @Override
    @Transactional
    public void resume(Viewer viewer, String taskId) {
        resume(viewer, worklist.forItsHolder(viewer, taskId).item());
    }

    /** Ends a pause whose day has come, unless somebody was faster. */
    @Transactional
    void end(String taskId) {
        WorkItem item = worklist.lock(Viewer.SYSTEM, taskId);
        if (item.isOpen() && item.paused() != null && !item.paused().until().isAfter(clock.instant())) {
            resume(Viewer.SYSTEM, item);
        }
    }

    void resume(Viewer viewer, WorkItem item) {
        WorkItem.Paused paused = item.paused();
        Instant due = item.dueAt();
        if (paused == null || due == null) {
            return;
        }
        Instant now = clock.instant();
        Instant end = now.isBefore(paused.until()) ? now : paused.until();
        Instant moved = dueWith(item, end);
        if (!moved.equals(due)) {
            worklist.as(viewer, () -> dates.move(item, moved));
        }
        jdbc.sql(END)
                .param("task", item.taskId())
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .param("first", timestamp(item.firstDueAt()))
                .param("seconds", Duration.between(paused.at(), end).toSeconds())
                .param("before", Timestamp.from(due))
                .param("after", Timestamp.from(moved))
                .update();
        LockedItems.forget(item.taskId());
        audit.record(viewer.username(), "task.resumed", item.pathway(), item.taskId());
    }

    /** The date when the pause that goes on ends then; a date that somebody else has set meanwhile stays as it is. */
    private Instant dueWith(WorkItem item, Instant end) {
        Instant first = Objects.requireNonNull(item.firstDueAt());
        Instant due = Objects.requireNonNull(item.dueAt());
        List<Pause> pauses = all(item.taskId());
        boolean isOurs = due.equals(MovedDates.with(first, unit(item), intervals(pauses, null)));
        return isOurs ? MovedDates.with(first, unit(item), intervals(pauses, end)) : due;
    }

    /** What the date without pauses becomes with all of them, the one that goes on included. */
    Instant withPauses(WorkItem item, Instant first) {
        return item.paused() == null && item.pausedFor().isZero()
                ? first
                : MovedDates.with(first, unit(item), intervals(all(item.taskId()), null));
    }

    /** @param end when the pause that goes on ends; null for the day on which it does so by itself */
    private static List<Interval> intervals(List<Pause> pauses, @Nullable Instant end) {
        return pauses.stream()
                .map(pause -> new Interval(
                        pause.at(),
                        pause.endedAt() != null
                                ? pause.endedAt().isBefore(pause.until()) ? pause.endedAt() : pause.until()
                                : end == null ? pause.until() : end))
                .toList();
    }

    /** Tasks whose pause ends by itself now, of all or of one pathway. */
    List<String> ending(@Nullable PathwayRef only) {
        return jdbc.sql("""
                        select task_id from work_item
                         where state = 'OPEN' and paused_at is not null and paused_until <= :now
                           and (cast(:pathway as text) is null or pathway_ref = :pathway) order by paused_until
                        """)
                .param("pathway", only == null ? null : only.value())
                .param("now", Timestamp.from(clock.instant()))
                .query(String.class)
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Pause> of(Viewer viewer, String taskId) {
        WorkItem item = worklist.find(viewer, taskId).orElseThrow(NotVisible::new);
        return all(item.taskId());
    }

    private List<Pause> all(String taskId) {
        List<Pause> pauses = new ArrayList<>();
        jdbc.sql("select kind, at, by, reason, note, until from clock_pause where task_id = :task order by id")
                .param("task", taskId)
                .query(row -> {
                    add(pauses, row);
                });
        return pauses;
    }

    private static void add(List<Pause> pauses, ResultSet row) throws SQLException {
        Instant at = row.getTimestamp("at").toInstant();
        if (row.getString("kind").equals("PAUSED")) {
            pauses.add(new Pause(
                    Reason.valueOf(row.getString("reason")),
                    row.getString("note"),
                    at,
                    row.getString("by"),
                    row.getTimestamp("until").toInstant(),
                    null,
                    null));
        } else {
            Pause last = pauses.remove(pauses.size() - 1);
            pauses.add(
                    new Pause(last.reason(), last.note(), last.at(), last.by(), last.until(), at, row.getString("by")));
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
