package org.waymark.pathway.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;
import org.waymark.pathway.Pathways;
import org.waymark.pathway.Pathways.ReviewTeam;

/** Tells the review whose it is when it opens; by then somebody may be unstable or dying who was not when its date was set. */
@Component
class ReviewTeamListener implements ExecutionListener {

    private final Pathways pathways;

    ReviewTeamListener(Pathways pathways) {
        this.pathways = pathways;
    }

    @Override
    public void notify(DelegateExecution execution) {
        ReviewTeam team = pathways.reviewTeam(DementiaPathway.ref(execution));
        execution.setVariable(DementiaPathway.REVIEW_ORGANISATION, team.organisation());
        execution.setVariable(DementiaPathway.REVIEW_ROLE, team.role());
        execution.setVariable(DementiaPathway.REVIEWER, team.reviewer());
        execution.setVariable(DementiaPathway.PRIORITY, team.priority());
    }
}
