package org.waymark.endoflife.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.PalliativeRegister;

/** Has the next date of the rhythm found and gives it to the process as an absolute date. */
@Component
class SetTeamReviewDelegate implements JavaDelegate {

    private final PalliativeRegister register;

    SetTeamReviewDelegate(PalliativeRegister register) {
        this.register = register;
    }

    @Override
    public void execute(DelegateExecution execution) {
        PalliativeRegister.NextDate next = register.setNextDate(PalliativeCareNames.registerId(execution));
        execution.setVariable(PalliativeCareNames.PRIORITY, next.rhythm().name());
        execution.setVariable(PalliativeCareNames.DUE, next.due().name());
        execution.setVariable(PalliativeCareNames.REVIEW_DUE_AT, Date.from(next.at()));
    }
}
