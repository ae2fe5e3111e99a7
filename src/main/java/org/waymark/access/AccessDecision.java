package org.waymark.access;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/**
 * May this viewer see this person? Role, legitimate relationship and the sharing of information are weighed here and
 * nowhere else; every query and every command goes through it. The rules stand in words in {@code src/docs/access.md}.
 */
@Service
public class AccessDecision {

    /** For so long an ended referral and a completed task still let their people read what came of it. */
    static final Duration AFTERWARDS = Duration.ofDays(30);

    /** Roles that look after people; partners act for people, and the others see no record at all. */
    private static final Set<Role> CARING = EnumSet.of(
            Role.COORDINATOR,
            Role.TEAM_LEAD,
            Role.DEMENTIA_ADVISER,
            Role.ACTIVITY_OFFICER,
            Role.CARER_ENABLEMENT,
            Role.PALLIATIVE_NURSE);

    private static final Set<Role> KEEPING_A_CASELOAD = EnumSet.of(Role.COORDINATOR, Role.TEAM_LEAD);
    private static final Set<DataKind> TO_ACT_ON_A_REFERRAL = EnumSet.of(DataKind.IDENTITY, DataKind.REFERRALS);

    private static final String IN_ALLIANCE =
            "coalesce((select o.in_alliance from organisation o where o.id = :viewerOrganisation), true)";

    private static final String HAS_REFERRAL = """
            exists (select 1 from relationship r
                where r.pathway_ref = ps.pathway_ref and r.kind = 'REFERRAL' and r.holder = :viewerOrganisation
                  and (r.ended_at is null or r.ended_at > :viewerSince))""";

    private static final String HAS_CASELOAD = """
            exists (select 1 from relationship r
                where r.pathway_ref = ps.pathway_ref and r.kind = 'CASELOAD' and r.holder = :viewerOrganisation
                  and r.ended_at is null)""";

    private static final String IS_COORDINATOR = """
            exists (select 1 from relationship r
                where r.pathway_ref = ps.pathway_ref and r.kind = 'COORDINATOR' and r.holder = :viewerUsername
                  and r.ended_at is null)""";

    private static final String HAS_TASK = """
            exists (select 1 from work_item w
                where w.pathway_ref = ps.pathway_ref and w.state = 'OPEN'
                  and (w.group_name in (:viewerGroups) or w.assignee = :viewerUsername))
            or exists (select 1 from work_item w
                where w.pathway_ref = ps.pathway_ref and w.state = 'COMPLETED'
                  and w.ended_by = :viewerUsername and w.ended_at > :viewerSince)""";

    /** The person agrees to each referral, so one that was sent before the question of sharing counts until sharing is refused. */
    private static final String IS_SHARED =
            "ps.receiving_organisation = :viewerOrganisation or ps.sharing = 'AGREED' or not " + IN_ALLIANCE
                    + " or (ps.sharing = 'NOT_ASKED' and " + HAS_REFERRAL + ")";

    private final JdbcClient jdbc;
    private final WaymarkClock clock;
    private final AuditTrail audit;

    AccessDecision(JdbcClient jdbc, WaymarkClock clock, AuditTrail audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
    }

    public boolean maySee(Viewer viewer, PathwayRef pathway, DataKind kind) {
        var visible = visible(viewer, "asked", kind);
        return jdbc.sql(
                        "select exists (select 1 from pathway_sharing asked where asked.pathway_ref = :askedPathway and "
                                + visible.sql() + ")")
                .params(visible.parameters())
                .param("askedPathway", pathway.value())
                .query(Boolean.class)
                .single();
    }

    /** Returns when the viewer may see it; otherwise writes the refusal to the audit trail and throws {@link NotVisible}. */
    public void requireSee(Viewer viewer, PathwayRef pathway, DataKind kind) {
        if (!maySee(viewer, pathway, kind)) {
            audit.record(viewer.username(), "person.viewed", pathway, kind.name(), Outcome.REFUSED);
            throw new NotVisible();
        }
    }

    /** Refuses with {@link NotVisible} and an audit row unless the viewer holds one of the roles, or is the system. */
    public void requireRole(Viewer viewer, String action, Role... anyOf) {
        if (!viewer.isSystem() && Arrays.stream(anyOf).noneMatch(viewer::has)) {
            audit.record(viewer.username(), action, null, null, Outcome.REFUSED);
            throw new NotVisible();
        }
    }

    /**
     * A condition over the column {@code pathway_ref} of the named table alias, for lists: exactly those rows for which
     * {@link #maySee} is true.
     */
    public Visible visible(Viewer viewer, String alias, DataKind kind) {
        if (viewer.isSystem()) {
            return new Visible(
                    "exists (select 1 from pathway_sharing ps where ps.pathway_ref = " + alias + ".pathway_ref)",
                    Map.of());
        }
        boolean isCaring = viewer.roles().stream().anyMatch(CARING::contains);
        boolean isPartner = viewer.has(Role.PARTNER) && TO_ACT_ON_A_REFERRAL.contains(kind);
        if (viewer.organisation() == null || !(isCaring || isPartner)) {
            return new Visible("false", Map.of());
        }
        var sql = new StringBuilder("exists (select 1 from pathway_sharing ps where ps.pathway_ref = ")
                .append(alias)
                .append(".pathway_ref and (")
                .append(IS_SHARED)
                .append(") and (")
                .append(HAS_REFERRAL)
                .append(" or ")
                .append(HAS_TASK);
        if (isCaring) {
            sql.append(" or ").append(IS_COORDINATOR);
        }
        if (viewer.roles().stream().anyMatch(KEEPING_A_CASELOAD::contains)) {
            sql.append(" or ps.receiving_organisation = :viewerOrganisation or ")
                    .append(HAS_CASELOAD);
        }
        sql.append(')');
        if (!TO_ACT_ON_A_REFERRAL.contains(kind)) {
            sql.append(" and ").append(IN_ALLIANCE);
        }
        sql.append(')');
        return new Visible(
                sql.toString(),
                Map.of(
                        "viewerOrganisation", viewer.organisation(),
                        "viewerUsername", viewer.username(),
                        "viewerGroups", viewer.groups(),
                        "viewerSince", clock.instant().minus(AFTERWARDS).atOffset(ZoneOffset.UTC)));
    }

    /** SQL text and its named parameters, all of whose names begin with {@code viewer}. */
    public record Visible(String sql, Map<String, Object> parameters) {}
}
