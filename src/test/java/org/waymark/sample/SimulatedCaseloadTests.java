package org.waymark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.background.BackgroundRunner;
import org.waymark.kernel.WaymarkClock;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.support.WaymarkTest;
import org.waymark.web.StillComing.Share;
import org.waymark.workflow.WorklistCheck;

/** The caseload of the sample comes person by person while the application is in use, and each as if they had long been there. */
@WaymarkTest
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class SimulatedCaseloadTests {

    private static final int PEOPLE = 2;

    @Autowired
    ConfigurableApplicationContext application;

    @Autowired
    WaymarkClock clock;

    @Autowired
    BackgroundRunner runner;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    CurrentViewer viewer;

    @Autowired
    Directory directory;

    @Autowired
    NobodyIsLost nobodyIsLost;

    @Autowired
    WorklistCheck worklist;

    @Autowired
    JdbcClient jdbc;

    private AnnotationConfigApplicationContext sample;
    private SimulatedCaseload caseload;
    private Instant began;

    /** Staff, services and the centre, and nobody told by hand. */
    @BeforeAll
    void begin() {
        sample = new AnnotationConfigApplicationContext();
        sample.setParent(application);
        sample.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "sample", Map.of("waymark.sample", "true", "waymark.sample.people", PEOPLE + 1)));
        sample.register(
                SampleStaff.class, SampleCentre.class, Storyteller.class, Biographer.class, SimulatedCaseload.class);
        sample.refresh();
        sample.getBean(SampleStaff.class).load();
        sample.getBean(Storyteller.class)
                .tell(() -> sample.getBean(SampleCentre.class).open());
        caseload = sample.getBean(SimulatedCaseload.class);
        caseload.begin();
        began = clock.instant();
    }

    @AfterAll
    void end() {
        sample.close();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private List<String> names(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    @Test
    @Order(1)
    void beginsWhoeverWasCutOffAnewAndNobodyTwice() {
        UUID begun = caseload.next().orElseThrow();

        transaction.executeWithoutResult(status -> {
            caseload.take(begun, 50);
            assertThat(count("select count(*) from pathway")).isOne();
            status.setRollbackOnly();
        });

        assertThat(count("select count(*) from pathway")).isZero();
        assertThat(caseload.share()).contains(new Share(0, PEOPLE + 1));
        assertThat(clock.instant()).isAfter(began).isBefore(began.plus(Duration.ofMinutes(10)));
    }

    @Test
    @Order(2)
    void goesOnWithTheNextWhenOneCannotBeTold() {
        caseload.giveBack(caseload.next().orElseThrow(), new IllegalStateException());

        assertThat(caseload.share()).contains(new Share(0, PEOPLE));
        while (runner.step(caseload)) {
            assertThat(count("select told + left_out from sample_caseload where told + left_out <= people"))
                    .isEqualTo(1 + count("select count(*) from pathway"));
        }

        assertThat(caseload.share()).isEmpty();
        assertThat(names("select told || ' told, ' || left_out || ' left out' from sample_caseload"))
                .containsExactly(PEOPLE + " told, 1 left out");
        assertThat(count("select count(*) from person where nhs_number like '999%'"))
                .isEqualTo(PEOPLE);
    }

    @Test
    @Order(3)
    void givesEachFactTheTimeAtWhichItWouldHaveHappened() {
        // Nothing stands before what led to it, but for what is written together; and hardly anything happened just
        // now.
        assertThat(count("""
                        select count(*) from (
                          select at + interval '1 minute' < lag(at) over (partition by pathway_ref order by id) as is_back from flow_fact) f where is_back
                        """)).isZero();
        assertThat(
                        count(
                                "select count(*) from work_item where claimed_at < created_at or ended_at < coalesce(claimed_at, created_at)"))
                .isZero();
        assertThat(jdbc.sql("select count(*) filter (where at > :began) * 20 < count(*) from flow_fact")
                        .param("began", began.atOffset(ZoneOffset.UTC))
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(jdbc.sql(
                                "select count(*) filter (where at > :began) * 20 < count(*) from audit_event where pathway_ref is not null")
                        .param("began", began.atOffset(ZoneOffset.UTC))
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(count("select extract(day from max(at) - min(at))::bigint from flow_fact"))
                .isGreaterThan(300);
        assertThat(names("""
                        select distinct element from work_item where element = 'UserTask_MakeWelcomeContact' and state = 'COMPLETED'
                           and (extract(isodow from ended_at at time zone 'Europe/London') > 5
                                or extract(hour from ended_at at time zone 'Europe/London') not between 8 and 18)
                        """)).isEmpty();
        assertThat(names("select distinct kind from flow_fact"))
                .contains("STEP_CLAIMED", "STEP_COMPLETED", "STAGE_CONFIRMED", "REFERRAL_MOVED", "RUN_ENDED");
    }

    @Test
    @Order(4)
    void leavesNobodyLostAndNothingThatShouldHaveHappenedAlready() {
        Viewer operator = directory.staffMember("operator").orElseThrow().asViewer();

        assertThat(viewer.as(operator, () -> nobodyIsLost.check(operator)).findings())
                .isEmpty();
        assertThat(worklist.compare().isClean()).isTrue();
        assertThat(count("select count(*) from act_ru_job where process_instance_id_ is not null and retries_ > 0"
                        + " and duedate_ < (select max(at) from flow_fact)"))
                .isZero();
    }
}
