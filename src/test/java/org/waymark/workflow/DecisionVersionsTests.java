package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.DecisionVersions.Version;
import org.waymark.workflow.TableFile.Row;

@WaymarkTest
class DecisionVersionsTests {

    private static final String DECISION = "pathway-stage";

    @Autowired
    EngineDecisionVersions versions;

    @Autowired
    Workflow workflow;

    @Autowired
    RepositoryService repository;

    @Autowired
    JdbcClient jdbc;

    private List<String> deployedBefore = List.of();

    @BeforeEach
    void asStarted() {
        WaymarkDatabase.clean();
        deployedBefore = deployments();
    }

    @AfterEach
    void asBefore() {
        deployments().stream().filter(id -> !deployedBefore.contains(id)).forEach(repository::deleteDeployment);
    }

    private List<String> deployments() {
        return repository.createDeploymentQuery().list().stream()
                .map(Deployment::getId)
                .toList();
    }

    @Test
    void whatComesWithWaymarkIsInForceFromTheFirstStart() {
        assertThat(versions.inForce()).hasSizeGreaterThan(11).allSatisfy(version -> {
            assertThat(version.isShipped()).isTrue();
            assertThat(version.inForceFrom()).isNotNull();
        });
        assertThat(versions.inForce().stream().map(Version::decision))
                .contains("pathway-stage", "referral-routing", "cdr-global", "complexity-tier")
                .doesNotContain("stage-movement", "complexity-band");
    }

    @Test
    void anAdoptedTableCountsFromThenOn() {
        int before = stage("4").version();

        int adopted = versions.adopt(levelFourIsModerate());

        assertThat(stage("4").text("stage")).isEqualTo("MODERATE");
        assertThat(stage("4").version()).isEqualTo(adopted).isGreaterThan(before);
        assertThat(stage("3").text("stage")).isEqualTo("PRE_DEMENTIA");
        assertThat(versions.inForce(DECISION).isShipped()).isFalse();
        assertThat(versions.shipped(DECISION).number()).isEqualTo(before);
    }

    @Test
    void anotherStartOfTheSameReleaseChangesNothing() {
        int adopted = versions.adopt(levelFourIsModerate());

        versions.noteWhatWasShipped();

        assertThat(versions.inForce(DECISION).number()).isEqualTo(adopted);
        assertThat(versions.of(DECISION)).hasSize(2);
    }

    @Test
    void theTableOfALaterReleaseCountsWhereNothingWasAdopted() {
        release(levelFourIsModerate().xml());

        assertThat(stage("4").text("stage")).isEqualTo("MODERATE");
        assertThat(versions.inForce(DECISION).isShipped()).isTrue();
    }

    @Test
    void theTableOfALaterReleaseWaitsWhereAnotherWasAdopted() {
        int adopted = versions.adopt(levelFourIsModerate());

        release(changed("4", "\"SEVERE\"").xml());

        assertThat(stage("4").text("stage")).isEqualTo("MODERATE");
        assertThat(versions.inForce(DECISION).number()).isEqualTo(adopted);
        Version newest = versions.of(DECISION).get(0);
        assertThat(newest.isShipped()).isTrue();
        assertThat(newest.inForceFrom()).isNull();
        assertThat(audited("table.waits")).isEqualTo(1);
    }

    @Test
    void anAdoptedTableGivesWayWhereALaterReleaseAsksForSomethingElse() {
        versions.adopt(levelFourIsModerate());

        release(versions.file(versions.shipped(DECISION)).xml().replace("cdrGlobal", "cdrOverall"));

        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("functionalLevel", "4");
        inputs.put("cdrOverall", null);
        assertThat(workflow.evaluate(DECISION, inputs).text("stage")).isEqualTo("MILD");
        assertThat(versions.inForce(DECISION).isShipped()).isTrue();
        assertThat(audited("table.replaced")).isEqualTo(1);
    }

    @Test
    void aTableAdoptedAfterThatCountsAgain() {
        versions.adopt(levelFourIsModerate());
        release(changed("4", "\"SEVERE\"").xml());

        versions.adopt(changed("4", "\"SEVERE\""));

        assertThat(stage("4").text("stage")).isEqualTo("SEVERE");
    }

    /** What a newer release does at its start: the engine deploys the changed file, then the versions are noted. */
    private void release(String xml) {
        String name = jdbc.sql("""
                        select p.name_ from act_re_deployment p join act_re_decision_def d on d.deployment_id_ = p.id_
                         where d.id_ = :definition
                        """)
                .param("definition", versions.shipped(DECISION).definition())
                .query(String.class)
                .single();
        repository
                .createDeployment()
                .name(name)
                .addString(DECISION + ".dmn", xml)
                .deploy();
        versions.afterPropertiesSet();
    }

    private long audited(String action) {
        return jdbc.sql("select count(*) from audit_event where action = :action and subject like 'pathway-stage %'")
                .param("action", action)
                .query(Long.class)
                .single();
    }

    private TableFile levelFourIsModerate() {
        return changed("4", "\"MODERATE\"");
    }

    private TableFile changed(String level, String stage) {
        TableFile file = versions.file(versions.shipped(DECISION));
        return file.with(
                DECISION,
                file.main().rows().stream()
                        .map(row -> row.when().get(0).equals("\"" + level + "\"")
                                        && row.when().get(1).startsWith("not")
                                ? new Row(row.id(), row.words(), row.when(), List.of(stage))
                                : row)
                        .toList());
    }

    private Workflow.Evaluation stage(String level) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("functionalLevel", level);
        inputs.put("cdrGlobal", null);
        return workflow.evaluate(DECISION, inputs);
    }
}
