package org.waymark.pathway.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathways.UntilReview;

/** Names that the model {@code dementia-pathway} and Java share. */
final class DementiaPathway {

    static final String REVIEWER = "reviewer";
    static final String REVIEW_ORGANISATION = "reviewOrganisation";
    static final String REVIEW_ROLE = "reviewRole";
    static final String PRIORITY = "priority";

    private static final String PATHWAY_REF = "pathwayRef";
    private static final String PHASE = "phase";
    private static final String REVIEW_DUE_AT = "reviewDueAt";

    private DementiaPathway() {}

    static PathwayRef ref(DelegateExecution execution) {
        return new PathwayRef((String) execution.getVariable(PATHWAY_REF));
    }

    static void waits(DelegateExecution execution, UntilReview until) {
        execution.setVariable(REVIEW_DUE_AT, Date.from(until.dueAt()));
        execution.setVariable(PHASE, until.phase().name());
    }
}
