package org.waymark.bereavement.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.bereavement.Bereavements;

/** Closes what was prepared when the pathway ended before the death. */
@Component
class ClosePreparationDelegate implements JavaDelegate {

    private final Bereavements bereavements;

    ClosePreparationDelegate(Bereavements bereavements) {
        this.bereavements = bereavements;
    }

    @Override
    public void execute(DelegateExecution execution) {
        bereavements.closePreparation((String) execution.getVariable(BereavementSupport.BEREAVEMENT_ID), (String)
                execution.getVariable(BereavementSupport.END_REASON));
    }
}
