package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Words that must stay in our own tables: looks for them in the engine's, in log lines and in addresses. */
final class Canary extends AppenderBase<ILoggingEvent> {

    private final List<String> words;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private Canary(List<String> words) {
        this.words = words;
    }

    /** Listens to the log from now on. */
    static Canary listeningFor(List<String> words) {
        var canary = new Canary(words);
        canary.start();
        root().addAppender(canary);
        return canary;
    }

    void stopListening() {
        root().detachAppender(this);
        stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var line = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            line.append(' ').append(thrown.getMessage());
        }
        lines.add(line.toString());
    }

    /** The words are where they belong, so that a search which finds them nowhere else says something. */
    void isInOurTables(JdbcClient jdbc) {
        assertThat(holders(jdbc, false)).containsAll(words);
    }

    void isInNoTableOfTheEngine(JdbcClient jdbc) {
        assertThat(holders(jdbc, true)).isEmpty();
    }

    /** Those of the words that some row of these tables holds, in text or in bytes. */
    private List<String> holders(JdbcClient jdbc, boolean ofTheEngine) {
        var found = new ArrayList<String>();
        List<String> searches =
                jdbc.sql("""
                        select format('select w from unnest(:words) w where exists (select from %I t where ', c.table_name)
                               || case when c.data_type = 'bytea'
                                       then format('position(convert_to(w, ''UTF8'') in t.%I) > 0)', c.column_name)
                                       else format('position(w in t.%I::text) > 0)', c.column_name) end
                          from information_schema.columns c
                          join pg_tables t on t.tablename = c.table_name and t.schemaname = c.table_schema
                         where c.table_schema = 'public' and (c.table_name like 'act\\_%') = :engine
                           and c.data_type in ('text', 'character varying', 'character', 'bytea', 'json', 'jsonb', 'ARRAY')
                        """).param("engine", ofTheEngine).query(String.class).list();
        for (String search : searches) {
            jdbc.sql(search)
                    .param("words", words.toArray(String[]::new))
                    .query(String.class)
                    .list()
                    .forEach(found::add);
        }
        return found;
    }

    void isInNoLine() {
        assertThat(lines).noneMatch(this::holdsAny);
    }

    void isInNone(List<String> texts) {
        assertThat(texts).noneMatch(this::holdsAny);
    }

    private boolean holdsAny(String text) {
        return words.stream().anyMatch(text::contains);
    }
}
