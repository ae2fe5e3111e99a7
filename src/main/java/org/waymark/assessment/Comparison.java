package org.waymark.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.RatingState;
import org.waymark.assessment.Assessments.RatingRow;
import org.waymark.assessment.Assessments.Round;
import org.waymark.kernel.CarerId;

/**
 * Ratings side by side, ability by ability, for those who look at a difference or confirm a stage: where they differ, which
 * one counts for now and why it is that one. Never an average.
 *
 * @param columns those who have answered, the person first
 * @param missing those without whom the round went ahead, by name
 */
public record Comparison(
        List<Column> columns,
        List<String> missing,
        List<Row> rows,
        @Nullable Counting counting,
        Gap gap,
        Change change,
        @Nullable String workingLevel,
        boolean provisional,
        boolean outOfSequence,
        boolean carerFinding) {

    /** One rater who has answered. */
    public record Column(
            String ratingId,
            Rater rater,
            /** Name of the carer or of the organisation; null for the person. */
            @Nullable String who,
            @Nullable String level,
            String strain,
            @Nullable String knowsPerson,
            @Nullable String channel,
            @Nullable Instant ratedAt,
            boolean isWorking) {}

    /** One ability or sign, with one answer a column (null where it was not answered). */
    public record Row(String key, List<@Nullable String> answers, Likeness likeness) {}

    /** How the answers to one question stand to each other. */
    public enum Likeness {
        /** Two who know say different things. */
        DIFFER,
        /** Those who know say the same; somebody is not sure, or would rather not say. */
        UNSURE,
        AGREE
    }

    /** Why a rating counts for now, by the rules that the alliance has agreed. */
    public enum Basis {
        /** The only staff observation of this round that names a level. */
        STAFF,
        /** Several staff observations came to the same level. */
        STAFF_ALIKE,
        /** Of several staff observations the one with the greater loss. */
        STAFF_GREATER_LOSS,
        /** A staff observation made shortly before the round, since staff named no level in it. */
        STAFF_BEFORE,
        /** No staff observation: the greater loss of those whom the person knows best, provisionally. */
        PERSONAL,
        /** Somebody looked at both sides and followed this rating. */
        SETTLED_FOR,
        /** Somebody looked at both sides and found a level of their own. */
        SETTLED_OWN,
        /** Nobody named a level. */
        NOBODY
    }

    /**
     * The rating that counts for now.
     *
     * @param who name of the carer or organisation; null for the person, and where no single rating counts
     * @param on when it was made, where it is older than the round
     * @param reason of the one who settled a difference
     */
    public record Counting(
            Basis basis,
            boolean isThePersons,
            @Nullable String who,
            @Nullable Instant on,
            @Nullable String reason) {}

    /** How far the ratings lie apart. */
    public enum Distance {
        /** Fewer than two levels are named. */
        NOTHING_TO_COMPARE,
        SAME,
        WITHIN_A_STAGE,
        STEPS,
        STAGES
    }

    /**
     * The lowest and the highest level that was named, and how far apart they lie.
     *
     * @param steps sub-levels apart, where both lie among those
     */
    public record Gap(
            Distance distance,
            @Nullable String lowest,
            @Nullable String highest,
            @Nullable String lowestStage,
            @Nullable String highestStage,
            int steps) {}

    /**
     * What came before, and whether the change asks something first.
     *
     * @param isFall whether the proposed stage is a lesser one than before
     * @param check what the rules ask of the change; null before a stage is proposed
     * @param delirium how far the question about delirium or acute illness has come; null where it was not asked
     */
    public record Change(
            @Nullable String previousStage,
            @Nullable LocalDate previousOn,
            @Nullable String proposedStage,
            boolean isFall,
            @Nullable String check,
            @Nullable String delirium) {}

    /** The stages that the rules gave the lowest and the highest level; null before they were compared. */
    record Stages(String lowest, String highest) {}

    private static final List<String> SIGNS =
            List.of("hoursToDays", "pain", "distress", "eatingProblem", "falls", "isolated", "phase");

    private static final Set<String> NOT_KNOWN = Set.of("NOT_SURE", "RATHER_NOT_SAY", "NOT_KNOWN");

    /** Rows in which raters differ, and those in which somebody is not sure: these need somebody to look. */
    public List<Row> differing() {
        return rows.stream().filter(row -> row.likeness() != Likeness.AGREE).toList();
    }

    /** Rows in which all who answered agree. */
    public List<Row> agreeing() {
        return rows.stream().filter(row -> row.likeness() == Likeness.AGREE).toList();
    }

    static Comparison of(
            Round round,
            List<RatingRow> ratings,
            @Nullable RatingRow before,
            @Nullable Stages stages,
            Map<CarerId, String> carerNames,
            Map<String, String> organisations) {
        List<RatingRow> rated = ratings.stream()
                .filter(rating -> rating.state() == RatingState.RATED)
                .toList();
        return new Comparison(
                rated.stream()
                        .map(rating -> new Column(
                                rating.id().toString(),
                                rating.rater(),
                                who(rating, carerNames, organisations),
                                rating.functionalLevel(),
                                rating.carerStrainLevel(),
                                RatingAnswers.known(rating.answers(), "knowsPerson"),
                                rating.channel(),
                                rating.ratedAt(),
                                rating.id().equals(round.workingRating())))
                        .toList(),
                ratings.stream()
                        .filter(rating -> rating.state() == RatingState.MISSING)
                        .map(rating -> Objects.requireNonNullElse(who(rating, carerNames, organisations), ""))
                        .toList(),
                rows(rated),
                counting(round, rated, before, carerNames, organisations),
                gap(rated, stages),
                new Change(
                        round.previousStage(),
                        round.previousOn(),
                        round.proposedStage(),
                        round.proposedStage() != null
                                && round.hasFallenTo(Assessment.Stage.valueOf(round.proposedStage())),
                        round.suddenChange(),
                        round.delirium()),
                round.functionalLevel(),
                round.provisional(),
                round.outOfSequence(),
                round.carerFinding());
    }

    private static List<Row> rows(List<RatingRow> rated) {
        var keys = new ArrayList<>(Levels.ABILITIES);
        keys.addAll(SIGNS);
        var rows = new ArrayList<Row>();
        for (String key : keys) {
            var answers = new ArrayList<@Nullable String>();
            rated.forEach(rating -> answers.add(rating.answers().text(key)));
            if (answers.stream().anyMatch(Objects::nonNull)) {
                rows.add(new Row(key, answers, likeness(answers)));
            }
        }
        return List.copyOf(rows);
    }

    private static Likeness likeness(List<@Nullable String> answers) {
        var known = new HashSet<String>();
        boolean isUnsure = false;
        for (String answer : answers) {
            if (answer != null && NOT_KNOWN.contains(answer)) {
                isUnsure = true;
            } else if (answer != null) {
                known.add(answer);
            }
        }
        return known.size() > 1 ? Likeness.DIFFER : isUnsure && !known.isEmpty() ? Likeness.UNSURE : Likeness.AGREE;
    }

    private static @Nullable Counting counting(
            Round round,
            List<RatingRow> rated,
            @Nullable RatingRow before,
            Map<CarerId, String> carerNames,
            Map<String, String> organisations) {
        if (round.state() == Assessment.State.RATING) {
            return null;
        }
        @Nullable
        RatingRow working = before != null
                ? before
                : rated.stream()
                        .filter(rating -> rating.id().equals(round.workingRating()))
                        .findFirst()
                        .orElse(null);
        boolean isThePersons = working != null && working.rater() == Rater.PERSON;
        @Nullable String who = working == null ? null : who(working, carerNames, organisations);
        return new Counting(
                basis(round, rated, before, working),
                isThePersons,
                who,
                before == null ? null : before.ratedAt(),
                round.adjudicationReason());
    }

    private static Basis basis(
            Round round, List<RatingRow> rated, @Nullable RatingRow before, @Nullable RatingRow working) {
        if (round.adjudicationReason() != null) {
            return working == null ? Basis.SETTLED_OWN : Basis.SETTLED_FOR;
        }
        if (working == null) {
            return Basis.NOBODY;
        }
        if (before != null) {
            return Basis.STAFF_BEFORE;
        }
        if (working.rater() != Rater.STAFF) {
            return Basis.PERSONAL;
        }
        List<@Nullable String> levels = new ArrayList<>();
        rated.stream()
                .filter(rating -> rating.rater() == Rater.STAFF && rating.functionalLevel() != null)
                .forEach(rating -> levels.add(rating.functionalLevel()));
        return levels.size() < 2
                ? Basis.STAFF
                : levels.stream().distinct().count() == 1 ? Basis.STAFF_ALIKE : Basis.STAFF_GREATER_LOSS;
    }

    private static Gap gap(List<RatingRow> rated, @Nullable Stages stages) {
        List<String> levels = rated.stream()
                .flatMap(rating -> Stream.ofNullable(rating.functionalLevel()))
                .sorted(Levels.BY_LOSS)
                .toList();
        if (levels.size() < 2) {
            return new Gap(Distance.NOTHING_TO_COMPARE, null, null, null, null, 0);
        }
        String lowest = levels.get(0);
        String highest = levels.get(levels.size() - 1);
        int steps = Levels.subLevelGap(lowest, highest);
        Distance distance = lowest.equals(highest)
                ? Distance.SAME
                : stages != null && !stages.lowest().equals(stages.highest())
                        ? Distance.STAGES
                        : steps > 0 ? Distance.STEPS : Distance.WITHIN_A_STAGE;
        return new Gap(
                distance,
                lowest,
                highest,
                stages == null ? null : stages.lowest(),
                stages == null ? null : stages.highest(),
                steps);
    }

    static @Nullable String who(RatingRow rating, Map<CarerId, String> carerNames, Map<String, String> organisations) {
        return switch (rating.rater()) {
            case PERSON -> null;
            case CARER -> rating.carer() == null ? null : carerNames.get(rating.carer());
            case STAFF -> rating.organisation() == null ? null : organisations.get(rating.organisation());
        };
    }
}
