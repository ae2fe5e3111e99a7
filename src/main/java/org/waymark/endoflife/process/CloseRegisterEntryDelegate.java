package org.waymark.endoflife.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.PalliativeRegister;

/** Closes the entry of somebody whose pathway is over. */
@Component
class CloseRegisterEntryDelegate implements JavaDelegate {

    private final PalliativeRegister register;

    CloseRegisterEntryDelegate(PalliativeRegister register) {
        this.register = register;
    }

    @Override
    public void execute(DelegateExecution execution) {
        register.close(PalliativeCareNames.registerId(execution), PalliativeCareNames.endReason(execution));
    }
}
