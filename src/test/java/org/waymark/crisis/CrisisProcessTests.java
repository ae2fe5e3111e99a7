package org.waymark.crisis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.crisis.Crises.Taken;
import org.waymark.crisis.Rota.NewEntry;
import org.waymark.forms.Answers;
import org.waymark.kernel.WaymarkClock;
import org.waymark.pathway.CrisesOnPathway;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.pathway.LifeEvents.LifeEvent;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** The response to a crisis: triage day and night by whoever is on the rota, a visit, nights, and what came of it. */
class CrisisProcessTests extends WithCare {

    private static final String TRIAGE = "UserTask_TriageCrisis";
    private static final String VISIT = "UserTask_VisitInCrisis";
    private static final String NIGHT = "UserTask_CoverNight";
    private static final String OUTCOME = "UserTask_RecordCrisisOutcome";
    private static final String CALL = "UserTask_MakeFollowUpCall";
    private static final String NURSES = "dougie-mac.palliative-nurse";

    @Autowired
    CrisesOnPathway onPathway;

    @Autowired
    Crises crises;

    @Autowired
    LifeEvents lifeEvents;

    @Autowired
    Rota rota;

    @Autowired
    Worklist worklist;

    @Autowired
    ServiceDirectory services;

    @Autowired
    WaymarkClock clock;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    private int reported;

    @BeforeEach
    void theHospiceGivesRapidResponse() {
        if (services.service("hospice-rapid").isEmpty()) {
            services.add(new Service(
                    "hospice-rapid", "RAPID_RESPONSE", "Rapid response", "dougie-mac", "palliative-nurse", "Stoke"));
            services.add(new Service(
                    "advisers-rapid", "RAPID_RESPONSE", "Rapid advice", "approach", "dementia-adviser", "Stoke"));
        }
        given("hospice-rapid", true);
        given("advisers-rapid", false);
        jdbc.sql("delete from rota_entry").update();
    }

    private void given(String service, boolean taking) {
        jdbc.sql("update service set taking = :taking where id = :id")
                .param("taking", taking)
                .param("id", service)
                .update();
    }

    private void onDuty(@Nullable String username, @Nullable String role, String from, String until) {
        rota.add(
                Alliance.TEAM_LEAD,
                List.of(new NewEntry("dougie-mac", username, role, Instant.parse(from), Instant.parse(until))));
    }

    private Taken reports(Viewer by, Somebody person) {
        return reports(by, person, "She is out alone, for the " + ++reported + "th time.");
    }

    private Taken reports(Viewer by, Somebody person, String happened) {
        Map<String, Object> answers = new HashMap<>(Map.of("reportedBy", "CARER", "whatHappened", happened));
        answers.putAll(Map.of("since", "HOURS", "immediateDanger", "NO"));
        return as(by, () -> onPathway.report(by, person.ref(), new Answers(answers)));
    }

    private <T> T as(Viewer viewer, Supplier<T> action) {
        return care.as(viewer, () -> Objects.requireNonNull(transaction.execute(status -> action.get())));
    }

    private Somebody inCrisis() {
        Somebody person = care.registered().named();
        assertThat(reports(Alliance.COORDINATOR, person)).isEqualTo(Taken.OPENED);
        return person;
    }

    private static Object crisis(Somebody person, String column) {
        return person.value(
                "select " + column + " from crisis where pathway_ref = :ref order by reported_at desc limit 1");
    }

    @ParameterizedTest(name = "reported {0}: {2}")
    @CsvSource({
        "2026-11-09T23:30:00Z, 2026-11-10T03:30:00Z, at night",
        "2026-11-15T11:00:00Z, 2026-11-15T15:00:00Z, on a Sunday",
        "2026-12-25T02:00:00Z, 2026-12-25T06:00:00Z, on a bank holiday",
        "2026-10-24T23:30:00Z, 2026-10-25T03:30:00Z, while the clocks go back",
        "2027-03-28T00:30:00Z, 2027-03-28T04:30:00Z, while the clocks go forward"
    })
    void isToBeTriagedWithinFourHoursAtAnyTime(Instant reported, Instant due, String when) {
        clock.moveTo(reported);
        Somebody person = care.registered();
        reports(Alliance.COORDINATOR, person);

        assertThat(person.dueOf(TRIAGE)).isBetween(due, due.plusSeconds(60));
    }

    @Test
    void isToldToTheTeamLeadAfterTwoHoursAndToTheCoordinatorAfterFour() {
        onDuty("nurse", null, "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        Somebody person = care.registered().named();
        clock.moveTo(Instant.parse("2026-11-09T22:00:00Z"));
        reports(Alliance.COORDINATOR, person);
        care.passUntil(Instant.parse("2026-11-10T02:01:00Z"));
        assertThat(person.told(TRIAGE))
                .containsExactly(
                        "REMINDER Mon 09 Nov 23:00 nurse",
                        "TEAM_LEAD Tue 10 Nov 00:00 dougie-mac.team-lead",
                        "COORDINATOR Tue 10 Nov 02:00 coordinator");
        assertThat(person.tasks(TRIAGE)).as("no second copy of the work").hasSize(1);
    }

    @Test
    void goesToWhoeverIsOnTheRotaAtThatHour() {
        onDuty("nurse", null, "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        onDuty(null, "activity-officer", "2026-11-10T09:00:00Z", "2026-11-10T17:00:00Z");
        onDuty("lead", null, "2026-11-10T17:00:00Z", "2026-11-11T09:00:00Z");

        clock.moveTo(Instant.parse("2026-11-09T17:00:00Z"));
        WorkItem first = inCrisis().task(TRIAGE);
        clock.moveTo(Instant.parse("2026-11-10T08:59:30Z"));
        WorkItem lastOfTheNight = inCrisis().task(TRIAGE);
        clock.moveTo(Instant.parse("2026-11-10T09:00:00Z"));
        WorkItem byDay = inCrisis().task(TRIAGE);
        clock.moveTo(Instant.parse("2026-11-10T18:00:00Z"));
        WorkItem nextNight = inCrisis().task(TRIAGE);

        assertThat(first.assignee()).isEqualTo("nurse");
        assertThat(first.group()).isEqualTo(NURSES);
        assertThat(lastOfTheNight.assignee()).isEqualTo("nurse");
        assertThat(byDay.assignee()).isNull();
        assertThat(byDay.group()).isEqualTo("dougie-mac.activity-officer");
        assertThat(nextNight.assignee()).isEqualTo("lead");
    }

    @Test
    void goesToTheGroupThatGivesRapidResponseWhenNobodyIsOnTheRota() {
        WorkItem task = inCrisis().task(TRIAGE);
        assertThat(task.group()).isEqualTo(NURSES);
        assertThat(task.assignee()).isNull();
    }

    @Test
    void goesToTheCoordinatorsWhenNoOrganisationOfTheAllianceGivesIt() {
        given("hospice-rapid", false);
        Somebody person = care.registered();
        reports(Alliance.COORDINATOR, person);
        assertThat(person.task(TRIAGE).group()).isEqualTo("dougie-mac.coordinator");
        assertThat(person.task(TRIAGE).assignee()).isNull();
    }

    @Test
    void goesToAnotherOrganisationOnlyWhenSharingIsAgreedAndComesBackWhenItEnds() {
        given("hospice-rapid", false);
        given("advisers-rapid", true);
        assertThat(inCrisis().task(TRIAGE).group()).isEqualTo("dougie-mac.coordinator");

        Somebody person = care.registered().welcomed();
        reports(Alliance.COORDINATOR, person);
        assertThat(person.task(TRIAGE).group()).isEqualTo("approach.dementia-adviser");
        assertThat(reports(Alliance.ADVISER, person)).isEqualTo(Taken.NOTED);

        person.objectsToSharingWith("approach");
        assertThat(person.task(TRIAGE).group()).isEqualTo("dougie-mac.coordinator");
        assertThatThrownBy(() -> reports(Alliance.ADVISER, person)).isInstanceOf(NotVisible.class);
        person.does(TRIAGE);
        assertThat(person.task(VISIT).group()).isEqualTo("dougie-mac.coordinator");
        care.worklistEqualsTheEngine();
    }

    @Test
    void leavesWithTheHospiceWhatItMayKnowWhenSharingIsRefused() {
        Somebody person = inCrisis();
        care.records(person, Sharing.REFUSED);
        assertThat(person.task(TRIAGE).group()).isEqualTo(NURSES);
    }

    @Test
    void isVisitedCoveredNightAfterNightAndLeadsToAFreshAssessment() {
        onDuty("lead", null, "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        onDuty("activity", null, "2026-11-10T20:00:00Z", "2026-11-11T08:00:00Z");
        Somebody person = care.registered().livingWithItAt("5");
        reports(Alliance.COORDINATOR, person);
        assertThat(crisis(person, "state")).isEqualTo("REPORTED");

        person.does(TRIAGE);
        assertThat(crisis(person, "state")).isEqualTo("TO_VISIT");
        assertThat(person.dueOf(VISIT))
                .isBetween(care.now().plusSeconds(4 * 3600 - 60), care.now().plusSeconds(4 * 3600));
        assertThat(person.task(VISIT).group()).isEqualTo(NURSES);

        care.pass(Duration.ofHours(3));
        person.does(VISIT, "overnight", "YES", "carerOwnWords", "4");
        assertThat(crisis(person, "state")).isEqualTo("NIGHTS");
        assertThat(person.task(NIGHT).assignee())
                .as("whoever is on at night, not now")
                .isEqualTo("lead");
        assertThat(person.dueOf(NIGHT)).isEqualTo(Instant.parse("2026-11-10T17:00:00Z"));

        care.passUntil(Instant.parse("2026-11-10T08:00:00Z"));
        person.does(NIGHT, "anotherNight", "YES");
        assertThat(person.task(NIGHT).assignee())
                .as("the next night, though it is still early")
                .isEqualTo("activity");
        care.passUntil(Instant.parse("2026-11-11T08:30:00Z"));
        person.does(NIGHT, "wasCovered", "NO");
        assertThat(person.values(
                        "select night_of || ' ' || was_covered from crisis_night n join crisis c on c.id = n.crisis_id"
                                + " where c.pathway_ref = :ref order by night_of"))
                .containsExactly("2026-11-09 true", "2026-11-10 false");
        assertThat(person.dueOf(OUTCOME)).isEqualTo(Instant.parse("2026-11-12T17:00:00Z"));

        assertThat(person.refuses(OUTCOME, "outcome", "MOVED_TO_CARE_HOME", "careHome", ""))
                .containsExactly("careHome");
        person.does(OUTCOME, "outcome", "MOVED_TO_CARE_HOME");
        assertThat(person.value("select lives_in from person where pathway_ref = :ref"))
                .as("as if it had been recorded as a life event")
                .isEqualTo("CARE_HOME");
        assertThat(person.values("select kind from life_event where pathway_ref = :ref order by recorded_at"))
                .containsExactly("CRISIS_REPORTED", "MOVED_TO_CARE_HOME");
        assertThat(crisis(person, "state")).isEqualTo("CLOSED");
        assertThat(crisis(person, "end_reason")).isEqualTo("MOVED_TO_CARE_HOME");
        assertThat(person.round("trigger")).isEqualTo("CRISIS");
        assertThat(person.open()).contains(Somebody.RATE).doesNotContain(OUTCOME);
        assertThat(person.value("select carer_strain_level from short_review where pathway_ref = :ref"))
                .as("what the carer said")
                .isEqualTo("VERY_HIGH");
        assertThat(person.pathway("carer_strain")).as("what the caseload shows").isEqualTo("VERY_HIGH");
        assertThat(person.pathway("last_contact_on")).hasToString("2026-11-09");
        assertThat(person.timeline())
                .containsSubsequence(
                        "CRISIS_REPORTED",
                        "CRISIS_TRIAGED",
                        "CRISIS_VISITED",
                        "CRISIS_NIGHT_COVERED",
                        "CRISIS_NIGHT_NOT_COVERED",
                        "CRISIS_OUTCOME",
                        "MOVED_TO_CARE_HOME",
                        "ASSESSMENT_OPENED");
        assertThat(person.values("select s.state from crisis_step s join crisis c on c.id = s.crisis_id"
                        + " where c.pathway_ref = :ref order by s.id"))
                .containsExactly("REPORTED", "TO_VISIT", "NIGHTS", "NIGHTS", "TO_CONCLUDE", "CLOSED");
    }

    @Test
    void givesTheNightThatIsAlreadyThereToWhoeverIsOnNow() {
        onDuty("lead", null, "2026-11-09T17:00:00Z", "2026-11-10T03:00:00Z");
        onDuty("activity", null, "2026-11-10T03:00:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-10T04:00:00Z"));
        Somebody person = inCrisis().does(TRIAGE).does(VISIT, "overnight", "YES");
        assertThat(person.task(NIGHT).assignee()).isEqualTo("activity");
        assertThat(
                        person.value(
                                "select night_of from crisis_night n join crisis c on c.id = n.crisis_id where c.pathway_ref = :ref"))
                .hasToString("2026-11-09");
    }

    // ------------------------------------------------------------------ when the shift ends

    /** Whether what is undone for this person went to somebody else just now. */
    private boolean isHandedOn(Somebody person) {
        long before = handedOn(person);
        crises.handOn();
        return handedOn(person) > before;
    }

    private static long handedOn(Somebody person) {
        return person.timeline().stream().filter("CRISIS_HANDED_ON"::equals).count();
    }

    @Test
    void isGivenToWhoeverIsOnNextWhenAShiftEndsWithTheWorkUndone() {
        onDuty("nurse", null, "2026-11-09T17:00:00Z", "2026-11-10T02:00:00Z");
        onDuty("lead", null, "2026-11-10T02:00:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-10T01:30:00Z"));
        Somebody person = inCrisis();
        WorkItem task = person.task(TRIAGE);
        assertThat(task.assignee()).isEqualTo("nurse");
        clock.moveTo(Instant.parse("2026-11-10T01:59:59Z"));
        assertThat(isHandedOn(person)).as("while the shift lasts").isFalse();

        clock.moveTo(Instant.parse("2026-11-10T02:00:00Z"));
        assertThat(isHandedOn(person)).isTrue();

        assertThat(person.task(TRIAGE).taskId())
                .as("the same work, not a second")
                .isEqualTo(task.taskId());
        assertThat(person.task(TRIAGE).assignee()).isEqualTo("lead");
        assertThat(person.task(TRIAGE).dueAt()).isEqualTo(task.dueAt());
        assertThat(isHandedOn(person)).as("the same again").isFalse();

        clock.moveTo(Instant.parse("2026-11-10T09:00:00Z"));
        assertThat(isHandedOn(person)).isTrue();
        assertThat(person.task(TRIAGE).assignee())
                .as("nobody is on, so the team sees it")
                .isNull();
        assertThat(person.task(TRIAGE).group()).isEqualTo(NURSES);
        assertThat(isHandedOn(person)).isFalse();
        assertThat(handedOn(person)).isEqualTo(2);
        care.worklistEqualsTheEngine();
        person.does(TRIAGE).does(VISIT).does(OUTCOME);
    }

    @Test
    void isGivenInTheEveningToWhoeverComesOnWhenTheTeamHasNotDoneItByDay() {
        onDuty("lead", null, "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-09T16:00:00Z"));
        Somebody person = inCrisis();
        assertThat(person.task(TRIAGE).assignee()).isNull();
        clock.moveTo(Instant.parse("2026-11-09T17:00:30Z"));
        crises.handOn();
        assertThat(person.task(TRIAGE).assignee()).isEqualTo("lead");
    }

    @Test
    void staysWithWhoTookItOverUntilTheShiftEnds() {
        onDuty("lead", null, "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-09T20:00:00Z"));
        Somebody person = inCrisis();
        String task = person.task(TRIAGE).taskId();
        as(Alliance.TEAM_LEAD, () -> {
            worklist.reassign(Alliance.TEAM_LEAD, task, "nurse");
            return task;
        });
        clock.moveTo(Instant.parse("2026-11-10T08:59:00Z"));
        assertThat(isHandedOn(person)).isFalse();
        assertThat(person.task(TRIAGE).assignee()).isEqualTo("nurse");
        clock.moveTo(Instant.parse("2026-11-10T09:00:00Z"));
        assertThat(isHandedOn(person)).isTrue();
        assertThat(person.task(TRIAGE).assignee()).isNull();
    }

    @Test
    void isGivenOnWhenAShiftIsEndedEarlyAndWhenSomebodyIsPutOn() {
        onDuty("nurse", null, "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-09T20:00:00Z"));
        Somebody person = inCrisis();
        assertThat(person.task(TRIAGE).assignee()).isEqualTo("nurse");
        String shift = rota.at("dougie-mac", clock.instant()).orElseThrow().id();
        as(Alliance.TEAM_LEAD, () -> {
            rota.end(Alliance.TEAM_LEAD, shift);
            return shift;
        });
        assertThat(isHandedOn(person)).isTrue();
        assertThat(person.task(TRIAGE).assignee()).isNull();
        onDuty("lead", null, "2026-11-09T20:05:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-09T20:05:00Z"));
        assertThat(isHandedOn(person)).isTrue();
        assertThat(person.task(TRIAGE).assignee()).isEqualTo("lead");
    }

    @Test
    void keepsTheNightForWhoeverIsOnAtNightAndGivesItOnInTheMorning() {
        onDuty("nurse", null, "2026-11-09T12:00:00Z", "2026-11-09T18:00:00Z");
        onDuty("lead", null, "2026-11-09T18:00:00Z", "2026-11-10T09:00:00Z");
        clock.moveTo(Instant.parse("2026-11-09T13:00:00Z"));
        Somebody person = inCrisis().does(TRIAGE).does(VISIT, "overnight", "YES");
        assertThat(person.task(NIGHT).assignee()).isEqualTo("lead");
        clock.moveTo(Instant.parse("2026-11-09T18:00:00Z"));
        assertThat(isHandedOn(person)).as("the night was theirs from the start").isFalse();
        clock.moveTo(Instant.parse("2026-11-10T09:00:00Z"));
        assertThat(isHandedOn(person)).isTrue();
        assertThat(person.task(NIGHT).assignee()).isNull();
        assertThat(person.task(NIGHT).group()).isEqualTo(NURSES);
        assertThat(person.values("select given_group || ' ' || coalesce(given_to, '-') from crisis_night n"
                        + " join crisis c on c.id = n.crisis_id where c.pathway_ref = :ref"))
                .containsExactly(NURSES + " -");
        person.does(NIGHT).does(OUTCOME);
    }

    @Test
    void leavesTheFollowUpCallWithTheCoordinator() {
        onDuty("nurse", null, "2026-11-09T08:00:00Z", "2026-11-09T17:00:00Z");
        Somebody person = inCrisis().does(TRIAGE, "answer", "ADVICE");
        clock.moveTo(Instant.parse("2026-11-09T18:00:00Z"));
        assertThat(isHandedOn(person)).isFalse();
        assertThat(person.task(CALL).assignee()).isEqualTo("coordinator");
    }

    @Test
    void waitsWithTheFreshLookForARoundThatIsOpen() {
        Somebody person = care.registered().welcomed();
        reports(Alliance.COORDINATOR, person);
        person.does(TRIAGE, "answer", "HOSPITAL").does(OUTCOME, "outcome", "ADMITTED_TO_HOSPITAL");
        assertThat(person.pathway("change_waits")).isEqualTo(true);
        person.everybodyRates(atLevel("5")).does(Somebody.CONFIRM).does(Somebody.PLAN);
        care.pass(Duration.ofMinutes(1));
        assertThat(person.open()).containsExactly(Somebody.REVIEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADVICE", "NOT_A_CRISIS"})
    void isClosedAfterACallOfTheCoordinatorWhenNobodyNeedsToGo(String answer) {
        Somebody person = inCrisis().does(TRIAGE, "answer", answer);
        assertThat(person.task(CALL).assignee()).isEqualTo("coordinator");
        assertThat(person.dueOf(CALL)).isEqualTo(Instant.parse("2026-11-10T17:00:00Z"));
        assertThat(crisis(person, "answer_note"))
                .isEqualTo(answer.equals("ADVICE") ? "To wait outside." : "She knows him again.");
        assertThat(crisis(person, "ended_at")).isEqualTo("null");
        person.does(CALL);
        assertThat(crisis(person, "end_reason")).isEqualTo(answer);
        assertThat(person.running()).containsExactly("dementia-pathway");
        assertThat(person.timeline()).endsWith("CRISIS_SETTLED");
    }

    @Test
    void isTriagedAnewWhenTheCallFindsACrisisAfterAll() {
        Somebody person = inCrisis().does(TRIAGE, "answer", "ADVICE").does(CALL, "callAnswer", "CRISIS");
        assertThat(person.task(TRIAGE).group()).isEqualTo(NURSES);
        assertThat(crisis(person, "state")).isEqualTo("REPORTED");
    }

    @Test
    void isNotedOnTheOpenOneWhenItIsReportedAgain() {
        Somebody person = inCrisis();
        assertThat(reports(Alliance.NURSE, person)).isEqualTo(Taken.NOTED);
        person.does(TRIAGE);
        assertThat(reports(Alliance.COORDINATOR, person)).isEqualTo(Taken.NOTED);
        assertThat(person.open()).contains(VISIT).doesNotContain(TRIAGE);
        assertThat(person.value("select count(*) from crisis where pathway_ref = :ref"))
                .isEqualTo(1L);
        assertThat(
                        person.value(
                                "select count(*) from crisis_report r join crisis c on c.id = r.crisis_id where c.pathway_ref = :ref"))
                .isEqualTo(3L);
        assertThat(person.running()).containsExactly("crisis-response", "dementia-pathway");
    }

    @Test
    void isReportedOnceHoweverOftenItIsClicked() {
        Somebody person = care.registered().named();
        assertThat(reports(Alliance.COORDINATOR, person, "She fell.")).isEqualTo(Taken.OPENED);
        person.does(TRIAGE, "answer", "ADVICE");
        assertThat(reports(Alliance.COORDINATOR, person, "She fell.")).isEqualTo(Taken.NOTED);
        assertThat(person.open()).contains(CALL).doesNotContain(TRIAGE);
        assertThat(
                        person.value(
                                "select count(*) from crisis_report r join crisis c on c.id = r.crisis_id where c.pathway_ref = :ref"))
                .isEqualTo(1L);
        care.pass(Duration.ofMinutes(6));
        assertThat(reports(Alliance.COORDINATOR, person, "She fell.")).isEqualTo(Taken.TRIAGED_AGAIN);
    }

    @Test
    void isTriagedAgainWhenItIsReportedAgainAndNobodyIsAboutToGo() {
        Somebody advised = inCrisis().does(TRIAGE, "answer", "ADVICE");
        assertThat(reports(Alliance.COORDINATOR, advised)).isEqualTo(Taken.TRIAGED_AGAIN);
        assertThat(advised.open()).contains(TRIAGE).doesNotContain(CALL);

        Somebody atNight = inCrisis().does(TRIAGE).does(VISIT, "overnight", "YES");
        assertThat(reports(Alliance.COORDINATOR, atNight)).isEqualTo(Taken.TRIAGED_AGAIN);
        assertThat(crisis(atNight, "state")).isEqualTo("REPORTED");
        atNight.does(TRIAGE).does(VISIT, "overnight", "YES").does(NIGHT).does(OUTCOME);
        assertThat(
                        atNight.value(
                                "select count(*) from crisis_night n join crisis c on c.id = n.crisis_id where c.pathway_ref = :ref"))
                .as("it is the same night")
                .isEqualTo(1L);
    }

    @Test
    void isACrisisOfItsOwnOnceTheOneBeforeIsOver() {
        Somebody person = inCrisis().does(TRIAGE).does(VISIT).does(OUTCOME);
        assertThat(reports(Alliance.COORDINATOR, person)).isEqualTo(Taken.OPENED);
        assertThat(crises.of(Alliance.COORDINATOR, person.ref())).hasSize(2);
    }

    // ------------------------------------------------------------------ a life event like the others

    private LifeEvent newest(Somebody person) {
        return care.as(Alliance.COORDINATOR, () -> lifeEvents.of(Alliance.COORDINATOR, person.ref()))
                .get(0);
    }

    private void takesBack(Somebody person, LifeEvent event) {
        care.as(Alliance.COORDINATOR, () -> {
            lifeEvents.correct(
                    Alliance.COORDINATOR, person.ref(), event.id(), new Answers(Map.of("reason", "It was next door.")));
            return event;
        });
    }

    @Test
    @CareRule(10)
    void isTakenBackWhenItWasReportedByMistakeAndStaysOnRecord() {
        Somebody person = inCrisis();
        LifeEvent event = newest(person);
        assertThat(event.kind()).isEqualTo(Kind.CRISIS_REPORTED);

        takesBack(person, event);

        assertThat(person.running()).containsExactly("dementia-pathway");
        assertThat(person.tasks(TRIAGE)).isEmpty();
        assertThat(crisis(person, "end_reason")).isEqualTo("REPORTED_IN_ERROR");
        assertThat(newest(person).withdrawnReason()).isEqualTo("It was next door.");
        assertThat(person.timeline()).endsWith("CORRECTED", "CRISIS_CANCELLED");
        assertThat(reports(Alliance.COORDINATOR, person)).as("a real one").isEqualTo(Taken.OPENED);
    }

    @Test
    void goesOnWhenOneOfTwoWhoReportedItWasMistaken() {
        Somebody person = inCrisis();
        reports(Alliance.TEAM_LEAD, person);
        takesBack(person, newest(person));
        assertThat(person.tasks(TRIAGE)).hasSize(1);
        takesBack(
                person,
                care.as(Alliance.COORDINATOR, () -> lifeEvents.of(Alliance.COORDINATOR, person.ref())).stream()
                        .filter(event -> event.withdrawnAt() == null)
                        .findFirst()
                        .orElseThrow());
        assertThat(person.tasks(TRIAGE)).isEmpty();
    }

    @Test
    void stillsTheRestWhenItEndsInHospital() {
        Somebody person = inCrisis().does(TRIAGE, "answer", "HOSPITAL");
        person.does(OUTCOME, "outcome", "ADMITTED_TO_HOSPITAL");

        assertThat(person.value("select in_hospital_since from person where pathway_ref = :ref"))
                .hasToString("2026-11-09");
        assertThat(newest(person).kind()).isEqualTo(Kind.ADMITTED);
        takesBack(person, newest(person));
        assertThat(person.value("select in_hospital_since from person where pathway_ref = :ref"))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DIED", "MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    void isRefusedOnceThePathwayIsOverAndNothingChanges(Kind kind) {
        Somebody person = care.registered().named();
        person.ends(kind, care.today());
        assertThatThrownBy(() -> reports(Alliance.COORDINATOR, person))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("crisisAfter." + kind));
        assertThat(person.value("select count(*) from crisis where pathway_ref = :ref"))
                .isEqualTo(0L);
        assertThat(person.value(
                        "select count(*) from form_submission where pathway_ref = :ref and form_id = 'report-crisis'"))
                .isEqualTo(0L);
        assertThat(person.running()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DIED", "MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    @CareRule(10)
    void isClosedAtOnceByALifeEventWhereverItStands(Kind kind) {
        for (Somebody person : List.of(
                inCrisis(),
                inCrisis().does(TRIAGE),
                inCrisis().does(TRIAGE).does(VISIT, "overnight", "YES"),
                inCrisis().does(TRIAGE, "answer", "ADVICE"))) {
            person.ends(kind, care.today());
            assertThat(person.running()).isEmpty();
            assertThat(person.open()).isEmpty();
            assertThat(crisis(person, "state")).isEqualTo("CANCELLED");
            assertThat(crisis(person, "end_reason")).isEqualTo(kind.name());
            assertThat(person.timeline()).contains("CRISIS_CANCELLED");
        }
        care.worklistEqualsTheEngine();
    }

    @Test
    void isReportedByThoseWhoMaySeeThePersonAndByNobodyElse() {
        Somebody person = care.registered().named();
        for (Viewer viewer : List.of(Alliance.ADVISER, Alliance.NURSE, Alliance.PARTNER, Alliance.MANAGER)) {
            assertThatThrownBy(() -> reports(viewer, person)).isInstanceOf(NotVisible.class);
        }
        assertThat(person.value("select count(*) from crisis where pathway_ref = :ref"))
                .isEqualTo(0L);
        assertThat(reports(Alliance.TEAM_LEAD, person)).isEqualTo(Taken.OPENED);
        assertThat(reports(Alliance.NURSE, person)).as("who has the triage now").isEqualTo(Taken.NOTED);
    }

    @Test
    @CareRule(6)
    void asksAboutDeliriumAndSuddenIllnessAtTheTriage() {
        Somebody person = inCrisis();
        assertThat(person.refuses(TRIAGE, "acuteIllness", "")).containsExactly("acuteIllness");
        assertThat(person.refuses(TRIAGE, "acuteIllness", "NOT_SURE")).containsExactly("illnessNote");
    }

    @Test
    void refusesAVisitThatIsStillToCome() {
        Somebody person = inCrisis().does(TRIAGE);
        assertThat(person.refuses(VISIT, "visitedAt", "23:59")).containsExactly("visitedAt");
        assertThat(person.refuses(VISIT, "visitedAt", "half past")).containsExactly("visitedAt");
        assertThat(person.open()).contains(VISIT);
    }

    @Test
    void handsAnImmediateConcernOfTheVisitToTheCoordinator() {
        Somebody person = inCrisis().does(TRIAGE);
        person.does(VISIT, "immediateConcern", "CARER_BREAKING_DOWN", "concernNote", "He wept.");
        assertThat(person.open()).contains(Somebody.CONCERN, OUTCOME);
    }
}
