package org.waymark.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.rules.TableProposal.State;
import org.waymark.workflow.TableFile;

/** The table table_proposal. */
@Component
class ProposalTable {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    ProposalTable(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(TableProposal proposal) {
        jdbc.sql("""
                        insert into table_proposal (id, decision, base_version, file, findings, source, reason, state, author,
                               created_at, changed_at)
                        values (:id, :decision, :base, :file, cast(:findings as jsonb), :source, :reason, 'DRAFT', :author,
                               :at, :at)
                        """)
                .param("id", proposal.id())
                .param("decision", proposal.decision())
                .param("base", proposal.baseVersion())
                .param("file", proposal.file().xml())
                .param("findings", written(proposal.findings()))
                .param("source", proposal.source())
                .param("reason", proposal.reason())
                .param("author", proposal.author())
                .param("at", Timestamp.from(proposal.createdAt()))
                .update();
    }

    Optional<TableProposal> find(UUID id) {
        return jdbc.sql("select * from table_proposal where id = :id")
                .param("id", id)
                .query(this::proposal)
                .optional();
    }

    /** Locked until the transaction ends. */
    Optional<TableProposal> lock(UUID id) {
        return jdbc.sql("select * from table_proposal where id = :id for update")
                .param("id", id)
                .query(this::proposal)
                .optional();
    }

    /** Newest first. */
    List<TableProposal> of(String decision) {
        return jdbc.sql("select * from table_proposal where decision = :decision order by created_at desc, id")
                .param("decision", decision)
                .query(this::proposal)
                .list();
    }

    Map<String, Long> openByDecision() {
        return jdbc.sql("""
                        select decision, count(*) from table_proposal where state in ('DRAFT', 'SUBMITTED') group by decision
                        """).query((row, number) -> Map.entry(row.getString(1), row.getLong(2))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Optional<TableProposal> adoptedAs(String decision, int version) {
        return jdbc.sql("select * from table_proposal where decision = :decision and version = :version")
                .param("decision", decision)
                .param("version", version)
                .query(this::proposal)
                .optional();
    }

    void change(UUID id, TableFile file, List<Finding> findings, int baseVersion, Instant at) {
        jdbc.sql("""
                        update table_proposal set file = :file, findings = cast(:findings as jsonb), base_version = :base,
                               changed_at = :at, revision = revision + 1
                         where id = :id
                        """)
                .param("file", file.xml())
                .param("findings", written(findings))
                .param("base", baseVersion)
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void describe(UUID id, String source, String reason) {
        jdbc.sql("update table_proposal set source = :source, reason = :reason where id = :id")
                .param("source", source)
                .param("reason", reason)
                .param("id", id)
                .update();
    }

    /** All of a decision, until the transaction ends: of two that are approved at once, the second sees the first. */
    void lockAll(String decision) {
        jdbc.sql("select id from table_proposal where decision = :decision order by id for update")
                .param("decision", decision)
                .query(UUID.class)
                .list();
    }

    /** Waiting for approval in the order in which they were submitted. */
    List<TableProposal> submitted() {
        return jdbc.sql("select * from table_proposal where state = 'SUBMITTED' order by submitted_at, id")
                .query(this::proposal)
                .list();
    }

    void submit(UUID id, int baseVersion, Instant at) {
        jdbc.sql("""
                        update table_proposal set state = 'SUBMITTED', base_version = :base, submitted_at = :at, answered_by = null,
                               answered_at = null, answer = null
                         where id = :id
                        """)
                .param("base", baseVersion)
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void reopen(UUID id) {
        jdbc.sql("update table_proposal set state = 'DRAFT', submitted_at = null where id = :id")
                .param("id", id)
                .update();
    }

    /** @param version as which it was adopted; null when it was sent back */
    void answer(UUID id, State state, String by, Instant at, String answer, @Nullable Integer version) {
        jdbc.sql("""
                        update table_proposal set state = :state, answered_by = :by, answered_at = :at, answer = :answer,
                               version = :version
                         where id = :id
                        """)
                .param("state", state.name())
                .param("by", by)
                .param("at", Timestamp.from(at))
                .param("answer", answer)
                .param("version", version)
                .param("id", id)
                .update();
    }

    void withdraw(UUID id) {
        jdbc.sql("update table_proposal set state = 'WITHDRAWN' where id = :id")
                .param("id", id)
                .update();
    }

    private TableProposal proposal(ResultSet row, int number) throws SQLException {
        String decision = row.getString("decision");
        return new TableProposal(
                row.getObject("id", UUID.class),
                decision,
                row.getInt("base_version"),
                TableFile.of(row.getString("file"), decision),
                read(row.getString("findings")),
                row.getString("source"),
                row.getString("reason"),
                State.valueOf(row.getString("state")),
                row.getString("author"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant(),
                row.getInt("revision"),
                instant(row, "submitted_at"),
                row.getString("answered_by"),
                instant(row, "answered_at"),
                row.getString("answer"),
                row.getObject("version", Integer.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private String written(List<Finding> findings) {
        try {
            return json.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Findings cannot be written as JSON", e);
        }
    }

    private List<Finding> read(String findings) {
        try {
            return json.readValue(findings, new TypeReference<List<Finding>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Findings on record cannot be read", e);
        }
    }
}
