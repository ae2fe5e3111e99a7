package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Has the stage proposed and asks whether the change was sudden. */
@Component
class ProposeStageDelegate implements JavaDelegate {

    private final Assessments assessments;

    ProposeStageDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(
                StagingAssessment.DELIRIUM_CHECK,
                assessments
                        .proposeStage(StagingAssessment.assessmentId(execution))
                        .name());
    }
}
