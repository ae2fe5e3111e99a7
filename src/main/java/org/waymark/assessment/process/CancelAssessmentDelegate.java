package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Closes the record of a round whose process was told to stop. */
@Component
class CancelAssessmentDelegate implements JavaDelegate {

    private final Assessments assessments;

    CancelAssessmentDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        assessments.cancel(StagingAssessment.assessmentId(execution), StagingAssessment.endReason(execution));
    }
}
