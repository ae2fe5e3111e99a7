package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.InputData;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.decisions.CellsReadOnce;

/** One real .dmn file, evaluated by the plain DMN engine so that the rules are tried without an application around them. */
final class DecisionFile {

    /** By thread, so that large grids can be tried in parallel. */
    private static final ThreadLocal<List<DmnDecisionTableEvaluationEvent>> EVALUATED_TABLES =
            ThreadLocal.withInitial(ArrayList::new);

    private static final DmnEngine ENGINE = engine();

    private final String id;
    private final DmnModelInstance model;
    private final DmnDecision decision;
    private final Set<String> inputNames;

    private DecisionFile(String id, Path path) {
        this.id = id;
        this.model = Dmn.readModelFromFile(path.toFile());
        this.decision = ENGINE.parseDecision(id, model);
        this.inputNames = model.getModelElementsByType(InputData.class).stream()
                .map(InputData::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static DecisionFile assessment(String id) {
        return new DecisionFile(id, Path.of("bpmn", "assessment", id + ".dmn"));
    }

    /** Of whichever module: base names are unique over the whole tree. */
    static DecisionFile named(String id) {
        return new DecisionFile(id, path(id));
    }

    static Path path(String id) {
        return DecisionContractTests.files().stream()
                .filter(file -> String.valueOf(file.getFileName()).equals(id + ".dmn"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No decision " + id));
    }

    private static DmnEngine engine() {
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DefaultDmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.setFeelEngineFactory(() -> new CellsReadOnce(new ScalaFeelEngineFactory().createInstance()));
        configuration
                .getCustomPostDecisionTableEvaluationListeners()
                .add(table -> EVALUATED_TABLES.get().add(table));
        return configuration.buildEngine();
    }

    Set<String> inputNames() {
        return inputNames;
    }

    /** No input at all is known. */
    Inputs nothingKnown() {
        Inputs inputs = Inputs.none();
        for (String name : inputNames) {
            inputs = inputs.with(name, null);
        }
        return inputs;
    }

    /** All rules of the file, those of required decisions included. */
    Set<String> ruleIds() {
        return model.getModelElementsByType(Rule.class).stream()
                .map(Rule::getId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Evaluates the decision. The engine itself throws when two rules of a UNIQUE table match. */
    Outcome decide(Inputs inputs) {
        assertThat(inputs.values().keySet()).as("inputs of %s", id).containsExactlyInAnyOrderElementsOf(inputNames);
        EVALUATED_TABLES.get().clear();
        DmnDecisionResult result = ENGINE.evaluateDecision(decision, new HashMap<>(inputs.values()));
        Map<String, List<String>> matched = new LinkedHashMap<>();
        for (DmnDecisionTableEvaluationEvent table : EVALUATED_TABLES.get()) {
            matched.put(
                    table.getDecisionTable().getKey(),
                    table.getMatchingRules().stream()
                            .map(DmnEvaluatedDecisionRule::getId)
                            .toList());
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        result.forEach(row -> rows.add(row.getEntryMap()));
        return new Outcome(rows, matched, matched.getOrDefault(id, List.of()));
    }

    /** The rules of the file that no point reaches. */
    Set<String> rulesNotReachedBy(Stream<Inputs> points) {
        Set<String> left = ruleIds();
        points.forEach(point -> decide(point).matchedByTable().values().stream()
                .flatMap(Collection::stream)
                .forEach(left::remove));
        return left;
    }

    /** What came out: the rows, and the rules that matched, in the decision itself and by table. */
    record Outcome(List<Map<String, Object>> rows, Map<String, List<String>> matchedByTable, List<String> rules) {

        Map<String, Object> row() {
            assertThat(rows).hasSize(1);
            return rows.get(0);
        }

        @Nullable
        Object get(String output) {
            assertThat(row()).containsKey(output);
            return row().get(output);
        }

        String rule() {
            assertThat(rules).hasSize(1);
            return rules.get(0);
        }
    }
}
