package org.waymark.carers.process;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;
import org.waymark.carers.CarerSupports;

/** Gives the open task to those whose work it is now. Who has taken it goes on, as long as they may see the person. */
@Component
class GiveToNewTeamDelegate implements JavaDelegate {

    private final CarerSupports supports;

    GiveToNewTeamDelegate(CarerSupports supports) {
        this.supports = supports;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = CarerEnablement.supportId(execution);
        String now = supports.teamOf(id).group();
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        for (Task task : tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .list()) {
            String before = tasks.getIdentityLinksForTask(task.getId()).stream()
                    .map(link -> link.getGroupId())
                    .filter(group -> group != null && !group.equals(now))
                    .findFirst()
                    .orElse(null);
            if (before == null
                    || (task.getAssignee() != null && supports.mayGoOn(id, before.substring(0, before.indexOf('.'))))) {
                continue;
            }
            tasks.setAssignee(task.getId(), null);
            tasks.deleteCandidateGroup(task.getId(), before);
            tasks.addCandidateGroup(task.getId(), now);
        }
    }
}
