package org.waymark.workflow;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Refuses to complete a task that nobody has handed in a form for, whichever way the engine is asked. Without any guard
 * nothing completes.
 */
@Component
class SubmissionGuard implements TaskListener {

    private final ObjectProvider<CompletionGuard> guards;

    SubmissionGuard(ObjectProvider<CompletionGuard> guards) {
        this.guards = guards;
    }

    @Override
    public void notify(DelegateTask task) {
        if (guards.orderedStream().noneMatch(guard -> guard.mayComplete(task.getId()))) {
            throw new NoSubmission(task.getId());
        }
    }
}
