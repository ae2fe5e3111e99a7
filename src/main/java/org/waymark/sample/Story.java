package org.waymark.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Assessments;
import org.waymark.assessment.Levels;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * One made-up person's way, told as the days on which somebody filled in a form. Nothing is written past the real facades:
 * each step is the submission that a member of staff would have handed in on that day.
 */
class Story {

    /** What a story needs to be told. */
    record Means(
            WaymarkClock clock,
            Instant today,
            CurrentViewer viewer,
            Directory directory,
            Forms forms,
            Worklist worklist,
            Assessments assessments) {}

    private static final LocalTime MORNING = LocalTime.of(10, 30);

    private final Means means;
    private final PathwayRef pathway;

    Story(Means means, PathwayRef pathway) {
        this.means = means;
        this.pathway = pathway;
    }

    PathwayRef pathway() {
        return pathway;
    }

    /** The days that follow happened so many days ago. */
    Story daysAgo(int days) {
        daysAgo(means, days);
        return this;
    }

    /** On that day, or the working day before it, in the morning: nobody fills in forms at night. */
    static void daysAgo(Means means, int days) {
        LocalDate day = LocalDate.ofInstant(means.today(), WorkingDays.ZONE).minusDays(days);
        while (days > 0 && !WorkingDays.isWorkingDay(day)) {
            day = day.minusDays(1);
        }
        Instant morning = day.atTime(MORNING).atZone(WorkingDays.ZONE).toInstant();
        means.clock().moveTo(morning.isBefore(means.today()) ? morning : means.today());
    }

    Story named() {
        return done("coordinator", "UserTask_NameCoordinator", Map.of("coordinator", "coordinator"));
    }

    Story welcomed(String sharing, String planning) {
        var answers = new HashMap<String, String>(Map.of(
                "spokeWith", "BOTH",
                "informationGiven", "YES",
                "planningOffered", planning,
                "sharing", sharing,
                "sharingSaidBy", "PERSON",
                "immediateConcern", "NO"));
        date(answers, "contactOn", means.clock().today());
        date(answers, "planningAskAgainOn", means.clock().today().plusDays(120));
        return done("coordinator", "UserTask_MakeWelcomeContact", answers).carersHeard();
    }

    /** Each carer has been asked how they are, and some information was agreed; the review of it lies ahead. */
    private Story carersHeard() {
        var talk = new HashMap<String, String>(Map.of(
                "how", "VISIT",
                "ownWords", "2",
                "carerAnswer", "WANTS_SUPPORT",
                "ownHealth", "GOOD",
                "livesWith", "NO",
                "caringAlone", "NO",
                "immediateConcern", "NO"));
        date(talk, "contactOn", means.clock().today());
        var plan = new HashMap<String, String>(Map.of(
                "planAnswer", "AGREED",
                "goal1", "To know whom to ring.",
                "helps", "INFORMATION",
                "authorityAnswer", "DECLINED"));
        date(plan, "agreedOn", means.clock().today());
        for (String username : List.of("coordinator", "carers")) {
            byService(username, "UserTask_TalkWithCarer", talk);
        }
        for (String username : List.of("coordinator", "carers")) {
            byService(username, "UserTask_AgreeCarerPlan", plan);
        }
        return this;
    }

    Story rated(String username, String level, Map<String, String> more) {
        var answers = abilities(level);
        answers.put("knowsPerson", "MONTHLY");
        answers.put("immediateConcern", "NO");
        answers.putAll(more);
        Viewer by = staff(username);
        return submit(by, open("UserTask_RateAbilities", task -> by.groups().contains(task.group())), answers);
    }

    boolean isInvited(String username) {
        Viewer by = staff(username);
        return means.worklist().openOf(Viewer.SYSTEM, pathway).stream()
                .anyMatch(task -> task.element().equals("UserTask_RateAbilities")
                        && by.groups().contains(task.group()));
    }

    Story onPaper(Rater rater, String level, Map<String, String> more) {
        var answers = abilities(level);
        answers.put("channel", "PAPER");
        answers.put("knowsPerson", "LIVES_WITH");
        answers.put("immediateConcern", "NO");
        answers.putAll(more);
        return submit(
                staff("coordinator"),
                open(
                        "UserTask_EnterPaperAnswers",
                        task -> task.part() != null
                                && means.assessments().invitationOf(task.part()).rater() == rater),
                answers);
    }

    Story adjudicated(String level, String reason) {
        return done(
                "coordinator",
                "UserTask_AdjudicateRatings",
                Map.of("decidedBy", "OWN_LEVEL", "level", level, "reason", reason));
    }

    Story confirmed(String stage, Map<String, String> more) {
        var answers = new HashMap<>(more);
        answers.put("stage", stage);
        return done("coordinator", "UserTask_ConfirmStage", answers);
    }

    /** Agrees to the proposals named and says "not now" to the others. */
    Story agreed(List<String> services) {
        var answers = new HashMap<String, String>(Map.of("agreedBy", "PERSON", "planningOffered", "DECLINED"));
        for (String code : SampleServices.CODES) {
            boolean agreed = services.contains(code);
            answers.put("answer_" + code, agreed ? "AGREED" : "NOT_NOW");
            answers.put("service_" + code, SampleServices.idOf(code));
            date(answers, "askAgainOn_" + code, means.clock().today().plusDays(90));
        }
        return done("coordinator", "UserTask_AgreeSupportPlan", answers);
    }

    /** The help that cannot wait is offered at once; here the answer is "not now". */
    Story urgentHelpPutOff() {
        var answers = new HashMap<String, String>(Map.of("agreedBy", "PERSON"));
        for (String code : SampleServices.CODES) {
            answers.put("answer_" + code, "NOT_NOW");
            date(answers, "askAgainOn_" + code, means.clock().today().plusDays(30));
        }
        return done("coordinator", "UserTask_DecideUrgentHelp", answers);
    }

    /** Somebody of the service's group answers, contacts or reports, on each open referral that waits for them. */
    Story byService(String username, String element, Map<String, String> answers) {
        Viewer by = staff(username);
        means.worklist().openOf(Viewer.SYSTEM, pathway).stream()
                .filter(task -> task.element().equals(element) && by.groups().contains(task.group()))
                .forEach(task -> submit(by, task, answers));
        return this;
    }

    Story done(String username, String element, Map<String, String> answers) {
        return submit(staff(username), open(element, task -> true), answers);
    }

    Map<String, String> firstContact() {
        var answers =
                new HashMap<String, String>(Map.of("how", "VISIT", "spokeWith", "BOTH", "immediateConcern", "NO"));
        date(answers, "contactOn", means.clock().today());
        return answers;
    }

    static Map<String, String> outcome(String note) {
        return Map.of("result", "HELPED", "outcomeNote", note, "followUp", "CONTINUES", "followUpNote", note);
    }

    static void date(Map<String, String> answers, String field, LocalDate date) {
        answers.put(field + "-day", String.valueOf(date.getDayOfMonth()));
        answers.put(field + "-month", String.valueOf(date.getMonthValue()));
        answers.put(field + "-year", String.valueOf(date.getYear()));
    }

    private static Map<String, String> abilities(String level) {
        var answers = new HashMap<String, String>();
        for (int i = 0; i < Levels.ABILITIES.size(); i++) {
            answers.put(Levels.ABILITIES.get(i), i < Levels.IN_ORDER.indexOf(level) ? "LOST_DEMENTIA" : "NO");
        }
        return answers;
    }

    private WorkItem open(String element, Predicate<WorkItem> which) {
        return means.worklist().openOf(Viewer.SYSTEM, pathway).stream()
                .filter(task -> task.element().equals(element))
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The sample has no open task " + element));
    }

    private Viewer staff(String username) {
        return means.directory().staffMember(username).orElseThrow().asViewer();
    }

    private Story submit(Viewer by, WorkItem task, Map<String, String> answers) {
        Map<String, List<String>> parameters = answers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        Forms.Result result = means.viewer().as(by, () -> means.forms().submit(by, task.taskId(), parameters));
        if (result instanceof Forms.Invalid invalid) {
            throw new IllegalStateException("The sample fills in " + task.formId() + " wrongly: "
                    + invalid.view().errors());
        }
        if (!(result instanceof Forms.Done)) {
            throw new IllegalStateException("The sample could not hand in " + task.formId());
        }
        return this;
    }
}
