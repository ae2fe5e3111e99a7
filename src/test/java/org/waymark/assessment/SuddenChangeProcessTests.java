package org.waymark.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.CONCERN;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RULE_OUT_DELIRIUM;
import static org.waymark.support.Somebody.RULE_OUT_DELIRIUM_AT_ONCE;
import static org.waymark.support.Somebody.URGENT_HELP;
import static org.waymark.support.UsualAnswers.agreeing;
import static org.waymark.support.UsualAnswers.atLevel;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;

/** Delirium or acute illness is asked about first, and help that cannot wait does not wait for the round. */
class SuddenChangeProcessTests extends WithCare {

    private static final String PROCESS = "staging-assessment";

    @Test
    @CareRule(6)
    void asksAboutDeliriumAtOnceWhenOneRatingSeesAChangeOverHoursToDays() {
        Somebody person = care.registered().welcomed().staffRates("approach", atLevel("4"), "hoursToDays", "YES");

        assertThat(person.round("delirium")).isEqualTo("OPEN");
        assertThat(person.round("hours_to_days")).isEqualTo(true);
        assertThat(person.timeline()).endsWith("RATED", "DELIRIUM_SUSPECTED");
        assertThat(person.task(RULE_OUT_DELIRIUM_AT_ONCE).group()).isEqualTo("dougie-mac.coordinator");
        assertThat(Duration.between(care.now(), person.dueOf(RULE_OUT_DELIRIUM_AT_ONCE)))
                .isBetween(Duration.ofMinutes(239), Duration.ofHours(4));
        assertThat(person.tasks(Somebody.RATE)).as("the round goes on").hasSize(1);
        assertThat(person.tasks(Somebody.PAPER)).hasSize(1);
    }

    @Test
    @CareRule(6)
    void letsRestagingWaitForTheAnswer() {
        Somebody person = care.registered().welcomed().staffRates("approach", atLevel("4"), "hoursToDays", "YES");
        person.everybodyRates(atLevel("4"));
        assertThat(person.open()).containsExactly(RULE_OUT_DELIRIUM_AT_ONCE);
        assertThat(person.at(PROCESS)).containsExactly("Event_DeliriumAnswered", RULE_OUT_DELIRIUM_AT_ONCE);
        assertThat(person.round("sudden_change")).isEqualTo("DELIRIUM_CHECK");

        person.does(RULE_OUT_DELIRIUM_AT_ONCE, "outcome", "RULED_OUT");
        assertThat(person.round("delirium")).isEqualTo("RULED_OUT");
        assertThat(person.open()).containsExactly(CONFIRM);
        person.does(CONFIRM);
        assertThat(person.round("state")).isEqualTo("CONFIRMED");
        assertThat(person.running()).containsExactly("dementia-pathway");
        care.worklistEqualsTheEngine();
    }

    @Test
    void goesStraightOnWhenTheAnswerCameBeforeTheLastRating() {
        Somebody person = care.registered().welcomed().staffRates("approach", atLevel("4"), "hoursToDays", "YES");
        person.does(RULE_OUT_DELIRIUM_AT_ONCE, "outcome", "FOUND");
        person.everybodyRates(atLevel("4"));

        assertThat(person.round("delirium")).isEqualTo("FOUND");
        assertThat(person.open()).containsExactly(CONFIRM);
    }

    @Test
    void asksOnceWhenSeveralRatingsSeeTheSameChange() {
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("4"), "hoursToDays", "YES");

        assertThat(person.open()).containsExactly(RULE_OUT_DELIRIUM_AT_ONCE);
        assertThat(person.timeline().stream().filter("DELIRIUM_SUSPECTED"::equals))
                .hasSize(1);
    }

    @Test
    @CareRule(6)
    void asksAtOnceWhenAChangeOverHoursToDaysIsReportedDuringARound() {
        Somebody person = care.registered().welcomed().changes(true);

        assertThat(person.round("delirium")).isEqualTo("OPEN");
        assertThat(person.tasks(RULE_OUT_DELIRIUM_AT_ONCE)).hasSize(1);
        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .isEqualTo(1L);
        person.changes(true);
        assertThat(person.tasks(RULE_OUT_DELIRIUM_AT_ONCE)).as("asked already").hasSize(1);
    }

    @Test
    @CareRule(6)
    void asksAtOnceInTheRoundThatTheReportedChangeOpens() {
        Somebody person = care.registered().livingWithItAt("4").changes(true);

        assertThat(person.round("trigger")).isEqualTo("CHANGE_REPORTED");
        assertThat(person.round("hours_to_days")).isEqualTo(true);
        assertThat(person.tasks(RULE_OUT_DELIRIUM_AT_ONCE)).hasSize(1);
    }

    @Test
    @CareRule(6)
    void isActedOnTheSameDayWhereNoRoundIsOpenOrCanOpen() {
        Somebody person = care.registered().named().changes(true, "whatChanged", "Confused since last night");

        assertThat(person.tasks(CONCERN)).hasSize(1);
        assertThat(person.value("select kind from concern where pathway_ref = :ref"))
                .isEqualTo("SUDDEN_ILLNESS");
        person.does(CONCERN);
        person.does(Somebody.WELCOME);
        assertThat(person.round("state")).isEqualTo("RATING");
    }

    @Test
    void doesNotLetTheStageBeConfirmedWhileTheQuestionIsOpen() {
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("4"));
        assertThat(person.open()).containsExactly(CONFIRM);
        person.changes(true);
        assertThat(person.open()).containsExactly(CONFIRM, RULE_OUT_DELIRIUM_AT_ONCE);

        assertThat(person.refuses(CONFIRM)).containsExactly("stage");
        person.does(RULE_OUT_DELIRIUM_AT_ONCE).does(CONFIRM);
        assertThat(person.round("state")).isEqualTo("CONFIRMED");
    }

    @Test
    @CareRule(6)
    void asksFirstAfterARiseOfAWholeStageWithinNinetyDays() {
        Somebody person = care.registered().livingWithItAt("4");
        care.passDays(60);
        person.changes(false).everybodyRates(atLevel("5"));

        assertThat(person.round("previous_stage")).isEqualTo("MILD");
        assertThat(person.round("proposed_stage")).isEqualTo("MODERATE");
        assertThat(person.round("delirium")).isEqualTo("OPEN");
        assertThat(person.open()).containsExactly(RULE_OUT_DELIRIUM);
        assertThat(person.round("state")).isEqualTo("COMPARED");
        person.does(RULE_OUT_DELIRIUM);
        assertThat(person.open()).containsExactly(CONFIRM);
        person.does(CONFIRM);
        assertThat(person.pathway("stage")).isEqualTo("MODERATE");
    }

    @Test
    void doesNotAskAfterASlowRise() {
        Somebody person = care.registered().livingWithItAt("4");
        care.passDays(95);
        person.tasks(Somebody.REVIEW).forEach(task -> person.hands(task, "needsFullAssessment", "YES"));
        if (person.stands().contains(Somebody.LIVING_WELL)) {
            person.changes(false);
        }
        person.everybodyRates(atLevel("5"));

        assertThat(person.round("sudden_change")).isEqualTo("NONE");
        assertThat(person.open()).containsExactly(CONFIRM);
    }

    @Test
    void asksAfterARiseWhosePaceNobodyKnows() {
        Somebody person = care.registered().livingWithItAt("4");
        care.passDays(95);
        person.tasks(Somebody.REVIEW).forEach(task -> person.hands(task, "needsFullAssessment", "YES"));
        if (person.stands().contains(Somebody.LIVING_WELL)) {
            person.changes(false);
        }
        person.everybodyRates(atLevel("5"), "hoursToDays", "NOT_SURE");

        assertThat(person.open()).containsExactly(RULE_OUT_DELIRIUM);
    }

    @Test
    @CareRule({4, 6})
    void decidesOnUrgentHelpBeforeTheRoundIsOverAndSendsItAtOnce() {
        Somebody person = care.registered().welcomed().staffRates("dougie-mac", atLevel("4"), "phase", "UNSTABLE");
        assertThat(person.proposals()).containsExactly("PALLIATIVE_NURSE URGENT", "RAPID_RESPONSE URGENT");
        assertThat(person.task(URGENT_HELP).assignee()).isEqualTo("coordinator");
        assertThat(Duration.between(care.now(), person.dueOf(URGENT_HELP)))
                .isBetween(Duration.ofMinutes(239), Duration.ofHours(4));

        person.does(URGENT_HELP, agreeing("RAPID_RESPONSE"));
        assertThat(person.referrals()).containsExactly("RAPID_RESPONSE");
        assertThat(person.referral("RAPID_RESPONSE", "state")).isEqualTo("SENT");
        assertThat(person.referral("RAPID_RESPONSE", "sent_by")).isEqualTo("coordinator");
        assertThat(person.task(Somebody.RESPOND).priority()).isEqualTo("RAPID_RESPONSE");
        assertThat(person.round("state")).as("the round does not wait").isEqualTo("RATING");

        person.everybodyRates(atLevel("4"));
        assertThat(person.tasks(URGENT_HELP))
                .as("what was decided is not asked again")
                .isEmpty();
        assertThat(person.proposals()).noneMatch(proposal -> proposal.endsWith("URGENT"));
        person.does(CONFIRM).does(PLAN);
        assertThat(person.referrals()).containsExactly("RAPID_RESPONSE");
    }

    @Test
    void doesNotLetHelpWaitForTheAnswerOnDelirium() {
        Somebody person = care.registered()
                .welcomed()
                .staffRates("dougie-mac", atLevel("4"), "phase", "DYING", "hoursToDays", "YES");
        assertThat(person.tasks(RULE_OUT_DELIRIUM_AT_ONCE)).hasSize(1);
        person.does(URGENT_HELP, agreeing("PALLIATIVE_NURSE", "HOSPICE_AT_HOME"));

        assertThat(person.referrals()).containsExactly("HOSPICE_AT_HOME", "PALLIATIVE_NURSE");
        assertThat(person.round("delirium")).isEqualTo("OPEN");
    }

    @Test
    void letsTheRoundEndWhileUrgentHelpIsStillToBeDecided() {
        Somebody person = care.registered().welcomed().staffRates("dougie-mac", atLevel("4"), "phase", "UNSTABLE");
        person.everybodyRates(atLevel("4")).does(CONFIRM);
        assertThat(person.open()).containsExactly(PLAN, URGENT_HELP);
        assertThat(person.round("state")).isEqualTo("CONFIRMED");

        person.does(URGENT_HELP, agreeing("RAPID_RESPONSE"));
        assertThat(person.referrals()).containsExactly("RAPID_RESPONSE");
        assertThat(person.running()).containsExactly("dementia-pathway", "partner-referral");
    }

    @Test
    void asksAgainWhenAnotherRatingSeesAnotherUrgentNeedAfterTheFirstWasDecided() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.carerRates(atLevel("4"), "ownWords", "4");
        assertThat(person.proposals()).containsExactly("CARER_ENABLEMENT URGENT");
        person.does(URGENT_HELP, agreeing("CARER_ENABLEMENT"));
        person.staffRates("dougie-mac", atLevel("4"), "phase", "DYING");

        assertThat(person.tasks(URGENT_HELP)).hasSize(1);
        assertThat(person.proposals()).containsExactly("HOSPICE_AT_HOME URGENT", "PALLIATIVE_NURSE URGENT");
    }

    @Test
    void asksOnceWhileTheFirstUrgentNeedIsStillToBeDecided() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.carerRates(atLevel("4"), "ownWords", "4").staffRates("dougie-mac", atLevel("4"), "phase", "DYING");

        assertThat(person.tasks(URGENT_HELP)).hasSize(1);
        assertThat(person.proposals())
                .containsExactly("CARER_ENABLEMENT URGENT", "HOSPICE_AT_HOME URGENT", "PALLIATIVE_NURSE URGENT");
    }

    @Test
    @CareRule(7)
    void letsTheCarerAgreeToUrgentHelpOfTheirOwn() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.carerRates(atLevel("4"), "ownWords", "4").staffRates("dougie-mac", atLevel("4"), "phase", "DYING");
        person.does(URGENT_HELP, agreeing("CARER_ENABLEMENT", "PALLIATIVE_NURSE"));

        assertThat(person.value(
                        "select agreed_by || ' ' || (for_carer is not null) from plan_item where pathway_ref = :ref"
                                + " and service_id = '" + serviceId("CARER_ENABLEMENT") + "'"))
                .isEqualTo("CARER true");
        assertThat(person.referral("PALLIATIVE_NURSE", "agreed_by")).isEqualTo("PERSON");
        assertThat(person.referral("PALLIATIVE_NURSE", "for_carer")).isEqualTo("null");
        assertThat(person.value(
                        "select agreed_by from proposal where pathway_ref = :ref and service = 'CARER_ENABLEMENT'"))
                .isEqualTo("CARER");
    }

    @Test
    void asksForUrgentHelpEvenWhenAnEarlierNeedFoundNoService() {
        Somebody person = care.registered().welcomed();
        care.stopsTaking("PALLIATIVE_NURSE");
        try {
            person.staffRates("dougie-mac", atLevel("4"), "phase", "UNSTABLE");
            person.does(URGENT_HELP, agreeing("RAPID_RESPONSE"));
        } finally {
            care.takesAgain("PALLIATIVE_NURSE");
        }
        person.staffRates("approach", atLevel("4"), "phase", "DYING");

        assertThat(person.tasks(URGENT_HELP)).hasSize(1);
        assertThat(person.proposals()).containsExactly("HOSPICE_AT_HOME URGENT", "PALLIATIVE_NURSE URGENT");
    }

    @Test
    void sendsUrgentHelpThatIsDecidedAfterALaterRoundWasOpened() {
        Somebody person = care.registered().welcomed();
        care.stopsTaking("RAPID_RESPONSE");
        try {
            person.staffRates("dougie-mac", atLevel("4"), "phase", "UNSTABLE").everybodyRates(atLevel("4"));
            // Nobody can take it, so the plan does not settle it and the task stays.
            person.does(CONFIRM).does(PLAN);
            care.passDays(4);
            person.does(Somebody.REVIEW, "phase", "STABLE").changes(false);
        } finally {
            care.takesAgain("RAPID_RESPONSE");
        }
        assertThat(person.round("state")).isEqualTo("RATING");

        person.does(URGENT_HELP, agreeing("RAPID_RESPONSE"));
        assertThat(person.referrals()).containsExactly("RAPID_RESPONSE");
        assertThat(person.referral("RAPID_RESPONSE", "priority")).isEqualTo("URGENT");
    }
}
