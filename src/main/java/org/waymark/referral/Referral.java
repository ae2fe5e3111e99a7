package org.waymark.referral;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** One request to one service, and the loop it runs: sent, received, answered, first contact, outcome reported, outcome read. */
public record Referral(
        String id,
        PathwayRef pathway,
        Service service,
        Priority priority,
        List<String> reasons,
        @Nullable CarerId forCarer,
        /** The referral that was declined before this one was sent. */
        @Nullable String predecessor,
        State state,
        @Nullable String endReason,
        @Nullable String declineReason,
        @Nullable String outcome,
        String sentBy,
        Instant sentAt,
        @Nullable Instant receivedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant firstContactAt,
        @Nullable Instant outcomeReportedAt,
        @Nullable Instant outcomeReadAt,
        @Nullable Instant endedAt) {

    public enum Priority {
        URGENT,
        SOON,
        ROUTINE
    }

    public enum State {
        SENT,
        QUESTION_ASKED,
        ON_WAITING_LIST,
        ACCEPTED,
        IN_CONTACT,
        OUTCOME_REPORTED,
        DECLINED,
        CLOSED,
        CANCELLED
    }

    /** An entry of the service directory. */
    public record Service(String id, String code, String name, String organisation, String role, String area) {}

    /** Who agreed that this referral may be made. */
    public enum AgreedBy {
        PERSON,
        CARER,
        ATTORNEY,
        BEST_INTERESTS
    }

    /** Something happened to a referral; {@code state} is what it is now. */
    public record Moved(String id, PathwayRef pathway, String service, State state, Instant at, String by) {}
}
