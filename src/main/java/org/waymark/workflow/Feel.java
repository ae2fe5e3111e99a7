package org.waymark.workflow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers conditions written in FEEL with the engine's own interpreter, so that forms and decisions speak one language. */
@Component
public class Feel {

    private final FeelEngineApi engine = FeelEngineBuilder.forJava().build();
    private final Map<String, ParsedExpression> parsed = new ConcurrentHashMap<>();

    /**
     * True only when the expression is; null, which FEEL answers where something is not known, is not.
     *
     * @param expression from a definition, with or without its leading "="; never from a user
     * @throws IllegalArgumentException when it cannot be read or does not answer with true or false
     */
    public boolean test(String expression, Map<String, @Nullable Object> values) {
        var answer = engine.evaluate(parsed.computeIfAbsent(expression, this::parse), values);
        if (answer.isFailure() || !(answer.result() == null || answer.result() instanceof Boolean)) {
            throw new IllegalArgumentException("Not a condition: " + expression);
        }
        return Boolean.TRUE.equals(answer.result());
    }

    private ParsedExpression parse(String expression) {
        var result = engine.parseExpression(expression.startsWith("=") ? expression.substring(1) : expression);
        if (result.isFailure()) {
            throw new IllegalArgumentException("Not a FEEL expression: " + expression);
        }
        return result.parsedExpression();
    }
}
