package org.waymark.referral;

import java.time.Instant;
import java.time.LocalDate;
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
        AgreedBy agreedBy,
        @Nullable CarerId forCarer,
        /** The referral that was declined before this one was sent. */
        @Nullable String predecessor,
        State state,
        @Nullable String endReason,
        @Nullable String question,
        @Nullable String questionAnswer,
        @Nullable String declineReason,
        @Nullable String declineNote,
        @Nullable LocalDate expectedOn,
        @Nullable String result,
        @Nullable String outcome,
        @Nullable String followUp,
        @Nullable String followUpNote,
        String sentBy,
        String sentOrganisation,
        Loop loop) {

    /** When each step of the loop was reached; null for those still ahead. */
    public record Loop(
            Instant sentAt,
            @Nullable Instant receivedAt,
            @Nullable Instant answeredAt,
            @Nullable Instant firstContactAt,
            @Nullable Instant outcomeReportedAt,
            @Nullable Instant outcomeReadAt,
            @Nullable Instant endedAt) {}

    public boolean isOpen() {
        return loop.endedAt() == null;
    }

    /** How soon help is needed; with the service it picks the clocks. */
    public enum Priority {
        URGENT,
        SOON,
        ROUTINE
    }

    /** Where the loop stands. */
    public enum State {
        SENT,
        QUESTION_ASKED,
        ON_WAITING_LIST,
        ACCEPTED,
        IN_CONTACT,
        OUTCOME_REPORTED,
        DECLINED,
        /** The outcome was read, or the next step after a decline was decided. */
        CLOSED,
        CANCELLED
    }

    /** Who agreed that this referral may be made. */
    public enum AgreedBy {
        PERSON,
        CARER,
        ATTORNEY,
        BEST_INTERESTS
    }

    /** Something happened to a referral; {@code state} is what it is now. */
    public record Moved(
            String id,
            PathwayRef pathway,
            String serviceCode,
            String serviceName,
            State state,
            Instant at,
            String by) {}

    /** The service has met the person, or the carer whom it is to help. */
    public record ContactMade(String id, PathwayRef pathway, LocalDate on) {}
}
