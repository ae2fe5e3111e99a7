package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Invites everybody whom the round asks. */
@Component
class InviteRatersDelegate implements JavaDelegate {

    private final Assessments assessments;

    InviteRatersDelegate(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void execute(DelegateExecution execution) {
        assessments.inviteRaters(StagingAssessment.assessmentId(execution));
    }
}
