package org.waymark.workflow.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.NotVisible;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.models.ModelVersions.Fate;
import org.waymark.workflow.models.Moves.Move;

/**
 * Takes single runs from an older version of their model to the latest. The models' own listeners and mappings are
 * skipped: a step that somebody stood on before and stands on afterwards neither ends nor begins, so nothing may act as if
 * it did. Our own listeners are built in and note what really ends.
 */
@Component
class Mover {

    /** Brings the worklist to the version; the engine tells no listener of what it moves. */
    private static final String WORK_ITEMS = """
            update work_item w set
                element = t.task_def_key_,
                definition_id = t.proc_def_id_,
                form_id = coalesce((select form from jsonb_each_text(cast(:forms as jsonb)) f (element, form)
                                     where f.element = t.task_def_key_), w.form_id)
              from act_ru_task t
             where t.id_ = w.task_id and t.proc_inst_id_ = :instance and w.state = 'OPEN'
            """;

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final Workflow workflow;
    private final Moves moves;
    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Mover(
            RuntimeService runtime,
            RepositoryService repository,
            Workflow workflow,
            Moves moves,
            JdbcClient jdbc,
            ObjectMapper json) {
        this.runtime = runtime;
        this.repository = repository;
        this.workflow = workflow;
        this.moves = moves;
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A place that the engine cannot move a token from, and where it begins anew. */
    private record Anew(
            String element, String by, String to, @Nullable String then) {}

    /** A token that waits at a message event for the blink of an eye. */
    private record Landed(Anew anew, String activityInstanceId) {}

    /** How runs come from one version to another. */
    record Way(String process, int to, MigrationPlan plan, List<Anew> anew, Map<String, String> forms) {}

    ModelChange change(String process, int from, int to) {
        return new ModelChange(
                repository.getBpmnModelInstance(definition(process, from)),
                repository.getBpmnModelInstance(definition(process, to)),
                moves.of(process));
    }

    private String definition(String process, int version) {
        ProcessDefinition found = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .processDefinitionVersion(version)
                .singleResult();
        if (found == null) {
            throw new NotVisible();
        }
        return found.getId();
    }

    /** @throws org.camunda.bpm.engine.migration.MigrationPlanValidationException when the engine sees that it cannot be */
    Way way(String process, int from, int to) {
        ModelChange change = change(process, from, to);
        String before = definition(process, from);
        String after = definition(process, to);
        MigrationPlan equal =
                runtime.createMigrationPlan(before, after).mapEqualActivities().build();
        Map<String, String> all = new LinkedHashMap<>();
        // Without an update of their triggers: timers keep the date that they have.
        equal.getInstructions().forEach(pair -> all.put(pair.getSourceActivityId(), pair.getTargetActivityId()));
        change.renamed().forEach(all::putIfAbsent);
        MigrationPlanBuilder plan = runtime.createMigrationPlan(before, after);
        all.forEach(plan::mapActivities);
        List<Anew> anew = new ArrayList<>();
        for (String element : change.waits()) {
            FlowNode goesTo = change.fate(element) == Fate.GOES_ON ? change.goesTo(element) : null;
            Move move = change.move(element);
            if (goesTo != null && move != null && move.by() != null) {
                anew.add(new Anew(element, move.by(), goesTo.getId(), move.then()));
            }
        }
        return new Way(process, to, plan.build(), anew, change.forms());
    }

    /** Moves one run, in the caller's transaction, which holds the pathway. */
    void move(Way way, PathwayRef pathway, String record, String instance) {
        List<Landed> landed = new ArrayList<>();
        way.anew().forEach(anew -> landed.addAll(land(instance, anew)));
        runtime.newMigration(way.plan())
                .processInstanceIds(instance)
                .skipCustomListeners()
                .skipIoMappings()
                .execute();
        landed.forEach(one -> beginAnew(instance, one));
        jdbc.sql("update episode set version = :version where process_instance_id = :instance")
                .param("version", way.to())
                .param("instance", instance)
                .update();
        jdbc.sql(WORK_ITEMS)
                .param("instance", instance)
                .param("forms", text(way.forms()))
                .update();
        landed.stream()
                .map(one -> one.anew().then())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(then -> workflow.tell(way.process(), record, then, Map.of()));
    }

    private List<Landed> land(String instance, Anew anew) {
        Set<String> known = idsAt(instance, anew.by());
        for (ActivityInstance standing : runtime.getActivityInstance(instance).getActivityInstances(anew.element())) {
            runtime.createProcessInstanceModification(instance)
                    .startBeforeActivity(anew.by(), standing.getParentActivityInstanceId())
                    .cancelActivityInstance(standing.getId())
                    .execute(true, true);
        }
        return idsAt(instance, anew.by()).stream()
                .filter(id -> !known.contains(id))
                .map(id -> new Landed(anew, id))
                .toList();
    }

    private Set<String> idsAt(String instance, String element) {
        return Arrays.stream(runtime.getActivityInstance(instance).getActivityInstances(element))
                .map(ActivityInstance::getId)
                .collect(Collectors.toSet());
    }

    private void beginAnew(String instance, Landed one) {
        Arrays.stream(runtime.getActivityInstance(instance)
                        .getActivityInstances(one.anew().by()))
                .filter(standing -> standing.getId().equals(one.activityInstanceId()))
                .forEach(standing -> runtime.createProcessInstanceModification(instance)
                        .startBeforeActivity(one.anew().to(), standing.getParentActivityInstanceId())
                        .cancelActivityInstance(standing.getId())
                        .execute(true, true));
    }

    private String text(Map<String, String> forms) {
        try {
            return json.writeValueAsString(forms);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
