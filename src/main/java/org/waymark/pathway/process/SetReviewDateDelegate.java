package org.waymark.pathway.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.pathway.Pathways;

/** Has the next review date decided and gives it to the process as an absolute date. */
@Component
class SetReviewDateDelegate implements JavaDelegate {

    private final Pathways pathways;

    SetReviewDateDelegate(Pathways pathways) {
        this.pathways = pathways;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(
                DementiaPathway.REVIEW_DUE_AT, Date.from(pathways.setReviewDate(DementiaPathway.ref(execution))));
    }
}
