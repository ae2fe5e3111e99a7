package org.waymark.decisions;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.WithoutViewer;
import org.waymark.decisions.KeptDecisions.Step;
import org.waymark.kernel.PathwayRef;

/**
 * What went from one evaluation into another, told by the module that asks them, so that a trial of one table can ask again
 * what would have been asked otherwise after it. Said here is only what a module picks out of several answers or works out
 * from them: anything else that an evaluation looks at is the last answer by that name about the same subject.
 */
public interface WhatFollows {

    /** Inputs that come from answers of another name, with that name. */
    Map<String, String> sources();

    /** For these people, everything needed of them read at once. */
    @WithoutViewer("Work in the background, which counts; whoever asks for whom it counted is asked who they are")
    Rounds of(Collection<PathwayRef> people);

    /** What the evaluations of some people looked at. */
    interface Rounds {

        /**
         * Of the inputs that this evaluation had those that it would have had if the ones before it had answered so; none
         * that comes from elsewhere, such as from somebody's own judgement.
         *
         * @param steps everything asked for this person, in its order
         */
        Map<String, @Nullable Object> inputs(List<Step> steps, int at, Answers answers);

        /** Of what the evaluation answers, that which was acted on; empty when it was only on the way to another one. */
        Optional<List<Map<String, @Nullable Object>>> actedOn(
                List<Step> steps, int at, List<Map<String, @Nullable Object>> answer);
    }

    /** What each evaluation answers: as it is on record, or as it would be. */
    @FunctionalInterface
    interface Answers {

        List<Map<String, @Nullable Object>> of(Step step);

        /** One value of an evaluation that answers with one row; null where it does not. */
        default @Nullable Object value(Step step, String name) {
            List<Map<String, @Nullable Object>> rows = of(step);
            return rows.isEmpty() ? null : rows.get(0).get(name);
        }
    }
}
