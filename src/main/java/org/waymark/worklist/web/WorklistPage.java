package org.waymark.worklist.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of the page of the worklist, as its template names them. */
final class WorklistPage {

    private WorklistPage() {}

    record Tile(String count, String label, String href, String tone, boolean current) {}

    record Choice(String value, String label) {}

    record Tag(String tone, String text) {}

    /** @param state mine, draft, free or other: what can be done with it */
    record Row(
            String taskId,
            String title,
            String about,
            String href,
            @Nullable String personName,
            @Nullable String personHref,
            String pathwayRef,
            @Nullable String personNote,
            String dueTone,
            String dueWords,
            String dueExact,
            String waitingWith,
            String waitingSince,
            String state,
            boolean mayReassign,
            List<Tag> tags) {}
}
