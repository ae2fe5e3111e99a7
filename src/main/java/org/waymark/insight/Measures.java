package org.waymark.insight;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.insight.ControlChart.Reading;
import org.waymark.insight.ControlChart.Share;
import org.waymark.insight.Measure.Shape;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/**
 * How measures went from month to month, on a control chart each; what they are held against; and who is behind a month.
 * Both roles that read it see the same figures of the whole alliance; people only as far as each may see them.
 */
@Service
@Transactional
public class Measures {

    /**
     * One month of a measure.
     *
     * @param n how many count; with 0 there is no value
     * @param met of a share, how many of them were as they should be
     * @param value a share of 1, days, or a share of the list; null where it cannot be known
     * @param isSoFar whether the month still runs; it is then no point of the chart
     */
    public record Figure(
            YearMonth month,
            long n,
            @Nullable Long met,
            @Nullable Double value,
            boolean isSoFar) {}

    /** What is to be reached, and who says so. */
    public record Target(double value, String source, String setBy, Instant setAt) {}

    /** From when mean and limits are worked out anew. */
    public record Rebase(
            long id,
            YearMonth month,
            String reason,
            String setBy,
            Instant setAt,
            @Nullable String takenBackBy,
            @Nullable Instant takenBackAt) {}

    /** How many people the practices had on their lists on a day. */
    public record ListSize(long people, LocalDate asOf, String source, String setBy, Instant setAt) {}

    /**
     * A measure as it stands.
     *
     * @param figures the oldest month first, without a gap; empty as long as nothing could count
     */
    public record Course(
            Measure measure,
            List<Figure> figures,
            ControlChart chart,
            @Nullable Target target) {

        /** The last month that is over and has a value. */
        public Optional<Figure> latest() {
            return last(figures.stream().filter(one -> !one.isSoFar() && one.value() != null));
        }

        /** The month that still runs, where it has a value. */
        public Optional<Figure> soFar() {
            return last(figures.stream().filter(one -> one.isSoFar() && one.value() != null));
        }

        private static Optional<Figure> last(Stream<Figure> figures) {
            return figures.max(Comparator.comparing(Figure::month));
        }
    }

    /** Somebody behind a month: on which day they counted, and how. */
    public record Case(
            PathwayRef pathway,
            LocalDate on,
            @Nullable Boolean met,
            @Nullable Double days) {}

    /** @param others how many more cases there are of people whom the viewer may not see */
    public record Behind(List<Case> cases, long others) {}

    /** Why something was not taken. */
    public enum Wrong {
        NO_VALUE,
        NOT_A_SHARE,
        NOT_A_TIME,
        NO_SOURCE,
        NO_REASON,
        TOO_LONG,
        NO_MONTH,
        NOT_ON_THE_CHART,
        ALREADY_ANEW,
        NO_SIZE,
        NO_DAY,
        IN_THE_FUTURE
    }

    public static final int LONGEST_TEXT = 500;

    /** So many cases of a month are shown at once; those that were not as they should be come first. */
    public static final int CASES_SHOWN = 100;

    /** Three years: beyond that hardly anybody remembers what happened. */
    private static final int MONTHS_SHOWN = 36;

    private static final int LONGEST_DAYS = 3660;

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Measures(JdbcClient jdbc, AccessDecision access, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** When all figures were last counted; empty as long as they never were. */
    public Optional<Instant> countedAt(Viewer viewer) {
        requireReader(viewer);
        return jdbc.sql("select at from measure_counted")
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    public List<Course> all(Viewer viewer) {
        requireReader(viewer);
        return courses();
    }

    public Course of(Viewer viewer, Measure measure) {
        requireReader(viewer);
        return course(measure);
    }

    Course course(Measure measure) {
        return courses().stream()
                .filter(course -> course.measure() == measure)
                .findFirst()
                .orElseThrow();
    }

    List<Course> courses() {
        Map<Measure, List<Counted>> counted = jdbc
                .sql("select measure, month, n, met, half from measure_month where month >= :from order by month")
                .param(
                        "from",
                        YearMonth.from(clock.today()).minusMonths(MONTHS_SHOWN).atDay(1))
                .query(Measures::counted)
                .list()
                .stream()
                .collect(groupingBy(Counted::measure));
        Map<Measure, List<Rebase>> rebases = jdbc
                .sql("select * from measure_rebase where taken_back_at is null")
                .query((row, number) -> Map.entry(Measure.valueOf(row.getString("measure")), rebase(row)))
                .list()
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        Map<Measure, Target> targets = jdbc
                .sql("select distinct on (measure) * from measure_target order by measure, id desc")
                .query((row, number) -> Map.entry(Measure.valueOf(row.getString("measure")), target(row)))
                .list()
                .stream()
                .flatMap(entry -> entry.getValue().map(one -> Map.entry(entry.getKey(), one)).stream())
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<ListSize> sizes = sizes();
        return Stream.of(Measure.values())
                .map(measure -> {
                    List<Figure> figures = figures(measure, counted.getOrDefault(measure, List.of()), sizes);
                    return new Course(
                            measure,
                            figures,
                            chart(measure, figures, rebases.getOrDefault(measure, List.of())),
                            targets.get(measure));
                })
                .toList();
    }

    /** Who is behind a month, as it is on record now. */
    public Behind behind(Viewer viewer, Measure measure, YearMonth month) {
        requireReader(viewer);
        AccessDecision.Visible visible = access.visible(viewer, "c", measure.kind());
        String inMonth = " from (" + MeasureCases.of(measure) + ") c where c.on_day between :from and :to";
        List<Case> cases = asked(
                        "select c.*" + inMonth + " and " + visible.sql()
                                + " order by (c.met is true) = :isMetGood, c.amount desc nulls last, c.on_day, c.pathway_ref"
                                + " limit " + CASES_SHOWN,
                        month)
                .params(visible.parameters())
                .param("isMetGood", measure.better() == ControlChart.Better.HIGHER)
                .query(Measures::aCase)
                .list();
        long all = asked("select count(*)" + inMonth, month).query(Long.class).single();
        cases.stream()
                .map(Case::pathway)
                .distinct()
                .forEach(pathway -> audit.record(viewer.username(), "measure.viewed", pathway, measure.name()));
        return new Behind(cases, all - cases.size());
    }

    private JdbcClient.StatementSpec asked(String sql, YearMonth month) {
        return jdbc.sql(sql)
                .param("now", Timestamp.from(clock.instant()))
                .param("today", clock.today())
                .param("since", midnight(month))
                .param("until", midnight(month.plusMonths(1)))
                .param("from", month.atDay(1))
                .param("to", month.atEndOfMonth());
    }

    private static String midnight(YearMonth month) {
        return month.atDay(1).atStartOfDay(WorkingDays.ZONE).toInstant().toString();
    }

    // ------------------------------------------------------------------ what figures are held against

    /** All months from which mean and limits were ever worked out anew, the newest first. */
    public List<Rebase> rebases(Viewer viewer, Measure measure) {
        requireReader(viewer);
        return jdbc.sql("select * from measure_rebase where measure = :measure order by id desc")
                .param("measure", measure.name())
                .query((row, number) -> rebase(row))
                .list();
    }

    /** The months from which a manager may begin anew: every point but the first, unless that is so already. */
    public List<YearMonth> monthsToRebase(Viewer viewer, Measure measure) {
        return of(viewer, measure).chart().points().stream()
                .filter(point -> !point.beginsPart())
                .map(ControlChart.Point::month)
                .toList();
    }

    public Optional<Wrong> rebase(Viewer viewer, Measure measure, @Nullable YearMonth month, String reason) {
        requireManager(viewer, "measure.rebased");
        String said = reason.strip();
        if (month == null) {
            return Optional.of(Wrong.NO_MONTH);
        }
        List<ControlChart.Point> points = course(measure).chart().points();
        if (points.stream().skip(1).noneMatch(point -> point.month().equals(month))) {
            return Optional.of(Wrong.NOT_ON_THE_CHART);
        }
        if (points.stream()
                .anyMatch(point -> point.beginsPart() && point.month().equals(month))) {
            return Optional.of(Wrong.ALREADY_ANEW);
        }
        Optional<Wrong> wrong = text(said, Wrong.NO_REASON);
        if (wrong.isPresent()) {
            return wrong;
        }
        jdbc.sql("""
                        insert into measure_rebase (measure, month, reason, set_by, set_at)
                        values (:measure, :month, :reason, :by, :at)
                        on conflict (measure, month) where taken_back_at is null do nothing
                        """)
                .param("measure", measure.name())
                .param("month", month.atDay(1))
                .param("reason", said)
                .param("by", viewer.username())
                .param("at", now())
                .update();
        audit.record(viewer.username(), "measure.rebased", null, measure.name());
        return Optional.empty();
    }

    /** Taken back twice, it is taken back. */
    public void takeBackRebase(Viewer viewer, Measure measure, long id) {
        requireManager(viewer, "measure.rebaseTakenBack");
        boolean isKnown = jdbc.sql("select exists (select 1 from measure_rebase where id = :id and measure = :measure)")
                .param("id", id)
                .param("measure", measure.name())
                .query(Boolean.class)
                .single();
        if (!isKnown) {
            throw new NotVisible();
        }
        jdbc.sql(
                        "update measure_rebase set taken_back_by = :by, taken_back_at = :at where id = :id and taken_back_at is null")
                .param("by", viewer.username())
                .param("at", now())
                .param("id", id)
                .update();
        audit.record(viewer.username(), "measure.rebaseTakenBack", null, measure.name());
    }

    /** @param value null to have no target any more; of a share the part of 1 */
    public Optional<Wrong> setTarget(Viewer viewer, Measure measure, @Nullable Double value, String source) {
        requireManager(viewer, "measure.targetSet");
        Optional<Wrong> wrong = value == null
                ? Optional.empty()
                : value(measure, value).or(() -> text(source.strip(), Wrong.NO_SOURCE));
        if (wrong.isPresent()) {
            return wrong;
        }
        jdbc.sql("""
                        insert into measure_target (measure, value, source, set_by, set_at)
                        values (:measure, cast(:value as double precision), :source, :by, :at)
                        """)
                .param("measure", measure.name())
                .param("value", value)
                .param("source", value == null ? "-" : source.strip())
                .param("by", viewer.username())
                .param("at", now())
                .update();
        audit.record(viewer.username(), "measure.targetSet", null, measure.name());
        return Optional.empty();
    }

    /** What of a measure can be aimed at, or watched for. */
    static Optional<Wrong> value(Measure measure, double value) {
        return measure.shape() == Shape.TIME
                ? value > 0 && value <= LONGEST_DAYS ? Optional.empty() : Optional.of(Wrong.NOT_A_TIME)
                : value >= 0 && value <= 1 ? Optional.empty() : Optional.of(Wrong.NOT_A_SHARE);
    }

    /** Every list size that was ever entered, the newest first. */
    public List<ListSize> listSizes(Viewer viewer) {
        requireReader(viewer);
        return sizes();
    }

    public Optional<Wrong> setListSize(Viewer viewer, @Nullable Long people, @Nullable LocalDate asOf, String source) {
        requireManager(viewer, "measure.listSizeSet");
        if (people == null || people < 1 || people > 100_000_000) {
            return Optional.of(Wrong.NO_SIZE);
        }
        if (asOf == null) {
            return Optional.of(Wrong.NO_DAY);
        }
        if (asOf.isAfter(clock.today())) {
            return Optional.of(Wrong.IN_THE_FUTURE);
        }
        Optional<Wrong> wrong = text(source.strip(), Wrong.NO_SOURCE);
        if (wrong.isPresent()) {
            return wrong;
        }
        jdbc.sql(
                        "insert into list_size (people, as_of, source, set_by, set_at) values (:people, :asOf, :source, :by, :at)")
                .param("people", people)
                .param("asOf", asOf)
                .param("source", source.strip())
                .param("by", viewer.username())
                .param("at", now())
                .update();
        audit.record(viewer.username(), "measure.listSizeSet", null, null);
        return Optional.empty();
    }

    public boolean maySet(Viewer viewer) {
        return viewer.has(Role.MANAGER);
    }

    private List<ListSize> sizes() {
        return jdbc.sql("select * from list_size order by as_of desc, id desc")
                .query((row, number) -> new ListSize(
                        row.getLong("people"),
                        row.getObject("as_of", LocalDate.class),
                        row.getString("source"),
                        row.getString("set_by"),
                        row.getTimestamp("set_at").toInstant()))
                .list();
    }

    // ------------------------------------------------------------------ figures

    private record Counted(
            Measure measure,
            YearMonth month,
            long n,
            @Nullable Long met,
            @Nullable Double half) {}

    /** Each month from the first that has anybody to the present one, also those in which nobody could count. */
    private List<Figure> figures(Measure measure, List<Counted> counted, List<ListSize> sizes) {
        if (counted.isEmpty()) {
            return List.of();
        }
        YearMonth now = YearMonth.from(clock.today());
        Map<YearMonth, Counted> byMonth = counted.stream().collect(toMap(Counted::month, one -> one));
        List<Figure> figures = new ArrayList<>();
        for (YearMonth month = counted.get(0).month(); !month.isAfter(now); month = month.plusMonths(1)) {
            Counted one = byMonth.get(month);
            boolean isSoFar = month.equals(now);
            // Nobody on a register is a size of it; nobody to ask is no share and no time.
            if (one == null) {
                figures.add(new Figure(
                        month, 0, null, measure.shape() == Shape.LEVEL ? ofList(0, month, sizes) : null, isSoFar));
                continue;
            }
            Long met = one.met();
            Double value =
                    switch (measure.shape()) {
                        case SHARE -> met == null ? null : (Double) ((double) met / one.n());
                        case TIME -> one.half();
                        case LEVEL -> ofList(one.n(), month, sizes);
                    };
            figures.add(new Figure(month, one.n(), met, value, isSoFar));
        }
        return figures;
    }

    /** By the list as it was last known then; a list of later says nothing of a month before it. */
    private static @Nullable Double ofList(long n, YearMonth month, List<ListSize> sizes) {
        return sizes.stream()
                .filter(size -> !size.asOf().isAfter(month.atEndOfMonth()))
                .findFirst()
                .map(size -> (double) n / size.people())
                .orElse(null);
    }

    private static ControlChart chart(Measure measure, List<Figure> figures, List<Rebase> rebases) {
        var months = rebases.stream().map(Rebase::month).collect(toSet());
        if (measure.shape() == Shape.SHARE) {
            List<Share> shares = new ArrayList<>();
            for (Figure one : figures) {
                if (!one.isSoFar() && one.met() != null) {
                    shares.add(new Share(one.month(), one.met(), one.n()));
                }
            }
            return ControlChart.ofShares(shares, months);
        }
        List<Reading> readings = new ArrayList<>();
        for (Figure one : figures) {
            if (!one.isSoFar() && one.value() != null) {
                readings.add(new Reading(one.month(), one.value()));
            }
        }
        return ControlChart.ofReadings(readings, months);
    }

    private static Optional<Wrong> text(String said, Wrong missing) {
        if (said.isEmpty()) {
            return Optional.of(missing);
        }
        return said.length() > LONGEST_TEXT ? Optional.of(Wrong.TOO_LONG) : Optional.empty();
    }

    void requireReader(Viewer viewer) {
        access.requireRole(viewer, "measure.viewed", Role.MANAGER, Role.COORDINATOR);
    }

    private void requireManager(Viewer viewer, String action) {
        access.requireRole(viewer, action, Role.MANAGER);
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Counted counted(ResultSet row, int number) throws SQLException {
        return new Counted(
                Measure.valueOf(row.getString("measure")),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getLong("n"),
                row.getObject("met", Long.class),
                row.getObject("half", Double.class));
    }

    private static Case aCase(ResultSet row, int number) throws SQLException {
        return new Case(
                new PathwayRef(row.getString("pathway_ref")),
                row.getObject("on_day", LocalDate.class),
                row.getObject("met", Boolean.class),
                row.getObject("amount") == null ? null : row.getDouble("amount"));
    }

    private static Optional<Target> target(ResultSet row) throws SQLException {
        Double value = row.getObject("value", Double.class);
        return value == null
                ? Optional.empty()
                : Optional.of(new Target(
                        value,
                        row.getString("source"),
                        row.getString("set_by"),
                        row.getTimestamp("set_at").toInstant()));
    }

    private static Rebase rebase(ResultSet row) throws SQLException {
        Timestamp takenBack = row.getTimestamp("taken_back_at");
        return new Rebase(
                row.getLong("id"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getString("reason"),
                row.getString("set_by"),
                row.getTimestamp("set_at").toInstant(),
                row.getString("taken_back_by"),
                takenBack == null ? null : takenBack.toInstant());
    }
}
