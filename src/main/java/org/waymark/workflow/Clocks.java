package org.waymark.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The alliance's named clocks. Each is a row with owner, source and date; a due date is computed once and then stands. */
public interface Clocks {

    /**
     * @param priority picks the row of that priority where the clock has one, else the clock's plain row
     * @throws IllegalArgumentException for a clock that no row names
     */
    Instant due(String clock, @Nullable String priority, Instant from);
}
