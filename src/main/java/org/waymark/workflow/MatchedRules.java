package org.waymark.workflow;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.jspecify.annotations.Nullable;

/** Tells whoever evaluates a decision on this thread which of its rules matched; the engine's result keeps it to itself. */
final class MatchedRules implements DmnDecisionEvaluationListener {

    private static final ThreadLocal<@Nullable List<String>> WATCHING = new ThreadLocal<>();

    /** Gathers rules until it is closed. */
    static Watch watch() {
        var watch = new Watch(new ArrayList<>());
        WATCHING.set(watch.rules());
        return watch;
    }

    record Watch(List<String> rules) implements AutoCloseable {
        @Override
        public void close() {
            WATCHING.remove();
        }
    }

    @Override
    public void notify(DmnDecisionEvaluationEvent event) {
        List<String> matched = WATCHING.get();
        if (matched != null && event.getDecisionResult() instanceof DmnDecisionTableEvaluationEvent table) {
            table.getMatchingRules().stream()
                    .map(DmnEvaluatedDecisionRule::getId)
                    .forEach(matched::add);
        }
    }
}
