package org.waymark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
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
import org.waymark.support.Care;
import org.waymark.support.WaymarkTest;
import org.waymark.web.StillComing.Share;
import org.waymark.workflow.WorklistCheck;

/**
 * The caseload of the sample comes person by person while the application is in use, and each as if they had long been there.
 * Telling of anybody takes seconds, so it is told once, before all tests, and they look at what was seen meanwhile and what
 * came of it. It is always told on the same day, whatever the day of the test.
 */
@WaymarkTest
@TestInstance(Lifecycle.PER_CLASS)
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

    /** What stands in the database at one moment of the telling. */
    private record Seen(Optional<Share> share, long pathways, long told, long leftOut) {}

    private final ScheduledExecutorService somebodyElse = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Instant> theirClock = new ConcurrentLinkedQueue<>();
    private final List<Seen> onTheWay = new ArrayList<>();
    private AnnotationConfigApplicationContext sample;
    private SimulatedCaseload caseload;
    private Instant began;
    private Seen beforeTheCut;
    private Seen afterTheCut;
    private Seen afterOneLeftOut;

    @BeforeAll
    void tellOnceCutOffAndOnceUnableTo() {
        clock.moveTo(Care.MONDAY);
        openTheAlliance();
        caseload.begin();
        began = clock.instant();
        UUID id = caseload.next().orElseThrow();
        Future<?> watching =
                somebodyElse.scheduleAtFixedRate(() -> theirClock.add(clock.instant()), 0, 50, TimeUnit.MILLISECONDS);

        beforeTheCut = Objects.requireNonNull(transaction.execute(status -> {
            caseload.take(id, 50);
            status.setRollbackOnly();
            return seen();
        }));
        watching.cancel(false);
        afterTheCut = seen();

        caseload.giveBack(id, new IllegalStateException());
        afterOneLeftOut = seen();

        while (runner.step(caseload)) {
            onTheWay.add(seen());
        }
    }

    /** Staff, services and the centre, and nobody told by hand. */
    private void openTheAlliance() {
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
    }

    private Seen seen() {
        return new Seen(
                caseload.share(),
                count("select count(*) from pathway"),
                count("select told from sample_caseload"),
                count("select left_out from sample_caseload"));
    }

    @AfterAll
    void backToToday() {
        clock.reset();
        somebodyElse.shutdownNow();
        sample.close();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private List<String> names(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    @Test
    void beginsWhoeverWasCutOffAnewAndNobodyTwice() {
        assertThat(beforeTheCut.pathways()).isOne();
        assertThat(beforeTheCut.told()).isOne();

        assertThat(afterTheCut.pathways()).isZero();
        assertThat(afterTheCut.told()).isZero();
        assertThat(afterTheCut.share()).contains(new Share(0, PEOPLE + 1));
        assertThat(count("select count(distinct nhs_number) from person where nhs_number like '999%'"))
                .isEqualTo(PEOPLE);
    }

    @Test
    void movesNobodyElsesClock() {
        assertThat(theirClock).hasSizeGreaterThan(5).allSatisfy(at -> assertThat(at)
                .isBetween(began, began.plus(Duration.ofMinutes(10))));
    }

    @Test
    void goesOnWithTheNextWhenOneCannotBeTold() {
        assertThat(afterOneLeftOut.share()).contains(new Share(0, PEOPLE));
        assertThat(onTheWay)
                .as("one after another, and a step that finds nobody left")
                .extracting(Seen::pathways, Seen::told, Seen::leftOut, Seen::share)
                .containsExactly(
                        tuple(1L, 1L, 1L, Optional.of(new Share(1, PEOPLE))),
                        tuple(2L, 2L, 1L, Optional.empty()),
                        tuple(2L, 2L, 1L, Optional.empty()));
        assertThat(count("select count(*) from sample_caseload where ended_at is not null"))
                .isOne();
    }

    @Test
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
