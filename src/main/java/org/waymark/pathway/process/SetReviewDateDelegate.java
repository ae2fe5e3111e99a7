package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.pathway.Pathways;

/** Has the next review date decided and the phase found, and gives both to the process. */
@Component
class SetReviewDateDelegate implements JavaDelegate {

    private final Pathways pathways;

    SetReviewDateDelegate(Pathways pathways) {
        this.pathways = pathways;
    }

    @Override
    public void execute(DelegateExecution execution) {
        DementiaPathway.waits(execution, pathways.setReviewDate(DementiaPathway.ref(execution)));
    }
}
