package org.waymark.insight;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Milestone.Unit;
import org.waymark.insight.WaitingCurve.Waited;

/**
 * How long it takes from one milestone to another, counting those who have not arrived. A wait begins with the first time
 * somebody passes the one in the period, and ends with the first time they pass the other.
 */
@Service
@Transactional
public class WaitsBetween {

    /** What became of a wait. */
    public enum Outcome {
        REACHED,
        WAITING,
        /** The pathway, or the referral, ended before. */
        LEFT,
        /** The second milestone had been passed before the first, so that there was nothing to wait for. */
        BEFORE
    }

    /**
     * Between which milestones.
     *
     * @param within of whom; the period is that of the first milestone, and how it went on is followed until now
     */
    public record Span(Milestone from, Milestone to, Question within) {}

    /** @param counts of each outcome; those that had passed the second milestone before stand in no curve */
    public record Answer(WaitingCurve curve, Map<Outcome, Long> counts) {

        public long count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }
    }

    private final FlowReader facts;

    WaitsBetween(FlowReader facts) {
        this.facts = facts;
    }

    public Answer between(Viewer viewer, Span span) {
        facts.requireReader(viewer);
        List<Waited> waits = new ArrayList<>();
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        facts.asked(
                        "select outcome, hours, count(*) as n from (" + waits(span) + ") w group by outcome, hours",
                        span.within())
                .query(row -> {
                    Outcome outcome = Outcome.valueOf(row.getString("outcome"));
                    counts.merge(outcome, row.getLong("n"), Long::sum);
                    if (outcome != Outcome.BEFORE) {
                        waits.add(new Waited(row.getInt("hours"), outcome == Outcome.REACHED, row.getLong("n")));
                    }
                });
        return new Answer(WaitingCurve.of(waits), counts);
    }

    /** Whose waits had that outcome; those who wait or waited longest first. */
    public Crowd people(Viewer viewer, Span span, Outcome outcome, @Nullable String after) {
        return facts.crowd(
                viewer,
                "select w.pathway_ref, -w.hours::bigint as place, w.id::text as key, w.at, w.hours,"
                        + " null::text as process, null::text as element, null::text as detail from (" + waits(span)
                        + ") w where w.outcome = :outcome",
                span.within(),
                Map.of("outcome", outcome.name()),
                after,
                span.from().code() + " to " + span.to().code());
    }

    private static String waits(Span span) {
        Milestone from = span.from();
        Milestone to = span.to();
        boolean isByRecord = from.unit() == to.unit() && from.unit() != Unit.PERSON;
        String unit = isByRecord ? "%1$s.pathway_ref, %1$s.record" : "%1$s.pathway_ref";
        String same = isByRecord
                ? "%1$s.pathway_ref = %2$s.pathway_ref and %1$s.record = %2$s.record"
                : "%1$s.pathway_ref = %2$s.pathway_ref";
        // Where no service was asked for the facts themselves need not be read, and an index says all.
        boolean isOfService = span.within().service() != null;
        String fromService = isOfService && from.isOfService() ? "%s.service = :service" : "true";
        String toService = isOfService && to.isOfService() ? "%s.service = :service" : "true";
        String ended = isByRecord ? """
                  union all
                  select b.id, min(e.at) from begun b
                    join flow_fact e on e.pathway_ref = b.pathway_ref and e.record = b.record and e.at >= b.at
                   where e.kind = 'RUN_ENDED'
                      or e.kind = 'REFERRAL_MOVED' and e.detail in ('DECLINED', 'CLOSED', 'CANCELLED')
                   group by b.id
                  """ : "";
        return """
                with begun as (
                  select distinct on (%1$s) f.pathway_ref, f.record, f.at, f.id
                    from %2$s
                   where %3$s and f.at >= :begin and f.at < :until and (%4$s)
                     and (cast(:organisation as text) is null or coalesce(f.organisation, p.receiving_organisation) = :organisation)
                     and (cast(:team as text) is null or coalesce(f.team, c.team) = :team)
                     and (cast(:stage as text) is null or f.stage = :stage)
                     and not exists (select 1 from flow_fact e where %5$s and %6$s and (%7$s) and %8$s)
                   order by %1$s, f.at, f.id),
                reached as (
                  select b.id, min(e.at) as at from begun b join flow_fact e on %9$s
                   where %10$s and (%11$s) group by b.id),
                ended as (
                  select b.id, max(e.at) filter (where e.kind = 'RUN_ENDED') as at from begun b
                    join flow_fact e on e.pathway_ref = b.pathway_ref
                   where e.process = 'dementia-pathway' and e.kind in ('RUN_STARTED', 'RUN_ENDED')
                   group by b.id
                  having max(e.at) filter (where e.kind = 'RUN_ENDED') >= max(e.at) filter (where e.kind = 'RUN_STARTED')
                  %12$s),
                waits as (
                  select b.*, r.at as reached_at, l.at as left_at
                    from begun b
                    left join reached r on r.id = b.id
                    left join (select id, min(at) as at from ended group by id) l on l.id = b.id)
                select pathway_ref, at, id,
                       case when reached_at < at - interval '1 minute' then 'BEFORE'
                            when reached_at is not null then 'REACHED'
                            when left_at is not null then 'LEFT' else 'WAITING' end as outcome,
                       ((greatest(0, floor(extract(epoch from coalesce(reached_at, left_at, :now) - at)))::bigint + 3599) / 3600)::int
                         as hours
                  from waits
                """.formatted(
                        unit.formatted("f"),
                        FlowReader.FACTS,
                        from.fact("f"),
                        fromService.formatted("f"),
                        same.formatted("e", "f"),
                        from.fact("e"),
                        fromService.formatted("e"),
                        from.isCorrected() ? "e.id > f.id" : "(e.at, e.id) < (f.at, f.id)",
                        same.formatted("e", "b"),
                        to.fact("e"),
                        toService.formatted("e"),
                        ended);
    }
}
