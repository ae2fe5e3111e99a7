package org.waymark.workflow;

import java.util.Date;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fits every model with what Waymark needs of it, so that no model and no author has to think of it. All listeners are
 * built-in ones: those of the engine's kind that "skip custom listeners" does not skip.
 */
@Component
class ModelListener extends AbstractBpmnParseListener {

    private final TaskListener guard;
    private final TaskChanges tasks;
    private final EpisodeChanges episodes;
    private final DueDates dueDates;

    ModelListener(SubmissionGuard guard, TaskChanges tasks, EpisodeChanges episodes, DueDates dueDates) {
        this.guard = guard;
        this.tasks = tasks;
        this.episodes = episodes;
        this.dueDates = dueDates;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        ModelProperties.read(element, process);
        process.addBuiltInListener(ExecutionListener.EVENTNAME_START, episodes);
        process.addBuiltInListener(ExecutionListener.EVENTNAME_END, episodes);
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        ModelProperties.read(element, activity);
        TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, guard);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, tasks);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_UPDATE, tasks);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, tasks);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, tasks);
        String clock = ModelProperties.clock(activity);
        if (clock != null) {
            // As part of the task's creation: set later, it would cost the engine's history a second write.
            task.setDueDateExpression(new ClockExpression(dueDates, clock, ModelProperties.dueAt(activity)));
        }
    }

    private record ClockExpression(
            DueDates dueDates, String clock, @Nullable String dueAt) implements Expression {

        @Override
        public Object getValue(VariableScope scope) {
            return dueAt != null && scope.getVariable(dueAt) instanceof Date date ? date : dueDates.due(clock, scope);
        }

        @Override
        public void setValue(@Nullable Object value, VariableScope scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getExpressionText() {
            return clock;
        }

        @Override
        public boolean isLiteralText() {
            return false;
        }
    }
}
