package org.waymark.audit;

import jakarta.servlet.ServletRequest;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/**
 * Writes the append-only record of who saw, searched and did what, in the transaction of the very thing it records: if
 * the row cannot be written, nothing is shown and nothing is done.
 */
@Component
public class AuditTrail {

    public enum Outcome {
        DONE,
        /** Written in a transaction of its own, since the refusal itself rolls back the one it happens in. */
        REFUSED
    }

    private static final String REFUSAL = AuditTrail.class.getName() + ".refusal";

    private final JdbcClient jdbc;
    private final WaymarkClock clock;
    private final TransactionTemplate ownTransaction;

    AuditTrail(JdbcClient jdbc, WaymarkClock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * @param actor username, or "system"
     * @param action what was done, as {@code <subject>.<verb>}, for example {@code person.viewed}
     * @param subject id of the thing (task, referral, file …) that says nothing of the person; null when there is none
     */
    public void record(
            String actor, String action, @Nullable PathwayRef pathway, @Nullable String subject, Outcome outcome) {
        if (outcome == Outcome.REFUSED) {
            ownTransaction.executeWithoutResult(status -> insert(actor, action, pathway, subject, outcome));
            RequestAttributes request = RequestContextHolder.getRequestAttributes();
            if (request != null) {
                request.setAttribute(REFUSAL, true, RequestAttributes.SCOPE_REQUEST);
            }
        } else {
            insert(actor, action, pathway, subject, outcome);
        }
    }

    public void record(String actor, String action, @Nullable PathwayRef pathway, @Nullable String subject) {
        record(actor, action, pathway, subject, Outcome.DONE);
    }

    /** Whether a refusal was written down while this request was answered; one row a refusal is enough. */
    public static boolean hasRefused(ServletRequest request) {
        return request.getAttribute(REFUSAL) != null;
    }

    private void insert(
            String actor, String action, @Nullable PathwayRef pathway, @Nullable String subject, Outcome outcome) {
        jdbc.sql("""
                        insert into audit_event (at, actor, action, pathway_ref, subject, outcome)
                        values (:at, :actor, :action, :pathway, :subject, :outcome)""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("actor", actor)
                .param("action", action)
                .param("pathway", pathway == null ? null : pathway.value())
                .param("subject", subject)
                .param("outcome", outcome.name())
                .update();
    }
}
