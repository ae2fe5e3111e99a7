package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd.Found;

/** What had to be done again: returned, sent another way, reopened or corrected. */
@Service
@Transactional
public class Rework {

    /** Ways in which work is done again. */
    public enum Kind {
        /** A task that somebody had taken was given back. */
        RETURNED_TASK(what -> what.is(Happening.Kind.STEP_RELEASED), Base.STEP),
        /** A service asked before it could answer. */
        RETURNED_REFERRAL(what -> isMoved(what, "QUESTION_ASKED"), Base.REFERRAL),
        /** A service declined, and the need had to go elsewhere. */
        REROUTED_REFERRAL(what -> isMoved(what, "DECLINED"), Base.REFERRAL),
        /** A task was given from one person to another. */
        REROUTED_TASK(what -> what.is(Happening.Kind.STEP_REASSIGNED), Base.STEP),
        /** A pathway that had ended began again. */
        REOPENED(what -> what.is(Happening.Kind.RUN_STARTED, Happening.PATHWAY), Base.RUN),
        /** An event that had been recorded by mistake was taken back. */
        CORRECTED_EVENT(what -> what.is(Happening.Kind.LIFE_EVENT_TAKEN_BACK), Base.EVENT),
        /** Name, date of birth or number of a person was put right. */
        CORRECTED_DETAILS(what -> what.is(Happening.Kind.DETAILS_CORRECTED), Base.RUN);

        @SuppressWarnings("ImmutableEnumChecker") // a condition without a state
        private final Predicate<Happening> fact;

        /** What it is a share of. */
        private final Base base;

        Kind(Predicate<Happening> fact, Base base) {
            this.fact = fact;
            this.base = base;
        }

        private boolean is(Way way, int number, Happening what) {
            return fact.test(what) && (this != REOPENED || hasEndedBefore(way, number));
        }

        private static boolean hasEndedBefore(Way way, int number) {
            for (int turn : way.turns()) {
                if (turn >= number || way.what(turn).is(Happening.Kind.RUN_ENDED)) {
                    return turn < number;
                }
            }
            return false;
        }
    }

    /** What can have to be done again, and what it is told apart by. */
    private enum Base {
        STEP(what -> what.is(Happening.Kind.STEP_ENTERED), what -> what.process() + "/" + what.element()),
        REFERRAL(what -> isMoved(what, "SENT"), what -> String.valueOf(what.service())),
        RUN(what -> what.is(Happening.Kind.RUN_STARTED, Happening.PATHWAY), what -> ""),
        EVENT(what -> what.is(Happening.Kind.LIFE_EVENT), what -> String.valueOf(what.detail()));

        @SuppressWarnings("ImmutableEnumChecker") // a condition without a state
        private final Predicate<Happening> fact;

        @SuppressWarnings("ImmutableEnumChecker")
        private final Function<Happening, String> about;

        Base(Predicate<Happening> fact, Function<Happening, String> about) {
            this.fact = fact;
            this.about = about;
        }
    }

    private static boolean isMoved(Happening what, String state) {
        return what.is(Happening.Kind.REFERRAL_MOVED) && state.equals(what.detail());
    }

    /**
     * One way of doing work again, of one step, service or event.
     *
     * @param about the service or the kind of the event; of a task, its model and element; empty if of none
     * @param step what a task is called; null of anything else
     * @param times how often
     * @param of out of how many
     */
    public record Again(Kind kind, String about, @Nullable String step, long times, long of) {}

    private final FlowReader facts;

    Rework(FlowReader facts) {
        this.facts = facts;
    }

    /** By kind, and what happened most often first. */
    public List<Again> all(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        Map<Base, Map<String, Long>> bases = new EnumMap<>(Base.class);
        Map<Kind, Map<String, Long>> counts = new EnumMap<>(Kind.class);
        Flow flow = facts.flow(question);
        flow.count((what, times) -> {
            for (Base base : Base.values()) {
                if (base.fact.test(what)) {
                    count(bases, base, base.about.apply(what), times);
                }
            }
            for (Kind kind : Kind.values()) {
                if (kind != Kind.REOPENED && kind.fact.test(what)) {
                    count(counts, kind, kind.base.about.apply(what), times);
                }
            }
        });
        flow.visitTurns((way, fact, what) -> {
            if (Kind.REOPENED.is(way, fact, what)) {
                count(counts, Kind.REOPENED, Kind.REOPENED.base.about.apply(what), 1);
            }
        });
        Map<String, Map<String, String>> names = new HashMap<>();
        return counts.entrySet().stream()
                .flatMap(kind -> kind.getValue().entrySet().stream()
                        .map(about -> new Again(
                                kind.getKey(),
                                about.getKey(),
                                step(about.getKey(), names),
                                about.getValue(),
                                bases.getOrDefault(kind.getKey().base, Map.of()).getOrDefault(about.getKey(), 0L)))
                        .sorted(Comparator.comparingLong(Again::times)
                                .reversed()
                                .thenComparing(Again::about)))
                .toList();
    }

    private static <K> void count(Map<K, Map<String, Long>> counts, K of, String about, long times) {
        counts.computeIfAbsent(of, one -> new HashMap<>()).merge(about, times, Long::sum);
    }

    private @Nullable String step(String about, Map<String, Map<String, String>> names) {
        int slash = about.indexOf('/');
        if (slash < 0) {
            return null;
        }
        String element = about.substring(slash + 1);
        return names.computeIfAbsent(about.substring(0, slash), facts::names).getOrDefault(element, element);
    }

    /** Whom it happened to, the latest first. */
    public Crowd people(Viewer viewer, Question question, Kind kind, String about, @Nullable String after) {
        facts.requireReader(viewer);
        List<Found> found = new ArrayList<>();
        facts.flow(question).visit(kind.fact, (way, fact, what) -> {
            if (kind.is(way, fact, what) && kind.base.about.apply(what).equals(about)) {
                found.add(new Found(
                        way.pathway(),
                        -Way.seconds(0, way.at(fact)),
                        Long.toString(way.id(fact)),
                        way.at(fact),
                        null,
                        what.process(),
                        what.element(),
                        null));
            }
        });
        return facts.crowd(viewer, found, after, kind.name());
    }
}
