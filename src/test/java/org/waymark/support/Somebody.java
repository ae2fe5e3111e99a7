package org.waymark.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.UsualAnswers.agreeing;
import static org.waymark.support.UsualAnswers.atLevel;
import static org.waymark.support.UsualAnswers.entered;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.forms.Forms.Done;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.Pathway;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow.Position;

/** A made-up person on the pathway, and what staff do for them. Reads our own tables; the engine's position comes second. */
public final class Somebody {

    public static final String NAME_COORDINATOR = "UserTask_NameCoordinator";
    public static final String WELCOME = "UserTask_MakeWelcomeContact";
    public static final String RATE = "UserTask_RateAbilities";
    public static final String PAPER = "UserTask_EnterPaperAnswers";
    public static final String ADJUDICATE = "UserTask_AdjudicateRatings";
    public static final String CONFIRM = "UserTask_ConfirmStage";
    public static final String RULE_OUT_DELIRIUM = "UserTask_RuleOutDelirium";
    public static final String RULE_OUT_DELIRIUM_AT_ONCE = "UserTask_RuleOutDeliriumAtOnce";
    public static final String URGENT_HELP = "UserTask_DecideUrgentHelp";
    public static final String PLAN = "UserTask_AgreeSupportPlan";
    public static final String REVIEW = "UserTask_ReviewPathway";
    public static final String CONCERN = "UserTask_ActOnConcern";
    public static final String RESPOND = "UserTask_RespondToReferral";
    public static final String OFFER_PLACE = "UserTask_OfferPlace";
    public static final String ANSWER_QUESTION = "UserTask_AnswerQuestion";
    public static final String NEXT_STEP = "UserTask_DecideNextStep";
    public static final String FIRST_CONTACT = "UserTask_MakeFirstContact";
    public static final String REPORT_OUTCOME = "UserTask_ReportOutcome";
    public static final String READ_OUTCOME = "UserTask_ReadOutcome";
    public static final String START_PALLIATIVE = "UserTask_StartPalliativeCare";
    public static final String OFFER_PLANNING = "UserTask_OfferPlanning";
    public static final String EMERGENCY_PLAN = "UserTask_RecordEmergencyPlan";
    public static final String ANTICIPATE = "UserTask_ArrangeAnticipatoryCare";
    public static final String DEPRESCRIBE = "UserTask_OfferDeprescribing";
    public static final String TEAM_REVIEW = "UserTask_ReviewPalliativeCare";
    public static final String SEE_UNSTABLE = "UserTask_SeeUnstablePerson";
    public static final String SETTLE_UNSTABLE = "UserTask_SettleUnstablePhase";
    public static final String SEE_PAIN = "UserTask_SeePainAgain";
    public static final String COMPARE_PLACES = "UserTask_ComparePlaces";
    public static final String TALK_WITH_CARER = "UserTask_TalkWithCarer";
    public static final String CARER_PLAN = "UserTask_AgreeCarerPlan";
    public static final String CARER_SESSION = "UserTask_HoldSession";
    public static final String CARER_REVIEW = "UserTask_ReviewCarerSupport";
    public static final String PREPARE = "UserTask_PrepareForBereavement";
    public static final String BEREAVED = "UserTask_ContactBereavedCarer";
    public static final String AGREE_BEREAVEMENT = "UserTask_AgreeBereavementSupport";
    public static final String GENTLE = "UserTask_MakeGentleContact";
    public static final String BEREAVEMENT_REVIEW = "UserTask_ReviewBereavementSupport";
    public static final String CLOSING = "UserTask_MakeClosingContact";

    /** Where the pathway waits for the next review, by phase. */
    public static final String LIVING_WELL = "Event_LivingWellReviewDue";

    public static final String MORE_SUPPORT = "Event_MoreSupportReviewDue";
    public static final String TOWARDS_END_OF_LIFE = "Event_TowardsEndOfLifeReviewDue";

    private final Care care;
    private final PathwayRef ref;

    Somebody(Care care, PathwayRef ref) {
        this.care = care;
        this.ref = ref;
    }

    public PathwayRef ref() {
        return ref;
    }

    // ------------------------------------------------------------------ what there is to do

    /** Elements of the open tasks, sorted; one line for each task. */
    public List<String> open() {
        return care.worklist.openOf(Viewer.SYSTEM, ref).stream()
                .map(WorkItem::element)
                .sorted()
                .toList();
    }

    /** All open tasks, soonest due first. */
    public List<WorkItem> openTasks() {
        return care.worklist.openOf(Viewer.SYSTEM, ref);
    }

    /** All tasks that there ever were, newest first. */
    public List<WorkItem> history() {
        return care.worklist.historyOf(Viewer.SYSTEM, ref);
    }

    public List<WorkItem> tasks(String element) {
        return care.worklist.openOf(Viewer.SYSTEM, ref).stream()
                .filter(task -> task.element().equals(element))
                .toList();
    }

    public WorkItem task(String element) {
        List<WorkItem> found = tasks(element);
        assertThat(found).as("open " + element + " among " + open()).hasSize(1);
        return found.get(0);
    }

    /** When the only open task of this kind is due. */
    public Instant dueOf(String element) {
        return Objects.requireNonNull(task(element).dueAt());
    }

    /** The last task of this kind, open or not. */
    public WorkItem last(String element) {
        return history().stream()
                .filter(task -> task.element().equals(element))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There was no " + element));
    }

    // ------------------------------------------------------------------ doing it

    /** The one whose work it is hands in the form of the only open task of this kind. */
    public Somebody does(String element, Object... answers) {
        hands(task(element), answers);
        return this;
    }

    public Done hands(WorkItem task, Object... answers) {
        return hands(Care.whoDoes(task.assignee(), task.group()), task, answers);
    }

    public Done hands(Viewer by, WorkItem task, Object... answers) {
        Forms.Result result = submits(by, task, answers);
        if (result instanceof Forms.Invalid invalid) {
            throw new AssertionError(
                    task.formId() + " was refused: " + invalid.view().errors());
        }
        assertThat(result).isInstanceOf(Done.class);
        return (Done) result;
    }

    /** As {@link #hands}, whatever comes of it. */
    public Forms.Result submits(Viewer by, WorkItem task, Object... answers) {
        care.looks(by, task);
        Map<String, Object> all = new HashMap<>(UsualAnswers.of(task.formId(), care.today()));
        if (task.formId().equals("confirm-stage")) {
            String proposed = String.valueOf(round("proposed_stage"));
            all.put("stage", proposed.equals("CONFLICT") ? "UNKNOWN" : proposed);
        }
        if (task.formId().equals("agree-bereavement-support")) {
            all.put(
                    "level",
                    care.jdbc
                            .sql("select proposed_level from bereavement where id = cast(:id as uuid)")
                            .param("id", task.record())
                            .query(String.class)
                            .single());
        }
        all.putAll(care.writes(task.formId()));
        all.putAll(entered(answers));
        return care.currentViewer.as(by, () -> care.forms.submit(by, task.taskId(), UsualAnswers.asSent(all)));
    }

    /** Fields that the form marks as wrong, by the anchors of its error summary. */
    public List<String> refuses(String element, Object... answers) {
        WorkItem task = task(element);
        Forms.Result result = submits(Care.whoDoes(task.assignee(), task.group()), task, answers);
        assertThat(result).isInstanceOf(Forms.Invalid.class);
        return ((Forms.Invalid) result)
                .view().errors().stream()
                        .map(error -> error.href().replaceFirst("^#", ""))
                        .toList();
    }

    // ------------------------------------------------------------------ along the pathway

    public Somebody named() {
        return does(NAME_COORDINATOR);
    }

    /** Named and welcomed; the first round is open. Sharing is agreed unless the answers say otherwise. */
    public Somebody welcomed(Object... answers) {
        return named().does(WELCOME, answers);
    }

    public Somebody staffRates(String organisation, Object... answers) {
        return rates(RATE, task -> task.group().startsWith(organisation + "."), answers);
    }

    public Somebody personRates(Object... answers) {
        return rates(PAPER, task -> rating(task, "rater").equals("PERSON"), answers);
    }

    /** The first carer who has not answered yet. */
    public Somebody carerRates(Object... answers) {
        return rates(PAPER, task -> rating(task, "rater").equals("CARER"), answers);
    }

    private Somebody rates(String element, Predicate<WorkItem> which, Object... answers) {
        hands(
                tasks(element).stream()
                        .filter(which)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("Nobody of that kind is asked, only " + open())),
                answers);
        return this;
    }

    private String rating(WorkItem task, String column) {
        return String.valueOf(care.jdbc
                .sql("select " + column + " from rating where id = cast(:id as uuid)")
                .param("id", task.part())
                .query()
                .singleValue());
    }

    /** All who are still asked rate alike. */
    public Somebody everybodyRates(Object... answers) {
        tasks(RATE).forEach(task -> hands(task, answers));
        tasks(PAPER).forEach(task -> hands(task, answers));
        return this;
    }

    /** Brought to the support plan by a round in which all agree on the level. */
    public Somebody assessedAt(String level) {
        return welcomed().everybodyRates(atLevel(level)).does(CONFIRM);
    }

    /** Assessed at level 4, with these services agreed, whether proposed or asked for. */
    public Somebody referredTo(String... services) {
        assessedAt("4");
        List<String> proposed =
                proposals().stream().map(proposal -> proposal.split(" ", -1)[0]).toList();
        List<String> others = Arrays.stream(services)
                .filter(service -> !proposed.contains(service))
                .map(UsualAnswers::serviceId)
                .toList();
        return does(PLAN, agreeing(services), Map.of("additionalServices", others));
    }

    /** Assessed at a level, with none of the proposals taken up; the next review is ahead. */
    public Somebody livingWithItAt(String level) {
        return assessedAt(level).does(PLAN);
    }

    /** Agrees to these proposals and no others. */
    public Somebody agreesTo(String... services) {
        return does(PLAN, agreeing(services));
    }

    // ------------------------------------------------------------------ life

    public LifeEvents.Closing ends(LifeEvents.Kind kind, LocalDate on) {
        return as(Alliance.COORDINATOR, () -> {
            var closing = new AtomicReference<LifeEvents.Closing>();
            care.lifeEvents.recording(Alliance.COORDINATOR, ref, () -> {
                closing.set(care.lifeEvents.end(Alliance.COORDINATOR, ref, kind, on, new Answers(Map.of())));
                return "Recorded.";
            });
            return Objects.requireNonNull(closing.get());
        });
    }

    public LifeEvents.Closing dies() {
        return ends(LifeEvents.Kind.DIED, care.today());
    }

    public Somebody objectsToSharingWith(String organisation) {
        return objectsToSharingWith(organisation, Alliance.COORDINATOR);
    }

    /** The one named writes down what the person said. */
    public Somebody objectsToSharingWith(String organisation, Viewer by) {
        as(by, () -> {
            care.lifeEvents.objectToSharing(by, ref, organisation, care.today(), "PERSON", new Answers(Map.of()));
            return ref;
        });
        return this;
    }

    public Somebody changes(boolean overHoursToDays, Object... answers) {
        Map<String, Object> all = new HashMap<>(Map.of("whatChanged", "Not as before"));
        all.putAll(entered(answers));
        as(Alliance.COORDINATOR, () -> {
            care.lifeEvents.reportChange(Alliance.COORDINATOR, ref, care.today(), overHoursToDays, new Answers(all));
            return ref;
        });
        return this;
    }

    public Somebody isReopened() {
        as(Alliance.COORDINATOR, () -> {
            care.lifeEvents.reopen(Alliance.COORDINATOR, ref, new Answers(Map.of("reason", "It was somebody else.")));
            return ref;
        });
        return this;
    }

    private <T> T as(Viewer viewer, java.util.function.Supplier<T> action) {
        return care.currentViewer.as(viewer, action);
    }

    // ------------------------------------------------------------------ what is on record

    /** A value of ours; the text has {@code :ref} for this pathway. */
    public Object value(String sql) {
        return care.jdbc
                .sql(sql)
                .param("ref", ref.value())
                .query((row, number) -> Objects.requireNonNullElse(row.getObject(1), (Object) "null"))
                .single();
    }

    public List<String> values(String sql) {
        return care.jdbc.sql(sql).param("ref", ref.value()).query(String.class).list();
    }

    /** A column of the pathway. */
    public Object pathway(String column) {
        return value("select " + column + " from pathway where pathway_ref = :ref");
    }

    /** A column of the latest round. */
    public Object round(String column) {
        return value(
                "select " + column + " from assessment where pathway_ref = :ref order by opened_at desc, id limit 1");
    }

    /** A column of the only referral to the service for this need, or of the latest when there are several. */
    public Object referral(String code, String column) {
        return care.jdbc
                .sql("select r." + column
                        + " from referral r join service s on s.id = r.service_id where r.pathway_ref = :ref and s.code = :code"
                        + " order by r.sent_at desc, r.id limit 1")
                .param("ref", ref.value())
                .param("code", code)
                .query((row, number) -> Objects.requireNonNullElse(row.getObject(1), (Object) "null"))
                .single();
    }

    /** Codes of the services that referrals went to, sorted. */
    public List<String> referrals() {
        return values(
                "select s.code from referral r join service s on s.id = r.service_id where r.pathway_ref = :ref order by 1");
    }

    /** What was proposed in the latest round and is not answered yet, as {@code CODE PRIORITY}, sorted. */
    public List<String> proposals() {
        return values("""
                select service || ' ' || priority from proposal where pathway_ref = :ref and answer = 'OPEN'
                   and assessment_id = (select id from assessment where pathway_ref = :ref order by opened_at desc, id limit 1)
                 order by 1""");
    }

    /** Steps of the escalation of all tasks of this kind: which, when, and whom it told. */
    public List<String> told(String element) {
        return care.jdbc
                .sql("""
                        select e.step || ' ' || to_char(e.at at time zone 'Europe/London', 'Dy DD Mon HH24:MI') || ' '
                               || coalesce(e.told, 'nobody')
                          from escalation e join work_item w on w.task_id = e.task_id
                         where w.pathway_ref = :ref and w.element = :element order by e.at, e.task_id, e.step desc""")
                .param("ref", ref.value())
                .param("element", element)
                .query(String.class)
                .list();
    }

    public List<String> timeline() {
        return values("select kind from timeline_entry where pathway_ref = :ref order by id");
    }

    /** Elements that hold a token in the latest run of a process; empty when it is over. */
    public List<String> at(String process) {
        List<Position> runs = care.workflow.positions(ref).stream()
                .filter(position -> position.episode().process().equals(process))
                .toList();
        return runs.isEmpty()
                ? List.of()
                : runs.get(runs.size() - 1).current().stream().sorted().toList();
    }

    /** Where the pathway itself stands. */
    public List<String> stands() {
        return at(Pathway.PROCESS);
    }

    /** When the timers of the pathway itself are due. */
    public List<Instant> timers() {
        return care.jdbc
                .sql("""
                        select j.duedate_ from act_ru_job j join episode e on e.process_instance_id = j.process_instance_id_
                         where e.pathway_ref = :ref and e.process = :process order by 1""")
                .param("ref", ref.value())
                .param("process", Pathway.PROCESS)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .list();
    }

    /** Runs that are open, by process, sorted. */
    public List<String> running() {
        return values("select process from episode where pathway_ref = :ref and ended_at is null order by 1");
    }

    /** Elements passed in any run of a process. */
    public List<String> passed(String process) {
        return care.workflow.positions(ref).stream()
                .filter(position -> position.episode().process().equals(process))
                .flatMap(position -> position.passed().stream())
                .toList();
    }
}
