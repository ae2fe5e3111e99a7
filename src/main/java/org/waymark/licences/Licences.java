package org.waymark.licences;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;

/**
 * Which licences the alliance states to hold: who stated it, when, and under which reference. Waymark ships no wording of
 * any of these instruments; a licence only lets trained staff enter scores that they took elsewhere.
 */
@Component
@Transactional
public class Licences {

    /** Instruments whose scores Waymark has fields for. */
    public enum Instrument {
        CDR,
        ZARIT
    }

    /** Why a statement was not taken. */
    public enum Wrong {
        NO_REFERENCE,
        TOO_LONG,
        NOT_CONFIRMED
    }

    /** @param withdrawnAt null while it holds */
    public record Statement(
            Instrument instrument,
            String reference,
            String statedBy,
            Instant statedAt,
            @Nullable String withdrawnBy,
            @Nullable Instant withdrawnAt) {}

    public static final int LONGEST_REFERENCE = 200;

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Licences(JdbcClient jdbc, AccessDecision access, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Instruments whose licence is stated now. */
    @Transactional(readOnly = true)
    public List<Instrument> stated() {
        return jdbc.sql("select instrument from licence where withdrawn_at is null order by instrument")
                .query((row, number) -> Instrument.valueOf(row.getString(1)))
                .list();
    }

    /** Everything that was ever stated, the newest first. */
    public List<Statement> all(Viewer viewer) {
        access.requireRole(viewer, "licences.viewed", Role.ADMINISTRATOR);
        audit.record(viewer.username(), "licences.viewed", null, null);
        return jdbc.sql("select * from licence order by id desc")
                .query((row, number) -> {
                    Timestamp withdrawn = row.getTimestamp("withdrawn_at");
                    return new Statement(
                            Instrument.valueOf(row.getString("instrument")),
                            row.getString("reference"),
                            row.getString("stated_by"),
                            row.getTimestamp("stated_at").toInstant(),
                            row.getString("withdrawn_by"),
                            withdrawn == null ? null : withdrawn.toInstant());
                })
                .list();
    }

    /** From now on forms ask for the scores of the instrument. Stated twice, the first statement stands. */
    public Optional<Wrong> state(Viewer viewer, Instrument instrument, String reference, boolean isConfirmed) {
        access.requireRole(viewer, "licence.stated", Role.ADMINISTRATOR);
        String said = reference.strip();
        if (said.isEmpty()) {
            return Optional.of(Wrong.NO_REFERENCE);
        }
        if (said.length() > LONGEST_REFERENCE) {
            return Optional.of(Wrong.TOO_LONG);
        }
        if (!isConfirmed) {
            return Optional.of(Wrong.NOT_CONFIRMED);
        }
        int stated = jdbc.sql("""
                        insert into licence (instrument, reference, stated_by, stated_at)
                        values (:instrument, :reference, :by, :at)
                        on conflict (instrument) where withdrawn_at is null do nothing
                        """)
                .param("instrument", instrument.name())
                .param("reference", said)
                .param("by", viewer.username())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        if (stated > 0) {
            audit.record(viewer.username(), "licence.stated", null, instrument.name());
        }
        return Optional.empty();
    }

    /** From now on no form asks for the scores any more. Those on record stay. */
    public void withdraw(Viewer viewer, Instrument instrument) {
        access.requireRole(viewer, "licence.withdrawn", Role.ADMINISTRATOR);
        int withdrawn = jdbc.sql("""
                        update licence set withdrawn_by = :by, withdrawn_at = :at
                         where instrument = :instrument and withdrawn_at is null
                        """)
                .param("by", viewer.username())
                .param("at", Timestamp.from(clock.instant()))
                .param("instrument", instrument.name())
                .update();
        if (withdrawn > 0) {
            audit.record(viewer.username(), "licence.withdrawn", null, instrument.name());
        }
    }
}
