package org.waymark.workflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.util.DecisionEvaluationUtil;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DmnElementReference;
import org.camunda.bpm.model.dmn.instance.InformationRequirement;
import org.camunda.bpm.model.dmn.instance.RequiredDecisionReference;
import org.camunda.bpm.model.dmn.instance.RequiredInputReference;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.workflow.Workflow.Evaluation;

/**
 * Evaluates decisions and remembers which rules matched. At our history level the engine keeps nothing of an evaluation,
 * and what goes wrong in one is told without its inputs.
 */
@Component
class Decisions {

    private final EngineCommands engine;
    private final DecisionVersions versions;
    private final Map<String, Facts> facts = new ConcurrentHashMap<>();

    Decisions(EngineCommands engine, DecisionVersions versions) {
        this.engine = engine;
        this.versions = versions;
    }

    Evaluation evaluate(String decision, Map<String, ?> inputs) {
        DecisionVersions.Version version = versions.inForce(decision);
        return engine.run(context -> evaluate(context, decision, version.definition(), inputs));
    }

    private Evaluation evaluate(CommandContext context, String decision, String id, Map<String, ?> inputs) {
        DeploymentCache cache = context.getProcessEngineConfiguration().getDeploymentCache();
        DecisionDefinition known = cache.findDecisionDefinitionFromCache(id);
        DecisionDefinition definition = known == null ? cache.findDeployedDecisionDefinitionById(id) : known;
        Facts says = facts.computeIfAbsent(id, unread -> Facts.of(cache, definition));
        if (!says.inputs().equals(inputs.keySet())) {
            throw new IllegalArgumentException("The decision " + decision + " asks for exactly " + says.inputs());
        }
        List<String> matched;
        List<Map<String, @Nullable Object>> outputs = new ArrayList<>();
        try (var watch = MatchedRules.watch()) {
            DmnDecisionResult result =
                    DecisionEvaluationUtil.evaluateDecision(definition, Variables.fromMap(new HashMap<>(inputs)));
            result.forEach(row -> outputs.add(Collections.unmodifiableMap(new LinkedHashMap<>(row.getEntryMap()))));
            matched = List.copyOf(watch.rules());
        } catch (Exception e) {
            // Neither the cause nor its message: both may quote what is known of the person.
            throw new IllegalStateException(
                    "The decision " + decision + " failed with " + e.getClass().getSimpleName());
        }
        return new Evaluation(
                decision,
                definition.getVersion(),
                Collections.unmodifiableMap(new LinkedHashMap<>(inputs)),
                matched,
                matched.stream()
                        .map(rule -> says.reasons().getOrDefault(rule, rule))
                        .toList(),
                List.copyOf(outputs));
    }

    /** What the model says of a decision: its inputs, those of the decisions it requires included, and its rules in words. */
    private record Facts(Set<String> inputs, Map<String, String> reasons) {

        static Facts of(DeploymentCache cache, DecisionDefinition definition) {
            Decision decision = cache.findDmnModelInstanceForDecisionDefinition(definition.getId())
                    .getModelElementById(definition.getKey());
            Set<String> inputs = new TreeSet<>();
            collectInputs(decision, inputs);
            Map<String, String> reasons = new HashMap<>();
            for (Rule rule : ((DmnModelInstance) decision.getModelInstance()).getModelElementsByType(Rule.class)) {
                if (rule.getDescription() != null) {
                    reasons.put(
                            rule.getId(), rule.getDescription().getTextContent().strip());
                }
            }
            return new Facts(inputs, reasons);
        }

        /** By their references and plain attributes: the engine's model takes an input for an element of another kind. */
        private static void collectInputs(Decision decision, Set<String> inputs) {
            for (InformationRequirement requirement : decision.getInformationRequirements()) {
                requirement
                        .getChildElementsByType(RequiredInputReference.class)
                        .forEach(input -> inputs.add(referred(decision, input).getAttributeValue("name")));
                requirement
                        .getChildElementsByType(RequiredDecisionReference.class)
                        .forEach(required -> collectInputs((Decision) referred(decision, required), inputs));
            }
        }

        private static ModelElementInstance referred(Decision decision, DmnElementReference reference) {
            return decision.getModelInstance()
                    .getModelElementById(reference.getHref().substring(1));
        }
    }
}
