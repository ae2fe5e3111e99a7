package org.waymark.lives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.forms.Forms;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.UsualAnswers;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.WorklistCheck;

/**
 * Tells a life in the order in which it is lived, and lets nothing happen untold: whoever tells it has to say of each task
 * when it appears, whose it is and when it is due, and what became of it. While time passes nobody may be lost.
 */
final class Chronicle {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    /** The clock runs on while a test does its work. */
    private static final Duration A_MOMENT = Duration.ofSeconds(59);

    /** As often as this it is asked, while time passes, whether anybody is lost. */
    private static final Duration A_FORTNIGHT = Duration.ofDays(14);

    private final Care care;
    private final Somebody person;
    private final MockMvc mvc;
    private final NobodyIsLost nobodyIsLost;
    private final WorklistCheck check;
    private final JdbcClient jdbc;

    /** By task: what was told of it. */
    private final Map<String, Told> told = new LinkedHashMap<>();

    private final Set<String> seen = new HashSet<>();
    private Instant now;

    /** A task of which it was told that it appeared. */
    private record Told(String title, boolean hasEnded, boolean wasLate) {}

    /** @param begins when the person was brought in */
    Chronicle(
            String begins,
            Somebody person,
            Care care,
            MockMvc mvc,
            NobodyIsLost nobodyIsLost,
            WorklistCheck check,
            JdbcClient jdbc) {
        this.person = person;
        this.care = care;
        this.mvc = mvc;
        this.nobodyIsLost = nobodyIsLost;
        this.check = check;
        this.jdbc = jdbc;
        this.now = london(begins);
    }

    static Instant london(String moment) {
        return LocalDateTime.parse(moment, MINUTE).atZone(LONDON).toInstant();
    }

    private static String london(@Nullable Instant moment) {
        return moment == null ? "never" : MINUTE.format(moment.atZone(LONDON));
    }

    /** Answers to a form: {@code how=VISIT; contactOn=2019-02-20; helps=[GROUP]}, or whole maps of them. */
    static Map<String, Object> answers(Object... parts) {
        Map<String, Object> answers = new HashMap<>();
        for (Object part : parts) {
            if (part instanceof Map<?, ?> map) {
                map.forEach((name, value) -> answers.put(String.valueOf(name), value));
            } else {
                for (String answer : String.valueOf(part).split("; ", -1)) {
                    String[] pair = answer.split("=", 2);
                    answers.put(pair[0], value(pair[1]));
                }
            }
        }
        return answers;
    }

    private static Object value(String text) {
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return LocalDate.parse(text);
        }
        return text.startsWith("[") ? List.of(text.substring(1, text.length() - 1)) : text;
    }

    // ------------------------------------------------------------------ time

    /** Time passes until then; everything that appears meanwhile has to be told at its own moment. */
    void on(String moment) {
        everythingIsTold();
        Instant then = london(moment);
        assertThat(then).as("after " + london(now)).isAfter(now);
        while (care.now().isBefore(then)) {
            Instant next = care.now().plus(A_FORTNIGHT);
            care.passUntil(next.isBefore(then) ? next : then);
            nobodyIsLost();
        }
        now = then;
        untold().stream()
                .filter(task -> task.createdAt().isBefore(then))
                .findFirst()
                .ifPresent(task -> fail("Nobody told of %s, which appeared at %s for %s and is due %s"
                        .formatted(title(task), london(task.createdAt()), whose(task), london(task.dueAt()))));
    }

    private void everythingIsTold() {
        assertThat(untold())
                .extracting(task -> "%s for %s, due %s".formatted(title(task), whose(task), london(task.dueAt())))
                .as("appeared at " + london(now) + " and nobody told of it")
                .isEmpty();
    }

    private List<WorkItem> untold() {
        return person.openTasks().stream()
                .filter(task -> !told.containsKey(task.taskId()))
                .toList();
    }

    private void nobodyIsLost() {
        NobodyIsLost.Report report = care.as(Alliance.OPERATOR, () -> nobodyIsLost.check(Alliance.OPERATOR));
        assertThat(report.findings()).as("lost at " + london(care.now())).isEmpty();
        WorklistCheck.Report worklist = check.compare();
        assertThat(worklist.isClean())
                .as(worklist + " at " + london(care.now()))
                .isTrue();
    }

    // ------------------------------------------------------------------ tasks

    /** At this moment a task appears. */
    void appears(String title, String whose, String due) {
        WorkItem task = untold(title).orElseGet(() -> {
            // Dates that were counted from a click carry its seconds.
            care.passUntil(now.plus(A_MOMENT));
            return untold(title)
                    .orElseThrow(() -> new AssertionError("No \"%s\" appeared at %s, only %s"
                            .formatted(
                                    title,
                                    london(now),
                                    untold().stream().map(this::title).toList())));
        });
        assertThat(task.createdAt()).as(title + " appears").isBetween(now, now.plus(A_MOMENT.multipliedBy(2)));
        assertThat(whose(task)).as("whose it is: " + title).isEqualTo(whose);
        assertThat(london(task.dueAt())).as("due: " + title).isEqualTo(due);
        told.put(task.taskId(), new Told(title, false, false));
    }

    private Optional<WorkItem> untold(String title) {
        return untold().stream().filter(task -> title(task).equals(title)).findFirst();
    }

    /** The one whose work it is does it in time. */
    void done(String title, Object... answers) throws Exception {
        finish(title, false, answers);
    }

    /** It was left too long and is done all the same; the breach stays on record (care rule 11). */
    void doneLate(String title, List<String> steps, Object... answers) throws Exception {
        WorkItem task = finish(title, true, answers);
        assertThat(stepsOf(task)).as("who was told of " + title).containsExactlyElementsOf(steps);
    }

    private WorkItem finish(String title, boolean isLate, Object... answers) throws Exception {
        WorkItem task = open(title);
        Viewer by = Care.whoDoes(task.assignee(), task.group());
        if (seen.add(task.element() + whose(task))) {
            canRead(by, "/tasks/" + task.taskId());
            nobodyElseMayDo(task);
        }
        person.hands(by, task, answers(answers));
        WorkItem after = after(task);
        assertThat(after.state()).as(title).isEqualTo(WorkItem.State.COMPLETED);
        assertThat(after.endedBy()).isEqualTo(by.username());
        assertThat(after.endedAt()).isBetween(now, now.plus(A_MOMENT.multipliedBy(2)));
        assertThat(Objects.requireNonNull(after.endedAt()).isAfter(after.dueAt()))
                .as("late: " + title + ", due " + london(after.dueAt()))
                .isEqualTo(isLate);
        told.put(task.taskId(), new Told(title, true, isLate));
        return after;
    }

    private void nobodyElseMayDo(WorkItem task) {
        for (Viewer other : Alliance.EVERYBODY) {
            boolean mayDo = task.assignee() == null
                    ? other.groups().contains(task.group())
                    : other.username().equals(task.assignee());
            if (!mayDo) {
                assertThat(isRefused(other, task))
                        .as(other.username() + " and " + title(task))
                        .isTrue();
            }
        }
        assertThat(after(task)).isEqualTo(task);
    }

    private boolean isRefused(Viewer other, WorkItem task) {
        try {
            return person.submits(other, task) instanceof Forms.NotMine;
        } catch (NotVisible e) {
            return true;
        }
    }

    /** It ends with something else that happens at this moment. */
    void closes(String title, String reason) {
        WorkItem task = after(told.entrySet().stream()
                .filter(entry -> entry.getValue().title().equals(title)
                        && !entry.getValue().hasEnded())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nobody told that there was " + title)));
        assertThat(task.state()).as(title).isEqualTo(WorkItem.State.CANCELLED);
        assertThat(task.endReason()).as(title).isEqualTo(reason);
        assertThat(task.endedAt()).isBetween(now, now.plus(A_MOMENT.multipliedBy(2)));
        told.put(task.taskId(), new Told(title, true, false));
    }

    /** The work has another date, or is another's, than it was when it appeared. */
    void isNow(String title, String whose, String due) {
        WorkItem task = open(title);
        assertThat(whose(task)).as("whose it is: " + title).isEqualTo(whose);
        assertThat(london(task.dueAt())).as("due: " + title).isEqualTo(due);
    }

    WorkItem open(String title) {
        return person.openTasks().stream()
                .filter(task -> told.containsKey(task.taskId()) && title(task).equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("\"%s\" is not open at %s, only %s"
                        .formatted(
                                title,
                                london(now),
                                person.openTasks().stream().map(this::title).toList())));
    }

    /** Whom it was told that the work is open, step by step. */
    List<String> told(String title) {
        return stepsOf(open(title));
    }

    private List<String> stepsOf(WorkItem task) {
        return jdbc.sql("""
                        select step || ' ' || to_char(at at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI') || ' ' || coalesce(told, 'nobody')
                          from escalation where task_id = :task order by at, step desc""").param("task", task.taskId()).query(String.class).list();
    }

    private WorkItem after(WorkItem task) {
        return after(task.taskId());
    }

    private WorkItem after(String taskId) {
        return person.history().stream()
                .filter(task -> task.taskId().equals(taskId))
                .findFirst()
                .orElseThrow();
    }

    private static String whose(WorkItem task) {
        return task.assignee() == null ? task.group() : task.group() + "/" + task.assignee();
    }

    /** As the worklist names it, with the one it is about where that tells it from others. */
    private String title(WorkItem task) {
        String about =
                switch (task.process()) {
                    case "carer-enablement" -> carer("carer_support", task.record());
                    case "bereavement-support" -> carer("bereavement", task.record());
                    case "partner-referral" ->
                        String.valueOf(task.about()).toLowerCase(Locale.ROOT).replace('_', ' ');
                    case "staging-assessment" -> task.part() == null ? null : rater(task.part());
                    default -> null;
                };
        return about == null ? task.name() : task.name() + ": " + about;
    }

    private String carer(String table, String record) {
        return jdbc.sql("select split_part(c.name, ' ', 1) from carer c join " + table
                        + " t on t.carer_id = c.id where t.id = cast(:id as uuid)")
                .param("id", record)
                .query(String.class)
                .single();
    }

    private String rater(String rating) {
        return jdbc.sql("""
                        select coalesce(split_part(c.name, ' ', 1), r.organisation, 'the person')
                          from rating r left join carer c on c.id = r.carer_id where r.id = cast(:id as uuid)""").param("id", rating).query(String.class).single();
    }

    // ------------------------------------------------------------------ pages

    /** What the coordinator looks at every day can be read, whatever has happened. */
    void canBeRead() throws Exception {
        for (String page : List.of("/people/" + person.ref(), "/worklist", "/caseload", "/nobody-is-lost")) {
            canRead(Alliance.COORDINATOR, page);
        }
    }

    private void canRead(Viewer viewer, String page) throws Exception {
        assertThat(mvc.perform(get(page).with(Alliance.signedIn(viewer)))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .as(page + " for " + viewer.username() + " at " + london(now))
                .isEqualTo(200);
    }

    /** Somebody fills in a form of the person's page; returns what it did, as it is listed back to them. */
    List<String> records(Viewer by, String form, Object... answers) throws Exception {
        Map<String, Object> all = answers(answers);
        MvcResult result = send(by, form, all);
        if (result.getResponse().getStatus() == 200) {
            all.put("confirmed", "true");
            result = send(by, form, all);
        }
        assertThat(result.getResponse().getStatus())
                .as(() -> form + ": " + all)
                .withFailMessage(() -> form + " was refused at " + london(now))
                .isEqualTo(302);
        Object list = result.getFlashMap().get("doneList");
        var did = new ArrayList<String>();
        if (list instanceof List<?> several) {
            several.forEach(one -> did.add(String.valueOf(one)));
        }
        return did;
    }

    private MvcResult send(Viewer by, String form, Map<String, Object> answers) throws Exception {
        var request = post("/people/" + person.ref() + "/record/" + form)
                .with(Alliance.signedIn(by))
                .with(csrf());
        UsualAnswers.asSent(answers).forEach((name, values) -> request.param(name, values.toArray(String[]::new)));
        MvcResult result = mvc.perform(request).andReturn();
        if (result.getResponse().getStatus() >= 400) {
            fail(form + " was refused: "
                    + Jsoup.parse(result.getResponse().getContentAsString())
                            .select(".govuk-error-summary, main")
                            .text());
        }
        return result;
    }

    // ------------------------------------------------------------------ the end

    /** Each task that there ever was has been told, and what became of it; nobody was told of work that was in time. */
    void everyTaskWasTold() {
        everythingIsTold();
        assertThat(told.values()).as("what became of it").allMatch(Told::hasEnded);
        assertThat(person.history()).extracting(WorkItem::taskId).containsExactlyInAnyOrderElementsOf(told.keySet());
        assertThat(jdbc.sql("select distinct task_id from escalation where step <> 'REMINDER'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(told.entrySet().stream()
                        .filter(entry -> entry.getValue().wasLate())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** Nothing waits any more: no task, no timer, no message, no run of the engine, and no row of ours that is open. */
    void nothingIsOpen() {
        assertThat(jdbc.sql("""
                                select 'a task of the engine' from act_ru_task
                                union all select 'a run of the engine' from act_ru_execution
                                union all select 'a timer' from act_ru_job where process_instance_id_ is not null
                                union all select 'a message' from act_ru_event_subscr where proc_inst_id_ is not null
                                union all select 'an incident' from act_ru_incident
                                union all select element from work_item where state = 'OPEN' or paused_at is not null
                                union all select process from episode where ended_at is null
                                union all select 'a pathway' from pathway where ended_at is null or review_due_at is not null
                                union all select 'a round' from assessment where closed_at is null
                                union all select 'a rating' from rating where state = 'INVITED'
                                union all select 'a proposal' from proposal where answer = 'OPEN'
                                union all select 'an agreement' from plan_item where referral_id is null
                                union all select 'a referral' from referral where ended_at is null
                                union all select 'a concern' from concern where acted_at is null
                                union all select 'a crisis' from crisis where ended_at is null
                                union all select 'a carer''s support' from carer_support where closed_at is null
                                union all select 'a place' from centre_place where ended_at is null
                                union all select 'a day at the centre' from centre_allocation where until_on is null
                                union all select 'a pause of the place' from centre_pause where until_on is null
                                union all select 'a stay on the register' from palliative_entry where ended_at is null
                                union all select 'a phase of illness' from illness_phase where until_at is null
                                union all select 'a pain' from pain_action where seen_at is null
                                union all select 'a bereavement' from bereavement where closed_at is null""").query(String.class).list()).isEmpty();
    }
}
