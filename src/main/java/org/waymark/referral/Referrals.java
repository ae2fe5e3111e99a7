package org.waymark.referral;

import static java.util.Map.entry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Relationships;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referral.State;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;

/**
 * Sends referrals, keeps their loop and closes them. A referral is closed when its outcome has been read by the one who
 * sent it (care rule 8), not when it was accepted.
 */
@Component
@Transactional
public class Referrals {

    /** The process that runs a referral; its business key is the referral's id. */
    public static final String PROCESS = "partner-referral";

    private static final Set<String> PALLIATIVE = Set.of("PALLIATIVE_NURSE", "HOSPICE_AT_HOME");
    private static final Set<String> PHASES_THAT_HURRY = Set.of("UNSTABLE", "DYING");
    private static final String COLUMNS = """
            select r.*, s.code as service_code, s.name as service_name, s.organisation as service_organisation,
                   s.role as service_role, s.area as service_area
              from referral r join service s on s.id = r.service_id
            """;

    private final JdbcClient jdbc;
    private final Workflow workflow;
    private final AccessDecision access;
    private final Relationships relationships;
    private final Directory organisations;
    private final ServiceDirectory services;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ApplicationEventPublisher events;

    Referrals(
            JdbcClient jdbc,
            Workflow workflow,
            AccessDecision access,
            Relationships relationships,
            Directory organisations,
            ServiceDirectory services,
            AuditTrail audit,
            WaymarkClock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.workflow = workflow;
        this.access = access;
        this.relationships = relationships;
        this.organisations = organisations;
        this.services = services;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /**
     * What is to be sent.
     *
     * @param predecessor the declined referral before this one
     * @param coordinator who answers questions and decides after a decline
     * @param phase phase of illness; UNSTABLE and DYING shorten the clocks of palliative help
     */
    public record NewReferral(
            PathwayRef pathway,
            String serviceId,
            Priority priority,
            List<String> reasons,
            AgreedBy agreedBy,
            @Nullable CarerId forCarer,
            @Nullable String predecessor,
            String coordinator,
            String coordinatorOrganisation,
            @Nullable String phase) {}

    /** Stores the referral, opens the relationship to the service's organisation and starts its process. */
    public String send(Viewer viewer, NewReferral referral) {
        Service service = services.service(referral.serviceId()).orElseThrow(NotVisible::new);
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        String sentOrganisation =
                viewer.organisation() == null ? referral.coordinatorOrganisation() : viewer.organisation();
        AccessDecision.Visible visible = access.visible(viewer, "asked", DataKind.REFERRALS);
        int sent = jdbc.sql("""
                        insert into referral (id, pathway_ref, service_id, priority, reasons, agreed_by, for_carer, predecessor,
                               phase, coordinator, coordinator_organisation, state, sent_by, sent_organisation, sent_at)
                        select :id, asked.pathway_ref, :service, :priority, :reasons, :agreedBy, cast(:forCarer as uuid),
                               cast(:predecessor as uuid), :phase, :coordinator, :coordinatorOrganisation, 'SENT', :by,
                               :sentOrganisation, :at
                          from pathway_sharing asked where asked.pathway_ref = :pathway and %s
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("id", id)
                .param("pathway", referral.pathway().value())
                .param("service", service.id())
                .param("priority", referral.priority().name())
                .param("reasons", referral.reasons().toArray(String[]::new))
                .param("agreedBy", referral.agreedBy().name())
                .param(
                        "forCarer",
                        referral.forCarer() == null ? null : referral.forCarer().value())
                .param("predecessor", referral.predecessor() == null ? null : UUID.fromString(referral.predecessor()))
                .param("phase", referral.phase())
                .param("coordinator", referral.coordinator())
                .param("coordinatorOrganisation", referral.coordinatorOrganisation())
                .param("by", viewer.isSystem() ? referral.coordinator() : viewer.username())
                .param("sentOrganisation", sentOrganisation)
                .param("at", Timestamp.from(now))
                .update();
        if (sent == 0) {
            audit.record(viewer.username(), "referral.sent", referral.pathway(), null, Outcome.REFUSED);
            throw new NotVisible();
        }
        relationships.grant(referral.pathway(), Relationships.Kind.REFERRAL, service.organisation());
        String sender = viewer.isSystem() ? referral.coordinator() : viewer.username();
        jdbc.sql("insert into referral_step (referral_id, state, at, by) values (:id, 'SENT', :at, :by)")
                .param("id", id)
                .param("at", Timestamp.from(now))
                .param("by", sender)
                .update();
        events.publishEvent(new Referral.Moved(
                id.toString(), referral.pathway(), service.code(), service.name(), State.SENT, now, sender));
        workflow.start(
                new Episode(PROCESS, referral.pathway(), id.toString()),
                Map.ofEntries(
                        entry("pathwayRef", referral.pathway().value()),
                        entry("referralId", id.toString()),
                        entry("service", service.code()),
                        entry("organisation", service.organisation()),
                        entry("role", service.role()),
                        entry("priority", clockPriority(service, referral.priority(), referral.phase())),
                        entry("sender", sender),
                        entry("senderOrganisation", sentOrganisation),
                        entry("coordinator", referral.coordinator()),
                        entry("coordinatorOrganisation", referral.coordinatorOrganisation())));
        return id.toString();
    }

    /** Which row of the clocks counts: rapid response and palliative help for an unstable phase have their own. */
    private static String clockPriority(Service service, Priority priority, @Nullable String phase) {
        if (service.code().equals("RAPID_RESPONSE")) {
            return "RAPID_RESPONSE";
        }
        if (PALLIATIVE.contains(service.code()) && phase != null && PHASES_THAT_HURRY.contains(phase)) {
            return "PALLIATIVE";
        }
        return priority.name();
    }

    /** Referrals of one person that the viewer may see, newest first. A partner sees those to its own organisation. */
    @Transactional(readOnly = true)
    public List<Referral> of(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.REFERRALS);
        boolean ownOnly = viewer.organisation() != null
                && organisations
                        .organisation(viewer.organisation())
                        .filter(organisation -> !organisation.inAlliance())
                        .isPresent();
        return jdbc.sql(
                        COLUMNS
                                + " where r.pathway_ref = :pathway and (not :ownOnly or s.organisation = :organisation) order by r.sent_at desc, r.id")
                .param("pathway", pathway.value())
                .param("ownOnly", ownOnly)
                .param("organisation", viewer.organisation())
                .query(Referrals::referral)
                .list();
    }

    /** The open ones among them, oldest first; none for one who may not see referrals. */
    @Transactional(readOnly = true)
    public List<Referral> openOf(Viewer viewer, PathwayRef pathway) {
        return those(viewer, pathway, "r.ended_at is null order by r.sent_at, r.id");
    }

    private List<Referral> those(Viewer viewer, PathwayRef pathway, String which) {
        AccessDecision.Visible visible = access.visible(viewer, "r", DataKind.REFERRALS);
        return jdbc.sql(COLUMNS + " where r.pathway_ref = :pathway and " + visible.sql() + " and " + which)
                .params(visible.parameters())
                .param("pathway", pathway.value())
                .query(Referrals::referral)
                .list();
    }

    /** A service that declined and is to be asked again. */
    public record PutOff(String serviceName, LocalDate askAgainOn) {}

    /** Services that declined and have not been asked again since, by the date to do so; as {@link #openOf}. */
    @Transactional(readOnly = true)
    public List<PutOff> putOff(Viewer viewer, PathwayRef pathway) {
        AccessDecision.Visible visible = access.visible(viewer, "r", DataKind.REFERRALS);
        return jdbc.sql("""
                        select s.name as service_name, r.ask_again_on
                          from referral r join service s on s.id = r.service_id
                         where r.pathway_ref = :pathway and %s and r.next_step = 'ASK_LATER' and r.ask_again_on is not null
                           and not exists (select 1 from referral later
                                            where later.pathway_ref = r.pathway_ref and later.service_id = r.service_id
                                              and later.sent_at > r.sent_at)
                         order by r.ask_again_on, s.name
                        """.formatted(visible.sql()))
                .params(visible.parameters())
                .param("pathway", pathway.value())
                .query(PutOff.class)
                .list();
    }

    /** Referrals that reached the viewer's organisation, or that it sent. */
    public enum Direction {
        RECEIVED,
        SENT
    }

    /** A page of the organisation's referrals, newest first; {@code before} is the last id of the page before. */
    @Transactional(readOnly = true)
    public List<Referral> ofOrganisation(
            Viewer viewer, Direction direction, boolean openOnly, @Nullable UUID before, int size) {
        if (before != null) {
            access.requireSee(viewer, load(before.toString()).pathway(), DataKind.REFERRALS);
        }
        String column = direction == Direction.RECEIVED ? "s.organisation" : "r.sent_organisation";
        AccessDecision.Visible visible = access.visible(viewer, "r", DataKind.REFERRALS);
        return jdbc.sql(COLUMNS
                        + " where "
                        + column
                        + " = :organisation and (not :openOnly or r.ended_at is null) and "
                        + visible.sql()
                        + " and (cast(:before as uuid) is null or (r.sent_at, r.id) < (select sent_at, id from referral where id = :before))"
                        + " order by r.sent_at desc, r.id desc limit :size")
                .params(visible.parameters())
                .param("organisation", viewer.organisation())
                .param("openOnly", openOnly)
                .param("before", before)
                .param("size", size)
                .query(Referrals::referral)
                .list();
    }

    /** Outcomes that left something to be done and that no plan or review has taken up yet; as {@link #openOf}. */
    @Transactional(readOnly = true)
    public List<Referral> furtherNeeds(Viewer viewer, PathwayRef pathway) {
        return those(viewer, pathway, "r.further_need order by r.outcome_read_at, r.id");
    }

    /** A plan or a review has looked at them. */
    public void takeUpFurtherNeeds(Viewer viewer, PathwayRef pathway) {
        AccessDecision.Visible visible = access.visible(viewer, "r", DataKind.REFERRALS);
        jdbc.sql("update referral r set further_need = false where pathway_ref = :pathway and further_need and "
                        + visible.sql())
                .params(visible.parameters())
                .param("pathway", pathway.value())
                .update();
    }

    /** For forms and delegates, which already know that the task they serve belongs to this referral. */
    Referral load(String id) {
        return jdbc.sql(COLUMNS + " where r.id = :id")
                .param("id", UUID.fromString(id))
                .query(Referrals::referral)
                .optional()
                .orElseThrow(NotVisible::new);
    }

    /** A coordinator asks the referral's process to close it: the service is told and the referral becomes CANCELLED. */
    public void withdraw(Viewer viewer, String referralId, String endReason) {
        access.requireRole(viewer, "referral.withdrawn", Role.COORDINATOR);
        Referral referral = load(referralId);
        access.requireSee(viewer, referral.pathway(), DataKind.REFERRALS);
        audit.record(viewer.username(), "referral.withdrawn", referral.pathway(), referralId);
        workflow.tell(PROCESS, referralId, "referral.withdrawn", Map.of("endReason", endReason));
    }

    /** Ends what went to one organisation because the person objected to sharing with it. */
    @WithoutViewer("follows from what the person said of sharing")
    public void endSharingWith(PathwayRef pathway, String organisation) {
        for (Referral referral : openOf(Viewer.SYSTEM, pathway)) {
            if (referral.service().organisation().equals(organisation)) {
                workflow.tell(PROCESS, referral.id(), "sharing.objected", Map.of("endReason", "SHARING_ENDED"));
            }
        }
        relationships.end(pathway, Relationships.Kind.REFERRAL, organisation);
    }

    /** Another coordinator answers questions and decides after a decline from now on. */
    @WithoutViewer("follows from a handover that the receiver accepted")
    public void changeCoordinator(PathwayRef pathway, String from, String to, String toOrganisation) {
        jdbc.sql("""
                        update referral set coordinator = :to, coordinator_organisation = :organisation
                         where pathway_ref = :pathway and coordinator = :from and ended_at is null
                        """)
                .param("to", to)
                .param("organisation", toOrganisation)
                .param("pathway", pathway.value())
                .param("from", from)
                .update();
    }

    /** Called by the process when it was told to stop: the record follows. */
    public void cancel(String referralId, String endReason) {
        Instant now = clock.instant();
        move(
                Viewer.SYSTEM.username(),
                referralId,
                State.CANCELLED,
                now,
                Map.of("end_reason", endReason, "ended_at", Timestamp.from(now)));
    }

    /** Sends the next leg that was decided after a decline; it knows its predecessor. */
    public void sendNextLeg(String referralId) {
        NextLeg next = jdbc.sql(
                        "select next_service_id, next_agreed_by, coordinator, coordinator_organisation, phase from referral where id = :id")
                .param("id", UUID.fromString(referralId))
                .query(NextLeg.class)
                .single();
        Referral declined = load(referralId);
        send(
                Viewer.SYSTEM,
                new NewReferral(
                        declined.pathway(),
                        next.nextServiceId(),
                        declined.priority(),
                        declined.reasons(),
                        AgreedBy.valueOf(next.nextAgreedBy()),
                        declined.forCarer(),
                        referralId,
                        next.coordinator(),
                        next.coordinatorOrganisation(),
                        next.phase()));
    }

    private record NextLeg(
            String nextServiceId,
            String nextAgreedBy,
            String coordinator,
            String coordinatorOrganisation,
            @Nullable String phase) {}

    /** The service's people opened the referral for the first time. */
    void received(Referral referral) {
        if (referral.loop().receivedAt() == null) {
            jdbc.sql("update referral set received_at = :at where id = :id and received_at is null")
                    .param("at", Timestamp.from(clock.instant()))
                    .param("id", UUID.fromString(referral.id()))
                    .update();
        }
    }

    /**
     * Moves a referral on: sets the state, the named columns and the time of the step.
     *
     * @param columns column names of ours, never anything a user typed, with their new values
     */
    void move(Viewer by, String id, State state, Instant at, Map<String, ? extends @Nullable Object> columns) {
        if (!move(by.username(), id, state, at, columns)) {
            throw new NotVisible();
        }
    }

    /** Changes the referral and adds its step in one round trip; returns false when it has ended before. */
    private boolean move(
            String by, String id, State state, Instant at, Map<String, ? extends @Nullable Object> columns) {
        var changes = new StringBuilder("state = :state");
        for (String column : columns.keySet()) {
            changes.append(", ").append(column).append(" = ");
            // Whoever answers has received it, but the first time somebody opened it counts.
            changes.append(column.equals("received_at") ? "coalesce(received_at, :received_at)" : ":" + column);
        }
        Optional<Moved> moved = jdbc.sql("""
                        with moved as (
                          update referral set %s where id = :id and ended_at is null returning id, pathway_ref, service_id),
                        step as (
                          insert into referral_step (referral_id, state, at, by)
                          select id, :state, cast(:at as timestamptz), :by from moved)
                        select m.pathway_ref, s.code, s.name, s.organisation from moved m join service s on s.id = m.service_id
                        """.formatted(changes))
                .params(columns)
                .param("state", state.name())
                .param("id", UUID.fromString(id))
                .param("at", Timestamp.from(at))
                .param("by", by)
                .query(Moved.class)
                .optional();
        moved.ifPresent(referral -> {
            var pathway = new PathwayRef(referral.pathwayRef());
            if (columns.containsKey("ended_at")) {
                endRelationship(pathway, referral.organisation());
            }
            events.publishEvent(new Referral.Moved(id, pathway, referral.code(), referral.name(), state, at, by));
        });
        return moved.isPresent();
    }

    private record Moved(String pathwayRef, String code, String name, String organisation) {}

    /** What the service may see ends with its last open referral, after the days in which it may look back. */
    private void endRelationship(PathwayRef pathway, String organisation) {
        boolean isLast = openOf(Viewer.SYSTEM, pathway).stream()
                .noneMatch(other -> other.service().organisation().equals(organisation));
        if (isLast) {
            relationships.end(pathway, Relationships.Kind.REFERRAL, organisation);
        }
    }

    private static Referral referral(ResultSet row, int number) throws SQLException {
        String carer = row.getString("for_carer");
        return new Referral(
                row.getString("id"),
                new PathwayRef(row.getString("pathway_ref")),
                new Service(
                        row.getString("service_id"),
                        row.getString("service_code"),
                        row.getString("service_name"),
                        row.getString("service_organisation"),
                        row.getString("service_role"),
                        row.getString("service_area")),
                Priority.valueOf(row.getString("priority")),
                List.of((String[]) row.getArray("reasons").getArray()),
                AgreedBy.valueOf(row.getString("agreed_by")),
                carer == null ? null : CarerId.of(carer),
                row.getString("predecessor"),
                State.valueOf(row.getString("state")),
                row.getString("end_reason"),
                row.getString("question"),
                row.getString("question_answer"),
                row.getString("decline_reason"),
                row.getString("decline_note"),
                row.getObject("expected_on", LocalDate.class),
                row.getString("result"),
                row.getString("outcome"),
                row.getString("follow_up"),
                row.getString("follow_up_note"),
                row.getString("sent_by"),
                row.getString("sent_organisation"),
                new Referral.Loop(
                        row.getTimestamp("sent_at").toInstant(),
                        instant(row, "received_at"),
                        instant(row, "answered_at"),
                        instant(row, "first_contact_at"),
                        instant(row, "outcome_reported_at"),
                        instant(row, "outcome_read_at"),
                        instant(row, "ended_at")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
