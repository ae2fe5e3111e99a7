package org.waymark.insight;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an event log event by event. What it cannot write is thrown as an unchecked exception: half a log helps nobody. */
interface LogFormat {

    /**
     * @param transition in the transactional life cycle of IEEE 1849
     * @param about the things that the event is about, by their type; the pathway always is one
     * @param more what was true at that moment, by name
     */
    record Event(
            String activity,
            String transition,
            Instant at,
            @Nullable String organisation,
            @Nullable String role,
            Map<String, String> about,
            Map<String, String> more) {}

    /** Something that events are about. */
    record Thing(String type, String id) {}

    static LogFormat of(EventLog.Format format, OutputStream into) throws IOException {
        return switch (format) {
            case XES -> new XesLog(into);
            case OCEL -> new OcelLog(into);
            case CSV -> new CsvLog(into);
        };
    }

    /** Whether it lists what events are about before the first event. */
    default boolean wantsThings() {
        return false;
    }

    default void thing(Thing thing) {
        throw new UnsupportedOperationException();
    }

    /** Events of one pathway come one after the other, in their order. */
    void event(Event event);

    /** Ends the log, which cannot be read before: one that broke off is not taken for a whole one. Leaves the stream open. */
    void end() throws IOException;
}
