package org.waymark.support;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.waymark.assessment.Levels;

/** What staff usually enter into each form, so that a test names only the answers that matter to its rule. */
public final class UsualAnswers {

    public static final List<String> SERVICES = List.of(
            "DEMENTIA_SERVICES_CENTRE",
            "CARER_ENABLEMENT",
            "DEMENTIA_ADVISER",
            "ADMIRAL_NURSE",
            "ADVANCE_CARE_PLANNING",
            "PALLIATIVE_NURSE",
            "HOSPICE_AT_HOME",
            "RAPID_RESPONSE",
            "NAMASTE_CARE",
            "RESPITE",
            "BEREAVEMENT_SUPPORT",
            "LOCAL_AUTHORITY_CARER_ASSESSMENT",
            "GP_REVIEW",
            "MEDICINES_REVIEW",
            "SPEECH_AND_LANGUAGE",
            "FALLS_SERVICE",
            "LEGAL_AND_MONEY_ADVICE",
            "BEFRIENDING",
            "COORDINATOR_CONVERSATION");

    private UsualAnswers() {}

    /** Everyday abilities as somebody at this functional level has them. */
    public static Map<String, Object> atLevel(String level) {
        int lost = Levels.IN_ORDER.indexOf(level);
        Map<String, Object> answers = new LinkedHashMap<>();
        for (String ability : Levels.ABILITIES) {
            answers.put(ability, answers.size() < lost ? "LOST_DEMENTIA" : "NO");
        }
        return answers;
    }

    /** The person agrees to these of the proposed services; each goes to the one service that the test alliance has for it. */
    public static Map<String, Object> agreeing(String... services) {
        Map<String, Object> answers = new LinkedHashMap<>();
        for (String service : services) {
            answers.put("answer_" + service, "AGREED");
            answers.put("service_" + service, serviceId(service));
        }
        return answers;
    }

    /** The id of the service for a need in the test alliance. */
    public static String serviceId(String code) {
        return code.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The usual answers to a form as a browser sends them. */
    public static Map<String, List<String>> sent(String form, LocalDate today) {
        return asSent(of(form, today));
    }

    static Map<String, Object> of(String form, LocalDate today) {
        Map<String, Object> answers = new HashMap<>();
        switch (form) {
            case "name-coordinator" -> answers.put("coordinator", "coordinator");
            case "make-welcome-contact" -> {
                put(answers, "spokeWith", "PERSON", "informationGiven", "YES", "planningOffered", "ACCEPTED");
                put(answers, "sharing", "AGREED", "sharingSaidBy", "PERSON", "livesAlone", "NO", "mayAskCarers", "YES");
                put(answers, "contactOn", today, "immediateConcern", "NO");
            }
            case "rate-abilities" -> {
                put(answers, "knowsPerson", "WEEKLY", "hoursToDays", "NO", "immediateConcern", "NO");
                // Asked where a score is given.
                put(answers, "zaritOn", today, "zaritBy", "Bronagh Kelly");
            }
            case "enter-paper-answers" -> {
                put(answers, "channel", "PAPER", "knowsPerson", "LIVES_WITH", "hoursToDays", "NO");
                put(answers, "immediateConcern", "NO");
            }
            case "rule-out-delirium" ->
                put(answers, "seenOn", today, "outcome", "RULED_OUT", "doneWhat", "Seen by the doctor.");
            case "adjudicate-ratings" -> put(answers, "reason", "Both were looked at together.");
            case "decide-urgent-help" -> {
                SERVICES.forEach(service -> answers.put("answer_" + service, "DECLINED"));
                answers.put("agreedBy", "PERSON");
            }
            case "confirm-stage" -> put(answers, "outOfSequenceSeen", "true", "palliativeConfirmed", "NOT_YET");
            case "agree-support-plan" -> {
                SERVICES.forEach(service -> answers.put("answer_" + service, "DECLINED"));
                put(answers, "agreedBy", "PERSON", "planningOffered", "ACCEPTED");
            }
            case "review-pathway" -> {
                put(
                        answers,
                        "reviewedOn",
                        today,
                        "phase",
                        "NOT_KNOWN",
                        "hoursToDays",
                        "NO",
                        "carerOwnWords",
                        "NOT_ASKED");
                put(answers, "planningOffered", "ACCEPTED", "needsFullAssessment", "NO", "immediateConcern", "NO");
            }
            case "act-on-concern" -> put(answers, "whatWasDone", "Rang at once.", "concernOutcome", "SAFE");
            case "respond-to-referral" -> answers.put("answer", "ACCEPTED");
            case "answer-question" -> answers.put("reply", "Yes.");
            case "offer-place" -> answers.put("waitingAnswer", "PLACE_OFFERED");
            case "decide-next-step" -> answers.put("nextStep", "NO_FURTHER_STEP");
            case "make-first-contact" ->
                put(answers, "contactOn", today, "how", "VISIT", "spokeWith", "PERSON", "immediateConcern", "NO");
            case "report-outcome" ->
                put(answers, "result", "HELPED", "outcomeNote", "It went well.", "followUp", "ENDED");
            case "read-outcome" -> answers.put("furtherNeed", "NO");
            case "contact-bereaved-carer", "review-bereavement-support" -> {
                put(answers, "contactOn", today, "how", "TELEPHONE", "supportWanted", "YES", "immediateConcern", "NO");
                put(answers, "suddenDeath", "NO", "caringAlone", "NO", "previousLoss", "NO", "asksForHelp", "NO");
            }
            case "report-crisis" -> {
                put(answers, "reportedBy", "CARER", "whatHappened", "She has not known him since noon.");
                put(answers, "since", "HOURS", "immediateDanger", "NO");
            }
            case "triage-crisis" -> {
                put(answers, "spokeWith", "CARER", "whatIsHappening", "She will not let him in.", "inDanger", "NO");
                put(answers, "acuteIllness", "NO", "answer", "VISIT", "hospitalNote", "The Royal Stoke.");
                put(answers, "advice", "To wait outside.", "reason", "She knows him again.");
            }
            case "record-crisis-visit" -> {
                put(answers, "visitedOn", today, "visitedAt", "00:00", "whoWasThere", "Her husband");
                put(answers, "whatWasDone", "Sat with her.", "carerOwnWords", "3", "overnight", "NO");
                put(answers, "immediateConcern", "NO");
            }
            case "record-crisis-night" -> {
                put(answers, "wasCovered", "YES", "nightNote", "She slept.", "notCoveredReason", "No car.");
                put(answers, "anotherNight", "NO", "immediateConcern", "NO");
            }
            case "record-crisis-outcome" -> {
                put(answers, "outcome", "SETTLED_AT_HOME", "endedOn", today, "whatNext", "A word with the surgery.");
                answers.put("careHome", "The Limes");
                answers.put("otherOutcome", "With her sister.");
            }
            case "follow-up-crisis" -> {
                put(answers, "calledOn", today, "callAnswer", "SETTLED", "callNote", "All is well.");
                put(answers, "notReachedNote", "Rang three times.", "immediateConcern", "NO");
            }
            case "start-palliative-care" -> {
                put(answers, "metOn", today, "begins", "YES", "code", "GREEN", "phase", "STABLE");
                put(answers, "painActedOn", "NO", "immediateConcern", "NO");
            }
            case "offer-advance-care-planning" -> {
                put(answers, "planningAnswer", "ACCEPTED", "wishes", "To hear the garden.", "placeOfCare", "HOME");
                put(answers, "placeOfDeath", "HOME", "whoWasThere", List.of("PERSON"), "capacity", "HAD_CAPACITY");
            }
            case "record-emergency-plan" -> answers.put("emergencyPlan", "NO");
            case "arrange-anticipatory-care" ->
                put(answers, "medicines", "IN_PLACE", "whomToRing", "NOT_YET", "equipment", "NOT_NEEDED");
            case "offer-deprescribing" ->
                put(answers, "offeredOn", today, "offeredBy", "GP", "deprescribing", "UNCHANGED");
            case "look-at-unstable-phase" -> {
                put(answers, "seenOn", today, "found", "A new plan works.", "phase", "STABLE");
                put(answers, "painActedOn", "NO", "immediateConcern", "NO");
            }
            case "see-pain-again" -> put(answers, "painNow", "EASED", "painActedOn", "NO");
            case "review-palliative-care" -> {
                put(answers, "reviewedOn", today, "tookPart", List.of("PALLIATIVE_NURSE"), "stays", "YES");
                put(answers, "code", "GREEN", "phase", "STABLE", "painActedOn", "NO", "planning", "FITS");
                put(answers, "offeredBy", "GP", "deprescribing", "UNCHANGED");
                answers.put("immediateConcern", "NO");
            }
            case "compare-places-of-death" -> put(answers, "actualPlace", "HOME", "whyElsewhere", "AS_WISHED");
            case "add-to-palliative-register" ->
                put(answers, "need", "SYMPTOMS", "needNote", "Restless at night.", "code", "GREEN");
            case "record-phase" -> put(answers, "phase", "STABLE", "painActedOn", "NO");
            case "change-palliative-code" -> put(answers, "code", "AMBER", "codeReason", "Eats less.");
            case "talk-with-carer" -> {
                put(answers, "contactOn", today, "how", "VISIT", "ownWords", "2", "carerAnswer", "WANTS_SUPPORT");
                put(answers, "ownHealth", "GOOD", "livesWith", "NO", "caringAlone", "NO", "immediateConcern", "NO");
            }
            case "agree-carer-plan" -> {
                put(answers, "planAnswer", "AGREED", "agreedOn", today, "goal1", "An afternoon of my own.");
                put(answers, "helps", List.of("INFORMATION"), "authorityAnswer", "DECLINED");
            }
            case "hold-carer-session" -> {
                put(answers, "heldOn", today, "attendance", "ATTENDED", "nextStep", "FINISHED");
                put(answers, "immediateConcern", "NO");
            }
            case "review-carer-support" -> {
                put(answers, "reviewedOn", today, "how", "TELEPHONE", "ownWords", "1", "reviewAnswer", "GOES_ON");
                put(answers, "ownHealth", "GOOD", "livesWith", "NO", "caringAlone", "NO", "immediateConcern", "NO");
            }
            case "prepare-for-bereavement" -> {
                put(answers, "contactOn", today, "how", "VISIT", "preparationAnswer", "PREPARED");
                put(answers, "immediateConcern", "NO");
            }
            case "agree-bereavement-support" -> put(answers, "level", "UNIVERSAL", "answer_INFORMATION", "AGREED");
            case "make-gentle-contact" -> {
                put(answers, "contactOn", today, "how", "TELEPHONE", "supportWanted", "YES", "moreHelp", "NO");
                put(answers, "immediateConcern", "NO");
            }
            case "make-closing-contact" ->
                put(answers, "contactOn", today, "how", "TELEPHONE", "moreHelp", "NO", "immediateConcern", "NO");
            case "set-clock" -> {
                put(answers, "amount", 4, "unit", "WORKING_DAYS", "owner", "alliance", "source", "local");
                put(answers, "reason", "Agreed.");
            }
            case "end-clock" -> put(answers, "reason", "No longer needed.");
            case "pause-clock" -> put(answers, "reason", "PERSON_UNWELL", "until", today.plusDays(3));
            case "plan-induction" ->
                put(answers, "planAnswer", "PLANNED", "inductionOn", today.plusDays(2), "transport", "CARER_BRINGS");
            case "record-induction" -> {
                put(answers, "inductionAnswer", "CAME", "cameOn", today, "howItWent", "They sang.");
                put(answers, "transport", "CARER_BRINGS", "immediateConcern", "NO");
            }
            case "look-at-waiting" -> {
                put(answers, "spokeOn", today, "spokeWith", "CARER", "howTheyAre", "They manage.");
                put(answers, "waitingAnswer", "STILL_WANTED", "waitFor", "ANY", "priority", "ROUTINE");
                put(answers, "immediateConcern", "NO");
            }
            case "find-out-why" -> {
                put(answers, "foundAnswer", "COMES_AGAIN", "spokeOn", today, "spokeWith", "CARER");
                put(answers, "reason", "ILL", "note", "A cold.", "immediateConcern", "NO");
            }
            case "review-place" -> {
                put(answers, "reviewedOn", today, "spokeWith", "BOTH", "howItGoes", "They look forward to it.");
                put(answers, "reviewAnswer", "KEEP", "transport", "CARER_BRINGS", "immediateConcern", "NO");
            }
            case "arrange-more-support" ->
                put(answers, "arranged", "ONE_TO_ONE", "note", "A volunteer sits beside them.");
            default -> throw new IllegalArgumentException("Nobody has said what is usual in " + form);
        }
        return answers;
    }

    private static void put(Map<String, Object> answers, Object... pairs) {
        answers.putAll(entered(pairs));
    }

    /** Names and values in turn, or whole maps of them; the later one counts. */
    public static Map<String, Object> entered(Object... pairs) {
        Map<String, Object> answers = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] instanceof Map<?, ?> map) {
                map.forEach((name, value) -> answers.put(String.valueOf(name), value));
            } else {
                answers.put((String) pairs[i], pairs[++i]);
            }
        }
        return answers;
    }

    /** As a browser sends them: a date in three fields. */
    public static Map<String, List<String>> asSent(Map<String, Object> answers) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        answers.forEach((name, value) -> {
            if (value instanceof LocalDate date) {
                parameters.put(name + "-day", List.of(String.valueOf(date.getDayOfMonth())));
                parameters.put(name + "-month", List.of(String.valueOf(date.getMonthValue())));
                parameters.put(name + "-year", List.of(String.valueOf(date.getYear())));
            } else if (value instanceof List<?> several) {
                List<String> texts = new ArrayList<>();
                several.forEach(one -> texts.add(String.valueOf(one)));
                parameters.put(name, texts);
            } else {
                parameters.put(name, List.of(String.valueOf(value)));
            }
        });
        return parameters;
    }
}
