package org.waymark.centre;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/** One person's place at a centre, from the wish for it to its end. */
public record CentrePlace(
        String id,
        PathwayRef pathway,
        String serviceId,
        String organisation,
        Priority priority,
        State state,
        Instant askedAt,
        /** The one day that would do; null when any will. */
        @Nullable UUID onlyDay,
        /** The day whose place is theirs; null while they wait and after the end. */
        @Nullable CentreDay day,
        @Nullable LocalDate inductionOn,
        @Nullable LocalDate startedOn,
        @Nullable Instant reviewDueAt,
        @Nullable String transport,
        @Nullable String likes,
        @Nullable String toKnow,
        @Nullable String moreSupport,
        /** Since when the person has been in hospital; null when they are not. */
        @Nullable LocalDate inHospitalSince,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    public boolean isOpen() {
        return endedAt == null;
    }

    /** Where the place stands. */
    public enum State {
        WAITING,
        /** A place is kept until the induction has been planned. */
        KEPT,
        INDUCTION,
        ATTENDING,
        ENDED
    }

    /** Who comes first when a place is free; of one priority, whoever has waited longest. */
    public enum Priority {
        URGENT,
        SOON,
        ROUTINE
    }

    /** What comes of the wish to review a place before its time. */
    public enum EarlyReview {
        ON_THE_WORKLIST,
        UNDER_REVIEW,
        /** It has been reviewed, and the coordinator arranges more support. */
        REVIEWED,
        NOT_BEGUN,
        OVER
    }

    /** Whether somebody came to a session. */
    public record Attendance(
            LocalDate on, boolean came, @Nullable String reason, Instant at, String by) {}

    /** Two sessions in a row that were missed without a reason, and what was found out. */
    public record Absence(
            Instant askedAt,
            @Nullable Instant answeredAt,
            @Nullable String reason,
            @Nullable String answer,
            @Nullable String note) {}

    /**
     * A place with what has happened on it.
     *
     * @param sessions the last ones, newest first
     * @param waitingBefore how many people come first, while the person waits
     */
    public record Known(
            CentrePlace place, String centre, List<Attendance> sessions, List<Absence> absences, int waitingBefore) {}

    /** No day has a free place; the person waits. */
    public record WaitingForPlace(String id, PathwayRef pathway, Instant at) {}

    /** A place of a day is kept for the person until the induction. */
    public record PlaceKept(String id, PathwayRef pathway, String day, Instant at) {}

    /** The person comes from now on. */
    public record PlaceTaken(String id, PathwayRef pathway, String day, Instant at, String by) {}

    public record DayChanged(String id, PathwayRef pathway, String day, Instant at, String by) {}

    public record Attended(String id, PathwayRef pathway, LocalDate on, Instant at, String by) {}

    /** @param reason null when nobody knows why */
    public record Missed(
            String id,
            PathwayRef pathway,
            LocalDate on,
            @Nullable String reason,
            Instant at,
            String by) {}

    /** Two sessions in a row were missed and nobody knows why; somebody finds out. */
    public record MissedTwice(String id, PathwayRef pathway, Instant at) {}

    public record Reviewed(String id, PathwayRef pathway, String answer, Instant at, String by) {}

    /** The place is free again. */
    public record PlaceEnded(String id, PathwayRef pathway, String endReason, Instant at, String by) {}
}
