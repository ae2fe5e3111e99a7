package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.support.CareRule;

class CarerEnablementProcessTests extends CoveredModel {

    private static final Date LATER = Date.from(Instant.parse("2099-01-01T00:00:00Z"));

    CarerEnablementProcessTests() {
        super("carer-enablement");
    }

    private static ModelRun known() {
        ModelRun.let("carerTeamListener", execution -> {
            execution.setVariableLocal("organisation", "approach");
            execution.setVariableLocal("role", "carer-enablement");
        });
        ModelRun.let("setCarerReviewDateDelegate", execution -> execution.setVariable("reviewDueAt", LATER));
        return ModelRun.start(
                "carer-enablement",
                Map.of(
                        "pathwayRef", "WM-7F3K-29QX",
                        "carerSupportId", "s-1",
                        "whichCarer", "MAIN_CARER",
                        "priority", "ROUTINE"));
    }

    private static Map<String, Object> put(String name, Object value, Object... more) {
        Map<String, Object> results = new HashMap<>(Map.of(name, value));
        for (int i = 0; i < more.length; i += 2) {
            results.put((String) more[i], more[i + 1]);
        }
        return results;
    }

    private static ModelRun wanting() {
        return known().complete("UserTask_TalkWithCarer", put("carerAnswer", "WANTS_SUPPORT"));
    }

    private static ModelRun agreed(boolean hasSession) {
        return wanting()
                .complete(
                        "UserTask_AgreeCarerPlan",
                        put("planAnswer", "AGREED", "hasSession", hasSession, "sessionAt", LATER));
    }

    @Test
    @CareRule(3)
    void talksWithTheCarerFirstWhateverTheStage() {
        ModelRun run = known();
        assertThat(run.at()).containsExactly("UserTask_TalkWithCarer");
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("approach.carer-enablement");
    }

    @Test
    void findsTheLevelAndAgreesThePlanWithTheCarer() {
        ModelRun run = wanting();
        assertThat(run.ran()).contains("findSupportLevelDelegate");
        assertThat(run.at()).containsExactly("UserTask_AgreeCarerPlan");
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("approach.carer-enablement");
    }

    @Test
    void holdsOneSessionAfterTheOtherUntilTheyAreOver() {
        ModelRun run = agreed(true);
        assertThat(run.at()).containsExactly("Gateway_WaitForSession");
        run.fire("Event_SessionDay");
        assertThat(run.at()).containsExactly("UserTask_HoldSession");
        run.complete("UserTask_HoldSession", put("hasSession", true, "sessionAt", LATER));
        assertThat(run.at()).containsExactly("Gateway_WaitForSession");
        run.fire("Event_SessionDay").complete("UserTask_HoldSession", put("hasSession", false));
        assertThat(run.at()).containsExactly("Gateway_WaitForCarerReview");
    }

    @Test
    void waitsForTheReviewAndFindsTheLevelAgain() {
        ModelRun run = agreed(false);
        assertThat(run.at()).containsExactly("Gateway_WaitForCarerReview");
        assertThat(run.ran()).endsWith("setCarerReviewDateDelegate");
        run.fire("Event_CarerReviewDue");
        assertThat(run.at()).containsExactly("UserTask_ReviewCarerSupport");
        run.complete("UserTask_ReviewCarerSupport", put("reviewAnswer", "GOES_ON"));
        assertThat(run.at()).containsExactly("UserTask_AgreeCarerPlan");
        assertThat(run.ran().stream().filter("findSupportLevelDelegate"::equals))
                .hasSize(2);
    }

    @Test
    void waitsOnWhenTheCarerWasNotReachedForTheReview() {
        ModelRun run = agreed(false).fire("Event_CarerReviewDue");
        run.complete("UserTask_ReviewCarerSupport", put("reviewAnswer", "NOT_REACHED", "reviewDueAt", LATER));
        assertThat(run.at()).containsExactly("Gateway_WaitForCarerReview");
    }

    @ParameterizedTest
    @CsvSource({"carerAnswer,NOT_NOW", "carerAnswer,DECLINED", "carerAnswer,NOT_REACHED"})
    @CareRule(7)
    void asksAgainLaterWhoeverSaidNoOrNotNow(String name, String answer) {
        ModelRun run = known().complete("UserTask_TalkWithCarer", put(name, answer, "askAgainAt", LATER));
        assertThat(run.at()).containsExactly("Gateway_WaitToAskAgain");
        assertThat(run.ran()).doesNotContain("findSupportLevelDelegate");
        run.fire("Event_TimeToAskAgain");
        assertThat(run.at()).containsExactly("UserTask_TalkWithCarer");
    }

    @Test
    @CareRule(7)
    void asksAgainLaterWhoeverAgreesToNoPlanOrNoLongerWishesSupport() {
        ModelRun run = wanting().complete("UserTask_AgreeCarerPlan", put("planAnswer", "NOT_NOW", "askAgainAt", LATER));
        assertThat(run.at()).containsExactly("Gateway_WaitToAskAgain");

        ModelRun reviewed = agreed(false).fire("Event_CarerReviewDue");
        reviewed.complete("UserTask_ReviewCarerSupport", put("reviewAnswer", "DECLINED", "askAgainAt", LATER));
        assertThat(reviewed.at()).containsExactly("Gateway_WaitToAskAgain");
    }

    @Test
    void looksAgainAtOnceWhileItWaits() {
        ModelRun run = agreed(false);
        assertThat(run.tell("carer.lookAgain")).isTrue();
        assertThat(run.at()).containsExactly("UserTask_ReviewCarerSupport");
        assertThat(run.tell("carer.lookAgain")).as("it is being looked at").isFalse();

        ModelRun inSessions = agreed(true);
        assertThat(inSessions.tell("carer.lookAgain")).isTrue();
        assertThat(inSessions.at()).containsExactly("UserTask_ReviewCarerSupport");

        ModelRun putOff =
                known().complete("UserTask_TalkWithCarer", put("carerAnswer", "DECLINED", "askAgainAt", LATER));
        assertThat(putOff.tell("carer.lookAgain")).isTrue();
        assertThat(putOff.at()).containsExactly("UserTask_TalkWithCarer");
    }

    @Test
    void givesTheTaskToAnotherTeamAndGoesOn() {
        ModelRun run = known();
        assertThat(run.tell("carer.teamChanged")).isTrue();
        assertThat(run.ran()).endsWith("giveToNewTeamDelegate");
        assertThat(run.at()).containsExactly("UserTask_TalkWithCarer");
        assertThat(run.tell("carer.teamChanged")).as("as often as it changes").isTrue();
        assertThat(run.cancelled()).isEmpty();
    }

    @Test
    void isHandedOverWhenThePersonDies() {
        ModelRun run = wanting();
        assertThat(run.tell("person.died")).isTrue();
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.cancelled()).containsExactly("UserTask_AgreeCarerPlan");
        assertThat(run.ran()).endsWith("handOverToBereavementDelegate").doesNotContain("closeCarerSupportDelegate");
        assertThat(run.passed()).contains("EndEvent_HandedOver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.movedAway", "person.left", "pathway.openedInError", "carer.stopped"})
    void isClosedFromWhereverItStands(String message) {
        for (ModelRun run : new ModelRun[] {known(), wanting(), agreed(true), agreed(false)}) {
            assertThat(run.tell(message)).isTrue();
            assertThat(run.hasEnded()).isTrue();
            assertThat(run.tell(message)).isFalse();
            assertThat(run.passed()).contains("EndEvent_SupportClosed");
        }
    }
}
