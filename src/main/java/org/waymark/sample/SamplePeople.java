package org.waymark.sample;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.CrisesOnPathway;
import org.waymark.pathway.LifeEvents;
import org.waymark.people.People;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;
import org.waymark.sample.Story.Means;

/** The made-up people of the sample alliance, each at another step, so that no page is empty. */
@Component
@ConditionalOnProperty("waymark.sample")
class SamplePeople {

    private static final Map<String, String> NOTHING_MORE = Map.of();

    private final People people;
    private final LifeEvents lifeEvents;
    private final CrisesOnPathway crises;

    SamplePeople(People people, LifeEvents lifeEvents, CrisesOnPathway crises) {
        this.people = people;
        this.lifeEvents = lifeEvents;
        this.crises = crises;
    }

    void load(Means means) {
        waitingForACoordinator(means);
        waitingTooLong(means);
        toBeWelcomed(means);
        beingRated(means);
        ratingsDiffer(means);
        suddenlyWorse(means);
        toBeConfirmed(means);
        planToBeAgreed(means);
        referralsUnderWay(means);
        declined(means);
        livingWell(means);
        reviewDue(means);
        outcomeToRead(means);
        towardsTheEnd(means);
        died(means);
        movedAway(means);
        inCrisis(means);
    }

    private void waitingForACoordinator(Means means) {
        register(
                means,
                0,
                person(means, 1, "Derek", "Wainwright", null, 1944, 3, 12, false, "Alzheimer's disease", 14),
                List.of(new NewCarer("Pat Wainwright", "Wife", "01782 496 0101", true, true)));
    }

    private void waitingTooLong(Means means) {
        register(
                means,
                6,
                person(means, 2, "Eileen", "Bagnall", null, 1939, 8, 30, true, "Vascular dementia", 40),
                List.of());
    }

    private void toBeWelcomed(Means means) {
        register(
                        means,
                        8,
                        person(means, 3, "Irene", "Stubbs", null, 1947, 1, 5, false, "Alzheimer's disease", 30),
                        List.of(new NewCarer("Karen Stubbs", "Daughter", "01782 496 0103", false, true)))
                .daysAgo(7)
                .named();
    }

    private void beingRated(Means means) {
        register(
                        means,
                        20,
                        person(means, 4, "Jean", "Oakden", "Jeannie", 1941, 5, 21, false, "Mixed dementia", 60),
                        List.of(new NewCarer("Brian Oakden", "Husband", "01782 496 0104", true, true)))
                .daysAgo(19)
                .named()
                .daysAgo(12)
                .welcomed("AGREED", "ACCEPTED")
                .daysAgo(5)
                .rated("nurse", "4", NOTHING_MORE);
    }

    private void ratingsDiffer(Means means) {
        register(
                        means,
                        26,
                        person(means, 5, "Alan", "Pointon", null, 1943, 11, 2, false, "Alzheimer's disease", 70),
                        List.of(new NewCarer("Sheila Pointon", "Wife", "01782 496 0105", true, true)))
                .daysAgo(25)
                .named()
                .daysAgo(18)
                .welcomed("AGREED", "NOT_NOW")
                .daysAgo(9)
                .rated("adviser", "4", Map.of("isolated", "YES"))
                .onPaper(Rater.PERSON, "3", NOTHING_MORE)
                .daysAgo(6)
                .rated("nurse", "5", Map.of("falls", "YES"))
                .onPaper(Rater.CARER, "6a", Map.of("ownWords", "3", "skillsWanted", "YES"));
    }

    private void suddenlyWorse(Means means) {
        register(
                        means,
                        16,
                        person(means, 6, "Margaret", "Holt", "Maggie", 1945, 5, 4, false, "Alzheimer's disease", 200),
                        List.of(
                                new NewCarer("Peter Holt", "Husband", "01782 496 0106", true, true),
                                new NewCarer("Anne Holt", "Daughter", "01782 496 0107", false, false)))
                .daysAgo(15)
                .named()
                .daysAgo(10)
                .welcomed("AGREED", "NOT_NOW")
                .daysAgo(0)
                .rated("adviser", "5", Map.of("hoursToDays", "YES", "distress", "YES"));
    }

    private void toBeConfirmed(Means means) {
        both(
                register(
                                means,
                                22,
                                person(means, 7, "Ken", "Brindley", null, 1940, 9, 17, false, "Vascular dementia", 50),
                                List.of(new NewCarer("Sheila Brindley", "Wife", "01782 496 0108", true, true)))
                        .daysAgo(21)
                        .named()
                        .daysAgo(15)
                        .welcomed("AGREED", "ACCEPTED")
                        .daysAgo(3),
                "5",
                Map.of("ownWords", "2"),
                Map.of("eatingProblem", "YES"));
    }

    private void planToBeAgreed(Means means) {
        both(
                        register(
                                        means,
                                        30,
                                        person(
                                                means,
                                                8,
                                                "Norma",
                                                "Salt",
                                                null,
                                                1946,
                                                2,
                                                28,
                                                true,
                                                "Alzheimer's disease",
                                                90),
                                        List.of(new NewCarer("Julie Salt", "Niece", "01782 496 0109", false, true)))
                                .daysAgo(29)
                                .named()
                                .daysAgo(22)
                                .welcomed("AGREED", "DECLINED")
                                .daysAgo(7),
                        "4",
                        Map.of("ownWords", "1"),
                        Map.of("isolated", "YES", "wantsActivity", "YES", "legalPlansMissing", "YES"))
                .daysAgo(4)
                .confirmed("MILD", NOTHING_MORE);
    }

    private void referralsUnderWay(Means means) {
        Story story = both(
                        register(
                                        means,
                                        45,
                                        person(
                                                means,
                                                9,
                                                "Harold",
                                                "Machin",
                                                "Harry",
                                                1938,
                                                7,
                                                9,
                                                false,
                                                "Alzheimer's disease",
                                                120),
                                        List.of(new NewCarer("Dot Machin", "Wife", "01782 496 0110", true, true)))
                                .daysAgo(44)
                                .named()
                                .daysAgo(37)
                                .welcomed("AGREED", "ACCEPTED")
                                .daysAgo(25),
                        "6a",
                        Map.of("ownWords", "3", "skillsWanted", "YES"),
                        Map.of("eatingProblem", "YES", "wantsActivity", "YES"))
                .daysAgo(22)
                .confirmed("MODERATE", NOTHING_MORE)
                .daysAgo(18)
                .agreed(List.of("CARER_ENABLEMENT", "DEMENTIA_SERVICES_CENTRE", "SPEECH_AND_LANGUAGE"));
        story.daysAgo(15)
                .byService("activity", "UserTask_RespondToReferral", Map.of("answer", "ACCEPTED"))
                .byService("carers", "UserTask_RespondToReferral", Map.of("answer", "WAITING_LIST"));
        story.daysAgo(8).byService("activity", "UserTask_MakeFirstContact", story.firstContact());
    }

    private void declined(Means means) {
        both(
                        register(
                                        means,
                                        40,
                                        person(
                                                means,
                                                10,
                                                "Olive",
                                                "Tams",
                                                null,
                                                1942,
                                                12,
                                                24,
                                                false,
                                                "Lewy body dementia",
                                                100),
                                        List.of(new NewCarer("Roger Tams", "Son", "01782 496 0111", false, true)))
                                .daysAgo(39)
                                .named()
                                .daysAgo(33)
                                .welcomed("AGREED", "ACCEPTED")
                                .daysAgo(20),
                        "6b",
                        Map.of("ownWords", "2"),
                        Map.of("falls", "YES"))
                .daysAgo(17)
                .confirmed("SEVERE", NOTHING_MORE)
                .daysAgo(12)
                .agreed(List.of("FALLS_SERVICE"))
                .daysAgo(9)
                .byService(
                        "partner",
                        "UserTask_RespondToReferral",
                        Map.of(
                                "answer",
                                "DECLINED",
                                "declineReason",
                                "NO_CAPACITY",
                                "declineNote",
                                "None before January."));
    }

    private void livingWell(Means means) {
        Story story = both(
                        register(
                                        means,
                                        120,
                                        person(
                                                means,
                                                11,
                                                "Stanley",
                                                "Colclough",
                                                "Stan",
                                                1948,
                                                4,
                                                14,
                                                false,
                                                "Alzheimer's disease",
                                                150),
                                        List.of(new NewCarer("Mary Colclough", "Wife", "01782 496 0112", true, true)))
                                .daysAgo(119)
                                .named()
                                .daysAgo(112)
                                .welcomed("AGREED", "ACCEPTED")
                                .daysAgo(100),
                        "4",
                        Map.of("ownWords", "1"),
                        Map.of("wantsActivity", "YES"))
                .daysAgo(96)
                .confirmed("MILD", NOTHING_MORE)
                .daysAgo(92)
                .agreed(List.of("DEMENTIA_SERVICES_CENTRE"));
        story.daysAgo(89).byService("activity", "UserTask_RespondToReferral", Map.of("answer", "ACCEPTED"));
        story.daysAgo(80).byService("activity", "UserTask_MakeFirstContact", story.firstContact());
        story.daysAgo(50)
                .byService(
                        "activity",
                        "UserTask_ReportOutcome",
                        Story.outcome("Settled, enjoys singing, comes every Wednesday."))
                .daysAgo(48)
                .done("coordinator", "UserTask_ReadOutcome", Map.of("furtherNeed", "NO"));
    }

    private void reviewDue(Means means) {
        both(
                        register(
                                        means,
                                        100,
                                        person(
                                                means,
                                                12,
                                                "Winifred",
                                                "Heath",
                                                "Win",
                                                1937,
                                                6,
                                                6,
                                                true,
                                                "Mixed dementia",
                                                160),
                                        List.of(new NewCarer("Carol Heath", "Daughter", "01782 496 0113", false, true)))
                                .daysAgo(99)
                                .named()
                                .daysAgo(93)
                                .welcomed("REFUSED", "NOT_NOW")
                                .daysAgo(80),
                        "6c",
                        Map.of("ownWords", "4"),
                        NOTHING_MORE)
                .daysAgo(78)
                .urgentHelpPutOff()
                .daysAgo(76)
                .confirmed("SEVERE", NOTHING_MORE)
                .daysAgo(72)
                .agreed(List.of());
    }

    private void outcomeToRead(Means means) {
        Story story = both(
                        register(
                                        means,
                                        70,
                                        person(
                                                means,
                                                13,
                                                "Arthur",
                                                "Lovatt",
                                                null,
                                                1949,
                                                10,
                                                19,
                                                false,
                                                "Frontotemporal dementia",
                                                110),
                                        List.of(new NewCarer("Linda Lovatt", "Wife", "01782 496 0114", true, true)))
                                .daysAgo(69)
                                .named()
                                .daysAgo(63)
                                .welcomed("AGREED", "ACCEPTED")
                                .daysAgo(52),
                        "5",
                        Map.of("ownWords", "2", "skillsWanted", "YES"),
                        NOTHING_MORE)
                .daysAgo(49)
                .confirmed("MODERATE", NOTHING_MORE)
                .daysAgo(45)
                .agreed(List.of("CARER_ENABLEMENT"));
        story.daysAgo(42).byService("carers", "UserTask_RespondToReferral", Map.of("answer", "ACCEPTED"));
        story.daysAgo(33).byService("carers", "UserTask_MakeFirstContact", story.firstContact());
        story.daysAgo(3)
                .byService(
                        "carers",
                        "UserTask_ReportOutcome",
                        Story.outcome("Linda came to all six sessions and feels surer."));
    }

    private void towardsTheEnd(Means means) {
        Story story = both(
                        register(
                                        means,
                                        60,
                                        person(
                                                means,
                                                14,
                                                "Doris",
                                                "Shenton",
                                                null,
                                                1933,
                                                3,
                                                3,
                                                false,
                                                "Alzheimer's disease",
                                                900),
                                        List.of(new NewCarer("Frank Shenton", "Husband", "01782 496 0115", true, true)))
                                .daysAgo(59)
                                .named()
                                .daysAgo(54)
                                .welcomed("AGREED", "ACCEPTED")
                                .daysAgo(40),
                        "7c",
                        Map.of("ownWords", "2"),
                        Map.of(
                                "cannotWalk", "YES",
                                "doubleIncontinence", "YES",
                                "noMeaningfulSpeech", "YES",
                                "needsAllCare", "YES",
                                "weightLoss", "YES",
                                "phase", "DETERIORATING"))
                .daysAgo(38)
                .confirmed("ADVANCED", Map.of("palliativeConfirmed", "YES"))
                .daysAgo(36)
                .agreed(List.of("PALLIATIVE_NURSE", "NAMASTE_CARE"));
        story.daysAgo(35)
                .byService("nurse", "UserTask_RespondToReferral", Map.of("answer", "ACCEPTED"))
                .byService(
                        "activity",
                        "UserTask_RespondToReferral",
                        Map.of("answer", "QUESTION", "question", "Could she be seen at home?"));
        story.daysAgo(34).byService("nurse", "UserTask_MakeFirstContact", story.firstContact());
    }

    private void died(Means means) {
        Story story = register(
                        means,
                        50,
                        person(means, 15, "George", "Plant", null, 1935, 1, 22, false, "Vascular dementia", 700),
                        List.of(new NewCarer("Joyce Plant", "Wife", "01782 496 0116", true, true)))
                .daysAgo(49)
                .named()
                .daysAgo(43)
                .welcomed("AGREED", "ACCEPTED")
                .daysAgo(5);
        end(
                means,
                story.pathway(),
                LifeEvents.Kind.DIED,
                Map.of("diedOn", means.clock().today().minusDays(1), "placeOfDeath", "HOME", "reportedBy", "CARER"));
    }

    private void movedAway(Means means) {
        Story story = register(
                        means,
                        35,
                        person(means, 16, "Vera", "Cartlidge", null, 1944, 4, 1, true, "Alzheimer's disease", 80),
                        List.of())
                .daysAgo(34)
                .named()
                .daysAgo(2);
        end(
                means,
                story.pathway(),
                LifeEvents.Kind.MOVED_AWAY,
                Map.of("movedOn", means.clock().today(), "where", "To her sister in Cornwall"));
    }

    /** Reported an hour ago; whoever is on the rota, or the nurses, have three more to ring back. */
    private void inCrisis(Means means) {
        Story story = register(
                        means,
                        24,
                        person(means, 40, "Winifred", "Tams", "Win", 1942, 2, 17, false, "Alzheimer's disease", 120),
                        List.of(new NewCarer("Harold Tams", "Husband", "01782 496 0140", true, true)))
                .daysAgo(23)
                .named()
                .daysAgo(17)
                .welcomed("AGREED", "ACCEPTED");
        means.clock().moveTo(means.today().minus(Duration.ofHours(1)));
        Viewer by = means.directory().staffMember("coordinator").orElseThrow().asViewer();
        means.viewer()
                .as(
                        by,
                        () -> crises.report(
                                by,
                                story.pathway(),
                                new Answers(Map.of(
                                        "reportedBy", "CARER",
                                        "callBack", "01782 496 0140",
                                        "whatHappened",
                                                "Does not know her husband since last night, and will not let him near her.",
                                        "since", "DAY",
                                        "immediateDanger", "NOT_SURE"))));
    }

    private void end(Means means, PathwayRef pathway, LifeEvents.Kind kind, Map<String, Object> answers) {
        Viewer by = means.directory().staffMember("coordinator").orElseThrow().asViewer();
        means.viewer()
                .as(by, () -> lifeEvents.end(by, pathway, kind, means.clock().today(), new Answers(answers)));
    }

    /** Both organisations, the person and the carer rate alike. */
    private static Story both(Story story, String level, Map<String, String> carer, Map<String, String> seen) {
        story.rated("nurse", level, seen);
        if (story.isInvited("adviser")) {
            story.rated("adviser", level, NOTHING_MORE);
        }
        return story.onPaper(Rater.PERSON, level, NOTHING_MORE).onPaper(Rater.CARER, level, carer);
    }

    private Story register(Means means, int daysAgo, NewPerson person, List<NewCarer> carers) {
        Story.daysAgo(means, daysAgo);
        Viewer by = means.directory().staffMember("coordinator").orElseThrow().asViewer();
        var whole = new NewPerson(
                person.givenName(),
                person.familyName(),
                person.preferredName(),
                person.dateOfBirth(),
                person.nhsNumber(),
                person.nhsNumberUnknownReason(),
                person.phone(),
                person.postcode(),
                person.language(),
                person.livesAlone(),
                person.diagnosedOn(),
                person.subtype(),
                person.referredBy(),
                carers);
        PathwayRef pathway = means.viewer().as(by, () -> people.register(by, whole, null));
        return new Story(means, pathway);
    }

    private static NewPerson person(
            Means means,
            int number,
            String given,
            String family,
            @Nullable String preferred,
            int year,
            int month,
            int day,
            boolean livesAlone,
            String subtype,
            int diagnosedDaysAgo) {
        return new NewPerson(
                given,
                family,
                preferred,
                LocalDate.of(year, month, day),
                nhsNumber(number),
                null,
                "01782 496 0" + (200 + number),
                "ST" + (number % 8 + 1) + " " + number % 10 + "AB",
                "English",
                livesAlone,
                LocalDate.ofInstant(means.today(), WorkingDays.ZONE).minusDays(diagnosedDaysAgo),
                subtype,
                "Memory service",
                List.of());
    }

    /** A number of the range 999, which is kept for tests and belongs to nobody, with its check digit. */
    static String nhsNumber(int number) {
        for (int serial = number * 37; ; serial++) {
            String nine = "999%06d".formatted(serial);
            int sum = 0;
            for (int i = 0; i < 9; i++) {
                sum += (nine.charAt(i) - '0') * (10 - i);
            }
            int check = (11 - sum % 11) % 11;
            if (check < 10) {
                return nine + check;
            }
        }
    }
}
