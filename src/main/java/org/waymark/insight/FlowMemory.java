package org.waymark.insight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.insight.Way.Fact;

/**
 * Holds the facts of the flow in memory, pathway by pathway (ADR 35). Facts are only ever added, so that before each
 * question it is enough to read those that have come since the last one, and none is missed.
 */
@Component
class FlowMemory {

    private static final int ROWS_AT_ONCE = 10_000;

    /** Transactions that are still open may have written facts that nobody sees yet; theirs are looked for again. */
    private static final String NOW = """
            select pg_snapshot_xmin(pg_current_snapshot())::text as before,
                   exists (select 1 from flow_fact where id = :last and tx = cast(cast(:lastTx as text) as xid8)) as is_same
            """;

    /** What this transaction itself has written may still be rolled back. */
    private static final String READ =
            "select f.id, f.tx::text as tx, f.pathway_ref, " + micros("f.at") + " as at, " + Happening.WRITTEN
                    + " as what, f.record, f.task_id, " + micros("f.entered_at") + " as entered, " + micros("f.due_at")
                    + " as due, f.worked_seconds from flow_fact f where f.tx >= cast(cast(:before as text) as xid8)"
                    + " and f.tx is distinct from pg_current_xact_id_if_assigned()";

    /** Exact: a double has room for every microsecond of our centuries. */
    private static String micros(String column) {
        return "(date_part('epoch', " + column + ") * 1000000)::bigint";
    }

    /** Goes on being the same whatever comes after. */
    record Held(List<Way> ways, List<Happening> happenings) {}

    private static final Held NOTHING = new Held(List.of(), List.of());

    private final JdbcClient jdbc;

    private final Map<String, Happening> whats = new HashMap<>();
    private final List<Happening> known = new ArrayList<>();
    private Happening[] byNumber = {};
    private final Map<String, Integer> places = new HashMap<>();
    private Way[] ways = new Way[0];
    private Held held = NOTHING;

    private String before = "0";

    /** Facts that were read of transactions from {@link #before} on, and will be met again. */
    private Set<Long> seen = new HashSet<>();

    private long last;
    private String lastTx = "0";

    FlowMemory(DataSource database) {
        var template = new JdbcTemplate(database);
        template.setFetchSize(ROWS_AT_ONCE);
        this.jdbc = JdbcClient.create(template);
    }

    /** All facts that have been committed by now. */
    @Transactional
    public synchronized Held upToDate() {
        String next = jdbc.sql(NOW)
                .param("last", last)
                .param("lastTx", lastTx)
                .query((row, number) -> {
                    // Where the table is not the one that was read, as after a restored backup, all is read anew.
                    if (last > 0 && !row.getBoolean("is_same")) {
                        forget();
                    }
                    return row.getString("before");
                })
                .single();
        long from = Long.parseLong(next);
        Set<Long> recent = new HashSet<>();
        Map<String, List<Fact>> found = new LinkedHashMap<>();
        jdbc.sql(READ).param("before", before).query(row -> {
            long id = row.getLong("id");
            long tx = Long.parseLong(row.getString("tx"));
            if (tx >= from) {
                recent.add(id);
            }
            if (seen.contains(id)) {
                return;
            }
            if (id > last) {
                last = id;
                lastTx = row.getString("tx");
            }
            String written = row.getString("what");
            found.computeIfAbsent(row.getString("pathway_ref"), pathway -> new ArrayList<>())
                    .add(new Fact(
                            id,
                            row.getLong("at"),
                            what(written),
                            Way.numbered(row.getString("record")),
                            Way.numbered(row.getString("task_id")),
                            time(row.getObject("entered", Long.class)),
                            time(row.getObject("due", Long.class)),
                            row.getLong("worked_seconds")));
        });
        if (!found.isEmpty()) {
            add(found);
            held = new Held(List.of(ways), List.copyOf(known));
        }
        before = next;
        seen = recent;
        return held;
    }

    private void forget() {
        whats.clear();
        known.clear();
        byNumber = new Happening[0];
        places.clear();
        ways = new Way[0];
        held = NOTHING;
        before = "0";
        seen = new HashSet<>();
        last = 0;
        lastTx = "0";
    }

    private static long time(@Nullable Long micros) {
        return micros == null ? Way.NEVER : micros;
    }

    private Happening what(String written) {
        Happening what = whats.get(written);
        if (what == null) {
            what = Happening.read(known.size(), written);
            whats.put(written, what);
            known.add(what);
        }
        return what;
    }

    /** Whoever goes through the ways just now goes on with those from before. */
    private void add(Map<String, List<Fact>> found) {
        found.keySet().forEach(pathway -> places.computeIfAbsent(pathway, one -> places.size()));
        if (byNumber.length < known.size()) {
            byNumber = known.toArray(Happening[]::new);
        }
        Way[] next = new Way[places.size()];
        System.arraycopy(ways, 0, next, 0, ways.length);
        found.forEach((pathway, facts) -> {
            int place = Objects.requireNonNull(places.get(pathway));
            next[place] = place < ways.length ? ways[place].with(facts, byNumber) : Way.of(pathway, facts, byNumber);
        });
        ways = next;
    }
}
