package org.waymark.workflow.decisions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.jspecify.annotations.Nullable;

/**
 * The real FEEL engine, asked once for each cell and value. It parses a cell anew at every evaluation, which took more than
 * half the time of handing in a rating; a cell of constants always gives the same answer for the same value, and so does
 * the bare name of an input. A formula over several inputs is parsed once and worked out each time; everything else goes to
 * the engine. Keeps values such as a stage or a number, never whose they are. Public for the tests that walk the tables'
 * whole grids.
 */
public final class CellsReadOnce implements FeelEngine {

    /** More than all tables' cells with all their spellings; beyond it something feeds values without end. */
    private static final int MOST = 100_000;

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern CONSTANTS = Pattern.compile("(true|false|null|not|[\\s0-9.,<>=()\\[\\]-])*");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z]*");

    private final FeelEngine feel;
    private final Map<String, Boolean> constants = new ConcurrentHashMap<>();
    private final Map<TextAndValue, Boolean> tests = new ConcurrentHashMap<>();
    private final Map<TextAndValue, Optional<Object>> expressions = new ConcurrentHashMap<>();
    private final FeelEngineApi reader = FeelEngineBuilder.forJava().build();
    private final Map<String, Optional<ParsedExpression>> formulas = new ConcurrentHashMap<>();

    public CellsReadOnce(FeelEngine feel) {
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
            return (T) formula(expression, context);
        }
        if (expressions.size() > MOST) {
            expressions.clear();
        }
        return (T) expressions
                .computeIfAbsent(
                        new TextAndValue(expression, value),
                        unseen -> Optional.ofNullable(feel.<Object>evaluateSimpleExpression(expression, context)))
                .orElse(null);
    }

    private @Nullable Object formula(String text, VariableContext context) {
        if (formulas.size() > MOST) {
            formulas.clear();
        }
        ParsedExpression formula = formulas.computeIfAbsent(text, this::read).orElse(null);
        if (formula != null) {
            Map<String, @Nullable Object> variables = new HashMap<>();
            context.keySet()
                    .forEach(name -> variables.put(name, valueOf(name, context).orElse(null)));
            var result = reader.evaluate(formula, variables);
            if (result.isSuccess()) {
                return result.result();
            }
        }
        // It fails again, and tells it as the engine does.
        return feel.evaluateSimpleExpression(text, context);
    }

    private Optional<ParsedExpression> read(String formula) {
        var result = reader.parseExpression(formula);
        return result.isSuccess() ? Optional.of(result.parsedExpression()) : Optional.empty();
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String cell, String inputVariable, VariableContext context) {
        if (!isConstant(cell)) {
            return feel.evaluateSimpleUnaryTests(cell, inputVariable, context);
        }
        if (tests.size() > MOST) {
            tests.clear();
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
