package org.waymark.centre.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.centre.CentrePlaces;

/** Closes the record of a place, however it ended, which frees it for the next who waits. */
@Component
class EndPlaceDelegate implements JavaDelegate {

    private final CentrePlaces places;

    EndPlaceDelegate(CentrePlaces places) {
        this.places = places;
    }

    @Override
    public void execute(DelegateExecution execution) {
        places.end((String) execution.getVariable(WellbeingCentrePlace.PLACE_ID), (String)
                execution.getVariable(WellbeingCentrePlace.END_REASON));
    }
}
