package org.waymark.endoflife.process;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;
import org.waymark.endoflife.Surroundings;

/** Gives open tasks to those who may see the person now; whoever had taken one of another group has it no longer. */
@Component
class RegroupTasksDelegate implements JavaDelegate {

    private final Surroundings surroundings;

    RegroupTasksDelegate(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void execute(DelegateExecution execution) {
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        String group = surroundings.team(PalliativeCareNames.pathway(execution)).group();
        for (Task task : tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .list()) {
            for (IdentityLink link : tasks.getIdentityLinksForTask(task.getId())) {
                if (link.getGroupId() != null && !link.getGroupId().equals(group)) {
                    tasks.deleteCandidateGroup(task.getId(), link.getGroupId());
                    tasks.addCandidateGroup(task.getId(), group);
                    tasks.setAssignee(task.getId(), null);
                }
            }
        }
    }
}
