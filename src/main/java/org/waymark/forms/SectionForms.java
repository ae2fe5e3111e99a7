package org.waymark.forms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler.OwnAnswer;
import org.waymark.forms.FormReader.Reading;
import org.waymark.forms.FormStore.Draft;
import org.waymark.forms.FormSummary.Line;
import org.waymark.forms.Part.Group;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/**
 * Long forms that are answered section by section, each saved by itself, and handed in when all of them are complete. Which
 * forms are, and what the sections ask, their definitions say. What others answered may stand beside a section once it has
 * been saved; from then on its answers stay as they are, so that they remain the viewer's own.
 */
@Component
@Transactional
public class SectionForms {

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d?");

    public enum State {
        NOT_STARTED,
        BEGUN,
        COMPLETE
    }

    /**
     * A section in the list of them.
     *
     * @param number its place in the form
     * @param unanswered how many of its questions have no answer
     * @param isFixed whether others' answers have been shown beside it
     * @param canShowOthers whether there is something to compare it with now
     */
    public record Section(
            int number, String title, State state, int unanswered, boolean isFixed, boolean canShowOthers) {}

    /**
     * A section on its page.
     *
     * @param form its questions; of a fixed one they are not to be answered any more
     * @param own what the viewer answered; empty unless it is fixed
     * @param others what others answered; null unless it is fixed
     */
    public record Page(
            Section section,
            int of,
            FormView form,
            List<Line> own,
            @Nullable Panel others) {}

    private final FormDefinitions definitions;
    private final FormReader reader;
    private final FormViews views;
    private final FormSummaries summaries;
    private final FormContexts contexts;
    private final FormStore store;
    private final Forms forms;
    private final Worklist worklist;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private final ObjectProvider<FormHandler> handlers;

    SectionForms(
            FormDefinitions definitions,
            FormReader reader,
            FormViews views,
            FormSummaries summaries,
            FormContexts contexts,
            FormStore store,
            Forms forms,
            Worklist worklist,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock,
            ObjectProvider<FormHandler> handlers) {
        this.definitions = definitions;
        this.reader = reader;
        this.views = views;
        this.summaries = summaries;
        this.contexts = contexts;
        this.store = store;
        this.forms = forms;
        this.worklist = worklist;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
        this.handlers = handlers;
    }

    /** Whether the form of this task is answered section by section. */
    @Transactional(readOnly = true)
    public boolean areAskedOf(WorkItem task) {
        return definitions.get(task.formId()).isInSections();
    }

    /** The sections of a task that the viewer has found and may answer, as far as the viewer has come. */
    @Transactional(readOnly = true)
    public List<Section> of(Viewer viewer, WorkItem task) {
        return new Sheet(viewer, task).sections();
    }

    /** One section of such a task; empty where the form has none of that number, or does not ask it of this person. */
    @Transactional(readOnly = true)
    public Optional<Page> open(Viewer viewer, WorkItem task, String number) {
        var sheet = new Sheet(viewer, task);
        return sheet.asked(number).map(group -> sheet.page(group, Map.of(), sheet.opening(group)));
    }

    /**
     * Saves a section.
     *
     * @return the page to show again where something must be put right, which is kept all the same; empty when all is well
     * @throws Refused when the task is no longer the viewer's to do, or others' answers have been shown beside the section;
     *     what was entered into a task that has ended is kept
     */
    @Transactional(noRollbackFor = Refused.class)
    public Optional<Page> save(Viewer viewer, String taskId, String number, Map<String, List<String>> parameters) {
        WorkItem task = lock(viewer, taskId, "section.saved");
        var sheet = new Sheet(viewer, task);
        Group group = sheet.asked(number).orElseThrow(() -> refused(viewer, "section.saved", taskId));
        FormDefinition section = sheet.definition.section(group);
        RawInput input = RawInput.whole(section, parameters);
        keep(sheet, group, input);
        if (!forms.mayAnswer(viewer, task)) {
            throw new Refused(task.isOpen() ? "taskTaken" : "taskEnded");
        }
        Reading reading = reader.read(section, sheet.context, input);
        if (!reading.faults().isEmpty()) {
            return Optional.of(sheet.page(group, reading.faults(), input));
        }
        Instant now = clock.instant();
        store.saveSection(taskId, viewer.username(), group.label(), now);
        String concern = Forms.concern(reading.answers());
        // It cannot wait until the whole form is handed in.
        if (concern != null && store.tellConcern(taskId, viewer.username(), group.label(), concern)) {
            forms.tellOfConcern(task, task.pathway(), reading.answers(), viewer, now);
        }
        return Optional.empty();
    }

    /**
     * Keeps what has been entered into a section so far, whatever it is.
     *
     * @return when, in words; empty where it counts for nothing any more
     */
    public Optional<String> saveDraft(
            Viewer viewer, String taskId, String number, Map<String, List<String>> parameters) {
        WorkItem task = lock(viewer, taskId, "draft.saved");
        if (!task.isOpen() && viewer.username().equals(task.endedBy())) {
            return Optional.empty();
        }
        var sheet = new Sheet(viewer, task);
        Group group = sheet.asked(number).orElseThrow(() -> refused(viewer, "draft.saved", taskId));
        if (sheet.isFixed(group)) {
            return Optional.empty();
        }
        keep(sheet, group, RawInput.whole(sheet.definition.section(group), parameters));
        return Optional.of(views.inWords(clock.instant()));
    }

    private void keep(Sheet sheet, Group group, RawInput input) {
        if (sheet.isFixed(group)) {
            throw new Refused("sectionFixed");
        }
        WorkItem task = sheet.task;
        String username = sheet.viewer.username();
        if (!task.isOpen() && username.equals(task.endedBy())) {
            // A late echo of what has been handed in.
            return;
        }
        if (store.addToDraft(task.taskId(), username, task.formId(), input, clock.instant())) {
            audit.record(username, "draft.saved", task.pathway(), task.taskId());
        }
    }

    /**
     * Shows what others answered beside a section that the viewer has saved, from now on; its own answers stay as they are.
     *
     * @throws Refused when the section has not been saved and is complete, or nobody else has answered
     */
    public void showOthers(Viewer viewer, String taskId, String number) {
        WorkItem task = lock(viewer, taskId, "section.compared");
        var sheet = new Sheet(viewer, task);
        Group group = sheet.asked(number).orElseThrow(() -> refused(viewer, "section.compared", taskId));
        access.requireSee(viewer, task.pathway(), DataKind.CARE);
        if (!forms.mayAnswer(viewer, task) || sheet.state(group) != State.COMPLETE) {
            throw new Refused("sectionFirst");
        }
        if (!sheet.hasOthers()) {
            throw new Refused("nobodyElseHasAnswered");
        }
        store.showOthers(taskId, viewer.username(), group.label(), clock.instant());
        audit.record(viewer.username(), "section.compared", task.pathway(), taskId);
    }

    /** The sections that are not complete yet; while there are any, {@link #handIn} hands nothing in. */
    @Transactional(readOnly = true)
    public List<Section> missing(Viewer viewer, WorkItem task) {
        return of(viewer, task).stream()
                .filter(section -> section.state() != State.COMPLETE)
                .toList();
    }

    /**
     * Hands in what was saved section by section, the way of every form.
     *
     * @throws Refused when a section is not complete
     */
    public Forms.Result handIn(Viewer viewer, String taskId) {
        WorkItem task = lock(viewer, taskId, "form.submitted");
        if (forms.mayAnswer(viewer, task) && !missing(viewer, task).isEmpty()) {
            throw new Refused("sectionsMissing");
        }
        Map<String, List<String>> saved = store.draft(taskId, viewer.username())
                .map(draft -> draft.input().values())
                .orElse(Map.of());
        return forms.submit(viewer, taskId, saved);
    }

    private WorkItem lock(Viewer viewer, String taskId, String action) {
        WorkItem task;
        try {
            task = worklist.lock(viewer, taskId);
        } catch (NotVisible e) {
            throw refused(viewer, action, taskId);
        }
        boolean isForViewer =
                viewer.username().equals(task.assignee()) || viewer.groups().contains(task.group());
        if (!isForViewer || !definitions.get(task.formId()).isInSections()) {
            throw refused(viewer, action, taskId);
        }
        return task;
    }

    private NotVisible refused(Viewer viewer, String action, String taskId) {
        // Whatever else stands in an address is no id, and might be anything.
        audit.record(viewer.username(), action, null, Forms.isTaskId(taskId) ? taskId : null, Outcome.REFUSED);
        return new NotVisible();
    }

    /** What one viewer has answered of one task so far. */
    private final class Sheet {

        final Viewer viewer;
        final WorkItem task;
        final FormDefinition definition;
        final FormContext context;
        final @Nullable FormHandler handler;
        final Optional<Draft> draft;
        final Map<String, Boolean> saved;

        Sheet(Viewer viewer, WorkItem task) {
            this.viewer = viewer;
            this.task = task;
            definition = definitions.get(task.formId());
            handler = handlers.stream()
                    .filter(one -> one.formId().equals(task.formId()))
                    .findFirst()
                    .orElse(null);
            context = contexts.of(definition, handler, task);
            draft = store.draft(task.taskId(), viewer.username());
            saved = store.sections(task.taskId(), viewer.username());
        }

        boolean hasOthers() {
            return handler != null && handler.hasOthers(task);
        }

        List<Section> sections() {
            boolean hasOthers = hasOthers();
            return asked().values().stream()
                    .map(group -> section(group, hasOthers))
                    .toList();
        }

        /** The sections that are asked of this person, by their place in the form. */
        Map<Integer, Group> asked() {
            var asked = new LinkedHashMap<Integer, Group>();
            List<Group> all = definition.sections();
            for (Group group : all) {
                if (!reader.read(definition.section(group), context, new RawInput(Map.of()))
                        .asked()
                        .isEmpty()) {
                    asked.put(all.indexOf(group) + 1, group);
                }
            }
            return asked;
        }

        /** What stands in an address may be no number at all. */
        Optional<Group> asked(String number) {
            return NUMBER.matcher(number).matches()
                    ? Optional.ofNullable(asked().get(Integer.valueOf(number)))
                    : Optional.empty();
        }

        private Section section(Group group, boolean hasOthers) {
            Reading reading = read(group);
            State state = state(group);
            return new Section(
                    definition.sections().indexOf(group) + 1,
                    group.label(),
                    state,
                    (int) reading.asked().stream()
                            .filter(field -> !reading.answers().values().containsKey(field.key()))
                            .count(),
                    isFixed(group),
                    hasOthers && state == State.COMPLETE && !isFixed(group));
        }

        State state(Group group) {
            if (saved.containsKey(group.label()) && read(group).faults().isEmpty()) {
                return State.COMPLETE;
            }
            return draft.filter(kept -> kept.input().hasAnyOf(definition.section(group)))
                            .isPresent()
                    ? State.BEGUN
                    : State.NOT_STARTED;
        }

        boolean isFixed(Group group) {
            return saved.getOrDefault(group.label(), false);
        }

        private Reading read(Group group) {
            RawInput input = draft.map(Draft::input).orElseGet(() -> new RawInput(Map.of()));
            return reader.read(definition.section(group), context, input);
        }

        /** The viewer's draft of the section, or else what is known. */
        RawInput opening(Group group) {
            FormDefinition section = definition.section(group);
            return draft.map(Draft::input)
                    .filter(input -> input.hasAnyOf(section))
                    .orElseGet(() -> RawInput.opening(section, context.prefill()));
        }

        Page page(Group group, Map<String, FormReader.Fault> faults, RawInput input) {
            FormDefinition section = definition.section(group);
            Instant savedAt = draft.map(Draft::savedAt).orElse(null);
            boolean isFixed = isFixed(group);
            List<Line> own = isFixed
                    ? summaries
                            .ofDraft(section, context, input, viewer.username(), clock.instant())
                            .lines()
                    : List.of();
            return new Page(
                    section(group, hasOthers()),
                    definition.sections().size(),
                    views.view(section, context, input, faults, savedAt),
                    own,
                    isFixed && handler != null ? handler.others(task, answered(group, own)) : null);
        }

        /** Every question of the section, answered or not; others may have answered what the viewer left out. */
        private List<OwnAnswer> answered(Group group, List<Line> own) {
            var words = new HashMap<String, String>();
            own.forEach(line -> words.put(line.key(), line.value()));
            var answered = new ArrayList<OwnAnswer>();
            read(group)
                    .asked()
                    .forEach(field -> answered.add(
                            new OwnAnswer(field.key(), field.label(), words.getOrDefault(field.label(), ""))));
            return answered;
        }
    }
}
