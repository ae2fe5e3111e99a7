package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;
import org.waymark.support.CareRule;

class CarerSupportLevelDecisionTests {

    private static final List<String> LEVELS_RISING = List.of("INFORM", "GROUP", "ONE_TO_ONE", "URGENT");
    private static final List<String> STRAIN_RISING = List.of("LOW", "MODERATE", "HIGH", "VERY_HIGH");

    private final DecisionFile decision = DecisionFile.named("carer-support-level");
    private final Inputs.Grid grid = Inputs.grid()
            .over("carerStrainLevel", "LOW", "MODERATE", "HIGH", "VERY_HIGH", "UNKNOWN", null)
            .overAnswers("livesWith", "caringAlone", "ownHealthPoor");

    @ParameterizedTest
    @CsvSource({
        "VERY_HIGH,,,,URGENT,Rule_SupportVeryHighStrain",
        "VERY_HIGH,false,false,false,URGENT,Rule_SupportVeryHighStrain",
        "HIGH,true,,true,URGENT,Rule_SupportHighStrainTogetherPoorHealth",
        "HIGH,true,true,true,URGENT,Rule_SupportHighStrainTogetherPoorHealth",
        "HIGH,true,true,false,ONE_TO_ONE,Rule_SupportHighStrainTogether",
        "HIGH,true,,,ONE_TO_ONE,Rule_SupportHighStrainTogether",
        "HIGH,false,true,true,ONE_TO_ONE,Rule_SupportHighStrain",
        "HIGH,,,true,ONE_TO_ONE,Rule_SupportHighStrain",
        "HIGH,,,,ONE_TO_ONE,Rule_SupportHighStrain",
        "MODERATE,,true,,ONE_TO_ONE,Rule_SupportModerateStrainAlone",
        "MODERATE,true,true,true,ONE_TO_ONE,Rule_SupportModerateStrainAlone",
        "MODERATE,false,false,true,ONE_TO_ONE,Rule_SupportModerateStrainPoorHealth",
        "MODERATE,,,true,ONE_TO_ONE,Rule_SupportModerateStrainPoorHealth",
        "MODERATE,true,false,false,GROUP,Rule_SupportModerateStrain",
        "MODERATE,,,,GROUP,Rule_SupportModerateStrain",
        "UNKNOWN,,true,,ONE_TO_ONE,Rule_SupportStrainNotKnownAlone",
        ",,true,false,ONE_TO_ONE,Rule_SupportStrainNotKnownAlone",
        "UNKNOWN,true,false,true,ONE_TO_ONE,Rule_SupportStrainNotKnownPoorHealth",
        ",,,true,ONE_TO_ONE,Rule_SupportStrainNotKnownPoorHealth",
        "UNKNOWN,false,false,false,GROUP,Rule_SupportNoAnswer",
        ",,,,GROUP,Rule_SupportNoAnswer",
        "LOW,,true,,GROUP,Rule_SupportLowStrainAlone",
        "LOW,true,true,true,GROUP,Rule_SupportLowStrainAlone",
        "LOW,true,false,true,GROUP,Rule_SupportLowStrainPoorHealth",
        "LOW,,,true,GROUP,Rule_SupportLowStrainPoorHealth",
        "LOW,true,false,false,INFORM,Rule_SupportLowStrain",
        "LOW,,,,INFORM,Rule_SupportLowStrain"
    })
    void offersMoreForMoreStrainForCaringAloneAndForPoorHealth(
            @Nullable String strain,
            @Nullable Boolean livesWith,
            @Nullable Boolean alone,
            @Nullable Boolean poorHealth,
            String level,
            String rule) {
        Outcome outcome = decision.decide(Inputs.none()
                .with("carerStrainLevel", strain)
                .with("livesWith", livesWith)
                .with("caringAlone", alone)
                .with("ownHealthPoor", poorHealth));

        assertThat(outcome.get("level")).isEqualTo(level);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    @CareRule(3)
    void everyCarerIsOfferedSomethingAndNobodyAsksForTheStage() {
        assertThat(decision.inputNames()).doesNotContain("stage");
        assertThat(grid.stream()).allSatisfy(point -> assertThat(LEVELS_RISING)
                .contains(String.valueOf(decision.decide(point).get("level"))));
    }

    @Test
    void everyPointIsAsAgreed() {
        assertThat(grid.stream())
                .allSatisfy(
                        point -> assertThat(decision.decide(point).get("level")).isEqualTo(agreed(point)));
    }

    @Test
    void isNeverLessForMoreStrain() {
        assertThat(grid.stream()).allSatisfy(point -> {
            for (int i = 1; i < STRAIN_RISING.size(); i++) {
                assertThat(rank(point.with("carerStrainLevel", STRAIN_RISING.get(i))))
                        .as("%s", point)
                        .isGreaterThanOrEqualTo(rank(point.with("carerStrainLevel", STRAIN_RISING.get(i - 1))));
            }
        });
    }

    @Test
    void isNeverLessForWhoeverLivesTogetherCaresAloneOrIsInPoorHealth() {
        assertThat(grid.stream()).allSatisfy(point -> {
            for (String sign : List.of("livesWith", "caringAlone", "ownHealthPoor")) {
                assertThat(rank(point.with(sign, true))).isGreaterThanOrEqualTo(rank(point.with(sign, false)));
                assertThat(rank(point.with(sign, null)))
                        .as("not known counts as not seen")
                        .isEqualTo(rank(point.with(sign, false)));
            }
        });
    }

    @Test
    void neverReadsStrainThatIsNotKnownAsLow() {
        assertThat(grid.stream()).allSatisfy(point -> {
            assertThat(rank(point.with("carerStrainLevel", null)))
                    .isEqualTo(rank(point.with("carerStrainLevel", "UNKNOWN")))
                    .isEqualTo(rank(point.with("carerStrainLevel", "MODERATE")));
        });
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }

    private static String agreed(Inputs point) {
        boolean more = point.isTrue("caringAlone") || point.isTrue("ownHealthPoor");
        return switch (String.valueOf(point.text("carerStrainLevel"))) {
            case "VERY_HIGH" -> "URGENT";
            case "HIGH" -> point.isTrue("livesWith") && point.isTrue("ownHealthPoor") ? "URGENT" : "ONE_TO_ONE";
            case "LOW" -> more ? "GROUP" : "INFORM";
            default -> more ? "ONE_TO_ONE" : "GROUP";
        };
    }

    private int rank(Inputs inputs) {
        return LEVELS_RISING.indexOf(
                String.valueOf(Objects.requireNonNull(decision.decide(inputs).get("level"))));
    }
}
