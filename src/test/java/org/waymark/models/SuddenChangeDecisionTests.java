package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.models.DecisionFile.Outcome;

class SuddenChangeDecisionTests {

    private static final List<String> ORDER = List.of("PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED");
    private static final @Nullable Object[] STAGES = {
        "PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED", "CONFLICT", "UNKNOWN", null
    };

    private final DecisionFile decision = DecisionFile.assessment("sudden-change");
    private final Inputs.Grid grid = Inputs.grid()
            .over("previousStage", STAGES)
            .over("stage", STAGES)
            .over("daysSincePrevious", 0, 89, 90, 365, null)
            .overAnswers("hoursToDays");

    @ParameterizedTest
    @CsvSource({
        "MILD,MILD,200,true,DELIRIUM_CHECK,Rule_ChangeOverHoursToDays",
        "SEVERE,MILD,10,true,DELIRIUM_CHECK,Rule_ChangeOverHoursToDays",
        ",,,true,DELIRIUM_CHECK,Rule_ChangeOverHoursToDays",
        "MILD,MODERATE,89,false,DELIRIUM_CHECK,Rule_RiseWithinNinetyDays",
        "MILD,MODERATE,90,false,NONE,Rule_SlowRise",
        "MILD,MODERATE,,false,NONE,Rule_SlowRise",
        "MILD,ADVANCED,400,,DELIRIUM_CHECK,Rule_RiseAndPaceNotKnown",
        "MODERATE,MILD,10,,REASON_NEEDED,Rule_Fall",
        "MODERATE,MILD,10,false,REASON_NEEDED,Rule_Fall",
        "MODERATE,MODERATE,10,,NONE,Rule_NoChange",
        "UNKNOWN,SEVERE,10,false,NONE,Rule_NothingToCompareWith",
        "SEVERE,CONFLICT,10,,NONE,Rule_NothingToCompareWith",
        ",,,,NONE,Rule_NothingToCompareWith"
    })
    void asksAboutDeliriumBeforeItRestages(
            @Nullable String previous,
            @Nullable String stage,
            @Nullable Integer days,
            @Nullable Boolean hoursToDays,
            String check,
            String rule) {
        Outcome outcome = decision.decide(Inputs.none()
                .with("previousStage", previous)
                .with("stage", stage)
                .with("daysSincePrevious", days)
                .with("hoursToDays", hoursToDays));

        assertThat(outcome.get("check")).isEqualTo(check);
        assertThat(outcome.rule()).isEqualTo(rule);
    }

    @Test
    void everyChangeHasOneAnswer() {
        assertThat(grid.stream())
                .allSatisfy(
                        point -> assertThat(decision.decide(point).get("check")).isEqualTo(expected(point)));
    }

    @Test
    void everyRuleIsReached() {
        assertThat(decision.rulesNotReachedBy(grid.stream())).isEmpty();
    }

    private static String expected(Inputs point) {
        int before = ORDER.indexOf(String.valueOf(point.text("previousStage")));
        int now = ORDER.indexOf(String.valueOf(point.text("stage")));
        boolean bothKnown = before >= 0 && now >= 0;
        boolean rose = bothKnown && now > before;
        Double days = point.number("daysSincePrevious");
        if (point.isTrue("hoursToDays")
                || (rose && (point.get("hoursToDays") == null || (days != null && days < 90)))) {
            return "DELIRIUM_CHECK";
        }
        return bothKnown && now < before ? "REASON_NEEDED" : "NONE";
    }
}
