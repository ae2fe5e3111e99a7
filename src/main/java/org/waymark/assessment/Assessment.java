package org.waymark.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/** One round of the comprehensive assessment: several ratings side by side, and the stage that staff confirm. */
public record Assessment(
        String id,
        PathwayRef pathway,
        Trigger trigger,
        State state,
        Instant openedAt,
        @Nullable Instant closedAt,
        List<Rating> ratings,
        @Nullable Stage stage,
        @Nullable String functionalLevel,
        @Nullable String confirmedBy,
        @Nullable String stageReason,
        @Nullable String endReason,
        @Nullable Asking ended) {

    /**
     * How the asking came to an end: all had answered, the time was over, or somebody ended it early.
     *
     * @param by who ended it early; null otherwise
     * @param reason why; null otherwise
     */
    public record Asking(
            Instant at, @Nullable String by, @Nullable String reason) {}

    /** Why the round was opened. */
    public enum Trigger {
        FIRST,
        REVIEW,
        CHANGE_REPORTED,
        CRISIS
    }

    /** Where the round stands. */
    public enum State {
        RATING,
        COMPARED,
        TO_CONFIRM,
        CONFIRMED,
        CANCELLED
    }

    /** The stages that rules may propose and staff may confirm. */
    public enum Stage {
        PRE_DEMENTIA,
        MILD,
        MODERATE,
        SEVERE,
        ADVANCED,
        CONFLICT,
        UNKNOWN
    }

    /** Who rates. */
    public enum Rater {
        PERSON,
        CARER,
        STAFF
    }

    /** One rater's view; never averaged with another's. */
    public record Rating(
            String id,
            Rater rater,
            @Nullable CarerId carer,
            @Nullable String organisation,
            @Nullable String role,
            RatingState state,
            @Nullable Instant ratedAt,
            @Nullable String ratedBy,
            @Nullable String channel,
            @Nullable String functionalLevel,
            boolean outOfSequence,
            @Nullable String carerStrainLevel) {

        /** Who, when and by which channel, and nothing of what was said. */
        Rating withoutFindings() {
            return new Rating(
                    id, rater, carer, organisation, role, state, ratedAt, ratedBy, channel, null, false, null);
        }
    }

    /** What became of an invitation to rate. */
    public enum RatingState {
        INVITED,
        RATED,
        /** The round closed without it. */
        MISSING,
        WITHDRAWN
    }

    /** Somebody to ask. */
    public record Invitation(
            Rater rater,
            @Nullable CarerId carer,
            @Nullable String organisation,
            @Nullable String role) {}

    /** A service that the rules propose, with all reasons; staff and the person decide. */
    public record Proposal(
            String id,
            String service,
            String priority,
            List<String> reasons,
            Answer answer,
            @Nullable LocalDate askAgainOn) {}

    /** What the person, or whoever decides for them, said to a proposal. */
    public enum Answer {
        OPEN,
        AGREED,
        DECLINED,
        NOT_NOW,
        /** A later round proposed anew. */
        SUPERSEDED
    }

    /** What is known of the stage now: the latest confirmed round, and carer strain and phase from the latest ratings. */
    public record Standing(
            Stage stage,
            @Nullable String functionalLevel,
            String carerStrainLevel,
            String palliative,
            @Nullable String phase,
            @Nullable LocalDate confirmedOn) {

        public static final Standing UNKNOWN = new Standing(Stage.UNKNOWN, null, "UNKNOWN", "NO", null, null);
    }

    /** A round was opened. */
    public record Opened(String id, PathwayRef pathway, Trigger trigger, Instant at) {}

    /** A rating was handed in. */
    public record Rated(String id, PathwayRef pathway, Rater rater, Instant at, String by) {}

    /** Somebody ended the asking early; the round goes ahead without those who had not answered. */
    public record ClosedEarly(String id, PathwayRef pathway, Instant at, String by) {}

    /** Ratings differ materially; a human compares them. */
    public record DifferenceFound(String id, PathwayRef pathway, Instant at) {}

    /** Delirium or acute illness has to be ruled out. */
    public record DeliriumSuspected(String id, PathwayRef pathway, Instant at) {}

    /** Staff confirmed a stage; the round is over. */
    public record Confirmed(
            String id, PathwayRef pathway, Stage stage, String carerStrainLevel, Instant at, String by) {}

    /** Staff decided on urgent proposals before the round was over; those agreed are to be sent at once. */
    public record UrgentHelpDecided(String id, PathwayRef pathway, List<AgreedService> agreed, Instant at, String by) {}

    /** A proposal that was agreed, and the service chosen for it. */
    public record AgreedService(
            String proposalId,
            String serviceId,
            String priority,
            List<String> reasons,
            String agreedBy,
            @Nullable CarerId forCarer) {}

    /** A short look at how things stand, between two rounds; the phase of illness where it is known. */
    public record ReviewRecorded(
            PathwayRef pathway, @Nullable String phase, Instant at, String by) {}

    /** The round ended without a stage. */
    public record Cancelled(String id, PathwayRef pathway, String endReason, Instant at) {}
}
