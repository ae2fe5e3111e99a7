package org.waymark.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

@Service
class EngineWorkflow implements Workflow {

    /**
     * The engine's history keeps both what holds a token and what has been passed. Containers are left out of the
     * former, and what was cancelled before it was done out of the latter. The version comes from the engine, where a
     * migration may have changed it.
     */
    private static final String POSITIONS = """
            select e.process, e.pathway_ref, e.record, e.process_instance_id, e.started_at, e.ended_at,
                   coalesce((select d.version_ from act_hi_procinst i join act_re_procdef d on d.id_ = i.proc_def_id_
                              where i.id_ = e.process_instance_id), e.version) as version,
                   a.current, a.passed
              from episode e
              left join lateral (
                select array_agg(element order by since) filter (where is_current) as current,
                       array_agg(element order by since) filter (where is_passed) as passed
                  from (select split_part(act_id_, '#', 1) as element,
                               min(start_time_) as since,
                               bool_or(end_time_ is null and e.ended_at is null
                                       and act_type_ not in ('subProcess', 'multiInstanceBody')) as is_current,
                               bool_or(end_time_ is not null and act_inst_state_ <> 2) as is_passed
                          from act_hi_actinst
                         where proc_inst_id_ = e.process_instance_id
                         group by 1) element) a on true
            """;

    private static final String COORDINATOR = "coordinator";
    private static final String COORDINATOR_ORGANISATION = "coordinatorOrganisation";

    /** Whoever sent a referral reads its outcome, and may be the coordinator who is now another. */
    private static final List<String> NAMING_A_COORDINATOR = List.of(COORDINATOR, "sender");

    private final JdbcClient jdbc;
    private final WorkItems items;
    private final TaskService tasks;
    private final EngineCommands engine;
    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final Decisions decisions;
    private final WaymarkClock clock;
    private final Map<String, String> models = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> taskNames = new ConcurrentHashMap<>();

    EngineWorkflow(
            JdbcClient jdbc,
            WorkItems items,
            TaskService tasks,
            EngineCommands engine,
            RuntimeService runtime,
            RepositoryService repository,
            Decisions decisions,
            WaymarkClock clock) {
        this.jdbc = jdbc;
        this.items = items;
        this.tasks = tasks;
        this.engine = engine;
        this.runtime = runtime;
        this.repository = repository;
        this.decisions = decisions;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void start(Episode episode, Map<String, ?> variables) {
        Map<String, Object> checked = new HashMap<>(VariableRules.checked(variables));
        checked.put(EpisodeChanges.PATHWAY_REF, episode.pathway().value());
        Projection.writePending();
        // The row is there before the run, so that of two starts at once the second waits and then does nothing.
        int reserved = jdbc.sql("""
                        with locked as materialized (select %s)
                        insert into episode (process, record, pathway_ref, started_at)
                        select :process, :record, :pathway, :at from locked
                        on conflict (process, record) where ended_at is null do nothing
                        """.formatted(PathwayLock.sql(":pathway")))
                .param("process", episode.process())
                .param("record", episode.record())
                .param("pathway", episode.pathway().value())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        if (reserved == 1) {
            runtime.startProcessInstanceByKey(episode.process(), episode.record(), checked);
        }
    }

    @Override
    @Transactional
    public boolean tell(String process, String record, String message, Map<String, ?> variables) {
        return tell(process, record, message, any -> true, variables);
    }

    @Override
    @Transactional
    public boolean tellPart(String process, String record, String message, String variable, String value) {
        return tell(
                process,
                record,
                message,
                subscription -> value.equals(subscription.getExecution().getVariable(variable)),
                Map.of());
    }

    private boolean tell(
            String process,
            String record,
            String message,
            Predicate<EventSubscriptionEntity> which,
            Map<String, ?> variables) {
        Map<String, Object> checked = VariableRules.checked(variables);
        Projection.writePending();
        return jdbc.sql("""
                        with locked as materialized (
                          select %s, id from episode where process = :process and record = :record and ended_at is null)
                        select process_instance_id from episode e join locked on locked.id = e.id
                         where e.ended_at is null for update of e
                        """.formatted(PathwayLock.sql("pathway_ref")))
                .param("process", process)
                .param("record", record)
                .query(String.class)
                .optional()
                .filter(instance -> engine.trigger(instance, message, which, checked))
                .isPresent();
    }

    @Override
    @Transactional
    public void tellLater(String process, String record, String message) {
        Projection.writePending();
        jdbc.sql(
                        "select process_instance_id from episode where process = :process and record = :record and ended_at is null")
                .param("process", process)
                .param("record", record)
                .query(String.class)
                .optional()
                .ifPresent(instance -> engine.later(instance, new LaterTelling.Fact(process, record, message)));
    }

    @Override
    @Transactional
    public int tellAll(PathwayRef pathway, String message, Map<String, ?> variables) {
        Map<String, Object> checked = VariableRules.checked(variables);
        Projection.writePending();
        List<String> open = jdbc.sql("""
                        with locked as materialized (select %s)
                        select process_instance_id from episode e cross join locked
                         where e.pathway_ref = :pathway and e.ended_at is null order by e.id for update of e
                        """.formatted(PathwayLock.sql(":pathway")))
                .param("pathway", pathway.value())
                .query(String.class)
                .list();
        return (int) open.stream()
                .filter(instance -> engine.trigger(instance, message, any -> true, checked))
                .count();
    }

    @Override
    @Transactional(readOnly = true)
    public boolean isOpen(String process, String record) {
        Projection.writePending();
        return jdbc.sql(
                        "select exists (select 1 from episode where process = :process and record = :record and ended_at is null)")
                .param("process", process)
                .param("record", record)
                .query(Boolean.class)
                .single();
    }

    @Override
    @Transactional
    public void handOver(PathwayRef pathway, String from, String to, String toOrganisation) {
        hold(pathway);
        Projection.writePending();
        List<String> open = jdbc.sql(
                        "select process_instance_id from episode where pathway_ref = :pathway and ended_at is null order by id")
                .param("pathway", pathway.value())
                .query(String.class)
                .list();
        for (String instance : open) {
            Map<String, Object> named = new HashMap<>();
            runtime.getVariables(instance, NAMING_A_COORDINATOR).forEach((name, value) -> {
                if (from.equals(value)) {
                    named.put(name, to);
                    if (name.equals(COORDINATOR)) {
                        named.put(COORDINATOR_ORGANISATION, toOrganisation);
                    }
                }
            });
            if (!named.isEmpty()) {
                runtime.setVariables(instance, VariableRules.checked(named));
            }
        }
        items.openOf(pathway, WorkItems.ALL).stream()
                .filter(item -> from.equals(item.assignee()))
                .forEach(item -> give(item, to, toOrganisation));
        // Of what is late the other has to know as well.
        jdbc.sql(
                        "update work_item set escalated_to = :to where pathway_ref = :pathway and escalated_to = :from and state = 'OPEN'")
                .param("to", to)
                .param("from", from)
                .param("pathway", pathway.value())
                .update();
    }

    /** A coordinator of another organisation takes the task into the group of their own coordinators. */
    private void give(WorkItem item, String to, String toOrganisation) {
        String group = item.group().endsWith(EngineWorklist.COORDINATORS)
                ? toOrganisation + EngineWorklist.COORDINATORS
                : item.group();
        if (!group.equals(item.group())) {
            tasks.deleteCandidateGroup(item.taskId(), item.group());
            tasks.addCandidateGroup(item.taskId(), group);
        }
        tasks.setAssignee(item.taskId(), to);
    }

    @Override
    @Transactional
    public void hold(PathwayRef pathway) {
        jdbc.sql("select " + PathwayLock.sql(":pathway"))
                .param("pathway", pathway.value())
                .query(row -> {});
    }

    @Override
    @Transactional(readOnly = true)
    public List<Position> positions(PathwayRef pathway) {
        Projection.writePending();
        return jdbc.sql(POSITIONS + " where e.pathway_ref = :pathway order by e.started_at, e.id")
                .param("pathway", pathway.value())
                .query(EngineWorkflow::position)
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Position> position(String process, String record) {
        Projection.writePending();
        return jdbc.sql(
                        POSITIONS
                                + " where e.process = :process and e.record = :record order by e.started_at desc, e.id desc limit 1")
                .param("process", process)
                .param("record", record)
                .query(EngineWorkflow::position)
                .optional();
    }

    @Override
    public Optional<Position> positionOf(String processInstanceId) {
        Projection.writePending();
        return jdbc.sql(POSITIONS + " where e.process_instance_id = :instance")
                .param("instance", processInstanceId)
                .query(EngineWorkflow::position)
                .optional();
    }

    private static Position position(ResultSet row, int number) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new Position(
                new Episode(
                        row.getString("process"),
                        new PathwayRef(row.getString("pathway_ref")),
                        row.getString("record")),
                row.getString("process_instance_id"),
                row.getInt("version"),
                row.getTimestamp("started_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                list(row.getArray("current")),
                list(row.getArray("passed")));
    }

    private static List<String> list(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    @Override
    public List<String> processes() {
        return repository
                .createProcessDefinitionQuery()
                .latestVersion()
                .orderByProcessDefinitionKey()
                .asc()
                .list()
                .stream()
                .map(ProcessDefinition::getKey)
                .toList();
    }

    @Override
    public String model(String process, int version) {
        return models.computeIfAbsent(process + ":" + version, key -> load(process, version));
    }

    @Override
    public Map<String, String> tasks(String process, int version) {
        return taskNames.computeIfAbsent(process + ":" + version, key -> {
            Map<String, String> names = new LinkedHashMap<>();
            Bpmn.readModelFromStream(
                            new ByteArrayInputStream(model(process, version).getBytes(StandardCharsets.UTF_8)))
                    .getModelElementsByType(UserTask.class)
                    .forEach(task -> names.put(task.getId(), task.getName()));
            return Collections.unmodifiableMap(names);
        });
    }

    private String load(String process, int version) {
        ProcessDefinition definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .processDefinitionVersion(version)
                .singleResult();
        if (definition == null) {
            throw new IllegalArgumentException("No version " + version + " of " + process);
        }
        try (InputStream model = repository.getProcessModel(definition.getId())) {
            return new String(model.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Evaluation evaluate(String decision, Map<String, ?> inputs) {
        return decisions.evaluate(decision, inputs);
    }
}
