package org.waymark.workflow.models;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.models.ModelVersions.Failure;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.Round;
import org.waymark.workflow.models.ModelVersions.State;

/** The tables model_round and model_round_run. */
@Component
class RoundTables {

    private static final String WITH_COUNTS = """
            select r.*, c.total, c.waiting, c.moved, c.failed, c.over_ from model_round r
            cross join lateral (
                select count(*) as total,
                       count(*) filter (where x.state = 'WAITING') as waiting,
                       count(*) filter (where x.state = 'MOVED') as moved,
                       count(*) filter (where x.state = 'FAILED') as failed,
                       count(*) filter (where x.state = 'OVER') as over_
                  from model_round_run x where x.round_id = r.id) c
            """;

    private final JdbcClient jdbc;

    RoundTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One run that is to be moved. */
    record Run(String instance, PathwayRef pathway, String record) {}

    /** A round with the definition that it moves runs from. */
    record Running(UUID id, String process, int from, int to, Kind kind, String startedBy) {}

    Optional<UUID> running(String process) {
        return jdbc.sql("select id from model_round where process = :process and state = 'RUNNING'")
                .param("process", process)
                .query(UUID.class)
                .optional();
    }

    Optional<UUID> nextRunning() {
        return jdbc.sql("select id from model_round where state = 'RUNNING' order by started_at limit 1")
                .query(UUID.class)
                .optional();
    }

    /** A trial of the same two versions that has gone through to its end. */
    boolean isTried(String process, int from, int to) {
        return jdbc.sql("""
                        select exists (select 1 from model_round
                                        where process = :process and from_version = :from and to_version = :to
                                          and kind = 'TRIAL' and state = 'DONE')
                        """)
                .param("process", process)
                .param("from", from)
                .param("to", to)
                .query(Boolean.class)
                .single();
    }

    /** @return false when a round of the process is under way */
    boolean begin(UUID id, String process, int from, int to, Kind kind, String by, Instant at) {
        int begun = jdbc.sql("""
                        insert into model_round (id, process, from_version, to_version, kind, state, started_by, started_at)
                        values (:id, :process, :from, :to, :kind, 'RUNNING', :by, :at)
                        on conflict (process) where state = 'RUNNING' do nothing
                        """)
                .param("id", id)
                .param("process", process)
                .param("from", from)
                .param("to", to)
                .param("kind", kind.name())
                .param("by", by)
                .param("at", Timestamp.from(at))
                .update();
        if (begun == 1) {
            jdbc.sql("""
                            insert into model_round_run (round_id, process_instance_id, pathway_ref, record, state)
                            select :id, e.process_instance_id, e.pathway_ref, e.record, 'WAITING'
                              from episode e
                              join act_ru_execution x on x.id_ = e.process_instance_id
                              join act_re_procdef d on d.id_ = x.proc_def_id_ and d.key_ = :process and d.version_ = :from
                             where e.ended_at is null
                            """)
                    .param("id", id)
                    .param("process", process)
                    .param("from", from)
                    .update();
        }
        return begun == 1;
    }

    /** Locks the round for this transaction, so that two nodes take turns; empty when it no longer runs. */
    Optional<Running> lockRunning(UUID round) {
        return jdbc.sql("select * from model_round where id = :id and state = 'RUNNING' for update")
                .param("id", round)
                .query((row, number) -> new Running(
                        row.getObject("id", UUID.class),
                        row.getString("process"),
                        row.getInt("from_version"),
                        row.getInt("to_version"),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("started_by")))
                .optional();
    }

    /** In an order of pathways, so that two who hold many never wait for each other in a circle. */
    List<Run> waiting(UUID round, int most) {
        return jdbc.sql("""
                        select process_instance_id, pathway_ref, record from model_round_run
                         where round_id = :round and state = 'WAITING' order by pathway_ref, process_instance_id limit :most
                        """)
                .param("round", round)
                .param("most", most)
                .query((row, number) -> new Run(row.getString(1), new PathwayRef(row.getString(2)), row.getString(3)))
                .list();
    }

    /** Whether the run is still under way on that version. */
    boolean isStillOn(Running round, Run run) {
        return jdbc.sql("""
                        select exists (select 1 from act_ru_execution x
                                         join act_re_procdef d on d.id_ = x.proc_def_id_
                                        where x.id_ = :instance and d.key_ = :process and d.version_ = :from)
                        """)
                .param("instance", run.instance())
                .param("process", round.process())
                .param("from", round.from())
                .query(Boolean.class)
                .single();
    }

    void settle(UUID round, Run run, String state, @Nullable String reason, @Nullable String detail) {
        jdbc.sql("""
                        update model_round_run set state = :state, reason = :reason, detail = :detail
                         where round_id = :round and process_instance_id = :instance
                        """)
                .param("state", state)
                .param("reason", reason)
                .param("detail", detail)
                .param("round", round)
                .param("instance", run.instance())
                .update();
    }

    /** @return false when it had ended before */
    boolean end(UUID round, State state, Instant at) {
        return jdbc.sql("update model_round set state = :state, ended_at = :at where id = :id and state = 'RUNNING'")
                        .param("state", state.name())
                        .param("at", Timestamp.from(at))
                        .param("id", round)
                        .update()
                == 1;
    }

    Optional<Round> round(UUID round) {
        return jdbc.sql(WITH_COUNTS + " where r.id = :id")
                .param("id", round)
                .query(RoundTables::round)
                .optional();
    }

    List<Round> rounds(int most) {
        return jdbc.sql(WITH_COUNTS + " order by r.started_at desc, r.id limit :most")
                .param("most", most)
                .query(RoundTables::round)
                .list();
    }

    List<Failure> failures(UUID round, int most) {
        return jdbc.sql("""
                        select pathway_ref, reason, detail from model_round_run
                         where round_id = :round and state = 'FAILED' order by pathway_ref limit :most
                        """)
                .param("round", round)
                .param("most", most)
                .query((row, number) ->
                        new Failure(new PathwayRef(row.getString(1)), row.getString(2), row.getString(3)))
                .list();
    }

    private static Round round(ResultSet row, int number) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new Round(
                row.getObject("id", UUID.class),
                row.getString("process"),
                row.getInt("from_version"),
                row.getInt("to_version"),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                row.getString("started_by"),
                row.getTimestamp("started_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getLong("total"),
                row.getLong("waiting"),
                row.getLong("moved"),
                row.getLong("failed"),
                row.getLong("over_"));
    }
}
