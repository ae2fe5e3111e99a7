package org.waymark.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.insight.Happening.Kind;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.Workflow;

/**
 * Where work waits: for each step how long it took those who have passed it, how often that was too long, and who stands
 * there now. Half and nine of ten are said instead of an average, which a few long waits would hide or make.
 */
@Service
@Transactional
public class Bottlenecks {

    /**
     * How long a step took, in hours begun.
     *
     * @param half at the most so long for half of all
     * @param nineOfTen at the most so long for nine of ten
     */
    public record Times(int half, int nineOfTen) {}

    /**
     * One step of a model. Waiting ends when somebody takes the step; what was given to a named person at once counts as
     * waiting until it is done, for nobody says when they began.
     *
     * @param late of the completed ones, those after their date
     * @param cancelled ended because something else made it needless; they stand in no time
     * @param open steps that stand there now, whatever the period
     * @param openLate those of them after their date
     * @param openSince when the oldest of them began
     */
    public record Step(
            String process,
            String element,
            String name,
            long completed,
            long late,
            long cancelled,
            @Nullable Times whole,
            @Nullable Times waited,
            @Nullable Times worked,
            long open,
            long openLate,
            @Nullable Instant openSince) {

        /** Of a hundred that were completed, how many were late; empty when none was completed. */
        public Optional<Integer> latePercent() {
            return completed == 0 ? Optional.empty() : Optional.of((int) Math.round(100.0 * late / completed));
        }
    }

    /** Somebody who stands at a step now. */
    public record Standing(
            PathwayRef pathway,
            String taskId,
            Instant since,
            @Nullable Instant dueAt,
            @Nullable Instant pausedUntil,
            String group,
            @Nullable String assignee) {}

    /** @param others how many more stand there whom the viewer may not see */
    public record Here(List<Standing> people, long others) {}

    /**
     * What the filters of a page can offer: what there are figures for.
     *
     * @param teams names by id
     */
    public record Choices(
            List<String> processes,
            List<Integer> versions,
            List<String> organisations,
            Map<String, String> teams,
            List<String> services) {}

    /** So many people of a step are shown at once; the oldest first. */
    public static final int PEOPLE_SHOWN = 100;

    private static final String OPEN = """
            select w.process, w.element, count(*) as open,
                   count(*) filter (where w.due_at < :now and w.paused_at is null) as late, min(w.created_at) as since
            """;

    /**
     * Open work that a question asks for, as {@code work_item w}; written for what is asked, so that the database plans it
     * for that and nothing else.
     */
    static String fromOpen(Question question) {
        return " from work_item w"
                + where(question.version(), " join episode e on e.process_instance_id = w.process_instance_id")
                + (question.stage() == null && question.needsCode() == null
                        ? ""
                        : " left join pathway p on p.pathway_ref = w.pathway_ref")
                + where(question.team(), " join staff s on s.username = w.assignee")
                + " where w.state = 'OPEN'"
                + where(question.process(), " and w.process = :process")
                + where(question.version(), " and e.version = :version")
                + where(question.organisation(), " and split_part(w.group_name, '.', 1) = :organisation")
                + where(question.team(), " and s.team = :team")
                + where(question.service(), " and w.service = :service")
                + where(question.stage(), " and coalesce(p.stage, 'UNKNOWN') = :stage")
                + where(question.needsCode(), " and p.needs_code = :needsCode");
    }

    private static String where(@Nullable Object asked, String sql) {
        return asked == null ? "" : sql;
    }

    private final JdbcClient jdbc;
    private final FlowReader facts;
    private final Workflow workflow;
    private final StepNames steps;
    private final AccessDecision access;
    private final AuditTrail audit;

    Bottlenecks(
            JdbcClient jdbc,
            FlowReader facts,
            Workflow workflow,
            StepNames steps,
            AccessDecision access,
            AuditTrail audit) {
        this.jdbc = jdbc;
        this.facts = facts;
        this.workflow = workflow;
        this.steps = steps;
        this.access = access;
        this.audit = audit;
    }

    /** All steps that somebody has ended in the period or stands at now, in no order. */
    public List<Step> steps(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        return steps(question, null);
    }

    /** One of them; the question names its model. */
    public Optional<Step> step(Viewer viewer, Question question, String element) {
        facts.requireReader(viewer);
        return steps(question, element).stream().findFirst();
    }

    private List<Step> steps(Question question, @Nullable String element) {
        Flow flow = facts.flow(question);
        var ended = new ByHappening<>(flow, ModelStep::of, key -> new Counted());
        flow.visitEnds(
                what -> element == null || element.equals(what.element()),
                (way, ends, end, what) -> ended.of(what).count(ends, end, what));
        Map<ModelStep, Counted> places = ended.all();
        facts.asked(
                        OPEN + fromOpen(question) + where(element, " and w.element = :element")
                                + " group by w.process, w.element",
                        question)
                .param("element", element)
                .query(row -> {
                    at(places, row)
                            .open(
                                    row.getLong("open"),
                                    row.getLong("late"),
                                    row.getTimestamp("since").toInstant());
                });
        Map<String, Map<String, String>> names = new HashMap<>();
        return places.entrySet().stream()
                .map(place -> place.getValue()
                        .step(
                                place.getKey(),
                                names.computeIfAbsent(place.getKey().process(), steps::of)))
                .toList();
    }

    /** Who stands at a step now, the longest first, as far as the viewer may see them. */
    public Here here(Viewer viewer, Question question, String element) {
        facts.requireReader(viewer);
        AccessDecision.Visible visible = access.listed(viewer, "w", DataKind.PATHWAY);
        List<Standing> people = facts.asked(
                        "select w.pathway_ref, w.task_id, w.created_at, w.due_at, w.paused_until, w.group_name, w.assignee"
                                + fromOpen(question) + " and w.element = :element and " + visible.sql()
                                + " order by w.created_at, w.task_id limit " + PEOPLE_SHOWN,
                        question)
                .param("element", element)
                .params(visible.parameters())
                .query(Bottlenecks::standing)
                .list();
        long all = facts.asked("select count(*)" + fromOpen(question) + " and w.element = :element", question)
                .param("element", element)
                .query(Long.class)
                .single();
        long seen = people.size() < PEOPLE_SHOWN
                ? people.size()
                : facts.asked(
                                "select count(*)" + fromOpen(question) + " and w.element = :element and "
                                        + visible.sql(),
                                question)
                        .param("element", element)
                        .params(visible.parameters())
                        .query(Long.class)
                        .single();
        people.stream()
                .map(Standing::pathway)
                .distinct()
                .forEach(pathway -> audit.record(viewer.username(), "waiting.viewed", pathway, element));
        return new Here(people, all - seen);
    }

    public Choices choices(Viewer viewer, @Nullable String process) {
        facts.requireReader(viewer);
        return new Choices(
                workflow.processes(),
                process == null ? List.of() : steps.versions(process),
                jdbc.sql("select id from organisation order by id")
                        .query(String.class)
                        .list(),
                teams(),
                jdbc.sql("select distinct code from service order by code")
                        .query(String.class)
                        .list());
    }

    private Map<String, String> teams() {
        Map<String, String> teams = new LinkedHashMap<>();
        jdbc.sql("select id, name from team order by name, id").query(row -> {
            teams.put(row.getString("id"), row.getString("name"));
        });
        return teams;
    }

    /** The drawing of the version asked for, or of the latest that anybody has been on; empty when nobody has. */
    public Optional<String> drawing(Viewer viewer, String process, @Nullable Integer version) {
        facts.requireReader(viewer);
        Set<Integer> known = Set.copyOf(steps.versions(process));
        if (version != null) {
            return known.contains(version) ? Optional.of(workflow.model(process, version)) : Optional.empty();
        }
        return known.stream().max(Integer::compare).map(latest -> workflow.model(process, latest));
    }

    private static Counted at(Map<ModelStep, Counted> places, ResultSet row) throws SQLException {
        return places.computeIfAbsent(
                new ModelStep(row.getString("process"), row.getString("element")), place -> new Counted());
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("task_id"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("due_at")),
                instant(row.getTimestamp("paused_until")),
                row.getString("group_name"),
                row.getString("assignee"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /** What is gathered of one step. */
    private static final class Counted {

        private final HoursTaken whole = new HoursTaken();
        private final HoursTaken waited = new HoursTaken();
        private final HoursTaken worked = new HoursTaken();
        private long late;
        private long cancelled;
        private long open;
        private long openLate;
        private @Nullable Instant openSince;

        private void count(Ends ends, int end, Happening what) {
            if (!what.is(Kind.STEP_COMPLETED)) {
                cancelled++;
                return;
            }
            whole.add(ends.waited(end) + ends.worked(end));
            waited.add(ends.waited(end));
            worked.add(ends.worked(end));
            late += ends.isLate(end) ? 1 : 0;
        }

        private void open(long open, long late, Instant since) {
            this.open = open;
            this.openLate = late;
            this.openSince = since;
        }

        private Step step(ModelStep place, Map<String, String> names) {
            return new Step(
                    place.process(),
                    place.element(),
                    names.getOrDefault(place.element(), place.element()),
                    whole.count(),
                    late,
                    cancelled,
                    whole.times(),
                    waited.times(),
                    worked.times(),
                    open,
                    openLate,
                    openSince);
        }
    }
}
