package org.waymark.worklist.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.worklist.web.WorklistPage.Tag;

/** The parts of the page of a task, as its template names them. */
final class TaskPage {

    private TaskPage() {}

    /**
     * @param fillable whether the form stands on the page
     * @param ended who ended it and when; null while it is open
     */
    record Task(
            String taskId,
            String title,
            String about,
            String dueTone,
            String dueWords,
            String dueExact,
            String waitingWith,
            String waitingSince,
            boolean mayClaim,
            boolean mayRelease,
            boolean mayReassign,
            boolean fillable,
            List<Tag> tags,
            @Nullable String ended) {}

    record Beside(
            String pathwayRef, String name, @Nullable String href, String lead, List<Tag> tags, List<Fact> facts) {}

    record Fact(String key, String value, @Nullable String note) {}

    /** What there is to say of the task's clock, and what the viewer may do with it. */
    record ClockCard(List<Fact> facts, boolean mayPause, boolean mayResume) {}

    /** A task that came into being with the one that was done. */
    record Following(
            String title,
            String about,
            String href,
            String waitingWith,
            String dueTone,
            String dueWords,
            String dueExact) {}
}
