package org.waymark.workflow;

import java.sql.Timestamp;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.CurrentViewer;
import org.waymark.kernel.WaymarkClock;

/**
 * What a late task's timers do: they mark the open work that the service task's property {@code of} names. Nobody gets a
 * second copy of the work, and repeating it only moves the mark.
 */
@Configuration(proxyBeanMethods = false)
class Reminders {

    private static final String SQL = """
            with marked as (
              update work_item set %1$s
               where process_instance_id = :instance and element = any (:elements) and state = 'OPEN'
              returning task_id)
            insert into work_item_event (task_id, kind, at, by, holder)
            select task_id, '%2$s', :at, :by, cast(:holder as text) from marked
            """;

    private static final String REMIND = SQL.formatted("reminded_at = :at", "REMINDED");
    private static final String ESCALATE = SQL.formatted("escalated_at = :at, escalated_to = :holder", "ESCALATED");

    @Bean
    JavaDelegate remindDelegate(JdbcClient jdbc, WaymarkClock clock, CurrentViewer viewer) {
        return execution -> mark(REMIND, jdbc, clock, viewer, execution, null);
    }

    @Bean
    JavaDelegate escalateDelegate(JdbcClient jdbc, WaymarkClock clock, CurrentViewer viewer) {
        return execution ->
                mark(ESCALATE, jdbc, clock, viewer, execution, (String) execution.getVariable("coordinator"));
    }

    private static void mark(
            String sql,
            JdbcClient jdbc,
            WaymarkClock clock,
            CurrentViewer viewer,
            DelegateExecution execution,
            @Nullable String holder) {
        Projection.writePending();
        jdbc.sql(sql)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.get().username())
                .param("holder", holder)
                .param("instance", execution.getProcessInstanceId())
                .param(
                        "elements",
                        ModelProperties.of(((ExecutionEntity) execution).getActivity())
                                .toArray(String[]::new))
                .update();
    }
}
