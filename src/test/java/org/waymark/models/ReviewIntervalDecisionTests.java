package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;

class ReviewIntervalDecisionTests {

    private static final @Nullable String[] STAGES = {
        "PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED", "CONFLICT", "UNKNOWN", null
    };
    private static final List<String> STRAIN_RISING = List.of("LOW", "MODERATE", "HIGH", "VERY_HIGH");

    private final DecisionFile decision = DecisionFile.assessment("review-interval");
    private final Inputs.Grid grid = Inputs.grid()
            .over("stage", (Object[]) STAGES)
            .over("carerStrainLevel", "LOW", "MODERATE", "HIGH", "VERY_HIGH", "UNKNOWN", null)
            .overAnswers("livesAlone")
            .over("phase", "STABLE", "UNSTABLE", "DETERIORATING", "DYING", null);

    @ParameterizedTest
    @CsvSource({
        "MILD,LOW,false,DYING,1,Rule_ReviewDying",
        "UNKNOWN,VERY_HIGH,true,DYING,1,Rule_ReviewDying",
        "MILD,LOW,false,UNSTABLE,3,Rule_ReviewUnstable",
        "MILD,VERY_HIGH,false,DETERIORATING,14,Rule_ReviewDeteriorating",
        "PRE_DEMENTIA,VERY_HIGH,false,STABLE,28,Rule_ReviewVeryHighStrain",
        ",VERY_HIGH,,,28,Rule_ReviewVeryHighStrain",
        "UNKNOWN,LOW,false,STABLE,28,Rule_ReviewUnclearStage",
        "CONFLICT,,,,28,Rule_ReviewUnclearStage",
        ",,,,28,Rule_ReviewUnclearStage",
        "PRE_DEMENTIA,LOW,false,STABLE,365,Rule_ReviewPreDementiaLowStrain",
        "PRE_DEMENTIA,LOW,,,365,Rule_ReviewPreDementiaLowStrain",
        "PRE_DEMENTIA,MODERATE,false,,182,Rule_ReviewPreDementia",
        "PRE_DEMENTIA,UNKNOWN,false,,182,Rule_ReviewPreDementia",
        "PRE_DEMENTIA,,false,,182,Rule_ReviewPreDementia",
        "PRE_DEMENTIA,LOW,true,,182,Rule_ReviewPreDementiaAlone",
        "PRE_DEMENTIA,HIGH,true,,91,Rule_ReviewPreDementiaHighStrain",
        "MILD,LOW,false,,182,Rule_ReviewMild",
        "MILD,MODERATE,true,,91,Rule_ReviewMildAlone",
        "MILD,HIGH,false,,91,Rule_ReviewMildHighStrain",
        "MILD,HIGH,true,,56,Rule_ReviewMildAloneHighStrain",
        "MODERATE,MODERATE,false,,182,Rule_ReviewModerate",
        "MODERATE,UNKNOWN,true,,91,Rule_ReviewModerateAlone",
        "MODERATE,HIGH,false,,56,Rule_ReviewModerateHighStrain",
        "MODERATE,HIGH,true,,42,Rule_ReviewModerateAloneHighStrain",
        "SEVERE,LOW,false,,91,Rule_ReviewSevere",
        "SEVERE,LOW,true,,42,Rule_ReviewSevereAlone",
        "SEVERE,HIGH,false,,42,Rule_ReviewSevereHighStrain",
        "SEVERE,HIGH,true,,28,Rule_ReviewSevereAloneHighStrain",
        "ADVANCED,LOW,false,,56,Rule_ReviewAdvanced",
        "ADVANCED,,true,,28,Rule_ReviewAdvancedAlone",
        "ADVANCED,HIGH,false,STABLE,28,Rule_ReviewAdvancedHighStrain"
    })
    void looksAgainSoonerForPhaseStageStrainAndLivingAlone(
            @Nullable String stage,
            @Nullable String strain,
            @Nullable Boolean alone,
            @Nullable String phase,
            int days,
            String rule) {
        Outcome outcome = decision.decide(Inputs.none()
                .with("stage", stage)
                .with("carerStrainLevel", strain)
                .with("livesAlone", alone)
                .with("phase", phase));

        assertThat(outcome.get("reviewInDays")).isEqualTo(days);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    void everyPersonIsSeenWithinAYear() {
        assertThat(grid.stream())
                .allSatisfy(point -> assertThat(days(point)).as("%s", point).isBetween(1, latest(point)));
    }

    @Test
    void isNeverLongerForMoreStrain() {
        assertThat(grid.stream()).allSatisfy(point -> {
            for (int i = 1; i < STRAIN_RISING.size(); i++) {
                assertThat(days(point.with("carerStrainLevel", STRAIN_RISING.get(i))))
                        .as("%s", point)
                        .isLessThanOrEqualTo(days(point.with("carerStrainLevel", STRAIN_RISING.get(i - 1))));
            }
        });
    }

    @Test
    void neverReadsStrainThatIsNotKnownAsLow() {
        assertThat(grid.stream()).allSatisfy(point -> {
            assertThat(days(point.with("carerStrainLevel", null)))
                    .isEqualTo(days(point.with("carerStrainLevel", "UNKNOWN")))
                    .isEqualTo(days(point.with("carerStrainLevel", "MODERATE")));
        });
    }

    @Test
    void isNeverLongerForALaterStageOrForLivingAlone() {
        assertThat(grid.stream()).allSatisfy(point -> {
            for (int i = 1; i < 5; i++) {
                assertThat(days(point.with("stage", STAGES[i])))
                        .isLessThanOrEqualTo(days(point.with("stage", STAGES[i - 1])));
            }
            assertThat(days(point.with("livesAlone", true))).isLessThanOrEqualTo(days(point.with("livesAlone", false)));
        });
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }

    private int days(Inputs inputs) {
        return (Integer) Objects.requireNonNull(decision.decide(inputs).get("reviewInDays"));
    }

    private static int latest(Inputs point) {
        String phase = String.valueOf(point.text("phase"));
        boolean unclear = !List.of("PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED")
                .contains(String.valueOf(point.text("stage")));
        return switch (phase) {
            case "DYING" -> 1;
            case "UNSTABLE" -> 3;
            case "DETERIORATING" -> 14;
            default -> unclear || "VERY_HIGH".equals(point.text("carerStrainLevel")) ? 28 : 365;
        };
    }
}
