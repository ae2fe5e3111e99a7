package org.waymark.workflow;

import java.util.Date;
import org.camunda.bpm.engine.delegate.VariableScope;
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
        String priority =
                clocks.knowsPriorities(name) && scope.getVariable("priority") instanceof String text ? text : null;
        return Date.from(clocks.due(name, priority, clock.instant()));
    }
}
