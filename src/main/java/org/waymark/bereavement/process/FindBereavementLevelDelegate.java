package org.waymark.bereavement.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.bereavement.Bereavements;

/** Proposes a level of support by the decision; nothing that goes into it becomes a variable. */
@Component
class FindBereavementLevelDelegate implements JavaDelegate {

    private final Bereavements bereavements;

    FindBereavementLevelDelegate(Bereavements bereavements) {
        this.bereavements = bereavements;
    }

    @Override
    public void execute(DelegateExecution execution) {
        bereavements.findLevel((String) execution.getVariable(BereavementSupport.BEREAVEMENT_ID));
    }
}
