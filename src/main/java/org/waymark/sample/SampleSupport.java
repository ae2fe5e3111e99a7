package org.waymark.sample;

import static org.waymark.sample.Sheet.with;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.pathway.LifeEvents;
import org.waymark.workflow.Pauses;

/** People who live with their support plan, their carers, and the days of the wellbeing centre. */
@Component
@Order(2)
@ConditionalOnProperty("waymark.sample")
class SampleSupport implements Chapter {

    private final Storyteller teller;
    private final SampleCentre centre;
    private final LifeEvents lifeEvents;
    private final Pauses pauses;

    SampleSupport(Storyteller teller, SampleCentre centre, LifeEvents lifeEvents, Pauses pauses) {
        this.teller = teller;
        this.centre = centre;
        this.lifeEvents = lifeEvents;
        this.pauses = pauses;
    }

    @Override
    public void tell() {
        centre.open();
        livingWell();
        Story missing = carerInAGroup();
        inHospital();
        referralsUnderWay();
        questionAsked();
        reviewDue();
        centre.keepRegisters(missing);
    }

    /** Comes every Wednesday; an admission was entered on the wrong record and taken back the day after. */
    private void livingWell() {
        LocalDate induction = first(DayOfWeek.WEDNESDAY, teller.dayAgo(92));
        Story story = teller.register(
                        120,
                        new Newcomer(11, "Stanley", "Colclough", LocalDate.of(1948, 4, 14))
                                .called("Stan")
                                .diagnosed("Alzheimer's disease", 150)
                                .livingWith("Mary Colclough", "Wife"))
                .daysAgo(119)
                .named()
                .daysAgo(112)
                .welcomed("AGREED", "ACCEPTED")
                .carersAsked(
                        "2",
                        with("words", "I never know whether I do it right.")
                                .and("does", "MEALS", "MEDICINES")
                                .and("wouldHelp", "To meet others who know what it is like."))
                .carersPlan(with("goal1", "To have an afternoon to myself.")
                        .and("helps", "INFORMATION")
                        .and("authorityAnswer", "DECLINED"))
                .daysAgo(104)
                .ratedAlike("4", with("ownWords", "1"), with("wantsActivity", "YES"))
                .daysAgo(101)
                .confirmed("MILD")
                .daysAgo(98)
                .agreed("DEMENTIA_SERVICES_CENTRE")
                .daysAgo(95)
                .answered("DEMENTIA_SERVICES_CENTRE", "ACCEPTED")
                .daysAgo(94)
                .done(
                        "UserTask_PlanInduction",
                        plan(DayOfWeek.WEDNESDAY, induction, "Singing, and a walk round the garden."))
                .on(induction)
                .done("UserTask_RecordInduction", came("Joined in the singing before the coats were off."))
                .daysAgo(84)
                .firstContact("DEMENTIA_SERVICES_CENTRE")
                .daysAgo(50)
                .outcome("DEMENTIA_SERVICES_CENTRE", "Settled, enjoys singing, comes every Wednesday.")
                .daysAgo(48)
                .done("UserTask_ReadOutcome", with("furtherNeed", "NO"))
                .daysAgo(14)
                .eachDone(
                        "UserTask_ReviewCarerSupport",
                        with("how", "AT_OUR_PLACE")
                                .on("reviewedOn", teller.day())
                                .and("ownWords", "1")
                                .and("words", "Wednesdays are mine now. I had forgotten what that is like.")
                                .and("whatChanged", "He comes home content, and she meets her sister.")
                                .and("ownHealth", "GOOD")
                                .and("livesWith", "YES")
                                .and("caringAlone", "NO")
                                .and("reviewAnswer", "GOES_ON")
                                .safe())
                .carersPlan(with("goal1", "To keep Wednesdays free.")
                        .and("helps", "INFORMATION")
                        .and("authorityAnswer", "DECLINED"));
        story.daysAgo(6)
                .recorded(
                        "coordinator",
                        "record-admission",
                        with("planned", "NO")
                                .on("admittedOn", teller.day())
                                .and("why", "Fell on the stairs.")
                                .and("hospital", "Royal Stoke, ward 76"),
                        (by, answers) -> lifeEvents.admitted(by, story.pathway(), teller.day(), answers))
                .daysAgo(5)
                .recorded(
                        "coordinator",
                        "correct-life-event",
                        with("reason", "It was another man of the same name. Stan is at home and well."),
                        (by, answers) -> lifeEvents.correct(
                                by,
                                story.pathway(),
                                lifeEvents.of(by, story.pathway()).get(0).id(),
                                answers))
                .daysAgo(0);
    }

    private static LocalDate first(DayOfWeek weekday, LocalDate from) {
        return from.with(TemporalAdjusters.nextOrSame(weekday));
    }

    private Sheet plan(DayOfWeek day, LocalDate induction, String likes) {
        return with("planAnswer", "PLANNED")
                .and("day", centre.day(day).toString())
                .on("inductionOn", induction)
                .and("transport", "CARER_BRINGS")
                .and("likes", likes)
                .and("toKnow", "Hears better on the left.");
    }

    private Sheet came(String howItWent) {
        return with("inductionAnswer", "CAME")
                .on("cameOn", teller.day())
                .and("howItWent", howItWent)
                .and("transport", "CARER_BRINGS")
                .safe();
    }

    /** Linda comes to a group; Arthur's outcome is to be read, and he has missed the centre twice. */
    private Story carerInAGroup() {
        LocalDate induction = first(DayOfWeek.FRIDAY, teller.dayAgo(38));
        LocalDate first = teller.dayAgo(53);
        LocalDate second = teller.dayAgo(39);
        LocalDate third = teller.dayAgo(25);
        return teller.register(
                        70,
                        new Newcomer(13, "Arthur", "Lovatt", LocalDate.of(1949, 10, 19))
                                .diagnosed("Frontotemporal dementia", 110)
                                .livingWith("Linda Lovatt", "Wife"))
                .daysAgo(69)
                .named()
                .daysAgo(63)
                .welcomed("AGREED", "ACCEPTED")
                .carersAsked(
                        "2",
                        with("words", "He says things to people, and I could sink into the ground.")
                                .and("does", "GETTING_ABOUT", "MONEY"))
                .carersPlan(with("goal1", "To know what to do when he will not come away.")
                        .and("goal2", "To meet other wives.")
                        .and("helps", "GROUP")
                        .on("sessionOn", first)
                        .and("authorityAnswer", "NOT_NOW")
                        .on("authorityAskAgainOn", teller.today().plusDays(30)))
                .daysAgo(53)
                .session("ATTENDED", second)
                .daysAgo(52)
                .ratedAlike(
                        "5", with("ownWords", "2"), with("wantsActivity", "YES").and("legalPlansMissing", "YES"))
                .daysAgo(49)
                .confirmed("MODERATE")
                .daysAgo(45)
                .agreed("LEGAL_AND_MONEY_ADVICE", "DEMENTIA_SERVICES_CENTRE")
                .daysAgo(42)
                .answered("LEGAL_AND_MONEY_ADVICE", "ACCEPTED")
                .answered("DEMENTIA_SERVICES_CENTRE", "ACCEPTED")
                .daysAgo(40)
                .done("UserTask_PlanInduction", plan(DayOfWeek.FRIDAY, induction, "Cards, and anything with wood."))
                .daysAgo(39)
                .session("NOT_ATTENDED", third)
                .on(induction)
                .done("UserTask_RecordInduction", came("Quiet at first, then would not leave the workbench."))
                .daysAgo(31)
                .firstContact("LEGAL_AND_MONEY_ADVICE")
                .firstContact("DEMENTIA_SERVICES_CENTRE")
                .daysAgo(25)
                .session("ATTENDED", teller.today().plusDays(5))
                .daysAgo(3)
                .outcome("LEGAL_AND_MONEY_ADVICE", "Both have signed, and know who decides about what.")
                .daysAgo(0);
    }

    /** In hospital, so the place at the centre is kept and what was asked of her son waits. */
    private void inHospital() {
        LocalDate induction = first(DayOfWeek.FRIDAY, teller.dayAgo(66));
        Story story = teller.register(
                        102,
                        new Newcomer(17, "Mavis", "Bloor", LocalDate.of(1940, 10, 8))
                                .diagnosed("Vascular dementia", 140)
                                .livingAlone()
                                .caredForBy("Neil Bloor", "Son"))
                .daysAgo(101)
                .named("colleague")
                .daysAgo(95)
                .welcomed("AGREED", "ACCEPTED")
                .carersAsked("2", with("livesWith", "NO").and("does", "MEALS", "GETTING_ABOUT"))
                .carersPlan(with("goal1", "To know that she is safe when I am at work.")
                        .and("helps", "INFORMATION")
                        .and("authorityAnswer", "DECLINED"))
                .daysAgo(82)
                .ratedAlike(
                        "5", with("ownWords", "2"), with("wantsActivity", "YES").and("falls", "YES"))
                .daysAgo(79)
                .confirmed("MODERATE")
                .daysAgo(76)
                .agreed("DEMENTIA_SERVICES_CENTRE")
                .daysAgo(73)
                .answered("DEMENTIA_SERVICES_CENTRE", "ACCEPTED")
                .daysAgo(70)
                .done("UserTask_PlanInduction", plan(DayOfWeek.FRIDAY, induction, "Baking, and the radio."))
                .on(induction)
                .done("UserTask_RecordInduction", came("Baked scones and took six home."))
                .firstContact("DEMENTIA_SERVICES_CENTRE")
                .daysAgo(30)
                .outcome("DEMENTIA_SERVICES_CENTRE", "Bakes every Friday, and has found a friend.")
                .daysAgo(28)
                .done("UserTask_ReadOutcome", with("furtherNeed", "NO"));
        story.daysAgo(4)
                .recorded(
                        "colleague",
                        "record-admission",
                        with("planned", "NO")
                                .on("admittedOn", teller.day())
                                .and("why", "Fell in the night and broke her wrist.")
                                .and("hospital", "Royal Stoke, ward 225"),
                        (by, answers) -> lifeEvents.admitted(by, story.pathway(), teller.day(), answers))
                .ago(Duration.ofHours(3));
        var review = story.open("UserTask_ReviewCarerSupport", task -> true);
        var worker = teller.whose(review);
        teller.as(
                worker,
                () -> pauses.pause(
                        worker,
                        review.taskId(),
                        Pauses.Reason.FAMILYS_CHOICE,
                        "Neil would like to talk when his mother is home again.",
                        teller.today().plusDays(6)));
        story.ago(Duration.ZERO);
    }

    /** Dot has sessions of her own, and the council is asked for an assessment; Harry waits for a Friday at the centre. */
    private void referralsUnderWay() {
        Story story = teller.register(
                        45,
                        new Newcomer(9, "Harold", "Machin", LocalDate.of(1938, 7, 9))
                                .called("Harry")
                                .diagnosed("Alzheimer's disease", 120)
                                .livingWith("Dot Machin", "Wife"))
                .daysAgo(44)
                .named()
                .daysAgo(37)
                .welcomed("AGREED", "ACCEPTED")
                .carersAsked(
                        "3",
                        with("words", "I have not slept through since Easter.")
                                .and("ownHealth", "FAIR")
                                .and("caringAlone", "YES")
                                .and("does", "PERSONAL_CARE", "NIGHTS", "MEALS", "MEDICINES"))
                .carersPlan(with("goal1", "To sleep through two nights a week.")
                        .and("goal2", "To lift him without hurting my back.")
                        .and("helps", "ONE_TO_ONE")
                        .on("sessionOn", teller.dayAgo(16))
                        .and("authorityAnswer", "AGREED"))
                .daysAgo(33)
                .answered("LOCAL_AUTHORITY_CARER_ASSESSMENT", "ACCEPTED")
                .daysAgo(20)
                .firstContact("LOCAL_AUTHORITY_CARER_ASSESSMENT")
                .daysAgo(18)
                .ratedAlike(
                        "6a",
                        with("ownWords", "3").and("skillsWanted", "YES"),
                        with("eatingProblem", "YES").and("wantsActivity", "YES"))
                .daysAgo(16)
                .session("ATTENDED", teller.today())
                .daysAgo(13)
                .confirmed("MODERATE")
                .daysAgo(9)
                .agreed("ADMIRAL_NURSE", "DEMENTIA_SERVICES_CENTRE", "SPEECH_AND_LANGUAGE")
                .daysAgo(7)
                .answered("DEMENTIA_SERVICES_CENTRE", "ACCEPTED")
                .answered("ADMIRAL_NURSE", "WAITING_LIST")
                .daysAgo(6)
                .done(
                        "UserTask_PlanInduction",
                        with("planAnswer", "OTHER_DAY")
                                .and("waitDay", centre.day(DayOfWeek.FRIDAY).toString()));
        story.daysAgo(5)
                .firstContact("DEMENTIA_SERVICES_CENTRE")
                .daysAgo(1)
                .answered(
                        "SPEECH_AND_LANGUAGE",
                        with("answer", "DECLINED")
                                .and("declineReason", "NO_CAPACITY")
                                .and("declineNote", "None before January."))
                .daysAgo(0);
    }

    /** Comes to the centre soon; the falls service has a question first. */
    private void questionAsked() {
        LocalDate induction = first(DayOfWeek.TUESDAY, teller.today().plusDays(1));
        teller.register(
                        40,
                        new Newcomer(10, "Olive", "Tams", LocalDate.of(1942, 12, 24))
                                .diagnosed("Lewy body dementia", 100)
                                .caredForBy("Roger Tams", "Son"))
                .daysAgo(39)
                .named()
                .daysAgo(33)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(16)
                .ratedAlike("6b", with("ownWords", "2"), with("falls", "YES").and("wantsActivity", "YES"))
                .daysAgo(13)
                .confirmed("SEVERE")
                .daysAgo(7)
                .agreed("FALLS_SERVICE", "DEMENTIA_SERVICES_CENTRE")
                .daysAgo(5)
                .answered("DEMENTIA_SERVICES_CENTRE", "ACCEPTED")
                .daysAgo(2)
                .done("UserTask_PlanInduction", plan(DayOfWeek.TUESDAY, induction, "Sitting where she sees the birds."))
                .daysAgo(1)
                .answered(
                        "FALLS_SERVICE",
                        with("answer", "QUESTION").and("question", "Could somebody be with her when we come?"))
                .daysAgo(0);
    }

    /** Sharing was refused, so all of it is the coordinator's; Carol was asked again and cannot go on alone. */
    private void reviewDue() {
        teller.register(
                        60,
                        new Newcomer(12, "Winifred", "Heath", LocalDate.of(1937, 6, 6))
                                .called("Win")
                                .livingAlone()
                                .diagnosed("Mixed dementia", 160)
                                .caredForBy("Carol Heath", "Daughter"))
                .daysAgo(59)
                .named()
                .daysAgo(53)
                .welcomed("REFUSED", "NOT_NOW")
                .eachDone(
                        "UserTask_TalkWithCarer",
                        with("how", "TELEPHONE")
                                .on("contactOn", teller.day())
                                .and("ownWords", "2")
                                .and("carerAnswer", "NOT_NOW")
                                .on("askAgainOn", teller.dayAgo(5))
                                .safe())
                .daysAgo(42)
                .ratedAlike("6c", with("ownWords", "4"), new Sheet())
                .urgentHelpPutOff()
                .daysAgo(38)
                .confirmed("SEVERE")
                .daysAgo(31)
                .agreed()
                .ago(Duration.ofHours(2))
                .carersAsked(
                        "4",
                        with("words", "I cannot do another winter of this.")
                                .and("ownHealth", "POOR")
                                .and("livesWith", "NO")
                                .and("caringAlone", "YES")
                                .and("does", "PERSONAL_CARE", "MEALS", "MONEY"))
                .ago(Duration.ZERO);
    }
}
