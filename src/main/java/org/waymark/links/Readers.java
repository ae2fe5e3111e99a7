package org.waymark.links;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.WorkItem;

/**
 * Knows whose answers a task waits for, and what is known of them: this module keeps nothing of it. The pathway, which knows
 * all modules, answers.
 */
@WithoutViewer("whoever issues a link has been asked, and whoever takes one up is asked for a second fact")
public interface Readers {

    enum Kind {
        PERSON,
        CARER
    }

    /**
     * Somebody whom a task asks.
     *
     * @param formId the form in their own words
     * @param language as staff have recorded it
     */
    record Reader(
            Kind kind,
            String formId,
            String name,
            @Nullable String email,
            @Nullable String language,
            @Nullable String postcode) {}

    /** Who sends a letter or an e-mail, in words that say nothing of illness; null where nobody has set them up. */
    record Sender(
            @Nullable String called,
            @Nullable String phone,
            @Nullable String coordinator) {}

    /** Empty for a task that asks nobody outside the staff. */
    Optional<Reader> of(WorkItem task);

    /** The second fact that whoever knows the person knows; empty where there is no such person. */
    Optional<LocalDate> birthday(PathwayRef pathway);

    boolean hasDied(PathwayRef pathway);

    Sender sender(PathwayRef pathway);
}
