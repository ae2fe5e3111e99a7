package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BereavementSupportProcessTests extends CoveredModel {

    private static final Date LATER = Date.from(Instant.parse("2099-01-01T00:00:00Z"));

    private static final String PREPARE = "UserTask_PrepareForBereavement";
    private static final String CONTACT = "UserTask_ContactBereavedCarer";
    private static final String AGREE = "UserTask_AgreeBereavementSupport";
    private static final String WAITS = "Gateway_WaitForDateOrChange";

    /** What the record says comes next, one after the other; "!" for what is due now. */
    private static final Deque<String> PLAN = new ArrayDeque<>();

    BereavementSupportProcessTests() {
        super("bereavement-support");
    }

    @BeforeEach
    void aRecordThatPlans() {
        PLAN.clear();
        PLAN.add("CONTACT!");
        ModelRun.let("setNextContactDelegate", execution -> {
            String next = PLAN.remove();
            execution.setVariable("isDueNow", next.endsWith("!"));
            execution.setVariable("nextContact", next.replace("!", ""));
            execution.setVariable("nextContactAt", LATER);
            execution.setVariable("contactDueAt", LATER);
        });
    }

    private static ModelRun opened(boolean hasDied) {
        return ModelRun.start(
                "bereavement-support",
                Map.of(
                        "pathwayRef", "WM-7F3K-29QX",
                        "bereavementId", "b-1",
                        "hasDied", hasDied,
                        "coordinator", "coordinator",
                        "coordinatorOrganisation", "dougie-mac"));
    }

    private static ModelRun bereaved() {
        return opened(true);
    }

    private static Map<String, Object> follows(String answer) {
        return Map.of("contactAnswer", answer);
    }

    /** Reached, agreed, and waiting for what is planned. */
    private static ModelRun supported(String... plan) {
        PLAN.addAll(List.of(plan));
        return bereaved().complete(CONTACT, follows("LOOK")).complete(AGREE);
    }

    @Test
    void asksTheCoordinatorToContactTheCarer() {
        ModelRun run = bereaved();
        assertThat(run.at()).containsExactly(CONTACT);
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("coordinator");
        assertThat(run.candidateGroup(run.tasks().get(0))).isEqualTo("dougie-mac.coordinator");
    }

    @Test
    void findsALevelBeforeOffersAreAgreed() {
        PLAN.add("REVIEW");
        ModelRun run = bereaved().complete(CONTACT, follows("LOOK"));
        assertThat(run.at()).containsExactly(AGREE);
        assertThat(run.ran()).containsExactly("setNextContactDelegate", "findBereavementLevelDelegate");
        assertThat(run.complete(AGREE).at()).containsExactly(WAITS);
    }

    @Test
    void endsWhenTheCarerWouldLikeNoSupport() {
        ModelRun run = bereaved().complete(CONTACT, follows("ENDED"));
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.cancelled()).isEmpty();
    }

    @Test
    void triesAgainWhenTheCarerWasNotReached() {
        PLAN.add("CONTACT!");
        ModelRun run = bereaved().complete(CONTACT, follows("GO_ON"));
        assertThat(run.at()).containsExactly(CONTACT);
    }

    @Test
    void waitsForTheDayThatTheCarerNamed() {
        PLAN.add("CONTACT");
        ModelRun run = bereaved().complete(CONTACT, follows("GO_ON"));
        assertThat(run.at()).containsExactly(WAITS);
        assertThat(run.fire("Event_NextContactDue").at()).containsExactly(CONTACT);
    }

    @Test
    void isInTouchOnHardDaysLooksAgainAndClosesOneAfterTheOther() {
        ModelRun run = supported("REVIEW", "GENTLE_DATE", "CLOSING").fire("Event_NextContactDue");
        assertThat(run.at()).containsExactly("UserTask_ReviewBereavementSupport");
        run.complete("UserTask_ReviewBereavementSupport", follows("LOOK"))
                .complete(AGREE)
                .fire("Event_NextContactDue");
        assertThat(run.at()).containsExactly("UserTask_MakeGentleContact");
        run.complete("UserTask_MakeGentleContact", follows("GO_ON")).fire("Event_NextContactDue");
        assertThat(run.at()).containsExactly("UserTask_MakeClosingContact");
        assertThat(run.complete("UserTask_MakeClosingContact", follows("ENDED")).hasEnded())
                .isTrue();
        assertThat(run.cancelled()).isEmpty();
    }

    @Test
    void plansAnewWhenADayIsAddedOrTakenOff() {
        ModelRun run = supported("CLOSING", "GENTLE_DATE!");
        assertThat(run.at()).containsExactly(WAITS);
        assertThat(run.tell("bereavement.changed")).isTrue();
        assertThat(run.at()).containsExactly("UserTask_MakeGentleContact");
        assertThat(run.tell("bereavement.changed"))
                .as("the plan is made after it")
                .isFalse();
    }

    @Test
    void isPreparedBeforeADeathThatIsExpectedAndThenWaitsForIt() {
        ModelRun run = opened(false);
        assertThat(run.at()).containsExactly(PREPARE);
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("coordinator");
        run.complete(PREPARE, Map.of("preparationAnswer", "NOT_REACHED"));
        assertThat(run.at()).containsExactly(PREPARE);
        run.complete(PREPARE, Map.of("preparationAnswer", "PREPARED"));
        assertThat(run.at()).containsExactly("Event_PersonDied");
        assertThat(run.tell("person.died")).isTrue();
        assertThat(run.at()).containsExactly(CONTACT);
        assertThat(run.tell("person.died")).isFalse();
    }

    @Test
    void goesOnToTheFirstContactWhenThePersonDiesBeforeItWasPrepared() {
        ModelRun run = opened(false);
        assertThat(run.tell("person.died")).isTrue();
        assertThat(run.at()).containsExactly(CONTACT);
        assertThat(run.cancelled()).containsExactly(PREPARE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.movedAway", "person.left", "pathway.openedInError"})
    void closesAPreparationWhenThePathwayEndsOtherwise(String message) {
        ModelRun preparing = opened(false);
        assertThat(preparing.tell(message)).isTrue();
        assertThat(preparing.hasEnded()).isTrue();
        assertThat(preparing.ran()).containsExactly("closePreparationDelegate");

        ModelRun waiting = opened(false).complete(PREPARE, Map.of("preparationAnswer", "NOT_WANTED"));
        assertThat(waiting.tell(message)).isTrue();
        assertThat(waiting.hasEnded()).isTrue();

        assertThat(bereaved().tell(message))
                .as("after the death nothing of this closes it")
                .isFalse();
    }

    static List<Supplier<ModelRun>> everywhere() {
        return List.of(
                BereavementSupportProcessTests::bereaved,
                () -> bereaved().complete(CONTACT, follows("LOOK")),
                () -> supported("REVIEW"),
                () -> supported("REVIEW!"),
                () -> supported("GENTLE_DATE!"),
                () -> supported("CLOSING!"));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void endsWhereverItStandsWhenTheDeathWasRecordedInError(Supplier<ModelRun> stands) {
        ModelRun run = stands.get();
        assertThat(run.tell("pathway.reopened")).isTrue();
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.ran()).endsWith("correctDeathDelegate");
        assertThat(run.passed()).contains("EndEvent_DeathCorrected");
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void actsOnAConcernForTheCarerBesideWhateverIsOpen(Supplier<ModelRun> stands) {
        ModelRun run = stands.get();
        List<String> before = run.at();
        assertThat(run.tell("concern.raised")).isTrue();
        assertThat(run.at()).containsAll(before).contains("UserTask_ActOnConcern");
        assertThat(run.complete("UserTask_ActOnConcern").at()).isEqualTo(before);
    }

    @Test
    void actsOnAConcernAfterTheSupportHasEndedToo() {
        ModelRun run = bereaved();
        assertThat(run.tell("concern.raised")).isTrue();
        run.complete(CONTACT, follows("ENDED"));
        assertThat(run.at()).containsExactly("UserTask_ActOnConcern");
        assertThat(run.complete("UserTask_ActOnConcern").hasEnded()).isTrue();
    }
}
