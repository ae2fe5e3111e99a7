package org.waymark.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;

/** Finds and moves work. Reads the projection alone, never the engine's task tables. */
public interface Worklist {

    enum View {
        MINE,
        TEAM,
        OVERDUE,
        DUE_THIS_WEEK,
        NO_DATE
    }

    /** @param process, element null for any */
    record Filter(
            @Nullable String process,
            @Nullable String element,
            @Nullable PathwayRef pathway) {
        public static final Filter NONE = new Filter(null, null, null);
    }

    /** Position after the last row of a page: its due date (null for none) and task id. */
    record Key(@Nullable Instant dueAt, String taskId) {}

    record Page(List<WorkItem> items, @Nullable Key next) {}

    Page page(Viewer viewer, View view, Filter filter, @Nullable Key after, int size);

    Map<View, Long> counts(Viewer viewer);

    /** The task, open or ended, if it is the viewer's or its group's, or the viewer may see the pathway it belongs to. */
    Optional<WorkItem> find(Viewer viewer, String taskId);

    /** Open tasks of a pathway, soonest due first. */
    List<WorkItem> openOf(PathwayRef pathway);

    /** The open task of each pathway that is due soonest, in one query; pathways without one are left out. */
    Map<PathwayRef, WorkItem> soonestOf(Collection<PathwayRef> pathways);

    /** All tasks of a pathway, newest first. */
    List<WorkItem> historyOf(PathwayRef pathway);

    void claim(Viewer viewer, String taskId);

    void release(Viewer viewer, String taskId);

    void reassign(Viewer viewer, String taskId, String toUsername);

    /**
     * Makes an open task the work of another group, and nobody's in it yet. For what follows from a fact, such as an
     * organisation that may not know of the person any more; nobody chooses it on a page.
     */
    void giveTo(String taskId, String group);

    /**
     * Locks the open task's row for this transaction and returns it, so that two submissions of one task meet here and
     * not in the engine; returns the ended row when somebody was first.
     */
    WorkItem lock(String taskId);

    /** Completes the task in the engine. Only names on the task's {@code results} list become variables. */
    void complete(Viewer viewer, String taskId, Map<String, ?> results);

    /** The allow-listed result names of the task, from its model. */
    List<String> resultsOf(String taskId);
}
