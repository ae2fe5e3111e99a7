package org.waymark.endoflife;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.endoflife.PalliativeCare.Code;
import org.waymark.endoflife.PalliativeCare.CodeSince;
import org.waymark.endoflife.PalliativeCare.IllnessPhase;
import org.waymark.endoflife.PalliativeCare.Need;
import org.waymark.endoflife.PalliativeCare.PhaseSpan;
import org.waymark.endoflife.PalliativeCare.Place;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.Clocks;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;

/**
 * Keeps who is on the palliative register, with their codes and phases of illness, and tells the process of palliative
 * care what follows: somebody comes on it by need, at any stage (care rule 4).
 */
@Component
@Transactional
public class PalliativeRegister {

    /** The process that runs palliative care; its business key is the entry's id. */
    public static final String PROCESS = "palliative-care";

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final Clocks clocks;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    PalliativeRegister(
            JdbcClient jdbc,
            Workflow workflow,
            Clocks clocks,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.clocks = clocks;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** Somebody to be added, and why. */
    public record NewEntry(
            PathwayRef pathway,
            Need need,
            @Nullable String needNote,
            @Nullable Code code) {}

    /**
     * Adds somebody and starts their palliative care. Whoever is on the register already stays as they are.
     *
     * @return whether they were added
     */
    public boolean add(Viewer by, NewEntry entry) {
        access.requireSee(by, entry.pathway(), DataKind.CARE);
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        // Serialises two who add the same person at once.
        workflow.hold(entry.pathway());
        int added = jdbc.sql("""
                        insert into palliative_entry (id, pathway_ref, need, need_note, code, added_at, added_by)
                        values (:id, :pathway, :need, :note, :code, :at, :by)
                        on conflict (pathway_ref) where ended_at is null do nothing
                        """)
                .param("id", id)
                .param("pathway", entry.pathway().value())
                .param("need", entry.need().name())
                .param("note", entry.needNote())
                .param("code", entry.code() == null ? null : entry.code().name())
                .param("at", Timestamp.from(now))
                .param("by", by.username())
                .update();
        if (added == 0) {
            return false;
        }
        if (entry.code() != null) {
            addCode(id.toString(), entry.code(), entry.needNote(), now, by);
        }
        audit.record(by.username(), "palliative.added", entry.pathway(), id.toString());
        events.publishEvent(new PalliativeCare.RegisterJoined(entry.pathway(), entry.code(), now, by.username()));
        workflow.start(
                new Episode(PROCESS, entry.pathway(), id.toString()),
                Map.of("pathwayRef", entry.pathway().value(), "registerId", id.toString()));
        if (phase(entry.pathway())
                .filter(phase -> phase == IllnessPhase.UNSTABLE)
                .isPresent()) {
            tell(id.toString(), "phase.unstable");
        }
        return true;
    }

    /** Somebody of the team was with the person on that day. */
    void seen(PathwayRef pathway, LocalDate on) {
        events.publishEvent(new PalliativeCare.PersonSeen(pathway, on));
    }

    /** The first meeting: from here on reviews and planning run. */
    void begin(Viewer by, String id, Code code, @Nullable String whatMatters) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                        update palliative_entry set started_at = coalesce(started_at, :at), reviewed_at = :at,
                               what_matters = coalesce(:matters, what_matters) where id = :id
                        """)
                .param("at", now)
                .param("matters", whatMatters)
                .param("id", UUID.fromString(id))
                .update();
        setCode(by, load(id), code, null);
    }

    /** The team has looked again. */
    void reviewed(
            Viewer by,
            String id,
            List<String> tookPart,
            LocalDate on,
            @Nullable Code code,
            @Nullable IllnessPhase phase,
            @Nullable String planning,
            @Nullable String note) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                        insert into palliative_review (entry_id, took_part, code, phase, planning, note, held_on, at, by)
                        values (:id, :tookPart, :code, :phase, :planning, :note, :on, :at, :by)
                        """)
                .param("id", UUID.fromString(id))
                .param("tookPart", tookPart.toArray(String[]::new))
                .param("code", code == null ? null : code.name())
                .param("phase", phase == null ? null : phase.name())
                .param("planning", planning)
                .param("note", note)
                .param("on", on)
                .param("at", now)
                .param("by", by.username())
                .update();
        jdbc.sql("update palliative_entry set reviewed_at = :at, review_due_at = null where id = :id")
                .param("at", now)
                .param("id", UUID.fromString(id))
                .update();
        if (code != null) {
            setCode(by, load(id), code, note);
        }
    }

    /** Another code is agreed for somebody on the register; the same one again changes nothing. */
    public void changeCode(Viewer by, PathwayRef pathway, Code code, @Nullable String reason) {
        access.requireSee(by, pathway, DataKind.CARE);
        onRegister(pathway).ifPresent(entry -> setCode(by, entry, code, reason));
    }

    private void setCode(Viewer by, PalliativeCare entry, Code code, @Nullable String reason) {
        if (code == entry.code()) {
            return;
        }
        Instant now = clock.instant();
        jdbc.sql("update palliative_entry set code = :code where id = :id")
                .param("code", code.name())
                .param("id", UUID.fromString(entry.id()))
                .update();
        addCode(entry.id(), code, reason, now, by);
        audit.record(by.username(), "palliative.codeChanged", entry.pathway(), entry.id());
        events.publishEvent(new PalliativeCare.CodeChanged(entry.pathway(), code, now, by.username()));
        tell(entry.id(), "code.changed");
    }

    private void addCode(String id, Code code, @Nullable String reason, Instant at, Viewer by) {
        jdbc.sql("insert into palliative_code (entry_id, code, reason, at, by) values (:id, :code, :reason, :at, :by)")
                .param("id", UUID.fromString(id))
                .param("code", code.name())
                .param("reason", reason)
                .param("at", Timestamp.from(at))
                .param("by", by.username())
                .update();
    }

    /** Records the phase of illness; the same one again changes nothing. An unstable phase asks for help the same day. */
    public void findPhase(Viewer by, PathwayRef pathway, IllnessPhase phase, @Nullable String seen) {
        find(by, pathway, phase, seen, false);
    }

    /** As {@link #findPhase}, from a task of the unstable phase itself, which goes on or ends with its own answer. */
    void findPhaseOfUnstable(Viewer by, PathwayRef pathway, IllnessPhase phase, @Nullable String seen) {
        find(by, pathway, phase, seen, true);
    }

    private void find(Viewer by, PathwayRef pathway, IllnessPhase phase, @Nullable String seen, boolean fromItsTask) {
        access.requireSee(by, pathway, DataKind.CARE);
        workflow.hold(pathway);
        Optional<IllnessPhase> before = phase(pathway);
        if (before.filter(known -> known == phase).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        Optional<PalliativeCare> entry = onRegister(pathway);
        endPhase(pathway, now);
        jdbc.sql("""
                        insert into illness_phase (pathway_ref, phase, seen, from_at, found_by)
                        values (:pathway, :phase, :seen, :at, :by)
                        """)
                .param("pathway", pathway.value())
                .param("phase", phase.name())
                .param("seen", seen)
                .param("at", Timestamp.from(now))
                .param("by", by.username())
                .update();
        audit.record(by.username(), "palliative.phaseFound", pathway, phase.name());
        events.publishEvent(new PalliativeCare.PhaseFound(pathway, phase, now, by.username()));
        entry.ifPresent(known -> {
            if (phase == IllnessPhase.UNSTABLE) {
                tell(known.id(), "phase.unstable");
            } else if (!fromItsTask
                    && before.filter(was -> was == IllnessPhase.UNSTABLE).isPresent()) {
                tell(known.id(), "phase.resolved");
            }
            tell(known.id(), "phase.changed");
        });
        if (phase == IllnessPhase.DYING) {
            events.publishEvent(new PalliativeCare.DeathExpected(pathway, now, by.username()));
        }
    }

    private void endPhase(PathwayRef pathway, Instant at) {
        jdbc.sql("update illness_phase set until_at = :at where pathway_ref = :pathway and until_at is null")
                .param("at", Timestamp.from(at))
                .param("pathway", pathway.value())
                .update();
    }

    /** Called by the process: until when an unstable phase is to be settled, counted from when it was found. */
    @Transactional(readOnly = true)
    public Instant settleBy(PathwayRef pathway) {
        Instant found = jdbc.sql("select from_at from illness_phase where pathway_ref = :pathway and until_at is null")
                .param("pathway", pathway.value())
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional()
                .orElseGet(clock::instant);
        return clocks.due("UNSTABLE_RESOLVED", null, found);
    }

    /** Something was done about pain: it is seen again within the hour. While that is still to come it is asked for once. */
    public void actOnPain(Viewer by, PathwayRef pathway) {
        access.requireSee(by, pathway, DataKind.CARE);
        onRegister(pathway)
                .filter(entry -> addPain(by, entry.id()))
                .ifPresent(entry -> tell(entry.id(), "pain.actedOn"));
    }

    private boolean addPain(Viewer by, String id) {
        return jdbc.sql("""
                                insert into pain_action (entry_id, acted_at, acted_by) values (:id, :at, :by)
                                on conflict (entry_id) where seen_at is null do nothing
                                """)
                        .param("id", UUID.fromString(id))
                        .param("at", Timestamp.from(clock.instant()))
                        .param("by", by.username())
                        .update()
                == 1;
    }

    /** The pain was seen again; when something was done about it once more, it is to be seen once more. */
    void painSeen(Viewer by, String id, String pain, @Nullable String note, boolean actedAgain) {
        jdbc.sql("""
                        update pain_action set seen_at = :at, seen_by = :by, pain = :pain, note = :note
                         where entry_id = :id and seen_at is null
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by.username())
                .param("pain", pain)
                .param("note", note)
                .param("id", UUID.fromString(id))
                .update();
        if (actedAgain) {
            addPain(by, id);
        }
    }

    /** Palliative care is declined or not needed any more; the process ends with the form that says so. */
    void leave(Viewer by, String id, String endReason) {
        PalliativeCare entry = load(id);
        close(id, endReason);
        audit.record(by.username(), "palliative.left", entry.pathway(), id);
        events.publishEvent(
                new PalliativeCare.RegisterLeft(entry.pathway(), endReason, clock.instant(), by.username()));
    }

    /** Called by the process when it was told that the pathway is over: the record follows. */
    public void close(String id, String endReason) {
        Instant now = clock.instant();
        jdbc.sql("""
                        update palliative_entry set ended_at = :at, end_reason = :reason, review_due_at = null
                         where id = :id and ended_at is null
                        """)
                .param("at", Timestamp.from(now))
                .param("reason", endReason)
                .param("id", UUID.fromString(id))
                .update();
        endPhase(load(id).pathway(), now);
    }

    /** Called by the process when a death had been recorded by mistake: palliative care begins where it stood. */
    public void reopen(String id) {
        jdbc.sql("""
                        update palliative_entry
                           set ended_at = null, end_reason = null, planning_asked = false, arranging_next = false, arranging = false
                         where id = :id
                        """).param("id", UUID.fromString(id)).update();
    }

    /**
     * Called by the process, and by a review: offers advance care planning. While that offer is open there is no second
     * one, and what is being arranged is not arranged twice.
     */
    public void openPlanning(String id) {
        openPlanning(
                id,
                jdbc.sql("select arranged_at is null from palliative_entry where id = :id")
                        .param("id", UUID.fromString(id))
                        .query(Boolean.class)
                        .single());
    }

    /** @param everything whether what may be needed at home is gone through as well */
    void openPlanning(String id, boolean everything) {
        boolean isAskedAlready = jdbc.sql("""
                        update palliative_entry e set planning_asked = true, arranging_next = (e.arranging_next or :everything) and not e.arranging
                          from (select id, planning_asked from palliative_entry where id = :id for update) before
                         where e.id = before.id returning before.planning_asked
                        """)
                .param("everything", everything)
                .param("id", UUID.fromString(id))
                .query(Boolean.class)
                .single();
        if (!isAskedAlready) {
            tell(id, "planning.opened");
        }
    }

    /** The offer was answered as its task; returns whether the rest is to be arranged now. */
    boolean arrangesNext(String id) {
        return jdbc.sql("""
                        update palliative_entry e set planning_asked = false, arranging_next = false, arranging = e.arranging or e.arranging_next
                          from (select id, arranging_next from palliative_entry where id = :id for update) before
                         where e.id = before.id returning before.arranging_next
                        """)
                .param("id", UUID.fromString(id))
                .query(Boolean.class)
                .single();
    }

    /** All that may be needed has been gone through. */
    void arranged(String id) {
        jdbc.sql("update palliative_entry set arranging = false, arranged_at = :at where id = :id")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", UUID.fromString(id))
                .update();
    }

    /** The day to ask again may have changed, so the wait is looked at anew. */
    void planningAnswered(PathwayRef pathway) {
        onRegister(pathway).ifPresent(entry -> tell(entry.id(), "planning.answered"));
    }

    /** What the person said of sharing decides whose the open tasks are. */
    @WithoutViewer("follows from what the person said of sharing")
    public void sharingChanged(PathwayRef pathway) {
        onRegister(pathway).ifPresent(entry -> tell(entry.id(), "sharing.changed"));
    }

    /** What a wait is for, and until when. */
    public enum Due {
        REVIEW,
        PLANNING
    }

    /** @param rhythm the code by which clocks count */
    public record NextDate(Due due, Instant at, Code rhythm) {}

    /** By which code the clocks count for this entry now. */
    @Transactional(readOnly = true)
    public Code rhythm(String id) {
        PalliativeCare entry = load(id);
        return ReviewRhythm.of(
                Objects.requireNonNull(entry.code()), phase(entry.pathway()).orElse(null));
    }

    /**
     * Called by the process: what comes next. A review counts from the last one; an earlier day on which planning was to be
     * offered again comes first (care rule 7).
     */
    public NextDate setNextDate(String id) {
        Code rhythm = rhythm(id);
        Waiting waiting = jdbc.sql("""
                        select e.reviewed_at, e.planning_asked,
                               (select v.ask_again_on from planning_version v where v.pathway_ref = e.pathway_ref
                                 order by v.version desc limit 1) as ask_again_on,
                               (select d.ask_again_on from deprescribing_conversation d where d.pathway_ref = e.pathway_ref
                                 order by d.id desc limit 1) as medicines_on
                          from palliative_entry e where e.id = :id
                        """)
                .param("id", UUID.fromString(id))
                .query((row, number) -> new Waiting(
                        row.getTimestamp("reviewed_at").toInstant(),
                        row.getBoolean("planning_asked"),
                        row.getObject("ask_again_on", LocalDate.class),
                        row.getObject("medicines_on", LocalDate.class)))
                .single();
        Instant review = review(waiting, rhythm);
        jdbc.sql("update palliative_entry set review_due_at = :due where id = :id")
                .param("due", Timestamp.from(review))
                .param("id", UUID.fromString(id))
                .update();
        LocalDate again = waiting.askAgainOn();
        if (again != null && !waiting.planningAsked()) {
            Instant asking = again.atStartOfDay(WorkingDays.ZONE).toInstant();
            if (!asking.isAfter(review)) {
                return new NextDate(Due.PLANNING, asking, rhythm);
            }
        }
        return new NextDate(Due.REVIEW, review, rhythm);
    }

    /** In the rhythm of the code, and no later than the day on which the talk about medicines was to be looked at again. */
    private Instant review(Waiting waiting, Code rhythm) {
        Instant review = ReviewRhythm.morningOf(
                clocks.due("MDT_REVIEW", rhythm.name(), waiting.reviewedAt()), waiting.reviewedAt());
        LocalDate medicinesOn = waiting.medicinesOn();
        if (medicinesOn == null) {
            return review;
        }
        Instant medicines = medicinesOn.atStartOfDay(WorkingDays.ZONE).toInstant();
        return medicines.isBefore(review) ? medicines : review;
    }

    private record Waiting(
            Instant reviewedAt,
            boolean planningAsked,
            @Nullable LocalDate askAgainOn,
            @Nullable LocalDate medicinesOn) {}

    /** Where the person died, beside where they had wished to. */
    void recordPlace(
            Viewer by,
            String id,
            @Nullable Place preferred,
            Place actual,
            @Nullable String why,
            @Nullable String note) {
        PathwayRef pathway = load(id).pathway();
        Instant now = clock.instant();
        jdbc.sql("""
                        insert into place_of_death (entry_id, pathway_ref, preferred, actual, why, note, at, by)
                        values (:id, :pathway, :preferred, :actual, :why, :note, :at, :by)
                        """)
                .param("id", UUID.fromString(id))
                .param("pathway", pathway.value())
                .param("preferred", preferred == null ? null : preferred.name())
                .param("actual", actual.name())
                .param("why", why)
                .param("note", note)
                .param("at", Timestamp.from(now))
                .param("by", by.username())
                .update();
        events.publishEvent(new PalliativeCare.PlaceRecorded(pathway, preferred, actual, now, by.username()));
    }

    private void tell(String id, String message) {
        workflow.tell(PROCESS, id, message, Map.of());
    }

    // ------------------------------------------------------------------ what is on record

    /** The codes of those of the pathways that are on the register and whose care the viewer sees, in one query. */
    @Transactional(readOnly = true)
    public Map<PathwayRef, Code> codes(Viewer viewer, Collection<PathwayRef> pathways) {
        record Coded(String pathwayRef, String code) {}
        AccessDecision.Visible visible = access.visible(viewer, "e", DataKind.CARE);
        return jdbc
                .sql("""
                        select e.pathway_ref, e.code from palliative_entry e
                         where e.ended_at is null and e.code is not null and e.pathway_ref = any(:pathways) and\s""" + visible.sql())
                .params(visible.parameters())
                .param("pathways", pathways.stream().map(PathwayRef::value).toArray(String[]::new))
                .query(Coded.class)
                .list()
                .stream()
                .collect(Collectors.toMap(
                        coded -> new PathwayRef(coded.pathwayRef()), coded -> Code.valueOf(coded.code())));
    }

    /** For the system's own work: no viewer, never shown. */
    @Transactional(readOnly = true)
    @WithoutViewer("decides what processes do next")
    public Optional<PalliativeCare> onRegister(PathwayRef pathway) {
        return jdbc.sql("select * from palliative_entry where pathway_ref = :pathway and ended_at is null")
                .param("pathway", pathway.value())
                .query(PalliativeRegister::entry)
                .optional();
    }

    /** Whether palliative care has begun, so that its own reviews look at the person. */
    @Transactional(readOnly = true)
    @WithoutViewer("decides what processes do next")
    public boolean looksAfter(PathwayRef pathway) {
        return onRegister(pathway).filter(entry -> entry.startedAt() != null).isPresent();
    }

    /** The latest time on the register, open or over; the page that shows it writes the audit row. */
    @Transactional(readOnly = true)
    public Optional<PalliativeCare> latest(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return jdbc.sql("select * from palliative_entry where pathway_ref = :pathway order by added_at desc limit 1")
                .param("pathway", pathway.value())
                .query(PalliativeRegister::entry)
                .optional();
    }

    /** Codes of one time on the register, newest first. */
    @Transactional(readOnly = true)
    public List<CodeSince> codes(Viewer viewer, PalliativeCare entry) {
        access.requireSee(viewer, entry.pathway(), DataKind.CARE);
        return jdbc.sql("select code, reason, at, by from palliative_code where entry_id = :id order by id desc")
                .param("id", UUID.fromString(entry.id()))
                .query((row, number) -> new CodeSince(
                        Code.valueOf(row.getString("code")),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .list();
    }

    /** Phases of illness, newest first. */
    @Transactional(readOnly = true)
    public List<PhaseSpan> phases(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return jdbc.sql(
                        "select phase, from_at, until_at, found_by from illness_phase where pathway_ref = :pathway order by id desc")
                .param("pathway", pathway.value())
                .query((row, number) -> new PhaseSpan(
                        IllnessPhase.valueOf(row.getString("phase")),
                        row.getTimestamp("from_at").toInstant(),
                        instant(row, "until_at"),
                        row.getString("found_by")))
                .list();
    }

    /** The phase that the person is in, for the system's own work. */
    @Transactional(readOnly = true)
    @WithoutViewer("decides what processes do next")
    public Optional<IllnessPhase> phase(PathwayRef pathway) {
        return jdbc.sql("select phase from illness_phase where pathway_ref = :pathway and until_at is null")
                .param("pathway", pathway.value())
                .query(String.class)
                .optional()
                .map(IllnessPhase::valueOf);
    }

    /** For forms and delegates, which already know that the task they serve belongs to this entry. */
    PalliativeCare load(String id) {
        return jdbc.sql("select * from palliative_entry where id = :id")
                .param("id", UUID.fromString(id))
                .query(PalliativeRegister::entry)
                .single();
    }

    private static PalliativeCare entry(ResultSet row, int number) throws SQLException {
        String code = row.getString("code");
        return new PalliativeCare(
                row.getString("id"),
                new PathwayRef(row.getString("pathway_ref")),
                Need.valueOf(row.getString("need")),
                row.getString("need_note"),
                row.getTimestamp("added_at").toInstant(),
                row.getString("added_by"),
                instant(row, "started_at"),
                row.getString("what_matters"),
                code == null ? null : Code.valueOf(code),
                instant(row, "review_due_at"),
                instant(row, "ended_at"),
                row.getString("end_reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
