package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrisisResponseProcessTests extends CoveredModel {

    private static final String TRIAGE = "UserTask_TriageCrisis";
    private static final String VISIT = "UserTask_VisitInCrisis";
    private static final String NIGHT = "UserTask_CoverNight";
    private static final String OUTCOME = "UserTask_RecordCrisisOutcome";
    private static final String CALL = "UserTask_MakeFollowUpCall";

    CrisisResponseProcessTests() {
        super("crisis-response");
    }

    @BeforeAll
    static void somebodyIsOnTheRota() {
        ModelRun.let("crisisCoverListener", execution -> {
            execution.setVariableLocal("organisation", "dougie-mac");
            execution.setVariableLocal("role", "palliative-nurse");
            execution.setVariableLocal(
                    "onDuty", "UserTask_CoverNight".equals(execution.getCurrentActivityId()) ? null : "nurse");
        });
    }

    private static ModelRun reported() {
        return ModelRun.start("crisis-response", Map.of("pathwayRef", "WM-7F3K-29QX", "crisisId", "c-1"));
    }

    private static ModelRun triaged(String answer) {
        return reported().complete(TRIAGE, Map.of("answer", answer));
    }

    private static ModelRun visited(String overnight) {
        return triaged("VISIT").complete(VISIT, Map.of("overnight", overnight));
    }

    @Test
    void asksAtEachTaskWhoseItIs() {
        ModelRun run = reported();
        assertThat(run.ran()).containsExactly("crisisCoverListener");
        assertThat(run.at()).containsExactly(TRIAGE);
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.palliative-nurse");
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("nurse");
        run.complete(TRIAGE, Map.of("answer", "VISIT")).complete(VISIT, Map.of("overnight", "YES"));
        assertThat(run.at()).containsExactly(NIGHT);
        assertThat(run.tasks().get(0).getAssignee()).isNull();
        assertThat(run.ran()).containsExactly("crisisCoverListener", "crisisCoverListener", "crisisCoverListener");
    }

    @Test
    void leadsFromTheVisitToTheOutcomeWhenNoNightIsToBeCovered() {
        ModelRun run = visited("NO");
        assertThat(run.at()).containsExactly(OUTCOME);
        assertThat(run.complete(OUTCOME).hasEnded()).isTrue();
    }

    @Test
    void coversNightAfterNightForAsLongAsItIsNeeded() {
        ModelRun run = visited("YES");
        run.complete(NIGHT, Map.of("anotherNight", "YES")).complete(NIGHT, Map.of("anotherNight", "YES"));
        assertThat(run.at()).containsExactly(NIGHT);
        run.complete(NIGHT, Map.of("anotherNight", "NO"));
        assertThat(run.at()).containsExactly(OUTCOME);
        assertThat(run.complete(OUTCOME).hasEnded()).isTrue();
    }

    @Test
    void asksForTheOutcomeAloneWhenHospitalIsNeeded() {
        ModelRun run = triaged("HOSPITAL");
        assertThat(run.at()).containsExactly(OUTCOME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADVICE", "NOT_A_CRISIS"})
    void ringsOnceMoreWhenNobodyNeedsToGo(String answer) {
        ModelRun run = triaged(answer);
        assertThat(run.at()).containsExactly(CALL);
        assertThat(run.complete(CALL, Map.of("callAnswer", "SETTLED")).hasEnded())
                .isTrue();
    }

    @Test
    void triagesAgainWhenTheCallFindsACrisisAfterAll() {
        ModelRun run = triaged("ADVICE").complete(CALL, Map.of("callAnswer", "CRISIS"));
        assertThat(run.at()).containsExactly(TRIAGE);
        run.complete(TRIAGE, Map.of("answer", "VISIT"));
        assertThat(run.at()).containsExactly(VISIT);
    }

    @Test
    void triagesAgainWhenItIsReportedAgainAndNobodyIsAboutToGo() {
        for (ModelRun run : List.of(triaged("ADVICE"), triaged("HOSPITAL"), visited("YES"))) {
            assertThat(run.tell("crisis.reportedAgain")).isTrue();
            assertThat(run.at()).containsExactly(TRIAGE);
        }
    }

    @Test
    void goesOnAsItIsWhenItIsReportedAgainBeforeTheTriageOrTheVisit() {
        ModelRun waiting = reported();
        assertThat(waiting.tell("crisis.reportedAgain")).isFalse();
        ModelRun onTheWay = triaged("VISIT");
        assertThat(onTheWay.tell("crisis.reportedAgain")).isFalse();
        assertThat(onTheWay.at()).containsExactly(VISIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.died", "person.movedAway", "person.left", "pathway.openedInError"})
    void isClosedFromWhereverItStands(String message) {
        ModelRun waiting = reported();
        assertThat(waiting.tell(message)).isTrue();
        assertThat(waiting.hasEnded()).isTrue();
        assertThat(waiting.cancelled()).containsExactly(TRIAGE);
        assertThat(waiting.ran()).containsExactly("crisisCoverListener", "closeCrisisDelegate");

        ModelRun night = visited("YES");
        assertThat(night.tell(message)).isTrue();
        assertThat(night.hasEnded()).isTrue();
        assertThat(night.cancelled()).containsExactly(NIGHT);
        assertThat(night.tell(message)).isFalse();
    }
}
