package org.waymark.workflow;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.workflow.decisions.CellsReadOnce;

/**
 * Tries a table before it counts, with the library that will evaluate it later. Nothing of it reaches the engine's own
 * tables, and nothing is kept.
 */
@Component
public class DecisionTrials {

    private static final String CELL = "cellInput";

    private final FeelEngineApi reader = FeelEngineBuilder.forJava().build();
    private final FeelEngine cells = new CellsReadOnce(new ScalaFeelEngineFactory().createInstance());

    /** A table that can be asked; by one thread at a time. */
    public interface Trial {

        /** What came out and which rows matched; empty where the table fails, such as when two rows of a UNIQUE one match. */
        Optional<Answer> ask(Map<String, ? extends @Nullable Object> inputs);
    }

    /** @param rules ids of the rows that matched in the decision asked for, not in those it requires */
    public record Answer(List<String> rules, List<Map<String, @Nullable Object>> outputs) {}

    /**
     * @param table the decision to be asked, of those in the file
     * @throws IllegalArgumentException when the library cannot read it
     */
    public Trial of(String file, String table) {
        List<String> matched = new ArrayList<>();
        var configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.setFeelEngineFactory(() -> new CellsReadOnce(new ScalaFeelEngineFactory().createInstance()));
        configuration.getCustomPostDecisionTableEvaluationListeners().add(evaluated -> {
            if (evaluated.getDecisionTable().getKey().equals(table)) {
                evaluated.getMatchingRules().forEach(rule -> matched.add(rule.getId()));
            }
        });
        DmnEngine engine = configuration.buildEngine();
        DmnDecision decision;
        try {
            decision = engine.parseDecision(table, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        } catch (DmnEngineException e) {
            throw new IllegalArgumentException("The library cannot read the table " + table);
        }
        return inputs -> {
            matched.clear();
            try {
                DmnDecisionResult result = engine.evaluateDecision(decision, Variables.fromMap(new HashMap<>(inputs)));
                List<Map<String, @Nullable Object>> outputs = new ArrayList<>();
                result.forEach(row -> outputs.add(Collections.unmodifiableMap(new LinkedHashMap<>(row.getEntryMap()))));
                return Optional.of(new Answer(List.copyOf(matched), List.copyOf(outputs)));
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        };
    }

    /** Whether a cell that looks at its column can be read. */
    public boolean isTest(String cell) {
        return Cells.isAny(cell) || reader.parseUnaryTests(cell).isSuccess();
    }

    /** Whether a cell that answers, or a formula, can be read. */
    public boolean isExpression(String cell) {
        return reader.parseExpression(cell).isSuccess();
    }

    /** Whether a cell matches this value; never where it cannot be worked out. */
    public boolean matches(String cell, @Nullable Object value) {
        if (Cells.isAny(cell)) {
            return true;
        }
        try {
            return cells.evaluateSimpleUnaryTests(
                    cell, CELL, Variables.putValue(CELL, value).asVariableContext());
        } catch (RuntimeException e) {
            return false;
        }
    }
}
