package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/** Tells each rating of a round whose it is: local to that rating, so that parallel ones do not mix. */
@Component
class RaterListener implements ExecutionListener {

    private final Assessments assessments;

    RaterListener(Assessments assessments) {
        this.assessments = assessments;
    }

    @Override
    public void notify(DelegateExecution execution) {
        var invitation = assessments.invitationOf(StagingAssessment.ratingId(execution));
        execution.setVariableLocal(StagingAssessment.RATER, invitation.rater().name());
        if (invitation.organisation() != null) {
            execution.setVariableLocal(StagingAssessment.ORGANISATION, invitation.organisation());
            execution.setVariableLocal(StagingAssessment.ROLE, invitation.role());
        }
    }
}
