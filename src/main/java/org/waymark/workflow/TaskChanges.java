package org.waymark.workflow;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.persistence.entity.IdentityLinkEntity;
import org.camunda.bpm.engine.impl.persistence.entity.PropertyChange;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.runtime.PvmExecutionImpl;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.kernel.WaymarkClock;

/** Notes what happens to every user task, however it comes about. */
@Component
class TaskChanges implements TaskListener {

    /** What a task says of its cause when it was not cancelled by a step of its own model. */
    static final String DELETED = "DELETED";

    private static final Pattern CANCELLING_ELEMENT =
            Pattern.compile("(?:Cancel scope|Interrupting) activity Activity\\((\\w+)\\) executed\\.");

    private final WaymarkClock clock;
    private final CurrentViewer currentViewer;

    TaskChanges(WaymarkClock clock, CurrentViewer currentViewer) {
        this.clock = clock;
        this.currentViewer = currentViewer;
    }

    @Override
    public void notify(DelegateTask delegate) {
        TaskEntity task = (TaskEntity) delegate;
        switch (delegate.getEventName()) {
            case EVENTNAME_CREATE -> Projection.current().created(asCreated(task));
            case EVENTNAME_UPDATE -> updated(task);
            case EVENTNAME_COMPLETE -> ended(task, WorkItem.State.COMPLETED, null);
            case EVENTNAME_DELETE -> ended(task, WorkItem.State.CANCELLED, cause(task));
            default -> throw new IllegalStateException(delegate.getEventName());
        }
    }

    static Projection.Created asCreated(TaskEntity task) {
        ActivityImpl activity = task.getProcessDefinition().findActivity(task.getTaskDefinitionKey());
        Set<String> variables = ModelProperties.variables(task.getProcessDefinition());
        String part = ModelProperties.part(activity);
        String about = ModelProperties.about(activity);
        Expression form = task.getTaskDefinition().getCamundaFormDefinitionKey();
        String group = candidateGroup(task);
        return new Projection.Created(
                task,
                form == null ? "" : form.getExpressionText(),
                group == null ? "" : group,
                part == null ? null : text(task, part),
                ModelProperties.clock(activity),
                variables.contains("priority") ? text(task, "priority") : null,
                variables.contains("service") ? text(task, "service") : null,
                ModelProperties.dueAt(activity) == null,
                about == null ? null : text(task, about));
    }

    /** Looking for a variable may cost a round trip, so it is asked for only where the model has one. */
    private static @Nullable String text(TaskEntity task, String variable) {
        return task.getVariable(variable) instanceof String text ? text : null;
    }

    /** The task keeps a group that this command has taken away in its list until the end of the command. */
    static @Nullable String candidateGroup(TaskEntity task) {
        DbEntityManager entities = Context.getCommandContext().getDbEntityManager();
        return task.getIdentityLinks().stream()
                .filter(link -> !entities.isDeleted(link))
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()) && link.getGroupId() != null)
                .map(IdentityLinkEntity::getGroupId)
                .findFirst()
                .orElse(null);
    }

    private void updated(TaskEntity task) {
        PropertyChange assignee = task.getPropertyChanges().get(TaskEntity.ASSIGNEE);
        String by = currentViewer.get().username();
        Instant now = clock.instant();
        Projection.Kind kind = assignee == null ? null : kind(assignee, by);
        Projection.current()
                .changed(
                        new Projection.Changed(task, kind, now, regrouped(task)),
                        kind == null ? null : new Projection.Event(task.getId(), kind, now, by, task.getAssignee()));
    }

    private static Projection.Kind kind(PropertyChange assignee, String by) {
        if (assignee.getNewValue() == null) {
            return Projection.Kind.RELEASED;
        }
        return assignee.getOrgValue() == null && by.equals(assignee.getNewValue())
                ? Projection.Kind.CLAIMED
                : Projection.Kind.REASSIGNED;
    }

    /** The groups are read again only when this command has touched them; otherwise each claim would. */
    private static @Nullable String regrouped(TaskEntity task) {
        boolean isTouched =
                Context.getCommandContext()
                        .getDbEntityManager()
                        .getCachedEntitiesByType(IdentityLinkEntity.class)
                        .stream()
                        .anyMatch(link -> task.getId().equals(link.getTaskId()));
        return isTouched ? candidateGroup(task) : null;
    }

    private void ended(TaskEntity task, WorkItem.State state, @Nullable String reason) {
        Projection.current()
                .ended(new Projection.Ended(
                        task.getId(),
                        state,
                        clock.instant(),
                        currentViewer.get().username(),
                        reason));
    }

    /**
     * The element that cancelled the task. The engine tells it in words to the task or to the outermost execution that
     * it takes away. A reason typed by an operator may be free text, so nothing else of it is kept.
     */
    private static String cause(TaskEntity task) {
        String element = element(task.getDeleteReason());
        for (PvmExecutionImpl each = task.getExecution(); element == null && each != null; each = each.getParent()) {
            element = element(each.getDeleteReason());
        }
        return element == null ? DELETED : element;
    }

    private static @Nullable String element(@Nullable String deleteReason) {
        Matcher matcher = CANCELLING_ELEMENT.matcher(deleteReason == null ? "" : deleteReason);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
