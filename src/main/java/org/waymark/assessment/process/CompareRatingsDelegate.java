package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Compares the ratings; a material difference goes to a human. */
@Component
class CompareRatingsDelegate implements JavaDelegate {

    private final Assessments assessments;

    CompareRatingsDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(
                StagingAssessment.AGREEMENT, assessments.compareRatings(StagingAssessment.assessmentId(execution)));
    }
}
