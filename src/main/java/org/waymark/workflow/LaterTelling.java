package org.waymark.workflow;

import java.util.Map;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandlerConfiguration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells an episode a fact in a transaction of its own, as a job of the engine: it is there when the caller's transaction
 * is, any node does it, and it is tried again until it is done.
 */
@Component
class LaterTelling implements JobHandler<LaterTelling.Fact> {

    static final String TYPE = "waymark-tell";

    /** What to tell whom. */
    record Fact(String process, String record, String message) implements JobHandlerConfiguration {

        static Fact of(String canonical) {
            String[] parts = canonical.split("\\|", 3);
            return new Fact(parts[0], parts[1], parts[2]);
        }

        @Override
        public String toCanonicalString() {
            return process + "|" + record + "|" + message;
        }
    }

    private final ObjectProvider<Workflow> workflow;

    LaterTelling(ObjectProvider<Workflow> workflow) {
        this.workflow = workflow;
    }

    /** The job names the run but belongs to none of its steps, which may be others by the time it is done. */
    static void send(CommandContext context, String processInstanceId, Fact fact) {
        var job = new MessageEntity();
        job.setProcessInstanceId(processInstanceId);
        job.setJobHandlerType(TYPE);
        job.setJobHandlerConfiguration(fact);
        context.getJobManager().send(job);
    }

    @Override
    public String getType() {
        return TYPE;
    }

    @Override
    public void execute(
            Fact fact, @Nullable ExecutionEntity execution, CommandContext context, @Nullable String tenantId) {
        Workflow told = workflow.getObject();
        if (!told.tell(fact.process(), fact.record(), fact.message(), Map.of())
                && told.isOpen(fact.process(), fact.record())) {
            throw new IllegalStateException("A run of " + fact.process() + " does not listen to " + fact.message());
        }
    }

    @Override
    public Fact newConfiguration(String canonical) {
        return Fact.of(canonical);
    }

    @Override
    public void onDelete(Fact fact, JobEntity job) {
        // Nothing else was kept of it.
    }
}
