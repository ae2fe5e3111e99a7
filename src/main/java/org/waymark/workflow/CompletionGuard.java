package org.waymark.workflow;

import org.waymark.access.WithoutViewer;

/** Asked by the engine before any task completes, whichever way it is asked to: is there a stored submission? */
@WithoutViewer("the engine asks, whoever completes the task")
public interface CompletionGuard {

    boolean mayComplete(String taskId);
}
