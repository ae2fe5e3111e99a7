package org.waymark.decisions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Evaluation;

/** Evaluates decisions and keeps every evaluation with its inputs, matched rules and version (care rule 14). */
@Component
public class KeptDecisions {

    /**
     * What an evaluation is about.
     *
     * @param record id of the record of another module that it was asked for, such as one carer's enablement; null for a round
     */
    public record Subject(
            PathwayRef pathway,
            @Nullable UUID assessment,
            @Nullable UUID rating,
            @Nullable String record) {

        /** About the person as they stand. */
        public static Subject of(PathwayRef pathway) {
            return new Subject(pathway, null, null, null);
        }

        public static Subject ofRound(PathwayRef pathway, UUID assessment) {
            return new Subject(pathway, assessment, null, null);
        }

        public static Subject ofRating(PathwayRef pathway, UUID assessment, UUID rating) {
            return new Subject(pathway, assessment, rating, null);
        }

        /** About a record of a module, by its id. */
        public static Subject ofRecord(PathwayRef pathway, String record) {
            return new Subject(pathway, null, null, record);
        }
    }

    /** An evaluation on record; ids count up, so that of two the later one has the higher id. */
    public record KeptEvaluation(
            long id, Evaluation evaluation, @Nullable String ratingId, Instant at) {}

    /** How much there is of a decision: evaluations, of how many people, among all on record up to the last number. */
    public record Extent(long last, long evaluations, long people) {}

    /** An evaluation as it was asked and answered, so that it can be asked again. */
    public record Step(
            long number,
            Subject subject,
            String decision,
            Map<String, @Nullable Object> inputs,
            List<Map<String, @Nullable Object>> outputs) {}

    /**
     * What once went into a decision, so that another table can be tried on it.
     *
     * @param isLatest no later evaluation is on record for this person
     */
    public record Asked(Step step, boolean isLatest) {}

    private static final String STEP =
            "e.id, e.pathway_ref, e.assessment_id, e.rating_id, e.record, e.decision, e.inputs, e.outputs";

    private static final TypeReference<Map<String, @Nullable Object>> INPUTS = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, @Nullable Object>>> OUTPUTS = new TypeReference<>() {};

    private final Workflow workflow;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final WaymarkClock clock;
    private final CurrentViewer viewer;
    private final AccessDecision access;

    KeptDecisions(
            Workflow workflow,
            JdbcClient jdbc,
            ObjectMapper json,
            WaymarkClock clock,
            CurrentViewer viewer,
            AccessDecision access) {
        this.workflow = workflow;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.viewer = viewer;
        this.access = access;
    }

    /** Evaluates the version of the decision that is in force and keeps what went in, which rules matched and what came out. */
    public Evaluation evaluate(Subject subject, String decision, Map<String, ? extends @Nullable Object> inputs) {
        return keep(subject, decision, inputs).evaluation();
    }

    /** As {@link #evaluate}, for those who note which evaluation something followed from. */
    public KeptEvaluation keep(Subject subject, String decision, Map<String, ? extends @Nullable Object> inputs) {
        Evaluation evaluation = workflow.evaluate(decision, inputs);
        Instant at = clock.instant();
        long id = jdbc.sql("""
                        insert into decision_evaluation (pathway_ref, assessment_id, rating_id, record, decision, version, inputs,
                               matched_rules, reasons, outputs, at, by)
                        values (:pathway, :assessment, :rating, :record, :decision, :version, cast(:inputs as jsonb),
                               :rules, :reasons, cast(:outputs as jsonb), :at, :by)
                        returning id
                        """)
                .param("pathway", subject.pathway().value())
                .param("assessment", subject.assessment())
                .param("rating", subject.rating())
                .param("record", subject.record())
                .param("decision", decision)
                .param("version", evaluation.version())
                .param("inputs", write(evaluation.inputs()))
                .param("rules", evaluation.matchedRules().toArray(String[]::new))
                .param("reasons", evaluation.reasons().toArray(String[]::new))
                .param("outputs", write(evaluation.outputs()))
                .param("at", Timestamp.from(at))
                .param("by", viewer.get().username())
                .query(Long.class)
                .single();
        return new KeptEvaluation(
                id,
                evaluation,
                subject.rating() == null ? null : subject.rating().toString(),
                at);
    }

    /** Evaluations of one round, in their order; none for one who may not see care. */
    public List<KeptEvaluation> ofRound(Viewer viewer, PathwayRef pathway, String assessmentId) {
        return kept(viewer, "assessment_id = cast(:id as uuid)", pathway, assessmentId);
    }

    /** Evaluations of one rating by itself, in whichever round it was made, in their order; as {@link #ofRound}. */
    public List<KeptEvaluation> ofRating(Viewer viewer, PathwayRef pathway, String ratingId) {
        return kept(viewer, "rating_id = cast(:id as uuid)", pathway, ratingId);
    }

    /** Evaluations that a module asked for about one of its records, in their order; as {@link #ofRound}. */
    public List<KeptEvaluation> ofRecord(Viewer viewer, PathwayRef pathway, String record) {
        return kept(viewer, "record = :id", pathway, record);
    }

    @WithoutViewer("Counts everybody, and names nobody")
    public Extent extent(String decision) {
        return jdbc.sql("""
                        select (select coalesce(max(id), 0) from decision_evaluation), count(*), count(distinct pathway_ref)
                          from decision_evaluation where decision = :decision
                        """)
                .param("decision", decision)
                .query((row, number) -> new Extent(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** What was asked after that evaluation, in its order, as far as the extent goes. */
    @WithoutViewer("Work in the background, which counts; whoever asks for whom it counted is asked who they are")
    public List<Asked> asked(String decision, long after, Extent extent, int most) {
        return jdbc.sql("select " + STEP + """
                        , not exists (
                               select 1 from decision_evaluation later
                                where later.pathway_ref = e.pathway_ref and later.decision = e.decision
                                  and later.id > e.id and later.id <= :last) as is_latest
                          from decision_evaluation e
                         where e.decision = :decision and e.id > :after and e.id <= :last order by e.id limit :most
                        """)
                .param("decision", decision)
                .param("after", after)
                .param("last", extent.last())
                .param("most", most)
                .query((row, number) -> new Asked(step(row), row.getBoolean("is_latest")))
                .list();
    }

    /** Everything that was asked for these people, in its order, up to that evaluation. */
    @WithoutViewer("As what was asked")
    public Map<PathwayRef, List<Step>> histories(Collection<PathwayRef> people, long last) {
        return jdbc
                .sql("select " + STEP + """
                         from decision_evaluation e where e.pathway_ref = any(:people) and e.id <= :last order by e.id
                        """)
                .param("people", people.stream().map(PathwayRef::value).toArray(String[]::new))
                .param("last", last)
                .query((row, number) -> step(row))
                .list()
                .stream()
                .collect(Collectors.groupingBy(step -> step.subject().pathway()));
    }

    private Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getLong("id"),
                new Subject(
                        new PathwayRef(row.getString("pathway_ref")),
                        row.getObject("assessment_id", UUID.class),
                        row.getObject("rating_id", UUID.class),
                        row.getString("record")),
                row.getString("decision"),
                read(row.getString("inputs"), INPUTS),
                read(row.getString("outputs"), OUTPUTS));
    }

    /** The last evaluation of a decision about the person as they stand; as {@link #ofRound}. */
    public Optional<KeptEvaluation> latestOf(Viewer viewer, PathwayRef pathway, String decision) {
        return kept(
                        viewer,
                        "id = (select max(id) from decision_evaluation"
                                + " where pathway_ref = :pathway and decision = :id and assessment_id is null and record is null)",
                        pathway,
                        decision)
                .stream()
                .findFirst();
    }

    private List<KeptEvaluation> kept(Viewer asking, String which, PathwayRef pathway, String id) {
        AccessDecision.Visible visible = access.visible(asking, "e", DataKind.CARE);
        return jdbc.sql("select * from decision_evaluation e where pathway_ref = :pathway and " + which + " and "
                        + visible.sql() + " order by id")
                .params(visible.parameters())
                .param("pathway", pathway.value())
                .param("id", id)
                .query((row, number) -> new KeptEvaluation(
                        row.getLong("id"),
                        new Evaluation(
                                row.getString("decision"),
                                row.getInt("version"),
                                read(row.getString("inputs"), INPUTS),
                                List.of((String[]) row.getArray("matched_rules").getArray()),
                                List.of((String[]) row.getArray("reasons").getArray()),
                                read(row.getString("outputs"), OUTPUTS)),
                        row.getString("rating_id"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An evaluation cannot be written as JSON", e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A kept evaluation cannot be read", e);
        }
    }
}
