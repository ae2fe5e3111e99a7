package org.waymark.assessment.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names that the model {@code staging-assessment} and Java share. */
final class StagingAssessment {

    static final String AGREEMENT = "agreement";
    static final String DELIRIUM_CHECK = "deliriumCheck";
    static final String RATER = "rater";
    static final String ORGANISATION = "organisation";
    static final String ROLE = "role";

    private StagingAssessment() {}

    static String assessmentId(DelegateExecution execution) {
        return (String) execution.getVariable("assessmentId");
    }

    static String ratingId(DelegateExecution execution) {
        return (String) execution.getVariable("ratingId");
    }

    static String endReason(DelegateExecution execution) {
        return (String) execution.getVariable("endReason");
    }
}
