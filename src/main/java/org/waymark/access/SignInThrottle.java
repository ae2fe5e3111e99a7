package org.waymark.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;

/**
 * Counts failed sign-ins of an account and of an address, and closes the door for a while after too many. Kept in the
 * database, so that a guesser gains nothing by a restart or by asking another node.
 */
@Component
class SignInThrottle {

    static final int FAILURES_PER_ACCOUNT = 5;

    /** More than an account's, since a whole office may share one address. */
    static final int FAILURES_PER_ADDRESS = 50;

    static final Duration WINDOW = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final WaymarkClock clock;

    SignInThrottle(JdbcClient jdbc, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record Failures(long ofAccount, long ofAddress) {

        boolean tooMany() {
            return ofAccount >= FAILURES_PER_ACCOUNT || ofAddress >= FAILURES_PER_ADDRESS;
        }
    }

    Failures failures(String username, String address) {
        return jdbc.sql("""
                        select (select count(*) from sign_in_failure where account_hash = :account and at > :since),
                               (select count(*) from sign_in_failure where address_hash = :address and at > :since)""")
                .param("account", hash(username))
                .param("address", hash(address))
                .param("since", windowStart())
                .query((row, n) -> new Failures(row.getLong(1), row.getLong(2)))
                .single();
    }

    void failed(String username, String address) {
        jdbc.sql("delete from sign_in_failure where at <= :since")
                .param("since", windowStart())
                .update();
        jdbc.sql("insert into sign_in_failure (account_hash, address_hash, at) values (:account, :address, :at)")
                .param("account", hash(username))
                .param("address", hash(address))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The account's failures are forgotten; those of the address stand, or one known account would open it to guessing. */
    void succeeded(String username) {
        jdbc.sql("delete from sign_in_failure where account_hash = :account")
                .param("account", hash(username))
                .update();
    }

    private OffsetDateTime windowStart() {
        return clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
