package org.waymark.bereavement;

import static java.util.Objects.requireNonNullElse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
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
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.bereavement.Bereavement.Answer;
import org.waymark.bereavement.Bereavement.Contact;
import org.waymark.bereavement.Bereavement.DateKind;
import org.waymark.bereavement.Bereavement.Dates;
import org.waymark.bereavement.Bereavement.Follows;
import org.waymark.bereavement.Bereavement.GentleDate;
import org.waymark.bereavement.Bereavement.How;
import org.waymark.bereavement.Bereavement.Kind;
import org.waymark.bereavement.Bereavement.Level;
import org.waymark.bereavement.Bereavement.NextContact;
import org.waymark.bereavement.Bereavement.Offer;
import org.waymark.bereavement.Bereavement.OfferMade;
import org.waymark.bereavement.Bereavement.Picture;
import org.waymark.bereavement.Bereavement.Preparation;
import org.waymark.bereavement.Bereavement.Retry;
import org.waymark.bereavement.Bereavement.Signs;
import org.waymark.bereavement.Bereavement.State;
import org.waymark.bereavement.Bereavement.Wish;
import org.waymark.bereavement.KnownOfCarers.Known;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.decisions.KeptDecisions.Subject;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;

/** Supports each carer in bereavement (care rule 10), from before an expected death to the closing contact. */
@Component
@Transactional
public class Bereavements {

    /** The process that runs it; its business key is the bereavement's id. */
    public static final String PROCESS = "bereavement-support";

    private static final String DEATH_CORRECTED = "DEATH_CORRECTED";

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final KeptDecisions decisions;
    private final ContactPolicy policy;
    private final KnownOfCarers known;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    Bereavements(
            JdbcClient jdbc,
            Workflow workflow,
            KeptDecisions decisions,
            ContactPolicy policy,
            KnownOfCarers known,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.decisions = decisions;
        this.policy = policy;
        this.known = known;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    // ------------------------------------------------------------------ how it begins and ends

    /** Prepares one carer for a death that is expected, unless that was begun before; it then waits for the death. */
    @WithoutViewer("follows from what staff were allowed to find")
    public void prepare(PathwayRef pathway, CarerId carer, String coordinator, String coordinatorOrganisation) {
        if (openOf(pathway, carer).isEmpty()) {
            start(pathway, carer, State.PREPARING, coordinator, coordinatorOrganisation);
        }
    }

    /**
     * Opens support for one carer after the death; coordinators of the organisation make the first contact. What was
     * prepared for this carer goes on instead of a second one beside it.
     */
    @WithoutViewer("follows from a death that somebody was allowed to record")
    public void open(PathwayRef pathway, CarerId carer, String coordinator, String coordinatorOrganisation) {
        Optional<String> prepared = openOf(pathway, carer);
        if (prepared.isPresent()) {
            workflow.tell(PROCESS, prepared.get(), "person.died", Map.of());
        } else {
            start(pathway, carer, State.FIRST_CONTACT, coordinator, coordinatorOrganisation);
        }
    }

    private void start(
            PathwayRef pathway, CarerId carer, State state, String coordinator, String coordinatorOrganisation) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into bereavement (id, pathway_ref, carer_id, state, opened_at)
                        values (:id, :pathway, :carer, :state, :at)
                        """)
                .param("id", id)
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .param("state", state.name())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        workflow.start(
                new Episode(PROCESS, pathway, id.toString()),
                Map.of(
                        "pathwayRef",
                        pathway.value(),
                        "bereavementId",
                        id.toString(),
                        "hasDied",
                        state == State.FIRST_CONTACT,
                        "coordinator",
                        coordinator,
                        "coordinatorOrganisation",
                        coordinatorOrganisation));
    }

    private Optional<String> openOf(PathwayRef pathway, CarerId carer) {
        return jdbc.sql(
                        "select id from bereavement where pathway_ref = :pathway and carer_id = :carer and closed_at is null")
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .query(String.class)
                .optional();
    }

    /** Called by the process when the pathway ended otherwise than by the death that was prepared for. */
    public void closePreparation(String id, String endReason) {
        close(load(id), endReason, clock.instant(), Viewer.SYSTEM.username());
    }

    /** Called by the process when the death had been recorded by mistake. */
    public void correctDeath(String id) {
        close(load(id), DEATH_CORRECTED, clock.instant(), Viewer.SYSTEM.username());
    }

    private void close(Bereavement bereavement, String endReason, Instant at, String by) {
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("state", State.CLOSED.name());
        columns.put("end_reason", endReason);
        columns.put("closed_at", Timestamp.from(at));
        columns.put("ask_again_on", null);
        columns.putAll(noRetry());
        columns.putAll(noNext());
        change(bereavement.id(), columns);
        events.publishEvent(new Bereavement.Closed(
                bereavement.id(), bereavement.pathway(), bereavement.carer(), endReason, at, by));
    }

    // ------------------------------------------------------------------ what comes next

    /** What the process needs to know of the contact that comes next, and who makes it. */
    public record Planned(
            NextContact contact, boolean isDueNow, Optional<String> coordinator, String coordinatorOrganisation) {}

    /**
     * Called by the process: finds the next contact and keeps it. The first time after a death, all dates are set from the
     * day of it.
     */
    public Planned planNextContact(String id) {
        Bereavement bereavement = load(id);
        Known now = known.of(bereavement.pathway());
        if (bereavement.dates().closingDueAt() == null) {
            setDates(bereavement, now);
            bereavement = load(id);
        }
        NextContact next = policy.next(bereavement, offersOf(id), datesOf(id));
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("next_contact", next.kind().name());
        columns.put("next_opens_at", Timestamp.from(next.opensAt()));
        columns.put("next_due_at", Timestamp.from(next.dueAt()));
        columns.put("gentle_on", next.gentleOn());
        change(id, columns);
        return new Planned(
                next,
                !next.opensAt().isAfter(clock.instant()),
                Optional.ofNullable(now.coordinator()),
                now.coordinatorOrganisation());
    }

    private void setDates(Bereavement bereavement, Known now) {
        LocalDate diedOn = requireNonNullElse(now.diedOn(), clock.today());
        Dates dates = policy.dates(diedOn);
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("state", State.FIRST_CONTACT.name());
        columns.put("died_on", diedOn);
        columns.put("strain_before", now.carerStrain());
        columns.put("contact_due_at", timestamp(dates.contactDueAt()));
        columns.put("review_due_at", timestamp(dates.reviewDueAt()));
        columns.put("closing_due_at", timestamp(dates.closingDueAt()));
        change(bereavement.id(), columns);
        LocalDate closing = lastDay(dates);
        addDate(bereavement.id(), diedOn.plusYears(1), DateKind.ANNIVERSARY, "", Viewer.SYSTEM);
        for (int age = diedOn.getYear() - now.dateOfBirth().getYear(); ; age++) {
            LocalDate birthday = now.dateOfBirth().plusYears(age);
            if (birthday.isAfter(closing)) {
                break;
            }
            if (birthday.isAfter(diedOn)) {
                addDate(bereavement.id(), birthday, DateKind.BIRTHDAY, "", Viewer.SYSTEM);
            }
        }
    }

    private static LocalDate lastDay(Dates dates) {
        return LocalDate.ofInstant(Objects.requireNonNull(dates.closingDueAt()), org.waymark.kernel.WorkingDays.ZONE);
    }

    // ------------------------------------------------------------------ what staff record

    /** What was prepared before the death; {@code isReached} is false when there has to be another attempt. */
    void prepared(Viewer by, String id, Contact contact, Preparation preparation, boolean isReached, Instant at) {
        Bereavement bereavement = load(id);
        keep(bereavement, contact, null, at);
        if (isReached) {
            var columns = new HashMap<String, @Nullable Object>();
            columns.put("state", State.PREPARED.name());
            columns.put("prepared_on", preparation.on());
            columns.put("wishes", preparation.wishes());
            columns.put("whom_to_ring", preparation.whomToRing());
            change(id, columns);
            events.publishEvent(
                    new Bereavement.Prepared(id, bereavement.pathway(), bereavement.carer(), at, by.username()));
        }
        audit.record(by.username(), "bereavement.prepared", bereavement.pathway(), id);
    }

    /**
     * What came of a contact.
     *
     * @param askAgainOn the day the carer named, with the wish NOT_NOW
     * @param moreHelp whether more help is needed than was agreed
     * @return what the process does next
     */
    Follows contacted(
            Viewer by, String id, Contact contact, @Nullable LocalDate askAgainOn, boolean moreHelp, Instant at) {
        Bereavement bereavement = load(id);
        keep(bereavement, contact, askAgainOn, at);
        audit.record(by.username(), "bereavement.contacted", bereavement.pathway(), id);
        if (contact.how() == How.CARER_DIED) {
            close(bereavement, "CARER_DIED", at, by.username());
            return Follows.ENDED;
        }
        if (!isReached(contact)) {
            var columns = new HashMap<String, @Nullable Object>();
            columns.put("retry_of", contact.kind().name());
            columns.put("retry_due_at", Timestamp.from(policy.retryDue()));
            columns.put("ask_again_on", null);
            change(id, columns);
            return Follows.GO_ON;
        }
        if (contact.kind() == Kind.CLOSING) {
            close(bereavement, "CLOSING_CONTACT", at, by.username());
            return Follows.ENDED;
        }
        if (contact.wish() == Wish.NO) {
            close(bereavement, "NOT_WANTED", at, by.username());
            return Follows.ENDED;
        }
        return goOn(by, bereavement, contact, askAgainOn, moreHelp, at);
    }

    private Follows goOn(
            Viewer by,
            Bereavement bereavement,
            Contact contact,
            @Nullable LocalDate askAgainOn,
            boolean moreHelp,
            Instant at) {
        String id = bereavement.id();
        boolean isNotNow = contact.wish() == Wish.NOT_NOW;
        boolean looks = !isNotNow && contact.kind() != Kind.GENTLE_DATE;
        Map<String, @Nullable Object> columns = noRetry();
        columns.put("ask_again_on", isNotNow ? askAgainOn : null);
        columns.put("look_again", moreHelp && !isNotNow && !looks);
        columns.put("state", (isNotNow ? State.NOT_NOW : looks ? State.AGREEING : State.SUPPORTED).name());
        if (bereavement.firstContactOn() == null) {
            columns.put("first_contact_on", contact.on());
        }
        if (bereavement.reviewedOn() == null
                && (looks || contact.kind() == Kind.REVIEW)
                && policy.isTimeToReview(bereavement.dates().reviewDueAt())) {
            columns.put("reviewed_on", contact.on());
        }
        change(id, columns);
        if (contact.kind() == Kind.GENTLE_DATE) {
            inTouchOn(bereavement, at);
        }
        if (bereavement.firstContactOn() == null) {
            events.publishEvent(
                    new Bereavement.Contacted(id, bereavement.pathway(), bereavement.carer(), at, by.username()));
        }
        return looks ? Follows.LOOK : Follows.GO_ON;
    }

    /** A letter says that somebody is there; it asks nothing and is no answer, except where nothing is asked. */
    private static boolean isReached(Contact contact) {
        return contact.how() != How.NOT_REACHED
                && (contact.how() != How.LETTER
                        || contact.kind() == Kind.GENTLE_DATE
                        || contact.kind() == Kind.CLOSING);
    }

    /** One contact is enough for all days that have come by then. */
    private void inTouchOn(Bereavement bereavement, Instant at) {
        NextContact next = bereavement.next();
        if (next == null || next.gentleOn() == null) {
            return;
        }
        jdbc.sql("""
                        update gentle_date set contacted_at = :at
                         where bereavement_id = :id and contacted_at is null and taken_off_at is null
                           and on_day >= :on and on_day <= greatest(:on, :today)
                        """)
                .param("at", Timestamp.from(at))
                .param("id", UUID.fromString(bereavement.id()))
                .param("on", next.gentleOn())
                .param("today", clock.today())
                .update();
    }

    private void keep(Bereavement bereavement, Contact contact, @Nullable LocalDate askAgainOn, Instant at) {
        jdbc.sql("""
                        insert into bereavement_contact (bereavement_id, kind, contact_on, how, wish, ask_again_on, note, at, by)
                        values (:id, :kind, :on, :how, :wish, :askAgainOn, :note, :at, :by)
                        """)
                .param("id", UUID.fromString(bereavement.id()))
                .param("kind", contact.kind().name())
                .param("on", contact.on())
                .param("how", contact.how().name())
                .param("wish", contact.wish() == null ? null : contact.wish().name())
                .param("askAgainOn", askAgainOn)
                .param("note", contact.note())
                .param("at", Timestamp.from(at))
                .param("by", contact.by())
                .update();
    }

    /** What may make grief harder, as the carer says; an answer that is not known takes back none given before. */
    void signs(String id, Signs signs) {
        jdbc.sql("""
                        update bereavement set sudden_death = coalesce(:sudden, sudden_death),
                               caring_alone = coalesce(:alone, caring_alone),
                               previous_loss = coalesce(:loss, previous_loss),
                               asks_for_help = coalesce(:asks, asks_for_help)
                         where id = :id
                        """)
                .param("sudden", signs.suddenDeath())
                .param("alone", signs.caringAlone())
                .param("loss", signs.previousLoss())
                .param("asks", signs.asksForHelp())
                .param("id", UUID.fromString(id))
                .update();
    }

    /** Called by the process: proposes a level of support. Staff confirm it. */
    public void findLevel(String id) {
        Bereavement bereavement = load(id);
        Signs signs = bereavement.signs();
        var inputs = new HashMap<String, @Nullable Object>();
        inputs.put("suddenDeath", signs.suddenDeath());
        inputs.put("caringAlone", signs.caringAlone());
        inputs.put("previousLoss", signs.previousLoss());
        inputs.put("asksForHelp", signs.asksForHelp());
        inputs.put("strainBeforeDeath", signs.strainBeforeDeath());
        String level = decisions
                .evaluate(Subject.ofRecord(bereavement.pathway(), id), "bereavement-support-level", inputs)
                .text("level");
        change(id, Map.of("proposed_level", Level.valueOf(level).name()));
    }

    /** What the carer said to one offer; {@code serviceId} where a service is to be asked. */
    record Answered(
            Offer offer,
            Answer answer,
            @Nullable LocalDate askAgainOn,
            @Nullable String serviceId) {}

    void agreed(Viewer by, String id, Level level, @Nullable String levelReason, List<Answered> answers, Instant at) {
        Bereavement bereavement = load(id);
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("state", State.SUPPORTED.name());
        columns.put("level", level.name());
        columns.put("level_reason", levelReason);
        columns.put("level_by", by.username());
        columns.put("level_at", Timestamp.from(at));
        change(id, columns);
        for (Answered answered : answers) {
            jdbc.sql("""
                            insert into bereavement_offer (bereavement_id, offer, answer, ask_again_on, service_id, at, by)
                            values (:id, :offer, :answer, :askAgainOn, :service, :at, :by)
                            """)
                    .param("id", UUID.fromString(id))
                    .param("offer", answered.offer().name())
                    .param("answer", answered.answer().name())
                    .param("askAgainOn", answered.askAgainOn())
                    .param("service", answered.serviceId())
                    .param("at", Timestamp.from(at))
                    .param("by", by.username())
                    .update();
        }
        audit.record(by.username(), "bereavement.agreed", bereavement.pathway(), id);
        events.publishEvent(new Bereavement.LevelConfirmed(
                id, bereavement.pathway(), bereavement.carer(), level, at, by.username()));
        answers.stream()
                .flatMap(answered -> Optional.ofNullable(answered.serviceId()).stream())
                .distinct()
                .forEach(service -> helpAgreed(by, id, service, at));
    }

    /** The carer agreed to help that a service gives. */
    void helpAgreed(Viewer by, String id, String serviceId, Instant at) {
        Bereavement bereavement = load(id);
        events.publishEvent(new Bereavement.HelpAgreed(
                id,
                bereavement.pathway(),
                bereavement.carer(),
                serviceId,
                bereavement.level(),
                reasons(bereavement),
                at,
                by.username()));
    }

    // ------------------------------------------------------------------ dates to be gentle about

    /**
     * Adds a date that the carer told us of. The same date again changes nothing.
     *
     * @throws Refused when the support is over by then, so that nobody would be in touch
     */
    public void addDate(Viewer viewer, PathwayRef pathway, String id, LocalDate on, String what) {
        access.requireRole(viewer, "bereavement.dateAdded", Role.COORDINATOR);
        access.requireSee(viewer, pathway, DataKind.CARE);
        workflow.hold(pathway);
        Bereavement bereavement = requireOpen(pathway, id);
        refuseDate(bereavement, on).ifPresent(code -> {
            throw new Refused(code);
        });
        addDate(id, on, DateKind.OTHER, what, viewer);
        audit.record(viewer.username(), "bereavement.dateAdded", pathway, id);
        workflow.tell(PROCESS, id, "bereavement.changed", Map.of());
    }

    /** Takes off a date that staff entered, or one that the carer does not wish to be reminded of. */
    public void takeOffDate(Viewer viewer, PathwayRef pathway, String dateId) {
        access.requireRole(viewer, "bereavement.dateTakenOff", Role.COORDINATOR);
        access.requireSee(viewer, pathway, DataKind.CARE);
        workflow.hold(pathway);
        Optional<String> id = jdbc.sql("""
                        update gentle_date d set taken_off_at = :at, taken_off_by = :by
                          from bereavement b
                         where d.id = :date and b.id = d.bereavement_id and b.pathway_ref = :pathway and d.taken_off_at is null
                        returning b.id
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", viewer.username())
                .param("date", UUID.fromString(dateId))
                .param("pathway", pathway.value())
                .query(String.class)
                .optional();
        id.ifPresent(bereavement -> {
            audit.record(viewer.username(), "bereavement.dateTakenOff", pathway, bereavement);
            workflow.tell(PROCESS, bereavement, "bereavement.changed", Map.of());
        });
    }

    /** Why a date cannot be kept, as a code; empty when it can. */
    Optional<String> refuseDate(Bereavement bereavement, LocalDate on) {
        Instant closing = bereavement.dates().closingDueAt();
        if (on.isBefore(clock.today())) {
            return Optional.of("gentleDateOver");
        }
        return closing != null && on.isAfter(lastDay(bereavement.dates()))
                ? Optional.of("gentleDateAfterClosing")
                : Optional.empty();
    }

    /** For forms, which have checked the date. */
    void addDate(String id, LocalDate on, DateKind kind, String what, Viewer by) {
        jdbc.sql("""
                        insert into gentle_date (id, bereavement_id, on_day, kind, what, entered_at, entered_by)
                        values (:id, :bereavement, :on, :kind, :what, :at, :by) on conflict do nothing
                        """)
                .param("id", UUID.randomUUID())
                .param("bereavement", UUID.fromString(id))
                .param("on", on)
                .param("kind", kind.name())
                .param("what", what.strip())
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by.username())
                .update();
    }

    private Bereavement requireOpen(PathwayRef pathway, String id) {
        Bereavement bereavement = load(id);
        if (!bereavement.pathway().equals(pathway)) {
            throw new NotVisible();
        }
        if (!bereavement.isOpen()) {
            throw new Refused("bereavementIsOver");
        }
        return bereavement;
    }

    // ------------------------------------------------------------------ what there is to see

    /** Support of each carer of the person, those first that are open; none that followed a death recorded by mistake. */
    public List<Picture> of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        List<Picture> pictures = ofPathway(pathway).stream().map(this::picture).toList();
        if (!pictures.isEmpty()) {
            audit.record(viewer.username(), "bereavement.viewed", pathway, null);
        }
        return pictures;
    }

    /** The carer that each of the person's bereavements is about, by its id: what tells their tasks apart. */
    @Transactional(readOnly = true)
    public Map<String, CarerId> carersOf(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.PATHWAY);
        var carers = new HashMap<String, CarerId>();
        ofPathway(pathway).forEach(bereavement -> carers.put(bereavement.id(), bereavement.carer()));
        return carers;
    }

    /** Whose each of these is: what tells their tasks apart. */
    @WithoutViewer("says whose it is by ids alone")
    @Transactional(readOnly = true)
    public Map<String, CarerId> carersOf(Collection<String> ids) {
        var carers = new HashMap<String, CarerId>();
        jdbc.sql("select id, carer_id from bereavement where id = any(:ids)")
                .param("ids", ids.stream().map(UUID::fromString).toArray(UUID[]::new))
                .query(row -> {
                    carers.put(row.getString("id"), new CarerId(row.getObject("carer_id", UUID.class)));
                });
        return carers;
    }

    private List<Bereavement> ofPathway(PathwayRef pathway) {
        return jdbc.sql("""
                        select * from bereavement where pathway_ref = :pathway and end_reason is distinct from :corrected
                         order by closed_at is not null, opened_at, id
                        """)
                .param("pathway", pathway.value())
                .param("corrected", DEATH_CORRECTED)
                .query(Bereavements::bereavement)
                .list();
    }

    /** For the form of a task, whose viewer was let in with it. */
    Picture picture(Bereavement bereavement) {
        return new Picture(
                bereavement,
                reasons(bereavement),
                offersOf(bereavement.id()),
                datesOf(bereavement.id()).stream()
                        .filter(date -> date.contactedAt() == null && !date.on().isBefore(firstDay(bereavement)))
                        .toList(),
                jdbc.sql("select * from bereavement_contact where bereavement_id = :id order by id desc")
                        .param("id", UUID.fromString(bereavement.id()))
                        .query((row, number) -> new Contact(
                                Kind.valueOf(row.getString("kind")),
                                row.getObject("contact_on", LocalDate.class),
                                How.valueOf(row.getString("how")),
                                constant(Wish.class, row.getString("wish")),
                                row.getString("note"),
                                row.getString("by")))
                        .list());
    }

    /** Days that have passed without a contact are past, except those that the open task is about. */
    private LocalDate firstDay(Bereavement bereavement) {
        NextContact next = bereavement.next();
        LocalDate gentleOn = next == null ? null : next.gentleOn();
        return gentleOn != null && gentleOn.isBefore(clock.today()) ? gentleOn : clock.today();
    }

    private List<String> reasons(Bereavement bereavement) {
        List<KeptEvaluation> kept = decisions.ofRecord(Viewer.SYSTEM, bereavement.pathway(), bereavement.id());
        return kept.isEmpty()
                ? List.of()
                : kept.get(kept.size() - 1).evaluation().reasons();
    }

    private List<OfferMade> offersOf(String id) {
        return jdbc.sql("""
                        select distinct on (offer) offer, answer, ask_again_on, at from bereavement_offer
                         where bereavement_id = :id order by offer, id desc
                        """)
                .param("id", UUID.fromString(id))
                .query((row, number) -> new OfferMade(
                        Offer.valueOf(row.getString("offer")),
                        Answer.valueOf(row.getString("answer")),
                        row.getObject("ask_again_on", LocalDate.class),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private List<GentleDate> datesOf(String id) {
        return jdbc.sql(
                        "select * from gentle_date where bereavement_id = :id and taken_off_at is null order by on_day, kind, what")
                .param("id", UUID.fromString(id))
                .query((row, number) -> new GentleDate(
                        row.getString("id"),
                        row.getObject("on_day", LocalDate.class),
                        DateKind.valueOf(row.getString("kind")),
                        row.getString("what"),
                        instant(row, "contacted_at")))
                .list();
    }

    Bereavement load(String id) {
        return jdbc.sql("select * from bereavement where id = :id")
                .param("id", UUID.fromString(id))
                .query(Bereavements::bereavement)
                .optional()
                .orElseThrow(NotVisible::new);
    }

    private static Map<String, @Nullable Object> noRetry() {
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("retry_of", null);
        columns.put("retry_due_at", null);
        return columns;
    }

    private static Map<String, @Nullable Object> noNext() {
        var columns = new HashMap<String, @Nullable Object>();
        for (String column : List.of("next_contact", "next_opens_at", "next_due_at", "gentle_on")) {
            columns.put(column, null);
        }
        return columns;
    }

    /** @param columns column names of ours, never anything a user typed, with their new values */
    private void change(String id, Map<String, ? extends @Nullable Object> columns) {
        var changes = new StringBuilder();
        for (String column : columns.keySet()) {
            changes.append(changes.isEmpty() ? "" : ", ")
                    .append(column)
                    .append(" = :")
                    .append(column);
        }
        jdbc.sql("update bereavement set " + changes + " where id = :id and closed_at is null")
                .params(columns)
                .param("id", UUID.fromString(id))
                .update();
    }

    private static Bereavement bereavement(ResultSet row, int number) throws SQLException {
        Kind retryOf = constant(Kind.class, row.getString("retry_of"));
        Instant retryDueAt = instant(row, "retry_due_at");
        Kind next = constant(Kind.class, row.getString("next_contact"));
        Instant opensAt = instant(row, "next_opens_at");
        Instant dueAt = instant(row, "next_due_at");
        return new Bereavement(
                row.getString("id"),
                new PathwayRef(row.getString("pathway_ref")),
                new CarerId(row.getObject("carer_id", UUID.class)),
                State.valueOf(row.getString("state")),
                new Preparation(
                        row.getObject("prepared_on", LocalDate.class),
                        row.getString("wishes"),
                        row.getString("whom_to_ring")),
                row.getObject("died_on", LocalDate.class),
                new Signs(
                        row.getObject("sudden_death", Boolean.class),
                        row.getObject("caring_alone", Boolean.class),
                        row.getObject("previous_loss", Boolean.class),
                        row.getObject("asks_for_help", Boolean.class),
                        row.getString("strain_before")),
                constant(Level.class, row.getString("proposed_level")),
                constant(Level.class, row.getString("level")),
                row.getString("level_reason"),
                new Dates(
                        instant(row, "contact_due_at"), instant(row, "review_due_at"), instant(row, "closing_due_at")),
                row.getObject("first_contact_on", LocalDate.class),
                row.getObject("reviewed_on", LocalDate.class),
                row.getObject("ask_again_on", LocalDate.class),
                row.getBoolean("look_again"),
                retryOf == null || retryDueAt == null ? null : new Retry(retryOf, retryDueAt),
                next == null || opensAt == null || dueAt == null
                        ? null
                        : new NextContact(next, opensAt, dueAt, row.getObject("gentle_on", LocalDate.class)),
                instant(row, "closed_at"),
                row.getString("end_reason"));
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String name) {
        return name == null ? null : Enum.valueOf(type, name);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
