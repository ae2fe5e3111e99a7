package org.waymark.centre.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.centre.CentrePlaces;

/** Keeps the place of somebody who is in hospital. */
@Component
class PausePlaceDelegate implements JavaDelegate {

    private final CentrePlaces places;

    PausePlaceDelegate(CentrePlaces places) {
        this.places = places;
    }

    @Override
    public void execute(DelegateExecution execution) {
        places.pause((String) execution.getVariable(WellbeingCentrePlace.PLACE_ID));
    }
}
