package org.waymark.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision.Visible;
import org.waymark.decisions.KeptDecisions.Step;
import org.waymark.kernel.PathwayRef;
import org.waymark.rules.TableTrial.Consequence;
import org.waymark.rules.TableTrial.Consequences;
import org.waymark.rules.TableTrial.Difference;
import org.waymark.rules.TableTrial.Group;
import org.waymark.rules.TableTrial.State;
import org.waymark.rules.TableTrial.Told;

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
                        insert into table_trial (id, proposal_id, revision, against, following, state, started_by, started_at, up_to, total, people)
                        values (:id, :proposal, :revision, :against, :following, 'RUNNING', :by, :at, :upTo, :total, :people)
                        """)
                .param("id", trial.id())
                .param("proposal", trial.proposal())
                .param("revision", trial.revision())
                .param("against", trial.against())
                .param(
                        "following",
                        trial.following().entrySet().stream()
                                .map(one -> one.getKey() + " " + one.getValue())
                                .toArray(String[]::new))
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
    void looked(UUID id, long reached, int looked, int failed, int found) {
        jdbc.sql("""
                        update table_trial set reached = :reached, looked = looked + :looked, failed = failed + :failed,
                               found = found + :found where id = :id
                        """)
                .param("reached", reached)
                .param("looked", looked)
                .param("failed", failed)
                .param("found", found)
                .param("id", id)
                .update();
    }

    /**
     * Something that would come out otherwise.
     *
     * @param isLatest no later evaluation of the decision counts for this person
     * @param isActedOn something else would have come of it; otherwise it is what an evaluation of the table would answer
     */
    record Found(Step step, boolean isLatest, boolean isActedOn, Shift shift) {

        /** The round or the record that it belongs to; itself where it belongs to none. */
        String chain() {
            UUID round = step.subject().assessment();
            String record = step.subject().record();
            return round != null ? round.toString() : record != null ? record : String.valueOf(step.number());
        }
    }

    void add(UUID trial, List<Found> found) {
        List<Object[]> rows = new ArrayList<>();
        found.forEach(one -> rows.add(new @Nullable Object[] {
            trial,
            one.step().number(),
            one.step().subject().pathway().value(),
            one.isLatest(),
            one.shift().outcome(),
            one.shift().about(),
            one.shift().before(),
            one.shift().after(),
            one.shift().decision(),
            one.isActedOn(),
            one.chain()
        }));
        if (!rows.isEmpty()) {
            batches.batchUpdate("""
                            insert into table_trial_shift
                                   (trial_id, evaluation_id, pathway_ref, is_latest, outcome, about, before, after, decision, acted_on, chain)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """, rows, new int[] {
                Types.OTHER,
                Types.BIGINT,
                Types.VARCHAR,
                Types.BOOLEAN,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.BOOLEAN,
                Types.VARCHAR
            });
        }
    }

    Difference difference(UUID trial) {
        return jdbc.sql("""
                        select count(distinct evaluation_id), count(distinct pathway_ref),
                               count(distinct pathway_ref) filter (where is_latest)
                          from table_trial_shift where trial_id = :trial and not acted_on
                        """)
                .param("trial", trial)
                .query((row, number) -> new Difference(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    Consequences consequences(UUID trial) {
        List<Consequence> consequences = jdbc.sql("""
                        select decision, count(distinct pathway_ref) as people, count(distinct pathway_ref) filter (where is_latest)
                          from table_trial_shift where trial_id = :trial and acted_on
                         group by decision order by people desc, decision
                        """)
                .param("trial", trial)
                .query((row, number) -> new Consequence(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
        long without = jdbc.sql("""
                        select count(*) from (select 1 from table_trial_shift where trial_id = :trial
                         group by pathway_ref having not bool_or(acted_on)) one
                        """).param("trial", trial).query(Long.class).single();
        return new Consequences(consequences, without);
    }

    /** The largest first: of what evaluations of the table would answer, or of what would have come of it. */
    List<Group> groups(UUID trial, boolean actedOn, int most) {
        return jdbc.sql("""
                        select decision, outcome, about, before, after, count(distinct evaluation_id),
                               count(distinct pathway_ref) as people, count(distinct pathway_ref) filter (where is_latest)
                          from table_trial_shift where trial_id = :trial and acted_on = :actedOn
                         group by decision, outcome, about, before, after
                         order by people desc, decision, outcome, about, before, after limit :most
                        """)
                .param("trial", trial)
                .param("actedOn", actedOn)
                .param("most", most)
                .query((row, number) -> new Group(shift(row), row.getLong(6), row.getLong(7), row.getLong(8)))
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

    /**
     * By their reference, each with what the table itself would answer otherwise in the last round or record in which it
     * would, and with what would have come of each decision in the last evaluation in which something else would.
     */
    Map<PathwayRef, List<Told>> people(UUID trial, Visible visible, String after, int most) {
        Map<PathwayRef, List<Told>> people = new LinkedHashMap<>();
        jdbc.sql("""
                        with shown as (
                            select s.pathway_ref from table_trial_shift s
                             where s.trial_id = :trial and s.pathway_ref > :after and %s
                             group by s.pathway_ref order by s.pathway_ref limit :most),
                        grouped as (
                            select s.*, case when s.acted_on then cast(s.evaluation_id as text) else s.chain end as one
                              from table_trial_shift s join shown using (pathway_ref) where s.trial_id = :trial),
                        ranked as (
                            select g.*, first_value(g.one) over (
                                   partition by g.pathway_ref, g.acted_on, g.decision order by g.evaluation_id desc) as last
                              from grouped g)
                        select decision, outcome, about, before, after, pathway_ref, acted_on, bool_or(is_latest) as is_latest
                          from ranked where one = last
                         group by pathway_ref, acted_on, decision, outcome, about, before, after
                         order by pathway_ref, acted_on, min(evaluation_id), outcome, about
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("trial", trial)
                .param("after", after)
                .param("most", most)
                .query(row -> {
                    people.computeIfAbsent(new PathwayRef(row.getString("pathway_ref")), unseen -> new ArrayList<>())
                            .add(new Told(shift(row), row.getBoolean("is_latest"), row.getBoolean("acted_on")));
                });
        return people;
    }

    private static Shift shift(ResultSet row) throws SQLException {
        return new Shift(
                row.getString("decision"),
                row.getString("outcome"),
                row.getString("about"),
                row.getString("before"),
                row.getString("after"));
    }

    /** As {@code pathway-stage 2}. */
    private static Map<String, Integer> following(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("following").getArray())
                .map(one -> one.split(" ", 2))
                .collect(Collectors.toMap(one -> one[0], one -> Integer.valueOf(one[1])));
    }

    private static TableTrial trial(ResultSet row, int number) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new TableTrial(
                row.getObject("id", UUID.class),
                row.getObject("proposal_id", UUID.class),
                row.getInt("revision"),
                row.getInt("against"),
                following(row),
                State.valueOf(row.getString("state")),
                row.getString("started_by"),
                row.getTimestamp("started_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getLong("up_to"),
                row.getLong("total"),
                row.getLong("people"),
                row.getLong("reached"),
                row.getLong("looked"),
                row.getLong("failed"),
                row.getLong("found"));
    }
}
