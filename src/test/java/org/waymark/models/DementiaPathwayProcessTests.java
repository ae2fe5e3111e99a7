package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DementiaPathwayProcessTests extends CoveredModel {

    private static final Map<String, Object> NAMED =
            Map.of("coordinator", "coordinator", "coordinatorOrganisation", "dougie-mac");

    DementiaPathwayProcessTests() {
        super("dementia-pathway");
    }

    private static final String LIVING_WELL = "Event_LivingWellReviewDue";
    private static final String MORE_SUPPORT = "Event_MoreSupportReviewDue";
    private static final String TOWARDS_END_OF_LIFE = "Event_TowardsEndOfLifeReviewDue";

    @BeforeEach
    void letTheCoordinatorReviewSomebodyWhoLivesWell() {
        finds("LIVING_WELL");
        ModelRun.let("reviewTeamListener", execution -> {
            execution.setVariable("reviewOrganisation", "dougie-mac");
            execution.setVariable("reviewRole", "coordinator");
            execution.setVariable("reviewer", "coordinator");
        });
    }

    private static void finds(String phase) {
        for (String delegate : List.of("setReviewDateDelegate", "findPhaseDelegate")) {
            ModelRun.let(delegate, execution -> {
                execution.setVariable("reviewDueAt", Date.from(Instant.parse("2099-01-01T00:00:00Z")));
                execution.setVariable("phase", phase);
            });
        }
    }

    private static ModelRun opened() {
        return ModelRun.start(
                "dementia-pathway",
                Map.of(
                        "pathwayRef", "WM-7F3K-29QX",
                        "receivingOrganisation", "dougie-mac",
                        "coordinatorOrganisation", "dougie-mac",
                        "isReopened", false));
    }

    private static ModelRun inAssessment() {
        return opened().complete("UserTask_NameCoordinator", NAMED).complete("UserTask_MakeWelcomeContact");
    }

    private static ModelRun livingWithIt() {
        ModelRun run = inAssessment();
        assertThat(run.tell("assessment.finished", Map.of("isTakenBack", false)))
                .isTrue();
        return run.complete("UserTask_AgreeSupportPlan");
    }

    @Test
    void leadsFromTheWelcomeThroughTheAssessmentToTheFirstReview() {
        ModelRun run = opened();
        assertThat(run.at()).containsExactly("UserTask_NameCoordinator");
        assertThat(run.tasks().get(0).getAssignee()).isNull();
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.coordinator");
        run.complete("UserTask_NameCoordinator", NAMED);
        assertThat(run.at()).containsExactly("UserTask_MakeWelcomeContact");
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("coordinator");
        run.complete("UserTask_MakeWelcomeContact");
        assertThat(run.at()).containsExactly("Event_AssessmentFinished");
        assertThat(run.tell("assessment.finished", Map.of("isTakenBack", false)))
                .isTrue();
        run.complete("UserTask_AgreeSupportPlan");
        assertThat(run.at()).containsExactly(LIVING_WELL);
        assertThat(run.ran())
                .containsExactly("openAssessmentDelegate", "sendReferralsDelegate", "setReviewDateDelegate");
    }

    @Test
    void setsANewDateWhenTheReviewAsksForNoAssessment() {
        ModelRun run = livingWithIt().fire(LIVING_WELL);
        assertThat(run.at()).containsExactly("UserTask_ReviewPathway");
        run.complete("UserTask_ReviewPathway", Map.of("needsFullAssessment", false));
        assertThat(run.at()).containsExactly(LIVING_WELL);
        assertThat(run.ran()).endsWith("setReviewDateDelegate", "reviewTeamListener", "setReviewDateDelegate");
    }

    @Test
    void assessesAgainWhenTheReviewAsksForIt() {
        ModelRun run = livingWithIt()
                .fire(LIVING_WELL)
                .complete("UserTask_ReviewPathway", Map.of("needsFullAssessment", true));
        assertThat(run.at()).containsExactly("Event_AssessmentFinished");
        assertThat(run.ran()).endsWith("openAssessmentDelegate");
    }

    @Test
    void assessesAgainWhenAChangeIsReportedButNotDuringARound() {
        ModelRun run = livingWithIt();
        assertThat(run.tell("change.reported")).isTrue();
        assertThat(run.at()).containsExactly("Event_AssessmentFinished");
        assertThat(run.tell("change.reported")).isFalse();
    }

    @Test
    void goesOnWaitingWhenTheAssessmentWasAskedForByMistake() {
        ModelRun run = livingWithIt();
        assertThat(run.tell("change.reported")).isTrue();
        finds("MORE_SUPPORT");
        assertThat(run.tell("assessment.finished", Map.of("isTakenBack", true))).isTrue();
        assertThat(run.ran()).endsWith("openAssessmentDelegate", "findPhaseDelegate");
        assertThat(run.at()).containsExactly(MORE_SUPPORT);
    }

    @ParameterizedTest
    @CsvSource({
        "LIVING_WELL, " + LIVING_WELL,
        "MORE_SUPPORT, " + MORE_SUPPORT,
        "TOWARDS_END_OF_LIFE, " + TOWARDS_END_OF_LIFE
    })
    void waitsForTheReviewInThePhaseThatWasFound(String phase, String at) {
        finds(phase);
        ModelRun run = livingWithIt();
        assertThat(run.at()).containsExactly(at);
        run.fire(at);
        assertThat(run.at()).containsExactly("UserTask_ReviewPathway");
        assertThat(run.cancelled()).isEmpty();
    }

    @Test
    void goesOnWaitingInAnotherPhaseWhenItHasChanged() {
        ModelRun run = livingWithIt();
        finds("TOWARDS_END_OF_LIFE");
        assertThat(run.tell("phase.changed")).isTrue();
        assertThat(run.ran()).endsWith("setReviewDateDelegate", "findPhaseDelegate");
        assertThat(run.at()).containsExactly(TOWARDS_END_OF_LIFE);
        finds("MORE_SUPPORT");
        assertThat(run.tell("phase.changed")).isTrue();
        assertThat(run.at()).containsExactly(MORE_SUPPORT);
        run.fire(MORE_SUPPORT);
        assertThat(run.tell("phase.changed")).as("during the review").isFalse();
    }

    @Test
    void givesTheReviewOfSomebodyUnstableToTheGroupThatLooks() {
        ModelRun.let("reviewTeamListener", execution -> {
            execution.setVariable("reviewOrganisation", "dougie-mac");
            execution.setVariable("reviewRole", "palliative-nurse");
            execution.setVariable("reviewer", null);
        });
        ModelRun run = livingWithIt().fire(LIVING_WELL);
        assertThat(run.tasks().get(0).getAssignee()).isNull();
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.palliative-nurse");
    }

    @Test
    void startsAReopenedPathwayWithAReview() {
        ModelRun run = ModelRun.start(
                "dementia-pathway",
                Map.of(
                        "pathwayRef", "WM-7F3K-29QX",
                        "receivingOrganisation", "approach",
                        "coordinator", "coordinator",
                        "coordinatorOrganisation", "dougie-mac",
                        "isReopened", true));
        assertThat(run.at()).containsExactly("UserTask_ReviewPathway");
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.coordinator");
    }

    @Test
    void actsOnEachConcernBesideEverythingElseEvenBeforeACoordinatorIsNamed() {
        ModelRun run = opened();
        assertThat(run.tell("concern.raised")).isTrue();
        assertThat(run.tell("concern.raised")).isTrue();
        assertThat(run.at())
                .containsExactly("UserTask_ActOnConcern", "UserTask_ActOnConcern", "UserTask_NameCoordinator");
        run.complete("UserTask_ActOnConcern").complete("UserTask_ActOnConcern");
        assertThat(run.at()).containsExactly("UserTask_NameCoordinator");
    }

    @Test
    void goesOnWhenSharingIsObjectedTo() {
        ModelRun run = inAssessment();
        assertThat(run.tell("sharing.objected")).isTrue();
        assertThat(run.ran()).containsExactly("openAssessmentDelegate", "closeWhatWasSharedDelegate");
        assertThat(run.at()).containsExactly("Event_AssessmentFinished");
    }

    @ParameterizedTest
    @CsvSource({
        "person.died, EndEvent_Died",
        "person.movedAway, EndEvent_MovedAway",
        "person.left, EndEvent_Left",
        "pathway.openedInError, EndEvent_OpenedInError"
    })
    void endsWithEverythingThatIsOpen(String message, String end) {
        ModelRun run = opened();
        assertThat(run.tell("concern.raised")).isTrue();
        assertThat(run.tell(message)).isTrue();
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.cancelled()).containsExactly("UserTask_ActOnConcern", "UserTask_NameCoordinator");
        assertThat(run.passed()).contains(end);

        ModelRun waiting = livingWithIt();
        assertThat(waiting.tell(message)).isTrue();
        assertThat(waiting.hasEnded()).isTrue();
    }
}
