package org.waymark.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision.Visible;
import org.waymark.decisions.KeptDecisions.Asked;
import org.waymark.kernel.PathwayRef;
import org.waymark.rules.TableTrial.Difference;
import org.waymark.rules.TableTrial.Group;
import org.waymark.rules.TableTrial.State;

/** The tables table_trial and table_trial_shift. */
@Component
class TrialTables {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    TrialTables(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void insert(TableTrial trial) {
        jdbc.sql("""
                        insert into table_trial (id, proposal_id, revision, against, state, started_by, started_at, up_to, total, people)
                        values (:id, :proposal, :revision, :against, 'RUNNING', :by, :at, :upTo, :total, :people)
                        """)
                .param("id", trial.id())
                .param("proposal", trial.proposal())
                .param("revision", trial.revision())
                .param("against", trial.against())
                .param("by", trial.startedBy())
                .param("at", Timestamp.from(trial.startedAt()))
                .param("upTo", trial.upTo())
                .param("total", trial.total())
                .param("people", trial.people())
                .update();
    }

    Optional<UUID> nextRunning() {
        return jdbc.sql("select id from table_trial where state = 'RUNNING' order by number limit 1")
                .query(UUID.class)
                .optional();
    }

    /** Locked until the transaction ends; empty when it no longer runs. */
    Optional<TableTrial> lockRunning(UUID id) {
        return jdbc.sql("select * from table_trial where id = :id and state = 'RUNNING' for update")
                .param("id", id)
                .query(TrialTables::trial)
                .optional();
    }

    Optional<TableTrial> find(UUID id) {
        return jdbc.sql("select * from table_trial where id = :id")
                .param("id", id)
                .query(TrialTables::trial)
                .optional();
    }

    /** The one that was begun last. */
    Optional<TableTrial> latest(UUID proposal) {
        return jdbc.sql("select * from table_trial where proposal_id = :proposal order by number desc limit 1")
                .param("proposal", proposal)
                .query(TrialTables::trial)
                .optional();
    }

    void end(UUID id, State state, Instant at) {
        jdbc.sql("update table_trial set state = :state, ended_at = :at where id = :id and state = 'RUNNING'")
                .param("state", state.name())
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    /** What came of some evaluations, the last of them this one. */
    void looked(UUID id, long reached, int looked, int failed) {
        jdbc.sql("""
                        update table_trial set reached = :reached, looked = looked + :looked, failed = failed + :failed
                         where id = :id
                        """)
                .param("reached", reached)
                .param("looked", looked)
                .param("failed", failed)
                .param("id", id)
                .update();
    }

    void add(UUID trial, Map<Asked, List<Shift>> shifts) {
        List<Object[]> rows = new ArrayList<>();
        shifts.forEach((asked, of) -> of.forEach(shift -> rows.add(new @Nullable Object[] {
            trial,
            asked.number(),
            asked.pathway().value(),
            asked.isLatest(),
            shift.outcome(),
            shift.about(),
            shift.before(),
            shift.after()
        })));
        if (!rows.isEmpty()) {
            batches.batchUpdate("""
                            insert into table_trial_shift (trial_id, evaluation_id, pathway_ref, is_latest, outcome, about, before, after)
                            values (?, ?, ?, ?, ?, ?, ?, ?)
                            """, rows, new int[] {
                Types.OTHER,
                Types.BIGINT,
                Types.VARCHAR,
                Types.BOOLEAN,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.VARCHAR
            });
        }
    }

    Difference difference(UUID trial) {
        return jdbc.sql("""
                        select count(distinct evaluation_id), count(distinct pathway_ref),
                               count(distinct pathway_ref) filter (where is_latest)
                          from table_trial_shift where trial_id = :trial
                        """)
                .param("trial", trial)
                .query((row, number) -> new Difference(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** The largest first. */
    List<Group> groups(UUID trial, int most) {
        return jdbc.sql("""
                        select outcome, about, before, after, count(distinct evaluation_id), count(distinct pathway_ref) as people,
                               count(distinct pathway_ref) filter (where is_latest)
                          from table_trial_shift where trial_id = :trial
                         group by outcome, about, before, after
                         order by people desc, outcome, about, before, after limit :most
                        """)
                .param("trial", trial)
                .param("most", most)
                .query((row, number) -> new Group(shift(row), row.getLong(5), row.getLong(6), row.getLong(7)))
                .list();
    }

    long visible(UUID trial, Visible visible) {
        return jdbc.sql("select count(distinct s.pathway_ref) from table_trial_shift s where s.trial_id = :trial and "
                        + visible.sql())
                .params(visible.parameters())
                .param("trial", trial)
                .query(Long.class)
                .single();
    }

    /** By their reference, each with what would come out otherwise in the last evaluation in which something would. */
    Map<PathwayRef, List<Shift>> people(UUID trial, Visible visible, String after, int most) {
        Map<PathwayRef, List<Shift>> people = new LinkedHashMap<>();
        jdbc.sql("""
                        select s.outcome, s.about, s.before, s.after, s.pathway_ref
                          from (select s.pathway_ref, max(s.evaluation_id) as evaluation_id from table_trial_shift s
                                 where s.trial_id = :trial and s.pathway_ref > :after and %s
                                 group by s.pathway_ref order by s.pathway_ref limit :most) last
                          join table_trial_shift s on s.trial_id = :trial and s.pathway_ref = last.pathway_ref
                                                  and s.evaluation_id = last.evaluation_id
                         order by s.pathway_ref, s.outcome, s.about
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("trial", trial)
                .param("after", after)
                .param("most", most)
                .query(row -> {
                    people.computeIfAbsent(new PathwayRef(row.getString("pathway_ref")), unseen -> new ArrayList<>())
                            .add(shift(row));
                });
        return people;
    }

    private static Shift shift(ResultSet row) throws SQLException {
        return new Shift(
                row.getString("outcome"), row.getString("about"), row.getString("before"), row.getString("after"));
    }

    private static TableTrial trial(ResultSet row, int number) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new TableTrial(
                row.getObject("id", UUID.class),
                row.getObject("proposal_id", UUID.class),
                row.getInt("revision"),
                row.getInt("against"),
                State.valueOf(row.getString("state")),
                row.getString("started_by"),
                row.getTimestamp("started_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getLong("up_to"),
                row.getLong("total"),
                row.getLong("people"),
                row.getLong("reached"),
                row.getLong("looked"),
                row.getLong("failed"));
    }
}
