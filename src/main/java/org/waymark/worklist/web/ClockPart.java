package org.waymark.worklist.web;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The parts of the care, each with its clocks in the order in which they run: so that a list of some sixty clocks can be read. */
enum ClockPart {
    PATHWAY("MEMORY_SERVICE", "NAME_COORDINATOR", "WELCOME_CONTACT", "SUPPORT_PLAN", "REVIEW", "ANTIPSYCHOTIC_REVIEW"),
    ASSESSMENT(
            "DELIRIUM_CHECK",
            "ASSESSMENT_REMINDER",
            "ASSESSMENT_CLOSE",
            "IMMEDIATE_CONCERN",
            "URGENT_HELP",
            "ADJUDICATE",
            "CONFIRM_STAGE"),
    REFERRALS(
            "REFERRAL_REMINDER",
            "REFERRAL_ANSWER",
            "REFERRAL_QUESTION",
            "WAITING_LIST",
            "FIRST_CONTACT",
            "REFERRAL_OUTCOME",
            "READ_OUTCOME",
            "REFERRAL_NEXT_STEP"),
    CARERS("CARER_CONVERSATION", "CARER_PLAN", "CARER_SESSION", "CARER_REVIEW_DATE", "CARER_REVIEW", "CARER_ASK_AGAIN"),
    CENTRE(
            "CENTRE_WAITING",
            "CENTRE_WAITING_LOOK",
            "CENTRE_INDUCTION",
            "CENTRE_INDUCTION_RECORD",
            "CENTRE_MISSED",
            "CENTRE_REVIEW",
            "CENTRE_REVIEW_TALK",
            "CENTRE_MORE_SUPPORT"),
    CRISIS("CRISIS_TRIAGE", "CRISIS_VISIT", "CRISIS_NIGHT", "CRISIS_OUTCOME", "CRISIS_FOLLOW_UP"),
    PALLIATIVE(
            "PALLIATIVE_START",
            "PLANNING_AHEAD",
            "MDT_REVIEW",
            "MDT_REVIEW_HELD",
            "UNSTABLE_SAME_DAY",
            "UNSTABLE_RESOLVED",
            "PAIN_SEEN_AGAIN",
            "PLACE_OF_DEATH"),
    BEREAVEMENT(
            "BEREAVEMENT_PREPARATION",
            "BEREAVEMENT_CONTACT",
            "BEREAVEMENT_RETRY",
            "BEREAVEMENT_PLAN",
            "BEREAVEMENT_NOTICE",
            "BEREAVEMENT_REVIEW",
            "BEREAVEMENT_CLOSING"),
    PAUSES("PAUSE", "PAUSE_AT_MOST"),
    /** A clock that no part names: it is listed all the same. */
    OTHER;

    /** Of names of clocks: as they run in their part, and by name where no part names them. */
    static final Comparator<String> IN_ORDER = Comparator.comparing(ClockPart::of)
            .thenComparing(name -> of(name).clocks.indexOf(name))
            .thenComparing(Comparator.naturalOrder());

    // It is never changed, but its type does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> clocks;

    ClockPart(String... clocks) {
        this.clocks = List.of(clocks);
    }

    static ClockPart of(String clock) {
        return Arrays.stream(values())
                .filter(part -> part.clocks.contains(clock))
                .findFirst()
                .orElse(OTHER);
    }
}
