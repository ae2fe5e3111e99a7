package org.waymark.worklist.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;
import org.waymark.workflow.Worklist.View;
import org.waymark.worklist.web.WorklistPage.Choice;
import org.waymark.worklist.web.WorklistPage.Row;
import org.waymark.worklist.web.WorklistPage.Tile;

/** Gathers a page of the worklist: each kind of thing on it in one query, however many rows there are. */
@Component
@Transactional
class WorklistPages {

    private static final int PAGE = 25;
    private static final int BATCH = 1000;

    /** Nobody gives these a step of a pathway; their empty list says so. */
    private static final Set<Role> WITHOUT_TASKS =
            EnumSet.of(Role.MANAGER, Role.ADMINISTRATOR, Role.OPERATOR, Role.CLINICAL_OWNER);

    private static final Set<Role> REASSIGNING = EnumSet.of(Role.COORDINATOR, Role.TEAM_LEAD);

    private static final List<String> PROCESSES = List.of(
            "dementia-pathway", "staging-assessment", "partner-referral", "palliative-care", "bereavement-support");

    private final Worklist worklist;
    private final People people;
    private final AccessDecision access;
    private final Forms forms;
    private final Holders holders;
    private final Subjects subjects;
    private final AuditTrail audit;
    private final Words words;
    private final Sentences sentences;

    WorklistPages(
            Worklist worklist,
            People people,
            AccessDecision access,
            Forms forms,
            Holders holders,
            Subjects subjects,
            AuditTrail audit,
            Words words,
            Sentences sentences) {
        this.worklist = worklist;
        this.people = people;
        this.access = access;
        this.forms = forms;
        this.holders = holders;
        this.subjects = subjects;
        this.audit = audit;
        this.words = words;
        this.sentences = sentences;
    }

    Map<String, Object> page(Viewer viewer, WorklistRequest request) {
        Map<View, Long> counts = worklist.counts(viewer);
        View view = request.view() == null ? firstWithWork(counts) : request.view();
        String process = request.process();
        Worklist.Page page = worklist.page(viewer, view, request.filter(), request.after(), PAGE);
        audit.record(viewer.username(), "worklist.viewed", null, view.name());
        var model = new HashMap<String, Object>();
        model.put("greeting", words.greeting(viewer.displayName()));
        model.put("sentence", sentence(viewer, counts));
        model.put("tiles", tiles(counts, view));
        model.put("heading", heading(view, process, counts.getOrDefault(view, 0L)));
        model.put("view", view.name());
        model.put(
                "processes",
                PROCESSES.stream()
                        .map(one -> new Choice(one, sentences.say("worklist.about." + one)))
                        .toList());
        model.put("process", process);
        model.put("rows", rows(viewer, page.items()));
        model.put("newer", request.after() == null ? null : WorklistRequest.href(view, process, null));
        model.put("older", page.next() == null ? null : WorklistRequest.href(view, process, page.next()));
        model.put("emptyTitle", emptyTitle(view, request));
        model.put("emptyText", emptyText(viewer, view, request, counts));
        model.put(
                "downloadHref",
                page.items().isEmpty() ? null : WorklistRequest.href(view, process, null) + "&format=csv");
        return model;
    }

    /** The whole list that the page shows a part of, in its order. */
    List<Row> all(Viewer viewer, WorklistRequest request) {
        View view = request.view() == null ? View.MINE : request.view();
        audit.record(viewer.username(), "worklist.downloaded", null, view.name());
        var rows = new ArrayList<Row>();
        Worklist.Key after = null;
        do {
            Worklist.Page page = worklist.page(viewer, view, request.filter(), after, BATCH);
            rows.addAll(rows(viewer, page.items()));
            after = page.next();
        } while (after != null);
        return rows;
    }

    /**
     * What to begin with when the address does not say: a service whose work nobody has taken yet sees it at once, and a team
     * lead what is late.
     */
    private static View firstWithWork(Map<View, Long> counts) {
        return Stream.of(View.MINE, View.TEAM, View.OVERDUE)
                .filter(view -> counts.getOrDefault(view, 0L) > 0)
                .findFirst()
                .orElse(View.MINE);
    }

    private String sentence(Viewer viewer, Map<View, Long> counts) {
        return words.today() + ". " + standing(viewer, counts);
    }

    private String standing(Viewer viewer, Map<View, Long> counts) {
        long overdue = counts.getOrDefault(View.OVERDUE, 0L);
        long thisWeek = counts.getOrDefault(View.DUE_THIS_WEEK, 0L);
        if (overdue > 0) {
            String late = sentences.count("worklist.overdue", overdue);
            return thisWeek == 0 ? late + "." : late + ", " + sentences.count("worklist.more", thisWeek);
        }
        if (thisWeek > 0) {
            return sentences.count("worklist.thisWeek", thisWeek);
        }
        boolean hasWork = counts.getOrDefault(View.MINE, 0L) + counts.getOrDefault(View.TEAM, 0L) > 0;
        if (hasWork) {
            return sentences.say("worklist.nothingDue");
        }
        return sentences.say(isWithoutTasks(viewer) ? "worklist.nothingForYou" : "worklist.nothingForTeam");
    }

    private List<Tile> tiles(Map<View, Long> counts, View current) {
        return Arrays.stream(View.values())
                .map(view -> {
                    long count = counts.getOrDefault(view, 0L);
                    return new Tile(
                            words.number(count),
                            words.of(view),
                            WorklistRequest.href(view, null, null),
                            view == View.OVERDUE && count > 0 ? "red" : "",
                            view == current);
                })
                .toList();
    }

    private String heading(View view, @Nullable String process, long count) {
        if (process != null && PROCESSES.contains(process)) {
            return sentences.say(
                    "worklist.heading." + view + ".about",
                    sentences.say("worklist.about." + process).toLowerCase(Locale.UK));
        }
        return count == 0
                ? sentences.say("worklist.heading." + view + ".none")
                : sentences.count("worklist.heading." + view, count);
    }

    private String emptyTitle(View view, WorklistRequest request) {
        return request.process() == null && request.after() == null
                ? sentences.say("worklist.empty." + view + ".title")
                : sentences.say("worklist.empty.filtered.title");
    }

    private String emptyText(Viewer viewer, View view, WorklistRequest request, Map<View, Long> counts) {
        if (request.process() != null || request.after() != null) {
            return sentences.say("worklist.empty.filtered.text");
        }
        if (isWithoutTasks(viewer)) {
            return sentences.say("worklist.empty.withoutTasks.text");
        }
        long team = counts.getOrDefault(View.TEAM, 0L);
        return view == View.MINE && team > 0
                ? sentences.count("worklist.empty.MINE.team", team)
                : sentences.say("worklist.empty." + view + ".text");
    }

    private static boolean isWithoutTasks(Viewer viewer) {
        return WITHOUT_TASKS.containsAll(viewer.roles());
    }

    private List<Row> rows(Viewer viewer, List<WorkItem> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<PathwayRef> pathways =
                items.stream().map(WorkItem::pathway).distinct().toList();
        Map<PathwayRef, People.Label> labels = people.labels(viewer, pathways);
        Set<PathwayRef> opening = mayOpenPeople(viewer) ? access.among(viewer, pathways, DataKind.PATHWAY) : Set.of();
        Map<String, String> drafts =
                forms.drafts(viewer, items.stream().map(WorkItem::taskId).toList());
        Holders.Names names = holders.namesFor(viewer, items);
        Map<String, String> about = subjects.of(viewer, items);
        return items.stream()
                .map(item -> row(
                        viewer,
                        item,
                        about.getOrDefault(item.taskId(), ""),
                        labels.get(item.pathway()),
                        opening.contains(item.pathway()),
                        drafts.get(item.taskId()),
                        names))
                .toList();
    }

    private Row row(
            Viewer viewer,
            WorkItem item,
            String about,
            People.@Nullable Label label,
            boolean opensPerson,
            @Nullable String draftSavedAt,
            Holders.Names names) {
        boolean isMine = viewer.username().equals(item.assignee());
        boolean isFree = item.assignee() == null && viewer.groups().contains(item.group());
        String dueTone = words.dueTone(item.dueAt(), item.pausedUntil());
        String dueWords = words.due(item.dueAt(), item.pausedUntil());
        return new Row(
                item.taskId(),
                item.name(),
                about,
                "/tasks/" + item.taskId(),
                label == null ? null : label.name(),
                label == null || !opensPerson ? null : "/people/" + item.pathway(),
                item.pathway().value(),
                label == null ? null : words.age(label.dateOfBirth()),
                dueTone,
                dueTone.isEmpty() ? dueWords : Sentences.capitalised(dueWords),
                words.dayTime(item.dueAt()),
                Sentences.capitalised(names.of(item)),
                draftSavedAt == null || !(isMine || isFree)
                        ? words.since(since(item))
                        : sentences.say("worklist.draftSaved", draftSavedAt),
                isMine ? (draftSavedAt == null ? "mine" : "draft") : isFree ? "free" : "other",
                mayReassign(viewer, item),
                sentences.tags(viewer, item));
    }

    static Instant since(WorkItem item) {
        Instant claimedAt = item.claimedAt();
        return item.assignee() == null || claimedAt == null ? item.createdAt() : claimedAt;
    }

    /** Within one's own organisation; another one's work is its own to share out. */
    static boolean mayReassign(Viewer viewer, WorkItem item) {
        return item.isOpen()
                && viewer.roles().stream().anyMatch(REASSIGNING::contains)
                && viewer.organisation() != null
                && item.group().startsWith(viewer.organisation() + ".");
    }

    /** A partner service works from the referral; it has no page of the person. */
    static boolean mayOpenPeople(Viewer viewer) {
        return viewer.roles().stream().anyMatch(role -> role != Role.PARTNER);
    }
}
