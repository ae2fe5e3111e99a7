package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.pathway.Pathways;

/** Sends what the support plan agreed. */
@Component
class SendReferralsDelegate implements JavaDelegate {

    private final Pathways pathways;

    SendReferralsDelegate(Pathways pathways) {
        this.pathways = pathways;
    }

    @Override
    public void execute(DelegateExecution execution) {
        pathways.sendReferrals(DementiaPathway.ref(execution));
    }
}
