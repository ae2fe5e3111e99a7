package org.waymark.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.PeopleSearch.Match;

/**
 * The people of the alliance: brings them in, finds them, and keeps who they are, who cares for them and what they agreed
 * to.
 */
// A duplicate that was found has been shown, so the audit row that says so is kept although nothing else happens.
@Service
@Transactional(noRollbackFor = LikelyDuplicate.Found.class)
public class People {

    /** What is known when somebody is brought in. */
    public record NewPerson(
            String givenName,
            String familyName,
            @Nullable String preferredName,
            LocalDate dateOfBirth,
            @Nullable String nhsNumber,
            @Nullable String nhsNumberUnknownReason,
            @Nullable String phone,
            @Nullable String postcode,
            @Nullable String language,
            @Nullable Ethnicity ethnicity,
            boolean livesAlone,
            @Nullable LocalDate memoryReferredOn,
            @Nullable LocalDate diagnosedOn,
            @Nullable String subtype,
            @Nullable String referredBy,
            List<NewCarer> carers) {}

    public record NewCarer(
            String name, String relationship, @Nullable String phone, boolean livesWith, boolean isMain) {}

    public record Life(LocalDate bornOn, @Nullable LocalDate diedOn) {}

    /** Name and age for a row of a list; nothing more than the row needs. */
    public record Label(PathwayRef pathway, String name, LocalDate dateOfBirth) {}

    /**
     * How somebody is brought in.
     *
     * @param request random id of the page or row this comes from; the same request again changes nothing
     * @param receivingOrganisation coordinators may name only their own
     * @param duplicateReason why the person is registered although a likely duplicate was shown; null when none was
     */
    public record Intake(
            UUID request,
            String receivingOrganisation,
            @Nullable String duplicateReason) {}

    /** Somebody to bring in, and how. */
    public record Arrival(NewPerson person, Intake intake) {}

    /** What became of an arrival: a pathway, or else those who may be the same person. */
    public record Arrived(@Nullable PathwayRef pathway, List<LikelyDuplicate> duplicates) {}

    /** A recorded decision on capacity, or a best-interests decision or attorney in its place. */
    public record CapacityDecision(
            String matter, boolean hasCapacity, @Nullable String decidedBy, LocalDate on, String recordedBy) {}

    /** Code of the refusal to write over what somebody else has written since. */
    public static final String CHANGED_MEANWHILE = "people.changedMeanwhile";

    private static final int LONGEST_EMAIL = 254;
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]+@([\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+\\p{L}{2,}");

    /** First half of the advisory lock that registrations of one birthday share. */
    private static final int REGISTRATION_LOCK = 0x0050;

    /** Those who look after people; a partner reads what it needs and reports what is wrong. */
    private static final Role[] CORRECTING = {
        Role.COORDINATOR,
        Role.TEAM_LEAD,
        Role.DEMENTIA_ADVISER,
        Role.ACTIVITY_OFFICER,
        Role.CARER_ENABLEMENT,
        Role.PALLIATIVE_NURSE
    };

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batch;
    private final WaymarkClock clock;
    private final AccessDecision access;
    private final Relationships relationships;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final PeopleSearch search;

    People(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batch,
            WaymarkClock clock,
            AccessDecision access,
            Relationships relationships,
            AuditTrail audit,
            ApplicationEventPublisher events,
            PeopleSearch search) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.clock = clock;
        this.access = access;
        this.relationships = relationships;
        this.audit = audit;
        this.events = events;
        this.search = search;
    }

    /**
     * Registers the person for the viewer's organisation, opens the record and publishes {@link Person.Registered}.
     *
     * @param duplicateReason why the person is registered although a likely duplicate was shown; null when none was
     * @throws LikelyDuplicate.Found when there are likely duplicates and no reason, or one that no reason overrides
     */
    public PathwayRef register(Viewer viewer, NewPerson person, @Nullable String duplicateReason) {
        return bringIn(viewer, person, new Intake(UUID.randomUUID(), organisationOf(viewer), duplicateReason));
    }

    /**
     * As {@link #register(Viewer, NewPerson, String)}, by coordinators for their organisation and administrators for any.
     *
     * @throws LikelyDuplicate.Found when there are likely duplicates and no reason, or one that no reason overrides
     */
    public PathwayRef bringIn(Viewer viewer, NewPerson person, Intake intake) {
        Arrived arrived = bringIn(viewer, List.of(new Arrival(person, intake))).get(0);
        if (arrived.pathway() == null) {
            throw new LikelyDuplicate.Found(arrived.duplicates());
        }
        return arrived.pathway();
    }

    /** The same for many at once; who may be somebody else is left out and told. People of one call are not compared. */
    public List<Arrived> bringIn(Viewer viewer, List<Arrival> arrivals) {
        access.requireRole(viewer, "person.registered", Role.COORDINATOR, Role.ADMINISTRATOR);
        arrivals.forEach(arrival -> requireReceiver(viewer, arrival.intake()));
        List<NewPerson> sound =
                arrivals.stream().map(arrival -> sound(arrival.person())).toList();
        lockBirthdays(sound);
        Map<UUID, PathwayRef> earlier = earlier(viewer, arrivals);
        List<List<Match>> matches = search.matches(viewer, sound);
        var newcomers = new ArrayList<Newcomer>();
        var arrived = new ArrayList<Arrived>();
        for (int i = 0; i < arrivals.size(); i++) {
            Intake intake = arrivals.get(i).intake();
            List<Match> found = matches.get(i);
            PathwayRef already = earlier.get(intake.request());
            if (already != null) {
                arrived.add(new Arrived(already, List.of()));
            } else if (isSettled(found, intake)) {
                var newcomer = new Newcomer(PathwayRef.random(), sound.get(i), intake, found);
                newcomers.add(newcomer);
                arrived.add(new Arrived(newcomer.pathway(), List.of()));
            } else {
                arrived.add(new Arrived(null, shown(viewer, found)));
            }
        }
        insert(viewer, newcomers);
        newcomers.forEach(newcomer -> open(viewer, newcomer));
        return arrived;
    }

    /** Somebody who is about to be registered, and whom they resemble. */
    private record Newcomer(PathwayRef pathway, NewPerson person, Intake intake, List<Match> resembles) {}

    private static boolean isSettled(List<Match> found, Intake intake) {
        return found.isEmpty()
                || (intake.duplicateReason() != null
                        && found.stream().noneMatch(match -> match.duplicate().isInsurmountable()));
    }

    private void open(Viewer viewer, Newcomer newcomer) {
        PathwayRef pathway = newcomer.pathway();
        String organisation = newcomer.intake().receivingOrganisation();
        for (Match match : newcomer.resembles()) {
            dismiss(
                    viewer,
                    pathway,
                    match,
                    Objects.requireNonNull(newcomer.intake().duplicateReason()));
        }
        relationships.open(pathway, organisation);
        audit.record(viewer.username(), "person.registered", pathway, null);
        events.publishEvent(new Person.Registered(pathway, organisation, clock.instant(), viewer.username()));
    }

    private static void requireReceiver(Viewer viewer, Intake intake) {
        boolean mayChoose = viewer.isSystem() || viewer.has(Role.ADMINISTRATOR);
        if (!mayChoose && !organisationOf(viewer).equals(intake.receivingOrganisation())) {
            throw new NotVisible();
        }
    }

    private static String organisationOf(Viewer viewer) {
        if (viewer.organisation() == null) {
            throw new Refused("people.registerWithoutOrganisation");
        }
        return viewer.organisation();
    }

    /** Pages and files have been checked; this is for every other caller, and it never says what the value was. */
    private NewPerson sound(NewPerson person) {
        var checked = PersonDraft.of(person).check(clock.today());
        if (!checked.problems().isEmpty()) {
            throw new IllegalArgumentException("Not a person to register: "
                    + checked.problems().stream()
                            .map(PersonDraft.Problem::field)
                            .toList());
        }
        return checked.valid();
    }

    /** Two who bring in the same person at the same moment: the second waits, and then sees the first one's. */
    private void lockBirthdays(List<NewPerson> people) {
        // In order, so that two who bring in many cannot wait for one another.
        String days = people.stream()
                .map(person -> person.dateOfBirth().toEpochDay())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
        jdbc.sql("select pg_advisory_xact_lock(:space, day) from unnest(cast(:days as integer[])) as day")
                .param("space", REGISTRATION_LOCK)
                .param("days", days)
                .query(rs -> {});
    }

    private Map<UUID, PathwayRef> earlier(Viewer viewer, List<Arrival> arrivals) {
        var earlier = new HashMap<UUID, PathwayRef>();
        jdbc.sql("select id, pathway_ref from person where id in (:requests) and registered_by = :by")
                .param(
                        "requests",
                        arrivals.stream()
                                .map(arrival -> arrival.intake().request())
                                .toList())
                .param("by", viewer.username())
                .query((rs, row) ->
                        earlier.put(rs.getObject("id", UUID.class), new PathwayRef(rs.getString("pathway_ref"))))
                .list();
        return earlier;
    }

    private void insert(Viewer viewer, List<Newcomer> newcomers) {
        if (newcomers.isEmpty()) {
            return;
        }
        try {
            batch.batchUpdate(
                    """
                    insert into person (id, pathway_ref, given_name, family_name, preferred_name, date_of_birth, nhs_number,
                        nhs_number_unknown_reason, phone, postcode, language, ethnicity, lives_alone, memory_referred_on, diagnosed_on, subtype, referred_by,
                        receiving_organisation, sharing, registered_at, registered_by, name_key, name_sounds)
                    values (:id, :pathway, :given, :family, :preferred, :birth, :nhsNumber, :nhsNumberUnknownReason, :phone,
                        :postcode, :language, :ethnicity, :livesAlone, :memoryReferredOn, :diagnosedOn, :subtype, :referredBy, :organisation, 'NOT_ASKED',
                        :at, :by, :nameKey, :nameSounds)
                    """,
                    newcomers.stream()
                            .map(newcomer -> personParameters(viewer, newcomer))
                            .toArray(SqlParameterSource[]::new));
        } catch (DuplicateKeyException e) {
            // Somebody else registered the same number with another birthday in this very moment.
            throw new Refused("people.justRegistered");
        }
        insertCarers(
                viewer,
                newcomers.stream()
                        .flatMap(newcomer -> newcomer.person().carers().stream()
                                .map(carer -> new Caring(newcomer.pathway(), CarerId.random(), carer)))
                        .toList());
    }

    private static @Nullable String code(@Nullable Ethnicity ethnicity) {
        return ethnicity == null ? null : ethnicity.code();
    }

    private MapSqlParameterSource personParameters(Viewer viewer, Newcomer newcomer) {
        NewPerson person = newcomer.person();
        List<String> names = names(person.givenName(), person.familyName(), person.preferredName());
        return new MapSqlParameterSource()
                .addValue("id", newcomer.intake().request())
                .addValue("pathway", newcomer.pathway().value())
                .addValue("given", person.givenName())
                .addValue("family", person.familyName())
                .addValue("preferred", person.preferredName())
                .addValue("birth", person.dateOfBirth())
                .addValue("nhsNumber", person.nhsNumber())
                .addValue("nhsNumberUnknownReason", person.nhsNumberUnknownReason())
                .addValue("phone", person.phone())
                .addValue("postcode", person.postcode())
                .addValue("language", person.language())
                .addValue("ethnicity", code(person.ethnicity()))
                .addValue("livesAlone", person.livesAlone())
                .addValue("memoryReferredOn", person.memoryReferredOn(), Types.DATE)
                .addValue("diagnosedOn", person.diagnosedOn(), Types.DATE)
                .addValue("subtype", person.subtype())
                .addValue("referredBy", person.referredBy())
                .addValue("organisation", newcomer.intake().receivingOrganisation())
                .addValue("at", now())
                .addValue("by", viewer.username())
                .addValue("nameKey", NameSpelling.key(names))
                .addValue("nameSounds", NameSpelling.sounds(names).toArray(String[]::new));
    }

    private record Caring(PathwayRef pathway, CarerId id, NewCarer carer) {}

    private void insertCarers(Viewer viewer, List<Caring> carers) {
        if (carers.isEmpty()) {
            return;
        }
        batch.batchUpdate(
                """
                insert into carer (id, pathway_ref, name, relationship, phone, lives_with, is_main, added_at, added_by)
                values (:id, :pathway, :name, :relationship, :phone, :livesWith, :isMain, :at, :by)
                """,
                carers.stream()
                        .map(caring -> new MapSqlParameterSource()
                                .addValue("id", caring.id().value())
                                .addValue("pathway", caring.pathway().value())
                                .addValue("name", caring.carer().name())
                                .addValue("relationship", caring.carer().relationship())
                                .addValue("phone", caring.carer().phone())
                                .addValue("livesWith", caring.carer().livesWith())
                                .addValue("isMain", caring.carer().isMain())
                                .addValue("at", now())
                                .addValue("by", viewer.username()))
                        .toArray(SqlParameterSource[]::new));
    }

    private static List<String> names(String given, String family, @Nullable String preferred) {
        return preferred == null ? List.of(given, family) : List.of(given, family, preferred);
    }

    private void dismiss(Viewer viewer, PathwayRef pathway, Match match, String reason) {
        jdbc.sql("""
                insert into duplicate_dismissal (pathway_ref, resembles, likeness, reason, dismissed_at, dismissed_by)
                values (:pathway, :resembles, :likeness, :reason, :at, :by)
                """)
                .param("pathway", pathway.value())
                .param("resembles", match.pathway().value())
                .param("likeness", match.duplicate().likeness().name())
                .param("reason", reason)
                .param("at", now())
                .param("by", viewer.username())
                .update();
        audit.record(
                viewer.username(),
                "person.duplicateDismissed",
                pathway,
                match.pathway().value());
    }

    /**
     * Who these people may already be, one list for each, in their order. Looks at everyone; of somebody the viewer may not
     * see it tells only which organisation to ask, and that it did so is audited.
     */
    public List<List<LikelyDuplicate>> likelyDuplicates(Viewer viewer, List<NewPerson> people) {
        access.requireRole(viewer, "person.duplicatesSought", Role.COORDINATOR, Role.ADMINISTRATOR);
        return search.matches(viewer, people).stream()
                .map(found -> shown(viewer, found))
                .toList();
    }

    private List<LikelyDuplicate> shown(Viewer viewer, List<Match> found) {
        for (Match match : found) {
            boolean maySee = match.duplicate().pathway() != null;
            audit.record(
                    viewer.username(),
                    maySee ? "person.duplicateShown" : "person.duplicateHinted",
                    match.pathway(),
                    null);
        }
        return found.stream().map(Match::duplicate).toList();
    }

    /** The person, audited as a view. */
    public Person view(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        audit.record(viewer.username(), "person.viewed", pathway, null);
        return facts(pathway);
    }

    /** The person for the system's own work, without an audit row. */
    @WithoutViewer("rules weigh it and invitations need it; a form shows names from it to whoever has its task")
    public Person facts(PathwayRef pathway) {
        var carers = new ArrayList<Person.Carer>();
        var formerCarers = new ArrayList<CarerId>();
        jdbc.sql("""
                        select id, name, relationship, phone, email, lives_with, is_main, may_be_asked,
                               ended_on is not null as is_former
                          from carer
                        where pathway_ref = :pathway order by is_main desc, added_at, id
                        """).param("pathway", pathway.value()).query(rs -> {
            Person.Carer carer = carer(rs);
            if (rs.getBoolean("is_former")) {
                formerCarers.add(carer.id());
            } else {
                carers.add(carer);
            }
        });
        return jdbc.sql("select * from person where pathway_ref = :pathway")
                .param("pathway", pathway.value())
                .query((rs, row) -> person(rs, carers, formerCarers))
                .optional()
                .orElseThrow(NotVisible::new);
    }

    /** When the person was born and has died; empty where there is no such person. */
    @WithoutViewer("whoever opens a personal link is asked for it and told nothing")
    public Optional<Life> life(PathwayRef pathway) {
        return jdbc.sql("select date_of_birth, died_on from person where pathway_ref = :pathway")
                .param("pathway", pathway.value())
                .query((rs, row) -> new Life(
                        rs.getObject("date_of_birth", LocalDate.class), rs.getObject("died_on", LocalDate.class)))
                .optional();
    }

    private static Person.Carer carer(ResultSet rs) throws SQLException {
        return new Person.Carer(
                new CarerId(rs.getObject("id", UUID.class)),
                rs.getString("name"),
                rs.getString("relationship"),
                rs.getString("phone"),
                rs.getString("email"),
                rs.getBoolean("lives_with"),
                rs.getBoolean("is_main"),
                rs.getObject("may_be_asked", Boolean.class));
    }

    private static Person person(ResultSet rs, List<Person.Carer> carers, List<CarerId> formerCarers)
            throws SQLException {
        return new Person(
                new PathwayRef(rs.getString("pathway_ref")),
                rs.getString("given_name"),
                rs.getString("family_name"),
                rs.getString("preferred_name"),
                rs.getObject("date_of_birth", LocalDate.class),
                rs.getString("nhs_number"),
                rs.getString("nhs_number_unknown_reason"),
                rs.getString("phone"),
                rs.getString("email"),
                rs.getString("postcode"),
                rs.getString("language"),
                Optional.ofNullable(rs.getString("ethnicity"))
                        .flatMap(Ethnicity::ofCode)
                        .orElse(null),
                rs.getBoolean("lives_alone"),
                rs.getObject("memory_referred_on", LocalDate.class),
                rs.getObject("diagnosed_on", LocalDate.class),
                rs.getString("subtype"),
                rs.getString("referred_by"),
                rs.getString("receiving_organisation"),
                Sharing.valueOf(rs.getString("sharing")),
                rs.getObject("sharing_on", LocalDate.class),
                rs.getObject("died_on", LocalDate.class),
                rs.getInt("details_revision"),
                List.copyOf(carers),
                List.copyOf(formerCarers));
    }

    /** Names for the rows of one page, joined by key in one query; those the viewer may not see are left out. */
    public Map<PathwayRef, Label> labels(Viewer viewer, Collection<PathwayRef> pathways) {
        return search.labels(viewer, pathways);
    }

    /** Names of carers for the rows of one page, in one query; without those of people whom the viewer may not see. */
    public Map<CarerId, String> carerNames(Viewer viewer, Collection<CarerId> carers) {
        return search.carerNames(viewer, carers);
    }

    /** By name in flexible spelling, NHS number, date of birth or pathway reference; only people the viewer may see. Audited. */
    public List<Label> find(Viewer viewer, String query, int limit) {
        audit.record(viewer.username(), "person.searched", null, null);
        return search.find(viewer, query, limit);
    }

    public void recordSharing(Viewer viewer, PathwayRef pathway, Sharing sharing, LocalDate on, String saidBy) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        refuseFuture(on);
        if (sharing == Sharing.NOT_ASKED && facts(pathway).sharing() != Sharing.NOT_ASKED) {
            // What was answered cannot become unasked, and nothing is to be closed by such an entry.
            throw new Refused("people.sharingAnswered");
        }
        jdbc.sql("""
                insert into consent_event (pathway_ref, sharing, said_on, said_by, recorded_at, recorded_by)
                values (:pathway, :sharing, :on, :saidBy, :at, :by)
                """)
                .param("pathway", pathway.value())
                .param("sharing", sharing.name())
                .param("on", on)
                .param("saidBy", saidBy)
                .param("at", now())
                .param("by", viewer.username())
                .update();
        jdbc.sql("update person set sharing = :sharing, sharing_on = :on where pathway_ref = :pathway")
                .param("sharing", sharing.name())
                .param("on", on)
                .param("pathway", pathway.value())
                .update();
        relationships.sharing(pathway, sharing);
        audit.record(viewer.username(), "person.sharingRecorded", pathway, null);
        events.publishEvent(new Person.SharingRecorded(pathway, sharing, clock.instant(), viewer.username()));
    }

    /** Corrects what a conversation brought to light; a null preferred name leaves the one on record. */
    public void amend(Viewer viewer, PathwayRef pathway, @Nullable String preferredName, boolean livesAlone) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        Person person = facts(pathway);
        String preferred =
                preferredName == null || preferredName.isBlank() ? person.preferredName() : preferredName.strip();
        List<String> names = names(person.givenName(), person.familyName(), preferred);
        jdbc.sql("""
                update person set preferred_name = :preferred, lives_alone = :livesAlone, name_key = :nameKey,
                    name_sounds = :nameSounds
                where pathway_ref = :pathway
                """)
                .param("preferred", preferred)
                .param("livesAlone", livesAlone)
                .param("nameKey", NameSpelling.key(names))
                .param("nameSounds", NameSpelling.sounds(names).toArray(String[]::new))
                .param("pathway", pathway.value())
                .update();
        audit.record(viewer.username(), "person.amended", pathway, null);
    }

    /**
     * Corrects who the person is and how to reach them; what stood there before is kept. Carers are left as they are. What
     * is on record already, as after a second click, is no correction and changes nothing.
     *
     * @param revision of the person as the viewer read them
     * @throws Refused {@link #CHANGED_MEANWHILE} when somebody has changed them since
     * @throws LikelyDuplicate.Found when somebody else is on an open pathway with the NHS number
     */
    public void correct(Viewer viewer, PathwayRef pathway, int revision, NewPerson corrected) {
        access.requireRole(viewer, "person.corrected", CORRECTING);
        // Whoever sees no more of the person than a partner corrects no more either.
        access.requireSee(viewer, pathway, DataKind.CARE);
        NewPerson person = sound(corrected);
        // A second click waits here for the first.
        jdbc.sql("select 1 from person where pathway_ref = :pathway for update")
                .param("pathway", pathway.value())
                .query(rs -> {});
        if (isOnRecord(pathway, person)) {
            return;
        }
        if (facts(pathway).revision() != revision) {
            throw new Refused(CHANGED_MEANWHILE);
        }
        List<Match> barred = search.matches(viewer, List.of(person)).get(0).stream()
                .filter(match ->
                        !match.pathway().equals(pathway) && match.duplicate().isInsurmountable())
                .toList();
        if (!barred.isEmpty()) {
            throw new LikelyDuplicate.Found(shown(viewer, barred));
        }
        jdbc.sql("""
                insert into person_correction (pathway_ref, earlier, corrected_at, corrected_by)
                select p.pathway_ref, to_jsonb(p) - 'name_key' - 'name_sounds', :at, :by from person p
                where p.pathway_ref = :pathway
                """)
                .param("at", now())
                .param("by", viewer.username())
                .param("pathway", pathway.value())
                .update();
        List<String> names = names(person.givenName(), person.familyName(), person.preferredName());
        jdbc.sql("""
                update person set given_name = :given, family_name = :family, preferred_name = :preferred,
                    date_of_birth = :birth, nhs_number = :nhsNumber, nhs_number_unknown_reason = :nhsNumberUnknownReason,
                    phone = :phone, postcode = :postcode, language = :language, ethnicity = cast(:ethnicity as text), lives_alone = :livesAlone,
                    memory_referred_on = cast(:memoryReferredOn as date), diagnosed_on = cast(:diagnosedOn as date), subtype = :subtype, referred_by = :referredBy,
                    name_key = :nameKey, name_sounds = :nameSounds
                where pathway_ref = :pathway
                """)
                .param("given", person.givenName())
                .param("family", person.familyName())
                .param("preferred", person.preferredName())
                .param("birth", person.dateOfBirth())
                .param("nhsNumber", person.nhsNumber())
                .param("nhsNumberUnknownReason", person.nhsNumberUnknownReason())
                .param("phone", person.phone())
                .param("postcode", person.postcode())
                .param("language", person.language())
                .param("ethnicity", code(person.ethnicity()))
                .param("livesAlone", person.livesAlone())
                .param("memoryReferredOn", person.memoryReferredOn())
                .param("diagnosedOn", person.diagnosedOn())
                .param("subtype", person.subtype())
                .param("referredBy", person.referredBy())
                .param("nameKey", NameSpelling.key(names))
                .param("nameSounds", NameSpelling.sounds(names).toArray(String[]::new))
                .param("pathway", pathway.value())
                .update();
        audit.record(viewer.username(), "person.corrected", pathway, null);
    }

    private boolean isOnRecord(PathwayRef pathway, NewPerson person) {
        Person now = facts(pathway);
        return new NewPerson(
                        now.givenName(),
                        now.familyName(),
                        now.preferredName(),
                        now.dateOfBirth(),
                        now.nhsNumber(),
                        now.nhsNumberUnknownReason(),
                        now.phone(),
                        now.postcode(),
                        now.language(),
                        now.ethnicity(),
                        now.livesAlone(),
                        now.memoryReferredOn(),
                        now.diagnosedOn(),
                        now.subtype(),
                        now.referredBy(),
                        person.carers())
                .equals(person);
    }

    /** Adds a carer; the same one entered again is still one, who is invited once and, after a death, called once. */
    public CarerId addCarer(Viewer viewer, PathwayRef pathway, NewCarer carer) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        Optional<CarerId> known = sameCarer(pathway, carer);
        if (known.isPresent()) {
            return known.get();
        }
        if (carer.isMain()) {
            jdbc.sql("update carer set is_main = false where pathway_ref = :pathway and is_main")
                    .param("pathway", pathway.value())
                    .update();
        }
        CarerId id = CarerId.random();
        insertCarers(viewer, List.of(new Caring(pathway, id, carer)));
        audit.record(viewer.username(), "person.carerAdded", pathway, id.toString());
        events.publishEvent(new Person.CarerAdded(pathway, id, clock.instant(), viewer.username()));
        return id;
    }

    /** The same where nobody said who the main carer is: whoever is the first one is. */
    public CarerId addCarer(
            Viewer viewer,
            PathwayRef pathway,
            String name,
            String relationship,
            @Nullable String phone,
            boolean livesWith) {
        boolean isMain = facts(pathway).carers().isEmpty();
        return addCarer(viewer, pathway, new NewCarer(name, relationship, phone, livesWith, isMain));
    }

    private Optional<CarerId> sameCarer(PathwayRef pathway, NewCarer carer) {
        return jdbc.sql("""
                        select id from carer
                        where pathway_ref = :pathway and lower(name) = lower(:name) and lower(relationship) = lower(:relationship)
                            and phone is not distinct from cast(:phone as text) and ended_on is null
                        limit 1
                        """)
                .param("pathway", pathway.value())
                .param("name", carer.name())
                .param("relationship", carer.relationship())
                .param("phone", carer.phone())
                .query((rs, row) -> new CarerId(rs.getObject("id", UUID.class)))
                .optional();
    }

    /**
     * Keeps where the person, or a carer, can be written to.
     *
     * @param carer null for the person
     * @param email null or empty when they do not wish to be written to
     */
    public void recordEmail(Viewer viewer, PathwayRef pathway, @Nullable CarerId carer, @Nullable String email) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        String address = email == null || email.isBlank() ? null : email.strip();
        if (address != null && !isEmail(address)) {
            throw new Refused("people.notAnEmail");
        }
        int changed = carer == null
                ? jdbc.sql("update person set email = cast(:email as text) where pathway_ref = :pathway")
                        .param("email", address)
                        .param("pathway", pathway.value())
                        .update()
                : jdbc.sql("update carer set email = cast(:email as text) where pathway_ref = :pathway and id = :carer")
                        .param("email", address)
                        .param("pathway", pathway.value())
                        .param("carer", carer.value())
                        .update();
        if (changed == 0) {
            throw new NotVisible();
        }
        audit.record(viewer.username(), "person.emailRecorded", pathway, carer == null ? null : carer.toString());
    }

    /**
     * Keeps whether the person agrees that a carer is asked for their view of how things are.
     *
     * @param saidBy the person, or who decides for them
     */
    public void recordMayBeAsked(
            Viewer viewer, PathwayRef pathway, CarerId carer, boolean mayBeAsked, LocalDate on, String saidBy) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        refuseFuture(on);
        int changed = jdbc.sql("""
                        update carer set may_be_asked = :may, may_be_asked_said_on = :on, may_be_asked_said_by = :saidBy
                         where pathway_ref = :pathway and id = :carer
                        """)
                .param("may", mayBeAsked)
                .param("on", on)
                .param("saidBy", saidBy)
                .param("pathway", pathway.value())
                .param("carer", carer.value())
                .update();
        if (changed == 0) {
            throw new NotVisible();
        }
        audit.record(viewer.username(), "person.mayBeAskedRecorded", pathway, carer.toString());
    }

    /** Whether this has the shape of an e-mail address that a mail server would look at. */
    public static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
    }

    /** Keeps the date of death; called once, by the life event. */
    public void recordDeath(Viewer viewer, PathwayRef pathway, LocalDate diedOn) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        refuseFuture(diedOn);
        int changed = jdbc.sql("""
                update person set died_on = :diedOn, ended_at = coalesce(ended_at, :at)
                where pathway_ref = :pathway and date_of_birth <= :diedOn
                """)
                .param("diedOn", diedOn)
                .param("at", now())
                .param("pathway", pathway.value())
                .update();
        if (changed == 0) {
            throw new Refused("people.diedBeforeBirth");
        }
        audit.record(viewer.username(), "person.deathRecorded", pathway, null);
    }

    /** Takes a recorded death back, when the pathway is reopened after a mistake. */
    public void withdrawDeath(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.IDENTITY);
        jdbc.sql("update person set died_on = null where pathway_ref = :pathway")
                .param("pathway", pathway.value())
                .update();
        pathwayReopened(pathway);
        audit.record(viewer.username(), "person.deathWithdrawn", pathway, null);
    }

    /** The pathway has ended, for whatever reason; from now on the person can be brought in anew. */
    @WithoutViewer("follows from an ending that somebody was allowed to record")
    public void pathwayEnded(PathwayRef pathway) {
        jdbc.sql("update person set ended_at = coalesce(ended_at, :at) where pathway_ref = :pathway")
                .param("at", now())
                .param("pathway", pathway.value())
                .update();
    }

    /**
     * An ended pathway goes on.
     *
     * @throws org.waymark.access.Refused when the person has meanwhile been brought in anew
     */
    @WithoutViewer("follows from a reopening that somebody was allowed to record")
    public void pathwayReopened(PathwayRef pathway) {
        try {
            jdbc.sql("update person set ended_at = null where pathway_ref = :pathway")
                    .param("pathway", pathway.value())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Refused("people.broughtInAnew");
        }
    }

    public void recordCapacity(Viewer viewer, PathwayRef pathway, CapacityDecision decision) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        refuseFuture(decision.on());
        jdbc.sql("""
                insert into capacity_decision
                    (pathway_ref, matter, has_capacity, decided_by, decided_on, recorded_at, recorded_by)
                values (:pathway, :matter, :hasCapacity, :decidedBy, :on, :at, :by)
                """)
                .param("pathway", pathway.value())
                .param("matter", decision.matter())
                .param("hasCapacity", decision.hasCapacity())
                .param("decidedBy", decision.decidedBy())
                .param("on", decision.on())
                .param("at", now())
                .param("by", viewer.username())
                .update();
        audit.record(viewer.username(), "person.capacityRecorded", pathway, null);
    }

    public List<CapacityDecision> capacityDecisions(Viewer viewer, PathwayRef pathway) {
        access.requireSee(viewer, pathway, DataKind.CARE);
        audit.record(viewer.username(), "person.capacityViewed", pathway, null);
        return jdbc.sql("""
                        select matter, has_capacity, decided_by, decided_on, recorded_by from capacity_decision
                        where pathway_ref = :pathway order by id desc
                        """)
                .param("pathway", pathway.value())
                .query((rs, row) -> new CapacityDecision(
                        rs.getString("matter"),
                        rs.getBoolean("has_capacity"),
                        rs.getString("decided_by"),
                        rs.getObject("decided_on", LocalDate.class),
                        rs.getString("recorded_by")))
                .list();
    }

    private void refuseFuture(LocalDate day) {
        if (day.isAfter(clock.today())) {
            throw new Refused("people.inFuture");
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(java.time.ZoneOffset.UTC);
    }
}
