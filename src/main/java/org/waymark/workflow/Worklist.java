package org.waymark.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
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

    /** Those open tasks of a pathway that {@link #find} finds for the viewer, soonest due first. */
    List<WorkItem> openOf(Viewer viewer, PathwayRef pathway);

    /** Of each pathway the open task that is due soonest among those, in one query; pathways without one are left out. */
    Map<PathwayRef, WorkItem> soonestOf(Viewer viewer, Collection<PathwayRef> pathways);

    /** Open and ended tasks of a pathway that {@link #find} finds for the viewer, newest first. */
    List<WorkItem> historyOf(Viewer viewer, PathwayRef pathway);

    void claim(Viewer viewer, String taskId);

    void release(Viewer viewer, String taskId);

    void reassign(Viewer viewer, String taskId, String toUsername);

    /**
     * Makes an open task the work of another group, and nobody's in it yet. For what follows from a fact, such as an
     * organisation that may not know of the person any more; nobody chooses it on a page.
     */
    @WithoutViewer("follows from a fact")
    void giveTo(String taskId, String group);

    /** The same, for one of the group when it is known who; the task keeps its date. */
    @WithoutViewer("follows from a fact")
    void giveTo(String taskId, String group, @Nullable String username);

    /**
     * Locks the open task's row for this transaction and returns it, so that two submissions of one task meet here and
     * not in the engine; returns the ended row when somebody was first.
     *
     * @throws org.waymark.access.NotVisible when {@link #find} would not find it for the viewer
     */
    WorkItem lock(Viewer viewer, String taskId);

    /** Completes the task in the engine. Only names on the task's {@code results} list become variables. */
    void complete(Viewer viewer, String taskId, Map<String, ?> results);

    /** The task that was given to the guest, open or ended. */
    Optional<WorkItem> find(TaskGuest guest);

    /** As {@link #lock(Viewer, String)}, for the one task of a guest. */
    WorkItem lock(TaskGuest guest);

    /** As {@link #complete(Viewer, String, Map)}, by a guest, whoever of the staff may have taken the task meanwhile. */
    void complete(TaskGuest guest, Map<String, ?> results);

    /** The allow-listed result names of the task, from its model. */
    @WithoutViewer("names that stand in the model")
    List<String> resultsOf(String taskId);
}
