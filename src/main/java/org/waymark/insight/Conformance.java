package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Runs.Done;
import org.waymark.insight.Runs.Step;
import org.waymark.workflow.Workflow;

/**
 * Whether runs kept to the order that their model draws. The engine keeps to it by itself; what does not is what was moved to
 * another version or changed by hand, and a model that says otherwise than it was meant.
 */
@Service
@Transactional
public class Conformance {

    /** What can be said of a run. */
    public enum Finding {
        /** A step was done, and none of those that lead to it was. */
        MISSING(true),
        /** One of them was done, but only afterwards. */
        OUT_OF_ORDER(true),
        /** A step was done more than once, and the model has no way back to it. */
        REPEATED(true),
        /** A step was done more than once, as the model foresees. */
        REPEATED_AS_DRAWN(false);

        private final boolean deviates;

        Finding(boolean deviates) {
            this.deviates = deviates;
        }

        public boolean deviates() {
            return deviates;
        }
    }

    /**
     * What was found of how many runs.
     *
     * @param step what the step is called that was done too early, or again
     * @param without of one done too early, what the steps are called of which one should have come before
     */
    public record Deviation(Finding finding, String element, String step, List<String> without, long runs) {}

    /** @param kept how many of the runs deviate nowhere */
    public record Report(long runs, long kept, List<Deviation> deviations) {}

    private record Found(Finding finding, String element, List<String> without) {}

    private record Model(String process, int version) {}

    /** What has been deployed never changes. */
    private final Map<Model, ModelShape> shapes = new ConcurrentHashMap<>();

    private final FlowReader facts;
    private final StepNames steps;
    private final Workflow workflow;

    Conformance(FlowReader facts, StepNames steps, Workflow workflow) {
        this.facts = facts;
        this.steps = steps;
        this.workflow = workflow;
    }

    /** What deviates first, and what is most frequent; the question names a model. */
    public Report report(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        String process = Objects.requireNonNull(question.process());
        Map<String, String> names = steps.of(process);
        Map<Found, Long> counts = new LinkedHashMap<>();
        long runs = 0;
        long kept = 0;
        Set<Integer> known = Set.copyOf(steps.versions(process));
        for (Map.Entry<Done, Long> seen : seen(question).entrySet()) {
            Set<Found> found = findings(process, seen.getKey(), known);
            found.forEach(one -> counts.merge(one, seen.getValue(), Long::sum));
            runs += seen.getValue();
            kept += found.stream().anyMatch(one -> one.finding().deviates()) ? 0 : seen.getValue();
        }
        return new Report(
                runs,
                kept,
                counts.entrySet().stream()
                        .map(entry -> new Deviation(
                                entry.getKey().finding(),
                                entry.getKey().element(),
                                names.getOrDefault(
                                        entry.getKey().element(), entry.getKey().element()),
                                entry.getKey().without().stream()
                                        .map(element -> names.getOrDefault(element, element))
                                        .sorted()
                                        .toList(),
                                entry.getValue()))
                        .sorted(Comparator.comparing(
                                        (Deviation one) -> !one.finding().deviates())
                                .thenComparing(one -> -one.runs())
                                .thenComparing(Deviation::step))
                        .toList());
    }

    /** In whose runs it was found, the longest first. */
    public Crowd people(Viewer viewer, Question question, Finding finding, String element, @Nullable String after) {
        facts.requireReader(viewer);
        String process = Objects.requireNonNull(question.process());
        Set<Integer> known = Set.copyOf(steps.versions(process));
        Map<Done, Boolean> asked = new HashMap<>();
        List<Crowd.Found> found = new ArrayList<>();
        Runs.visit(facts.flow(question), run -> {
            boolean isAsked = asked.computeIfAbsent(run.done(), done -> findings(process, done, known).stream()
                    .anyMatch(one -> one.finding() == finding && one.element().equals(element)));
            if (isAsked) {
                found.add(Crowd.Found.longest(run.way(), run.fact(), run.hours()));
            }
        });
        return facts.crowd(viewer, found, after, finding.name());
    }

    /** How often what was done. */
    private Map<Done, Long> seen(Question question) {
        Map<Done, Long> seen = new HashMap<>();
        Runs.visit(facts.flow(question), run -> seen.merge(run.done(), 1L, Long::sum));
        return seen;
    }

    /** Each step of a run against the version of the model that it was done in. */
    private Set<Found> findings(String process, Done ofRun, Set<Integer> known) {
        List<Step> steps = ofRun.steps();
        List<String> done = steps.stream().map(Step::element).toList();
        Set<Found> found = new HashSet<>();
        for (int i = 0; i < done.size(); i++) {
            int version = steps.get(i).version();
            if (!known.contains(version)) {
                continue;
            }
            ModelShape shape = shapes.computeIfAbsent(
                    new Model(process, version), model -> ModelShape.of(workflow.model(process, version)));
            String step = done.get(i);
            List<String> earlier = done.subList(0, i);
            if (shape.has(step) && !shape.leadsTo(step, earlier)) {
                List<String> before = List.copyOf(shape.before(step));
                List<String> later = before.stream().filter(done::contains).toList();
                found.add(
                        later.isEmpty()
                                ? new Found(Finding.MISSING, step, before)
                                : new Found(Finding.OUT_OF_ORDER, step, later));
            }
            if (earlier.contains(step)) {
                found.add(new Found(
                        shape.mayComeAgain(step) ? Finding.REPEATED_AS_DRAWN : Finding.REPEATED, step, List.of()));
            }
        }
        return found;
    }
}
