package org.waymark.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Leaves a file on this model in {@code target/model-coverage}. */
    void report() throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(
                FOLDER.resolve(process + ".txt"),
                "%s: flow nodes %s, sequence flows %s, boundary events %s, event sub-processes %s; not passed: %s%n"
                        .formatted(
                                process,
                                nodes.figures(),
                                flows.figures(),
                                boundaryEvents.figures(),
                                eventSubProcesses.figures(),
                                missing().isEmpty() ? "nothing" : String.join(", ", missing())));
    }
}
