package org.waymark.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** All on one folder, as one installation would live it; the order does not matter. */
class EmbeddedDatabaseTests {

    @TempDir
    static Path data;

    private static EmbeddedDatabase start() {
        return EmbeddedDatabase.start(DataFolder.take(data));
    }

    private static JdbcClient on(EmbeddedDatabase database) {
        return JdbcClient.create(
                new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword()));
    }

    @Test
    void losesNothingThatItAcknowledged() {
        try (var database = start()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(on(database)
                                .sql("show " + setting)
                                .query(String.class)
                                .single())
                        .as(setting)
                        .isEqualTo("on");
            }
        }
    }

    @Test
    void isPostgres17InUtf8AndServesWaymarkWithoutSuperuserRights() {
        try (var database = start()) {
            var jdbc = on(database);
            assertThat(jdbc.sql("show server_version").query(String.class).single())
                    .startsWith("17.");
            assertThat(jdbc.sql("show server_encoding").query(String.class).single())
                    .isEqualTo("UTF8");
            assertThat(jdbc.sql("select usesuper from pg_user where usename = current_user")
                            .query(Boolean.class)
                            .single())
                    .isFalse();
        }
    }

    @Test
    void letsNobodyInWithoutItsPassword() {
        try (var database = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.getJdbcUrl(), "postgres", "postgres")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void keepsItsDataOverARestart() {
        try (var database = start()) {
            on(database).sql("create table kept as select 'still here' as what").update();
        }
        try (var database = start()) {
            assertThat(on(database)
                            .sql("select what from kept")
                            .query(String.class)
                            .single())
                    .isEqualTo("still here");
            on(database).sql("drop table kept").update();
        }
    }

    @Test
    void refusesASecondCopyOnTheSameFolderInOneSentence() {
        try (var database = start()) {
            assertThatThrownBy(() -> DataFolder.take(data))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage(
                            "Another Waymark is already running on the folder %s: stop it, or set WAYMARK_DATA to"
                                    + " another folder.",
                            data);
            assertThat(on(database).sql("select 1").query(Integer.class).single())
                    .isOne();
        }
    }

    @Test
    void refusesAFolderItCannotWriteToInOneSentence(@TempDir Path elsewhere) throws IOException {
        Path file = Files.createFile(elsewhere.resolve("data"));
        assertThatThrownBy(() -> DataFolder.take(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("Waymark cannot write to the folder " + file)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesTheFolderOfAnotherPostgresVersionInOneSentence(@TempDir Path other) throws IOException {
        Files.createDirectory(other.resolve("postgresql"));
        Files.writeString(other.resolve("postgresql/PG_VERSION"), "16\n");
        assertThatThrownBy(() -> EmbeddedDatabase.start(DataFolder.take(other)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("was written by PostgreSQL 16, and this Waymark brings 17");
        DataFolder.take(other).close();
    }

    @Test
    void stopsWhatAKilledWaymarkLeftRunningAndLosesNothing() throws Exception {
        start().close();
        var folder = DataFolder.take(data);
        var leftOver = PostgresServer.on(folder);
        leftOver.prepare();
        leftOver.start(freePort());
        var process = leftOver.server().orElseThrow();
        // What remains of a killed process: its lock is gone, its server is not.
        folder.close();

        try (var database = start()) {
            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30));
            assertThat(on(database).sql("select 1").query(Integer.class).single())
                    .isOne();
        }
    }

    @Test
    void isNotMisledByAProcessThatBearsTheNumberOfAnEarlierServer() throws IOException {
        start().close();
        Files.writeString(
                data.resolve("postgresql/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        try (var database = start()) {
            assertThat(on(database).sql("select 1").query(Integer.class).single())
                    .isOne();
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void comesBackWhenItsServerDies() throws IOException {
        try (var database = start()) {
            String pid = Files.readAllLines(data.resolve("postgresql/postmaster.pid"))
                    .get(0)
                    .trim();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                            Files.readAllLines(data.resolve("postgresql/postmaster.pid"))
                                    .get(0)
                                    .trim())
                    .isNotEqualTo(pid));
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                            on(database).sql("select 1").query(Integer.class).single())
                    .isOne());
        }
    }

    @Test
    void leavesNoServerBehindWhenItStops() throws IOException {
        start().close();
        assertThat(data.resolve("postgresql/postmaster.pid")).doesNotExist();
        DataFolder.take(data).close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
