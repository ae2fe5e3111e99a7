package org.waymark.endoflife.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.PalliativeRegister;

/** Has planning ahead offered, at the beginning and on the day on which it was to be offered again. */
@Component
class OpenPlanningDelegate implements JavaDelegate {

    private final PalliativeRegister register;

    OpenPlanningDelegate(PalliativeRegister register) {
        this.register = register;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = PalliativeCareNames.registerId(execution);
        execution.setVariable(PalliativeCareNames.PRIORITY, register.rhythm(id).name());
        register.openPlanning(id);
    }
}
