package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.pathway.LifeEvents;

/** Closes what went to an organisation that the person objected to. */
@Component
class CloseWhatWasSharedDelegate implements JavaDelegate {

    private final LifeEvents lifeEvents;

    CloseWhatWasSharedDelegate(LifeEvents lifeEvents) {
        this.lifeEvents = lifeEvents;
    }

    @Override
    public void execute(DelegateExecution execution) {
        lifeEvents.closeWhatWasShared(DementiaPathway.ref(execution));
    }
}
