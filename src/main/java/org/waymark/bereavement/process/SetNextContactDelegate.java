package org.waymark.bereavement.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.bereavement.Bereavements;

/** Sets the contact that comes next, and who makes it: the coordinator may be another by then. */
@Component
class SetNextContactDelegate implements JavaDelegate {

    private final Bereavements bereavements;

    SetNextContactDelegate(Bereavements bereavements) {
        this.bereavements = bereavements;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var planned = bereavements.planNextContact((String) execution.getVariable(BereavementSupport.BEREAVEMENT_ID));
        var next = planned.contact();
        execution.setVariable(BereavementSupport.NEXT_CONTACT, next.kind().name());
        execution.setVariable(BereavementSupport.IS_DUE_NOW, planned.isDueNow());
        execution.setVariable(BereavementSupport.NEXT_CONTACT_AT, Date.from(next.opensAt()));
        execution.setVariable(BereavementSupport.CONTACT_DUE_AT, Date.from(next.dueAt()));
        planned.coordinator().ifPresent(coordinator -> {
            execution.setVariable(BereavementSupport.COORDINATOR, coordinator);
            execution.setVariable(BereavementSupport.COORDINATOR_ORGANISATION, planned.coordinatorOrganisation());
        });
    }
}
