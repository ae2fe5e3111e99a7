package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.pathway.Pathways;

/** Opens the round in which everybody rates. */
@Component
class OpenAssessmentDelegate implements JavaDelegate {

    private final Pathways pathways;

    OpenAssessmentDelegate(Pathways pathways) {
        this.pathways = pathways;
    }

    @Override
    public void execute(DelegateExecution execution) {
        pathways.openAssessment(DementiaPathway.ref(execution));
    }
}
