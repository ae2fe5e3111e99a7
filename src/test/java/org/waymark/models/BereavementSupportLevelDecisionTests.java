package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;

class BereavementSupportLevelDecisionTests {

    private static final String[] FLAGS = {"suddenDeath", "caringAlone", "previousLoss", "asksForHelp"};

    private final DecisionFile decision = DecisionFile.named("bereavement-support-level");
    private final Inputs.Grid grid = Inputs.grid()
            .overAnswers(FLAGS)
            .over("strainBeforeDeath", "LOW", "MODERATE", "HIGH", "VERY_HIGH", "UNKNOWN", null);

    @ParameterizedTest
    @CsvSource({
        "true,true,true,false,LOW,SPECIALIST,Rule_ThreeSignsOrMore",
        "true,,,true,VERY_HIGH,SPECIALIST,Rule_ThreeSignsOrMore",
        "true,true,true,true,VERY_HIGH,SPECIALIST,Rule_ThreeSignsOrMore",
        "true,true,false,false,HIGH,TARGETED,Rule_OneOrTwoSigns",
        "true,,,,VERY_HIGH,TARGETED,Rule_OneOrTwoSigns",
        ",,,true,,TARGETED,Rule_OneOrTwoSigns",
        "false,false,false,false,VERY_HIGH,TARGETED,Rule_OneOrTwoSigns",
        "false,false,false,false,HIGH,TARGETED,Rule_HighStrainBeforeDeath",
        ",,,,HIGH,TARGETED,Rule_HighStrainBeforeDeath",
        "false,false,false,false,LOW,UNIVERSAL,Rule_NoSignReported",
        "false,,,,,UNIVERSAL,Rule_NoSignReported",
        ",,,,MODERATE,UNIVERSAL,Rule_LittleStrainAndNoAnswer",
        ",,,,UNKNOWN,UNIVERSAL,Rule_NothingIsKnown",
        ",,,,,UNIVERSAL,Rule_NothingIsKnown"
    })
    void proposesOneOfThreeLevels(
            @Nullable Boolean suddenDeath,
            @Nullable Boolean caringAlone,
            @Nullable Boolean previousLoss,
            @Nullable Boolean asksForHelp,
            @Nullable String strain,
            String level,
            String rule) {
        Outcome outcome = decision.decide(Inputs.none()
                .with("suddenDeath", suddenDeath)
                .with("caringAlone", caringAlone)
                .with("previousLoss", previousLoss)
                .with("asksForHelp", asksForHelp)
                .with("strainBeforeDeath", strain));

        assertThat(outcome.get("level")).isEqualTo(level);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    /** Very high strain is the fifth sign; not known is never a sign. */
    @Test
    void countsFiveSignsWhateverElseIsNotKnown() {
        assertThat(grid.stream()).allSatisfy(point -> {
            String strain = point.text("strainBeforeDeath");
            long signs = Stream.of(FLAGS).filter(point::isTrue).count() + ("VERY_HIGH".equals(strain) ? 1 : 0);
            String level = signs >= 3 ? "SPECIALIST" : signs > 0 || "HIGH".equals(strain) ? "TARGETED" : "UNIVERSAL";

            assertThat(decision.decide(point).get("level")).isEqualTo(level);
        });
    }

    @Test
    void oneMoreSignNeverLowersTheLevel() {
        assertThat(grid.stream()).allSatisfy(point -> {
            for (String flag : FLAGS) {
                assertThat(rank(point.with(flag, true))).isGreaterThanOrEqualTo(rank(point));
            }
            assertThat(rank(point.with("strainBeforeDeath", "VERY_HIGH"))).isGreaterThanOrEqualTo(rank(point));
        });
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }

    private int rank(Inputs point) {
        return switch (String.valueOf(decision.decide(point).get("level"))) {
            case "UNIVERSAL" -> 0;
            case "TARGETED" -> 1;
            default -> 2;
        };
    }
}
