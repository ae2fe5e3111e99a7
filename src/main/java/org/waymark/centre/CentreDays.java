package org.waymark.centre;

import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.centre.Centres.Centre;
import org.waymark.kernel.WaymarkClock;

/** The days of the centres with their places, taken, free and waited for, and how many there are. */
@Component
@Transactional
public class CentreDays {

    private static final int MOST_PLACES = 200;

    /** Those who see how many places there are. */
    private static final Role[] COUNTING = {
        Role.COORDINATOR, Role.TEAM_LEAD, Role.ACTIVITY_OFFICER, Role.MANAGER, Role.ADMINISTRATOR
    };

    /** Those of the centre's own organisation who also see who it is. */
    private static final Role[] NAMING = {Role.COORDINATOR, Role.TEAM_LEAD, Role.ACTIVITY_OFFICER};

    /**
     * A centre in numbers.
     *
     * @param waiting all who wait, also those for whom any day will do
     * @param mayName whether the viewer may also see who it is
     * @param mayChange whether the viewer may say how many places there are
     */
    public record Overview(Centre centre, List<CentreDay.Use> days, int waiting, boolean mayName, boolean mayChange) {}

    /** A change of how many places a day has. */
    public record Change(int before, int places, String reason, Instant at, String by) {}

    private final JdbcClient jdbc;
    private final FreePlaces free;
    private final Centres centres;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    CentreDays(
            JdbcClient jdbc,
            FreePlaces free,
            Centres centres,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.jdbc = jdbc;
        this.free = free;
        this.centres = centres;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** All centres: those that take people on, and those whose days still stand. */
    public List<Overview> overview(Viewer asking) {
        access.requireRole(asking, "centre.viewed", COUNTING);
        audit.record(asking.username(), "centre.viewed", null, null);
        Map<String, Centre> known = new LinkedHashMap<>();
        centres.all().forEach(centre -> known.put(centre.serviceId(), centre));
        jdbc.sql("select distinct service_id from centre_day order by 1")
                .query(String.class)
                .list()
                .forEach(id -> centres.centre(id).ifPresent(centre -> known.putIfAbsent(id, centre)));
        return known.values().stream()
                .map(centre -> new Overview(
                        centre,
                        free.days(centre.serviceId()),
                        waiting(centre.serviceId()),
                        mayName(asking, centre),
                        mayChange(asking, centre)))
                .toList();
    }

    private int waiting(String serviceId) {
        return jdbc.sql("select count(*) from centre_place where service_id = :service and state = 'WAITING'")
                .param("service", serviceId)
                .query(Integer.class)
                .single();
    }

    /** Those who wait for a place of this centre and whom the viewer may see, in the order in which they come. */
    public List<CentrePlace> waiting(Viewer asking, String serviceId) {
        requireName(asking, serviceId, "centre.waitingViewed");
        AccessDecision.Visible visible = access.visible(asking, "p", DataKind.IDENTITY);
        return jdbc.sql(CentrePlaces.COLUMNS + " where p.service_id = :service and p.state = 'WAITING' and "
                        + visible.sql() + " order by " + CentrePlaces.IN_TURN)
                .params(visible.parameters())
                .param("service", serviceId)
                .query(CentrePlaces::place)
                .list();
    }

    /** Those who have a place of this day and whom the viewer may see, by when they got it. */
    public List<CentrePlace> people(Viewer asking, UUID dayId) {
        CentreDay day = day(dayId).day();
        requireName(asking, day.serviceId(), "centre.dayViewed");
        AccessDecision.Visible visible = access.visible(asking, "p", DataKind.IDENTITY);
        return jdbc.sql(CentrePlaces.COLUMNS + " where a.day_id = :day and " + visible.sql()
                        + " order by a.since_on, a.id")
                .params(visible.parameters())
                .param("day", dayId)
                .query(CentrePlaces::place)
                .list();
    }

    private CentreDay.Use day(UUID id) {
        return free.day(id).orElseThrow(NotVisible::new);
    }

    Centre requireName(Viewer asking, String serviceId, String action) {
        Centre centre = centres.centre(serviceId).orElseThrow(NotVisible::new);
        if (!mayName(asking, centre)) {
            audit.record(asking.username(), action, null, serviceId, Outcome.REFUSED);
            throw new NotVisible();
        }
        audit.record(asking.username(), action, null, serviceId);
        return centre;
    }

    private static boolean mayName(Viewer asking, Centre centre) {
        return asking.isSystem() || (isOf(asking, centre) && Stream.of(NAMING).anyMatch(asking::has));
    }

    private static boolean mayChange(Viewer asking, Centre centre) {
        return asking.isSystem()
                || asking.has(Role.ADMINISTRATOR)
                || (isOf(asking, centre) && asking.has(Role.COORDINATOR));
    }

    private static boolean isOf(Viewer asking, Centre centre) {
        return centre.organisation().equals(asking.organisation());
    }

    // ------------------------------------------------------------------ how many places there are

    /**
     * The day with its changes, for one who may change it.
     *
     * @param least places that somebody has, which a change cannot go below
     */
    public record Capacity(Centre centre, CentreDay day, int least, List<Change> changes) {}

    public Capacity capacity(Viewer asking, UUID dayId) {
        CentreDay.Use use = day(dayId);
        Centre centre = requireChange(asking, use.day().serviceId(), "centre.capacityViewed");
        List<Change> changes = jdbc.sql(
                        "select places_before as before, places, reason, at, by from centre_day_change where day_id = :day order by id desc")
                .param("day", dayId)
                .query((row, number) -> new Change(
                        row.getInt("before"),
                        row.getInt("places"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .list();
        return new Capacity(centre, use.day(), use.taken(), changes);
    }

    private Centre requireChange(Viewer asking, String serviceId, String action) {
        Centre centre = centres.centre(serviceId).orElseThrow(NotVisible::new);
        if (!mayChange(asking, centre)) {
            audit.record(asking.username(), action, null, serviceId, Outcome.REFUSED);
            throw new NotVisible();
        }
        audit.record(asking.username(), action, null, serviceId);
        return centre;
    }

    /** The centre, for one who may open another day of it. */
    public Centre toOpen(Viewer asking, String serviceId) {
        return requireChange(asking, serviceId, "centre.capacityViewed");
    }

    /**
     * The centre is open on another day of the week, whose places go to those who wait.
     *
     * @throws Refused when it is open at that time of the week already
     */
    public UUID open(
            Viewer asking,
            String serviceId,
            DayOfWeek weekday,
            LocalTime begins,
            LocalTime ends,
            int places,
            String reason) {
        requireChange(asking, serviceId, "centre.dayOpened");
        requirePossible(places);
        if (!ends.isAfter(begins)) {
            throw new Refused("centre.endsBeforeItBegins");
        }
        free.hold(serviceId);
        UUID id = UUID.randomUUID();
        try {
            jdbc.sql("""
                            insert into centre_day (id, service_id, weekday, begins, ends, places, opened_on)
                            values (:id, :service, :weekday, :begins, :ends, :places, :today)
                            """)
                    .param("id", id)
                    .param("service", serviceId)
                    .param("weekday", weekday.getValue())
                    .param("begins", begins)
                    .param("ends", ends)
                    .param("places", places)
                    .param("today", clock.today())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Refused("centre.dayIsThere");
        }
        changed(asking, id, 0, places, reason);
        free.offer(serviceId);
        return id;
    }

    /**
     * The day has more or fewer places from now on; more go to those who wait.
     *
     * @throws Refused when more people have a place than there would be
     */
    public void change(Viewer asking, UUID dayId, int places, String reason) {
        String serviceId = day(dayId).day().serviceId();
        requireChange(asking, serviceId, "centre.capacityChanged");
        requirePossible(places);
        free.hold(serviceId);
        CentreDay.Use use = day(dayId);
        if (places < use.taken()) {
            throw new Refused("centre.belowTaken");
        }
        if (places == use.day().places()) {
            return;
        }
        free.closeRanks(dayId);
        jdbc.sql("update centre_day set places = :places where id = :day")
                .param("places", places)
                .param("day", dayId)
                .update();
        changed(asking, dayId, use.day().places(), places, reason);
        free.offer(serviceId);
    }

    private static void requirePossible(int places) {
        if (places < 0 || places > MOST_PLACES) {
            throw new Refused("centre.placesOutOfRange");
        }
    }

    private void changed(Viewer asking, UUID dayId, int before, int places, String reason) {
        jdbc.sql("""
                        insert into centre_day_change (day_id, places_before, places, reason, at, by)
                        values (:day, :before, :places, :reason, :at, :by)
                        """)
                .param("day", dayId)
                .param("before", before)
                .param("places", places)
                .param("reason", reason)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", asking.username())
                .update();
    }
}
