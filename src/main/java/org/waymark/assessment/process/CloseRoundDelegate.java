package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Closes the round without the ratings that did not come. */
@Component
class CloseRoundDelegate implements JavaDelegate {

    private final Assessments assessments;

    CloseRoundDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        assessments.closeRound(StagingAssessment.assessmentId(execution));
    }
}
