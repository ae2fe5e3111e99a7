package org.waymark.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
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
        Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable Instant claimedAt,
        @Nullable Instant remindedAt,
        @Nullable Instant escalatedAt,
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

    public boolean isOpen() {
        return state == State.OPEN;
    }
}
