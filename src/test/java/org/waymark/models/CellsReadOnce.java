package org.waymark.models;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;

/**
 * The real FEEL engine, asked once for each cell and value. It parses a cell anew at every evaluation, which would make
 * the walks over whole grids slow; a cell of constants always gives the same answer for the same value.
 */
final class CellsReadOnce implements FeelEngine {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern CONSTANTS = Pattern.compile("(true|false|null|not|[\\s0-9.,<>=()\\[\\]-])*");

    private final FeelEngine feel;
    private final Map<CellAndValue, Boolean> answers = new ConcurrentHashMap<>();

    CellsReadOnce(FeelEngine feel) {
        this.feel = feel;
    }

    private record CellAndValue(String cell, Optional<Object> value) {}

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the engine's own signature
    public <T> T evaluateSimpleExpression(String expression, VariableContext context) {
        return feel.evaluateSimpleExpression(expression, context);
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String cell, String inputVariable, VariableContext context) {
        if (!CONSTANTS.matcher(QUOTED.matcher(cell).replaceAll("")).matches()) {
            return feel.evaluateSimpleUnaryTests(cell, inputVariable, context);
        }
        TypedValue value = context.resolve(inputVariable);
        return answers.computeIfAbsent(
                new CellAndValue(cell, Optional.ofNullable(value.getValue())),
                unseen -> feel.evaluateSimpleUnaryTests(cell, inputVariable, context));
    }
}
