package org.waymark.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.ANSWER_QUESTION;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.NEXT_STEP;
import static org.waymark.support.Somebody.OFFER_PLACE;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.REPORT_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.forms.Forms;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referral.State;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** The loop of a referral: sent, received, answered, first contact, outcome reported, outcome read. */
class ReferralLoopProcessTests extends WithCare {

    private static final String PROCESS = "partner-referral";

    @Autowired
    Referrals referrals;

    @Autowired
    Forms forms;

    @Autowired
    Worklist worklist;

    @Autowired
    AccessDecision access;

    @Test
    @CareRule(8)
    void isClosedWhenTheSenderHasReadTheOutcomeAndNotWhenItIsAccepted() {
        Somebody person = sent();
        assertThat(state(person)).isEqualTo("SENT");
        assertThat(person.task(RESPOND).group()).isEqualTo("community-trust.partner");

        person.does(
                RESPOND, "answer", "ACCEPTED", "firstContactOn", care.today().plusDays(7));
        assertThat(state(person)).isEqualTo("ACCEPTED");
        assertThat(column(person, "ended_at")).isEqualTo("null");
        assertThat(column(person, "received_at")).isNotEqualTo("null");
        assertThat(column(person, "answered_at")).isNotEqualTo("null");
        assertThat(column(person, "expected_on").toString())
                .isEqualTo(care.today().plusDays(7).toString());
        person.does(FIRST_CONTACT);
        assertThat(state(person)).isEqualTo("IN_CONTACT");
        assertThat(column(person, "first_contact_at")).isNotEqualTo("null");
        person.does(REPORT_OUTCOME);
        assertThat(state(person)).isEqualTo("OUTCOME_REPORTED");
        assertThat(column(person, "ended_at")).isEqualTo("null");
        person.does(READ_OUTCOME);
        assertThat(state(person)).isEqualTo("CLOSED");
        assertThat(column(person, "end_reason")).isEqualTo("OUTCOME_READ");
        assertThat(column(person, "outcome_read_at")).isNotEqualTo("null");
        assertThat(steps(person))
                .containsExactly(
                        "SENT coordinator",
                        "ACCEPTED partner",
                        "IN_CONTACT partner",
                        "OUTCOME_REPORTED partner",
                        "CLOSED coordinator");
        assertThat(person.passed(PROCESS)).contains("EndEvent_OutcomeRead", "EndEvent_ReferralClosed");
    }

    @Test
    void isReceivedWhenTheServiceOpensItAndNotWhenTheCoordinatorLooks() {
        Somebody person = sent();
        WorkItem task = person.task(RESPOND);
        opens(Alliance.COORDINATOR, task);
        assertThat(column(person, "received_at")).isEqualTo("null");
        opens(Alliance.PARTNER, task);
        Object first = column(person, "received_at");
        assertThat(first).isNotEqualTo("null");
        care.passDays(1);
        opens(Alliance.PARTNER, task);
        assertThat(column(person, "received_at")).isEqualTo(first);
    }

    private void opens(Viewer viewer, WorkItem task) {
        care.as(viewer, () -> forms.open(viewer, task));
    }

    @Test
    void remindsTheServiceOnceAndTellsTheCoordinatorWhenTheAnswerIsLate() {
        Somebody person = sent();
        WorkItem task = person.task(RESPOND);
        assertThat(task.dueAt()).isEqualTo(Instant.parse("2026-11-16T17:00:00Z"));

        care.passUntil(Instant.parse("2026-11-12T17:00:00Z"));
        assertThat(person.task(RESPOND).remindedAt()).isNotNull();
        assertThat(person.task(RESPOND).escalatedAt()).isNull();
        care.passUntil(Instant.parse("2026-11-16T17:00:00Z"));
        assertThat(person.task(RESPOND).escalatedAt()).isNotNull();
        assertThat(person.open()).as("no second copy of the work").containsExactly(RESPOND);
        assertThat(worklist.page(Alliance.COORDINATOR, Worklist.View.OVERDUE, Worklist.Filter.NONE, null, 100)
                        .items())
                .extracting(WorkItem::taskId)
                .contains(task.taskId());
        assertThat(person.told(RESPOND))
                .containsExactly(
                        "REMINDER Thu 12 Nov 17:00 community-trust.partner",
                        "TEAM_LEAD Mon 16 Nov 17:00 nobody",
                        "COORDINATOR Mon 16 Nov 17:00 coordinator");
        assertThat(state(person)).isEqualTo("SENT");
    }

    @Test
    @CareRule(11)
    void takesALateAnswerAndKeepsTheBreachOnRecord() {
        Somebody person = sent();
        care.passDays(20);
        person.does(RESPOND);

        assertThat(state(person)).isEqualTo("ACCEPTED");
        WorkItem answered = person.last(RESPOND);
        assertThat(answered.endedAt()).isAfter(answered.dueAt());
        assertThat(answered.escalatedAt()).isNotNull();
    }

    @Test
    void neitherRemindsNorEscalatesOnceItIsAnswered() {
        Somebody person = sent().does(RESPOND);
        care.passUntil(Instant.parse("2026-11-20T12:00:00Z"));

        assertThat(person.last(RESPOND).remindedAt()).isNull();
        assertThat(person.last(RESPOND).escalatedAt()).isNull();
    }

    @Test
    void tellsTheCoordinatorWhenTheFirstContactIsLate() {
        Somebody person = sent().does(RESPOND);
        care.passUntil(person.dueOf(FIRST_CONTACT));

        assertThat(person.task(FIRST_CONTACT).remindedAt()).isNotNull();
        assertThat(person.task(FIRST_CONTACT).escalatedAt()).isNotNull();
        assertThat(person.task(FIRST_CONTACT).escalatedTo()).isEqualTo("coordinator");
        assertThat(state(person)).isEqualTo("ACCEPTED");
    }

    @Test
    void waitsForAPlaceAndGoesOnWhenOneIsOffered() {
        Somebody person = sent().does(
                        RESPOND,
                        "answer",
                        "WAITING_LIST",
                        "waitingUntil",
                        care.today().plusDays(40));
        assertThat(state(person)).isEqualTo("ON_WAITING_LIST");
        assertThat(column(person, "expected_on").toString())
                .isEqualTo(care.today().plusDays(40).toString());
        assertThat(person.task(OFFER_PLACE).group()).isEqualTo("community-trust.partner");

        person.does(
                OFFER_PLACE,
                "waitingAnswer",
                "PLACE_OFFERED",
                "placeOn",
                care.today().plusDays(9));
        assertThat(state(person)).isEqualTo("ACCEPTED");
        assertThat(column(person, "expected_on").toString())
                .isEqualTo(care.today().plusDays(9).toString());
        person.does(FIRST_CONTACT);
        assertThat(state(person)).isEqualTo("IN_CONTACT");
    }

    @Test
    void asksTheCoordinatorForTheNextStepWhenTheWaitingListLeadsNowhere() {
        Somebody person = sent().does(RESPOND, "answer", "WAITING_LIST");
        person.does(OFFER_PLACE, "waitingAnswer", "DECLINED", "declineReason", "NO_CAPACITY", "declineNote", "Full.");

        assertThat(state(person)).isEqualTo("DECLINED");
        assertThat(column(person, "decline_reason")).isEqualTo("NO_CAPACITY");
        assertThat(column(person, "ended_at")).isEqualTo("null");
        assertThat(person.task(NEXT_STEP).assignee()).isEqualTo("coordinator");
    }

    @Test
    void asksTheSenderAndComesBackWithTheAnswer() {
        Somebody person = sent().does(RESPOND, "answer", "QUESTION", "question", "Is there a step at the door?");
        assertThat(state(person)).isEqualTo("QUESTION_ASKED");
        assertThat(column(person, "question")).isEqualTo("Is there a step at the door?");
        assertThat(column(person, "answered_at")).isEqualTo("null");
        assertThat(person.task(ANSWER_QUESTION).assignee()).isEqualTo("coordinator");

        person.does(ANSWER_QUESTION, "reply", "Two steps.");
        assertThat(state(person)).isEqualTo("SENT");
        assertThat(column(person, "question_answer")).isEqualTo("Two steps.");
        person.does(RESPOND, "answer", "QUESTION", "question", "Is there a rail?");
        assertThat(column(person, "question_answer"))
                .as("an old answer does not stand beside a new question")
                .isEqualTo("null");
        person.does(ANSWER_QUESTION).does(RESPOND);
        assertThat(state(person)).isEqualTo("ACCEPTED");
    }

    @Test
    void needsAReasonToDecline() {
        Somebody person = sent();
        assertThat(person.refuses(RESPOND, "answer", "DECLINED")).containsExactly("declineReason");
        assertThat(state(person)).isEqualTo("SENT");
        person.does(RESPOND, "answer", "DECLINED", "declineReason", "OUT_OF_AREA");
        assertThat(state(person)).isEqualTo("DECLINED");
        assertThat(column(person, "decline_reason")).isEqualTo("OUT_OF_AREA");
        assertThat(person.open()).containsExactly(NEXT_STEP);
    }

    @Test
    void sendsTheNextLegWhichKnowsItsPredecessor() {
        Somebody person = declined()
                .does(
                        NEXT_STEP,
                        "nextStep",
                        "ANOTHER_SERVICE",
                        "service",
                        serviceId("DEMENTIA_SERVICES_CENTRE"),
                        "agreedBy",
                        "ATTORNEY");

        assertThat(state(person)).isEqualTo("CLOSED");
        assertThat(column(person, "end_reason")).isEqualTo("DECLINED");
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "state")).isEqualTo("SENT");
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "predecessor")).isEqualTo(column(person, "id"));
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "agreed_by")).isEqualTo("ATTORNEY");
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "reasons").toString())
                .isEqualTo(column(person, "reasons").toString());
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "sent_by")).isEqualTo("coordinator");
        assertThat(person.task(RESPOND).group()).isEqualTo("dougie-mac.activity-officer");
        assertThat(person.passed(PROCESS)).contains("EndEvent_NextLegSent");
    }

    @Test
    void settlesADeclineWithoutAnotherService() {
        Somebody person = declined().does(NEXT_STEP, "nextStep", "NO_FURTHER_STEP", "note", "The family helps.");
        assertThat(state(person)).isEqualTo("CLOSED");
        assertThat(column(person, "end_reason")).isEqualTo("DECLINED");
        assertThat(column(person, "next_step")).isEqualTo("NO_FURTHER_STEP");
        assertThat(person.passed(PROCESS)).contains("EndEvent_DeclineSettled");
        assertThat(person.open()).isEmpty();

        Somebody later = declined()
                .does(
                        NEXT_STEP,
                        "nextStep",
                        "ASK_LATER",
                        "askAgainOn",
                        care.today().plusDays(60));
        assertThat(column(later, "ask_again_on").toString())
                .isEqualTo(care.today().plusDays(60).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "BEFRIENDING, URGENT, , URGENT, 2026-11-10T17:00:00Z",
        "BEFRIENDING, SOON, , SOON, 2026-11-12T17:00:00Z",
        "BEFRIENDING, ROUTINE, , ROUTINE, 2026-11-16T17:00:00Z",
        "RAPID_RESPONSE, URGENT, , RAPID_RESPONSE, 2026-11-09T13:00:00Z",
        "PALLIATIVE_NURSE, URGENT, DYING, PALLIATIVE, 2026-11-10T17:00:00Z",
        "HOSPICE_AT_HOME, URGENT, UNSTABLE, PALLIATIVE, 2026-11-10T17:00:00Z",
        "PALLIATIVE_NURSE, SOON, DETERIORATING, SOON, 2026-11-12T17:00:00Z"
    })
    void isAnsweredByTheClockOfItsPriority(
            String code, Priority priority, @Nullable String phase, String row, Instant due) {
        Somebody person = care.registered().named();
        send(person, code, priority, phase);

        WorkItem task = person.task(RESPOND);
        assertThat(task.priority()).isEqualTo(row);
        assertThat(task.dueAt()).isBetween(due, due.plusSeconds(60));
    }

    @Test
    void isTakenBackByTheOneWhoSentIt() {
        Somebody person = sent().does(RESPOND);
        care.as(Alliance.COORDINATOR, () -> {
            referrals.withdraw(Alliance.COORDINATOR, column(person, "id").toString(), "NO_LONGER_NEEDED");
            return person;
        });

        assertThat(state(person)).isEqualTo("CANCELLED");
        assertThat(column(person, "end_reason")).isEqualTo("NO_LONGER_NEEDED");
        assertThat(person.last(FIRST_CONTACT).state()).isEqualTo(WorkItem.State.CANCELLED);
        assertThat(person.passed(PROCESS)).contains("BoundaryEvent_ReferralWithdrawn", "EndEvent_ReferralCancelled");
    }

    @Test
    void isNotTakenBackByTheService() {
        Somebody person = sent();
        assertThatThrownBy(() -> referrals.withdraw(
                        Alliance.PARTNER, column(person, "id").toString(), "NO_LONGER_NEEDED"))
                .isInstanceOf(NotVisible.class);
        assertThat(state(person)).isEqualTo("SENT");
    }

    @Test
    void showsThePersonToTheServiceUntilThirtyDaysAfterItsEnd() {
        Somebody person = sent();
        assertThat(access.maySee(Alliance.PARTNER, person.ref(), DataKind.IDENTITY))
                .isTrue();
        person.does(RESPOND).does(FIRST_CONTACT).does(REPORT_OUTCOME).does(READ_OUTCOME);
        assertThat(access.maySee(Alliance.PARTNER, person.ref(), DataKind.IDENTITY))
                .isTrue();
        care.passDays(31);
        assertThat(access.maySee(Alliance.PARTNER, person.ref(), DataKind.IDENTITY))
                .isFalse();
    }

    @Test
    void showsThePersonToTheServiceAsLongAsAnotherReferralToItIsOpen() {
        Somebody person = care.registered().referredTo("BEFRIENDING", "FALLS_SERVICE");
        for (WorkItem task : List.copyOf(person.tasks(RESPOND))) {
            if (task.record().equals(column(person, "id").toString())) {
                person.hands(task, "answer", "DECLINED", "declineReason", "NO_CAPACITY");
            }
        }
        person.does(NEXT_STEP);
        assertThat(state(person)).isEqualTo("CLOSED");
        care.passDays(31);
        assertThat(access.maySee(Alliance.PARTNER, person.ref(), DataKind.IDENTITY))
                .isTrue();
    }

    @Test
    void showsAServiceOutsideTheAllianceOnlyItsOwnReferrals() {
        Somebody person = care.registered().referredTo("BEFRIENDING", "DEMENTIA_ADVISER");

        assertThat(referrals.of(Alliance.PARTNER, person.ref()))
                .extracting(referral -> referral.service().code())
                .containsExactly("BEFRIENDING");
        assertThat(referrals.of(Alliance.COORDINATOR, person.ref())).hasSize(2);
        assertThatThrownBy(() -> referrals.of(Alliance.NURSE, care.registered().ref()))
                .isInstanceOf(NotVisible.class);
    }

    @Test
    void tellsOthersWhoAnsweredFirst() {
        Somebody person = sent();
        WorkItem task = person.task(RESPOND);
        person.hands(task);

        assertThat(person.submits(Alliance.PARTNER, task))
                .as("a double click lands on the result")
                .isInstanceOf(Forms.Done.class);
        assertThat(person.submits(Alliance.PARTNER, task, "answer", "DECLINED", "declineReason", "OTHER"))
                .as("another answer from another tab is kept and not taken for the first")
                .isInstanceOf(Forms.AlreadyEnded.class);
        assertThat(state(person)).isEqualTo("ACCEPTED");
        assertThat(steps(person)).hasSize(2);
    }

    private Somebody sent() {
        return care.registered().referredTo("BEFRIENDING");
    }

    private Somebody declined() {
        return sent().does(RESPOND, "answer", "DECLINED", "declineReason", "NO_CAPACITY");
    }

    private void send(Somebody person, String code, Priority priority, @Nullable String phase) {
        String id = referrals.send(
                Alliance.COORDINATOR,
                new Referrals.NewReferral(
                        person.ref(),
                        serviceId(code),
                        priority,
                        List.of("Asked for."),
                        AgreedBy.PERSON,
                        null,
                        null,
                        "coordinator",
                        "dougie-mac",
                        phase));
        assertThat(UUID.fromString(id)).isNotNull();
        assertThat(referrals.load(id).state()).isEqualTo(State.SENT);
    }

    private static Object state(Somebody person) {
        return column(person, "state");
    }

    private static Object column(Somebody person, String column) {
        return person.referral("BEFRIENDING", column);
    }

    private static List<String> steps(Somebody person) {
        return person.values(
                "select p.state || ' ' || p.by from referral_step p join referral r on r.id = p.referral_id where r.pathway_ref = :ref order by p.id");
    }
}
