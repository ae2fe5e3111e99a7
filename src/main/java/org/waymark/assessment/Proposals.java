package org.waymark.assessment;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Answer;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow.Evaluation;

/** Services that the rules propose and what was answered; nothing is sent that nobody agreed to (care rule 7). */
@Component
@Transactional
public class Proposals {

    static final String URGENT = "URGENT";

    private static final List<String> BY_URGENCY = List.of(URGENT, "SOON", "ROUTINE");

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Proposals(JdbcClient jdbc, AccessDecision access, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether somebody of these groups is still to rate in an open round; others' answers are kept from them until then. */
    static final String IS_TO_RATE = """
            exists (select 1 from rating r join assessment a on a.id = r.assessment_id
                     where a.id = %s and a.state = 'RATING' and r.rater = 'STAFF' and r.state = 'INVITED'
                       and r.organisation || '.' || r.role = any(:groups))
            """;

    /**
     * Proposals of the latest round and earlier ones that were put off, most urgent first; none for one who may not see care,
     * and none of a round in which the viewer is still to rate.
     */
    @Transactional(readOnly = true)
    public List<Proposal> of(Viewer viewer, PathwayRef pathway) {
        AccessDecision.Visible visible = access.visible(viewer, "p", DataKind.CARE);
        return jdbc.sql("""
                        select id, service, priority, reasons, answer, ask_again_on from proposal p
                         where pathway_ref = :pathway and %s and answer <> 'SUPERSEDED' and not %s
                           and (answer = 'NOT_NOW' or assessment_id =
                                (select id from assessment where pathway_ref = :pathway order by opened_at desc limit 1))
                         order by array_position(array['URGENT', 'SOON', 'ROUTINE'], priority), service
                        """.formatted(visible.sql(), IS_TO_RATE.formatted("p.assessment_id")))
                .params(visible.parameters())
                .param("groups", viewer.groups().toArray(String[]::new))
                .param("pathway", pathway.value())
                .query(Proposals::proposal)
                .list();
    }

    /** What the round found that cannot wait and nobody has answered yet. */
    List<Proposal> openUrgent(String assessmentId) {
        return jdbc.sql("""
                        select id, service, priority, reasons, answer, ask_again_on from proposal
                         where assessment_id = :assessment and priority = 'URGENT' and answer = 'OPEN' order by service
                        """)
                .param("assessment", UUID.fromString(assessmentId))
                .query(Proposals::proposal)
                .list();
    }

    static Proposal proposal(ResultSet row, int number) throws SQLException {
        Date again = row.getDate("ask_again_on");
        return new Proposal(
                row.getString("id"),
                row.getString("service"),
                row.getString("priority"),
                List.of((String[]) row.getArray("reasons").getArray()),
                Answer.valueOf(row.getString("answer")),
                again == null ? null : again.toLocalDate());
    }

    /** What was answered with "not now", by the date to ask again; as {@link #of}. */
    @Transactional(readOnly = true)
    public List<Proposal> putOff(Viewer viewer, PathwayRef pathway) {
        AccessDecision.Visible visible = access.visible(viewer, "p", DataKind.CARE);
        return jdbc.sql("""
                        select id, service, priority, reasons, answer, ask_again_on from proposal p
                         where pathway_ref = :pathway and %s and answer = 'NOT_NOW' order by ask_again_on, service
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("pathway", pathway.value())
                .query(Proposals::proposal)
                .list();
    }

    /** Keeps what was answered. "Declined" and "not now" are outcomes of full standing. */
    public void answer(
            Viewer viewer, String proposalId, Answer answer, @Nullable LocalDate askAgainOn, String agreedBy) {
        AccessDecision.Visible visible = access.visible(viewer, "p", DataKind.CARE);
        Optional<String> pathway = jdbc.sql("""
                        update proposal p set answer = :answer, ask_again_on = :again, agreed_by = :agreedBy,
                               answered_by = :by, answered_at = :at
                         where id = :id and %s returning pathway_ref
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("answer", answer.name())
                .param("again", askAgainOn)
                .param("agreedBy", agreedBy)
                .param("by", viewer.username())
                .param("at", Timestamp.from(clock.instant()))
                .param("id", UUID.fromString(proposalId))
                .query(String.class)
                .optional();
        if (pathway.isEmpty()) {
            audit.record(viewer.username(), "proposal.answered", null, proposalId, Outcome.REFUSED);
            throw new NotVisible();
        }
        audit.record(viewer.username(), "proposal.answered", new PathwayRef(pathway.get()), proposalId);
    }

    /** One proposal a service, with the highest priority and all reasons, whatever rows of the table matched. */
    static Map<String, Merged> merge(Evaluation routing) {
        Map<String, Merged> byService = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> row : routing.outputs()) {
            byService.merge(
                    String.valueOf(row.get("service")),
                    new Merged(String.valueOf(row.get("priority")), List.of(String.valueOf(row.get("reason")))),
                    Merged::and);
        }
        return byService;
    }

    record Merged(String priority, List<String> reasons) {

        Merged and(Merged other) {
            Set<String> all = new LinkedHashSet<>(reasons);
            all.addAll(other.reasons);
            return new Merged(higher(priority, other.priority), new ArrayList<>(all));
        }
    }

    static String higher(String one, String other) {
        return BY_URGENCY.indexOf(one) <= BY_URGENCY.indexOf(other) ? one : other;
    }

    /**
     * Adds what is new and sharpens what is still open; what was answered in this round stays answered.
     *
     * @param evaluation the id of the evaluation that all of it followed from
     * @return whether anything is new in this round
     */
    boolean propose(UUID assessment, PathwayRef pathway, Map<String, Merged> proposed, long evaluation) {
        boolean isNew = false;
        for (Map.Entry<String, Merged> entry : proposed.entrySet()) {
            isNew |= jdbc.sql("""
                            insert into proposal (id, pathway_ref, assessment_id, service, priority, reasons, evaluation)
                            values (:id, :pathway, :assessment, :service, :priority, :reasons, :evaluation)
                            on conflict (assessment_id, service) do update
                               set priority = excluded.priority, reasons = excluded.reasons, answer = 'OPEN',
                                   evaluation = excluded.evaluation
                             where proposal.answer in ('OPEN', 'SUPERSEDED')
                            returning xmax = 0
                            """)
                    .param("id", UUID.randomUUID())
                    .param("pathway", pathway.value())
                    .param("assessment", assessment)
                    .param("service", entry.getKey())
                    .param("priority", entry.getValue().priority())
                    .param("reasons", entry.getValue().reasons().toArray(String[]::new))
                    .param("evaluation", evaluation)
                    .query(Boolean.class)
                    .optional()
                    .orElse(false);
        }
        return isNew;
    }

    /** What the round no longer proposes, because staff confirmed another stage than the one it followed from. */
    void supersedeAllBut(UUID assessment, Set<String> services) {
        jdbc.sql("""
                        update proposal set answer = 'SUPERSEDED'
                         where assessment_id = :assessment and answer = 'OPEN' and service <> all (:services)
                        """)
                .param("assessment", assessment)
                .param("services", services.toArray(String[]::new))
                .update();
    }

    /** What an earlier round left open is asked by the newer one. */
    void supersedeEarlier(UUID assessment, PathwayRef pathway) {
        jdbc.sql("""
                        update proposal set answer = 'SUPERSEDED'
                         where pathway_ref = :pathway and assessment_id <> :assessment
                           and (answer = 'OPEN' or (answer = 'NOT_NOW' and service in
                                (select service from proposal where assessment_id = :assessment)))
                        """)
                .param("pathway", pathway.value())
                .param("assessment", assessment)
                .update();
    }
}
