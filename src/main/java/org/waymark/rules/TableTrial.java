package org.waymark.rules;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.DecisionVersions.Version;

/**
 * A proposed table tried on everything on record, before it counts: each evaluation asked again of the table in force and
 * of the proposed one, and what was asked after it where the two differ.
 *
 * @param revision which change of the proposal it tries
 * @param against the version in force that it was compared with
 * @param following the decisions that look at its answers, each in the version in force
 * @param total evaluations on record when it began, of so many people
 * @param failed how many of them could not be asked
 * @param found things that would come out otherwise
 */
public record TableTrial(
        UUID id,
        UUID proposal,
        int revision,
        int against,
        Map<String, Integer> following,
        State state,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        long upTo,
        long total,
        long people,
        long reached,
        long looked,
        long failed,
        long found) {

    public enum State {
        RUNNING,
        DONE,
        /** The proposal or the table in force changed before it came to its end. */
        STALE
    }

    /** Whether the tables in force are those that it was tried against. */
    boolean isAgainst(String decision, Collection<Version> inForce) {
        var now = inForce.stream().collect(Collectors.toMap(Version::decision, Version::number));
        return Objects.equals(now.get(decision), against) && now.entrySet().containsAll(following.entrySet());
    }

    /**
     * Those who would be answered the same other thing.
     *
     * @param people how many, of whom {@code now} by their latest evaluation
     */
    public record Group(Shift shift, long evaluations, long people, long now) {}

    /**
     * What would come out otherwise for one person.
     *
     * @param isLatest in the latest evaluation of the decision
     * @param isActedOn something else would have come of it, and not only another answer
     */
    public record Told(Shift shift, boolean isLatest, boolean isActedOn) {}

    /** How much would come out otherwise: evaluations, people, and people by their latest evaluation. */
    public record Difference(long evaluations, long people, long now) {}

    /** For how many people something else would have come of a decision; {@code now} of its latest evaluation. */
    public record Consequence(String decision, long people, long now) {}

    /**
     * What it comes to.
     *
     * @param consequences the largest first
     * @param without for how many people only evaluations would answer otherwise, and nothing would have come of it
     */
    public record Consequences(List<Consequence> consequences, long without) {}
}
