package org.waymark.worklist.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.waymark.workflow.Worklist;

/**
 * Which part of the worklist an address asks for. What cannot be read is as if it were not there: an old or mistyped address
 * leads to the list and not to an error.
 *
 * @param view null for the first that has something in it
 * @param process null for any
 * @param after null for the first page
 */
record WorklistRequest(
        Worklist.@Nullable View view, @Nullable String process, Worklist.@Nullable Key after) {

    private static final Pattern PROCESS = Pattern.compile("[a-z][a-z-]{0,63}");
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2900-01-01T00:00:00Z");
    private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    static WorklistRequest of(
            @Nullable String view, @Nullable String process, @Nullable String due, @Nullable String after) {
        return new WorklistRequest(
                view(view), process != null && PROCESS.matcher(process).matches() ? process : null, key(due, after));
    }

    private static Worklist.@Nullable View view(@Nullable String name) {
        return Arrays.stream(Worklist.View.values())
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Worklist.@Nullable Key key(@Nullable String due, @Nullable String taskId) {
        if (taskId == null || !TASK_ID.matcher(taskId).matches()) {
            return null;
        }
        try {
            Instant dueAt = due == null || due.isEmpty() ? null : Instant.parse(due);
            return dueAt == null || isStorable(dueAt) ? new Worklist.Key(dueAt, taskId) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Beyond these years neither Java's timestamps nor the database's can say the date. */
    private static boolean isStorable(Instant at) {
        return at.isAfter(EARLIEST) && at.isBefore(LATEST);
    }

    Worklist.Filter filter() {
        return new Worklist.Filter(process, null, null);
    }

    /** The address of this view and filter from the given position on, which is a date and the id of a task. */
    static String href(Worklist.View view, @Nullable String process, Worklist.@Nullable Key after) {
        var address = UriComponentsBuilder.fromPath("/worklist").queryParam("view", view.name());
        if (process != null) {
            address.queryParam("process", process);
        }
        if (after != null) {
            if (after.dueAt() != null) {
                address.queryParam("due", after.dueAt());
            }
            address.queryParam("after", after.taskId());
        }
        return address.encode().build().toUriString();
    }
}
