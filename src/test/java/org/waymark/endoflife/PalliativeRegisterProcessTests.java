package org.waymark.endoflife;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.ANTICIPATE;
import static org.waymark.support.Somebody.COMPARE_PLACES;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.DEPRESCRIBE;
import static org.waymark.support.Somebody.EMERGENCY_PLAN;
import static org.waymark.support.Somebody.OFFER_PLANNING;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.SEE_PAIN;
import static org.waymark.support.Somebody.SEE_UNSTABLE;
import static org.waymark.support.Somebody.SETTLE_UNSTABLE;
import static org.waymark.support.Somebody.START_PALLIATIVE;
import static org.waymark.support.Somebody.TEAM_REVIEW;
import static org.waymark.support.Somebody.WELCOME;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.TemporalUnitOffset;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessments;
import org.waymark.endoflife.PalliativeCare.Code;
import org.waymark.forms.Answers;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.pathway.PalliativeOnPathway;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** From the need that somebody saw to the place of death. */
@RecordApplicationEvents
class PalliativeRegisterProcessTests extends WithCare {

    private static final String WAITS = "Gateway_WhatComesFirst";
    private static final TemporalUnitOffset A_MOMENT = new TemporalUnitWithinOffset(5, ChronoUnit.SECONDS);

    @Autowired
    PalliativeOnPathway palliative;

    @Autowired
    PalliativeRegister register;

    @Autowired
    AdvancePlans plans;

    @Autowired
    Assessments assessments;

    @Autowired
    Forms forms;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    ApplicationEvents facts;

    // ------------------------------------------------------------------ coming on the register

    @Test
    @CareRule(4)
    void opensByNeedAtAnyStage() {
        Somebody person = care.registered();
        adds(person, Code.AMBER);

        assertThat(person.pathway("stage")).isEqualTo("UNKNOWN");
        assertThat(person.pathway("phase")).isEqualTo("TOWARDS_END_OF_LIFE");
        assertThat(person.pathway("needs_code")).isEqualTo("AMBER");
        assertThat(person.task(START_PALLIATIVE).group()).isEqualTo("dougie-mac.palliative-nurse");
        assertThat(person.dueOf(START_PALLIATIVE)).isEqualTo(Instant.parse("2026-11-10T17:00:00Z"));
        assertThat(person.timeline()).endsWith("PALLIATIVE_JOINED", "PALLIATIVE_CODE_AMBER", "PHASE_FOUND");
        assertThat(register.codes(Alliance.COORDINATOR, List.of(person.ref())))
                .isEqualTo(Map.of(person.ref(), Code.AMBER));
    }

    @Test
    @CareRule({4, 7})
    void beginsWhenStaffConfirmWhatTheAssessmentShowsAndNotBefore() {
        Somebody notYet = care.registered().welcomed();
        notYet.everybodyRates(atLevel("3"), "weightLoss", "YES", "reducedIntake", "YES")
                .does(CONFIRM);
        assertThat(notYet.tasks(START_PALLIATIVE)).isEmpty();

        Somebody person = care.registered().welcomed();
        person.everybodyRates(atLevel("3"), "weightLoss", "YES", "reducedIntake", "YES", "phase", "DETERIORATING")
                .does(CONFIRM, "palliativeConfirmed", "YES");
        assertThat(person.pathway("stage")).isEqualTo("PRE_DEMENTIA");
        assertThat(person.tasks(START_PALLIATIVE)).hasSize(1);
        assertThat(opened(person, START_PALLIATIVE).toString()).contains("DETERIORATING");
        person.does(PLAN);
        assertThat(person.stands()).containsExactly(Somebody.TOWARDS_END_OF_LIFE);
    }

    @Test
    @CareRule(4)
    void bringsSomebodyOnWhoseReviewFindsThemUnstable() {
        Somebody person = care.registered().livingWithItAt("4");
        care.passUntil(reviewOfPathway(person).plusSeconds(1));
        person.does(REVIEW, "phase", "UNSTABLE");

        assertThat(person.open()).containsExactly(SEE_UNSTABLE, START_PALLIATIVE);
        assertThat(person.value("select need from palliative_entry where pathway_ref = :ref"))
                .isEqualTo("PHASE");
        assertThat(person.running()).containsExactly("dementia-pathway", "palliative-care");
    }

    @Test
    void addsNobodyTwice() {
        Somebody person = begun();
        adds(person, Code.RED);
        finds(person, "UNSTABLE");

        assertThat(person.value("select count(*) from palliative_entry where pathway_ref = :ref"))
                .isEqualTo(1L);
        assertThat(person.value("select code from palliative_entry where pathway_ref = :ref"))
                .isEqualTo("GREEN");
    }

    @Test
    void tellsTheCoordinatorWhenPalliativeCareStartsLate() {
        Somebody person = care.registered().named();
        adds(person, Code.AMBER);
        care.passUntil(person.dueOf(START_PALLIATIVE));

        assertThat(person.task(START_PALLIATIVE).escalatedAt()).isNotNull();
        assertThat(person.value(
                        "select escalated_to from work_item where pathway_ref = :ref and escalated_at is not null"))
                .isEqualTo("coordinator");
        assertThat(person.tasks(START_PALLIATIVE)).hasSize(1);
    }

    @Test
    @CareRule(7)
    void takesADeclineAtItsWord() {
        Somebody person = care.registered();
        adds(person, Code.GREEN);
        person.does(START_PALLIATIVE, "begins", "DECLINED");

        assertThat(person.tasks(OFFER_PLANNING)).isEmpty();
        assertThat(person.running()).containsExactly("dementia-pathway");
        assertThat(person.value("select end_reason from palliative_entry where pathway_ref = :ref"))
                .isEqualTo("DECLINED");
        assertThat(person.pathway("needs_code")).isEqualTo("null");
        assertThat(person.timeline()).endsWith("PALLIATIVE_LEFT_DECLINED", "PHASE_FOUND");
        assertThat(person.pathway("phase")).as("nobody has assessed them yet").isEqualTo("WELCOME");

        adds(person, Code.RED);
        assertThat(person.tasks(START_PALLIATIVE)).as("at any time again").hasSize(1);
    }

    @Test
    void isNotForThoseWhoMayNotRecordIt() {
        Somebody person = care.registered();
        assertThatThrownBy(() -> palliative.add(Alliance.ACTIVITY, person.ref(), new Answers(Map.of())))
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> palliative.recordPhase(Alliance.NURSE, person.ref(), new Answers(Map.of())))
                .as("a nurse without a task of this person")
                .isInstanceOf(NotVisible.class);
        person.ends(Kind.LEFT, care.today());
        assertThatThrownBy(() -> adds(person, Code.RED)).isInstanceOf(Refused.class);
        assertThat(person.value("select count(*) from palliative_entry where pathway_ref = :ref"))
                .isEqualTo(0L);
    }

    // ------------------------------------------------------------------ planning ahead

    @Test
    @CareRule(9)
    void plansAheadFromTheFirstMeeting() {
        Somebody person = begun();
        assertThat(person.open()).containsExactly("UserTask_NameCoordinator", OFFER_PLANNING);
        assertThat(person.dueOf(OFFER_PLANNING)).isEqualTo(Instant.parse("2026-11-23T17:00:00Z"));
        person.does(OFFER_PLANNING)
                .does(EMERGENCY_PLAN, "emergencyPlan", "YES", "keptWhere", "In the hall", "planDatedOn", care.today())
                .does(ANTICIPATE)
                .does(DEPRESCRIBE);

        assertThat(person.at("palliative-care")).containsExactly(WAITS);
        assertThat(person.value("select kept_where from emergency_plan_status where pathway_ref = :ref"))
                .isEqualTo("In the hall");
        assertThat(person.value("select medicines from anticipatory_care where pathway_ref = :ref"))
                .isEqualTo("IN_PLACE");
        assertThat(person.value(
                        "select offered_by || ' ' || outcome from deprescribing_conversation where pathway_ref = :ref"))
                .isEqualTo("GP UNCHANGED");
        assertThat(person.pathway("planning_answer")).isEqualTo("ACCEPTED");
    }

    @Test
    void isTheLastContactWhereverSomebodyOfTheTeamSeesThePerson() {
        Somebody person = planned().named();
        assertThat(person.pathway("last_contact_on")).as("the first meeting").hasToString("2026-11-09");

        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "tookPart", List.of("PALLIATIVE_NURSE", "GP"));
        assertThat(person.pathway("last_contact_on"))
                .as("they talked about the person without them")
                .hasToString("2026-11-09");
        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "tookPart", List.of("PERSON", "PALLIATIVE_NURSE"));
        assertThat(person.pathway("last_contact_on")).hasToString(care.today().toString());

        care.passDays(2);
        finds(person, "UNSTABLE");
        person.does(SEE_UNSTABLE);
        assertThat(person.pathway("last_contact_on")).hasToString(care.today().toString());
    }

    @Test
    void keepsEveryVersionOfTheWishes() {
        Somebody person = begun().does(OFFER_PLANNING, "wishes", "To hear the garden.");
        records(person, "offer-advance-care-planning", wishes("To be with her sister.", "CARE_HOME"));
        records(person, "offer-advance-care-planning", wishes("To be with her sister.", "CARE_HOME"));
        records(person, "offer-advance-care-planning", Map.of("planningAnswer", "DECLINED"));

        assertThat(
                        person.values(
                                "select version || ' ' || answer || ' ' || coalesce(wishes, '-') || ' ' || coalesce(place_of_death, '-') || ' ' || by from planning_version where pathway_ref = :ref order by version"))
                .containsExactly(
                        "1 ACCEPTED To hear the garden. HOME nurse",
                        "2 ACCEPTED To be with her sister. CARE_HOME coordinator",
                        "3 DECLINED - - coordinator");
        assertThat(
                        person.value(
                                "select array_to_string(who_was_there, ',') || ' ' || capacity from planning_version where pathway_ref = :ref and version = 2"))
                .isEqualTo("CARER,GP BEST_INTERESTS");
        assertThat(AdvancePlans.standing(plans.versions(Alliance.COORDINATOR, person.ref())))
                .as("wishes stand until they are changed")
                .hasValueSatisfying(version -> assertThat(version.number()).isEqualTo(2));
    }

    @Test
    @CareRule(7)
    void asksAgainOnTheDayNamed() {
        Somebody person = begun();
        LocalDate again = care.today().plusDays(20);
        assertThat(person.refuses(OFFER_PLANNING, "planningAnswer", "NOT_NOW"))
                .containsExactly("planningAskAgainOn-day");
        person.does(OFFER_PLANNING, "planningAnswer", "NOT_NOW", "planningAskAgainOn", again);
        assertThat(person.tasks(EMERGENCY_PLAN)).as("the rest does not wait").hasSize(1);
        assertThat(person.pathway("planning_answer")).isEqualTo("NOT_NOW");
        assertThat(person.pathway("planning_ask_again_on").toString()).isEqualTo(again.toString());

        care.passUntil(again.atStartOfDay(WorkingDays.ZONE).toInstant().minusSeconds(1));
        assertThat(person.tasks(OFFER_PLANNING)).isEmpty();
        care.passUntil(again.atStartOfDay(WorkingDays.ZONE).toInstant());
        assertThat(person.tasks(OFFER_PLANNING)).hasSize(1);
        assertThat(person.tasks(TEAM_REVIEW)).as("the review has its own day").isEmpty();
        person.does(OFFER_PLANNING);
        assertThat(person.tasks(EMERGENCY_PLAN)).as("nothing is arranged twice").hasSize(1);
        assertThat(person.at("palliative-care")).contains(WAITS);
    }

    @Test
    @CareRule(7)
    void asksAgainAfterADeclineOnlyWhereTheyWouldNotMind() {
        Somebody person = begun();
        LocalDate again = care.today().plusDays(10);
        person.does(OFFER_PLANNING, "planningAnswer", "DECLINED", "mayAskAgainOn", again);
        care.passUntil(again.atStartOfDay(WorkingDays.ZONE).toInstant());
        person.does(OFFER_PLANNING, "planningAnswer", "DECLINED");
        care.passDays(15);
        assertThat(person.tasks(OFFER_PLANNING)).isEmpty();
    }

    @Test
    @CareRule(9)
    void looksAtPlanningAgainAtEachReview() {
        Somebody person = planned();
        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "planning", "WISHES");
        person.does(OFFER_PLANNING);
        assertThat(person.at("palliative-care")).as("wishes alone").containsExactly(WAITS);

        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "planning", "ALL");
        person.does(OFFER_PLANNING);
        assertThat(person.tasks(EMERGENCY_PLAN)).hasSize(1);

        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "planning", "DECLINED");
        assertThat(person.values("select answer from planning_version where pathway_ref = :ref order by version"))
                .endsWith("DECLINED");
        care.passUntil(reviewDue(person));
        LocalDate again = care.today().plusDays(3);
        person.does(TEAM_REVIEW, "planning", "NOT_NOW", "planningAskAgainOn", again);
        care.passUntil(again.atStartOfDay(WorkingDays.ZONE).toInstant());
        assertThat(person.tasks(OFFER_PLANNING)).hasSize(1);
    }

    @Test
    @CareRule(7)
    void looksAgainAtTheTalkAboutMedicinesOnTheDayNamed() {
        Somebody person = begun().does(OFFER_PLANNING).does(EMERGENCY_PLAN).does(ANTICIPATE);
        LocalDate again = care.today().plusDays(12);
        assertThat(person.refuses(DEPRESCRIBE, "deprescribing", "NOT_NOW")).containsExactly("medicinesAskAgainOn-day");
        assertThat(person.refuses(DEPRESCRIBE, "offeredBy", "NOBODY")).containsExactly("medicinesAskAgainOn-day");
        person.does(DEPRESCRIBE, "deprescribing", "NOT_NOW", "medicinesAskAgainOn", again);
        assertThat(reviewDue(person))
                .as("sooner than the code asks for")
                .isEqualTo(again.atStartOfDay(WorkingDays.ZONE).toInstant());

        care.passUntil(reviewDue(person));
        assertThat(opened(person, TEAM_REVIEW).toString()).contains("Talk about medicines: to look at again from");
        assertThat(person.refuses(TEAM_REVIEW, "offeredBy", "")).containsExactly("offeredBy");
        person.does(TEAM_REVIEW, "offeredBy", "GP", "deprescribing", "CHANGED");
        assertThat(
                        person.values(
                                "select coalesce(outcome, '-') from deprescribing_conversation where pathway_ref = :ref order by id"))
                .containsExactly("NOT_NOW", "CHANGED");
        assertThat(reviewDue(person))
                .as("in the rhythm of the code")
                .isAfter(care.now().plus(Duration.ofDays(28)));
    }

    @Test
    void asksAboutMedicinesAtAReviewOnlyWhenTheirDayHasCome() {
        Somebody person = planned();
        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "offeredBy", "GP", "deprescribing", "CHANGED");
        assertThat(person.value("select count(*) from deprescribing_conversation where pathway_ref = :ref"))
                .isEqualTo(1L);
    }

    // ------------------------------------------------------------------ reviews

    @ParameterizedTest
    @CsvSource({"BLUE, 2027-02-07", "GREEN, 2026-12-09", "AMBER, 2026-11-16", "RED, 2026-11-10"})
    void reviewsInTheRhythmOfTheCode(Code code, LocalDate day) {
        Somebody person = care.registered();
        adds(person, code);
        person.does(START_PALLIATIVE, "code", code.name());
        Instant morning = day.atStartOfDay(WorkingDays.ZONE).toInstant();
        assertThat(reviewDue(person)).isEqualTo(morning);

        care.passUntil(morning);
        assertThat(person.task(TEAM_REVIEW).priority()).isEqualTo(code.name());
        assertThat(person.dueOf(TEAM_REVIEW))
                .isCloseTo(
                        switch (code) {
                            case BLUE -> Instant.parse("2027-02-19T17:00:00Z");
                            case GREEN -> Instant.parse("2026-12-16T17:00:00Z");
                            case AMBER -> Instant.parse("2026-11-17T17:00:00Z");
                            case RED -> Instant.parse("2026-11-10T12:00:00Z");
                        },
                        A_MOMENT);
        person.does(TEAM_REVIEW, "code", code.name());
        assertThat(reviewDue(person)).isAfter(care.now());
        assertThat(
                        person.value(
                                "select array_to_string(took_part, ',') from palliative_review r join palliative_entry e on e.id = r.entry_id where e.pathway_ref = :ref"))
                .isEqualTo("PALLIATIVE_NURSE");
    }

    @Test
    void bringsTheReviewForwardWhenTheCodeChanges() {
        Somebody person = planned();
        care.passDays(8);
        records(person, "change-palliative-code", Map.of("code", "AMBER", "codeReason", "Eats less."));
        assertThat(person.pathway("needs_code")).isEqualTo("AMBER");
        assertThat(person.timeline()).endsWith("PALLIATIVE_CODE_AMBER");
        care.pass(Duration.ofMinutes(1));
        assertThat(person.tasks(TEAM_REVIEW))
                .as("the last look is more than a week ago")
                .hasSize(1);

        records(person, "change-palliative-code", Map.of("code", "AMBER", "codeReason", "Eats less."));
        assertThat(
                        person.values(
                                "select c.code || ' ' || coalesce(c.reason, '-') from palliative_code c join palliative_entry e on e.id = c.entry_id where e.pathway_ref = :ref order by c.id"))
                .as("each code once, and all of them kept")
                .containsExactly("GREEN Needs help.", "AMBER Eats less.");
    }

    @Test
    void takesSomebodyOffTheRegisterWithAllThatIsOpen() {
        Somebody person = begun();
        care.passUntil(reviewDue(person));
        person.does(TEAM_REVIEW, "stays", "NOT_NEEDED");

        assertThat(person.open()).containsExactly("UserTask_NameCoordinator");
        assertThat(person.last(OFFER_PLANNING).endReason()).isEqualTo("EndEvent_TakenOff");
        assertThat(person.value("select end_reason from palliative_entry where pathway_ref = :ref"))
                .isEqualTo("NOT_NEEDED");
        assertThat(register.codes(Alliance.COORDINATOR, List.of(person.ref()))).isEmpty();
    }

    // ------------------------------------------------------------------ phases of illness

    @Test
    void asksSameDayWhenThePhaseIsUnstable() {
        Somebody person = planned();
        finds(person, "UNSTABLE");
        assertThat(person.task(SEE_UNSTABLE).group()).isEqualTo("dougie-mac.palliative-nurse");
        assertThat(person.dueOf(SEE_UNSTABLE)).isCloseTo(care.now().plus(Duration.ofHours(4)), A_MOMENT);
        finds(person, "UNSTABLE");
        assertThat(person.tasks(SEE_UNSTABLE)).as("never twice").hasSize(1);
        assertThat(assessments.standing(person.ref()).phase()).isEqualTo("UNSTABLE");
        assertThat(person.value("select count(*) from assessment where pathway_ref = :ref"))
                .as("nobody is sent a form")
                .isEqualTo(0L);
    }

    @Test
    void tellsTheCoordinatorWhenNobodyCameTheSameDay() {
        Somebody person = planned().named();
        finds(person, "UNSTABLE");
        care.passUntil(person.dueOf(SEE_UNSTABLE));

        assertThat(person.task(SEE_UNSTABLE).escalatedAt()).isNotNull();
        assertThat(
                        person.value(
                                "select escalated_to from work_item where pathway_ref = :ref and element = 'UserTask_SeeUnstablePerson'"))
                .isEqualTo("coordinator");
    }

    @Test
    void escalatesAnUnstablePhaseAfterThreeDays() {
        Somebody person = planned().named();
        finds(person, "UNSTABLE");
        Instant found = care.now();
        care.pass(Duration.ofHours(20));
        person.does(SEE_UNSTABLE, "phase", "UNSTABLE");
        Instant within = Instant.parse("2026-11-12T17:00:00Z");
        assertThat(person.dueOf(SETTLE_UNSTABLE))
                .as("three days from when it was found")
                .isEqualTo(within);

        care.passUntil(within.minusSeconds(1));
        assertThat(person.task(SETTLE_UNSTABLE).escalatedAt()).isNull();
        care.passUntil(within);
        assertThat(person.task(SETTLE_UNSTABLE).escalatedAt()).isNotNull();
        assertThat(person.tasks(SETTLE_UNSTABLE))
                .as("no second copy of the work")
                .hasSize(1);

        care.pass(Duration.ofDays(1));
        person.does(SETTLE_UNSTABLE, "phase", "STABLE");
        assertThat(person.tasks(SETTLE_UNSTABLE)).isEmpty();
        Duration lasted = Duration.ofSeconds(((Number)
                        person.value(
                                "select cast(extract(epoch from until_at - from_at) as bigint) from illness_phase where pathway_ref = :ref and phase = 'UNSTABLE'"))
                .longValue());
        assertThat(lasted).isCloseTo(Duration.between(found, care.now()), Duration.ofSeconds(5));
    }

    @Test
    void settlesAnUnstablePhaseWhenALaterOneIsRecorded() {
        Somebody person = planned();
        finds(person, "UNSTABLE");
        care.pass(Duration.ofHours(1));
        finds(person, "DETERIORATING");

        assertThat(person.tasks(SEE_UNSTABLE)).isEmpty();
        assertThat(person.last(SEE_UNSTABLE).endReason()).isEqualTo("BoundaryEvent_LaterPhaseRecorded");
        assertThat(phases(person)).containsExactly("STABLE closed", "UNSTABLE closed", "DETERIORATING open");
        assertThat(person.timeline()).contains("PALLIATIVE_PHASE_UNSTABLE", "PALLIATIVE_PHASE_DETERIORATING");
        care.passDays(5);
        assertThat(person.tasks(SETTLE_UNSTABLE)).isEmpty();
    }

    @Test
    void looksEveryDayAtSomebodyDyingAndLetsOthersPrepare() {
        Somebody person = planned();
        care.passDays(2);
        finds(person, "DYING");
        assertThat(facts.stream(PalliativeCare.DeathExpected.class))
                .extracting(PalliativeCare.DeathExpected::pathway)
                .containsExactly(person.ref());
        care.pass(Duration.ofMinutes(1));
        for (int day = 0; day < 3; day++) {
            person.does(TEAM_REVIEW, "phase", "DYING", "planning", "NOT_OFFERED");
            assertThat(person.tasks(TEAM_REVIEW)).isEmpty();
            care.passUntil(care.today()
                    .plusDays(1)
                    .atTime(8, 0)
                    .atZone(WorkingDays.ZONE)
                    .toInstant());
            assertThat(person.tasks(TEAM_REVIEW)).hasSize(1);
            assertThat(person.task(TEAM_REVIEW).priority()).isEqualTo("RED");
        }
        assertThat(person.value("select code from palliative_entry where pathway_ref = :ref"))
                .as("the code is the team's to change")
                .isEqualTo("GREEN");
    }

    @Test
    void looksOnceAndNotTwiceAtSomebodyDying() {
        Somebody person = care.registered().livingWithItAt("4");
        adds(person, Code.RED);
        person.does(START_PALLIATIVE, "code", "RED", "phase", "STABLE");
        Instant before = reviewOfPathway(person);
        care.pass(Duration.ofHours(1));
        finds(person, "DYING");

        assertThat(person.pathway("phase")).isEqualTo("TOWARDS_END_OF_LIFE");
        assertThat(reviewOfPathway(person))
                .as("palliative care looks every day")
                .isEqualTo(before);
        care.passDays(1);
        assertThat(person.tasks(TEAM_REVIEW)).hasSize(1);
        assertThat(person.tasks(REVIEW)).isEmpty();
    }

    @Test
    void takesThePhaseOfAPersonWhoIsNotOnTheRegister() {
        Somebody person = care.registered();
        finds(person, "DETERIORATING");

        assertThat(person.tasks(START_PALLIATIVE)).isEmpty();
        assertThat(phases(person)).containsExactly("DETERIORATING open");
        assertThat(assessments.standing(person.ref()).phase()).isEqualTo("DETERIORATING");
    }

    @Test
    void keepsTheStrainThatAReviewFoundWhenOnlyThePhaseIsRecorded() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().livingWithItAt("4");
        care.passUntil(reviewOfPathway(person).plusSeconds(1));
        person.does(REVIEW, "carerOwnWords", "4");
        finds(person, "DETERIORATING");

        assertThat(assessments.standing(person.ref()).carerStrainLevel()).isEqualTo("VERY_HIGH");
    }

    @Test
    void seesPainAgainWithinTheHour() {
        Somebody person = planned();
        records(person, "record-phase", Map.of("phase", "STABLE", "painActedOn", "YES"));
        assertThat(person.dueOf(SEE_PAIN)).isCloseTo(care.now().plus(Duration.ofHours(1)), A_MOMENT);
        records(person, "record-phase", Map.of("phase", "STABLE", "painActedOn", "YES"));
        assertThat(person.tasks(SEE_PAIN)).as("one look is enough").hasSize(1);

        person.does(SEE_PAIN, "painNow", "SAME", "painActedOn", "YES");
        assertThat(person.tasks(SEE_PAIN)).hasSize(1);
        person.does(SEE_PAIN, "painNow", "EASED");
        assertThat(person.tasks(SEE_PAIN)).isEmpty();
        assertThat(
                        person.values(
                                "select pain from pain_action p join palliative_entry e on e.id = p.entry_id where e.pathway_ref = :ref order by p.id"))
                .containsExactly("SAME", "EASED");
    }

    // ------------------------------------------------------------------ whose work it is

    @Test
    @CareRule(10)
    void givesTheTasksToThoseWhoMayKnowOfThePerson() {
        Somebody person = care.somebody()
                .by(Alliance.OTHER_COORDINATOR)
                .registered()
                .does("UserTask_NameCoordinator", "coordinator", Alliance.OTHER_COORDINATOR.username());
        as(
                Alliance.OTHER_COORDINATOR,
                () -> palliative.add(Alliance.OTHER_COORDINATOR, person.ref(), need(Code.GREEN)));
        assertThat(person.task(START_PALLIATIVE).group()).isEqualTo("approach.coordinator");

        person.does(WELCOME);
        assertThat(person.task(START_PALLIATIVE).group()).isEqualTo("dougie-mac.palliative-nurse");
        person.does(START_PALLIATIVE);
        WorkItem planning = person.task(OFFER_PLANNING);
        assertThat(planning.group()).isEqualTo("dougie-mac.palliative-nurse");

        as(Alliance.OTHER_COORDINATOR, () -> person.objectsToSharingWith("dougie-mac", Alliance.OTHER_COORDINATOR));
        assertThat(person.task(OFFER_PLANNING).group()).isEqualTo("approach.coordinator");
        assertThat(person.task(OFFER_PLANNING).taskId()).as("the same work").isEqualTo(planning.taskId());
        person.does(OFFER_PLANNING);
        assertThat(person.task(EMERGENCY_PLAN).group()).isEqualTo("approach.coordinator");
        care.worklistEqualsTheEngine();
    }

    @Test
    void takesATaskFromWhoeverMayNotKnowOfThePersonAnyMore() {
        Somebody person = care.somebody().by(Alliance.OTHER_COORDINATOR).registered();
        says(person, Sharing.AGREED);
        as(
                Alliance.OTHER_COORDINATOR,
                () -> palliative.add(Alliance.OTHER_COORDINATOR, person.ref(), need(Code.GREEN)));
        claims(person.task(START_PALLIATIVE), Alliance.NURSE);
        says(person, Sharing.REFUSED);

        assertThat(person.task(START_PALLIATIVE).group()).isEqualTo("approach.coordinator");
        assertThat(person.task(START_PALLIATIVE).assignee()).isNull();
    }

    private void says(Somebody person, Sharing sharing) {
        Viewer by = Alliance.OTHER_COORDINATOR;
        as(by, () -> people.recordSharing(by, person.ref(), sharing, care.today(), "PERSON"));
    }

    private void claims(WorkItem task, Viewer by) {
        as(by, () -> worklist.claim(by, task.taskId()));
    }

    // ------------------------------------------------------------------ afterwards

    @Test
    void comparesPreferredAndActualPlace() {
        Somebody person = planned().named();
        person.dies();
        assertThat(person.tasks(COMPARE_PLACES)).hasSize(1);
        assertThat(person.dueOf(COMPARE_PLACES)).isEqualTo(Instant.parse("2026-11-16T17:00:00Z"));
        assertThat(opened(person, COMPARE_PLACES).toString()).contains("At home");
        assertThat(person.refuses(COMPARE_PLACES, "actualPlace", "HOSPITAL")).containsExactly("whyElsewhere");
        person.does(
                COMPARE_PLACES, "actualPlace", "HOSPITAL", "whyElsewhere", "SUDDEN", "placeNote", "A bed at night.");

        assertThat(person.value(
                        "select preferred || ' ' || actual || ' ' || why from place_of_death where pathway_ref = :ref"))
                .isEqualTo("HOME HOSPITAL SUDDEN");
        assertThat(person.running()).doesNotContain("palliative-care");
        assertThat(facts.stream(PalliativeCare.PlaceRecorded.class)).hasSize(1);
        assertThat(person.timeline()).endsWith("PALLIATIVE_PLACE");
    }

    @Test
    void comparesNothingWhereNoWishIsKnown() {
        Somebody person = begun().does(OFFER_PLANNING, "planningAnswer", "DECLINED");
        person.dies();
        person.does(COMPARE_PLACES, "actualPlace", "HOSPICE");
        assertThat(
                        person.value(
                                "select coalesce(preferred, 'none') || ' ' || actual || ' ' || coalesce(why, 'none') from place_of_death where pathway_ref = :ref"))
                .isEqualTo("none HOSPICE none");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    @CareRule(10)
    void closesAtOnceWithThePathway(Kind ending) {
        Somebody person = begun();
        finds(person, "UNSTABLE");
        records(person, "record-phase", Map.of("phase", "UNSTABLE", "painActedOn", "YES"));
        person.ends(ending, care.today());

        assertThat(person.open()).isEmpty();
        assertThat(person.running()).isEmpty();
        assertThat(person.value("select end_reason from palliative_entry where pathway_ref = :ref"))
                .isEqualTo(ending.name());
        assertThat(phases(person)).containsExactly("STABLE closed", "UNSTABLE closed");
        care.worklistEqualsTheEngine();
    }

    @Test
    void beginsAgainWhenTheDeathWasRecordedByMistake() {
        Somebody person = planned().named();
        person.dies();
        person.isReopened();

        assertThat(person.tasks(COMPARE_PLACES)).isEmpty();
        assertThat(person.last(COMPARE_PLACES).endReason()).isEqualTo("BoundaryEvent_DeathCorrected");
        assertThat(person.value("select ended_at from palliative_entry where pathway_ref = :ref"))
                .isEqualTo("null");
        person.does(START_PALLIATIVE);
        person.does(OFFER_PLANNING);
        assertThat(person.tasks(EMERGENCY_PLAN))
                .as("what was arranged stays arranged")
                .isEmpty();
        assertThat(person.at("palliative-care")).containsExactly(WAITS);
        care.worklistEqualsTheEngine();
    }

    // ------------------------------------------------------------------ steps

    /** On the register with its first meeting behind; the pathway has no coordinator yet. */
    private Somebody begun() {
        Somebody person = care.registered();
        adds(person, Code.GREEN);
        return person.does(START_PALLIATIVE);
    }

    private Somebody planned() {
        return begun().does(OFFER_PLANNING)
                .does(EMERGENCY_PLAN)
                .does(ANTICIPATE)
                .does(DEPRESCRIBE);
    }

    private void adds(Somebody person, Code code) {
        as(Alliance.COORDINATOR, () -> palliative.add(Alliance.COORDINATOR, person.ref(), need(code)));
    }

    private static Answers need(Code code) {
        return new Answers(Map.of("need", "SYMPTOMS", "needNote", "Needs help.", "code", code.name()));
    }

    private void finds(Somebody person, String phase) {
        records(person, "record-phase", Map.of("phase", phase));
    }

    private void records(Somebody person, String form, Map<String, Object> answers) {
        Answers given = new Answers(answers);
        as(Alliance.COORDINATOR, () -> {
            switch (form) {
                case "record-phase" -> palliative.recordPhase(Alliance.COORDINATOR, person.ref(), given);
                case "change-palliative-code" -> palliative.changeCode(Alliance.COORDINATOR, person.ref(), given);
                default -> palliative.recordWishes(Alliance.COORDINATOR, person.ref(), given);
            }
        });
    }

    private void as(Viewer viewer, Runnable action) {
        care.as(viewer, () -> {
            action.run();
            return viewer;
        });
    }

    private static Map<String, Object> wishes(String text, String place) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("planningAnswer", "ACCEPTED");
        answers.put("wishes", text);
        answers.put("placeOfCare", place);
        answers.put("placeOfDeath", place);
        answers.put("whoWasThere", List.of("CARER", "GP"));
        answers.put("capacity", "BEST_INTERESTS");
        return answers;
    }

    private FormView opened(Somebody person, String element) {
        WorkItem task = person.task(element);
        return care.as(Alliance.NURSE, () -> forms.open(Alliance.NURSE, task));
    }

    private static List<String> phases(Somebody person) {
        return person.values(
                "select phase || case when until_at is null then ' open' else ' closed' end from illness_phase where pathway_ref = :ref order by id");
    }

    private static Instant reviewDue(Somebody person) {
        return ((java.sql.Timestamp) person.value(
                        "select review_due_at from palliative_entry where pathway_ref = :ref and ended_at is null"))
                .toInstant();
    }

    private static Instant reviewOfPathway(Somebody person) {
        return ((java.sql.Timestamp) Objects.requireNonNull(person.pathway("review_due_at"))).toInstant();
    }
}
