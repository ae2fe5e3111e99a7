package org.waymark.endoflife.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.PalliativeRegister;

/** Opens the entry again when the death had been recorded by mistake. */
@Component
class ReopenRegisterEntryDelegate implements JavaDelegate {

    private final PalliativeRegister register;

    ReopenRegisterEntryDelegate(PalliativeRegister register) {
        this.register = register;
    }

    @Override
    public void execute(DelegateExecution execution) {
        register.reopen(PalliativeCareNames.registerId(execution));
    }
}
