package org.waymark.centre;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.centre.CentrePlace.Absence;
import org.waymark.centre.CentrePlace.Attendance;
import org.waymark.centre.CentrePlace.EarlyReview;
import org.waymark.centre.CentrePlace.Known;
import org.waymark.centre.CentrePlace.Priority;
import org.waymark.centre.CentrePlace.State;
import org.waymark.centre.Centres.Centre;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.forms.Submission;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Clocks;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;

/**
 * Gives people a place at a wellbeing centre, or has them wait for one, and keeps what becomes of it. A place that ends is
 * offered to the next at once.
 */
@Component
@Transactional
public class CentrePlaces {

    /** The process that runs it; its business key is the place's id. */
    public static final String PROCESS = "wellbeing-centre-place";

    /** The form on a person's page. */
    public static final String END = "end-centre-place";

    /** Roles that may end a place of somebody whose pathway they see. */
    public static final List<Role> ENDING = List.of(Role.COORDINATOR, Role.TEAM_LEAD, Role.ACTIVITY_OFFICER);

    static final String ANY_DAY = "ANY";
    static final String OTHER_DAY = "OTHER_DAY";
    static final String NOT_WANTED = "NOT_WANTED";
    static final String CHANGE_DAY = "CHANGE_DAY";

    private static final String END_REASON = "endReason";
    private static final String INDUCTION_DUE_AT = "inductionDueAt";
    private static final int SESSIONS_SHOWN = 8;

    /** The most urgent first, and of those who has waited longest. */
    static final String IN_TURN = "array_position(array['URGENT', 'SOON', 'ROUTINE'], p.priority), p.asked_at, p.id";

    static final String COLUMNS = """
            select p.*, d.id as day_id, d.service_id as day_service, d.weekday, d.begins, d.ends, d.places, d.opened_on,
                   h.since_on as in_hospital_since
              from centre_place p
              left join centre_allocation a on a.place_id = p.id and a.until_on is null
              left join centre_day d on d.id = a.day_id
              left join centre_pause h on h.place_id = p.id and h.until_on is null
            """;

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final FreePlaces free;
    private final Centres centres;
    private final Forms forms;
    private final Clocks clocks;
    private final Relationships relationships;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    CentrePlaces(
            JdbcClient jdbc,
            Workflow workflow,
            FreePlaces free,
            Centres centres,
            Forms forms,
            Clocks clocks,
            Relationships relationships,
            AccessDecision access,
            CurrentViewer viewer,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.free = free;
        this.centres = centres;
        this.forms = forms;
        this.clocks = clocks;
        this.relationships = relationships;
        this.access = access;
        this.viewer = viewer;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    // ------------------------------------------------------------------ a place, or a wait for one

    /** @param coordinator who arranges more support when it is needed */
    public record NewPlace(
            PathwayRef pathway,
            String serviceId,
            Priority priority,
            @Nullable String coordinator,
            String coordinatorOrganisation) {}

    /** The person is to come to the centre. Whoever has a place there, or waits for one, gets no second. */
    public void ask(Viewer by, NewPlace asked) {
        access.requireSee(by, asked.pathway(), DataKind.REFERRALS);
        Centre centre = centres.centre(asked.serviceId()).orElseThrow(NotVisible::new);
        workflow.hold(asked.pathway());
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        int added = jdbc.sql("""
                        insert into centre_place (id, pathway_ref, service_id, organisation, priority, state, asked_at, asked_by)
                        values (:id, :pathway, :service, :organisation, :priority, 'WAITING', :at, :by)
                        on conflict (pathway_ref, service_id) where ended_at is null do nothing
                        """)
                .param("id", id)
                .param("pathway", asked.pathway().value())
                .param("service", centre.serviceId())
                .param("organisation", centre.organisation())
                .param("priority", asked.priority().name())
                .param("at", Timestamp.from(now))
                .param("by", by.username())
                .update();
        if (added == 0) {
            return;
        }
        free.step(id, State.WAITING, now);
        relationships.grant(asked.pathway(), Relationships.Kind.PLACE, centre.organisation());
        audit.record(by.username(), "centrePlace.asked", asked.pathway(), id.toString());
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("pathwayRef", asked.pathway().value());
        variables.put("placeId", id.toString());
        variables.put("service", centre.code());
        variables.put("organisation", centre.organisation());
        variables.put("role", centre.role());
        variables.put("priority", asked.priority().name());
        variables.put("coordinator", asked.coordinator());
        variables.put("coordinatorOrganisation", asked.coordinatorOrganisation());
        workflow.start(new Episode(PROCESS, asked.pathway(), id.toString()), variables);
    }

    /**
     * Called by the process: keeps a place of a day that would do and has one free.
     *
     * @return false when the person waits; {@code place.free} is told as soon as there is one
     */
    public boolean findFreeDay(String id) {
        CentrePlace place = load(id);
        free.hold(place.serviceId());
        Optional<CentreDay> day = free.take(UUID.fromString(id), place.serviceId(), place.onlyDay());
        day.ifPresentOrElse(
                found -> free.kept(
                        UUID.fromString(id),
                        place.pathway(),
                        found,
                        viewer.get().username()),
                () -> events.publishEvent(new CentrePlace.WaitingForPlace(id, place.pathway(), clock.instant())));
        return day.isPresent();
    }

    /** What the days of the centre are now, for choosing one. */
    @Transactional(readOnly = true)
    List<CentreDay.Use> days(CentrePlace place) {
        return free.days(place.serviceId());
    }

    /** Keeps what was agreed on the induction; returns what the process goes on with. */
    Map<String, Object> planned(Submission form) {
        CentrePlace place = load(form.task().record());
        Answers answers = form.answers();
        switch (answers.required("planAnswer")) {
            case OTHER_DAY -> {
                waitsAgain(form, place, UUID.fromString(answers.required("waitDay")));
                return Map.of();
            }
            case NOT_WANTED -> {
                return Map.of(END_REASON, answers.required("notWantedReason"));
            }
            default -> {
                moveTo(form, place, answers.required("day"));
                keepDetails(place, answers);
                return inductionOn(form, place, Objects.requireNonNull(answers.date("inductionOn")));
            }
        }
    }

    /** Gives the place that was kept to the next, and goes on waiting for another day from where the person was. */
    private void waitsAgain(Submission form, CentrePlace place, UUID onlyDay) {
        free.hold(place.serviceId());
        free.give(UUID.fromString(place.id()));
        free.offer(place.serviceId());
        jdbc.sql("update centre_place set state = 'WAITING', only_day = :day where id = :id")
                .param("day", onlyDay)
                .param("id", UUID.fromString(place.id()))
                .update();
        free.step(UUID.fromString(place.id()), State.WAITING, form.at());
    }

    private Map<String, Object> inductionOn(Submission form, CentrePlace place, LocalDate on) {
        jdbc.sql("update centre_place set state = 'INDUCTION', induction_on = :on where id = :id")
                .param("on", on)
                .param("id", UUID.fromString(place.id()))
                .update();
        free.step(UUID.fromString(place.id()), State.INDUCTION, form.at());
        Instant due = clocks.due(
                "CENTRE_INDUCTION_RECORD",
                null,
                on.atStartOfDay(WorkingDays.ZONE).toInstant());
        return Map.of(INDUCTION_DUE_AT, Date.from(due));
    }

    /** Another day, if it is another: the former one is free for the next. */
    private void moveTo(Submission form, CentrePlace place, String dayId) {
        UUID day = UUID.fromString(dayId);
        if (place.day() != null && place.day().id().equals(day)) {
            return;
        }
        free.hold(place.serviceId());
        free.give(UUID.fromString(place.id()));
        CentreDay taken = free.take(UUID.fromString(place.id()), place.serviceId(), day)
                .orElseThrow(() -> new Refused("centre.dayFull"));
        free.offer(place.serviceId());
        events.publishEvent(new CentrePlace.DayChanged(
                place.id(), place.pathway(), taken.label(), form.at(), form.by().username()));
    }

    /** What others should know; a form that left a field empty leaves what was known. */
    private void keepDetails(CentrePlace place, Answers answers) {
        jdbc.sql("""
                        update centre_place set transport = coalesce(:transport, transport), likes = coalesce(:likes, likes),
                               to_know = coalesce(:toKnow, to_know) where id = :id
                        """)
                .param("transport", answers.text("transport"))
                .param("likes", answers.text("likes"))
                .param("toKnow", answers.text("toKnow"))
                .param("id", UUID.fromString(place.id()))
                .update();
    }

    /** Keeps what came of the induction; returns what the process goes on with. */
    Map<String, Object> inducted(Submission form) {
        CentrePlace place = load(form.task().record());
        Answers answers = form.answers();
        switch (answers.required("inductionAnswer")) {
            case "ANOTHER_DAY" -> {
                return inductionOn(form, place, Objects.requireNonNull(answers.date("nextOn")));
            }
            case NOT_WANTED -> {
                return Map.of(END_REASON, answers.required("notWantedReason"));
            }
            default -> {
                keepDetails(place, answers);
                jdbc.sql("update centre_place set state = 'ATTENDING', started_on = :on where id = :id")
                        .param("on", answers.date("cameOn"))
                        .param("id", UUID.fromString(place.id()))
                        .update();
                free.step(UUID.fromString(place.id()), State.ATTENDING, form.at());
                events.publishEvent(new CentrePlace.PlaceTaken(
                        place.id(),
                        place.pathway(),
                        place.day() == null ? "" : place.day().label(),
                        form.at(),
                        form.by().username()));
                return Map.of();
            }
        }
    }

    /** Keeps how those are who wait; returns what the process goes on with. */
    Map<String, Object> lookedAt(Submission form) {
        CentrePlace place = load(form.task().record());
        Answers answers = form.answers();
        if (answers.required("waitingAnswer").equals(NOT_WANTED)) {
            return Map.of(END_REASON, answers.required("notWantedReason"));
        }
        if (place.state() == State.WAITING) {
            String waitFor = answers.required("waitFor");
            free.hold(place.serviceId());
            jdbc.sql("update centre_place set priority = :priority, only_day = cast(:day as uuid) where id = :id")
                    .param("priority", answers.required("priority"))
                    .param("day", waitFor.equals(ANY_DAY) ? null : waitFor)
                    .param("id", UUID.fromString(place.id()))
                    .update();
            free.offer(place.serviceId());
        }
        return Map.of();
    }

    // ------------------------------------------------------------------ while the person comes

    /** Called by the process: when somebody looks again at how it goes. */
    public Instant setReview(String id) {
        Instant due = clocks.due("CENTRE_REVIEW", null, clock.instant());
        jdbc.sql("update centre_place set review_due_at = :at where id = :id")
                .param("at", Timestamp.from(due))
                .param("id", UUID.fromString(id))
                .update();
        return due;
    }

    /** Somebody of the centre would like to review a place before its time. */
    public EarlyReview reviewNow(Viewer asking, String id) {
        CentrePlace place = load(id);
        access.requireRole(asking, "centrePlace.reviewAsked", ENDING.toArray(Role[]::new));
        access.requireSee(asking, place.pathway(), DataKind.PATHWAY);
        audit.record(asking.username(), "centrePlace.reviewAsked", place.pathway(), id);
        return reviewNow(place);
    }

    private EarlyReview reviewNow(CentrePlace place) {
        if (workflow.tell(PROCESS, place.id(), "review.wanted", Map.of())) {
            return EarlyReview.ON_THE_WORKLIST;
        }
        return switch (place.state()) {
            case WAITING, KEPT, INDUCTION -> EarlyReview.NOT_BEGUN;
            case ATTENDING -> place.reviewDueAt() == null ? EarlyReview.REVIEWED : EarlyReview.UNDER_REVIEW;
            case ENDED -> EarlyReview.OVER;
        };
    }

    /** Keeps a review; returns what the process goes on with. */
    Map<String, Object> reviewed(Submission form) {
        CentrePlace place = load(form.task().record());
        Answers answers = form.answers();
        String answer = answers.required("reviewAnswer");
        keepDetails(place, answers);
        if (answer.equals(CHANGE_DAY)) {
            moveTo(form, place, answers.required("newDay"));
        }
        jdbc.sql("update centre_place set more_support = :more, review_due_at = null where id = :id")
                .param("more", answers.text("moreSupport"))
                .param("id", UUID.fromString(place.id()))
                .update();
        events.publishEvent(new CentrePlace.Reviewed(
                place.id(), place.pathway(), answer, form.at(), form.by().username()));
        return answer.equals("END") ? Map.of(END_REASON, answers.required(END_REASON)) : Map.of();
    }

    /** Keeps why somebody did not come; what follows may be a review now instead of at its date. */
    void foundOut(Submission form) {
        CentrePlace place = load(form.task().record());
        Answers answers = form.answers();
        String answer = answers.required("foundAnswer");
        if (answer.equals("NOT_REACHED")) {
            return;
        }
        jdbc.sql("""
                        update centre_absence set answered_at = :at, answered_by = :by, reason = :reason, answer = :answer, note = :note,
                               counted_until = (select max(s.held_on) from centre_attendance c join centre_session s on s.id = c.session_id
                                                 where c.place_id = :place and c.replaced_at is null)
                         where place_id = :place and answered_at is null
                        """)
                .param("at", Timestamp.from(form.at()))
                .param("by", form.by().username())
                .param("reason", answers.required("reason"))
                .param("answer", answer)
                .param("note", answers.text("note"))
                .param("place", UUID.fromString(place.id()))
                .update();
        if (answer.equals("REVIEW_NOW")) {
            reviewNow(place);
        }
    }

    /** Called by the process: the person is in hospital and the place is kept. */
    public void pause(String id) {
        jdbc.sql(
                        "insert into centre_pause (place_id, since_on) values (:id, :on) on conflict (place_id) where until_on is null do nothing")
                .param("id", UUID.fromString(id))
                .param("on", clock.today())
                .update();
    }

    /** Called by the process: the person is back. */
    public void resume(String id) {
        jdbc.sql(
                        "update centre_pause set until_on = greatest(since_on, cast(:on as date)) where place_id = :id and until_on is null")
                .param("on", clock.today())
                .param("id", UUID.fromString(id))
                .update();
    }

    // ------------------------------------------------------------------ the end

    /**
     * Ends the person's place, or their wait for one, between two reviews.
     *
     * @throws Refused when there is none
     */
    public void endNow(Viewer asking, PathwayRef pathway, Answers answers) {
        access.requireRole(asking, "centrePlace.ended", ENDING.toArray(Role[]::new));
        access.requireSee(asking, pathway, DataKind.PATHWAY);
        workflow.hold(pathway);
        List<CentrePlace> open = open(pathway);
        if (open.isEmpty()) {
            throw new Refused("centre.noPlace");
        }
        forms.store(asking, END, pathway, answers);
        for (CentrePlace place : open) {
            audit.record(asking.username(), "centrePlace.ended", pathway, place.id());
            workflow.tell(PROCESS, place.id(), "place.ended", Map.of(END_REASON, answers.required(END_REASON)));
        }
    }

    /** Whether the person has a place or waits for one. */
    @Transactional(readOnly = true)
    public boolean isKeptFor(Viewer asking, PathwayRef pathway) {
        access.requireSee(asking, pathway, DataKind.PATHWAY);
        return !open(pathway).isEmpty();
    }

    /** The person does not want to share with the organisation any more: what it keeps for them ends. */
    @WithoutViewer("follows from what the person said of sharing")
    public void endSharingWith(PathwayRef pathway, String organisation) {
        for (CentrePlace place : open(pathway)) {
            if (place.organisation().equals(organisation)) {
                workflow.tell(PROCESS, place.id(), "sharing.objected", Map.of(END_REASON, "SHARING_ENDED"));
            }
        }
    }

    /** Called by the process, however it ends: the record closes and the place goes to the next who waits. */
    public void end(String id, String endReason) {
        CentrePlace place = load(id);
        Instant now = clock.instant();
        String by = viewer.get().username();
        free.holdAllOf(place.pathway());
        jdbc.sql("""
                        update centre_place set state = 'ENDED', ended_at = :at, ended_by = :by, end_reason = :reason, review_due_at = null
                         where id = :id and ended_at is null
                        """)
                .param("at", Timestamp.from(now))
                .param("by", by)
                .param("reason", endReason)
                .param("id", UUID.fromString(id))
                .update();
        free.step(UUID.fromString(id), State.ENDED, now);
        free.give(UUID.fromString(id));
        resume(id);
        if (open(place.pathway()).stream()
                .noneMatch(other -> other.organisation().equals(place.organisation()))) {
            relationships.end(place.pathway(), Relationships.Kind.PLACE, place.organisation());
        }
        audit.record(by, "centrePlace.closed", place.pathway(), id);
        events.publishEvent(new CentrePlace.PlaceEnded(id, place.pathway(), endReason, now, by));
        free.offer(place.serviceId());
    }

    // ------------------------------------------------------------------ to read

    /** The person's places, the latest first, if the viewer may see where the person stands. */
    @Transactional(readOnly = true)
    public List<Known> of(Viewer asking, PathwayRef pathway) {
        access.requireSee(asking, pathway, DataKind.PATHWAY);
        return jdbc
                .sql(COLUMNS + " where p.pathway_ref = :pathway order by p.asked_at desc, p.id")
                .param("pathway", pathway.value())
                .query(CentrePlaces::place)
                .list()
                .stream()
                .map(this::known)
                .toList();
    }

    Known known(CentrePlace place) {
        return new Known(
                place,
                centres.centre(place.serviceId()).map(Centre::name).orElse(place.serviceId()),
                sessions(place),
                absences(place),
                waitingBefore(place));
    }

    private List<Attendance> sessions(CentrePlace place) {
        return jdbc.sql("""
                        select s.held_on, c.came, c.reason, c.at, c.by
                          from centre_attendance c join centre_session s on s.id = c.session_id
                         where c.place_id = :place and c.replaced_at is null and s.not_held_reason is null
                         order by s.held_on desc limit :shown
                        """)
                .param("place", UUID.fromString(place.id()))
                .param("shown", SESSIONS_SHOWN)
                .query((row, number) -> new Attendance(
                        row.getObject("held_on", LocalDate.class),
                        row.getBoolean("came"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .list();
    }

    private List<Absence> absences(CentrePlace place) {
        return jdbc.sql(
                        "select asked_at, answered_at, reason, answer, note from centre_absence where place_id = :place order by id desc")
                .param("place", UUID.fromString(place.id()))
                .query((row, number) -> new Absence(
                        row.getTimestamp("asked_at").toInstant(),
                        instant(row, "answered_at"),
                        row.getString("reason"),
                        row.getString("answer"),
                        row.getString("note")))
                .list();
    }

    private int waitingBefore(CentrePlace place) {
        return place.state() != State.WAITING
                ? 0
                : jdbc.sql("""
                                select count(*) from centre_place o join centre_place p on p.id = :id
                                 where o.service_id = p.service_id and o.state = 'WAITING'
                                   and (array_position(array['URGENT', 'SOON', 'ROUTINE'], o.priority), o.asked_at, o.id)
                                     < (array_position(array['URGENT', 'SOON', 'ROUTINE'], p.priority), p.asked_at, p.id)
                                """)
                        .param("id", UUID.fromString(place.id()))
                        .query(Integer.class)
                        .single();
    }

    private List<CentrePlace> open(PathwayRef pathway) {
        return jdbc.sql(COLUMNS + " where p.pathway_ref = :pathway and p.ended_at is null order by p.service_id")
                .param("pathway", pathway.value())
                .query(CentrePlaces::place)
                .list();
    }

    /** For forms and delegates, which already know that the task they serve belongs to this place. */
    CentrePlace load(String id) {
        return jdbc.sql(COLUMNS + " where p.id = :id")
                .param("id", UUID.fromString(id))
                .query(CentrePlaces::place)
                .optional()
                .orElseThrow(NotVisible::new);
    }

    static CentrePlace place(ResultSet row, int number) throws SQLException {
        UUID day = row.getObject("day_id", UUID.class);
        return new CentrePlace(
                row.getString("id"),
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("service_id"),
                row.getString("organisation"),
                Priority.valueOf(row.getString("priority")),
                State.valueOf(row.getString("state")),
                row.getTimestamp("asked_at").toInstant(),
                row.getObject("only_day", UUID.class),
                day == null ? null : FreePlaces.day(row, day, row.getString("day_service")),
                row.getObject("induction_on", LocalDate.class),
                row.getObject("started_on", LocalDate.class),
                instant(row, "review_due_at"),
                row.getString("transport"),
                row.getString("likes"),
                row.getString("to_know"),
                row.getString("more_support"),
                row.getObject("in_hospital_since", LocalDate.class),
                instant(row, "ended_at"),
                row.getString("end_reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
