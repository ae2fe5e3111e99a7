package org.waymark.pathway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.carers.CarerSupports;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.referral.Referrals;
import org.waymark.workflow.Workflow;

/**
 * Looks for people who would be lost (care rules 1 and 2), and for carers whom nobody supports (care rule 3): nothing here
 * should ever be found, and whatever is found says what to do. The tables of the engine are read for this check alone.
 */
@Component
public class NobodyIsLost {

    /** What a pathway lacks, or has too much. */
    public enum Kind {
        /** No coordinator is named and nobody has the task to name one. */
        NO_COORDINATOR,
        /** Open, and no process runs it. */
        NO_PROCESS,
        /** No open task and no future timer: nothing would ever happen again. */
        NOTHING_AHEAD,
        /** One episode has neither task nor timer and waits for no answer, while others of the pathway go on. */
        EPISODE_STANDS_STILL,
        /** The pathway has ended and an episode goes on that should have ended with it. */
        EPISODE_AFTER_THE_END,
        /** The engine gave up on a step; an operator mends the cause and has it tried again. */
        INCIDENT,
        /** A carer of an open pathway whom nobody supports: they were known before support of carers was (care rule 3). */
        CARER_WITHOUT_SUPPORT;

        /** Whether somebody is lost by it (care rules 1 and 2), so that it cannot wait. */
        boolean isPressing() {
            return this != CARER_WITHOUT_SUPPORT;
        }
    }

    /**
     * One thing found.
     *
     * @param process the process it is about, or null for the pathway as a whole
     * @param element where it stands in the model, where one element can be named
     * @param since from when on it has been so, as far as is known
     */
    public record Finding(
            Kind kind,
            PathwayRef pathway,
            @Nullable String process,
            @Nullable String element,
            Instant since) {}

    /** How many open pathways were looked at, how many findings of each kind there are, and the oldest of them. */
    public record Report(long openPathways, Map<Kind, Long> counts, List<Finding> findings) {

        public boolean isClean() {
            return counts.isEmpty();
        }

        boolean isPressing() {
            return counts.keySet().stream().anyMatch(Kind::isPressing);
        }
    }

    /** A page holds so many of each kind; the counts count all. */
    private static final int SHOWN = 50;

    /** Processes that go on after the pathway: the carers', and the last question about the place of death. */
    private static final Set<String> AFTER_THE_END = Set.of("bereavement-support", "palliative-care");

    private static final String FINDINGS = """
            select 'NO_COORDINATOR' as kind, p.pathway_ref, null as process, null as element, p.opened_at as since
              from pathway p
             where p.ended_at is null and p.coordinator is null
               and not exists (select 1 from work_item w
                                where w.pathway_ref = p.pathway_ref and w.state = 'OPEN' and w.element = 'UserTask_NameCoordinator')
            union all
            select 'NO_PROCESS', p.pathway_ref, null, null,
                   coalesce((select max(e.ended_at) from episode e where e.pathway_ref = p.pathway_ref and e.process = :pathwayProcess), p.opened_at)
              from pathway p
             where p.ended_at is null
               and not exists (select 1 from episode e
                                where e.process = :pathwayProcess and e.record = p.pathway_ref and e.ended_at is null)
            union all
            select 'NOTHING_AHEAD', p.pathway_ref, null, null,
                   coalesce((select max(w.ended_at) from work_item w where w.pathway_ref = p.pathway_ref), p.opened_at)
              from pathway p
             where p.ended_at is null
               and not exists (select 1 from episode_ahead a
                                where a.pathway_ref = p.pathway_ref and a.process <> all (:afterTheEnd) and (a.has_task or a.has_timer))
            union all
            select 'EPISODE_STANDS_STILL', a.pathway_ref, a.process, null, a.started_at
              from episode_ahead a
             where not (a.has_task or a.has_timer or a.awaits_answer)
               and not exists (select 1 from episode_incident i where i.process_instance_id = a.process_instance_id)
            union all
            select 'EPISODE_AFTER_THE_END', e.pathway_ref, e.process, null, p.ended_at
              from pathway p join episode e on e.pathway_ref = p.pathway_ref and e.ended_at is null
             where p.ended_at is not null and e.process <> all (:afterTheEnd)
               -- A referral that was sent afterwards is help for a bereaved carer.
               and not (e.process = :referralProcess and e.started_at > p.ended_at)
            union all
            select 'INCIDENT', i.pathway_ref, i.process, i.element, i.since from episode_incident i
            union all
            select 'CARER_WITHOUT_SUPPORT', c.pathway_ref, :carerProcess, null, min(c.added_at)
              from carer c join pathway p on p.pathway_ref = c.pathway_ref
             where p.ended_at is null and c.ended_on is null
               and not exists (select 1 from carer_support s where s.carer_id = c.id and s.closed_at is null)
             group by c.pathway_ref
            """;

    private final JdbcClient jdbc;
    private final Pathways pathways;
    private final Workflow workflow;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final Timeline timeline;
    private final WaymarkClock clock;
    private final CarersOnPathway carers;
    private final TransactionTemplate transaction;

    NobodyIsLost(
            JdbcClient jdbc,
            Pathways pathways,
            Workflow workflow,
            AccessDecision access,
            AuditTrail audit,
            Timeline timeline,
            WaymarkClock clock,
            CarersOnPathway carers,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.pathways = pathways;
        this.workflow = workflow;
        this.access = access;
        this.audit = audit;
        this.timeline = timeline;
        this.clock = clock;
        this.carers = carers;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What is found now, the longest lost first. Coordinators are shown the pathways that they may see, operators all of
     * them, by reference.
     */
    @Transactional
    public Report check(Viewer viewer) {
        access.requireRole(viewer, "check.viewed", Role.COORDINATOR, Role.OPERATOR);
        audit.record(viewer.username(), "check.viewed", null, null);
        if (viewer.isSystem() || viewer.has(Role.OPERATOR)) {
            return report("true", Map.of());
        }
        AccessDecision.Visible visible = access.visible(viewer, "p", DataKind.PATHWAY);
        return report(visible.sql(), visible.parameters());
    }

    /** All of it, for the health of the application. */
    @Transactional(readOnly = true)
    Report checkAll() {
        return report("true", Map.of());
    }

    private Report report(String visible, Map<String, Object> parameters) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        List<Finding> findings = jdbc.sql("""
                        select * from (
                          select f.*, count(*) over (partition by f.kind) as of_kind,
                                 row_number() over (partition by f.kind order by f.since, f.pathway_ref) as place
                            from (%s) f join pathway_sharing p on p.pathway_ref = f.pathway_ref where %s) found
                         where place <= :shown order by since, pathway_ref
                        """.formatted(FINDINGS, visible))
                .params(parameters)
                .param("pathwayProcess", Pathway.PROCESS)
                .param("referralProcess", Referrals.PROCESS)
                .param("carerProcess", CarerSupports.PROCESS)
                .param("afterTheEnd", AFTER_THE_END.toArray(String[]::new))
                .param("shown", SHOWN)
                .query((row, number) -> {
                    Finding finding = finding(row);
                    counts.put(finding.kind(), row.getLong("of_kind"));
                    return finding;
                })
                .list();
        long open = jdbc.sql("select count(*) from pathway p where p.ended_at is null and " + visible)
                .params(parameters)
                .query(Long.class)
                .single();
        return new Report(open, counts, findings);
    }

    /**
     * Starts the process of an open pathway again that none runs, with a review, so that somebody looks at once.
     *
     * @throws Refused when a process runs it or the pathway is over
     */
    @Transactional
    public void startAgain(Viewer viewer, PathwayRef ref) {
        access.requireRole(viewer, "pathway.startedAgain", Role.COORDINATOR);
        access.requireSee(viewer, ref, DataKind.PATHWAY);
        workflow.hold(ref);
        if (!pathways.load(ref).isOpen() || workflow.isOpen(Pathway.PROCESS, ref.value())) {
            throw new Refused("nothingToStartAgain");
        }
        pathways.startWhereItStood(ref);
        audit.record(viewer.username(), "pathway.startedAgain", ref, null);
        timeline.add(ref, clock.instant(), "STARTED_AGAIN", null, viewer.username());
    }

    /** What {@link #supportCarers} did, and how many pathways are left for another time. */
    public record Supported(int pathways, long left) {}

    /**
     * Begins the support of every carer who has none, the longest waiting first and so many at once as a request may take.
     * Each pathway is done for itself, so what was done stays done; done again it finds nobody.
     */
    public Supported supportCarers(Viewer viewer) {
        List<PathwayRef> waiting = check(viewer).findings().stream()
                .filter(finding -> finding.kind() == Kind.CARER_WITHOUT_SUPPORT)
                .map(Finding::pathway)
                .toList();
        for (PathwayRef ref : waiting) {
            transaction.executeWithoutResult(status -> {
                workflow.hold(ref);
                if (pathways.load(ref).isOpen()) {
                    carers.beginAll(ref);
                    audit.record(viewer.username(), "carerSupport.begun", ref, null);
                }
            });
        }
        long left = check(viewer).counts().getOrDefault(Kind.CARER_WITHOUT_SUPPORT, 0L);
        return new Supported(waiting.size(), left);
    }

    private static Finding finding(ResultSet row) throws SQLException {
        return new Finding(
                Kind.valueOf(row.getString("kind")),
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("process"),
                row.getString("element"),
                row.getTimestamp("since").toInstant());
    }
}
