package org.waymark.centre.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.centre.CentrePlaces;

/** Keeps a place of a day that has one free, or leaves the person waiting. */
@Component
class FindFreeDayDelegate implements JavaDelegate {

    private final CentrePlaces places;

    FindFreeDayDelegate(CentrePlaces places) {
        this.places = places;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String place = (String) execution.getVariable(WellbeingCentrePlace.PLACE_ID);
        execution.setVariable(WellbeingCentrePlace.HAS_FREE_DAY, places.findFreeDay(place));
    }
}
