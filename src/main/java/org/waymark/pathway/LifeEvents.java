package org.waymark.pathway;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.assessment.Assessments;
import org.waymark.audit.AuditTrail;
import org.waymark.bereavement.Bereavements;
import org.waymark.forms.Answers;
import org.waymark.forms.ConcernRaised;
import org.waymark.forms.Forms;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.people.LivingSituations;
import org.waymark.people.LivingSituations.CarerEnd;
import org.waymark.people.LivingSituations.LivesIn;
import org.waymark.people.LivingSituations.Situation;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Worklist;

/**
 * Records what happens in a life, once, and has it act everywhere at once (care rule 10): tasks close, referrals are
 * cancelled and their services told, and after a death each carer is offered support.
 */
@Component
@Transactional
public class LifeEvents {

    /** How long an event that was recorded by mistake can be taken back. */
    static final Duration CORRECTION_WINDOW = Duration.ofDays(7);

    /** What can happen. */
    public enum Kind {
        DIED("record-death", "person.died"),
        MOVED_AWAY("record-move", "person.movedAway"),
        LEFT("record-wish-to-leave", "person.left"),
        OPENED_IN_ERROR("record-opened-in-error", "pathway.openedInError"),
        SHARING_OBJECTED("record-sharing-objection", "sharing.objected"),
        CHANGE_REPORTED("report-change", "change.reported"),
        CRISIS_REPORTED("report-crisis", "crisis.reported"),
        CARER_CHANGED("record-carer-change", "carer.changed"),
        ADMITTED("record-admission", "person.admitted"),
        DISCHARGED("record-discharge", "person.discharged"),
        MOVED_TO_CARE_HOME("record-care-home-move", "person.movedToCareHome");

        private static final Set<Kind> ENDINGS = EnumSet.of(DIED, MOVED_AWAY, LEFT, OPENED_IN_ERROR);

        /** After which the person is looked at again. */
        private static final Set<Kind> CHANGES =
                EnumSet.of(CHANGE_REPORTED, CARER_CHANGED, DISCHARGED, MOVED_TO_CARE_HOME);

        private final String formId;
        private final String message;

        Kind(String formId, String message) {
            this.formId = formId;
            this.message = message;
        }

        public String formId() {
            return formId;
        }

        /** Whether the pathway is over with it. */
        public boolean ends() {
            return ENDINGS.contains(this);
        }
    }

    /** One thing that an event did; the kind is one of those of {@code life_event_effect}. */
    public record Effect(String kind, String what) {}

    /** What the one who recorded an event is told. */
    public record Told(String message, List<Effect> did) {}

    /** An event on record; one that was taken back stays on record. */
    public record LifeEvent(
            String id,
            Kind kind,
            LocalDate happenedOn,
            List<Effect> did,
            Instant recordedAt,
            String recordedBy,
            @Nullable Instant withdrawnAt,
            @Nullable String withdrawnReason) {

        /** Whether it can still be taken back as a mistake. */
        boolean isCorrectableAt(Instant now) {
            return withdrawnAt == null && now.isBefore(recordedAt.plus(CORRECTION_WINDOW));
        }
    }

    /** An event was written down; what it brings about happens in the same transaction. */
    public record Recorded(PathwayRef pathway, Kind kind, Instant at, String by) {}

    /** An ending was taken back: the pathway goes on. */
    public record Reopened(PathwayRef pathway, Instant at, String by) {}

    /** What became of the assessment that an event had opened, when the event was taken back. */
    public enum Reassessment {
        /** It had opened none, or that is over, or somebody else asked for it too. */
        NONE,
        /** Nobody had answered yet, so it is closed and the person waits for the review as before. */
        CLOSED,
        /** Somebody has begun to answer, and nothing entered is lost (care rule 12). */
        GOES_ON
    }

    /** What is open and will be closed, as it is shown before anything happens and listed afterwards. */
    public record Closing(List<WorkItem> tasks, List<Referral> referrals) {}

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final Worklist worklist;
    private final Pathways pathways;
    private final People people;
    private final LivingSituations situations;
    private final WhatItDid whatItDid;
    private final Assessments assessments;
    private final Referrals referrals;
    private final Bereavements bereavements;
    private final Forms forms;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final Timeline timeline;
    private final ApplicationEventPublisher events;

    LifeEvents(
            JdbcClient jdbc,
            Workflow workflow,
            Worklist worklist,
            Pathways pathways,
            People people,
            LivingSituations situations,
            WhatItDid whatItDid,
            Assessments assessments,
            Referrals referrals,
            Bereavements bereavements,
            Forms forms,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            Timeline timeline,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.worklist = worklist;
        this.pathways = pathways;
        this.people = people;
        this.situations = situations;
        this.whatItDid = whatItDid;
        this.assessments = assessments;
        this.referrals = referrals;
        this.bereavements = bereavements;
        this.forms = forms;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.timeline = timeline;
        this.events = events;
    }

    /** What an ending would close now. */
    @Transactional(readOnly = true)
    public Closing closing(Viewer viewer, PathwayRef ref) {
        requireCoordinator(viewer, ref);
        return new Closing(worklist.openOf(viewer, ref), referrals.openOf(viewer, ref));
    }

    /**
     * Records that the pathway is over and why.
     *
     * @return what it closed
     * @throws Refused when the date is impossible or the pathway is already over
     */
    public Closing end(Viewer viewer, PathwayRef ref, Kind kind, LocalDate on, Answers answers) {
        Pathway pathway = requireCanEnd(viewer, ref, kind, on);
        Person person = people.facts(ref);
        Instant now = clock.instant();
        Closing closing = new Closing(worklist.openOf(Viewer.SYSTEM, ref), referrals.openOf(Viewer.SYSTEM, ref));
        record(viewer, ref, kind, on, About.THE_PERSON, answers, now);
        if (kind == Kind.DIED) {
            people.recordDeath(viewer, ref, on);
        }
        pathways.close(ref, kind.name(), now);
        people.pathwayEnded(ref);
        timeline.add(ref, now, kind.name(), on.toString(), viewer.username());
        workflow.tellAll(ref, kind.message, Map.of("endReason", kind.name()));
        if (kind == Kind.DIED) {
            String organisation = pathway.coordinatorOrganisation() == null
                    ? pathway.receivingOrganisation()
                    : pathway.coordinatorOrganisation();
            String coordinator = pathway.coordinator() == null ? viewer.username() : pathway.coordinator();
            for (Person.Carer carer : person.carers()) {
                bereavements.open(ref, carer.id(), coordinator, organisation);
            }
        }
        return closing;
    }

    /** Says before the second confirmation what {@link #end} would refuse. */
    public Pathway requireCanEnd(Viewer viewer, PathwayRef ref, Kind kind, LocalDate on) {
        if (!kind.ends()) {
            throw new IllegalArgumentException("Not an ending");
        }
        requireCoordinator(viewer, ref);
        Pathway pathway = requireOpen(ref);
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
        if (on.isBefore(people.facts(ref).dateOfBirth())) {
            throw new Refused("dateBeforeBirth");
        }
        return pathway;
    }

    /** Keeps what the person says about sharing within the alliance. */
    public void recordSharing(
            Viewer viewer, PathwayRef ref, Sharing sharing, LocalDate on, String saidBy, Answers answers) {
        requireCoordinator(viewer, ref);
        workflow.hold(ref);
        forms.store(viewer, "record-sharing", ref, answers);
        people.recordSharing(viewer, ref, sharing, on, saidBy);
    }

    /** The person objects to sharing with one organisation: what went there is closed, care goes on with the other. */
    public void objectToSharing(
            Viewer viewer, PathwayRef ref, String organisation, LocalDate on, String saidBy, Answers answers) {
        requireCoordinator(viewer, ref);
        Pathway pathway = requireOpen(ref);
        if (organisation.equals(pathway.receivingOrganisation())) {
            throw new Refused("objectionToReceivingOrganisation");
        }
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
        Instant now = clock.instant();
        About about = new About(organisation, null, people.facts(ref).sharing().name());
        record(viewer, ref, Kind.SHARING_OBJECTED, on, about, answers, now);
        timeline.add(ref, now, Kind.SHARING_OBJECTED.name(), organisation, viewer.username());
        // Before anything is closed: the one who writes it down may be of the very organisation that loses sight.
        people.recordSharing(viewer, ref, Sharing.REFUSED, on, saidBy);
        if (!workflow.tell(Pathway.PROCESS, ref.value(), Kind.SHARING_OBJECTED.message, Map.of())) {
            closeWhatWasShared(ref);
        }
    }

    /** Called by the process: settles objections that nobody has acted on yet. */
    public void closeWhatWasShared(PathwayRef ref) {
        List<String> organisations = jdbc.sql("""
                        update life_event set settled_at = :at
                         where pathway_ref = :ref and kind = 'SHARING_OBJECTED' and settled_at is null
                        returning organisation
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("ref", ref.value())
                .query(String.class)
                .list();
        organisations.forEach(organisation -> pathways.stopSharingWith(ref, organisation));
    }

    /**
     * A change was reported. Outside a round it ends the wait and a round opens; during one it is noted there. A change
     * over hours to days asks about delirium or acute illness at once (care rule 6).
     *
     * @return whether an assessment is open and looks at it
     */
    public boolean reportChange(Viewer viewer, PathwayRef ref, LocalDate on, boolean hoursToDays, Answers answers) {
        access.requireSee(viewer, ref, DataKind.PATHWAY);
        requireOpen(ref);
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
        Instant now = clock.instant();
        UUID event = record(viewer, ref, Kind.CHANGE_REPORTED, on, About.THE_PERSON, answers, now);
        timeline.add(ref, now, Kind.CHANGE_REPORTED.name(), on.toString(), viewer.username());
        if (!assessments.isOpen(ref)) {
            endTheWait(ref, event);
        }
        if (hoursToDays) {
            if (assessments.isOpen(ref)) {
                assessments.suspectDelirium(ref);
            } else if (!PathwayForms.namesSuddenIllness(answers)) {
                pathways.raiseConcern(new ConcernRaised(
                        ref,
                        null,
                        null,
                        PathwayForms.SUDDEN_ILLNESS,
                        answers.text("whatChanged"),
                        now,
                        viewer.username()));
            }
        }
        return assessments.isOpen(ref);
    }

    /** The ending that can still be taken back, if there is one. */
    @Transactional(readOnly = true)
    public Optional<LifeEvent> reopenable(Viewer viewer, PathwayRef ref) {
        return of(viewer, ref).stream()
                .filter(event -> event.kind().ends() && event.withdrawnAt() == null)
                .findFirst()
                .filter(event -> event.isCorrectableAt(clock.instant()));
    }

    /** Takes back an ending that was a mistake; it stays on record with the reason. */
    public void reopen(Viewer viewer, PathwayRef ref, Answers answers) {
        requireCoordinator(viewer, ref);
        workflow.hold(ref);
        if (pathways.load(ref).isOpen()) {
            throw new Refused("pathwayIsOpen");
        }
        LifeEvent event = reopenable(viewer, ref).orElseThrow(() -> new Refused("reopeningTooLate"));
        Instant now = clock.instant();
        withdraw(viewer, event, answers);
        audit.record(viewer.username(), "pathway.reopened", ref, event.id());
        timeline.add(ref, now, "REOPENED", event.kind().name(), viewer.username());
        if (event.kind() == Kind.DIED) {
            people.withdrawDeath(viewer, ref);
        } else {
            people.pathwayReopened(ref);
        }
        workflow.tellAll(ref, "pathway.reopened", Map.of());
        pathways.reopen(ref);
        events.publishEvent(new Reopened(ref, now, viewer.username()));
    }

    /** Events of the pathway, newest first. */
    @Transactional(readOnly = true)
    public List<LifeEvent> of(Viewer viewer, PathwayRef ref) {
        access.requireSee(viewer, ref, DataKind.PATHWAY);
        Map<UUID, List<Effect>> did = effects(ref);
        return jdbc.sql("select * from life_event where pathway_ref = :ref order by recorded_at desc, id")
                .param("ref", ref.value())
                .query((row, number) -> {
                    Timestamp withdrawnAt = row.getTimestamp("withdrawn_at");
                    return new LifeEvent(
                            row.getString("id"),
                            Kind.valueOf(row.getString("kind")),
                            row.getObject("happened_on", LocalDate.class),
                            did.getOrDefault(row.getObject("id", UUID.class), List.of()),
                            row.getTimestamp("recorded_at").toInstant(),
                            row.getString("recorded_by"),
                            withdrawnAt == null ? null : withdrawnAt.toInstant(),
                            row.getString("withdrawn_reason"));
                })
                .list();
    }

    private Map<UUID, List<Effect>> effects(PathwayRef ref) {
        Map<UUID, List<Effect>> did = new HashMap<>();
        jdbc.sql("""
                        select f.life_event_id, f.kind, f.what
                          from life_event_effect f join life_event e on e.id = f.life_event_id
                         where e.pathway_ref = :ref order by f.id
                        """).param("ref", ref.value()).query(row -> {
            did.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                    .add(new Effect(row.getString(2), row.getString(3)));
        });
        return did;
    }

    /**
     * Does what is to be recorded, and finds out and keeps what that did, so that it can be listed back to the one who
     * entered it. Everything happens in one transaction, or nothing does.
     *
     * @param act records something of the person and returns what to say about it
     */
    public Told recording(Viewer viewer, PathwayRef ref, Supplier<String> act) {
        access.requireSee(viewer, ref, DataKind.PATHWAY);
        workflow.hold(ref);
        Instant begun = clock.instant();
        WhatItDid.Done<String> done = whatItDid.of(ref, act);
        List<Effect> did = done.effects().stream()
                .map(effect -> new Effect(effect.kind().name(), effect.what()))
                .toList();
        jdbc.sql("""
                        select id from life_event e
                         where pathway_ref = :ref and recorded_by = :by and recorded_at >= :begun
                           and not exists (select 1 from life_event_effect f where f.life_event_id = e.id)
                        """)
                .param("ref", ref.value())
                .param("by", viewer.username())
                .param("begun", Timestamp.from(begun))
                .query(UUID.class)
                .list()
                .forEach(event -> did.forEach(effect -> jdbc.sql(
                                "insert into life_event_effect (life_event_id, kind, what) values (:event, :kind, :what)")
                        .param("event", event)
                        .param("kind", effect.kind())
                        .param("what", effect.what())
                        .update()));
        return new Told(done.result(), did);
    }

    // ------------------------------------------------------------------ while life goes on

    /** What has changed about a carer. */
    public enum CarerChange {
        DIED,
        STOPPED,
        ILL
    }

    /**
     * A carer has died, has stopped or has fallen ill. Whoever cares no more is asked no more; the person is assessed
     * again, since help that rested on a carer may be missing now.
     *
     * @param steppingIn another who cares from now on, or null
     */
    public void carerChanged(
            Viewer viewer,
            PathwayRef ref,
            CarerId carer,
            CarerChange change,
            LocalDate on,
            boolean livesAloneNow,
            People.@Nullable NewCarer steppingIn,
            Answers answers) {
        requireToday(viewer, ref, on);
        Situation before = situations.of(viewer, ref);
        Instant now = clock.instant();
        boolean wasMain =
                people.facts(ref).carer(carer).filter(Person.Carer::isMain).isPresent();
        UUID event = record(
                viewer,
                ref,
                Kind.CARER_CHANGED,
                on,
                new About(null, carer, before.code() + ":" + change + ":" + wasMain),
                answers,
                now);
        timeline.add(ref, now, "CARER_" + change, on.toString(), viewer.username());
        if (change != CarerChange.ILL) {
            situations.carerEnds(viewer, ref, carer, CarerEnd.valueOf(change.name()), on);
            assessments.withdrawRating(viewer, ref, carer);
        }
        if (steppingIn != null) {
            people.addCarer(viewer, ref, steppingIn);
        }
        situations.lives(viewer, ref, before.livesIn(), livesAloneNow);
        events.publishEvent(new CarerChanged(ref, carer, change, now, viewer.username()));
        workflow.tellAll(ref, Kind.CARER_CHANGED.message, Map.of());
        lookAgain(ref, event);
    }

    /** A carer has died, stopped or fallen ill; support of the carers reacts to it. */
    public record CarerChanged(PathwayRef pathway, CarerId carer, CarerChange change, Instant at, String by) {}

    /** The end of caring was recorded by mistake. */
    public record CarerGoesOn(PathwayRef pathway, CarerId carer, Instant at, String by) {}

    /** The person is in hospital: what cannot go on meanwhile waits, nothing is closed. */
    public void admitted(Viewer viewer, PathwayRef ref, LocalDate on, Answers answers) {
        requireToday(viewer, ref, on);
        Instant now = clock.instant();
        situations.admitted(viewer, ref, on);
        record(viewer, ref, Kind.ADMITTED, on, About.THE_PERSON, answers, now);
        timeline.add(ref, now, Kind.ADMITTED.name(), on.toString(), viewer.username());
        workflow.tellAll(ref, Kind.ADMITTED.message, Map.of());
    }

    /** The form that ended a crisis said so; that counts as the entry of its own would. */
    void admittedInCrisis(Viewer viewer, PathwayRef ref, LocalDate on, UUID submission, Instant now) {
        if (situations.of(viewer, ref).inHospitalSince() != null) {
            return;
        }
        situations.admitted(viewer, ref, on);
        keep(viewer, ref, Kind.ADMITTED, on, About.THE_PERSON, submission, now);
        timeline.add(ref, now, Kind.ADMITTED.name(), on.toString(), viewer.username());
        workflow.tellAll(ref, Kind.ADMITTED.message, Map.of());
    }

    /** A crisis is a life event like the others: on record, and to be taken back when it was reported by mistake. */
    void crisisReported(Viewer viewer, PathwayRef ref, String crisis, UUID submission, Instant now) {
        LocalDate on = LocalDate.ofInstant(now, WorkingDays.ZONE);
        keep(viewer, ref, Kind.CRISIS_REPORTED, on, new About(null, null, crisis), submission, now);
    }

    /** Every report of a crisis was a mistake. */
    record CrisisTakenBack(String crisis, PathwayRef pathway) {}

    /** The person has left hospital. Much may have changed there, so they are assessed again. */
    public void discharged(
            Viewer viewer, PathwayRef ref, LocalDate on, LivesIn livesIn, boolean livesAlone, Answers answers) {
        requireToday(viewer, ref, on);
        Instant now = clock.instant();
        Situation before = situations.of(viewer, ref);
        situations.discharged(viewer, ref, on);
        UUID event = record(
                viewer,
                ref,
                Kind.DISCHARGED,
                on,
                new About(null, null, before.code() + ":" + before.inHospitalSince()),
                answers,
                now);
        situations.lives(viewer, ref, livesIn, livesAlone);
        timeline.add(ref, now, Kind.DISCHARGED.name(), on.toString(), viewer.username());
        workflow.tellAll(ref, Kind.DISCHARGED.message, Map.of());
        lookAgain(ref, event);
    }

    /** The person lives in a care home from now on. The pathway goes on there, beginning with a new assessment. */
    public void movedToCareHome(Viewer viewer, PathwayRef ref, LocalDate on, Answers answers) {
        requireToday(viewer, ref, on);
        Situation before = situations.of(viewer, ref);
        if (before.livesIn() == LivesIn.CARE_HOME) {
            throw new Refused("livesInCareHomeAlready");
        }
        Instant now = clock.instant();
        UUID event = record(viewer, ref, Kind.MOVED_TO_CARE_HOME, on, livedBefore(before), answers, now);
        movedIn(viewer, ref, on, now);
        lookAgain(ref, event);
    }

    /** The form that ended a crisis said so; that counts as the entry of its own would. The crisis is assessed after already. */
    void movedToCareHomeInCrisis(Viewer viewer, PathwayRef ref, LocalDate on, UUID submission, Instant now) {
        Situation before = situations.of(viewer, ref);
        if (before.livesIn() == LivesIn.CARE_HOME) {
            return;
        }
        keep(viewer, ref, Kind.MOVED_TO_CARE_HOME, on, livedBefore(before), submission, now);
        movedIn(viewer, ref, on, now);
    }

    private static About livedBefore(Situation before) {
        return new About(null, null, before.code());
    }

    private void movedIn(Viewer viewer, PathwayRef ref, LocalDate on, Instant now) {
        situations.lives(viewer, ref, LivesIn.CARE_HOME, false);
        timeline.add(ref, now, Kind.MOVED_TO_CARE_HOME.name(), on.toString(), viewer.username());
        workflow.tellAll(ref, Kind.MOVED_TO_CARE_HOME.message, Map.of());
    }

    /** What was answered before in a round that is open tells nothing of it, so they are looked at again afterwards. */
    private void lookAgain(PathwayRef ref, UUID event) {
        if (!assessments.isOpen(ref) || assessments.hasAnswers(ref)) {
            endTheWait(ref, event);
        }
    }

    /** What came of it is kept beside the event, a round or a change that waits for its look, so that it can be taken back. */
    private void endTheWait(PathwayRef ref, UUID event) {
        boolean wasOpen = assessments.isOpen(ref);
        boolean hasWaited = pathways.load(ref).changeWaits();
        pathways.endTheWait(ref, Kind.CHANGE_REPORTED.message, Trigger.CHANGE_REPORTED);
        jdbc.sql("update life_event set opened_assessment = cast(:round as uuid), waits = :waits where id = :event")
                .param("round", wasOpen ? null : assessments.openRoundOf(ref).orElse(null))
                .param("waits", !hasWaited && pathways.load(ref).changeWaits())
                .param("event", event)
                .update();
    }

    private void requireToday(Viewer viewer, PathwayRef ref, LocalDate on) {
        requireCoordinator(viewer, ref);
        requireOpen(ref);
        if (on.isAfter(clock.today())) {
            throw new Refused("dateInFuture");
        }
    }

    /** Events that the viewer can still take back, newest first; an ending is taken back by reopening the pathway. */
    @Transactional(readOnly = true)
    public Optional<LifeEvent> correctable(Viewer viewer, PathwayRef ref, String id) {
        requireCoordinator(viewer, ref);
        return of(viewer, ref).stream()
                .filter(event -> event.id().equals(id))
                .filter(event -> !event.kind().ends() && event.isCorrectableAt(clock.instant()))
                .findFirst();
    }

    /**
     * Takes back an event that was a mistake: it stays on record with the reason, and what can be made as it was is. An
     * assessment that it opened is closed as long as nobody has begun to answer; other tasks that it opened go on, since a
     * warning is looked at even where it was a mistake.
     *
     * @throws Refused when it is too late, or it has been taken back before
     */
    public Reassessment correct(Viewer viewer, PathwayRef ref, String id, Answers answers) {
        requireCoordinator(viewer, ref);
        requireOpen(ref);
        LifeEvent event = correctable(viewer, ref, id).orElseThrow(() -> new Refused("correctionTooLate"));
        withdraw(viewer, event, answers);
        Instant now = clock.instant();
        audit.record(viewer.username(), "lifeEvent.corrected", ref, id);
        timeline.add(ref, now, "CORRECTED", event.kind().name(), viewer.username());
        Before recorded = jdbc.sql("select carer_id, was from life_event where id = :id")
                .param("id", UUID.fromString(id))
                .query(Before.class)
                .single();
        String[] was = recorded.was() == null ? new String[0] : recorded.was().split(":", -1);
        switch (event.kind()) {
            case CARER_CHANGED -> {
                situations.livesAsBefore(viewer, ref, was[0] + ":" + was[1]);
                if (!was[2].equals(CarerChange.ILL.name())) {
                    CarerId carer = new CarerId(Objects.requireNonNull(recorded.carerId()));
                    situations.carerGoesOn(viewer, ref, carer, Boolean.parseBoolean(was[3]));
                    events.publishEvent(new CarerGoesOn(ref, carer, now, viewer.username()));
                }
            }
            case ADMITTED -> {
                situations.hospital(viewer, ref, null);
                workflow.tellAll(ref, Kind.DISCHARGED.message, Map.of());
            }
            case DISCHARGED -> {
                situations.livesAsBefore(viewer, ref, was[0] + ":" + was[1]);
                situations.hospital(viewer, ref, LocalDate.parse(was[2]));
                workflow.tellAll(ref, Kind.ADMITTED.message, Map.of());
            }
            case MOVED_TO_CARE_HOME -> situations.livesAsBefore(viewer, ref, was[0] + ":" + was[1]);
            case CRISIS_REPORTED -> {
                if (!isReportedOtherwise(ref, was[0])) {
                    events.publishEvent(new CrisisTakenBack(was[0], ref));
                }
            }
            case SHARING_OBJECTED -> {
                if (was[0].equals(Sharing.AGREED.name())) {
                    people.recordSharing(viewer, ref, Sharing.AGREED, clock.today(), "PERSON");
                }
            }
            default -> {}
        }
        return takeBackReassessment(ref);
    }

    private Reassessment takeBackReassessment(PathwayRef ref) {
        Optional<String> mistaken = assessments.openRoundOf(ref).filter(round -> isAskedForByMistake(ref, round));
        if (mistaken.isEmpty()) {
            if (isWaitingByMistake(ref)) {
                pathways.changeWaits(ref, false);
            }
            return Reassessment.NONE;
        }
        String round = mistaken.get();
        if (isBegun(ref, round)) {
            return Reassessment.GOES_ON;
        }
        assessments.takeBack(round);
        pathways.goOnWaiting(ref);
        return Reassessment.CLOSED;
    }

    /** Whether an event opened it that was taken back, as was every other change of which it was to be the look. */
    private boolean isAskedForByMistake(PathwayRef ref, String round) {
        return jdbc.sql("""
                        select exists (select 1 from life_event where opened_assessment = :round)
                           and not exists (select 1 from life_event e join life_event opener on opener.opened_assessment = :round
                                            where e.pathway_ref = :ref and e.withdrawn_at is null and e.kind in (:changes)
                                              and e.recorded_at >= opener.recorded_at)
                        """)
                .param("round", UUID.fromString(round))
                .param("ref", ref.value())
                .param("changes", Kind.CHANGES.stream().map(Enum::name).toList())
                .query(Boolean.class)
                .single();
    }

    /** Whether the change that waits for its look was a mistake, and neither another change nor a crisis asks for one since. */
    private boolean isWaitingByMistake(PathwayRef ref) {
        return jdbc.sql("""
                        select exists (
                          select 1 from (select * from life_event where pathway_ref = :ref and waits order by recorded_at desc limit 1) waiting
                           where waiting.withdrawn_at is not null
                             and not exists (select 1 from life_event e
                                              where e.pathway_ref = :ref and e.withdrawn_at is null and e.kind in (:changes)
                                                and e.recorded_at >= waiting.recorded_at)
                             and not exists (select 1 from timeline_entry t
                                              where t.pathway_ref = :ref and t.kind = 'CRISIS_OUTCOME' and t.at >= waiting.recorded_at))
                        """)
                .param("ref", ref.value())
                .param("changes", Kind.CHANGES.stream().map(Enum::name).toList())
                .query(Boolean.class)
                .single();
    }

    private boolean isBegun(PathwayRef ref, String round) {
        List<WorkItem> work = worklist.historyOf(Viewer.SYSTEM, ref).stream()
                .filter(task -> task.process().equals(Assessments.PROCESS)
                        && task.record().equals(round))
                .toList();
        return work.stream().anyMatch(task -> task.state() == WorkItem.State.COMPLETED)
                || forms.isBegun(work.stream().map(WorkItem::taskId).toList());
    }

    /** Whether somebody reported the same crisis who was not mistaken. */
    private boolean isReportedOtherwise(PathwayRef ref, String crisis) {
        return jdbc.sql("""
                        select exists (select 1 from life_event
                                        where pathway_ref = :ref and kind = 'CRISIS_REPORTED' and was = :crisis and withdrawn_at is null)
                        """)
                .param("ref", ref.value())
                .param("crisis", crisis)
                .query(Boolean.class)
                .single();
    }

    /** How things were before an event. */
    private record Before(@Nullable UUID carerId, @Nullable String was) {}

    private void withdraw(Viewer viewer, LifeEvent event, Answers answers) {
        jdbc.sql(
                        "update life_event set withdrawn_at = :at, withdrawn_by = :by, withdrawn_reason = :reason where id = :id")
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.username())
                .param("reason", answers.required("reason"))
                .param("id", UUID.fromString(event.id()))
                .update();
    }

    private UUID record(
            Viewer viewer, PathwayRef ref, Kind kind, LocalDate on, About about, Answers answers, Instant now) {
        return keep(viewer, ref, kind, on, about, forms.store(viewer, kind.formId, ref, answers), now);
    }

    private UUID keep(
            Viewer viewer, PathwayRef ref, Kind kind, LocalDate on, About about, UUID submission, Instant now) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into life_event (id, pathway_ref, kind, happened_on, organisation, carer_id, was, submission, recorded_at, recorded_by)
                        values (:id, :ref, :kind, :on, :organisation, :carer, :was, :submission, :at, :by)
                        """)
                .param("id", id)
                .param("ref", ref.value())
                .param("kind", kind.name())
                .param("on", on)
                .param("organisation", about.organisation())
                .param("carer", about.carer() == null ? null : about.carer().value())
                .param("was", about.was())
                .param("submission", submission)
                .param("at", Timestamp.from(now))
                .param("by", viewer.username())
                .update();
        audit.record(viewer.username(), "lifeEvent." + kind.formId, ref, id.toString());
        events.publishEvent(new Recorded(ref, kind, now, viewer.username()));
        return id;
    }

    /**
     * What an event is about besides the person.
     *
     * @param was how things were before, as a code, so that they can be taken back to it
     */
    private record About(
            @Nullable String organisation,
            @Nullable CarerId carer,
            @Nullable String was) {

        static final About THE_PERSON = new About(null, null, null);
    }

    private void requireCoordinator(Viewer viewer, PathwayRef ref) {
        access.requireRole(viewer, "lifeEvent.recorded", Role.COORDINATOR);
        access.requireSee(viewer, ref, DataKind.PATHWAY);
    }

    /** Serialises life events of one person: two endings at once must not both act. */
    private Pathway requireOpen(PathwayRef ref) {
        workflow.hold(ref);
        Pathway pathway = pathways.load(ref);
        if (!pathway.isOpen()) {
            throw new Refused("pathwayIsOver");
        }
        return pathway;
    }
}
