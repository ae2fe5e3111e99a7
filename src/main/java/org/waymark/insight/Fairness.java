package org.waymark.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Crowd.Found;
import org.waymark.insight.Happening.Kind;
import org.waymark.insight.SmallGroups.Group;
import org.waymark.insight.SmallGroups.Nested;
import org.waymark.insight.SmallGroups.Told;
import org.waymark.insight.WaitingCurve.Median;
import org.waymark.insight.WaitingCurve.Waited;

/**
 * Whether some people wait longer than others: each step with a clock by groups of people. Everybody counts once at a step,
 * with the first time it began for them in the period, so that the intervals hold; who still waits counts as long as they
 * have. Of small groups nothing is told, nor is anything from which it could be worked out ({@link SmallGroups}). There is no
 * grouping by members of staff.
 */
@Service
@Transactional
public class Fairness {

    /** The part of an answer about somebody of whom it is not on record. */
    public static final String NOT_KNOWN = "";

    /** What people are grouped by, as it is on record now; by the first one when nobody says by what. */
    public enum Grouping {
        LIVING_ALONE("case when n.lives_alone then 'ALONE' when not n.lives_alone then 'NOT_ALONE' end"),
        /** The part of the list that was loaded last, with two digits. */
        DEPRIVATION("to_char(d.part, 'FM00')"),
        LANGUAGE("lower(btrim(n.language))"),
        /** By the broad groups of the categories, which are of a size that can be told. */
        ETHNICITY(
                "case when n.ethnicity in ('A', 'B', 'C') then 'WHITE' when n.ethnicity in ('D', 'E', 'F', 'G') then 'MIXED'"
                        + " when n.ethnicity in ('H', 'J', 'K', 'L') then 'ASIAN' when n.ethnicity in ('M', 'N', 'P') then 'BLACK'"
                        + " when n.ethnicity in ('R', 'S') then 'OTHER' when n.ethnicity = 'Z' then 'NOT_STATED' end"),
        YOUNG_ONSET("case when n.diagnosed_on < n.date_of_birth + interval '65 years' then 'YOUNG'"
                + " when n.diagnosed_on is not null then 'LATER' end"),
        CARE_HOME("n.lives_in"),
        AREA("split_part(n.postcode, ' ', 1)");

        private final String group;

        Grouping(String group) {
            this.group = group;
        }
    }

    /**
     * What is told of a group at a step.
     *
     * @param late for how many of them the step ended after its date, or is open after it
     * @param half when it had ended for half of them
     */
    public record Figures(long people, long late, Share share, Median half) {}

    /** @param figures null when they must not be told */
    public record Row(String group, @Nullable Figures figures) {}

    /**
     * A step with a clock.
     *
     * @param all of all groups together; null when it must not be told
     * @param groups by their keys, so that the order tells nothing of their size
     */
    public record Clock(
            String process,
            String element,
            String name,
            @Nullable Figures all,
            List<Row> groups) {}

    private static final String OPEN = """
            select w.task_id, w.pathway_ref, w.process, w.element, (date_part('epoch', w.created_at) * 1000000)::bigint as created,
                   w.due_at < :now and w.paused_at is null as is_late
              from work_item w
             where w.state = 'OPEN' and w.due_at is not null and w.created_at >= :begin and w.created_at < :until
               and (cast(:process as text) is null or w.process = :process)
            """;

    private static final String GROUPS = """
            select coalesce(nullif(%s, ''), '') as grp, coalesce(nullif(split_part(n.postcode, ' ', 1), ''), '') as district,
                   coalesce(to_char(d.part, 'FM00'), '') as part, string_agg(n.pathway_ref, ' ') as pathways
              from person n
              left join deprivation_district d on d.list_id =\s""" + Deprivation.LAST + """
               and d.district = split_part(n.postcode, ' ', 1)
             group by 1, 2, 3
            """;

    /** To which group somebody belongs, and where they live. */
    private record Belonging(String group, String district, String part) {

        private static final Belonging UNKNOWN = new Belonging(NOT_KNOWN, "", "");
    }

    /** The first time in the period that a step began for somebody. */
    private record First(
            String pathway,
            ModelStep place,
            @Nullable String task,
            long fact,
            long entered,
            boolean isLate,
            boolean isCompleted,
            int hours) {

        /** What rows of one place are sorted by. */
        private String key() {
            return task == null ? Long.toString(fact) : task;
        }
    }

    private final FlowReader facts;

    Fairness(FlowReader facts) {
        this.facts = facts;
    }

    /** Every step with a clock that began for anybody in the period, by model and name. */
    public List<Clock> clocks(Viewer viewer, Question question, Grouping by) {
        facts.requireReader(viewer);
        Map<ModelStep, Cells> places = new HashMap<>();
        Map<String, Belonging> belonging = belonging(question, by);
        firsts(question).forEach(first -> places.computeIfAbsent(first.place(), place -> new Cells())
                .add(first, belonging.getOrDefault(first.pathway(), Belonging.UNKNOWN), isOfPlace(by)));
        return places.entrySet().stream()
                .map(place -> clock(place.getKey(), place.getValue(), by))
                .sorted(Comparator.comparing(Clock::process)
                        .thenComparing(Clock::name)
                        .thenComparing(Clock::element))
                .toList();
    }

    /** Who they are of whom a number is told; those for whom the step began first come first. */
    public Crowd people(
            Viewer viewer,
            Question question,
            Grouping by,
            String process,
            String element,
            String group,
            @Nullable String after) {
        boolean isTold = clocks(viewer, question.of(process), by).stream()
                .filter(clock -> clock.element().equals(element))
                .flatMap(clock -> clock.groups().stream())
                .anyMatch(row -> row.group().equals(group) && row.figures() != null);
        if (!isTold) {
            throw new NotVisible();
        }
        Map<String, Belonging> belonging = belonging(question, by);
        return facts.crowd(
                viewer,
                firsts(question.of(process))
                        .filter(first -> first.place().element().equals(element)
                                && belonging
                                        .getOrDefault(first.pathway(), Belonging.UNKNOWN)
                                        .group()
                                        .equals(group))
                        .map(first -> new Found(
                                first.pathway(),
                                Way.seconds(0, first.entered()),
                                first.key(),
                                first.entered(),
                                first.hours(),
                                process,
                                element,
                                null))
                        .toList(),
                after,
                element);
    }

    private Map<String, Belonging> belonging(Question question, Grouping by) {
        Map<String, Belonging> belonging = new HashMap<>();
        facts.asked(GROUPS.formatted(by.group), question).query(row -> {
            var one = new Belonging(row.getString("grp"), row.getString("district"), row.getString("part"));
            for (String pathway : row.getString("pathways").split(" ", -1)) {
                belonging.put(pathway, one);
            }
        });
        return belonging;
    }

    /** Of what ended and what is open, the first of each person at each step. */
    private Stream<First> firsts(Question question) {
        Flow flow = facts.flow(
                new Question(question.from(), question.to(), question.process(), null, null, null, null, null, null));
        Map<String, Map<ModelStep, First>> open = new HashMap<>();
        facts.asked(OPEN, question).query(row -> {
            var first = new First(
                    row.getString("pathway_ref"),
                    new ModelStep(row.getString("process"), row.getString("element")),
                    row.getString("task_id"),
                    Way.NONE,
                    row.getLong("created"),
                    row.getBoolean("is_late"),
                    false,
                    Way.hours(row.getLong("created"), flow.now()));
            keep(open.computeIfAbsent(first.pathway(), pathway -> new HashMap<>()), first);
        });
        List<First> all = new ArrayList<>();
        var spots = new ByHappening<>(flow, ModelStep::of, key -> new Spot());
        List<Spot> met = new ArrayList<>();
        for (Way way : flow.ways()) {
            meet(flow, way, spots, met);
            Map<ModelStep, First> waiting = open.get(way.pathway());
            for (Spot spot : met) {
                if (waiting == null) {
                    all.add(spot.leave(way));
                } else {
                    keep(waiting, spot.leave(way));
                }
            }
            met.clear();
        }
        open.values().forEach(firsts -> all.addAll(firsts.values()));
        return all.stream();
    }

    private static void meet(Flow flow, Way way, ByHappening<ModelStep, Spot> spots, List<Spot> met) {
        for (int end = 0; end < way.ends(); end++) {
            long entered = way.entered(end);
            Happening what = way.what(way.end(end));
            if (entered >= flow.begin()
                    && entered < flow.until()
                    && way.due(end) != Way.NEVER
                    && flow.asks(way, what)) {
                Spot spot = spots.of(what);
                if (spot.end < 0) {
                    met.add(spot);
                }
                if (spot.end < 0 || entered < way.entered(spot.end)) {
                    spot.end = end;
                }
            }
        }
    }

    /** Remembers the first end of a step while a way is gone along. */
    private static final class Spot {

        private int end = -1;

        private First leave(Way way) {
            int fact = way.end(end);
            Happening what = way.what(fact);
            var first = new First(
                    way.pathway(),
                    ModelStep.of(what),
                    null,
                    way.id(fact),
                    way.entered(end),
                    way.at(fact) > way.due(end),
                    what.is(Kind.STEP_COMPLETED),
                    Way.hours(way.entered(end), way.at(fact)));
            end = -1;
            return first;
        }
    }

    private static void keep(Map<ModelStep, First> firsts, First one) {
        firsts.merge(one.place(), one, (kept, other) -> other.entered() < kept.entered() ? other : kept);
    }

    /** Districts lie in parts of the list, so that the page of one must give away nothing of the page of the other. */
    private static boolean isOfPlace(Grouping by) {
        return by == Grouping.AREA || by == Grouping.DEPRIVATION;
    }

    private static Told told(Cells cells, Grouping by) {
        if (!isOfPlace(by)) {
            return SmallGroups.of(groups(cells.groups));
        }
        Map<String, List<Group>> districts = new TreeMap<>();
        cells.districts.forEach((part, inside) -> districts.put(part, groups(inside)));
        Nested nested = SmallGroups.nested(districts);
        return by == Grouping.DEPRIVATION
                ? nested.wholes()
                : new Told(nested.hidden(), nested.wholes().isTotalTold());
    }

    private static List<Group> groups(Map<String, Counted> counted) {
        return counted.entrySet().stream()
                .map(group -> group.getValue().as(group.getKey()))
                .toList();
    }

    private Clock clock(ModelStep place, Cells cells, Grouping by) {
        Told told = told(cells, by);
        Map<String, Counted> groups = cells.groups;
        Counted all = new Counted();
        groups.values().forEach(all::add);
        return new Clock(
                place.process(),
                place.element(),
                facts.names(place.process()).getOrDefault(place.element(), place.element()),
                told.isTotalTold() ? all.figures() : null,
                groups.entrySet().stream()
                        .map(group -> new Row(
                                group.getKey(),
                                told.hidden().contains(group.getKey())
                                        ? null
                                        : group.getValue().figures()))
                        .toList());
    }

    /** What is counted at a step, by group, and by district in each part of the list. */
    private static final class Cells {

        private final Map<String, Counted> groups = new TreeMap<>();
        private final Map<String, Map<String, Counted>> districts = new TreeMap<>();

        private void add(First first, Belonging belonging, boolean isOfPlace) {
            groups.computeIfAbsent(belonging.group(), group -> new Counted()).add(first);
            districts
                    .computeIfAbsent(belonging.part(), part -> new TreeMap<>())
                    .computeIfAbsent(isOfPlace ? belonging.district() : "", district -> new Counted())
                    .add(first);
        }
    }

    private static final class Counted {

        private final HoursTaken completed = new HoursTaken();
        private final HoursTaken others = new HoursTaken();
        private long people;
        private long late;

        private void add(First first) {
            (first.isCompleted() ? completed : others).add(first.hours());
            people++;
            late += first.isLate() ? 1 : 0;
        }

        private void add(Counted other) {
            completed.add(other.completed);
            others.add(other.others);
            people += other.people;
            late += other.late;
        }

        private Group as(String key) {
            return new Group(key, people, late);
        }

        private Figures figures() {
            List<Waited> waits = new ArrayList<>();
            completed.forEach((hours, n) -> waits.add(new Waited(hours, true, n)));
            others.forEach((hours, n) -> waits.add(new Waited(hours, false, n)));
            return new Figures(
                    people, late, Share.of(late, people), WaitingCurve.of(waits).median());
        }
    }
}
