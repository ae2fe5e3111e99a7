package org.waymark.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's programs at work on one data folder: create, start, stop, and clear up after a Waymark that was killed. */
final class PostgresServer {

    static final String MAJOR = "17";

    /** Longer than any recovery of a folder this small; a stop that takes longer is forced. */
    private static final int START_SECONDS = 120;

    private static final int STOP_SECONDS = 8;

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    private final DataFolder data;
    private final Path programs;
    private final ServerUser user;
    private final Path cluster;
    private final Path serverLog;

    private PostgresServer(DataFolder data, Path programs, ServerUser user) {
        this.data = data;
        this.programs = programs;
        this.user = user;
        this.cluster = data.resolve("postgresql");
        this.serverLog = data.resolve("postgresql.log");
    }

    static PostgresServer on(DataFolder data) throws IOException, InterruptedException {
        requireOwnVersion(data.resolve("postgresql"));
        Path programs = PostgresBinaries.in(data);
        return new PostgresServer(data, programs, ServerUser.of(data, programs));
    }

    private static void requireOwnVersion(Path cluster) throws IOException {
        Path version = cluster.resolve("PG_VERSION");
        if (Files.notExists(cluster)) {
            return;
        }
        if (!Files.isReadable(version)) {
            throw new StartRefused("The folder " + cluster + " is not a database that "
                    + System.getProperty("user.name")
                    + " can read: start Waymark as the user it belongs to, or set WAYMARK_DATA to another folder.");
        }
        String major = Files.readString(version).trim();
        if (!major.equals(MAJOR)) {
            throw new StartRefused("The folder " + cluster + " was written by PostgreSQL " + major
                    + ", and this Waymark brings " + MAJOR
                    + ": set WAYMARK_DATA to another folder, or move the data with pg_dump.");
        }
    }

    /** Makes the folder ready for a start: stops what a killed Waymark left running, and creates what is not there yet. */
    void prepare() throws IOException, InterruptedException {
        if (Files.notExists(cluster)) {
            create();
        } else {
            stopLeftOver();
            user.own(cluster);
        }
        if (Files.size(Files.exists(serverLog) ? serverLog : Files.createFile(serverLog)) > 10_000_000) {
            Files.move(serverLog, data.resolve("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
            Files.createFile(serverLog);
        }
        user.own(serverLog);
    }

    /** In a folder of its own until it is whole, so that a kill in between leaves nothing half made. */
    private void create() throws IOException, InterruptedException {
        Path unfinished = data.resolve("postgresql.unfinished");
        Path password = data.resolve("postgresql.password");
        DataFolder.delete(unfinished);
        Files.createDirectory(unfinished);
        Files.deleteIfExists(password);
        Files.createFile(password);
        onlyForOwner(password);
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.writeString(password, HexFormat.of().formatHex(secret));
        user.own(unfinished);
        user.own(password);
        // The collation of PostgreSQL itself is the same on every system, and no update of one changes an index's
        // order.
        var result = run(
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
        if (!result.succeeded()) {
            throw new StartRefused("The database in " + data.path() + " could not be created: " + result.lastLine());
        }
        Files.move(password, unfinished.resolve("waymark.password"));
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void onlyForOwner(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    String password() throws IOException {
        return Files.readString(cluster.resolve("waymark.password")).trim();
    }

    void start(int port) throws IOException, InterruptedException {
        configure(port);
        var result = run(
                "pg_ctl",
                "start",
                "--pgdata=" + cluster,
                "--log=" + serverLog,
                "--wait",
                "--timeout=" + START_SECONDS,
                "--silent");
        if (!result.succeeded()) {
            throw new IOException(result.lastLine());
        }
    }

    /** The whole configuration is ours, so an acknowledged entry survives a crash whatever the folder held before. */
    private void configure(int port) throws IOException {
        Files.writeString(cluster.resolve("postgresql.conf"), """
                # Written by Waymark at each start.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 60
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                password_encryption = 'scram-sha-256'
                timezone = 'UTC'
                log_timezone = 'UTC'
                # Statements and details of errors may hold what people entered.
                log_min_error_statement = panic
                log_error_verbosity = terse
                """.formatted(port));
        Files.writeString(cluster.resolve("postgresql.auto.conf"), "");
        Files.writeString(cluster.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    }

    void stop() throws IOException, InterruptedException {
        if (Files.exists(pidFile()) && !stop("fast").succeeded() && server().isPresent()) {
            log.warn("The database did not stop within {} seconds and is stopped at once.", STOP_SECONDS);
            stop("immediate");
        }
    }

    private Result stop(String mode) throws IOException, InterruptedException {
        return run("pg_ctl", "stop", "--pgdata=" + cluster, "--mode=" + mode, "--wait", "--timeout=" + STOP_SECONDS);
    }

    private void stopLeftOver() throws IOException, InterruptedException {
        if (Files.notExists(pidFile())) {
            return;
        }
        if (server().isPresent()) {
            log.info("A Waymark that was killed left its database running; stopping that one first.");
            stop();
            if (server().isPresent()) {
                throw new StartRefused("The database that a killed Waymark left running on " + cluster
                        + " does not stop: end process " + pid() + ", then start again.");
            }
        } else if (ProcessHandle.of(pid()).isPresent()) {
            // The number belongs to something else by now, and PostgreSQL would take that for its predecessor.
            Files.delete(pidFile());
        }
    }

    /** The running server of this folder: the process its file names, if that is a PostgreSQL and not a later bearer. */
    Optional<ProcessHandle> server() throws IOException {
        return ProcessHandle.of(pid()).filter(ProcessHandle::isAlive).filter(process -> process.info()
                .commandLine()
                .or(() -> process.info().command())
                .map(command -> command.contains("postgres"))
                .orElse(false));
    }

    private long pid() throws IOException {
        if (Files.notExists(pidFile())) {
            return -1;
        }
        try (var lines = Files.lines(pidFile())) {
            return Long.parseLong(lines.findFirst().orElse("-1").trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }

    Path serverLog() {
        return serverLog;
    }

    private Result run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command).directory(data.path().toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(START_SECONDS + 10L, TimeUnit.SECONDS);
        return new Result(ended && process.exitValue() == 0, output.strip());
    }

    private record Result(boolean succeeded, String output) {

        String lastLine() {
            return output.substring(output.lastIndexOf('\n') + 1);
        }
    }
}
