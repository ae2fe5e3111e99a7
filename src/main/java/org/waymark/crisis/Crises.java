package org.waymark.crisis;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.crisis.Crisis.Answer;
import org.waymark.crisis.Crisis.Outcome;
import org.waymark.crisis.Crisis.State;
import org.waymark.crisis.CrisisCover.Coordination;
import org.waymark.crisis.CrisisCover.Responder;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.forms.Submission;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;
import org.waymark.workflow.Worklist;

/** Takes reports of a crisis, keeps what is done about it, and says whose it is at each hour. */
@Component
@Transactional
public class Crises {

    /** The process that runs the response; its business key is the crisis's id. */
    public static final String PROCESS = "crisis-response";

    /** The form on a person's page. */
    public static final String REPORT = "report-crisis";

    /** Roles that may report a crisis of somebody whose pathway they see. */
    public static final Set<Role> REPORTING = Set.of(
            Role.COORDINATOR,
            Role.TEAM_LEAD,
            Role.DEMENTIA_ADVISER,
            Role.ACTIVITY_OFFICER,
            Role.CARER_ENABLEMENT,
            Role.PALLIATIVE_NURSE);

    /** When the one who stays overnight is there for certain. */
    private static final LocalTime AT_NIGHT = LocalTime.of(22, 0);

    private static final Duration SENT_AGAIN = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final Worklist worklist;
    private final Forms forms;
    private final Rota rota;
    private final CrisisCover reach;
    private final AccessDecision access;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Crises(
            JdbcClient jdbc,
            Workflow workflow,
            Worklist worklist,
            Forms forms,
            Rota rota,
            CrisisCover reach,
            AccessDecision access,
            Directory directory,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.worklist = worklist;
        this.forms = forms;
        this.rota = rota;
        this.reach = reach;
        this.access = access;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What became of a report. */
    public enum Taken {
        /** It opened a response. */
        OPENED,
        /** It was noted on the open one, and whoever has that sees it. */
        NOTED,
        /** It was noted on the open one, which is triaged again. */
        TRIAGED_AGAIN
    }

    /** Opens a response, or notes it on the one that is open: there is never a second run for one person. */
    public Taken report(Viewer viewer, PathwayRef pathway, Answers answers) {
        access.requireRole(viewer, "crisis.reported", REPORTING.toArray(Role[]::new));
        access.requireSee(viewer, pathway, DataKind.PATHWAY);
        workflow.hold(pathway);
        Instant now = clock.instant();
        Optional<String> open = openId(pathway);
        if (open.isPresent() && isSentAgain(open.get(), viewer, answers, now)) {
            return Taken.NOTED;
        }
        String id = open.orElseGet(() -> begin(viewer, pathway, now));
        UUID submission = forms.store(viewer, REPORT, pathway, answers);
        jdbc.sql("""
                        insert into crisis_report (crisis_id, submission, at, by, reported_by, call_back, what_happened, since, immediate_danger, danger_note)
                        values (:id, :submission, :at, :by, :reportedBy, :callBack, :happened, :since, :danger, :note)
                        """)
                .param("id", UUID.fromString(id))
                .param("submission", submission)
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .param("reportedBy", answers.required("reportedBy"))
                .param("callBack", answers.text("callBack"))
                .param("happened", answers.required("whatHappened"))
                .param("since", answers.required("since"))
                .param("danger", answers.required("immediateDanger"))
                .param("note", answers.text("dangerNote"))
                .update();
        audit.record(viewer.username(), "crisis.reported", pathway, id);
        Taken taken = open.isEmpty() ? Taken.OPENED : reportedAgain(viewer, id, now);
        events.publishEvent(new Crisis.Reported(id, pathway, open.isPresent(), submission, now, viewer.username()));
        return taken;
    }

    /** The same words of the same member of staff within minutes are one report, sent by a second click. */
    private boolean isSentAgain(String id, Viewer viewer, Answers answers, Instant now) {
        return jdbc.sql("""
                        select exists (select 1 from crisis_report
                                        where crisis_id = :id and by = :by and at > :since
                                          and what_happened = :happened and reported_by = :reportedBy)
                        """)
                .param("id", UUID.fromString(id))
                .param("by", viewer.username())
                .param("since", Timestamp.from(now.minus(SENT_AGAIN)))
                .param("happened", answers.required("whatHappened"))
                .param("reportedBy", answers.required("reportedBy"))
                .query(Boolean.class)
                .single();
    }

    private String begin(Viewer viewer, PathwayRef pathway, Instant now) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into crisis (id, pathway_ref, state, reported_at, reported_by)
                        values (:id, :pathway, 'REPORTED', :at, :by)
                        """)
                .param("id", id)
                .param("pathway", pathway.value())
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .update();
        step(id, State.REPORTED, now, viewer.username());
        workflow.start(
                new Episode(PROCESS, pathway, id.toString()),
                Map.of("pathwayRef", pathway.value(), "crisisId", id.toString()));
        return id.toString();
    }

    /** Before the triage and the visit somebody is about to look; at any other time a new triage is what is needed. */
    private Taken reportedAgain(Viewer viewer, String id, Instant now) {
        if (!workflow.tell(PROCESS, id, "crisis.reportedAgain", Map.of())) {
            return Taken.NOTED;
        }
        move(id, State.REPORTED, now, viewer.username(), Map.of());
        return Taken.TRIAGED_AGAIN;
    }

    // ------------------------------------------------------------------ whose it is

    /**
     * Whose a task is.
     *
     * @param onDuty who has it, or null when the group has
     * @param shift the entry of the rota that says so, or null when nobody is on
     */
    public record Cover(
            String organisation,
            String role,
            @Nullable String onDuty,
            @Nullable String shift) {

        public String group() {
            return organisation + "." + role;
        }
    }

    /**
     * Who is there for this person at that time: whoever is on the rota, or else the group that gives rapid response, or
     * else the coordinators. Never nobody.
     */
    @Transactional(readOnly = true)
    public Cover coverAt(PathwayRef pathway, Instant at) {
        List<Responder> responders = reach.respondersFor(pathway);
        for (Responder responder : responders) {
            Optional<Cover> onDuty =
                    rota.at(responder.organisation(), at).flatMap(entry -> coverOf(entry, responder.role()));
            if (onDuty.isPresent()) {
                return onDuty.get();
            }
        }
        return responders.stream()
                .map(responder -> new Cover(responder.organisation(), responder.role(), null, null))
                .filter(this::isSomebody)
                .findFirst()
                .orElseGet(() ->
                        new Cover(reach.coordinationOf(pathway).organisation(), Role.COORDINATOR.code(), null, null));
    }

    private Optional<Cover> coverOf(Rota.Entry entry, String role) {
        if (entry.role() != null) {
            return Optional.of(new Cover(entry.organisation(), entry.role(), null, entry.id()))
                    .filter(this::isSomebody);
        }
        return rota.named(entry).map(username -> new Cover(entry.organisation(), role, username, entry.id()));
    }

    private boolean isSomebody(Cover cover) {
        return !directory.staffOf(cover.group()).isEmpty();
    }

    /** Called by the process: whose the triage, the visit and the outcome are now. */
    public Cover coverNow(String crisisId) {
        return keep(crisisId, coverAt(pathwayOf(crisisId), clock.instant()));
    }

    private Cover keep(String crisisId, Cover cover) {
        jdbc.sql("update crisis set shift = :shift where id = :id")
                .param("shift", cover.shift() == null ? null : UUID.fromString(cover.shift()))
                .param("id", UUID.fromString(crisisId))
                .update();
        return cover;
    }

    /** Called by the process: the named coordinator rings afterwards. */
    @Transactional(readOnly = true)
    public Cover caller(String crisisId) {
        Coordination coordination = reach.coordinationOf(pathwayOf(crisisId));
        return new Cover(coordination.organisation(), Role.COORDINATOR.code(), coordination.coordinator(), null);
    }

    /** Called by the process: gives the night that is now or comes next to whoever is on the rota then. */
    public Cover beginNight(String crisisId) {
        return giveNight(crisisId, nextNight(crisisId, clock.instant()));
    }

    private Cover giveNight(String crisisId, LocalDate nightOf) {
        Cover cover = keep(crisisId, coverOfNight(crisisId, nightOf));
        jdbc.sql("""
                        insert into crisis_night (crisis_id, night_of, given_at, given_group, given_to)
                        values (:id, :night, :at, :group, :to)
                        on conflict (crisis_id, night_of)
                           do update set given_at = excluded.given_at, given_group = excluded.given_group, given_to = excluded.given_to
                        """)
                .param("id", UUID.fromString(crisisId))
                .param("night", nightOf)
                .param("at", Timestamp.from(clock.instant()))
                .param("group", cover.group())
                .param("to", cover.onDuty())
                .update();
        return cover;
    }

    private Cover coverOfNight(String crisisId, LocalDate nightOf) {
        Instant now = clock.instant();
        Instant night = nightOf.atTime(AT_NIGHT).atZone(WorkingDays.ZONE).toInstant();
        return coverAt(pathwayOf(crisisId), night.isBefore(now) ? now : night);
    }

    /** The night that somebody has still to record, when there is one. */
    private Optional<LocalDate> openNight(String crisisId) {
        return jdbc.sql("""
                        select n.night_of from crisis_night n join crisis c on c.id = n.crisis_id
                         where c.id = :id and c.state = 'NIGHTS' and n.recorded_at is null order by n.night_of desc limit 1
                        """)
                .param("id", UUID.fromString(crisisId))
                .query(LocalDate.class)
                .optional();
    }

    /**
     * Gives what is undone to whoever is on by now: a shift has ended, was ended early, or somebody was put on. Until then it
     * stays with whoever has it, also with one who took it over from another. Done twice it does nothing the second time.
     */
    @WithoutViewer("done by the clock")
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void handOn() {
        jdbc.sql("select id from crisis where ended_at is null order by reported_at")
                .query(String.class)
                .list()
                .forEach(id -> transaction.executeWithoutResult(status -> handOn(id)));
    }

    private void handOn(String id) {
        if (!hasAnotherShift(id)) {
            return;
        }
        PathwayRef pathway = pathwayOf(id);
        workflow.hold(pathway);
        List<WorkItem> tasks = worklist.openOf(Viewer.SYSTEM, pathway).stream()
                .filter(task -> task.record().equals(id))
                .toList();
        // Somebody may have done it while this waited.
        if (tasks.isEmpty() || !hasAnotherShift(id)) {
            return;
        }
        Cover cover = openNight(id).map(night -> giveNight(id, night)).orElseGet(() -> coverNow(id));
        for (WorkItem task : tasks) {
            worklist.giveTo(task.taskId(), cover.group(), cover.onDuty());
        }
        String to = cover.onDuty() == null ? cover.group() : cover.onDuty();
        events.publishEvent(new Crisis.HandedOn(id, pathway, to, clock.instant()));
    }

    /** The entry by which the open task was given. */
    private record Given(@Nullable String shift) {}

    /** The coordinator's call is nobody's shift. */
    private boolean hasAnotherShift(String id) {
        return jdbc.sql("select shift from crisis where id = :id and ended_at is null and state <> 'TO_CALL'")
                .param("id", UUID.fromString(id))
                .query((row, number) -> new Given(row.getString(1)))
                .optional()
                .filter(given -> !Objects.equals(given.shift(), dueCover(id).shift()))
                .isPresent();
    }

    private Cover dueCover(String id) {
        return openNight(id)
                .map(night -> coverOfNight(id, night))
                .orElseGet(() -> coverAt(pathwayOf(id), clock.instant()));
    }

    /** A night lasts until the morning; one that has been recorded is over. */
    private LocalDate nextNight(String crisisId, Instant now) {
        ZonedDateTime here = now.atZone(WorkingDays.ZONE);
        LocalDate night =
                here.toLocalTime().isBefore(Rota.MORNING) ? here.toLocalDate().minusDays(1) : here.toLocalDate();
        return jdbc.sql("select max(night_of) from crisis_night where crisis_id = :id and recorded_at is not null")
                .param("id", UUID.fromString(crisisId))
                .query((row, number) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single()
                .filter(recorded -> !recorded.isBefore(night))
                .map(recorded -> recorded.plusDays(1))
                .orElse(night);
    }

    /** Sharing has ended: what stands with an organisation that may not know of the person any more goes to the coordinators. */
    @WithoutViewer("follows from what the person said of sharing")
    public void giveBack(PathwayRef pathway) {
        openId(pathway).ifPresent(id -> {
            List<String> allowed = reach.respondersFor(pathway).stream()
                    .map(Responder::organisation)
                    .toList();
            Coordination coordination = reach.coordinationOf(pathway);
            for (WorkItem task : worklist.openOf(Viewer.SYSTEM, pathway)) {
                String organisation = task.group().split("\\.", 2)[0];
                if (task.record().equals(id)
                        && !allowed.contains(organisation)
                        && !organisation.equals(coordination.organisation())) {
                    worklist.giveTo(task.taskId(), coordination.organisation() + "." + Role.COORDINATOR.code());
                }
            }
        });
    }

    // ------------------------------------------------------------------ what is done about it

    void triaged(Submission form) {
        Answers answers = form.answers();
        Answer answer = Answer.valueOf(answers.required("answer"));
        State state =
                switch (answer) {
                    case VISIT -> State.TO_VISIT;
                    case HOSPITAL -> State.TO_CONCLUDE;
                    case ADVICE, NOT_A_CRISIS -> State.TO_CALL;
                };
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("triaged_at", Timestamp.from(form.at()));
        columns.put("triaged_by", form.by().username());
        columns.put("what_is_happening", answers.required("whatIsHappening"));
        columns.put("in_danger", answers.required("inDanger"));
        columns.put("illness_note", answers.text("illnessNote"));
        columns.put("answer", answer.name());
        columns.put("answer_note", noteOf(answer, answers));
        move(form.task().record(), state, form.at(), form.by().username(), columns);
        events.publishEvent(new Crisis.Triaged(
                form.task().record(),
                form.task().pathway(),
                answer,
                form.at(),
                form.by().username()));
    }

    private static @Nullable String noteOf(Answer answer, Answers answers) {
        return switch (answer) {
            case VISIT -> answers.text("visitNote");
            case HOSPITAL -> answers.required("hospitalNote");
            case ADVICE -> answers.required("advice");
            case NOT_A_CRISIS -> answers.required("reason");
        };
    }

    void visited(Submission form, Instant at) {
        Answers answers = form.answers();
        String ownWords = answers.required("carerOwnWords");
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("visited_at", Timestamp.from(at));
        columns.put("visited_by", form.by().username());
        columns.put("who_was_there", answers.required("whoWasThere"));
        columns.put("what_was_done", answers.required("whatWasDone"));
        columns.put("carer_own_words", ownWords);
        columns.put("carer_said", answers.text("carerSaid"));
        boolean overnight = answers.required("overnight").equals("YES");
        move(
                form.task().record(),
                overnight ? State.NIGHTS : State.TO_CONCLUDE,
                form.at(),
                form.by().username(),
                columns);
        events.publishEvent(new Crisis.Visited(
                form.task().record(),
                form.task().pathway(),
                LocalDate.ofInstant(at, WorkingDays.ZONE),
                ownWords.equals("NOT_ASKED") ? null : Integer.valueOf(ownWords),
                form.at(),
                form.by().username()));
    }

    void nightRecorded(Submission form) {
        Answers answers = form.answers();
        boolean wasCovered = answers.required("wasCovered").equals("YES");
        LocalDate nightOf = jdbc.sql("""
                        update crisis_night set recorded_at = :at, recorded_by = :by, was_covered = :covered, note = :note
                         where crisis_id = :id
                           and night_of = (select max(night_of) from crisis_night where crisis_id = :id and recorded_at is null)
                        returning night_of
                        """)
                .param("at", Timestamp.from(form.at()))
                .param("by", form.by().username())
                .param("covered", wasCovered)
                .param("note", answers.required(wasCovered ? "nightNote" : "notCoveredReason"))
                .param("id", UUID.fromString(form.task().record()))
                .query(LocalDate.class)
                .single();
        boolean another = answers.required("anotherNight").equals("YES");
        move(
                form.task().record(),
                another ? State.NIGHTS : State.TO_CONCLUDE,
                form.at(),
                form.by().username(),
                Map.of());
        events.publishEvent(new Crisis.NightRecorded(
                form.task().record(),
                form.task().pathway(),
                nightOf,
                wasCovered,
                form.at(),
                form.by().username()));
    }

    void concluded(Submission form) {
        Answers answers = form.answers();
        Outcome outcome = Outcome.valueOf(answers.required("outcome"));
        LocalDate on = Objects.requireNonNull(answers.date("endedOn"));
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("outcome", outcome.name());
        columns.put("outcome_on", on);
        columns.put("outcome_note", answers.text("otherOutcome"));
        columns.put("what_next", answers.required("whatNext"));
        end(form, State.CLOSED, outcome.name(), columns);
        events.publishEvent(new Crisis.OutcomeRecorded(
                form.task().record(),
                form.task().pathway(),
                outcome,
                on,
                form.id(),
                form.at(),
                form.by().username()));
    }

    void called(Submission form) {
        Answers answers = form.answers();
        String answer = answers.required("callAnswer");
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("called_on", answers.date("calledOn"));
        columns.put("call_answer", answer);
        columns.put("call_note", answers.text(answer.equals("NOT_REACHED") ? "notReachedNote" : "callNote"));
        if (answer.equals("CRISIS")) {
            move(form.task().record(), State.REPORTED, form.at(), form.by().username(), columns);
            return;
        }
        Answer triaged = Answer.valueOf(jdbc.sql("select answer from crisis where id = :id")
                .param("id", UUID.fromString(form.task().record()))
                .query(String.class)
                .single());
        end(form, State.CLOSED, triaged.name(), columns);
        events.publishEvent(new Crisis.Settled(
                form.task().record(),
                form.task().pathway(),
                triaged,
                form.at(),
                form.by().username()));
    }

    /** It was reported by mistake: the response closes wherever it stands. One that is over stays as it is on record. */
    @WithoutViewer("follows from a correction that was decided on")
    public void takeBack(String crisisId) {
        workflow.tell(PROCESS, crisisId, "pathway.openedInError", Map.of("endReason", "REPORTED_IN_ERROR"));
    }

    /** Called by the process when it was told to stop: the record follows. */
    public void cancel(String crisisId, String endReason) {
        Instant now = clock.instant();
        PathwayRef pathway = pathwayOf(crisisId);
        move(
                crisisId,
                State.CANCELLED,
                now,
                Viewer.SYSTEM.username(),
                Map.of("ended_at", Timestamp.from(now), "ended_by", Viewer.SYSTEM.username(), "end_reason", endReason));
        events.publishEvent(new Crisis.Cancelled(crisisId, pathway, endReason, now));
    }

    private void end(Submission form, State state, String endReason, Map<String, @Nullable Object> columns) {
        columns.put("ended_at", Timestamp.from(form.at()));
        columns.put("ended_by", form.by().username());
        columns.put("end_reason", endReason);
        move(form.task().record(), state, form.at(), form.by().username(), columns);
    }

    /** @param columns column names of ours, never anything a user typed, with their new values */
    private void move(String id, State state, Instant at, String by, Map<String, ? extends @Nullable Object> columns) {
        var changes = new StringBuilder("state = :state");
        columns.keySet()
                .forEach(column ->
                        changes.append(", ").append(column).append(" = :").append(column));
        int moved = jdbc.sql("update crisis set " + changes + " where id = :id and ended_at is null")
                .params(columns)
                .param("state", state.name())
                .param("id", UUID.fromString(id))
                .update();
        if (moved == 0) {
            throw new NotVisible();
        }
        step(UUID.fromString(id), state, at, by);
    }

    private void step(UUID id, State state, Instant at, String by) {
        jdbc.sql("insert into crisis_step (crisis_id, state, at, by) values (:id, :state, :at, :by)")
                .param("id", id)
                .param("state", state.name())
                .param("at", Timestamp.from(at))
                .param("by", by)
                .update();
    }

    // ------------------------------------------------------------------ reading

    /** Crises of one person, newest first; the page that shows them writes the audit row. */
    @Transactional(readOnly = true)
    public List<Crisis> of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return jdbc.sql("select * from crisis where pathway_ref = :pathway order by reported_at desc, id")
                .param("pathway", pathway.value())
                .query(this::crisis)
                .list();
    }

    /** For forms, which already know that the task they serve belongs to this crisis. */
    Crisis load(String id) {
        try {
            return jdbc.sql("select * from crisis where id = :id")
                    .param("id", UUID.fromString(id))
                    .query(this::crisis)
                    .single();
        } catch (EmptyResultDataAccessException e) {
            throw new NotVisible();
        }
    }

    private Optional<String> openId(PathwayRef pathway) {
        return jdbc.sql("select id from crisis where pathway_ref = :pathway and ended_at is null")
                .param("pathway", pathway.value())
                .query(String.class)
                .optional();
    }

    private PathwayRef pathwayOf(String crisisId) {
        return new PathwayRef(jdbc.sql("select pathway_ref from crisis where id = :id")
                .param("id", UUID.fromString(crisisId))
                .query(String.class)
                .single());
    }

    private Crisis crisis(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String outcome = row.getString("outcome");
        return new Crisis(
                id.toString(),
                new PathwayRef(row.getString("pathway_ref")),
                State.valueOf(row.getString("state")),
                row.getTimestamp("reported_at").toInstant(),
                row.getString("reported_by"),
                reports(id),
                triage(row),
                visit(row),
                nights(id),
                row.getString("call_note"),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getObject("outcome_on", LocalDate.class),
                row.getString("outcome_note"),
                row.getString("what_next"),
                instant(row, "ended_at"),
                row.getString("end_reason"));
    }

    private static Crisis.@Nullable Triage triage(ResultSet row) throws SQLException {
        Instant at = instant(row, "triaged_at");
        return at == null
                ? null
                : new Crisis.Triage(
                        at,
                        row.getString("triaged_by"),
                        Answer.valueOf(row.getString("answer")),
                        row.getString("what_is_happening"),
                        row.getString("in_danger"),
                        row.getString("illness_note"),
                        row.getString("answer_note"));
    }

    private static Crisis.@Nullable Visit visit(ResultSet row) throws SQLException {
        Instant at = instant(row, "visited_at");
        return at == null
                ? null
                : new Crisis.Visit(
                        at,
                        row.getString("visited_by"),
                        row.getString("who_was_there"),
                        row.getString("what_was_done"),
                        row.getString("carer_own_words"),
                        row.getString("carer_said"));
    }

    private List<Crisis.Report> reports(UUID id) {
        return jdbc.sql("select * from crisis_report where crisis_id = :id order by id")
                .param("id", id)
                .query((row, number) -> new Crisis.Report(
                        row.getTimestamp("at").toInstant(),
                        row.getString("by"),
                        row.getString("reported_by"),
                        row.getString("call_back"),
                        row.getString("what_happened"),
                        row.getString("since"),
                        row.getString("immediate_danger"),
                        row.getString("danger_note")))
                .list();
    }

    private List<Crisis.Night> nights(UUID id) {
        return jdbc.sql("select * from crisis_night where crisis_id = :id order by night_of")
                .param("id", id)
                .query((row, number) -> new Crisis.Night(
                        row.getObject("night_of", LocalDate.class),
                        row.getString("given_group"),
                        row.getString("given_to"),
                        row.getObject("was_covered", Boolean.class),
                        row.getString("note")))
                .list();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
