package org.waymark.worklist;

import java.util.Collection;
import java.util.Map;
import org.waymark.kernel.CarerId;
import org.waymark.workflow.WorkItem;

/**
 * Whom of a person's carers a task is about. With two carers, two tasks of one name stand side by side on a list, and only
 * those who keep the records behind them can tell them apart.
 */
public interface CarersOfTasks {

    /** By task id, without the tasks that are about no carer; in a number of queries that does not grow with the tasks. */
    Map<String, CarerId> among(Collection<WorkItem> tasks);
}
