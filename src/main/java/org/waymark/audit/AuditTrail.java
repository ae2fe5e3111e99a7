package org.waymark.audit;

import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/**
 * Writes the append-only record of who saw, searched and did what, in the transaction of the very thing it records: if
 * the row cannot be written, nothing is shown and nothing is done.
 */
public interface AuditTrail {

    enum Outcome {
        DONE,
        REFUSED
    }

    /**
     * @param actor username, or "system"
     * @param action what was done, as {@code <subject>.<verb>}, for example {@code person.viewed}
     * @param subject id of the thing (task, referral, file …) that says nothing of the person; null when there is none
     */
    void record(String actor, String action, @Nullable PathwayRef pathway, @Nullable String subject, Outcome outcome);

    default void record(String actor, String action, @Nullable PathwayRef pathway, @Nullable String subject) {
        record(actor, action, pathway, subject, Outcome.DONE);
    }
}
