package org.waymark.insight;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names under which people, referrals and assessments stand in an export: from the key of this installation, which never leaves it. */
@Component
class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 16;
    private static final int MOST_WEEKS = 26;

    private final JdbcClient jdbc;

    Pseudonyms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Pseudonyms for one export; not for use by several threads. */
    Maker maker() {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql("insert into event_log_key (secret) values (:secret) on conflict do nothing")
                .param("secret", fresh)
                .update();
        byte[] secret =
                jdbc.sql("select secret from event_log_key").query(byte[].class).single();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return new Maker(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static final class Maker {

        private final Mac mac;

        private Maker(Mac mac) {
            this.mac = mac;
        }

        /** 128 bits of the hash, after the type; the same id under two types has two names. */
        String of(String type, String id) {
            return type + "-" + HexFormat.of().formatHex(hash(type, id), 0, LENGTH);
        }

        /** Whole weeks, so that weekdays stay what they are; at most half a year either way. */
        Duration shiftOf(String pathway) {
            int number = ByteBuffer.wrap(hash("shift", pathway)).getInt();
            return Duration.ofDays(7L * (Math.floorMod(number, 2 * MOST_WEEKS + 1) - MOST_WEEKS));
        }

        private byte[] hash(String type, String id) {
            return mac.doFinal((type + "|" + id).getBytes(StandardCharsets.UTF_8));
        }
    }
}
