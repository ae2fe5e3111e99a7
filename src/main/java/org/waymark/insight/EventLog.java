package org.waymark.insight;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.insight.LogFormat.Event;
import org.waymark.insight.LogFormat.Thing;
import org.waymark.kernel.WorkingDays;

/**
 * The facts of the flow for tools of process mining. It is written while it is read, so its length takes no memory. Nobody
 * is named in it: people, referrals and assessments stand under pseudonyms, staff do not stand in it at all, and it holds
 * no text that somebody wrote. Managers get the whole alliance, coordinators those whom they may see.
 */
@Service
@Transactional
public class EventLog {

    /** What an event log can be written as. */
    public enum Format {
        /** IEEE 1849-2016: one trace for each pathway. */
        XES,
        /** OCEL 2.0 in JSON: each event with the pathway, carer, referral, assessment and service it is about. */
        OCEL,
        CSV
    }

    /**
     * @param from the first day, in London
     * @param to the last one
     * @param areDatesShifted whether all dates of one person are moved by the same number of weeks, another for each person
     */
    public record Extent(LocalDate from, LocalDate to, boolean areDatesShifted) {

        public Extent {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("The period ends before it begins");
            }
        }
    }

    private static final int ROWS_AT_ONCE = 1000;

    /** Of facts of one moment, what ended comes before what followed from it. */
    private static final String EVENTS = """
            select f.*, coalesce(cs.carer_id, b.carer_id)::text as carer
              from flow_fact f
              left join carer_support cs on (f.process = 'carer-enablement' or f.kind = 'CARER_PLAN_AGREED') and cs.id::text = f.record
              left join bereavement b on f.process = 'bereavement-support' and b.id::text = f.record
             where f.at >= :from and f.at < :until and %s
             order by f.pathway_ref, f.at,
                      case f.kind when 'STEP_COMPLETED' then 0 when 'STEP_CANCELLED' then 0 when 'RUN_ENDED' then 1
                                  when 'RUN_STARTED' then 3 when 'STEP_ENTERED' then 4 else 2 end, f.id
            """;

    private static final String THINGS = """
            select distinct 'pathway' as type, f.pathway_ref as id from flow_fact f where f.at >= :from and f.at < :until and %1$s
            union select distinct 'referral', f.record from flow_fact f
             where f.at >= :from and f.at < :until and (f.process = 'partner-referral' or f.kind = 'REFERRAL_MOVED') and %1$s
            union select distinct 'assessment', f.record from flow_fact f
             where f.at >= :from and f.at < :until and (f.process = 'staging-assessment' or f.kind in ('STAGE_CONFIRMED', 'ROUND_CLOSED')) and %1$s
            union select distinct 'service', f.service from flow_fact f
             where f.at >= :from and f.at < :until and f.service is not null and %1$s
            union select distinct 'carer', coalesce(cs.carer_id, b.carer_id)::text from flow_fact f
              left join carer_support cs on (f.process = 'carer-enablement' or f.kind = 'CARER_PLAN_AGREED') and cs.id::text = f.record
              left join bereavement b on f.process = 'bereavement-support' and b.id::text = f.record
             where f.at >= :from and f.at < :until and coalesce(cs.carer_id, b.carer_id) is not null and %1$s
            """;

    /** By the standard's transactional life cycle. What it has no word for has happened, and that is all. */
    private static final Map<String, String> TRANSITIONS = Map.of(
            "STEP_ENTERED", "schedule",
            "STEP_CLAIMED", "start",
            "STEP_RELEASED", "withdraw",
            "STEP_REASSIGNED", "reassign",
            "CLOCK_PAUSED", "suspend",
            "CLOCK_RESUMED", "resume",
            "STEP_CANCELLED", "ate_abort",
            "RUN_STARTED", "start");

    /** Asks for rows in portions, or the driver would hold all of them. */
    private final JdbcClient streaming;

    private final StepNames steps;
    private final Pseudonyms pseudonyms;
    private final AccessDecision access;
    private final AuditTrail audit;

    EventLog(DataSource database, StepNames steps, Pseudonyms pseudonyms, AccessDecision access, AuditTrail audit) {
        var template = new JdbcTemplate(database);
        template.setFetchSize(ROWS_AT_ONCE);
        this.streaming = JdbcClient.create(template);
        this.steps = steps;
        this.pseudonyms = pseudonyms;
        this.access = access;
        this.audit = audit;
    }

    /** Refuses before anything has been written. */
    public void requireReader(Viewer viewer) {
        access.requireRole(viewer, "insight.exported", Role.MANAGER, Role.COORDINATOR);
    }

    public void write(Viewer viewer, Format format, Extent extent, OutputStream into) {
        requireReader(viewer);
        audit.record(viewer.username(), "insight.exported", null, format.name());
        Pseudonyms.Maker names = pseudonyms.maker();
        Map<String, Map<String, String>> tasks = new HashMap<>();
        try {
            LogFormat log = LogFormat.of(format, into);
            if (log.wantsThings()) {
                asked(viewer, THINGS, extent).query(row -> {
                    log.thing(thing(row, names));
                });
            }
            asked(viewer, EVENTS, extent).query(row -> {
                log.event(event(row, names, tasks, extent.areDatesShifted()));
            });
            log.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JdbcClient.StatementSpec asked(Viewer viewer, String sql, Extent extent) {
        AccessDecision.Visible visible = viewer.has(Role.MANAGER)
                ? new AccessDecision.Visible("true", Map.of())
                : access.visible(viewer, "f", DataKind.PATHWAY);
        return streaming
                .sql(sql.formatted(visible.sql()))
                .params(visible.parameters())
                .param("from", midnight(extent.from()))
                .param("until", midnight(extent.to().plusDays(1)));
    }

    private static Timestamp midnight(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(WorkingDays.ZONE).toInstant());
    }

    private static Thing thing(ResultSet row, Pseudonyms.Maker names) throws SQLException {
        String type = row.getString("type");
        String id = row.getString("id");
        return new Thing(type, "service".equals(type) ? id : names.of(type, id));
    }

    private Event event(
            ResultSet row, Pseudonyms.Maker names, Map<String, Map<String, String>> tasks, boolean isShifted)
            throws SQLException {
        String kind = row.getString("kind");
        String process = row.getString("process");
        String pathway = row.getString("pathway_ref");
        Duration shift = isShifted ? names.shiftOf(pathway) : Duration.ZERO;
        Map<String, String> about = new LinkedHashMap<>();
        about.put("pathway", names.of("pathway", pathway));
        put(about, names, "carer", row.getString("carer"));
        if ("partner-referral".equals(process) || "REFERRAL_MOVED".equals(kind)) {
            put(about, names, "referral", row.getString("record"));
        }
        if ("staging-assessment".equals(process) || "STAGE_CONFIRMED".equals(kind) || "ROUND_CLOSED".equals(kind)) {
            put(about, names, "assessment", row.getString("record"));
        }
        String service = row.getString("service");
        if (service != null) {
            about.put("service", service);
        }
        Map<String, String> more = new LinkedHashMap<>();
        put(more, "process", process);
        put(more, "version", row.getString("version"));
        put(more, "service", service);
        put(more, "stage", row.getString("stage"));
        put(more, "carerStrain", row.getString("carer_strain"));
        put(more, "needsCode", row.getString("needs_code"));
        put(more, "detail", row.getString("detail"));
        Instant at = row.getTimestamp("at").toInstant();
        return new Event(
                activity(kind, process, row.getString("element"), tasks),
                TRANSITIONS.getOrDefault(kind, "complete"),
                at.plus(shift),
                row.getString("organisation"),
                row.getString("role"),
                about,
                more);
    }

    /** What a task is called, the id of a process for a whole run, and of anything else its kind. */
    private String activity(
            String kind, @Nullable String process, @Nullable String element, Map<String, Map<String, String>> tasks) {
        if (process == null) {
            return kind;
        }
        return element == null
                ? process
                : tasks.computeIfAbsent(process, steps::of).getOrDefault(element, element);
    }

    private static void put(Map<String, String> into, Pseudonyms.Maker names, String type, @Nullable String id) {
        if (id != null) {
            into.put(type, names.of(type, id));
        }
    }

    private static void put(Map<String, String> into, String key, @Nullable String value) {
        if (value != null) {
            into.put(key, value);
        }
    }
}
