package org.waymark.rules;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.TableFile;

/**
 * A change of a table that a clinical owner proposes.
 *
 * @param baseVersion the version that was in force when it was begun
 * @param findings what must be put right before it can be adopted
 * @param source where its rules come from
 * @param revision counts its changes
 * @param answer what whoever approved it or sent it back said
 * @param version as which it was adopted
 */
public record TableProposal(
        UUID id,
        String decision,
        int baseVersion,
        TableFile file,
        List<Finding> findings,
        String source,
        String reason,
        State state,
        String author,
        Instant createdAt,
        Instant changedAt,
        int revision,
        @Nullable Instant submittedAt,
        @Nullable String answeredBy,
        @Nullable Instant answeredAt,
        @Nullable String answer,
        @Nullable Integer version) {

    public enum State {
        DRAFT,
        /** Waits for a second clinical owner. */
        SUBMITTED,
        ADOPTED,
        WITHDRAWN;

        public boolean isOpen() {
            return this == DRAFT || this == SUBMITTED;
        }
    }

    public TableProposal {
        findings = List.copyOf(findings);
    }
}
