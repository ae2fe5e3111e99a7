package org.waymark.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.People.CapacityDecision;
import org.waymark.people.People.Intake;
import org.waymark.people.People.Label;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class PeopleTests {

    private static final LocalDate BORN = LocalDate.of(1941, 3, 2);

    @Autowired
    People people;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @BeforeEach
    void alliance() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
    }

    @Test
    void keepsWhatIsKnownOfThePersonAndTheCarers() {
        var carers = List.of(
                new NewCarer("Anne Holt", "Daughter", null, false, false),
                new NewCarer("Peter Holt", "Husband", "01782 344300", true, true));
        PathwayRef pathway = people.register(
                Alliance.COORDINATOR,
                new NewPerson(
                        "Margaret",
                        "Holt",
                        "Peggy",
                        BORN,
                        "9434765919",
                        null,
                        "01782 344300",
                        "ST4 2AB",
                        "English",
                        Ethnicity.WHITE_IRISH,
                        true,
                        null,
                        LocalDate.of(2026, 9, 1),
                        "Vascular dementia",
                        "Memory service",
                        carers),
                null);
        Person person = people.view(Alliance.COORDINATOR, pathway);
        assertThat(person.fullName()).isEqualTo("Margaret Holt");
        assertThat(person.calledName()).isEqualTo("Peggy");
        assertThat(person.ethnicity()).isEqualTo(Ethnicity.WHITE_IRISH);
        assertThat(person.receivingOrganisation()).isEqualTo("dougie-mac");
        assertThat(person.sharing()).isEqualTo(Sharing.NOT_ASKED);
        assertThat(person.carers())
                .extracting(Person.Carer::name, Person.Carer::isMain)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Peter Holt", true),
                        org.assertj.core.groups.Tuple.tuple("Anne Holt", false));
        assertThat(actions(pathway)).contains("person.registered", "person.viewed");
    }

    @Test
    void registersOnlyForCoordinatorsAndAdministratorsAndOnlyForTheirOrganisation() {
        assertThatThrownBy(() -> people.register(Alliance.ADVISER, person("Mary", "Holt", BORN, null), null))
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> people.bringIn(
                        Alliance.COORDINATOR,
                        person("Mary", "Holt", BORN, null),
                        new Intake(UUID.randomUUID(), "approach", null)))
                .isInstanceOf(NotVisible.class);
        PathwayRef pathway = people.bringIn(
                Alliance.ADMIN, person("Mary", "Holt", BORN, null), new Intake(UUID.randomUUID(), "approach", null));
        assertThat(people.facts(pathway).receivingOrganisation()).isEqualTo("approach");
    }

    @Test
    void registersOnceForOneRequest() {
        var intake = new Intake(UUID.randomUUID(), "dougie-mac", null);
        PathwayRef first = people.bringIn(Alliance.COORDINATOR, person("Mary", "Holt", BORN, null), intake);
        assertThat(people.bringIn(Alliance.COORDINATOR, person("Mary", "Holt", BORN, null), intake))
                .isEqualTo(first);
        assertThat(count("person")).isOne();
    }

    @Test
    void showsALikelyDuplicateBeforeSavingAndKeepsTheReasonWhyNot() {
        PathwayRef first = register("Catherine", "Smith");
        assertThatThrownBy(() -> register("Katherine", "Smyth"))
                .isInstanceOfSatisfying(
                        LikelyDuplicate.Found.class,
                        found -> assertThat(found.duplicates()).singleElement().satisfies(duplicate -> {
                            assertThat(duplicate.likeness()).isEqualTo(Likeness.NAME_AND_BIRTH);
                            assertThat(duplicate.pathway()).isEqualTo(first);
                        }));
        assertThat(actions(first)).contains("person.duplicateShown");

        PathwayRef second =
                people.register(Alliance.COORDINATOR, person("Katherine", "Smyth", BORN, null), "Twin cousins");
        assertThat(jdbc.sql("select reason from duplicate_dismissal where pathway_ref = :p and resembles = :r")
                        .param("p", second.value())
                        .param("r", first.value())
                        .query(String.class)
                        .single())
                .isEqualTo("Twin cousins");
        assertThat(actions(second)).contains("person.duplicateDismissed");
    }

    @Test
    void tellsOfSomebodyOutOfSightOnlyWhomToAsk() {
        PathwayRef hidden = people.register(Alliance.OTHER_COORDINATOR, person("Margaret", "Holt", BORN, null), null);
        assertThatThrownBy(() -> register("Margaret", "Holt"))
                .isInstanceOfSatisfying(
                        LikelyDuplicate.Found.class,
                        found -> assertThat(found.duplicates()).singleElement().satisfies(duplicate -> {
                            assertThat(duplicate.pathway()).isNull();
                            assertThat(duplicate.label()).isNull();
                            assertThat(duplicate.organisation()).isEqualTo("Approach Dementia Support");
                        }));
        assertThat(actions(hidden)).contains("person.duplicateHinted");
    }

    @Test
    void neverOpensASecondPathwayForOneNhsNumberWhileTheFirstIsOpen() {
        PathwayRef first = people.register(Alliance.COORDINATOR, person("Mary", "Holt", BORN, "9434765919"), null);
        NewPerson again = person("Maria", "Wood", BORN.plusDays(1), "9434765919");
        assertThatThrownBy(() -> people.register(Alliance.COORDINATOR, again, "Surely somebody else"))
                .isInstanceOfSatisfying(LikelyDuplicate.Found.class, found -> assertThat(
                                found.duplicates().get(0).isInsurmountable())
                        .isTrue());

        people.pathwayEnded(first);
        PathwayRef second = people.register(Alliance.COORDINATOR, again, "Came back after a year");
        assertThat(second).isNotEqualTo(first);
        assertThatThrownBy(() -> people.pathwayReopened(first)).isInstanceOf(Refused.class);
    }

    @Test
    void saysNothingOfTheValueWhenACallerSendsNonsense() {
        assertThatThrownBy(() -> register("", "Holt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("givenName")
                .hasMessageNotContaining("Holt");
    }

    @ParameterizedTest
    @CsvSource({
        "Siobhán, O'Brien-Núñez, siobhan obrien",
        "Siobhán, O'Brien-Núñez, nunez",
        "Siobhán, O'Brien-Núñez, O’Brien Siobhan",
        "Siobhán, O'Brien-Núñez, obriennunez",
        "Katherine, Smyth, catherine smith",
        "Muhammad, Khan, mohammed",
        "Margaret, Holt, margret holt",
        "Margaret, Holt, mar",
        "Margaret, Holt, M Holt",
        "Margaret, Holt, 02/03/1941",
        "Margaret, Holt, holt 1941-03-02",
        "X, Y, y",
        "مريم, خان, مريم",
        "🦊, Fox, 🦊",
        "${7*7}, <script>, script"
    })
    void findsANameInFlexibleSpelling(String given, String family, String query) {
        register(given, family);
        people.register(Alliance.COORDINATOR, person("Winifred", "Arkwright", LocalDate.of(1933, 5, 6), null), null);
        assertThat(people.find(Alliance.COORDINATOR, query, 20))
                .extracting(Label::name)
                .containsExactly(given + " " + family);
    }

    @ParameterizedTest
    @CsvSource({"Zebedee", "''", "%", "_", "9434765918", "1941-02-30", "holt 1950-01-01"})
    void findsNobodyForWhatNobodyIsCalled(String query) {
        register("Margaret", "Holt");
        assertThat(people.find(Alliance.COORDINATOR, query, 20)).isEmpty();
    }

    @Test
    void findsByNumberAndReferenceAndShowsOnlyWhomTheViewerMaySee() {
        PathwayRef pathway =
                people.register(Alliance.COORDINATOR, person("Margaret", "Holt", BORN, "9434765919"), null);
        assertThat(people.find(Alliance.COORDINATOR, "943 476 5919", 20)).hasSize(1);
        assertThat(people.find(Alliance.COORDINATOR, pathway.value().toLowerCase(java.util.Locale.ROOT), 20))
                .hasSize(1);
        assertThat(people.find(Alliance.OTHER_COORDINATOR, "943 476 5919", 20)).isEmpty();
        assertThat(people.labels(Alliance.OTHER_COORDINATOR, List.of(pathway))).isEmpty();
        assertThatThrownBy(() -> people.view(Alliance.OTHER_COORDINATOR, pathway))
                .isInstanceOf(NotVisible.class);

        people.recordSharing(Alliance.COORDINATOR, pathway, Sharing.AGREED, clock.today(), "Margaret Holt");
        assertThat(people.facts(pathway).sharing()).isEqualTo(Sharing.AGREED);
        assertThat(jdbc.sql("select action from audit_event where action = 'person.searched' and subject is null")
                        .query(String.class)
                        .list())
                .hasSize(3);
    }

    @Test
    void keepsWhatWasSaidOfSharingAndOfCapacityForGood() {
        PathwayRef pathway = register("Margaret", "Holt");
        people.recordSharing(Alliance.COORDINATOR, pathway, Sharing.REFUSED, clock.today(), "Margaret Holt");
        people.recordSharing(Alliance.COORDINATOR, pathway, Sharing.AGREED, clock.today(), "Margaret Holt");
        assertThat(count("consent_event")).isEqualTo(2);
        assertThatThrownBy(() -> jdbc.sql("delete from consent_event").update())
                .isInstanceOf(DataAccessException.class);

        var decision = new CapacityDecision("Referral to respite", false, "Attorney", clock.today(), "coordinator");
        people.recordCapacity(Alliance.COORDINATOR, pathway, decision);
        assertThat(people.capacityDecisions(Alliance.COORDINATOR, pathway)).containsExactly(decision);
        assertThatThrownBy(() ->
                        jdbc.sql("update capacity_decision set matter = 'x'").update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void keepsOneMainCarer() {
        PathwayRef pathway = register("Margaret", "Holt");
        people.addCarer(Alliance.COORDINATOR, pathway, new NewCarer("Peter Holt", "Husband", null, true, true));
        people.addCarer(Alliance.COORDINATOR, pathway, new NewCarer("Anne Holt", "Daughter", null, false, true));
        assertThat(people.facts(pathway).carers())
                .filteredOn(Person.Carer::isMain)
                .extracting(Person.Carer::name)
                .containsExactly("Anne Holt");
    }

    @Test
    void findsThePersonByTheNameThatTheConversationBroughtToLight() {
        PathwayRef pathway = register("Margaret", "Holt");
        people.amend(Alliance.COORDINATOR, pathway, "Peggy", true);
        people.amend(Alliance.COORDINATOR, pathway, null, false);
        assertThat(people.facts(pathway).preferredName()).isEqualTo("Peggy");
        assertThat(people.facts(pathway).livesAlone()).isFalse();
        assertThat(people.find(Alliance.COORDINATOR, "peggy holt", 20)).hasSize(1);
    }

    @Test
    void takesADeathBack() {
        PathwayRef pathway = register("Margaret", "Holt");
        assertThatThrownBy(() -> people.recordDeath(Alliance.COORDINATOR, pathway, BORN.minusDays(1)))
                .isInstanceOf(Refused.class);
        people.recordDeath(Alliance.COORDINATOR, pathway, clock.today());
        assertThat(people.facts(pathway).diedOn()).isEqualTo(clock.today());
        people.withdrawDeath(Alliance.COORDINATOR, pathway);
        assertThat(people.facts(pathway).diedOn()).isNull();
    }

    private PathwayRef register(String given, String family) {
        return people.register(Alliance.COORDINATOR, person(given, family, BORN, null), null);
    }

    private static NewPerson person(String given, String family, LocalDate birth, @Nullable String nhsNumber) {
        return new NewPerson(
                given,
                family,
                null,
                birth,
                nhsNumber,
                nhsNumber == null ? "Not in the referral" : null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                List.of());
    }

    private List<String> actions(PathwayRef pathway) {
        return jdbc.sql("select action from audit_event where pathway_ref = :pathway order by id")
                .param("pathway", pathway.value())
                .query(String.class)
                .list();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }
}
