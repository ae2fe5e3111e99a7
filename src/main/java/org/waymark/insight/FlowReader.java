package org.waymark.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.insight.Crowd.Concerned;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Asks the facts for what a question is about, and shows the people behind a number to those who may see them. */
@Component
class FlowReader {

    /** So many people are shown at once. */
    static final int PAGE = 50;

    /**
     * What a question leaves of {@code flow_fact f} with {@code pathway p} and {@code staff c}, the coordinator: a fact that
     * is nobody's work belongs to the organisation that received the person, and to the coordinator's team.
     */
    static final String ASKED = """
            f.at >= :begin and f.at < :until
               and (cast(:process as text) is null or f.process = :process)
               and (cast(:version as int) is null or f.version = :version)
               and (cast(:organisation as text) is null or coalesce(f.organisation, p.receiving_organisation) = :organisation)
               and (cast(:team as text) is null or coalesce(f.team, c.team) = :team)
               and (cast(:service as text) is null or f.service = :service)
               and (cast(:stage as text) is null or f.stage = :stage)
            """;

    static final String FACTS = """
            flow_fact f
              left join pathway p on p.pathway_ref = f.pathway_ref
              left join staff c on c.username = p.coordinator
            """;

    private final JdbcClient jdbc;
    private final StepNames steps;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    FlowReader(JdbcClient jdbc, StepNames steps, AccessDecision access, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
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
                .param("now", Timestamp.from(clock.instant()));
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
    private record Place(long place, String key) {

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
