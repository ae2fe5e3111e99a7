package org.waymark.insight;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Happening.Kind;

/** The runs of a model that began in a period, each with the steps that were completed in it. */
final class Runs {

    /**
     * What was completed in a run so far: the last step and what came before it. Runs that went alike share it, so that
     * alike ones are told by being the same.
     */
    static final class Done {

        private final @Nullable Done before;
        private final @Nullable Step last;
        private final IdentityHashMap<Step, Done> next = new IdentityHashMap<>();

        private Done(@Nullable Done before, @Nullable Step last) {
            this.before = before;
            this.last = last;
        }

        /** @param step the one object that there is of it */
        private Done then(Step step) {
            return next.computeIfAbsent(step, one -> new Done(this, one));
        }

        /** In order, each in the version of the model that it was done in. */
        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            for (Done done = this; done != null; done = done.before) {
                if (done.last != null) {
                    steps.add(0, done.last);
                }
            }
            return steps;
        }

        /** The elements alone, one after the other of the same step taken together, as several people may do it. */
        List<String> way() {
            List<String> way = new ArrayList<>();
            for (Step step : steps()) {
                if (way.isEmpty() || !way.get(way.size() - 1).equals(step.element())) {
                    way.add(step.element());
                }
            }
            return way;
        }
    }

    /** A step of a model, of that version. */
    record Step(int version, String element) {}

    /** @param hours until it ended, or until now */
    record Run(Way way, int fact, Done done, boolean isOver, int hours) {}

    /** While it is read. */
    private static final class Going {

        private final int started;
        private final @Nullable String process;
        /** An earlier beginning of the same run. */
        private final @Nullable Going earlier;

        private Done done;
        private long ended = Way.NEVER;

        private Going(int started, @Nullable String process, Done done, @Nullable Going earlier) {
            this.started = started;
            this.process = process;
            this.done = done;
            this.earlier = earlier;
        }

        /** What comes in the moment of the end still belongs to it. */
        private void meet(Way way, int fact, Happening what, ByHappening<Step, Step> steps) {
            if (way.at(fact) > ended || !Objects.equals(what.process(), process)) {
                return;
            }
            if (what.is(Kind.RUN_ENDED)) {
                ended = way.at(fact);
            } else if (what.is(Kind.STEP_COMPLETED)) {
                done = done.then(steps.of(what));
            }
        }

        private Run told(Way way, long now) {
            boolean isOver = ended != Way.NEVER;
            return new Run(way, started, done, isOver, Way.hours(way.at(started), isOver ? ended : now));
        }
    }

    private Runs() {}

    static void visit(Flow flow, Consumer<Run> visitor) {
        Done nothing = new Done(null, null);
        var steps = new ByHappening<Step, Step>(
                flow, what -> new Step(what.version(), String.valueOf(what.element())), step -> step);
        boolean[] isOfRun = flow.where(what -> flow.isOfModel(what)
                && (what.is(Kind.RUN_STARTED) || what.is(Kind.RUN_ENDED) || what.is(Kind.STEP_COMPLETED)));
        List<Going> all = new ArrayList<>();
        for (Way way : flow.ways()) {
            if (!way.isIn(flow.begin(), flow.until())) {
                continue;
            }
            @Nullable Going[] going = new Going[way.runs()];
            for (int i = way.from(flow.begin()); i < way.size(); i++) {
                if (!isOfRun[way.number(i)] || way.run(i) == Way.NONE) {
                    continue;
                }
                Happening what = way.what(i);
                for (Going one = going[way.run(i)]; one != null; one = one.earlier) {
                    one.meet(way, i, what, steps);
                }
                if (what.is(Kind.RUN_STARTED) && way.at(i) < flow.until() && flow.asks(way, what)) {
                    going[way.run(i)] = new Going(i, what.process(), nothing, going[way.run(i)]);
                    all.add(going[way.run(i)]);
                }
            }
            all.forEach(one -> visitor.accept(one.told(way, flow.now())));
            all.clear();
        }
    }
}
