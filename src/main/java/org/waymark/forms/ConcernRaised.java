package org.waymark.forms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/**
 * A form answered yes to the immediate concern that every rating and contact form asks about. Published in the submitting
 * transaction for every form with a field {@code immediateConcern}, so that no form can forget it (care rule 6).
 *
 * @param process process and record of the task whose form it was; null when it was a form of the person's page
 */
public record ConcernRaised(
        PathwayRef pathway,
        @Nullable String process,
        @Nullable String record,
        String kind,
        @Nullable String note,
        Instant at,
        String by) {}
