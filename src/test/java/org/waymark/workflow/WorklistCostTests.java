package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Submissions;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Workflow.Episode;

/** What our own rows cost in round trips, against a bare engine of the same settings on the same model. */
@WaymarkTest
class WorklistCostTests {

    /** The lock, the projection and the audit row. */
    private static final long BEYOND_THE_ENGINE = 3;

    @Autowired
    Workflow workflow;

    @Autowired
    Worklist worklist;

    @Autowired
    Directory directory;

    @Autowired
    RepositoryService repository;

    @Autowired
    Submissions submissions;

    @Autowired
    JdbcExecutions executions;

    @BeforeEach
    void setUp() {
        TryModels.deploy(repository);
        Alliance.add(directory);
    }

    @Test
    void completingATaskCostsThreeExecutionsBeyondTheBareEngine() {
        ProcessEngine bare = bareEngine(executions);
        try {
            bareRun(bare);
            run();
            List<Long> bareCosts = bareRun(bare);
            List<Long> costs = run();

            String measured = "bare engine %s, Waymark %s".formatted(bareCosts, costs);
            assertThat(costs.get(0)).as(measured).isLessThanOrEqualTo(bareCosts.get(0) + 1);
            assertThat(costs.get(1)).as(measured).isLessThanOrEqualTo(bareCosts.get(1) + BEYOND_THE_ENGINE);
            assertThat(costs.get(2)).as(measured).isLessThanOrEqualTo(bareCosts.get(2) + BEYOND_THE_ENGINE);
        } finally {
            bare.close();
        }
    }

    /** Start, complete, complete to the end. */
    private List<Long> run() {
        Episode episode = TryModels.work();
        long start = cost(() -> workflow.start(episode, TryModels.variables("SOON")));
        WorkItem first = worklist.openOf(Viewer.SYSTEM, episode.pathway()).get(0);
        submissions.handIn(first.taskId());
        long next = cost(() -> worklist.complete(Alliance.PARTNER, first.taskId(), Map.of("answer", "YES")));
        WorkItem second = worklist.openOf(Viewer.SYSTEM, episode.pathway()).get(0);
        submissions.handIn(second.taskId());
        long end = cost(() -> worklist.complete(Alliance.COORDINATOR, second.taskId(), Map.of()));
        return List.of(start, next, end);
    }

    private List<Long> bareRun(ProcessEngine bare) {
        Map<String, Object> variables = TryModels.variables("SOON");
        variables.put("pathwayRef", "WM-2222-2222");
        long start =
                cost(() -> bare.getRuntimeService().startProcessInstanceByKey(TryModels.WORK, "record", variables));
        Task first = bare.getTaskService().createTaskQuery().singleResult();
        long next = cost(() -> bare.getTaskService().complete(first.getId(), Map.of("answer", "YES")));
        Task second = bare.getTaskService().createTaskQuery().singleResult();
        long end = cost(() -> bare.getTaskService().complete(second.getId(), Map.of()));
        return List.of(start, next, end);
    }

    private long cost(Runnable action) {
        long before = executions.countOfThisThread();
        action.run();
        return executions.countOfThisThread() - before;
    }

    private static ProcessEngine bareEngine(JdbcExecutions executions) {
        var database = new DriverManagerDataSource(WaymarkDatabase.create(), "postgres", "");
        ProcessEngineConfigurationImpl engine = new StandaloneProcessEngineConfiguration();
        engine.setProcessEngineName("bare");
        engine.setDataSource(executions.counted(database));
        engine.setDatabaseSchemaUpdate("true");
        engine.setHistory("activity");
        engine.setAuthorizationEnabled(true);
        engine.setMetricsEnabled(false);
        engine.setTaskMetricsEnabled(false);
        engine.setCmmnEnabled(false);
        Map<Object, Object> beans = new HashMap<>();
        beans.put("timers", new BareTimers());
        engine.setBeans(beans);
        ProcessEngine built = engine.buildProcessEngine();
        built.getRepositoryService()
                .createDeployment()
                .addClasspathResource("workflow/try-work.bpmn")
                .deploy();
        return built;
    }

    public static final class BareTimers {

        public Date at(DelegateExecution execution, String clock) {
            return Date.from(Instant.parse("2036-01-01T00:00:00Z"));
        }
    }
}
