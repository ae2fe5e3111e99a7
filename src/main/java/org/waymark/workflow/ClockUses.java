package org.waymark.workflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.TimeDate;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.springframework.stereotype.Component;

/** Which tasks and timers of the latest models each clock is for, by their names. A version of a model never changes, so each is read once. */
@Component
class ClockUses {

    private static final Pattern TIMER = Pattern.compile("timers\\.at\\(execution, '([A-Z_]+)'\\)");

    private final RepositoryService repository;
    private final Map<String, Map<String, Set<String>>> read = new ConcurrentHashMap<>();

    ClockUses(RepositoryService repository) {
        this.repository = repository;
    }

    /** Names of tasks and timers, sorted, by clock. */
    Map<String, Set<String>> all() {
        Map<String, Set<String>> uses = new HashMap<>();
        for (ProcessDefinition definition :
                repository.createProcessDefinitionQuery().latestVersion().list()) {
            read.computeIfAbsent(definition.getId(), this::read)
                    .forEach((clock, names) ->
                            uses.computeIfAbsent(clock, any -> new TreeSet<>()).addAll(names));
        }
        return uses;
    }

    private Map<String, Set<String>> read(String definitionId) {
        BpmnModelInstance model = repository.getBpmnModelInstance(definitionId);
        Map<String, Set<String>> uses = new HashMap<>();
        for (UserTask task : model.getModelElementsByType(UserTask.class)) {
            properties(task).stream()
                    .flatMap(properties -> properties.getCamundaProperties().stream())
                    .filter(property -> "clock".equals(property.getCamundaName()))
                    .forEach(property -> uses.computeIfAbsent(property.getCamundaValue(), any -> new TreeSet<>())
                            .add(task.getName()));
        }
        for (TimeDate date : model.getModelElementsByType(TimeDate.class)) {
            Matcher timer = TIMER.matcher(date.getTextContent());
            if (timer.find() && around(date) instanceof Event event && event.getName() != null) {
                uses.computeIfAbsent(timer.group(1), any -> new TreeSet<>()).add(event.getName());
            }
        }
        return uses;
    }

    private static Collection<CamundaProperties> properties(UserTask task) {
        return task.getExtensionElements() == null
                ? List.of()
                : task.getExtensionElements()
                        .getElementsQuery()
                        .filterByType(CamundaProperties.class)
                        .list();
    }

    private static ModelElementInstance around(TimeDate date) {
        return date.getParentElement().getParentElement();
    }
}
