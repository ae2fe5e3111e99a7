package org.waymark.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.kernel.PathwayRef;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class AuditTrailTests {

    @Autowired
    AuditTrail audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void clean() {
        WaymarkDatabase.clean();
    }

    @Test
    void keepsWhoDidWhatAndWhen() {
        var pathway = PathwayRef.random();
        audit.record("ruth", "person.viewed", pathway, "task-1");
        assertThat(jdbc.sql("select * from audit_event").query().singleRow())
                .containsEntry("actor", "ruth")
                .containsEntry("action", "person.viewed")
                .containsEntry("pathway_ref", pathway.value())
                .containsEntry("subject", "task-1")
                .containsEntry("outcome", "DONE")
                .hasEntrySatisfying("at", at -> assertThat(at).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit_event set actor = 'x'", "delete from audit_event", "truncate audit_event"})
    void refusesEveryChangeOfWhatIsWritten(String change) {
        audit.record("ruth", "person.viewed", null, null);
        assertThatThrownBy(() -> jdbc.sql(change).update()).hasMessageContaining("append-only");
        assertThat(actors()).containsExactly("ruth");
    }

    @Test
    void isGoneWithTheChangeItRecordedWhenThatRollsBack() {
        transaction.executeWithoutResult(status -> {
            audit.record("ruth", "person.registered", null, null);
            status.setRollbackOnly();
        });
        assertThat(actors()).isEmpty();
    }

    @Test
    void keepsARefusalThoughTheRefusedTransactionRollsBack() {
        transaction.executeWithoutResult(status -> {
            audit.record("tom", "person.viewed", null, null, Outcome.REFUSED);
            status.setRollbackOnly();
        });
        assertThat(actors()).containsExactly("tom");
    }

    private List<String> actors() {
        return jdbc.sql("select actor from audit_event").query(String.class).list();
    }
}
