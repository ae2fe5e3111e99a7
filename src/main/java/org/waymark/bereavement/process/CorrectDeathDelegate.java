package org.waymark.bereavement.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.bereavement.Bereavements;

/** Closes the support of a carer whose person has not died. */
@Component
class CorrectDeathDelegate implements JavaDelegate {

    private final Bereavements bereavements;

    CorrectDeathDelegate(Bereavements bereavements) {
        this.bereavements = bereavements;
    }

    @Override
    public void execute(DelegateExecution execution) {
        bereavements.correctDeath((String) execution.getVariable(BereavementSupport.BEREAVEMENT_ID));
    }
}
