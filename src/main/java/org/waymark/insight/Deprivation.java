package org.waymark.insight;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;

/** How deprived postcode districts are: a published list that a manager or an administrator loads. The last one counts. */
@Service
@Transactional
public class Deprivation {

    /** The longest name, and the longest source, of a list. */
    public static final int LONGEST_NAME = 200;

    public static final int LONGEST_SOURCE = 500;

    /**
     * The list that counts.
     *
     * @param parts ten or five
     * @param inhabited districts of the list in which somebody on a pathway lives or lived
     * @param missing districts where somebody does that the list does not name
     */
    public record Held(
            String name,
            String source,
            LocalDate statedOn,
            int parts,
            long districts,
            long inhabited,
            long missing,
            Instant loadedAt,
            String loadedBy) {}

    static final String LAST = "(select max(id) from deprivation_list)";

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Deprivation(JdbcClient jdbc, AccessDecision access, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    public Optional<Held> held(Viewer viewer) {
        access.requireRole(viewer, "deprivation.viewed", Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR);
        return jdbc.sql("""
                        with lived as (select distinct split_part(postcode, ' ', 1) as district from person where postcode <> '')
                        select l.*, (select count(*) from deprivation_district d where d.list_id = l.id) as districts,
                               (select count(*) from deprivation_district d join lived using (district) where d.list_id = l.id)
                                 as inhabited,
                               (select count(*) from lived where not exists (
                                  select 1 from deprivation_district d where d.list_id = l.id and d.district = lived.district)) as missing
                          from deprivation_list l where l.id =\s""" + LAST)
                .query((row, number) -> new Held(
                        row.getString("name"),
                        row.getString("source"),
                        row.getObject("stated_on", LocalDate.class),
                        row.getInt("parts"),
                        row.getLong("districts"),
                        row.getLong("inhabited"),
                        row.getLong("missing"),
                        row.getTimestamp("loaded_at").toInstant(),
                        row.getString("loaded_by")))
                .optional();
    }

    public boolean mayLoad(Viewer viewer) {
        return viewer.has(Role.MANAGER) || viewer.has(Role.ADMINISTRATOR);
    }

    /** What is wrong by field, and nothing is kept; empty when the list counts from now on. */
    public Map<String, String> load(Viewer viewer, String name, String source, String statedOn, byte[] file) {
        access.requireRole(viewer, "deprivation.loaded", Role.MANAGER, Role.ADMINISTRATOR);
        Map<String, String> wrong = new LinkedHashMap<>();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            wrong.put("name", "Enter what the list is called, in up to " + LONGEST_NAME + " characters");
        }
        if (source.isBlank() || source.length() > LONGEST_SOURCE) {
            wrong.put("source", "Enter where the list comes from, in up to " + LONGEST_SOURCE + " characters");
        }
        Optional<LocalDate> day = day(statedOn).filter(date -> !date.isAfter(clock.today()));
        if (day.isEmpty()) {
            wrong.put("statedOn", "Enter the day on which the list was published, as in 2025-10-30, not in the future");
        }
        try {
            DeprivationFile read = DeprivationFile.read(file);
            if (wrong.isEmpty()) {
                keep(viewer, name.strip(), source.strip(), day.orElseThrow(), read);
            }
        } catch (DeprivationFile.Refused refused) {
            wrong.put("file", refused.said());
        }
        return wrong;
    }

    private void keep(Viewer viewer, String name, String source, LocalDate day, DeprivationFile file) {
        long id = jdbc.sql("""
                        insert into deprivation_list (name, source, stated_on, parts, loaded_at, loaded_by)
                        values (:name, :source, :day, :parts, :now, :by) returning id
                        """)
                .param("name", name)
                .param("source", source)
                .param("day", day)
                .param("parts", file.parts())
                .param("now", Timestamp.from(clock.instant()))
                .param("by", viewer.username())
                .query(Long.class)
                .single();
        jdbc.sql(
                        "insert into deprivation_district (list_id, district, part) select :id, * from unnest(:districts, :parts)")
                .param("id", id)
                .param("districts", file.districts().keySet().toArray(String[]::new))
                .param("parts", file.districts().values().toArray(Integer[]::new))
                .update();
        audit.record(viewer.username(), "deprivation.loaded", null, String.valueOf(id));
    }

    private static Optional<LocalDate> day(String typed) {
        try {
            return Optional.of(LocalDate.parse(typed.strip()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
