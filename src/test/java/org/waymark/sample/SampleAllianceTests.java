package org.waymark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

/**
 * A first start may come at any hour of any day, and always finds every process at a telling step. Starts of other days come
 * last, over what the tests of today share.
 */
@WaymarkTest
@TestMethodOrder(OrderAnnotation.class)
class SampleAllianceTests {

    private static boolean isLoadedToday;

    @Autowired
    ConfigurableApplicationContext application;

    @Autowired
    WaymarkClock clock;

    @Autowired
    CurrentViewer viewer;

    @Autowired
    Directory directory;

    @Autowired
    NobodyIsLost nobodyIsLost;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void backToTheRealTime() {
        clock.reset();
    }

    /** The sample's own beans, which come only where its property asks for them. */
    private void load() {
        try (var sample = new AnnotationConfigApplicationContext()) {
            sample.setParent(application);
            sample.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("sample", Map.of("waymark.sample", "true")));
            sample.scan("org.waymark.sample");
            sample.refresh();
        }
    }

    /** As a first start today leaves it. Tests that only look at it share one. */
    private void loadToday() {
        if (!isLoadedToday) {
            WaymarkDatabase.clean();
            load();
            isLoadedToday = true;
        }
    }

    private void loadAt(String time) {
        isLoadedToday = false;
        WaymarkDatabase.clean();
        clock.moveTo(LocalDateTime.parse(time).atZone(WorkingDays.ZONE).toInstant());
        load();
    }

    private List<String> names(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    /** A working evening, a night between bank holidays, an early morning after Easter and the beginning of summer time, a leap day. */
    @ParameterizedTest
    @Order(Integer.MAX_VALUE)
    @ValueSource(strings = {"2026-11-25T19:05", "2026-12-27T02:40", "2027-03-31T00:10", "2028-02-29T11:30"})
    void showsEveryProcessAtATellingStepWheneverItIsLoaded(String time) {
        loadAt(time);

        assertThat(names("select distinct form_id from work_item where state = 'OPEN'"))
                .contains(
                        "name-coordinator",
                        "make-welcome-contact",
                        "rate-abilities",
                        "enter-paper-answers",
                        "adjudicate-ratings",
                        "rule-out-delirium",
                        "confirm-stage",
                        "agree-support-plan",
                        "review-pathway",
                        "answer-question",
                        "decide-next-step",
                        "offer-place",
                        "report-outcome",
                        "read-outcome",
                        "talk-with-carer",
                        "agree-carer-plan",
                        "hold-carer-session",
                        "review-carer-support",
                        "record-induction",
                        "find-out-why",
                        "review-palliative-care",
                        "look-at-unstable-phase",
                        "offer-deprescribing",
                        "compare-places-of-death",
                        "triage-crisis",
                        "contact-bereaved-carer",
                        "make-gentle-contact",
                        "review-bereavement-support");
        assertThat(viewer.as(staff("operator"), () -> nobodyIsLost.check(staff("operator")))
                        .findings())
                .isEmpty();
        assertThat(jdbc.sql("select name from work_item where state = 'OPEN' and paused_at is null and due_at < :now")
                        .param("now", Timestamp.from(clock.instant()))
                        .query(String.class)
                        .list())
                .hasSizeBetween(1, 7);
    }

    private Viewer staff(String username) {
        return directory.staffMember(username).orElseThrow().asViewer();
    }

    @Test
    void bringsPeopleOntoTheRegisterWithEachCodeAndPhase() {
        loadToday();

        assertThat(names(
                        "select code || ' ' || (select phase from illness_phase f where f.pathway_ref = e.pathway_ref and until_at is null)"
                                + " from palliative_entry e where ended_at is null"))
                .containsExactlyInAnyOrder("AMBER DETERIORATING", "GREEN UNSTABLE", "RED DYING");
        assertThat(names("select max(version)::text from planning_version group by pathway_ref having count(*) > 1"))
                .containsExactly("2");
    }

    @Test
    void supportsCarersAtEveryLevelBeforeAndAfterADeath() {
        loadToday();

        assertThat(names("select distinct level from carer_support where level is not null"))
                .contains("INFORM", "GROUP", "ONE_TO_ONE", "URGENT");
        assertThat(names("select distinct attendance from carer_session")).contains("ATTENDED", "NOT_ATTENDED");
        assertThat(names("select distinct level from bereavement where level is not null"))
                .containsExactlyInAnyOrder("UNIVERSAL", "TARGETED");
        assertThat(names("select what from gentle_date where kind = 'OTHER'")).hasSize(1);
        assertThat(names("select id::text from bereavement where died_on is null and prepared_on is not null"))
                .hasSize(1);
    }

    @Test
    void showsWhatHappensInLives() {
        loadToday();

        assertThat(names("select kind from life_event where withdrawn_at is null"))
                .contains("ADMITTED", "MOVED_TO_CARE_HOME", "DIED", "MOVED_AWAY");
        assertThat(names("select kind from life_event where withdrawn_at is not null"))
                .containsExactly("ADMITTED");
        assertThat(names("select task_id from work_item where state = 'OPEN' and paused_at is not null"))
                .hasSize(1);
        assertThat(names("select task_id from work_item where state = 'OPEN' and escalated_at is not null"))
                .isNotEmpty();
        assertThat(names("select state from centre_place")).contains("ATTENDING", "INDUCTION", "WAITING");
        assertThat(names("select state from handover")).containsExactly("OFFERED");
    }

    @Test
    void usesNumbersThatBelongToNobody() {
        loadToday();

        assertThat(names("select nhs_number from person"))
                .hasSizeGreaterThan(20)
                .allMatch(number -> number.startsWith("999"));
    }

    @Test
    void isLoadedOnceAlone() {
        loadToday();
        List<String> first = names("select pathway_ref from pathway order by 1");

        load();

        assertThat(names("select pathway_ref from pathway order by 1")).isEqualTo(first);
    }
}
