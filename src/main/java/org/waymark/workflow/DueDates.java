package org.waymark.workflow;

import java.util.Date;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;

/** When something that begins now in the engine is due. */
@Component
class DueDates {

    private final ClockTable clocks;
    private final WaymarkClock clock;

    DueDates(ClockTable clocks, WaymarkClock clock) {
        this.clocks = clocks;
        this.clock = clock;
    }

    Date due(String name, VariableScope scope) {
        // Looking for a variable costs a round trip where the engine has not loaded them yet.
        String priority = clocks.knowsPriorities(name) ? text(scope, "priority") : null;
        String service = clocks.knowsServices(name) && isOfServices(scope) ? text(scope, "service") : null;
        return Date.from(clocks.due(name, priority, service, clock.instant()));
    }

    private static @Nullable String text(VariableScope scope, String variable) {
        return scope.getVariable(variable) instanceof String text ? text : null;
    }

    private static boolean isOfServices(VariableScope scope) {
        ProcessDefinitionEntity process = scope instanceof TaskEntity task
                ? task.getProcessDefinition()
                : scope instanceof ExecutionEntity execution ? execution.getProcessDefinition() : null;
        return process != null && ModelProperties.variables(process).contains("service");
    }
}
