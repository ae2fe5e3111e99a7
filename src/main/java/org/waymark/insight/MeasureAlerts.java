package org.waymark.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Directory;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.insight.ControlChart.Better;
import org.waymark.insight.Measures.Course;
import org.waymark.insight.Measures.Figure;
import org.waymark.kernel.WaymarkClock;

/**
 * Tells somebody when a measure crosses a line: once for each month of the measure, on their worklist, until they have seen
 * it; accounts of staff have no address to which anything could be sent. Managers have anybody told who reads measures,
 * coordinators only themselves.
 */
@Service
@Transactional
public class MeasureAlerts {

    /** How soon somebody is told. */
    public enum Rhythm {
        /** Once a week the running month so far is looked at as well. */
        WEEKLY,
        /** Only months that are over are looked at. */
        MONTHLY
    }

    /** @param threshold told below it where more is better, above it where less is */
    public record Alert(
            UUID id, Measure measure, double threshold, String reader, Rhythm rhythm, String setBy, Instant setAt) {}

    /** @param isSoFar whether the month still ran then */
    public record Telling(Alert alert, YearMonth month, double value, long n, boolean isSoFar, Instant toldAt) {}

    /** Why an alert was not taken. */
    public enum Wrong {
        NO_VALUE,
        NOT_A_SHARE,
        NOT_A_TIME,
        NO_READER,
        NO_RHYTHM
    }

    private static final int MOST_SHOWN = 100;

    private final JdbcClient jdbc;
    private final Measures measures;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    MeasureAlerts(JdbcClient jdbc, Measures measures, Directory directory, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.measures = measures;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    /** Managers see all alerts, others those that they read or have set. */
    public List<Alert> all(Viewer viewer) {
        measures.requireReader(viewer);
        return jdbc.sql("""
                        select * from measure_alert where ended_at is null and (:isManager or reader = :me or set_by = :me)
                         order by measure, set_at, id
                        """)
                .param("isManager", viewer.has(Role.MANAGER))
                .param("me", viewer.username())
                .query(MeasureAlerts::alert)
                .list();
    }

    public List<Alert> of(Viewer viewer, Measure measure) {
        return all(viewer).stream().filter(one -> one.measure() == measure).toList();
    }

    public Alert one(Viewer viewer, UUID id) {
        return all(viewer).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> refused(viewer));
    }

    /** Whom the viewer may have told: managers anybody who reads measures, coordinators themselves. */
    public List<StaffMember> readers(Viewer viewer) {
        measures.requireReader(viewer);
        return directory.staff().stream()
                .filter(MeasureAlerts::readsMeasures)
                .filter(one -> viewer.has(Role.MANAGER) || one.username().equals(viewer.username()))
                .toList();
    }

    private static boolean readsMeasures(StaffMember member) {
        return member.roles().contains(Role.MANAGER) || member.roles().contains(Role.COORDINATOR);
    }

    public Optional<Wrong> set(
            Viewer viewer, Measure measure, @Nullable Double threshold, String reader, @Nullable Rhythm rhythm) {
        List<StaffMember> readers = readers(viewer);
        if (threshold == null) {
            return Optional.of(Wrong.NO_VALUE);
        }
        Optional<Measures.Wrong> wrong = Measures.value(measure, threshold);
        if (wrong.isPresent()) {
            return wrong.map(one -> one == Measures.Wrong.NOT_A_TIME ? Wrong.NOT_A_TIME : Wrong.NOT_A_SHARE);
        }
        if (readers.stream().noneMatch(one -> one.username().equals(reader))) {
            return Optional.of(Wrong.NO_READER);
        }
        if (rhythm == null) {
            return Optional.of(Wrong.NO_RHYTHM);
        }
        jdbc.sql("""
                        insert into measure_alert (id, measure, threshold, reader, rhythm, set_by, set_at)
                        values (:id, :measure, :threshold, :reader, :rhythm, :by, :at)
                        """)
                .param("id", UUID.randomUUID())
                .param("measure", measure.name())
                .param("threshold", threshold)
                .param("reader", reader)
                .param("rhythm", rhythm.name())
                .param("by", viewer.username())
                .param("at", now())
                .update();
        audit.record(viewer.username(), "measure.alertSet", null, measure.name());
        return Optional.empty();
    }

    /** The former alert ends and another begins; what it has told stays told. */
    public Optional<Wrong> change(
            Viewer viewer, UUID id, @Nullable Double threshold, String reader, @Nullable Rhythm rhythm) {
        Alert former = one(viewer, id);
        Optional<Wrong> wrong = set(viewer, former.measure(), threshold, reader, rhythm);
        if (wrong.isEmpty()) {
            end(viewer, former);
        }
        return wrong;
    }

    /** Nobody is told by it any more, and what was told and not seen yet goes with it. */
    public void stop(Viewer viewer, UUID id) {
        end(viewer, one(viewer, id));
    }

    private void end(Viewer viewer, Alert alert) {
        jdbc.sql("update measure_alert set ended_by = :by, ended_at = :at where id = :id and ended_at is null")
                .param("by", viewer.username())
                .param("at", now())
                .param("id", alert.id())
                .update();
        audit.record(
                viewer.username(), "measure.alertStopped", null, alert.measure().name());
    }

    // ------------------------------------------------------------------ telling

    /** What the viewer was told and has not seen yet, the newest first. */
    public List<Telling> unseen(Viewer viewer) {
        measures.requireReader(viewer);
        return jdbc.sql("""
                        select a.*, t.month, t.value, t.n, t.is_so_far, t.told_at
                          from measure_telling t join measure_alert a on a.id = t.alert_id
                         where t.seen_at is null and a.ended_at is null and a.reader = :me
                         order by t.told_at desc, a.measure, a.id limit :most
                        """)
                .param("me", viewer.username())
                .param("most", MOST_SHOWN)
                .query((row, number) -> new Telling(
                        alert(row, number),
                        YearMonth.from(row.getObject("month", LocalDate.class)),
                        row.getDouble("value"),
                        row.getLong("n"),
                        row.getBoolean("is_so_far"),
                        row.getTimestamp("told_at").toInstant()))
                .list();
    }

    /** The reader has seen what an alert told so far; seen twice, it is seen. */
    public void seen(Viewer viewer, UUID alert) {
        if (!one(viewer, alert).reader().equals(viewer.username())) {
            throw refused(viewer);
        }
        int seen = jdbc.sql("update measure_telling set seen_at = :at where alert_id = :alert and seen_at is null")
                .param("at", now())
                .param("alert", alert)
                .update();
        if (seen > 0) {
            audit.record(viewer.username(), "measure.tellingSeen", null, alert.toString());
        }
    }

    /**
     * Looks at every alert and tells what has crossed its line. Any number of nodes may do it, and as often as they like: an
     * alert is told once for each month. Whoever may not read measures any more is told nothing.
     *
     * @return how much was told
     */
    @WithoutViewer("the clock does it; readers are asked for one by one")
    public int tell() {
        List<Alert> alerts = jdbc.sql(
                        "select * from measure_alert where ended_at is null order by id for update skip locked")
                .query(MeasureAlerts::alert)
                .list();
        if (alerts.isEmpty()) {
            return 0;
        }
        Map<Measure, Course> courses =
                measures.courses().stream().collect(Collectors.toMap(Course::measure, course -> course));
        List<String> readers = directory.staff().stream()
                .filter(MeasureAlerts::readsMeasures)
                .map(StaffMember::username)
                .toList();
        return alerts.stream()
                .filter(alert -> readers.contains(alert.reader()))
                .mapToInt(alert -> tell(alert, courses.get(alert.measure())))
                .sum();
    }

    private int tell(Alert alert, @Nullable Course course) {
        if (course == null) {
            return 0;
        }
        Stream<Figure> figures = course.latest().stream();
        if (alert.rhythm() == Rhythm.WEEKLY && isNewWeek(alert)) {
            figures = Stream.concat(figures, course.soFar().stream());
        }
        return figures.mapToInt(figure -> tell(alert, figure)).sum();
    }

    /** True once a week, from Monday on. */
    private boolean isNewWeek(Alert alert) {
        return jdbc.sql("""
                        update measure_alert set looked_in = :monday
                         where id = :id and (looked_in is null or looked_in < :monday)
                        """)
                        .param("monday", clock.today().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                        .param("id", alert.id())
                        .update()
                == 1;
    }

    private int tell(Alert alert, Figure figure) {
        Double value = figure.value();
        if (value == null || !isCrossed(alert, value)) {
            return 0;
        }
        return jdbc.sql("""
                        insert into measure_telling (alert_id, month, value, n, is_so_far, told_at)
                        values (:alert, :month, :value, :n, :isSoFar, :at) on conflict (alert_id, month) do nothing
                        """)
                .param("alert", alert.id())
                .param("month", figure.month().atDay(1))
                .param("value", value)
                .param("n", figure.n())
                .param("isSoFar", figure.isSoFar())
                .param("at", now())
                .update();
    }

    private static boolean isCrossed(Alert alert, double value) {
        return alert.measure().better() == Better.HIGHER ? value < alert.threshold() : value > alert.threshold();
    }

    private NotVisible refused(Viewer viewer) {
        audit.record(viewer.username(), "measure.alertViewed", null, null, AuditTrail.Outcome.REFUSED);
        return new NotVisible();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Alert alert(ResultSet row, int number) throws SQLException {
        return new Alert(
                row.getObject("id", UUID.class),
                Measure.valueOf(row.getString("measure")),
                row.getDouble("threshold"),
                row.getString("reader"),
                Rhythm.valueOf(row.getString("rhythm")),
                row.getString("set_by"),
                row.getTimestamp("set_at").toInstant());
    }
}
