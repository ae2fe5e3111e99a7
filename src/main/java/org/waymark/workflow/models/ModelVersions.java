package org.waymark.workflow.models;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;

/**
 * Which versions of the models people are on, and how they come from an older one to the latest without losing their
 * place or their dates. For operators; it counts people and names none.
 */
public interface ModelVersions {

    /** A model with its latest version first, then each older one that somebody is still on. */
    record Standing(String process, List<Version> versions) {}

    /** @param people how many pathways are on it; each counts once, however many steps it is at */
    record Version(String process, int number, @Nullable String tag, Instant since, long people, List<Step> steps) {}

    /** @param incidents how often the engine gave up there, and since when for the longest */
    record Step(
            String element,
            String name,
            long people,
            long incidents,
            @Nullable Instant oldestIncident) {}

    /** What becomes of those who stand at a step. */
    enum Fate {
        /** The step is there under the same id. */
        STAYS,
        /** The step is gone, and the file beside the model says where people go. */
        GOES_ON,
        /** The step is gone and nobody said where people go. Whoever stands there keeps all from being moved. */
        NOWHERE
    }

    /** @param to the name of the step where people go on */
    record Way(
            String element,
            String name,
            long people,
            Fate fate,
            @Nullable String to,
            @Nullable String because) {}

    /** What becomes of a timer. */
    enum TimerFate {
        KEEPS_ITS_DATE,
        /** It is gone with its step, and the step where people go on has one with the same date. */
        GOES_ON,
        /** It is gone; the file beside the model says why. */
        ENDS,
        /** It was not there before, and is set when a run is moved. */
        BEGINS
    }

    record TimerWay(
            String element,
            String name,
            TimerFate fate,
            @Nullable String because) {}

    /**
     * How people would come from one version to the latest.
     *
     * @param problems what the engine itself has against it
     */
    record Plan(
            String process, Version from, Version to, List<Way> ways, List<TimerWay> timers, List<String> problems) {

        /** Steps at which people stand who could go nowhere. */
        public List<Way> orphans() {
            return ways.stream()
                    .filter(way -> way.fate() == Fate.NOWHERE && way.people() > 0)
                    .toList();
        }

        public boolean isSound() {
            return problems.isEmpty() && orphans().isEmpty();
        }
    }

    /** A trial does everything and takes it all back. */
    enum Kind {
        TRIAL,
        MOVE
    }

    /** Where the work on many people stands. */
    enum State {
        RUNNING,
        STOPPED,
        DONE
    }

    /**
     * One round of work on everybody who was on a version.
     *
     * @param waiting who has not been looked at yet, or was left when it was stopped
     * @param over whose run had ended, or was on another version, when it was their turn
     */
    record Round(
            UUID id,
            String process,
            int from,
            int to,
            Kind kind,
            State state,
            String startedBy,
            Instant startedAt,
            @Nullable Instant endedAt,
            long total,
            long waiting,
            long moved,
            long failed,
            long over) {}

    /**
     * A run that stayed where it was.
     *
     * @param reason a code: NO_WAY, BUSY or FAILED
     * @param detail the steps it is about, or the kind of the failure
     */
    record Failure(
            PathwayRef pathway, String reason, @Nullable String detail) {}

    List<Standing> standings(Viewer viewer);

    /** @throws org.waymark.access.NotVisible when there is no such version, or it is the latest */
    Plan plan(Viewer viewer, String process, int version);

    /**
     * Starts a round in the background, unless one of this process is under way, whose id is returned then.
     *
     * @throws org.waymark.access.Refused when somebody could go nowhere, or a move was not tried before
     */
    UUID begin(Viewer viewer, String process, int version, Kind kind);

    /** Ends a round after the people in hand. Who was moved stays moved. */
    void stop(Viewer viewer, UUID round);

    Round round(Viewer viewer, UUID round);

    /** As {@link #round}, for a page that asks every second; it writes no audit row. */
    Round progress(Viewer viewer, UUID round);

    List<Failure> failures(Viewer viewer, UUID round, int most);

    /** The latest rounds, newest first. */
    List<Round> rounds(Viewer viewer, int most);
}
