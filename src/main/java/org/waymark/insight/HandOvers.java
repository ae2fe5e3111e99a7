package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd.Found;

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
    private record Handed(Way way, int step, Between between, long now) {

        boolean isOpen() {
            return way.begun().takenAfter(step) == Beginnings.UNTAKEN;
        }

        boolean isTaken() {
            return way.begun().takenAfter(step) >= 0;
        }

        /** Until somebody took it, or until now. */
        int hours() {
            return isTaken() ? way.begun().takenAfter(step) : Way.hours(way.at(fact()), now);
        }

        int fact() {
            return way.begun().fact(step);
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
        ByPathway<String> coordinating = facts.coordinating();
        boolean[] isOfSomebody = flow.where(what -> what.organisation() != null);
        for (Way way : flow.ways()) {
            if (!way.isIn(flow.begin(), flow.until())) {
                continue;
            }
            String coordinator = coordinating.of(way);
            Beginnings begun = way.begun();
            int after = begun.from(way.from(flow.until()));
            for (int step = begun.from(way.from(flow.begin())); step < after; step++) {
                if (isOfSomebody[begun.number(step)] && flow.asks(way, begun.number(step))) {
                    Between between = between(flow, begun, step, coordinator);
                    if (between != null) {
                        visitor.accept(new Handed(way, step, between, flow.now()));
                    }
                }
            }
        }
    }

    /** Null where it went on at the same organisation. */
    private static @Nullable Between between(Flow flow, Beginnings begun, int step, @Nullable String coordinator) {
        String to = Objects.requireNonNull(flow.what(begun.number(step)).organisation());
        String known = begun.before(step) == Way.NONE
                ? null
                : flow.what(begun.before(step)).organisation();
        String from = known == null ? coordinator : known;
        return from == null || from.equals(to) ? null : new Between(from, to);
    }
}
