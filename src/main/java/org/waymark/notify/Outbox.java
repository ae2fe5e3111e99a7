package org.waymark.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/**
 * Keeps what is to be sent until it has been. It is put in within the transaction of what it tells of, and sent afterwards,
 * so that nobody's click waits for a mail server and nothing is sent of what did not happen.
 */
@Component
public class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** How long a message rests after each try that its server did not take. */
    private static final List<Duration> SPACING = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    /** A server that does not answer is asked again this often; it says nothing of the message, so that is not counted. */
    private static final Duration WHILE_AWAY = Duration.ofMinutes(5);

    private static final Role[] LOOKING_AFTER = {Role.COORDINATOR, Role.ADMINISTRATOR, Role.OPERATOR};
    private static final int MOST_SHOWN = 200;

    public enum State {
        WAITING,
        SENT,
        /** It will not be tried again by itself. */
        FAILED,
        CANCELLED
    }

    /** Why a try came to nothing. */
    public enum Failure {
        /** The mail server does not answer, or does not know us. */
        SERVER_AWAY,
        /** The server says that nobody has this address. */
        ADDRESS_REFUSED,
        /** The server took this message badly and may take it later. */
        MESSAGE_REFUSED,
        /** It could not be put together. */
        NOT_COMPOSED
    }

    /** A message without its words. */
    public record Message(
            UUID id,
            String key,
            String kind,
            @Nullable PathwayRef pathway,
            State state,
            Instant putAt,
            int attempts,
            Instant nextTryAt,
            @Nullable Failure failure,
            @Nullable Instant endedAt) {}

    private final JdbcClient jdbc;
    private final WaymarkClock clock;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final MailServer server;
    private final ObjectProvider<Composer> composers;
    private final TransactionTemplate transaction;

    Outbox(
            JdbcClient jdbc,
            WaymarkClock clock,
            AccessDecision access,
            AuditTrail audit,
            MailServer server,
            ObjectProvider<Composer> composers,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.audit = audit;
        this.server = server;
        this.composers = composers;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Whether a mail server is set up; without one, what is put in waits. */
    public boolean canSend() {
        return server.isSetUp();
    }

    /** Puts a message in; the same key again changes nothing. The words are its composer's. */
    @WithoutViewer("whoever puts it in has asked")
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(String key, String kind, String reference, @Nullable PathwayRef pathway, String by) {
        Timestamp now = now();
        jdbc.sql("""
                        insert into outbox_message (id, key, kind, reference, pathway_ref, state, put_at, put_by, next_try_at)
                        values (:id, :key, :kind, :reference, :pathway, 'WAITING', :now, :by, :now) on conflict (key) do nothing
                        """)
                .param("id", UUID.randomUUID())
                .param("key", key)
                .param("kind", kind)
                .param("reference", reference)
                .param("pathway", pathway == null ? null : pathway.value())
                .param("now", now)
                .param("by", by)
                .update();
    }

    /** What is no longer to be said, unless it has been. */
    @Transactional
    public void cancel(String kind, String reference) {
        jdbc.sql("""
                        update outbox_message set state = 'CANCELLED', ended_at = :now
                         where kind = :kind and reference = :reference and state in ('WAITING', 'FAILED')
                        """)
                .param("kind", kind)
                .param("reference", reference)
                .param("now", now())
                .update();
    }

    /** The messages with these keys; one that was never put in is left out. */
    @Transactional(readOnly = true)
    public Map<String, Message> of(Collection<String> keys) {
        var found = new HashMap<String, Message>();
        jdbc.sql("select * from outbox_message where key = any(:keys)")
                .param("keys", keys.toArray(String[]::new))
                .query(Outbox::message)
                .list()
                .forEach(message -> found.put(message.key(), message));
        return found;
    }

    /** What has failed, and what has been tried and waits for its next try: the oldest first. */
    @Transactional
    public List<Message> troubled(Viewer viewer) {
        access.requireRole(viewer, "outbox.viewed", LOOKING_AFTER);
        audit.record(viewer.username(), "outbox.viewed", null, null);
        return jdbc.sql("""
                        select * from outbox_message where state = 'FAILED' or (state = 'WAITING' and failure is not null)
                         order by put_at, id limit :most
                        """).param("most", MOST_SHOWN).query(Outbox::message).list();
    }

    /** How many messages wait. */
    @Transactional(readOnly = true)
    public long waiting() {
        return jdbc.sql("select count(*) from outbox_message where state = 'WAITING'")
                .query(Long.class)
                .single();
    }

    /** Has a message that failed tried once more, now. */
    @Transactional
    public void tryAgain(Viewer viewer, UUID id) {
        change(
                viewer,
                id,
                "outbox.triedAgain",
                "state = 'WAITING', attempts = 0, next_try_at = :now, failure = null, ended_at = null");
    }

    /** Nobody will send a message that failed any more. */
    @Transactional
    public void giveUp(Viewer viewer, UUID id) {
        change(viewer, id, "outbox.givenUp", "state = 'CANCELLED', ended_at = :now");
    }

    private void change(Viewer viewer, UUID id, String action, String change) {
        access.requireRole(viewer, action, LOOKING_AFTER);
        int changed = jdbc.sql("update outbox_message set " + change + " where id = :id and state = 'FAILED'")
                .param("id", id)
                .param("now", now())
                .update();
        if (changed == 0) {
            boolean isKnown = jdbc.sql("select exists (select 1 from outbox_message where id = :id)")
                    .param("id", id)
                    .query(Boolean.class)
                    .single();
            if (isKnown) {
                throw new Refused("outbox.settled");
            }
            audit.record(viewer.username(), action, null, null, Outcome.REFUSED);
            throw new NotVisible();
        }
        audit.record(viewer.username(), action, null, id.toString());
    }

    // ------------------------------------------------------------------ sending

    /** Sends what is due, one message after the other; where the server is away, the rest waits for it. */
    void sendDue() {
        if (!server.isSetUp()) {
            return;
        }
        Optional<UUID> next = take();
        while (next.isPresent() && send(next.get())) {
            next = take();
        }
    }

    /**
     * Takes the next due message for this node: another finds it only after its rest, which is longer than a mail server may
     * take to answer, and also when this node dies with it in hand.
     */
    private Optional<UUID> take() {
        return transaction.execute(status -> jdbc.sql("""
                        update outbox_message set next_try_at = :later where id =
                          (select id from outbox_message where state = 'WAITING' and next_try_at <= :now
                            order by next_try_at, id limit 1 for update skip locked)
                        returning id
                        """)
                .param("now", now())
                .param("later", Timestamp.from(clock.instant().plus(SPACING.get(0))))
                .query(UUID.class)
                .optional());
    }

    /** @return false when the server is away */
    private boolean send(UUID id) {
        Failure failure;
        try {
            Composed composed = transaction.execute(status -> compose(id));
            if (composed == null) {
                return true;
            }
            failure = server.send(composed.email(), composed.key());
        } catch (RuntimeException e) {
            // A message may quote what it was to say, so only the kind of the failure is told.
            LOG.warn("A message could not be put together: {}", e.getClass().getName());
            failure = Failure.NOT_COMPOSED;
        }
        settle(id, failure);
        return failure != Failure.SERVER_AWAY;
    }

    private record Composed(String key, Email email) {}

    private @Nullable Composed compose(UUID id) {
        return jdbc.sql("select key, kind, reference from outbox_message where id = :id and state = 'WAITING'")
                .param("id", id)
                .query((row, number) -> {
                    String kind = row.getString("kind");
                    String reference = row.getString("reference");
                    Optional<Email> email = composer(kind).compose(reference);
                    if (email.isEmpty()) {
                        cancel(kind, reference);
                    }
                    return email.map(found -> new Composed(keyOf(row), found));
                })
                .optional()
                .flatMap(composed -> composed)
                .orElse(null);
    }

    private static String keyOf(ResultSet row) {
        try {
            return row.getString("key");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Composer composer(String kind) {
        return composers.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody composes " + kind));
    }

    private void settle(UUID id, @Nullable Failure failure) {
        transaction.executeWithoutResult(status -> {
            if (failure == null) {
                jdbc.sql("update outbox_message set state = 'SENT', failure = null, ended_at = :now where id = :id")
                        .param("id", id)
                        .param("now", now())
                        .update();
                return;
            }
            int before = jdbc.sql("select attempts from outbox_message where id = :id for update")
                    .param("id", id)
                    .query(Integer.class)
                    .single();
            int attempts = failure == Failure.SERVER_AWAY ? before : before + 1;
            boolean isHopeless = failure == Failure.ADDRESS_REFUSED || attempts > SPACING.size();
            Duration rest =
                    failure == Failure.SERVER_AWAY ? WHILE_AWAY : SPACING.get(Math.min(attempts, SPACING.size()) - 1);
            jdbc.sql("""
                            update outbox_message set attempts = :attempts, failure = :failure, next_try_at = :next,
                                   state = :state, ended_at = :ended
                             where id = :id and state = 'WAITING'
                            """)
                    .param("attempts", attempts)
                    .param("failure", failure.name())
                    .param("next", Timestamp.from(clock.instant().plus(rest)))
                    .param("state", isHopeless ? "FAILED" : "WAITING")
                    .param("ended", isHopeless ? now() : null)
                    .param("id", id)
                    .update();
        });
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Message message(ResultSet row, int number) throws SQLException {
        String pathway = row.getString("pathway_ref");
        String failure = row.getString("failure");
        Timestamp endedAt = row.getTimestamp("ended_at");
        return new Message(
                row.getObject("id", UUID.class),
                row.getString("key"),
                row.getString("kind"),
                pathway == null ? null : new PathwayRef(pathway),
                State.valueOf(row.getString("state")),
                row.getTimestamp("put_at").toInstant(),
                row.getInt("attempts"),
                row.getTimestamp("next_try_at").toInstant(),
                failure == null ? null : Failure.valueOf(failure),
                endedAt == null ? null : endedAt.toInstant());
    }
}
