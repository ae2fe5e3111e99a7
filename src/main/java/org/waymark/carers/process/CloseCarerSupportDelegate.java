package org.waymark.carers.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.carers.CarerSupports;

/** Closes the record of a support whose process was told to stop. */
@Component
class CloseCarerSupportDelegate implements JavaDelegate {

    private final CarerSupports supports;

    CloseCarerSupportDelegate(CarerSupports supports) {
        this.supports = supports;
    }

    @Override
    public void execute(DelegateExecution execution) {
        supports.close(CarerEnablement.supportId(execution), CarerEnablement.endReason(execution));
    }
}
