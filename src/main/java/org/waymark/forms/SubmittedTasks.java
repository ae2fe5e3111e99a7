package org.waymark.forms;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tasks whose form this transaction has stored, so that the engine's question need not go to the database. */
final class SubmittedTasks {

    private static final Object KEY = new Object();

    private SubmittedTasks() {}

    static boolean contains(String taskId) {
        Set<String> tasks = tasks();
        return tasks != null && tasks.contains(taskId);
    }

    static void remember(String taskId) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Set<String> tasks = tasks();
        if (tasks == null) {
            tasks = new HashSet<>();
            TransactionSynchronizationManager.bindResource(KEY, tasks);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void suspend() {
                    TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
                }

                @Override
                public void afterCompletion(int status) {
                    TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
                }
            });
        }
        tasks.add(taskId);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Set<String> tasks() {
        return (Set<String>) TransactionSynchronizationManager.getResource(KEY);
    }
}
