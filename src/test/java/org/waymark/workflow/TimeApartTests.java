package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;

/** Whoever tells of other times has a clock of their own, in our tables and in the engine, and moves nobody else's. */
class TimeApartTests extends WithCare {

    private static final Duration LONG_AGO = Duration.ofDays(400);

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    /** When the first task of somebody began: as we know it and as the engine does. */
    private record Begun(Instant ours, Instant engines) {}

    private Begun begun(Somebody person) {
        return jdbc.sql("""
                        select w.created_at, t.create_time_ from work_item w join act_ru_task t on t.id_ = w.task_id
                         where w.pathway_ref = :ref
                        """)
                .param("ref", person.ref().value())
                .query((row, number) -> new Begun(
                        row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
                .single();
    }

    private static void assertBegan(Begun begun, Instant at) {
        assertThat(begun.ours()).isCloseTo(at, within(1, ChronoUnit.MINUTES));
        assertThat(begun.engines()).isCloseTo(at, within(1, ChronoUnit.MINUTES));
    }

    @Test
    void givesATimeToOneThreadAndLeavesTheOthersTheirs() {
        Instant now = clock.instant();
        List<Somebody> people = new ArrayList<>();

        clock.apart(() -> {
            clock.moveTo(now.minus(LONG_AGO));
            people.add(care.registered());
            people.add(CompletableFuture.supplyAsync(care::registered).join());
            people.add(care.registered());
            clock.reset();
            assertThat(clock.instant()).isCloseTo(now, within(1, ChronoUnit.MINUTES));
        });

        assertBegan(begun(people.get(0)), now.minus(LONG_AGO));
        assertBegan(begun(people.get(1)), now);
        assertBegan(begun(people.get(2)), now.minus(LONG_AGO));
        assertBegan(begun(care.registered()), now);
    }

    @Test
    void comesBackToEverybodysTimeWhenTheTellingBreaksOff() {
        Instant now = clock.instant();

        assertThat(catchThrowable(() -> clock.apart(() -> {
                    clock.moveTo(now.minus(LONG_AGO));
                    throw new IllegalStateException("broken off");
                })))
                .hasMessage("broken off");

        assertThat(clock.instant()).isCloseTo(now, within(1, ChronoUnit.MINUTES));
    }
}
