package org.waymark.lives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.lives.Chronicle.answers;
import static org.waymark.support.UsualAnswers.agreeing;
import static org.waymark.support.UsualAnswers.atLevel;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.centre.CentreDays;
import org.waymark.centre.CentreRegister;
import org.waymark.crisis.Rota;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Pauses;
import org.waymark.workflow.WorklistCheck;

/**
 * One life on the pathway, from the diagnosis in 2019 to the goodbye of both carers in 2027. Each task is told where it
 * appears, with the date on which it is due, written down by hand from the calendar; what is not told fails the test.
 */
@WaymarkTest
class EightYearsProcessTests {

    private static final String COORDINATORS = "dougie-mac.coordinator";
    private static final String RUTH = COORDINATORS + "/coordinator";
    private static final String NURSES = "dougie-mac.palliative-nurse";
    private static final String ADVISERS = "approach.dementia-adviser";
    private static final String CARER_WORKERS = "approach.carer-enablement";
    private static final String CENTRE = "dougie-mac.activity-officer";
    private static final String TRUST = "community-trust.partner";
    private static final String NURSE_ON_DUTY = NURSES + "/nurse";
    private static final String LEAD_ON_DUTY = NURSES + "/lead";

    private static final String IS_DYING = "phase=DYING; planning=NOT_OFFERED";

    @Autowired
    Care care;

    @Autowired
    ServiceDirectory services;

    @Autowired
    Rota rota;

    @Autowired
    CentreDays days;

    @Autowired
    CentreRegister register;

    @Autowired
    Pauses pauses;

    @Autowired
    MockMvc mvc;

    @Autowired
    NobodyIsLost nobodyIsLost;

    @Autowired
    WorklistCheck check;

    @Autowired
    JdbcClient jdbc;

    private Somebody elsie;
    private Chronicle life;

    @BeforeEach
    void isReferredInFebruary() {
        care.begin(Chronicle.london("2019-02-12 09:00"));
        elsie = care.somebody()
                .called("Elsie", "Marsh", "Elsie")
                .bornOn(LocalDate.parse("1938-05-08"))
                .diagnosedOn(LocalDate.parse("2019-01-30"))
                .withCarer("George Marsh", "Husband", true)
                .withCarer("Anna Marsh", "Daughter", false)
                .registered();
        life = new Chronicle("2019-02-12 09:00", elsie, care, mvc, nobodyIsLost, check, jdbc);
    }

    @AfterEach
    void backToToday() {
        care.end();
    }

    @Test
    @CareRule({1, 2, 9, 10, 11})
    void leadsOnePersonFromTheDiagnosisToTheGoodbyeOfBothCarers() throws Exception {
        diagnosed();
        livesWell();
        life.canBeRead();
        needsMoreSupport();
        life.canBeRead();
        losesMore();
        life.canBeRead();
        isInCrisis();
        life.canBeRead();
        livesInACareHome();
        life.canBeRead();
        isOnThePalliativeRegister();
        life.canBeRead();
        dies();
        life.canBeRead();
        isMourned();
        life.canBeRead();
        nothingIsLeft();
        life.canBeRead();
    }

    private void diagnosed() throws Exception {
        appears("Name a coordinator", COORDINATORS, "2019-02-14 17:00");
        appears("Talk with the carer: George", COORDINATORS, "2019-02-26 17:00");
        appears("Talk with the carer: Anna", COORDINATORS, "2019-02-26 17:00");
        assertThat(life.open("Name a coordinator").dueAt()).as("winter").isEqualTo("2019-02-14T17:00:00Z");

        on("2019-02-13 10:00");
        done("Name a coordinator");
        appears("Make the welcome contact", RUTH, "2019-02-27 17:00");

        // She would rather talk about later in June.
        on("2019-02-20 14:00");
        done("Make the welcome contact", "spokeWith=BOTH", "planningOffered=NOT_NOW; planningAskAgainOn=2019-06-03");
        isNow("Talk with the carer: George", CARER_WORKERS, "2019-02-26 17:00");
        isNow("Talk with the carer: Anna", CARER_WORKERS, "2019-02-26 17:00");
        roundOpens("2019-03-13 17:00");

        on("2019-02-25 11:00");
        done("Talk with the carer: George", "ownWords=1; livesWith=YES");
        appears("Agree the plan with the carer: George", CARER_WORKERS, "2019-03-04 17:00");
        done("Talk with the carer: Anna", "ownWords=2");
        appears("Agree the plan with the carer: Anna", CARER_WORKERS, "2019-03-04 17:00");
        on("2019-02-28 16:00");
        done("Agree the plan with the carer: George");
        done("Agree the plan with the carer: Anna", "helps=[GROUP]; sessionOn=2019-03-12");

        // All were reminded after a week. She sees less of it herself than the others do.
        on("2019-03-04 10:00");
        assertThat(life.told("Rate abilities and needs: approach"))
                .containsExactly("REMINDER 2019-02-27 17:00 approach.dementia-adviser");
        done("Rate abilities and needs: approach", atLevel("4"), "legalPlansMissing=YES");
        done("Rate abilities and needs: dougie-mac", atLevel("4"));
        on("2019-03-05 11:00");
        done("Enter the paper answers: the person", atLevel("3"));
        done("Enter the paper answers: George", atLevel("4"), "ownWords=1");
        done("Enter the paper answers: Anna", atLevel("4"), "ownWords=2");
        appears("Settle the difference", RUTH, "2019-03-12 17:00");
        on("2019-03-06 14:00");
        done("Settle the difference", "decidedBy=OWN_LEVEL; level=4; reason=Both at home");
        appears("Confirm stage and services", RUTH, "2019-03-13 17:00");
        on("2019-03-08 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2019-03-15 17:00");
        assertThat(elsie.pathway("stage")).isEqualTo("MILD");
        assertThat(elsie.proposals())
                .containsExactly(
                        "CARER_ENABLEMENT ROUTINE",
                        "COORDINATOR_CONVERSATION ROUTINE",
                        "DEMENTIA_ADVISER SOON",
                        "LEGAL_AND_MONEY_ADVICE SOON");
        on("2019-03-11 10:00");
        done(
                "Agree the support plan",
                agreeing("DEMENTIA_ADVISER", "LEGAL_AND_MONEY_ADVICE"),
                "planningOffered=NOT_NOW; planningAskAgainOn=2019-06-03");
        appears("Respond to the referral: dementia adviser", ADVISERS, "2019-03-14 17:00");
        appears("Respond to the referral: legal and money advice", TRUST, "2019-03-14 17:00");
    }

    private void livesWell() throws Exception {
        sessionOf(
                "Anna",
                "2019-03-12 00:00",
                "2019-03-13 17:00",
                "2019-03-12 16:00",
                "nextStep=NEXT_SESSION; sessionOn=2019-03-26");

        on("2019-03-13 10:00");
        done("Respond to the referral: dementia adviser");
        appears("Make the first contact: dementia adviser", ADVISERS, "2019-03-27 17:00");
        // The trust answers two working days late; it has no team lead here, so its coordinator hears of it.
        on("2019-03-18 11:00");
        doneLate(
                "Respond to the referral: legal and money advice",
                List.of(
                        "REMINDER 2019-03-13 17:00 community-trust.partner",
                        "TEAM_LEAD 2019-03-14 17:00 nobody",
                        "COORDINATOR 2019-03-14 17:00 coordinator"));
        appears("Make the first contact: legal and money advice", TRUST, "2019-04-01 17:00");
        on("2019-03-22 15:00");
        done("Make the first contact: dementia adviser");
        appears("Report the outcome: dementia adviser", ADVISERS, "2019-05-08 17:00");
        sessionOf(
                "Anna",
                "2019-03-26 00:00",
                "2019-03-27 17:00",
                "2019-03-26 16:00",
                "nextStep=NEXT_SESSION; sessionOn=2019-04-09");
        assertThat(life.open("Make the first contact: legal and money advice").dueAt())
                .as("summer")
                .isEqualTo("2019-04-01T16:00:00Z");
        on("2019-04-01 16:30");
        done("Make the first contact: legal and money advice");
        appears("Report the outcome: legal and money advice", TRUST, "2019-05-16 17:00");
        sessionOf("Anna", "2019-04-09 00:00", "2019-04-10 17:00", "2019-04-09 16:00");
        on("2019-05-02 10:00");
        done("Report the outcome: dementia adviser");
        appears("Read the outcome: dementia adviser", RUTH, "2019-05-10 17:00");
        on("2019-05-10 09:00");
        done("Read the outcome: dementia adviser");
        on("2019-05-14 12:00");
        done("Report the outcome: legal and money advice");
        appears("Read the outcome: legal and money advice", RUTH, "2019-05-21 17:00");
        on("2019-05-15 09:00");
        done("Read the outcome: legal and money advice");
        assertThat(elsie.values("select distinct state from referral where pathway_ref = :ref"))
                .containsExactly("CLOSED");

        // On the day that she named she is asked again.
        review("2019-06-03 00:00", "2019-06-17 17:00", "2019-06-06 11:00");
        looksBack("Anna", "2019-07-09 17:00", "2019-07-16 17:00", "2019-07-11 10:00", "2019-07-18 17:00", 1);
        looksBack("George", "2019-08-29 17:00", "2019-09-05 17:00", "2019-09-02 10:00", "2019-09-09 17:00", 1);
        review(
                "2019-12-05 11:00",
                "2019-12-19 17:00",
                "2019-12-10 11:00",
                "planningOffered=NOT_NOW; planningAskAgainOn=2020-05-04");
        looksBack("Anna", "2020-01-09 17:00", "2020-01-16 17:00", "2020-01-13 10:00", "2020-01-20 17:00", 1);
        looksBack("George", "2020-03-02 17:00", "2020-03-09 17:00", "2020-03-04 10:00", "2020-03-11 17:00", 1);

        // The bank holiday of early May is kept on the Friday; the review is forgotten for three days.
        on("2020-05-04 00:00");
        appears("Review", RUTH, "2020-05-19 17:00");
        on("2020-05-22 11:00");
        doneLate(
                "Review",
                List.of(
                        "REMINDER 2020-05-18 17:00 coordinator",
                        "TEAM_LEAD 2020-05-19 17:00 dougie-mac.team-lead/liaison",
                        "COORDINATOR 2020-05-20 17:00 dougie-mac.coordinator"));

        // Anna needs nobody for now. Her no stands, and she is asked again after half a year.
        on("2020-07-13 17:00");
        appears("Review the support with the carer: Anna", CARER_WORKERS, "2020-07-20 17:00");
        on("2020-07-15 10:00");
        done("Review the support with the carer: Anna", "reviewAnswer=DECLINED");
        looksBack("George", "2020-09-02 17:00", "2020-09-09 17:00", "2020-09-04 10:00", "2020-09-11 17:00", 1);
        review("2020-11-20 11:00", "2020-12-04 17:00", "2020-11-25 11:00");
        on("2021-01-13 17:00");
        appears("Talk with the carer: Anna", CARER_WORKERS, "2021-01-27 17:00");
        on("2021-01-18 10:00");
        done("Talk with the carer: Anna", "carerAnswer=NOT_NOW; askAgainOn=2021-05-04");
        looksBack("George", "2021-03-05 17:00", "2021-03-12 17:00", "2021-03-09 10:00", "2021-03-16 17:00", 2);
        on("2021-05-04 00:00");
        appears("Talk with the carer: Anna", CARER_WORKERS, "2021-05-18 17:00");
        on("2021-05-06 10:00");
        done("Talk with the carer: Anna", "ownWords=2");
        appears("Agree the plan with the carer: Anna", CARER_WORKERS, "2021-05-13 17:00");
        done("Agree the plan with the carer: Anna");
        assertThat(elsie.pathway("phase")).isEqualTo("LIVING_WELL");
        assertThat(elsie.stands()).containsExactly(Somebody.LIVING_WELL);
    }

    private void needsMoreSupport() throws Exception {
        review("2021-05-26 11:00", "2021-06-10 17:00", "2021-05-28 11:00", "needsFullAssessment=YES");
        roundOpens("2021-06-18 17:00");
        on("2021-06-02 10:00");
        staffRate("5", "wantsActivity=YES");
        on("2021-06-03 10:00");
        familyRates("5", 2, 2);
        appears("Confirm stage and services", RUTH, "2021-06-10 17:00");
        on("2021-06-04 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2021-06-11 17:00");
        on("2021-06-07 10:00");
        done("Agree the support plan", agreeing("DEMENTIA_SERVICES_CENTRE"));
        appears("Respond to the referral: dementia services centre", CENTRE, "2021-06-14 17:00");
        assertThat(elsie.pathway("stage")).isEqualTo("MODERATE");
        assertThat(elsie.stands()).containsExactly(Somebody.MORE_SUPPORT);
        looksBack("George", "2021-06-08 17:00", "2021-06-15 17:00", "2021-06-10 10:00", "2021-06-17 17:00", 2);

        // The centre has no day yet, so she waits for one, and somebody looks at how she waits.
        on("2021-06-11 09:00");
        done("Respond to the referral: dementia services centre");
        appears("Make the first contact: dementia services centre", CENTRE, "2021-07-09 17:00");
        on("2021-06-22 14:00");
        done("Make the first contact: dementia services centre");
        appears("Report the outcome: dementia services centre", CENTRE, "2021-08-03 17:00");
        on("2021-07-09 17:00");
        appears("Look at the waiting", CENTRE, "2021-07-14 17:00");
        on("2021-07-12 10:00");
        done("Look at the waiting");
        on("2021-07-19 09:00");
        UUID wednesdays = care.as(
                Alliance.COORDINATOR,
                () -> days.open(
                        Alliance.COORDINATOR,
                        "dementia-services-centre",
                        DayOfWeek.WEDNESDAY,
                        LocalTime.of(10, 0),
                        LocalTime.of(15, 0),
                        1,
                        "The centre opens."));
        care.settle();
        appears("Plan the induction", CENTRE, "2021-07-26 17:00");
        on("2021-07-21 10:00");
        done("Plan the induction", "day=" + wednesdays + "; inductionOn=2021-07-28");
        appears("Record the induction", CENTRE, "2021-07-30 17:00");
        on("2021-07-28 15:30");
        done("Record the induction");
        on("2021-08-02 10:00");
        done("Report the outcome: dementia services centre");
        appears("Read the outcome: dementia services centre", RUTH, "2021-08-09 17:00");
        on("2021-08-04 09:00");
        done("Read the outcome: dementia services centre");
        looksBack("Anna", "2021-08-05 17:00", "2021-08-12 17:00", "2021-08-09 10:00", "2021-08-16 17:00", 2);
        session(wednesdays, "2021-08-11", true);
        looksBack("George", "2021-09-09 17:00", "2021-09-16 17:00", "2021-09-13 10:00", "2021-09-20 17:00", 2);
        session(wednesdays, "2021-09-15", false);
        session(wednesdays, "2021-09-22", false);
        appears("Find out why they did not come", CENTRE, "2021-09-24 17:00");
        on("2021-09-23 10:00");
        done("Find out why they did not come");
        placeReviewed("2021-10-20 17:00", "2021-11-03 17:00", "2021-10-25 10:00");
        looksBack("Anna", "2021-11-08 17:00", "2021-11-15 17:00", "2021-11-10 10:00", "2021-11-17 17:00", 2);
        review("2021-12-06 10:00", "2021-12-20 17:00", "2021-12-09 11:00");
        looksBack("George", "2021-12-13 17:00", "2021-12-20 17:00", "2021-12-15 10:00", "2021-12-22 17:00", 2);
        placeReviewed("2022-01-17 17:00", "2022-01-31 17:00", "2022-01-20 10:00");
        looksBack("Anna", "2022-02-09 17:00", "2022-02-16 17:00", "2022-02-11 10:00", "2022-02-18 17:00", 2);
        looksBack("George", "2022-03-16 17:00", "2022-03-23 17:00", "2022-03-18 10:00", "2022-03-25 17:00", 2);
        placeReviewed("2022-04-14 17:00", "2022-05-03 17:00", "2022-04-20 10:00");
        looksBack("Anna", "2022-05-13 17:00", "2022-05-20 17:00", "2022-05-17 10:00", "2022-05-24 17:00", 2);
    }

    private void losesMore() throws Exception {
        // Overnight she no longer knows where she is: delirium is asked about at once, before anything else.
        on("2022-06-01 10:00");
        life.records(
                Alliance.COORDINATOR,
                "report-change",
                "reportedBy=CARER; changedOn=2022-06-01; hoursToDays=YES; whatChanged=She does not know where she is; immediateConcern=NO");
        roundOpens("2022-06-22 17:00");
        appears("Rule out delirium at once", COORDINATORS, "2022-06-01 14:00");
        appears("Review the support with the carer: George", CARER_WORKERS, "2022-06-10 17:00");
        appears("Review the support with the carer: Anna", CARER_WORKERS, "2022-06-10 17:00");
        on("2022-06-01 12:30");
        done("Rule out delirium at once", "outcome=FOUND; doneWhat=An infection, treated");
        on("2022-06-07 10:00");
        staffRate("6a");
        familyRates("6a", 2, 2);
        appears("Confirm stage and services", RUTH, "2022-06-14 17:00");
        on("2022-06-08 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2022-06-15 17:00");
        on("2022-06-09 10:00");
        done("Agree the support plan");
        lookBackNow("George", "2022-06-16 17:00", 2);
        lookBackNow("Anna", "2022-06-16 17:00", 2);
        placeReviewed("2022-07-13 17:00", "2022-07-27 17:00", "2022-07-18 10:00");

        // The day of the Queen's funeral is no working day.
        on("2022-09-08 17:00");
        appears("Review the support with the carer: George", CARER_WORKERS, "2022-09-15 17:00");
        appears("Review the support with the carer: Anna", CARER_WORKERS, "2022-09-15 17:00");
        on("2022-09-14 10:00");
        lookBackNow("George", "2022-09-22 17:00", 2);
        lookBackNow("Anna", "2022-09-22 17:00", 1);
        placeReviewed("2022-10-10 17:00", "2022-10-24 17:00", "2022-10-13 10:00");
        review("2022-12-08 10:00", "2022-12-22 17:00", "2022-12-13 11:00");
        looksBack("George", "2022-12-14 17:00", "2022-12-21 17:00", "2022-12-16 10:00", "2022-12-23 17:00", 2);
        placeReviewed("2023-01-05 17:00", "2023-01-19 17:00", "2023-01-10 10:00");
        looksBack("Anna", "2023-03-15 17:00", "2023-03-22 17:00", "2023-03-17 09:00", "2023-03-24 17:00", 1);

        // It is getting much for George, and the local authority looks at what he needs himself.
        looksBack(
                "George",
                "2023-03-17 17:00",
                "2023-03-24 17:00",
                "2023-03-21 10:00",
                "2023-03-28 17:00",
                3,
                "authorityAnswer=AGREED");
        appears("Respond to the referral: local authority carer assessment", TRUST, "2023-03-28 17:00");
        on("2023-03-24 10:00");
        done("Respond to the referral: local authority carer assessment");
        appears("Make the first contact: local authority carer assessment", TRUST, "2023-04-25 17:00");
        placeReviewed("2023-04-04 17:00", "2023-04-20 17:00", "2023-04-11 10:00");
        on("2023-04-12 10:00");
        done("Make the first contact: local authority carer assessment");
        appears("Report the outcome: local authority carer assessment", TRUST, "2023-05-26 17:00");
        looksBack("George", "2023-05-16 17:00", "2023-05-23 17:00", "2023-05-18 10:00", "2023-05-25 17:00", 3);
        on("2023-05-22 10:00");
        done("Report the outcome: local authority carer assessment");
        appears("Read the outcome: local authority carer assessment", COORDINATORS + "/carers", "2023-05-30 17:00");
        on("2023-05-24 09:00");
        done("Read the outcome: local authority carer assessment");

        review("2023-06-13 11:00", "2023-06-27 17:00", "2023-06-16 11:00", "needsFullAssessment=YES");
        roundOpens("2023-07-07 17:00");
        on("2023-06-20 10:00");
        staffRate("6c");
        done("Enter the paper answers: the person", atLevel("6c"));
        done("Enter the paper answers: George", atLevel("6c"), "ownWords=3");
        placeReviewed("2023-07-04 17:00", "2023-07-18 17:00", "2023-07-06 10:00");
        // Anna does not answer, and the round goes on without her.
        on("2023-07-07 17:00");
        closes("Enter the paper answers: Anna", "BoundaryEvent_RoundCloses");
        appears("Confirm stage and services", RUTH, "2023-07-14 17:00");
        on("2023-07-10 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2023-07-17 17:00");
        on("2023-07-11 10:00");
        done("Agree the support plan", agreeing("ADMIRAL_NURSE"));
        assertThat(elsie.pathway("stage")).isEqualTo("SEVERE");
        appears("Respond to the referral: admiral nurse", TRUST, "2023-07-14 17:00");
        on("2023-07-13 10:00");
        done("Respond to the referral: admiral nurse", "answer=WAITING_LIST");
        appears("Offer a place: admiral nurse", TRUST, "2023-08-10 17:00");
        looksBack("George", "2023-07-13 17:00", "2023-07-20 17:00", "2023-07-17 10:00", "2023-07-24 17:00", 2);
        on("2023-08-08 10:00");
        done("Offer a place: admiral nurse");
        appears("Make the first contact: admiral nurse", TRUST, "2023-08-22 17:00");
        on("2023-08-16 10:00");
        done("Make the first contact: admiral nurse");
        appears("Report the outcome: admiral nurse", TRUST, "2023-09-28 17:00");
        review("2023-08-22 10:00", "2023-09-06 17:00", "2023-08-25 11:00");
        on("2023-09-12 10:00");
        done("Report the outcome: admiral nurse");
        appears("Read the outcome: admiral nurse", RUTH, "2023-09-19 17:00");
        on("2023-09-14 09:00");
        done("Read the outcome: admiral nurse");
        looksBack("Anna", "2023-09-15 17:00", "2023-09-22 17:00", "2023-09-19 10:00", "2023-09-26 17:00", 1);
        placeReviewed("2023-09-28 17:00", "2023-10-12 17:00", "2023-10-03 10:00");
        looksBack("George", "2023-10-16 17:00", "2023-10-23 17:00", "2023-10-18 10:00", "2023-10-25 17:00", 3);
    }

    private void isInCrisis() throws Exception {
        services.add(new Service(
                "hospice-rapid", "RAPID_RESPONSE", "Rapid response", "dougie-mac", "palliative-nurse", "Stoke"));
        onTheRota("nurse", "2023-10-28 17:00", "2023-10-29 09:00");
        onTheRota("lead", "2023-10-29 17:00", "2023-10-30 09:00");

        // In the night in which the clocks go back.
        on("2023-10-28 23:30");
        life.records(
                Alliance.COORDINATOR,
                "report-crisis",
                "reportedBy=CARER; whatHappened=She will not let George in; since=HOURS; immediateDanger=NO");
        appears("Triage the crisis", NURSE_ON_DUTY, "2023-10-29 02:30");
        on("2023-10-29 00:50");
        assertThat(life.told("Triage the crisis")).containsExactly("REMINDER 2023-10-29 00:30 nurse");
        done("Triage the crisis");
        appears("Visit the person", NURSE_ON_DUTY, "2023-10-29 03:50");
        on("2023-10-29 02:40");
        done("Visit the person", "visitedAt=02:00; overnight=YES; carerOwnWords=4");
        assertThat(elsie.pathway("carer_strain")).isEqualTo("VERY_HIGH");
        appears("Cover the night", NURSE_ON_DUTY, "2023-10-30 17:00");
        on("2023-10-29 08:30");
        done("Cover the night", "anotherNight=YES");
        appears("Cover the night", LEAD_ON_DUTY, "2023-10-30 17:00");
        on("2023-10-30 08:45");
        done("Cover the night");
        appears("Record the outcome", LEAD_ON_DUTY, "2023-10-31 17:00");
        on("2023-10-30 15:00");
        done("Record the outcome");
        roundOpens("2023-11-20 17:00");
        appears("Review the support with the carer: George", CARER_WORKERS, "2023-10-31 17:00");
        appears("Review the support with the carer: Anna", CARER_WORKERS, "2023-10-31 17:00");
        on("2023-10-31 10:00");
        lookBackNow("George", "2023-11-01 17:00", 4);
        lookBackNow("Anna", "2023-11-07 17:00", 2);
        on("2023-11-01 10:00");
        staffRate("6d");

        // In hospital: her place is kept, and her answer may wait. The round does not close without it.
        on("2023-11-06 08:00");
        life.records(Alliance.COORDINATOR, "record-admission", "admittedOn=2023-11-06; planned=NO; why=A broken hip");
        care.as(
                Alliance.COORDINATOR,
                () -> pauses.pause(
                        Alliance.COORDINATOR,
                        life.open("Enter the paper answers: the person").taskId(),
                        Pauses.Reason.PERSON_UNWELL,
                        null,
                        day("2023-11-20")));
        isNow("Enter the paper answers: the person", RUTH, "2023-12-04 17:00");
        isNow("Enter the paper answers: Anna", RUTH, "2023-11-20 17:00");
        on("2023-11-07 10:00");
        done("Enter the paper answers: George", atLevel("6d"), "ownWords=4");
        appears("Decide on urgent help", RUTH, "2023-11-07 14:00");
        done("Enter the paper answers: Anna", atLevel("6d"), "ownWords=2");
        on("2023-11-07 11:00");
        done("Decide on urgent help");
        on("2023-11-14 17:00");
        appears("Review the support with the carer: George", CARER_WORKERS, "2023-11-15 17:00");
        on("2023-11-15 10:00");
        lookBackNow("George", "2023-11-22 17:00", 3);
        on("2023-11-16 11:00");
        life.records(Alliance.COORDINATOR, "record-discharge", "dischargedOn=2023-11-16; livesIn=HOME; livesAlone=NO");
        care.as(Alliance.COORDINATOR, () -> {
            pauses.resume(
                    Alliance.COORDINATOR,
                    life.open("Enter the paper answers: the person").taskId());
            return elsie;
        });
        isNow("Enter the paper answers: the person", RUTH, "2023-11-30 17:00");
        assertThat(life.open("Enter the paper answers: the person").firstDueAt())
                .isEqualTo(Chronicle.london("2023-11-20 17:00"));
        on("2023-11-21 10:00");
        done("Enter the paper answers: the person", atLevel("6d"));
        appears("Confirm stage and services", RUTH, "2023-11-28 17:00");
        on("2023-11-22 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2023-11-29 17:00");
        on("2023-11-23 10:00");
        done("Agree the support plan", agreeing("RESPITE"));
        appears("Respond to the referral: respite", TRUST, "2023-11-28 17:00");
        // Those who saw her before the hospital have to look again.
        appears("Review", RUTH, "2023-12-07 17:00");
        on("2023-11-27 10:00");
        done("Respond to the referral: respite");
        appears("Make the first contact: respite", TRUST, "2023-12-11 17:00");
        on("2023-11-28 11:00");
        done("Review");
        on("2023-12-05 10:00");
        done("Make the first contact: respite");
        appears("Report the outcome: respite", TRUST, "2024-01-19 17:00");
        placeReviewed("2023-12-26 17:00", "2024-01-10 17:00", "2024-01-03 10:00");
        on("2024-01-08 10:00");
        done("Report the outcome: respite");
        appears("Read the outcome: respite", RUTH, "2024-01-15 17:00");
        done("Read the outcome: respite");
        review("2024-01-09 11:00", "2024-01-23 17:00", "2024-01-10 11:00");
        looksBack("George", "2024-01-10 17:00", "2024-01-17 17:00", "2024-01-15 10:00", "2024-01-22 17:00", 2);
        looksBack("Anna", "2024-01-30 17:00", "2024-02-06 17:00", "2024-02-01 10:00", "2024-02-08 17:00", 2);
        review("2024-02-21 11:00", "2024-03-06 17:00", "2024-02-26 11:00");
    }

    private void livesInACareHome() throws Exception {
        on("2024-03-04 10:00");
        assertThat(life.records(
                        Alliance.COORDINATOR,
                        "record-care-home-move",
                        "movedInOn=2024-03-04; careHome=The Willows; permanent=YES"))
                .isNotEmpty();
        roundOpens("2024-03-25 17:00");
        on("2024-03-05 10:00");
        life.records(Alliance.ACTIVITY, "end-centre-place", "endReason=CARE_HOME");
        assertThat(elsie.running()).doesNotContain("wellbeing-centre-place");
        on("2024-03-07 10:00");
        staffRate("6e");
        on("2024-03-08 10:00");
        familyRates("6e", 2, 2);
        appears("Confirm stage and services", RUTH, "2024-03-15 17:00");
        on("2024-03-11 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2024-03-18 17:00");
        on("2024-03-12 10:00");
        done("Agree the support plan");
        looksBack("George", "2024-04-15 17:00", "2024-04-22 17:00", "2024-04-17 10:00", "2024-04-24 17:00", 1);
        looksBack("Anna", "2024-05-02 17:00", "2024-05-10 17:00", "2024-05-07 10:00", "2024-05-14 17:00", 1);
        review("2024-06-11 10:00", "2024-06-25 17:00", "2024-06-14 11:00");
        review("2024-09-13 11:00", "2024-09-27 17:00", "2024-09-18 11:00");
        looksBack("George", "2024-10-16 17:00", "2024-10-23 17:00", "2024-10-18 10:00", "2024-10-25 17:00", 1);
        looksBack("Anna", "2024-11-05 17:00", "2024-11-12 17:00", "2024-11-07 10:00", "2024-11-14 17:00", 1);
    }

    private void isOnThePalliativeRegister() throws Exception {
        review("2024-12-18 11:00", "2025-01-06 17:00", "2024-12-23 11:00", "needsFullAssessment=YES");
        roundOpens("2025-01-13 17:00");
        on("2025-01-06 10:00");
        staffRate(
                "7c",
                "cannotWalk=YES; doubleIncontinence=YES; noMeaningfulSpeech=YES; needsAllCare=YES; weightLoss=YES; phase=STABLE");
        on("2025-01-07 10:00");
        familyRates("7c", 1, 1);
        appears("Confirm stage and services", RUTH, "2025-01-14 17:00");
        on("2025-01-08 09:30");
        done("Confirm stage and services", "palliativeConfirmed=YES");
        appears("Start palliative care", NURSES, "2025-01-09 17:00");
        appears("Agree the support plan", RUTH, "2025-01-15 17:00");
        assertThat(elsie.pathway("stage")).isEqualTo("ADVANCED");
        assertThat(elsie.pathway("phase")).isEqualTo("TOWARDS_END_OF_LIFE");
        on("2025-01-09 11:00");
        done("Start palliative care", "code=BLUE");
        appears("Offer advance care planning", NURSES, "2025-01-23 17:00");
        on("2025-01-10 10:00");
        done("Agree the support plan");
        assertThat(elsie.stands()).containsExactly(Somebody.TOWARDS_END_OF_LIFE);
        on("2025-01-15 10:00");
        done(
                "Offer advance care planning",
                "wishes=To hear the garden; placeOfDeath=CARE_HOME; capacity=BEST_INTERESTS");
        appears("Ask for the emergency-care plan", NURSES, "2025-01-29 17:00");
        on("2025-01-20 10:00");
        done("Ask for the emergency-care plan");
        appears("Arrange what may be needed", NURSES, "2025-02-03 17:00");
        on("2025-01-24 10:00");
        done("Arrange what may be needed");
        appears("Offer a talk about medicines", NURSES, "2025-02-07 17:00");
        on("2025-01-29 10:00");
        done("Offer a talk about medicines");
        assertThat(elsie.value(
                        "select offered_by || ' ' || outcome from deprescribing_conversation where pathway_ref = :ref"))
                .isEqualTo("GP UNCHANGED");
        review("2025-03-07 10:00", "2025-03-21 17:00", "2025-03-12 11:00");
        teamReviews("2025-04-09 00:00", "2025-04-25 17:00", "2025-04-11 10:00", "BLUE");
        looksBack("George", "2025-04-18 17:00", "2025-04-28 17:00", "2025-04-23 10:00", "2025-04-30 17:00", 1);
        review("2025-05-07 11:00", "2025-05-21 17:00", "2025-05-08 11:00");
        looksBack("Anna", "2025-05-08 17:00", "2025-05-15 17:00", "2025-05-12 10:00", "2025-05-19 17:00", 2);
        review("2025-07-03 11:00", "2025-07-17 17:00", "2025-07-08 11:00");
        teamReviews("2025-07-10 00:00", "2025-07-24 17:00", "2025-07-14 10:00", "GREEN", "planning=WISHES");
        appears("Offer advance care planning", NURSES, "2025-07-28 17:00");
        on("2025-07-18 10:00");
        done(
                "Offer advance care planning",
                "wishes=To have George beside her; placeOfDeath=CARE_HOME; capacity=BEST_INTERESTS");
        looksBack("Anna", "2025-08-11 17:00", "2025-08-18 17:00", "2025-08-12 10:00", "2025-08-19 17:00", 2);
        teamReviews("2025-08-13 00:00", "2025-08-20 17:00", "2025-08-18 10:00", "GREEN");
        review("2025-09-02 11:00", "2025-09-16 17:00", "2025-09-05 11:00");
        teamReviews("2025-09-17 00:00", "2025-09-24 17:00", "2025-09-19 10:00", "GREEN");
        teamReviews("2025-10-19 00:00", "2025-10-24 17:00", "2025-10-21 10:00", "GREEN");
        looksBack("George", "2025-10-22 17:00", "2025-10-29 17:00", "2025-10-24 10:00", "2025-10-31 17:00", 2);
        review("2025-10-31 11:00", "2025-11-14 17:00", "2025-11-05 11:00");
        looksBack("Anna", "2025-11-11 17:00", "2025-11-18 17:00", "2025-11-13 10:00", "2025-11-20 17:00", 2);
        teamReviews("2025-11-20 00:00", "2025-11-27 17:00", "2025-11-24 10:00", "AMBER");
        teamReviews("2025-12-01 00:00", "2025-12-02 17:00", "2025-12-01 10:00", "AMBER");
        teamReviews("2025-12-08 00:00", "2025-12-09 17:00", "2025-12-08 10:00", "AMBER");
        isUnstable();
        teamReviews("2025-12-15 00:00", "2025-12-16 17:00", "2025-12-15 10:00", "AMBER");
        eatsLess();
        teamReviews("2025-12-29 00:00", "2025-12-30 17:00", "2025-12-29 10:00", "AMBER");
        teamReviews("2026-01-05 00:00", "2026-01-06 17:00", "2026-01-05 10:00", "AMBER");
        on("2026-01-08 10:00");
        done("Make the first contact: speech and language");
        appears("Report the outcome: speech and language", TRUST, "2026-02-19 17:00");
    }

    /** Somebody comes the same day, but late; after two days the phase is settled, within its three. */
    private void isUnstable() throws Exception {
        on("2025-12-10 14:00");
        life.records(Alliance.NURSE, "record-phase", "phase=UNSTABLE; painActedOn=YES");
        appears("See the person the same day", NURSES, "2025-12-10 18:00");
        appears("See the pain again", NURSES, "2025-12-10 15:00");
        on("2025-12-10 14:50");
        done("See the pain again");
        on("2025-12-10 20:30");
        doneLate(
                "See the person the same day",
                List.of(
                        "REMINDER 2025-12-10 16:00 dougie-mac.palliative-nurse",
                        "TEAM_LEAD 2025-12-10 18:00 dougie-mac.team-lead",
                        "COORDINATOR 2025-12-10 18:00 coordinator"),
                "phase=UNSTABLE");
        appears("Settle the unstable phase", NURSES, "2025-12-13 17:00");
        on("2025-12-12 11:00");
        done("Settle the unstable phase");
    }

    private void eatsLess() throws Exception {
        on("2025-12-15 14:00");
        life.records(
                Alliance.COORDINATOR,
                "report-change",
                "reportedBy=STAFF; changedOn=2025-12-14; hoursToDays=NO; whatChanged=She eats less; immediateConcern=NO");
        roundOpens("2026-01-05 17:00");
        appears("Review the support with the carer: George", CARER_WORKERS, "2025-12-22 17:00");
        appears("Review the support with the carer: Anna", CARER_WORKERS, "2025-12-22 17:00");
        on("2025-12-16 10:00");
        lookBackNow("George", "2025-12-23 17:00", 2);
        lookBackNow("Anna", "2025-12-23 17:00", 2);
        on("2025-12-17 10:00");
        staffRate("7d", "eatingProblem=YES");
        on("2025-12-18 10:00");
        familyRates("7d", 2, 2);
        appears("Confirm stage and services", RUTH, "2025-12-29 17:00");
        on("2025-12-19 09:30");
        done("Confirm stage and services");
        appears("Agree the support plan", RUTH, "2025-12-30 17:00");
        teamReviews("2025-12-22 00:00", "2025-12-23 17:00", "2025-12-22 10:00", "AMBER");
        on("2025-12-22 11:00");
        done("Agree the support plan", agreeing("SPEECH_AND_LANGUAGE"));
        appears("Respond to the referral: speech and language", TRUST, "2025-12-29 17:00");
        on("2025-12-23 10:00");
        done("Respond to the referral: speech and language");
        appears("Make the first contact: speech and language", TRUST, "2026-01-09 17:00");
    }

    private void dies() throws Exception {
        teamReviews("2026-01-12 00:00", "2026-01-13 17:00", "2026-01-12 10:00", "RED", IS_DYING);
        appears("Prepare with the carer: George", RUTH, "2026-01-19 17:00");
        appears("Prepare with the carer: Anna", RUTH, "2026-01-19 17:00");
        teamReviews("2026-01-13 00:00", "2026-01-13 12:00", "2026-01-13 09:00", "RED", IS_DYING);
        on("2026-01-13 14:00");
        done("Prepare with the carer: George", "wishes=The chaplain should come; whomToRing=Anna, at any hour");
        on("2026-01-14 00:00");
        appears("Review with the team", NURSES, "2026-01-14 12:00");
        on("2026-01-14 13:00");
        doneLate(
                "Review with the team",
                List.of(
                        "REMINDER 2026-01-14 06:00 dougie-mac.palliative-nurse",
                        "TEAM_LEAD 2026-01-14 12:00 dougie-mac.team-lead"),
                "code=RED",
                IS_DYING);
        on("2026-01-15 00:00");
        appears("Review with the team", NURSES, "2026-01-15 12:00");

        on("2026-01-15 09:00");
        List<String> did = life.records(
                Alliance.COORDINATOR, "record-death", "diedOn=2026-01-15; placeOfDeath=CARE_HOME; reportedBy=STAFF");
        assertThat(did)
                .containsExactly(
                        "Task closed: Review with the team",
                        "Task closed: Prepare with the carer",
                        "Task closed: Report the outcome",
                        "Referral closed, and the service told: Speech and language",
                        "Ended: Pathway",
                        "Ended: Carer enablement (2)",
                        "Task opened: Compare preferred and actual place",
                        "Task opened: Contact the bereaved carer (2)");
        closes("Review with the team", "BoundaryEvent_PersonDied");
        closes("Report the outcome: speech and language", "BoundaryEvent_PersonDied");
        closes("Prepare with the carer: Anna", "BoundaryEvent_PersonDied");
        appears("Compare preferred and actual place", NURSES, "2026-01-22 17:00");
        appears("Contact the bereaved carer: George", RUTH, "2026-01-29 17:00");
        appears("Contact the bereaved carer: Anna", RUTH, "2026-01-29 17:00");
        assertThat(elsie.running()).containsExactly("bereavement-support", "bereavement-support", "palliative-care");
        assertThat(elsie.pathway("end_reason")).isEqualTo("DIED");
        assertThat(elsie.referral("SPEECH_AND_LANGUAGE", "end_reason")).isEqualTo("DIED");
        assertThat(elsie.values("select state || ' ' || end_reason from carer_support where pathway_ref = :ref"))
                .containsExactly("HANDED_OVER DIED", "HANDED_OVER DIED");
        on("2026-01-19 10:00");
        done("Compare preferred and actual place", "actualPlace=CARE_HOME");
        assertThat(elsie.values(
                        "select version || ' ' || wishes from planning_version where pathway_ref = :ref order by 1"))
                .containsExactly("1 To hear the garden", "2 To have George beside her");
        assertThat(elsie.value("select preferred || ' ' || actual from place_of_death where pathway_ref = :ref"))
                .isEqualTo("CARE_HOME CARE_HOME");
    }

    private void isMourned() throws Exception {
        on("2026-01-20 10:00");
        done(
                "Contact the bereaved carer: George",
                "caringAlone=YES; asksForHelp=YES; gentleOn=2026-09-12; gentleWhat=Our wedding day");
        appears("Agree the support in bereavement: George", RUTH, "2026-01-27 17:00");
        on("2026-01-21 10:00");
        done(
                "Agree the support in bereavement: George",
                "answer_COUNSELLING=AGREED; service_COUNSELLING=" + serviceId("BEREAVEMENT_SUPPORT"));
        appears("Respond to the referral: bereavement support", NURSES, "2026-01-28 17:00");
        on("2026-01-26 10:00");
        done("Respond to the referral: bereavement support");
        appears("Make the first contact: bereavement support", NURSES, "2026-02-23 17:00");
        // Nobody rings Anna in time. She would rather not talk before spring.
        on("2026-02-03 10:00");
        doneLate(
                "Contact the bereaved carer: Anna",
                List.of(
                        "REMINDER 2026-01-28 17:00 coordinator",
                        "TEAM_LEAD 2026-01-29 17:00 dougie-mac.team-lead/liaison",
                        "COORDINATOR 2026-01-30 17:00 dougie-mac.coordinator"),
                "supportWanted=NOT_NOW; askAgainOn=2026-03-16");
        on("2026-02-05 10:00");
        done("Make the first contact: bereavement support");
        appears("Report the outcome: bereavement support", NURSES, "2026-03-19 17:00");
        on("2026-03-05 00:00");
        appears("Review the bereavement support: George", RUTH, "2026-03-12 17:00");
        on("2026-03-09 10:00");
        done("Review the bereavement support: George", "caringAlone=YES");
        appears("Agree the support in bereavement: George", RUTH, "2026-03-16 17:00");
        done("Agree the support in bereavement: George");
        on("2026-03-10 10:00");
        done("Report the outcome: bereavement support");
        appears("Read the outcome: bereavement support", RUTH, "2026-03-17 17:00");
        on("2026-03-12 09:00");
        done("Read the outcome: bereavement support");
        on("2026-03-16 00:00");
        appears("Contact the bereaved carer: Anna", RUTH, "2026-03-23 17:00");
        on("2026-03-18 10:00");
        done("Contact the bereaved carer: Anna");
        appears("Agree the support in bereavement: Anna", RUTH, "2026-03-25 17:00");
        done("Agree the support in bereavement: Anna");
        // Her birthday.
        on("2026-05-01 00:00");
        appears("Be in touch on a hard day: George", RUTH, "2026-05-08 17:00");
        appears("Be in touch on a hard day: Anna", RUTH, "2026-05-08 17:00");
        on("2026-05-06 10:00");
        done("Be in touch on a hard day: George", "how=LETTER");
        done("Be in touch on a hard day: Anna");
        on("2026-06-10 10:00");
        life.records(
                Alliance.COORDINATOR,
                "add-gentle-date",
                "bereaved=" + bereavementOf("Anna") + "; gentleOn=2026-12-25; gentleWhat=The first Christmas");
        on("2026-09-05 00:00");
        appears("Be in touch on a hard day: George", RUTH, "2026-09-12 17:00");
        on("2026-09-10 10:00");
        done("Be in touch on a hard day: George");
        on("2026-12-18 00:00");
        appears("Be in touch on a hard day: Anna", RUTH, "2026-12-25 17:00");
        on("2026-12-22 10:00");
        done("Be in touch on a hard day: Anna");
        // A year has gone by.
        on("2027-01-08 00:00");
        appears("Be in touch on a hard day: George", RUTH, "2027-01-15 17:00");
        appears("Be in touch on a hard day: Anna", RUTH, "2027-01-15 17:00");
        on("2027-01-13 10:00");
        done("Be in touch on a hard day: George");
        done("Be in touch on a hard day: Anna");
        on("2027-02-08 00:00");
        appears("Make the closing contact: George", RUTH, "2027-02-15 17:00");
        appears("Make the closing contact: Anna", RUTH, "2027-02-15 17:00");
        on("2027-02-11 10:00");
        done("Make the closing contact: George");
        assertThat(elsie.running()).containsExactly("bereavement-support");
        on("2027-02-12 10:00");
        done("Make the closing contact: Anna");
    }

    private void nothingIsLeft() {
        assertThat(elsie.values(
                        "select level || ' ' || end_reason from bereavement where pathway_ref = :ref order by 1"))
                .containsExactly("TARGETED CLOSING_CONTACT", "UNIVERSAL CLOSING_CONTACT");
        assertThat(
                        elsie.values(
                                "select state || ' ' || end_reason from referral where pathway_ref = :ref and state <> 'CLOSED'"))
                .containsExactly("CANCELLED DIED");
        assertThat(
                        elsie.values(
                                "select detail from timeline_entry where pathway_ref = :ref and kind = 'PHASE_FOUND' order by id"))
                .containsExactly("LIVING_WELL", "MORE_SUPPORT", "TOWARDS_END_OF_LIFE");
        assertThat(
                        elsie.values(
                                "select c.code from palliative_code c join palliative_entry e on e.id = c.entry_id where pathway_ref = :ref order by c.id"))
                .containsExactly("BLUE", "GREEN", "AMBER", "RED");
        life.nothingIsOpen();
        life.everyTaskWasTold();
        on("2028-02-12 09:00");
        life.everyTaskWasTold();
    }

    // ------------------------------------------------------------------ what comes again and again

    private void roundOpens(String due) {
        appears("Enter the paper answers: the person", RUTH, due);
        appears("Enter the paper answers: George", RUTH, due);
        appears("Enter the paper answers: Anna", RUTH, due);
        appears("Rate abilities and needs: dougie-mac", NURSES, due);
        appears("Rate abilities and needs: approach", ADVISERS, due);
    }

    private void staffRate(String level, Object... more) throws Exception {
        done("Rate abilities and needs: approach", atLevel(level), answers(more));
        done("Rate abilities and needs: dougie-mac", atLevel(level), answers(more));
    }

    private void familyRates(String level, int george, int anna) throws Exception {
        done("Enter the paper answers: the person", atLevel(level));
        done("Enter the paper answers: George", atLevel(level), "ownWords=" + george);
        done("Enter the paper answers: Anna", atLevel(level), "ownWords=" + anna);
    }

    private void review(String opens, String due, String held, Object... answers) throws Exception {
        on(opens);
        appears("Review", RUTH, due);
        on(held);
        done("Review", answers(answers));
    }

    /**
     * A look back with the carer, and on the same visit what is agreed from then on.
     *
     * @param strain from 0 to 4, in the carer's own words
     */
    private void looksBack(
            String carer, String opens, String due, String held, String planDue, int strain, Object... answers)
            throws Exception {
        on(opens);
        appears("Review the support with the carer: " + carer, CARER_WORKERS, due);
        on(held);
        lookBackNow(carer, planDue, strain, answers);
    }

    private void lookBackNow(String carer, String planDue, int strain, Object... answers) throws Exception {
        done("Review the support with the carer: " + carer, "ownWords=" + strain);
        appears("Agree the plan with the carer: " + carer, CARER_WORKERS, planDue);
        done("Agree the plan with the carer: " + carer, answers(answers));
    }

    private void placeReviewed(String opens, String due, String held) throws Exception {
        on(opens);
        appears("Review the place", CENTRE, due);
        on(held);
        done("Review the place");
    }

    private void teamReviews(String opens, String due, String held, String code, Object... answers) throws Exception {
        on(opens);
        appears("Review with the team", NURSES, due);
        on(held);
        done("Review with the team", "code=" + code, answers(answers));
    }

    private void session(UUID day, String on, boolean came) throws Exception {
        on(on + " 15:30");
        UUID place = UUID.fromString(elsie.value("select id from centre_place where pathway_ref = :ref")
                .toString());
        care.as(
                Alliance.ACTIVITY,
                () -> register.save(
                        Alliance.ACTIVITY, day, day(on), Map.of(place, new CentreRegister.Mark(came, null))));
        care.settle();
    }

    private void onTheRota(String username, String from, String until) {
        rota.add(
                Alliance.TEAM_LEAD,
                List.of(new Rota.NewEntry(
                        "dougie-mac", username, null, Chronicle.london(from), Chronicle.london(until))));
    }

    private String bereavementOf(String carer) {
        return elsie.value(
                        "select b.id from bereavement b join carer c on c.id = b.carer_id where b.pathway_ref = :ref and c.name like '"
                                + carer + " %'")
                .toString();
    }

    private void sessionOf(String carer, String opens, String due, String held, Object... answers) throws Exception {
        on(opens);
        appears("Hold the session: " + carer, CARER_WORKERS, due);
        on(held);
        done("Hold the session: " + carer, answers(answers));
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }

    private void on(String moment) {
        life.on(moment);
    }

    private void appears(String title, String whose, String due) {
        life.appears(title, whose, due);
    }

    private void isNow(String title, String whose, String due) {
        life.isNow(title, whose, due);
    }

    private void done(String title, Object... answers) throws Exception {
        life.done(title, answers);
    }

    private void doneLate(String title, List<String> steps, Object... answers) throws Exception {
        life.doneLate(title, steps, answers);
    }

    private void closes(String title, String reason) {
        life.closes(title, reason);
    }
}
