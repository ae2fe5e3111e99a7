package org.waymark.centre.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.centre.CentrePlaces;

/** Sets when somebody looks with the person at how the days at the centre go. */
@Component
class SetPlaceReviewDelegate implements JavaDelegate {

    private final CentrePlaces places;

    SetPlaceReviewDelegate(CentrePlaces places) {
        this.places = places;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String place = (String) execution.getVariable(WellbeingCentrePlace.PLACE_ID);
        execution.setVariable(WellbeingCentrePlace.REVIEW_AT, Date.from(places.setReview(place)));
    }
}
