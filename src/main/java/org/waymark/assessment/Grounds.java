package org.waymark.assessment;

import static java.util.Comparator.comparingLong;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Assessment.Rating;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.kernel.PathwayRef;

/** What a stage, or a service that was proposed, rests on: the very evaluations that led to it, as they are on record. */
@Component
@Transactional(readOnly = true)
public class Grounds {

    /**
     * What a stage rests on.
     *
     * @param proposed what the rules proposed; null before they were asked
     * @param counted the rating whose level counts; null where staff decided on a level of their own, or nobody knew any
     * @param isProvisional only the person and carers rated
     * @param adjudicatedBecause why staff decided between ratings; null when they did not have to
     * @param evaluations in their order
     */
    public record OfStage(
            Assessment round,
            @Nullable Stage proposed,
            @Nullable Rating counted,
            @Nullable String level,
            boolean isProvisional,
            @Nullable String adjudicatedBecause,
            List<KeptEvaluation> evaluations) {}

    /**
     * What a proposed service rests on.
     *
     * @param routing the evaluation that proposed it; null for one from before that was noted
     * @param before what its inputs were worked out by, in their order
     */
    public record OfProposal(
            String assessmentId,
            Proposal proposal,
            @Nullable KeptEvaluation routing,
            List<KeptEvaluation> before) {}

    private final Assessments assessments;
    private final KeptDecisions decisions;
    private final JdbcClient jdbc;
    private final AccessDecision access;

    Grounds(Assessments assessments, KeptDecisions decisions, JdbcClient jdbc, AccessDecision access) {
        this.assessments = assessments;
        this.decisions = decisions;
        this.jdbc = jdbc;
        this.access = access;
    }

    /** Empty unless the pathway has that round. */
    public Optional<OfStage> ofStage(Viewer viewer, PathwayRef pathway, String assessmentId) {
        List<Assessment> rounds = assessments.of(viewer, pathway);
        return rounds.stream()
                .filter(round -> round.id().equals(assessmentId))
                .findFirst()
                .map(round -> ofStage(viewer, pathway, round, rounds));
    }

    private OfStage ofStage(Viewer viewer, PathwayRef pathway, Assessment round, List<Assessment> rounds) {
        Assessments.Round stored = assessments.round(round.id());
        @Nullable String counted = Objects.toString(stored.workingRating(), null);
        List<KeptEvaluation> ofRound = decisions.ofRound(viewer, pathway, round.id()).stream()
                .filter(kept -> kept.ratingId() == null)
                .toList();
        Stream<KeptEvaluation> levels = counted == null
                ? Stream.empty()
                : last(decisions.ofRating(viewer, pathway, counted), "functional-level").stream();
        Stream<KeptEvaluation> stage =
                stored.proposedStage() == null ? Stream.empty() : last(ofRound, "pathway-stage").stream();
        List<KeptEvaluation> evaluations = Stream.of(
                        levels,
                        last(ofRound, "rating-agreement").stream(),
                        stage,
                        last(ofRound, "sudden-change").stream())
                .flatMap(found -> found)
                .sorted(comparingLong(KeptEvaluation::id))
                .toList();
        return new OfStage(
                round,
                stored.proposedStage() == null ? null : Stage.valueOf(stored.proposedStage()),
                rounds.stream()
                        .flatMap(one -> one.ratings().stream())
                        .filter(rating -> rating.id().equals(counted))
                        .findFirst()
                        .orElse(null),
                stored.functionalLevel(),
                stored.provisional(),
                jdbc.sql("select adjudication_reason from assessment where id = :id")
                        .param("id", stored.uuid())
                        .query((row, number) -> Optional.ofNullable(row.getString(1)))
                        .single()
                        .orElse(null),
                evaluations);
    }

    private record Row(
            Proposal proposal, UUID assessment, @Nullable Long evaluation) {}

    /** Empty unless the pathway has that proposal, and for one who is still to rate in its round. */
    public Optional<OfProposal> ofProposal(Viewer viewer, PathwayRef pathway, String proposalId) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return jdbc.sql("""
                        select id, service, priority, reasons, answer, ask_again_on, assessment_id, evaluation from proposal
                         where pathway_ref = :pathway and cast(id as text) = :id
                        """)
                .param("pathway", pathway.value())
                .param("id", proposalId)
                .query((row, number) -> new Row(
                        Proposals.proposal(row, number),
                        row.getObject("assessment_id", UUID.class),
                        row.getObject("evaluation", Long.class)))
                .optional()
                .filter(row -> !assessments.isToRate(viewer, row.assessment().toString()))
                .map(row -> ofProposal(viewer, pathway, row));
    }

    private OfProposal ofProposal(Viewer viewer, PathwayRef pathway, Row row) {
        List<KeptEvaluation> ofRound =
                decisions.ofRound(viewer, pathway, row.assessment().toString());
        KeptEvaluation routing = ofRound.stream()
                .filter(kept -> Objects.equals(kept.id(), row.evaluation()))
                .findFirst()
                .orElse(null);
        return new OfProposal(
                row.assessment().toString(),
                row.proposal(),
                routing,
                routing == null ? List.of() : whatWentInto(routing, ofRound));
    }

    /** The strain and the palliative signs that the routing looked at, where they were worked out in this round. */
    private static List<KeptEvaluation> whatWentInto(KeptEvaluation routing, List<KeptEvaluation> ofRound) {
        List<KeptEvaluation> earlier =
                ofRound.stream().filter(kept -> kept.id() < routing.id()).toList();
        Object strain = routing.evaluation().inputs().get("carerStrainLevel");
        Stream<KeptEvaluation> strains = earlier.stream()
                .filter(kept -> kept.evaluation().decision().equals("carer-strain-level"))
                .filter(kept -> !"UNKNOWN".equals(strain)
                        && kept.evaluation().text("carerStrainLevel").equals(strain));
        Stream<KeptEvaluation> palliative = last(
                earlier.stream()
                        .filter(kept -> Objects.equals(kept.ratingId(), routing.ratingId()))
                        .toList(),
                "palliative-indicators")
                .stream();
        return Stream.concat(strains, palliative)
                .sorted(comparingLong(KeptEvaluation::id))
                .toList();
    }

    private static Optional<KeptEvaluation> last(List<KeptEvaluation> of, String decision) {
        return of.stream()
                .filter(kept -> kept.evaluation().decision().equals(decision))
                .reduce((earlier, later) -> later);
    }
}
