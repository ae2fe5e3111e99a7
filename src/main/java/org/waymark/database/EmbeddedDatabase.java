package org.waymark.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * Waymark's own PostgreSQL, for everybody who has not set up one. It keeps what it acknowledged, belongs to this one
 * Waymark, and is started again should it die under it.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "waymark";

    private final DataFolder folder;
    private final PostgresServer server;
    private final String password;
    private int port;
    private boolean closed;
    private @Nullable CompletableFuture<Void> watch;

    private EmbeddedDatabase(DataFolder folder, PostgresServer server, String password) {
        this.folder = folder;
        this.server = server;
        this.password = password;
    }

    /** From here on the folder is this database's to close, also when it does not start. */
    static EmbeddedDatabase start(DataFolder folder) {
        try {
            var server = PostgresServer.on(folder);
            server.prepare();
            var database = new EmbeddedDatabase(folder, server, server.password());
            // A Waymark that is stopped while it starts has no context yet that would close this one.
            SpringApplication.getShutdownHandlers().add(database::close);
            database.startOrClose();
            log.info("PostgreSQL {} keeps its data in {}", PostgresServer.MAJOR, folder.path());
            return database;
        } catch (IOException | SQLException e) {
            folder.close();
            throw new StartRefused(
                    "The embedded PostgreSQL did not start in " + folder.path() + " (" + e.getMessage()
                            + "); postgresql.log in that folder says why.",
                    e);
        } catch (InterruptedException e) {
            folder.close();
            Thread.currentThread().interrupt();
            throw new StartRefused("Waymark was stopped while its database started.", e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private void startOrClose() throws IOException, SQLException, InterruptedException {
        boolean started = false;
        try {
            startServer();
            createOnce();
            watch();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private void startServer() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            try {
                server.start(port);
                return;
            } catch (IOException e) {
                // Somebody may take the port in between, or the processes of a killed server may still be ending.
                if (attempt == 3) {
                    throw e;
                }
                Thread.sleep(1000L * attempt);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The application is no superuser of its database: what slips past it cannot read files or start programs. */
    private void createOnce() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", password);
                var statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?")) {
                statement.execute("create role " + NAME + " login password '" + password + "'");
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        }
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, NAME);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private synchronized void watch() throws IOException {
        watch = server.server()
                .map(running -> running.onExit().thenRun(this::startAgain))
                .orElse(null);
    }

    private synchronized void startAgain() {
        if (closed) {
            return;
        }
        log.warn("The embedded PostgreSQL has ended; starting it again.");
        for (int attempt = 1; ; attempt++) {
            try {
                server.start(port);
                watch();
                log.info("The embedded PostgreSQL is back.");
                return;
            } catch (IOException e) {
                if (attempt == 10) {
                    log.error(
                            "The embedded PostgreSQL does not start again; postgresql.log in {} says why.",
                            folder.path());
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (watch != null) {
            watch.cancel(false);
        }
        try {
            server.stop();
        } catch (IOException e) {
            log.error("The embedded PostgreSQL could not be stopped.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            folder.close();
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public String getJdbcUrl() {
        return url(NAME);
    }

    @Override
    public String getUsername() {
        return NAME;
    }

    @Override
    public String getPassword() {
        return password;
    }
}
