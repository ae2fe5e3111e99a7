package org.waymark.endoflife;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/** One person's time on the palliative register, from the need that somebody saw to the end of it. */
public record PalliativeCare(
        String id,
        PathwayRef pathway,
        Need need,
        @Nullable String needNote,
        Instant addedAt,
        String addedBy,
        /** The first meeting; null while it is still to come. */
        @Nullable Instant startedAt,
        @Nullable String whatMatters,
        @Nullable Code code,
        @Nullable Instant reviewDueAt,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    public boolean isOpen() {
        return endedAt == null;
    }

    /** How quickly needs change, and so how often the team looks again; the later one is the more pressing. It foretells nothing. */
    public enum Code {
        BLUE,
        GREEN,
        AMBER,
        RED
    }

    /** Why somebody came on the register; palliative help opens by need, at any stage (care rule 4). */
    public enum Need {
        /** Staff confirmed what an assessment showed. */
        CONFIRMED,
        /** The phase of illness is unstable, or the person is dying. */
        PHASE,
        SYMPTOMS,
        DECLINE,
        ASKED_FOR,
        TEAM_SEES_NEED
    }

    /** The phase of illness, in the words of the Palliative Care Outcomes Collaboration. */
    public enum IllnessPhase {
        STABLE,
        UNSTABLE,
        DETERIORATING,
        DYING;

        /** Those that cannot wait, so that they bring somebody onto the register by themselves. */
        public boolean isPressing() {
            return this == UNSTABLE || this == DYING;
        }
    }

    /** Where somebody would like to be, or was. */
    public enum Place {
        HOME,
        CARE_HOME,
        HOSPICE,
        HOSPITAL,
        OTHER,
        NO_WISH,
        NOT_KNOWN;

        /** Whether it names a place at all. */
        public boolean isSomewhere() {
            return this != NO_WISH && this != NOT_KNOWN;
        }
    }

    /** What came of an offer to plan ahead; each of them has full standing (care rule 7). */
    public enum PlanningAnswer {
        ACCEPTED,
        DECLINED,
        NOT_NOW
    }

    /** A code as it was agreed. */
    public record CodeSince(Code code, @Nullable String reason, Instant at, String by) {}

    /** A phase of illness from when it was found until a later one was. */
    public record PhaseSpan(
            IllnessPhase phase, Instant from, @Nullable Instant until, String by) {}

    /** Somebody of the team was with the person on that day. */
    public record PersonSeen(PathwayRef pathway, LocalDate on) {}

    /** Somebody came on the register; without a code as long as none has been agreed with them. */
    public record RegisterJoined(
            PathwayRef pathway, @Nullable Code code, Instant at, String by) {}

    /** Palliative care ended otherwise than with the pathway. */
    public record RegisterLeft(PathwayRef pathway, String endReason, Instant at, String by) {}

    /** Another code was agreed, or the first one. */
    public record CodeChanged(PathwayRef pathway, Code code, Instant at, String by) {}

    /** Another phase of illness was found. */
    public record PhaseFound(PathwayRef pathway, IllnessPhase phase, Instant at, String by) {}

    /** The person, or whoever speaks for them, answered the offer of advance care planning. */
    public record PlanningAnswered(
            PathwayRef pathway,
            PlanningAnswer answer,
            @Nullable LocalDate askAgainOn,
            Instant at,
            String by) {}

    /** The person was found to be dying, so that those around them can be prepared. */
    public record DeathExpected(PathwayRef pathway, Instant at, String by) {}

    /** Preferred and actual place of death were compared; without a preference where none is on record. */
    public record PlaceRecorded(
            PathwayRef pathway, @Nullable Place preferred, Place actual, Instant at, String by) {}
}
