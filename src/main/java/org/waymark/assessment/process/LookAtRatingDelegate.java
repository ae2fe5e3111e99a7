package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Has the decisions look at one rating as soon as it is in, so that urgent help need not wait for the round. */
@Component
class LookAtRatingDelegate implements JavaDelegate {

    private final Assessments assessments;

    LookAtRatingDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        assessments.lookAtRating(StagingAssessment.ratingId(execution));
    }
}
