package org.waymark.sample;

import static org.waymark.sample.Sheet.with;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.bereavement.Bereavements;
import org.waymark.kernel.CarerId;
import org.waymark.pathway.CrisesOnPathway;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.PalliativeOnPathway;
import org.waymark.people.People;
import org.waymark.workflow.WorkItem;

/** What happens in lives: a crisis, a care home, a move away, a death and what comes after it. */
@Component
@Order(4)
@ConditionalOnProperty("waymark.sample")
class SampleEvents implements Chapter {

    private final Storyteller teller;
    private final LifeEvents lifeEvents;
    private final CrisesOnPathway crises;
    private final PalliativeOnPathway palliative;
    private final Bereavements bereavements;
    private final People people;

    SampleEvents(
            Storyteller teller,
            LifeEvents lifeEvents,
            CrisesOnPathway crises,
            PalliativeOnPathway palliative,
            Bereavements bereavements,
            People people) {
        this.teller = teller;
        this.lifeEvents = lifeEvents;
        this.crises = crises;
        this.palliative = palliative;
        this.bereavements = bereavements;
        this.people = people;
    }

    @Override
    public void tell() {
        inCrisis();
        movedToACareHome();
        diedAtHome();
        mournedByTwo();
        movedAway();
    }

    /** Reported an hour ago; whoever is on the rota, or the nurses, have three more to ring back. */
    private void inCrisis() {
        Story story = teller.register(
                        24,
                        new Newcomer(20, "Hilda", "Tunnicliffe", LocalDate.of(1942, 2, 17))
                                .diagnosed("Alzheimer's disease", 120)
                                .livingWith("Harold Tunnicliffe", "Husband"))
                .daysAgo(23)
                .named()
                .daysAgo(17)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .ago(Duration.ofHours(1));
        crisis(
                story,
                with("reportedBy", "CARER")
                        .and("callBack", "01632 960 220")
                        .and(
                                "whatHappened",
                                "Does not know her husband since last night, and will not let him near her.")
                        .and("since", "DAY")
                        .and("immediateDanger", "NOT_SURE"));
        story.ago(Duration.ZERO);
    }

    private void crisis(Story story, Sheet report) {
        story.recorded(
                "coordinator", "report-crisis", report, (by, answers) -> crises.report(by, story.pathway(), answers));
    }

    /** After a crisis and a night that was covered; how things stand is looked at anew. */
    private void movedToACareHome() {
        Story story = teller.register(
                        75,
                        new Newcomer(21, "Sid", "Mellor", LocalDate.of(1936, 5, 29))
                                .diagnosed("Vascular dementia", 400)
                                .livingWith("Edna Mellor", "Wife"))
                .daysAgo(74)
                .named("colleague")
                .daysAgo(69)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(55)
                .ratedAlike("6c", with("ownWords", "3"), new Sheet())
                .daysAgo(52)
                .confirmed("SEVERE")
                .daysAgo(48)
                .agreed()
                .daysAgo(9);
        crisis(
                story,
                with("reportedBy", "CARER")
                        .and("callBack", "01632 960 221")
                        .and("whatHappened", "Hit out at his wife in the night, who has locked herself in.")
                        .and("since", "HOURS")
                        .and("immediateDanger", "NO"));
        story.done(
                        "UserTask_TriageCrisis",
                        with("spokeWith", "CARER")
                                .and("whatIsHappening", "He is calmer, she is frightened and alone with him.")
                                .and("inDanger", "NO")
                                .and("acuteIllness", "NO")
                                .and("answer", "VISIT"))
                .done(
                        "UserTask_VisitInCrisis",
                        with("visitedAt", "09:40")
                                .on("visitedOn", teller.day())
                                .and("whoWasThere", "Edna, and their neighbour")
                                .and("whatWasDone", "Sat with both. Edna slept at her neighbour's.")
                                .and("carerOwnWords", "4")
                                .and("overnight", "YES")
                                .safe())
                .daysAgo(8)
                .done(
                        "UserTask_CoverNight",
                        with("wasCovered", "YES")
                                .and("nightNote", "Up three times, easily led back to bed.")
                                .and("anotherNight", "NO")
                                .safe())
                .daysAgo(7)
                .done(
                        "UserTask_RecordCrisisOutcome",
                        with("outcome", "MOVED_TO_CARE_HOME")
                                .on("endedOn", teller.day())
                                .and("careHome", "Meadow House")
                                .and("whatNext", "Edna would like to visit every day and needs help to get there."))
                .daysAgo(6)
                .done(
                        "UserTask_ReviewCarerSupport",
                        with("how", "AT_OUR_PLACE")
                                .on("reviewedOn", teller.day())
                                .and("ownWords", "3")
                                .and("words", "I sleep, and then I wake up and feel I gave him away.")
                                .and("ownHealth", "FAIR")
                                .and("livesWith", "NO")
                                .and("caringAlone", "NO")
                                .and("reviewAnswer", "GOES_ON")
                                .safe())
                .carersPlan(with("goal1", "To visit without crying all the way home.")
                        .and("helps", "ONE_TO_ONE")
                        .on("sessionOn", teller.today().plusDays(2))
                        .and("authorityAnswer", "DECLINED"))
                .daysAgo(2)
                .rated("nurse", "6c")
                .daysAgo(0);
    }

    /** Where he had wished to be; his wife is to be rung, and the nurses look back. */
    private void diedAtHome() {
        Story story = teller.register(
                        50,
                        new Newcomer(15, "George", "Plant", LocalDate.of(1935, 1, 22))
                                .diagnosed("Vascular dementia", 700)
                                .livingWith("Joyce Plant", "Wife"))
                .daysAgo(49)
                .named()
                .daysAgo(43)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(40);
        story.recorded(
                        "coordinator",
                        "add-to-palliative-register",
                        with("need", "TEAM_SEES_NEED")
                                .and("needNote", "Two stays in hospital since the summer.")
                                .and("code", "BLUE"),
                        (by, answers) -> palliative.add(by, story.pathway(), answers))
                .daysAgo(39)
                .done(
                        "UserTask_StartPalliativeCare",
                        with("begins", "YES")
                                .on("metOn", teller.day())
                                .and("code", "BLUE")
                                .and("phase", "STABLE")
                                .and("painActedOn", "NO")
                                .safe())
                .daysAgo(36)
                .done(
                        "UserTask_OfferPlanning",
                        with("planningAnswer", "ACCEPTED")
                                .and("wishes", "At home, and no fuss.")
                                .and("placeOfCare", "HOME")
                                .and("placeOfDeath", "HOME")
                                .and("whoWasThere", "PERSON", "CARER")
                                .and("capacity", "HAD_CAPACITY"))
                .daysAgo(5);
        died(story, teller.day().minusDays(1), "HOME");
        story.daysAgo(0);
    }

    private void died(Story story, LocalDate on, String place) {
        end(
                story,
                LifeEvents.Kind.DIED,
                "record-death",
                on,
                with("placeOfDeath", place).on("diedOn", on).and("reportedBy", "CARER"));
    }

    private void end(Story story, LifeEvents.Kind kind, String form, LocalDate on, Sheet sheet) {
        story.recorded(
                "coordinator", form, sheet, (by, answers) -> lifeEvents.end(by, story.pathway(), kind, on, answers));
    }

    /** His wife has somebody who listens, and a hard day ahead; his daughter needed little. */
    private void mournedByTwo() {
        Story story = teller.register(
                        120,
                        new Newcomer(22, "Reg", "Hulme", LocalDate.of(1938, 9, 2))
                                .diagnosed("Alzheimer's disease", 1500)
                                .livingWith("Betty Hulme", "Wife")
                                .caredForBy("Susan Hulme", "Daughter"))
                .daysAgo(119)
                .named()
                .daysAgo(114)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(53);
        died(story, teller.dayAgo(54), "HOSPITAL");
        story.daysAgo(46)
                .done(
                        "UserTask_ContactBereavedCarer",
                        about(story, "Betty Hulme"),
                        contact("YES", "YES")
                                .on("gentleOn", teller.today().plusDays(5))
                                .and("gentleWhat", "Their golden wedding"))
                .done("UserTask_ContactBereavedCarer", about(story, "Susan Hulme"), contact("NO", "NO"))
                .daysAgo(44)
                .done(
                        "UserTask_AgreeBereavementSupport",
                        about(story, "Betty Hulme"),
                        with("level", "TARGETED")
                                .and("answer_INFORMATION", "AGREED")
                                .and("answer_PRACTICAL_HELP", "DECLINED")
                                .and("answer_BEREAVEMENT_GROUP", "NOT_NOW")
                                .on(
                                        "askAgainOn_BEREAVEMENT_GROUP",
                                        teller.today().plusDays(45))
                                .and("answer_LISTENING_SUPPORT", "AGREED")
                                .and("service_LISTENING_SUPPORT", SampleServices.idOf("BEREAVEMENT_SUPPORT"))
                                .and("answer_COUNSELLING", "DECLINED"))
                .done(
                        "UserTask_AgreeBereavementSupport",
                        about(story, "Susan Hulme"),
                        with("level", "UNIVERSAL")
                                .and("answer_INFORMATION", "AGREED")
                                .and("answer_PRACTICAL_HELP", "AGREED"))
                .daysAgo(42)
                .answered("BEREAVEMENT_SUPPORT", "ACCEPTED")
                .daysAgo(35)
                .firstContact("BEREAVEMENT_SUPPORT")
                .ago(Duration.ofHours(5))
                .done("UserTask_ReviewBereavementSupport", about(story, "Betty Hulme"), contact("YES", "YES"))
                .done(
                        "UserTask_AgreeBereavementSupport",
                        about(story, "Betty Hulme"),
                        with("level", "TARGETED").and("answer_INFORMATION", "AGREED"))
                .ago(Duration.ZERO);
    }

    /** What Betty and Susan answered; Betty named a day that will be hard. */
    private Sheet contact(String caringAlone, String asksForHelp) {
        return with("how", "VISIT")
                .on("contactOn", teller.day())
                .and("supportWanted", "YES")
                .and("suddenDeath", "NO")
                .and("caringAlone", caringAlone)
                .and("previousLoss", "NO")
                .and("asksForHelp", asksForHelp)
                .safe();
    }

    /** The task that is about this carer. */
    private Predicate<WorkItem> about(Story story, String carer) {
        CarerId id = people.facts(story.pathway()).carers().stream()
                .filter(known -> known.name().equals(carer))
                .findFirst()
                .orElseThrow()
                .id();
        Map<String, CarerId> carers = bereavements.carersOf(Viewer.SYSTEM, story.pathway());
        return task -> id.equals(carers.get(task.record()));
    }

    private void movedAway() {
        Story story = teller.register(
                        35,
                        new Newcomer(16, "Vera", "Cartlidge", LocalDate.of(1944, 4, 1))
                                .livingAlone()
                                .diagnosed("Alzheimer's disease", 80))
                .daysAgo(34)
                .named()
                .daysAgo(2);
        end(
                story,
                LifeEvents.Kind.MOVED_AWAY,
                "record-move",
                teller.day(),
                with("where", "To her sister in Cornwall").on("movedOn", teller.day()));
    }
}
