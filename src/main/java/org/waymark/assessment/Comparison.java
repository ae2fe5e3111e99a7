package org.waymark.assessment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessments.RatingRow;
import org.waymark.assessment.Assessments.Round;
import org.waymark.kernel.CarerId;

/** Ratings side by side, ability by ability, for those who look at a difference or confirm a stage. Never an average. */
public record Comparison(
        List<Column> columns,
        List<Row> rows,
        @Nullable String workingLevel,
        boolean provisional,
        boolean outOfSequence,
        boolean carerFinding,
        @Nullable String delirium,
        @Nullable String proposedStage,
        @Nullable String suddenChange) {

    /** One rater; the person's own rating stands first. */
    public record Column(
            String ratingId,
            Rater rater,
            /** Name of the carer or of the organisation; null for the person. */
            @Nullable String who,
            boolean isMissing,
            @Nullable String level,
            String strain,
            boolean isWorking) {}

    /** One ability or sign, with one answer a column (null where it was not answered), and whether they differ. */
    public record Row(String key, List<@Nullable String> answers, boolean differs) {}

    /** Rows in which raters differ; these need somebody to look. */
    public List<Row> differing() {
        return rows.stream().filter(Row::differs).toList();
    }

    /** Rows in which all who answered agree. */
    public List<Row> agreeing() {
        return rows.stream().filter(row -> !row.differs()).toList();
    }

    private static final List<String> SIGNS =
            List.of("hoursToDays", "pain", "distress", "eatingProblem", "falls", "isolated", "phase");

    static Comparison of(
            Round round, List<RatingRow> ratings, Map<CarerId, String> carerNames, Map<String, String> organisations) {
        List<Column> columns = ratings.stream()
                .map(rating -> new Column(
                        rating.id().toString(),
                        rating.rater(),
                        who(rating, carerNames, organisations),
                        rating.ratedAt() == null,
                        rating.functionalLevel(),
                        rating.carerStrainLevel(),
                        rating.id().equals(round.workingRating())))
                .toList();
        var keys = new ArrayList<>(Levels.ABILITIES);
        keys.addAll(SIGNS);
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String key : keys) {
            var answers = new ArrayList<@Nullable String>();
            ratings.forEach(rating -> answers.add(rating.answers().text(key)));
            long given =
                    answers.stream().filter(answer -> answer != null).distinct().count();
            if (given > 0) {
                rows.put(key, new Row(key, answers, given > 1));
            }
        }
        return new Comparison(
                columns,
                List.copyOf(rows.values()),
                round.functionalLevel(),
                round.provisional(),
                round.outOfSequence(),
                round.carerFinding(),
                round.delirium(),
                round.proposedStage(),
                round.suddenChange());
    }

    private static @Nullable String who(
            RatingRow rating, Map<CarerId, String> carerNames, Map<String, String> organisations) {
        return switch (rating.rater()) {
            case PERSON -> null;
            case CARER -> rating.carer() == null ? null : carerNames.get(rating.carer());
            case STAFF -> rating.organisation() == null ? null : organisations.get(rating.organisation());
        };
    }
}
