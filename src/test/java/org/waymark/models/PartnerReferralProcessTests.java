package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerReferralProcessTests extends CoveredModel {

    PartnerReferralProcessTests() {
        super("partner-referral");
    }

    private static ModelRun sent() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("pathwayRef", "WM-7F3K-29QX");
        variables.put("referralId", "r-1");
        variables.put("organisation", "community-trust");
        variables.put("role", "partner");
        variables.put("priority", "URGENT");
        variables.put("coordinator", "coordinator");
        variables.put("coordinatorOrganisation", "dougie-mac");
        variables.put("sender", "adviser");
        variables.put("senderOrganisation", "approach");
        return ModelRun.start("partner-referral", variables);
    }

    private static Map<String, Object> answer(String answer) {
        return Map.of("answer", answer);
    }

    @Test
    void isClosedOnlyWhenTheSenderHasReadTheOutcome() {
        ModelRun run = sent();
        assertThat(run.at()).containsExactly("UserTask_RespondToReferral");
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("community-trust.partner");
        run.complete("UserTask_RespondToReferral", answer("ACCEPTED"));
        assertThat(run.at()).containsExactly("UserTask_MakeFirstContact");
        run.complete("UserTask_MakeFirstContact").complete("UserTask_ReportOutcome");
        assertThat(run.at()).containsExactly("UserTask_ReadOutcome");
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("adviser");
        assertThat(run.complete("UserTask_ReadOutcome").hasEnded()).isTrue();
    }

    @Test
    void leadsFromTheWaitingListToFirstContactWhenAPlaceIsOffered() {
        ModelRun run = sent().complete("UserTask_RespondToReferral", answer("WAITING_LIST"))
                .complete("UserTask_OfferPlace", Map.of("waitingAnswer", "PLACE_OFFERED"));
        assertThat(run.at()).containsExactly("UserTask_MakeFirstContact");
    }

    @Test
    void asksTheCoordinatorWhatIsNextWhenNoPlaceCanBeOffered() {
        ModelRun run = sent().complete("UserTask_RespondToReferral", answer("WAITING_LIST"))
                .complete("UserTask_OfferPlace", Map.of("waitingAnswer", "DECLINED"));
        assertThat(run.at()).containsExactly("UserTask_DecideNextStep");
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("coordinator");
    }

    @Test
    void comesBackToTheServiceAfterItsQuestionWasAnswered() {
        ModelRun run = sent().complete("UserTask_RespondToReferral", answer("QUESTION"));
        assertThat(run.at()).containsExactly("UserTask_AnswerQuestion");
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("adviser");
        run.complete("UserTask_AnswerQuestion");
        assertThat(run.at()).containsExactly("UserTask_RespondToReferral");
        run.complete("UserTask_RespondToReferral", answer("ACCEPTED"));
        assertThat(run.at()).containsExactly("UserTask_MakeFirstContact");
    }

    @Test
    void sendsAnotherLegWhenAnotherServiceIsAskedAfterADecline() {
        ModelRun run = sent().complete("UserTask_RespondToReferral", answer("DECLINED"))
                .complete("UserTask_DecideNextStep", Map.of("nextStep", "ANOTHER_SERVICE"));
        assertThat(run.ran()).containsExactly("sendNextLegDelegate");
        assertThat(run.hasEnded()).isTrue();
    }

    @Test
    void settlesADeclineWithoutAnotherService() {
        ModelRun run = sent().complete("UserTask_RespondToReferral", answer("DECLINED"))
                .complete("UserTask_DecideNextStep", Map.of("nextStep", "NOTHING_MORE"));
        assertThat(run.ran()).isEmpty();
        assertThat(run.hasEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person.died",
                "person.movedAway",
                "person.left",
                "pathway.openedInError",
                "sharing.objected",
                "referral.withdrawn"
            })
    void isCancelledFromWhereverItStands(String message) {
        ModelRun waiting = sent();
        assertThat(waiting.tell(message)).isTrue();
        assertThat(waiting.hasEnded()).isTrue();
        assertThat(waiting.cancelled()).containsExactly("UserTask_RespondToReferral");
        assertThat(waiting.ran()).containsExactly("cancelReferralDelegate");

        ModelRun accepted = sent().complete("UserTask_RespondToReferral", answer("ACCEPTED"));
        assertThat(accepted.tell(message)).isTrue();
        assertThat(accepted.hasEnded()).isTrue();
        assertThat(accepted.tell(message)).isFalse();
        assertThat(accepted.ran()).containsExactly("cancelReferralDelegate");
    }
}
