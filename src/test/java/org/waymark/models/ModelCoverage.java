package org.waymark.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.waymark.models.ModelFiles.Model;

/** Which elements and sequence flows of one model the runs have passed, and which not. */
record ModelCoverage(String process, int elements, Set<String> unreached, int flows, Set<String> untaken) {

    private static final Path FOLDER = Path.of("target", "model-coverage");

    static ModelCoverage of(String process) {
        Set<String> covered = ModelRun.covered();
        return ModelFiles.all().stream()
                .filter(model -> model.id().equals(process))
                .map(model -> of(model, covered))
                .findFirst()
                .orElseThrow();
    }

    private static ModelCoverage of(Model model, Set<String> covered) {
        Set<String> unreached = new TreeSet<>();
        model.all(FlowNode.class).forEach(node -> unreached.add(node.getId()));
        unreached.removeIf(id -> covered.contains(ModelRun.step(model.id(), id)));
        Set<String> untaken = new TreeSet<>();
        for (SequenceFlow flow : model.all(SequenceFlow.class)) {
            // The engine steps from an event-based gateway to the event that came first without taking the flow between
            // them.
            String proof = flow.getSource() instanceof EventBasedGateway
                    ? flow.getTarget().getId()
                    : flow.getId();
            if (!covered.contains(ModelRun.step(model.id(), proof))) {
                untaken.add(flow.getId());
            }
        }
        return new ModelCoverage(
                model.id(),
                model.all(FlowNode.class).size(),
                unreached,
                model.all(SequenceFlow.class).size(),
                untaken);
    }

    List<String> missing() {
        return Stream.concat(unreached.stream(), untaken.stream()).toList();
    }

    /** Leaves a page and a table on all models in {@code target/model-coverage}. */
    static void report() throws IOException {
        Set<String> covered = ModelRun.covered();
        List<String> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of("model,elements,elements reached,flows,flows taken,missing"));
        ModelFiles.all().stream().map(model -> of(model, covered)).forEach(found -> {
            rows.add(found.asRow());
            lines.add(found.asLine());
        });
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve("index.csv"), lines);
        Files.writeString(FOLDER.resolve("index.html"), """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>Coverage of the models</title>
                <style>
                body { font-family: sans-serif; margin: 2rem; }
                th, td { text-align: left; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid #b1b4b6; }
                </style>
                </head>
                <body>
                <h1>Coverage of the models</h1>
                <table>
                <tr><th>Model</th><th>Elements reached</th><th>Flows taken</th><th>Missing</th></tr>
                %s
                </table>
                </body>
                </html>
                """.formatted(String.join("\n", rows)));
    }

    private boolean isNotRun() {
        return unreached.size() == elements;
    }

    private String asRow() {
        return "<tr><td>%s</td><td>%d of %d</td><td>%d of %d</td><td>%s</td></tr>"
                .formatted(
                        process,
                        elements - unreached.size(),
                        elements,
                        flows - untaken.size(),
                        flows,
                        isNotRun()
                                ? "everything: its tests were not run"
                                : missing().isEmpty() ? "nothing" : String.join("<br>", missing()));
    }

    private String asLine() {
        return "%s,%d,%d,%d,%d,%s"
                .formatted(
                        process,
                        elements,
                        elements - unreached.size(),
                        flows,
                        flows - untaken.size(),
                        isNotRun() ? "everything" : String.join(" ", missing()));
    }
}
