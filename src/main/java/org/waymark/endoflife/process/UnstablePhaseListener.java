package org.waymark.endoflife.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.PalliativeRegister;

/** Keeps until when an unstable phase is to be settled; it counts from when the phase was found, whenever the person was seen. */
@Component
class UnstablePhaseListener implements ExecutionListener {

    private final PalliativeRegister register;

    UnstablePhaseListener(PalliativeRegister register) {
        this.register = register;
    }

    @Override
    public void notify(DelegateExecution execution) {
        execution.setVariableLocal(
                PalliativeCareNames.SETTLE_AT, Date.from(register.settleBy(PalliativeCareNames.pathway(execution))));
    }
}
