package org.waymark.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.RESPOND;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.support.Alliance;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.UsualAnswers;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;
import org.waymark.workflow.Worklist;

/** What handing in a form costs in round trips, against a bare engine that completes the same task of the same model. */
class SubmissionCostTests extends WithCare {

    private static final long AT_MOST_BEYOND_THE_ENGINE = 10;

    @Autowired
    Forms forms;

    @Autowired
    Workflow workflow;

    @Autowired
    Worklist worklist;

    @Autowired
    RepositoryService repository;

    @Autowired
    JdbcExecutions executions;

    @Test
    void aFormWithoutAHandlerCostsAtMostTenExecutionsBeyondTheBareEngine() {
        repository
                .createDeployment()
                .name("submission cost tests")
                .enableDuplicateFiltering(true)
                .addClasspathResource("try/try-record.bpmn")
                .deploy();
        recorded();
        long cost = recorded();
        long bare = bare(Path.of("src/test/resources/try"), "try-record", Map.of());

        assertThat(cost - bare)
                .as("Waymark %d, bare engine %d".formatted(cost, bare))
                .isLessThanOrEqualTo(AT_MOST_BEYOND_THE_ENGINE);
    }

    @Test
    void respondingToAReferralCostsAtMostTenExecutionsBeyondTheBareEngine() {
        responded();
        long cost = responded();
        long bare = bare(Path.of("bpmn/referral"), "partner-referral", Map.of("answer", "ACCEPTED"));

        assertThat(cost - bare)
                .as("Waymark %d, bare engine %d".formatted(cost, bare))
                .isLessThanOrEqualTo(AT_MOST_BEYOND_THE_ENGINE);
    }

    private long recorded() {
        PathwayRef pathway = care.registered().ref();
        workflow.start(new Episode("try-record", pathway, "record-of-" + pathway), Map.of());
        WorkItem task = worklist.openOf(Alliance.COORDINATOR, pathway).stream()
                .filter(item -> item.process().equals("try-record"))
                .findFirst()
                .orElseThrow();
        return cost(task, Alliance.COORDINATOR, Map.of());
    }

    private long responded() {
        WorkItem task = care.registered().referredTo("BEFRIENDING").task(RESPOND);
        return cost(task, Alliance.PARTNER, UsualAnswers.sent(task.formId(), care.today()));
    }

    private long cost(WorkItem task, Viewer by, Map<String, List<String>> parameters) {
        long before = executions.countOfThisThread();
        Forms.Result result = care.as(by, () -> forms.submit(by, task.taskId(), parameters));
        long cost = executions.countOfThisThread() - before;
        assertThat(result).isInstanceOf(Forms.Done.class);
        return cost;
    }

    /** Starts the model on an engine of the same settings and completes its first task. */
    private long bare(Path folder, String process, Map<String, Object> results) {
        ProcessEngine engine = bareEngine();
        try {
            engine.getRepositoryService()
                    .createDeployment()
                    .addModelInstance(
                            process + ".bpmn",
                            Bpmn.readModelFromFile(
                                    folder.resolve(process + ".bpmn").toFile()))
                    .deploy();
            long cost = 0;
            for (int run = 0; run < 2; run++) {
                String instance = engine.getRuntimeService()
                        .startProcessInstanceByKey(process, "record-" + run, variables())
                        .getId();
                Task task = engine.getTaskService()
                        .createTaskQuery()
                        .processInstanceId(instance)
                        .singleResult();
                long before = executions.countOfThisThread();
                engine.getTaskService().complete(task.getId(), results);
                cost = executions.countOfThisThread() - before;
            }
            return cost;
        } finally {
            engine.close();
        }
    }

    private static Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("pathwayRef", "WM-2222-2222");
        variables.put("coordinator", "coordinator");
        variables.put("coordinatorOrganisation", "dougie-mac");
        variables.put("organisation", "community-trust");
        variables.put("role", "partner");
        variables.put("priority", "ROUTINE");
        variables.put("service", "BEFRIENDING");
        variables.put("sender", "coordinator");
        variables.put("senderOrganisation", "dougie-mac");
        variables.put("referralId", "r-1");
        return variables;
    }

    private ProcessEngine bareEngine() {
        ProcessEngineConfigurationImpl engine = new StandaloneProcessEngineConfiguration();
        engine.setProcessEngineName("bare-submissions");
        engine.setDataSource(executions.counted(new DriverManagerDataSource(WaymarkDatabase.create(), "postgres", "")));
        engine.setDatabaseSchemaUpdate("true");
        engine.setHistory("activity");
        engine.setAuthorizationEnabled(true);
        engine.setMetricsEnabled(false);
        engine.setTaskMetricsEnabled(false);
        engine.setCmmnEnabled(false);
        JavaDelegate nothing = execution -> {};
        Map<Object, Object> beans = new HashMap<>();
        beans.put("timers", new LongAhead());
        beans.put("sendNextLegDelegate", nothing);
        beans.put("cancelReferralDelegate", nothing);
        engine.setBeans(beans);
        return engine.buildProcessEngine();
    }

    /** Public, for expressions reach nothing else. */
    public static final class LongAhead {

        public Date at(DelegateExecution execution, String clock) {
            return Date.from(Instant.parse("2036-01-01T00:00:00Z"));
        }
    }
}
