package org.waymark.access;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
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

    private static final Visible NOBODY = new Visible("false", Map.of());
    private static final Visible EVERYBODY = new Visible("true", Map.of());

    private static final Set<Role> KEEPING_A_CASELOAD = EnumSet.of(Role.COORDINATOR, Role.TEAM_LEAD);
    private static final Set<DataKind> TO_ACT_ON_A_REFERRAL = EnumSet.of(DataKind.IDENTITY, DataKind.REFERRALS);

    private static final String IN_ALLIANCE =
            "coalesce((select o.in_alliance from organisation o where o.id = :viewerOrganisation), true)";

    /** Something that ties people to a viewer: rows of a table with a {@code pathway_ref}. */
    private record Tie(String table, String condition) {

        /** All the viewer's people by this tie. */
        String set() {
            return "select tie.pathway_ref from " + table + " tie where " + condition;
        }

        /** Whether the row of the list is one of them. */
        String ofRow(String alias) {
            return "select true from " + table + " tie where tie.pathway_ref = " + alias + ".pathway_ref and "
                    + condition;
        }
    }

    private static final Tie RECEIVED = new Tie("pathway_sharing", "tie.receiving_organisation = :viewerOrganisation");

    private static final Tie CASELOAD = new Tie(
            "relationship", "tie.holder = :viewerOrganisation and tie.kind = 'CASELOAD' and tie.ended_at is null");

    private static final Tie COORDINATED = new Tie(
            "relationship", "tie.holder = :viewerUsername and tie.kind = 'COORDINATOR' and tie.ended_at is null");

    private static final Tie REFERRED = new Tie(
            "relationship",
            "tie.holder = :viewerOrganisation and tie.kind in ('REFERRAL', 'PLACE')"
                    + " and (tie.ended_at is null or tie.ended_at > :viewerSince)");

    private static final Tie TASK_OF_GROUP =
            new Tie("work_item", "tie.state = 'OPEN' and tie.group_name in (:viewerGroups)");

    private static final Tie TASK_OF_MINE =
            new Tie("work_item", "tie.state = 'OPEN' and tie.assignee = :viewerUsername");

    private static final Tie TASK_I_COMPLETED = new Tie(
            "work_item", "tie.state = 'COMPLETED' and tie.ended_by = :viewerUsername and tie.ended_at > :viewerSince");

    private static final String IS_SHARED = """
            (select ps.receiving_organisation = :viewerOrganisation or ps.sharing = 'AGREED' or not %s
            from pathway_sharing ps where ps.pathway_ref = %%s.pathway_ref)""".formatted(IN_ALLIANCE);

    /**
     * The person agrees to each referral, so until sharing is refused one that was sent before the question of sharing
     * shows its service what a partner would see, and no more. LIMIT keeps PostgreSQL from reading all of the
     * organisation's referrals to answer for one person.
     */
    private static final String IS_SHARED_TO_ACT = """
            (select ps.receiving_organisation = :viewerOrganisation or ps.sharing = 'AGREED' or not %s
                or (ps.sharing = 'NOT_ASKED' and (
                    %s limit 1) is not null)
            from pathway_sharing ps where ps.pathway_ref = %%s.pathway_ref)""".formatted(IN_ALLIANCE, REFERRED.ofRow("ps"));

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

    /** Those of the pathways for which {@link #maySee} is true, in one query. */
    public Set<PathwayRef> among(Viewer viewer, Collection<PathwayRef> pathways, DataKind kind) {
        if (pathways.isEmpty()) {
            return Set.of();
        }
        var visible = visible(viewer, "asked", kind);
        return jdbc
                .sql(
                        "select asked.pathway_ref from pathway_sharing asked where asked.pathway_ref = any(:askedPathways) and "
                                + visible.sql())
                .params(visible.parameters())
                .param("askedPathways", pathways.stream().map(PathwayRef::value).toArray(String[]::new))
                .query(String.class)
                .stream()
                .map(PathwayRef::new)
                .collect(toSet());
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
            return NOBODY;
        }
        boolean keepsCaseload = viewer.roles().stream().anyMatch(KEEPING_A_CASELOAD::contains);
        var ties = new ArrayList<Tie>();
        if (keepsCaseload) {
            ties.addAll(List.of(RECEIVED, CASELOAD));
        }
        ties.addAll(List.of(REFERRED, TASK_OF_GROUP, TASK_OF_MINE, TASK_I_COMPLETED));
        if (isCaring) {
            ties.add(COORDINATED);
        }
        // A caseload is most of what there is: look at the list's rows and ask of each. Other people's are few: begin
        // there.
        String isTied = keepsCaseload
                ? ties.stream()
                        .map(tie -> tie.ofRow(alias))
                        .collect(joining(" union all ", "(select true from (", ") ties limit 1) is not null"))
                : ties.stream().map(Tie::set).collect(joining(" union all ", alias + ".pathway_ref in (", ")"));
        boolean isToAct = TO_ACT_ON_A_REFERRAL.contains(kind);
        var sql = new StringBuilder("(")
                .append(isTied)
                .append(" and ")
                .append((isToAct ? IS_SHARED_TO_ACT : IS_SHARED).formatted(alias));
        if (!isToAct) {
            sql.append(" and ").append(IN_ALLIANCE);
        }
        return new Visible(
                sql.append(')').toString(),
                Map.of(
                        "viewerOrganisation", viewer.organisation(),
                        "viewerUsername", viewer.username(),
                        "viewerGroups", viewer.groups(),
                        "viewerSince", clock.instant().minus(AFTERWARDS).atOffset(ZoneOffset.UTC)));
    }

    /**
     * Whom a list of people behind a number names: those whom the viewer may see, and to managers everybody, because they
     * mend what keeps people waiting. What they get is the reference, which says nothing of the person and leads them to no
     * record.
     */
    public Visible listed(Viewer viewer, String alias, DataKind kind) {
        return viewer.has(Role.MANAGER) ? EVERYBODY : visible(viewer, alias, kind);
    }

    /** SQL text and its named parameters, all of whose names begin with {@code viewer}. */
    public record Visible(String sql, Map<String, Object> parameters) {

        /** Whether it need not be asked, for those who may see nobody. */
        public boolean isNobody() {
            return equals(NOBODY);
        }

        /** The same for those who are shown everybody. */
        public boolean isEverybody() {
            return equals(EVERYBODY);
        }
    }
}
