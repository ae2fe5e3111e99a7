package org.waymark.pathway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.NotVisible;
import org.waymark.access.Relationships;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessment.Invitation;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.assessment.Assessment.Standing;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.assessment.Assessments;
import org.waymark.assessment.Proposals;
import org.waymark.endoflife.PalliativeRegister;
import org.waymark.forms.ConcernRaised;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referrals;
import org.waymark.referral.ServiceDirectory;
import org.waymark.workflow.Clocks;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;
import org.waymark.workflow.Workflow.Position;
import org.waymark.workflow.Worklist;

/** Opens pathways, names their coordinators, and decides what follows from the facts of the other modules. */
@Component
@Transactional
public class Pathways {

    private static final List<String> ENDINGS = Arrays.stream(LifeEvents.Kind.values())
            .filter(LifeEvents.Kind::ends)
            .map(Enum::name)
            .toList();

    /** The priority by which clocks know work for somebody who is unstable or dying. */
    private static final String PALLIATIVE = "PALLIATIVE";

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final Worklist worklist;
    private final People people;
    private final Assessments assessments;
    private final Proposals proposals;
    private final Referrals referrals;
    private final ServiceDirectory services;
    private final PalliativeRegister register;
    private final Relationships relationships;
    private final Directory directory;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;
    private final Clocks clocks;
    private final Timeline timeline;
    private final ApplicationEventPublisher events;

    Pathways(
            JdbcClient jdbc,
            Workflow workflow,
            Worklist worklist,
            People people,
            Assessments assessments,
            Proposals proposals,
            Referrals referrals,
            ServiceDirectory services,
            PalliativeRegister register,
            Relationships relationships,
            Directory directory,
            AccessDecision access,
            CurrentViewer viewer,
            WaymarkClock clock,
            Clocks clocks,
            Timeline timeline,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.worklist = worklist;
        this.people = people;
        this.assessments = assessments;
        this.proposals = proposals;
        this.referrals = referrals;
        this.services = services;
        this.register = register;
        this.relationships = relationships;
        this.directory = directory;
        this.access = access;
        this.viewer = viewer;
        this.clock = clock;
        this.clocks = clocks;
        this.timeline = timeline;
        this.events = events;
    }

    /** The pathway, if the viewer may see where the person stands. The page that shows it writes the audit row. */
    @Transactional(readOnly = true)
    public Pathway view(Viewer asking, PathwayRef ref) {
        access.requireSee(asking, ref, DataKind.PATHWAY);
        return load(ref);
    }

    /** Where the pathway's own process stands; empty when it never ran. */
    @Transactional(readOnly = true)
    public Optional<Position> position(Viewer asking, PathwayRef ref) {
        access.requireSee(asking, ref, DataKind.PATHWAY);
        return workflow.position(Pathway.PROCESS, ref.value());
    }

    /** Where the run with this id stands, of whichever process; empty for those who may not see whose it is. */
    @Transactional(readOnly = true)
    public Optional<Position> run(Viewer asking, String processInstanceId) {
        return workflow.positionOf(processInstanceId)
                .filter(run -> access.maySee(asking, run.episode().pathway(), DataKind.PATHWAY));
    }

    /** The model of the version that this pathway runs on, as XML. */
    @Transactional(readOnly = true)
    public Optional<String> diagram(Viewer asking, PathwayRef ref) {
        return position(asking, ref).map(position -> workflow.model(Pathway.PROCESS, position.version()));
    }

    /** One page of open or ended pathways that the viewer may see, newest first. */
    @Transactional(readOnly = true)
    public List<Pathway> list(Viewer asking, boolean mineOnly, boolean ended, @Nullable PathwayRef before, int size) {
        if (before != null) {
            access.requireSee(asking, before, DataKind.PATHWAY);
        }
        AccessDecision.Visible visible = access.visible(asking, "p", DataKind.PATHWAY);
        return jdbc.sql("""
                        select * from pathway p
                         where (p.ended_at is not null) = :ended
                           and (not :mineOnly or p.coordinator = :me)
                           and (cast(:before as text) is null
                                or (p.opened_at, p.pathway_ref) < (select opened_at, pathway_ref from pathway where pathway_ref = :before))
                           and\s""" + visible.sql() + " order by p.opened_at desc, p.pathway_ref desc limit :size")
                .params(visible.parameters())
                .param("ended", ended)
                .param("mineOnly", mineOnly)
                .param("me", asking.username())
                .param("before", before == null ? null : before.value())
                .param("size", size)
                .query(Pathways::pathway)
                .list();
    }

    /** The phases that the person has really been in. */
    @Transactional(readOnly = true)
    public Set<Phase> lived(Viewer asking, PathwayRef ref) {
        access.requireSee(asking, ref, DataKind.PATHWAY);
        return jdbc
                .sql("select distinct phase from phase_entry where pathway_ref = :ref")
                .param("ref", ref.value())
                .query(String.class)
                .stream()
                .map(Phase::valueOf)
                .collect(Collectors.toSet());
    }

    /** Those of the pathways that the viewer may see, by reference. */
    @Transactional(readOnly = true)
    public Map<PathwayRef, Pathway> of(Viewer asking, Collection<PathwayRef> refs) {
        if (refs.isEmpty()) {
            return Map.of();
        }
        AccessDecision.Visible visible = access.visible(asking, "p", DataKind.PATHWAY);
        return jdbc
                .sql("select * from pathway p where p.pathway_ref in (:refs) and " + visible.sql())
                .params(visible.parameters())
                .param("refs", refs.stream().map(PathwayRef::value).toList())
                .query(Pathways::pathway)
                .list()
                .stream()
                .collect(Collectors.toMap(Pathway::ref, pathway -> pathway));
    }

    /** Who rates for an organisation when a round opens. */
    public void setAssessingRole(Viewer asking, String organisation, Role role) {
        access.requireRole(asking, "assessingRole.set", Role.ADMINISTRATOR);
        jdbc.sql("""
                        insert into assessing_role (organisation, role) values (:organisation, :role)
                        on conflict (organisation) do update set role = excluded.role
                        """)
                .param("organisation", organisation)
                .param("role", role.code())
                .update();
    }

    /** First of all: whatever else follows from a registration finds the pathway there. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void open(Person.Registered fact) {
        jdbc.sql(
                        "insert into pathway (pathway_ref, receiving_organisation, opened_at) values (:ref, :organisation, :at)")
                .param("ref", fact.pathway().value())
                .param("organisation", fact.receivingOrganisation())
                .param("at", Timestamp.from(fact.at()))
                .update();
        timeline.add(fact.pathway(), fact.at(), "PATHWAY_OPENED", null, fact.by());
        start(fact.pathway(), fact.receivingOrganisation(), null, null, false);
    }

    void start(
            PathwayRef ref,
            String receivingOrganisation,
            @Nullable String coordinator,
            @Nullable String coordinatorOrganisation,
            boolean isReopened) {
        var variables = new HashMap<String, Object>();
        variables.put("pathwayRef", ref.value());
        variables.put("receivingOrganisation", receivingOrganisation);
        variables.put("isReopened", isReopened);
        // Before anybody is named, an immediate concern goes to the coordinators of the receiving organisation.
        variables.put(
                "coordinatorOrganisation",
                coordinatorOrganisation == null ? receivingOrganisation : coordinatorOrganisation);
        if (coordinator != null) {
            variables.put("coordinator", coordinator);
        }
        workflow.start(new Episode(Pathway.PROCESS, ref, ref.value()), variables);
    }

    void nameCoordinator(PathwayRef ref, String coordinator, String organisation, Instant at, Viewer by) {
        Pathway before = load(ref);
        if (before.coordinator() != null) {
            relationships.end(ref, Relationships.Kind.COORDINATOR, before.coordinator());
        }
        jdbc.sql(
                        "update pathway set coordinator = :coordinator, coordinator_organisation = :organisation where pathway_ref = :ref")
                .param("coordinator", coordinator)
                .param("organisation", organisation)
                .param("ref", ref.value())
                .update();
        relationships.grant(ref, Relationships.Kind.COORDINATOR, coordinator);
        timeline.add(ref, at, "COORDINATOR_NAMED", coordinator, by.username());
    }

    /**
     * Another coordinator takes over: the record, the tasks that were the former one's, and who is asked from now on.
     *
     * @return false when the pathway is no longer the former one's, or has ended and nobody has anything to do any more
     */
    boolean handOver(PathwayRef ref, String from, Directory.StaffMember to, Instant at, Viewer by) {
        workflow.hold(ref);
        Pathway pathway = load(ref);
        if (!(pathway.isOpen() || isWorkedOn(ref)) || !from.equals(pathway.coordinator())) {
            return false;
        }
        nameCoordinator(ref, to.username(), to.organisation(), at, by);
        referrals.changeCoordinator(ref, from, to.username(), to.organisation());
        workflow.handOver(ref, from, to.username(), to.organisation());
        return true;
    }

    private boolean isWorkedOn(PathwayRef ref) {
        return jdbc.sql("select exists (select 1 from episode where pathway_ref = :ref and ended_at is null)")
                .param("ref", ref.value())
                .query(Boolean.class)
                .single();
    }

    void recordPlanning(PathwayRef ref, String answer, @Nullable LocalDate askAgainOn, LocalDate on) {
        jdbc.sql("""
                        update pathway set planning_answer = :answer, planning_answered_on = :on, planning_ask_again_on = :again
                         where pathway_ref = :ref
                        """)
                .param("answer", answer)
                .param("on", on)
                .param("again", askAgainOn)
                .param("ref", ref.value())
                .update();
    }

    /**
     * What staff were told of an antipsychotic. Where nobody knew better, one that was taken before still counts, and is asked
     * after again.
     *
     * @param answer null where it was not asked, which changes nothing
     */
    void recordAntipsychotic(PathwayRef ref, @Nullable String answer, LocalDate on) {
        if (answer == null) {
            return;
        }
        jdbc.sql("""
                        update pathway set antipsychotic_on =
                          case when :answer = 'NO' then null
                               when :answer = 'YES' or antipsychotic_on is not null then cast(:on as date) end
                         where pathway_ref = :ref
                        """)
                .param("answer", answer)
                .param("on", on)
                .param("ref", ref.value())
                .update();
    }

    /** The day on which an antipsychotic was last asked after, as long as the person takes one. */
    Optional<LocalDate> antipsychoticOn(PathwayRef ref) {
        return day("antipsychotic_on", ref);
    }

    void recordInformationGiven(PathwayRef ref, LocalDate on) {
        jdbc.sql(
                        "update pathway set information_given_on = :on where pathway_ref = :ref and information_given_on is null")
                .param("on", on)
                .param("ref", ref.value())
                .update();
    }

    /** The day on which information about the diagnosis was given; it is asked after at every review until then. */
    Optional<LocalDate> informationGivenOn(PathwayRef ref) {
        return day("information_given_on", ref);
    }

    private Optional<LocalDate> day(String column, PathwayRef ref) {
        return jdbc.sql("select " + column + " from pathway where pathway_ref = :ref and " + column + " is not null")
                .param("ref", ref.value())
                .query(LocalDate.class)
                .optional();
    }

    /** By when it is asked whether the prescriber has looked at an antipsychotic; empty for whoever may not know of it. */
    @Transactional(readOnly = true)
    public Optional<LocalDate> antipsychoticReviewOn(Viewer asking, PathwayRef ref) {
        return access.maySee(asking, ref, DataKind.CARE) ? antipsychoticReviewOn(ref) : Optional.empty();
    }

    /** The prescriber looks at it every six weeks; the pathway asks whether that has happened, at once where it is late. */
    private Optional<LocalDate> antipsychoticReviewOn(PathwayRef ref) {
        LocalDate tomorrow = clock.today().plusDays(1);
        return antipsychoticOn(ref)
                .map(on -> clocks.due(
                        "ANTIPSYCHOTIC_REVIEW",
                        null,
                        on.atStartOfDay(WorkingDays.ZONE).toInstant()))
                .map(due -> LocalDate.ofInstant(due, WorkingDays.ZONE))
                .map(due -> due.isBefore(tomorrow) ? tomorrow : due);
    }

    void recordContact(PathwayRef ref, LocalDate on) {
        jdbc.sql("update pathway set last_contact_on = greatest(last_contact_on, :on) where pathway_ref = :ref")
                .param("on", on)
                .param("ref", ref.value())
                .update();
    }

    @EventListener
    void on(Referral.ContactMade fact) {
        recordContact(fact.pathway(), fact.on());
    }

    /** Sharing agreed lets the other organisations of the alliance see the person and rate; anything else does not. */
    @EventListener
    void on(Person.SharingRecorded fact) {
        Pathway pathway = load(fact.pathway());
        if (fact.sharing() == Sharing.AGREED) {
            alliancePartnersOf(pathway)
                    .forEach(other -> relationships.grant(fact.pathway(), Relationships.Kind.CASELOAD, other.id()));
        } else {
            // Also those that only run a service and rate nobody.
            othersOfTheAlliance(pathway).forEach(other -> stopSharingWith(fact.pathway(), other.id()));
        }
    }

    private Stream<Organisation> othersOfTheAlliance(Pathway pathway) {
        return directory.organisations().stream()
                .filter(Organisation::inAlliance)
                .filter(organisation -> !organisation.id().equals(pathway.receivingOrganisation()));
    }

    void stopSharingWith(PathwayRef ref, String organisation) {
        relationships.end(ref, Relationships.Kind.CASELOAD, organisation);
        assessments.withdrawRatings(ref, organisation);
        referrals.endSharingWith(ref, organisation);
        handBack(ref, organisation);
    }

    /** What staff of the organisation had taken or were asked is the receiving organisation's from now on. */
    private void handBack(PathwayRef ref, String organisation) {
        String coordinators = load(ref).receivingOrganisation() + "." + Role.COORDINATOR.code();
        worklist.openOf(Viewer.SYSTEM, ref).stream()
                .filter(task -> task.group().startsWith(organisation + "."))
                .filter(task -> !task.process().equals(Referrals.PROCESS))
                .forEach(task -> worklist.giveTo(task.taskId(), coordinators));
    }

    /** The other organisations of the alliance that take part in care. */
    @Transactional(readOnly = true)
    public List<Organisation> alliancePartnersOf(Pathway pathway) {
        return othersOfTheAlliance(pathway)
                .filter(organisation -> staffInvitation(organisation.id()).isPresent())
                .toList();
    }

    /** Called by the process: opens the round and invites the person, the carers and staff who may know. */
    public void openAssessment(PathwayRef ref) {
        Pathway pathway = load(ref);
        Person person = people.facts(ref);
        var invitations = new ArrayList<Invitation>();
        invitations.add(new Invitation(Rater.PERSON, null, null, null));
        for (Person.Carer carer : person.carers()) {
            // Nobody asks around about somebody who has not agreed to it.
            if (!Boolean.TRUE.equals(carer.mayBeAsked())) {
                continue;
            }
            invitations.add(new Invitation(Rater.CARER, carer.id(), null, null));
        }
        staffInvitation(pathway.receivingOrganisation()).ifPresent(invitations::add);
        if (person.sharing() == Sharing.AGREED) {
            alliancePartnersOf(pathway)
                    .forEach(other -> staffInvitation(other.id()).ifPresent(invitations::add));
        }
        assessments.open(
                ref, nextTrigger(ref), coordinatorOf(pathway), coordinatorOrganisationOf(pathway), invitations);
        nextTrigger(ref, Trigger.REVIEW);
        changeWaits(ref, false);
    }

    /**
     * Ends the wait for the review: a round opens, or a nurse takes a short look where everybody's answers are not to be
     * asked for. Where nothing waits yet, the change is kept: the next round looks at it, and without one the review comes
     * at once instead of after the whole interval.
     */
    void endTheWait(PathwayRef ref, String message, Trigger trigger) {
        if (needsAShortLook(ref)) {
            changeWaits(ref, true);
            if (phaseChanged(ref)) {
                return;
            }
        }
        Trigger before = nextTrigger(ref);
        nextTrigger(ref, trigger);
        if (!workflow.tell(Pathway.PROCESS, ref.value(), message, Map.of())) {
            nextTrigger(ref, before);
            changeWaits(ref, true);
        }
    }

    void changeWaits(PathwayRef ref, boolean waits) {
        jdbc.sql("update pathway set change_waits = :waits where pathway_ref = :ref")
                .param("waits", waits)
                .param("ref", ref.value())
                .update();
    }

    private Trigger nextTrigger(PathwayRef ref) {
        return jdbc.sql("select next_trigger from pathway where pathway_ref = :ref")
                .param("ref", ref.value())
                .query((row, number) -> Trigger.valueOf(row.getString(1)))
                .single();
    }

    private void nextTrigger(PathwayRef ref, Trigger trigger) {
        jdbc.sql("update pathway set next_trigger = :trigger where pathway_ref = :ref")
                .param("trigger", trigger.name())
                .param("ref", ref.value())
                .update();
    }

    private Optional<Invitation> staffInvitation(String organisation) {
        return jdbc.sql("select role from assessing_role where organisation = :organisation")
                .param("organisation", organisation)
                .query(String.class)
                .optional()
                .map(role -> new Invitation(Rater.STAFF, null, organisation, role));
    }

    @EventListener
    void on(Assessment.Confirmed fact) {
        Standing standing = assessments.standing(fact.pathway());
        jdbc.sql("update pathway set stage = :stage, carer_strain = :strain where pathway_ref = :ref")
                .param("stage", fact.stage().name())
                .param("strain", standing.carerStrainLevel())
                .param("ref", fact.pathway().value())
                .update();
        assessmentIsOver(fact.pathway(), false);
    }

    /** The assessment was asked for by mistake: the review comes when it was to come, in the phase that is meant now. */
    void goOnWaiting(PathwayRef ref) {
        assessmentIsOver(ref, true);
    }

    private void assessmentIsOver(PathwayRef ref, boolean isTakenBack) {
        workflow.tell(Pathway.PROCESS, ref.value(), "assessment.finished", Map.of("isTakenBack", isTakenBack));
    }

    /**
     * Opens a task for the same day at once, day and night (care rule 6): on the pathway, or where the pathway is over on
     * the episode whose form said so.
     */
    @EventListener
    void raiseConcern(ConcernRaised fact) {
        jdbc.sql("""
                        insert into concern (id, pathway_ref, kind, note, raised_at, raised_by)
                        values (:id, :ref, :kind, :note, :at, :by)
                        """)
                .param("id", UUID.randomUUID())
                .param("ref", fact.pathway().value())
                .param("kind", fact.kind())
                .param("note", fact.note())
                .param("at", Timestamp.from(fact.at()))
                .param("by", fact.by())
                .update();
        timeline.add(fact.pathway(), fact.at(), "CONCERN_RAISED", fact.kind(), fact.by());
        boolean told = workflow.tell(Pathway.PROCESS, fact.pathway().value(), "concern.raised", Map.of());
        if (!told && fact.process() != null && fact.record() != null) {
            workflow.tell(fact.process(), fact.record(), "concern.raised", Map.of());
        }
    }

    /** A concern that nobody has acted on yet. */
    record Concern(UUID id, String kind, @Nullable String note) {}

    /** The longest waiting one that no ending has closed; each task acts on one. */
    @Transactional(readOnly = true)
    Optional<Concern> openConcern(PathwayRef ref) {
        return jdbc.sql("""
                        select id, kind, note from concern
                         where pathway_ref = :ref and acted_at is null
                           and raised_at > coalesce(
                                 (select max(recorded_at) from life_event where pathway_ref = :ref and kind in (:endings)), '-infinity')
                         order by raised_at, id limit 1
                        """)
                .param("endings", ENDINGS)
                .param("ref", ref.value())
                .query(Concern.class)
                .optional();
    }

    void actedOn(PathwayRef ref, Instant at, Viewer by) {
        openConcern(ref)
                .ifPresent(concern -> jdbc.sql("update concern set acted_at = :at, acted_by = :by where id = :id")
                        .param("at", Timestamp.from(at))
                        .param("by", by.username())
                        .param("id", concern.id())
                        .update());
        timeline.add(ref, at, "CONCERN_ACTED_ON", null, by.username());
    }

    /** Urgent help never waits for the round: what was agreed is sent at once. */
    @EventListener
    void on(Assessment.UrgentHelpDecided fact) {
        for (Assessment.AgreedService agreed : fact.agreed()) {
            agree(
                    fact.pathway(),
                    new PlanItem(
                            agreed.proposalId(),
                            agreed.serviceId(),
                            Priority.valueOf(agreed.priority()),
                            agreed.reasons(),
                            AgreedBy.valueOf(agreed.agreedBy()),
                            agreed.forCarer()),
                    fact.at());
        }
        sendReferrals(fact.pathway());
    }

    /** Something the person agreed to and that is to be sent. */
    record PlanItem(
            @Nullable String proposalId,
            String serviceId,
            Priority priority,
            List<String> reasons,
            AgreedBy agreedBy,
            @Nullable CarerId forCarer) {}

    void agree(PathwayRef ref, PlanItem item, Instant at) {
        jdbc.sql("""
                        insert into plan_item (id, pathway_ref, proposal_id, service_id, priority, reasons, agreed_by, for_carer, agreed_at)
                        values (:id, :ref, :proposal, :service, :priority, :reasons, :agreedBy, :forCarer, :at)
                        """)
                .param("id", UUID.randomUUID())
                .param("ref", ref.value())
                .param("proposal", item.proposalId())
                .param("service", item.serviceId())
                .param("priority", item.priority().name())
                .param("reasons", item.reasons().toArray(String[]::new))
                .param("agreedBy", item.agreedBy().name())
                .param(
                        "forCarer",
                        item.forCarer() == null ? null : item.forCarer().value())
                .param("at", Timestamp.from(at))
                .update();
    }

    private record UnsentItem(
            UUID id,
            String serviceId,
            String priority,
            List<String> reasons,
            String agreedBy,
            @Nullable UUID forCarer) {

        @Nullable
        CarerId carer() {
            return forCarer == null ? null : new CarerId(forCarer);
        }
    }

    /** A carer agreed to support of their own, which runs for each carer already and is no referral. */
    record CarerEnablementAgreed(PathwayRef pathway, CarerId carer, boolean isUrgent, Instant at, String by) {}

    /** Called by the process: sends what the plan agreed and nobody has sent yet. */
    public void sendReferrals(PathwayRef ref) {
        Pathway pathway = load(ref);
        Standing standing = assessments.standing(ref);
        List<UnsentItem> unsent = jdbc.sql(
                        "select id, service_id, priority, reasons, agreed_by, for_carer from plan_item where pathway_ref = :ref and referral_id is null and taken_up_at is null order by agreed_at, id")
                .param("ref", ref.value())
                .query((row, number) -> new UnsentItem(
                        row.getObject("id", UUID.class),
                        row.getString("service_id"),
                        row.getString("priority"),
                        List.of((String[]) row.getArray("reasons").getArray()),
                        row.getString("agreed_by"),
                        row.getObject("for_carer", UUID.class)))
                .list();
        for (UnsentItem item : unsent) {
            CarerId carer = item.carer();
            if (carer != null && isCarerEnablementOfAlliance(item.serviceId())) {
                takeUp(ref, item, carer);
                continue;
            }
            String referral = referrals.send(
                    viewer.get(),
                    new Referrals.NewReferral(
                            ref,
                            item.serviceId(),
                            Priority.valueOf(item.priority()),
                            item.reasons(),
                            AgreedBy.valueOf(item.agreedBy()),
                            carer,
                            null,
                            coordinatorOf(pathway),
                            coordinatorOrganisationOf(pathway),
                            standing.phase()));
            jdbc.sql("update plan_item set referral_id = :referral where id = :id")
                    .param("referral", referral)
                    .param("id", item.id())
                    .update();
        }
    }

    private boolean isCarerEnablementOfAlliance(String serviceId) {
        return services.service(serviceId)
                .filter(service -> service.code().equals(CarersOnPathway.CARER_ENABLEMENT))
                .flatMap(service -> directory.organisation(service.organisation()))
                .filter(Organisation::inAlliance)
                .isPresent();
    }

    private void takeUp(PathwayRef ref, UnsentItem item, CarerId carer) {
        Instant now = clock.instant();
        jdbc.sql("update plan_item set taken_up_at = :at where id = :id")
                .param("at", Timestamp.from(now))
                .param("id", item.id())
                .update();
        events.publishEvent(new CarerEnablementAgreed(
                ref,
                carer,
                item.priority().equals(Priority.URGENT.name()),
                now,
                viewer.get().username()));
    }

    /** What holds until the next review: when it is due, and the phase in which the person lives meanwhile. */
    public record UntilReview(Instant dueAt, Phase phase) {}

    /**
     * Called by the process: when the next review is due, which is no later than the next date on which something was to
     * be asked again (care rule 7). From here on the phase is read from what is known.
     */
    public UntilReview setReviewDate(PathwayRef ref) {
        return keep(ref, nextReview(ref));
    }

    /**
     * Called by the process: the phase that is meant by what was found between reviews. The review stays when it was to be,
     * unless what was found asks for an earlier one.
     */
    public UntilReview findPhase(PathwayRef ref) {
        Instant before = load(ref).reviewDueAt();
        Instant due = nextReview(ref);
        return keep(ref, before == null || due.isBefore(before) ? due : before);
    }

    private Instant nextReview(PathwayRef ref) {
        if (load(ref).changeWaits()) {
            return clock.instant();
        }
        // Palliative care looks at somebody unstable or dying in its own rhythm; a second look would be twice the work.
        int days = needsAShortLook(ref) && register.looksAfter(ref)
                ? assessments.reviewInDays(ref, null)
                : assessments.reviewInDays(ref);
        // By the calendar: at the same time of day also where the clocks change in between.
        Instant due = clock.instant().atZone(WorkingDays.ZONE).plusDays(days).toInstant();
        return nextToAskAgain(ref)
                .map(day -> day.atStartOfDay(WorkingDays.ZONE).toInstant())
                .filter(asking -> asking.isBefore(due))
                .orElse(due);
    }

    private UntilReview keep(PathwayRef ref, Instant date) {
        // The engine keeps milliseconds, and both sides must name the same instant.
        Instant due = date.truncatedTo(ChronoUnit.MILLIS);
        Pathway before = load(ref);
        Phase phase =
                Phase.of(assessments.standing(ref), register.onRegister(ref).isPresent());
        showPhase(ref, phase);
        jdbc.sql("update pathway set review_due_at = :due, change_waits = false where pathway_ref = :ref")
                .param("due", Timestamp.from(due))
                .param("ref", ref.value())
                .update();
        if (!due.equals(before.reviewDueAt())) {
            timeline.add(ref, clock.instant(), "REVIEW_SET", due.toString(), "system");
        }
        return new UntilReview(due, phase);
    }

    void showPhase(PathwayRef ref, Phase phase) {
        if (phase == load(ref).phase()) {
            return;
        }
        jdbc.sql("update pathway set phase = :phase where pathway_ref = :ref")
                .param("phase", phase.name())
                .param("ref", ref.value())
                .update();
        timeline.add(ref, clock.instant(), "PHASE_FOUND", phase.name(), Viewer.SYSTEM.username());
    }

    /**
     * Something that may mean another phase was found between reviews. Whoever waits for a review goes on waiting in the
     * phase that is meant; for anybody else the phase is found when the wait begins.
     *
     * @return false when nothing waits
     */
    boolean phaseChanged(PathwayRef ref) {
        return workflow.tell(Pathway.PROCESS, ref.value(), "phase.changed", Map.of());
    }

    /**
     * Who looks at a review: a group, and the one of it whose work it is, if it is somebody's already.
     *
     * @param priority null unless it cannot wait as long as other reviews
     */
    public record ReviewTeam(
            String organisation,
            String role,
            @Nullable String reviewer,
            @Nullable String priority) {}

    /**
     * Called by the process: while the person is unstable or dying a palliative nurse takes a short look, where there is
     * one who may know of the person; otherwise the coordinator does.
     */
    @Transactional(readOnly = true)
    public ReviewTeam reviewTeam(PathwayRef ref) {
        Pathway pathway = load(ref);
        boolean isShortLook = needsAShortLook(ref);
        String nurse = Role.PALLIATIVE_NURSE.code();
        return mayKnow(pathway)
                .filter(organisation -> isShortLook
                        && !directory.staffOf(organisation + "." + nurse).isEmpty())
                .findFirst()
                .map(organisation -> new ReviewTeam(organisation, nurse, null, PALLIATIVE))
                .orElseGet(() -> new ReviewTeam(
                        coordinatorOrganisationOf(pathway),
                        Role.COORDINATOR.code(),
                        pathway.coordinator(),
                        isShortLook ? PALLIATIVE : null));
    }

    /** Nobody is sent a form now; a nurse looks. */
    private boolean needsAShortLook(PathwayRef ref) {
        String illness = assessments.standing(ref).phase();
        return "UNSTABLE".equals(illness) || "DYING".equals(illness);
    }

    /** Organisations of the alliance that may see the person, the receiving one first. */
    private Stream<String> mayKnow(Pathway pathway) {
        Stream<String> receiving = Stream.of(pathway.receivingOrganisation());
        return people.facts(pathway.ref()).sharing() == Sharing.AGREED
                ? Stream.concat(receiving, othersOfTheAlliance(pathway).map(Organisation::id))
                : receiving;
    }

    /** What is asked again today or was to be asked before is asked at the review that has just been. */
    private Optional<LocalDate> nextToAskAgain(PathwayRef ref) {
        return Stream.of(
                        proposals.putOff(Viewer.SYSTEM, ref).stream().map(Proposal::askAgainOn),
                        referrals.putOff(Viewer.SYSTEM, ref).stream().map(Referrals.PutOff::askAgainOn),
                        Stream.ofNullable(load(ref).planningAskAgainOn()),
                        antipsychoticReviewOn(ref).stream())
                .flatMap(days -> days)
                .filter(Objects::nonNull)
                .filter(day -> day.isAfter(clock.today()))
                .min(Comparator.naturalOrder());
    }

    void close(PathwayRef ref, String endReason, Instant at) {
        jdbc.sql(
                        "update pathway set ended_at = :at, end_reason = :reason, review_due_at = null where pathway_ref = :ref")
                .param("at", Timestamp.from(at))
                .param("reason", endReason)
                .param("ref", ref.value())
                .update();
    }

    void reopen(PathwayRef ref) {
        jdbc.sql("update pathway set ended_at = null, end_reason = null where pathway_ref = :ref")
                .param("ref", ref.value())
                .update();
        startWhereItStood(ref);
    }

    void startWhereItStood(PathwayRef ref) {
        Pathway pathway = load(ref);
        // Without a coordinator the pathway starts where it was: somebody has to be named first (care rule 1).
        start(
                ref,
                pathway.receivingOrganisation(),
                pathway.coordinator(),
                pathway.coordinatorOrganisation(),
                pathway.coordinator() != null);
    }

    Pathway load(PathwayRef ref) {
        return jdbc.sql("select * from pathway where pathway_ref = :ref")
                .param("ref", ref.value())
                .query(Pathways::pathway)
                .optional()
                .orElseThrow(NotVisible::new);
    }

    private static String coordinatorOf(Pathway pathway) {
        if (pathway.coordinator() == null) {
            throw new IllegalStateException("The pathway has no coordinator yet");
        }
        return pathway.coordinator();
    }

    private static String coordinatorOrganisationOf(Pathway pathway) {
        return pathway.coordinatorOrganisation() == null
                ? pathway.receivingOrganisation()
                : pathway.coordinatorOrganisation();
    }

    private static Pathway pathway(ResultSet row, int number) throws SQLException {
        Timestamp reviewDueAt = row.getTimestamp("review_due_at");
        Timestamp endedAt = row.getTimestamp("ended_at");
        return new Pathway(
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("receiving_organisation"),
                row.getString("coordinator"),
                row.getString("coordinator_organisation"),
                row.getTimestamp("opened_at").toInstant(),
                reviewDueAt == null ? null : reviewDueAt.toInstant(),
                row.getString("planning_answer"),
                row.getObject("planning_answered_on", LocalDate.class),
                row.getObject("planning_ask_again_on", LocalDate.class),
                Stage.valueOf(row.getString("stage")),
                row.getString("carer_strain"),
                Phase.valueOf(row.getString("phase")),
                row.getBoolean("change_waits"),
                endedAt == null ? null : endedAt.toInstant(),
                row.getString("end_reason"));
    }
}
