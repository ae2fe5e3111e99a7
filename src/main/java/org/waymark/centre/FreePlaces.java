package org.waymark.centre;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.centre.CentrePlace.State;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow;

/**
 * Gives the places of a centre to people and takes them back. Whoever does either holds the whole centre until the
 * transaction ends, after the pathway and never before one: the process of somebody who is given a place on the way is told
 * later, in a transaction of its own, so that no two who free places wait for each other.
 */
@Component
class FreePlaces {

    private static final String USE = """
            select d.*, count(a.id) as taken, count(p.id) filter (where p.state <> 'ATTENDING') as kept,
                   (select count(*) from centre_place w where w.only_day = d.id and w.state = 'WAITING') as waiting
              from centre_day d
              left join centre_allocation a on a.day_id = d.id and a.until_on is null
              left join centre_place p on p.id = a.place_id
             where %s group by d.id order by d.weekday, d.begins
            """;

    private static final String FIRST_FREE = """
            select d.id, free.number
              from centre_day d
              cross join lateral (
                select n.number from generate_series(1, d.places) n(number)
                 where not exists (select 1 from centre_allocation a
                                    where a.day_id = d.id and a.number = n.number and a.until_on is null)
                 order by n.number limit 1) free
             where d.service_id = :service and (cast(:only as uuid) is null or d.id = :only)
             order by d.places - (select count(*) from centre_allocation a where a.day_id = d.id and a.until_on is null) desc,
                      d.weekday, d.begins
             limit 1
            """;

    private record Waiting(
            UUID id, String pathwayRef, @Nullable UUID onlyDay) {}

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    FreePlaces(
            JdbcClient jdbc,
            Workflow workflow,
            CurrentViewer viewer,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.viewer = viewer;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** Lets all others who give or take places of the centre wait until this transaction ends. */
    void hold(String serviceId) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:service, 8))")
                .param("service", serviceId)
                .query(row -> {});
    }

    /** The centres at which the person has a place or waits for one, in an order that is everybody's. */
    void holdAllOf(PathwayRef pathway) {
        jdbc.sql(
                        "select distinct service_id from centre_place where pathway_ref = :pathway and ended_at is null order by 1")
                .param("pathway", pathway.value())
                .query(String.class)
                .list()
                .forEach(this::hold);
    }

    List<CentreDay.Use> days(String serviceId) {
        return jdbc.sql(USE.formatted("d.service_id = :service"))
                .param("service", serviceId)
                .query(FreePlaces::use)
                .list();
    }

    Optional<CentreDay.Use> day(UUID id) {
        return jdbc.sql(USE.formatted("d.id = :id"))
                .param("id", id)
                .query(FreePlaces::use)
                .optional();
    }

    private static CentreDay.Use use(ResultSet row, int number) throws SQLException {
        return new CentreDay.Use(
                day(row, row.getObject("id", UUID.class), row.getString("service_id")),
                row.getInt("taken"),
                row.getInt("kept"),
                row.getInt("waiting"));
    }

    static CentreDay day(ResultSet row, UUID id, String serviceId) throws SQLException {
        return new CentreDay(
                id,
                serviceId,
                DayOfWeek.of(row.getInt("weekday")),
                row.getObject("begins", LocalTime.class),
                row.getObject("ends", LocalTime.class),
                row.getInt("places"),
                row.getObject("opened_on", LocalDate.class));
    }

    /**
     * Takes the free place of the day, or of the day with the most of them.
     *
     * @return the day, or nothing when none is free
     */
    Optional<CentreDay> take(UUID place, String serviceId, @Nullable UUID onlyDay) {
        return jdbc.sql(
                        "insert into centre_allocation (place_id, day_id, number, since_on) select :place, f.id, f.number, :today from ("
                                + FIRST_FREE + ") f returning day_id")
                .param("place", place)
                .param("service", serviceId)
                .param("only", onlyDay, Types.OTHER)
                .param("today", clock.today())
                .query(UUID.class)
                .optional()
                .flatMap(this::day)
                .map(CentreDay.Use::day);
    }

    /** Frees the place, if the person has one. */
    void give(UUID place) {
        jdbc.sql(
                        "update centre_allocation set until_on = greatest(since_on, cast(:today as date)) where place_id = :place and until_on is null")
                .param("today", clock.today())
                .param("place", place)
                .update();
    }

    /** Gives the taken places of a day its lowest numbers, so that there can be fewer. */
    void closeRanks(UUID day) {
        List<Long> taken = jdbc.sql(
                        "select id from centre_allocation where day_id = :day and until_on is null order by number")
                .param("day", day)
                .query(Long.class)
                .list();
        // Each moves down to a number that is free, one after the other.
        for (int i = 0; i < taken.size(); i++) {
            jdbc.sql("update centre_allocation set number = :number where id = :id")
                    .param("number", i + 1)
                    .param("id", taken.get(i))
                    .update();
        }
    }

    /** Offers what is free to those who wait for it: the most urgent first, and of those who has waited longest. */
    void offer(String serviceId) {
        List<Waiting> waiting = jdbc.sql("""
                        select p.id, p.pathway_ref, p.only_day from centre_place p
                         where p.service_id = :service and p.state = 'WAITING'
                         order by %s
                        """.formatted(CentrePlaces.IN_TURN))
                .param("service", serviceId)
                .query(Waiting.class)
                .list();
        for (Waiting next : waiting) {
            take(next.id(), serviceId, next.onlyDay()).ifPresent(day -> {
                kept(next.id(), new PathwayRef(next.pathwayRef()), day, Viewer.SYSTEM.username());
                workflow.tellLater(CentrePlaces.PROCESS, next.id().toString(), "place.free");
            });
        }
    }

    /** The day is the person's from now on; the induction is to be planned. */
    void kept(UUID place, PathwayRef pathway, CentreDay day, String by) {
        Instant now = clock.instant();
        audit.record(by, "centrePlace.kept", pathway, place.toString());
        jdbc.sql("update centre_place set state = 'KEPT', only_day = null where id = :id")
                .param("id", place)
                .update();
        step(place, State.KEPT, now, by);
        events.publishEvent(new CentrePlace.PlaceKept(place.toString(), pathway, day.label(), now));
    }

    void step(UUID place, State state, Instant at) {
        step(place, state, at, viewer.get().username());
    }

    private void step(UUID place, State state, Instant at, String by) {
        jdbc.sql("insert into centre_place_step (place_id, state, at, by) values (:place, :state, :at, :by)")
                .param("place", place)
                .param("state", state.name())
                .param("at", Timestamp.from(at))
                .param("by", by)
                .update();
    }
}
