package org.waymark.worklist.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.kernel.CarerId;
import org.waymark.people.People;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;
import org.waymark.worklist.CarersOfTasks;

/**
 * Says what a task is a part of and what tells it from others of its name: "Referral: speech and language", "Carer
 * enablement: Peter Holt".
 */
@Component
class Subjects {

    private final CarersOfTasks carersOfTasks;
    private final People people;
    private final Sentences sentences;
    private final Words words;

    Subjects(CarersOfTasks carersOfTasks, People people, Sentences sentences, Words words) {
        this.carersOfTasks = carersOfTasks;
        this.people = people;
        this.sentences = sentences;
        this.words = words;
    }

    String of(Viewer viewer, WorkItem item) {
        return of(viewer, List.of(item)).getOrDefault(item.taskId(), "");
    }

    /** By task id, all found together. */
    Map<String, String> of(Viewer viewer, Collection<WorkItem> items) {
        Map<String, CarerId> carers = carersOfTasks.among(items);
        Map<CarerId, String> names = people.carerNames(viewer, carers.values());
        Map<String, String> subjects = new HashMap<>();
        for (WorkItem item : items) {
            CarerId carer = carers.get(item.taskId());
            subjects.put(item.taskId(), subject(item, carer == null ? null : names.get(carer)));
        }
        return subjects;
    }

    private String subject(WorkItem item, @Nullable String carer) {
        String process = sentences.sayOr("process." + item.process(), "");
        String detail = carer == null ? detail(item) : carer;
        return process.isEmpty() || detail.isEmpty() ? process + detail : process + ": " + detail;
    }

    private String detail(WorkItem item) {
        return item.about() == null
                ? ""
                : sentences.sayOr("enum.Rater." + item.about(), words.code("Service", item.about()));
    }
}
