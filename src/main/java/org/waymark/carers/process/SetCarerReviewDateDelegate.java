package org.waymark.carers.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.carers.CarerSupports;

/** Gives the process the date of the next review as an absolute one. */
@Component
class SetCarerReviewDateDelegate implements JavaDelegate {

    private final CarerSupports supports;

    SetCarerReviewDateDelegate(CarerSupports supports) {
        this.supports = supports;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(
                CarerEnablement.REVIEW_DUE_AT, Date.from(supports.setReviewDate(CarerEnablement.supportId(execution))));
    }
}
