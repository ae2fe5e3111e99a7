package org.waymark.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Viewer;
import org.waymark.lives.Screens.Answer;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.UsualAnswers;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.WorklistCheck;

/** One life on the pathway, lived through the pages as staff would: what happens when is up to the test. */
final class Life {

    /** What happens next. The seed decides on whatever the step leaves open: which task, which answer. */
    record Step(What what, int amount, long seed) {}

    /** The kinds of things that happen. */
    enum What {
        /** Somebody does one of the open tasks. */
        WORK,
        /** Days go by, or hours. */
        TIME,
        /** One of the things is recorded that can be recorded on the person's page. */
        RECORD,
        /** A life event turns out to be a mistake. */
        TAKE_BACK,
        /** The clock of a task stands still or goes on. */
        PAUSE,
        /** Somebody opens some page and presses some button: the task's own, the centre's, the rota's, the caseload's, the clocks'. */
        WANDER,
        /** What was sent last is sent once more: a double click, or a page that was open for long. */
        AGAIN,
        /** A service has no room any more, or has room again; the centre opens a day or has more places or fewer. */
        ROOM
    }

    /** So often a form may be refused before it counts as one that nobody can hand in. */
    private static final int ATTEMPTS = 60;

    private static final int STEPS_TO_THE_END = 600;

    /** Where staff may start to wander, beside the person's page and the page of a task. */
    private static final List<String> SHARED_PAGES = List.of(
            "/worklist",
            "/centre",
            "/centre",
            "/rota",
            "/caseload",
            "/clocks",
            "/referrals",
            "/services",
            "/nobody-is-lost");

    private static final List<Viewer> WANDERERS = List.of(
            Alliance.COORDINATOR,
            Alliance.COORDINATOR,
            Alliance.TEAM_LEAD,
            Alliance.ACTIVITY,
            Alliance.OTHER_COORDINATOR,
            Alliance.ADVISER,
            Alliance.CARERS,
            Alliance.NURSE,
            Alliance.PARTNER,
            Alliance.MANAGER,
            Alliance.ADMIN);

    private record Sent(Viewer by, String address, Map<String, List<String>> entered) {}

    private final Care care;
    private final Screens screens;
    private final NobodyIsLost nobodyIsLost;
    private final WorklistCheck check;
    private final Somebody person;
    private final StringBuilder story = new StringBuilder();
    private @Nullable Sent last;

    Life(Care care, MockMvc mvc, NobodyIsLost nobodyIsLost, WorklistCheck check, Somebody person) {
        this.care = care;
        this.screens = new Screens(mvc, story);
        this.nobodyIsLost = nobodyIsLost;
        this.check = check;
        this.person = person;
    }

    void live(Step step) throws Exception {
        Random random = new Random(step.seed());
        switch (step.what()) {
            case TIME ->
                pass(random.nextInt(3) == 0 ? Duration.ofHours(step.amount()) : Duration.ofDays(step.amount()));
            case WORK -> work(random);
            case RECORD -> record(random);
            case TAKE_BACK -> takeBack(random);
            case PAUSE -> pause(random);
            case WANDER -> wander(random);
            case AGAIN -> again();
            case ROOM -> room(random);
        }
        if (random.nextInt(3) == 0) {
            screens.look(Alliance.COORDINATOR, page());
        }
    }

    private void pass(Duration time) {
        tell("time passes: " + time);
        care.pass(time);
    }

    private boolean work(Random random) throws Exception {
        List<WorkItem> open = open();
        if (open.isEmpty()) {
            return false;
        }
        WorkItem task = any(open, random);
        tell(task.element());
        String address = "/tasks/" + task.taskId();
        Viewer by = Care.whoDoes(task.assignee(), task.group());
        List<String> sections =
                screens.read(by, address).select(".govuk-task-list__link").eachAttr("href");
        if (sections.isEmpty()) {
            handIn(by, form(by, address), random);
        } else {
            handInBySections(by, address, sections, random);
        }
        return true;
    }

    /** A long form: each section by itself, unless it stands beside what others answered, and then the whole. */
    private void handInBySections(Viewer by, String address, List<String> sections, Random random) throws Exception {
        for (String section : sections) {
            if (screens.read(by, section).selectFirst("form.wm-form") != null) {
                handIn(by, form(by, section), random);
            }
        }
        Answer answer = screens.send(by, address, Map.of());
        assertThat(answer.isDone())
                .as("Nobody can hand in " + address + " after" + story)
                .isTrue();
    }

    /** By what they are; two of a kind in the order in which they came up. Timers of one moment go off in any order. */
    private List<WorkItem> open() {
        return person.openTasks().stream()
                .sorted(Comparator.comparing(WorkItem::element)
                        .thenComparing(task -> String.valueOf(task.about()))
                        .thenComparing(task -> UUID.fromString(task.taskId()).timestamp()))
                .toList();
    }

    /** Mostly by the coordinator; a crisis is reported by all who give care. */
    private void record(Random random) throws Exception {
        Viewer by = random.nextInt(5) == 0
                ? any(List.of(Alliance.NURSE, Alliance.ADVISER, Alliance.TEAM_LEAD, Alliance.CARERS), random)
                : Alliance.COORDINATOR;
        Answer choice = screens.look(by, page() + "/record");
        List<String> forms = choice.page().select(".wm-choices a").eachAttr("href");
        if (choice.status() != 200 || forms.isEmpty()) {
            return;
        }
        String address = any(forms, random);
        // Endings are rarer than all that happens before them.
        if (ends(address) && random.nextInt(6) != 0) {
            return;
        }
        tell(address.substring(address.lastIndexOf('/') + 1) + " by " + by.username());
        handIn(by, form(by, address), random);
    }

    private static boolean ends(String form) {
        return form.endsWith("record-death")
                || form.endsWith("record-move")
                || form.endsWith("record-wish-to-leave")
                || form.endsWith("record-opened-in-error");
    }

    private void takeBack(Random random) throws Exception {
        List<String> events = screens.look(Alliance.COORDINATOR, page())
                .page()
                .select("main a[href$=/correct]")
                .eachAttr("href");
        if (!events.isEmpty()) {
            tell("takes back a life event");
            handIn(Alliance.COORDINATOR, form(Alliance.COORDINATOR, any(events, random)), random);
        }
    }

    private void pause(Random random) throws Exception {
        List<WorkItem> open = open();
        if (open.isEmpty()) {
            return;
        }
        WorkItem task = any(open, random);
        Viewer by = Care.whoDoes(task.assignee(), task.group());
        Document page = screens.read(by, "/tasks/" + task.taskId());
        Element resume = page.selectFirst("main form[action$=/resume]");
        if (resume != null) {
            tell("the clock goes on of " + task.element());
            handIn(by, new Form(resume, resume.attr("action")), random);
        } else if (page.selectFirst("main a[href$=/pause]") != null) {
            tell("the clock stands still of " + task.element());
            handIn(by, form(by, "/tasks/" + task.taskId() + "/pause"), random);
        }
    }

    private void wander(Random random) throws Exception {
        Viewer by = any(WANDERERS, random);
        List<WorkItem> open = open();
        String address =
                switch (random.nextInt(4)) {
                    case 0 -> page();
                    case 1 ->
                        open.isEmpty() ? page() : "/tasks/" + any(open, random).taskId();
                    default -> any(SHARED_PAGES, random);
                };
        Answer answer = screens.look(by, address);
        for (int clicks = random.nextInt(3); clicks > 0; clicks--) {
            List<String> links = links(answer.page());
            if (!links.isEmpty()) {
                address = any(links, random);
                answer = screens.look(by, address);
            }
        }
        List<Element> forms = answer.page().select("main form[method=post]");
        if (forms.isEmpty()) {
            return;
        }
        Element form = any(forms, random);
        String action = form.hasAttr("action") ? form.attr("action") : address;
        tell(by.username() + " wanders to " + action.replaceAll("[0-9a-f-]{36}|WM-\\w{4}-\\w{4}", "…"));
        // Not everything that could be typed here is known to chance, such as a valid NHS number.
        fillIn(by, new Form(form, action), random);
    }

    /** Links of the page itself into pages of ours; Cockpit and downloads have tests of their own, and others a life of theirs. */
    private static List<String> links(Document page) {
        return page.select("main a[href^=/]").eachAttr("href").stream()
                .filter(link ->
                        !link.startsWith("/camunda") && !link.contains("format=") && !link.equals("/people/new"))
                .distinct()
                .toList();
    }

    private void again() throws Exception {
        Sent sent = last;
        if (sent != null) {
            tell("sent once more");
            screens.sendAndFollow(sent.by(), sent.address(), sent.entered());
        }
    }

    private void room(Random random) throws Exception {
        List<String> days = screens.read(Alliance.COORDINATOR, "/centre")
                .select("a[href^=/centre/open/], a[href$=/places]")
                .eachAttr("href");
        if (!days.isEmpty() && random.nextBoolean()) {
            tell("places at the centre");
            fillIn(Alliance.COORDINATOR, form(Alliance.COORDINATOR, any(days, random)), random);
            return;
        }
        String code = any(UsualAnswers.SERVICES, random);
        boolean takes = random.nextBoolean();
        tell(code + (takes ? " takes people on" : " takes nobody on"));
        if (takes) {
            care.takesAgain(code);
        } else {
            care.stopsTaking(code);
        }
    }

    private record Form(Element fields, String action) {}

    /** The one form of a page that is there to be filled in. */
    private Form form(Viewer by, String address) throws Exception {
        Element fields = Objects.requireNonNull(
                screens.read(by, address).selectFirst("form.wm-form"),
                () -> "There is no form on " + address + " for " + by.username() + " after" + story);
        return new Form(fields, address);
    }

    private void handIn(Viewer by, Form form, Random random) throws Exception {
        String refused = fillIn(by, form, random);
        assertThat(refused)
                .as("Nobody can hand in " + form.action() + " after" + story)
                .isEmpty();
    }

    /** Answers until it is taken, or refused as a whole with the reason and what to do instead; returns what was still wrong at last. */
    private String fillIn(Viewer by, Form form, Random random) throws Exception {
        var answers = new RandomAnswers(random, care.today());
        Map<String, List<String>> entered = answers.to(form.fields());
        Document page = new Document("");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Answer answer = screens.send(by, form.action(), entered);
            last = new Sent(by, form.action(), new LinkedHashMap<>(entered));
            if (answer.isDone()) {
                if (random.nextInt(3) == 0) {
                    screens.look(by, answer.text());
                }
                return "";
            }
            page = answer.page();
            if (answer.status() == 200 && page.selectFirst("input[name=confirmed]") != null) {
                entered.put("confirmed", List.of("true"));
            } else if (asksForAnotherTask(page) || !answers.mend(form.fields(), page, entered)) {
                assertThat(page.select("main").text())
                        .as("what " + form.action() + " answers after" + story)
                        .hasSizeGreaterThan(40);
                return "";
            }
        }
        return page.select(".govuk-error-summary__list").text() + " " + entered;
    }

    /** Another task comes first, says the page, and there it is. */
    private boolean asksForAnotherTask(Document page) {
        return page.select(".govuk-error-summary__list").text().contains("Rule out delirium")
                && open().stream().anyMatch(task -> task.element().startsWith("UserTask_RuleOutDelirium"));
    }

    private String page() {
        return "/people/" + person.ref();
    }

    private static <T> T any(List<T> things, Random random) {
        return things.get(random.nextInt(things.size()));
    }

    /** What must hold at every moment of every life. */
    void nobodyIsLost() {
        NobodyIsLost.Report report = care.as(Alliance.OPERATOR, () -> nobodyIsLost.check(Alliance.OPERATOR));
        assertThat(report.findings()).as("after" + story).isEmpty();
        WorklistCheck.Report worklist = check.compare();
        assertThat(worklist.isClean()).as(worklist + " after" + story).isTrue();
    }

    /** The person's page as everybody of the alliance sees it. */
    void canBeLookedAt() throws Exception {
        for (Viewer viewer : Alliance.EVERYBODY) {
            screens.look(viewer, page());
        }
    }

    /** All that the person's page leads the coordinator to. */
    void leadsSomewhere() throws Exception {
        Answer answer = screens.look(Alliance.COORDINATOR, page());
        if (answer.status() == 200) {
            for (String link : links(answer.page())) {
                screens.read(Alliance.COORDINATOR, link);
            }
        }
    }

    /** Whatever is open comes to an end, however it is answered: the pathway ends, and the last carer is let go in time. */
    void canStillEnd(long seed) throws Exception {
        Random random = new Random(seed);
        if (person.pathway("ended_at").equals("null")) {
            LifeEvents.Kind kind = any(
                    List.of(
                            LifeEvents.Kind.DIED,
                            LifeEvents.Kind.DIED,
                            LifeEvents.Kind.MOVED_AWAY,
                            LifeEvents.Kind.LEFT,
                            LifeEvents.Kind.OPENED_IN_ERROR),
                    random);
            tell("the pathway ends: " + kind);
            person.ends(kind, care.today());
        }
        LocalDate before = care.today();
        for (int step = 0; !person.running().isEmpty(); step++) {
            assertThat(step)
                    .as(person.running() + " at " + person.open() + " since " + before + " after" + story)
                    .isLessThan(STEPS_TO_THE_END);
            if (!work(random)) {
                pass(Duration.ofDays(20));
            }
            nobodyIsLost();
        }
        // What the last steps told to others for later is told now, and finds nobody any more.
        care.settle();
        assertThat(care.leftInTheEngine()).as("after" + story).isEmpty();
        assertThat(open()).as("after" + story).isEmpty();
    }

    private void tell(String what) {
        story.append("\n  ").append(care.today()).append(' ').append(what);
    }

    @Override
    public String toString() {
        return story.toString();
    }
}
