package org.waymark.crisis.process;

/** Names that the model {@code crisis-response} and Java share. */
final class CrisisResponse {

    static final String CRISIS_ID = "crisisId";
    static final String ORGANISATION = "organisation";
    static final String ROLE = "role";
    static final String ON_DUTY = "onDuty";
    static final String END_REASON = "endReason";

    static final String COVER_NIGHT = "UserTask_CoverNight";
    static final String FOLLOW_UP_CALL = "UserTask_MakeFollowUpCall";

    private CrisisResponse() {}
}
