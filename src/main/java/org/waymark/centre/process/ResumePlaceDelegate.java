package org.waymark.centre.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.centre.CentrePlaces;

/** Expects somebody again who is back from hospital. */
@Component
class ResumePlaceDelegate implements JavaDelegate {

    private final CentrePlaces places;

    ResumePlaceDelegate(CentrePlaces places) {
        this.places = places;
    }

    @Override
    public void execute(DelegateExecution execution) {
        places.resume((String) execution.getVariable(WellbeingCentrePlace.PLACE_ID));
    }
}
