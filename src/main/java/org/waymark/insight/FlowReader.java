package org.waymark.insight;

import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Flow.OfPathways;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Asks the facts for what a question is about, and shows the people behind a number to those who may see them. */
@Component
class FlowReader {

    /** So many people are shown at once. */
    static final int PAGE = 50;

    private static final Comparator<Found> IN_ORDER =
            Comparator.comparingLong(Found::place).thenComparing(Found::key);

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
    ByPathway<String> coordinating() {
        ByPathway<String> organisations = new ByPathway<>();
        jdbc.sql("select coalesce(coordinator_organisation, receiving_organisation) as organisation,"
                        + " string_agg(pathway_ref, ' ') as pathways from pathway group by 1")
                .query(row -> {
                    organisations.putAll(row.getString("pathways"), row.getString("organisation"));
                });
        return organisations;
    }

    private @Nullable Supplier<ByPathway<Boolean>> pathways(String condition, @Nullable String value) {
        return value == null
                ? null
                : SingletonSupplier.of(() -> {
                    ByPathway<Boolean> pathways = new ByPathway<>();
                    jdbc.sql("select string_agg(p.pathway_ref, ' ') as pathways from pathway p"
                                    + " left join staff c on c.username = p.coordinator where " + condition
                                    + " having count(*) > 0")
                            .param("value", value)
                            .query(row -> {
                                pathways.putAll(row.getString("pathways"), true);
                            });
                    return pathways;
                });
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
        return crowd(
                viewer,
                asked(rows, question)
                        .params(parameters)
                        .query(FlowReader::found)
                        .list(),
                after,
                looked);
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getString("pathway_ref"),
                row.getLong("place"),
                row.getString("key"),
                Way.micros(row.getTimestamp("at").toInstant()),
                row.getObject("hours", Integer.class),
                row.getString("process"),
                row.getString("element"),
                row.getString("detail"));
    }

    /** @param all in no order */
    Crowd crowd(Viewer viewer, List<Found> all, @Nullable String after, String looked) {
        return crowd(viewer, access.listed(viewer, "asked", DataKind.PATHWAY), all, after, looked);
    }

    /** The same, but managers are shown nobody. */
    Crowd crowdOfVisible(Viewer viewer, List<Found> all, @Nullable String after, String looked) {
        return crowd(viewer, access.visible(viewer, "asked", DataKind.PATHWAY), all, after, looked);
    }

    private Crowd crowd(
            Viewer viewer, AccessDecision.Visible shown, List<Found> all, @Nullable String after, String looked) {
        requireReader(viewer);
        Set<String> visible = among(shown, all);
        Place from = Place.read(after);
        List<Found> seen = first(all.stream()
                .filter(one -> visible.contains(one.pathway()) && Place.of(one).compareTo(from) > 0));
        List<Found> page = seen.subList(0, Math.min(PAGE, seen.size()));
        page.stream()
                .map(Found::pathway)
                .distinct()
                .forEach(pathway -> audit.record(viewer.username(), "waiting.viewed", new PathwayRef(pathway), looked));
        Map<String, Map<String, String>> names = new HashMap<>();
        return new Crowd(
                page.stream().map(one -> concerned(one, names)).toList(),
                after != null
                        ? 0
                        : all.stream()
                                .filter(one -> !visible.contains(one.pathway()))
                                .count(),
                seen.size() > PAGE ? Place.of(page.get(PAGE - 1)).written() : null);
    }

    /** One more than a page, so that it is known whether there is another. */
    private static List<Found> first(Stream<Found> found) {
        var kept = new PriorityQueue<Found>(IN_ORDER.reversed());
        found.forEach(one -> {
            Found last = kept.size() > PAGE ? kept.element() : null;
            if (last == null || IN_ORDER.compare(one, last) < 0) {
                kept.add(one);
            }
            if (kept.size() > PAGE + 1) {
                kept.remove();
            }
        });
        return kept.stream().sorted(IN_ORDER).toList();
    }

    private Concerned concerned(Found one, Map<String, Map<String, String>> names) {
        return new Concerned(
                new PathwayRef(one.pathway()),
                Way.instant(one.at()),
                one.hours(),
                one.process() == null || one.element() == null
                        ? null
                        : names.computeIfAbsent(one.process(), steps::of).getOrDefault(one.element(), one.element()),
                one.detail());
    }

    private Set<String> among(AccessDecision.Visible shown, List<Found> found) {
        if (shown.isNobody()) {
            return Set.of();
        }
        if (shown.isEverybody()) {
            return found.stream().map(Found::pathway).collect(toSet());
        }
        return jdbc.sql("select coalesce(string_agg(asked.pathway_ref, ' '), '') as pathways"
                        + " from unnest(cast(:asked as text[])) as asked (pathway_ref) where " + shown.sql())
                .param("asked", found.stream().map(Found::pathway).distinct().toArray(String[]::new))
                .params(shown.parameters())
                .query((row, number) ->
                        new HashSet<>(Arrays.asList(row.getString("pathways").split(" ", -1))))
                .single();
    }

    /** What steps of a model are called, by id. */
    Map<String, String> names(String process) {
        return steps.of(process);
    }

    /** Where a page ends, so that the next one begins there whatever has come in between. */
    private record Place(long place, String key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int first = Long.compare(place, other.place);
            return first == 0 ? key.compareTo(other.key) : first;
        }

        private static Place of(Found found) {
            return new Place(found.place(), found.key());
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
