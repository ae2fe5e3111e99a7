package org.waymark.sample;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Rater;
import org.waymark.assessment.Levels;
import org.waymark.forms.Answers;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.WorkItem;

/**
 * One made-up person's way, told as the days on which somebody filled in a form. Nothing is written past the real facades:
 * each step is the submission that a member of staff would have handed in on that day.
 */
class Story {

    private static final Sheet NOTHING_MORE = new Sheet();

    private final Storyteller teller;
    private final PathwayRef pathway;

    Story(Storyteller teller, PathwayRef pathway) {
        this.teller = teller;
        this.pathway = pathway;
    }

    PathwayRef pathway() {
        return pathway;
    }

    // ------------------------------------------------------------------ time

    /** What follows happened so many days ago. */
    Story daysAgo(int days) {
        teller.passUntil(pathway, teller.daysAgo(days));
        return this;
    }

    /** What follows happened on that day, in the morning. */
    Story on(LocalDate day) {
        teller.passUntil(pathway, teller.morningOf(day));
        return this;
    }

    /** What follows happened so long ago, by day or by night. */
    Story ago(Duration time) {
        teller.passUntil(pathway, teller.ago(time));
        return this;
    }

    // ------------------------------------------------------------------ tasks

    /** Whoever has the task hands it in. */
    Story done(String element, Sheet sheet) {
        return done(element, task -> true, sheet);
    }

    Story done(String element, Predicate<WorkItem> which, Sheet sheet) {
        WorkItem task = open(element, which);
        teller.handIn(teller.whose(task), task, sheet);
        return this;
    }

    /** As {@link #done}, for each task of that kind that is open. */
    Story eachDone(String element, Sheet sheet) {
        List<WorkItem> open = teller.open(pathway, element);
        if (open.isEmpty()) {
            throw noSuchTask(element, open);
        }
        open.forEach(task -> teller.handIn(teller.whose(task), task, sheet));
        return this;
    }

    WorkItem open(String element, Predicate<WorkItem> which) {
        List<WorkItem> open = teller.open(pathway, element);
        return open.stream().filter(which).findFirst().orElseThrow(() -> noSuchTask(element, open));
    }

    private IllegalStateException noSuchTask(String element, List<WorkItem> others) {
        return new IllegalStateException(
                "The sample has no such task as it tells of on " + teller.day() + ": " + element + ", only of "
                        + others.stream().map(WorkItem::service).toList());
    }

    /** Something recorded on the person's page. */
    Story recorded(String username, String form, Sheet sheet, BiConsumer<Viewer, Answers> act) {
        Viewer by = teller.staff(username);
        Answers answers = teller.read(form, sheet);
        teller.record(by, pathway, () -> act.accept(by, answers));
        return this;
    }

    // ------------------------------------------------------------------ welcome and assessment

    Story named() {
        return named("coordinator");
    }

    Story named(String coordinator) {
        return done("UserTask_NameCoordinator", Sheet.with("coordinator", coordinator));
    }

    Story welcomed(String sharing, String planning) {
        return done(
                "UserTask_MakeWelcomeContact",
                Sheet.with("spokeWith", "BOTH")
                        .on("contactOn", teller.day())
                        .and("informationGiven", "YES")
                        .and("planningOffered", planning)
                        .on("planningAskAgainOn", teller.day().plusDays(120))
                        .and("sharing", sharing)
                        .and("mayAskCarers", "YES")
                        .and("sharingSaidBy", "PERSON")
                        .safe());
    }

    Story rated(String username, String level) {
        return rated(username, level, NOTHING_MORE);
    }

    Story rated(String username, String level, Sheet more) {
        Viewer by = teller.staff(username);
        WorkItem task = open("UserTask_RateAbilities", open -> by.groups().contains(open.group()));
        teller.handIn(
                by, task, abilities(level).and("knowsPerson", "MONTHLY").safe().and(more));
        return this;
    }

    Story onPaper(Rater rater, String level) {
        return onPaper(rater, level, NOTHING_MORE);
    }

    Story onPaper(Rater rater, String level, Sheet more) {
        return done(
                "UserTask_EnterPaperAnswers",
                task -> teller.isForRater(task, rater),
                abilities(level)
                        .and("channel", "PAPER")
                        .and("knowsPerson", "LIVES_WITH")
                        .safe()
                        .and(more));
    }

    /** Both organisations, if both are asked, the person and the carer rate alike. */
    Story ratedAlike(String level, Sheet carer, Sheet seen) {
        rated("nurse", level, seen);
        Viewer adviser = teller.staff("adviser");
        if (teller.open(pathway, "UserTask_RateAbilities").stream()
                .anyMatch(task -> adviser.groups().contains(task.group()))) {
            rated("adviser", level);
        }
        return onPaper(Rater.PERSON, level).onPaper(Rater.CARER, level, carer);
    }

    private static Sheet abilities(String level) {
        var sheet = new Sheet();
        for (int i = 0; i < Levels.ABILITIES.size(); i++) {
            sheet.and(Levels.ABILITIES.get(i), i < Levels.IN_ORDER.indexOf(level) ? "LOST_DEMENTIA" : "NO");
        }
        return sheet;
    }

    Story confirmed(String stage) {
        return confirmed(stage, NOTHING_MORE);
    }

    Story confirmed(String stage, Sheet more) {
        return done("UserTask_ConfirmStage", Sheet.with("stage", stage).and(more));
    }

    /** Agrees to the proposals named and says "not now" to the others. */
    Story agreed(String... services) {
        List<String> wanted = List.of(services);
        Sheet sheet = Sheet.with("agreedBy", "PERSON").and("planningOffered", "DECLINED");
        for (String code : SampleServices.CODES) {
            sheet.and("answer_" + code, wanted.contains(code) ? "AGREED" : "NOT_NOW")
                    .and("service_" + code, SampleServices.idOf(code))
                    .on("askAgainOn_" + code, teller.day().plusDays(90));
        }
        return done("UserTask_AgreeSupportPlan", sheet);
    }

    /** The help that cannot wait is offered at once; here the answer is "not now". */
    Story urgentHelpPutOff() {
        Sheet sheet = Sheet.with("agreedBy", "PERSON");
        for (String code : SampleServices.CODES) {
            sheet.and("answer_" + code, "NOT_NOW")
                    .on("askAgainOn_" + code, teller.day().plusDays(30));
        }
        return done("UserTask_DecideUrgentHelp", sheet);
    }

    // ------------------------------------------------------------------ referrals

    /** The service of this code answers. */
    Story answered(String service, String answer) {
        return answered(service, Sheet.with("answer", answer));
    }

    Story answered(String service, Sheet sheet) {
        return done("UserTask_RespondToReferral", task -> service.equals(task.service()), sheet);
    }

    Story firstContact(String service) {
        return done(
                "UserTask_MakeFirstContact",
                task -> service.equals(task.service()),
                Sheet.with("how", "VISIT")
                        .on("contactOn", teller.day())
                        .and("spokeWith", "BOTH")
                        .safe());
    }

    Story outcome(String service, String note) {
        return done(
                "UserTask_ReportOutcome",
                task -> service.equals(task.service()),
                Sheet.with("result", "HELPED").and("outcomeNote", note).and("followUp", "CONTINUES"));
    }

    // ------------------------------------------------------------------ carers

    /** Each carer is asked how they are, and some information is agreed. */
    Story carersInformed() {
        return carersAsked("1", new Sheet())
                .carersPlan(Sheet.with("goal1", "To know whom to ring.")
                        .and("helps", "INFORMATION")
                        .and("authorityAnswer", "DECLINED"));
    }

    /** Each carer says how it goes, from 0 (well) to 4, and would like support. */
    Story carersAsked(String ownWords, Sheet more) {
        return eachDone(
                "UserTask_TalkWithCarer",
                Sheet.with("how", "VISIT")
                        .on("contactOn", teller.day())
                        .and("ownWords", ownWords)
                        .and("carerAnswer", "WANTS_SUPPORT")
                        .and("ownHealth", "GOOD")
                        .and("livesWith", "YES")
                        .and("caringAlone", "NO")
                        .safe()
                        .and(more));
    }

    Story carersPlan(Sheet sheet) {
        return eachDone(
                "UserTask_AgreeCarerPlan",
                Sheet.with("planAnswer", "AGREED").on("agreedOn", teller.day()).and(sheet));
    }

    /** A session with the carer; the next one is on that day, or they are finished. */
    Story session(String attendance, @Nullable LocalDate next) {
        Sheet sheet =
                Sheet.with("attendance", attendance).on("heldOn", teller.day()).safe();
        return done(
                "UserTask_HoldSession",
                next == null
                        ? sheet.and("nextStep", "FINISHED")
                        : sheet.and("nextStep", "NEXT_SESSION").on("sessionOn", next));
    }
}
