package org.waymark.worklist.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;
import org.waymark.forms.FormSummary;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.forms.SectionForms;
import org.waymark.people.People;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.WorkItem.State;
import org.waymark.workflow.Worklist;
import org.waymark.worklist.web.TaskPage.Following;
import org.waymark.worklist.web.TaskPage.Task;
import org.waymark.worklist.web.WorklistPage.Choice;

/** Gathers the page of a task, and the one that says what doing it has brought about. */
@Component
@Transactional
class TaskPages {

    private static final Pattern TASK_ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final Duration ONE_SUBMISSION = Duration.ofSeconds(5);

    private final Worklist worklist;
    private final Forms forms;
    private final SectionForms sections;
    private final People people;
    private final AccessDecision access;
    private final PersonBeside beside;
    private final PausePages pauses;
    private final Holders holders;
    private final Subjects subjects;
    private final AuditTrail audit;
    private final Words words;
    private final Sentences sentences;

    TaskPages(
            Worklist worklist,
            Forms forms,
            SectionForms sections,
            People people,
            AccessDecision access,
            PersonBeside beside,
            PausePages pauses,
            Holders holders,
            Subjects subjects,
            AuditTrail audit,
            Words words,
            Sentences sentences) {
        this.worklist = worklist;
        this.forms = forms;
        this.sections = sections;
        this.people = people;
        this.access = access;
        this.beside = beside;
        this.pauses = pauses;
        this.holders = holders;
        this.subjects = subjects;
        this.audit = audit;
        this.words = words;
        this.sentences = sentences;
    }

    /** @param invalid the form as it was refused, to be shown instead of a fresh one */
    Map<String, Object> page(Viewer viewer, String taskId, @Nullable FormView invalid) {
        WorkItem item = found(viewer, taskId);
        boolean isFillable = forms.mayAnswer(viewer, item);
        var model = new HashMap<String, Object>();
        if (isFillable && sections.areAskedOf(item)) {
            addSections(model, viewer, item);
        } else if (isFillable) {
            addForm(model, invalid == null ? forms.open(viewer, item) : invalid);
        }
        Holders.Names names = holders.namesFor(viewer, List.of(item));
        model.put("task", task(viewer, item, names, isFillable));
        put(model, "person", beside.of(viewer, item.pathway()));
        put(model, "clock", pauses.card(viewer, item));
        model.put("next", item.isOpen() ? sentences.next(item.element()) : List.of());
        model.put("submitLabel", sentences.submit(item.formId()));
        model.put("colleagues", colleagues(viewer, item));
        if (item.state() == State.COMPLETED) {
            forms.answered(viewer, item).map(FormSummary::lines).ifPresent(lines -> model.put("answers", lines));
        }
        if (!isFillable) {
            addWhyNot(model, viewer, item, names);
        }
        audit.record(viewer.username(), "task.viewed", item.pathway(), item.taskId());
        return model;
    }

    private static void addForm(Map<String, Object> model, FormView view) {
        var panel = view.panel();
        if (panel != null) {
            model.putAll(panel.model());
            model.put("panel", panel);
        }
        model.put("view", view);
        model.put("errors", view.errors());
        model.put("hasErrors", view.hasErrors());
        put(model, "draftSavedAt", view.draftSaved());
    }

    /** The form as a list of its sections. */
    private void addSections(Map<String, Object> model, Viewer viewer, WorkItem item) {
        List<SectionForms.Section> list = sections.of(viewer, item);
        model.put("sections", list);
        model.put(
                "sectionsDone",
                list.stream()
                        .filter(section -> section.state() == SectionForms.State.COMPLETE)
                        .count());
    }

    /** Whether the task is answered section by section; what the viewer may not see is refused. */
    boolean isInSections(Viewer viewer, String taskId) {
        return worklist.find(viewer, taskId).filter(sections::areAskedOf).isPresent();
    }

    /** The sections that keep the viewer from handing in; none where it is not the viewer's to hand in. */
    List<SectionForms.Section> missing(Viewer viewer, String taskId) {
        WorkItem item = found(viewer, taskId);
        return forms.mayAnswer(viewer, item) ? sections.missing(viewer, item) : List.of();
    }

    /** The page of the task, saying which sections are not complete. */
    Map<String, Object> pageWithMissing(Viewer viewer, String taskId) {
        Map<String, Object> model = page(viewer, taskId, null);
        model.put(
                "errors",
                missing(viewer, taskId).stream()
                        .map(section -> new FormView.ErrorLink(
                                "#section-" + section.number(), sentences.say("section.missing", section.title())))
                        .toList());
        model.put("hasErrors", true);
        return model;
    }

    /**
     * One section of a form that is answered section by section; empty where the task is not the viewer's to do now.
     *
     * @param invalid the section as it was refused
     */
    Map<String, Object> section(Viewer viewer, String taskId, String number, SectionForms.@Nullable Page invalid) {
        WorkItem item = found(viewer, taskId);
        if (!sections.areAskedOf(item)) {
            throw refused(viewer, taskId);
        }
        if (!forms.mayAnswer(viewer, item)) {
            return Map.of();
        }
        SectionForms.Page page = invalid == null
                ? sections.open(viewer, item, number).orElseThrow(() -> refused(viewer, taskId))
                : invalid;
        var model = new HashMap<String, Object>();
        addForm(model, page.form());
        var others = page.others();
        if (others != null) {
            model.putAll(others.model());
            model.put("others", others.fragment());
        }
        model.put("taskId", item.taskId());
        model.put("taskTitle", item.name());
        model.put("part", page.section());
        model.put("of", page.of());
        model.put("own", page.own());
        put(model, "person", beside.of(viewer, item.pathway()));
        audit.record(viewer.username(), "task.viewed", item.pathway(), item.taskId());
        return model;
    }

    private void addWhyNot(Map<String, Object> model, Viewer viewer, WorkItem item, Holders.Names names) {
        List<FormSummary.Line> kept =
                forms.keptDraft(viewer, item).map(FormSummary::lines).orElse(List.of());
        if (!kept.isEmpty()) {
            model.put("kept", kept);
            model.put(
                    "keptWhy", sentences.say(viewer.username().equals(item.endedBy()) ? "task.kept.own" : "task.kept"));
        }
        if (item.isOpen()) {
            String assignee = item.assignee();
            String since = words.since(WorklistPages.since(item));
            if (assignee != null && viewer.groups().contains(item.group())) {
                model.put("taken", sentences.say("task.taken", names.person(assignee), since));
            } else {
                model.put("notYours", sentences.say("task.notYours", names.of(item), since));
            }
        }
    }

    private Task task(Viewer viewer, WorkItem item, Holders.Names names, boolean isFillable) {
        boolean isOpen = item.isOpen();
        boolean isOfGroup = viewer.groups().contains(item.group());
        boolean isMine = viewer.username().equals(item.assignee());
        boolean mayReassign = WorklistPages.mayReassign(viewer, item);
        return new Task(
                item.taskId(),
                item.name(),
                subjects.of(viewer, item),
                isOpen ? words.dueTone(item.dueAt(), item.pausedUntil()) : "",
                isOpen && item.dueAt() != null
                        ? Sentences.capitalised(words.due(item.dueAt(), item.pausedUntil()))
                        : "",
                words.dayTime(item.dueAt()),
                isOpen ? names.of(item) : "",
                isOpen ? words.since(WorklistPages.since(item)) : "",
                isOpen && isOfGroup && item.assignee() == null,
                isOpen && item.assignee() != null && (isMine || (isOfGroup && mayReassign)),
                mayReassign,
                isFillable,
                sentences.tags(viewer, item),
                ended(item, names));
    }

    private @Nullable String ended(WorkItem item, Holders.Names names) {
        return switch (item.state()) {
            case OPEN -> null;
            case COMPLETED ->
                sentences.say(
                        "task.doneBy",
                        names.person(Objects.requireNonNullElse(item.endedBy(), "")),
                        words.dayTime(item.endedAt()));
            case CANCELLED ->
                sentences.say("task.cancelled", words.dayTime(item.endedAt()), sentences.cancelled(item.endReason()));
        };
    }

    private List<Choice> colleagues(Viewer viewer, WorkItem item) {
        return WorklistPages.mayReassign(viewer, item)
                ? holders.colleagues(item).stream()
                        .map(member -> new Choice(member.username(), member.displayName() + ", " + member.jobTitle()))
                        .toList()
                : List.of();
    }

    /** What was done and what waits now because of it; empty unless the viewer is the one who did it. */
    Map<String, Object> done(Viewer viewer, String taskId) {
        WorkItem item = found(viewer, taskId);
        if (item.state() != State.COMPLETED || !viewer.username().equals(item.endedBy())) {
            return Map.of();
        }
        var model = new HashMap<String, Object>();
        model.put("what", item.name());
        model.put("href", "/tasks/" + item.taskId());
        model.put("pathwayRef", item.pathway().value());
        model.put("at", words.dayTime(item.endedAt()));
        People.Label label = people.labels(viewer, List.of(item.pathway())).get(item.pathway());
        if (label != null) {
            model.put("personName", label.name());
            if (WorklistPages.mayOpenPeople(viewer) && access.maySee(viewer, item.pathway(), DataKind.PATHWAY)) {
                model.put("personHref", "/people/" + item.pathway());
            }
        }
        model.put("following", following(viewer, item));
        worklist.page(viewer, Worklist.View.MINE, Worklist.Filter.NONE, null, 1).items().stream()
                .findFirst()
                .ifPresent(mine -> {
                    model.put("nextTitle", mine.name());
                    model.put("nextHref", "/tasks/" + mine.taskId());
                });
        audit.record(viewer.username(), "task.viewed", item.pathway(), item.taskId());
        return model;
    }

    private List<Following> following(Viewer viewer, WorkItem done) {
        var visible = new ArrayList<WorkItem>();
        for (WorkItem item : worklist.openOf(viewer, done.pathway())) {
            // What a form brings about may come into being a moment before the task itself counts as done.
            boolean isNew = done.endedAt() != null
                    && !item.createdAt().isBefore(done.endedAt().minus(ONE_SUBMISSION));
            if (isNew) {
                visible.add(item);
            }
        }
        Holders.Names names = holders.namesFor(viewer, visible);
        Map<String, String> about = subjects.of(viewer, visible);
        return visible.stream()
                .map(item -> new Following(
                        item.name(),
                        about.getOrDefault(item.taskId(), ""),
                        "/tasks/" + item.taskId(),
                        names.of(item),
                        words.dueTone(item.dueAt(), item.pausedUntil()),
                        words.due(item.dueAt(), item.pausedUntil()),
                        words.dayTime(item.dueAt())))
                .toList();
    }

    /** The title of a task that the viewer may see, for a message about it. */
    WorkItem found(Viewer viewer, String taskId) {
        return worklist.find(viewer, taskId).orElseThrow(() -> refused(viewer, taskId));
    }

    private NotVisible refused(Viewer viewer, String taskId) {
        // Whatever else stands in an address is no id, and might be anything.
        audit.record(
                viewer.username(),
                "task.viewed",
                null,
                TASK_ID.matcher(taskId).matches() ? taskId : null,
                Outcome.REFUSED);
        return new NotVisible();
    }

    private static void put(Map<String, Object> model, String name, @Nullable Object value) {
        if (value != null) {
            model.put(name, value);
        }
    }
}
