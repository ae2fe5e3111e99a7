package org.waymark.carers;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.carers.CarerCircumstances.Team;
import org.waymark.carers.CarerSupport.Attendance;
import org.waymark.carers.CarerSupport.Goal;
import org.waymark.carers.CarerSupport.Kind;
import org.waymark.carers.CarerSupport.Level;
import org.waymark.carers.CarerSupport.Plan;
import org.waymark.carers.CarerSupport.Session;
import org.waymark.carers.CarerSupport.State;
import org.waymark.carers.CarerSupport.Talk;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.Subject;
import org.waymark.forms.Answers;
import org.waymark.forms.Submission;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Clocks;
import org.waymark.workflow.Haste;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;
import org.waymark.workflow.Worklist;

/**
 * Supports each carer from the first day, whatever the stage of dementia (care rule 3): keeps what was said, agreed and
 * done, and has the level of support found. A carer's "declined" and "not now" stand, and the carer is asked again (care
 * rule 7).
 */
@Component
@Transactional
public class CarerSupports {

    /** The process that runs it; its business key is the support's id. */
    public static final String PROCESS = "carer-enablement";

    static final String NOT_REACHED = "NOT_REACHED";
    static final String AGREED = "AGREED";

    private static final String WANTS_SUPPORT = "WANTS_SUPPORT";
    private static final String GOES_ON = "GOES_ON";
    private static final String DECLINED = "DECLINED";
    private static final String UNKNOWN = "UNKNOWN";
    private static final String LEVEL_DECISION = "carer-support-level";

    /** Names of results that the forms' tasks hand to the process. */
    private static final String PRIORITY = "priority";

    private static final String URGENT = "URGENT";
    private static final String ROUTINE = "ROUTINE";
    private static final String ASK_AGAIN_AT = "askAgainAt";

    private static final Period SCORE_COUNTS = Period.ofDays(90);

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final Worklist worklist;
    private final Haste haste;
    private final KeptDecisions decisions;
    private final CarerCircumstances circumstances;
    private final Clocks clocks;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    CarerSupports(
            JdbcClient jdbc,
            Workflow workflow,
            Worklist worklist,
            Haste haste,
            KeptDecisions decisions,
            CarerCircumstances circumstances,
            Clocks clocks,
            AccessDecision access,
            CurrentViewer viewer,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.worklist = worklist;
        this.haste = haste;
        this.decisions = decisions;
        this.circumstances = circumstances;
        this.clocks = clocks;
        this.access = access;
        this.viewer = viewer;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    // ------------------------------------------------------------------ beginning and end

    /** Begins support of the carer; while it runs nothing happens, there is never a second. */
    @WithoutViewer("begins work, and shows nothing of anybody")
    public void open(PathwayRef pathway, CarerId carer, boolean isMain) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        int opened = jdbc.sql("""
                        insert into carer_support (id, pathway_ref, carer_id, state, opened_at)
                        values (:id, :pathway, :carer, 'TO_TALK', :at)
                        on conflict (carer_id) where closed_at is null do nothing
                        """)
                .param("id", id)
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .param("at", Timestamp.from(now))
                .update();
        if (opened == 0) {
            return;
        }
        audit.record(viewer.get().username(), "carerSupport.opened", pathway, id.toString());
        events.publishEvent(new CarerSupport.Opened(id.toString(), pathway, carer, now));
        workflow.start(
                new Episode(PROCESS, pathway, id.toString()),
                Map.of(
                        "pathwayRef",
                        pathway.value(),
                        "carerSupportId",
                        id.toString(),
                        "whichCarer",
                        isMain ? "MAIN_CARER" : "OTHER_CARER",
                        PRIORITY,
                        ROUTINE));
    }

    /** The carer died, fell ill or no longer cares: the support closes with the reason. */
    @WithoutViewer("follows from a life event that was decided on")
    public void stop(PathwayRef pathway, CarerId carer, String endReason) {
        open(pathway).stream()
                .filter(support -> support.carer().equals(carer))
                .forEach(support ->
                        workflow.tell(PROCESS, support.id(), "carer.stopped", Map.of("endReason", endReason)));
    }

    /** Called by the process when it was told to stop: the record follows. */
    public void close(String id, String endReason) {
        end(id, State.CLOSED, endReason);
    }

    /** Called by the process when the person died: support in bereavement, opened by the death, goes on from here. */
    public void handOver(String id) {
        end(id, State.HANDED_OVER, "DIED");
    }

    private void end(String id, State state, String endReason) {
        Instant now = clock.instant();
        int ended = jdbc.sql("""
                        update carer_support set state = :state, end_reason = :reason, closed_at = :at
                         where id = :id and closed_at is null
                        """)
                .param("state", state.name())
                .param("reason", endReason)
                .param("at", Timestamp.from(now))
                .param("id", UUID.fromString(id))
                .update();
        if (ended > 0) {
            CarerSupport support = load(id);
            audit.record(viewer.get().username(), "carerSupport.closed", support.pathway(), id);
            events.publishEvent(new CarerSupport.Closed(id, support.pathway(), support.carer(), state, endReason, now));
        }
    }

    // ------------------------------------------------------------------ what others bring about

    /**
     * Something happened that may have changed how the carers fare: whoever waits is asked at once. Where a plan or a session
     * is open just now, the review follows it. One who said no or not now is left in peace unless it is urgent.
     */
    @WithoutViewer("follows from a life event that was decided on")
    public void lookAgain(PathwayRef pathway, boolean isUrgent) {
        for (CarerSupport support : open(pathway)) {
            if (isUrgent || support.state() != State.PUT_OFF) {
                lookAgain(support, isUrgent);
            }
        }
    }

    /**
     * The carer agreed to support when the plan of the person was made. One who had said no or not now is asked at once; of
     * one who is supported somebody looks again when it is urgent, and otherwise the support goes on as it is.
     */
    @WithoutViewer("follows from a plan that staff agreed with the carer")
    public void askedFor(PathwayRef pathway, CarerId carer, boolean isUrgent) {
        open(pathway).stream()
                .filter(support -> support.carer().equals(carer))
                .filter(support -> isUrgent || support.state() == State.PUT_OFF)
                .forEach(support -> lookAgain(support, isUrgent));
    }

    /** A carer would like to talk before their time; returns false when somebody is to talk with them already. */
    public boolean askAgain(Viewer asking, PathwayRef pathway, CarerId carer) {
        access.requireRole(asking, "carerSupport.askedAgain", Role.COORDINATOR);
        access.requireSee(asking, pathway, DataKind.CARE);
        audit.record(asking.username(), "carerSupport.askedAgain", pathway, carer.toString());
        return open(pathway).stream()
                .filter(support -> support.carer().equals(carer))
                .anyMatch(support -> lookAgain(support, false));
    }

    private boolean lookAgain(CarerSupport support, boolean isUrgent) {
        boolean told =
                workflow.tell(PROCESS, support.id(), "carer.lookAgain", isUrgent ? Map.of(PRIORITY, URGENT) : Map.of());
        if (told) {
            jdbc.sql("""
                            update carer_support
                               set state = case state when 'IN_SESSIONS' then 'SUPPORTED' else state end,
                                   review_due_at = case when state <> 'PUT_OFF' then cast(:now as timestamptz) end,
                                   ask_again_at = case when state = 'PUT_OFF' then cast(:now as timestamptz) end
                             where id = :id
                            """)
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", UUID.fromString(support.id()))
                    .update();
        } else if (isUrgent && !List.of(State.TO_PLAN, State.IN_SESSIONS).contains(support.state())) {
            // Somebody is to talk with the carer already: sooner than was thought.
            worklist.openOf(Viewer.SYSTEM, support.pathway()).stream()
                    .filter(task -> task.record().equals(support.id()))
                    .forEach(task -> haste.hasten(task.taskId(), URGENT));
        } else {
            jdbc.sql("""
                            update carer_support set look_again = case look_again when 'URGENT' then 'URGENT' else :priority end
                             where id = :id and state in ('TO_PLAN', 'IN_SESSIONS')
                            """)
                    .param("priority", isUrgent ? URGENT : ROUTINE)
                    .param("id", UUID.fromString(support.id()))
                    .update();
        }
        return told;
    }

    /** What the person said of sharing may give the open tasks to others. */
    @WithoutViewer("follows from what the person said of sharing")
    public void teamChanged(PathwayRef pathway) {
        open(pathway).forEach(support -> workflow.tell(PROCESS, support.id(), "carer.teamChanged", Map.of()));
    }

    /** Whose work the support is now. */
    @Transactional(readOnly = true)
    public Team teamOf(String id) {
        return circumstances.teamFor(pathwayOf(id));
    }

    /** Whether somebody of the organisation who has taken a task may go on with it. */
    @Transactional(readOnly = true)
    public boolean mayGoOn(String id, String organisation) {
        return circumstances.maySee(pathwayOf(id), organisation);
    }

    private PathwayRef pathwayOf(String id) {
        return jdbc.sql("select pathway_ref from carer_support where id = :id")
                .param("id", UUID.fromString(id))
                .query((row, number) -> new PathwayRef(row.getString(1)))
                .single();
    }

    // ------------------------------------------------------------------ conversation and level

    /** Keeps a conversation about needs; returns what the process goes on with. */
    Map<String, Object> talk(Submission form) {
        CarerSupport support = load(form.task().record());
        Answers answers = form.answers();
        String answer = isReached(answers) ? answers.required("carerAnswer") : NOT_REACHED;
        keep(form, support, Kind.NEEDS, Objects.requireNonNull(answers.date("contactOn")), answer);
        if (answer.equals(WANTS_SUPPORT)) {
            move(support.id(), State.TO_PLAN);
            return Map.of("carerAnswer", answer);
        }
        return putOff(form, support, "carerAnswer", answer);
    }

    private static boolean isReached(Answers answers) {
        return !answers.required("how").equals(NOT_REACHED);
    }

    /** The carer is asked again on the day that was agreed, or after a no when the alliance asks again. */
    private Map<String, Object> putOff(Submission form, CarerSupport support, String result, String answer) {
        Instant again = answer.equals(DECLINED)
                ? clocks.due("CARER_ASK_AGAIN", null, form.at())
                : startOf(Objects.requireNonNull(form.answers().date("askAgainOn")));
        jdbc.sql("""
                        update carer_support set state = 'PUT_OFF', ask_again_at = :at, review_due_at = null, session_on = null,
                               look_again = null
                         where id = :id
                        """)
                .param("at", Timestamp.from(again))
                .param("id", UUID.fromString(support.id()))
                .update();
        events.publishEvent(new CarerSupport.PutOff(
                support.id(),
                support.pathway(),
                support.carer(),
                again,
                form.at(),
                form.by().username()));
        var results = new HashMap<String, Object>(Map.of(result, answer, ASK_AGAIN_AT, Date.from(again)));
        if (!answer.equals(NOT_REACHED)) {
            results.put(PRIORITY, ROUTINE);
        }
        return results;
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(WorkingDays.ZONE).toInstant();
    }

    private void keep(Submission form, CarerSupport support, Kind kind, LocalDate on, String answer) {
        Answers answers = form.answers();
        Integer ownWords = whole(answers.text("ownWords"));
        String strain = answer.equals(NOT_REACHED) ? UNKNOWN : strain(support, answers, ownWords);
        jdbc.sql("""
                        insert into carer_talk (support_id, kind, held_on, how, answer, ask_again_on, own_words, words, strain,
                               own_health, lives_with, caring_alone, does, would_help, what_changed, zarit, note, at, by)
                        values (:id, :kind, :on, :how, :answer, :askAgainOn, :ownWords, :words, :strain,
                               :ownHealth, :livesWith, :caringAlone, :does, :wouldHelp, :whatChanged, :zarit, :note, :at, :by)
                        """)
                .param("id", UUID.fromString(support.id()))
                .param("kind", kind.name())
                .param("on", on)
                .param("how", answers.required("how"))
                .param("answer", answer)
                .param("askAgainOn", answers.date("askAgainOn"), Types.DATE)
                .param("ownWords", ownWords, Types.INTEGER)
                .param("words", answers.text("words"))
                .param("strain", strain)
                .param("ownHealth", known(answers.text("ownHealth")))
                .param("livesWith", yes(answers.text("livesWith")), Types.BOOLEAN)
                .param("caringAlone", yes(answers.text("caringAlone")), Types.BOOLEAN)
                .param("does", answers.choices("does").toArray(String[]::new))
                .param("wouldHelp", answers.text("wouldHelp"))
                .param("whatChanged", answers.text("whatChanged"))
                .param("zarit", score(answers), Types.INTEGER)
                .param("note", answers.text("note"))
                .param("at", Timestamp.from(form.at()))
                .param("by", form.by().username())
                .update();
        if (!strain.equals(UNKNOWN)) {
            events.publishEvent(new CarerSupport.StrainReported(
                    support.id(),
                    support.pathway(),
                    support.carer(),
                    strain,
                    form.at(),
                    form.by().username()));
        }
    }

    /** "Rather not say" and "not sure" are not known, which is never the same as no. */
    private static @Nullable String known(@Nullable String answer) {
        return answer == null || answer.equals("RATHER_NOT_SAY") ? null : answer;
    }

    private static @Nullable Boolean yes(@Nullable String answer) {
        return "YES".equals(answer) ? Boolean.TRUE : "NO".equals(answer) ? Boolean.FALSE : null;
    }

    private static @Nullable Integer whole(@Nullable String answer) {
        return answer != null && answer.matches("\\d") ? Integer.valueOf(answer) : null;
    }

    private static @Nullable Integer score(Answers answers) {
        BigDecimal score = answers.number("zarit");
        return score == null ? null : score.intValue();
    }

    private String strain(CarerSupport support, Answers answers, @Nullable Integer ownWords) {
        Integer now = score(answers);
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("zarit", now == null ? scoreThatCounts(support) : now);
        inputs.put("ownWords", ownWords);
        return decisions
                .evaluate(Subject.ofRecord(support.pathway(), support.id()), "carer-strain-level", inputs)
                .text("carerStrainLevel");
    }

    private @Nullable Integer scoreThatCounts(CarerSupport support) {
        return jdbc.sql("""
                        select t.zarit from carer_talk t join carer_support s on s.id = t.support_id
                         where s.carer_id = :carer and t.zarit is not null and t.held_on >= :since
                         order by t.held_on desc, t.id desc limit 1
                        """)
                .param("carer", support.carer().value())
                .param("since", clock.today().minus(SCORE_COUNTS))
                .query(Integer.class)
                .optional()
                .orElse(null);
    }

    /** Called by the process: has the level found from what was said last, and keeps the evaluation. */
    public Level findLevel(String id) {
        CarerSupport support = load(id);
        Talk talk = Objects.requireNonNull(support.lastTalk(), "A level follows a conversation");
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put(
                "carerStrainLevel",
                talk.strain().equals(UNKNOWN)
                        ? circumstances.of(support.pathway(), support.carer()).strain()
                        : talk.strain());
        inputs.put("livesWith", talk.livesWith());
        inputs.put("caringAlone", talk.caringAlone());
        inputs.put("ownHealthPoor", talk.ownHealthPoor());
        Level level = Level.valueOf(decisions
                .evaluate(Subject.ofRecord(support.pathway(), id), LEVEL_DECISION, inputs)
                .text("level"));
        jdbc.sql("update carer_support set level = :level where id = :id")
                .param("level", level.name())
                .param("id", UUID.fromString(id))
                .update();
        events.publishEvent(
                new CarerSupport.LevelFound(id, support.pathway(), support.carer(), level, clock.instant()));
        return level;
    }

    /** Which row of the clocks counts for what follows a level. */
    public static String priorityOf(Level level) {
        return level == Level.URGENT ? URGENT : ROUTINE;
    }

    // ------------------------------------------------------------------ plan, sessions, review

    /** Keeps what the carer said to the plan and to the local authority's assessment. */
    Map<String, Object> plan(Submission form) {
        CarerSupport support = load(form.task().record());
        Answers answers = form.answers();
        String answer = answers.required("planAnswer");
        LocalDate sessionOn = answers.date("sessionOn");
        keepPlan(form, support, answer, sessionOn);
        offerAuthorityAssessment(form, support);
        if (!answer.equals(AGREED)) {
            return putOff(form, support, "planAnswer", answer);
        }
        move(support.id(), sessionOn == null ? State.SUPPORTED : State.IN_SESSIONS, sessionOn);
        events.publishEvent(new CarerSupport.PlanAgreed(
                support.id(),
                support.pathway(),
                support.carer(),
                form.at(),
                form.by().username()));
        Map<String, Object> results = session(support.id(), sessionOn);
        results.put("planAnswer", answer);
        return results;
    }

    private void keepPlan(Submission form, CarerSupport support, String answer, @Nullable LocalDate sessionOn) {
        Answers answers = form.answers();
        UUID plan = UUID.randomUUID();
        jdbc.sql("""
                        insert into carer_plan (id, support_id, level, answer, agreed_on, ask_again_on, helps, urgent_help,
                               session_on, authority_answer, authority_ask_again_on, note, at, by)
                        values (:id, :support, :level, :answer, :agreedOn, :askAgainOn, :helps, :urgentHelp,
                               :sessionOn, :authorityAnswer, :authorityAskAgainOn, :note, :at, :by)
                        """)
                .param("id", plan)
                .param("support", UUID.fromString(support.id()))
                .param("level", support.level() == null ? null : support.level().name())
                .param("answer", answer)
                .param("agreedOn", answers.date("agreedOn"), Types.DATE)
                .param("askAgainOn", answers.date("askAgainOn"), Types.DATE)
                .param("helps", answers.choices("helps").toArray(String[]::new))
                .param("urgentHelp", answers.text("urgentHelp"))
                .param("sessionOn", sessionOn, Types.DATE)
                .param("authorityAnswer", answers.text("authorityAnswer"))
                .param("authorityAskAgainOn", answers.date("authorityAskAgainOn"), Types.DATE)
                .param("note", answers.text("note"))
                .param("at", Timestamp.from(form.at()))
                .param("by", form.by().username())
                .update();
        List<String> goals = Stream.of("goal1", "goal2", "goal3", "goal4")
                .map(answers::text)
                .filter(Objects::nonNull)
                .toList();
        for (int position = 0; position < goals.size(); position++) {
            jdbc.sql("insert into carer_goal (id, plan_id, position, goal) values (:id, :plan, :position, :goal)")
                    .param("id", UUID.randomUUID())
                    .param("plan", plan)
                    .param("position", position)
                    .param("goal", goals.get(position))
                    .update();
        }
    }

    private void offerAuthorityAssessment(Submission form, CarerSupport support) {
        String answer = form.answers().text("authorityAnswer");
        if (answer == null) {
            return;
        }
        jdbc.sql("""
                        update carer_support set authority_answer = :answer, authority_answered_on = :on, authority_ask_again_on = :again
                         where id = :id
                        """)
                .param("answer", answer)
                .param("on", clock.today())
                .param("again", form.answers().date("authorityAskAgainOn"), Types.DATE)
                .param("id", UUID.fromString(support.id()))
                .update();
        if (answer.equals(AGREED)) {
            events.publishEvent(new CarerSupport.LocalAuthorityAssessmentAgreed(
                    support.id(),
                    support.pathway(),
                    support.carer(),
                    support.level() == Level.URGENT,
                    form.at(),
                    form.by().username()));
        }
    }

    /** Keeps one session, and when the next one is. */
    Map<String, Object> hold(Submission form) {
        CarerSupport support = load(form.task().record());
        Answers answers = form.answers();
        Attendance attendance = Attendance.valueOf(answers.required("attendance"));
        LocalDate next = answers.date("sessionOn");
        jdbc.sql("""
                        insert into carer_session (support_id, planned_on, held_on, attendance, goals, note, next_on, at, by)
                        values (:id, :plannedOn, :heldOn, :attendance, :goals, :note, :next, :at, :by)
                        """)
                .param("id", UUID.fromString(support.id()))
                .param("plannedOn", support.sessionOn(), Types.DATE)
                .param("heldOn", answers.date("heldOn"))
                .param("attendance", attendance.name())
                .param(
                        "goals",
                        answers.choices("goalsWorkedOn").stream()
                                .map(UUID::fromString)
                                .toArray(UUID[]::new))
                .param("note", answers.text("note"))
                .param("next", next, Types.DATE)
                .param("at", Timestamp.from(form.at()))
                .param("by", form.by().username())
                .update();
        move(support.id(), next == null ? State.SUPPORTED : State.IN_SESSIONS, next);
        events.publishEvent(new CarerSupport.SessionHeld(
                support.id(),
                support.pathway(),
                support.carer(),
                attendance,
                form.at(),
                form.by().username()));
        return session(support.id(), next);
    }

    /** When somebody asked to look again meanwhile, that comes first; the plan after it begins with this session. */
    private Map<String, Object> session(String id, @Nullable LocalDate on) {
        Optional<String> lookAgain = lookAgainOf(id);
        var results = new HashMap<String, Object>();
        results.put("hasSession", on != null && lookAgain.isEmpty());
        if (on != null) {
            results.put("sessionAt", on);
        }
        lookAgain.filter(URGENT::equals).ifPresent(priority -> results.put(PRIORITY, priority));
        return results;
    }

    /**
     * Called by the process: when the carer is asked again how it is going, by the level of support, and no later than the
     * day on which the local authority's assessment was to be offered again.
     */
    public Instant setReviewDate(String id) {
        CarerSupport support = load(id);
        Instant now = clock.instant();
        Level level = support.level();
        Instant due = clocks.due("CARER_REVIEW_DATE", level == null ? null : level.name(), now);
        LocalDate offerOn = support.authorityAskAgainOn();
        if (offerOn != null
                && offerOn.isAfter(clock.today())
                && startOf(offerOn).isBefore(due)) {
            due = startOf(offerOn);
        }
        if (lookAgainOf(id).isPresent()) {
            due = now;
        }
        jdbc.sql("update carer_support set state = 'SUPPORTED', look_again = null, review_due_at = :due where id = :id")
                .param("id", UUID.fromString(id))
                .param("due", Timestamp.from(due))
                .update();
        return due;
    }

    /** How soon somebody asked to look again while nobody waited for it. */
    private Optional<String> lookAgainOf(String id) {
        return jdbc.sql("select look_again from carer_support where id = :id and look_again is not null")
                .param("id", UUID.fromString(id))
                .query(String.class)
                .optional();
    }

    /** Keeps a review: the carer's words beside those from before, and whether support goes on. */
    Map<String, Object> review(Submission form) {
        CarerSupport support = load(form.task().record());
        Answers answers = form.answers();
        String answer = isReached(answers) ? answers.required("reviewAnswer") : NOT_REACHED;
        keep(form, support, Kind.REVIEW, Objects.requireNonNull(answers.date("reviewedOn")), answer);
        if (answer.equals(NOT_REACHED)) {
            Instant again = startOf(Objects.requireNonNull(answers.date("askAgainOn")));
            jdbc.sql("update carer_support set review_due_at = :at where id = :id")
                    .param("at", Timestamp.from(again))
                    .param("id", UUID.fromString(support.id()))
                    .update();
            return Map.of("reviewAnswer", answer, "reviewDueAt", Date.from(again));
        }
        events.publishEvent(new CarerSupport.Reviewed(
                support.id(),
                support.pathway(),
                support.carer(),
                form.at(),
                form.by().username()));
        if (answer.equals(GOES_ON)) {
            move(support.id(), State.TO_PLAN);
            return Map.of("reviewAnswer", answer);
        }
        return putOff(form, support, "reviewAnswer", answer);
    }

    private void move(String id, State state) {
        jdbc.sql("update carer_support set state = :state, ask_again_at = null, review_due_at = null where id = :id")
                .param("state", state.name())
                .param("id", UUID.fromString(id))
                .update();
    }

    private void move(String id, State state, @Nullable LocalDate sessionOn) {
        move(id, state);
        jdbc.sql("update carer_support set session_on = :on where id = :id")
                .param("on", sessionOn, Types.DATE)
                .param("id", UUID.fromString(id))
                .update();
    }

    // ------------------------------------------------------------------ reading

    /** Support of all carers of the person, the earliest first; the page that shows it writes the audit row. */
    @Transactional(readOnly = true)
    public List<CarerSupport> of(Viewer asking, PathwayRef pathway) {
        access.requireSee(asking, pathway, DataKind.CARE);
        return load("pathway_ref = :value", pathway.value());
    }

    /** Whose each of these is: what tells their tasks apart. */
    @WithoutViewer("says whose it is by ids alone")
    @Transactional(readOnly = true)
    public Map<String, CarerId> carersOf(Collection<String> ids) {
        var carers = new HashMap<String, CarerId>();
        jdbc.sql("select id, carer_id from carer_support where id = any(:ids)")
                .param("ids", ids.stream().map(UUID::fromString).toArray(UUID[]::new))
                .query(row -> {
                    carers.put(row.getString("id"), new CarerId(row.getObject("carer_id", UUID.class)));
                });
        return carers;
    }

    /** Why the level is what it is: the matched rule in plain words; empty before the first conversation. */
    @Transactional(readOnly = true)
    public List<String> reasons(Viewer asking, CarerSupport support) {
        return decisions.ofRecord(asking, support.pathway(), support.id()).stream()
                .filter(kept -> kept.evaluation().decision().equals(LEVEL_DECISION))
                .reduce((earlier, later) -> later)
                .map(kept -> kept.evaluation().reasons())
                .orElse(List.of());
    }

    private List<CarerSupport> open(PathwayRef pathway) {
        return load("closed_at is null and pathway_ref = :value", pathway.value());
    }

    /** For forms and delegates, which already know that what they serve belongs to this support. */
    CarerSupport load(String id) {
        return load("id = :value", UUID.fromString(id)).stream().findFirst().orElseThrow();
    }

    private List<CarerSupport> load(String which, Object value) {
        return jdbc.sql("select * from carer_support where " + which + " order by opened_at, id")
                .param("value", value)
                .query(this::support)
                .list();
    }

    private CarerSupport support(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String level = row.getString("level");
        return new CarerSupport(
                id.toString(),
                new PathwayRef(row.getString("pathway_ref")),
                new CarerId(row.getObject("carer_id", UUID.class)),
                State.valueOf(row.getString("state")),
                level == null ? null : Level.valueOf(level),
                row.getObject("session_on", LocalDate.class),
                instant(row, "review_due_at"),
                instant(row, "ask_again_at"),
                row.getString("authority_answer"),
                row.getObject("authority_ask_again_on", LocalDate.class),
                row.getTimestamp("opened_at").toInstant(),
                instant(row, "closed_at"),
                row.getString("end_reason"),
                talks(id),
                agreedPlan(id).orElse(null),
                sessions(id));
    }

    private List<Talk> talks(UUID id) {
        return jdbc.sql("select * from carer_talk where support_id = :id order by id")
                .param("id", id)
                .query((row, number) -> new Talk(
                        row.getLong("id"),
                        Kind.valueOf(row.getString("kind")),
                        row.getObject("held_on", LocalDate.class),
                        row.getString("answer"),
                        row.getObject("own_words", Integer.class),
                        row.getString("words"),
                        row.getString("strain"),
                        row.getString("own_health"),
                        row.getObject("lives_with", Boolean.class),
                        row.getObject("caring_alone", Boolean.class),
                        List.of((String[]) row.getArray("does").getArray()),
                        row.getString("would_help"),
                        row.getString("what_changed")))
                .list();
    }

    private Optional<Plan> agreedPlan(UUID id) {
        return jdbc.sql(
                        "select * from carer_plan where support_id = :id and answer = 'AGREED' order by at desc limit 1")
                .param("id", id)
                .query((row, number) -> new Plan(
                        row.getString("id"),
                        row.getObject("agreed_on", LocalDate.class),
                        List.of((String[]) row.getArray("helps").getArray()),
                        row.getString("urgent_help"),
                        goals(row.getObject("id", UUID.class))))
                .optional();
    }

    private List<Goal> goals(UUID plan) {
        return jdbc.sql("select id, goal from carer_goal where plan_id = :plan order by position")
                .param("plan", plan)
                .query((row, number) -> new Goal(row.getString("id"), row.getString("goal")))
                .list();
    }

    private List<Session> sessions(UUID id) {
        return jdbc.sql("select * from carer_session where support_id = :id order by id")
                .param("id", id)
                .query((row, number) -> new Session(
                        row.getObject("held_on", LocalDate.class),
                        Attendance.valueOf(row.getString("attendance")),
                        Arrays.stream((UUID[]) row.getArray("goals").getArray())
                                .map(UUID::toString)
                                .toList()))
                .list();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
