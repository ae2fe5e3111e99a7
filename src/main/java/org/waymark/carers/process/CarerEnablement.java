package org.waymark.carers.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names that the model {@code carer-enablement} and Java share. */
final class CarerEnablement {

    static final String ORGANISATION = "organisation";
    static final String ROLE = "role";
    static final String PRIORITY = "priority";
    static final String REVIEW_DUE_AT = "reviewDueAt";

    private CarerEnablement() {}

    static String supportId(DelegateExecution execution) {
        return (String) execution.getVariable("carerSupportId");
    }

    static String endReason(DelegateExecution execution) {
        return (String) execution.getVariable("endReason");
    }
}
