package org.waymark.sample;

import static org.waymark.sample.Sheet.with;

import java.time.Duration;
import java.time.LocalDate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.pathway.PalliativeOnPathway;

/** People on the palliative register: each with another code, and in another phase of illness. */
@Component
@Order(3)
@ConditionalOnProperty("waymark.sample")
class SampleEndOfLife implements Chapter {

    private final Storyteller teller;
    private final PalliativeOnPathway palliative;

    SampleEndOfLife(Storyteller teller, PalliativeOnPathway palliative) {
        this.teller = teller;
        this.palliative = palliative;
    }

    @Override
    public void tell() {
        plannedTwice();
        unstable();
        dying();
    }

    /** Code amber, with the team's review due; she has thought again of where she would like to be. */
    private void plannedTwice() {
        teller.register(
                        66,
                        new Newcomer(14, "Doris", "Shenton", LocalDate.of(1933, 3, 3))
                                .diagnosed("Alzheimer's disease", 900)
                                .livingWith("Frank Shenton", "Husband"))
                .daysAgo(65)
                .named()
                .daysAgo(60)
                .welcomed("AGREED", "ACCEPTED")
                .carersInformed()
                .daysAgo(46)
                .ratedAlike(
                        "7c",
                        with("ownWords", "2"),
                        with("cannotWalk", "YES")
                                .and("doubleIncontinence", "YES")
                                .and("noMeaningfulSpeech", "YES")
                                .and("needsAllCare", "YES")
                                .and("weightLoss", "YES")
                                .and("phase", "DETERIORATING"))
                .daysAgo(45)
                .confirmed("ADVANCED", with("palliativeConfirmed", "YES"))
                .done(
                        "UserTask_StartPalliativeCare",
                        start("GREEN", "DETERIORATING", "NO")
                                .and("whatMatters", "To hear the birds, and Frank beside her."))
                .daysAgo(43)
                .agreed("PALLIATIVE_NURSE", "NAMASTE_CARE")
                .done(
                        "UserTask_OfferPlanning",
                        wishes("To stay at home with Frank, and no more nights in hospital.", "HOME"))
                .done("UserTask_RecordEmergencyPlan", with("emergencyPlan", "BEING_WRITTEN"))
                .daysAgo(41)
                .answered("PALLIATIVE_NURSE", "ACCEPTED")
                .answered("NAMASTE_CARE", with("answer", "QUESTION").and("question", "Could she be seen at home?"))
                .daysAgo(40)
                .firstContact("PALLIATIVE_NURSE")
                .done("UserTask_AnswerQuestion", with("reply", "Yes, in the mornings, when Frank is there."))
                .daysAgo(39)
                .answered("NAMASTE_CARE", "ACCEPTED")
                .daysAgo(32)
                .firstContact("NAMASTE_CARE")
                .done("UserTask_ArrangeAnticipatoryCare", arranged())
                .done("UserTask_OfferDeprescribing", medicines("GP", "CHANGED"))
                .daysAgo(24)
                .done(
                        "UserTask_ReviewPathway",
                        with("phase", "DETERIORATING")
                                .on("reviewedOn", teller.day())
                                .and("hoursToDays", "NO")
                                .and("carerOwnWords", "2")
                                .and("planningOffered", "ACCEPTED")
                                .and("needsFullAssessment", "NO")
                                .safe())
                .daysAgo(7)
                .done(
                        "UserTask_ReviewPalliativeCare",
                        review("AMBER", "DETERIORATING", "NO")
                                .and("planning", "ALL")
                                .and("reviewNote", "Eats little. Frank is tired and cannot lift her any more."))
                .done(
                        "UserTask_OfferPlanning",
                        wishes("To be where Frank need not lift. No more nights in hospital.", "HOSPICE"))
                .daysAgo(6)
                .done(
                        "UserTask_RecordEmergencyPlan",
                        with("emergencyPlan", "YES")
                                .and("keptWhere", "In the green folder on the fridge")
                                .on("planDatedOn", teller.day()))
                .daysAgo(5)
                .done("UserTask_ArrangeAnticipatoryCare", arranged())
                .daysAgo(0);
    }

    /** Palliative help by need, not by stage: the three days to settle what is unstable have begun. */
    private void unstable() {
        Story story = onRegister(
                teller.register(
                                45,
                                new Newcomer(18, "Joan", "Mountford", LocalDate.of(1945, 11, 27))
                                        .diagnosed("Mixed dementia", 80)
                                        .livingWith("Keith Mountford", "Husband"))
                        .daysAgo(44)
                        .named("colleague")
                        .daysAgo(38)
                        .welcomed("AGREED", "NOT_NOW")
                        .carersInformed()
                        .daysAgo(30)
                        .ratedAlike("5", with("ownWords", "2"), new Sheet())
                        .daysAgo(27)
                        .confirmed("MODERATE")
                        .daysAgo(23)
                        .agreed()
                        .daysAgo(5),
                "SYMPTOMS",
                "Breathless at night since her heart failure has become worse.",
                "GREEN");
        story.daysAgo(4)
                .done("UserTask_StartPalliativeCare", start("GREEN", "STABLE", "NO"))
                .done(
                        "UserTask_OfferPlanning",
                        with("planningAnswer", "NOT_NOW")
                                .on("planningAskAgainOn", teller.today().plusDays(40)))
                .daysAgo(2)
                .done("UserTask_RecordEmergencyPlan", with("emergencyPlan", "NO"))
                .ago(Duration.ofHours(6));
        phase(story, "UNSTABLE", "Could not lie down all night.");
        story.ago(Duration.ofHours(4))
                .done(
                        "UserTask_SeeUnstablePerson",
                        seen("UNSTABLE", "Sits up all night. The surgery sees her this afternoon.", "NO"))
                .ago(Duration.ZERO);
    }

    /** The last days; his wife has been prepared. */
    private void dying() {
        Story story = onRegister(
                teller.register(
                                34,
                                new Newcomer(19, "Bert", "Sillitoe", LocalDate.of(1931, 1, 30))
                                        .diagnosed("Alzheimer's disease", 2200)
                                        .livingWith("Ivy Sillitoe", "Wife"))
                        .daysAgo(33)
                        .named()
                        .daysAgo(29)
                        .welcomed("AGREED", "ACCEPTED")
                        .carersInformed()
                        .daysAgo(22)
                        .ratedAlike("7e", with("ownWords", "2"), with("needsAllCare", "YES"))
                        .daysAgo(19)
                        .confirmed("ADVANCED")
                        .daysAgo(16)
                        .agreed()
                        .daysAgo(9),
                "DECLINE",
                "Sleeps most of the day and hardly drinks.",
                "AMBER");
        story.daysAgo(8)
                .done(
                        "UserTask_StartPalliativeCare",
                        start("AMBER", "DETERIORATING", "NO")
                                .and("whatMatters", "His own bed, and the football on the radio."))
                .done("UserTask_OfferPlanning", wishes("To die at home, with Ivy and the radio.", "HOME"))
                .done(
                        "UserTask_RecordEmergencyPlan",
                        with("emergencyPlan", "YES")
                                .and("keptWhere", "With the care plan by the bed")
                                .on("planDatedOn", teller.day()))
                .done("UserTask_ArrangeAnticipatoryCare", arranged())
                .done("UserTask_OfferDeprescribing", medicines("PALLIATIVE_TEAM", "CHANGED"))
                .daysAgo(4);
        phase(story, "DYING", "Takes no food, and is hardly awake.");
        story.eachDone(
                        "UserTask_PrepareForBereavement",
                        with("how", "VISIT")
                                .on("contactOn", teller.day())
                                .and("preparationAnswer", "PREPARED")
                                .and("wishes", "To be with him, and to be rung afterwards and not written to.")
                                .and("whomToRing", "Her sister Nell, at any time.")
                                .safe())
                .daysAgo(3)
                .done(
                        "UserTask_ReviewPalliativeCare",
                        review("RED", "DYING", "NO").and("planning", "FITS"))
                .ago(Duration.ofHours(3))
                .done(
                        "UserTask_ReviewPalliativeCare",
                        review("RED", "DYING", "YES").and("planning", "FITS"))
                .ago(Duration.ofHours(2))
                .done("UserTask_SeePainAgain", with("painNow", "EASED").and("painActedOn", "NO"))
                .ago(Duration.ZERO);
    }

    private Story onRegister(Story story, String need, String note, String code) {
        return story.recorded(
                "coordinator",
                "add-to-palliative-register",
                with("need", need).and("needNote", note).and("code", code),
                (by, answers) -> palliative.add(by, story.pathway(), answers));
    }

    private void phase(Story story, String phase, String seen) {
        story.recorded(
                "nurse",
                "record-phase",
                with("phase", phase).and("seen", seen).and("painActedOn", "NO"),
                (by, answers) -> palliative.recordPhase(by, story.pathway(), answers));
    }

    private Sheet start(String code, String phase, String painActedOn) {
        return with("begins", "YES")
                .on("metOn", teller.day())
                .and("code", code)
                .and("phase", phase)
                .and("painActedOn", painActedOn)
                .safe();
    }

    private Sheet review(String code, String phase, String painActedOn) {
        return with("tookPart", "CARER", "PALLIATIVE_NURSE", "COORDINATOR")
                .on("reviewedOn", teller.day())
                .and("stays", "YES")
                .and("code", code)
                .and("phase", phase)
                .and("painActedOn", painActedOn)
                .safe();
    }

    private Sheet seen(String phase, String found, String painActedOn) {
        return with("found", found)
                .on("seenOn", teller.day())
                .and("phase", phase)
                .and("painActedOn", painActedOn)
                .safe();
    }

    private static Sheet wishes(String wishes, String place) {
        return with("planningAnswer", "ACCEPTED")
                .and("wishes", wishes)
                .and("placeOfCare", place)
                .and("placeOfDeath", place)
                .and("whoWasThere", "PERSON", "CARER")
                .and("capacity", "HAD_CAPACITY");
    }

    private static Sheet arranged() {
        return with("medicines", "IN_PLACE")
                .and("whomToRing", "YES")
                .and("ringFirst", "The hospice line, day and night")
                .and("equipment", "IN_PLACE");
    }

    private Sheet medicines(String by, String outcome) {
        return with("offeredBy", by).on("offeredOn", teller.day()).and("deprescribing", outcome);
    }
}
