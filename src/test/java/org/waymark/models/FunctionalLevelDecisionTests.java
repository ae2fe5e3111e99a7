package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.models.DecisionFile.Outcome;

class FunctionalLevelDecisionTests {

    private static final List<String> ABILITIES = List.of(
            "complexTasks",
            "choosingClothes",
            "dressing",
            "bathing",
            "toileting",
            "bladder",
            "bowel",
            "speechFewWords",
            "speechSingleWord",
            "walking",
            "sitting",
            "smiling",
            "holdingHead");
    private static final List<String> LEVELS =
            List.of("3", "4", "5", "6a", "6b", "6c", "6d", "6e", "7a", "7b", "7c", "7d", "7e", "7f");

    private final DecisionFile decision = DecisionFile.assessment("functional-level");

    static Stream<Integer> runs() {
        return IntStream.rangeClosed(0, 13).boxed();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void namesTheHighestLossOfAnUnbrokenRun(int lost) {
        for (Boolean after : new @Nullable Boolean[] {false, null}) {
            Inputs inputs = answers(lost, after).with("complexTasks", lost > 0);

            Outcome outcome = decision.decide(inputs);

            assertThat(outcome.get("functionalLevel")).isEqualTo(LEVELS.get(lost));
            assertThat(outcome.get("outOfSequence")).isEqualTo(false);
            assertThat(outcome.rule()).isEqualTo("Rule_Level" + LEVELS.get(lost));
        }
    }

    @Test
    void marksALossBeyondAGapAndNeverRaisesTheLevel() {
        for (int lost = 0; lost <= 11; lost++) {
            for (int beyond = lost + 1; beyond < 13; beyond++) {
                for (Boolean gap : new @Nullable Boolean[] {false, null}) {
                    Inputs inputs = answers(lost, gap).with(ABILITIES.get(beyond), true);

                    Outcome outcome = decision.decide(inputs);

                    assertThat(outcome.get("functionalLevel")).isEqualTo(LEVELS.get(lost));
                    assertThat(outcome.get("outOfSequence")).isEqualTo(true);
                    assertThat(outcome.rule()).isEqualTo("Rule_Level" + LEVELS.get(lost) + "AndALossBeyondAGap");
                }
            }
        }
    }

    @Test
    void givesNoLevelWhenNothingWasAnswered() {
        Outcome outcome = decision.decide(decision.nothingKnown());

        assertThat(outcome.get("functionalLevel")).isNull();
        assertThat(outcome.get("outOfSequence")).isEqualTo(false);
        assertThat(outcome.rule()).isEqualTo("Rule_NoAbilityAnswered");
    }

    @Test
    void oneAnswerIsEnoughForALevel() {
        for (String ability : ABILITIES) {
            Outcome outcome = decision.decide(decision.nothingKnown().with(ability, false));

            assertThat(outcome.rule()).isEqualTo("Rule_Level3");
        }
    }

    @Test
    void everyCombinationOfLossesHasOneLevel() {
        IntStream.range(0, 1 << 13).parallel().forEach(bits -> {
            List<@Nullable Boolean> answers = new ArrayList<>();
            for (int i = 0; i < 13; i++) {
                answers.add((bits & (1 << i)) != 0);
            }
            agreesWithTheRun(answers);
        });
    }

    @Test
    void answersThatAreNotKnownCountAsNotLost() {
        Random random = new Random(20261107);
        for (int n = 0; n < 2_000; n++) {
            List<@Nullable Boolean> answers = new ArrayList<>();
            int run = random.nextInt(14);
            for (int i = 0; i < 13; i++) {
                answers.add(i < run ? Boolean.TRUE : randomAnswer(random));
            }
            agreesWithTheRun(answers);
        }
    }

    @Test
    void everyRuleIsReached() {
        Stream<Inputs> inOrder = runs().map(lost -> answers(lost, false));
        Stream<Inputs> beyondAGap = IntStream.rangeClosed(0, 11)
                .mapToObj(lost -> answers(lost, false).with("holdingHead", true));

        assertThat(decision.rulesNotReachedBy(Stream.of(inOrder, beyondAGap, Stream.of(decision.nothingKnown()))
                        .flatMap(points -> points)))
                .isEmpty();
    }

    private void agreesWithTheRun(List<@Nullable Boolean> answers) {
        Inputs inputs = Inputs.none();
        int run = 0;
        boolean unbroken = true;
        boolean beyond = false;
        boolean answered = false;
        for (int i = 0; i < 13; i++) {
            Boolean answer = answers.get(i);
            inputs = inputs.with(ABILITIES.get(i), answer);
            boolean lost = Boolean.TRUE.equals(answer);
            answered |= answer != null;
            unbroken &= lost;
            run += unbroken ? 1 : 0;
            beyond |= lost && !unbroken;
        }

        Outcome outcome = decision.decide(inputs);

        assertThat(outcome.get("functionalLevel")).as("%s", answers).isEqualTo(answered ? LEVELS.get(run) : null);
        assertThat(outcome.get("outOfSequence")).as("%s", answers).isEqualTo(beyond);
    }

    private static @Nullable Boolean randomAnswer(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> true;
            case 1 -> false;
            default -> null;
        };
    }

    /** The first abilities lost, all others with the same answer. */
    private static Inputs answers(int lost, @Nullable Boolean others) {
        Inputs inputs = Inputs.none();
        for (int i = 0; i < 13; i++) {
            inputs = inputs.with(ABILITIES.get(i), i < lost ? Boolean.TRUE : others);
        }
        return inputs;
    }
}
