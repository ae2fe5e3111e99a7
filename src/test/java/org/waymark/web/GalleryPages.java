package org.waymark.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.waymark.access.NotVisible;

/** Made-up people and work for {@link Gallery}, in records that have just the fields which the templates name. */
final class GalleryPages {

    record Choice(String value, String label) {}

    record Problem(String href, String text) {}

    record Tile(long count, String label, String href, String tone, boolean current) {}

    record Step(String label, String state) {}

    record LoopStep(
            String label,
            String state,
            @Nullable String date,
            @Nullable String note) {}

    record DiagramStep(
            String label,
            String state,
            @Nullable String who,
            @Nullable String when) {}

    record Entry(
            String when,
            String title,
            @Nullable String text,
            @Nullable String href) {}

    record Fact(String key, String value, @Nullable String note) {}

    record Row(
            String key,
            String value,
            @Nullable String href,
            @Nullable String action) {}

    record Work(
            String taskId,
            String title,
            String about,
            @Nullable String personName,
            @Nullable String personHref,
            String pathwayRef,
            @Nullable String personNote,
            String dueTone,
            String dueWords,
            String dueExact,
            String waitingWith,
            String waitingSince,
            String state,
            boolean mayReassign) {

        public String href() {
            return "/tasks/" + taskId;
        }

        public List<Tag> tags() {
            return title.startsWith("Respond") ? List.of(new Tag("amber", "Reminded Wed 4 Nov")) : List.of();
        }
    }

    record Task(
            String taskId,
            String title,
            String about,
            String dueTone,
            String dueWords,
            String dueExact,
            String waitingWith,
            String waitingSince,
            boolean mayClaim,
            boolean mayRelease,
            boolean mayReassign,
            boolean fillable,
            @Nullable String ended) {

        public List<Tag> tags() {
            return ended == null ? List.of(new Tag("red", "Team lead told Thu 5 Nov")) : List.of();
        }
    }

    record Tag(String tone, String text) {}

    record Beside(String pathwayRef, String name, String href, String lead, List<Tag> tags, List<Fact> facts) {}

    record Found(
            String pathwayRef,
            String name,
            String born,
            String age,
            String phase,
            @Nullable String stage,
            @Nullable String coordinator,
            @Nullable String nowTitle,
            String dueTone,
            String dueWords) {

        public String href() {
            return "/people/" + pathwayRef;
        }
    }

    record Head(
            String pathwayRef,
            String name,
            String calledName,
            List<Tag> tags,
            String lead,
            @Nullable String lifeEventHref,
            @Nullable String crisisHref,
            @Nullable String cockpitHref,
            @Nullable String ended,
            @Nullable String reopenHref,
            @Nullable String notShared) {}

    record Where(
            List<Step> steps,
            String headline,
            String text,
            @Nullable String bpmnUrl,
            String current,
            String done,
            List<DiagramStep> table) {}

    record Now(
            String when,
            String tone,
            String title,
            String note,
            @Nullable String href,
            boolean primary) {}

    record Ref(
            String service,
            @Nullable String note,
            String tone,
            String state,
            @Nullable String href,
            List<LoopStep> steps) {}

    record Stage(
            LocalDate on,
            String stage,
            String level,
            String by,
            List<String> reasons,
            @Nullable String whyHref) {}

    record Sharing(
            String tone, String text, String note, @Nullable String href) {}

    record Capacity(String matter, String outcome, String on, String by) {}

    record Account(String username, String description) {}

    static final List<String> ALL = List.of(
            "components",
            "components-errors",
            "worklist",
            "worklist-team",
            "worklist-empty",
            "task",
            "task-errors",
            "task-free",
            "task-ended",
            "people",
            "people-found",
            "people-none",
            "person",
            "person-new",
            "person-ended",
            "sign-in",
            "sign-in-wrong",
            "sign-in-throttled");

    private static final Map<String, Supplier<RuntimeException>> FAILURES = new ConcurrentHashMap<>();

    private GalleryPages() {}

    /** Pages that fail when they are opened. */
    static void failWith(Map<String, Supplier<RuntimeException>> failures) {
        FAILURES.putAll(failures);
    }

    static Map.Entry<String, Map<String, Object>> of(String page) {
        if (FAILURES.containsKey(page)) {
            throw FAILURES.get(page).get();
        }
        return switch (page) {
            case "components" -> Map.entry("gallery/components", components(false));
            case "components-errors" -> Map.entry("gallery/components", components(true));
            case "worklist", "worklist-team", "worklist-empty" -> Map.entry("worklist/worklist", worklist(page));
            case "task", "task-errors", "task-free", "task-ended" -> Map.entry("worklist/task", task(page));
            case "people", "people-found", "people-none" -> Map.entry("pathway/people", people(page));
            case "person", "person-new", "person-ended" -> Map.entry("pathway/person", person(page));
            case "sign-in", "sign-in-wrong", "sign-in-throttled" -> Map.entry("access/sign-in", signIn(page));
            default -> throw new NotVisible();
        };
    }

    private static Map<String, Object> components(boolean wrong) {
        var model = new HashMap<String, Object>();
        model.put("sampleData", true);
        model.put("hasErrors", wrong);
        model.put("done", "The answer was sent to Ruth Amadi. First contact is due by 1 December 2026.");
        var errors = new ArrayList<Problem>();
        if (wrong) {
            for (String field : List.of("name", "story", "score", "answer", "service", "agreed", "signs", "csv")) {
                errors.add(new Problem("#" + field, "Something is wrong with " + field));
            }
            errors.add(new Problem("#born-day", "The date of birth must be a real date"));
        }
        model.put("errors", errors);
        model.put("wrong", wrong ? "Say what is wrong and what to do" : null);
        model.put(
                "choices",
                List.of(
                        new Choice("ACCEPTED", "Accept"),
                        new Choice("WAITING_LIST", "Put on the waiting list"),
                        new Choice("DECLINED", "Decline, with a reason")));
        model.put(
                "tiles",
                List.of(
                        new Tile(14, "Mine", "/worklist?view=MINE", "", true),
                        new Tile(37, "My team's", "/worklist?view=TEAM", "", false),
                        new Tile(3, "Overdue", "/worklist?view=OVERDUE", "red", false)));
        model.put("steps", pathSteps());
        model.put("loop", waitingLoop());
        model.put(
                "entries",
                List.of(
                        new Entry("3 November 2026", "Change reported", "By Peter, by telephone", null),
                        new Entry("12 March 2025", "Pathway opened", null, "/people/WM-7F3K-29QX")));
        model.put(
                "facts",
                List.of(
                        new Fact("Husband", "Peter Holt, main carer", "strain 64 of 88, up 18 since May"),
                        new Fact("Adviser", "Tom Reid, Approach", null)));
        model.put(
                "rows",
                List.of(
                        new Row("Name", "Margaret Holt", "/people/new", "Change"),
                        new Row("Born", "4 May 1945", null, null)));
        model.put("diagramSteps", diagramSteps());
        return model;
    }

    static List<Step> pathSteps() {
        return List.of(
                new Step("Welcome", "done"),
                new Step("Living well", "done"),
                new Step("More support", "now"),
                new Step("Towards end of life", "todo"),
                new Step("Bereavement support", "todo"));
    }

    static List<LoopStep> waitingLoop() {
        return List.of(
                new LoopStep("Sent", "done", "3 Nov", null),
                new LoopStep("Received", "done", "4 Nov", null),
                new LoopStep("Answer", "current", "due today, 17:00", null),
                new LoopStep("First contact", "todo", null, null),
                new LoopStep("Outcome reported", "todo", null, null),
                new LoopStep("Outcome read", "todo", null, null));
    }

    static List<DiagramStep> diagramSteps() {
        return List.of(
                new DiagramStep("Make the welcome contact", "done", "Ruth Amadi", "14 March 2025"),
                new DiagramStep("Assessment", "current", "Both organisations", "since 3 November 2026"),
                new DiagramStep("Agree the support plan", "todo", null, null));
    }

    private static Map<String, Object> worklist(String page) {
        var model = new HashMap<String, Object>();
        boolean isTeam = page.equals("worklist-team");
        model.put("sampleData", true);
        model.put("stillComing", new StillComing.Share(12, 38));
        model.put("greeting", "Good morning, Ruth");
        model.put("sentence", "Saturday 7 November 2026. Two people need you today.");
        model.put(
                "tiles",
                List.of(
                        new Tile(14, "Mine", "/worklist?view=MINE", "", !isTeam),
                        new Tile(37, "My team's", "/worklist?view=TEAM", "", isTeam),
                        new Tile(3, "Overdue", "/worklist?view=OVERDUE", "red", false),
                        new Tile(9, "Due this week", "/worklist?view=DUE_THIS_WEEK", "", false),
                        new Tile(2, "No date", "/worklist?view=NO_DATE", "", false)));
        model.put("heading", isTeam ? "37 tasks of my team" : "14 tasks of mine");
        model.put("view", isTeam ? "TEAM" : "MINE");
        model.put(
                "processes",
                List.of(new Choice("partner-referral", "Referrals"), new Choice("staging-assessment", "Assessments")));
        model.put("process", null);
        model.put("newer", null);
        model.put("older", "/worklist?view=MINE&after=1");
        model.put("downloadHref", "/worklist.csv?view=MINE");
        model.put("emptyTitle", "Nothing is waiting for you");
        model.put("emptyText", "Tasks appear here when a step of somebody's pathway becomes yours.");
        model.put("rows", page.equals("worklist-empty") ? List.of() : isTeam ? teamWork() : myWork());
        if (page.equals("worklist-empty")) {
            model.put("heading", "0 tasks of mine");
            model.put("older", null);
        }
        return model;
    }

    private static List<Work> myWork() {
        return List.of(
                new Work(
                        "1",
                        "Rule out delirium before restaging",
                        "Staging assessment, after a change reported by the carer",
                        "Margaret Holt",
                        "/people/WM-7F3K-29QX",
                        "WM-7F3K-29QX",
                        "Moderate",
                        "red",
                        "Overdue 1 working day",
                        "Thu 5 Nov, 17:00",
                        "You",
                        "since Tue 3 Nov",
                        "mine",
                        false),
                new Work(
                        "2",
                        "Decide the next step after a decline",
                        "Referral to Speech and language: no capacity before January",
                        "Alan Price",
                        "/people/WM-2C8D-77LM",
                        "WM-2C8D-77LM",
                        "Severe",
                        "amber",
                        "Due today",
                        "17:00",
                        "You",
                        "since Wed 4 Nov",
                        "mine",
                        false),
                new Work(
                        "3",
                        "Compare the ratings",
                        "Carer and staff differ by a stage on dressing and washing",
                        "Jean Oduya",
                        "/people/WM-9K2R-22TZ",
                        "WM-9K2R-22TZ",
                        "provisional",
                        "",
                        "in 1 working day",
                        "Tue 10 Nov",
                        "You",
                        "draft saved 09:12",
                        "draft",
                        false),
                new Work(
                        "4",
                        "Welcome contact",
                        "New to the pathway; planning to be offered",
                        "Derek Whittingham-Featherstonehaugh",
                        "/people/WM-4M6N-52VB",
                        "WM-4M6N-52VB",
                        "Mild",
                        "",
                        "in 4 working days",
                        "Fri 13 Nov",
                        "You",
                        "since yesterday",
                        "mine",
                        false));
    }

    private static List<Work> teamWork() {
        return List.of(
                new Work(
                        "5",
                        "Name a coordinator",
                        "New to the pathway",
                        "Irene Sutton",
                        "/people/WM-8P3Q-92CD",
                        "WM-8P3Q-92CD",
                        null,
                        "amber",
                        "Due today",
                        "17:00",
                        "My team",
                        "since Thu 5 Nov",
                        "free",
                        true),
                new Work(
                        "6",
                        "Respond to the referral",
                        "To the Dementia Services Centre",
                        null,
                        null,
                        "WM-5T7Y-35FG",
                        null,
                        "",
                        "in 3 working days",
                        "Thu 12 Nov",
                        "Grace Bell",
                        "since today",
                        "other",
                        true));
    }

    private static Map<String, Object> task(String page) {
        var model = new HashMap<String, Object>();
        boolean isFree = page.equals("task-free");
        boolean isEnded = page.equals("task-ended");
        boolean isWrong = page.equals("task-errors");
        model.put("sampleData", true);
        model.put("hasErrors", isWrong);
        model.put(
                "task",
                new Task(
                        "1",
                        "Respond to the referral",
                        "Partner referral, to Speech and language",
                        "red",
                        "Overdue 1 working day",
                        "Thu 5 Nov, 17:00",
                        isFree ? "your team" : "you",
                        "since Tue 3 Nov",
                        isFree,
                        !isFree && !isEnded,
                        !isEnded,
                        !isFree && !isEnded,
                        isEnded ? "Done by Tom Reid on Thu 5 Nov, 16:20. Your draft was kept." : null));
        model.put(
                "person",
                new Beside(
                        "WM-7F3K-29QX",
                        "Margaret Holt",
                        "/people/WM-7F3K-29QX",
                        "Likes to be called Maggie. 81 years. NHS number 943 476 5919.",
                        List.of(new Tag("plum", "Moderate, level 5"), new Tag("red", "Carer strain very high")),
                        List.of(
                                new Fact("Husband", "Peter Holt, main carer", "strain 64 of 88"),
                                new Fact("Coordinator", "Ruth Amadi, Dougie Mac", null))));
        model.put(
                "next",
                List.of(
                        "When you accept, first contact is due within 10 working days.",
                        "When you decline, Ruth Amadi decides the next step."));
        model.put("errors", isWrong ? List.of(new Problem("#answer", "Say whether you can help")) : List.of());
        model.put("wrong", isWrong ? "Say whether you can help" : null);
        model.put("answer", null);
        model.put(
                "choices",
                List.of(
                        new Choice("ACCEPTED", "Yes, we accept"),
                        new Choice("WAITING_LIST", "Yes, from the waiting list"),
                        new Choice("QUESTION", "We have a question first"),
                        new Choice("DECLINED", "No")));
        model.put("draftSavedAt", "09:12");
        model.put("submitLabel", "Send the answer");
        model.put("colleagues", List.of(new Choice("grace", "Grace Bell"), new Choice("tom", "Tom Reid")));
        model.put("panel", null);
        model.put(
                "answers",
                isEnded
                        ? List.of(
                                new Row("Can you help?", "Yes, we accept", null, null),
                                new Row("First contact", "9 November 2026", null, null))
                        : null);
        return model;
    }

    private static Map<String, Object> people(String page) {
        var model = new HashMap<String, Object>();
        boolean isPlain = page.equals("people");
        model.put("sampleData", true);
        model.put("ended", false);
        model.put("query", isPlain ? null : "<b>Margret</b> ${7*7}");
        model.put("error", null);
        model.put("mayRegister", true);
        model.put(
                "sentence",
                page.equals("people-none") ? "Nobody was found." : "38 people on the caseload of Dougie Mac.");
        model.put("newer", null);
        model.put("older", isPlain ? "/people?after=WM-2C8D-77LM" : null);
        model.put("downloadHref", isPlain ? "/people.csv" : null);
        model.put(
                "rows",
                page.equals("people-none")
                        ? List.of()
                        : List.of(
                                new Found(
                                        "WM-7F3K-29QX",
                                        "Margaret Holt",
                                        "4 May 1945",
                                        "81 years",
                                        "More support",
                                        "Moderate",
                                        "Ruth Amadi",
                                        "Rule out delirium before restaging",
                                        "red",
                                        "overdue 1 working day"),
                                new Found(
                                        "WM-4M6N-52VB",
                                        "Derek Whittingham-Featherstonehaugh of Stoke-on-Trent",
                                        "12 January 1951",
                                        "75 years",
                                        "Welcome",
                                        null,
                                        null,
                                        "Name a coordinator",
                                        "",
                                        "in 2 working days"),
                                new Found(
                                        "WM-2C8D-77LM",
                                        "Alan Price",
                                        "30 September 1938",
                                        "88 years",
                                        "Towards end of life",
                                        "Severe",
                                        "Ruth Amadi",
                                        null,
                                        "",
                                        "")));
        return model;
    }

    private static Map<String, Object> person(String page) {
        var model = new HashMap<String, Object>();
        boolean isNew = page.equals("person-new");
        boolean isEnded = page.equals("person-ended");
        model.put("sampleData", true);
        model.put(
                "person",
                new Head(
                        "WM-7F3K-29QX",
                        "Margaret Holt",
                        "Maggie",
                        isNew
                                ? List.of(new Tag("", "Stage not known yet"))
                                : List.of(
                                        new Tag("plum", "Moderate, level 5"),
                                        new Tag("red", "Carer strain very high"),
                                        new Tag("", "Lives with her husband")),
                        "Likes to be called Maggie. 81 years. NHS number 943 476 5919. Coordinator: Ruth Amadi.",
                        isEnded ? null : "/people/WM-7F3K-29QX/life-event",
                        isEnded ? null : "/people/WM-7F3K-29QX/record/report-crisis",
                        "/camunda/app/cockpit/default/#/process-instance/1/runtime",
                        isEnded
                                ? "Margaret died on 3 November 2026. Recorded by Ruth Amadi on Wed 4 Nov, 10:05."
                                : null,
                        isEnded ? "/people/WM-7F3K-29QX/reopen" : null,
                        isNew ? "Sharing has not been agreed yet, so only Dougie Mac sees this record." : null));
        model.put(
                "where",
                new Where(
                        pathSteps(),
                        isNew ? "New to the pathway since yesterday." : "A change was reported on 3 November.",
                        isNew
                                ? "The welcome contact comes first."
                                : "Before the stage is looked at again, delirium or an acute illness is to be ruled out."
                                        + " Then both organisations rate everyday abilities. The review would have been"
                                        + " due on 2 February 2027.",
                        "/gallery.bpmn",
                        "Task_B",
                        "Task_A",
                        diagramSteps()));
        model.put(
                "now",
                isEnded
                        ? List.of()
                        : List.of(
                                new Now(
                                        "Now",
                                        "red",
                                        "Rule out delirium before restaging",
                                        "Ruth Amadi, overdue 1 working day",
                                        "/tasks/1",
                                        true),
                                new Now(
                                        "Next",
                                        "amber",
                                        "Urgent one-to-one conversation with Peter (husband)",
                                        "Approach, carer enablement, Mon 9 November",
                                        "/tasks/2",
                                        false),
                                new Now(
                                        "Later",
                                        "",
                                        "Advance care planning offered again",
                                        "Said \"not now\" in May; ask again from 1 December 2026",
                                        null,
                                        false)));
        model.put("referrals", isNew ? List.of() : referrals());
        model.put("referHref", "/people/WM-7F3K-29QX/referrals/new");
        model.put("stages", isNew ? List.of() : stages());
        model.put("stageNote", "Peter's and staff's ratings differ by a stage.");
        model.put("compareHref", "/assessments/1");
        model.put(
                "around",
                List.of(
                        new Fact("Husband", "Peter Holt, main carer", "strain 64 of 88, up 18 since May"),
                        new Fact("Daughter", "Anne, at weekends", null),
                        new Fact("Coordinator", "Ruth Amadi, Dougie Mac", null),
                        new Fact("Adviser", "Tom Reid, Approach", null)));
        model.put(
                "sharing",
                isNew
                        ? new Sharing("amber", "Sharing not asked yet", "Asked at the welcome contact.", null)
                        : new Sharing("green", "Sharing agreed", "12 March 2025, said by Margaret", null));
        model.put(
                "capacity",
                isNew
                        ? List.of()
                        : List.of(new Capacity(
                                "Referral to respite", "Has capacity", "6 May 2026", "Tom Reid, Approach")));
        model.put("capacityHref", "/people/WM-7F3K-29QX/capacity");
        model.put(
                "timeline",
                List.of(
                        new Entry("3 November 2026", "Change reported", "By Peter, by telephone", null),
                        new Entry("28 May 2026", "Outcome reported", "Settled at the centre, enjoys singing", null),
                        new Entry(
                                "6 May 2026",
                                "Moderate",
                                "Confirmed by Tom Reid; 4 services proposed, 3 agreed",
                                "/assessments/1"),
                        new Entry("12 March 2025", "Pathway opened", "Sharing agreed", null)));
        model.put("timelineHref", null);
        return model;
    }

    private static List<Ref> referrals() {
        return List.of(
                new Ref(
                        "Dementia Services Centre",
                        "Dougie Mac, Wednesdays",
                        "green",
                        "Going well",
                        null,
                        List.of(
                                new LoopStep("Sent", "done", "14 Apr", null),
                                new LoopStep("Received", "done", "14 Apr", null),
                                new LoopStep("Accepted", "done", "16 Apr", "2 working days"),
                                new LoopStep("First contact", "done", "23 Apr", "5 working days"),
                                new LoopStep("Outcome reported", "done", "28 May", null),
                                new LoopStep("Outcome read", "done", "29 May", null))),
                new Ref(
                        "Speech and language",
                        "Community trust, second leg after a decline",
                        "amber",
                        "Waiting for an answer, 3 of 3 days used",
                        "/referrals/2",
                        waitingLoop()),
                new Ref(
                        "Speech and language",
                        "City hospital",
                        "",
                        "Declined: no capacity before January",
                        null,
                        List.of(
                                new LoopStep("Sent", "done", "27 Oct", null),
                                new LoopStep("Received", "done", "27 Oct", null),
                                new LoopStep("Declined", "stopped", "2 Nov", null),
                                new LoopStep("First contact", "todo", null, null),
                                new LoopStep("Outcome reported", "todo", null, null),
                                new LoopStep("Outcome read", "todo", null, null))));
    }

    private static List<Stage> stages() {
        return List.of(
                new Stage(LocalDate.of(2024, 3, 12), "MILD", "level 4", "Tom Reid, Approach", List.of(), null),
                new Stage(LocalDate.of(2025, 3, 20), "MILD", "level 4", "Ruth Amadi, Dougie Mac", List.of(), null),
                new Stage(
                        LocalDate.of(2026, 5, 6),
                        "MODERATE",
                        "level 5",
                        "Tom Reid, Approach",
                        List.of(
                                "Choosing clothes needs help, due to dementia.",
                                "No score of a licensed scale is held."),
                        null));
    }

    private static Map<String, Object> signIn(String page) {
        var model = new HashMap<String, Object>();
        model.put("sampleData", true);
        model.put("error", page.equals("sign-in-wrong"));
        model.put("hasErrors", !page.equals("sign-in"));
        model.put("throttled", page.equals("sign-in-throttled"));
        model.put("signedOut", page.equals("sign-in"));
        model.put("expired", false);
        model.put("samplePassword", "waymark-sample");
        model.put(
                "sampleAccounts",
                List.of(
                        new Account("coordinator", "Ruth Amadi, Dementia liaison coordinator, Dougie Mac"),
                        new Account("adviser", "Tom Reid, Dementia adviser, Approach"),
                        new Account("partner", "Grace Bell, Speech and language therapist, Community trust")));
        return model;
    }
}
