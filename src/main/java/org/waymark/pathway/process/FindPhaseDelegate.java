package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.pathway.Pathways;

/** Has the phase found that is meant by what was found between reviews; the review date is not lost. */
@Component
class FindPhaseDelegate implements JavaDelegate {

    private final Pathways pathways;

    FindPhaseDelegate(Pathways pathways) {
        this.pathways = pathways;
    }

    @Override
    public void execute(DelegateExecution execution) {
        DementiaPathway.waits(execution, pathways.findPhase(DementiaPathway.ref(execution)));
    }
}
