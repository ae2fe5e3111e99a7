package org.waymark.assessment.process;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import org.waymark.assessment.Assessments;

/**
 * Names the ratings of a round to the model, which runs one sub-process for each. Public because an expression calls it.
 */
@Component("ratersOfRound")
public class RatersOfRound {

    private final Assessments assessments;

    RatersOfRound(Assessments assessments) {
        this.assessments = assessments;
    }

    public List<String> ratingIds(DelegateExecution execution) {
        return assessments.ratingIds(StagingAssessment.assessmentId(execution));
    }
}
