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

class WellbeingCentrePlaceProcessTests extends CoveredModel {

    private static final String PLAN = "UserTask_PlanInduction";
    private static final String INDUCTION = "UserTask_RecordInduction";
    private static final String LOOK = "UserTask_LookAtWaiting";
    private static final String REVIEW = "UserTask_ReviewPlace";
    private static final String FIND_OUT = "UserTask_FindOutWhy";
    private static final String MORE_SUPPORT = "UserTask_ArrangeMoreSupport";
    private static final String WAITS = "Gateway_WaitForPlace";
    private static final String COMES = "Gateway_ComesEveryWeek";

    WellbeingCentrePlaceProcessTests() {
        super("wellbeing-centre-place");
    }

    @BeforeEach
    void aReviewIsAhead() {
        ModelRun.let(
                "setPlaceReviewDelegate",
                execution -> execution.setVariable("reviewAt", Date.from(Instant.parse("2099-01-01T00:00:00Z"))));
    }

    private static ModelRun wanted(boolean hasFreeDay) {
        ModelRun.let("findFreeDayDelegate", execution -> execution.setVariable("hasFreeDay", hasFreeDay));
        Map<String, Object> variables = new HashMap<>();
        variables.put("pathwayRef", "WM-7F3K-29QX");
        variables.put("placeId", "p-1");
        variables.put("service", "DEMENTIA_SERVICES_CENTRE");
        variables.put("organisation", "dougie-mac");
        variables.put("role", "activity-officer");
        variables.put("priority", "ROUTINE");
        variables.put("coordinator", "coordinator");
        variables.put("coordinatorOrganisation", "approach");
        return ModelRun.start("wellbeing-centre-place", variables);
    }

    private static ModelRun attending() {
        return wanted(true)
                .complete(PLAN, Map.of("planAnswer", "PLANNED"))
                .complete(INDUCTION, Map.of("inductionAnswer", "CAME"));
    }

    @Test
    void asksForTheInductionWhenADayIsFreeAndThenForNothingUntilTheReview() {
        ModelRun run = wanted(true);
        assertThat(run.at()).containsExactly(PLAN);
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.activity-officer");
        run.complete(PLAN, Map.of("planAnswer", "PLANNED"));
        assertThat(run.at()).containsExactly(INDUCTION);
        run.complete(INDUCTION, Map.of("inductionAnswer", "CAME"));
        assertThat(run.at()).as("no task a week").containsExactly(COMES);
        assertThat(run.tasks()).isEmpty();
        assertThat(run.fire("Event_PlaceReviewDue").at()).containsExactly(REVIEW);
    }

    @Test
    void waitsForAFreePlaceAndGoesOnWhenThereIsOne() {
        ModelRun run = wanted(false);
        assertThat(run.at()).containsExactly(WAITS);
        assertThat(run.tell("place.free")).isTrue();
        assertThat(run.at()).containsExactly(PLAN);
    }

    @Test
    void looksAtThoseWhoWaitAndForgetsNobody() {
        ModelRun run = wanted(false).fire("Event_WaitingLookDue");
        assertThat(run.at()).containsExactly(LOOK);
        run.complete(LOOK, Map.of("waitingAnswer", "STILL_WANTED"));
        assertThat(run.at()).containsExactly(WAITS);
        run.fire("Event_WaitingLookDue");
        assertThat(run.tell("place.free")).as("also while somebody looks").isTrue();
        assertThat(run.at()).containsExactly(PLAN);
        assertThat(run.cancelled()).containsExactly(LOOK);
    }

    @Test
    void endsWhenThePlaceIsNoLongerWantedAndFreesIt() {
        ModelRun waiting =
                wanted(false).fire("Event_WaitingLookDue").complete(LOOK, Map.of("waitingAnswer", "NOT_WANTED"));
        assertThat(waiting.hasEnded()).isTrue();
        assertThat(waiting.ran()).containsExactly("findFreeDayDelegate", "endPlaceDelegate");

        ModelRun offered = wanted(true).complete(PLAN, Map.of("planAnswer", "NOT_WANTED"));
        assertThat(offered.hasEnded()).isTrue();
        assertThat(offered.ran()).containsExactly("findFreeDayDelegate", "endPlaceDelegate");

        ModelRun invited = wanted(true)
                .complete(PLAN, Map.of("planAnswer", "PLANNED"))
                .complete(INDUCTION, Map.of("inductionAnswer", "NOT_WANTED"));
        assertThat(invited.hasEnded()).isTrue();
        assertThat(invited.ran()).containsExactly("findFreeDayDelegate", "endPlaceDelegate");
    }

    @Test
    void looksForAnotherDayWhenTheOneThatIsKeptDoesNotSuit() {
        ModelRun run = wanted(true);
        ModelRun.let("findFreeDayDelegate", execution -> execution.setVariable("hasFreeDay", false));
        run.complete(PLAN, Map.of("planAnswer", "OTHER_DAY"));
        assertThat(run.at()).containsExactly(WAITS);
        assertThat(run.ran()).containsExactly("findFreeDayDelegate", "findFreeDayDelegate");
    }

    @Test
    void asksAgainWhenTheInductionWasPutOff() {
        ModelRun run = wanted(true)
                .complete(PLAN, Map.of("planAnswer", "PLANNED"))
                .complete(INDUCTION, Map.of("inductionAnswer", "ANOTHER_DAY"));
        assertThat(run.at()).containsExactly(INDUCTION);
    }

    @Test
    void reviewsBeforeTheDateWhenSomebodyWishes() {
        ModelRun run = attending();
        assertThat(run.tell("review.wanted")).isTrue();
        assertThat(run.at()).containsExactly(REVIEW);
        assertThat(run.tell("review.wanted")).as("once is enough").isFalse();
    }

    @Test
    void setsTheNextReviewWhenThePlaceIsKept() {
        ModelRun run = attending().fire("Event_PlaceReviewDue").complete(REVIEW, Map.of("reviewAnswer", "KEEP"));
        assertThat(run.at()).containsExactly(COMES);
        assertThat(run.ran())
                .containsExactly("findFreeDayDelegate", "setPlaceReviewDelegate", "setPlaceReviewDelegate");
    }

    @Test
    void asksTheCoordinatorForMoreSupport() {
        ModelRun run =
                attending().fire("Event_PlaceReviewDue").complete(REVIEW, Map.of("reviewAnswer", "MORE_SUPPORT"));
        assertThat(run.at()).containsExactly(MORE_SUPPORT);
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("coordinator");
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("approach.coordinator");
        assertThat(run.complete(MORE_SUPPORT).at()).containsExactly(COMES);
    }

    @Test
    void findsOutWhyBesideEverythingElseUntilSomebodyIsReached() {
        ModelRun run = attending();
        assertThat(run.tell("attendance.missed")).isTrue();
        assertThat(run.at()).containsExactly(COMES, FIND_OUT);
        run.complete(FIND_OUT, Map.of("foundAnswer", "NOT_REACHED"));
        assertThat(run.at()).containsExactly(COMES, FIND_OUT);
        run.complete(FIND_OUT, Map.of("foundAnswer", "COMES_AGAIN"));
        assertThat(run.at()).containsExactly(COMES);
        assertThat(run.tell("attendance.missed")).as("another run").isTrue();
    }

    @Test
    void freesThePlaceAtOnceWhenItIsGivenUpAtTheReview() {
        ModelRun run = attending();
        run.tell("attendance.missed");
        run.fire("Event_PlaceReviewDue").complete(REVIEW, Map.of("reviewAnswer", "END"));
        assertThat(run.hasEnded()).as("nothing goes on beside it").isTrue();
        assertThat(run.cancelled()).containsExactly(FIND_OUT);
        assertThat(run.ran()).endsWith("endPlaceDelegate");
    }

    @Test
    void keepsThePlaceOfSomebodyInHospital() {
        ModelRun run = attending();
        assertThat(run.tell("person.admitted")).isTrue();
        assertThat(run.ran()).endsWith("pausePlaceDelegate");
        assertThat(run.tell("person.discharged")).isTrue();
        assertThat(run.ran()).endsWith("resumePlaceDelegate");
        assertThat(run.at()).containsExactly(COMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person.died",
                "person.movedAway",
                "person.left",
                "pathway.openedInError",
                "sharing.objected",
                "place.ended"
            })
    void freesThePlaceFromWhereverItStands(String message) {
        ModelRun waiting = wanted(false);
        assertThat(waiting.tell(message)).isTrue();
        assertThat(waiting.hasEnded()).isTrue();
        assertThat(waiting.ran()).containsExactly("findFreeDayDelegate", "endPlaceDelegate");

        ModelRun coming = attending();
        coming.tell("attendance.missed");
        assertThat(coming.tell(message)).isTrue();
        assertThat(coming.hasEnded()).isTrue();
        assertThat(coming.cancelled()).containsExactly(FIND_OUT);
        assertThat(coming.ran()).endsWith("endPlaceDelegate");
        assertThat(coming.tell(message)).isFalse();
    }
}
