package org.waymark.carers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.CARER_PLAN;
import static org.waymark.support.Somebody.CARER_REVIEW;
import static org.waymark.support.Somebody.CARER_SESSION;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.Somebody.URGENT_HELP;
import static org.waymark.support.UsualAnswers.agreeing;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.assessment.Assessments;
import org.waymark.carers.CarerSupport.Level;
import org.waymark.decisions.KeptDecisions;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.CarersOnPathway;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.people.People;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** Support of one carer: conversation, level, plan, sessions, review, and what ends it. */
class CarerSupportProcessTests extends WithCare {

    private static final String PROCESS = CarerSupports.PROCESS;

    @Autowired
    CarerSupports supports;

    @Autowired
    CarersOnPathway carersOnPathway;

    @Autowired
    Assessments assessments;

    @Autowired
    KeptDecisions decisions;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    ServiceDirectory services;

    @Autowired
    JdbcClient jdbc;

    // ------------------------------------------------------------------ beginning

    @Test
    @CareRule(3)
    void runsFromTheFirstDayAtEveryStage() {
        Somebody newlyThere = withCarer();
        assertThat(newlyThere.tasks(TALK_WITH_CARER)).hasSize(1);
        assertThat(newlyThere.dueOf(TALK_WITH_CARER)).isEqualTo(Instant.parse("2026-11-23T17:00:00Z"));

        for (String level : List.of("3", "5", "7e")) {
            Somebody person = withCarer().livingWithItAt(level);
            assertThat(person.running()).as("at level " + level).contains(PROCESS);
            assertThat(person.does(TALK_WITH_CARER).task(CARER_PLAN).isOpen()).isTrue();
        }
    }

    @Test
    void runsForEachCarerOnTheirOwn() {
        Somebody person =
                care.somebody().withCarer("Joan Hill").withCarer("Paul Hill").registered();
        assertThat(person.tasks(TALK_WITH_CARER))
                .extracting(WorkItem::about)
                .containsExactlyInAnyOrder("MAIN_CARER", "OTHER_CARER");
        person.hands(person.tasks(TALK_WITH_CARER).get(0));
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
        assertThat(person.tasks(CARER_PLAN)).hasSize(1);
    }

    @Test
    @CareRule(3)
    void beginsWhenACarerIsAddedAndNeverTwiceForOne() {
        Somebody person = care.registered();
        assertThat(person.running()).doesNotContain(PROCESS);
        person.welcomed("carerName", "Joan Hill", "carerRelationship", "Daughter", "carerLivesWith", "YES");
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);

        care.as(
                Alliance.COORDINATOR,
                () -> people.addCarer(
                        Alliance.COORDINATOR,
                        person.ref(),
                        new People.NewCarer("Joan Hill", "Daughter", null, true, true)));
        supports.open(person.ref(), carer(person), true);
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
        assertThat(person.values("select state from carer_support where pathway_ref = :ref"))
                .containsExactly("TO_TALK");
    }

    // ------------------------------------------------------------------ whose work it is

    @Test
    void isTheWorkOfTheServiceForCarersOnceSharingIsAgreed() {
        Somebody person = withCarer();
        assertThat(person.task(TALK_WITH_CARER).group()).isEqualTo("dougie-mac.coordinator");
        person.welcomed("sharing", "AGREED");
        assertThat(person.task(TALK_WITH_CARER).group()).isEqualTo("approach.carer-enablement");
        assertThat(person.does(TALK_WITH_CARER).last(TALK_WITH_CARER).endedBy()).isEqualTo("carers");
        assertThat(person.task(CARER_PLAN).group()).isEqualTo("approach.carer-enablement");
    }

    @Test
    void goesBackToTheCoordinatorsWhenSharingEnds() {
        Somebody person = withCarer().welcomed("sharing", "AGREED");
        care.as(Alliance.CARERS, () -> {
            worklist.claim(Alliance.CARERS, person.task(TALK_WITH_CARER).taskId());
            return person;
        });
        person.objectsToSharingWith("approach");

        assertThat(person.task(TALK_WITH_CARER).group()).isEqualTo("dougie-mac.coordinator");
        assertThat(person.task(TALK_WITH_CARER).assignee())
                .as("who may not see the person gives it up")
                .isNull();
        assertThat(person.does(TALK_WITH_CARER).task(CARER_PLAN).group()).isEqualTo("dougie-mac.coordinator");
        care.worklistEqualsTheEngine();
    }

    @Test
    void leavesATakenTaskWithWhoeverMayGoOn() {
        Somebody person = withCarer().named();
        care.as(Alliance.COORDINATOR, () -> {
            worklist.claim(Alliance.COORDINATOR, person.task(TALK_WITH_CARER).taskId());
            return person;
        });
        person.does(Somebody.WELCOME, "sharing", "AGREED");
        assertThat(person.task(TALK_WITH_CARER).assignee()).isEqualTo("coordinator");
        assertThat(person.does(TALK_WITH_CARER).task(CARER_PLAN).group()).isEqualTo("approach.carer-enablement");
    }

    @Test
    void isTheCoordinatorsWhereNobodyProvidesTheService() {
        care.stopsTaking("CARER_ENABLEMENT");
        try {
            Somebody person = withCarer().welcomed("sharing", "AGREED");
            assertThat(person.task(TALK_WITH_CARER).group()).isEqualTo("dougie-mac.coordinator");
        } finally {
            care.takesAgain("CARER_ENABLEMENT");
        }
    }

    // ------------------------------------------------------------------ conversation, level, plan

    @ParameterizedTest
    @CsvSource({
        "0, GOOD, NO, NO, INFORM",
        "0, POOR, NO, NO, GROUP",
        "2, GOOD, NO, NO, GROUP",
        "2, GOOD, NO, YES, ONE_TO_ONE",
        "3, GOOD, YES, NO, ONE_TO_ONE",
        "3, POOR, YES, NO, URGENT",
        "4, GOOD, NO, NO, URGENT",
        "RATHER_NOT_SAY, RATHER_NOT_SAY, NOT_SURE, NOT_SURE, GROUP"
    })
    @CareRule(14)
    void findsTheLevelFromWhatTheCarerSaidAndKeepsWhy(
            String ownWords, String health, String livesWith, String alone, Level level) {
        Somebody person = withCarer()
                .does(
                        TALK_WITH_CARER,
                        "ownWords",
                        ownWords,
                        "ownHealth",
                        health,
                        "livesWith",
                        livesWith,
                        "caringAlone",
                        alone);

        assertThat(support(person).level()).isEqualTo(level);
        assertThat(decisions.ofRecord(
                        Alliance.COORDINATOR, person.ref(), support(person).id()))
                .extracting(kept -> kept.evaluation().decision())
                .containsExactly("carer-strain-level", "carer-support-level");
        assertThat(supports.reasons(Alliance.COORDINATOR, support(person))).hasSize(1);
        assertThat(person.timeline()).endsWith("CARER_LEVEL_" + level);
    }

    @Test
    void readsAScoreForNinetyDays() {
        Somebody person = withCarer().does(TALK_WITH_CARER, "ownWords", "0", "zarit", "70");
        assertThat(support(person).level()).isEqualTo(Level.URGENT);

        person.does(CARER_PLAN);
        care.passUntil(dueAt(person, "review_due_at"));
        person.does(CARER_REVIEW, "ownWords", "0");
        assertThat(support(person).level()).as("the score still counts").isEqualTo(Level.URGENT);

        person.does(CARER_PLAN);
        care.passDays(91);
        person.does(CARER_REVIEW, "ownWords", "0");
        assertThat(support(person).level()).isEqualTo(Level.INFORM);
    }

    @Test
    void readsTheLastRatingOfACarerWhoWouldRatherNotSay() {
        Somebody person = withCarer().welcomed();
        person.carerRates("ownWords", "4");
        person.does(TALK_WITH_CARER, "ownWords", "RATHER_NOT_SAY");

        assertThat(support(person).level()).isEqualTo(Level.URGENT);
    }

    @Test
    void hurriesWhenTheLevelIsUrgent() {
        Somebody calm = withCarer().does(TALK_WITH_CARER, "ownWords", "1");
        assertThat(calm.dueOf(CARER_PLAN)).isEqualTo(Instant.parse("2026-11-16T17:00:00Z"));
        Somebody strained = withCarer().does(TALK_WITH_CARER, "ownWords", "4");
        assertThat(strained.dueOf(CARER_PLAN)).isEqualTo(Instant.parse("2026-11-10T17:00:00Z"));
        assertThat(strained.task(CARER_PLAN).priority()).isEqualTo("URGENT");
    }

    @Test
    void needsToKnowWhatIsDoneNowWhenHelpIsUrgent() {
        Somebody person = withCarer().does(TALK_WITH_CARER, "ownWords", "4");
        assertThat(person.refuses(CARER_PLAN, "helps", List.of("URGENT_HELP"))).containsExactly("urgentHelp");
        person.does(CARER_PLAN, "helps", List.of("URGENT_HELP"), "urgentHelp", "A sitter tonight.");
        assertThat(requireNonNull(support(person).plan()).urgentHelp()).isEqualTo("A sitter tonight.");
    }

    @Test
    @CareRule(7)
    void sendsTheReferralToTheLocalAuthorityOnceWhenTheCarerAgrees() {
        Somebody person = withCarer().welcomed().does(TALK_WITH_CARER);
        person.does(CARER_PLAN, "authorityAnswer", "AGREED");

        assertThat(person.referrals()).containsExactly("LOCAL_AUTHORITY_CARER_ASSESSMENT");
        assertThat(person.referral("LOCAL_AUTHORITY_CARER_ASSESSMENT", "agreed_by"))
                .isEqualTo("CARER");
        assertThat(person.referral("LOCAL_AUTHORITY_CARER_ASSESSMENT", "for_carer"))
                .hasToString(carer(person).toString());
        assertThat(person.referral("LOCAL_AUTHORITY_CARER_ASSESSMENT", "sent_by"))
                .isEqualTo("carers");

        care.passUntil(dueAt(person, "review_due_at"));
        person.does(CARER_REVIEW).does(CARER_PLAN, "authorityAnswer", "AGREED");
        assertThat(person.referrals()).as("asked once").hasSize(1);
    }

    @Test
    void notesThatTheCoordinatorArrangesItWhereNoServiceTakesIt() {
        care.stopsTaking("LOCAL_AUTHORITY_CARER_ASSESSMENT");
        try {
            Somebody person = withCarer().welcomed().does(TALK_WITH_CARER);
            person.does(CARER_PLAN, "authorityAnswer", "AGREED");
            assertThat(person.referrals()).isEmpty();
            assertThat(person.timeline()).contains("CARER_ASSESSMENT_TO_ARRANGE");
        } finally {
            care.takesAgain("LOCAL_AUTHORITY_CARER_ASSESSMENT");
        }
    }

    @Test
    @CareRule(7)
    void offersTheLocalAuthoritysAssessmentAgainOnTheDayThatWasAgreed() {
        Somebody person = withCarer().does(TALK_WITH_CARER);
        assertThat(person.refuses(CARER_PLAN, "authorityAnswer", "NOT_NOW")).containsExactly("authorityAskAgainOn-day");
        LocalDate again = care.today().plusDays(30);
        person.does(CARER_PLAN, "authorityAnswer", "NOT_NOW", "authorityAskAgainOn", again);
        assertThat(dueAt(person, "review_due_at"))
                .isEqualTo(again.atStartOfDay(WorkingDays.ZONE).toInstant());
    }

    // ------------------------------------------------------------------ agreed in the plan of the person

    @Test
    @CareRule(3)
    void takesUpWhatThePlanOfThePersonAgreedInsteadOfASecondThing() {
        Somebody person = withCarer().assessedAt("5").does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        assertThat(person.tasks(TALK_WITH_CARER)).isEmpty();

        person.agreesTo("CARER_ENABLEMENT");

        assertThat(person.referrals()).isEmpty();
        assertThat(person.running()).containsExactly(PROCESS, "dementia-pathway");
        assertThat(person.tasks(TALK_WITH_CARER))
                .as("who had said no is asked now")
                .hasSize(1);
        assertThat(person.timeline()).contains("CARER_SUPPORT_ASKED_FOR");
        assertThat(person.value("select taken_up_at is not null from plan_item where pathway_ref = :ref"))
                .isEqualTo(true);
    }

    @Test
    void letsSupportGoOnAsItIsWhenThePlanAgreesToWhatRunsAlready() {
        Somebody person = withCarer().assessedAt("5").does(TALK_WITH_CARER).does(CARER_PLAN);
        Instant review = dueAt(person, "review_due_at");
        person.agreesTo("CARER_ENABLEMENT");
        assertThat(person.referrals()).isEmpty();
        assertThat(person.tasks(CARER_REVIEW)).isEmpty();
        assertThat(dueAt(person, "review_due_at")).isEqualTo(review);
    }

    @Test
    @CareRule(3)
    void hurriesTheConversationThatIsOpenWhenTheCarerNeedsHelpAtOnce() {
        Somebody person = withCarer().welcomed();
        WorkItem talk = person.task(TALK_WITH_CARER);
        assertThat(talk.dueAt()).isEqualTo(Instant.parse("2026-11-23T17:00:00Z"));
        person.carerRates(atLevel("4"), "ownWords", "4").does(URGENT_HELP, agreeing("CARER_ENABLEMENT"));

        assertThat(person.referrals()).isEmpty();
        assertThat(person.task(TALK_WITH_CARER).taskId()).as("the same work").isEqualTo(talk.taskId());
        assertThat(person.task(TALK_WITH_CARER).priority()).isEqualTo("URGENT");
        assertThat(person.dueOf(TALK_WITH_CARER)).isEqualTo(Instant.parse("2026-11-10T17:00:00Z"));
        care.worklistEqualsTheEngine();
        care.passUntil(Instant.parse("2026-11-11T09:00:00Z"));
        assertThat(person.told(TALK_WITH_CARER))
                .as("its escalation runs by the new date")
                .isNotEmpty();
    }

    @Test
    void isAReferralToAServiceOutsideOfTheAlliance() {
        services.add(new Service(
                "carers-elsewhere", "CARER_ENABLEMENT", "Carers elsewhere", "community-trust", "partner", "Stoke"));
        try {
            Somebody person = withCarer().assessedAt("5");
            person.does(PLAN, agreeing("CARER_ENABLEMENT"), "service_CARER_ENABLEMENT", "carers-elsewhere");
            assertThat(person.referrals()).containsExactly("CARER_ENABLEMENT");
        } finally {
            jdbc.sql("update service set taking = false where id = 'carers-elsewhere'")
                    .update();
        }
    }

    // ------------------------------------------------------------------ sessions and review

    @Test
    void holdsSessionsOnTheirDaysAndKeepsWhoCame() {
        LocalDate first = care.today().plusDays(7);
        Somebody person = withCarer()
                .does(TALK_WITH_CARER)
                .does(CARER_PLAN, "helps", List.of("GROUP"), "sessionOn", first, "goal2", "Walk every day.");
        assertThat(person.tasks(CARER_SESSION)).as("not before its day").isEmpty();
        assertThat(support(person).state()).isEqualTo(CarerSupport.State.IN_SESSIONS);

        care.passUntil(first.atTime(9, 0).atZone(WorkingDays.ZONE).toInstant());
        String goal = requireNonNull(support(person).plan()).goals().get(1).id();
        LocalDate second = care.today().plusDays(14);
        assertThat(person.refuses(CARER_SESSION, "nextStep", "NEXT_SESSION")).containsExactly("sessionOn-day");
        person.does(CARER_SESSION, "goalsWorkedOn", List.of(goal), "nextStep", "NEXT_SESSION", "sessionOn", second);
        assertThat(support(person).sessionOn()).isEqualTo(second);
        care.passDays(15);
        person.does(CARER_SESSION, "attendance", "NOT_ATTENDED");

        assertThat(support(person).sessions())
                .extracting(CarerSupport.Session::attendance)
                .containsExactly(CarerSupport.Attendance.ATTENDED, CarerSupport.Attendance.NOT_ATTENDED);
        assertThat(support(person).sessions().get(0).goals()).containsExactly(goal);
        assertThat(support(person).state()).isEqualTo(CarerSupport.State.SUPPORTED);
        assertThat(person.timeline()).contains("CARER_SESSION_ATTENDED", "CARER_SESSION_NOT_ATTENDED");
    }

    @Test
    void needsADayForTheFirstSession() {
        Somebody person = withCarer().does(TALK_WITH_CARER);
        assertThat(person.refuses(CARER_PLAN, "helps", List.of("ONE_TO_ONE"))).containsExactly("sessionOn-day");
    }

    @ParameterizedTest
    @CsvSource({"1, 182", "2, 91", "3, 56", "4, 14"})
    void reviewsTheSoonerTheMoreSupportIsNeeded(String ownWords, int days) {
        Somebody person =
                withCarer().does(TALK_WITH_CARER, "ownWords", ownWords).does(CARER_PLAN);
        assertThat(dueAt(person, "review_due_at"))
                .isEqualTo(care.today()
                        .plusDays(days)
                        .atTime(17, 0)
                        .atZone(WorkingDays.ZONE)
                        .toInstant());
    }

    @Test
    void putsTheWordsAfterBesideTheWordsBeforeAndFindsTheLevelAgain() {
        Somebody person = withCarer()
                .does(TALK_WITH_CARER, "ownWords", "3", "words", "I never sleep.")
                .does(CARER_PLAN);
        assertThat(support(person).after()).isNull();
        care.passUntil(dueAt(person, "review_due_at"));
        person.does(CARER_REVIEW, "ownWords", "1", "words", "I sleep again.", "whatChanged", "A sitter at night.");

        assertThat(requireNonNull(support(person).before()).ownWords()).isEqualTo(3);
        assertThat(requireNonNull(support(person).before()).words()).isEqualTo("I never sleep.");
        assertThat(requireNonNull(support(person).after()).ownWords()).isEqualTo(1);
        assertThat(requireNonNull(support(person).after()).whatChanged()).isEqualTo("A sitter at night.");
        assertThat(support(person).level()).isEqualTo(Level.INFORM);
        assertThat(person.task(CARER_PLAN).isOpen()).isTrue();
    }

    @Test
    void triesAgainWhenTheCarerWasNotReachedForTheReview() {
        Somebody person = withCarer().does(TALK_WITH_CARER).does(CARER_PLAN);
        care.passUntil(dueAt(person, "review_due_at"));
        LocalDate again = care.today().plusDays(3);
        person.does(CARER_REVIEW, "how", "NOT_REACHED", "askAgainOn", again);
        assertThat(person.tasks(CARER_REVIEW)).isEmpty();
        assertThat(support(person).after()).isNull();
        care.passDays(4);
        assertThat(person.tasks(CARER_REVIEW)).hasSize(1);
    }

    // ------------------------------------------------------------------ no, and not now

    @Test
    @CareRule(7)
    void asksAgainOnTheDayThatTheCarerNamed() {
        Somebody person = withCarer();
        assertThat(person.refuses(TALK_WITH_CARER, "carerAnswer", "NOT_NOW")).containsExactly("askAgainOn-day");
        LocalDate again = care.today().plusDays(40);
        person.does(TALK_WITH_CARER, "carerAnswer", "NOT_NOW", "askAgainOn", again);
        assertThat(support(person).state()).isEqualTo(CarerSupport.State.PUT_OFF);
        assertThat(support(person).level()).isNull();
        care.passDays(39);
        assertThat(person.tasks(TALK_WITH_CARER)).isEmpty();
        care.passDays(1);
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
    }

    @Test
    @CareRule(7)
    void letsANoStandAndAsksAgainLaterOn() {
        Somebody person = withCarer().does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        person.changes(false);
        assertThat(person.tasks(TALK_WITH_CARER))
                .as("a change for the person is no reason to press")
                .isEmpty();
        care.passDays(181);
        assertThat(person.tasks(TALK_WITH_CARER)).isEmpty();
        care.passDays(2);
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);

        Somebody later = withCarer().does(TALK_WITH_CARER).does(CARER_PLAN);
        care.passUntil(dueAt(later, "review_due_at"));
        later.does(CARER_REVIEW, "reviewAnswer", "DECLINED");
        assertThat(support(later).state()).isEqualTo(CarerSupport.State.PUT_OFF);
    }

    @Test
    @CareRule(7)
    void letsTheCarerAloneAgreeToThePlan() {
        Somebody person = withCarer().does(TALK_WITH_CARER);
        person.does(
                CARER_PLAN, "planAnswer", "NOT_NOW", "askAgainOn", care.today().plusDays(20));
        assertThat(support(person).plan()).as("no plan is agreed").isNull();
        care.passDays(20);
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
    }

    @Test
    void isAskedBeforeTheirTimeWhenTheyWish() {
        Somebody person = withCarer().does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        boolean asked = care.as(
                Alliance.COORDINATOR, () -> supports.askAgain(Alliance.COORDINATOR, person.ref(), carer(person)));
        assertThat(asked).isTrue();
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
        boolean again = care.as(
                Alliance.COORDINATOR, () -> supports.askAgain(Alliance.COORDINATOR, person.ref(), carer(person)));
        assertThat(again).as("somebody is to speak with them already").isFalse();
        assertThatThrownBy(() -> supports.askAgain(Alliance.PARTNER, person.ref(), carer(person)))
                .isInstanceOf(NotVisible.class);
    }

    // ------------------------------------------------------------------ looking again

    @Test
    void looksAgainAtOnceAfterACrisis() {
        Somebody waiting = withCarer().does(TALK_WITH_CARER).does(CARER_PLAN);
        carersOnPathway.lookAgain(waiting.ref());
        assertThat(waiting.task(CARER_REVIEW).priority()).isEqualTo("URGENT");
        assertThat(waiting.dueOf(CARER_REVIEW)).isEqualTo(Instant.parse("2026-11-10T17:00:00Z"));

        Somebody declined = withCarer().does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        carersOnPathway.lookAgain(declined.ref());
        assertThat(declined.task(TALK_WITH_CARER).priority()).isEqualTo("URGENT");

        Somebody inSessions = withCarer()
                .does(TALK_WITH_CARER)
                .does(
                        CARER_PLAN,
                        "helps",
                        List.of("GROUP"),
                        "sessionOn",
                        care.today().plusDays(20));
        carersOnPathway.lookAgain(inSessions.ref());
        assertThat(inSessions.open()).contains(CARER_REVIEW);
        inSessions.does(CARER_REVIEW);
        assertThat(support(inSessions).sessionOn()).isEqualTo(care.today().plusDays(20));
    }

    @Test
    void looksAgainWhenAChangeIsReported() {
        Somebody person = withCarer().does(TALK_WITH_CARER).does(CARER_PLAN).changes(false);
        assertThat(person.task(CARER_REVIEW).priority()).isEqualTo("ROUTINE");
    }

    @Test
    @CareRule(2)
    void looksAgainAfterThePlanThatWasOpenJustThen() {
        Somebody person = withCarer().does(TALK_WITH_CARER);
        carersOnPathway.lookAgain(person.ref());
        assertThat(person.open()).contains(CARER_PLAN).doesNotContain(CARER_REVIEW);
        person.does(
                CARER_PLAN, "helps", List.of("GROUP"), "sessionOn", care.today().plusDays(20));
        care.pass(java.time.Duration.ofMinutes(1));
        assertThat(person.task(CARER_REVIEW).priority()).isEqualTo("URGENT");
        person.does(CARER_REVIEW).does(CARER_PLAN);
        assertThat(dueAt(person, "review_due_at"))
                .as("looked at once, not for ever")
                .isAfter(care.now());
    }

    // ------------------------------------------------------------------ strain

    @Test
    void countsTheHighestKnownStrainOfAllCarers() {
        Somebody person =
                care.somebody().withCarer("Joan Hill").withCarer("Paul Hill").registered();
        List<WorkItem> talks = person.tasks(TALK_WITH_CARER);
        person.hands(talks.get(0), "ownWords", "3");
        assertThat(person.pathway("carer_strain")).isEqualTo("HIGH");
        person.hands(talks.get(1), "ownWords", "1");
        assertThat(person.pathway("carer_strain"))
                .as("the other's is still high")
                .isEqualTo("HIGH");
        assertThat(assessments.standing(person.ref()).carerStrainLevel()).isEqualTo("HIGH");
    }

    @Test
    void standsForTheCarersOwnRatingAndForNobodyElses() {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .welcomed();
        person.carerRates("ownWords", "4").carerRates("ownWords", "2");
        person.everybodyRates(atLevel("4")).does(Somebody.CONFIRM).does(Somebody.PLAN);
        assertThat(person.pathway("carer_strain")).isEqualTo("VERY_HIGH");
        care.passDays(1);

        person.hands(talkOf(person, "MAIN_CARER"), "ownWords", "0");
        assertThat(assessments.standing(person.ref()).carerStrainLevel())
                .as("the main carer's later word stands for their rating")
                .isEqualTo("MODERATE");
        person.hands(talkOf(person, "OTHER_CARER"), "ownWords", "RATHER_NOT_SAY");
        assertThat(assessments.standing(person.ref()).carerStrainLevel())
                .as("saying nothing takes nothing back")
                .isEqualTo("MODERATE");
    }

    private static WorkItem talkOf(Somebody person, String about) {
        return person.tasks(TALK_WITH_CARER).stream()
                .filter(task -> about.equals(task.about()))
                .findFirst()
                .orElseThrow();
    }

    // ------------------------------------------------------------------ ends

    @Test
    @CareRule(10)
    void handsOverToBereavementWhenThePersonDies() {
        Somebody person = withCarer().does(TALK_WITH_CARER);
        person.dies();

        assertThat(person.values("select state || ' ' || end_reason from carer_support where pathway_ref = :ref"))
                .containsExactly("HANDED_OVER DIED");
        assertThat(person.running()).doesNotContain(PROCESS).contains("bereavement-support");
        assertThat(person.passed(PROCESS)).contains("EndEvent_HandedOver");
        assertThat(person.last(CARER_PLAN).state()).isEqualTo(WorkItem.State.CANCELLED);
        assertThat(person.timeline()).contains("CARER_SUPPORT_HANDED_OVER");
        care.passDays(400);
        assertThat(person.tasks(TALK_WITH_CARER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    @CareRule(10)
    void closesWithTheReasonWhereverItStands(Kind kind) {
        List<Somebody> everywhere = List.of(
                withCarer(),
                withCarer().does(TALK_WITH_CARER),
                withCarer().does(TALK_WITH_CARER, "carerAnswer", "DECLINED"),
                withCarer()
                        .does(TALK_WITH_CARER)
                        .does(
                                CARER_PLAN,
                                "helps",
                                List.of("GROUP"),
                                "sessionOn",
                                care.today().plusDays(20)),
                withCarer().does(TALK_WITH_CARER).does(CARER_PLAN));
        for (Somebody person : everywhere) {
            person.ends(kind, care.today());
            assertThat(person.values("select state || ' ' || end_reason from carer_support where pathway_ref = :ref"))
                    .containsExactly("CLOSED " + kind);
            assertThat(person.running()).isEmpty();
            assertThat(person.open()).isEmpty();
        }
        care.worklistEqualsTheEngine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CARER_DIED", "CARER_ILL", "CARER_STOPPED"})
    void closesWhenTheCarerStopsAndTheirStrainNoLongerCounts(String reason) {
        Somebody person = withCarer().does(TALK_WITH_CARER, "ownWords", "4");
        assertThat(person.pathway("carer_strain")).isEqualTo("VERY_HIGH");
        carersOnPathway.stopped(person.ref(), carer(person), reason);

        assertThat(person.values("select state || ' ' || end_reason from carer_support where pathway_ref = :ref"))
                .containsExactly("CLOSED " + reason);
        assertThat(person.pathway("carer_strain")).isEqualTo("UNKNOWN");
        assertThat(person.running()).containsExactly("dementia-pathway");
    }

    @Test
    void beginsAnewWhenThePathwayIsReopened() {
        Somebody person = withCarer().named().does(TALK_WITH_CARER);
        person.dies();
        person.isReopened();

        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
        assertThat(person.values("select state from carer_support where pathway_ref = :ref order by opened_at"))
                .containsExactly("HANDED_OVER", "TO_TALK");
    }

    // ------------------------------------------------------------------ for years, and for the record

    @Test
    @CareRule(2)
    void neverLeavesACarerWithoutATaskOrADate() {
        Somebody person = withCarer();
        for (int round = 0; round < 4; round++) {
            waitsForSomething(person);
            person.does(round == 0 ? TALK_WITH_CARER : CARER_REVIEW);
            waitsForSomething(person);
            person.does(
                    CARER_PLAN,
                    "helps",
                    List.of("GROUP"),
                    "sessionOn",
                    care.today().plusDays(7));
            waitsForSomething(person);
            care.passDays(8);
            waitsForSomething(person);
            person.does(CARER_SESSION);
            waitsForSomething(person);
            care.passUntil(dueAt(person, "review_due_at"));
        }
        assertThat(person.timeline())
                .filteredOn("CARER_SUPPORT_REVIEWED"::equals)
                .hasSize(3);
    }

    private static void waitsForSomething(Somebody person) {
        boolean hasTimer = !person.value(
                        "select count(*) from act_ru_job j join episode e on e.process_instance_id = j.process_instance_id_ where e.pathway_ref = :ref and e.process = 'carer-enablement'")
                .equals(0L);
        boolean hasTask = !person.value(
                        "select count(*) from work_item where pathway_ref = :ref and process = 'carer-enablement' and state = 'OPEN'")
                .equals(0L);
        assertThat(hasTimer || hasTask).isTrue();
    }

    @Test
    void keepsWhatWasSaidAgreedAndDoneAsItWas() {
        withCarer().does(TALK_WITH_CARER).does(CARER_PLAN);
        for (String change : List.of(
                "update carer_talk set words = 'Other words.'",
                "delete from carer_plan",
                "update carer_goal set goal = 'Another goal.'",
                "delete from carer_session")) {
            assertThatThrownBy(() -> jdbc.sql(change).update()).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void showsTheSupportOnlyToThoseWhoMaySeeThePersonsCare() {
        Somebody person = withCarer();
        assertThat(supports.of(Alliance.COORDINATOR, person.ref())).hasSize(1);
        assertThatThrownBy(() -> supports.of(Alliance.PARTNER, person.ref())).isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> supports.of(Alliance.CARERS, person.ref())).isInstanceOf(NotVisible.class);
    }

    @Test
    void actsOnAConcernTheSameDay() {
        Somebody person = withCarer()
                .named()
                .does(TALK_WITH_CARER, "immediateConcern", "CARER_BREAKING_DOWN", "concernNote", "In tears.");
        assertThat(person.open()).contains(Somebody.CONCERN, CARER_PLAN);
    }

    private Somebody withCarer() {
        return care.somebody().withCarer("Joan Hill").registered();
    }

    private CarerSupport support(Somebody person) {
        return supports.of(Alliance.COORDINATOR, person.ref()).get(0);
    }

    private static CarerId carer(Somebody person) {
        return CarerId.of(
                person.value("select id from carer where pathway_ref = :ref").toString());
    }

    private static Instant dueAt(Somebody person, String column) {
        return ((java.sql.Timestamp) person.value("select " + column + " from carer_support where pathway_ref = :ref"))
                .toInstant();
    }
}
