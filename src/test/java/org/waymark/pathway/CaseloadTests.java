package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.waymark.support.Somebody.AGREE_BEREAVEMENT;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Caseloads.Entry;
import org.waymark.pathway.Caseloads.HandedOver;
import org.waymark.pathway.Caseloads.Load;
import org.waymark.pathway.Caseloads.Order;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorklistCheck;

/** Who coordinates whom, how much that is, and how people change hands without anything of theirs being left behind. */
class CaseloadTests extends WithCare {

    private static final Viewer RUTH = Alliance.COORDINATOR;
    private static final Viewer NEIL = Alliance.OTHER_COORDINATOR;

    @Autowired
    Caseloads caseloads;

    @Autowired
    WorklistCheck check;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private <T> T as(Viewer viewer, Supplier<T> action) {
        return care.as(viewer, action);
    }

    private List<Entry> caseload(String coordinator, Order order) {
        return as(RUTH, () -> caseloads.caseload(RUTH, coordinator, order, null, 50));
    }

    private UUID offered(Somebody... people) {
        return as(RUTH, () -> caseloads.offer(RUTH, refs(people), "other-coordinator", "I am away."));
    }

    private static List<PathwayRef> refs(Somebody... people) {
        return List.of(people).stream().map(Somebody::ref).toList();
    }

    private HandedOver accepts(UUID offer) {
        return as(NEIL, () -> caseloads.accept(NEIL, offer));
    }

    @Test
    void addsUpWhatTheStageTheStrainAndTheReviewTake() {
        care.registered();
        Somebody mild = care.registered().livingWithItAt("4");
        Somebody severe = care.registered().livingWithItAt("6c");
        jdbc.sql("update pathway set carer_strain = 'HIGH', needs_code = 'AMBER' where pathway_ref = :ref")
                .param("ref", severe.ref().value())
                .update();

        List<Entry> entries = caseload("coordinator", Order.POINTS);

        assertThat(entries).extracting(Entry::pathway).containsExactly(severe.ref(), mild.ref());
        // One for each person, two for SEVERE, two for the strain, three for the code; the reviews are far ahead for
        // mild.
        assertThat(entries.get(0).points() - reviewPoints(severe)).isEqualTo(8);
        assertThat(entries.get(1).points() - reviewPoints(mild)).isEqualTo(1);
        assertThat(as(RUTH, () -> caseloads.loads(RUTH)))
                .extracting(Load::coordinator, Load::people)
                .containsExactlyInAnyOrder(tuple("coordinator", 2L), tuple(null, 1L));
        assertThat(as(RUTH, () -> caseloads.points(RUTH, refs(mild, severe))))
                .isEqualTo(entries.stream().mapToLong(Entry::points).sum());
    }

    private int reviewPoints(Somebody person) {
        return ((Number) person.value("""
                select coalesce((select points from caseload_weight where aspect = 'REVIEW' and value =
                         case when review_due_at < timestamptz '2026-11-09 09:00Z' + interval '14 days' then 'WITHIN_14_DAYS'
                              when review_due_at < timestamptz '2026-11-09 09:00Z' + interval '60 days' then 'WITHIN_60_DAYS' end), 0)
                  from pathway where pathway_ref = :ref""")).intValue();
    }

    @Test
    void pagesACaseloadWithoutLeavingAnybodyOut() {
        for (int i = 0; i < 5; i++) {
            care.registered().named();
        }
        for (Order order : Order.values()) {
            List<Entry> whole = caseload("coordinator", order);
            List<Entry> first = as(RUTH, () -> caseloads.caseload(RUTH, "coordinator", order, null, 3));
            List<Entry> rest = as(
                    RUTH,
                    () -> caseloads.caseload(
                            RUTH, "coordinator", order, first.get(2).pathway(), 3));
            assertThat(first).hasSize(3);
            assertThat(rest).hasSize(2);
            assertThat(whole).startsWith(first.toArray(Entry[]::new)).endsWith(rest.toArray(Entry[]::new));
        }
    }

    @Test
    void changesNothingUntilTheReceiverAccepts() {
        Somebody person = care.registered().assessedAt("4");
        UUID offer = offered(person);
        assertThat(person.pathway("coordinator")).isEqualTo("coordinator");
        assertThat(as(NEIL, () -> caseloads.open(NEIL))).hasSize(1);

        as(NEIL, () -> {
            caseloads.decline(NEIL, offer, null);
            return offer;
        });

        assertThat(person.pathway("coordinator")).isEqualTo("coordinator");
        assertThat(as(NEIL, () -> caseloads.open(NEIL))).isEmpty();
        assertThatThrownBy(() -> accepts(offer)).isInstanceOf(Refused.class);
    }

    @Test
    @CareRule(1)
    void handsOverTheOpenTasksAndWhateverComesLater() {
        Somebody person = care.registered().assessedAt("4");
        assertThat(person.task(PLAN).assignee()).isEqualTo("coordinator");

        HandedOver done = accepts(offered(person));

        assertThat(done).isEqualTo(new HandedOver(1, 0));
        assertThat(person.pathway("coordinator")).isEqualTo("other-coordinator");
        assertThat(person.pathway("coordinator_organisation")).isEqualTo("approach");
        assertThat(person.task(PLAN).assignee()).isEqualTo("other-coordinator");
        assertThat(person.task(PLAN).group()).isEqualTo("approach.coordinator");
        assertThat(check.compare().isClean()).as(check.compare().toString()).isTrue();
        person.does(PLAN);
        care.passUntil(((java.sql.Timestamp) person.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(60));
        assertThat(person.task(REVIEW).assignee()).isEqualTo("other-coordinator");
        assertThat(person.timeline().stream().filter("COORDINATOR_NAMED"::equals))
                .hasSize(2);
    }

    @Test
    @CareRule(8)
    void letsTheNewCoordinatorReadTheOutcomesOfReferralsThatWereSentBefore() {
        Somebody person = care.registered().referredTo("FALLS_SERVICE");
        accepts(offered(person));
        person.does(Somebody.RESPOND).does(Somebody.FIRST_CONTACT).does(Somebody.REPORT_OUTCOME);
        assertThat(person.task(READ_OUTCOME).assignee()).isEqualTo("other-coordinator");
    }

    @Test
    void leavesOutWhoHasDiedInTheMeantime() {
        Somebody living = care.registered().welcomed();
        Somebody dead = care.registered().welcomed();
        UUID offer = offered(living, dead);
        dead.dies();
        assertThat(accepts(offer)).isEqualTo(new HandedOver(1, 1));
        assertThat(dead.pathway("coordinator")).isEqualTo("coordinator");
    }

    @Test
    @CareRule(10)
    void handsOverTheBereavedCarersOfWhoHasDied() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.dies();
        assertThat(caseload("coordinator", Order.POINTS))
                .extracting(Entry::pathway, Entry::endReason, Entry::nextTask, Entry::points)
                .containsExactly(
                        tuple(person.ref(), "DIED", person.task(BEREAVED).name(), 1));

        assertThat(accepts(offered(person))).isEqualTo(new HandedOver(1, 0));

        assertThat(person.task(BEREAVED).assignee()).isEqualTo("other-coordinator");
        assertThat(person.task(BEREAVED).group()).isEqualTo("approach.coordinator");
        assertThat(caseload("coordinator", Order.POINTS)).isEmpty();
        person.does(BEREAVED);
        assertThat(person.task(AGREE_BEREAVEMENT).assignee()).isEqualTo("other-coordinator");
        assertThat(check.compare().isClean()).as(check.compare().toString()).isTrue();
    }

    @Test
    void takesAlongTheCarersOfWhoDiedBeforeTheOfferWasAccepted() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        UUID offer = offered(person);
        person.dies();
        assertThat(accepts(offer)).isEqualTo(new HandedOver(1, 0));
        assertThat(person.task(BEREAVED).assignee()).isEqualTo("other-coordinator");
    }

    @Test
    void leavesTheBoardWhenTheLastContactHasBeenMade() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.dies();
        person.does(BEREAVED, "supportWanted", "NO");
        assertThat(person.running()).isEmpty();
        assertThat(caseload("coordinator", Order.POINTS)).isEmpty();
        assertThatThrownBy(() -> offered(person)).isInstanceOf(Refused.class);
    }

    @Test
    void refusesAReceiverWhoMayNotSeeThemAndPeopleOfSeveralCaseloads() {
        Somebody notShared = care.registered().welcomed("sharing", "REFUSED");
        Somebody shared = care.registered().welcomed();
        assertThatThrownBy(() -> offered(notShared)).isInstanceOf(Refused.class);
        accepts(offered(shared));
        Somebody another = care.registered().welcomed();
        assertThatThrownBy(() -> offered(shared, another)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> offered()).isInstanceOf(Refused.class);
    }

    @Test
    void countsTheFirstContactOfAPartnerAsTheLastOne() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        care.passDays(3);
        LocalDate met = care.today().minusDays(1);
        person.does(RESPOND).does(FIRST_CONTACT, "contactOn", met);
        assertThat(caseload("coordinator", Order.POINTS))
                .extracting(Entry::lastContactOn)
                .containsExactly(met);
    }

    @Test
    void isForCoordinatorsAndAnsweredByTheOneWhoWasAsked() {
        Somebody person = care.registered().welcomed();
        UUID offer = offered(person);
        assertThatThrownBy(() -> as(RUTH, () -> caseloads.accept(RUTH, offer))).isInstanceOf(NotVisible.class);
        for (Viewer other : List.of(Alliance.MANAGER, Alliance.NURSE, Alliance.PARTNER, Alliance.OPERATOR)) {
            assertThatThrownBy(() -> as(other, () -> caseloads.loads(other))).isInstanceOf(NotVisible.class);
            assertThatThrownBy(() -> as(other, () -> caseloads.open(other))).isInstanceOf(NotVisible.class);
        }
        Objects.requireNonNull(offer);
    }
}
