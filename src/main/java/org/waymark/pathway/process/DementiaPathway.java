package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.waymark.kernel.PathwayRef;

/** Names that the model {@code dementia-pathway} and Java share. */
final class DementiaPathway {

    static final String REVIEW_DUE_AT = "reviewDueAt";

    private static final String PATHWAY_REF = "pathwayRef";

    private DementiaPathway() {}

    static PathwayRef ref(DelegateExecution execution) {
        return new PathwayRef((String) execution.getVariable(PATHWAY_REF));
    }
}
