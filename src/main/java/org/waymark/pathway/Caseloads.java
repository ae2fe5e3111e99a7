package org.waymark.pathway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;

/**
 * Who coordinates whom, and how much that is. Points are the alliance's own measure of how much care people take; they
 * help to share work fairly and rank nobody.
 */
@Component
@Transactional
public class Caseloads {

    /** All people of one coordinator, in numbers. */
    public record Load(@Nullable String coordinator, long people, long points, long overdue) {}

    /**
     * One person on a caseload, with what the points come from.
     *
     * @param endReason how the pathway ended, of somebody whose bereaved carers are still supported
     */
    public record Entry(
            PathwayRef pathway,
            @Nullable String coordinator,
            Stage stage,
            String carerStrain,
            Phase phase,
            @Nullable String code,
            @Nullable Instant reviewDueAt,
            @Nullable LocalDate lastContactOn,
            @Nullable String nextTask,
            @Nullable Instant nextDueAt,
            long overdue,
            int points,
            @Nullable String endReason) {}

    /** What a caseload is sorted by, the most pressing first. */
    public enum Order {
        POINTS("-points"),
        NEXT_DUE("extract(epoch from coalesce(next_due_at, 'infinity'))"),
        LAST_CONTACT("coalesce(last_contact_on - date '1900-01-01', -1)"),
        REVIEW("extract(epoch from coalesce(review_due_at, 'infinity'))");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    /** What becomes of the offer to take over people. */
    public enum OfferState {
        OFFERED,
        ACCEPTED,
        DECLINED,
        WITHDRAWN
    }

    /** People whom one coordinator would hand over to another. */
    public record Offer(
            UUID id,
            String from,
            String to,
            List<PathwayRef> people,
            @Nullable String note,
            OfferState state,
            String offeredBy,
            Instant offeredAt,
            @Nullable String answerNote) {}

    /** What accepting an offer did; those left out had ended or had changed hands before. */
    public record HandedOver(int people, int leftOut) {}

    /**
     * Whom somebody coordinates: everybody whose pathway is open, and those who have died as long as there is work to do for
     * the carers they left.
     */
    private static final String COORDINATED = """
            (p.ended_at is null
             or (p.coordinator is not null
                 and exists (select 1 from episode e where e.pathway_ref = p.pathway_ref and e.ended_at is null)))
            """;

    /** Every person with the points of their caseload; {@code %s} narrows the pathways. After the end only the person counts. */
    private static final String BOARD = """
            select p.*, each.points
                        + case when p.ended_at is null
                               then coalesce(stage.points, 0) + coalesce(strain.points, 0) + coalesce(code.points, 0) + coalesce(review.points, 0)
                               else 0 end as points
              from pathway p
              join caseload_weight each on each.aspect = 'PERSON'
              left join caseload_weight stage on stage.aspect = 'STAGE' and stage.value = p.stage
              left join caseload_weight strain on strain.aspect = 'STRAIN' and strain.value = p.carer_strain
              left join caseload_weight code on code.aspect = 'CODE' and code.value = p.needs_code
              left join caseload_weight review on review.aspect = 'REVIEW' and review.value =
                   case when p.review_due_at < :now then 'OVERDUE'
                        when p.review_due_at < cast(:now as timestamptz) + interval '14 days' then 'WITHIN_14_DAYS'
                        when p.review_due_at < cast(:now as timestamptz) + interval '60 days' then 'WITHIN_60_DAYS' end
             where\s""" + COORDINATED + " and %s";

    /** So many people may be offered at once; a transaction holds the lock of each. */
    public static final int MOST_AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final Pathways pathways;
    private final Directory directory;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Caseloads(
            JdbcClient jdbc,
            Pathways pathways,
            Directory directory,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.jdbc = jdbc;
        this.pathways = pathways;
        this.directory = directory;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** The caseloads that the viewer may see, the heaviest first; one without a coordinator holds those who wait for one. */
    @Transactional(readOnly = true)
    public List<Load> loads(Viewer viewer) {
        AccessDecision.Visible visible = visibleTo(viewer);
        return jdbc.sql("""
                        select b.coordinator, count(*) as people, sum(b.points) as points,
                               count(*) filter (where exists (
                                 select 1 from work_item w
                                  where w.pathway_ref = b.pathway_ref and w.state = 'OPEN' and w.paused_at is null and w.due_at < :now)) as overdue
                          from (%s) b group by b.coordinator order by points desc, b.coordinator
                        """.formatted(BOARD.formatted(visible.sql())))
                .params(visible.parameters())
                .param("now", Timestamp.from(clock.instant()))
                .query(Load.class)
                .list();
    }

    /**
     * One page of a caseload.
     *
     * @param coordinator whose; null for those who have none yet
     * @param after the last person of the page before
     */
    @Transactional(readOnly = true)
    public List<Entry> caseload(
            Viewer viewer, @Nullable String coordinator, Order order, @Nullable PathwayRef after, int size) {
        AccessDecision.Visible visible = visibleTo(viewer);
        return jdbc.sql("""
                        with board as (
                          select b.*, next.name as next_task, next.due_at as next_due_at, late.overdue
                            from (%s) b
                            left join lateral (
                              select w.name, w.due_at from work_item w
                               where w.pathway_ref = b.pathway_ref and w.state = 'OPEN' order by w.due_sort, w.task_id limit 1) next on true
                            left join lateral (
                              select count(*) as overdue from work_item w
                               where w.pathway_ref = b.pathway_ref and w.state = 'OPEN' and w.paused_at is null and w.due_at < :now) late on true),
                        sorted as (select board.*, %s as sort_key from board)
                        select * from sorted
                         where cast(:after as text) is null
                            or (sort_key, pathway_ref) > (select s.sort_key, s.pathway_ref from sorted s where s.pathway_ref = :after)
                         order by sort_key, pathway_ref limit :size
                        """.formatted(
                                BOARD.formatted(visible.sql()
                                        + " and p.coordinator is not distinct from cast(:coordinator as text)"),
                                order.sql))
                .params(visible.parameters())
                .param("now", Timestamp.from(clock.instant()))
                .param("coordinator", coordinator)
                .param("after", after == null ? null : after.value())
                .param("size", size)
                .query(Caseloads::entry)
                .list();
    }

    private AccessDecision.Visible visibleTo(Viewer viewer) {
        access.requireRole(viewer, "caseload.viewed", Role.COORDINATOR);
        return access.visible(viewer, "p", DataKind.CARE);
    }

    /** How many points these people are together. */
    @Transactional(readOnly = true)
    public long points(Viewer viewer, List<PathwayRef> people) {
        AccessDecision.Visible visible = visibleTo(viewer);
        return jdbc.sql("select coalesce(sum(b.points), 0) from (%s) b"
                        .formatted(BOARD.formatted(visible.sql() + " and p.pathway_ref = any(:people)")))
                .params(visible.parameters())
                .param("now", Timestamp.from(clock.instant()))
                .param("people", values(people))
                .query(Long.class)
                .single();
    }

    /** The coordinators who could take over these people: of the organisations that look after every one of them. */
    @Transactional(readOnly = true)
    public List<StaffMember> receivers(Viewer viewer, List<PathwayRef> people) {
        visibleTo(viewer);
        return directory.staff().stream()
                .filter(member -> member.roles().contains(Role.COORDINATOR))
                .filter(member ->
                        access.among(member.asViewer(), people, DataKind.CARE).containsAll(people))
                .toList();
    }

    /** Everybody on a caseload, for handing over the whole of it; of a very large one those with the most points. */
    @Transactional(readOnly = true)
    public List<PathwayRef> everybodyOf(Viewer viewer, @Nullable String coordinator) {
        return caseload(viewer, coordinator, Order.POINTS, null, MOST_AT_ONCE).stream()
                .map(Entry::pathway)
                .toList();
    }

    /**
     * Offers people of one caseload to another coordinator, who must accept before anything changes.
     *
     * @throws Refused when nobody was chosen, or the receiver could not look after all of them
     */
    public UUID offer(Viewer viewer, List<PathwayRef> people, String to, @Nullable String note) {
        Set<String> chosen = new TreeSet<>(List.of(values(people)));
        if (chosen.isEmpty()) {
            throw new Refused("handover.nobodyChosen");
        }
        if (chosen.size() > MOST_AT_ONCE) {
            throw new Refused("handover.tooMany");
        }
        List<PathwayRef> refs = chosen.stream().map(PathwayRef::new).toList();
        refs.forEach(ref -> access.requireSee(viewer, ref, DataKind.CARE));
        List<String> coordinators = jdbc.sql(
                        "select distinct coalesce(p.coordinator, '') from pathway p where p.pathway_ref = any(:refs) and "
                                + COORDINATED)
                .param("refs", values(refs))
                .query(String.class)
                .list();
        if (coordinators.size() != 1 || coordinators.get(0).isEmpty()) {
            throw new Refused("handover.severalCaseloads");
        }
        String from = coordinators.get(0);
        if (from.equals(to)
                || receivers(viewer, refs).stream()
                        .noneMatch(member -> member.username().equals(to))) {
            throw new Refused("handover.notThisReceiver");
        }
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into handover (id, from_coordinator, to_coordinator, pathway_refs, note, state, offered_by, offered_at)
                        values (:id, :from, :to, :refs, :note, 'OFFERED', :by, :at)
                        """)
                .param("id", id)
                .param("from", from)
                .param("to", to)
                .param("refs", values(refs))
                .param("note", note)
                .param("by", viewer.username())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        refs.forEach(ref -> audit.record(viewer.username(), "handover.offered", ref, id.toString()));
        return id;
    }

    /** Offers that wait for an answer and concern the viewer, as the one who gives or the one who takes. */
    @Transactional(readOnly = true)
    public List<Offer> open(Viewer viewer) {
        access.requireRole(viewer, "handover.viewed", Role.COORDINATOR);
        return jdbc.sql("""
                        select * from handover
                         where state = 'OFFERED' and :me in (from_coordinator, to_coordinator, offered_by) order by offered_at
                        """)
                .param("me", viewer.username())
                .query(Caseloads::offer)
                .list();
    }

    /** The receiver takes them over: from now on everything of these people that was the other's is theirs. */
    public HandedOver accept(Viewer viewer, UUID id) {
        Offer offer = answer(viewer, id, OfferState.ACCEPTED, null, Offer::to);
        StaffMember receiver = directory.staffMember(offer.to()).orElseThrow(NotVisible::new);
        int handedOver = 0;
        for (PathwayRef ref : offer.people()) {
            if (pathways.handOver(ref, offer.from(), receiver, clock.instant(), viewer)) {
                audit.record(viewer.username(), "handover.accepted", ref, id.toString());
                handedOver++;
            }
        }
        return new HandedOver(handedOver, offer.people().size() - handedOver);
    }

    public void decline(Viewer viewer, UUID id, @Nullable String note) {
        answer(viewer, id, OfferState.DECLINED, note, Offer::to);
    }

    public void withdraw(Viewer viewer, UUID id) {
        answer(viewer, id, OfferState.WITHDRAWN, null, Offer::offeredBy);
    }

    private Offer answer(
            Viewer viewer, UUID id, OfferState state, @Nullable String note, Function<Offer, String> whose) {
        access.requireRole(viewer, "handover.answered", Role.COORDINATOR);
        Offer offer = jdbc.sql("select * from handover where id = :id for update")
                .param("id", id)
                .query(Caseloads::offer)
                .optional()
                .filter(found -> whose.apply(found).equals(viewer.username()))
                .orElseThrow(NotVisible::new);
        if (offer.state() != OfferState.OFFERED) {
            throw new Refused("handover.answered");
        }
        jdbc.sql(
                        "update handover set state = :state, answered_by = :by, answered_at = :at, answer_note = :note where id = :id")
                .param("state", state.name())
                .param("by", viewer.username())
                .param("at", Timestamp.from(clock.instant()))
                .param("note", note)
                .param("id", id)
                .update();
        audit.record(viewer.username(), "handover.answered", null, id.toString());
        return offer;
    }

    private static String[] values(List<PathwayRef> refs) {
        return refs.stream().map(PathwayRef::value).toArray(String[]::new);
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                new PathwayRef(row.getString("pathway_ref")),
                row.getString("coordinator"),
                Stage.valueOf(row.getString("stage")),
                row.getString("carer_strain"),
                Phase.valueOf(row.getString("phase")),
                row.getString("needs_code"),
                instant(row, "review_due_at"),
                row.getObject("last_contact_on", LocalDate.class),
                row.getString("next_task"),
                instant(row, "next_due_at"),
                row.getLong("overdue"),
                row.getInt("points"),
                row.getString("end_reason"));
    }

    private static Offer offer(ResultSet row, int number) throws SQLException {
        List<PathwayRef> people = new ArrayList<>();
        for (String ref : (String[]) row.getArray("pathway_refs").getArray()) {
            people.add(new PathwayRef(ref));
        }
        return new Offer(
                row.getObject("id", UUID.class),
                row.getString("from_coordinator"),
                row.getString("to_coordinator"),
                List.copyOf(people),
                row.getString("note"),
                OfferState.valueOf(row.getString("state")),
                row.getString("offered_by"),
                row.getTimestamp("offered_at").toInstant(),
                row.getString("answer_note"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
