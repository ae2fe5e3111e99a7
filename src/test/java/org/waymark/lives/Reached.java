package org.waymark.lives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which steps of the models the lives of a run came by, so that one sees whether chance really leads everywhere. */
final class Reached {

    private static final Path REPORT = Path.of("target", "random-lives.txt");

    private final Map<String, Set<String>> steps = new HashMap<>();
    private int lives;

    /** Notes where a life has been. */
    void note(JdbcClient jdbc) {
        lives++;
        jdbc.sql("select distinct proc_def_key_, act_id_ from act_hi_actinst")
                .query((row, number) -> steps.computeIfAbsent(row.getString(1), process -> new TreeSet<>())
                        .add(row.getString(2)))
                .list();
    }

    /** Leaves a line for each model in {@code target/random-lives.txt}. */
    void report(RepositoryService models) throws IOException {
        List<String> lines = new ArrayList<>(List.of("lives: " + lives));
        for (ProcessDefinition model : models.createProcessDefinitionQuery()
                .latestVersion()
                .orderByProcessDefinitionKey()
                .asc()
                .list()) {
            Set<String> missed = new TreeSet<>();
            models.getBpmnModelInstance(model.getId())
                    .getModelElementsByType(FlowNode.class)
                    .forEach(node -> missed.add(node.getId()));
            int all = missed.size();
            missed.removeAll(steps.getOrDefault(model.getKey(), Set.of()));
            lines.add(model.getKey() + ": " + (all - missed.size()) + " of " + all + " steps; not " + missed);
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
    }
}
