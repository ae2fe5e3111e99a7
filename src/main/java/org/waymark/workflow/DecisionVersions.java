package org.waymark.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of each decision's table, and which one counts: that of the latest release of Waymark until the alliance
 * adopts one of its own, and that one from then on, whatever comes with a later release.
 */
public interface DecisionVersions {

    /**
     * @param isShipped came with a release of Waymark; otherwise the alliance adopted it
     * @param inForceFrom null when it never counted
     */
    record Version(
            String decision,
            int number,
            String definition,
            boolean isShipped,
            Instant deployedAt,
            @Nullable Instant inForceFrom) {}

    /** The versions that count now, by decision. */
    List<Version> inForce();

    /** @throws IllegalArgumentException when there is no such decision */
    Version inForce(String decision);

    /** All of a decision, newest first; empty when there is no such decision. */
    List<Version> of(String decision);

    /** What a version says. */
    TableFile file(Version version);

    /** What code asks for and understands: the latest that came with a release. */
    Version shipped(String decision);

    /**
     * From now on this table counts, on every node, as a new version. Evaluations that are on record keep the version they
     * were made by.
     *
     * @return its number
     */
    int adopt(TableFile file);

    default Optional<Version> version(String decision, int number) {
        return of(decision).stream()
                .filter(version -> version.number() == number)
                .findFirst();
    }
}
