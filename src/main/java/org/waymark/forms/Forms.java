package org.waymark.forms;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.access.WithoutViewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.forms.FormHandler.FieldError;
import org.waymark.forms.FormReader.Fault;
import org.waymark.forms.FormReader.Reading;
import org.waymark.forms.FormStore.Draft;
import org.waymark.forms.FormStore.Sent;
import org.waymark.forms.FormStore.Stored;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.TaskGuest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * Opens forms, keeps drafts and takes submissions. A submission is stored before anything acts on it; then its handler
 * and the engine act in the same transaction, so that none of the three ever happens alone.
 */
@Service
public class Forms implements SmartInitializingSingleton {

    /** How a submission ended. */
    public sealed interface Result {}

    /** It was handed in, now or before. */
    public record Done(Submission submission) implements Result {}

    /** Something must be put right; the view has all input and the errors. */
    public record Invalid(FormView view) implements Result {}

    /**
     * Somebody else completed the task, an event ended it, or the viewer did so with other answers in another tab; what was
     * entered is kept as a draft.
     */
    public record AlreadyEnded(WorkItem task) implements Result {}

    /** Somebody else of the group has taken the task; what was entered is kept as a draft. */
    public record NotMine(WorkItem task) implements Result {}

    /** Answers to a form without a task; the view is for showing it again. */
    public record Checked(Answers answers, FormView view) {

        public boolean isValid() {
            return !view.hasErrors();
        }
    }

    /** What the one who handed in a form of a person's page is told: a sentence, and line by line what it did. */
    public record Told(String sentence, List<String> did) {}

    /** Whoever is not sure whether something can wait is rung as if it could not. */
    private static final Set<String> NO_CONCERN = Set.of("NO", "RATHER_NOT_SAY");

    private static final Pattern TASK_ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final FormDefinitions definitions;
    private final FormReader reader;
    private final FormViews views;
    private final FormSummaries summaries;
    private final FormContexts contexts;
    private final FormStore store;
    private final Worklist worklist;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ObjectProvider<FormHandler> allHandlers;
    private final Map<String, FormHandler> handlers = new HashMap<>();
    private final ApplicationEventPublisher events;
    private final CurrentViewer currentViewer;
    private final TransactionTemplate transaction;
    private final TransactionTemplate ownTransaction;

    Forms(
            FormDefinitions definitions,
            FormReader reader,
            FormViews views,
            FormSummaries summaries,
            FormContexts contexts,
            FormStore store,
            Worklist worklist,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ObjectProvider<FormHandler> allHandlers,
            ApplicationEventPublisher events,
            CurrentViewer currentViewer,
            PlatformTransactionManager transactions) {
        this.definitions = definitions;
        this.reader = reader;
        this.views = views;
        this.summaries = summaries;
        this.contexts = contexts;
        this.store = store;
        this.worklist = worklist;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.allHandlers = allHandlers;
        this.events = events;
        this.currentViewer = currentViewer;
        this.transaction = new TransactionTemplate(transactions);
        this.ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (FormHandler handler : allHandlers) {
            definitions.get(handler.formId());
            if (handlers.put(handler.formId(), handler) != null) {
                throw new IllegalStateException("Two handlers want the form " + handler.formId());
            }
        }
    }

    // ------------------------------------------------------------------ forms of tasks

    /** Whether the viewer may hand in the form of this task now: it is theirs, or their group's and nobody has taken it. */
    public boolean mayAnswer(Viewer viewer, WorkItem task) {
        return task.isOpen() && isForViewer(viewer, task) && !isTakenByAnother(viewer, task);
    }

    /**
     * The form of a task that the viewer has found, with the viewer's draft or else with what is known. Audited by the
     * page it stands on.
     */
    @Transactional
    public FormView open(Viewer viewer, WorkItem task) {
        FormDefinition definition = definitions.get(task.formId());
        FormContext context = context(task);
        Optional<Draft> draft = store.draft(task.taskId(), viewer.username());
        return views.view(
                definition,
                context,
                draft.map(Draft::input).orElseGet(() -> RawInput.opening(definition, context.prefill())),
                Map.of(),
                draft.map(Draft::savedAt).orElse(null));
    }

    /**
     * Keeps what has been entered so far, whatever it is. Only its writer ever sees it.
     *
     * @return when, in words; empty where this viewer has handed the form in already, and a late echo of it counts for nothing
     */
    @Transactional
    public Optional<String> saveDraft(Viewer viewer, String taskId, Map<String, List<String>> parameters) {
        WorkItem task = worklist.find(viewer, taskId)
                .filter(found -> isForViewer(viewer, found))
                .orElseThrow(() -> refused(viewer, "draft.saved", taskId));
        Instant now = clock.instant();
        boolean isInSections = definitions.get(task.formId()).isInSections();
        if (isInSections || (!task.isOpen() && viewer.username().equals(task.endedBy()))) {
            return Optional.empty();
        }
        saveDraft(viewer, task, input(task, parameters), now);
        return Optional.of(views.inWords(now));
    }

    /** When the viewer's drafts of these tasks were last kept, in words, by task id. */
    @Transactional(readOnly = true)
    public Map<String, String> drafts(Viewer viewer, Collection<String> taskIds) {
        var saved = new HashMap<String, String>();
        store.draftsSavedAt(viewer.username(), taskIds).forEach((id, at) -> saved.put(id, views.inWords(at)));
        return saved;
    }

    /** Whether anybody has begun to answer one of these tasks and not handed it in. */
    @WithoutViewer("decides what a fact sets off, and says nothing of what was written")
    @Transactional(readOnly = true)
    public boolean isBegun(Collection<String> taskIds) {
        return store.hasDrafts(taskIds);
    }

    /** What the viewer had entered when somebody else completed the task. */
    @Transactional(readOnly = true)
    public Optional<FormSummary> keptDraft(Viewer viewer, WorkItem task) {
        return store.draft(task.taskId(), viewer.username())
                .map(draft -> summaries.ofDraft(
                        definitions.get(task.formId()),
                        context(task),
                        draft.input(),
                        viewer.username(),
                        draft.savedAt()));
    }

    /**
     * What was answered when the task was completed, audited as a view; empty for one who may not see it. Having been of
     * the group is not enough: sharing may have ended since.
     */
    @Transactional
    public Optional<FormSummary> answered(Viewer viewer, WorkItem task) {
        Optional<Stored> stored = store.submissionOf(task.taskId())
                .filter(found -> found.by().equals(viewer.username())
                        || access.maySee(viewer, task.pathway(), DataKind.CARE)
                        || (viewer.groups().contains(task.group())
                                && access.maySee(viewer, task.pathway(), DataKind.REFERRALS)))
                .filter(found -> found.by().equals(viewer.username()) || !isKept(viewer, task, found));
        stored.ifPresent(found -> audit.record(viewer.username(), "submission.viewed", task.pathway(), task.taskId()));
        return stored.map(found -> summaries.of(
                store.definition(found.formId(), found.version()),
                context(found.formId(), task),
                store.answers(found),
                found.by(),
                found.at()));
    }

    private boolean isKept(Viewer viewer, WorkItem task, Stored stored) {
        FormHandler handler = handlers.get(stored.formId());
        return handler != null && handler.isKeptFrom(viewer, task);
    }

    /**
     * Hands in the form of a task. The same submission again changes nothing and ends as {@link Done}.
     *
     * @throws NotVisible when there is no such task, or it is not work of the viewer's group
     */
    public Result submit(Viewer viewer, String taskId, Map<String, List<String>> parameters) {
        boolean isOutermost = !TransactionSynchronizationManager.isActualTransactionActive();
        try {
            Result result = transaction.execute(status -> submitLocked(viewer, taskId, parameters));
            return Objects.requireNonNull(result);
        } catch (NotVisible e) {
            throw e;
        } catch (RuntimeException e) {
            if (isOutermost) {
                keepAfterFailure(viewer, taskId, parameters, e);
            }
            throw e;
        }
    }

    private Result submitLocked(Viewer viewer, String taskId, Map<String, List<String>> parameters) {
        WorkItem task = lock(viewer, taskId);
        RawInput input = input(task, parameters);
        Instant now = clock.instant();
        if (!task.isOpen()) {
            Optional<Stored> mine = submittedBy(viewer, taskId);
            if (mine.isPresent() && mine.get().isOf(input)) {
                return new Done(submission(mine.get(), task, viewer, store.answers(mine.get())));
            }
            saveDraft(viewer, task, input, now);
            return new AlreadyEnded(task);
        }
        if (isTakenByAnother(viewer, task)) {
            saveDraft(viewer, task, input, now);
            return new NotMine(task);
        }
        Result result =
                handIn(viewer, task, task.formId(), input, now, results -> worklist.complete(viewer, taskId, results));
        if (result instanceof Invalid) {
            saveDraft(viewer, task, input, now);
        }
        return result;
    }

    private Optional<Stored> submittedBy(Viewer viewer, String taskId) {
        return store.submissionOf(taskId).filter(stored -> stored.by().equals(viewer.username()));
    }

    /**
     * Hands in what a guest has answered so far, in a form of the guest's own words that stands for the form of the task. It
     * goes the way of every submission; a second time changes nothing and ends as {@link Done}.
     */
    public Result submit(TaskGuest guest, String formId) {
        Viewer viewer = guest.asViewer();
        // What follows from it is done by the guest, whoever's request this is.
        return currentViewer.as(
                viewer,
                () -> Objects.requireNonNull(transaction.execute(status -> submitLocked(guest, viewer, formId))));
    }

    private Result submitLocked(TaskGuest guest, Viewer viewer, String formId) {
        WorkItem task = worklist.lock(guest);
        if (!task.isOpen()) {
            return submittedBy(viewer, task.taskId())
                    .<Result>map(stored -> new Done(submission(stored, task, viewer, store.answers(stored))))
                    .orElseGet(() -> new AlreadyEnded(task));
        }
        RawInput input =
                store.draft(task.taskId(), viewer.username()).map(Draft::input).orElseGet(() -> new RawInput(Map.of()));
        return handIn(viewer, task, formId, input, clock.instant(), results -> worklist.complete(guest, results));
    }

    /** The way of every submission: checked, stored, acted on, and then the engine moves. */
    private Result handIn(
            Viewer viewer,
            WorkItem task,
            String formId,
            RawInput input,
            Instant now,
            Consumer<Map<String, Object>> complete) {
        FormDefinition definition = definitions.get(formId);
        FormHandler handler = handlers.get(formId);
        Reading reading =
                reader.read(definition, definition.asksHandler() ? context(formId, task) : FormContext.EMPTY, input);
        Map<String, Fault> faults = reading.faults();
        if (faults.isEmpty() && handler != null) {
            faults = inOrder(definition, handler.check(task, reading.answers()));
        }
        if (!faults.isEmpty()) {
            return new Invalid(views.view(definition, context(formId, task), input, faults, now));
        }
        Stored stored =
                store.submit(task.taskId(), formId, task.pathway(), reading.answers(), input, viewer.username(), now);
        Submission submission = submission(stored, task, viewer, reading.answers());
        Map<String, Object> further = handler == null ? Map.of() : handler.handle(submission);
        String concern = concern(reading.answers());
        if (concern != null
                && !(definition.isInSections() && store.isConcernTold(task.taskId(), viewer.username(), concern))) {
            tellOfConcern(submission.task(), task.pathway(), reading.answers(), viewer, now);
        }
        complete.accept(results(task.taskId(), reading.answers(), further));
        return new Done(submission);
    }

    /** Whatever form it was: an immediate concern is acted on the same day. */
    void tellOfConcern(@Nullable WorkItem task, PathwayRef pathway, Answers answers, Viewer viewer, Instant now) {
        String concern = concern(answers);
        if (concern != null) {
            events.publishEvent(new ConcernRaised(
                    pathway,
                    task == null ? null : task.process(),
                    task == null ? null : task.record(),
                    concern,
                    answers.text("concernNote"),
                    now,
                    viewer.username()));
        }
    }

    /** The immediate concern that was said; null where there is none. */
    static @Nullable String concern(Answers answers) {
        String concern = answers.text("immediateConcern");
        return concern == null || NO_CONCERN.contains(concern) ? null : concern;
    }

    private WorkItem lock(Viewer viewer, String taskId) {
        WorkItem task;
        try {
            task = worklist.lock(viewer, taskId);
        } catch (NotVisible e) {
            throw refused(viewer, "form.submitted", taskId);
        }
        if (!isForViewer(viewer, task)) {
            throw refused(viewer, "form.submitted", taskId);
        }
        return task;
    }

    /** The transaction that failed took the input with it. */
    private void keepAfterFailure(
            Viewer viewer, String taskId, Map<String, List<String>> parameters, RuntimeException failure) {
        try {
            ownTransaction.executeWithoutResult(status -> saveDraft(viewer, taskId, parameters));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static Submission submission(Stored stored, WorkItem task, Viewer by, Answers answers) {
        return new Submission(stored.id(), stored.formId(), stored.version(), task, answers, by, stored.at());
    }

    private Map<String, Object> results(String taskId, Answers answers, Map<String, Object> further) {
        var results = new LinkedHashMap<String, Object>();
        for (String name : worklist.resultsOf(taskId)) {
            Object value = further.containsKey(name)
                    ? further.get(name)
                    : answers.values().get(name);
            if (value != null) {
                results.put(name, variable(value));
            }
        }
        return results;
    }

    private static Object variable(Object value) {
        if (value instanceof LocalDate date) {
            return Date.from(date.atStartOfDay(WorkingDays.ZONE).toInstant());
        }
        if (value instanceof BigDecimal number) {
            return number.longValueExact();
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    private void saveDraft(Viewer viewer, WorkItem task, RawInput input, Instant now) {
        if (store.saveDraft(task.taskId(), viewer.username(), task.formId(), input, now)) {
            // Once: a draft saves itself every few seconds.
            audit.record(viewer.username(), "draft.saved", task.pathway(), task.taskId());
        }
    }

    private RawInput input(WorkItem task, Map<String, List<String>> parameters) {
        return RawInput.of(definitions.get(task.formId()), parameters);
    }

    private FormContext context(WorkItem task) {
        return context(task.formId(), task);
    }

    private FormContext context(String formId, WorkItem task) {
        return contexts.of(definitions.get(formId), handlers.get(formId), task);
    }

    private static boolean isForViewer(Viewer viewer, WorkItem task) {
        return viewer.isSystem()
                || viewer.username().equals(task.assignee())
                || viewer.groups().contains(task.group());
    }

    private static boolean isTakenByAnother(Viewer viewer, WorkItem task) {
        return task.assignee() != null
                && !viewer.isSystem()
                && !viewer.username().equals(task.assignee());
    }

    private NotVisible refused(Viewer viewer, String action, String taskId) {
        // Whatever else stands in an address is no id, and might be anything.
        audit.record(viewer.username(), action, null, isTaskId(taskId) ? taskId : null, Outcome.REFUSED);
        return new NotVisible();
    }

    static boolean isTaskId(String text) {
        return TASK_ID.matcher(text).matches();
    }

    private static Map<String, Fault> inOrder(FormDefinition definition, List<FieldError> errors) {
        var faults = new LinkedHashMap<String, Fault>();
        for (var field : definition.fields()) {
            errors.stream()
                    .filter(error -> error.field().equals(field.key()))
                    .findFirst()
                    .ifPresent(error -> faults.put(field.key(), Fault.of(error.messageKey())));
        }
        if (faults.isEmpty() && !errors.isEmpty()) {
            throw new IllegalStateException("An error names no field of " + definition.id());
        }
        return faults;
    }

    // ------------------------------------------------------------------ forms of a person's page

    /** A form without a task, to be filled in on the page that offers it. */
    public FormView blank(String formId, FormContext context) {
        FormDefinition definition = definitions.get(formId);
        return views.view(definition, context, RawInput.opening(definition, context.prefill()), Map.of(), null);
    }

    /**
     * What a question that has to be answered from the first would have one choose from and there is none of: no carer, no
     * question which one.
     *
     * @return the key that its choices go by in the context; empty when the form can be answered
     */
    public Optional<String> nothingToChoose(String formId, FormContext context) {
        return definitions.get(formId).components().stream()
                .flatMap(part -> part instanceof Part.Field field ? Stream.of(field) : Stream.empty())
                .filter(field -> field.rules().required() && field.hide() == null)
                .flatMap(field -> Stream.ofNullable(field.valuesKey()))
                .filter(key -> context.options().getOrDefault(key, List.of()).isEmpty())
                .findFirst();
    }

    /** Reads and checks what was entered into a form without a task. */
    public Checked check(String formId, FormContext context, Map<String, List<String>> parameters) {
        return check(formId, context, parameters, List.of());
    }

    /** As {@link #check(String, FormContext, Map)}, with errors that the page itself has found in valid answers. */
    public Checked check(
            String formId, FormContext context, Map<String, List<String>> parameters, List<FieldError> errors) {
        FormDefinition definition = definitions.get(formId);
        RawInput input = RawInput.of(definition, parameters);
        Reading reading = reader.read(definition, context, input);
        Map<String, Fault> faults = reading.faults().isEmpty() ? inOrder(definition, errors) : reading.faults();
        return new Checked(reading.answers(), views.view(definition, context, input, faults, null));
    }

    /**
     * Acts on a form of a person's page once: the same page sent again with the same answers changes nothing and is told the
     * same; with other answers it is another form.
     *
     * @param page the random id that the page carried
     * @param act what it brings about, and says of it
     */
    @Transactional
    public Told once(
            Viewer viewer,
            UUID page,
            String formId,
            PathwayRef pathway,
            Map<String, List<String>> parameters,
            Supplier<Told> act) {
        Sent sent = sent(viewer, page, formId, pathway, parameters);
        if (!store.begin(sent, clock.instant())) {
            return store.told(sent).orElseThrow();
        }
        Told told = act.get();
        store.tell(sent, told);
        return told;
    }

    /** What {@link #once} told when this very page was handed in; empty when it was not. */
    @Transactional(readOnly = true)
    public Optional<Told> told(
            Viewer viewer, UUID page, String formId, PathwayRef pathway, Map<String, List<String>> parameters) {
        return store.told(sent(viewer, page, formId, pathway, parameters));
    }

    private Sent sent(
            Viewer viewer, UUID page, String formId, PathwayRef pathway, Map<String, List<String>> parameters) {
        return new Sent(page, formId, pathway, RawInput.of(definitions.get(formId), parameters), viewer.username());
    }

    /** Stores valid answers to a form without a task, in the transaction of what they bring about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID store(Viewer viewer, String formId, PathwayRef pathway, Answers answers) {
        access.requireSee(viewer, pathway, DataKind.PATHWAY);
        Instant now = clock.instant();
        Stored stored = store.submit(null, formId, pathway, answers, null, viewer.username(), now);
        tellOfConcern(null, pathway, answers, viewer, now);
        return stored.id();
    }
}
