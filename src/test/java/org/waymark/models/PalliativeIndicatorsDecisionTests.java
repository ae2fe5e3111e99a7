package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.models.DecisionFile.Outcome;

class PalliativeIndicatorsDecisionTests {

    private static final List<String> ADVANCED_PICTURE =
            List.of("cannotWalk", "doubleIncontinence", "noMeaningfulSpeech", "needsAllCare");
    private static final List<String> TRIGGERS = List.of(
            "weightLoss",
            "urinaryInfection",
            "severePressureUlcer",
            "recurrentFever",
            "reducedIntake",
            "aspirationPneumonia");
    private static final @Nullable String[] PHASES = {"STABLE", "UNSTABLE", "DETERIORATING", "DYING", null};
    private static final @Nullable String[] LEVELS = {"3", "5", "6c", "7f", null};
    private static final @Nullable Boolean[] ANSWERS = {true, false, null};

    private final DecisionFile decision = DecisionFile.assessment("palliative-indicators");

    static Stream<String> triggers() {
        return TRIGGERS.stream();
    }

    static Stream<String> advancedPicture() {
        return ADVANCED_PICTURE.stream();
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void theAdvancedPictureWithAnyTriggerBelongsOnTheRegister(String trigger) {
        Outcome outcome = decision.decide(
                with(decision.nothingKnown(), ADVANCED_PICTURE, true).with(trigger, true));

        assertThat(outcome.get("palliative")).isEqualTo("ADD_TO_REGISTER");
        assertThat(outcome.rule()).isEqualTo("Rule_AdvancedPictureAndTrigger");
    }

    @ParameterizedTest
    @MethodSource("advancedPicture")
    void anAdvancedPictureWithOneSignNotKnownIsNoAdvancedPicture(String missing) {
        for (Boolean answer : new @Nullable Boolean[] {false, null}) {
            Inputs inputs = with(decision.nothingKnown(), ADVANCED_PICTURE, true)
                    .with(missing, answer)
                    .with("weightLoss", true);

            assertThat(decision.decide(inputs).get("palliative")).isEqualTo("NO");
        }
    }

    @Test
    void theAdvancedPictureWithoutATriggerIsToBeConsidered() {
        Outcome outcome = decision.decide(with(decision.nothingKnown(), ADVANCED_PICTURE, true));

        assertThat(outcome.get("palliative")).isEqualTo("CONSIDER");
        assertThat(outcome.rule()).isEqualTo("Rule_AdvancedPictureWithoutTrigger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSTABLE", "DYING"})
    void anUnstableOrDyingPersonBelongsOnTheRegisterAtAnyLevel(String phase) {
        for (String level : LEVELS) {
            Outcome outcome = decision.decide(
                    decision.nothingKnown().with("functionalLevel", level).with("phase", phase));

            assertThat(outcome.get("palliative")).isEqualTo("ADD_TO_REGISTER");
        }
    }

    @Test
    void twoTriggersAreToBeConsideredAndOneIsNot() {
        for (String one : TRIGGERS) {
            Inputs single = decision.nothingKnown().with(one, true);
            assertThat(decision.decide(single).rule()).isEqualTo("Rule_NoPalliativeIndicator");
            TRIGGERS.stream().filter(other -> !other.equals(one)).forEach(other -> {
                Outcome outcome = decision.decide(single.with(other, true));

                assertThat(outcome.get("palliative")).isEqualTo("CONSIDER");
                assertThat(outcome.rule()).isEqualTo("Rule_TwoTriggers");
            });
        }
    }

    @Test
    void theTeamsOwnViewIsToBeConsidered() {
        assertThat(decision.decide(decision.nothingKnown().with("teamNotSurprised", true))
                        .rule())
                .isEqualTo("Rule_TeamNotSurprised");
    }

    @Test
    void aWorseningConditionIsToBeConsidered() {
        assertThat(decision.decide(decision.nothingKnown().with("phase", "DETERIORATING"))
                        .rule())
                .isEqualTo("Rule_PhaseDeteriorating");
    }

    @Test
    void saysThatNothingWasAnsweredRatherThanThatNothingIsThere() {
        Outcome nothing = decision.decide(decision.nothingKnown().with("functionalLevel", "7f"));
        Outcome allNo = decision.decide(with(decision.nothingKnown(), TRIGGERS, false));

        assertThat(nothing.get("palliative")).isEqualTo("NO");
        assertThat(nothing.rule()).isEqualTo("Rule_NoPalliativeAnswer");
        assertThat(allNo.get("palliative")).isEqualTo("NO");
        assertThat(allNo.rule()).isEqualTo("Rule_NoPalliativeIndicator");
    }

    @Test
    void theReasonNamesTheSignsInWords() {
        Outcome outcome = decision.decide(with(decision.nothingKnown(), ADVANCED_PICTURE, true)
                .with("weightLoss", true)
                .with("functionalLevel", "7c"));

        assertThat(outcome.get("palliativeReason"))
                .isEqualTo("All four signs of the advanced picture, and at least one trigger within six months."
                        + " Signs reported: can no longer walk, has lost control of bladder and bowel,"
                        + " no longer speaks meaningfully, needs help with all daily care, weight loss."
                        + " Everyday abilities: level 7c.");
    }

    @Test
    void neverReadsLevelThreeAsNoDementia() {
        Outcome outcome = decision.decide(
                decision.nothingKnown().with("functionalLevel", "3").with("phase", "DYING"));

        assertThat(outcome.get("palliativeReason"))
                .isEqualTo("The person is in the dying phase. No clear loss of everyday abilities.");
    }

    @Test
    void everyCombinationHasOneAnswerAndAReason() {
        assertThat(points()).allSatisfy(point -> {
            Outcome outcome = decision.decide(point);

            assertThat(outcome.get("palliative")).as("%s", point).isEqualTo(expected(point));
            assertThat((String) outcome.get("palliativeReason")).isNotBlank();
        });
    }

    @Test
    void theFunctionalLevelGatesNothing() {
        assertThat(points().limit(200)).allSatisfy(point -> assertThat(Stream.of(LEVELS)
                        .map(level -> decision.decide(point.with("functionalLevel", level))
                                .rule())
                        .distinct())
                .hasSize(1));
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(Stream.concat(points().limit(1_000), Stream.of(decision.nothingKnown()))))
                .isEmpty();
    }

    /** A fixed sample of the whole grid, which is too large to walk; it leans to the advanced picture and few triggers. */
    private Stream<Inputs> points() {
        Random random = new Random(20261107);
        return Stream.generate(() -> {
                    Inputs inputs = decision.nothingKnown()
                            .with("functionalLevel", LEVELS[random.nextInt(LEVELS.length)])
                            .with("phase", PHASES[random.nextInt(PHASES.length)])
                            .with("teamNotSurprised", ANSWERS[random.nextInt(3)]);
                    boolean whole = random.nextBoolean();
                    for (String sign : ADVANCED_PICTURE) {
                        inputs = inputs.with(sign, whole ? Boolean.TRUE : ANSWERS[random.nextInt(3)]);
                    }
                    int many = 2 + random.nextInt(7);
                    for (String trigger : TRIGGERS) {
                        int pick = random.nextInt(many);
                        inputs = inputs.with(trigger, pick < 3 ? ANSWERS[pick] : null);
                    }
                    return inputs;
                })
                .limit(2_500);
    }

    private static String expected(Inputs point) {
        boolean picture = ADVANCED_PICTURE.stream().allMatch(point::isTrue);
        long triggers = TRIGGERS.stream().filter(point::isTrue).count();
        String phase = String.valueOf(point.text("phase"));
        if (phase.equals("UNSTABLE") || phase.equals("DYING") || (picture && triggers > 0)) {
            return "ADD_TO_REGISTER";
        }
        return triggers >= 2 || picture || point.isTrue("teamNotSurprised") || phase.equals("DETERIORATING")
                ? "CONSIDER"
                : "NO";
    }

    private static Inputs with(Inputs inputs, List<String> names, @Nullable Object value) {
        Inputs changed = inputs;
        for (String name : names) {
            changed = changed.with(name, value);
        }
        return changed;
    }
}
