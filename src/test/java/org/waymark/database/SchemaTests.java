package org.waymark.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class SchemaTests {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Environment environment;

    @Test
    void comesFromTheMigrationsWhileTheEngineOnlyChecksIt() {
        assertThat(environment.getProperty("camunda.bpm.database.schema-update"))
                .isEqualTo("false");
        assertThat(jdbc.sql("select value_ from act_ge_property where name_ = 'schema.version'")
                        .query(String.class)
                        .single())
                .isEqualTo("fox");
        assertThat(jdbc.sql("select version from flyway_schema_history where success order by installed_rank")
                        .query(String.class)
                        .list())
                .startsWith("001")
                .contains("900");
    }

    @Test
    void holdsTheIndexesThatTheEngineLacks() {
        assertThat(jdbc.sql("select tablename from pg_indexes where indexname like 'waymark\\_act\\_%' order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("act_ru_event_subscr", "act_ru_job", "act_ru_task");
    }

    /** There is one clock, which tests and the sample can move; the database's own stands still at today. */
    @Test
    void takesNoTimeFromTheDatabase() {
        assertThat(jdbc.sql("""
                                select table_name || '.' || column_name from information_schema.columns
                                 where table_schema = 'public' and column_default ~* '(now|[a-z]+_timestamp)\\(|current_(date|time)|localtime'
                                   and table_name !~ '^(act_|flyway_)'""").query(String.class).list()).isEmpty();
    }

    /** Another engine needs an upgrade migration for the installations that ran these scripts; then pin the new ones. */
    @Test
    void startsFromTheScriptsOfTheEngineWaymarkFirstRanOn() throws IOException {
        var sum = new CRC32();
        for (String script : EngineSchema.SCRIPTS) {
            sum.update(new ClassPathResource(script)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(sum.getValue()).isEqualTo(1477374151L);
    }

    @Test
    void isCleanAgainAfterATestButKeepsWhatTheStartWrote() {
        jdbc.sql("insert into act_ru_meter_log (id_, name_, value_) values ('1', 'x', 1)")
                .update();
        WaymarkDatabase.clean();
        assertThat(jdbc.sql("select count(*) from act_ru_meter_log")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select count(*) from act_ge_property")
                        .query(Long.class)
                        .single())
                .isPositive();
    }
}
