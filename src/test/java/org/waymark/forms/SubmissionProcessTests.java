package org.waymark.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Relationships;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.forms.FormView.ErrorLink;
import org.waymark.forms.FormView.Input;
import org.waymark.forms.Forms.AlreadyEnded;
import org.waymark.forms.Forms.Done;
import org.waymark.forms.Forms.Invalid;
import org.waymark.forms.Forms.NotMine;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Submissions;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.TryHandler;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;
import org.waymark.workflow.Worklist;

@WaymarkTest
class SubmissionProcessTests {

    private static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");
    private static final Viewer COLLEAGUE =
            new Viewer("colleague", "Asha Nair", "Referral desk", "community-trust", null, Set.of(Role.PARTNER));

    @Autowired
    Forms forms;

    @Autowired
    FormStore store;

    @Autowired
    FormDefinitions definitions;

    @Autowired
    Workflow workflow;

    @Autowired
    Worklist worklist;

    @Autowired
    Directory directory;

    @Autowired
    Relationships relationships;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    WaymarkClock clock;

    @Autowired
    TryHandler handler;

    @Autowired
    Submissions submissions;

    @Autowired
    JdbcExecutions jdbcExecutions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    MockMvc http;

    /** Set before each test. */
    @SuppressWarnings("NullAway.Init")
    private WorkItem task;

    @BeforeEach
    void startsWithOneOpenTaskOfThePartner() {
        repository
                .createDeployment()
                .name("forms tests")
                .enableDuplicateFiltering(true)
                .addClasspathResource("try/try-forms.bpmn")
                .deploy();
        Alliance.add(directory);
        clock.moveTo(MONDAY);
        handler.handled().clear();
        task = begun();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private WorkItem begun() {
        PathwayRef pathway = PathwayRef.random();
        workflow.start(new Episode("try-forms", pathway, "form-of-" + pathway), Map.of());
        return worklist.openOf(Viewer.SYSTEM, pathway).get(0);
    }

    private static Map<String, List<String>> entered(String... pairs) {
        var parameters = new HashMap<String, List<String>>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], List.of(pairs[i + 1]));
        }
        return parameters;
    }

    private WorkItem now() {
        return worklist.historyOf(Viewer.SYSTEM, task.pathway()).stream()
                .filter(item -> item.taskId().equals(task.taskId()))
                .findFirst()
                .orElseThrow();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table + " where task_id = :task")
                .param("task", task.taskId())
                .query(Long.class)
                .single();
    }

    private List<String> audited() {
        return jdbc.sql("select action || ' ' || outcome from audit_event where subject = :task order by id")
                .param("task", task.taskId())
                .query(String.class)
                .list();
    }

    private static Input input(FormView view, String key) {
        return view.items().stream()
                .filter(item -> item instanceof Input input && input.key().equals(key))
                .map(Input.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void storesTheAnswersActsOnThemAndMovesOn() {
        forms.saveDraft(Alliance.PARTNER, task.taskId(), entered("note", "half"));

        var result = forms.submit(
                Alliance.PARTNER,
                task.taskId(),
                entered(
                        "answer", "ACCEPTED",
                        "reason", "hidden, so ignored",
                        "seenAt-day", "7",
                        "seenAt-month", "11",
                        "seenAt-year", "2026",
                        "visits", "3",
                        "place", "centre",
                        "note", "Zoë ' -- 👍"));

        assertThat(result).isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.submission().answers().values())
                    .containsOnlyKeys("answer", "seenAt", "visits", "place", "note");
            assertThat(done.submission().by()).isEqualTo(Alliance.PARTNER);
            assertThat(worklist.openOf(Viewer.SYSTEM, task.pathway()))
                    .extracting(WorkItem::element)
                    .containsExactly("UserTask_Close");
        });
        assertThat(handler.handled()).hasSize(1);
        assertThat(now().state()).isEqualTo(WorkItem.State.COMPLETED);
        assertThat(now().endedBy()).isEqualTo("partner");
        assertThat(count("form_draft")).isZero();
        assertThat(audited()).containsExactly("draft.saved DONE", "task.completed DONE");
        Answers stored = store.answers(store.submissionOf(task.taskId()).orElseThrow());
        assertThat(stored).isEqualTo(handler.handled().get(0).answers());
        assertThat(stored.date("seenAt")).isEqualTo(LocalDate.of(2026, 11, 7));
    }

    @Test
    void makesVariablesOfTheAllowedResultsAlone() {
        forms.submit(
                Alliance.PARTNER,
                task.taskId(),
                entered(
                        "answer", "DECLINED",
                        "reason", "No room",
                        "seenAt-day", "7",
                        "seenAt-month", "11",
                        "seenAt-year", "2026",
                        "visits", "3",
                        "note", "free text"));

        String instance =
                workflow.position("try-forms", task.record()).orElseThrow().processInstanceId();
        assertThat(runtime.getVariables(instance))
                .isEqualTo(Map.of(
                        "pathwayRef",
                        task.pathway().value(),
                        "answer",
                        "DECLINED",
                        "isUrgent",
                        true,
                        "visits",
                        3L,
                        "seenAt",
                        Date.from(Instant.parse("2026-11-07T00:00:00Z"))));
    }

    @Test
    void sendsTheFormBackWithWhatIsWrongAndAllThatWasEntered() {
        var result = forms.submit(
                Alliance.PARTNER, task.taskId(), entered("answer", "DECLINED", "visits", "many", "note", "kept"));

        assertThat(result).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.view().errors())
                    .containsExactly(
                            new ErrorLink("#reason", "Enter reason"),
                            new ErrorLink("#visits", "Visits must be a whole number, like 12"));
            assertThat(input(invalid.view(), "visits").value()).isEqualTo("many");
            assertThat(input(invalid.view(), "note").value()).isEqualTo("kept");
        });
        assertThat(now().isOpen()).isTrue();
        assertThat(count("form_submission")).isZero();
        assertThat(input(forms.open(Alliance.PARTNER, now()), "visits").value()).isEqualTo("many");
    }

    @Test
    void letsTheHandlerFindFurtherErrors() {
        var result = forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED", "note", "no"));

        assertThat(result).isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(
                        invalid.view().errors())
                .containsExactly(new ErrorLink("#note", "Choose")));
        assertThat(handler.handled()).isEmpty();
    }

    @Test
    void takesOnlyTheOptionsOfTheHandler() {
        var result = forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED", "place", "elsewhere"));

        assertThat(result).isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(
                        invalid.view().errors())
                .containsExactly(new ErrorLink("#place", "Choose place from the list")));
    }

    @Test
    @CareRule(12)
    void changesNothingTheSecondTimeAndLandsOnTheResult() {
        var first = (Done) forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED"));
        var second = (Done) forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED"));

        assertThat(second.submission().id()).isEqualTo(first.submission().id());
        assertThat(second.submission().answers()).isEqualTo(first.submission().answers());
        assertThat(worklist.openOf(Viewer.SYSTEM, task.pathway()))
                .extracting(WorkItem::element)
                .containsExactly("UserTask_Close");
        assertThat(handler.handled()).hasSize(1);
        assertThat(count("form_submission")).isOne();
        assertThat(count("form_draft")).isZero();
    }

    @Test
    void tellsWhoWasFirstAndKeepsTheDraftOfTheOther() {
        forms.submit(COLLEAGUE, task.taskId(), entered("answer", "ACCEPTED"));
        var result =
                forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "DECLINED", "reason", "typed in vain"));

        assertThat(result).isInstanceOfSatisfying(AlreadyEnded.class, ended -> {
            assertThat(ended.task().endedBy()).isEqualTo("colleague");
            assertThat(ended.task().endedAt()).isNotNull();
        });
        assertThat(forms.keptDraft(Alliance.PARTNER, now()).orElseThrow().lines())
                .extracting(FormSummary.Line::key, FormSummary.Line::value)
                .containsExactly(tuple("Answer", "We cannot accept"), tuple("Reason", "typed in vain"));
        assertThat(handler.handled()).hasSize(1);
    }

    @Test
    void letsExactlyOneOfTwoAtOnceWin() throws Exception {
        var start = new CyclicBarrier(2);
        List<Forms.Result> results = new ArrayList<>();
        var threads = Executors.newFixedThreadPool(2);
        try {
            var both = new ArrayList<Callable<Forms.Result>>();
            for (Viewer viewer : List.of(Alliance.PARTNER, COLLEAGUE)) {
                both.add(() -> {
                    start.await();
                    return forms.submit(viewer, task.taskId(), entered("answer", "ACCEPTED"));
                });
            }
            for (var future : threads.invokeAll(both)) {
                results.add(future.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(results).hasAtLeastOneElementOfType(Done.class);
        assertThat(results).hasAtLeastOneElementOfType(AlreadyEnded.class);
        assertThat(handler.handled()).hasSize(1);
        assertThat(count("form_submission")).isOne();
        assertThat(count("form_draft")).isOne();
    }

    @Test
    @CareRule(12)
    void keepsTheDraftWhenAnEventEndedTheTask() {
        workflow.tell("try-forms", task.record(), "work.stopped", Map.of());

        var result = forms.submit(Alliance.PARTNER, task.taskId(), entered("note", "in vain"));

        assertThat(result).isInstanceOfSatisfying(AlreadyEnded.class, ended -> assertThat(
                        ended.task().state())
                .isEqualTo(WorkItem.State.CANCELLED));
        assertThat(count("form_draft")).isOne();
    }

    @Test
    void keepsTheDraftWhenAColleagueHasTakenTheTask() {
        worklist.claim(COLLEAGUE, task.taskId());

        var result = forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED"));

        assertThat(result).isInstanceOf(NotMine.class);
        assertThat(forms.mayAnswer(Alliance.PARTNER, now())).isFalse();
        assertThat(forms.mayAnswer(COLLEAGUE, now())).isTrue();
        assertThat(count("form_draft")).isOne();
        assertThat(forms.submit(COLLEAGUE, task.taskId(), entered("answer", "ACCEPTED")))
                .isInstanceOf(Done.class);
    }

    @Test
    @CareRule(12)
    void isAllOrNothingAndKeepsWhatWasEnteredWhenItFails() {
        assertThatThrownBy(() ->
                        forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED", "note", "fail")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(now().isOpen()).isTrue();
        assertThat(count("form_submission")).isZero();
        assertThat(input(forms.open(Alliance.PARTNER, now()), "note").value()).isEqualTo("fail");
    }

    @Test
    void answersAnotherGroupLikeATaskThatDoesNotExist() {
        for (String id : List.of(task.taskId(), "no-such-task", "../../x' or 1=1")) {
            assertThatThrownBy(() -> forms.submit(Alliance.NURSE, id, entered("answer", "ACCEPTED")))
                    .isInstanceOf(NotVisible.class);
            assertThatThrownBy(() -> forms.saveDraft(Alliance.NURSE, id, entered("answer", "ACCEPTED")))
                    .isInstanceOf(NotVisible.class);
        }
        assertThat(audited()).containsExactly("form.submitted REFUSED", "draft.saved REFUSED");
        assertThat(count("form_draft")).isZero();
    }

    @Test
    void letsTheEngineCompleteNothingWithoutASubmission() {
        assertThatThrownBy(() -> tasks.complete(task.taskId())).isInstanceOf(ProcessEngineException.class);
        assertThat(now().isOpen()).isTrue();
    }

    @Test
    void showsADraftToItsWriterAlone() {
        forms.saveDraft(Alliance.PARTNER, task.taskId(), entered("note", "mine", "visits", "no number"));

        FormView mine = forms.open(Alliance.PARTNER, now());
        assertThat(input(mine, "note").value()).isEqualTo("mine");
        assertThat(input(mine, "visits").value()).isEqualTo("no number");
        assertThat(mine.draftSaved()).isEqualTo("09:00");
        FormView other = forms.open(COLLEAGUE, now());
        assertThat(input(other, "note").value()).isEqualTo("from the handler");
        assertThat(other.draftSaved()).isNull();
        assertThat(forms.keptDraft(COLLEAGUE, now())).isEmpty();
    }

    @Test
    void readsAnswersBackInTheWordsOfTheForm() {
        forms.submit(
                Alliance.PARTNER,
                task.taskId(),
                entered(
                        "answer", "ACCEPTED",
                        "seenAt-day", "7",
                        "seenAt-month", "11",
                        "seenAt-year", "2026",
                        "place", "centre"));

        assertThat(forms.answered(Alliance.PARTNER, now()).orElseThrow().lines())
                .extracting(line -> line.key() + ": " + line.value())
                .containsExactly("Answer: We accept", "Day of the visit: 7 November 2026", "Place: The centre");
        assertThat(forms.answered(Alliance.NURSE, now())).isEmpty();
        assertThat(audited()).endsWith("submission.viewed DONE");
    }

    @Test
    void keepsWhatTheSecondOfTwoTabsSaysOtherwiseAndShowsItOnThePageOfTheDoneTask() throws Exception {
        var first = entered("answer", "ACCEPTED", "note", "We ring on Monday.");
        assertThat(forms.submit(Alliance.PARTNER, task.taskId(), first)).isInstanceOf(Done.class);
        assertThat(forms.submit(Alliance.PARTNER, task.taskId(), first)).isInstanceOf(Done.class);
        assertThat(forms.keptDraft(Alliance.PARTNER, done())).isEmpty();

        var second = entered("answer", "ACCEPTED", "note", "We ring on Friday instead.");
        assertThat(forms.submit(Alliance.PARTNER, task.taskId(), second)).isInstanceOf(AlreadyEnded.class);

        assertThat(forms.keptDraft(Alliance.PARTNER, done()).orElseThrow().lines())
                .extracting(line -> line.value())
                .contains("We ring on Friday instead.");
        String page = http.perform(get("/tasks/{id}", task.taskId()).with(Alliance.signedIn(Alliance.PARTNER)))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains("What you had entered", "in another window or tab", "We ring on Friday instead.");
        assertThat(forms.submit(Alliance.PARTNER, task.taskId(), first)).isInstanceOf(Done.class);
    }

    private WorkItem done() {
        return worklist.find(Alliance.PARTNER, task.taskId()).orElseThrow();
    }

    @Test
    void knowsAFormWithoutATaskToo() {
        var context = FormContext.EMPTY;
        assertThat(forms.blank("record-move", context).hasErrors()).isFalse();
        assertThat(forms.check("record-move", context, entered("where", "Leek")).isValid())
                .isFalse();
        var checked = forms.check(
                "record-move",
                context,
                entered("where", "Leek", "movedOn-day", "1", "movedOn-month", "10", "movedOn-year", "2026"));
        assertThat(checked.isValid()).isTrue();
        relationships.open(task.pathway(), "dougie-mac");

        assertThatThrownBy(() -> transaction.executeWithoutResult(
                        status -> forms.store(Alliance.PARTNER, "record-move", task.pathway(), checked.answers())))
                .isInstanceOf(NotVisible.class);
        transaction.executeWithoutResult(
                status -> forms.store(Alliance.COORDINATOR, "record-move", task.pathway(), checked.answers()));

        assertThat(jdbc.sql("select answers ->> 'movedOn' from form_submission where pathway_ref = :pathway")
                        .param("pathway", task.pathway().value())
                        .query(String.class)
                        .single())
                .isEqualTo("2026-10-01");
    }

    @Test
    void keepsEachVersionOfADefinitionOnce() {
        Map<String, Integer> before = new HashMap<>();
        definitions.all().forEach(form -> before.put(form.id(), store.version(form.id())));
        store.afterSingletonsInstantiated();

        definitions.all().forEach(form -> assertThat(store.version(form.id())).isEqualTo(before.get(form.id())));
        assertThat(jdbc.sql("select count(*) from form_version")
                        .query(Long.class)
                        .single())
                .isEqualTo(before.size());
    }

    @Test
    void neverChangesASubmission() {
        forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED"));
        assertThatThrownBy(() ->
                        jdbc.sql("update form_submission set answers = '{}'").update())
                .hasMessageContaining("append-only");
    }

    @Test
    void addsAtMostFiveStatementsToWhatCompletingTheTaskTakes() {
        WorkItem warm = begun();
        forms.submit(Alliance.PARTNER, warm.taskId(), entered("answer", "ACCEPTED"));
        WorkItem bare = begun();
        submissions.handIn(bare.taskId());
        long before = jdbcExecutions.countOfThisThread();
        tasks.complete(bare.taskId(), Map.of("answer", "ACCEPTED"));
        long alone = jdbcExecutions.countOfThisThread() - before;

        before = jdbcExecutions.countOfThisThread();
        forms.submit(Alliance.PARTNER, task.taskId(), entered("answer", "ACCEPTED"));

        assertThat(jdbcExecutions.countOfThisThread() - before - alone).isLessThanOrEqualTo(5);
    }

    @Test
    void savesADraftOverTheWireAndRefusesAForgedOne() throws Exception {
        var signedIn = Alliance.signedIn(Alliance.PARTNER);
        http.perform(post("/tasks/{id}/draft", task.taskId()).with(signedIn).param("note", "x"))
                .andExpect(status().isForbidden());
        http.perform(post("/tasks/{id}/draft", task.taskId())
                        .with(signedIn)
                        .with(csrf())
                        .param("note", "over the wire"))
                .andExpect(status().isOk())
                .andExpect(content().string("Draft saved 09:00"));
        assertThat(input(forms.open(Alliance.PARTNER, now()), "note").value()).isEqualTo("over the wire");
        http.perform(post("/tasks/{id}/draft", "no-such-task").with(signedIn).with(csrf()))
                .andExpect(status().isNotFound());
    }
}
