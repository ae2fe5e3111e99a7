package org.waymark.insight;

/** The runs of a model that began in a period, each with the steps that were completed in it. */
final class Runs {

    /**
     * Columns: pathway_ref, id, started_at, ended_at (null while it goes on), path (version:element of each completed step, in
     * order) and way (the elements alone, one after the other of the same step taken together, as several people may do it).
     */
    static final String SQL = """
            select r.pathway_ref, r.id, r.at as started_at, e.at as ended_at, coalesce(s.path, '') as path,
                   coalesce(s.way, '') as way,
                   ((greatest(0, floor(extract(epoch from coalesce(e.at, :now) - r.at)))::bigint + 3599) / 3600)::int as hours
              from (select f.id, f.pathway_ref, f.process, f.record, f.at from\s""" + FlowReader.FACTS + " where f.kind = 'RUN_STARTED' and " + FlowReader.ASKED + """
                   ) r
              cross join lateral (
                select min(x.at) as at from flow_fact x
                 where x.pathway_ref = r.pathway_ref and x.process = r.process and x.record = r.record and x.kind = 'RUN_ENDED'
                   and x.at >= r.at) e
              cross join lateral (
                select string_agg(coalesce(y.version, 0) || ':' || y.element, ' ' order by y.at, y.id) as path,
                       string_agg(y.element, ' ' order by y.at, y.id) filter (where y.is_other) as way
                  from (select x.version, x.element, x.at, x.id,
                               x.element is distinct from lag(x.element) over (order by x.at, x.id) as is_other
                          from flow_fact x
                         where x.pathway_ref = r.pathway_ref and x.process = r.process and x.record = r.record
                           and x.kind = 'STEP_COMPLETED' and x.at >= r.at
                           and (e.at is null or x.at <= e.at)) y) s
            """;

    private Runs() {}
}
