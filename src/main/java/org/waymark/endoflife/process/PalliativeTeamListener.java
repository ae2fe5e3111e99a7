package org.waymark.endoflife.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.Surroundings;

/** Tells each task whose it is, local to that task: what may be shared can have changed since the one before. */
@Component
class PalliativeTeamListener implements ExecutionListener {

    private final Surroundings surroundings;

    PalliativeTeamListener(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void notify(DelegateExecution execution) {
        Surroundings.Team team = surroundings.team(PalliativeCareNames.pathway(execution));
        execution.setVariableLocal(PalliativeCareNames.ORGANISATION, team.organisation());
        execution.setVariableLocal(PalliativeCareNames.ROLE, team.role());
        if (team.coordinator() != null) {
            execution.setVariable(PalliativeCareNames.COORDINATOR, team.coordinator());
        }
    }
}
