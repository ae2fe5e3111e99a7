package org.waymark.centre;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.centre.CentrePlace.Attendance;
import org.waymark.centre.Centres.Centre;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Workflow;

/**
 * Who came to a session: one page for the whole group. What was marked can be corrected on the day on which it was, and the
 * earlier mark stays on record. Two sessions missed in a row without a reason have somebody find out why.
 */
@Component
@Transactional
public class CentreRegister {

    /**
     * A session with those who are expected.
     *
     * @param recordedAt null while nothing has been marked
     * @param hidden how many more are expected whom the viewer may not see
     */
    public record Session(
            Centre centre,
            CentreDay day,
            LocalDate on,
            @Nullable Instant recordedAt,
            @Nullable String notHeldReason,
            List<Expected> people,
            List<PathwayRef> inductions,
            int hidden) {}

    /**
     * Somebody who is expected.
     *
     * @param mark what is marked, or null
     * @param earlier what was marked before and corrected, the latest first
     */
    public record Expected(
            CentrePlace place, boolean inHospital, @Nullable Attendance mark, List<Attendance> earlier) {}

    /** @param reason null when they came or nobody knows why they did not */
    public record Mark(boolean came, @Nullable String reason) {}

    /** What saving a register did. */
    public record Saved(int came, int missed, int corrected, int unmarked) {}

    private record Marked(UUID placeId, Attendance attendance, boolean isCurrent) {}

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final FreePlaces free;
    private final CentreDays days;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    CentreRegister(
            JdbcClient jdbc,
            Workflow workflow,
            FreePlaces free,
            CentreDays days,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.free = free;
        this.days = days;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /**
     * One session of a day: that of the date, or the latest that is not ahead. A date on which it cannot be is no page.
     */
    public Session session(Viewer asking, UUID dayId, @Nullable LocalDate date) {
        CentreDay day = day(dayId);
        Centre centre = days.requireName(asking, day.serviceId(), "centre.registerViewed");
        LocalDate on = date == null ? latest(day) : date;
        requireSessionDay(day, on);
        Map<UUID, List<Marked>> marks = marks(dayId, on).stream().collect(Collectors.groupingBy(Marked::placeId));
        List<Expected> people = expected(asking, dayId, on).stream()
                .map(place -> expected(place, on, marks.getOrDefault(UUID.fromString(place.id()), List.of())))
                .toList();
        return jdbc.sql("select recorded_at, not_held_reason from centre_session where day_id = :day and held_on = :on")
                .param("day", dayId)
                .param("on", on)
                .query((row, number) -> new Session(
                        centre,
                        day,
                        on,
                        row.getTimestamp("recorded_at").toInstant(),
                        row.getString("not_held_reason"),
                        people,
                        inductions(asking, dayId, on),
                        expected(Viewer.SYSTEM, dayId, on).size() - people.size()))
                .optional()
                .orElseGet(() -> new Session(
                        centre,
                        day,
                        on,
                        null,
                        null,
                        people,
                        inductions(asking, dayId, on),
                        expected(Viewer.SYSTEM, dayId, on).size() - people.size()));
    }

    /** Before there was any, the first one. */
    private LocalDate latest(CentreDay day) {
        LocalDate latest = clock.today().with(TemporalAdjusters.previousOrSame(day.weekday()));
        return latest.isBefore(day.openedOn())
                ? day.openedOn().with(TemporalAdjusters.nextOrSame(day.weekday()))
                : latest;
    }

    private CentreDay day(UUID dayId) {
        return free.day(dayId).map(CentreDay.Use::day).orElseThrow(NotVisible::new);
    }

    private static void requireSessionDay(CentreDay day, LocalDate on) {
        if (on.getDayOfWeek() != day.weekday() || on.isBefore(day.openedOn())) {
            throw new NotVisible();
        }
    }

    /** Those who had a place of this day by then and had begun, and whoever was marked. */
    private List<CentrePlace> expected(Viewer asking, UUID dayId, LocalDate on) {
        AccessDecision.Visible visible = access.visible(asking, "p", DataKind.IDENTITY);
        return jdbc.sql(CentrePlaces.COLUMNS + """
                         where %s and p.id in (
                               select w.place_id from centre_allocation w join centre_place b on b.id = w.place_id
                                where w.day_id = :day and w.since_on <= :on and (w.until_on is null or w.until_on > :on) and b.started_on < :on
                               union all
                               select c.place_id from centre_attendance c join centre_session s on s.id = c.session_id
                                where s.day_id = :day and s.held_on = :on and c.replaced_at is null)
                         order by p.asked_at, p.id
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("day", dayId)
                .param("on", on)
                .query(CentrePlaces::place)
                .list();
    }

    private Expected expected(CentrePlace place, LocalDate on, List<Marked> marks) {
        return new Expected(
                place,
                wasInHospital(UUID.fromString(place.id()), on),
                marks.stream()
                        .filter(Marked::isCurrent)
                        .map(Marked::attendance)
                        .findFirst()
                        .orElse(null),
                marks.stream()
                        .filter(mark -> !mark.isCurrent())
                        .map(Marked::attendance)
                        .toList());
    }

    private boolean wasInHospital(UUID place, LocalDate on) {
        return jdbc.sql("""
                        select exists (select 1 from centre_pause h
                                        where h.place_id = :place and h.since_on <= :on and (h.until_on is null or h.until_on >= :on))
                        """)
                .param("place", place)
                .param("on", on)
                .query(Boolean.class)
                .single();
    }

    private List<PathwayRef> inductions(Viewer asking, UUID dayId, LocalDate on) {
        AccessDecision.Visible visible = access.visible(asking, "p", DataKind.IDENTITY);
        return jdbc.sql("""
                        select p.pathway_ref from centre_place p join centre_allocation a on a.place_id = p.id and a.until_on is null
                         where a.day_id = :day and p.state = 'INDUCTION' and p.induction_on = :on and %s order by p.asked_at
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("day", dayId)
                .param("on", on)
                .query((row, number) -> new PathwayRef(row.getString(1)))
                .list();
    }

    private List<Marked> marks(UUID dayId, LocalDate on) {
        return jdbc.sql("""
                        select c.place_id, s.held_on, c.came, c.reason, c.at, c.by, c.replaced_at is null as is_current
                          from centre_attendance c join centre_session s on s.id = c.session_id
                         where s.day_id = :day and s.held_on = :on order by c.id desc
                        """)
                .param("day", dayId)
                .param("on", on)
                .query(CentreRegister::marked)
                .list();
    }

    private static Marked marked(ResultSet row, int number) throws SQLException {
        return new Marked(
                row.getObject("place_id", UUID.class),
                new Attendance(
                        row.getObject("held_on", LocalDate.class),
                        row.getBoolean("came"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")),
                row.getBoolean("is_current"));
    }

    /**
     * Keeps what was marked. Saving the same once more changes nothing; those who are left out stay as they are.
     *
     * @throws Refused when the session is still ahead, or what was marked on an earlier day would change
     */
    public Saved save(Viewer asking, UUID dayId, LocalDate on, Map<UUID, Mark> marks) {
        CentreDay day = day(dayId);
        days.requireName(asking, day.serviceId(), "centre.registerSaved");
        requireSessionDay(day, on);
        if (on.isAfter(clock.today())) {
            throw new Refused("centre.sessionAhead");
        }
        Instant now = clock.instant();
        UUID session = recorded(asking, dayId, on, now);
        Map<UUID, CentrePlace> expected = expected(asking, dayId, on).stream()
                .collect(Collectors.toMap(place -> UUID.fromString(place.id()), Function.identity()));
        Map<UUID, Attendance> before = marks(dayId, on).stream()
                .filter(Marked::isCurrent)
                .collect(Collectors.toMap(Marked::placeId, Marked::attendance));
        var missed = new ArrayList<CentrePlace>();
        int corrected = 0;
        for (CentrePlace place : inOrder(marks.keySet(), expected)) {
            UUID id = UUID.fromString(place.id());
            Attendance earlier = before.get(id);
            Mark mark = Objects.requireNonNull(marks.get(id));
            if (earlier != null && earlier.came() == mark.came() && Objects.equals(earlier.reason(), mark.reason())) {
                continue;
            }
            if (earlier != null) {
                replace(session, id, earlier, now);
                corrected++;
            }
            mark(asking, session, place, on, mark, now);
            if (!mark.came() && mark.reason() == null) {
                missed.add(place);
            }
            before.put(id, new Attendance(on, mark.came(), mark.reason(), now, asking.username()));
        }
        missed.forEach(place -> lookForARun(place, now));
        int came = (int) before.values().stream().filter(Attendance::came).count();
        return new Saved(came, before.size() - came, corrected, Math.max(0, expected.size() - before.size()));
    }

    /** By pathway, as whoever else changes the rows of several people does, so that no two wait for each other. */
    private static List<CentrePlace> inOrder(Collection<UUID> marked, Map<UUID, CentrePlace> expected) {
        if (!expected.keySet().containsAll(marked)) {
            throw new NotVisible();
        }
        return marked.stream()
                .map(id -> Objects.requireNonNull(expected.get(id)))
                .sorted(Comparator.comparing(place -> place.pathway().value()))
                .toList();
    }

    /** The row of the session, held until the transaction ends; one that was said not to take place did after all. */
    private UUID recorded(Viewer asking, UUID dayId, LocalDate on, Instant now) {
        jdbc.sql("""
                        insert into centre_session (id, day_id, held_on, recorded_at, recorded_by)
                        values (:id, :day, :on, :at, :by) on conflict (day_id, held_on) do nothing
                        """)
                .param("id", UUID.randomUUID())
                .param("day", dayId)
                .param("on", on)
                .param("at", Timestamp.from(now))
                .param("by", asking.username())
                .update();
        return jdbc.sql("""
                        update centre_session set not_held_reason = null where day_id = :day and held_on = :on returning id
                        """)
                .param("day", dayId)
                .param("on", on)
                .query(UUID.class)
                .single();
    }

    private void replace(UUID session, UUID place, Attendance earlier, Instant now) {
        if (LocalDate.ofInstant(earlier.at(), WorkingDays.ZONE).isBefore(clock.today())) {
            throw new Refused("centre.markedEarlier");
        }
        jdbc.sql("""
                        update centre_attendance set replaced_at = :at
                         where session_id = :session and place_id = :place and replaced_at is null
                        """)
                .param("at", Timestamp.from(now))
                .param("session", session)
                .param("place", place)
                .update();
    }

    private void mark(Viewer asking, UUID session, CentrePlace place, LocalDate on, Mark mark, Instant now) {
        jdbc.sql("""
                        insert into centre_attendance (session_id, place_id, came, reason, at, by)
                        values (:session, :place, :came, :reason, :at, :by)
                        """)
                .param("session", session)
                .param("place", UUID.fromString(place.id()))
                .param("came", mark.came())
                .param("reason", mark.came() ? null : mark.reason())
                .param("at", Timestamp.from(now))
                .param("by", asking.username())
                .update();
        audit.record(asking.username(), "centre.attendanceMarked", place.pathway(), place.id());
        events.publishEvent(
                mark.came()
                        ? new CentrePlace.Attended(place.id(), place.pathway(), on, now, asking.username())
                        : new CentrePlace.Missed(
                                place.id(), place.pathway(), on, mark.reason(), now, asking.username()));
    }

    /** Not while somebody is asked already, and sessions in a time in hospital do not count. */
    private void lookForARun(CentrePlace place, Instant now) {
        List<Boolean> missed = jdbc.sql("""
                        select not c.came and c.reason is null
                          from centre_attendance c join centre_session s on s.id = c.session_id
                         where c.place_id = :place and c.replaced_at is null and s.not_held_reason is null
                           and s.held_on > coalesce((select max(x.counted_until) from centre_absence x where x.place_id = c.place_id), '-infinity')
                           and not exists (select 1 from centre_pause h
                                            where h.place_id = c.place_id and h.since_on <= s.held_on
                                              and (h.until_on is null or h.until_on >= s.held_on))
                         order by s.held_on desc limit 2
                        """)
                .param("place", UUID.fromString(place.id()))
                .query(Boolean.class)
                .list();
        if (missed.size() < 2 || missed.contains(false)) {
            return;
        }
        int opened = jdbc.sql("""
                        insert into centre_absence (place_id, asked_at) values (:place, :at)
                        on conflict (place_id) where answered_at is null do nothing
                        """)
                .param("place", UUID.fromString(place.id()))
                .param("at", Timestamp.from(now))
                .update();
        if (opened > 0) {
            events.publishEvent(new CentrePlace.MissedTwice(place.id(), place.pathway(), now));
            workflow.tellLater(CentrePlaces.PROCESS, place.id(), "attendance.missed");
        }
    }

    /**
     * The session does not take place, so nobody missed it.
     *
     * @throws Refused when somebody was marked already
     */
    public void notHeld(Viewer asking, UUID dayId, LocalDate on, String reason) {
        CentreDay day = day(dayId);
        days.requireName(asking, day.serviceId(), "centre.sessionCalledOff");
        requireSessionDay(day, on);
        UUID session = recorded(asking, dayId, on, clock.instant());
        if (marks(dayId, on).stream().anyMatch(Marked::isCurrent)) {
            throw new Refused("centre.sessionMarked");
        }
        jdbc.sql("update centre_session set not_held_reason = :reason where id = :id")
                .param("reason", reason)
                .param("id", session)
                .update();
    }
}
