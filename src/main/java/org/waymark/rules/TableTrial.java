package org.waymark.rules;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A proposed table tried on everything on record, before it counts: each evaluation asked again of the table in force and
 * of the proposed one.
 *
 * @param revision which change of the proposal it tries
 * @param against the version in force that it was compared with
 * @param total evaluations on record when it began, of so many people
 * @param failed how many of them could not be asked
 */
public record TableTrial(
        UUID id,
        UUID proposal,
        int revision,
        int against,
        State state,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        long upTo,
        long total,
        long people,
        long reached,
        long looked,
        long failed) {

    public enum State {
        RUNNING,
        DONE,
        /** The proposal or the table in force changed before it came to its end. */
        STALE
    }

    /**
     * Those who would be answered the same other thing.
     *
     * @param people how many, of whom {@code now} by their latest evaluation
     */
    public record Group(Shift shift, long evaluations, long people, long now) {}

    /** How much would come out otherwise: evaluations, people, and people by their latest evaluation. */
    public record Difference(long evaluations, long people, long now) {}
}
