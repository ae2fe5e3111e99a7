package org.waymark.insight;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.kernel.WaymarkClock;

/**
 * Counts all measures month by month, always anew and from what is on record: a month can still change, when what belongs
 * to it becomes certain. Pages read what was counted.
 */
@Service
class MeasureMonths {

    private static final Duration OFTEN_ENOUGH = Duration.ofMinutes(1);

    /** It rests so many times as long as it took, so that it is never more than a small part of the load. */
    private static final int REST = 20;

    private final JdbcClient jdbc;
    private final WaymarkClock clock;

    MeasureMonths(JdbcClient jdbc, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Last(@Nullable Instant at, Duration took) {

        private boolean isFresh(Instant now) {
            Duration rest = took.multipliedBy(REST);
            return at != null
                    && now.isBefore(at.plus(rest.compareTo(OFTEN_ENOUGH) > 0 ? rest : OFTEN_ENOUGH))
                    && !now.isBefore(at);
        }
    }

    /** Counts unless that was done a moment ago, or another node is about it. */
    @Transactional
    public void countIfStale() {
        jdbc.sql("select at, took_ms from measure_counted for update skip locked")
                .query((row, number) -> {
                    Timestamp at = row.getTimestamp(1);
                    return new Last(at == null ? null : at.toInstant(), Duration.ofMillis(row.getLong(2)));
                })
                .optional()
                .filter(last -> !last.isFresh(clock.instant()))
                .ifPresent(last -> countAll());
    }

    @Transactional
    public void count() {
        jdbc.sql("select 1 from measure_counted for update")
                .query(Integer.class)
                .single();
        countAll();
    }

    private void countAll() {
        long began = System.nanoTime();
        Instant now = clock.instant();
        jdbc.sql("delete from measure_month").update();
        for (Measure measure : Measure.values()) {
            jdbc.sql("""
                            insert into measure_month (measure, month, n, met, half)
                            select :measure, date_trunc('month', on_day)::date, count(*),
                                   case when :isShare then count(*) filter (where met) end,
                                   percentile_cont(0.5) within group (order by amount)
                              from (%s) counted group by 2
                            """.formatted(MeasureCases.of(measure)))
                    .param("measure", measure.name())
                    .param("isShare", measure.shape() == Measure.Shape.SHARE)
                    .param("now", Timestamp.from(now))
                    .param("today", clock.today())
                    .param("since", "-infinity")
                    .param("until", "infinity")
                    .update();
        }
        jdbc.sql("update measure_counted set at = :now, took_ms = :took")
                .param("now", Timestamp.from(now))
                .param("took", Duration.ofNanos(System.nanoTime() - began).toMillis())
                .update();
    }
}
