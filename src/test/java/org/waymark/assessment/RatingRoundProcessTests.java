package org.waymark.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.ADJUDICATE;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.PAPER;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Invitation;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;

/** Who rates, what counts, what a human compares, and what staff confirm. */
class RatingRoundProcessTests extends WithCare {

    private static final String PROCESS = "staging-assessment";

    @Autowired
    Assessments assessments;

    @Test
    void asksThePersonEachCarerAndStaffOfBothOrganisationsOnceSharingIsAgreed() {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .welcomed();

        assertThat(person.tasks(PAPER)).hasSize(3).allSatisfy(task -> assertThat(task.assignee())
                .isEqualTo("coordinator"));
        assertThat(person.tasks(RATE))
                .extracting(WorkItem::group)
                .containsExactlyInAnyOrder("dougie-mac.palliative-nurse", "approach.dementia-adviser");
    }

    @Test
    void asksNoCarerWithoutThePersonsAgreement() {
        for (String said : List.of("NO", "NOT_ASKED")) {
            Somebody person =
                    care.somebody().withCarer("Joan Hill").registered().welcomed("mayAskCarers", said);
            assertThat(person.tasks(PAPER)).as(said).extracting(WorkItem::about).containsExactly("PERSON");
            assertThat(person.open())
                    .as("help for the carer does not depend on it")
                    .contains(TALK_WITH_CARER);
        }
    }

    @Test
    void goesAheadAtOnceWithoutTheMissingWhenItIsClosedEarly() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.staffRates("approach", atLevel("5"));
        assessments.closeEarly(Alliance.COORDINATOR, person.ref(), "The person is in hospital.");

        assertThat(person.open()).containsExactly(CONFIRM, TALK_WITH_CARER);
        assertThat(
                        person.values(
                                "select r.state from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref order by position"))
                .containsExactly("MISSING", "MISSING", "MISSING", "RATED");
        assertThat(person.round("ended_early_by")).isEqualTo("coordinator");
        assertThat(person.round("ended_early_reason")).isEqualTo("The person is in hospital.");
        assertThat(person.timeline()).contains("ROUND_CLOSED_EARLY");
        assertThatThrownBy(() -> assessments.closeEarly(Alliance.COORDINATOR, person.ref(), "Again."))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> assessments.closeEarly(Alliance.NURSE, person.ref(), "Not mine to say."))
                .isInstanceOf(NotVisible.class);
        care.worklistEqualsTheEngine();
    }

    @Test
    void callsTheStageUnknownWhenItIsClosedBeforeAnybodyAnswered() {
        Somebody person = care.registered().welcomed();
        assessments.closeEarly(Alliance.COORDINATOR, person.ref(), "Nobody can be reached.");
        assertThat(person.round("proposed_stage")).isEqualTo("UNKNOWN");
        assertThat(person.open()).containsExactly(CONFIRM);
    }

    @Test
    void asksOneOrganisationAloneWhileSharingIsRefusedOrNotAskedYet() {
        for (String sharing : List.of("REFUSED", "NOT_ASKED")) {
            Somebody person = care.registered().welcomed("sharing", sharing);

            assertThat(person.tasks(RATE)).extracting(WorkItem::group).containsExactly("dougie-mac.palliative-nurse");
            person.everybodyRates(atLevel("4")).does(CONFIRM).does(PLAN);
            assertThat(person.pathway("stage")).isEqualTo("MILD");
        }
    }

    @Test
    @CareRule(5)
    void keepsRatingsSideBySideAndNeverAverages() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.personRates(atLevel("6a")).carerRates(atLevel("6b"));
        person.staffRates("approach", atLevel("6a")).staffRates("dougie-mac", atLevel("6b"));

        assertThat(levels(person)).containsExactly("PERSON 6a", "CARER 6b", "STAFF 6b", "STAFF 6a");
        assertThat(person.open()).as("6a is MODERATE and 6b SEVERE").containsExactly(ADJUDICATE, TALK_WITH_CARER);
        assertThat(person.round("functional_level")).isEqualTo("6b");
    }

    @Test
    void takesTheGreaterLossOfTwoStaffRatingsWhicheverCameFirst() {
        for (List<String> order : List.of(List.of("approach", "dougie-mac"), List.of("dougie-mac", "approach"))) {
            Somebody person = care.registered().welcomed().personRates(atLevel("7a"));
            for (String organisation : order) {
                person.staffRates(organisation, atLevel(organisation.equals("approach") ? "6c" : "6d"));
            }
            assertThat(person.round("functional_level")).isEqualTo("6d");
            assertThat(person.round("is_provisional")).isEqualTo(false);
        }
    }

    @Test
    void comesToTheSameInWhateverOrderTheRatingsArrive() {
        List<String> outcomes = new ArrayList<>();
        for (int shift = 0; shift < 4; shift++) {
            Somebody person =
                    care.somebody().withCarer("Joan Hill").registered().welcomed();
            List<Runnable> ratings = new ArrayList<>(List.of(
                    () -> person.personRates(atLevel("4"), "pain", "NO"),
                    () -> person.carerRates(atLevel("5"), "ownWords", "4", "falls", "YES"),
                    () -> person.staffRates("approach", atLevel("5"), "pain", "YES", "phase", "DETERIORATING"),
                    () -> person.staffRates("dougie-mac", atLevel("6a"), "phase", "STABLE", "zarit", 10)));
            Collections.rotate(ratings, shift);
            ratings.forEach(Runnable::run);
            outcomes.add(String.join(
                    " ",
                    List.of(
                            person.round("state").toString(),
                            person.round("functional_level").toString(),
                            person.round("agreement").toString(),
                            person.round("carer_finding").toString(),
                            person.proposals().toString())));
        }
        assertThat(outcomes).hasSize(4).containsOnly(outcomes.get(0));
    }

    @Test
    void neverLetsThePersonsOwnRatingLowerTheLevelThatCounts() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.staffRates("approach", atLevel("6c")).staffRates("dougie-mac", atLevel("6c"));
        person.carerRates(atLevel("6c")).personRates(atLevel("3"));
        assertThat(person.round("functional_level")).isEqualTo("6c");

        Somebody withoutStaff =
                care.somebody().withCarer("Joan Hill").registered().welcomed("sharing", "REFUSED");
        withoutStaff.staffRates("dougie-mac").carerRates(atLevel("6c")).personRates(atLevel("3"));
        assertThat(withoutStaff.round("functional_level")).isEqualTo("6c");
    }

    @Test
    void countsTheGreaterLossOfPersonAndCarersProvisionallyWithoutAStaffRating() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.personRates(atLevel("5")).carerRates(atLevel("5"));
        person.staffRates("approach").staffRates("dougie-mac");

        assertThat(person.round("functional_level")).isEqualTo("5");
        assertThat(person.round("is_provisional")).isEqualTo(true);
    }

    @Test
    void letsAStaffObservationOfTheLastFortnightCountWhenStaffSayNothingNew() {
        Somebody person = care.registered().livingWithItAt("6c");
        care.passDays(10);
        person.changes(false).personRates(atLevel("6b")).everybodyRates();
        assertThat(person.round("functional_level")).isEqualTo("6c");
        assertThat(person.round("is_provisional")).isEqualTo(false);

        Somebody later = care.registered().livingWithItAt("6c");
        care.passDays(20);
        later.changes(false).personRates(atLevel("6b")).everybodyRates();
        assertThat(later.round("functional_level")).isEqualTo("6b");
        assertThat(later.round("is_provisional")).isEqualTo(true);
    }

    @Test
    void remindsAfterAWeekAndClosesAfterThreeWithoutTheMissingRatings() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.staffRates("approach", atLevel("5"));
        care.passUntil(Instant.parse("2026-11-16T16:59:59Z"));
        assertThat(person.tasks(PAPER))
                .allSatisfy(task -> assertThat(task.remindedAt()).isNull());
        care.passDays(1);
        assertThat(person.tasks(RATE))
                .allSatisfy(task -> assertThat(task.remindedAt()).isNotNull());
        assertThat(person.tasks(PAPER)).hasSize(2).allSatisfy(task -> assertThat(task.remindedAt())
                .isNotNull());

        care.passDays(14);
        assertThat(person.open()).containsExactly(CONFIRM, TALK_WITH_CARER);
        assertThat(
                        person.values(
                                "select r.state from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref order by position"))
                .containsExactly("MISSING", "MISSING", "MISSING", "RATED");
        assertThat(person.round("functional_level")).isEqualTo("5");
        assertThat(person.last(PAPER).state()).isEqualTo(WorkItem.State.CANCELLED);
        assertThat(person.last(PAPER).endReason()).isEqualTo("BoundaryEvent_RoundCloses");
        assertThat(person.passed(PROCESS)).contains("ServiceTask_CloseRound");
        care.worklistEqualsTheEngine();
    }

    @Test
    void closesARoundInWhichNobodyAnsweredAsUnknown() {
        Somebody person = care.registered().welcomed();
        care.passDays(22);

        assertThat(person.round("proposed_stage")).isEqualTo("UNKNOWN");
        assertThat(person.round("functional_level")).isEqualTo("null");
        person.does(CONFIRM);
        assertThat(person.pathway("stage")).isEqualTo("UNKNOWN");
        assertThat(person.open()).containsExactly(PLAN);
    }

    @Test
    void asksNoTableWhenNoAbilityWasAnsweredAndCallsTheStageUnknown() {
        Somebody person =
                care.registered().welcomed().everybodyRates("complexTasks", "NOT_SURE", "bathing", "RATHER_NOT_SAY");

        assertThat(levels(person)).containsExactly("PERSON -", "STAFF -", "STAFF -");
        assertThat(
                        person.value(
                                "select count(*) from decision_evaluation where pathway_ref = :ref and decision = 'functional-level'"))
                .isEqualTo(0L);
        assertThat(person.round("proposed_stage")).isEqualTo("UNKNOWN");
    }

    @Test
    @CareRule(5)
    void bringsAWholeStageBetweenRatingsToAHumanWhoFollowsOneOfThem() {
        Somebody person = care.registered().welcomed().personRates(atLevel("4"));
        person.staffRates("approach", atLevel("4")).staffRates("dougie-mac", atLevel("5"));
        assertThat(person.round("agreement")).isEqualTo("ADJUDICATE");
        assertThat(person.timeline()).endsWith("DIFFERENCE_FOUND");
        assertThat(person.task(ADJUDICATE).assignee()).isEqualTo("coordinator");
        assertThat(person.refuses(ADJUDICATE, "decidedBy", "OWN_LEVEL")).containsExactly("level");

        person.does(ADJUDICATE, "decidedBy", ratingOf(person, "approach"), "reason", "Seen at home for longer.");
        assertThat(person.round("functional_level")).isEqualTo("4");
        assertThat(person.round("working_rating").toString()).isEqualTo(ratingOf(person, "approach"));
        assertThat(person.round("adjudication_reason")).isEqualTo("Seen at home for longer.");
        assertThat(person.round("proposed_stage")).isEqualTo("MILD");
        assertThat(person.open()).containsExactly(CONFIRM);
    }

    @Test
    void letsTheHumanDecideOnALevelOfTheirOwn() {
        Somebody person = care.registered().welcomed().personRates(atLevel("6a"));
        person.staffRates("approach", atLevel("6a")).staffRates("dougie-mac", atLevel("7a"));
        person.does(ADJUDICATE, "decidedBy", "OWN_LEVEL", "level", "6d", "reason", "Between the two.");

        assertThat(person.round("functional_level")).isEqualTo("6d");
        assertThat(person.round("working_rating")).isEqualTo("null");
        assertThat(person.round("proposed_stage")).isEqualTo("SEVERE");
    }

    @Test
    void callsTwoSubLevelsADifferenceAndOneNot() {
        Somebody one = care.registered().welcomed().personRates(atLevel("6b"));
        one.staffRates("approach", atLevel("6b")).staffRates("dougie-mac", atLevel("6c"));
        assertThat(one.round("agreement")).isEqualTo("AGREED");

        Somebody two = care.registered().welcomed().personRates(atLevel("6b"));
        two.staffRates("approach", atLevel("6b")).staffRates("dougie-mac", atLevel("6d"));
        assertThat(two.round("agreement")).isEqualTo("ADJUDICATE");
    }

    @Test
    void findsSomethingForTheCarerWhenADifferenceMeetsHighStrain() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.carerRates(atLevel("5"), "ownWords", "3").personRates(atLevel("4"));
        person.staffRates("approach", atLevel("4")).staffRates("dougie-mac", atLevel("4"));

        assertThat(person.round("carer_finding")).isEqualTo(true);
        assertThat(person.open()).containsExactly(ADJUDICATE, TALK_WITH_CARER);
    }

    @Test
    void findsSomethingForTheCarerWhenAScoreAndTheirOwnWordsAreTwoLevelsApart() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.carerRates(atLevel("4"), "ownWords", "0").personRates(atLevel("4"));
        person.staffRates("approach", atLevel("4"), "zarit", 50).staffRates("dougie-mac", atLevel("4"));

        assertThat(person.round("agreement")).isEqualTo("AGREED");
        assertThat(person.round("carer_finding")).isEqualTo(true);
    }

    @Test
    void countsAScoreThatStaffHold() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.staffRates("approach", atLevel("4"), "zarit", 61).everybodyRates(atLevel("4"));

        assertThat(person.proposals()).contains("CARER_ENABLEMENT URGENT", "RESPITE SOON");
    }

    @Test
    void countsTheHighestStrainOfSeveralCarers() {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .welcomed();
        person.carerRates(atLevel("4"), "ownWords", "3").everybodyRates(atLevel("4"), "ownWords", "0");

        assertThat(person.proposals()).contains("CARER_ENABLEMENT SOON", "LOCAL_AUTHORITY_CARER_ASSESSMENT SOON");
        person.does(CONFIRM);
        assertThat(person.pathway("carer_strain")).isEqualTo("HIGH");
    }

    @Test
    void asksStaffToLookAtALossOutOfOrderBeforeTheyConfirm() {
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("4"), "walking", "LOST_DEMENTIA");
        assertThat(person.round("functional_level"))
                .as("a loss beyond a gap never raises the level")
                .isEqualTo("4");
        assertThat(person.round("out_of_sequence")).isEqualTo(true);
        assertThat(person.refuses(CONFIRM, "outOfSequenceSeen", "")).containsExactly("outOfSequenceSeen");
        assertThat(person.refuses(CONFIRM)).containsExactly("reason");

        person.does(CONFIRM, "reason", "An old injury of the hip.");
        assertThat(person.round("stage_reason")).isEqualTo("An old injury of the hip.");
    }

    @Test
    @CareRule(7)
    void needsAReasonForAnotherStageAndProposesAnewFromIt() {
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("4"));
        assertThat(person.proposals()).contains("DEMENTIA_ADVISER ROUTINE").doesNotContain("NAMASTE_CARE ROUTINE");
        assertThat(person.refuses(CONFIRM, "stage", "ADVANCED")).containsExactly("reason");

        person.does(CONFIRM, "stage", "ADVANCED", "reason", "Bedbound since the stroke.");
        assertThat(person.round("stage")).isEqualTo("ADVANCED");
        assertThat(person.round("proposed_stage")).isEqualTo("MILD");
        assertThat(person.pathway("stage")).isEqualTo("ADVANCED");
        assertThat(person.proposals())
                .as("what followed from the other stage alone is no longer proposed")
                .contains("NAMASTE_CARE ROUTINE")
                .doesNotContain("DEMENTIA_ADVISER ROUTINE");
    }

    @Test
    @CareRule(6)
    void needsAReasonForAFall() {
        Somebody person = care.registered().livingWithItAt("6c");
        care.passDays(30);
        person.changes(false).everybodyRates(atLevel("5"));
        assertThat(person.round("sudden_change")).isEqualTo("REASON_NEEDED");
        assertThat(person.refuses(CONFIRM)).containsExactly("reason");
        person.does(CONFIRM, "reason", "The infection has healed.");
        assertThat(person.pathway("stage")).isEqualTo("MODERATE");
    }

    @Test
    void needsAReasonForAFallEvenWhenTheChangeWasSudden() {
        Somebody person = care.registered().livingWithItAt("6c");
        care.passDays(30);
        person.changes(true).everybodyRates(atLevel("5"));
        person.does(Somebody.RULE_OUT_DELIRIUM_AT_ONCE);

        assertThat(person.refuses(CONFIRM)).containsExactly("reason");
    }

    @Test
    @CareRule(7)
    void keepsWhoConfirmedWhenAndWithWhichReason() {
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("4"));
        assertThat(person.pathway("stage")).as("a proposal is not a stage").isEqualTo("UNKNOWN");
        person.does(CONFIRM, "stage", "MODERATE", "reason", "Needs help to dress.");

        assertThat(person.round("confirmed_by")).isEqualTo("coordinator");
        assertThat(person.round("stage_reason")).isEqualTo("Needs help to dress.");
        assertThat(person.round("closed_at")).isNotEqualTo("null");
    }

    @Test
    void putsNobodyOnTheRegisterUnlessStaffConfirmIt() {
        Map<String, Object> picture = Map.of(
                "cannotWalk", "YES",
                "doubleIncontinence", "YES",
                "noMeaningfulSpeech", "YES",
                "needsAllCare", "YES",
                "weightLoss", "YES");
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("7d"), picture);
        assertThat(person.round("palliative")).isEqualTo("ADD_TO_REGISTER");
        person.does(CONFIRM, "palliativeConfirmed", "NOT_YET");
        assertThat(assessments.standing(person.ref()).palliative()).isEqualTo("NO");

        Somebody confirmed = care.registered().welcomed().everybodyRates(atLevel("6a"), picture);
        confirmed.does(CONFIRM, "palliativeConfirmed", "YES").does(PLAN);
        assertThat(assessments.standing(confirmed.ref()).palliative()).isEqualTo("ADD_TO_REGISTER");
        assertThat(confirmed.pathway("phase")).isEqualTo("TOWARDS_END_OF_LIFE");
    }

    @Test
    void letsALaterRoundAskAnewWhatAnEarlierOneLeftOpenOrPutOff() {
        Somebody person = care.registered().welcomed().everybodyRates(atLevel("4"), "pain", "YES", "falls", "YES");
        person.does(CONFIRM)
                .does(
                        PLAN,
                        "answer_GP_REVIEW",
                        "NOT_NOW",
                        "askAgainOn_GP_REVIEW",
                        care.today().plusDays(30));
        care.passDays(20);
        person.changes(false).everybodyRates(atLevel("4"), "pain", "YES");

        assertThat(person.proposals()).contains("GP_REVIEW SOON");
        assertThat(
                        person.values(
                                "select answer from proposal where pathway_ref = :ref and service = 'GP_REVIEW' order by answer"))
                .containsExactly("OPEN", "SUPERSEDED");
        assertThat(person.values("select answer from proposal where pathway_ref = :ref and service = 'FALLS_SERVICE'"))
                .as("declined is an outcome of full standing")
                .containsExactly("DECLINED");
    }

    @Test
    void comparesOnceWhenTheLastTwoRatingsComeAtTheSameMoment() throws Exception {
        for (int i = 0; i < 5; i++) {
            Somebody person = care.registered().welcomed().personRates(atLevel("4"));
            atOnce(
                    () -> person.staffRates("approach", atLevel("4"), "phase", "UNSTABLE"),
                    () -> person.staffRates("dougie-mac", atLevel("4"), "phase", "DYING"));

            assertThat(person.open()).containsExactly(CONFIRM, Somebody.URGENT_HELP);
            assertThat(
                            person.value(
                                    "select count(*) from decision_evaluation where pathway_ref = :ref and decision = 'rating-agreement'"))
                    .isEqualTo(1L);
        }
    }

    @Test
    void letsARatingAndADeathAtTheSameMomentFollowOneAnother() throws Exception {
        for (int i = 0; i < 5; i++) {
            Somebody person = care.registered().welcomed();
            WorkItem task = person.tasks(RATE).get(0);
            atOnce(() -> person.submits(whoDoes(task), task, atLevel("4")), person::dies);

            assertThat(person.open()).isEmpty();
            assertThat(person.running()).isEmpty();
            assertThat(person.round("state")).isEqualTo("CANCELLED");
        }
        care.worklistEqualsTheEngine();
    }

    private static Viewer whoDoes(WorkItem task) {
        return task.group().startsWith("approach.") ? Alliance.ADVISER : Alliance.NURSE;
    }

    private static void atOnce(Runnable one, Runnable other) throws Exception {
        var start = new CyclicBarrier(2);
        var pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> both = new ArrayList<>();
            for (Runnable each : List.of(one, other)) {
                both.add(pool.submit(() -> {
                    start.await();
                    each.run();
                    return null;
                }));
            }
            for (Future<?> each : both) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void opensNoSecondRoundWhileOneIsOpen() {
        Somebody person = care.registered().welcomed();
        assessments.open(
                person.ref(),
                Trigger.REVIEW,
                "coordinator",
                "dougie-mac",
                List.of(new Invitation(Rater.PERSON, null, null, null)));

        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .isEqualTo(1L);
        assertThat(person.running()).containsExactly("dementia-pathway", "staging-assessment");
    }

    @Test
    @CareRule(14)
    void keepsEveryEvaluationWithItsInputsItsRulesAndItsVersion() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().livingWithItAt("5");

        assertThat(person.values(
                        "select distinct decision from decision_evaluation where pathway_ref = :ref order by 1"))
                .containsExactly(
                        "carer-strain-level",
                        "functional-level",
                        "palliative-indicators",
                        "pathway-stage",
                        "rating-agreement",
                        "referral-routing",
                        "review-interval",
                        "sudden-change");
        assertThat(
                        person.value(
                                "select count(*) from decision_evaluation where pathway_ref = :ref and (version < 1 or inputs = '{}' or outputs = '[]' or cardinality(matched_rules) = 0 or by = '' or at is null)"))
                .isEqualTo(0L);
        assertThat(
                        person.value(
                                "select count(*) from decision_evaluation where pathway_ref = :ref and decision = 'functional-level' and rating_id is null"))
                .isEqualTo(0L);
    }

    @Test
    void readsThePhaseOfTheLatestWordAndNotOfAnOlderReview() {
        Somebody person = care.registered().livingWithItAt("4");
        care.pass(Duration.between(care.now(), ((java.sql.Timestamp) person.pathway("review_due_at")).toInstant())
                .plusSeconds(1));
        person.does(Somebody.REVIEW, "phase", "DETERIORATING", "needsFullAssessment", "YES");
        person.everybodyRates(atLevel("4"), "phase", "STABLE");
        person.tasks(Somebody.URGENT_HELP).forEach(person::hands);
        person.does(CONFIRM).does(PLAN);
        assertThat(assessments.standing(person.ref()).phase()).isEqualTo("STABLE");

        person.changes(false).everybodyRates(atLevel("4"));
        assertThat(person.proposals()).doesNotContain("PALLIATIVE_NURSE SOON");
    }

    private static List<String> levels(Somebody person) {
        return person.values(
                "select rater || ' ' || coalesce(r.functional_level, '-') from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref order by position");
    }

    private static String ratingOf(Somebody person, String organisation) {
        return person.value(
                        "select r.id from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref and organisation = '"
                                + organisation + "'")
                .toString();
    }
}
