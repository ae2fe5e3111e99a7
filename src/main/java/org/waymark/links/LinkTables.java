package org.waymark.links;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Links, their secrets, the visits of their readers and the tries that failed. */
@Component
class LinkTables {

    /** As the sign-in page has it: failures count for so long. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** Nobody comes back to a visit after so long; the link itself opens it anew. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final WaymarkClock clock;

    LinkTables(JdbcClient jdbc, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void insert(PersonalLink link) {
        jdbc.sql("""
                        insert into personal_link (id, task_id, pathway_ref, part, reader, form_id, way, fact, code_hash, language,
                               issued_at, issued_by, expires_at)
                        values (:id, :task, :pathway, :part, :reader, :form, :way, :fact, :code, :language, :at, :by, :expires)
                        """)
                .param("id", link.id())
                .param("task", link.taskId())
                .param("pathway", link.pathway().value())
                .param("part", link.part())
                .param("reader", link.reader().name())
                .param("form", link.formId())
                .param("way", link.way().name())
                .param("fact", link.fact().name())
                .param("code", link.codeHash())
                .param("language", link.language().code())
                .param("at", Timestamp.from(link.issuedAt()))
                .param("by", link.issuedBy())
                .param("expires", Timestamp.from(link.expiresAt()))
                .update();
    }

    void addSecret(UUID link, String secret) {
        jdbc.sql("insert into personal_link_secret (hash, link_id, made_at) values (:hash, :link, :at)")
                .param("hash", Secrets.hash(secret))
                .param("link", link)
                .param("at", now())
                .update();
    }

    Optional<PersonalLink> find(UUID id) {
        return jdbc.sql("select l.* from personal_link l where l.id = :id")
                .param("id", id)
                .query(LinkTables::link)
                .optional();
    }

    Optional<PersonalLink> bySecret(String secretHash) {
        return jdbc.sql("""
                        select l.* from personal_link_secret s join personal_link l on l.id = s.link_id where s.hash = :hash
                        """).param("hash", secretHash).query(LinkTables::link).optional();
    }

    List<PersonalLink> of(PathwayRef pathway) {
        return jdbc.sql(
                        "select l.* from personal_link l where l.pathway_ref = :pathway order by l.issued_at desc, l.id")
                .param("pathway", pathway.value())
                .query(LinkTables::link)
                .list();
    }

    /** @return false when the reader was written to on that day already */
    boolean remind(UUID id, LocalDate day) {
        return jdbc.sql("""
                        update personal_link set reminded_at = :at
                         where id = :id and coalesce(reminded_at, issued_at) < :day
                        """)
                        .param("at", now())
                        .param("id", id)
                        .param(
                                "day",
                                Timestamp.from(
                                        day.atStartOfDay(WorkingDays.ZONE).toInstant()))
                        .update()
                == 1;
    }

    /** Notes the first time that something happened to a link. */
    void mark(UUID id, String column) {
        jdbc.sql("update personal_link set " + column + " = coalesce(" + column + ", :at) where id = :id")
                .param("at", now())
                .param("id", id)
                .update();
    }

    void revoke(UUID id, String by) {
        jdbc.sql("update personal_link set revoked_at = :at, revoked_by = :by where id = :id and revoked_at is null")
                .param("at", now())
                .param("by", by)
                .param("id", id)
                .update();
    }

    void speak(UUID id, Language language) {
        jdbc.sql("update personal_link set language = :language where id = :id")
                .param("language", language.code())
                .param("id", id)
                .update();
    }

    // ------------------------------------------------------------------ opening

    record Failures(long ofSecret, long ofAddress) {}

    Failures failures(String secretHash, String addressHash) {
        return jdbc.sql("""
                        select (select count(*) from personal_link_failure where secret_hash = :secret and at > :since),
                               (select count(*) from personal_link_failure where address_hash = :address and at > :since)""")
                .param("secret", secretHash)
                .param("address", addressHash)
                .param("since", ago(WINDOW))
                .query((row, n) -> new Failures(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** Counts a failure, of a link where there is one; so many since the last success lock it. */
    void failed(String secretHash, String addressHash, UUID link, int most) {
        jdbc.sql("delete from personal_link_failure where at <= :since")
                .param("since", ago(WINDOW))
                .update();
        jdbc.sql("insert into personal_link_failure (secret_hash, address_hash, at) values (:secret, :address, :at)")
                .param("secret", secretHash)
                .param("address", addressHash)
                .param("at", now())
                .update();
        jdbc.sql("""
                        update personal_link set failures = failures + 1,
                               locked_at = case when failures + 1 >= :most then coalesce(locked_at, :at) end
                         where id = :id
                        """).param("most", most).param("at", now()).param("id", link).update();
    }

    void opened(UUID link, String secretHash, Language language) {
        jdbc.sql("delete from personal_link_failure where secret_hash = :secret")
                .param("secret", secretHash)
                .update();
        jdbc.sql("""
                        update personal_link set failures = 0, language = :language, opened_at = coalesce(opened_at, :at) where id = :id
                        """)
                .param("language", language.code())
                .param("at", now())
                .param("id", link)
                .update();
    }

    // ------------------------------------------------------------------ visits

    record Seen(PersonalLink link, Instant usedAt) {}

    void begin(UUID link, String visitHash) {
        jdbc.sql("delete from personal_link_visit where used_at <= :since")
                .param("since", ago(FORGOTTEN))
                .update();
        jdbc.sql("insert into personal_link_visit (hash, link_id, began_at, used_at) values (:hash, :link, :at, :at)")
                .param("hash", visitHash)
                .param("link", link)
                .param("at", now())
                .update();
    }

    Optional<Seen> visit(String visitHash) {
        return jdbc.sql("""
                        select l.*, v.used_at from personal_link_visit v join personal_link l on l.id = v.link_id
                         where v.hash = :hash and v.used_at > :since
                        """)
                .param("hash", visitHash)
                .param("since", ago(FORGOTTEN))
                .query((row, number) ->
                        new Seen(link(row, number), row.getTimestamp("used_at").toInstant()))
                .optional();
    }

    void touch(String visitHash) {
        jdbc.sql("update personal_link_visit set used_at = :at where hash = :hash")
                .param("at", now())
                .param("hash", visitHash)
                .update();
    }

    void end(String visitHash) {
        jdbc.sql("delete from personal_link_visit where hash = :hash")
                .param("hash", visitHash)
                .update();
    }

    // ------------------------------------------------------------------ rows

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private Timestamp ago(Duration time) {
        return Timestamp.from(clock.instant().minus(time));
    }

    private static PersonalLink link(ResultSet row, int number) throws SQLException {
        return new PersonalLink(
                row.getObject("id", UUID.class),
                row.getString("task_id"),
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("part"),
                Readers.Kind.valueOf(row.getString("reader")),
                row.getString("form_id"),
                Links.Way.valueOf(row.getString("way")),
                Links.SecondFact.valueOf(row.getString("fact")),
                row.getString("code_hash"),
                Language.ofCode(row.getString("language")).orElse(Language.ENGLISH),
                row.getTimestamp("issued_at").toInstant(),
                row.getString("issued_by"),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "printed_at"),
                instant(row, "opened_at"),
                instant(row, "begun_at"),
                instant(row, "handed_in_at"),
                instant(row, "revoked_at"),
                instant(row, "locked_at"),
                instant(row, "reminded_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
