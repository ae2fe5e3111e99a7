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

    /** From one version to the next: there are few, and many thousands of runs of each. */
    private static final String VERSIONS = """
            with recursive met (version) as (
              select min(version) from episode where process = :process
              union all
              select (select min(e.version) from episode e where e.process = :process and e.version > met.version)
                from met where met.version is not null)
            select version from met where version is not null order by version
            """;

    private final JdbcClient jdbc;
    private final Workflow workflow;

    StepNames(JdbcClient jdbc, Workflow workflow) {
        this.jdbc = jdbc;
        this.workflow = workflow;
    }

    /** The versions that anybody has been on, the oldest first. */
    List<Integer> versions(String process) {
        return jdbc.sql(VERSIONS).param("process", process).query(Integer.class).list();
    }

    /** The latest name of each step, by its id; of one that no model has any more, the name it had. */
    Map<String, String> of(String process) {
        Map<String, String> names = new HashMap<>();
        versions(process).forEach(version -> names.putAll(workflow.tasks(process, version)));
        return names;
    }
}
