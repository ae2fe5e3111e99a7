package org.waymark.assessment;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessments.RatedRound;
import org.waymark.assessment.Assessments.RatingRow;
import org.waymark.assessment.Assessments.Working;
import org.waymark.decisions.KeptDecisions.Step;
import org.waymark.decisions.WhatFollows;
import org.waymark.kernel.PathwayRef;

/** What a round would have asked, had its ratings come to something else: found by the very rules that {@link Assessments} asks by. */
@Component
class RoundsAskedAgain implements WhatFollows {

    private static final String LEVEL = "functional-level";
    private static final String STRAIN = "carer-strain-level";
    private static final String CDR = "cdr-global";
    private static final Set<String> FINDINGS = Set.of(LEVEL, STRAIN, CDR);
    private static final String STAGE = "pathway-stage";
    private static final String AGREEMENT = "rating-agreement";
    private static final String ROUTING = "referral-routing";

    private final Assessments assessments;

    RoundsAskedAgain(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public Map<String, String> sources() {
        return Map.of("lowestStage", "stage", "highestStage", "stage", "subLevelGap", "functionalLevel");
    }

    @Override
    public Rounds of(Collection<PathwayRef> people) {
        Map<PathwayRef, List<RatedRound>> rounds =
                assessments.ratedRounds(people).stream().collect(Collectors.groupingBy(RatedRound::pathway));
        return new Rounds() {

            @Override
            public Map<String, @Nullable Object> inputs(List<Step> steps, int at, Answers answers) {
                List<RatedRound> all =
                        rounds.getOrDefault(steps.get(at).subject().pathway(), List.of());
                return all.stream()
                        .filter(round -> round.id().equals(roundOf(steps.get(at))))
                        .findFirst()
                        .map(round -> new InRound(steps, round, all, answers).inputs(at))
                        .orElse(Map.of());
            }

            @Override
            public Optional<List<Map<String, @Nullable Object>>> actedOn(
                    List<Step> steps, int at, List<Map<String, @Nullable Object>> answer) {
                return RoundsAskedAgain.actedOn(steps, at, answer);
            }
        };
    }

    /** The tier of a round is kept under the round's id as a record. */
    private static @Nullable UUID roundOf(Step step) {
        String record = step.subject().record();
        if (record != null) {
            return step.decision().equals("complexity-tier") ? UUID.fromString(record) : null;
        }
        return step.subject().assessment();
    }

    /**
     * What is found in answers is acted on by what looks at it. While ratings come in, only urgent help follows; stages
     * asked for to compare ratings are nobody's stage.
     */
    private static Optional<List<Map<String, @Nullable Object>>> actedOn(
            List<Step> steps, int at, List<Map<String, @Nullable Object>> answer) {
        Step step = steps.get(at);
        if (FINDINGS.contains(step.decision())) {
            return Optional.empty();
        }
        if (step.subject().rating() == null) {
            return step.decision().equals(STAGE) && comparison(steps, at) != null
                    ? Optional.empty()
                    : Optional.of(answer);
        }
        return step.decision().equals(ROUTING)
                ? Optional.of(answer.stream()
                        .filter(row -> Proposals.URGENT.equals(row.get("priority")))
                        .toList())
                : Optional.empty();
    }

    private enum Side {
        LOWEST,
        HIGHEST
    }

    /** The lowest and the highest level are staged, in this order, just before the ratings are compared. */
    private static @Nullable Side comparison(List<Step> steps, int at) {
        List<String> next = IntStream.range(at + 1, steps.size())
                .mapToObj(steps::get)
                .filter(later -> later.subject().equals(steps.get(at).subject()))
                .map(Step::decision)
                .limit(2)
                .toList();
        if (!next.isEmpty() && next.get(0).equals(AGREEMENT)) {
            return Side.HIGHEST;
        }
        return next.equals(List.of(STAGE, AGREEMENT)) ? Side.LOWEST : null;
    }

    private record InRound(List<Step> steps, RatedRound round, List<RatedRound> all, Answers answers) {

        Map<String, @Nullable Object> inputs(int at) {
            Step step = steps.get(at);
            List<RatingRow> rated = found(at, round.ratings());
            @Nullable String lowest = Assessments.lowestLevel(rated);
            @Nullable String highest = Assessments.highestLevel(rated);
            Map<String, @Nullable Object> inputs = new HashMap<>();
            @Nullable Side side = step.decision().equals(STAGE) ? comparison(steps, at) : null;
            if (side != null) {
                inputs.put("functionalLevel", side == Side.LOWEST ? lowest : highest);
                return inputs;
            }
            if (step.decision().equals(AGREEMENT)) {
                List<Step> staged = steps.subList(0, at).stream()
                        .filter(one ->
                                one.decision().equals(STAGE) && one.subject().equals(step.subject()))
                        .toList();
                if (staged.size() > 1) {
                    inputs.put("lowestStage", answers.value(staged.get(staged.size() - 2), "stage"));
                    inputs.put("highestStage", answers.value(staged.get(staged.size() - 1), "stage"));
                }
                inputs.put("subLevelGap", Levels.subLevelGap(lowest, highest));
            }
            if (isByTable(at)) {
                inputs.put("functionalLevel", level(at));
            }
            inputs.put("cdrGlobal", Assessments.cdrOf(rated));
            inputs.put("carerStrainLevel", Assessments.highestStrain(rated));
            return inputs;
        }

        /** Not where staff named a level of their own, which no table changes. */
        private boolean isByTable(int at) {
            return compared(at) < 0 || !round.isDecided() || round.counts() != null;
        }

        private @Nullable String level(int at) {
            int compared = compared(at);
            if (compared >= 0 && round.isDecided()) {
                return found(at, round.ratings()).stream()
                        .filter(rating -> rating.id().equals(round.counts()))
                        .map(RatingRow::functionalLevel)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            }
            int when = compared < 0 ? at : compared;
            return Working.of(found(when, round.ratings()), () -> observedBefore(when))
                    .level();
        }

        private List<RatingRow> observedBefore(int at) {
            Instant since = round.openedAt().minus(Assessments.RECENT_OBSERVATION);
            List<RatingRow> recent = all.stream()
                    .filter(other -> !other.id().equals(round.id()))
                    .flatMap(other -> other.ratings().stream())
                    .filter(rating -> rating.rater() == Rater.STAFF)
                    .filter(rating -> !Objects.requireNonNull(rating.ratedAt()).isBefore(since))
                    .toList();
            return found(at, recent).stream()
                    .filter(rating -> rating.functionalLevel() != null)
                    .toList();
        }

        /** Where the ratings were compared before this; -1 while they came in. */
        private int compared(int at) {
            return IntStream.range(0, at)
                    .filter(i -> steps.get(i).decision().equals(AGREEMENT)
                            && round.id().equals(steps.get(i).subject().assessment()))
                    .max()
                    .orElse(-1);
        }

        /** Ratings that had been looked at by then, with what was found in them. */
        private List<RatingRow> found(int at, List<RatingRow> ratings) {
            return ratings.stream()
                    .filter(rating -> last(at, rating, STRAIN) != null)
                    .map(rating -> {
                        @Nullable Object level = answer(at, rating, LEVEL, "functionalLevel");
                        @Nullable Object score = answer(at, rating, CDR, "cdrGlobal");
                        return rating.found(
                                Objects.toString(level, null),
                                Objects.toString(answer(at, rating, STRAIN, "carerStrainLevel"), "UNKNOWN"),
                                score == null ? null : new BigDecimal(score.toString()));
                    })
                    .toList();
        }

        private @Nullable Object answer(int at, RatingRow rating, String decision, String name) {
            Step step = last(at, rating, decision);
            return step == null ? null : answers.value(step, name);
        }

        private @Nullable Step last(int at, RatingRow rating, String decision) {
            return steps.subList(0, at).stream()
                    .filter(step -> step.decision().equals(decision)
                            && rating.id().equals(step.subject().rating()))
                    .reduce((earlier, later) -> later)
                    .orElse(null);
        }
    }
}
