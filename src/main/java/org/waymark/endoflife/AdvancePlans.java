package org.waymark.endoflife;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.endoflife.PalliativeCare.Place;
import org.waymark.endoflife.PalliativeCare.PlanningAnswer;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/**
 * Keeps what was planned ahead: every version of the wishes as they were said, and of everything else only whether and
 * where it is. Rows are added and never changed.
 */
@Component
@Transactional
public class AdvancePlans {

    /**
     * What was said when planning was offered. Only an accepted offer has wishes.
     *
     * @param capacity whether the person could decide about it at the time, or who spoke for them
     */
    public record Said(
            PlanningAnswer answer,
            @Nullable LocalDate askAgainOn,
            @Nullable String wishes,
            @Nullable Place placeOfCare,
            @Nullable Place placeOfDeath,
            List<String> whoWasThere,
            @Nullable String capacity) {}

    /** One version of it, by number. */
    public record Version(int number, Said said, Instant at, String by) {}

    /** Whether there is an emergency-care plan and where it is; never what it says. */
    public record EmergencyPlan(
            String status,
            @Nullable String keptWhere,
            @Nullable LocalDate datedOn,
            Instant at,
            String by) {}

    /** Whether what may be needed suddenly is there. */
    public record AnticipatoryCare(
            String medicines, String whomToRing, @Nullable String ringFirst, String equipment, Instant at, String by) {}

    /**
     * A conversation about medicines that was offered, or is still to be.
     *
     * @param askAgainOn when it is looked at again, where it was put off or nobody has offered it yet
     */
    public record Deprescribing(
            LocalDate offeredOn,
            String offeredBy,
            @Nullable String outcome,
            @Nullable LocalDate askAgainOn,
            Instant at,
            String by) {}

    private final JdbcClient jdbc;
    private final PalliativeRegister register;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    AdvancePlans(
            JdbcClient jdbc,
            PalliativeRegister register,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.register = register;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** Keeps a new version; the very same again, as after a double click, adds none. */
    public void record(Viewer by, PathwayRef pathway, Said said) {
        access.requireSee(by, pathway, DataKind.CARE);
        Optional<Version> last = versions(pathway).stream().findFirst();
        if (last.filter(version -> version.said().equals(said)).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        int number = last.map(Version::number).orElse(0) + 1;
        jdbc.sql("""
                        insert into planning_version (pathway_ref, version, answer, ask_again_on, wishes, place_of_care, place_of_death,
                               who_was_there, capacity, at, by)
                        values (:pathway, :version, :answer, :again, :wishes, :care, :death, :there, :capacity, :at, :by)
                        """)
                .param("pathway", pathway.value())
                .param("version", number)
                .param("answer", said.answer().name())
                .param("again", said.askAgainOn())
                .param("wishes", said.wishes())
                .param(
                        "care",
                        said.placeOfCare() == null ? null : said.placeOfCare().name())
                .param(
                        "death",
                        said.placeOfDeath() == null ? null : said.placeOfDeath().name())
                .param("there", said.whoWasThere().toArray(String[]::new))
                .param("capacity", said.capacity())
                .param("at", Timestamp.from(now))
                .param("by", by.username())
                .update();
        audit.record(by.username(), "planning.recorded", pathway, String.valueOf(number));
        events.publishEvent(
                new PalliativeCare.PlanningAnswered(pathway, said.answer(), said.askAgainOn(), now, by.username()));
        register.planningAnswered(pathway);
    }

    void recordEmergencyPlan(
            Viewer by, PathwayRef pathway, String status, @Nullable String keptWhere, @Nullable LocalDate datedOn) {
        jdbc.sql("""
                        insert into emergency_plan_status (pathway_ref, status, kept_where, dated_on, at, by)
                        values (:pathway, :status, :where, :on, :at, :by)
                        """)
                .param("pathway", pathway.value())
                .param("status", status)
                .param("where", keptWhere)
                .param("on", datedOn)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by.username())
                .update();
    }

    void recordAnticipatoryCare(
            Viewer by,
            PathwayRef pathway,
            String medicines,
            String whomToRing,
            @Nullable String ringFirst,
            String equipment) {
        jdbc.sql("""
                        insert into anticipatory_care (pathway_ref, medicines, whom_to_ring, ring_first, equipment, at, by)
                        values (:pathway, :medicines, :whom, :first, :equipment, :at, :by)
                        """)
                .param("pathway", pathway.value())
                .param("medicines", medicines)
                .param("whom", whomToRing)
                .param("first", ringFirst)
                .param("equipment", equipment)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by.username())
                .update();
    }

    /** What was said of the conversation about medicines, in the task that offers it or at a review. */
    void recordDeprescribing(Viewer by, PathwayRef pathway, Answers answers) {
        LocalDate offeredOn = answers.date("offeredOn");
        jdbc.sql("""
                        insert into deprescribing_conversation (pathway_ref, offered_on, offered_by, outcome, ask_again_on, at, by)
                        values (:pathway, :on, :offeredBy, :outcome, :again, :at, :by)
                        """)
                .param("pathway", pathway.value())
                .param("on", offeredOn == null ? clock.today() : offeredOn)
                .param("offeredBy", answers.required("offeredBy"))
                .param("outcome", answers.text("deprescribing"))
                .param("again", answers.date("medicinesAskAgainOn"))
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by.username())
                .update();
        register.planningAnswered(pathway);
    }

    /** What was answered in the form {@code offer-advance-care-planning}, in a task or on the person's page. */
    public static Said said(Answers answers) {
        LocalDate again = answers.date("planningAskAgainOn");
        return new Said(
                PlanningAnswer.valueOf(answers.required("planningAnswer")),
                again == null ? answers.date("mayAskAgainOn") : again,
                answers.text("wishes"),
                place(answers.text("placeOfCare")),
                place(answers.text("placeOfDeath")),
                answers.choices("whoWasThere"),
                answers.text("capacity"));
    }

    /** The wishes that stand, so that the form of a new version begins with them. */
    @Transactional(readOnly = true)
    public Map<String, Object> prefill(Viewer viewer, PathwayRef pathway) {
        var prefill = new HashMap<String, Object>();
        standing(versions(viewer, pathway)).map(Version::said).ifPresent(said -> {
            put(prefill, "wishes", said.wishes());
            put(prefill, "placeOfCare", said.placeOfCare());
            put(prefill, "placeOfDeath", said.placeOfDeath());
        });
        return prefill;
    }

    private static void put(Map<String, Object> prefill, String field, @Nullable Object value) {
        if (value != null) {
            prefill.put(field, value.toString());
        }
    }

    /** Every version, newest first; the page that shows them writes the audit row. */
    @Transactional(readOnly = true)
    public List<Version> versions(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return versions(pathway);
    }

    /** The wishes that stand: those of the last accepted offer, however later ones were answered. */
    public static Optional<Version> standing(List<Version> versions) {
        return versions.stream()
                .filter(version -> version.said().answer() == PlanningAnswer.ACCEPTED)
                .findFirst();
    }

    /** For forms, which already know that the task they serve belongs to this person. */
    List<Version> versions(PathwayRef pathway) {
        return jdbc.sql("select * from planning_version where pathway_ref = :pathway order by version desc")
                .param("pathway", pathway.value())
                .query((row, number) -> new Version(
                        row.getInt("version"),
                        new Said(
                                PlanningAnswer.valueOf(row.getString("answer")),
                                row.getObject("ask_again_on", LocalDate.class),
                                row.getString("wishes"),
                                place(row.getString("place_of_care")),
                                place(row.getString("place_of_death")),
                                List.of((String[]) row.getArray("who_was_there").getArray()),
                                row.getString("capacity")),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .list();
    }

    private static @Nullable Place place(@Nullable String code) {
        return code == null ? null : Place.valueOf(code);
    }

    /** The latest that is known of it. */
    @Transactional(readOnly = true)
    public Optional<EmergencyPlan> emergencyPlan(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return emergencyPlan(pathway);
    }

    Optional<EmergencyPlan> emergencyPlan(PathwayRef pathway) {
        return jdbc.sql("select * from emergency_plan_status where pathway_ref = :pathway order by id desc limit 1")
                .param("pathway", pathway.value())
                .query((row, number) -> new EmergencyPlan(
                        row.getString("status"),
                        row.getString("kept_where"),
                        row.getObject("dated_on", LocalDate.class),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .optional();
    }

    /** The latest that is known of it. */
    @Transactional(readOnly = true)
    public Optional<AnticipatoryCare> anticipatoryCare(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return anticipatoryCare(pathway);
    }

    Optional<AnticipatoryCare> anticipatoryCare(PathwayRef pathway) {
        return jdbc.sql("select * from anticipatory_care where pathway_ref = :pathway order by id desc limit 1")
                .param("pathway", pathway.value())
                .query((row, number) -> new AnticipatoryCare(
                        row.getString("medicines"),
                        row.getString("whom_to_ring"),
                        row.getString("ring_first"),
                        row.getString("equipment"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .optional();
    }

    /** The latest conversation that was offered. */
    @Transactional(readOnly = true)
    public Optional<Deprescribing> deprescribing(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        return deprescribing(pathway);
    }

    Optional<Deprescribing> deprescribing(PathwayRef pathway) {
        return jdbc.sql(
                        "select * from deprescribing_conversation where pathway_ref = :pathway order by id desc limit 1")
                .param("pathway", pathway.value())
                .query((row, number) -> new Deprescribing(
                        row.getObject("offered_on", LocalDate.class),
                        row.getString("offered_by"),
                        row.getString("outcome"),
                        row.getObject("ask_again_on", LocalDate.class),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by")))
                .optional();
    }
}
