package org.waymark.crisis;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Directory;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Who is on for rapid response, by organisation: rows that its coordinators and team leads write, one at a time. */
@Component
@Transactional
public class Rota {

    static final String SERVICE = "RAPID_RESPONSE";

    /** From then until {@link WorkingDays#END_OF_DAY} of a working day the team is at work, on the rota or not. */
    static final LocalTime MORNING = LocalTime.of(9, 0);

    /** Longer than anybody is on for; what is longer is a slip of the year. */
    public static final Duration LONGEST = Duration.ofDays(14);

    private static final Set<Role> GIVING_CARE = EnumSet.of(
            Role.COORDINATOR,
            Role.TEAM_LEAD,
            Role.DEMENTIA_ADVISER,
            Role.ACTIVITY_OFFICER,
            Role.CARER_ENABLEMENT,
            Role.PALLIATIVE_NURSE);

    private static final String COLUMNS =
            "select id, organisation, username, role, from_at, until_at from rota_entry where service = '" + SERVICE
                    + "' and until_at > from_at and organisation = :organisation";

    private final JdbcClient jdbc;
    private final AccessDecision access;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Rota(JdbcClient jdbc, AccessDecision access, Directory directory, AuditTrail audit, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    /** Somebody, or everybody with a role, is on for a while. */
    public record Entry(
            String id,
            String organisation,
            @Nullable String username,
            @Nullable String role,
            Instant from,
            Instant until) {

        public boolean isAt(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /** What is to be added; one of {@code username} and {@code role}. */
    public record NewEntry(
            String organisation,
            @Nullable String username,
            @Nullable String role,
            Instant from,
            Instant until) {}

    /** A time out of office hours for which nobody is on. */
    public record Gap(Instant from, Instant until) {}

    /** Who is on at that time. */
    @Transactional(readOnly = true)
    public Optional<Entry> at(String organisation, Instant at) {
        return jdbc.sql(COLUMNS + " and from_at <= :at and until_at > :at")
                .param("organisation", organisation)
                .param("at", Timestamp.from(at))
                .query(Rota::entry)
                .optional();
    }

    /** Who is on in that time, or in part of it, in order. */
    @Transactional(readOnly = true)
    public List<Entry> between(String organisation, Instant from, Instant until) {
        return jdbc.sql(COLUMNS + " and from_at < :until and until_at > :from order by from_at")
                .param("organisation", organisation)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until))
                .query(Rota::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                row.getString("id"),
                row.getString("organisation"),
                row.getString("username"),
                row.getString("role"),
                row.getTimestamp("from_at").toInstant(),
                row.getTimestamp("until_at").toInstant());
    }

    /** Times out of office hours for which nobody is on, in order. */
    @Transactional(readOnly = true)
    public List<Gap> gaps(String organisation, Instant from, Instant until) {
        var gaps = new ArrayList<Gap>();
        List<Entry> entries = between(organisation, from, until);
        for (Gap closed : closed(from, until)) {
            Instant open = closed.from();
            for (Entry entry : entries) {
                if (entry.until().isAfter(open) && entry.from().isBefore(closed.until())) {
                    if (entry.from().isAfter(open)) {
                        gaps.add(new Gap(open, entry.from()));
                    }
                    open = entry.until();
                }
            }
            if (open.isBefore(closed.until())) {
                gaps.add(new Gap(open, closed.until()));
            }
        }
        return gaps;
    }

    /** Nights, weekends and bank holidays, each as one piece. */
    private static List<Gap> closed(Instant from, Instant until) {
        var closed = new ArrayList<Gap>();
        Instant since = from;
        LocalDate last = LocalDate.ofInstant(until, WorkingDays.ZONE);
        for (LocalDate day = LocalDate.ofInstant(from, WorkingDays.ZONE); !day.isAfter(last); day = day.plusDays(1)) {
            if (!WorkingDays.isWorkingDay(day)) {
                continue;
            }
            Instant opens = day.atTime(MORNING).atZone(WorkingDays.ZONE).toInstant();
            if (since.isBefore(opens)) {
                closed.add(new Gap(since, opens.isBefore(until) ? opens : until));
            }
            Instant closes =
                    day.atTime(WorkingDays.END_OF_DAY).atZone(WorkingDays.ZONE).toInstant();
            since = since.isAfter(closes) ? since : closes;
        }
        if (since.isBefore(until)) {
            closed.add(new Gap(since, until));
        }
        return closed.stream().filter(gap -> gap.from().isBefore(gap.until())).toList();
    }

    /** From now until tomorrow morning. */
    @Transactional(readOnly = true)
    public List<Gap> gapsTonight(String organisation) {
        return gaps(
                organisation,
                clock.instant(),
                clock.today()
                        .plusDays(1)
                        .atTime(MORNING)
                        .atZone(WorkingDays.ZONE)
                        .toInstant());
    }

    /** Midnight before the Monday of this week, or of the week so many weeks on. */
    public Instant weekBegins(int weeksOn) {
        return clock.today()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusWeeks(weeksOn)
                .atStartOfDay(WorkingDays.ZONE)
                .toInstant();
    }

    public boolean mayChange(Viewer viewer, String organisation) {
        return organisation.equals(viewer.organisation())
                && (viewer.has(Role.COORDINATOR) || viewer.has(Role.TEAM_LEAD));
    }

    /** Staff of the organisation who can be on the rota, by name. */
    @Transactional(readOnly = true)
    public List<StaffMember> candidates(String organisation) {
        return directory.staff().stream()
                .filter(member -> organisation.equals(member.organisation()))
                .filter(member -> member.roles().stream().anyMatch(GIVING_CARE::contains))
                .toList();
    }

    /**
     * Adds all of them, or none.
     *
     * @throws Refused when somebody is on already in one of these times, or a time lies behind or is impossible
     */
    public void add(Viewer viewer, List<NewEntry> entries) {
        for (NewEntry entry : entries) {
            requireChange(viewer, "rota.added", entry.organisation());
            check(entry);
            UUID id = UUID.randomUUID();
            int added = jdbc.sql("""
                            insert into rota_entry (id, organisation, service, username, role, from_at, until_at, added_at, added_by)
                            values (:id, :organisation, :service, :username, :role, :from, :until, :at, :by)
                            on conflict do nothing
                            """)
                    .param("id", id)
                    .param("organisation", entry.organisation())
                    .param("service", SERVICE)
                    .param("username", entry.username())
                    .param("role", entry.role())
                    .param("from", Timestamp.from(entry.from()))
                    .param("until", Timestamp.from(entry.until()))
                    .param("at", Timestamp.from(clock.instant()))
                    .param("by", viewer.username())
                    .update();
            if (added == 0) {
                throw new Refused("rotaOverlap");
            }
            audit.record(viewer.username(), "rota.added", null, id.toString());
        }
    }

    private void check(NewEntry entry) {
        if (!entry.from().isBefore(entry.until())) {
            throw new Refused("rotaEndsBeforeItBegins");
        }
        if (!entry.until().isAfter(clock.instant())) {
            throw new Refused("rotaIsOver");
        }
        if (Duration.between(entry.from(), entry.until()).compareTo(LONGEST) > 0) {
            throw new Refused("rotaTooLong");
        }
        boolean isKnown = candidates(entry.organisation()).stream()
                .anyMatch(member -> entry.username() == null
                        ? member.roles().stream().anyMatch(role -> role.code().equals(entry.role()))
                        : member.username().equals(entry.username()));
        if (!isKnown) {
            throw new Refused("rotaNobody");
        }
    }

    /** Ends what runs now, and takes off what has not begun; ending it again changes nothing. */
    public void end(Viewer viewer, String id) {
        String organisation = jdbc.sql("select organisation from rota_entry where id = :id for update")
                .param("id", UUID.fromString(id))
                .query(String.class)
                .optional()
                .orElseThrow(NotVisible::new);
        requireChange(viewer, "rota.ended", organisation);
        int ended = jdbc.sql("""
                        update rota_entry
                           set planned_until_at = until_at, until_at = greatest(from_at, cast(:at as timestamptz)), ended_at = :at, ended_by = :by
                         where id = :id and ended_at is null and until_at > :at
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.username())
                .param("id", UUID.fromString(id))
                .update();
        if (ended > 0) {
            audit.record(viewer.username(), "rota.ended", null, id);
        }
    }

    private void requireChange(Viewer viewer, String action, String organisation) {
        access.requireRole(viewer, action, Role.COORDINATOR, Role.TEAM_LEAD);
        if (!mayChange(viewer, organisation)) {
            throw new NotVisible();
        }
    }

    /** The member of staff an entry names, if they still work there. */
    Optional<String> named(Entry entry) {
        return Optional.ofNullable(entry.username())
                .flatMap(directory::staffMember)
                .filter(member -> Objects.equals(member.organisation(), entry.organisation()))
                .map(StaffMember::username);
    }
}
