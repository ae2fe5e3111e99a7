package org.waymark.pathway;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.waymark.access.WithoutViewer;
import org.waymark.assessment.Assessments;
import org.waymark.bereavement.Bereavements;
import org.waymark.carers.CarerSupports;
import org.waymark.kernel.CarerId;
import org.waymark.workflow.WorkItem;
import org.waymark.worklist.CarersOfTasks;

/** Asks the ratings, the support of carers and the bereavements whose they are. */
@Component
class CarersOfTasksOnPathway implements CarersOfTasks {

    private final Assessments assessments;
    private final CarerSupports supports;
    private final Bereavements bereavements;

    CarersOfTasksOnPathway(Assessments assessments, CarerSupports supports, Bereavements bereavements) {
        this.assessments = assessments;
        this.supports = supports;
        this.bereavements = bereavements;
    }

    @Override
    @WithoutViewer("ids of the tasks that the caller shows; a name takes a viewer")
    public Map<String, CarerId> among(Collection<WorkItem> tasks) {
        Map<String, CarerId> carers = new HashMap<>();
        add(
                carers,
                tasks,
                task -> task.part() != null && isOf(task, Assessments.PROCESS),
                WorkItem::part,
                assessments::carersAsked);
        add(carers, tasks, task -> isOf(task, CarerSupports.PROCESS), WorkItem::record, supports::carersOf);
        add(carers, tasks, task -> isOf(task, Bereavements.PROCESS), WorkItem::record, bereavements::carersOf);
        return carers;
    }

    private static boolean isOf(WorkItem task, String process) {
        return task.process().equals(process);
    }

    private static void add(
            Map<String, CarerId> carers,
            Collection<WorkItem> tasks,
            Predicate<WorkItem> which,
            Function<WorkItem, String> key,
            Function<Collection<String>, Map<String, CarerId>> whose) {
        List<WorkItem> concerned = tasks.stream().filter(which).toList();
        if (!concerned.isEmpty()) {
            Map<String, CarerId> found =
                    whose.apply(concerned.stream().map(key).distinct().toList());
            concerned.stream()
                    .filter(task -> found.containsKey(key.apply(task)))
                    .forEach(task -> carers.put(task.taskId(), Objects.requireNonNull(found.get(key.apply(task)))));
        }
    }
}
