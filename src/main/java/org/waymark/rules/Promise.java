package org.waymark.rules;

import java.util.List;
import java.util.Map;

/**
 * A care rule that a table must keep whoever changes it: wherever the cells of {@code where} match, a row that answers as
 * {@code answers} asks must match too.
 *
 * @param name in {@code rules.finding.promise.<name>}
 */
record Promise(String table, String name, Map<String, String> where, Map<String, String> answers) {

    private static final List<Promise> ALL = List.of(
            new Promise(
                    "referral-routing",
                    "coordinatorAlways",
                    Map.of(),
                    Map.of("service", "\"COORDINATOR_CONVERSATION\"")),
            new Promise(
                    "referral-routing",
                    "coordinatorSoonForSomeoneAlone",
                    Map.of("livesAlone", "true", "stage", "\"SEVERE\", \"ADVANCED\""),
                    Map.of("service", "\"COORDINATOR_CONVERSATION\"", "priority", "\"SOON\", \"URGENT\"")),
            new Promise(
                    "referral-routing",
                    "carerAtEveryStage",
                    Map.of("carerPresent", "true"),
                    Map.of("service", "\"CARER_ENABLEMENT\"")),
            new Promise(
                    "referral-routing",
                    "carerAtOnce",
                    Map.of("carerPresent", "true", "carerStrainLevel", "\"VERY_HIGH\""),
                    Map.of("service", "\"CARER_ENABLEMENT\"", "priority", "\"URGENT\"")),
            new Promise(
                    "referral-routing",
                    "carerAssessment",
                    Map.of("carerPresent", "true", "carerStrainLevel", "\"HIGH\", \"VERY_HIGH\""),
                    Map.of("service", "\"LOCAL_AUTHORITY_CARER_ASSESSMENT\"")),
            new Promise(
                    "referral-routing",
                    "palliativeByNeed",
                    Map.of("palliative", "\"ADD_TO_REGISTER\""),
                    Map.of("service", "\"PALLIATIVE_NURSE\", \"HOSPICE_AT_HOME\"")),
            new Promise(
                    "referral-routing",
                    "palliativeAtOnce",
                    Map.of("phase", "\"UNSTABLE\", \"DYING\""),
                    Map.of("service", "\"PALLIATIVE_NURSE\", \"HOSPICE_AT_HOME\"", "priority", "\"URGENT\"")),
            new Promise(
                    "referral-routing",
                    "rapidResponse",
                    Map.of("phase", "\"UNSTABLE\""),
                    Map.of("service", "\"RAPID_RESPONSE\"", "priority", "\"URGENT\"")),
            new Promise(
                    "referral-routing",
                    "planningOffered",
                    Map.of("planningOffered", "false, null"),
                    Map.of("service", "\"ADVANCE_CARE_PLANNING\"")),
            new Promise(
                    "rating-agreement",
                    "differenceToAHuman",
                    Map.of("stageComparison", "\"DIFFERENT\""),
                    Map.of("agreement", "\"ADJUDICATE\"")),
            new Promise(
                    "sudden-change",
                    "deliriumFirst",
                    Map.of("hoursToDays", "true"),
                    Map.of("check", "\"DELIRIUM_CHECK\"")),
            new Promise(
                    "palliative-indicators",
                    "palliativePhase",
                    Map.of("phase", "\"UNSTABLE\", \"DYING\""),
                    Map.of("palliative", "\"ADD_TO_REGISTER\"")),
            new Promise(
                    "review-interval", "reviewOfTheDying", Map.of("phase", "\"DYING\""), Map.of("reviewInDays", "1")),
            new Promise(
                    "review-interval",
                    "reviewOfTheUnstable",
                    Map.of("phase", "\"UNSTABLE\""),
                    Map.of("reviewInDays", "<= 3")),
            new Promise(
                    "review-interval",
                    "reviewOfTheDeteriorating",
                    Map.of("phase", "\"DETERIORATING\""),
                    Map.of("reviewInDays", "<= 14")),
            new Promise(
                    "review-interval",
                    "reviewWhenUnclear",
                    Map.of("stage", "\"UNKNOWN\", \"CONFLICT\""),
                    Map.of("reviewInDays", "<= 28")),
            new Promise(
                    "review-interval",
                    "reviewUnderStrain",
                    Map.of("carerStrainLevel", "\"VERY_HIGH\""),
                    Map.of("reviewInDays", "<= 28")),
            new Promise("review-interval", "reviewWithinAYear", Map.of(), Map.of("reviewInDays", "[1..365]")));

    /** Only the decision's own table answers what was promised. */
    static List<Promise> of(String decision, String table) {
        return decision.equals(table)
                ? ALL.stream().filter(promise -> promise.table().equals(table)).toList()
                : List.of();
    }
}
