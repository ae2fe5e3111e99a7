package org.waymark.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.waymark.workflow.CompletionGuard;

/** Stands in for handed-in forms where a test completes tasks without any. */
public final class Submissions implements CompletionGuard {

    private final Map<String, Runnable> taskIds = new ConcurrentHashMap<>();

    Submissions() {}

    /** From now on the engine believes that a form was handed in for this task. */
    public void handIn(String taskId) {
        handIn(taskId, () -> {});
    }

    /** As {@link #handIn(String)}, with something that happens just when the engine asks. */
    public void handIn(String taskId, Runnable meanwhile) {
        taskIds.put(taskId, meanwhile);
    }

    @Override
    public boolean mayComplete(String taskId) {
        Runnable meanwhile = taskIds.get(taskId);
        if (meanwhile != null) {
            meanwhile.run();
        }
        return meanwhile != null;
    }
}
