package org.waymark.workflow;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;

/**
 * Lets the clock of a piece of work stand still, with a reason and until a day at the latest, so that nobody is lost in a
 * pause. Its date moves by the time that it takes; both readings are kept, with the pauses and without them.
 */
public interface Pauses {

    enum Reason {
        PERSON_UNWELL,
        FAMILYS_CHOICE,
        AWAITING_INFORMATION
    }

    /** Until when a pause that begins now goes on: the day that is proposed, and the latest one that may be asked for. */
    record Terms(LocalDate proposed, LocalDate latest) {}

    /** @param endedAt null while it goes on; then {@code until} says when it ends by itself */
    record Pause(
            Reason reason,
            @Nullable String note,
            Instant at,
            String by,
            Instant until,
            @Nullable Instant endedAt,
            @Nullable String endedBy) {}

    /**
     * Whether this work can be paused and this viewer may: whoever may do it. What runs by the hour, day and night, cannot
     * wait (care rule 6).
     */
    boolean mayPause(Viewer viewer, WorkItem item);

    Terms terms(WorkItem item);

    /**
     * Pauses the clock. Asking the same again changes nothing.
     *
     * @return whether this paused it
     */
    boolean pause(Viewer viewer, String taskId, Reason reason, @Nullable String note, LocalDate until);

    /** Lets the clock go on before the pause ends by itself. Asking again changes nothing. */
    void resume(Viewer viewer, String taskId);

    /** All pauses of a task that the viewer may see, the first one first. */
    List<Pause> of(Viewer viewer, String taskId);
}
