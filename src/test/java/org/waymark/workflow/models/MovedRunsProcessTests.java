package org.waymark.workflow.models;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.ADJUDICATE;
import static org.waymark.support.Somebody.ANSWER_QUESTION;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.CONCERN;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.LIVING_WELL;
import static org.waymark.support.Somebody.MORE_SUPPORT;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.NEXT_STEP;
import static org.waymark.support.Somebody.OFFER_PLACE;
import static org.waymark.support.Somebody.PAPER;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.REPORT_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.RULE_OUT_DELIRIUM;
import static org.waymark.support.Somebody.RULE_OUT_DELIRIUM_AT_ONCE;
import static org.waymark.support.Somebody.TOWARDS_END_OF_LIFE;
import static org.waymark.support.Somebody.URGENT_HELP;
import static org.waymark.support.Somebody.WELCOME;
import static org.waymark.support.UsualAnswers.atLevel;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.support.Somebody;
import org.waymark.workflow.WorklistCheck;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.Round;
import org.waymark.workflow.models.ModelVersions.TimerFate;

/**
 * Somebody stands at each step of the models' previous versions where one can wait, and is moved to the models as they
 * are: to the step where they should be, with their dates, and able to go on to an end.
 */
class MovedRunsProcessTests extends OlderVersions {

    @Autowired
    WorklistCheck worklist;

    @Autowired
    Mover mover;

    @Autowired
    RuntimeService runtime;

    /**
     * How somebody comes to stand at a step.
     *
     * @param begin brings the process about, while the previous version is the latest
     * @param walk leads on to the step, with the new version installed
     * @param to where they should stand afterwards, if elsewhere
     */
    private record Parking(String step, Supplier<Somebody> begin, Consumer<Somebody> walk, String to) {}

    /** What must not change for somebody. */
    private record Kept(List<String> at, Map<String, List<Task>> tasks, Map<String, List<Instant>> timers) {}

    private record Task(
            String group,
            @Nullable String assignee,
            @Nullable Instant dueAt) {}

    private static Parking at(String step, Supplier<Somebody> begin, Consumer<Somebody> walk) {
        return new Parking(step, begin, walk, step);
    }

    private Parking pathway(String step, Consumer<Somebody> walk, String to) {
        return new Parking(step, care::registered, walk, to);
    }

    private Parking pathway(String step, Consumer<Somebody> walk) {
        return pathway(step, walk, step);
    }

    @Test
    void movesThePathwayFromEachStepWithThePhaseFoundAndTheReviewOnItsDate() {
        String wait = "Gateway_WaitForReviewOrChange";
        moves(
                "dementia-pathway",
                underReview(),
                pathway(NAME_COORDINATOR, person -> {}),
                pathway(WELCOME, Somebody::named),
                pathway("Event_AssessmentFinished", Somebody::welcomed),
                pathway(PLAN, person -> person.assessedAt("4")),
                pathway(CONCERN, person -> person.named()
                        .does(WELCOME, "immediateConcern", "ABUSE", "concernNote", "Bruises.")),
                pathway(wait, person -> person.livingWithItAt("4"), LIVING_WELL),
                pathway(wait, person -> person.livingWithItAt("5"), MORE_SUPPORT),
                pathway(
                        wait,
                        person -> {
                            person.welcomed();
                            person.everybodyRates(atLevel("7d")).does(CONFIRM).does(PLAN);
                        },
                        TOWARDS_END_OF_LIFE));
    }

    /** Comes first: time passes, while all others wait for a coordinator and have no timer yet. */
    private Parking underReview() {
        return pathway(REVIEW, person -> {
            person.livingWithItAt("4");
            care.passUntil(
                    ((Timestamp) person.pathway("review_due_at")).toInstant().plusSeconds(1));
        });
    }

    @Test
    void movesThePathwayToTheModelThatKnowsOfAnAssessmentAskedForByMistake() {
        movesFrom(
                "dementia-pathway-2",
                "dementia-pathway",
                underReview(),
                pathway(NAME_COORDINATOR, person -> {}),
                pathway(WELCOME, Somebody::named),
                pathway("Event_AssessmentFinished", Somebody::welcomed),
                pathway(PLAN, person -> person.assessedAt("4")),
                pathway(CONCERN, person -> person.named()
                        .does(WELCOME, "immediateConcern", "ABUSE", "concernNote", "Bruises.")),
                pathway(LIVING_WELL, person -> person.livingWithItAt("4")),
                pathway(MORE_SUPPORT, person -> person.livingWithItAt("5")),
                pathway(TOWARDS_END_OF_LIFE, person -> {
                    person.welcomed();
                    person.everybodyRates(atLevel("7d")).does(CONFIRM).does(PLAN);
                }));
    }

    @Test
    void movesRoundsFromEachStepWithSomeRatingsInAndSomeNot() {
        Supplier<Somebody> second = () -> care.registered().livingWithItAt("4");
        Somebody known = second.get();
        moves(
                "staging-assessment",
                at(RATE, () -> care.registered().welcomed(), person -> person.personRates(atLevel("4"))),
                at(PAPER, () -> care.registered().welcomed(), person -> person.staffRates("approach", atLevel("4"))),
                at(ADJUDICATE, () -> care.registered().welcomed(), person -> person.personRates(atLevel("4"))
                        .staffRates("approach", atLevel("4"))
                        .staffRates("dougie-mac", atLevel("5"))),
                at(CONFIRM, () -> care.registered().welcomed(), person -> person.everybodyRates(atLevel("4"))),
                at(RULE_OUT_DELIRIUM, () -> known.changes(false), person -> person.everybodyRates(atLevel("5"))),
                at(RULE_OUT_DELIRIUM_AT_ONCE, () -> care.registered().welcomed(), person -> person.changes(true)),
                at("Event_DeliriumAnswered", () -> care.registered().welcomed(), person -> person.staffRates(
                                "approach", atLevel("4"), "hoursToDays", "YES")
                        .everybodyRates(atLevel("4"))),
                at(
                        URGENT_HELP,
                        () -> care.registered().welcomed(),
                        person -> person.staffRates("dougie-mac", atLevel("4"), "phase", "UNSTABLE")));
    }

    @Test
    void movesReferralsFromEachStepOfTheirLoop() {
        Supplier<Somebody> sent = () -> care.registered().referredTo("BEFRIENDING");
        moves(
                "partner-referral",
                at(RESPOND, sent, person -> {}),
                at(ANSWER_QUESTION, sent, person -> person.does(RESPOND, "answer", "QUESTION", "question", "Stairs?")),
                at(OFFER_PLACE, sent, person -> person.does(RESPOND, "answer", "WAITING_LIST")),
                at(
                        NEXT_STEP,
                        sent,
                        person -> person.does(RESPOND, "answer", "DECLINED", "declineReason", "OUT_OF_AREA")),
                at(FIRST_CONTACT, sent, person -> person.does(RESPOND)),
                at(REPORT_OUTCOME, sent, person -> person.does(RESPOND).does(FIRST_CONTACT)),
                at(READ_OUTCOME, sent, person -> person.does(RESPOND)
                        .does(FIRST_CONTACT)
                        .does(REPORT_OUTCOME)));
    }

    /** Parks, tries it out, moves, and lets everybody come to an end. */
    private void moves(String process, Parking... parkings) {
        movesFrom(process, process, parkings);
    }

    /** @param former the name of the file with the previous version */
    private void movesFrom(String former, String process, Parking... parkings) {
        int before = deployPrevious(process, former);
        Map<Parking, Somebody> people = new LinkedHashMap<>();
        for (Parking parking : parkings) {
            people.put(parking, parking.begin().get());
        }
        int after = deployCurrent(process);
        people.forEach((parking, person) -> {
            parking.walk().accept(person);
            assertThat(person.at(process)).contains(parking.step());
        });
        assertThat(people.keySet().stream().map(Parking::step).collect(Collectors.toSet()))
                .as("steps of the previous version where somebody stands")
                .isEqualTo(waits(former));
        Map<Somebody, Kept> kept =
                people.values().stream().collect(toMap(person -> person, person -> kept(person, process)));

        Round trial = goesThrough(process, before, Kind.TRIAL);
        assertThat(trial.failed()).isZero();
        assertThat(trial.moved()).isEqualTo(people.size());
        people.values().forEach(person -> assertThat(kept(person, process))
                .as("a trial changes nothing")
                .isEqualTo(kept.get(person)));
        assertThat(versionsOf(process)).containsOnly(before);

        Round move = goesThrough(process, before, Kind.MOVE);
        assertThat(move.failed()).isZero();
        assertThat(move.moved()).isEqualTo(people.size());
        assertThat(versionsOf(process)).containsOnly(after);
        assertThat(worklist.compare().isClean()).isTrue();
        Set<String> ended = mover.change(process, before, after).timers().stream()
                .filter(timer -> timer.fate() == TimerFate.ENDS)
                .map(ModelVersions.TimerWay::element)
                .collect(Collectors.toSet());
        people.forEach((parking, person) ->
                isWhereItShouldBe(parking, Objects.requireNonNull(kept.get(person)), kept(person, process), ended));

        people.values().forEach(this::canEnd);
        assertThat(versionsOf(process)).isEmpty();
        assertThat(worklist.compare().isClean()).isTrue();
    }

    private static void isWhereItShouldBe(Parking parking, Kept before, Kept after, Set<String> endedTimers) {
        List<String> expected = new ArrayList<>(before.at());
        expected.replaceAll(step -> step.equals(parking.step()) ? parking.to() : step);
        assertThat(after.at()).as("from " + parking.step()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(after.tasks()).as("tasks at " + parking.step()).isEqualTo(before.tasks());
        Map<String, List<Instant>> timers = new TreeMap<>(before.timers());
        endedTimers.forEach(timers::remove);
        if (parking.to().equals(parking.step())) {
            assertThat(after.timers()).as("timers at " + parking.step()).isEqualTo(timers);
        } else {
            assertThat(after.timers())
                    .as("timers that began anew keep their dates")
                    .containsEntry(
                            parking.to(),
                            before.timers().values().stream()
                                    .flatMap(List::stream)
                                    .toList());
        }
    }

    private void canEnd(Somebody person) {
        person.dies();
        assertThat(person.running()).isEmpty();
    }

    private static Set<String> waits(String former) {
        return ModelChange.inOrder(Bpmn.readModelFromFile(
                        PREVIOUS.resolve(former + ".bpmn").toFile()))
                .stream()
                .filter(ModelChange::isWait)
                .map(node -> node.getId())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Kept kept(Somebody person, String process) {
        Map<String, List<Task>> tasks = new TreeMap<>();
        jdbc.sql("""
                        select element, group_name, assignee, due_at from work_item
                         where pathway_ref = :ref and process = :process and state = 'OPEN' order by 1, 2, due_at
                        """)
                .param("ref", person.ref().value())
                .param("process", process)
                .query((row, number) -> tasks.computeIfAbsent(row.getString(1), element -> new ArrayList<>())
                        .add(new Task(
                                row.getString(2),
                                row.getString(3),
                                row.getTimestamp(4) == null
                                        ? null
                                        : row.getTimestamp(4).toInstant())))
                .list();
        Map<String, List<Instant>> timers = new TreeMap<>();
        jdbc.sql("""
                        select d.act_id_, j.duedate_ from act_ru_job j
                          join act_ru_jobdef d on d.id_ = j.job_def_id_
                          join episode e on e.process_instance_id = j.process_instance_id_
                         where e.pathway_ref = :ref and e.process = :process order by 1, 2
                        """)
                .param("ref", person.ref().value())
                .param("process", process)
                .query((row, number) -> timers.computeIfAbsent(row.getString(1), element -> new ArrayList<>())
                        .add(row.getTimestamp(2).toInstant()))
                .list();
        return new Kept(person.at(process), tasks, timers);
    }

    /** Versions that open runs of the process are on, in the engine, in our table and behind the tasks. */
    private Set<Integer> versionsOf(String process) {
        return Set.copyOf(
                jdbc.sql("""
                        select d.version_ from episode e
                          join act_ru_execution x on x.id_ = e.process_instance_id
                          join act_re_procdef d on d.id_ = x.proc_def_id_
                         where e.process = :process and e.ended_at is null
                        union select version from episode where process = :process and ended_at is null
                        union select d.version_ from work_item w join act_re_procdef d on d.id_ = w.definition_id
                         where w.process = :process and w.state = 'OPEN'
                        """).param("process", process).query(Integer.class).list());
    }

    @Test
    void movesSupportForTheBereavedFromEachStep() {
        String process = "bereavement-support";
        int before = deployPrevious(process);
        int after = deployCurrent(process);
        Somebody contacting =
                care.somebody().withCarer("Joan Hill").registered().named();
        Somebody worried = care.somebody().withCarer("Joan Hill").registered().named();
        for (Somebody person : List.of(contacting, worried)) {
            person.dies();
            beginsAgain(person, process, before, "bereavementId");
        }
        worried.does(BEREAVED, "immediateConcern", "SELF_HARM", "concernNote", "Said so on the telephone.");
        assertThat(List.of(contacting.at(process), worried.at(process)))
                .containsExactly(List.of(BEREAVED), List.of(CONCERN));
        assertThat(waits(process)).containsExactlyInAnyOrder(BEREAVED, CONCERN);
        Kept kept = kept(contacting, process);

        assertThat(goesThrough(process, before, Kind.TRIAL).failed()).isZero();
        assertThat(goesThrough(process, before, Kind.MOVE).moved()).isEqualTo(2);
        assertThat(versionsOf(process)).containsOnly(after);
        assertThat(worklist.compare().isClean()).isTrue();
        assertThat(kept(contacting, process).tasks()).isEqualTo(kept.tasks());
        worried.does(CONCERN);
        contacting.does(BEREAVED);
        assertThat(worklist.compare().isClean()).isTrue();
        contacting.isReopened();
        worried.isReopened();
        assertThat(List.of(contacting.at(process), worried.at(process))).containsExactly(List.of(), List.of());
    }

    /** As the Java of that time began it: the record is there, and its run is on the version and knows no later variable. */
    private void beginsAgain(Somebody person, String process, int version, String recordVariable) {
        Map<String, Object> run = jdbc.sql(
                        "select process_instance_id, record from episode where pathway_ref = :ref and process = :process")
                .param("ref", person.ref().value())
                .param("process", process)
                .query()
                .singleRow();
        String record = String.valueOf(run.get("record"));
        runtime.deleteProcessInstance(String.valueOf(run.get("process_instance_id")), "begins again", true);
        runtime.startProcessInstanceById(
                repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(process)
                        .processDefinitionVersion(version)
                        .singleResult()
                        .getId(),
                record,
                Map.of(
                        "pathwayRef",
                        person.ref().value(),
                        recordVariable,
                        record,
                        "coordinator",
                        "coordinator",
                        "coordinatorOrganisation",
                        "dougie-mac"));
    }
}
