package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;

class ComplexityTierDecisionTests {

    private static final Map<String, Integer> BAND_OF_LEVEL = Map.ofEntries(
            Map.entry("3", 0),
            Map.entry("4", 1),
            Map.entry("5", 2),
            Map.entry("6a", 2),
            Map.entry("6b", 2),
            Map.entry("6c", 2),
            Map.entry("6d", 2),
            Map.entry("6e", 2),
            Map.entry("7a", 2),
            Map.entry("7b", 2),
            Map.entry("7c", 2),
            Map.entry("7d", 2),
            Map.entry("7e", 2),
            Map.entry("7f", 2));
    private static final Map<Double, Integer> BAND_OF_CDR = Map.of(0.0, 0, 0.5, 0, 1.0, 1, 2.0, 2, 3.0, 2);

    private final DecisionFile decision = DecisionFile.assessment("complexity-tier");
    private final Inputs.Grid grid = Inputs.grid()
            .over("carerPresent", true, false, null)
            .over(
                    "functionalLevel",
                    "3",
                    "4",
                    "5",
                    "6a",
                    "6b",
                    "6c",
                    "6d",
                    "6e",
                    "7a",
                    "7b",
                    "7c",
                    "7d",
                    "7e",
                    "7f",
                    null)
            .over("cdrGlobal", 0, 0.5, 1, 2, 3, null)
            .over("zarit", 0, 30, 60, 60.5, 61, 88, null);

    @ParameterizedTest
    @CsvSource({
        "true,  4,  ,    ,   LOW_DYAD,                     Rule_TierMildWithCarer",
        "true,  4,  1,   88, LOW_DYAD,                     Rule_TierMildWithCarer",
        "true,  ,   1,   ,   LOW_DYAD,                     Rule_TierMildWithCarer",
        "true,  5,  ,    0,  MODERATE_DYAD,                Rule_TierSomeStrain",
        "true,  7f, 3,   60, MODERATE_DYAD,                Rule_TierSomeStrain",
        "true,  6a, 2,   61, HIGH_DYAD,                    Rule_TierMuchStrain",
        "true,  ,   3,   88, HIGH_DYAD,                    Rule_TierMuchStrain",
        "true,  6a, 3,   ,   INCOMPLETE,                   Rule_TierStrainNotKnown",
        "true,  6a, 3,   89, INCOMPLETE,                   Rule_TierStrainNotKnown",
        "false, 4,  ,    88, LOW_INDIVIDUAL,               Rule_TierMildWithoutCarer",
        "false, 5,  ,    ,   MODERATE_TO_HIGH_INDIVIDUAL,  Rule_TierFurtherWithoutCarer",
        "false, 7c, 2,   88, MODERATE_TO_HIGH_INDIVIDUAL,  Rule_TierFurtherWithoutCarer",
        "true,  3,  ,    88, NONE,                         Rule_TierNoClearLoss",
        "false, 3,  0.5, ,   NONE,                         Rule_TierNoClearLoss",
        ",      ,   0,   ,   NONE,                         Rule_TierNoClearLoss",
        "true,  3,  1,   ,   CONFLICT,                     Rule_TierBandsDiffer",
        "true,  4,  2,   ,   CONFLICT,                     Rule_TierBandsDiffer",
        "false, 5,  1,   ,   CONFLICT,                     Rule_TierBandsDiffer",
        "true,  ,   ,    88, INCOMPLETE,                   Rule_TierNoStage",
        ",      4,  ,    ,   INCOMPLETE,                   Rule_TierMildCarerNotKnown",
        ",      5,  ,    20, INCOMPLETE,                   Rule_TierFurtherCarerNotKnown"
    })
    void namesTheTier(
            @Nullable Boolean carer,
            @Nullable String level,
            @Nullable Double cdr,
            @Nullable Double zarit,
            String tier,
            String rule) {
        Outcome outcome = decision.decide(Inputs.none()
                .with("carerPresent", carer)
                .with("functionalLevel", level)
                .with("cdrGlobal", cdr)
                .with("zarit", zarit));

        assertThat(outcome.get("tier")).isEqualTo(tier);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    void everyPointOfTheGridHasItsTier() {
        assertThat(grid.stream())
                .allSatisfy(
                        point -> assertThat(decision.decide(point).get("tier")).isEqualTo(expected(point)));
    }

    @Test
    void withoutACarerTheStrainIsIgnored() {
        for (String level : List.of("4", "6c")) {
            assertThat(grid.stream()
                            .filter(point -> Boolean.FALSE.equals(point.get("carerPresent"))
                                    && level.equals(point.text("functionalLevel"))
                                    && point.number("cdrGlobal") == null)
                            .map(point -> decision.decide(point).get("tier"))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }

    private static String expected(Inputs point) {
        String level = point.text("functionalLevel");
        Double cdr = point.number("cdrGlobal");
        Integer byLevel = level == null ? null : BAND_OF_LEVEL.get(level);
        Integer byCdr = cdr == null ? null : BAND_OF_CDR.get(cdr);
        Integer band = byLevel == null ? byCdr : byLevel;
        if (band == null) {
            return "INCOMPLETE";
        }
        if (byCdr != null && !byCdr.equals(band)) {
            return "CONFLICT";
        }
        if (band == 0) {
            return "NONE";
        }
        if (!(point.get("carerPresent") instanceof Boolean carer)) {
            return "INCOMPLETE";
        }
        if (!carer) {
            return band == 1 ? "LOW_INDIVIDUAL" : "MODERATE_TO_HIGH_INDIVIDUAL";
        }
        if (band == 1) {
            return "LOW_DYAD";
        }
        Double zarit = point.number("zarit");
        return zarit == null ? "INCOMPLETE" : zarit <= 60 ? "MODERATE_DYAD" : "HIGH_DYAD";
    }
}
