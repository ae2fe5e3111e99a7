package org.waymark.crisis;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/** One crisis of one person, from the report to what came of it. Whatever is reported meanwhile is noted on it. */
public record Crisis(
        String id,
        PathwayRef pathway,
        State state,
        Instant reportedAt,
        String reportedBy,
        List<Report> reports,
        @Nullable Triage triage,
        @Nullable Visit visit,
        List<Night> nights,
        @Nullable String callNote,
        @Nullable Outcome outcome,
        @Nullable LocalDate outcomeOn,
        @Nullable String outcomeNote,
        @Nullable String whatNext,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    public boolean isOpen() {
        return endedAt == null;
    }

    /** Where the response stands. */
    public enum State {
        REPORTED,
        TO_VISIT,
        NIGHTS,
        TO_CONCLUDE,
        TO_CALL,
        CLOSED,
        /** A life event ended it. */
        CANCELLED
    }

    /** What the triage found to be needed. */
    public enum Answer {
        VISIT,
        HOSPITAL,
        ADVICE,
        NOT_A_CRISIS
    }

    /** How a crisis ended. */
    public enum Outcome {
        SETTLED_AT_HOME,
        ADMITTED_TO_HOSPITAL,
        MOVED_TO_CARE_HOME,
        OTHER
    }

    /** What somebody reported. */
    public record Report(
            Instant at,
            String by,
            String reportedBy,
            @Nullable String callBack,
            String whatHappened,
            String since,
            String immediateDanger,
            @Nullable String dangerNote) {}

    /** The latest triage. */
    public record Triage(
            Instant at,
            String by,
            Answer answer,
            String whatIsHappening,
            String inDanger,
            @Nullable String illnessNote,
            @Nullable String note) {}

    /** The visit; its time is the one that was entered. */
    public record Visit(
            Instant at,
            String by,
            String whoWasThere,
            String whatWasDone,
            @Nullable String carerOwnWords,
            @Nullable String carerSaid) {}

    /** One night that was to be covered, by the day on which it begins. */
    public record Night(
            LocalDate nightOf,
            String givenGroup,
            @Nullable String givenTo,
            @Nullable Boolean wasCovered,
            @Nullable String note) {}

    /** A crisis was reported, or reported again while it was open; {@code submission} is the form that said so. */
    public record Reported(String id, PathwayRef pathway, boolean again, UUID submission, Instant at, String by) {}

    /** Somebody found out what is needed. */
    public record Triaged(String id, PathwayRef pathway, Answer answer, Instant at, String by) {}

    /**
     * Somebody was there.
     *
     * @param on the day of the visit, which may have been recorded later
     * @param carerOwnWords from 0 (coping well) to 4, null when nobody asked
     */
    public record Visited(
            String id,
            PathwayRef pathway,
            LocalDate on,
            @Nullable Integer carerOwnWords,
            Instant at,
            String by) {}

    /** A night is over. */
    public record NightRecorded(
            String id, PathwayRef pathway, LocalDate nightOf, boolean wasCovered, Instant at, String by) {}

    /**
     * Another shift has begun with the work undone, and it is theirs now.
     *
     * @param to who is on by name, or else the group
     */
    public record HandedOn(String id, PathwayRef pathway, String to, Instant at) {}

    /** The crisis is over, and how it ended is known; {@code submission} is the form that said so. */
    public record OutcomeRecorded(
            String id, PathwayRef pathway, Outcome outcome, LocalDate on, UUID submission, Instant at, String by) {}

    /** It settled without a visit. */
    public record Settled(String id, PathwayRef pathway, Answer answer, Instant at, String by) {}

    /** A life event ended the response. */
    public record Cancelled(String id, PathwayRef pathway, String endReason, Instant at) {}
}
