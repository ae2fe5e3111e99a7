package org.waymark.crisis.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.crisis.Crises;

/** Closes the record of a crisis whose process was told to stop. */
@Component
class CloseCrisisDelegate implements JavaDelegate {

    private final Crises crises;

    CloseCrisisDelegate(Crises crises) {
        this.crises = crises;
    }

    @Override
    public void execute(DelegateExecution execution) {
        crises.cancel((String) execution.getVariable(CrisisResponse.CRISIS_ID), (String)
                execution.getVariable(CrisisResponse.END_REASON));
    }
}
