package org.waymark.insight;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;

/**
 * Where work goes from one organisation to another, and how long it lies between them. The step before is the last one
 * completed in the same run; the first step of a run comes from the organisation that coordinates the pathway.
 */
@Service
@Transactional
public class HandOvers {

    /**
     * All work that went from one organisation to another in the period.
     *
     * @param steps how many began at the other
     * @param taken how many somebody there has taken or done
     * @param times from the beginning until it was taken; null when none was
     * @param open how many nobody has taken, and still wait
     */
    public record HandOver(
            String from,
            String to,
            long steps,
            long taken,
            @Nullable Times times,
            long open) {}

    private static final String HANDED =
            """
            select h.*, t.taken_at, t.is_cancelled,
                   ((greatest(0, floor(extract(epoch from coalesce(t.taken_at, :now) - h.at)))::bigint + 3599) / 3600)::int as hours
              from (select f.id, f.pathway_ref, f.record, f.process, f.element, f.task_id, f.at, f.organisation as to_organisation,
                           coalesce((select d.organisation from flow_fact d
                                      where d.pathway_ref = f.pathway_ref and d.process = f.process and d.record = f.record
                                        and d.kind = 'STEP_COMPLETED' and d.at <= f.at
                                      order by d.at desc, d.id desc limit 1),
                                    p.coordinator_organisation, p.receiving_organisation) as from_organisation
                      from\s""" + FlowReader.FACTS + " where f.kind = 'STEP_ENTERED' and " + FlowReader.ASKED + """
                   ) h
              cross join lateral (
                select min(t.at) filter (where t.kind <> 'STEP_CANCELLED') as taken_at,
                       coalesce(bool_or(t.kind = 'STEP_CANCELLED'), false) as is_cancelled
                  from flow_fact t
                 where t.pathway_ref = h.pathway_ref and t.record = h.record and t.task_id = h.task_id
                   and t.kind in ('STEP_CLAIMED', 'STEP_COMPLETED', 'STEP_CANCELLED')) t
             where h.from_organisation <> h.to_organisation
            """;

    private static final String COUNTS = """
            select from_organisation, to_organisation, count(*) as steps, count(taken_at) as taken,
                   percentile_disc(0.5) within group (order by hours) filter (where taken_at is not null) as half,
                   percentile_disc(0.9) within group (order by hours) filter (where taken_at is not null) as nine_of_ten,
                   count(*) filter (where taken_at is null and not is_cancelled) as open
              from (""" + HANDED + ") handed group by 1, 2 order by steps desc, 1, 2";

    private final FlowReader facts;

    HandOvers(FlowReader facts) {
        this.facts = facts;
    }

    /** Most work first. */
    public List<HandOver> all(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        return facts.asked(COUNTS, question)
                .query((row, number) -> new HandOver(
                        row.getString("from_organisation"),
                        row.getString("to_organisation"),
                        row.getLong("steps"),
                        row.getLong("taken"),
                        row.getLong("taken") == 0 ? null : new Times(row.getInt("half"), row.getInt("nine_of_ten")),
                        row.getLong("open")))
                .list();
    }

    /**
     * Whose work went from the one to the other, what took longest first.
     *
     * @param isOpen only what nobody has taken yet
     */
    public Crowd people(
            Viewer viewer, Question question, String from, String to, boolean isOpen, @Nullable String after) {
        return facts.crowd(
                viewer,
                "select pathway_ref, -hours::bigint as place, id::text as key, at, hours, process, element,"
                        + " null::text as detail from (" + HANDED + ") handed where from_organisation = :handedFrom"
                        + " and to_organisation = :handedTo and (not :isOpen or taken_at is null and not is_cancelled)",
                question,
                Map.of("handedFrom", from, "handedTo", to, "isOpen", isOpen),
                after,
                from + " to " + to);
    }
}
