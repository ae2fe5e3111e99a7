package org.waymark.workflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Rows that this transaction has locked and so need not read again before it changes them. */
final class LockedItems {

    private static final Object KEY = new Object();

    private LockedItems() {}

    static @Nullable Row find(String taskId) {
        Map<String, Row> rows = rows();
        return rows == null ? null : rows.get(taskId);
    }

    static void remember(Row row) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Map<String, Row> rows = rows();
        if (rows == null) {
            rows = new HashMap<>();
            TransactionSynchronizationManager.bindResource(KEY, rows);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void suspend() {
                    TransactionSynchronizationManager.unbindResource(KEY);
                }

                @Override
                public void afterCompletion(int status) {
                    TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
                }
            });
        }
        rows.put(row.item().taskId(), row);
    }

    static void forget(Collection<Projection.Ended> ended, Collection<Projection.Changed> changed) {
        Map<String, Row> rows = rows();
        if (rows != null) {
            ended.forEach(task -> rows.remove(task.id()));
            changed.forEach(task -> rows.remove(task.id()));
        }
    }

    static void forget(String taskId) {
        Map<String, Row> rows = rows();
        if (rows != null) {
            rows.remove(taskId);
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Row> rows() {
        return (Map<String, Row>) TransactionSynchronizationManager.getResource(KEY);
    }

    /** A work item with what only this module needs of it. */
    record Row(WorkItem item, String definitionId) {

        boolean isOf(List<String> groups) {
            return groups.contains(item.group());
        }
    }
}
