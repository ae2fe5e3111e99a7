package org.waymark.workflow;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.workflow.LockedItems.Row;
import org.waymark.workflow.WorkItems.Due;
import org.waymark.workflow.WorkItems.Whose;

@Service
class EngineWorklist implements Worklist {

    static final String COORDINATORS = "." + Role.COORDINATOR.code();

    private static final List<String> NOBODY = List.of();

    private final WorkItems items;
    private final EngineCommands engine;
    private final TaskService tasks;
    private final AccessDecision access;
    private final CurrentViewer currentViewer;
    private final Directory directory;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    EngineWorklist(
            WorkItems items,
            EngineCommands engine,
            TaskService tasks,
            AccessDecision access,
            CurrentViewer currentViewer,
            Directory directory,
            AuditTrail audit,
            WaymarkClock clock) {
        this.items = items;
        this.engine = engine;
        this.tasks = tasks;
        this.access = access;
        this.currentViewer = currentViewer;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public Page page(Viewer viewer, View view, Filter filter, @Nullable Key after, int size) {
        Instant now = clock.instant();
        List<WorkItem> found =
                switch (view) {
                    case MINE -> items.page(whose(viewer, true, false, NOBODY), Due.ANY, filter, after, size + 1);
                    case TEAM -> items.page(whose(viewer, false, true, NOBODY), Due.ANY, filter, after, size + 1);
                    case OVERDUE ->
                        items.page(whose(viewer, true, true, told(viewer)), Due.overdue(now), filter, after, size + 1);
                    case DUE_THIS_WEEK ->
                        items.page(
                                whose(viewer, true, true, NOBODY),
                                new Due(now, endOfWeek(now), false, false),
                                filter,
                                after,
                                size + 1);
                    case NO_DATE ->
                        items.page(
                                whose(viewer, true, true, NOBODY),
                                new Due(null, null, true, false),
                                filter,
                                after,
                                size + 1);
                };
        if (found.size() <= size) {
            return new Page(found, null);
        }
        List<WorkItem> shown = found.subList(0, size);
        WorkItem last = shown.get(size - 1);
        return new Page(List.copyOf(shown), new Key(last.dueAt(), last.taskId()));
    }

    @Override
    @Transactional(readOnly = true)
    public Map<View, Long> counts(Viewer viewer) {
        Instant now = clock.instant();
        var counts = items.counts(whose(viewer, true, true, told(viewer)), now, endOfWeek(now));
        Map<View, Long> byView = new EnumMap<>(View.class);
        byView.put(View.MINE, counts.mine());
        byView.put(View.TEAM, counts.team());
        byView.put(View.OVERDUE, counts.overdue());
        byView.put(View.DUE_THIS_WEEK, counts.dueThisWeek());
        byView.put(View.NO_DATE, counts.noDate());
        return byView;
    }

    private static Whose whose(Viewer viewer, boolean isMine, boolean isTeam, List<String> told) {
        return new Whose(viewer.username(), viewer.groups(), isMine, isTeam, told);
    }

    private static List<String> told(Viewer viewer) {
        return viewer.has(Role.COORDINATOR) || viewer.has(Role.TEAM_LEAD) ? Escalations.addressesOf(viewer) : NOBODY;
    }

    private static Instant endOfWeek(Instant now) {
        return LocalDate.ofInstant(now, WorkingDays.ZONE)
                .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                .atStartOfDay(WorkingDays.ZONE)
                .toInstant();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<WorkItem> find(Viewer viewer, String taskId) {
        Row locked = LockedItems.find(taskId);
        return (locked == null ? items.find(taskId) : Optional.of(locked))
                .filter(row -> isVisible(viewer, row))
                .map(Row::item);
    }

    private boolean isVisible(Viewer viewer, Row row) {
        return isOf(viewer, row)
                || row.item().tells(viewer)
                || access.maySee(viewer, row.item().pathway(), DataKind.PATHWAY);
    }

    /** Whether the work is this viewer's to do. */
    private static boolean isOf(Viewer viewer, Row row) {
        return viewer.isSystem() || viewer.username().equals(row.item().assignee()) || row.isOf(viewer.groups());
    }

    @Override
    @Transactional(readOnly = true)
    public List<WorkItem> openOf(Viewer viewer, PathwayRef pathway) {
        return items.openOf(pathway, seen(viewer));
    }

    @Override
    @Transactional(readOnly = true)
    public Map<PathwayRef, WorkItem> soonestOf(Viewer viewer, Collection<PathwayRef> pathways) {
        return pathways.isEmpty() ? Map.of() : items.soonestOf(pathways, seen(viewer));
    }

    @Override
    @Transactional(readOnly = true)
    public List<WorkItem> historyOf(Viewer viewer, PathwayRef pathway) {
        return items.historyOf(pathway, seen(viewer));
    }

    /** {@link #isVisible} as a condition, so that a list costs no second round trip. */
    private AccessDecision.Visible seen(Viewer viewer) {
        if (viewer.isSystem()) {
            return WorkItems.ALL;
        }
        AccessDecision.Visible visible = access.visible(viewer, "w", DataKind.PATHWAY);
        var parameters = new HashMap<>(visible.parameters());
        parameters.put("me", viewer.username());
        parameters.put("groups", viewer.groups().toArray(String[]::new));
        parameters.put("addresses", Escalations.addressesOf(viewer).toArray(String[]::new));
        return new AccessDecision.Visible(
                "(w.assignee = :me or w.group_name = any (:groups) or w.escalated_to = any (:addresses)"
                        + " or w.lead_told = any (:addresses) or " + visible.sql() + ")",
                parameters);
    }

    @Override
    @Transactional
    public void claim(Viewer viewer, String taskId) {
        Row row = openForWork(viewer, taskId);
        String assignee = row.item().assignee();
        if (viewer.username().equals(assignee)) {
            return;
        }
        if (assignee != null) {
            throw new Refused("alreadyClaimed");
        }
        as(viewer, () -> tasks.claim(taskId, viewer.username()));
        audit.record(viewer.username(), "task.claimed", row.item().pathway(), taskId);
    }

    @Override
    @Transactional
    public void release(Viewer viewer, String taskId) {
        Row row = openForWork(viewer, taskId);
        String assignee = row.item().assignee();
        if (assignee == null) {
            return;
        }
        if (!viewer.username().equals(assignee) && !mayReassign(viewer)) {
            throw new Refused("notYourTask");
        }
        as(viewer, () -> tasks.setAssignee(taskId, null));
        audit.record(viewer.username(), "task.released", row.item().pathway(), taskId);
    }

    @Override
    @Transactional
    public void reassign(Viewer viewer, String taskId, String toUsername) {
        Row row = open(visible(viewer, taskId));
        WorkItem item = row.item();
        if (!mayReassign(viewer) || !isOfOwnOrganisation(viewer, item)) {
            throw new Refused("mayNotReassign");
        }
        if (toUsername.equals(item.assignee())) {
            return;
        }
        if (!isFit(toUsername, item)) {
            throw new Refused("notInGroup");
        }
        as(viewer, () -> tasks.setAssignee(taskId, toUsername));
        audit.record(viewer.username(), "task.reassigned", item.pathway(), taskId);
    }

    @Override
    @Transactional
    public void giveTo(String taskId, String group) {
        if (!open(locked(taskId)).item().group().equals(group)) {
            giveTo(taskId, group, null);
        }
    }

    @Override
    @Transactional
    public void giveTo(String taskId, String group, @Nullable String username) {
        Row row = open(locked(taskId));
        WorkItem before = row.item();
        boolean isRegrouped = !before.group().equals(group);
        if (!isRegrouped && Objects.equals(before.assignee(), username)) {
            return;
        }
        Viewer viewer = currentViewer.get();
        as(viewer, () -> {
            if (isRegrouped) {
                tasks.deleteCandidateGroup(taskId, before.group());
                tasks.addCandidateGroup(taskId, group);
            }
            tasks.setAssignee(taskId, username);
        });
        audit.record(viewer.username(), "task.givenToGroup", before.pathway(), taskId);
    }

    private static boolean mayReassign(Viewer viewer) {
        return viewer.isSystem() || viewer.has(Role.COORDINATOR) || viewer.has(Role.TEAM_LEAD);
    }

    /** What waits with another organisation is its own to share out. */
    private static boolean isOfOwnOrganisation(Viewer viewer, WorkItem item) {
        return viewer.isSystem()
                || (viewer.organisation() != null && item.group().startsWith(viewer.organisation() + "."));
    }

    /** The task shows the person, so a coordinator of another organisation gets it only where sharing was agreed. */
    private boolean isFit(String username, WorkItem item) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::asViewer)
                .filter(member -> member.groups().contains(item.group())
                        || (item.group().endsWith(COORDINATORS)
                                && member.has(Role.COORDINATOR)
                                && access.maySee(member, item.pathway(), DataKind.CARE)))
                .isPresent();
    }

    @Override
    @Transactional
    public WorkItem lock(Viewer viewer, String taskId) {
        return visible(viewer, taskId).item();
    }

    @Override
    @Transactional
    public void complete(Viewer viewer, String taskId, Map<String, ?> results) {
        complete(viewer, forItsHolder(viewer, taskId), results);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<WorkItem> find(TaskGuest guest) {
        return items.find(guest.taskId()).map(Row::item);
    }

    @Override
    @Transactional
    public WorkItem lock(TaskGuest guest) {
        return locked(guest.taskId()).item();
    }

    @Override
    @Transactional
    public void complete(TaskGuest guest, Map<String, ?> results) {
        complete(guest.asViewer(), open(locked(guest.taskId())), results);
    }

    private void complete(Viewer viewer, Row row, Map<String, ?> results) {
        String taskId = row.item().taskId();
        Map<String, Object> variables = VariableRules.checked(results, engine.resultsOf(row));
        as(viewer, () -> tasks.complete(taskId, variables));
        audit.record(viewer.username(), "task.completed", row.item().pathway(), taskId);
    }

    @Override
    @Transactional(readOnly = true)
    public List<String> resultsOf(String taskId) {
        Row locked = LockedItems.find(taskId);
        return engine.resultsOf(locked == null ? items.find(taskId).orElseThrow(NotVisible::new) : locked);
    }

    /** What the engine notes of the change names the one who asked for it, whoever's request this is. */
    void as(Viewer viewer, Runnable command) {
        try {
            currentViewer.as(viewer, () -> {
                command.run();
                return viewer;
            });
        } catch (OptimisticLockingException e) {
            // A timer or an operator was faster with the same run; nothing of this one was kept.
            throw new Refused("changedMeanwhile");
        }
    }

    /** Locks the open task for one who may do it; whoever has it alone may. */
    Row forItsHolder(Viewer viewer, String taskId) {
        Row row = openForWork(viewer, taskId);
        String assignee = row.item().assignee();
        if (assignee != null && !viewer.username().equals(assignee) && !viewer.isSystem()) {
            throw new Refused("alreadyClaimed");
        }
        return row;
    }

    private Row openForWork(Viewer viewer, String taskId) {
        Row row = open(visible(viewer, taskId));
        if (!isOf(viewer, row)) {
            throw new Refused("notYourGroup");
        }
        return row;
    }

    private Row visible(Viewer viewer, String taskId) {
        Row row = locked(taskId);
        if (!isVisible(viewer, row)) {
            throw new NotVisible();
        }
        return row;
    }

    private static Row open(Row row) {
        if (!row.item().isOpen()) {
            throw new Refused("taskEnded");
        }
        return row;
    }

    private Row locked(String taskId) {
        Row known = LockedItems.find(taskId);
        if (known != null) {
            return known;
        }
        Row row = items.lock(taskId).orElseThrow(NotVisible::new);
        LockedItems.remember(row);
        return row;
    }
}
