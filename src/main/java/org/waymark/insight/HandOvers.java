package org.waymark.insight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Happening.Kind;

/**
 * Where work goes from one organisation to another, and how long it lies between them. The step before is the last one
 * completed in the same run; the first step of a run comes from the organisation that coordinates the pathway.
 */
@Service
@Transactional
public class HandOvers {

    /**
     * All work that went from one organisation to another in the period.
     *
     * @param steps how many began at the other
     * @param taken how many somebody there has taken or done
     * @param times from the beginning until it was taken; null when none was
     * @param open how many nobody has taken, and still wait
     */
    public record HandOver(
            String from,
            String to,
            long steps,
            long taken,
            @Nullable Times times,
            long open) {}

    /** A step that began at another organisation than the one before. */
    private record Handed(Way way, int fact, Between between, boolean isTaken, boolean isCancelled, int hours) {

        boolean isOpen() {
            return !isTaken && !isCancelled;
        }
    }

    private record Between(String from, String to) {}

    /** What is counted between two organisations. */
    private static final class Counted {

        private final HoursTaken taken = new HoursTaken();
        private long steps;
        private long open;

        private void add(Handed one) {
            steps++;
            open += one.isOpen() ? 1 : 0;
            if (one.isTaken()) {
                taken.add(one.hours());
            }
        }

        private HandOver told(Between between) {
            return new HandOver(between.from(), between.to(), steps, taken.count(), taken.times(), open);
        }
    }

    private static final Set<Kind> ENDS_OF_WAITING =
            Set.of(Kind.STEP_CLAIMED, Kind.STEP_COMPLETED, Kind.STEP_CANCELLED);

    private final FlowReader facts;

    HandOvers(FlowReader facts) {
        this.facts = facts;
    }

    /** Most work first. */
    public List<HandOver> all(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        Map<Between, Counted> counts = new HashMap<>();
        visit(question, one -> counts.computeIfAbsent(one.between(), between -> new Counted())
                .add(one));
        return counts.entrySet().stream()
                .map(one -> one.getValue().told(one.getKey()))
                .sorted(Comparator.comparingLong(HandOver::steps)
                        .reversed()
                        .thenComparing(HandOver::from)
                        .thenComparing(HandOver::to))
                .toList();
    }

    /**
     * Whose work went from the one to the other, what took longest first.
     *
     * @param isOpen only what nobody has taken yet
     */
    public Crowd people(
            Viewer viewer, Question question, String from, String to, boolean isOpen, @Nullable String after) {
        facts.requireReader(viewer);
        var between = new Between(from, to);
        List<Found> found = new ArrayList<>();
        visit(question, one -> {
            if (one.between().equals(between) && (!isOpen || one.isOpen())) {
                found.add(Found.longest(one.way(), one.fact(), one.hours()));
            }
        });
        return facts.crowd(viewer, found, after, from + " to " + to);
    }

    private void visit(Question question, Consumer<Handed> visitor) {
        Flow flow = facts.flow(question);
        Map<String, String> coordinating = facts.coordinating();
        for (Way way : flow.ways()) {
            if (way.isIn(flow.begin(), flow.until())) {
                visit(flow, way, way.from(flow.begin()), coordinating.get(way.pathway()), visitor);
            }
        }
    }

    private static void visit(Flow flow, Way way, int first, @Nullable String coordinating, Consumer<Handed> visitor) {
        int[] taken = taken(way);
        int[] before = new int[way.runs()];
        Arrays.fill(before, -1);
        int noted = 0;
        for (int i = 0; i < way.size() && way.at(i) < flow.until(); i++) {
            // What ended in the same moment was before.
            for (; noted < way.size() && way.at(noted) <= way.at(i); noted++) {
                if (way.run(noted) >= 0 && way.what(noted).is(Kind.STEP_COMPLETED)) {
                    before[way.run(noted)] = noted;
                }
            }
            Happening what = way.what(i);
            String to = what.organisation();
            if (i < first || !what.is(Kind.STEP_ENTERED) || to == null || !flow.asks(way, what)) {
                continue;
            }
            String known = way.run(i) < 0 ? null : whose(way, before[way.run(i)], what);
            String from = known == null ? coordinating : known;
            if (from != null && !from.equals(to)) {
                visitor.accept(handed(flow, way, i, way.task(i) < 0 ? -1 : taken[way.task(i)], new Between(from, to)));
            }
        }
    }

    /** Whose the step was that ended last; where another model has a run of the same record, the last one of this model. */
    private static @Nullable String whose(Way way, int ended, Happening what) {
        for (int i = ended; i >= 0; i--) {
            Happening one = way.what(i);
            if (way.run(i) == way.run(ended)
                    && one.is(Kind.STEP_COMPLETED)
                    && Objects.equals(one.process(), what.process())) {
                return one.organisation();
            }
        }
        return null;
    }

    /** For each task the fact with which somebody took or did it, or with which it was cancelled untaken. */
    private static int[] taken(Way way) {
        int[] taken = new int[way.tasks()];
        Arrays.fill(taken, -1);
        for (int i = 0; i < way.size(); i++) {
            int task = way.task(i);
            if (task >= 0
                    && taken[task] < 0
                    && ENDS_OF_WAITING.contains(way.what(i).kind())) {
                taken[task] = i;
            }
        }
        return taken;
    }

    private static Handed handed(Flow flow, Way way, int entered, int taken, Between between) {
        boolean isCancelled = taken >= 0 && way.what(taken).is(Kind.STEP_CANCELLED);
        boolean isTaken = taken >= 0 && !isCancelled;
        return new Handed(
                way,
                entered,
                between,
                isTaken,
                isCancelled,
                Way.hours(way.at(entered), isTaken ? way.at(taken) : flow.now()));
    }
}
