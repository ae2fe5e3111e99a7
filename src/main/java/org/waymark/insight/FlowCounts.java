package org.waymark.insight;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts the facts into the daily figures that pages read. Whatever order they were written in and however often it is
 * interrupted, the figures are those that counting all facts anew would give.
 */
@Service
class FlowCounts {

    /** Transactions that were still open then may have written facts that nobody sees yet; theirs wait for the next turn. */
    private static final String TURN = """
            select before::text, greatest(before, pg_snapshot_xmin(pg_current_snapshot()))::text
              from flow_counted for update
            """;

    private static final String COUNT = """
            insert into flow_day (day, process, version, element, organisation, role, team, service, stage, carer_strain,
                                  is_completed, is_late, waited_hours, worked_hours, n)
            select day, process, version, element, organisation, role, team, service, stage, carer_strain,
                   is_completed, is_late, waited_hours, worked_hours, count(*)
              from flow_ended
             where tx >= cast(cast(:from as text) as xid8) and tx < cast(cast(:until as text) as xid8)
               and id >= :first and id < :next
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
            on conflict (process, element, day, version, organisation, role, team, service, stage, carer_strain, is_completed,
                         is_late, waited_hours, worked_hours)
              do update set n = flow_day.n + excluded.n
            """;

    private static final String EXTENT = """
            select coalesce(min(id), 0), coalesce(max(id), -1)
              from flow_fact where tx >= cast(cast(:from as text) as xid8) and tx < cast(cast(:until as text) as xid8)
            """;

    /** So many facts are counted at once at the most, so that no statement takes longer than one may. */
    private static final int PORTION = 500_000;

    private final JdbcClient jdbc;
    private final int portion;

    @Autowired
    FlowCounts(JdbcClient jdbc) {
        this(jdbc, PORTION);
    }

    FlowCounts(JdbcClient jdbc, int portion) {
        this.jdbc = jdbc;
        this.portion = portion;
    }

    /** Adds the facts that have come since the last time. */
    @Transactional
    public void countNew() {
        Turn turn = turn();
        count(turn.before(), turn.until());
    }

    /** Forgets all figures and counts every fact again. */
    @Transactional
    public void countAll() {
        Turn turn = turn();
        jdbc.sql("delete from flow_day").update();
        count("0", turn.until());
    }

    private record Turn(String before, String until) {}

    private record Extent(long first, long last) {}

    private Turn turn() {
        return jdbc.sql(TURN)
                .query((row, number) -> new Turn(row.getString(1), row.getString(2)))
                .single();
    }

    private void count(String from, String until) {
        Extent extent = jdbc.sql(EXTENT)
                .param("from", from)
                .param("until", until)
                .query((row, number) -> new Extent(row.getLong(1), row.getLong(2)))
                .single();
        for (long first = extent.first(); first <= extent.last(); first += portion) {
            jdbc.sql(COUNT)
                    .param("from", from)
                    .param("until", until)
                    .param("first", first)
                    .param("next", first + portion)
                    .update();
        }
        jdbc.sql("update flow_counted set before = cast(cast(:until as text) as xid8)")
                .param("until", until)
                .update();
    }
}
