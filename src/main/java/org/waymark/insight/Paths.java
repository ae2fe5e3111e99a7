package org.waymark.insight;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;

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

    private static final String KEYED =
            "select r.*, md5(way || (ended_at is null)::text) as key from (" + Runs.SQL + ") r";

    private final FlowReader facts;

    Paths(FlowReader facts) {
        this.facts = facts;
    }

    /** The ways most taken first; the question names a model. */
    public Taken taken(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        Map<String, String> names = question.process() == null ? Map.of() : facts.names(question.process());
        List<Path> paths = facts.asked(
                        "select key, way, ended_at is not null as is_over, count(*) as runs,"
                                + " percentile_disc(0.5) within group (order by hours) as half,"
                                + " percentile_disc(0.9) within group (order by hours) as nine_of_ten from (" + KEYED
                                + ") k group by 1, 2, 3 order by runs desc, way limit " + TOLD_APART,
                        question)
                .query((row, number) -> new Path(
                        row.getString("key"),
                        Arrays.stream(row.getString("way").split(" ", -1))
                                .filter(element -> !element.isEmpty())
                                .map(element -> names.getOrDefault(element, element))
                                .toList(),
                        row.getBoolean("is_over"),
                        row.getLong("runs"),
                        row.getBoolean("is_over") ? new Times(row.getInt("half"), row.getInt("nine_of_ten")) : null))
                .list();
        long all = facts.asked("select count(*) from (" + Runs.SQL + ") r", question)
                .query(Long.class)
                .single();
        return new Taken(paths, all);
    }

    /** Who took a way, the longest first. */
    public Crowd people(Viewer viewer, Question question, String key, @Nullable String after) {
        facts.requireReader(viewer);
        if (!key.matches("[0-9a-f]{32}")) {
            throw new NotVisible();
        }
        return facts.crowd(
                viewer,
                "select pathway_ref, -hours::bigint as place, id::text as key, started_at as at, hours, null::text as process,"
                        + " null::text as element, null::text as detail from (" + KEYED + ") k where k.key = :way",
                question,
                Map.of("way", key),
                after,
                String.valueOf(question.process()));
    }
}
