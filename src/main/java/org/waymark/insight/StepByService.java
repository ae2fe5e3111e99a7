package org.waymark.insight;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Happening.Kind;

/** A step of referrals, service by service: all of them together hide the one where people wait. */
@Service
public class StepByService {

    /**
     * @param whole how long it took those who completed it; null when none did
     * @param open who stands there now
     * @param openLate those of them after their date
     * @param openSince when the oldest of them began; null when nobody stands there
     */
    public record Part(
            String service,
            long completed,
            @Nullable Times whole,
            long open,
            long openLate,
            @Nullable Instant openSince) {}

    private static final String STANDING = """
            select w.service, count(*) as open, count(*) filter (where w.due_at < :now and w.paused_at is null) as late,
                   min(w.created_at) as since
            """;

    private static final Comparator<Part> LONGEST_FIRST = Comparator.<Part, Integer>comparing(
                    part -> part.whole() == null ? null : part.whole().nineOfTen(),
                    Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(Part::openSince, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Part::service);

    private final FlowReader facts;

    StepByService(FlowReader facts) {
        this.facts = facts;
    }

    /** Every service that somebody was or is referred to, the longest first; empty for a step that is for none. */
    @Transactional
    public List<Part> of(Viewer viewer, Question question, String element) {
        facts.requireReader(viewer);
        Flow flow = facts.flow(question);
        var ended = new ByHappening<>(flow, what -> String.valueOf(what.service()), key -> new HoursTaken());
        flow.visitEnds(
                what -> what.service() != null && what.is(Kind.STEP_COMPLETED) && element.equals(what.element()),
                (way, ends, end, what) -> ended.of(what).add(ends.waited(end) + ends.worked(end)));
        Map<String, HoursTaken> taken = ended.all();
        Map<String, Part> parts = new HashMap<>();
        taken.forEach(
                (service, hours) -> parts.put(service, new Part(service, hours.count(), hours.times(), 0, 0, null)));
        facts.asked(
                        STANDING + Bottlenecks.fromOpen(question)
                                + " and w.element = :element and w.service is not null group by w.service",
                        question)
                .param("element", element)
                .query(row -> {
                    String service = row.getString("service");
                    HoursTaken hours = taken.getOrDefault(service, new HoursTaken());
                    parts.put(
                            service,
                            new Part(
                                    service,
                                    hours.count(),
                                    hours.times(),
                                    row.getLong("open"),
                                    row.getLong("late"),
                                    row.getTimestamp("since").toInstant()));
                });
        return parts.values().stream().sorted(LONGEST_FIRST).toList();
    }
}
