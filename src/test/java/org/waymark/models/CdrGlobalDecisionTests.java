package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.models.DecisionFile.Outcome;

class CdrGlobalDecisionTests {

    private static final List<String> OTHERS =
            List.of("orientation", "judgement", "community", "homeHobbies", "personalCare");

    private final DecisionFile decision = DecisionFile.assessment("cdr-global");

    /** Every way in which the six scores can be given. */
    private static Inputs.Grid grid() {
        Inputs.Grid grid = Inputs.grid();
        for (String section : List.of("memory", "orientation", "judgement", "community", "homeHobbies")) {
            grid = grid.over(section, 0.0, 0.5, 1.0, 2.0, 3.0);
        }
        return grid.over("personalCare", 0.0, 1.0, 2.0, 3.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0,   0,0,0,0,0,     0,   Rule_CdrMemoryNought",
        "0,   0.5,0,0,0,0,   0,   Rule_CdrMemoryNought",
        "0,   0.5,0.5,0,0,0, 0.5, Rule_CdrMemoryNoughtOthersNot",
        "0,   3,3,3,3,3,     0.5, Rule_CdrMemoryNoughtOthersNot",
        "0.5, 0,0,0,0,0,     0.5, Rule_CdrMemoryDoubtful",
        "0.5, 1,1,0,0,0,     0.5, Rule_CdrMemoryDoubtful",
        "0.5, 1,1,2,0,0,     1,   Rule_CdrMemoryDoubtfulOthersWorse",
        "1,   1,1,1,3,3,     1,   Rule_CdrThreeEqualMemory",
        "2,   3,3,3,1,0,     2,   Rule_CdrThreeAboveTwoBelow",
        "2,   3,3,1,0.5,0,   2,   Rule_CdrTwoAboveThreeBelow",
        "2,   2,3,3,1,1,     2,   Rule_CdrSpreadAroundMemory",
        "2,   2,2,3,3,1,     2,   Rule_CdrSpreadAroundMemory",
        "1,   2,2,3,1,1,     2,   Rule_CdrMostAbove",
        "1,   2,2,3,3,1,     2,   Rule_CdrMostAbove",
        "1,   3,3,2,1,0,     3,   Rule_CdrMostAbove",
        "3,   3,2,2,1,1,     2,   Rule_CdrMostBelow",
        "3,   2,2,1,1,1,     1,   Rule_CdrMostBelow",
        "2,   0.5,0.5,0,0,2, 0.5, Rule_CdrMostBelow",
        "2,   0,0,0,1,1,     0.5, Rule_CdrMostAtNought",
        "1,   0,0,0,1,1,     0.5, Rule_CdrMostAtNought"
    })
    void readsTheOthersAgainstMemory(
            double memory, double o, double j, double c, double h, double p, double global, String rule) {
        Outcome outcome = decision.decide(scores(memory, o, j, c, h, p));

        assertThat(number(outcome)).isEqualTo(global);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    void agreesWithMorrisOverTheWholeGrid() {
        assertThat(grid().points()).hasSize(12_500);
        grid().points().parallelStream().forEach(point -> assertThat(number(decision.decide(point)))
                .as("%s", point)
                .isEqualTo(morris(point)));
    }

    @Test
    void everyRuleIsReached() {
        List<Inputs> points = grid().points();
        Stream<Inputs> some = IntStream.range(0, points.size() / 17).mapToObj(i -> points.get(i * 17));

        assertThat(decision.rulesNotReachedBy(Stream.concat(some, Stream.of(decision.nothingKnown()))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "orientation", "judgement", "community", "homeHobbies", "personalCare"})
    void aMissingScoreLeavesTheGlobalScoreOpen(String section) {
        Outcome outcome = decision.decide(scores(1, 1, 1, 1, 1, 1).with(section, null));

        assertThat(outcome.get("cdrGlobal")).isNull();
        assertThat(outcome.rule()).isEqualTo("Rule_CdrScoreMissing");
    }

    @Test
    void aScoreThatIsNotOnTheScaleCountsAsMissing() {
        for (Inputs point : List.of(
                scores(1.5, 1, 1, 1, 1, 1),
                scores(1, 1, -1, 1, 1, 1),
                scores(1, 1, 1, 1, 4, 1),
                scores(1, 1, 1, 1, 1, 0.5))) {
            assertThat(decision.decide(point).rule()).isEqualTo("Rule_CdrScoreMissing");
        }
    }

    private static Inputs scores(double memory, double... others) {
        Inputs inputs = Inputs.none().with("memory", memory);
        for (int i = 0; i < others.length; i++) {
            inputs = inputs.with(OTHERS.get(i), others[i]);
        }
        return inputs;
    }

    private static @Nullable Double number(Outcome outcome) {
        return outcome.get("cdrGlobal") instanceof Number number ? number.doubleValue() : null;
    }

    /** Morris JC, Neurology 1993;43:2412: his sentences in his order, written without a look at the table. */
    private static double morris(Inputs point) {
        double memory = score(point, "memory");
        List<Double> secondary =
                OTHERS.stream().map(section -> score(point, section)).toList();
        if (memory == 0) {
            return secondary.stream().filter(score -> score >= 0.5).count() >= 2 ? 0.5 : 0;
        }
        if (memory == 0.5) {
            return secondary.stream().filter(score -> score >= 1).count() >= 3 ? 1 : 0.5;
        }
        List<Double> greater =
                secondary.stream().filter(score -> score > memory).toList();
        List<Double> less = secondary.stream().filter(score -> score < memory).toList();
        int same = secondary.size() - greater.size() - less.size();
        if (same >= 3) {
            return memory;
        }
        if (Math.max(greater.size(), less.size()) == 3 && Math.min(greater.size(), less.size()) == 2) {
            return memory;
        }
        if (greater.size() <= 2 && less.size() <= 2) {
            return memory;
        }
        return Math.max(0.5, majority(greater.size() > less.size() ? greater : less, memory));
    }

    private static double majority(List<Double> scores, double memory) {
        Map<Double, Long> times = scores.stream().collect(Collectors.groupingBy(score -> score, Collectors.counting()));
        var ranked = new ArrayList<>(times.entrySet());
        ranked.sort(Comparator.<Map.Entry<Double, Long>>comparingLong(Map.Entry::getValue)
                .reversed()
                .thenComparingDouble(entry -> Math.abs(entry.getKey() - memory)));
        return ranked.get(0).getKey();
    }

    private static double score(Inputs point, String section) {
        return Objects.requireNonNull(point.number(section));
    }
}
