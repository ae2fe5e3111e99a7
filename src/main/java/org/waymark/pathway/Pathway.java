package org.waymark.pathway;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.kernel.PathwayRef;

/** One person's way from diagnosis to the end of life: who coordinates it, where it stands and how it ended. */
public record Pathway(
        PathwayRef ref,
        String receivingOrganisation,
        @Nullable String coordinator,
        @Nullable String coordinatorOrganisation,
        Instant openedAt,
        @Nullable Instant reviewDueAt,
        @Nullable String planningAnswer,
        @Nullable LocalDate planningAnsweredOn,
        @Nullable LocalDate planningAskAgainOn,
        Stage stage,
        String carerStrain,
        Phase phase,
        /** A change was reported that no round and no review has looked at yet. */
        boolean changeWaits,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    /** The process that runs it; its business key is the pathway's reference. */
    public static final String PROCESS = "dementia-pathway";

    public boolean isOpen() {
        return endedAt == null;
    }
}
