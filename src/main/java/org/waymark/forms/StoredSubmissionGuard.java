package org.waymark.forms;

import org.springframework.stereotype.Component;
import org.waymark.workflow.CompletionGuard;

/** A task ends with a form that was handed in, or not at all. */
@Component
class StoredSubmissionGuard implements CompletionGuard {

    private final FormStore store;

    StoredSubmissionGuard(FormStore store) {
        this.store = store;
    }

    @Override
    public boolean mayComplete(String taskId) {
        return store.isSubmitted(taskId);
    }
}
