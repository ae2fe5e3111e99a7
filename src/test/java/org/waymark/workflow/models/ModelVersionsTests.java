package org.waymark.workflow.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.LIVING_WELL;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.WELCOME;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.background.BackgroundRunner;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.workflow.WorklistCheck;
import org.waymark.workflow.models.ModelVersions.Failure;
import org.waymark.workflow.models.ModelVersions.Fate;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.Plan;
import org.waymark.workflow.models.ModelVersions.Round;
import org.waymark.workflow.models.ModelVersions.State;
import org.waymark.workflow.models.ModelVersions.Step;
import org.waymark.workflow.models.ModelVersions.TimerFate;

class ModelVersionsTests extends OlderVersions {

    private static final String PATHWAY = "dementia-pathway";
    private static final Viewer OPERATOR = Alliance.OPERATOR;

    @Autowired
    RoundTables tables;

    @Autowired
    RoundWork work;

    @Autowired
    BackgroundRunner background;

    @Autowired
    RuntimeService runtime;

    @Autowired
    WorklistCheck worklist;

    @Autowired
    MockMvc mvc;

    /** People on the previous version, with the present one installed. */
    private int peopleOnThePreviousVersion() {
        int before = deployPrevious(PATHWAY);
        care.registered();
        care.registered();
        Somebody waiting = care.registered();
        deployCurrent(PATHWAY);
        waiting.livingWithItAt("4");
        return before;
    }

    @Test
    void countsWhoStandsOnWhichStepOfWhichVersion() {
        int before = peopleOnThePreviousVersion();
        Somebody latest = care.registered();
        latest.named();

        List<ModelVersions.Version> found = versions.standings(OPERATOR).stream()
                .filter(model -> model.process().equals(PATHWAY))
                .findFirst()
                .orElseThrow()
                .versions();
        assertThat(found).extracting(ModelVersions.Version::people).containsExactly(1L, 3L);
        assertThat(found.get(1).number()).isEqualTo(before);
        assertThat(found.get(0).steps())
                .extracting(Step::name, Step::people)
                .containsExactly(tuple("Welcome: Make the welcome contact", 1L));
        assertThat(found.get(1).steps())
                .extracting(Step::element, Step::people)
                .containsExactly(tuple(NAME_COORDINATOR, 2L), tuple("Gateway_WaitForReviewOrChange", 1L));
    }

    @Test
    void countsSomebodyOnceHoweverManyRatingsAreOpen() {
        care.somebody().withCarer("Joan Hill").registered().welcomed();

        assertThat(versions.standings(OPERATOR).stream()
                        .filter(model -> model.process().equals("staging-assessment"))
                        .flatMap(model -> model.versions().get(0).steps().stream()))
                .extracting(Step::people)
                .containsExactly(1L, 1L);
    }

    @Test
    void saysWhereTheEngineGaveUpAndSinceWhen() {
        Somebody waiting = care.registered().livingWithItAt("4");
        String job = jdbc.sql(
                        "select j.id_ from act_ru_job j join episode e on e.process_instance_id = j.process_instance_id_ where e.pathway_ref = :ref")
                .param("ref", waiting.ref().value())
                .query(String.class)
                .single();
        runtime.createIncident("failedJob", executionOf(job), job, null);

        assertThat(versions.standings(OPERATOR).stream()
                        .flatMap(model -> model.versions().stream())
                        .flatMap(version -> version.steps().stream())
                        .filter(step -> step.element().equals(LIVING_WELL)))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.incidents()).isEqualTo(1);
                    assertThat(step.oldestIncident()).isNotNull();
                });
    }

    private String executionOf(String job) {
        return jdbc.sql("select execution_id_ from act_ru_job where id_ = :id")
                .param("id", job)
                .query(String.class)
                .single();
    }

    @Test
    void namesStepsWithoutACounterpartAndWhatHappensToEachTimer() {
        int before = peopleOnThePreviousVersion();
        Plan plan = versions.plan(OPERATOR, PATHWAY, before);

        assertThat(plan.isSound()).isTrue();
        assertThat(plan.ways())
                .filteredOn(way -> way.fate() != Fate.STAYS)
                .singleElement()
                .satisfies(way -> {
                    assertThat(way.element()).isEqualTo("Gateway_WaitForReviewOrChange");
                    assertThat(way.people()).isEqualTo(1);
                    assertThat(way.to()).isEqualTo("Living well: Review is due");
                    assertThat(way.because()).contains("the review stays on its date");
                });
        assertThat(plan.timers()).singleElement().satisfies(timer -> {
            assertThat(timer.fate()).isEqualTo(TimerFate.GOES_ON);
            assertThat(timer.because()).contains("the same date");
        });
    }

    @Test
    void refusesAMoveThatWouldLeaveSomebodyNowhereAndChangesNothing() {
        int before = deployPrevious(PATHWAY);
        Somebody stranded = care.registered();
        int after = deployCurrent(PATHWAY, model -> model.replace(WELCOME, "UserTask_SayHello"));
        stranded.named();

        Plan plan = versions.plan(OPERATOR, PATHWAY, before);
        assertThat(plan.isSound()).isFalse();
        assertThat(plan.orphans()).extracting(ModelVersions.Way::element).containsExactly(WELCOME);
        for (Kind kind : Kind.values()) {
            assertThatThrownBy(() -> begins(PATHWAY, before, kind))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.code()).isEqualTo("models.orphans"));
        }
        assertThat(versions.rounds(OPERATOR, 5)).isEmpty();
        assertThat(stranded.stands()).containsExactly(WELCOME);
        assertThat(stranded.task(WELCOME).assignee()).isEqualTo("coordinator");
        assertThat(worklist.compare().isClean()).isTrue();

        // Whoever comes there after the plan was made is not orphaned either: the engine refuses that one run.
        UUID round = UUID.randomUUID();
        assertThat(tables.begin(round, PATHWAY, before, after, Kind.MOVE, OPERATOR.username(), care.now()))
                .isTrue();
        background.wake(work);
        Round ended = ended(round);
        assertThat(ended.failed()).isEqualTo(1);
        assertThat(ended.moved()).isZero();
        assertThat(versions.failures(OPERATOR, round, 5))
                .containsExactly(new Failure(stranded.ref(), "NO_WAY", WELCOME));
        assertThat(stranded.stands()).containsExactly(WELCOME);
        stranded.does(WELCOME);
        assertThat(stranded.stands()).containsExactly("Event_AssessmentFinished");
    }

    @Test
    void refusesToMoveAnybodyBeforeItWasTried() {
        int before = peopleOnThePreviousVersion();
        assertThatThrownBy(() -> begins(PATHWAY, before, Kind.MOVE))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("models.notTried"));
        assertThatThrownBy(() -> versions.plan(OPERATOR, PATHWAY, before + 1))
                .as("the latest")
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> versions.plan(OPERATOR, "no-such-model", 1)).isInstanceOf(NotVisible.class);
    }

    @Test
    void isForOperatorsOnly() {
        assertThatThrownBy(() -> versions.standings(Alliance.COORDINATOR)).isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> versions.begin(Alliance.ADMIN, PATHWAY, 1, Kind.TRIAL))
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> versions.stop(Alliance.MANAGER, UUID.randomUUID()))
                .isInstanceOf(NotVisible.class);
    }

    @Test
    void goesOnAfterARestartWhereItStood() {
        int before = peopleOnThePreviousVersion();
        UUID round = UUID.randomUUID();
        tables.begin(round, PATHWAY, before, before + 1, Kind.MOVE, OPERATOR.username(), care.now());
        assertThat(progress(round).waiting()).isEqualTo(3);

        background.wake(work);
        assertThat(ended(round)).satisfies(ended -> {
            assertThat(ended.state()).isEqualTo(State.DONE);
            assertThat(ended.moved()).isEqualTo(3);
        });
        assertThat(auditOf(round)).containsExactly("modelRound.finished");
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'model.moved'")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    private List<String> auditOf(UUID round) {
        return jdbc.sql("select action from audit_event where subject = :round order by id")
                .param("round", round.toString())
                .query(String.class)
                .list();
    }

    @Test
    void stopsAndLeavesTheOthersInTheOldVersion() {
        int before = peopleOnThePreviousVersion();
        UUID round = UUID.randomUUID();
        tables.begin(round, PATHWAY, before, before + 1, Kind.MOVE, OPERATOR.username(), care.now());
        versions.stop(OPERATOR, round);
        background.wake(work);
        assertThat(background.step(work)).isFalse();

        assertThat(progress(round).state()).isEqualTo(State.STOPPED);
        assertThat(progress(round).waiting()).isEqualTo(3);
        versions.stop(OPERATOR, round);
        assertThat(auditOf(round)).containsExactly("modelRound.stopped");
        assertThat(goesThrough(PATHWAY, before, Kind.TRIAL).moved()).isEqualTo(3);
    }

    @Test
    void leavesOneThatFailsWhereItStoodAndMovesTheOthers() {
        int before = peopleOnThePreviousVersion();
        String waiting = jdbc.sql("""
                        select e.process_instance_id from episode e
                          join act_ru_execution x on x.proc_inst_id_ = e.process_instance_id
                         where x.act_id_ = 'Gateway_WaitForReviewOrChange'
                        """).query(String.class).single();
        runtime.suspendProcessInstanceById(waiting);

        Round trial = goesThrough(PATHWAY, before, Kind.TRIAL);
        assertThat(trial.failed()).isEqualTo(1);
        Round move = goesThrough(PATHWAY, before, Kind.MOVE);
        assertThat(move.moved()).isEqualTo(2);
        assertThat(versions.failures(OPERATOR, move.id(), 5))
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("FAILED"));
        runtime.activateProcessInstanceById(waiting);
        assertThat(goesThrough(PATHWAY, before, Kind.MOVE).moved()).isEqualTo(1);
        assertThat(worklist.compare().isClean()).isTrue();
    }

    @Test
    void passesOverWhoeverIsNotOnTheVersionAnyMore() {
        int before = deployPrevious(PATHWAY);
        Somebody gone = care.registered();
        care.registered();
        int after = deployCurrent(PATHWAY);
        UUID round = UUID.randomUUID();
        tables.begin(round, PATHWAY, before, after, Kind.MOVE, OPERATOR.username(), care.now());
        gone.named().dies();
        background.wake(work);

        assertThat(ended(round)).satisfies(ended -> {
            assertThat(ended.moved()).isEqualTo(1);
            assertThat(ended.over()).isEqualTo(1);
        });
    }

    @Test
    void beginsNothingTwice() {
        int before = peopleOnThePreviousVersion();
        UUID round = UUID.randomUUID();
        tables.begin(round, PATHWAY, before, before + 1, Kind.TRIAL, OPERATOR.username(), care.now());
        assertThat(begins(PATHWAY, before, Kind.TRIAL)).isEqualTo(round);
        background.wake(work);
        ended(round);
    }

    @Test
    void goesOnFromTheNewVersionAfterTheMove() {
        int before = deployPrevious(PATHWAY);
        Somebody person = care.registered();
        deployCurrent(PATHWAY);
        person.livingWithItAt("4");
        goesThrough(PATHWAY, before, Kind.TRIAL);
        goesThrough(PATHWAY, before, Kind.MOVE);

        person.changes(false);
        assertThat(person.round("trigger")).isEqualTo("CHANGE_REPORTED");
        person.everybodyRates(atLevel("4")).does(Somebody.CONFIRM).does(Somebody.PLAN);
        assertThat(person.stands()).containsExactly(LIVING_WELL);
        care.passUntil(((java.sql.Timestamp) person.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(1));
        person.does(Somebody.REVIEW);
        assertThat(person.stands()).containsExactly(LIVING_WELL);
        assertThat(worklist.compare().isClean()).isTrue();
    }

    @Test
    void leadsTheOperatorFromTheListToTheReportWithoutANameOfAnybody() throws Exception {
        int before = peopleOnThePreviousVersion();
        Document list = page("/models");
        assertThat(list.text())
                .contains("3 people are on it", "Prepare the move to version " + (before + 1), "What comes first?");
        String plan = "/models/" + PATHWAY + "/" + before;
        assertThat(list.select("a[href=" + plan + "]")).hasSize(1);

        assertThat(page(plan).text())
                .contains("Where people go", "What happens to the timers", "Try it out")
                .doesNotContain("Move 3 people");
        String trial = begins(plan + "/try");
        ended(UUID.fromString(trial.replaceAll(".*/", "")));
        assertThat(page(trial).text()).contains("What came of it", "Can be moved 3");
        assertThat(page(plan).text()).contains("Move 3 people", "none failed");
        String move = begins(plan + "/move");
        ended(UUID.fromString(move.replaceAll(".*/", "")));
        assertThat(page(move).text()).contains("Moved 3").doesNotContain("Who stayed");
        Document after = page("/models");
        assertThat(after.text()).doesNotContain("an older one", "Number").contains("Living well: Review is due");
        mvc.perform(get(move + "/progress").with(Alliance.signedIn(OPERATOR))).andExpect(status().isOk());
        mvc.perform(get(plan).with(Alliance.signedIn(OPERATOR))).andExpect(status().isNotFound());
        mvc.perform(get("/models").with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andExpect(status().isNotFound());
    }

    @Test
    void saysOnThePlanWhoWouldHaveNowhereToGoAndWhatToDo() throws Exception {
        int before = deployPrevious(PATHWAY);
        care.registered();
        deployCurrent(PATHWAY, model -> model.replace(NAME_COORDINATOR, "UserTask_ChooseCoordinator"));
        String plan = "/models/" + PATHWAY + "/" + before;

        Document page = page(plan);
        assertThat(page.text())
                .contains("Somebody would have nowhere to go", "Write in the file beside the model", "Nowhere to go");
        assertThat(page.select("form[action$=/try]")).isEmpty();
        mvc.perform(post(plan + "/try")
                        .with(Alliance.signedIn(OPERATOR))
                        .with(SecurityMockMvcRequestPostProcessors.csrf()))
                .andExpect(status().isConflict());
    }

    private Document page(String address) throws Exception {
        Document page = Jsoup.parse(mvc.perform(get(address).with(Alliance.signedIn(OPERATOR)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
        assertThat(page.text()).doesNotContain("??", "Hill");
        return page;
    }

    private String begins(String address) throws Exception {
        return String.valueOf(mvc.perform(post(address)
                        .with(Alliance.signedIn(OPERATOR))
                        .with(SecurityMockMvcRequestPostProcessors.csrf()))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    }
}
