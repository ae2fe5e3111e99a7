package org.waymark.workflow;

/** Asked by the engine before any task completes, whichever way it is asked to: is there a stored submission? */
public interface CompletionGuard {

    boolean mayComplete(String taskId);
}
