package org.waymark.endoflife.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.waymark.kernel.PathwayRef;

/** Names that the model {@code palliative-care} and Java share. */
final class PalliativeCareNames {

    static final String COORDINATOR = "coordinator";
    static final String ORGANISATION = "organisation";
    static final String ROLE = "role";
    static final String PRIORITY = "priority";
    static final String DUE = "due";
    static final String SETTLE_AT = "settleAt";
    static final String REVIEW_DUE_AT = "reviewDueAt";

    private PalliativeCareNames() {}

    static PathwayRef pathway(DelegateExecution execution) {
        return new PathwayRef((String) execution.getVariable("pathwayRef"));
    }

    static String registerId(DelegateExecution execution) {
        return (String) execution.getVariable("registerId");
    }

    static String endReason(DelegateExecution execution) {
        return (String) execution.getVariable("endReason");
    }
}
