package org.waymark.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.waymark.workflow.CompletionGuard;

/** Stands in for handed-in forms where a test completes tasks without any. */
public final class Submissions implements CompletionGuard {

    private final Set<String> taskIds = ConcurrentHashMap.newKeySet();

    Submissions() {}

    /** From now on the engine believes that a form was handed in for this task. */
    public void handIn(String taskId) {
        taskIds.add(taskId);
    }

    @Override
    public boolean mayComplete(String taskId) {
        return taskIds.contains(taskId);
    }
}
