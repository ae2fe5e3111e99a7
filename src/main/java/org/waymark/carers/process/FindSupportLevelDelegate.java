package org.waymark.carers.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.carers.CarerSupports;

/** Has the level of support found, which also says how soon the rest follows. */
@Component
class FindSupportLevelDelegate implements JavaDelegate {

    private final CarerSupports supports;

    FindSupportLevelDelegate(CarerSupports supports) {
        this.supports = supports;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var level = supports.findLevel(CarerEnablement.supportId(execution));
        execution.setVariable(CarerEnablement.PRIORITY, CarerSupports.priorityOf(level));
    }
}
