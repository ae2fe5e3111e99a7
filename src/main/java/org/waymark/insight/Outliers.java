package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Happening.Kind;

/**
 * Stays at a step that lie far beyond what is usual there, by Tukey's fence: longer than the upper quartile by one and a half
 * times the distance between the quartiles, and by a day at least. Of steps with few stays nothing is usual.
 */
@Service
@Transactional
public class Outliers {

    /** Of fewer completed stays in the period no fence is drawn. */
    public static final int LEAST_STAYS = 8;

    /**
     * A step with stays beyond its fence.
     *
     * @param stays how many were completed in the period
     * @param lower half of all took between this many hours
     * @param upper and this many
     * @param fence longer than this is far beyond
     * @param ended how many of the completed were
     * @param open how many that stand there now are
     */
    public record Beyond(
            String process,
            String element,
            String name,
            long stays,
            int lower,
            int upper,
            int fence,
            long ended,
            long open) {}

    private static final String HOURS =
            "((greatest(0, floor(extract(epoch from :now - w.created_at)))::bigint + 3599) / 3600)::int";

    private static String beyond(Question question) {
        return "select o.process, o.element, count(*) as open from (select w.process, w.element, " + HOURS + " as hours"
                + Bottlenecks.fromOpen(question)
                + " and w.paused_at is null) o join unnest(cast(:processes as text[]),"
                + " cast(:elements as text[]), cast(:fences as int[])) as x (process, element, fence)"
                + " on x.process = o.process and x.element = o.element where o.hours > x.fence group by 1, 2";
    }

    /** Where the fence of a step is drawn. */
    private record Fence(HoursTaken taken, int lower, int upper, int hours) {

        static Fence of(HoursTaken taken) {
            int lower = taken.within(1, 4);
            int upper = taken.within(3, 4);
            return new Fence(taken, lower, upper, upper + Math.max(24, (3 * (upper - lower) + 1) / 2));
        }
    }

    private final FlowReader facts;

    Outliers(FlowReader facts) {
        this.facts = facts;
    }

    /** Steps with stays beyond their fence, those with the most first. */
    public List<Beyond> all(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        Map<ModelStep, Fence> fences = fences(question);
        Map<ModelStep, Long> open = open(question, fences);
        return fences.entrySet().stream()
                .map(one -> beyond(one.getKey(), one.getValue(), open.getOrDefault(one.getKey(), 0L)))
                .filter(one -> one.ended() + one.open() > 0)
                .sorted(Comparator.comparingLong((Beyond one) -> one.ended() + one.open())
                        .reversed()
                        .thenComparing(Beyond::process)
                        .thenComparing(Beyond::element))
                .toList();
    }

    private Beyond beyond(ModelStep place, Fence fence, long open) {
        return new Beyond(
                place.process(),
                place.element(),
                facts.names(place.process()).getOrDefault(place.element(), place.element()),
                fence.taken().count(),
                fence.lower(),
                fence.upper(),
                fence.hours(),
                fence.taken().beyond(fence.hours()),
                open);
    }

    private Map<ModelStep, Fence> fences(Question question) {
        Flow flow = facts.flow(question);
        var taken = new ByHappening<>(flow, ModelStep::of, key -> new HoursTaken());
        flow.visitEnds(what -> what.is(Kind.STEP_COMPLETED), (way, ends, end, what) -> taken.of(what)
                .add(ends.hours(end)));
        Map<ModelStep, Fence> fences = new HashMap<>();
        taken.all().forEach((place, hours) -> {
            if (hours.count() >= LEAST_STAYS) {
                fences.put(place, Fence.of(hours));
            }
        });
        return fences;
    }

    private Map<ModelStep, Long> open(Question question, Map<ModelStep, Fence> fences) {
        List<Map.Entry<ModelStep, Fence>> all = List.copyOf(fences.entrySet());
        Map<ModelStep, Long> open = new HashMap<>();
        facts.asked(beyond(question), question)
                .param(
                        "processes",
                        all.stream().map(one -> one.getKey().process()).toArray(String[]::new))
                .param(
                        "elements",
                        all.stream().map(one -> one.getKey().element()).toArray(String[]::new))
                .param("fences", all.stream().map(one -> one.getValue().hours()).toArray(Integer[]::new))
                .query(row -> {
                    open.put(new ModelStep(row.getString("process"), row.getString("element")), row.getLong("open"));
                });
        return open;
    }

    /** Whose stays they are, the longest first. */
    public Crowd people(
            Viewer viewer, Question question, String process, String element, boolean isOpen, @Nullable String after) {
        facts.requireReader(viewer);
        var place = new ModelStep(process, element);
        Fence fence = fences(question).get(place);
        if (fence == null) {
            return facts.crowd(viewer, List.of(), after, element);
        }
        if (isOpen) {
            return facts.crowd(
                    viewer,
                    "select w.pathway_ref, -" + HOURS + "::bigint as place, w.task_id as key, w.created_at as at, "
                            + HOURS
                            + " as hours, w.process, w.element, null::text as detail " + Bottlenecks.fromOpen(question)
                            + " and w.paused_at is null and w.process = :ofProcess and w.element = :ofElement and "
                            + HOURS
                            + " > :fence",
                    question,
                    Map.of("ofProcess", process, "ofElement", element, "fence", fence.hours()),
                    after,
                    element);
        }
        List<Found> found = new ArrayList<>();
        Predicate<Happening> isStay =
                what -> what.is(Kind.STEP_COMPLETED) && ModelStep.of(what).equals(place);
        facts.flow(question).visitEnds(isStay, (way, ends, end, what) -> {
            int hours = ends.hours(end);
            if (hours > fence.hours()) {
                found.add(new Found(
                        way.pathway(),
                        -hours,
                        Long.toString(way.id(ends.fact(end))),
                        ends.entered(end),
                        hours,
                        process,
                        element,
                        null));
            }
        });
        return facts.crowd(viewer, found, after, element);
    }
}
