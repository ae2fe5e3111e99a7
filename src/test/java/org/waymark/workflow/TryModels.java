package org.waymark.workflow;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.Workflow.Episode;

/** Small models of these tests alone, deployed once a run beside the real ones. */
final class TryModels {

    static final String WORK = "try-work";
    static final String PARTS = "try-parts";

    private TryModels() {}

    static void deploy(RepositoryService repository) {
        repository
                .createDeployment()
                .name("workflow tests")
                .enableDuplicateFiltering(true)
                .addClasspathResource("workflow/try-work.bpmn")
                .addClasspathResource("workflow/try-parts.bpmn")
                .deploy();
    }

    /** A run whose first task is the community trust's and whose second is the coordinator's. */
    static Episode work() {
        PathwayRef pathway = PathwayRef.random();
        return new Episode(WORK, pathway, "work-of-" + pathway);
    }

    static Map<String, Object> variables(String priority) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("organisation", "community-trust");
        variables.put("coordinator", "coordinator");
        variables.put("priority", priority);
        return variables;
    }
}
