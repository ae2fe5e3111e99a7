package org.waymark.workflow;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.workflow.Escalations.Step;

/**
 * The clocks and the rules of escalation as this node remembers them. A change counts one up in {@code clock_version}; the
 * node that makes it remembers anew at once, the others look every few seconds, so that no task costs a query for its date.
 */
@Component
class ClockTable implements Clocks {

    private static final String ANY = "";

    private final JdbcClient jdbc;
    private volatile @Nullable Remembered remembered;

    ClockTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Remembers anew where something has changed. */
    void refresh() {
        Remembered now = remembered;
        if (now != null && now.version() != version()) {
            remembered = load();
        }
    }

    private Remembered remembered() {
        Remembered now = remembered;
        if (now == null) {
            now = load();
            remembered = now;
        }
        return now;
    }

    private long version() {
        return jdbc.sql("select version from clock_version").query(Long.class).single();
    }

    private Remembered load() {
        // The version first: what is changed in between is then read again rather than never.
        long version = version();
        List<Row> rows = jdbc.sql("select name, priority, service, amount, unit from clock")
                .query((row, number) -> new Row(
                        new Key(row.getString(1), row.getString(2), row.getString(3)),
                        row.getInt(4),
                        Unit.valueOf(row.getString(5))))
                .list();
        Map<RuleKey, Rule> rules = new HashMap<>();
        jdbc.sql("select clock, priority, unit, step, by_clock, amount, amount_unit from escalation_rule")
                .query(row -> {
                    rules.put(
                            new RuleKey(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    Step.valueOf(row.getString(4))),
                            new Rule(row.getString(5), row.getInt(6), row.getString(7)));
                });
        return new Remembered(
                version,
                rows.stream().collect(Collectors.toMap(Row::key, Function.identity())),
                rows.stream()
                        .filter(row -> !row.key().priority().equals(ANY))
                        .map(row -> row.key().clock())
                        .collect(Collectors.toSet()),
                rows.stream()
                        .filter(row -> !row.key().service().equals(ANY))
                        .map(row -> row.key().clock())
                        .collect(Collectors.toSet()),
                Map.copyOf(rules));
    }

    @Override
    public Instant due(String clock, @Nullable String priority, @Nullable String service, Instant from) {
        Row row = row(clock, priority, service);
        if (row == null) {
            throw new IllegalArgumentException("No clock " + clock + " for this priority");
        }
        return row.after(from);
    }

    /** The row that counts for such work; null when no row fits. */
    @Nullable
    Row row(String clock, @Nullable String priority, @Nullable String service) {
        Map<Key, Row> rows = remembered().rows();
        String ofPriority = Objects.requireNonNullElse(priority, ANY);
        String ofService = Objects.requireNonNullElse(service, ANY);
        Row found = rows.get(new Key(clock, ofPriority, ofService));
        if (found == null) {
            found = rows.get(new Key(clock, ANY, ofService));
        }
        if (found == null) {
            found = rows.get(new Key(clock, ofPriority, ANY));
        }
        return found == null ? rows.get(new Key(clock, ANY, ANY)) : found;
    }

    /** The rule for a step of work on this row: the clock's own, or the one that every clock of its unit has. */
    @Nullable
    Rule rule(Row row, @Nullable String priority, Step step) {
        Map<RuleKey, Rule> rules = remembered().rules();
        String clock = row.key().clock();
        Rule found = rules.get(new RuleKey(clock, Objects.requireNonNullElse(priority, ANY), ANY, step));
        if (found == null) {
            found = rules.get(new RuleKey(clock, ANY, ANY, step));
        }
        return found == null ? rules.get(new RuleKey(ANY, ANY, row.unit().name(), step)) : found;
    }

    /** Whether a priority can change what this clock says, so that others need not look for one. */
    boolean knowsPriorities(String clock) {
        return remembered().byPriority().contains(clock);
    }

    /** Whether a service can change what this clock says. */
    boolean knowsServices(String clock) {
        return remembered().byService().contains(clock);
    }

    private record Remembered(
            long version,
            Map<Key, Row> rows,
            Set<String> byPriority,
            Set<String> byService,
            Map<RuleKey, Rule> rules) {}

    private record RuleKey(String clock, String priority, String unit, Step step) {}

    /** Priority and service are empty where the row counts for any. */
    record Key(String clock, String priority, String service) {}

    record Row(Key key, int amount, Unit unit) {

        Instant after(Instant from) {
            // The engine keeps milliseconds, and both sides must name the same instant.
            return unit.after(from, amount).truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** When a step comes: when a clock has run out, or so long after the work is due. */
    record Rule(
            @Nullable String byClock, int amount, @Nullable String amountUnit) {}
}
