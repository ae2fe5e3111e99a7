package org.waymark.carers.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import org.waymark.carers.CarerSupports;

/** Tells each task as it begins whose work it is, which may have changed since the one before. */
@Component
class CarerTeamListener implements ExecutionListener {

    private final CarerSupports supports;

    CarerTeamListener(CarerSupports supports) {
        this.supports = supports;
    }

    @Override
    public void notify(DelegateExecution execution) {
        var team = supports.teamOf(CarerEnablement.supportId(execution));
        execution.setVariableLocal(CarerEnablement.ORGANISATION, team.organisation());
        execution.setVariableLocal(CarerEnablement.ROLE, team.role());
    }
}
