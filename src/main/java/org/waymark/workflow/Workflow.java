package org.waymark.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.PathwayRef;

/**
 * The only door to the engine. Speaks in episodes (one run of one process for one record of ours) and messages; the
 * engine's own types stay behind it. Everything joins the caller's transaction.
 */
@WithoutViewer("facades have decided before they come here")
public interface Workflow {

    /** @param record the business key: the pathway reference, or the random id of the record the episode is about */
    record Episode(String process, PathwayRef pathway, String record) {}

    /** Where a run stands: ids of the model's elements that hold a token now, and those it has passed. */
    record Position(
            Episode episode,
            String processInstanceId,
            int version,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<String> current,
            List<String> passed) {}

    /** Starts the episode. Starting one that is already open changes nothing. */
    void start(Episode episode, Map<String, ?> variables);

    /**
     * Tells one open episode a fact.
     *
     * @return false when the episode is not open or does not listen to this message now; a replay is therefore harmless
     */
    boolean tell(String process, String record, String message, Map<String, ?> variables);

    /**
     * Tells one part of an episode, such as one rating of a round, which a local variable of that part names.
     *
     * @return false when no such part listens to the message now
     */
    boolean tellPart(String process, String record, String message, String variable, String value);

    /**
     * Tells one open episode a fact as soon as this transaction is done, in one of its own. For work on several people at
     * once, which would otherwise hold them all and could end in a deadlock. An episode that is over by then is not told; one
     * that does not listen is an error that an operator sees.
     */
    void tellLater(String process, String record, String message);

    /** Tells every open episode of the pathway that listens; returns how many did. */
    int tellAll(PathwayRef pathway, String message, Map<String, ?> variables);

    boolean isOpen(String process, String record);

    /**
     * Gives what is one coordinator's on the pathway to another: their open tasks, and in every open run the variables that
     * name them, so that later steps ask the other.
     */
    void handOver(PathwayRef pathway, String from, String to, String toOrganisation);

    /**
     * Lets all other commands on the pathway wait until this transaction ends. Whoever writes rows of the person before
     * telling the engine takes it first, so that no two wait for each other.
     */
    void hold(PathwayRef pathway);

    List<Position> positions(PathwayRef pathway);

    Optional<Position> position(String process, String record);

    /** Where the run with this id of the engine's stands. */
    Optional<Position> positionOf(String processInstanceId);

    /** The ids of all models. */
    List<String> processes();

    /** The model as XML in the version a run uses, for drawing it. */
    String model(String process, int version);

    /** The human tasks of that version, by id, with what they are called; in the order in which the model has them. */
    Map<String, String> tasks(String process, int version);

    /**
     * Evaluates the version of a decision that is in force. Leaves no trace in the engine.
     *
     * @throws IllegalArgumentException unless exactly the declared inputs are given (null where not known)
     */
    Evaluation evaluate(String decision, Map<String, ?> inputs);

    /**
     * What a decision answered and why.
     *
     * @param outputs one map a matched row; UNIQUE tables have exactly one
     * @param matchedRules ids of the rules that matched in the decision itself
     * @param reasons the matched rules' descriptions in plain words, in the same order
     */
    record Evaluation(
            String decision,
            int version,
            Map<String, @Nullable Object> inputs,
            List<String> matchedRules,
            List<String> reasons,
            List<Map<String, @Nullable Object>> outputs) {

        /** The single output value of a UNIQUE table. */
        public @Nullable Object single(String output) {
            return outputs.isEmpty() ? null : outputs.get(0).get(output);
        }

        public String text(String output) {
            return String.valueOf(single(output));
        }
    }
}
