package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.waymark.support.Somebody.AGREE_BEREAVEMENT;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.pathway.NobodyIsLost.Finding;
import org.waymark.pathway.NobodyIsLost.Kind;
import org.waymark.pathway.NobodyIsLost.Supported;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Position;

/** Breaks each invariant on purpose: with rows that no code of ours would leave behind. */
class NobodyIsLostTests extends WithCare {

    @Autowired
    NobodyIsLost nobodyIsLost;

    @Autowired
    ManagementService management;

    @Autowired
    HealthIndicator nobodyIsLostHealthIndicator;

    @Autowired
    RuntimeService runtime;

    @Autowired
    Workflow workflow;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private List<Finding> found() {
        return care.as(Alliance.OPERATOR, () -> nobodyIsLost.check(Alliance.OPERATOR))
                .findings();
    }

    private void only(Kind kind, Somebody person) {
        assertThat(found()).extracting(Finding::kind, Finding::pathway).containsExactly(tuple(kind, person.ref()));
    }

    private void change(String sql, Somebody person) {
        jdbc.sql(sql).param("ref", person.ref().value()).update();
    }

    @Test
    @CareRule({1, 2})
    void findsNothingAlongTheWholePathway() {
        Somebody registered = care.registered();
        Somebody welcomed = care.somebody().withCarer("Eve Holt").registered().welcomed();
        Somebody living = care.registered().livingWithItAt("4");
        Somebody referred = care.registered().referredTo("FALLS_SERVICE");
        Somebody died = care.somebody().withCarer("Jo Holt").registered().livingWithItAt("7c");
        died.dies();

        assertThat(found()).isEmpty();
        assertThat(List.of(registered, welcomed, living, referred))
                .allSatisfy(person -> assertThat(person.pathway("ended_at")).isEqualTo("null"));
    }

    @Test
    @CareRule(1)
    void findsAPathwayThatNobodyCoordinatesAndNobodyIsAskedToName() {
        Somebody person = care.registered().livingWithItAt("4");
        change("update pathway set coordinator = null where pathway_ref = :ref", person);
        only(Kind.NO_COORDINATOR, person);
    }

    @Test
    @CareRule(2)
    void findsAPathwayThatNoProcessRunsAndStartsItAgainWithAReview() {
        Somebody person = care.registered().livingWithItAt("4");
        change("update episode set ended_at = now() where pathway_ref = :ref and process = 'dementia-pathway'", person);
        assertThat(found()).extracting(Finding::kind).containsExactlyInAnyOrder(Kind.NO_PROCESS, Kind.NOTHING_AHEAD);

        startAgain(person);

        assertThat(person.open()).containsExactly(REVIEW);
        assertThat(found()).isEmpty();
        assertThat(person.timeline()).endsWith("STARTED_AGAIN");
        assertThatThrownBy(() -> startAgain(person)).isInstanceOf(Refused.class);
    }

    @Test
    void startsAPathwayWithoutCoordinatorWithTheTaskToNameOne() {
        Somebody person = care.registered();
        change(
                "delete from act_ru_identitylink where task_id_ in (select task_id from work_item where pathway_ref = :ref)",
                person);
        change("delete from act_ru_task where id_ in (select task_id from work_item where pathway_ref = :ref)", person);
        change("delete from work_item where pathway_ref = :ref", person);
        change("update episode set ended_at = now() where pathway_ref = :ref", person);
        assertThat(found())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.NO_COORDINATOR, Kind.NO_PROCESS, Kind.NOTHING_AHEAD);

        startAgain(person);

        assertThat(person.open()).containsExactly(NAME_COORDINATOR);
        assertThat(found()).isEmpty();
    }

    private void startAgain(Somebody person) {
        care.as(Alliance.COORDINATOR, () -> {
            nobodyIsLost.startAgain(Alliance.COORDINATOR, person.ref());
            return person;
        });
    }

    @Test
    @CareRule(2)
    void findsAPathwayWithNothingAhead() {
        Somebody person = care.registered().livingWithItAt("4");
        change(
                "delete from act_ru_job where process_instance_id_ in (select process_instance_id from episode where pathway_ref = :ref)",
                person);
        assertThat(found()).extracting(Finding::kind).contains(Kind.NOTHING_AHEAD);
    }

    @Test
    void findsAnEpisodeThatStandsStillWhileTheOthersGoOn() {
        Somebody person = care.registered().referredTo("FALLS_SERVICE");
        String tasks = "(select task_id from work_item where pathway_ref = :ref and process = 'partner-referral')";
        change("delete from act_ru_identitylink where task_id_ in " + tasks, person);
        change("delete from act_ru_task where id_ in " + tasks, person);
        change(
                "delete from act_ru_job where process_instance_id_ in (select process_instance_id from episode where pathway_ref = :ref and process = 'partner-referral')",
                person);
        change("delete from work_item where pathway_ref = :ref and process = 'partner-referral'", person);
        only(Kind.EPISODE_STANDS_STILL, person);
    }

    @Test
    @CareRule(10)
    void findsAnEpisodeThatGoesOnAfterTheEnd() {
        Somebody person = care.registered().referredTo("FALLS_SERVICE");
        change("update pathway set ended_at = now(), end_reason = 'DIED' where pathway_ref = :ref", person);
        assertThat(found())
                .extracting(Finding::kind, Finding::process)
                .contains(
                        tuple(Kind.EPISODE_AFTER_THE_END, "dementia-pathway"),
                        tuple(Kind.EPISODE_AFTER_THE_END, "partner-referral"));
    }

    @Test
    void countsHelpThatABereavedCarerWasReferredToAsNothingLeftOver() {
        Somebody person = care.somebody().withCarer("Jo Holt").registered().named();
        person.dies();
        care.passDays(1);
        person.does(BEREAVED)
                .does(
                        AGREE_BEREAVEMENT,
                        "answer_COUNSELLING",
                        "AGREED",
                        "service_COUNSELLING",
                        serviceId("BEREAVEMENT_SUPPORT"));

        assertThat(person.running()).containsExactly("bereavement-support", "partner-referral");
        assertThat(found()).isEmpty();
    }

    @Test
    void findsAStepThatTheEngineGaveUpOnWithItsAge() {
        Somebody person = care.registered().livingWithItAt("4");
        String job = String.valueOf(
                person.value(
                        "select min(j.id_) from act_ru_job j join episode e on e.process_instance_id = j.process_instance_id_ where e.pathway_ref = :ref"));
        management.setJobRetries(job, 0);
        var since = care.now();
        care.pass(Duration.ofHours(5));

        Finding incident = found().stream()
                .filter(finding -> finding.kind() == Kind.INCIDENT)
                .findFirst()
                .orElseThrow();

        assertThat(incident.pathway()).isEqualTo(person.ref());
        assertThat(incident.process()).isEqualTo("dementia-pathway");
        assertThat(incident.element()).isNotBlank();
        assertThat(Duration.between(since, incident.since()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(found()).extracting(Finding::kind).contains(Kind.NOTHING_AHEAD);
    }

    // ------------------------------------------------------------------ an installation from before

    /** A pathway as it was when support of carers did not exist: the carers are on record and nothing runs for them. */
    private Somebody fromBefore(String... carers) {
        var intake = care.somebody();
        for (String carer : carers) {
            intake.withCarer(carer);
        }
        Somebody person = intake.registered().welcomed();
        for (Position run : workflow.positions(person.ref())) {
            if (run.episode().process().equals("carer-enablement")) {
                runtime.deleteProcessInstance(run.processInstanceId(), "never there");
            }
        }
        change("delete from carer_support where pathway_ref = :ref", person);
        return person;
    }

    @Test
    @CareRule(3)
    void findsCarersFromBeforeTheirSupportExistedAndStartsItOnce() {
        Somebody two = fromBefore("Joan Hill", "Paul Hill");
        Somebody one = fromBefore("Eve Holt");
        Somebody died = fromBefore("Jo Holt");
        died.dies();
        Somebody none = fromBefore();
        assertThat(found())
                .extracting(Finding::kind, Finding::pathway)
                .containsExactlyInAnyOrder(
                        tuple(Kind.CARER_WITHOUT_SUPPORT, two.ref()), tuple(Kind.CARER_WITHOUT_SUPPORT, one.ref()));

        assertThat(supportCarers(Alliance.OPERATOR)).isEqualTo(new Supported(2, 0));

        assertThat(found()).isEmpty();
        assertThat(two.tasks(TALK_WITH_CARER)).hasSize(2);
        assertThat(one.tasks(TALK_WITH_CARER)).hasSize(1);
        assertThat(died.tasks(TALK_WITH_CARER)).isEmpty();
        assertThat(none.tasks(TALK_WITH_CARER)).isEmpty();
        assertThat(supportCarers(Alliance.COORDINATOR)).isEqualTo(new Supported(0, 0));
        assertThat(two.tasks(TALK_WITH_CARER)).as("once").hasSize(2);
    }

    @Test
    void startsTheSupportOfThoseWhomACoordinatorMaySeeAndOfNobodyElse() {
        Somebody person = fromBefore("Eve Holt");
        person.objectsToSharingWith("approach");
        assertThat(supportCarers(Alliance.OTHER_COORDINATOR)).isEqualTo(new Supported(0, 0));
        for (Viewer other : List.of(Alliance.MANAGER, Alliance.NURSE, Alliance.PARTNER)) {
            assertThatThrownBy(() -> supportCarers(other)).isInstanceOf(NotVisible.class);
        }
        assertThat(supportCarers(Alliance.COORDINATOR)).isEqualTo(new Supported(1, 0));
    }

    @Test
    void countsCarersWithoutSupportWithoutCallingTheApplicationDown() {
        fromBefore("Eve Holt");
        care.pass(Duration.ofMinutes(6));
        assertThat(nobodyIsLostHealthIndicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(nobodyIsLostHealthIndicator.health().getDetails()).containsEntry("CARER_WITHOUT_SUPPORT", 1L);
    }

    private Supported supportCarers(Viewer viewer) {
        return care.as(viewer, () -> nobodyIsLost.supportCarers(viewer));
    }

    @Test
    void showsACoordinatorOnlyThoseWhomTheyMaySee() {
        Somebody person = care.registered();
        change("update episode set ended_at = now() where pathway_ref = :ref", person);
        assertThat(care.as(Alliance.COORDINATOR, () -> nobodyIsLost.check(Alliance.COORDINATOR))
                        .counts())
                .containsKey(Kind.NO_PROCESS);
        assertThat(care.as(Alliance.OTHER_COORDINATOR, () -> nobodyIsLost.check(Alliance.OTHER_COORDINATOR)))
                .isEqualTo(new NobodyIsLost.Report(0, Map.of(), List.of()));
        for (Viewer other : List.of(Alliance.MANAGER, Alliance.NURSE, Alliance.PARTNER)) {
            assertThatThrownBy(() -> care.as(other, () -> nobodyIsLost.check(other)))
                    .isInstanceOf(NotVisible.class);
        }
    }

    @Test
    void isPartOfTheHealthOfTheApplication() {
        Somebody person = care.registered();
        care.pass(Duration.ofMinutes(6));
        assertThat(nobodyIsLostHealthIndicator.health().getStatus()).isEqualTo(Status.UP);
        change("update episode set ended_at = now() where pathway_ref = :ref", person);
        assertThat(nobodyIsLostHealthIndicator.health().getStatus()).isEqualTo(Status.UP);
        care.pass(Duration.ofMinutes(6));
        assertThat(nobodyIsLostHealthIndicator.health().getStatus()).isEqualTo(Status.DOWN);
    }
}
