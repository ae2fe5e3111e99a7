package org.waymark.sample;

import static org.waymark.sample.Sheet.with;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Levels;
import org.waymark.kernel.WorkingDays;
import org.waymark.sample.Course.Grief;
import org.waymark.sample.Rates.Severity;
import org.waymark.workflow.WorkItem;

/** What staff write on each form about one simulated person, as far as their {@link Course} has come on the day. */
final class Paperwork {

    /** Forms whose answers depend on what can be chosen on the day. */
    static final Set<String> ASKS_WHAT_IS_SHOWN = Set.of("plan-induction", "look-at-waiting");

    /** Services that are agreed to less often than the others, or more often. */
    private static final Map<String, Double> AGREED =
            Map.of("DEMENTIA_SERVICES_CENTRE", 0.3, "RAPID_RESPONSE", 0.2, "SPEECH_AND_LANGUAGE", 0.9);

    private static final double AGREED_USUALLY = 0.5;
    private static final double NOT_NOW = 0.15;

    /** Services for carers, whom nobody asks again in the person's name. */
    private static final Set<String> FOR_CARERS =
            Set.of("CARER_ENABLEMENT", "LOCAL_AUTHORITY_CARER_ASSESSMENT", "RESPITE", "BEREAVEMENT_SUPPORT");

    private static final int SESSIONS = 4;

    private final Course course;
    private final String coordinator;
    private final Map<String, Integer> sessions = new HashMap<>();
    private final int drawnPlace;
    private RandomGenerator random = new SplittableRandom();
    private boolean hasPlannedAhead;

    /** @param drawnPlace from 0 to 9: where somebody dies who does not live in a care home */
    Paperwork(Course course, int drawnPlace, String coordinator) {
        this.course = course;
        this.drawnPlace = drawnPlace;
        this.coordinator = coordinator;
    }

    /**
     * @param day since they came
     * @param rater whom a rating is asked of; null where the form is no rating
     * @param shown the answers that the form offers or suggests, by field
     */
    record Desk(LocalDate today, int day, @Nullable Rater rater, Map<String, List<String>> shown) {}

    /** @param chance what is drawn for this piece of work */
    Sheet fill(WorkItem task, Desk desk, RandomGenerator chance) {
        random = chance;
        LocalDate today = desk.today();
        return switch (task.formId()) {
            case "name-coordinator" -> with("coordinator", coordinator);
            case "make-welcome-contact" -> welcome(today);
            case "rate-abilities" -> rating(desk).and("knowsPerson", "MONTHLY");
            case "enter-paper-answers" ->
                rating(desk).and("channel", "PAPER").and("knowsPerson", course.livesAlone() ? "WEEKLY" : "LIVES_WITH");
            case "rule-out-delirium" ->
                with("outcome", "RULED_OUT")
                        .and("doneWhat", "Seen by the surgery on the same day.")
                        .on("seenOn", today);
            case "adjudicate-ratings" ->
                with("decidedBy", "OWN_LEVEL")
                        .and("level", level(desk.day()))
                        .and("reason", "Talked over with both. This is what most days are like.");
            case "decide-urgent-help" -> proposals(today).and("agreedBy", "PERSON");
            case "confirm-stage" ->
                with("stage", course.severityOn(desk.day()).name())
                        .and("reason", "As those who know them best describe it.")
                        .and("outOfSequenceSeen", "true")
                        .and("palliativeConfirmed", "NOT_YET");
            case "agree-support-plan" ->
                proposals(today)
                        .and("agreedBy", "PERSON")
                        .and("planningOffered", chance(0.9) ? planning() : "NOT_OFFERED")
                        .on("planningAskAgainOn", today.plusDays(120));
            case "review-pathway" -> review(desk);
            case "act-on-concern" ->
                with("whatWasDone", "Rang at once and went there.").and("concernOutcome", "SAFE");
            case "respond-to-referral" -> answer();
            case "answer-question" -> with("reply", "Yes, in the mornings.");
            case "offer-place" -> with("waitingAnswer", "PLACE_OFFERED");
            case "decide-next-step" -> nextStep(task, today);
            case "make-first-contact" ->
                with("how", chance(0.7) ? "VISIT" : "TELEPHONE")
                        .and("spokeWith", course.carers() == 0 ? "PERSON" : "BOTH")
                        .on("contactOn", today)
                        .safe();
            case "report-outcome" ->
                with("result", chance(0.75) ? "HELPED" : "PARTLY")
                        .and("outcomeNote", "Seen several times. They know whom to ring.")
                        .and("followUp", chance(0.6) ? "ENDED" : "CONTINUES");
            case "read-outcome" -> with("furtherNeed", "NO");
            case "talk-with-carer" -> talk(today);
            case "agree-carer-plan" -> carerPlan(today);
            case "hold-carer-session" -> session(task, today);
            case "review-carer-support" ->
                strain(with("how", "TELEPHONE").and("reviewAnswer", "GOES_ON").on("reviewedOn", today));
            case "prepare-for-bereavement" ->
                with("how", "VISIT")
                        .and("preparationAnswer", "PREPARED")
                        .on("contactOn", today)
                        .safe();
            case "contact-bereaved-carer", "review-bereavement-support" -> grief(today);
            case "agree-bereavement-support" ->
                with("level", course.grief().name())
                        .and("levelReason", "As they put it themselves.")
                        .and("answer_INFORMATION", "AGREED")
                        .and("answer_PRACTICAL_HELP", "DECLINED")
                        .and("answer_BEREAVEMENT_GROUP", "DECLINED")
                        .and("answer_LISTENING_SUPPORT", course.grief() == Grief.TARGETED ? "AGREED" : "DECLINED")
                        .and("service_LISTENING_SUPPORT", SampleServices.idOf("BEREAVEMENT_SUPPORT"))
                        .and("answer_COUNSELLING", course.grief() == Grief.SPECIALIST ? "AGREED" : "DECLINED")
                        .and("service_COUNSELLING", SampleServices.idOf("BEREAVEMENT_SUPPORT"));
            case "make-gentle-contact", "make-closing-contact" ->
                with("how", "TELEPHONE")
                        .and("supportWanted", "YES")
                        .and("moreHelp", "NO")
                        .on("contactOn", today)
                        .safe();
            case "plan-induction" -> induction(desk);
            case "record-induction" ->
                with("inductionAnswer", "CAME")
                        .on("cameOn", today)
                        .and("howItWent", "Joined in before the coats were off.")
                        .and("transport", "CARER_BRINGS")
                        .safe();
            case "look-at-waiting" ->
                with("spokeWith", "PERSON")
                        .on("spokeOn", today)
                        .and("howTheyAre", "They manage, and look forward to it.")
                        .and("waitingAnswer", "STILL_WANTED")
                        .and("waitFor", shown(desk, "waitFor"))
                        .and("priority", "ROUTINE")
                        .safe();
            case "find-out-why" ->
                with("foundAnswer", "COMES_AGAIN")
                        .on("spokeOn", today)
                        .and("spokeWith", "PERSON")
                        .and("reason", "ILL")
                        .and("note", "A cold.")
                        .safe();
            case "review-place" ->
                with("spokeWith", "PERSON")
                        .on("reviewedOn", today)
                        .and("howItGoes", "They look forward to it all week.")
                        .and("reviewAnswer", "KEEP")
                        .and("transport", "CARER_BRINGS")
                        .safe();
            case "arrange-more-support" -> with("arranged", "ONE_TO_ONE").and("note", "A volunteer sits beside them.");
            case "start-palliative-care" ->
                standing(desk).and("begins", "YES").on("metOn", today).safe();
            case "offer-advance-care-planning" -> wishes(desk);
            case "record-emergency-plan" -> with("emergencyPlan", chance(0.5) ? "BEING_WRITTEN" : "NO");
            case "arrange-anticipatory-care" ->
                with("medicines", "IN_PLACE").and("whomToRing", "NOT_YET").and("equipment", "NOT_NEEDED");
            case "offer-deprescribing" ->
                with("offeredBy", "GP")
                        .on("offeredOn", today)
                        .and("deprescribing", chance(0.5) ? "CHANGED" : "UNCHANGED");
            case "look-at-unstable-phase" ->
                with("found", "Settled with a new plan.")
                        .on("seenOn", today)
                        .and("phase", desk.day() % 5 == 0 ? "UNSTABLE" : "STABLE")
                        .and("painActedOn", "NO")
                        .safe();
            case "see-pain-again" -> with("painNow", "EASED").and("painActedOn", "NO");
            case "review-palliative-care" ->
                standing(desk)
                        .and("tookPart", "PALLIATIVE_NURSE", "COORDINATOR")
                        .on("reviewedOn", today)
                        .and("stays", "YES")
                        .and("planning", hasPlannedAhead ? "FITS" : "DECLINED")
                        .and("offeredBy", "GP")
                        .and("deprescribing", "UNCHANGED")
                        .safe();
            case "compare-places-of-death" ->
                with("actualPlace", placeOfDeath(desk.day())).and("whyElsewhere", "CARE_NEEDED");
            default -> throw new IllegalStateException("Nobody in the sample knows how to fill in " + task.formId());
        };
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private static String shown(Desk desk, String field) {
        return desk.shown().getOrDefault(field, List.of("")).get(0);
    }

    private String planning() {
        double drawn = random.nextDouble();
        return drawn < 0.5 ? "ACCEPTED" : drawn < 0.75 ? "NOT_NOW" : "DECLINED";
    }

    private Sheet welcome(LocalDate today) {
        return with("spokeWith", course.carers() == 0 ? "PERSON" : "BOTH")
                .on("contactOn", today)
                .and("informationGiven", chance(0.9) ? "YES" : "NOT_YET")
                .and("planningOffered", chance(0.9) ? planning() : "NOT_OFFERED")
                .on("planningAskAgainOn", today.plusDays(120))
                .and("sharing", chance(0.95) ? "AGREED" : "REFUSED")
                .and("mayAskCarers", "YES")
                .and("sharingSaidBy", "PERSON")
                .safe();
    }

    // ------------------------------------------------------------------ assessment

    private String level(int day) {
        return switch (course.severityOn(day)) {
            case MILD -> "4";
            case MODERATE -> "5";
            case SEVERE -> "6c";
        };
    }

    private Sheet rating(Desk desk) {
        Severity severity = course.severityOn(desk.day());
        int lost = Levels.IN_ORDER.indexOf(level(desk.day()));
        if (desk.rater() == Rater.CARER && severity != Severity.MILD && chance(Rates.RATINGS_DIFFER)) {
            lost += 2;
        }
        var sheet = new Sheet();
        for (int i = 0; i < Levels.ABILITIES.size(); i++) {
            sheet.and(Levels.ABILITIES.get(i), i < lost ? "LOST_DEMENTIA" : "NO");
        }
        boolean isWorse = severity != Severity.MILD;
        return sheet.and("hoursToDays", "NO")
                .and("eatingProblem", chance(isWorse ? 0.6 : 0.25) ? "YES" : "NO")
                .and("falls", chance(isWorse ? 0.3 : 0.15) ? "YES" : "NO")
                .and("isolated", chance(course.livesAlone() ? 0.5 : 0.15) ? "YES" : "NO")
                .and("wantsActivity", chance(0.4) ? "YES" : "NO")
                .and("legalPlansMissing", chance(0.3) ? "YES" : "NO")
                .and("skillsWanted", desk.rater() == Rater.CARER && chance(0.4) ? "YES" : "NO")
                .and("ownWords", ownWords())
                .safe();
    }

    /** How the carer says it goes. */
    private String ownWords() {
        return String.valueOf(course.isStrained() ? 3 : random.nextInt(3));
    }

    /** What of the proposals, whichever they are, is agreed. */
    private Sheet proposals(LocalDate today) {
        var sheet = new Sheet();
        for (String code : SampleServices.CODES) {
            double agreed = AGREED.getOrDefault(code, AGREED_USUALLY);
            double drawn = random.nextDouble();
            sheet.and("answer_" + code, drawn < agreed ? "AGREED" : drawn < agreed + NOT_NOW ? "NOT_NOW" : "DECLINED")
                    .and("service_" + code, SampleServices.idOf(code))
                    .on("askAgainOn_" + code, today.plusDays(90));
        }
        return sheet;
    }

    private Sheet review(Desk desk) {
        return with("phase", phase(desk))
                .on("reviewedOn", desk.today())
                .and("hoursToDays", "NO")
                .and("carerOwnWords", course.carers() == 0 ? "NOT_ASKED" : ownWords())
                .and("informationGiven", "YES")
                .and("planningOffered", chance(0.85) ? planning() : "NOT_OFFERED")
                .on("planningAskAgainOn", desk.today().plusDays(120))
                .and("needsFullAssessment", chance(0.6) ? "YES" : "NO")
                .safe();
    }

    // ------------------------------------------------------------------ referrals

    private Sheet answer() {
        double drawn = random.nextDouble();
        if (drawn < Rates.REFERRAL_DECLINED) {
            return with("answer", "DECLINED").and("declineReason", chance(0.6) ? "NO_CAPACITY" : "NOT_SUITABLE");
        }
        if (drawn < Rates.REFERRAL_DECLINED + Rates.REFERRAL_TO_WAITING_LIST) {
            return with("answer", "WAITING_LIST");
        }
        return drawn < Rates.REFERRAL_DECLINED + Rates.REFERRAL_TO_WAITING_LIST + Rates.REFERRAL_QUESTION
                ? with("answer", "QUESTION").and("question", "Could somebody be with them when we come?")
                : with("answer", "ACCEPTED");
    }

    private Sheet nextStep(WorkItem task, LocalDate today) {
        if (FOR_CARERS.contains(String.valueOf(task.service())) || chance(0.5)) {
            return with("nextStep", "NO_FURTHER_STEP");
        }
        return with("nextStep", "ASK_LATER").on("askAgainOn", today.plusDays(60));
    }

    // ------------------------------------------------------------------ carers

    private Sheet talk(LocalDate today) {
        double drawn = random.nextDouble();
        return strain(with("how", chance(0.6) ? "VISIT" : "TELEPHONE")
                .on("contactOn", today)
                .and("carerAnswer", drawn < 0.7 ? "WANTS_SUPPORT" : drawn < 0.9 ? "NOT_NOW" : "DECLINED")
                .on("askAgainOn", today.plusDays(90)));
    }

    private Sheet strain(Sheet sheet) {
        return sheet.and("ownWords", ownWords())
                .and("ownHealth", course.isStrained() ? "POOR" : "GOOD")
                .and("livesWith", course.livesAlone() ? "NO" : "YES")
                .and("caringAlone", course.isStrained() ? "YES" : "NO")
                .safe();
    }

    private Sheet carerPlan(LocalDate today) {
        return with("planAnswer", "AGREED")
                .on("agreedOn", today)
                .and("goal1", "To have an afternoon to myself.")
                .and("helps", course.isStrained() ? "ONE_TO_ONE" : chance(0.3) ? "GROUP" : "INFORMATION")
                .on("sessionOn", WorkingDays.plus(today, 10))
                .and("authorityAnswer", chance(0.5) ? "AGREED" : "DECLINED");
    }

    private Sheet session(WorkItem task, LocalDate today) {
        boolean isLast = sessions.merge(task.record(), 1, Integer::sum) >= SESSIONS;
        Sheet sheet = with("attendance", chance(0.85) ? "ATTENDED" : "NOT_ATTENDED")
                .on("heldOn", today)
                .safe();
        return isLast
                ? sheet.and("nextStep", "FINISHED")
                : sheet.and("nextStep", "NEXT_SESSION").on("sessionOn", WorkingDays.plus(today, 10));
    }

    private Sheet grief(LocalDate today) {
        boolean hasMuch = course.grief() == Grief.SPECIALIST;
        return with("how", "TELEPHONE")
                .on("contactOn", today)
                .and("supportWanted", "YES")
                .and("suddenDeath", "NO")
                .and("caringAlone", hasMuch ? "YES" : "NO")
                .and("previousLoss", hasMuch ? "YES" : "NO")
                .and("asksForHelp", course.grief() == Grief.UNIVERSAL ? "NO" : "YES")
                .safe();
    }

    // ------------------------------------------------------------------ the centre

    /** The day that is kept for them, or else the first with a place free. */
    private Sheet induction(Desk desk) {
        String day = shown(desk, "day");
        if (day.isEmpty()) {
            return with("planAnswer", "OTHER_DAY").and("waitDay", shown(desk, "waitDay"));
        }
        return with("planAnswer", "PLANNED")
                .and("day", day)
                .on("inductionOn", desk.today().plusDays(7))
                .and("transport", "CARER_BRINGS");
    }

    // ------------------------------------------------------------------ the end of life

    private Sheet standing(Desk desk) {
        int left = course.daysLeft(desk.day());
        return with("code", left > 180 ? "BLUE" : left > 60 ? "GREEN" : left > 14 ? "AMBER" : "RED")
                .and("phase", phase(desk))
                .and("painActedOn", "NO");
    }

    private String phase(Desk desk) {
        int left = course.daysLeft(desk.day());
        if (left <= 7) {
            return "DYING";
        }
        return left > 120 ? "STABLE" : chance(0.2) ? "UNSTABLE" : "DETERIORATING";
    }

    private Sheet wishes(Desk desk) {
        if (chance(0.3)) {
            return with("planningAnswer", "DECLINED");
        }
        hasPlannedAhead = true;
        String place = course.isInCareHome(desk.day()) ? "CARE_HOME" : chance(0.8) ? "HOME" : "HOSPICE";
        return with("planningAnswer", "ACCEPTED")
                .and("wishes", "Among familiar faces, and no more nights in hospital.")
                .and("placeOfCare", place)
                .and("placeOfDeath", place)
                .and("whoWasThere", "PERSON")
                .and("capacity", "HAD_CAPACITY");
    }

    /** The same however often it is asked. */
    String placeOfDeath(int day) {
        if (course.isInCareHome(day)) {
            return "CARE_HOME";
        }
        return drawnPlace < 5 ? "HOME" : drawnPlace < 8 ? "HOSPITAL" : "HOSPICE";
    }
}
