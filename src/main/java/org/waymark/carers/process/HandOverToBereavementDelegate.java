package org.waymark.carers.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.carers.CarerSupports;

/** Closes the record because the person died: bereavement support goes on from here. */
@Component
class HandOverToBereavementDelegate implements JavaDelegate {

    private final CarerSupports supports;

    HandOverToBereavementDelegate(CarerSupports supports) {
        this.supports = supports;
    }

    @Override
    public void execute(DelegateExecution execution) {
        supports.handOver(CarerEnablement.supportId(execution));
    }
}
