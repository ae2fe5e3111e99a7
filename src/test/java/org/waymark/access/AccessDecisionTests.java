package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.access.DataKind.CARE;
import static org.waymark.access.DataKind.IDENTITY;
import static org.waymark.access.DataKind.REFERRALS;
import static org.waymark.support.Alliance.ACTIVITY;
import static org.waymark.support.Alliance.ADMIN;
import static org.waymark.support.Alliance.ADVISER;
import static org.waymark.support.Alliance.CARERS;
import static org.waymark.support.Alliance.COORDINATOR;
import static org.waymark.support.Alliance.MANAGER;
import static org.waymark.support.Alliance.NURSE;
import static org.waymark.support.Alliance.OPERATOR;
import static org.waymark.support.Alliance.OTHER_COORDINATOR;
import static org.waymark.support.Alliance.PARTNER;
import static org.waymark.support.Alliance.TEAM_LEAD;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Relationships.Kind;
import org.waymark.access.Relationships.Sharing;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class AccessDecisionTests {

    private static final Set<DataKind> ALL = EnumSet.allOf(DataKind.class);
    private static final Set<DataKind> NONE = Set.of();
    private static final String HOSPICE = "dougie-mac";
    private static final String CHARITY = "approach";
    private static final String OUTSIDE = "community-trust";

    @Autowired
    AccessDecision access;

    @Autowired
    Relationships relationships;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    private final PathwayRef pathway = PathwayRef.random();

    @BeforeEach
    void somebodyComesIn() {
        Alliance.add(directory);
        relationships.open(pathway, HOSPICE);
    }

    @AfterEach
    void presentTime() {
        clock.reset();
    }

    @Test
    void letsCoordinatorsAndTeamLeadsOfTheReceivingOrganisationSeeEverything() {
        for (Sharing sharing : Sharing.values()) {
            relationships.sharing(pathway, sharing);
            assertThat(seenBy(COORDINATOR)).isEqualTo(ALL);
            assertThat(seenBy(TEAM_LEAD)).isEqualTo(ALL);
        }
    }

    @Test
    void keepsColleaguesOutWhoHaveNothingToDoWithThePerson() {
        relationships.sharing(pathway, Sharing.AGREED);
        for (Viewer viewer : List.of(ACTIVITY, NURSE, ADVISER, CARERS, OTHER_COORDINATOR, PARTNER)) {
            assertThat(seenBy(viewer)).as(viewer.username()).isEqualTo(NONE);
        }
    }

    @Test
    void keepsTheOtherOrganisationOutUntilSharingIsAgreed() {
        relationships.grant(pathway, Kind.CASELOAD, CHARITY);
        task("approach.dementia-adviser", null);
        assertThat(seenBy(OTHER_COORDINATOR)).isEqualTo(NONE);
        assertThat(seenBy(ADVISER)).isEqualTo(NONE);
        relationships.sharing(pathway, Sharing.AGREED);
        assertThat(seenBy(OTHER_COORDINATOR)).isEqualTo(ALL);
        assertThat(seenBy(ADVISER)).isEqualTo(ALL);
        relationships.sharing(pathway, Sharing.REFUSED);
        assertThat(seenBy(OTHER_COORDINATOR)).isEqualTo(NONE);
        assertThat(seenBy(ADVISER)).isEqualTo(NONE);
    }

    @Test
    void countsAReferralThePersonAgreedToUntilSharingIsRefused() {
        relationships.grant(pathway, Kind.REFERRAL, CHARITY);
        assertThat(seenBy(CARERS)).containsExactlyInAnyOrder(IDENTITY, REFERRALS);
        relationships.sharing(pathway, Sharing.AGREED);
        assertThat(seenBy(CARERS)).isEqualTo(ALL);
        relationships.sharing(pathway, Sharing.REFUSED);
        assertThat(seenBy(CARERS)).isEqualTo(NONE);
    }

    @Test
    void opensThePersonWithATaskOfMyGroupOrMyOwn() {
        String ofGroup = task("dougie-mac.palliative-nurse", null);
        assertThat(seenBy(NURSE)).isEqualTo(ALL);
        assertThat(seenBy(ACTIVITY)).isEqualTo(NONE);
        end(ofGroup, "CANCELLED", "system");
        assertThat(seenBy(NURSE)).isEqualTo(NONE);
        task("dougie-mac.coordinator", ACTIVITY.username());
        assertThat(seenBy(ACTIVITY)).isEqualTo(ALL);
    }

    @Test
    void letsTheOneWhoCompletedATaskReadOnForThirtyDays() {
        end(task("dougie-mac.palliative-nurse", NURSE.username()), "COMPLETED", NURSE.username());
        assertThat(seenBy(NURSE)).isEqualTo(ALL);
        assertThat(seenBy(ACTIVITY)).isEqualTo(NONE);
        later(Duration.ofDays(29));
        assertThat(seenBy(NURSE)).isEqualTo(ALL);
        later(Duration.ofDays(2));
        assertThat(seenBy(NURSE)).isEqualTo(NONE);
    }

    @Test
    void letsTheNamedCoordinatorSeeEverything() {
        relationships.grant(pathway, Kind.COORDINATOR, ACTIVITY.username());
        assertThat(seenBy(ACTIVITY)).isEqualTo(ALL);
        relationships.end(pathway, Kind.COORDINATOR, ACTIVITY.username());
        assertThat(seenBy(ACTIVITY)).isEqualTo(NONE);
    }

    @Test
    void showsAPartnerWhatItNeedsToActOnAReferralAndNoMore() {
        relationships.grant(pathway, Kind.REFERRAL, OUTSIDE);
        assertThat(seenBy(PARTNER)).containsExactlyInAnyOrder(IDENTITY, REFERRALS);
        relationships.sharing(pathway, Sharing.REFUSED);
        assertThat(seenBy(PARTNER)).containsExactlyInAnyOrder(IDENTITY, REFERRALS);
    }

    @Test
    void showsNobodyOutsideTheAllianceCareWhateverTheirRole() {
        relationships.grant(pathway, Kind.REFERRAL, OUTSIDE);
        var adviserOutside = new Viewer("outside", "Outside", "Adviser", OUTSIDE, null, Set.of(Role.DEMENTIA_ADVISER));
        assertThat(seenBy(adviserOutside)).containsExactlyInAnyOrder(IDENTITY, REFERRALS);
    }

    @Test
    void letsAServiceReadOnForThirtyDaysAfterItsReferralClosed() {
        relationships.grant(pathway, Kind.REFERRAL, OUTSIDE);
        relationships.end(pathway, Kind.REFERRAL, OUTSIDE);
        assertThat(seenBy(PARTNER)).containsExactlyInAnyOrder(IDENTITY, REFERRALS);
        later(Duration.ofDays(31));
        assertThat(seenBy(PARTNER)).isEqualTo(NONE);
    }

    @Test
    void showsManagersAdministratorsAndOperatorsNoRecord() {
        relationships.sharing(pathway, Sharing.AGREED);
        relationships.grant(pathway, Kind.CASELOAD, "alliance");
        relationships.grant(pathway, Kind.REFERRAL, "alliance");
        for (Viewer viewer : List.of(MANAGER, ADMIN, OPERATOR)) {
            relationships.grant(pathway, Kind.COORDINATOR, viewer.username());
            task(viewer.groups().get(0), viewer.username());
            assertThat(seenBy(viewer)).as(viewer.username()).isEqualTo(NONE);
        }
    }

    @Test
    void showsTheSystemEverythingAndSomebodyWithoutSignInNothing() {
        assertThat(seenBy(Viewer.SYSTEM)).isEqualTo(ALL);
        assertThat(seenBy(new Viewer("nobody", "", "", null, null, Set.of()))).isEqualTo(NONE);
        assertThat(seenBy(new Viewer("odd", "", "", null, null, Set.of(Role.COORDINATOR))))
                .isEqualTo(NONE);
    }

    @Test
    void answersAReferenceThatDoesNotExistLikeOneThatMayNotBeSeenAndWritesBothDown() {
        var unknown = PathwayRef.random();
        for (PathwayRef asked : List.of(unknown, pathway)) {
            assertThatThrownBy(() -> access.requireSee(ADVISER, asked, CARE))
                    .isInstanceOf(NotVisible.class)
                    .hasMessage(new NotVisible().getMessage());
            assertThat(refusals(asked)).containsExactly("adviser person.viewed CARE");
        }
        assertThatCode(() -> access.requireSee(COORDINATOR, pathway, CARE)).doesNotThrowAnyException();
        assertThat(refusals(pathway)).hasSize(1);
    }

    @Test
    void refusesACommandToOtherRolesAndWritesItDown() {
        assertThatCode(() -> access.requireRole(COORDINATOR, "person.registered", Role.COORDINATOR, Role.TEAM_LEAD))
                .doesNotThrowAnyException();
        assertThatCode(() -> access.requireRole(Viewer.SYSTEM, "person.registered", Role.COORDINATOR))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> access.requireRole(CARERS, "person.registered", Role.COORDINATOR))
                .isInstanceOf(NotVisible.class);
        assertThat(jdbc.sql("select count(*) from audit_event where actor = 'carers' and action = 'person.registered'"
                                + " and outcome = 'REFUSED'")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    /** The same rules said once more in Java, asked about random alliances: lists and single questions agree with it and with each other. */
    @Test
    void decidesListsAndSingleQuestionsAlikeWhateverTheRelationships() {
        var random = new Random(20261107);
        List<Situation> situations =
                Stream.generate(() -> randomSituation(random)).limit(120).toList();
        var viewers = new ArrayList<>(Alliance.EVERYBODY);
        viewers.add(Viewer.SYSTEM);
        viewers.add(new Viewer("nobody", "", "", null, null, Set.of()));
        viewers.add(new Viewer("two-hats", "Two Hats", "", CHARITY, null, Set.of(Role.MANAGER, Role.DEMENTIA_ADVISER)));
        viewers.add(new Viewer("outside", "Outside", "", OUTSIDE, null, Set.of(Role.COORDINATOR, Role.PARTNER)));
        viewers.add(new Viewer("inside", "Inside", "", CHARITY, null, Set.of(Role.PARTNER)));
        viewers.add(new Viewer("lost", "Lost", "", "gone-away", null, Set.of(Role.COORDINATOR)));
        var seen = new HashMap<Boolean, Integer>();
        for (Viewer viewer : viewers) {
            for (DataKind kind : DataKind.values()) {
                Set<String> listed = new HashSet<>(list(viewer, kind));
                for (Situation situation : situations) {
                    boolean expected = oracle(viewer, situation, kind);
                    assertThat(listed.contains(situation.pathway.value()))
                            .as("listed for %s, %s of %s", viewer, kind, situation)
                            .isEqualTo(expected);
                    if (situation.number % 10 == 0) {
                        assertThat(access.maySee(viewer, situation.pathway, kind))
                                .as("asked by %s, %s of %s", viewer, kind, situation)
                                .isEqualTo(expected);
                    }
                    seen.merge(expected, 1, Integer::sum);
                }
            }
        }
        assertThat(seen.get(true)).isGreaterThan(500);
        assertThat(seen.get(false)).isGreaterThan(500);
    }

    private record Situation(
            int number,
            PathwayRef pathway,
            String receiving,
            Sharing sharing,
            Set<String> caseloads,
            Set<String> referrals,
            Set<String> recentReferrals,
            Set<String> coordinators,
            Set<String> openGroups,
            Set<String> openAssignees,
            Set<String> recentlyCompletedBy) {}

    private int number;

    private Situation randomSituation(Random random) {
        List<String> organisations = List.of(HOSPICE, CHARITY, OUTSIDE);
        List<String> people = Alliance.EVERYBODY.stream().map(Viewer::username).toList();
        List<String> groups = Alliance.EVERYBODY.stream()
                .flatMap(viewer -> viewer.groups().stream())
                .distinct()
                .toList();
        var situation = new Situation(
                number++,
                PathwayRef.random(),
                pick(organisations.subList(0, 2), random),
                pick(List.of(Sharing.values()), random),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>());
        var asked = situation.pathway;
        relationships.open(asked, situation.receiving);
        relationships.sharing(asked, situation.sharing);
        for (int i = random.nextInt(3); i > 0; i--) {
            String organisation = pick(organisations, random);
            switch (random.nextInt(4)) {
                case 0 -> {
                    relationships.grant(asked, Kind.CASELOAD, organisation);
                    situation.caseloads.add(organisation);
                }
                case 1 -> {
                    relationships.grant(asked, Kind.REFERRAL, organisation);
                    situation.referrals.add(organisation);
                }
                case 2 -> {
                    if (situation.referrals.contains(organisation)) {
                        continue;
                    }
                    long days = random.nextBoolean() ? 10 : 40;
                    var present = clock.instant();
                    clock.moveTo(present.minus(Duration.ofDays(days)));
                    relationships.grant(asked, Kind.REFERRAL, organisation);
                    relationships.end(asked, Kind.REFERRAL, organisation);
                    clock.reset();
                    if (days < 30) {
                        situation.recentReferrals.add(organisation);
                    }
                }
                default -> {
                    String somebody = pick(people, random);
                    relationships.grant(asked, Kind.COORDINATOR, somebody);
                    situation.coordinators.add(somebody);
                }
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String group = pick(groups, random);
            @Nullable String assignee = random.nextBoolean() ? pick(people, random) : null;
            String task = task(asked, group, assignee);
            switch (random.nextInt(3)) {
                case 0 -> {
                    String by = pick(people, random);
                    end(task, "COMPLETED", by);
                    situation.recentlyCompletedBy.add(by);
                }
                case 1 -> end(task, "CANCELLED", pick(people, random));
                default -> {
                    situation.openGroups.add(group);
                    if (assignee != null) {
                        situation.openAssignees.add(assignee);
                    }
                }
            }
        }
        return situation;
    }

    private static boolean oracle(Viewer viewer, Situation s, DataKind kind) {
        if (viewer.isSystem()) {
            return true;
        }
        String organisation = viewer.organisation();
        if (organisation == null) {
            return false;
        }
        boolean outside = organisation.equals(OUTSIDE);
        boolean receiving = organisation.equals(s.receiving);
        boolean referral = s.referrals.contains(organisation) || s.recentReferrals.contains(organisation);
        boolean toAct = kind == IDENTITY || kind == REFERRALS;
        boolean shared =
                switch (s.sharing) {
                    case AGREED -> true;
                    case NOT_ASKED -> receiving || outside || (referral && toAct);
                    case REFUSED -> receiving || outside;
                };
        boolean task = viewer.groups().stream().anyMatch(s.openGroups::contains)
                || s.openAssignees.contains(viewer.username())
                || s.recentlyCompletedBy.contains(viewer.username());
        return viewer.roles().stream().anyMatch(role -> switch (role) {
            case COORDINATOR, TEAM_LEAD ->
                shared
                        && (toAct || !outside)
                        && (receiving
                                || s.caseloads.contains(organisation)
                                || referral
                                || task
                                || s.coordinators.contains(viewer.username()));
            case DEMENTIA_ADVISER, ACTIVITY_OFFICER, CARER_ENABLEMENT, PALLIATIVE_NURSE ->
                shared && (toAct || !outside) && (referral || task || s.coordinators.contains(viewer.username()));
            case PARTNER -> shared && toAct && (referral || task);
            case MANAGER, ADMINISTRATOR, OPERATOR, CLINICAL_OWNER -> false;
        });
    }

    private static <T> T pick(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private List<String> list(Viewer viewer, DataKind kind) {
        var visible = access.visible(viewer, "p", kind);
        return jdbc.sql("select p.pathway_ref from pathway_sharing p where " + visible.sql())
                .params(visible.parameters())
                .query(String.class)
                .list();
    }

    /** What the viewer sees of the one person; asked singly and as a list, which must agree. */
    private Set<DataKind> seenBy(Viewer viewer) {
        Map<DataKind, Boolean> singly = Stream.of(DataKind.values())
                .collect(Collectors.toMap(kind -> kind, kind -> access.maySee(viewer, pathway, kind)));
        singly.forEach((kind, seen) -> assertThat(list(viewer, kind).contains(pathway.value()))
                .as("%s in a list for %s", kind, viewer.username())
                .isEqualTo(seen));
        return singly.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private List<String> refusals(PathwayRef asked) {
        return jdbc.sql("select concat_ws(' ', actor, action, subject) from audit_event"
                        + " where pathway_ref = :pathway and outcome = 'REFUSED'")
                .param("pathway", asked.value())
                .query(String.class)
                .list();
    }

    private void later(Duration duration) {
        clock.moveTo(clock.instant().plus(duration));
    }

    private String task(String group, @Nullable String assignee) {
        return task(pathway, group, assignee);
    }

    private String task(PathwayRef of, String group, @Nullable String assignee) {
        String id = UUID.randomUUID().toString();
        jdbc.sql("""
                        insert into work_item (task_id, process, record, pathway_ref, element, name, form_id, group_name,
                            assignee, created_at, state, process_instance_id, definition_id)
                        values (:id, 'test', :id, :pathway, 'UserTask_Test', 'Test', 'test', :group,
                            :assignee, :at, 'OPEN', :id, 'test')""")
                .param("id", id)
                .param("pathway", of.value())
                .param("group", group)
                .param("assignee", assignee)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    private void end(String task, String state, String by) {
        jdbc.sql("update work_item set state = :state, ended_at = :at, ended_by = :by where task_id = :task")
                .param("state", state)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("task", task)
                .update();
    }
}
