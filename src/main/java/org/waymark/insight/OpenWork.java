package org.waymark.insight;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;

/** How old the open work is, against the time that each step may take: what is about to be late shows before it is. */
@Service
@Transactional
public class OpenWork {

    /** How much of its time a step has used up. */
    public enum Band {
        FAR_OVERDUE("w.paused_at is null and :now >= w.due_at + (w.due_at - w.created_at)"),
        OVERDUE("w.paused_at is null and :now >= w.due_at and :now < w.due_at + (w.due_at - w.created_at)"),
        SECOND_HALF("w.paused_at is null and :now < w.due_at and :now >= w.created_at + (w.due_at - w.created_at) / 2"),
        FIRST_HALF("w.paused_at is null and :now < w.due_at and :now < w.created_at + (w.due_at - w.created_at) / 2"),
        PAUSED("w.paused_at is not null"),
        NO_DATE("w.paused_at is null and w.due_at is null");

        private final String condition;

        Band(String condition) {
            this.condition = condition;
        }
    }

    /** @param since when the oldest of them began; null when there is none */
    public record Count(long steps, @Nullable Instant since) {}

    private final FlowReader facts;

    OpenWork(FlowReader facts) {
        this.facts = facts;
    }

    /** How many steps are in each band now, whatever the period. */
    public Map<Band, Count> ages(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        var bands = new StringBuilder("case");
        for (Band band : Band.values()) {
            bands.append(" when ")
                    .append(band.condition)
                    .append(" then '")
                    .append(band.name())
                    .append("'");
        }
        Map<Band, Count> counts = new EnumMap<>(Band.class);
        facts.asked(
                        "select " + bands + " end as band, count(*) as steps, min(w.created_at) as since "
                                + Bottlenecks.fromOpen(question) + " group by 1",
                        question)
                .query(row -> {
                    counts.put(
                            Band.valueOf(row.getString("band")),
                            new Count(
                                    row.getLong("steps"),
                                    row.getTimestamp("since").toInstant()));
                });
        return counts;
    }

    /** Whose steps are in a band, the oldest first. */
    public Crowd people(Viewer viewer, Question question, Band band, @Nullable String after) {
        return facts.crowd(
                viewer,
                "select w.pathway_ref, extract(epoch from w.created_at)::bigint as place, w.task_id as key, w.created_at as at,"
                        + " ((floor(extract(epoch from :now - w.created_at))::bigint + 3599) / 3600)::int as hours, w.process,"
                        + " w.element, null::text as detail " + Bottlenecks.fromOpen(question) + " and "
                        + band.condition,
                question,
                Map.of(),
                after,
                band.name());
    }
}
