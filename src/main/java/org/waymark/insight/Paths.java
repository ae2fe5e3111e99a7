package org.waymark.insight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.DigestUtils;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Runs.Done;
import org.waymark.insight.Runs.Run;

/** Which ways people took through a model, how many each, and how long it took. */
@Service
@Transactional
public class Paths {

    /** So many ways are told apart; the others are counted together. */
    public static final int TOLD_APART = 10;

    /**
     * A way that runs took.
     *
     * @param key what it is found by
     * @param steps what was completed, in order; the same step several times in a row is told once
     * @param isOver whether they ended there, or go on
     * @param runs how many took it
     * @param times of those that ended, from beginning to end; null while they go on
     */
    public record Path(
            String key,
            List<String> steps,
            boolean isOver,
            long runs,
            @Nullable Times times) {}

    /** @param all how many runs there are, whatever their way */
    public record Taken(List<Path> paths, long all) {}

    /** Runs that went the same way, and whether they are over. */
    private record Taking(List<String> way, boolean isOver) {

        private String key() {
            return DigestUtils.md5DigestAsHex((String.join(" ", way) + isOver).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final Comparator<Map.Entry<Taking, HoursTaken>> MOST_TAKEN = Comparator.comparingLong(
                    (Map.Entry<Taking, HoursTaken> one) -> one.getValue().count())
            .reversed()
            .thenComparing(one -> String.join(" ", one.getKey().way()));

    private final FlowReader facts;

    Paths(FlowReader facts) {
        this.facts = facts;
    }

    /** The ways most taken first; the question names a model. */
    public Taken taken(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        var ways = new IdentityHashMap<Taking, HoursTaken>();
        visit(question, (run, taking) -> ways.computeIfAbsent(taking, one -> new HoursTaken())
                .add(run.hours()));
        Map<String, String> names = question.process() == null ? Map.of() : facts.names(question.process());
        return new Taken(
                ways.entrySet().stream()
                        .sorted(MOST_TAKEN)
                        .limit(TOLD_APART)
                        .map(one -> path(one.getKey(), one.getValue(), names))
                        .toList(),
                ways.values().stream().mapToLong(HoursTaken::count).sum());
    }

    private static Path path(Taking taking, HoursTaken hours, Map<String, String> names) {
        return new Path(
                taking.key(),
                taking.way().stream()
                        .map(element -> names.getOrDefault(element, element))
                        .toList(),
                taking.isOver(),
                hours.count(),
                taking.isOver() ? hours.times() : null);
    }

    /** Of each taking there is one object, whatever runs took it. */
    private void visit(Question question, BiConsumer<Run, Taking> visitor) {
        Map<Taking, Taking> all = new HashMap<>();
        Map<Done, Taking> over = new HashMap<>();
        Map<Done, Taking> going = new HashMap<>();
        Runs.visit(
                facts.flow(question),
                run -> visitor.accept(
                        run,
                        (run.isOver() ? over : going)
                                .computeIfAbsent(
                                        run.done(),
                                        done -> all.computeIfAbsent(
                                                new Taking(done.way(), run.isOver()), taking -> taking))));
    }

    /** Who took a way, the longest first. */
    public Crowd people(Viewer viewer, Question question, String key, @Nullable String after) {
        facts.requireReader(viewer);
        if (!key.matches("[0-9a-f]{32}")) {
            throw new NotVisible();
        }
        var asked = new IdentityHashMap<Taking, Boolean>();
        List<Found> found = new ArrayList<>();
        visit(question, (run, taking) -> {
            if (asked.computeIfAbsent(taking, one -> one.key().equals(key))) {
                found.add(Found.longest(run.way(), run.fact(), run.hours()));
            }
        });
        return facts.crowd(viewer, found, after, String.valueOf(question.process()));
    }
}
