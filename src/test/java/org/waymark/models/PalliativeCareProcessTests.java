package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PalliativeCareProcessTests extends CoveredModel {

    private static final String START = "UserTask_StartPalliativeCare";
    private static final String WAITS = "Gateway_WhatComesFirst";
    private static final String REVIEW = "UserTask_ReviewPalliativeCare";
    private static final String OFFER_PLANNING = "UserTask_OfferPlanning";
    private static final String SEE_UNSTABLE = "UserTask_SeeUnstablePerson";
    private static final String SETTLE = "UserTask_SettleUnstablePhase";
    private static final String SEE_PAIN = "UserTask_SeePainAgain";
    private static final String COMPARE = "UserTask_ComparePlaces";

    PalliativeCareProcessTests() {
        super("palliative-care");
    }

    @BeforeEach
    void letTheHospiceDoTheWorkAndAReviewBeNext() {
        ModelRun.let("palliativeTeamListener", execution -> {
            execution.setVariableLocal("organisation", "dougie-mac");
            execution.setVariableLocal("role", "palliative-nurse");
        });
        next("REVIEW");
    }

    private static void next(String due) {
        ModelRun.let("setTeamReviewDelegate", execution -> {
            execution.setVariable("due", due);
            execution.setVariable("reviewDueAt", Date.from(Instant.parse("2099-01-01T00:00:00Z")));
        });
    }

    private static ModelRun added() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("pathwayRef", "WM-7F3K-29QX");
        variables.put("registerId", "e-1");
        return ModelRun.start("palliative-care", variables);
    }

    private static ModelRun begun() {
        return added().complete(START, Map.of("isLeaving", false));
    }

    @Test
    void asksThePalliativeTeamToStart() {
        ModelRun run = added();
        assertThat(run.at()).containsExactly(START);
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.palliative-nurse");
    }

    @Test
    void opensPlanningAndWaitsForTheFirstReview() {
        ModelRun run = begun();
        assertThat(run.ran())
                .containsExactly("palliativeTeamListener", "openPlanningDelegate", "setTeamReviewDelegate");
        assertThat(run.at()).containsExactly(WAITS);
    }

    @Test
    void endsWhenPalliativeCareIsDeclined() {
        assertThat(added().complete(START, Map.of("isLeaving", true)).hasEnded())
                .isTrue();
    }

    @Test
    void livesWithOneReviewAfterTheOther() {
        ModelRun run = begun().fire("Event_DateReached");
        assertThat(run.at()).containsExactly(REVIEW);
        run.complete(REVIEW, Map.of("isLeaving", false));
        assertThat(run.at()).containsExactly(WAITS);
        run.fire("Event_DateReached");
        assertThat(run.at()).containsExactly(REVIEW);
    }

    @Test
    void takesSomebodyOffTheRegisterWithAllThatIsOpen() {
        ModelRun run = begun();
        assertThat(run.tell("planning.opened")).isTrue();
        assertThat(run.tell("phase.unstable")).isTrue();
        run.fire("Event_DateReached").complete(REVIEW, Map.of("isLeaving", true));
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.cancelled()).containsExactly(OFFER_PLANNING, SEE_UNSTABLE);
    }

    @Test
    void offersPlanningAgainOnTheDayThatWasNamed() {
        next("PLANNING");
        ModelRun run = begun();
        next("REVIEW");
        run.fire("Event_DateReached");
        assertThat(run.ran())
                .endsWith("openPlanningDelegate", "setTeamReviewDelegate")
                .filteredOn("openPlanningDelegate"::equals)
                .hasSize(2);
        assertThat(run.at()).containsExactly(WAITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"phase.changed", "code.changed", "planning.answered"})
    void looksAtTheNextDateAgainWhenSomethingChanges(String message) {
        ModelRun run = begun();
        assertThat(run.tell(message)).isTrue();
        assertThat(run.ran()).filteredOn("setTeamReviewDelegate"::equals).hasSize(2);
        assertThat(run.at()).containsExactly(WAITS);
    }

    @Test
    void plansAheadBesideTheReviews() {
        ModelRun run = begun();
        assertThat(run.tell("planning.opened")).isTrue();
        run.complete(OFFER_PLANNING, Map.of("isArranged", false));
        assertThat(run.at()).containsExactly(WAITS, "UserTask_RecordEmergencyPlan");
        run.complete("UserTask_RecordEmergencyPlan").complete("UserTask_ArrangeAnticipatoryCare");
        assertThat(run.at()).containsExactly(WAITS, "UserTask_OfferDeprescribing");
        run.fire("Event_DateReached").complete("UserTask_OfferDeprescribing");
        assertThat(run.at()).containsExactly(REVIEW);
    }

    @Test
    void asksForWishesAloneWhenTheRestIsArranged() {
        ModelRun run = begun();
        assertThat(run.tell("planning.opened")).isTrue();
        run.complete(OFFER_PLANNING, Map.of("isArranged", true));
        assertThat(run.at()).containsExactly(WAITS);
    }

    @Test
    void seesAnUnstablePersonTheSameDayAndSettlesThePhaseWithinThreeDays() {
        ModelRun run = begun();
        assertThat(run.tell("phase.unstable")).isTrue();
        assertThat(run.at()).containsExactly(WAITS, SEE_UNSTABLE);
        run.complete(SEE_UNSTABLE, Map.of("phase", "UNSTABLE"));
        assertThat(run.at()).containsExactly(WAITS, SETTLE);
        run.complete(SETTLE, Map.of("phase", "UNSTABLE"));
        assertThat(run.at()).containsExactly(WAITS, SETTLE);
        run.complete(SETTLE, Map.of("phase", "STABLE"));
        assertThat(run.at()).containsExactly(WAITS);
    }

    @Test
    void closesTheUnstablePhaseWhenALaterOneIsRecordedElsewhere() {
        ModelRun run = begun();
        assertThat(run.tell("phase.unstable")).isTrue();
        assertThat(run.tell("phase.resolved")).isTrue();
        assertThat(run.cancelled()).containsExactly(SEE_UNSTABLE);
        assertThat(run.at()).containsExactly(WAITS);
    }

    @Test
    void seesPainAgainUntilNothingMoreWasDoneAboutIt() {
        ModelRun run = added();
        assertThat(run.tell("pain.actedOn")).isTrue();
        run.complete(SEE_PAIN, Map.of("isPainActedOn", true));
        assertThat(run.at()).containsExactly(SEE_PAIN, START);
        run.complete(SEE_PAIN, Map.of("isPainActedOn", false));
        assertThat(run.at()).containsExactly(START);
    }

    @Test
    void givesTheTasksAnewWhenSharingChanges() {
        ModelRun run = added();
        assertThat(run.tell("sharing.changed")).isTrue();
        assertThat(run.ran()).endsWith("regroupTasksDelegate");
        assertThat(run.at()).containsExactly(START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.movedAway", "person.left", "pathway.openedInError"})
    void closesTheEntryFromWhereverItStands(String message) {
        ModelRun run = begun();
        for (String asked : new String[] {"planning.opened", "phase.unstable", "pain.actedOn"}) {
            assertThat(run.tell(asked)).isTrue();
        }
        assertThat(run.tell(message, Map.of("endReason", "MOVED_AWAY"))).isTrue();
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.cancelled()).containsExactly(OFFER_PLANNING, SEE_PAIN, SEE_UNSTABLE);
        assertThat(run.ran()).endsWith("closeRegisterEntryDelegate");
    }

    @Test
    void comparesThePlacesOnceAfterADeath() {
        ModelRun run = begun();
        assertThat(run.tell("person.died", Map.of("endReason", "DIED"))).isTrue();
        assertThat(run.ran()).contains("closeRegisterEntryDelegate");
        assertThat(run.at()).containsExactly(COMPARE);
        assertThat(run.complete(COMPARE).hasEnded()).isTrue();
    }

    @Test
    void beginsWhereItStoodWhenTheDeathWasRecordedInError() {
        ModelRun run = begun();
        assertThat(run.tell("person.died", Map.of("endReason", "DIED"))).isTrue();
        assertThat(run.tell("pathway.reopened")).isTrue();
        assertThat(run.cancelled()).containsExactly(COMPARE);
        assertThat(run.ran()).contains("reopenRegisterEntryDelegate");
        assertThat(run.at()).containsExactly(START);
    }
}
