package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.LIVING_WELL;
import static org.waymark.support.Somebody.MORE_SUPPORT;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.REPORT_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.Somebody.TOWARDS_END_OF_LIFE;
import static org.waymark.support.Somebody.WELCOME;
import static org.waymark.support.UsualAnswers.agreeing;
import static org.waymark.support.UsualAnswers.atLevel;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessments;
import org.waymark.endoflife.PalliativeCare;
import org.waymark.endoflife.PalliativeRegister;
import org.waymark.forms.Forms;
import org.waymark.kernel.WorkingDays;
import org.waymark.referral.Referrals;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** From the registration to the review and round again. */
class PathwayLoopProcessTests extends WithCare {

    @Autowired
    Forms forms;

    @Autowired
    Words words;

    @Autowired
    Referrals referrals;

    @Autowired
    Pathways pathways;

    @Autowired
    PalliativeRegister register;

    @Autowired
    Assessments assessments;

    @Test
    @CareRule({1, 2, 8})
    void leadsFromTheRegistrationThroughEveryStepToTheNextReview() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered();
        assertThat(person.pathway("coordinator")).isEqualTo("null");
        assertThat(person.task(NAME_COORDINATOR).group()).isEqualTo("dougie-mac.coordinator");
        assertThat(person.dueOf(NAME_COORDINATOR)).isEqualTo(Instant.parse("2026-11-11T17:00:00Z"));

        person.does(NAME_COORDINATOR);
        assertThat(person.pathway("coordinator")).isEqualTo("coordinator");
        assertThat(person.pathway("coordinator_organisation")).isEqualTo("dougie-mac");
        assertThat(
                        person.values(
                                "select holder from relationship where pathway_ref = :ref and kind = 'COORDINATOR' and ended_at is null"))
                .containsExactly("coordinator");
        assertThat(person.task(WELCOME).assignee()).isEqualTo("coordinator");

        person.does(WELCOME);
        assertThat(person.value("select sharing from person where pathway_ref = :ref"))
                .isEqualTo("AGREED");
        assertThat(person.round("state")).isEqualTo("RATING");
        assertThat(person.round("trigger")).isEqualTo("FIRST");
        assertThat(
                        person.values(
                                "select rater || ' ' || coalesce(organisation, '-') from rating r join assessment a on a.id = r.assessment_id where pathway_ref = :ref order by position"))
                .containsExactly("PERSON -", "CARER -", "STAFF dougie-mac", "STAFF approach");

        person.everybodyRates(atLevel("5"), "isolated", "YES");
        assertThat(person.round("proposed_stage")).isEqualTo("MODERATE");
        assertThat(person.open()).containsExactly(CONFIRM, TALK_WITH_CARER);

        person.does(CONFIRM);
        assertThat(person.round("state")).isEqualTo("CONFIRMED");
        assertThat(person.round("stage")).isEqualTo("MODERATE");
        assertThat(person.round("confirmed_by")).isEqualTo("coordinator");
        assertThat(person.pathway("stage")).isEqualTo("MODERATE");
        assertThat(person.proposals())
                .containsExactly(
                        "BEFRIENDING ROUTINE",
                        "CARER_ENABLEMENT ROUTINE",
                        "COORDINATOR_CONVERSATION ROUTINE",
                        "DEMENTIA_SERVICES_CENTRE ROUTINE");

        person.agreesTo("BEFRIENDING");
        assertThat(person.referrals()).containsExactly("BEFRIENDING");
        assertThat(person.values(
                        "select service || ' ' || answer from proposal where pathway_ref = :ref order by service"))
                .containsExactly(
                        "BEFRIENDING AGREED",
                        "CARER_ENABLEMENT DECLINED",
                        "COORDINATOR_CONVERSATION DECLINED",
                        "DEMENTIA_SERVICES_CENTRE DECLINED");
        assertThat(person.pathway("phase")).isEqualTo("MORE_SUPPORT");
        assertThat(person.pathway("review_due_at")).isNotEqualTo("null");
        assertThat(person.stands()).containsExactly(MORE_SUPPORT);

        person.does(RESPOND).does(FIRST_CONTACT).does(REPORT_OUTCOME);
        assertThat(person.referral("BEFRIENDING", "state")).isEqualTo("OUTCOME_REPORTED");
        assertThat(person.referral("BEFRIENDING", "ended_at")).isEqualTo("null");
        person.does(READ_OUTCOME);
        assertThat(person.referral("BEFRIENDING", "state")).isEqualTo("CLOSED");
        assertThat(person.running()).containsExactly("carer-enablement", "dementia-pathway");
        assertThat(person.open()).containsExactly(TALK_WITH_CARER);
        care.worklistEqualsTheEngine();

        care.passDays(366);
        assertThat(person.open()).containsExactly(REVIEW, TALK_WITH_CARER);
        assertThat(person.timeline())
                .containsExactly(
                        "PATHWAY_OPENED",
                        "CARER_SUPPORT_OPENED",
                        "COORDINATOR_NAMED",
                        "SHARING_AGREED",
                        "ASSESSMENT_OPENED",
                        "RATED",
                        "RATED",
                        "RATED",
                        "RATED",
                        "STAGE_CONFIRMED",
                        "REFERRAL_SENT",
                        "PHASE_FOUND",
                        "REVIEW_SET",
                        "REFERRAL_ACCEPTED",
                        "REFERRAL_IN_CONTACT",
                        "REFERRAL_OUTCOME_REPORTED",
                        "REFERRAL_CLOSED");
    }

    @Test
    @CareRule(1)
    void keepsTheTaskToNameACoordinatorOpenWhenItIsLate() {
        Somebody person = care.registered();
        care.passDays(30);

        WorkItem late = person.task(NAME_COORDINATOR);
        assertThat(late.dueAt()).isBefore(care.now());
        person.does(NAME_COORDINATOR);
        assertThat(person.pathway("coordinator")).isEqualTo("coordinator");
        assertThat(person.last(NAME_COORDINATOR).dueAt())
                .as("the breach stays on record")
                .isEqualTo(late.dueAt());
    }

    @Test
    @CareRule(11)
    void letsALateTaskBeDoneAndKeepsItsBreach() {
        Somebody person = care.registered().named();
        care.passDays(60);
        person.does(WELCOME);

        WorkItem done = person.last(WELCOME);
        assertThat(done.state()).isEqualTo(WorkItem.State.COMPLETED);
        assertThat(done.endedAt()).isAfter(done.dueAt());
    }

    @Test
    @CareRule(2)
    void neverLeavesAnOpenPathwayWithoutATaskATimerOrAnAwaitedAnswer() {
        Somebody person = care.registered();
        waitsForSomething(person);
        person.named();
        waitsForSomething(person);
        person.does(WELCOME);
        waitsForSomething(person);
        person.everybodyRates(atLevel("4"));
        waitsForSomething(person);
        person.does(CONFIRM);
        waitsForSomething(person);
        person.does(PLAN);
        waitsForSomething(person);
        care.passDays(366);
        waitsForSomething(person);
        person.does(REVIEW);
        waitsForSomething(person);
        person.changes(false);
        waitsForSomething(person);
    }

    private static void waitsForSomething(Somebody person) {
        boolean hasNoTimer = person.value(
                        "select count(*) from act_ru_job j join episode e on e.process_instance_id = j.process_instance_id_ where e.pathway_ref = :ref")
                .equals(0L);
        assertThat(person.open().isEmpty() && hasNoTimer)
                .as("nothing is open and nothing is to come")
                .isFalse();
        assertThat(person.running()).contains("dementia-pathway");
    }

    @Test
    @CareRule(2)
    void looksAtOnceAtAChangeThatWasReportedBeforeThePlanWasAgreed() {
        Somebody person =
                care.somebody().withCarer("Joan Hill").registered().named().does(WELCOME);
        person.everybodyRates(atLevel("4"));
        person.does(CONFIRM);
        person.changes(false);
        person.does(PLAN);

        assertThat(due(person)).isBeforeOrEqualTo(care.now());
        care.passDays(1);
        assertThat(person.task(REVIEW).isOpen()).isTrue();
        person.does(REVIEW);
        assertThat(due(person)).as("looked at once, not for ever").isAfter(care.now());
    }

    @Test
    void letsAShortReviewSetANewDateWithoutARound() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().livingWithItAt("4");
        Instant before = due(person);
        care.passUntil(before.plusSeconds(1));
        person.does(REVIEW, "phase", "STABLE", "carerOwnWords", "4");

        assertThat(person.running()).containsExactly("carer-enablement", "dementia-pathway");
        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .isEqualTo(1L);
        assertThat(person.value("select carer_strain_level from short_review where pathway_ref = :ref"))
                .isEqualTo("VERY_HIGH");
        assertThat(person.pathway("carer_strain")).as("what the caseload shows").isEqualTo("VERY_HIGH");
        assertThat(Duration.between(care.now(), due(person)).toDays())
                .as("very high strain brings the next review within 28 days")
                .isLessThanOrEqualTo(28);
    }

    @Test
    void letsAReviewAskForAFullAssessment() {
        Somebody person = care.registered().livingWithItAt("4");
        care.passUntil(due(person).plusSeconds(1));
        person.does(REVIEW, "needsFullAssessment", "YES");

        assertThat(person.round("trigger")).isEqualTo("REVIEW");
        assertThat(person.round("previous_stage")).isEqualTo("MILD");
        assertThat(person.running()).containsExactly("dementia-pathway", "staging-assessment");
        person.everybodyRates(atLevel("4")).does(CONFIRM).does(PLAN);
        assertThat(person.stands()).containsExactly(LIVING_WELL);
    }

    @Test
    void opensARoundWhenAChangeEndsTheWait() {
        Somebody person = care.registered().livingWithItAt("4").changes(false);

        assertThat(person.round("trigger")).isEqualTo("CHANGE_REPORTED");
        assertThat(person.round("state")).isEqualTo("RATING");
        assertThat(person.timeline()).endsWith("CHANGE_REPORTED", "ASSESSMENT_OPENED");
    }

    @Test
    void notesAChangeDuringARoundAndOpensNoSecondOne() {
        Somebody person = care.registered().welcomed().changes(false);

        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .isEqualTo(1L);
        assertThat(person.round("trigger")).isEqualTo("FIRST");
        assertThat(person.value("select kind from life_event where pathway_ref = :ref"))
                .isEqualTo("CHANGE_REPORTED");
        assertThat(person.round("hours_to_days")).isEqualTo(false);
    }

    @Test
    @CareRule(2)
    void bringsWhatAnOutcomeLeftToBeDoneToTheNextPlanOrReview() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        person.does(RESPOND).does(FIRST_CONTACT).does(REPORT_OUTCOME).does(READ_OUTCOME, "furtherNeed", "YES");
        assertThat(referrals.furtherNeeds(Viewer.SYSTEM, person.ref()))
                .extracting(referral -> referral.service().code())
                .containsExactly("BEFRIENDING");

        care.passUntil(due(person).plusSeconds(1));
        assertThat(shown(person)).containsKey("needs");
        person.does(REVIEW);
        assertThat(referrals.furtherNeeds(Viewer.SYSTEM, person.ref())).isEmpty();
    }

    private Map<String, Object> shown(Somebody person) {
        return Objects.requireNonNull(
                        care.as(Alliance.COORDINATOR, () -> forms.open(Alliance.COORDINATOR, person.task(REVIEW)))
                                .panel())
                .model();
    }

    @Test
    void stillCallsTheFirstRoundTheFirstWhenAChangeWasReportedBefore() {
        Somebody person = care.registered().named().changes(false).does(WELCOME);

        assertThat(person.round("trigger")).isEqualTo("FIRST");
    }

    @ParameterizedTest
    @CsvSource({"4, 0, false", "6c, 0, false", "6c, 3, false", "7d, 4, true"})
    void setsTheReviewByStageAndStrainAndNeverBeyondAYear(String level, String strain, boolean alone) {
        var wanted = care.somebody().withCarer("Joan Hill");
        Somebody person =
                (alone ? wanted.livingAlone() : wanted).registered().welcomed("livesAlone", alone ? "YES" : "NO");
        person.everybodyRates(atLevel(level), "ownWords", strain).does(CONFIRM).does(PLAN);

        long days = Duration.between(care.now(), due(person)).toDays();
        assertThat(days).isBetween(1L, 365L);
        Object asked = person.value(
                "select outputs -> 0 ->> 'reviewInDays' from decision_evaluation where pathway_ref = :ref and decision = 'review-interval' order by id desc limit 1");
        assertThat(days + 1).isEqualTo(Long.parseLong(String.valueOf(asked)));
    }

    @Test
    void setsTheReviewAtTheSameTimeOfDayWhereTheClocksChangeInBetween() {
        Somebody person = care.registered().livingWithItAt("4");

        assertThat(due(person).atZone(WorkingDays.ZONE).toLocalDateTime())
                .isCloseTo(
                        LocalDateTime.parse("2027-05-10T09:00"), new TemporalUnitWithinOffset(1, ChronoUnit.MINUTES));
    }

    @Test
    void setsAShorterReviewForMoreStrain() {
        Somebody calm = care.somebody().withCarer("Joan Hill").registered().welcomed();
        calm.everybodyRates(atLevel("5"), "ownWords", "0").does(CONFIRM).does(PLAN);
        Somebody strained = care.somebody().withCarer("Joan Hill").registered().welcomed();
        strained.everybodyRates(atLevel("5"), "ownWords", "3").does(CONFIRM).does(PLAN);

        assertThat(due(strained)).isBefore(due(calm));
    }

    @Test
    @CareRule(9)
    void offersAdvanceCarePlanningAtTheWelcomeAndAtEveryReview() {
        Somebody person = care.registered().named();
        assertThat(person.refuses(WELCOME, "planningOffered", "")).containsExactly("planningOffered");
        person.does(
                WELCOME,
                "planningOffered",
                "NOT_NOW",
                "planningAskAgainOn",
                care.today().plusDays(90));
        assertThat(person.pathway("planning_answer")).isEqualTo("NOT_NOW");
        assertThat(String.valueOf(person.pathway("planning_ask_again_on")))
                .isEqualTo(care.today().plusDays(90).toString());

        person.everybodyRates(atLevel("4")).does(CONFIRM);
        assertThat(person.refuses(PLAN, "planningOffered", "")).containsExactly("planningOffered");
        person.does(PLAN, "planningOffered", "DECLINED");
        assertThat(person.pathway("planning_answer")).isEqualTo("DECLINED");

        care.passUntil(due(person).plusSeconds(1));
        assertThat(person.refuses(REVIEW, "planningOffered", "")).containsExactly("planningOffered");
        person.does(REVIEW);
        assertThat(person.pathway("planning_answer")).isEqualTo("ACCEPTED");
    }

    @Test
    void proposesPlanningAgainUntilItWasOffered() {
        Somebody person = care.registered().welcomed("planningOffered", "NOT_OFFERED");
        person.everybodyRates(atLevel("4")).does(CONFIRM);

        assertThat(person.proposals()).contains("ADVANCE_CARE_PLANNING ROUTINE");
    }

    @Test
    @CareRule(7)
    void keepsDeclinedAndNotNowAsOutcomesAndSendsOnlyWhatWasAgreed() {
        Somebody person = care.registered().welcomed();
        person.everybodyRates(atLevel("4"), "falls", "YES", "pain", "YES").does(CONFIRM);
        assertThat(person.refuses(PLAN, "answer_GP_REVIEW", "NOT_NOW")).containsExactly("askAgainOn_GP_REVIEW-day");
        person.does(
                PLAN,
                "answer_GP_REVIEW",
                "NOT_NOW",
                "askAgainOn_GP_REVIEW",
                care.today().plusDays(30),
                "answer_FALLS_SERVICE",
                "AGREED",
                "service_FALLS_SERVICE",
                serviceId("FALLS_SERVICE"));

        assertThat(person.referrals()).containsExactly("FALLS_SERVICE");
        assertThat(person.referral("FALLS_SERVICE", "agreed_by")).isEqualTo("PERSON");
        assertThat(
                        person.values(
                                "select service || ' ' || answer || ' ' || coalesce(ask_again_on::text, '-') from proposal where pathway_ref = :ref and service in ('GP_REVIEW', 'MEDICINES_REVIEW') order by 1"))
                .containsExactly("GP_REVIEW NOT_NOW " + care.today().plusDays(30), "MEDICINES_REVIEW DECLINED -");
    }

    @Test
    @CareRule(7)
    void asksAgainOnTheDayThatWasAgreedAndThenAtTheUsualReviews() {
        Somebody person = care.registered().welcomed();
        person.everybodyRates(atLevel("4"), "pain", "YES").does(CONFIRM);
        LocalDate again = care.today().plusDays(30);
        person.does(PLAN, "answer_GP_REVIEW", "NOT_NOW", "askAgainOn_GP_REVIEW", again);
        assertThat(due(person)).isEqualTo(again.atStartOfDay(WorkingDays.ZONE).toInstant());

        care.passUntil(due(person).plusSeconds(1));
        assertThat(person.open()).containsExactly(REVIEW);
        var beside = Objects.requireNonNull(
                forms.open(Alliance.COORDINATOR, person.task(REVIEW)).panel());
        assertThat(String.valueOf(beside.model().get("putOff"))).contains(words.day(again));

        person.does(REVIEW);
        assertThat(due(person)).isAfter(care.now().plus(Duration.ofDays(31)));
    }

    @Test
    void asksEverySixWeeksWhetherTheAntipsychoticHasBeenLookedAt() {
        Somebody person = care.registered().assessedAt("4");
        person.does(PLAN, "antipsychotic", "YES");
        LocalDate on = care.today().plusDays(42);
        assertThat(due(person)).isEqualTo(on.atStartOfDay(WorkingDays.ZONE).toInstant());

        care.passUntil(due(person).plusSeconds(1));
        assertThat(Objects.requireNonNull(forms.open(Alliance.COORDINATOR, person.task(REVIEW)))
                        .toString())
                .contains("An antipsychotic was taken on 9 November 2026.");
        assertThat(person.refuses(REVIEW)).containsExactly("antipsychotic");
        person.does(REVIEW, "antipsychotic", "NOT_KNOWN");
        LocalDate asked = care.today();
        assertThat(due(person))
                .as("nobody said that it has stopped")
                .isEqualTo(asked.plusDays(42).atStartOfDay(WorkingDays.ZONE).toInstant());

        person.changes(false).everybodyRates(atLevel("4")).does(CONFIRM);
        person.does(PLAN);
        assertThat(due(person))
                .as("a plan that says nothing of it leaves the day as it was")
                .isEqualTo(asked.plusDays(42).atStartOfDay(WorkingDays.ZONE).toInstant());

        care.passUntil(due(person).plusSeconds(1));
        person.does(REVIEW, "antipsychotic", "NO");
        assertThat(due(person)).isAfter(care.now().plus(Duration.ofDays(50)));
    }

    @Test
    @CareRule(7)
    void letsTheCarerAgreeToTheCarersOwnHelp() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().assessedAt("5");
        person.does(
                PLAN,
                agreeing("COORDINATOR_CONVERSATION"),
                "additionalServices",
                List.of(serviceId("LOCAL_AUTHORITY_CARER_ASSESSMENT")));

        assertThat(person.referral("LOCAL_AUTHORITY_CARER_ASSESSMENT", "agreed_by"))
                .isEqualTo("CARER");
        assertThat(person.referral("LOCAL_AUTHORITY_CARER_ASSESSMENT", "for_carer"))
                .isNotEqualTo("null");
        assertThat(person.referral("COORDINATOR_CONVERSATION", "agreed_by")).isEqualTo("PERSON");
        assertThat(person.referral("COORDINATOR_CONVERSATION", "for_carer")).isEqualTo("null");
    }

    @Test
    @CareRule(7)
    void recordsWhoDecidedWithoutCapacity() {
        Somebody person = care.registered().assessedAt("5");
        assertThat(person.refuses(PLAN, "agreedBy", "BEST_INTERESTS")).containsExactly("capacityNote");
        person.does(
                PLAN,
                "agreedBy",
                "BEST_INTERESTS",
                "capacityNote",
                "Meeting held.",
                "answer_COORDINATOR_CONVERSATION",
                "AGREED",
                "service_COORDINATOR_CONVERSATION",
                serviceId("COORDINATOR_CONVERSATION"));

        assertThat(person.referral("COORDINATOR_CONVERSATION", "agreed_by")).isEqualTo("BEST_INTERESTS");
    }

    @Test
    @CareRule(3)
    void opensHelpForCarersAtEveryStage() {
        for (String level : List.of("3", "4", "5", "6c", "7e")) {
            Somebody person =
                    care.somebody().withCarer("Joan Hill").registered().assessedAt(level);
            assertThat(person.proposals()).as("at level " + level).contains("CARER_ENABLEMENT ROUTINE");
        }
        Somebody unknown = care.somebody().withCarer("Joan Hill").registered().welcomed();
        unknown.everybodyRates().does(CONFIRM);
        assertThat(unknown.pathway("stage")).isEqualTo("UNKNOWN");
        assertThat(unknown.proposals()).contains("CARER_ENABLEMENT ROUTINE");
    }

    @Test
    @CareRule(4)
    void opensPalliativeHelpByNeedAtAnyStage() {
        Somebody person = care.registered().welcomed();
        person.everybodyRates(atLevel("3"), "phase", "DETERIORATING").does(CONFIRM);

        assertThat(person.pathway("stage")).isEqualTo("PRE_DEMENTIA");
        assertThat(person.proposals()).contains("PALLIATIVE_NURSE SOON");
    }

    @Test
    void keepsTheAnswerToWhetherSomebodyLivesAloneWhenTheWelcomeDoesNotAskAgain() {
        Somebody person = care.somebody().livingAlone().registered().named().does(WELCOME, "livesAlone", "");

        assertThat(person.value("select lives_alone from person where pathway_ref = :ref"))
                .isEqualTo(true);
    }

    @Test
    void addsTheCarerWhoIsNamedAtTheWelcomeAndAsksThemToRate() {
        Somebody person = care.registered()
                .welcomed("carerName", "Joan Hill", "carerRelationship", "Daughter", "carerLivesWith", "YES");

        assertThat(person.value("select name from carer where pathway_ref = :ref and is_main"))
                .isEqualTo("Joan Hill");
        assertThat(person.tasks(Somebody.PAPER)).hasSize(2);
    }

    @Test
    void letsTheOneWhoAgreedThePlanBeTheOneWhoReadsTheOutcome() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        person.does(RESPOND).does(FIRST_CONTACT).does(REPORT_OUTCOME);

        assertThat(person.referral("BEFRIENDING", "sent_by")).isEqualTo("coordinator");
        assertThat(person.referral("BEFRIENDING", "sent_organisation")).isEqualTo("dougie-mac");
        assertThat(person.task(READ_OUTCOME).assignee()).isEqualTo("coordinator");
    }

    @Test
    void goesOnWaitingInThePhaseThatIsMeantByWhatIsFoundBetweenReviews() {
        Somebody person = care.registered().livingWithItAt("4");
        Instant before = due(person);
        care.passDays(20);
        assertThat(pathways.phaseChanged(person.ref())).isTrue();
        assertThat(person.stands()).containsExactly(LIVING_WELL);
        assertThat(due(person)).as("the review date is not lost").isEqualTo(before);

        finds(person, "DYING");
        assertThat(person.stands()).containsExactly(TOWARDS_END_OF_LIFE);
        assertThat(person.pathway("phase")).isEqualTo("TOWARDS_END_OF_LIFE");
        assertThat(due(person)).as("looked at sooner").isBefore(care.now().plus(Duration.ofDays(2)));
        assertThat(person.timeline()).endsWith("PHASE_FOUND", "REVIEW_SET");
        assertThat(person.timers()).containsExactly(due(person));

        care.passUntil(due(person).plusSeconds(1));
        assertThat(pathways.phaseChanged(person.ref())).as("during the review").isFalse();
        assertThat(person.open()).containsExactly(REVIEW, "UserTask_StartPalliativeCare");
    }

    @Test
    void countsThePalliativeRegisterAtAnyStage() {
        Somebody person = care.registered().livingWithItAt("4");
        Instant before = due(person);
        register.add(
                Alliance.COORDINATOR,
                new PalliativeRegister.NewEntry(
                        person.ref(), PalliativeCare.Need.SYMPTOMS, null, PalliativeCare.Code.AMBER));

        assertThat(person.stands()).containsExactly(TOWARDS_END_OF_LIFE);
        assertThat(due(person)).isEqualTo(before);
    }

    @Test
    void letsAPalliativeNurseTakeAShortLookAtSomebodyUnstableOrDying() {
        Somebody person = care.registered().livingWithItAt("4");
        finds(person, "UNSTABLE");
        assertThat(person.stands())
                .as("it brings them on the palliative register")
                .containsExactly(TOWARDS_END_OF_LIFE);
        care.passUntil(due(person).plusSeconds(1));
        WorkItem review = person.task(REVIEW);
        assertThat(review.group()).isEqualTo("dougie-mac.palliative-nurse");
        assertThat(review.assignee()).isNull();
        assertThat(Duration.between(care.now(), person.dueOf(REVIEW))).isLessThan(Duration.ofDays(2));

        person.does(REVIEW, "phase", "UNSTABLE", "needsFullAssessment", "YES");
        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .as("nobody is sent a form")
                .isEqualTo(1L);
        care.passUntil(due(person).plusSeconds(1));
        person.does(REVIEW, "phase", "STABLE", "needsFullAssessment", "YES");
        assertThat(person.round("trigger")).isEqualTo("REVIEW");
        person.everybodyRates(atLevel("4"), "phase", "STABLE").does(CONFIRM).does(PLAN);
        care.passUntil(due(person).plusSeconds(1));
        assertThat(person.task(REVIEW).assignee()).isEqualTo("coordinator");
        assertThat(person.task(REVIEW).group()).isEqualTo("dougie-mac.coordinator");
    }

    @Test
    void asksNobodyForAnswersWhenAChangeIsReportedOfSomebodyDying() {
        Somebody person = care.registered().livingWithItAt("4");
        finds(person, "DYING");
        care.pass(Duration.ofHours(1));
        person.changes(false);

        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .isEqualTo(1L);
        care.pass(Duration.ofMinutes(1));
        assertThat(person.task(REVIEW).group()).isEqualTo("dougie-mac.palliative-nurse");
    }

    @Test
    void leavesTheShortLookToTheCoordinatorWhereNoPalliativeNurseMayKnowOfThePerson() {
        Somebody person = care.somebody()
                .by(Alliance.OTHER_COORDINATOR)
                .registered()
                .does(NAME_COORDINATOR, "coordinator", Alliance.OTHER_COORDINATOR.username())
                .does(WELCOME, "sharing", "REFUSED");
        person.everybodyRates(atLevel("4")).does(CONFIRM).does(PLAN);
        finds(Alliance.OTHER_COORDINATOR, person, "UNSTABLE");
        care.passUntil(due(person).plusSeconds(1));

        assertThat(person.task(REVIEW).group()).isEqualTo("approach.coordinator");
        assertThat(Duration.between(care.now(), person.dueOf(REVIEW))).isLessThan(Duration.ofDays(2));
    }

    /** As a part of the care does that looks at the person between reviews. */
    private void finds(Somebody person, String illness) {
        finds(Alliance.NURSE, person, illness);
    }

    private void finds(Viewer by, Somebody person, String illness) {
        care.as(by, () -> {
            assessments.recordReview(by, person.ref(), illness, null);
            return pathways.phaseChanged(person.ref());
        });
    }

    private static Instant due(Somebody person) {
        return ((java.sql.Timestamp) person.pathway("review_due_at")).toInstant();
    }
}
