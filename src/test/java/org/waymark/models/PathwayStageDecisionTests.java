package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathwayStageDecisionTests {

    private static final Map<String, List<String>> LEVELS_BY_STAGE = Map.of(
            "PRE_DEMENTIA", List.of("3"),
            "MILD", List.of("4"),
            "MODERATE", List.of("5", "6a"),
            "SEVERE", List.of("6b", "6c", "6d", "6e", "7a", "7b"),
            "ADVANCED", List.of("7c", "7d", "7e", "7f"));
    private static final List<String> LEVELS =
            List.of("3", "4", "5", "6a", "6b", "6c", "6d", "6e", "7a", "7b", "7c", "7d", "7e", "7f");
    private static final Map<Double, String> STAGE_BY_SCORE =
            Map.of(0.0, "PRE_DEMENTIA", 0.5, "PRE_DEMENTIA", 1.0, "MILD", 2.0, "MODERATE", 3.0, "SEVERE");

    private final DecisionFile decision = DecisionFile.assessment("pathway-stage");
    private final Inputs.Grid grid = Inputs.grid()
            .over("functionalLevel", withNotKnown(LEVELS))
            .over("cdrGlobal", 0, 0.5, 1, 2, 3, null, -1, 0.25, 4);

    @ParameterizedTest
    @CsvSource({
        "3,,PRE_DEMENTIA",
        "4,,MILD",
        "5,,MODERATE",
        "6a,,MODERATE",
        "6b,,SEVERE",
        "7b,,SEVERE",
        "7c,,ADVANCED",
        "7f,,ADVANCED",
        ",0,PRE_DEMENTIA",
        ",0.5,PRE_DEMENTIA",
        ",1,MILD",
        ",2,MODERATE",
        ",3,SEVERE",
        ",,UNKNOWN",
        "3,0,PRE_DEMENTIA",
        "3,0.5,PRE_DEMENTIA",
        "3,1,CONFLICT",
        "4,1,MILD",
        "4,0.5,CONFLICT",
        "6a,2,MODERATE",
        "6a,3,CONFLICT",
        "6b,3,SEVERE",
        "6b,2,CONFLICT",
        "7c,3,ADVANCED",
        "7f,2,CONFLICT"
    })
    void readsTheStageFromLevelAndScore(@Nullable String level, @Nullable Double score, String stage) {
        assertThat(stage(Inputs.none().with("functionalLevel", level).with("cdrGlobal", score)))
                .isEqualTo(stage);
    }

    @Test
    void severeByScoreAndAdvancedByLevelIsNoConflict() {
        for (String level : LEVELS_BY_STAGE.getOrDefault("ADVANCED", List.of())) {
            assertThat(stage(Inputs.none().with("functionalLevel", level).with("cdrGlobal", 3)))
                    .isEqualTo("ADVANCED");
        }
    }

    @Test
    void aScoreIsReadAlikeWhateverNumberItArrivesAs() {
        for (Number one : new Number[] {1, 1L, 1.0, 1.0f, new BigDecimal("1.0")}) {
            assertThat(stage(Inputs.none().with("functionalLevel", null).with("cdrGlobal", one)))
                    .isEqualTo("MILD");
        }
    }

    @Test
    void everyLevelAndScoreHasOneStage() {
        assertThat(grid.stream()).allSatisfy(point -> assertThat(stage(point)).isEqualTo(expected(point)));
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }

    private @Nullable Object stage(Inputs inputs) {
        return decision.decide(inputs).get("stage");
    }

    private static String expected(Inputs point) {
        String level = point.text("functionalLevel");
        Double score = point.number("cdrGlobal");
        String byLevel = LEVELS_BY_STAGE.entrySet().stream()
                .filter(entry -> level != null && entry.getValue().contains(level))
                .map(Map.Entry::getKey)
                .findAny()
                .orElse("UNKNOWN");
        String byScore = score == null ? "UNKNOWN" : STAGE_BY_SCORE.getOrDefault(score, "UNKNOWN");
        if (byLevel.equals("UNKNOWN")) {
            return byScore;
        }
        boolean agrees = byScore.equals("UNKNOWN")
                || byLevel.equals(byScore)
                || (byLevel.equals("ADVANCED") && byScore.equals("SEVERE"));
        return agrees ? byLevel : "CONFLICT";
    }

    private static @Nullable Object[] withNotKnown(List<String> levels) {
        @Nullable Object[] values = new Object[levels.size() + 3];
        for (int i = 0; i < levels.size(); i++) {
            values[i] = levels.get(i);
        }
        values[levels.size() + 1] = "";
        values[levels.size() + 2] = "UNKNOWN";
        return values;
    }
}
