package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.insight.FlowMemory.Held;
import org.waymark.support.Care;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** What is held of the flow is what stands in its table, however it came there. */
class FlowMemoryTests extends WithCare {

    @Autowired
    DataSource database;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private Held read(FlowMemory memory) {
        return Objects.requireNonNull(transaction.execute(status -> memory.upToDate()));
    }

    private static final String NOTE = """
            insert into flow_fact (at, kind, pathway_ref, process, version, record, element, task_id, organisation, stage, carer_strain,
                                   entered_at, due_at, worked_seconds)
            values (?, ?, ?, 'partner-referral', ?, ?, 'UserTask_' || ?, ?, 'approach', 'MILD', 'LOW', ?, ?, ?)
            """;

    private static void note(Connection connection, Random random) {
        try (var statement = connection.prepareStatement(NOTE)) {
            Timestamp at = Timestamp.from(
                    Care.MONDAY.plus(Duration.ofMinutes(random.nextInt(5000))).plusNanos(random.nextInt(1000) * 1000L));
            boolean isEnd = random.nextBoolean();
            statement.setTimestamp(1, at);
            statement.setString(2, isEnd ? "STEP_COMPLETED" : "STEP_ENTERED");
            statement.setString(3, "WM-0000-000" + random.nextInt(7));
            statement.setInt(4, 1 + random.nextInt(2));
            statement.setString(5, "record-" + random.nextInt(4));
            statement.setInt(6, random.nextInt(5));
            statement.setString(7, "task-" + random.nextInt(30));
            statement.setTimestamp(8, isEnd ? Timestamp.from(at.toInstant().minusSeconds(random.nextInt(9000))) : null);
            statement.setTimestamp(9, random.nextBoolean() ? at : null);
            statement.setObject(10, isEnd ? Long.valueOf(random.nextInt(4000)) : null);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In words: way by way, whatever numbers things were given. */
    private static List<String> told(Held held) {
        return held.ways().stream().map(way -> told(held, way)).sorted().toList();
    }

    private static String told(Held held, Way way) {
        var told = new StringBuilder(way.pathway());
        int end = 0;
        int begun = 0;
        for (int i = 0; i < way.size(); i++) {
            int fact = i;
            Happening what = way.what(fact);
            told.append('\n')
                    .append(way.id(fact))
                    .append(' ')
                    .append(way.at(fact))
                    .append(' ')
                    .append(what.kind());
            told.append(' ')
                    .append(what.process())
                    .append(' ')
                    .append(what.version())
                    .append(' ')
                    .append(what.element());
            told.append(" with ")
                    .append(IntStream.range(0, way.size())
                            .filter(other -> way.run(other) == way.run(fact))
                            .boxed()
                            .toList());
            if (begun < way.begun().count() && way.begun().fact(begun) == fact) {
                told.append(" taken after ").append(way.begun().takenAfter(begun));
                if (way.begun().before(begun) != Way.NONE) {
                    told.append(" before ")
                            .append(held.happenings()
                                    .get(way.begun().before(begun))
                                    .element());
                }
                begun++;
            }
            if (end < way.ends().count() && way.ends().fact(end) == fact) {
                told.append(" from ")
                        .append(way.ends().entered(end))
                        .append(" late ")
                        .append(way.ends().isLate(end))
                        .append(" worked ")
                        .append(way.ends().worked(end));
                end++;
            }
        }
        return told.append("\nends ")
                .append(end)
                .append(" beginnings ")
                .append(begun)
                .toString();
    }

    /** Transactions begin and end in any order, some are taken back, and it is looked at again and again meanwhile. */
    @Test
    void isTheSameReadInPartsAsReadAnew() throws SQLException {
        var random = new Random(11);
        var memory = new FlowMemory(database);
        List<Connection> open = new ArrayList<>();
        for (int turn = 0; turn < 300; turn++) {
            switch (random.nextInt(open.size() < 4 ? 5 : 4)) {
                case 0 -> read(memory);
                case 1, 2 -> {
                    if (!open.isEmpty()) {
                        note(open.get(random.nextInt(open.size())), random);
                    }
                }
                case 3 -> {
                    if (!open.isEmpty()) {
                        Connection ending = open.remove(random.nextInt(open.size()));
                        if (random.nextInt(5) == 0) {
                            ending.rollback();
                        } else {
                            ending.commit();
                        }
                        ending.setAutoCommit(true);
                        ending.close();
                    }
                }
                default -> {
                    Connection one = database.getConnection();
                    one.setAutoCommit(false);
                    open.add(one);
                }
            }
        }
        for (Connection ending : open) {
            ending.commit();
            ending.setAutoCommit(true);
            ending.close();
        }

        List<String> inParts = told(read(memory));

        assertThat(inParts).isEqualTo(told(read(new FlowMemory(database))));
        assertThat(jdbc.sql("select id from flow_fact order by id")
                        .query(Long.class)
                        .list())
                .hasSizeGreaterThan(50)
                .isEqualTo(read(memory).ways().stream()
                        .flatMap(way -> IntStream.range(0, way.size()).mapToObj(way::id))
                        .sorted()
                        .toList());
    }

    @Test
    void tellsTheFactsOfAPathwayInTheirOrder() {
        care.registered().named().dies();

        Held held = read(new FlowMemory(database));

        assertThat(IntStream.range(0, held.ways().get(0).size())
                        .mapToObj(held.ways().get(0)::id))
                .isEqualTo(jdbc.sql("select id from flow_fact order by at, id")
                        .query(Long.class)
                        .list());
    }

    /** What the asking transaction itself has written may never come to be. */
    @Test
    void holdsNothingThatMayStillBeTakenBack() {
        var memory = new FlowMemory(database);
        transaction.executeWithoutResult(status -> {
            care.registered();
            assertThat(memory.upToDate().ways()).isEmpty();
            status.setRollbackOnly();
        });
        care.registered();

        assertThat(read(memory).ways()).hasSize(1);
    }

    /** As when a backup of an earlier time is put back under a Waymark that goes on. */
    @Test
    void forgetsATableThatIsNotTheOneItRead() {
        var memory = new FlowMemory(database);
        care.registered();
        care.registered();
        assertThat(read(memory).ways()).hasSize(2);
        WaymarkDatabase.clean();
        care.begin();
        care.registered();

        Held held = read(memory);

        assertThat(held.ways().stream().map(Way::pathway))
                .isEqualTo(jdbc.sql("select distinct pathway_ref from flow_fact")
                        .query(String.class)
                        .list());
    }

    /** Whoever is at a question goes on with what there was when it was asked. */
    @Test
    void changesNothingForWhoeverIsAtAQuestion() {
        var memory = new FlowMemory(database);
        care.registered();
        Held asked = read(memory);
        List<String> before = told(asked);
        care.registered().named();
        read(memory);

        assertThat(told(asked)).isEqualTo(before);
    }
}
