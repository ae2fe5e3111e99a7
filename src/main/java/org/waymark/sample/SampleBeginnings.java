package org.waymark.sample;

import static org.waymark.sample.Sheet.with;

import java.time.Duration;
import java.time.LocalDate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessment.Rater;

/** People whose pathway begins: from waiting for a coordinator to a support plan that is to be agreed. */
@Component
@Order(1)
@ConditionalOnProperty("waymark.sample")
class SampleBeginnings implements Chapter {

    private final Storyteller teller;

    SampleBeginnings(Storyteller teller) {
        this.teller = teller;
    }

    @Override
    public void tell() {
        waitingForACoordinator();
        waitingTooLong();
        toBeWelcomed();
        beingRated();
        ratingsDiffer();
        suddenlyWorse();
        toBeConfirmed();
        planToBeAgreed();
    }

    private void waitingForACoordinator() {
        teller.register(
                0,
                new Newcomer(1, "Derek", "Wainwright", LocalDate.of(1944, 3, 12))
                        .diagnosed("Alzheimer's disease", 14)
                        .livingWith("Pat Wainwright", "Wife"));
    }

    /** So long that everybody who can help has been told. */
    private void waitingTooLong() {
        teller.register(
                        9,
                        new Newcomer(2, "Eileen", "Bagnall", LocalDate.of(1939, 8, 30))
                                .livingAlone()
                                .diagnosed("Vascular dementia", 40))
                .daysAgo(6)
                .daysAgo(4)
                .daysAgo(2)
                .daysAgo(0);
    }

    private void toBeWelcomed() {
        teller.register(
                        8,
                        new Newcomer(3, "Irene", "Stubbs", LocalDate.of(1947, 1, 5))
                                .diagnosed("Alzheimer's disease", 30)
                                .caredForBy("Karen Stubbs", "Daughter"))
                .daysAgo(7)
                .named("colleague")
                .daysAgo(0);
    }

    private void beingRated() {
        teller.register(
                        20,
                        new Newcomer(4, "Jean", "Oakden", LocalDate.of(1941, 5, 21))
                                .called("Jeannie")
                                .diagnosed("Mixed dementia", 60)
                                .livingWith("Brian Oakden", "Husband"))
                .daysAgo(19)
                .named("colleague")
                .daysAgo(12)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(5)
                .rated("nurse", "4")
                .daysAgo(0);
    }

    private void ratingsDiffer() {
        teller.register(
                        26,
                        new Newcomer(5, "Alan", "Pointon", LocalDate.of(1943, 11, 2))
                                .diagnosed("Alzheimer's disease", 70)
                                .livingWith("Sheila Pointon", "Wife"))
                .daysAgo(25)
                .named()
                .daysAgo(18)
                .welcomed("AGREED", "NOT_NOW")
                .carersInformed()
                .daysAgo(9)
                .rated("adviser", "4", with("isolated", "YES"))
                .onPaper(Rater.PERSON, "3")
                .daysAgo(6)
                .rated("nurse", "5", with("falls", "YES"))
                .onPaper(Rater.CARER, "6a", with("ownWords", "3").and("skillsWanted", "YES"))
                .daysAgo(0);
    }

    private void suddenlyWorse() {
        teller.register(
                        12,
                        new Newcomer(6, "Margaret", "Holt", LocalDate.of(1945, 5, 4))
                                .called("Maggie")
                                .diagnosed("Alzheimer's disease", 200)
                                .livingWith("Peter Holt", "Husband")
                                .caredForBy("Anne Holt", "Daughter"))
                .daysAgo(11)
                .named()
                .daysAgo(8)
                .welcomed("AGREED", "NOT_NOW")
                .ago(Duration.ofHours(1))
                .rated("adviser", "5", with("hoursToDays", "YES").and("distress", "YES"))
                .ago(Duration.ZERO);
    }

    private void toBeConfirmed() {
        teller.register(
                        22,
                        new Newcomer(7, "Ken", "Brindley", LocalDate.of(1940, 9, 17))
                                .diagnosed("Vascular dementia", 50)
                                .livingWith("Sheila Brindley", "Wife"))
                .daysAgo(21)
                .named("colleague")
                .daysAgo(15)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(3)
                .ratedAlike("5", with("ownWords", "2"), with("eatingProblem", "YES"))
                .daysAgo(0);
    }

    /** The niece lives far away and would like to hear of support later. */
    private void planToBeAgreed() {
        teller.register(
                        30,
                        new Newcomer(8, "Norma", "Salt", LocalDate.of(1946, 2, 28))
                                .livingAlone()
                                .diagnosed("Alzheimer's disease", 90)
                                .caredForBy("Julie Salt", "Niece"))
                .daysAgo(29)
                .named()
                .daysAgo(22)
                .welcomed("AGREED", "DECLINED")
                .eachDone(
                        "UserTask_TalkWithCarer",
                        with("how", "TELEPHONE")
                                .on("contactOn", teller.day())
                                .and("ownWords", "0")
                                .and("words", "I ring every evening, and that is what I can do just now.")
                                .and("carerAnswer", "NOT_NOW")
                                .on("askAgainOn", teller.today().plusDays(60))
                                .safe())
                .daysAgo(9)
                .ratedAlike(
                        "4",
                        with("ownWords", "1"),
                        with("isolated", "YES").and("wantsActivity", "YES").and("legalPlansMissing", "YES"))
                .daysAgo(6)
                .confirmed("MILD")
                .daysAgo(0);
    }
}
