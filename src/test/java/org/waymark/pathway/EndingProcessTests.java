package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** A death, a move, a wish to leave and an error are recorded once and act everywhere at once; a mistake is taken back. */
class EndingProcessTests extends WithCare {

    @Autowired
    LifeEvents lifeEvents;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    TransactionTemplate transaction;

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DIED", "MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    @CareRule(10)
    void closesTasksRatingsAndReferralsWithTheirReasonAtOnce(Kind kind) {
        Somebody person = everywhereAtOnce();
        assertThat(person.open())
                .containsExactly(
                        Somebody.CONCERN,
                        Somebody.URGENT_HELP,
                        Somebody.PAPER,
                        Somebody.RATE,
                        RESPOND,
                        Somebody.RULE_OUT_DELIRIUM_AT_ONCE);

        LifeEvents.Closing closed = person.ends(kind, care.today());

        assertThat(closed.tasks()).hasSize(6);
        assertThat(closed.referrals()).hasSize(1);
        assertThat(person.open()).isEmpty();
        assertThat(person.running()).isEmpty();
        assertThat(person.pathway("end_reason")).isEqualTo(kind.name());
        assertThat(person.pathway("ended_at")).isNotEqualTo("null");
        assertThat(person.pathway("review_due_at")).isEqualTo("null");
        assertThat(person.round("state")).isEqualTo("CANCELLED");
        assertThat(person.round("end_reason")).isEqualTo(kind.name());
        assertThat(
                        person.values(
                                "select r.state from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref and a.state = 'CANCELLED' order by r.state"))
                .containsExactly("MISSING", "MISSING", "RATED");
        assertThat(person.referral("BEFRIENDING", "state")).isEqualTo("CANCELLED");
        assertThat(person.referral("BEFRIENDING", "end_reason")).isEqualTo(kind.name());
        assertThat(
                        person.values(
                                "select distinct state from work_item where pathway_ref = :ref and ended_at = (select ended_at from work_item where pathway_ref = :ref order by ended_at desc limit 1)"))
                .containsExactly("CANCELLED");
        assertThat(person.timeline()).contains(kind.name(), "ASSESSMENT_CANCELLED", "REFERRAL_CANCELLED");
        assertThat(person.value("select count(*) from life_event_effect f join life_event e on e.id = f.life_event_id"
                        + " where e.pathway_ref = :ref and f.kind like '%CLOSED' and e.kind = '" + kind + "'"))
                .isEqualTo(7L);
        assertThat(
                        person.value(
                                "select count(*) from act_ru_job j join episode e on e.process_instance_id = j.process_instance_id_ where e.pathway_ref = :ref"))
                .as("clocks stop")
                .isEqualTo(0L);
        assertThat(person.passed(Pathway.PROCESS)).contains(endOf(kind));
        assertThat(person.passed("staging-assessment")).contains("EndEvent_AssessmentCancelled");
        assertThat(person.passed("partner-referral")).contains("EndEvent_ReferralCancelled");
        care.worklistEqualsTheEngine();
        care.passDays(400);
        assertThat(person.open()).isEmpty();
    }

    private static String endOf(Kind kind) {
        return switch (kind) {
            case DIED -> "EndEvent_Died";
            case MOVED_AWAY -> "EndEvent_MovedAway";
            case LEFT -> "EndEvent_Left";
            default -> "EndEvent_OpenedInError";
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DIED", "MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    void endsWhereverThePathwayStands(Kind kind) {
        List<Somebody> everywhere = List.of(
                care.registered(),
                care.registered().named(),
                care.registered().welcomed().everybodyRates(atLevel("4")),
                care.registered().assessedAt("4"),
                care.registered().livingWithItAt("4"));
        for (Somebody person : everywhere) {
            person.ends(kind, care.today());
            assertThat(person.open()).isEmpty();
            assertThat(person.running()).isEmpty();
        }
        care.worklistEqualsTheEngine();
    }

    @Test
    @CareRule(10)
    void tellsTheServiceWhenThePersonDied() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        WorkItem task = person.task(RESPOND);
        person.dies();

        assertThat(person.referral("BEFRIENDING", "end_reason")).isEqualTo("DIED");
        Forms.Result late = person.submits(Alliance.PARTNER, task);
        assertThat(late).isInstanceOfSatisfying(Forms.AlreadyEnded.class, ended -> {
            assertThat(ended.task().state()).isEqualTo(WorkItem.State.CANCELLED);
            assertThat(ended.task().endReason()).isEqualTo("BoundaryEvent_PersonDied");
        });
        assertThat(
                        person.value(
                                "select count(*) from form_draft d join work_item w on w.task_id = d.task_id where w.pathway_ref = :ref"))
                .as("what they had entered is kept")
                .isEqualTo(1L);
    }

    @Test
    @CareRule(10)
    void opensOneBereavementTaskForEachCarerAfterADeath() {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .livingWithItAt("5");
        person.ends(Kind.DIED, care.today().minusDays(1));

        assertThat(person.tasks(BEREAVED)).hasSize(2).allSatisfy(task -> {
            assertThat(task.name()).isEqualTo("Contact the bereaved carer");
            assertThat(task.assignee()).isEqualTo("coordinator");
            assertThat(task.clock()).isEqualTo("BEREAVEMENT_CONTACT");
        });
        assertThat(
                        person.values(
                                "select c.name from bereavement b join carer c on c.id = b.carer_id where b.pathway_ref = :ref order by 1"))
                .containsExactly("Joan Hill", "Paul Hill");
        assertThat(person.value("select died_on from person where pathway_ref = :ref")
                        .toString())
                .isEqualTo(care.today().minusDays(1).toString());

        person.hands(person.tasks(BEREAVED).get(0), "supportWanted", "NO");
        assertThat(person.running()).containsExactly("bereavement-support");
        person.does(BEREAVED, "supportWanted", "NO");
        assertThat(person.running()).isEmpty();
    }

    @Test
    void opensTheBereavementTaskBeforeACoordinatorWasNamedToo() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered();
        person.dies();

        assertThat(person.task(BEREAVED).group()).isEqualTo("dougie-mac.coordinator");
    }

    @Test
    void opensNoBereavementTaskAfterAnyOtherEnding() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().named();
        person.ends(Kind.MOVED_AWAY, care.today());

        assertThat(person.open()).isEmpty();
    }

    @Test
    void refusesASecondEndingADateInTheFutureAndOneBeforeTheBirth() {
        Somebody person = care.registered().named();
        refused("dateInFuture", () -> person.ends(Kind.DIED, care.today().plusDays(1)));
        refused("dateBeforeBirth", () -> person.ends(Kind.DIED, LocalDate.of(1900, 1, 1)));
        assertThat(person.pathway("ended_at")).isEqualTo("null");
        assertThat(person.value("select count(*) from life_event where pathway_ref = :ref"))
                .isEqualTo(0L);

        person.dies();
        refused("pathwayIsOver", person::dies);
        refused("pathwayIsOver", () -> person.ends(Kind.LEFT, care.today()));
        refused("pathwayIsOver", () -> person.changes(false));
        refused("pathwayIsOver", () -> person.objectsToSharingWith("approach"));
        assertThat(person.value("select count(*) from life_event where pathway_ref = :ref"))
                .isEqualTo(1L);
    }

    @Test
    void letsOnlyACoordinatorWhoSeesThePersonEndThePathway() {
        Somebody person = care.registered().named();
        for (var viewer : List.of(Alliance.ADVISER, Alliance.PARTNER, Alliance.MANAGER, Alliance.OTHER_COORDINATOR)) {
            assertThatThrownBy(
                            () -> lifeEvents.end(viewer, person.ref(), Kind.LEFT, care.today(), new Answers(Map.of())))
                    .isInstanceOf(NotVisible.class);
        }
        assertThat(person.pathway("ended_at")).isEqualTo("null");
    }

    @Test
    void showsBeforehandWhatItWouldCloseAndChangesNothing() {
        Somebody person = care.registered().referredTo("BEFRIENDING");
        LifeEvents.Closing closing = lifeEvents.closing(Alliance.COORDINATOR, person.ref());

        assertThat(closing.tasks()).extracting(WorkItem::element).containsExactly(RESPOND);
        assertThat(closing.referrals()).hasSize(1);
        assertThat(person.open()).containsExactly(RESPOND);
    }

    @Test
    void lettingGoOfThePathwayLetsThePersonBeBroughtInAnewWhateverTheReason() {
        for (Kind kind : List.of(Kind.MOVED_AWAY, Kind.LEFT, Kind.OPENED_IN_ERROR)) {
            Somebody person = care.registered().named();
            person.ends(kind, care.today());
            assertThat(person.value("select ended_at from person where pathway_ref = :ref"))
                    .as(kind.name())
                    .isNotEqualTo("null");
            person.isReopened();
            assertThat(person.value("select ended_at from person where pathway_ref = :ref"))
                    .as(kind.name())
                    .isEqualTo("null");
        }
    }

    @Test
    void startsAReopenedPathwayWithAReviewByItsCoordinator() {
        Somebody person = everywhereAtOnce();
        person.ends(Kind.MOVED_AWAY, care.today());
        care.passDays(6);
        person.isReopened();

        assertThat(person.pathway("ended_at")).isEqualTo("null");
        assertThat(person.pathway("end_reason")).isEqualTo("null");
        assertThat(person.open()).containsExactly(REVIEW);
        assertThat(person.task(REVIEW).assignee()).isEqualTo("coordinator");
        assertThat(person.value(
                        "select withdrawn_reason from life_event where pathway_ref = :ref and kind = 'MOVED_AWAY'"))
                .isEqualTo("It was somebody else.");
        assertThat(person.referral("BEFRIENDING", "state"))
                .as("what was closed stays closed")
                .isEqualTo("CANCELLED");
        person.does(REVIEW, "needsFullAssessment", "YES")
                .everybodyRates(atLevel("4"))
                .does(CONFIRM)
                .does(PLAN);
        assertThat(person.stands()).containsExactly(Somebody.LIVING_WELL);
    }

    @Test
    @CareRule(1)
    void startsAReopenedPathwayWithoutACoordinatorByNamingOne() {
        Somebody person = care.registered();
        person.ends(Kind.OPENED_IN_ERROR, care.today());
        person.isReopened();

        assertThat(person.open()).containsExactly(NAME_COORDINATOR);
        person.named();
        assertThat(person.pathway("coordinator")).isEqualTo("coordinator");
    }

    @Test
    void takesBackTheBereavementTasksWhenTheDeathWasAMistake() {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .named();
        person.dies();
        person.hands(person.tasks(BEREAVED).get(0));
        person.isReopened();

        assertThat(person.open()).containsExactly(REVIEW, TALK_WITH_CARER, TALK_WITH_CARER);
        assertThat(person.last(BEREAVED).state()).isIn(WorkItem.State.CANCELLED, WorkItem.State.COMPLETED);
        assertThat(person.value("select died_on from person where pathway_ref = :ref"))
                .isEqualTo("null");
        assertThat(person.running()).containsExactly("carer-enablement", "carer-enablement", "dementia-pathway");
        assertThat(person.passed("bereavement-support")).contains("EndEvent_DeathCorrected");
        assertThat(person.timeline()).endsWith("REOPENED", "CARER_SUPPORT_OPENED", "CARER_SUPPORT_OPENED");
    }

    @Test
    void refusesToReopenTooLateOrWhatIsOpen() {
        Somebody person = care.registered().named();
        refused("pathwayIsOpen", person::isReopened);
        person.dies();
        care.pass(Duration.ofDays(7).plusSeconds(1));
        refused("reopeningTooLate", person::isReopened);
        assertThat(person.pathway("end_reason")).isEqualTo("DIED");
    }

    @Test
    void canEndAgainAfterItWasReopened() {
        Somebody person = care.registered().named();
        person.dies();
        person.isReopened();
        person.ends(Kind.LEFT, care.today());

        assertThat(person.pathway("end_reason")).isEqualTo("LEFT");
        assertThat(person.running()).isEmpty();
        assertThat(person.values("select kind from life_event where pathway_ref = :ref order by recorded_at"))
                .containsExactly("DIED", "LEFT");
    }

    @Test
    void letsAFormAndAnEndingOfOnePersonFollowOneAnother() throws Exception {
        Somebody person = care.registered().named();
        WorkItem task = person.task(Somebody.WELCOME);
        var isLocked = new CountDownLatch(1);
        var pool = Executors.newSingleThreadExecutor();
        try {
            // A form in the middle of its submission holds the pathway and then writes its row.
            Future<?> form = pool.submit(() -> transaction.executeWithoutResult(status -> {
                worklist.lock(Viewer.SYSTEM, task.taskId());
                isLocked.countDown();
                care.awaitSomebodyWaitingForALock();
                care.touch(person);
            }));
            assertThat(isLocked.await(10, TimeUnit.SECONDS)).isTrue();
            person.dies();
            form.get(10, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
        assertThat(person.pathway("end_reason")).isEqualTo("DIED");
    }

    /** A round with ratings, a question of delirium, an urgent need, a concern and a referral that nobody has answered. */
    private Somebody everywhereAtOnce() {
        Somebody person = care.registered().referredTo("BEFRIENDING").changes(false);
        person.staffRates(
                "approach",
                atLevel("4"),
                "hoursToDays",
                "YES",
                "phase",
                "UNSTABLE",
                "immediateConcern",
                "ABUSE",
                "concernNote",
                "Bruises.");
        return person;
    }

    private static void refused(String code, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }
}
