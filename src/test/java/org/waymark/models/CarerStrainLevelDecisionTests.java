package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;

class CarerStrainLevelDecisionTests {

    private final DecisionFile decision = DecisionFile.assessment("carer-strain-level");
    private final Inputs.Grid grid = Inputs.grid()
            .over("zarit", IntStream.rangeClosed(-1, 89).boxed().toArray())
            .over("ownWords", -1, 0, 1, 2, 3, 4, 5, null);
    private final Inputs.Grid withoutScore =
            Inputs.grid().over("zarit", (Object) null).over("ownWords", -1, 0, 1, 2, 3, 4, 5, null);

    @ParameterizedTest
    @CsvSource({
        "0,4,LOW,Rule_ZaritLow",
        "20,,LOW,Rule_ZaritLow",
        "20.5,,MODERATE,Rule_ZaritModerate",
        "21,0,MODERATE,Rule_ZaritModerate",
        "40,,MODERATE,Rule_ZaritModerate",
        "41,,HIGH,Rule_ZaritHigh",
        "60,0,HIGH,Rule_ZaritHigh",
        "61,,VERY_HIGH,Rule_ZaritVeryHigh",
        "88,0,VERY_HIGH,Rule_ZaritVeryHigh",
        ",0,LOW,Rule_OwnWordsLow",
        ",1,LOW,Rule_OwnWordsLow",
        ",2,MODERATE,Rule_OwnWordsModerate",
        ",3,HIGH,Rule_OwnWordsHigh",
        ",4,VERY_HIGH,Rule_OwnWordsVeryHigh",
        ",,UNKNOWN,Rule_NoStrainAnswered"
    })
    void readsTheScoreAndWithoutOneTheCarersOwnWords(
            @Nullable Double zarit, @Nullable Integer ownWords, String level, String rule) {
        Outcome outcome = decision.decide(Inputs.none().with("zarit", zarit).with("ownWords", ownWords));

        assertThat(outcome.get("carerStrainLevel")).isEqualTo(level);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    void aScoreOutOfRangeIsNoScore() {
        for (Number score : new Number[] {-1, 88.5, 89, 1000}) {
            assertThat(decision.decide(Inputs.none().with("zarit", score).with("ownWords", 3))
                            .get("carerStrainLevel"))
                    .isEqualTo("HIGH");
            assertThat(decision.decide(Inputs.none().with("zarit", score).with("ownWords", null))
                            .get("carerStrainLevel"))
                    .isEqualTo("UNKNOWN");
        }
    }

    @Test
    void everyScoreAndAnswerHasOneLevel() {
        assertThat(grid.stream().filter(CarerStrainLevelDecisionTests::inRange)).allSatisfy(point -> {
            double zarit = Objects.requireNonNull(point.number("zarit"));
            String level = zarit <= 20 ? "LOW" : zarit <= 40 ? "MODERATE" : zarit <= 60 ? "HIGH" : "VERY_HIGH";

            assertThat(decision.decide(point).get("carerStrainLevel")).isEqualTo(level);
        });
        assertThat(withoutScore.stream())
                .allSatisfy(point -> assertThat(decision.decide(point).rows()).hasSize(1));
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(Stream.concat(grid.stream(), withoutScore.stream())))
                .isEmpty();
    }

    private static boolean inRange(Inputs point) {
        Double zarit = point.number("zarit");
        return zarit != null && zarit >= 0 && zarit <= 88;
    }
}
