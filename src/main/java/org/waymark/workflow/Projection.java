package org.waymark.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/**
 * What one engine command changes in our tables, gathered while it runs and written with the engine's own rows: in the
 * same transaction, and in one execution however many tasks begin and end. Whoever reads our tables in the middle of a
 * command calls {@link #writePending()} first.
 */
final class Projection implements Session {

    private final ProjectionWriter writer;
    private final Map<String, Started> started = new LinkedHashMap<>();
    private final Map<String, Instant> endedEpisodes = new LinkedHashMap<>();
    private final Map<String, Created> created = new LinkedHashMap<>();
    private final Map<String, Ended> ended = new LinkedHashMap<>();
    private final Map<String, Changed> changed = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();

    Projection(ProjectionWriter writer) {
        this.writer = writer;
    }

    static Projection current() {
        return Context.getCommandContext().getSession(Projection.class);
    }

    static void writePending() {
        CommandContext context = Context.getCommandContext();
        if (context != null) {
            context.getSession(Projection.class).flush();
        }
    }

    void started(Started episode) {
        started.put(episode.processInstanceId(), episode);
    }

    void endedEpisode(String processInstanceId, Instant at) {
        endedEpisodes.put(processInstanceId, at);
    }

    void created(Created task) {
        created.put(task.id(), task);
    }

    void changed(Changed task, @Nullable Event event) {
        changed.merge(
                task.id(),
                task,
                (before, now) -> new Changed(
                        now.task(),
                        now.kind() == null ? before.kind() : now.kind(),
                        now.at(),
                        now.group() == null ? before.group() : now.group()));
        if (event != null) {
            events.add(event);
        }
    }

    void ended(Ended task) {
        ended.putIfAbsent(task.id(), task);
    }

    @Override
    public void flush() {
        if (started.isEmpty() && endedEpisodes.isEmpty() && created.isEmpty() && ended.isEmpty() && changed.isEmpty()) {
            return;
        }
        // Within one statement an update does not see the rows that its sisters insert.
        if (endedEpisodes.keySet().stream().anyMatch(started::containsKey)
                || ended.keySet().stream().anyMatch(created::containsKey)
                || changed.keySet().stream().anyMatch(created::containsKey)) {
            writer.write(new Batch(
                    List.copyOf(started.values()),
                    Map.of(),
                    List.copyOf(created.values()),
                    List.of(),
                    List.of(),
                    List.of()));
            started.clear();
            created.clear();
        }
        writer.write(new Batch(
                List.copyOf(started.values()),
                Map.copyOf(endedEpisodes),
                List.copyOf(created.values()),
                List.copyOf(ended.values()),
                changed.values().stream()
                        .filter(task -> !ended.containsKey(task.id()))
                        .toList(),
                List.copyOf(events)));
        started.clear();
        endedEpisodes.clear();
        created.clear();
        ended.clear();
        changed.clear();
        events.clear();
    }

    @Override
    public void close() {
        // Holds no resource of its own.
    }

    record Started(
            String processInstanceId, String process, int version, String record, String pathwayRef, Instant at) {}

    /** The task stays the engine's own until it is written, so that what later listeners set is not lost. */
    record Created(
            TaskEntity task,
            String formId,
            String group,
            @Nullable String part,
            @Nullable String clock,
            @Nullable String priority,
            @Nullable String service,
            boolean countsFromCreation,
            @Nullable String about) {

        String id() {
            return task.getId();
        }
    }

    record Changed(
            TaskEntity task,
            @Nullable Kind kind,
            Instant at,
            @Nullable String group) {

        String id() {
            return task.getId();
        }
    }

    record Ended(
            String id,
            WorkItem.State state,
            Instant at,
            String by,
            @Nullable String reason) {}

    enum Kind {
        CLAIMED,
        RELEASED,
        REASSIGNED
    }

    record Event(
            String taskId,
            Kind kind,
            Instant at,
            String by,
            @Nullable String holder) {}

    record Batch(
            List<Started> started,
            Map<String, Instant> endedEpisodes,
            List<Created> created,
            List<Ended> ended,
            List<Changed> changed,
            List<Event> events) {}

    static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
