package org.waymark.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;
import org.springframework.util.function.SingletonSupplier;

/**
 * The PostgreSQL 17 of a test run: started with the first test that asks, stopped with the JVM, and fast because it need
 * not survive a crash.
 */
public final class WaymarkDatabase {

    private static final Supplier<EmbeddedPostgres> SERVER = SingletonSupplier.of(WaymarkDatabase::start);
    private static final Supplier<String> SHARED = SingletonSupplier.of(WaymarkDatabase::create);
    private static final AtomicInteger CREATED = new AtomicInteger();
    private static volatile boolean started;

    /** Rows of a fresh start are kept in a schema of their own and come back with each clean. */
    private static final String REMEMBER = """
            do $$
            declare t record; filled boolean;
            begin
              create schema as_started;
              for t in select tablename from pg_tables
                  where schemaname = 'public' and tablename not like 'act\\_%' and tablename <> 'flyway_schema_history' loop
                execute format('select exists (select from public.%I)', t.tablename) into filled;
                if filled then
                  execute format('create table as_started.%1$I as table public.%1$I', t.tablename);
                end if;
              end loop;
            end $$
            """;

    /** Deletes instead of truncating: on small tables a few milliseconds against a few hundred. */
    private static final String CLEAN = """
            do $$
            declare t record; filled boolean; settable text;
            begin
              -- Without this, foreign keys would dictate an order and the append-only tables would refuse.
              set local session_replication_role = replica;
              set local lock_timeout = '20s';
              for t in select tablename from pg_tables
                  where schemaname = 'public' and tablename <> 'flyway_schema_history'
                    and tablename !~ '^act_(re|ge|id)_' and tablename not in
                      ('act_ru_authorization', 'act_ru_jobdef', 'act_ru_job', 'act_ru_event_subscr', 'act_ru_filter') loop
                execute format('select exists (select from public.%I)', t.tablename) into filled;
                if filled then
                  execute format('delete from public.%I', t.tablename);
                end if;
              end loop;
              -- What belongs to a deployment rather than to an instance stays.
              delete from act_ru_job where process_instance_id_ is not null;
              delete from act_ru_event_subscr where proc_inst_id_ is not null;
              delete from act_ge_bytearray where deployment_id_ is null;
              for t in select tablename from pg_tables where schemaname = 'as_started' loop
                select string_agg(quote_ident(column_name), ', ' order by ordinal_position) into settable
                  from information_schema.columns
                  where table_schema = 'public' and table_name = t.tablename and is_generated = 'NEVER';
                execute format('insert into public.%1$I (%2$s) overriding system value select %2$s from as_started.%1$I',
                  t.tablename, settable);
              end loop;
            end $$
            """;

    private WaymarkDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            // The locale of the database that Waymark brings along.
            var server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setServerConfig("full_page_writes", "off")
                    .start();
            execute(server.getPostgresDatabase(), "create role waymark login");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a new, empty database on the server of this run, for a test that needs one of its own; its owner is no superuser. */
    public static String create() {
        String name = "waymark_" + CREATED.incrementAndGet();
        execute(SERVER.get().getPostgresDatabase(), "create database " + name + " owner waymark");
        return SERVER.get().getJdbcUrl("waymark", name);
    }

    /** The database that all {@link WaymarkTest} classes share, past the application. */
    public static DataSource shared() {
        String name = SHARED.get().replaceAll(".*/(\\w+)\\?.*", "$1");
        return SERVER.get().getDatabase("postgres", name);
    }

    /** Takes the shared database back to how the start left it; does nothing before the application has started. */
    public static void clean() {
        if (started) {
            execute(shared(), CLEAN);
        }
    }

    private static synchronized void remember() {
        if (!started) {
            execute(shared(), REMEMBER);
            started = true;
        }
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static class Shared implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("waymark.db.url=" + SHARED.get(), "waymark.db.user=waymark", "waymark.db.password=")
                    .applyTo(context);
            context.addApplicationListener((ApplicationReadyEvent ready) -> remember());
        }
    }

    static class CleanBeforeClass extends AbstractTestExecutionListener {

        @Override
        public void beforeTestClass(TestContext test) {
            clean();
        }
    }
}
