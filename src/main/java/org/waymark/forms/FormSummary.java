package org.waymark.forms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was answered, in the words of the form, to be read and not changed.
 *
 * @param by username
 */
public record FormSummary(String formId, List<Line> lines, String by, Instant at) {

    /** A row as the component {@code summaryList} reads it; nothing here can be changed, so it never has a link. */
    public record Line(
            String key,
            String value,
            @Nullable String href,
            @Nullable String action) {}
}
