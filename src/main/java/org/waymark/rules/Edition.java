package org.waymark.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a decision's table with what a reader of "Why?" may ask of it: who answers for it, since when it counted,
 * and where its rules come from.
 *
 * @param isShipped came with a release of Waymark
 * @param inForceFrom null when it never counted
 * @param owner how the clinical owner is called who proposed it; null when it came with Waymark
 * @param reason why it was adopted
 * @param approvedBy how the second clinical owner is called
 */
public record Edition(
        String decision,
        int number,
        boolean isShipped,
        boolean isInForce,
        Instant deployedAt,
        @Nullable Instant inForceFrom,
        @Nullable String owner,
        String source,
        @Nullable String reason,
        @Nullable String approvedBy) {}
