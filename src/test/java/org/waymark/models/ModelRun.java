package org.waymark.models;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.EventSubscription;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.springframework.util.function.SingletonSupplier;
import org.waymark.support.WaymarkDatabase;

/**
 * One run of one model on a real engine that knows nothing but the models: every delegate is a stub that only writes down
 * that it ran, unless a test gives it something to do. So a path through a model is tested by what the drawing says.
 */
final class ModelRun {

    private static final Pattern BEAN = Pattern.compile("\\$\\{([a-z][A-Za-z]*(?:Delegate|Listener))}");

    private static final Supplier<ProcessEngine> ENGINE = SingletonSupplier.of(ModelRun::engine);
    private static final Map<String, Consumer<DelegateExecution>> WORK = new HashMap<>();
    private static final List<String> RAN = new ArrayList<>();
    private static final List<String> CANCELLED = new ArrayList<>();
    private static final Set<String> TAKEN = new HashSet<>();

    private final String process;
    private final String id;

    private ModelRun(String process, String id) {
        this.process = process;
        this.id = id;
    }

    static final class Stub implements JavaDelegate, ExecutionListener {

        private final String name;

        Stub(String name) {
            this.name = name;
        }

        @Override
        public void execute(DelegateExecution execution) {
            RAN.add(name);
            WORK.getOrDefault(name, nothing -> {}).accept(execution);
        }

        @Override
        public void notify(DelegateExecution execution) {
            execute(execution);
        }
    }

    /** Public, or expressions find none of its methods. */
    public static final class Timers {

        public Date at(DelegateExecution execution, String clock) {
            return Date.from(Instant.parse("2099-01-01T00:00:00Z"));
        }
    }

    /** Public, or expressions find none of its methods. */
    public static final class Raters {

        public List<String> ratingIds(DelegateExecution execution) {
            return List.of("staff-1", "staff-2", "carer-1");
        }
    }

    private static ProcessEngine engine() {
        Map<Object, Object> beans = new HashMap<>();
        beans.put("timers", new Timers());
        beans.put("ratersOfRound", new Raters());
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration
                .setProcessEngineName("models")
                .setJdbcUrl(WaymarkDatabase.create())
                .setJdbcUsername("postgres")
                .setJdbcPassword("")
                .setJdbcDriver("org.postgresql.Driver")
                .setDatabaseSchemaUpdate("true")
                .setHistory("activity")
                .setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        configuration.setBeans(beans);
        BpmnParseListener listener = new AbstractBpmnParseListener() {
            @Override
            public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
                ((UserTaskActivityBehavior) activity.getActivityBehavior())
                        .getTaskDefinition()
                        .addTaskListener(
                                TaskListener.EVENTNAME_DELETE, task -> CANCELLED.add(task.getTaskDefinitionKey()));
            }

            @Override
            public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl flow) {
                String taken = step(((ProcessDefinition) flow.getProcessDefinition()).getKey(), flow.getId());
                flow.addListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) execution -> TAKEN.add(taken));
            }
        };
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(listener)));
        ProcessEngine engine = configuration.buildProcessEngine();
        var deployment = engine.getRepositoryService().createDeployment();
        ModelFiles.all().forEach(model -> {
            BEAN.matcher(Bpmn.convertToString(model.xml()))
                    .results()
                    .forEach(found -> beans.computeIfAbsent(found.group(1), name -> new Stub(name.toString())));
            deployment.addModelInstance(model.file().getFileName().toString(), model.xml());
        });
        deployment.deploy();
        return engine;
    }

    static ModelRun start(String process, Map<String, Object> variables) {
        RAN.clear();
        CANCELLED.clear();
        return new ModelRun(
                process,
                ENGINE.get()
                        .getRuntimeService()
                        .startProcessInstanceByKey(process, variables)
                        .getId());
    }

    /** Gives a stub something to do for the rest of the test class. */
    static void let(String bean, Consumer<DelegateExecution> work) {
        WORK.put(bean, work);
    }

    /** Where tokens stand, sorted; empty when the run has ended. */
    List<String> at() {
        return hasEnded()
                ? List.of()
                : ENGINE.get().getRuntimeService().getActiveActivityIds(id).stream()
                        .sorted()
                        .toList();
    }

    boolean hasEnded() {
        return ENGINE.get()
                        .getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(id)
                        .count()
                == 0;
    }

    /** Delegates and listeners that ran since the start, in order. */
    List<String> ran() {
        return List.copyOf(RAN);
    }

    /** Tasks that ended without being completed. */
    List<String> cancelled() {
        return CANCELLED.stream().sorted().toList();
    }

    Set<String> passed() {
        Set<String> passed = new HashSet<>();
        ENGINE.get()
                .getHistoryService()
                .createHistoricActivityInstanceQuery()
                .processInstanceId(id)
                .list()
                .forEach(step -> passed.add(step.getActivityId()));
        return passed;
    }

    Object variable(String name) {
        return ENGINE.get().getRuntimeService().getVariable(id, name);
    }

    List<Task> tasks() {
        return ENGINE.get()
                .getTaskService()
                .createTaskQuery()
                .processInstanceId(id)
                .orderByTaskName()
                .asc()
                .list();
    }

    ModelRun complete(String element, Map<String, Object> results) {
        Task task = tasks().stream()
                .filter(t -> element.equals(t.getTaskDefinitionKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no open " + element + ", but " + at()));
        ENGINE.get().getTaskService().complete(task.getId(), results);
        return this;
    }

    ModelRun complete(String element) {
        return complete(element, Map.of());
    }

    /** @return false when nothing listens */
    boolean tell(String message) {
        return tell(message, Map.of());
    }

    /** @return false when nothing listens */
    boolean tell(String message, Map<String, Object> variables) {
        int heard = ENGINE.get()
                .getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceId(id)
                .setVariables(variables)
                .correlateAllWithResult()
                .size();
        if (heard > 1) {
            throw new AssertionError(heard + " places listen to " + message);
        }
        return heard == 1;
    }

    /** Tells the places for which the variable has this value; returns how many there are. */
    int tellWhere(String message, String variable, Object value) {
        var runtime = ENGINE.get().getRuntimeService();
        List<String> places =
                runtime.createEventSubscriptionQuery().processInstanceId(id).eventName(message).list().stream()
                        .map(EventSubscription::getExecutionId)
                        .filter(place -> value.equals(runtime.getVariable(place, variable)))
                        .toList();
        places.forEach(place -> runtime.messageEventReceived(message, place));
        return places.size();
    }

    ModelRun fire(String timer) {
        var jobs = ENGINE.get().getManagementService();
        jobs.executeJob(jobs.createJobQuery()
                .processInstanceId(id)
                .activityId(timer)
                .singleResult()
                .getId());
        return this;
    }

    String candidateGroup(Task task) {
        return ENGINE.get().getTaskService().getIdentityLinksForTask(task.getId()).stream()
                .filter(link -> link.getGroupId() != null)
                .map(link -> link.getGroupId())
                .findFirst()
                .orElse("none");
    }

    Object variable(Task task, String name) {
        return ENGINE.get().getTaskService().getVariable(task.getId(), name);
    }

    /** What the runs of all tests so far have passed, as {@link #step}. */
    static Set<String> covered() {
        Set<String> covered = new HashSet<>(TAKEN);
        ENGINE.get()
                .getHistoryService()
                .createHistoricActivityInstanceQuery()
                .list()
                .forEach(step -> covered.add(step(step.getProcessDefinitionKey(), step.getActivityId())));
        return covered;
    }

    static String step(String process, String element) {
        return process + " " + element;
    }

    @Override
    public String toString() {
        return process + " at " + at();
    }
}
