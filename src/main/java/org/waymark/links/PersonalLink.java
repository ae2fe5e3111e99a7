package org.waymark.links;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;
import org.waymark.links.Readers.Kind;

/** A link that was given to somebody, as it is stored; none of its secrets can be told from it. */
record PersonalLink(
        UUID id,
        String taskId,
        PathwayRef pathway,
        @Nullable String part,
        Kind reader,
        String formId,
        Links.Way way,
        Links.SecondFact fact,
        @Nullable String codeHash,
        Language language,
        Instant issuedAt,
        String issuedBy,
        Instant expiresAt,
        @Nullable Instant printedAt,
        @Nullable Instant openedAt,
        @Nullable Instant begunAt,
        @Nullable Instant handedInAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lockedAt,
        @Nullable Instant remindedAt) {

    /** What the pages ask for beside the secret, as its first letter: a birthday of one's own, of another, or a code. */
    char letter() {
        return fact == Links.SecondFact.CODE ? 'N' : reader == Kind.PERSON ? 'P' : 'C';
    }

    boolean isUsable(Instant now) {
        return revokedAt == null && lockedAt == null && handedInAt == null && now.isBefore(expiresAt);
    }
}
