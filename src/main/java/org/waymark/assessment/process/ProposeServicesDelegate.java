package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Has the services proposed from stage and need together. */
@Component
class ProposeServicesDelegate implements JavaDelegate {

    private final Assessments assessments;

    ProposeServicesDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        assessments.proposeServices(StagingAssessment.assessmentId(execution));
    }
}
