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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
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

    private record Seen(String path, long runs) {}

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
        Map<Integer, ModelShape> shapes = new HashMap<>();
        Map<Found, Long> counts = new LinkedHashMap<>();
        long runs = 0;
        long kept = 0;
        for (Seen seen : seen(question)) {
            Set<Found> found = findings(process, seen.path(), shapes);
            found.forEach(one -> counts.merge(one, seen.runs(), Long::sum));
            runs += seen.runs();
            kept += found.stream().anyMatch(one -> one.finding().deviates()) ? 0 : seen.runs();
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
        Map<Integer, ModelShape> shapes = new HashMap<>();
        String[] paths = seen(question).stream()
                .map(Seen::path)
                .filter(path -> findings(process, path, shapes).stream()
                        .anyMatch(
                                one -> one.finding() == finding && one.element().equals(element)))
                .toArray(String[]::new);
        return facts.crowd(
                viewer,
                "select pathway_ref, -hours::bigint as place, id::text as key, started_at as at, hours, null::text as process,"
                        + " null::text as element, null::text as detail from (" + Runs.SQL
                        + ") r where r.path = any(:paths)",
                question,
                Map.of("paths", paths),
                after,
                finding.name());
    }

    private List<Seen> seen(Question question) {
        return facts.asked("select path, count(*) as runs from (" + Runs.SQL + ") r group by path", question)
                .query((row, number) -> new Seen(row.getString("path"), row.getLong("runs")))
                .list();
    }

    /** Each step of a run against the version of the model that it was done in. */
    private Set<Found> findings(String process, String path, Map<Integer, ModelShape> shapes) {
        List<String> done = new ArrayList<>();
        List<Integer> versions = new ArrayList<>();
        for (String step : path.split(" ", -1)) {
            if (!step.isEmpty()) {
                versions.add(Integer.valueOf(step.substring(0, step.indexOf(':'))));
                done.add(step.substring(step.indexOf(':') + 1));
            }
        }
        Set<Integer> known = Set.copyOf(steps.versions(process));
        Set<Found> found = new HashSet<>();
        for (int i = 0; i < done.size(); i++) {
            int version = versions.get(i);
            if (!known.contains(version)) {
                continue;
            }
            ModelShape shape =
                    shapes.computeIfAbsent(version, number -> ModelShape.of(workflow.model(process, number)));
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
