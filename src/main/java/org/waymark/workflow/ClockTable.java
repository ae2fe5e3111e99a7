package org.waymark.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.waymark.kernel.WorkingDays;

/** Reads the rows once a start: they change with a migration only. */
@Component
class ClockTable implements Clocks {

    private static final String PLAIN = "";

    private final Supplier<Map<String, Map<String, Row>>> rows;

    ClockTable(JdbcClient jdbc) {
        rows = SingletonSupplier.of(() -> load(jdbc));
    }

    private static Map<String, Map<String, Row>> load(JdbcClient jdbc) {
        List<Row> all = jdbc.sql("select name, priority, amount, unit from clock")
                .query((row, number) ->
                        new Row(row.getString(1), row.getString(2), row.getInt(3), Unit.valueOf(row.getString(4))))
                .list();
        return all.stream()
                .collect(Collectors.groupingBy(Row::name, Collectors.toMap(Row::priority, Function.identity())));
    }

    @Override
    public Instant due(String clock, @Nullable String priority, Instant from) {
        Map<String, Row> byPriority = rows.get().getOrDefault(clock, Map.of());
        Row row = byPriority.get(priority == null ? PLAIN : priority);
        if (row == null) {
            row = byPriority.get(PLAIN);
        }
        if (row == null) {
            throw new IllegalArgumentException("No clock " + clock + " for this priority");
        }
        // The engine keeps milliseconds, and both sides must name the same instant.
        return row.after(from).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether a priority can change what this clock says, so that others need not look for one. */
    boolean knowsPriorities(String clock) {
        return rows.get().getOrDefault(clock, Map.of()).keySet().stream().anyMatch(name -> !name.equals(PLAIN));
    }

    private enum Unit {
        HOURS,
        DAYS,
        WORKING_DAYS,
        MONTHS
    }

    private record Row(String name, String priority, int amount, Unit unit) {

        Instant after(Instant from) {
            return switch (unit) {
                case HOURS -> from.plus(Duration.ofHours(amount));
                case DAYS -> endOf(LocalDate.ofInstant(from, WorkingDays.ZONE).plusDays(amount));
                case WORKING_DAYS -> WorkingDays.endOfDayAfter(from, amount);
                case MONTHS -> endOf(LocalDate.ofInstant(from, WorkingDays.ZONE).plusMonths(amount));
            };
        }

        private static Instant endOf(LocalDate day) {
            return day.atTime(WorkingDays.END_OF_DAY).atZone(WorkingDays.ZONE).toInstant();
        }
    }
}
