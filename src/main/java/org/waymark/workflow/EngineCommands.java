package org.waymark.workflow;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.event.EventType;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.springframework.stereotype.Component;
import org.waymark.workflow.LockedItems.Row;

/** What the engine's services do not offer, run as commands of the engine like theirs. */
@Component
class EngineCommands {

    private final ProcessEngineConfigurationImpl engine;

    EngineCommands(ProcessEngine engine) {
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    <T> T run(Function<CommandContext, T> command) {
        return engine.getCommandExecutorTxRequired().execute(command::apply);
    }

    List<String> resultsOf(Row row) {
        return run(context -> ModelProperties.results(
                definition(context, row.definitionId()).findActivity(row.item().element())));
    }

    /** From memory where it is there: the engine's own way reads the row of the definition once a command. */
    static ProcessDefinitionEntity definition(CommandContext context, String id) {
        DeploymentCache cache = context.getProcessEngineConfiguration().getDeploymentCache();
        ProcessDefinitionEntity known = cache.findProcessDefinitionFromCache(id);
        return known == null ? cache.findDeployedProcessDefinitionById(id) : known;
    }

    /**
     * Triggers what waits for the message in one run. The engine's own correlation throws where nobody listens, which
     * would take the caller's transaction with it, and cannot pick one of several branches by what it inherits.
     *
     * @return whether anything was waiting
     */
    boolean trigger(
            String processInstanceId,
            String message,
            Predicate<EventSubscriptionEntity> which,
            Map<String, Object> variables) {
        return run(
                context -> {
                    List<EventSubscriptionEntity> waiting = context
                            .getEventSubscriptionManager()
                            .findEventSubscriptionsByProcessInstanceId(processInstanceId)
                            .stream()
                            .filter(subscription -> EventType.MESSAGE.name().equals(subscription.getEventType())
                                    && message.equals(subscription.getEventName())
                                    && which.test(subscription))
                            .toList();
                    for (EventSubscriptionEntity subscription : waiting) {
                        // The one before it may have ended the branch that this one belongs to.
                        if (!context.getDbEntityManager().isDeleted(subscription)) {
                            subscription.eventReceived(variables, false);
                        }
                    }
                    return !waiting.isEmpty();
                });
    }

    void later(String processInstanceId, LaterTelling.Fact fact) {
        run(context -> {
            LaterTelling.send(context, processInstanceId, fact);
            return fact;
        });
    }
}
