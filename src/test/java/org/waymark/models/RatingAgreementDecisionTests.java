package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;

class RatingAgreementDecisionTests {

    private static final @Nullable Object[] STAGES = {
        "PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED", "CONFLICT", "UNKNOWN", null
    };

    private final DecisionFile decision = DecisionFile.assessment("rating-agreement");
    private final Inputs.Grid grid = Inputs.grid()
            .over("lowestStage", STAGES)
            .over("highestStage", STAGES)
            .over("subLevelGap", 0, 1, 2, null)
            .over("carerStrainLevel", "MODERATE", "HIGH", "VERY_HIGH", null);

    @ParameterizedTest
    @CsvSource({
        "SEVERE,SEVERE,0,LOW,AGREED,false,Rule_RatingsAgree",
        "SEVERE,SEVERE,1,VERY_HIGH,AGREED,false,Rule_RatingsAgree",
        "SEVERE,SEVERE,2,MODERATE,ADJUDICATE,false,Rule_SubLevelsApart",
        "SEVERE,SEVERE,2,HIGH,ADJUDICATE,true,Rule_SubLevelsApartAndHighStrain",
        "MODERATE,SEVERE,0,,ADJUDICATE,false,Rule_StagesDiffer",
        "MODERATE,SEVERE,1,VERY_HIGH,ADJUDICATE,true,Rule_StagesDifferAndHighStrain",
        ",,,,AGREED,false,Rule_NothingToCompare"
    })
    void sendsADifferenceToAPerson(
            @Nullable String lowest,
            @Nullable String highest,
            @Nullable Integer gap,
            @Nullable String strain,
            String agreement,
            boolean carerFinding,
            String rule) {
        Outcome outcome = decision.decide(Inputs.none()
                .with("lowestStage", lowest)
                .with("highestStage", highest)
                .with("subLevelGap", gap)
                .with("carerStrainLevel", strain));

        assertThat(outcome.get("agreement")).isEqualTo(agreement);
        assertThat(outcome.get("carerFinding")).isEqualTo(carerFinding);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    void everyPairOfRatingsHasOneAnswer() {
        assertThat(grid.stream()).allSatisfy(point -> {
            Double gap = point.number("subLevelGap");
            String lowest = Objects.requireNonNullElse(point.text("lowestStage"), "UNKNOWN");
            String highest = Objects.requireNonNullElse(point.text("highestStage"), "UNKNOWN");
            String strain = Objects.requireNonNullElse(point.text("carerStrainLevel"), "UNKNOWN");
            boolean adjudicate = !lowest.equals(highest) || (gap != null && gap >= 2);

            Outcome outcome = decision.decide(point);

            assertThat(outcome.get("agreement")).isEqualTo(adjudicate ? "ADJUDICATE" : "AGREED");
            assertThat(outcome.get("carerFinding")).isEqualTo(adjudicate && strain.endsWith("HIGH"));
        });
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }
}
