package org.waymark.lives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Viewer;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.WorklistCheck;

/** One life on the pathway, lived through the pages as staff would: what happens when is up to the test. */
final class Life {

    /** What happens next. The seed decides on whatever the step leaves open: which task, which answer. */
    record Step(What what, int amount, long seed) {}

    /** The kinds of things that happen, the common ones several times. */
    enum What {
        WORK,
        TIME,
        RECORD
    }

    /** So often a form may be refused before it counts as one that nobody can hand in. */
    private static final int ATTEMPTS = 40;

    private static final int STEPS_TO_THE_END = 600;

    private final Care care;
    private final MockMvc mvc;
    private final NobodyIsLost nobodyIsLost;
    private final WorklistCheck check;
    private final Somebody person;
    private final StringBuilder story = new StringBuilder();

    Life(Care care, MockMvc mvc, NobodyIsLost nobodyIsLost, WorklistCheck check, Somebody person) {
        this.care = care;
        this.mvc = mvc;
        this.nobodyIsLost = nobodyIsLost;
        this.check = check;
        this.person = person;
    }

    void live(Step step) throws Exception {
        Random random = new Random(step.seed());
        switch (step.what()) {
            case TIME -> {
                tell("time passes, days: " + step.amount());
                care.passDays(step.amount());
            }
            case WORK -> work(random);
            case RECORD -> record(random);
        }
    }

    /** Somebody does one of the open tasks. */
    private boolean work(Random random) throws Exception {
        List<WorkItem> open = person.openTasks();
        if (open.isEmpty()) {
            return false;
        }
        WorkItem task = open.get(random.nextInt(open.size()));
        tell(task.element());
        Viewer by = Care.whoDoes(task.assignee(), task.group());
        handIn(by, "/tasks/" + task.taskId(), "form.wm-form", random);
        return true;
    }

    /** The coordinator records one of the things that can be recorded now. */
    private void record(Random random) throws Exception {
        String page = "/people/" + person.ref() + "/record";
        List<String> forms =
                read(Alliance.COORDINATOR, page).select(".wm-choices a").eachAttr("href");
        if (forms.isEmpty()) {
            return;
        }
        String form = forms.get(random.nextInt(forms.size()));
        // Endings are rarer than all that happens before them.
        if (ends(form) && random.nextInt(6) != 0) {
            return;
        }
        tell(form.substring(form.lastIndexOf('/') + 1));
        handIn(Alliance.COORDINATOR, form, "form.wm-form", random);
    }

    private static boolean ends(String form) {
        return form.endsWith("record-death")
                || form.endsWith("record-move")
                || form.endsWith("record-wish-to-leave")
                || form.endsWith("record-opened-in-error");
    }

    private void handIn(Viewer by, String address, String which, Random random) throws Exception {
        Element form = Objects.requireNonNull(
                read(by, address).selectFirst(which), () -> "There is no form on " + address + " after" + story);
        var answers = new RandomAnswers(random, care.today());
        Map<String, List<String>> entered = answers.to(form);
        String refusal = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            MockHttpServletResponse response = send(by, address, entered);
            if (response.getStatus() == 302) {
                return;
            }
            Document page = Jsoup.parse(response.getContentAsString());
            if (response.getStatus() == 200 && page.selectFirst("input[name=confirmed]") != null) {
                entered.put("confirmed", List.of("true"));
                continue;
            }
            assertThat(response.getStatus())
                    .as("the answer to " + address + " after" + story)
                    .isIn(400, 409);
            refusal = page.select(".govuk-error-summary__list").text();
            if (!answers.mend(form, page, entered, attempt)) {
                // Refused as a whole; the page says why and what to do instead.
                assertThat(page.select("main").text())
                        .as("why " + address + " was refused after" + story)
                        .hasSizeGreaterThan(40);
                return;
            }
        }
        throw new AssertionError("Nobody can hand in " + address + " after" + story + ": " + refusal + " " + entered);
    }

    private MockHttpServletResponse send(Viewer by, String address, Map<String, List<String>> entered)
            throws Exception {
        var request = post(address).with(Alliance.signedIn(by)).with(csrf());
        entered.forEach((name, values) -> request.param(name, values.toArray(String[]::new)));
        return mvc.perform(request).andReturn().getResponse();
    }

    private Document read(Viewer by, String address) throws Exception {
        MockHttpServletResponse response = mvc.perform(get(address).with(Alliance.signedIn(by)))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(address + " after" + story).isEqualTo(200);
        return Jsoup.parse(response.getContentAsString());
    }

    /** What must hold at every moment of every life. */
    void nobodyIsLost() {
        NobodyIsLost.Report report = care.as(Alliance.OPERATOR, () -> nobodyIsLost.check(Alliance.OPERATOR));
        assertThat(report.findings()).as("after" + story).isEmpty();
        WorklistCheck.Report worklist = check.compare();
        assertThat(worklist.isClean()).as(worklist + " after" + story).isTrue();
    }

    /** Whatever is open comes to an end, however it is answered: the person dies, and the last carer is let go in time. */
    void canStillEnd(long seed) throws Exception {
        Random random = new Random(seed);
        if (person.pathway("ended_at").equals("null")) {
            tell("the person dies");
            person.dies();
        }
        LocalDate before = care.today();
        for (int step = 0; !person.running().isEmpty(); step++) {
            assertThat(step)
                    .as(person.running() + " at " + person.open() + " since " + before + " after" + story)
                    .isLessThan(STEPS_TO_THE_END);
            if (!work(random)) {
                tell("time passes, days: 20");
                care.passDays(20);
            }
        }
    }

    private void tell(String what) {
        story.append("\n  ").append(care.today()).append(' ').append(what);
    }

    @Override
    public String toString() {
        return story.toString();
    }
}
