package org.waymark.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.springframework.stereotype.Component;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/** Notes where a run of a process begins and ends, whoever starts or deletes it. */
@Component
class EpisodeChanges implements ExecutionListener {

    static final String PATHWAY_REF = "pathwayRef";

    private final WaymarkClock clock;

    EpisodeChanges(WaymarkClock clock) {
        this.clock = clock;
    }

    @Override
    public void notify(DelegateExecution execution) {
        if (EVENTNAME_END.equals(execution.getEventName())) {
            Projection.current().endedEpisode(execution.getProcessInstanceId(), clock.instant());
            return;
        }
        ProcessDefinitionEntity process = ((ExecutionEntity) execution).getProcessDefinition();
        String record = execution.getProcessBusinessKey();
        if (record == null
                || !(execution.getVariable(PATHWAY_REF) instanceof String pathway)
                || !PathwayRef.isValid(pathway)) {
            throw new IllegalStateException(
                    "A run of " + process.getKey() + " needs a business key and the variable " + PATHWAY_REF);
        }
        Projection.current()
                .started(new Projection.Started(
                        execution.getProcessInstanceId(),
                        process.getKey(),
                        process.getVersion(),
                        record,
                        pathway,
                        clock.instant()));
    }
}
