package org.waymark.insight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.waymark.workflow.Workflow;

/** What the steps of a model are called, over all versions that anybody has been on. */
@Component
class StepNames {

    private final JdbcClient jdbc;
    private final Workflow workflow;

    StepNames(JdbcClient jdbc, Workflow workflow) {
        this.jdbc = jdbc;
        this.workflow = workflow;
    }

    /** The versions that anybody has been on, the oldest first. */
    List<Integer> versions(String process) {
        return jdbc.sql(
                        "select distinct version from episode where process = :process and version is not null order by version")
                .param("process", process)
                .query(Integer.class)
                .list();
    }

    /** The latest name of each step, by its id; of one that no model has any more, the name it had. */
    Map<String, String> of(String process) {
        Map<String, String> names = new HashMap<>();
        versions(process).forEach(version -> names.putAll(workflow.tasks(process, version)));
        return names;
    }
}
