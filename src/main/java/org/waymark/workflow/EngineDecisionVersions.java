package org.waymark.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;

@Component
class EngineDecisionVersions implements DecisionVersions, InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(EngineDecisionVersions.class);

    /** Deployments of a release bear another name, so the engine never takes one for the other. */
    private static final String ADOPTED = "adopted-tables";

    private static final String SELECT =
            "select decision, version, definition_id, is_shipped, deployed_at, in_force_from from decision_version ";

    /** Tables of their own files alone: what a table requires stands in its file and comes with it. */
    private static final String NOT_YET_NOTED = """
            select d.key_, d.version_, d.id_, cast(p.deploy_time_ as timestamptz)
              from act_re_decision_def d join act_re_deployment p on p.id_ = d.deployment_id_
             where p.name_ is distinct from :adopted and d.resource_name_ ~ ('(^|/)' || d.key_ || '\\.dmn$')
               and not exists (select 1 from decision_version v where v.definition_id = d.id_)
             order by d.key_, d.version_
            """;

    private final JdbcClient jdbc;
    private final RepositoryService repository;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final TransactionTemplate transaction;
    private final Map<String, TableFile> files = new ConcurrentHashMap<>();

    EngineDecisionVersions(
            JdbcClient jdbc,
            RepositoryService repository,
            AuditTrail audit,
            WaymarkClock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.repository = repository;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The engine has deployed what this release brings by now, and nothing has been evaluated yet. */
    @Override
    public void afterPropertiesSet() {
        transaction.executeWithoutResult(status -> noteWhatWasShipped());
    }

    void noteWhatWasShipped() {
        takeTurns();
        List<Version> found = jdbc.sql(NOT_YET_NOTED)
                .param("adopted", ADOPTED)
                .query((row, number) -> new Version(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        true,
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(4).toInstant()))
                .list();
        found.forEach(this::noteShipped);
    }

    private void noteShipped(Version shipped) {
        Version now = of(shipped.decision()).stream()
                .filter(version -> version.inForceFrom() != null)
                .findFirst()
                .orElse(null);
        if (now == null || now.isShipped()) {
            insert(shipped, shipped.inForceFrom());
        } else if (file(now).contract().equals(file(shipped).contract())) {
            insert(shipped, null);
            audit.record("system", "table.waits", null, shipped.decision() + " " + shipped.number());
            LOG.info("{}: the adopted table stays in force; this release brings another one", shipped.decision());
        } else {
            // What was adopted answers questions that this release no longer asks.
            insert(shipped, clock.instant());
            audit.record("system", "table.replaced", null, shipped.decision() + " " + shipped.number());
            LOG.warn(
                    "{}: the adopted table does not fit this release, whose own is in force; look at /rules",
                    shipped.decision());
        }
    }

    private void takeTurns() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('waymark.decision-versions'))")
                .query((row, n) -> true)
                .single();
    }

    private void insert(Version version, @Nullable Instant inForceFrom) {
        jdbc.sql("""
                        insert into decision_version (decision, version, definition_id, is_shipped, deployed_at, in_force_from)
                        values (:decision, :version, :definition, :shipped, :deployed, :from)
                        """)
                .param("decision", version.decision())
                .param("version", version.number())
                .param("definition", version.definition())
                .param("shipped", version.isShipped())
                .param("deployed", Timestamp.from(version.deployedAt()))
                .param("from", inForceFrom == null ? null : Timestamp.from(inForceFrom))
                .update();
    }

    @Override
    public List<Version> inForce() {
        return jdbc.sql("""
                        select distinct on (decision) decision, version, definition_id, is_shipped, deployed_at, in_force_from
                          from decision_version where in_force_from is not null order by decision, version desc
                        """).query(EngineDecisionVersions::version).list();
    }

    @Override
    public Version inForce(String decision) {
        return jdbc.sql(SELECT + """
                        where decision = :decision and in_force_from is not null order by version desc limit 1
                        """)
                .param("decision", decision)
                .query(EngineDecisionVersions::version)
                .optional()
                .orElseThrow(() -> new IllegalArgumentException("There is no such decision"));
    }

    @Override
    public List<Version> of(String decision) {
        return jdbc.sql(SELECT + "where decision = :decision order by version desc")
                .param("decision", decision)
                .query(EngineDecisionVersions::version)
                .list();
    }

    @Override
    public Version shipped(String decision) {
        return of(decision).stream().filter(Version::isShipped).findFirst().orElseThrow();
    }

    /** A version never changes, so it is read once. */
    @Override
    public TableFile file(Version version) {
        return files.computeIfAbsent(version.definition(), id -> {
            try (InputStream file = repository.getDecisionModel(id)) {
                return TableFile.of(new String(file.readAllBytes(), StandardCharsets.UTF_8), version.decision());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    @Transactional
    public int adopt(TableFile file) {
        takeTurns();
        var definition = repository
                .createDeployment()
                .name(ADOPTED)
                .addString(file.decision() + ".dmn", file.xml())
                .deployWithResult()
                .getDeployedDecisionDefinitions()
                .stream()
                .filter(deployed -> deployed.getKey().equals(file.decision()))
                .findFirst()
                .orElseThrow();
        Instant now = clock.instant();
        insert(new Version(file.decision(), definition.getVersion(), definition.getId(), false, now, now), now);
        return definition.getVersion();
    }

    private static Version version(ResultSet row, int number) throws SQLException {
        Timestamp from = row.getTimestamp("in_force_from");
        return new Version(
                row.getString("decision"),
                row.getInt("version"),
                row.getString("definition_id"),
                row.getBoolean("is_shipped"),
                row.getTimestamp("deployed_at").toInstant(),
                from == null ? null : from.toInstant());
    }
}
