package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.WELCOME;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.Worklist;

/** What happens on a pathway is noted once, with what was true at that moment, and only if it really happened. */
class FlowFactsTests extends WithCare {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Worklist worklist;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private record Fact(
            String kind,
            @Nullable String process,
            @Nullable String element,
            @Nullable String organisation,
            @Nullable String role,
            @Nullable String service,
            String stage,
            @Nullable String detail,
            @Nullable Long workedSeconds) {}

    private List<Fact> facts(Somebody person, String... kinds) {
        return jdbc.sql("""
                        select kind, process, element, organisation, role, service, stage, detail, worked_seconds
                          from flow_fact where pathway_ref = :ref and kind = any(:kinds) order by id
                        """)
                .param("ref", person.ref().value())
                .param("kinds", kinds)
                .query(Fact.class)
                .list();
    }

    @Test
    void notesEachTaskThatBeginsAndEndsWithWhoseItWas() {
        Somebody person = care.registered().named();

        assertThat(facts(person, "RUN_STARTED", "STEP_ENTERED", "STEP_COMPLETED"))
                .filteredOn(fact -> "dementia-pathway".equals(fact.process()))
                .extracting(Fact::kind, Fact::element, Fact::organisation, Fact::role)
                .containsExactlyInAnyOrder(
                        tuple("RUN_STARTED", null, null, null),
                        tuple("STEP_ENTERED", NAME_COORDINATOR, "dougie-mac", "coordinator"),
                        tuple("STEP_COMPLETED", NAME_COORDINATOR, "dougie-mac", "coordinator"),
                        tuple("STEP_ENTERED", WELCOME, "dougie-mac", "coordinator"));
    }

    @Test
    void tellsWaitingFromWorking() {
        Somebody person = care.registered();
        String task = person.task(NAME_COORDINATOR).taskId();
        care.pass(Duration.ofHours(5));
        care.as(Alliance.COORDINATOR, () -> {
            worklist.claim(Alliance.COORDINATOR, task);
            return task;
        });
        care.pass(Duration.ofHours(2));
        person.named();

        assertThat(facts(person, "STEP_CLAIMED", "STEP_COMPLETED"))
                .extracting(Fact::kind, Fact::workedSeconds)
                .containsExactly(tuple("STEP_CLAIMED", null), tuple("STEP_COMPLETED", 7200L));
        assertThat(person.value("select extract(epoch from date_trunc('minute', at - entered_at))::int from flow_fact"
                        + " where pathway_ref = :ref and kind = 'STEP_COMPLETED'"))
                .isEqualTo(7 * 3600);
    }

    @Test
    void keepsTheStageThatWasTrueAtTheTime() {
        Somebody person = care.registered().livingWithItAt("4");

        assertThat(facts(person, "STAGE_CONFIRMED")).extracting(Fact::detail).containsExactly("MILD");
        assertThat(facts(person, "STEP_COMPLETED").get(0).stage()).isEqualTo("UNKNOWN");
        assertThat(facts(person, "STEP_ENTERED")).last().extracting(Fact::stage).isEqualTo("MILD");
    }

    @Test
    void followsEachReferralOnItsLoop() {
        Somebody person = care.registered().referredTo("DEMENTIA_ADVISER");

        assertThat(facts(person, "REFERRAL_MOVED"))
                .extracting(Fact::service, Fact::detail)
                .contains(tuple("DEMENTIA_ADVISER", "SENT"));
    }

    @Test
    void notesADeathWithAllThatItEnded() {
        Somebody person = care.registered();
        person.dies();

        assertThat(facts(person, "LIFE_EVENT")).extracting(Fact::detail).containsExactly("DIED");
        assertThat(facts(person, "STEP_CANCELLED")).extracting(Fact::element).contains(NAME_COORDINATOR);
        assertThat(facts(person, "RUN_ENDED")).extracting(Fact::process).contains("dementia-pathway");
    }

    @Test
    void knowsNothingOfWhatWasRolledBack() {
        Somebody person = care.registered();
        int before = facts(person, "STEP_ENTERED", "STEP_COMPLETED").size();

        transaction.executeWithoutResult(status -> {
            person.named();
            status.setRollbackOnly();
        });

        assertThat(facts(person, "STEP_ENTERED", "STEP_COMPLETED")).hasSize(before);
    }

    @Test
    void isNeverRewritten() {
        care.registered();
        assertThatThrownBy(() -> jdbc.sql("update flow_fact set at = now()").update())
                .isInstanceOf(UncategorizedSQLException.class);
        assertThatThrownBy(() -> jdbc.sql("delete from flow_fact").update())
                .isInstanceOf(UncategorizedSQLException.class);
    }
}
