package org.waymark.workflow;

import org.camunda.bpm.engine.ProcessEngineException;

/** Tells whoever works on the engine directly where the task can be done. */
final class NoSubmission extends ProcessEngineException {

    private static final long serialVersionUID = 1L;

    NoSubmission(String taskId) {
        super("No form was handed in for this task. Complete it in Waymark at /tasks/" + taskId);
    }
}
