package org.waymark.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.insight.Crowd.Concerned;
import org.waymark.insight.Flow.OfPathways;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Asks the facts for what a question is about, and shows the people behind a number to those who may see them. */
@Component
class FlowReader {

    /** So many people are shown at once. */
    static final int PAGE = 50;

    private final JdbcClient jdbc;
    private final FlowMemory memory;
    private final StepNames steps;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    FlowReader(
            JdbcClient jdbc,
            FlowMemory memory,
            StepNames steps,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.jdbc = jdbc;
        this.memory = memory;
        this.steps = steps;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    void requireReader(Viewer viewer) {
        access.requireRole(viewer, "insight.viewed", Role.MANAGER, Role.COORDINATOR);
    }

    JdbcClient.StatementSpec asked(String sql, Question question) {
        return jdbc.sql(sql)
                .param("begin", midnight(question.from()))
                .param("until", midnight(question.to().plusDays(1)))
                .param("process", question.process())
                .param("version", question.version())
                .param("organisation", question.organisation())
                .param("team", question.team())
                .param("service", question.service())
                .param("stage", question.stage())
                .param("needsCode", question.needsCode())
                .param("now", Timestamp.from(clock.instant()));
    }

    /** What the question leaves of all that has happened by now. */
    Flow flow(Question question) {
        return new Flow(
                memory.upToDate(),
                question,
                new OfPathways(
                        pathways("p.receiving_organisation = :value", question.organisation()),
                        pathways("c.team = :value", question.team())),
                Way.micros(midnight(question.from()).toInstant()),
                Way.micros(midnight(question.to().plusDays(1)).toInstant()),
                Way.micros(clock.instant()));
    }

    /** Which organisation coordinates a pathway, or received the person as long as none does. */
    Map<String, String> coordinating() {
        Map<String, String> organisations = new HashMap<>();
        jdbc.sql("select coalesce(coordinator_organisation, receiving_organisation) as organisation,"
                        + " string_agg(pathway_ref, ' ') as pathways from pathway group by 1")
                .query(row -> {
                    String organisation = row.getString("organisation");
                    for (String pathway : row.getString("pathways").split(" ", -1)) {
                        organisations.put(pathway, organisation);
                    }
                });
        return organisations;
    }

    /** In one row: many thousands of short ones would take longer than the question. */
    private @Nullable Supplier<Set<String>> pathways(String condition, @Nullable String value) {
        return value == null
                ? null
                : SingletonSupplier.of(
                        () -> jdbc.sql("select coalesce(string_agg(p.pathway_ref, ' '), '') from pathway p"
                                        + " left join staff c on c.username = p.coordinator where " + condition)
                                .param("value", value)
                                .query((row, number) -> Set.of(row.getString(1).split(" ", -1)))
                                .single());
    }

    /**
     * A page of the people behind a number, each with a row on the audit trail.
     *
     * @param all in no order
     * @param after where the page before ended
     * @param looked what was looked at, for the audit trail
     */
    Crowd crowd(Viewer viewer, List<Crowd.Found> all, @Nullable String after, String looked) {
        requireReader(viewer);
        Place from = Place.read(after);
        List<Crowd.Found> later = all.stream()
                .filter(one -> new Place(one.place(), one.key()).compareTo(from) > 0)
                .sorted(Comparator.comparingLong(Crowd.Found::place).thenComparing(Crowd.Found::key))
                .toList();
        Set<String> visible = visible(viewer, later);
        List<Crowd.Found> seen = later.stream()
                .filter(one -> visible.contains(one.pathway()))
                .limit(PAGE + 1)
                .toList();
        List<Crowd.Found> page = seen.subList(0, Math.min(PAGE, seen.size()));
        page.stream()
                .map(Crowd.Found::pathway)
                .distinct()
                .forEach(pathway -> audit.record(viewer.username(), "waiting.viewed", new PathwayRef(pathway), looked));
        Map<String, Map<String, String>> names = new HashMap<>();
        return new Crowd(
                page.stream()
                        .map(one -> new Concerned(
                                new PathwayRef(one.pathway()),
                                Way.instant(one.at()),
                                one.hours(),
                                one.process() == null || one.element() == null
                                        ? null
                                        : names.computeIfAbsent(one.process(), steps::of)
                                                .getOrDefault(one.element(), one.element()),
                                one.detail()))
                        .toList(),
                after != null
                        ? 0
                        : later.stream()
                                .filter(one -> !visible.contains(one.pathway()))
                                .count(),
                seen.size() > PAGE
                        ? new Place(
                                        page.get(PAGE - 1).place(),
                                        page.get(PAGE - 1).key())
                                .written()
                        : null);
    }

    private Set<String> visible(Viewer viewer, List<Crowd.Found> found) {
        AccessDecision.Visible visible = access.visible(viewer, "asked", DataKind.PATHWAY);
        return new HashSet<>(jdbc.sql(
                        "select asked.pathway_ref from unnest(cast(:asked as text[])) as asked (pathway_ref) where "
                                + visible.sql())
                .param(
                        "asked",
                        found.stream().map(Crowd.Found::pathway).distinct().toArray(String[]::new))
                .params(visible.parameters())
                .query(String.class)
                .list());
    }

    /**
     * A page of the people behind a number, each with a row on the audit trail.
     *
     * @param rows a query with the columns pathway_ref, place and key (what they are sorted by), at, hours, process, element
     *     and detail
     * @param after where the page before ended
     * @param looked what was looked at, for the audit trail
     */
    Crowd crowd(
            Viewer viewer,
            String rows,
            Question question,
            Map<String, ?> parameters,
            @Nullable String after,
            String looked) {
        requireReader(viewer);
        AccessDecision.Visible visible = access.visible(viewer, "asked", DataKind.PATHWAY);
        Place from = Place.read(after);
        Map<String, Map<String, String>> names = new HashMap<>();
        List<Found> found = asked(
                        "select * from (" + rows
                                + ") asked where (asked.place, asked.key) > (:afterPlace, :afterKey) and "
                                + visible.sql() + " order by asked.place, asked.key limit " + (PAGE + 1),
                        question)
                .params(parameters)
                .params(visible.parameters())
                .param("afterPlace", from.place())
                .param("afterKey", from.key())
                .query((row, number) -> found(row, names))
                .list();
        long others = after != null
                ? 0
                : asked(
                                "select count(*) from (" + rows + ") asked where not coalesce(" + visible.sql()
                                        + ", false)",
                                question)
                        .params(parameters)
                        .params(visible.parameters())
                        .query(Long.class)
                        .single();
        List<Found> page = found.subList(0, Math.min(PAGE, found.size()));
        page.stream()
                .map(one -> one.concerned().pathway())
                .distinct()
                .forEach(pathway -> audit.record(viewer.username(), "waiting.viewed", pathway, looked));
        return new Crowd(
                page.stream().map(Found::concerned).toList(),
                others,
                found.size() > PAGE ? page.get(PAGE - 1).place().written() : null);
    }

    /** What steps of a model are called, by id. */
    Map<String, String> names(String process) {
        return steps.of(process);
    }

    private record Found(Concerned concerned, Place place) {}

    private Found found(ResultSet row, Map<String, Map<String, String>> names) throws SQLException {
        String process = row.getString("process");
        String element = row.getString("element");
        int hours = row.getInt("hours");
        boolean isTimed = !row.wasNull();
        return new Found(
                new Concerned(
                        new PathwayRef(row.getString("pathway_ref")),
                        row.getTimestamp("at").toInstant(),
                        isTimed ? hours : null,
                        process == null || element == null
                                ? null
                                : names.computeIfAbsent(process, steps::of).getOrDefault(element, element),
                        row.getString("detail")),
                new Place(row.getLong("place"), row.getString("key")));
    }

    /** Where a page ends, so that the next one begins there whatever has come in between. */
    private record Place(long place, String key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int first = Long.compare(place, other.place);
            return first == 0 ? key.compareTo(other.key) : first;
        }

        private static Place read(@Nullable String written) {
            if (written == null) {
                return new Place(Long.MIN_VALUE, "");
            }
            int dot = written.indexOf('.');
            try {
                return new Place(Long.parseLong(written.substring(0, Math.max(0, dot))), written.substring(dot + 1));
            } catch (NumberFormatException e) {
                throw new NotVisible();
            }
        }

        private String written() {
            return place + "." + key;
        }
    }

    static Timestamp midnight(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(WorkingDays.ZONE).toInstant());
    }
}
