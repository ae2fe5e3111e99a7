package org.waymark.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;

/** One human task as the worklist knows it: our own row, written in the engine's transaction. */
public record WorkItem(
        String taskId,
        String process,
        String record,
        PathwayRef pathway,
        String element,
        String name,
        String formId,
        /** The group whose work it is, {@code <organisation>.<role>}. */
        String group,
        @Nullable String assignee,
        /** Which part of the record it is about, such as one rating of a round; the task's property {@code part} names the local variable. */
        @Nullable String part,
        /** What tells it from others of its name, as a code: the service of a referral, the kind of rater. */
        @Nullable String about,
        @Nullable String clock,
        @Nullable String priority,
        /** The service that it is for, as a code, where the process is about one. */
        @Nullable String service,
        Instant createdAt,
        @Nullable Instant dueAt,
        /** The date as if its clock had never been paused. */
        @Nullable Instant firstDueAt,
        /** A date that had passed already when it was moved; that it was missed stays on record (care rule 11). */
        @Nullable Instant missedDueAt,
        @Nullable Paused paused,
        /** How long its pauses took that are over. */
        Duration pausedFor,
        @Nullable Instant claimedAt,
        @Nullable Instant remindedAt,
        @Nullable Instant leadToldAt,
        /** The team leads who were told that it is late, as {@link Escalations#addressesOf} spells them. */
        @Nullable String leadTold,
        @Nullable Instant escalatedAt,
        /** The coordinator, or the coordinators, who were told. */
        @Nullable String escalatedTo,
        State state,
        @Nullable Instant endedAt,
        /** Who completed or cancelled it. */
        @Nullable String endedBy,
        /** Of a cancelled task: the element of the model that cancelled it, or DELETED. */
        @Nullable String endReason) {

    public enum State {
        OPEN,
        COMPLETED,
        CANCELLED
    }

    /** Its clock stands still, and goes on by itself at the latest then. */
    public record Paused(Pauses.Reason reason, Instant at, Instant until) {}

    /** When its pause ends by itself; null when it is not paused. */
    public @Nullable Instant pausedUntil() {
        return paused == null ? null : paused.until();
    }

    /** Whether pauses have given it another date. */
    public boolean hasTwoReadings() {
        return dueAt != null && !dueAt.equals(firstDueAt);
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether this viewer is one of those who were told that it is late. */
    public boolean tells(Viewer viewer) {
        List<String> addresses = Escalations.addressesOf(viewer);
        return (leadTold != null && addresses.contains(leadTold))
                || (escalatedTo != null && addresses.contains(escalatedTo));
    }
}
