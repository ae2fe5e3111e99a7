package org.waymark.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.waymark.models.ModelFiles.Model;

/**
 * Which flow nodes and sequence flows of one model the runs have passed, and which not. Boundary events and event
 * sub-processes are flow nodes too, counted once more for themselves because they are what is easily forgotten.
 */
record ModelCoverage(String process, Part nodes, Part flows, Part boundaryEvents, Part eventSubProcesses) {

    private static final Path FOLDER = Path.of("target", "model-coverage");
    private static final String LINE = "%-24s %12s %16s %17s %21s%n";

    /** How many there are of one kind, and those that no run has passed. */
    record Part(int all, Set<String> missing) {

        private static <T extends BaseElement> Part of(Collection<T> all, Predicate<T> isPassed) {
            var missing = new TreeSet<String>();
            all.stream().filter(isPassed.negate()).forEach(element -> missing.add(element.getId()));
            return new Part(all.size(), missing);
        }

        private String figures() {
            return all == 0 ? "none" : all - missing.size() + " of " + all;
        }
    }

    static ModelCoverage of(String process) {
        Set<String> covered = ModelRun.covered();
        return ModelFiles.all().stream()
                .filter(model -> model.id().equals(process))
                .map(model -> of(model, covered))
                .findFirst()
                .orElseThrow();
    }

    private static ModelCoverage of(Model model, Set<String> covered) {
        Predicate<BaseElement> isPassed = element -> covered.contains(ModelRun.step(model.id(), element.getId()));
        return new ModelCoverage(
                model.id(),
                Part.of(model.all(FlowNode.class), isPassed::test),
                // The engine steps from an event-based gateway to the event that came first without taking the flow
                // between them.
                Part.of(
                        model.all(SequenceFlow.class),
                        flow -> isPassed.test(flow.getSource() instanceof EventBasedGateway ? flow.getTarget() : flow)),
                Part.of(model.all(BoundaryEvent.class), isPassed::test),
                Part.of(
                        model.all(SubProcess.class).stream()
                                .filter(SubProcess::triggeredByEvent)
                                .toList(),
                        isPassed::test));
    }

    List<String> missing() {
        return Stream.concat(nodes.missing().stream(), flows.missing().stream()).toList();
    }

    /** Leaves a page and a table on all models in {@code target/model-coverage}. */
    static void report() throws IOException {
        Set<String> covered = ModelRun.covered();
        List<String> rows = new ArrayList<>();
        var table = new StringBuilder(
                LINE.formatted("Model", "Flow nodes", "Sequence flows", "Boundary events", "Event sub-processes"));
        ModelFiles.all().stream().map(model -> of(model, covered)).forEach(found -> {
            rows.add(found.asRow());
            table.append(LINE.formatted(
                    found.process,
                    found.nodes.figures(),
                    found.flows.figures(),
                    found.boundaryEvents.figures(),
                    found.eventSubProcesses.figures()));
        });
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("table.txt"), table);
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
                <tr><th>Model</th><th>Flow nodes</th><th>Sequence flows</th><th>Boundary events</th><th>Event sub-processes</th><th>Missing</th></tr>
                %s
                </table>
                </body>
                </html>
                """.formatted(String.join("\n", rows)));
    }

    private boolean isNotRun() {
        return nodes.missing().size() == nodes.all();
    }

    private String asRow() {
        return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(
                        process,
                        nodes.figures(),
                        flows.figures(),
                        boundaryEvents.figures(),
                        eventSubProcesses.figures(),
                        isNotRun()
                                ? "everything: its tests were not run"
                                : missing().isEmpty() ? "nothing" : String.join("<br>", missing()));
    }
}
