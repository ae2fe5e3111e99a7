package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagingAssessmentProcessTests extends CoveredModel {

    private static final String RATE = "UserTask_RateAbilities";
    private static final String PAPER = "UserTask_EnterPaperAnswers";

    StagingAssessmentProcessTests() {
        super("staging-assessment");
    }

    @BeforeEach
    void letRatingsAgreeAndNothingBeSudden() {
        ModelRun.let("raterListener", execution -> {
            String rating = (String) execution.getVariable("ratingId");
            boolean staff = rating.startsWith("staff");
            execution.setVariableLocal("rater", staff ? "STAFF" : "CARER");
            execution.setVariableLocal("organisation", rating.equals("staff-1") ? "approach" : "dougie-mac");
            execution.setVariableLocal("role", rating.equals("staff-1") ? "dementia-adviser" : "palliative-nurse");
        });
        decide("AGREED", "NONE");
    }

    private static void decide(String agreement, String deliriumCheck) {
        ModelRun.let("compareRatingsDelegate", execution -> execution.setVariable("agreement", agreement));
        ModelRun.let("proposeStageDelegate", execution -> execution.setVariable("deliriumCheck", deliriumCheck));
    }

    private static ModelRun opened() {
        return ModelRun.start(
                "staging-assessment",
                Map.of(
                        "pathwayRef", "WM-7F3K-29QX",
                        "assessmentId", "a-1",
                        "coordinator", "coordinator",
                        "coordinatorOrganisation", "dougie-mac"));
    }

    private static ModelRun rated() {
        return opened().complete(RATE).complete(RATE).complete(PAPER);
    }

    @Test
    void asksStaffOfEachOrganisationAndTheCoordinatorForPaperAnswers() {
        ModelRun run = opened();
        assertThat(run.at()).containsExactly(PAPER, RATE, RATE);
        for (Task task : run.tasks()) {
            switch (String.valueOf(run.variable(task, "ratingId"))) {
                case "staff-1" -> assertThat(run.candidateGroup(task)).isEqualTo("approach.dementia-adviser");
                case "staff-2" -> assertThat(run.candidateGroup(task)).isEqualTo("dougie-mac.palliative-nurse");
                default -> assertThat(run.candidateGroup(task)).isEqualTo("dougie-mac.coordinator");
            }
        }
        assertThat(run.variable("rater")).as("is known to its own rating only").isNull();
        assertThat(run.variable("organisation")).isNull();
    }

    @Test
    void letsStaffConfirmWhatAgreeingRatingsPropose() {
        ModelRun run = rated();
        assertThat(run.at()).containsExactly("UserTask_ConfirmStage");
        assertThat(run.ran())
                .containsExactly(
                        "inviteRatersDelegate",
                        "raterListener",
                        "raterListener",
                        "raterListener",
                        "lookAtRatingDelegate",
                        "lookAtRatingDelegate",
                        "lookAtRatingDelegate",
                        "compareRatingsDelegate",
                        "proposeStageDelegate",
                        "proposeServicesDelegate");
        assertThat(run.complete("UserTask_ConfirmStage").hasEnded()).isTrue();
    }

    @Test
    void bringsADifferenceToAHuman() {
        decide("ADJUDICATE", "NONE");
        ModelRun run = rated();
        assertThat(run.at()).containsExactly("UserTask_AdjudicateRatings");
        run.complete("UserTask_AdjudicateRatings");
        assertThat(run.at()).containsExactly("UserTask_ConfirmStage");
    }

    @Test
    void rulesOutDeliriumBeforeItRestages() {
        decide("AGREED", "ASK");
        ModelRun run = rated();
        assertThat(run.at()).containsExactly("UserTask_RuleOutDelirium");
        run.complete("UserTask_RuleOutDelirium");
        assertThat(run.at()).containsExactly("UserTask_ConfirmStage");
    }

    @Test
    void waitsForTheAnswerWhenDeliriumIsAskedAlready() {
        decide("AGREED", "WAIT");
        ModelRun run = opened();
        assertThat(run.tell("delirium.suspected")).isTrue();
        run.complete(RATE).complete(RATE).complete(PAPER);
        assertThat(run.at()).containsExactly("Event_DeliriumAnswered", "UserTask_RuleOutDeliriumAtOnce");
        assertThat(run.tell("delirium.answered")).isTrue();
        run.complete("UserTask_RuleOutDeliriumAtOnce");
        assertThat(run.at()).containsExactly("UserTask_ConfirmStage");
    }

    @Test
    void withdrawsTheOneRatingThatIsMeant() {
        ModelRun run = opened();
        assertThat(run.tellWhere("rating.withdrawn", "ratingId", "staff-2")).isEqualTo(1);
        assertThat(run.at()).containsExactly(PAPER, RATE);
        assertThat(run.tasks()).extracting(t -> run.variable(t, "ratingId")).doesNotContain("staff-2");
        assertThat(run.tellWhere("rating.withdrawn", "ratingId", "carer-1")).isEqualTo(1);
        assertThat(run.at()).containsExactly(RATE);
        run.complete(RATE);
        assertThat(run.at()).containsExactly("UserTask_ConfirmStage");
    }

    @Test
    void closesTheRoundWithTheRatingsThereAre() {
        ModelRun run = opened().complete(RATE);
        assertThat(run.at()).containsExactly(PAPER, RATE);
        run.fire("BoundaryEvent_RoundCloses");
        assertThat(run.cancelled()).containsExactly(PAPER, RATE);
        assertThat(run.at()).containsExactly("UserTask_ConfirmStage");
        assertThat(run.ran()).contains("closeRoundDelegate", "compareRatingsDelegate");
    }

    @Test
    void staysOpenForUrgentHelpAndDeliriumAfterTheStageIsConfirmed() {
        ModelRun run = opened();
        assertThat(run.tell("help.urgent")).isTrue();
        assertThat(run.tell("delirium.suspected")).isTrue();
        run.complete(RATE).complete(RATE).complete(PAPER).complete("UserTask_ConfirmStage");
        assertThat(run.at()).containsExactly("UserTask_DecideUrgentHelp", "UserTask_RuleOutDeliriumAtOnce");
        run.complete("UserTask_RuleOutDeliriumAtOnce");
        assertThat(run.complete("UserTask_DecideUrgentHelp").hasEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.died", "person.movedAway", "person.left", "pathway.openedInError"})
    void endsWithEverythingThatIsOpen(String message) {
        ModelRun rating = opened();
        assertThat(rating.tell("help.urgent")).isTrue();
        assertThat(rating.tell("delirium.suspected")).isTrue();
        assertThat(rating.tell(message)).isTrue();
        assertThat(rating.hasEnded()).isTrue();
        assertThat(rating.cancelled())
                .containsExactly("UserTask_DecideUrgentHelp", PAPER, RATE, RATE, "UserTask_RuleOutDeliriumAtOnce");
        assertThat(rating.ran()).endsWith("cancelAssessmentDelegate");

        ModelRun confirmed = opened();
        assertThat(confirmed.tell("help.urgent")).isTrue();
        confirmed.complete(RATE).complete(RATE).complete(PAPER).complete("UserTask_ConfirmStage");
        assertThat(confirmed.at()).containsExactly("UserTask_DecideUrgentHelp");
        assertThat(confirmed.tell(message)).isTrue();
        assertThat(confirmed.hasEnded()).isTrue();
        assertThat(confirmed.cancelled()).isEqualTo(List.of("UserTask_DecideUrgentHelp"));
    }

    /** A sign of delirium is found while the engine is at work on that very run. */
    @Test
    void opensTheDeliriumQuestionFromWithinADecision() {
        ModelRun.let("lookAtRatingDelegate", execution -> {
            if ("carer-1".equals(execution.getVariable("ratingId"))) {
                execution
                        .getProcessEngineServices()
                        .getRuntimeService()
                        .createMessageCorrelation("delirium.suspected")
                        .processInstanceId(execution.getProcessInstanceId())
                        .correlate();
            }
        });
        try {
            ModelRun run = opened().complete(PAPER);
            assertThat(run.at()).containsExactly(RATE, RATE, "UserTask_RuleOutDeliriumAtOnce");
            run.complete(RATE).complete(RATE);
            assertThat(run.at()).containsExactly("UserTask_ConfirmStage", "UserTask_RuleOutDeliriumAtOnce");
        } finally {
            ModelRun.let("lookAtRatingDelegate", execution -> {});
        }
    }
}
