package org.waymark.sample;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.background.LongWork;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.StillComing;

/**
 * The people of the past eighteen months whom {@link Biographer} tells of, one after another and each in one transaction: so
 * nobody meets anybody half told, no job of theirs runs before its day, and a start that is cut off begins the one at hand
 * anew. Those told by hand come first, and meanwhile the application is in use.
 */
@Component
@ConditionalOnProperty("waymark.sample")
class SimulatedCaseload implements LongWork, StillComing {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCaseload.class);

    /** Makes about the same lives on any day. With this one as many die as the rates expect, or one more. */
    private static final long SEED = 20_268_178;

    /** Those told by hand have the numbers up to this one. */
    private static final int NUMBERS_BY_HAND = 40;

    private final JdbcClient jdbc;
    private final Storyteller teller;
    private final Biographer biographer;
    private final WaymarkClock clock;
    private final int people;
    private volatile boolean isComplete;

    /** @param people how many there are in all, those told by hand among them */
    SimulatedCaseload(
            JdbcClient jdbc,
            Storyteller teller,
            Biographer biographer,
            WaymarkClock clock,
            @Value("${waymark.sample.people:60}") int people) {
        this.jdbc = jdbc;
        this.teller = teller;
        this.biographer = biographer;
        this.clock = clock;
        this.people = people;
    }

    /** To be told from now on, besides those who are there. */
    void begin() {
        Instant now = clock.instant();
        jdbc.sql("""
                        insert into sample_caseload (id, seed, begins_at, begun_at, people)
                        select :id, :seed, :begins, :now, greatest(0, :people - count(*)) from pathway
                        """)
                .param("id", UUID.randomUUID())
                .param("seed", SEED)
                .param("begins", Timestamp.from(now.minus(Biographer.PAST)))
                .param("now", Timestamp.from(now))
                .param("people", people)
                .update();
    }

    private record Standing(long seed, Instant begins, Instant begun, int people, int told, int leftOut) {

        int done() {
            return told + leftOut;
        }

        boolean isDone() {
            return done() == people;
        }

        /** People come evenly over the time, and not in step. */
        Instant arrival(RandomGenerator random) {
            double share = (done() + random.nextDouble()) / people;
            return begins.plusSeconds(
                    (long) (share * Duration.between(begins, begun).toSeconds()));
        }
    }

    @Override
    public String name() {
        return "sample caseload";
    }

    @Override
    public Optional<UUID> next() {
        return jdbc.sql("select id from sample_caseload where ended_at is null order by begun_at limit 1")
                .query(UUID.class)
                .optional();
    }

    /** One person at a time, however many were asked for: transactions that take long hold up others. */
    @Override
    public void take(UUID begun, int most) {
        Standing standing = lock(begun);
        if (standing.isDone()) {
            jdbc.sql("update sample_caseload set ended_at = :now where id = :id")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", begun)
                    .update();
            LOG.info(
                    "The caseload of the sample alliance is complete: {} people, and {} left out of whom it could not be told",
                    standing.told(),
                    standing.leftOut());
            return;
        }
        int number = standing.done() + 1;
        long seed = standing.seed() + number;
        Instant arrival = standing.arrival(new SplittableRandom(~seed));
        teller.tell(() -> biographer.tell(NUMBERS_BY_HAND + number, arrival, seed));
        count(begun, "told");
    }

    @Override
    public void giveBack(UUID begun, RuntimeException why) {
        count(begun, "left_out");
    }

    private Standing lock(UUID begun) {
        return jdbc.sql("select * from sample_caseload where id = :id for update")
                .param("id", begun)
                .query((row, number) -> new Standing(
                        row.getLong("seed"),
                        row.getTimestamp("begins_at").toInstant(),
                        row.getTimestamp("begun_at").toInstant(),
                        row.getInt("people"),
                        row.getInt("told"),
                        row.getInt("left_out")))
                .single();
    }

    private void count(UUID begun, String what) {
        jdbc.sql("update sample_caseload set %1$s = %1$s + 1 where id = :id".formatted(what))
                .param("id", begun)
                .update();
    }

    @Override
    public Optional<Share> share() {
        if (isComplete) {
            return Optional.empty();
        }
        Optional<Share> share = jdbc.sql("""
                        select told, people - left_out as people from sample_caseload
                         where ended_at is null and told + left_out < people order by begun_at limit 1
                        """)
                .query((row, number) -> new Share(row.getInt("told"), row.getInt("people")))
                .optional();
        isComplete = share.isEmpty();
        return share;
    }
}
