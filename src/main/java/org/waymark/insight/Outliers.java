package org.waymark.insight;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;

/**
 * Stays at a step that lie far beyond what is usual there, by Tukey's fence: longer than the upper quartile by one and a half
 * times the distance between the quartiles, and by a day at least. Of steps with few stays nothing is usual.
 */
@Service
@Transactional
public class Outliers {

    /** Of fewer completed stays in the period no fence is drawn. */
    public static final int LEAST_STAYS = 8;

    /**
     * A step with stays beyond its fence.
     *
     * @param stays how many were completed in the period
     * @param lower half of all took between this many hours
     * @param upper and this many
     * @param fence longer than this is far beyond
     * @param ended how many of the completed were
     * @param open how many that stand there now are
     */
    public record Beyond(
            String process,
            String element,
            String name,
            long stays,
            int lower,
            int upper,
            int fence,
            long ended,
            long open) {}

    private static final String HOURS = "((greatest(0, floor(extract(epoch from %s)))::bigint + 3599) / 3600)::int";

    private static final String STAYS =
            "select f.id::text as key, f.pathway_ref, f.process, f.element, f.entered_at as at, "
                    + HOURS.formatted("f.at - f.entered_at") + " as hours, false as is_open from " + FlowReader.FACTS
                    + " where f.kind = 'STEP_COMPLETED' and " + FlowReader.ASKED;

    private static final String NOW =
            "select w.task_id as key, w.pathway_ref, w.process, w.element, w.created_at as at, "
                    + HOURS.formatted(":now - w.created_at") + " as hours, true as is_open " + Bottlenecks.FROM_OPEN
                    + " and w.paused_at is null";

    private static final String FENCED = "with stays as (" + STAYS + "), fences as ("
            + """
              select q.*, upper + greatest(24, ceil(1.5 * (upper - lower))::int) as fence
                from (select process, element, count(*) as n,
                             percentile_disc(0.25) within group (order by hours) as lower,
                             percentile_disc(0.75) within group (order by hours) as upper
                        from stays group by process, element having count(*) >=\s"""
            + LEAST_STAYS + ") q) select s.*, f.n, f.lower, f.upper, f.fence from (select * from stays union all " + NOW
            + ") s join fences f on f.process = s.process and f.element = s.element where s.hours > f.fence";

    private final FlowReader facts;

    Outliers(FlowReader facts) {
        this.facts = facts;
    }

    /** Steps with stays beyond their fence, those with the most first. */
    public List<Beyond> all(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        return facts.asked(
                        "select process, element, n, lower, upper, fence, count(*) filter (where not is_open) as ended,"
                                + " count(*) filter (where is_open) as open from (" + FENCED
                                + ") b group by 1, 2, 3, 4, 5, 6 order by count(*) desc, process, element",
                        question)
                .query((row, number) -> new Beyond(
                        row.getString("process"),
                        row.getString("element"),
                        facts.names(row.getString("process"))
                                .getOrDefault(row.getString("element"), row.getString("element")),
                        row.getLong("n"),
                        row.getInt("lower"),
                        row.getInt("upper"),
                        row.getInt("fence"),
                        row.getLong("ended"),
                        row.getLong("open")))
                .list();
    }

    /** Whose stays they are, the longest first. */
    public Crowd people(
            Viewer viewer, Question question, String process, String element, boolean isOpen, @Nullable String after) {
        return facts.crowd(
                viewer,
                "select pathway_ref, -hours::bigint as place, key, at, hours, process, element, null::text as detail from ("
                        + FENCED + ") b where process = :ofProcess and element = :ofElement and is_open = :isOpen",
                question,
                Map.of("ofProcess", process, "ofElement", element, "isOpen", isOpen),
                after,
                element);
    }
}
