package org.waymark.crisis.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import org.waymark.crisis.Crises;
import org.waymark.crisis.Crises.Cover;

/** Tells each task of the response whose it is at the hour at which it begins. */
@Component
class CrisisCoverListener implements ExecutionListener {

    private final Crises crises;

    CrisisCoverListener(Crises crises) {
        this.crises = crises;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String crisis = (String) execution.getVariable(CrisisResponse.CRISIS_ID);
        Cover cover =
                switch (execution.getCurrentActivityId()) {
                    case CrisisResponse.COVER_NIGHT -> crises.beginNight(crisis);
                    case CrisisResponse.FOLLOW_UP_CALL -> crises.caller(crisis);
                    default -> crises.coverNow(crisis);
                };
        execution.setVariableLocal(CrisisResponse.ORGANISATION, cover.organisation());
        execution.setVariableLocal(CrisisResponse.ROLE, cover.role());
        execution.setVariableLocal(CrisisResponse.ON_DUTY, cover.onDuty());
    }
}
