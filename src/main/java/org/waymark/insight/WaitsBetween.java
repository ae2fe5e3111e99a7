package org.waymark.insight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Happening.Kind;
import org.waymark.insight.Milestone.Unit;
import org.waymark.insight.WaitingCurve.Waited;

/**
 * How long it takes from one milestone to another, counting those who have not arrived. A wait begins with the first time
 * somebody passes the one in the period, and ends with the first time they pass the other.
 */
@Service
@Transactional
public class WaitsBetween {

    /** What became of a wait. */
    public enum Outcome {
        REACHED,
        WAITING,
        /** The pathway, or the referral, ended before. */
        LEFT,
        /** The second milestone had been passed before the first, so that there was nothing to wait for. */
        BEFORE
    }

    /**
     * Between which milestones.
     *
     * @param within of whom; the period is that of the first milestone, and how it went on is followed until now
     */
    public record Span(Milestone from, Milestone to, Question within) {}

    /** @param counts of each outcome; those that had passed the second milestone before stand in no curve */
    public record Answer(WaitingCurve curve, Map<Outcome, Long> counts) {

        public long count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }
    }

    private static final Set<String> ENDS_OF_REFERRAL = Set.of("DECLINED", "CLOSED", "CANCELLED");

    /** What is noted in one go may have times that lie a little apart. */
    private static final long A_MINUTE = 60_000_000;

    private final FlowReader facts;

    WaitsBetween(FlowReader facts) {
        this.facts = facts;
    }

    public Answer between(Viewer viewer, Span span) {
        facts.requireReader(viewer);
        Map<Outcome, HoursTaken> hours = new EnumMap<>(Outcome.class);
        visit(span, wait -> hours.computeIfAbsent(wait.outcome(), outcome -> new HoursTaken())
                .add(wait.hours()));
        List<Waited> waits = new ArrayList<>();
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        hours.forEach((outcome, taken) -> {
            counts.put(outcome, taken.count());
            if (outcome != Outcome.BEFORE) {
                taken.forEach((many, n) -> waits.add(new Waited(many, outcome == Outcome.REACHED, n)));
            }
        });
        return new Answer(WaitingCurve.of(waits), counts);
    }

    /** Whose waits had that outcome; those who wait or waited longest first. */
    public Crowd people(Viewer viewer, Span span, Outcome outcome, @Nullable String after) {
        facts.requireReader(viewer);
        List<Found> found = new ArrayList<>();
        visit(span, wait -> {
            if (wait.outcome() == outcome) {
                found.add(new Found(
                        wait.way().pathway(),
                        -wait.hours(),
                        Long.toString(wait.way().id(wait.fact())),
                        wait.way().at(wait.fact()),
                        wait.hours(),
                        null,
                        null,
                        null));
            }
        });
        return facts.crowd(
                viewer, found, after, span.from().code() + " to " + span.to().code());
    }

    /** @param fact with which it began */
    private record Wait(Way way, int fact, Outcome outcome, int hours) {}

    /** Which model it was and which version does not matter: milestones say that themselves. */
    private void visit(Span span, Consumer<Wait> visitor) {
        Question within = span.within();
        Flow flow = facts.flow(new Question(
                within.from(),
                within.to(),
                null,
                null,
                within.organisation(),
                within.team(),
                null,
                within.stage(),
                within.needsCode()));
        Milestone from = span.from();
        boolean isByRecord = from.unit() == span.to().unit() && from.unit() != Unit.PERSON;
        boolean[] isFrom = flow.where(from::is);
        boolean[] isTo = flow.where(span.to()::is);
        for (Way way : flow.ways()) {
            if (!way.isIn(flow.begin(), flow.until())) {
                continue;
            }
            int[] begun = passed(way, span, from, isFrom, isByRecord);
            int[] reached = null;
            for (int place = 0; place < begun.length; place++) {
                int fact = begun[place];
                if (fact >= 0
                        && way.at(fact) >= flow.begin()
                        && way.at(fact) < flow.until()
                        && flow.asks(way, way.what(fact))) {
                    reached = reached == null ? passed(way, span, span.to(), isTo, isByRecord) : reached;
                    visitor.accept(wait(way, fact, reached[place], isByRecord, flow.now()));
                }
            }
        }
    }

    /** For each that passes a milestone, the fact with which it first did; of what is corrected, the last that was noted. */
    private static int[] passed(Way way, Span span, Milestone milestone, boolean[] is, boolean isByRecord) {
        int[] passed = new int[isByRecord ? way.runs() : 1];
        Arrays.fill(passed, Way.NONE);
        for (int i = 0; i < way.size(); i++) {
            if (!is[way.number(i)] || !isPassed(span, milestone, way, i)) {
                continue;
            }
            int place = isByRecord ? way.run(i) : 0;
            if (place != Way.NONE
                    && (passed[place] == Way.NONE || (milestone.isCorrected() && way.id(i) > way.id(passed[place])))) {
                passed[place] = i;
            }
        }
        return passed;
    }

    private static boolean isPassed(Span span, Milestone milestone, Way way, int fact) {
        String service = span.within().service();
        return milestone.isPassed(way, fact)
                && (service == null
                        || !milestone.isOfService()
                        || service.equals(way.what(fact).service()));
    }

    private static Wait wait(Way way, int begun, int reached, boolean isByRecord, long now) {
        long at = way.at(begun);
        if (reached != Way.NONE) {
            Outcome outcome = at - way.at(reached) > A_MINUTE ? Outcome.BEFORE : Outcome.REACHED;
            return new Wait(way, begun, outcome, Way.hours(at, way.at(reached)));
        }
        long left = Math.min(endOfPathway(way), isByRecord ? endOfRecord(way, begun) : Way.NEVER);
        return left == Way.NEVER
                ? new Wait(way, begun, Outcome.WAITING, Way.hours(at, now))
                : new Wait(way, begun, Outcome.LEFT, Way.hours(at, left));
    }

    private static long endOfPathway(Way way) {
        int[] turns = way.turns();
        for (int i = turns.length - 1; i >= 0; i--) {
            if (way.what(turns[i]).is(Kind.RUN_ENDED)) {
                return way.at(turns[i]);
            }
            if (way.what(turns[i]).is(Kind.RUN_STARTED)) {
                return Way.NEVER;
            }
        }
        return Way.NEVER;
    }

    private static long endOfRecord(Way way, int begun) {
        for (int i = way.from(way.at(begun)); i < way.size(); i++) {
            if (way.run(i) == way.run(begun) && isEnd(way.what(i))) {
                return way.at(i);
            }
        }
        return Way.NEVER;
    }

    private static boolean isEnd(Happening what) {
        return what.is(Kind.RUN_ENDED)
                || (what.is(Kind.REFERRAL_MOVED) && ENDS_OF_REFERRAL.contains(String.valueOf(what.detail())));
    }
}
