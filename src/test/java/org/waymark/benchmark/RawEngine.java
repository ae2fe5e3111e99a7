package org.waymark.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.auth.ResourceAuthorizationProvider;
import org.camunda.bpm.engine.task.Task;

/** The engine alone, on the same PostgreSQL and the same models, whose delegates do nothing here. */
final class RawEngine implements AutoCloseable {

    private static final Date FAR = Date.from(Instant.parse("2036-01-01T00:00:00Z"));

    private final HikariDataSource pool = new HikariDataSource();
    private final ProcessEngine engine;

    /** @param ourWay history level and authorization as Waymark sets them, else as they come */
    RawEngine(boolean ourWay, String server, String user, String password, RoundTrips roundTrips) throws SQLException {
        String name = ourWay ? "raw_our_way" : "raw_full";
        try (var connection = DriverManager.getConnection(server + "/postgres", "postgres", password);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " owner " + user);
        }
        pool.setJdbcUrl(server + "/" + name);
        pool.setUsername(user);
        pool.setPassword(password);
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName(name);
        configuration.setDataSource(roundTrips.counted(pool));
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory(ourWay ? "activity" : "full");
        if (ourWay) {
            configuration.setAuthorizationEnabled(true);
            configuration.setResourceAuthorizationProvider(grantsNothing());
        }
        configuration.setCmmnEnabled(false);
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        configuration.setJobExecutorActivate(false);
        configuration.setBeans(beans());
        engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("bpmn/referral/partner-referral.bpmn")
                .addClasspathResource("bpmn/pathway/dementia-pathway.bpmn")
                .deploy();
    }

    private static ResourceAuthorizationProvider grantsNothing() {
        return (ResourceAuthorizationProvider) Proxy.newProxyInstance(
                RawEngine.class.getClassLoader(),
                new Class<?>[] {ResourceAuthorizationProvider.class},
                (proxy, method, arguments) -> null);
    }

    private static Map<Object, Object> beans() {
        JavaDelegate nothing = execution -> {};
        Map<Object, Object> beans = new HashMap<>();
        for (String delegate : new String[] {
            "cancelReferralDelegate",
            "sendNextLegDelegate",
            "openAssessmentDelegate",
            "sendReferralsDelegate",
            "setReviewDateDelegate",
            "closeWhatWasSharedDelegate"
        }) {
            beans.put(delegate, nothing);
        }
        beans.put("timers", new FarTimers());
        return beans;
    }

    /** Public because expressions call it. */
    public static final class FarTimers {

        public Date at(DelegateExecution execution, String clock) {
            return FAR;
        }
    }

    String start(String process, Map<String, Object> variables) {
        return engine.getRuntimeService()
                .startProcessInstanceByKey(process, "record", variables)
                .getId();
    }

    Task openTask(String instance) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .singleResult();
    }

    void complete(Task task, Map<String, Object> variables) {
        engine.getTaskService().complete(task.getId(), variables);
    }

    @Override
    public void close() {
        engine.close();
        pool.close();
    }
}
