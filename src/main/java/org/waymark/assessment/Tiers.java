package org.waymark.assessment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;

/** How many people each complexity tier holds, for reports. It counts and names nobody; a tier routes nothing. */
@Component
@Transactional
public class Tiers {

    public static final List<String> ALL = List.of(
            "LOW_DYAD",
            "MODERATE_DYAD",
            "HIGH_DYAD",
            "LOW_INDIVIDUAL",
            "MODERATE_TO_HIGH_INDIVIDUAL",
            "NONE",
            "INCOMPLETE",
            "CONFLICT");

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;

    Tiers(JdbcClient jdbc, AccessDecision access, AuditTrail audit) {
        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
    }

    /** People by the tier of their last confirmed assessment, where a licensed score was held in it. */
    public Map<String, Long> counts(Viewer viewer) {
        access.requireRole(viewer, "tiers.viewed", Role.MANAGER);
        audit.record(viewer.username(), "tiers.viewed", null, null);
        Map<String, Long> counts = new LinkedHashMap<>();
        ALL.forEach(tier -> counts.put(tier, 0L));
        jdbc.sql("""
                        select tier, count(*) from (
                          select distinct on (a.pathway_ref) e.outputs -> 0 ->> 'tier' as tier
                            from assessment a left join decision_evaluation e
                              on e.record = cast(a.id as text) and e.decision = 'complexity-tier'
                           where a.state = 'CONFIRMED' order by a.pathway_ref, a.confirmed_at desc, e.id desc) last
                         where tier is not null group by tier
                        """).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }
}
