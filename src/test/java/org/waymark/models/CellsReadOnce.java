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
 * the walks over whole grids slow; a cell of constants always gives the same answer for the same value, and so does the
 * bare name of an input. Everything else goes to the engine each time.
 */
final class CellsReadOnce implements FeelEngine {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern CONSTANTS = Pattern.compile("(true|false|null|not|[\\s0-9.,<>=()\\[\\]-])*");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z]*");

    private final FeelEngine feel;
    private final Map<String, Boolean> constants = new ConcurrentHashMap<>();
    private final Map<TextAndValue, Boolean> tests = new ConcurrentHashMap<>();
    private final Map<TextAndValue, Optional<Object>> expressions = new ConcurrentHashMap<>();

    CellsReadOnce(FeelEngine feel) {
        this.feel = feel;
    }

    private record TextAndValue(String text, Optional<Object> value) {}

    @Override
    @SuppressWarnings({"TypeParameterUnusedInFormals", "unchecked", "NullAway"}) // the engine's own signature
    public <T> T evaluateSimpleExpression(String expression, VariableContext context) {
        Optional<Object> value;
        if (isConstant(expression)) {
            value = Optional.empty();
        } else if (NAME.matcher(expression).matches()) {
            value = valueOf(expression, context);
        } else {
            return feel.evaluateSimpleExpression(expression, context);
        }
        return (T) expressions
                .computeIfAbsent(
                        new TextAndValue(expression, value),
                        unseen -> Optional.ofNullable(feel.<Object>evaluateSimpleExpression(expression, context)))
                .orElse(null);
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String cell, String inputVariable, VariableContext context) {
        if (!isConstant(cell)) {
            return feel.evaluateSimpleUnaryTests(cell, inputVariable, context);
        }
        return tests.computeIfAbsent(
                new TextAndValue(cell, valueOf(inputVariable, context)),
                unseen -> feel.evaluateSimpleUnaryTests(cell, inputVariable, context));
    }

    private boolean isConstant(String text) {
        return constants.computeIfAbsent(text, unseen -> CONSTANTS
                .matcher(QUOTED.matcher(unseen).replaceAll(""))
                .matches());
    }

    private static Optional<Object> valueOf(String name, VariableContext context) {
        TypedValue value = context.resolve(name);
        return value == null ? Optional.empty() : Optional.ofNullable(value.getValue());
    }
}
