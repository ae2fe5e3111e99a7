package org.waymark.insight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
            select coalesce(nullif(%s, ''), '') as grp, string_agg(n.pathway_ref, ' ') as pathways from person n group by 1
            """;

    private static final String GROUPS_OF_PLACE = """
            select coalesce(nullif(%s, ''), '') as grp, coalesce(nullif(split_part(n.postcode, ' ', 1), ''), '') as district,
                   coalesce(to_char(d.part, 'FM00'), '') as part, string_agg(n.pathway_ref, ' ') as pathways
              from person n
              left join deprivation_district d on d.list_id =\s""" + Deprivation.LAST + """
               and d.district = split_part(n.postcode, ' ', 1)
             group by 1, 2, 3
            """;

    /** To which group somebody belongs, and where they live if groups are of places. */
    private record Belonging(String group, String district, String part) {

        private static final Belonging UNKNOWN = new Belonging(NOT_KNOWN, "", "");
    }

    /** A step that somebody stands at now. */
    private record Open(ModelStep place, String task, long entered, boolean isLate) {}

    private static final List<Open> NONE = List.of();

    /** The first time in the period that a step began for somebody. */
    private record First(boolean isLate, boolean isCompleted, int hours) {}

    /** Is told of everybody's first time at a step. */
    private interface Visitor {
        void visit(Way way, Spot spot, Belonging belonging);
    }

    private final FlowReader facts;

    Fairness(FlowReader facts) {
        this.facts = facts;
    }

    /** Every step with a clock that began for anybody in the period, by model and name. */
    public List<Clock> clocks(Viewer viewer, Question question, Grouping by) {
        facts.requireReader(viewer);
        return visit(question, by, (way, spot, belonging) -> spot.count(way, belonging)).stream()
                .map(spot -> clock(spot, by))
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
        facts.requireReader(viewer);
        List<Found> found = new ArrayList<>();
        Collection<Spot> spots = visit(question.of(process), by, (way, spot, belonging) -> {
            spot.count(way, belonging);
            if (spot.place.element().equals(element) && belonging.group().equals(group)) {
                found.add(spot.found(way));
            }
        });
        boolean isTold = spots.stream()
                .filter(spot -> spot.place.element().equals(element))
                .flatMap(spot -> clock(spot, by).groups().stream())
                .anyMatch(row -> row.group().equals(group) && row.figures() != null);
        if (!isTold) {
            throw new NotVisible();
        }
        // From references could be worked out who is in a group too small to tell.
        return facts.crowdOfVisible(viewer, found, after, element);
    }

    private ByPathway<Belonging> belonging(Question question, Grouping by) {
        ByPathway<Belonging> belonging = new ByPathway<>();
        boolean isOfPlace = isOfPlace(by);
        facts.asked((isOfPlace ? GROUPS_OF_PLACE : GROUPS).formatted(by.group), question)
                .query(row -> {
                    var one = new Belonging(
                            row.getString("grp"),
                            isOfPlace ? row.getString("district") : "",
                            isOfPlace ? row.getString("part") : "");
                    belonging.putAll(row.getString("pathways"), one);
                });
        return belonging;
    }

    private ByPathway<List<Open>> open(Question question) {
        ByPathway<List<Open>> open = new ByPathway<>();
        facts.asked(OPEN, question).query(row -> {
            String pathway = row.getString("pathway_ref");
            List<Open> known = open.of(pathway);
            List<Open> standing = known == null ? new ArrayList<>() : known;
            standing.add(new Open(
                    new ModelStep(row.getString("process"), row.getString("element")),
                    row.getString("task_id"),
                    row.getLong("created"),
                    row.getBoolean("is_late")));
            open.put(pathway, standing);
        });
        return open;
    }

    /** Of what ended and what is open, the first of each person at each step; gives back the steps. */
    private Collection<Spot> visit(Question question, Grouping by, Visitor visitor) {
        Flow flow = facts.flow(
                new Question(question.from(), question.to(), question.process(), null, null, null, null, null, null));
        ByPathway<Belonging> belonging = belonging(question, by);
        ByPathway<List<Open>> open = open(question);
        var spots = new ByHappening<>(flow, ModelStep::of, place -> new Spot(place, flow.now()));
        List<Spot> met = new ArrayList<>();
        for (Way way : flow.ways()) {
            for (Open one : Objects.requireNonNullElse(open.of(way), NONE)) {
                Spot spot = spots.at(one.place());
                if (spot.meet(one)) {
                    met.add(spot);
                }
            }
            Ends ends = way.ends();
            for (int end = ends.from(way.from(flow.begin())); end < ends.count(); end++) {
                long entered = ends.entered(end);
                if (entered >= flow.begin()
                        && entered < flow.until()
                        && ends.hasDate(end)
                        && flow.asks(way, ends.number(end))) {
                    Spot spot = spots.of(flow.what(ends.number(end)));
                    if (spot.meet(ends, end)) {
                        met.add(spot);
                    }
                }
            }
            if (!met.isEmpty()) {
                Belonging of = Objects.requireNonNullElse(belonging.of(way), Belonging.UNKNOWN);
                for (Spot spot : met) {
                    visitor.visit(way, spot, of);
                    spot.leave();
                }
                met.clear();
            }
        }
        return spots.all().values();
    }

    /** A step with what is counted there; while a way is gone along, also with the first time that it began for that person. */
    private static final class Spot {

        private final ModelStep place;
        private final long now;
        private final IdentityHashMap<Belonging, Counted> counts = new IdentityHashMap<>();
        private long entered = Way.NEVER;
        private @Nullable Open open;
        private int end = Way.NONE;

        private Spot(ModelStep place, long now) {
            this.place = place;
            this.now = now;
        }

        /** Whether it was met for the first time on this way. */
        private boolean meet(Open one) {
            boolean isNew = entered == Way.NEVER;
            if (one.entered() < entered) {
                entered = one.entered();
                open = one;
            }
            return isNew;
        }

        private boolean meet(Ends ends, int ended) {
            boolean isNew = entered == Way.NEVER;
            if (ends.entered(ended) < entered) {
                entered = ends.entered(ended);
                open = null;
                end = ended;
            }
            return isNew;
        }

        private void leave() {
            entered = Way.NEVER;
            open = null;
            end = Way.NONE;
        }

        private First first(Way way) {
            if (open != null) {
                return new First(open.isLate(), false, Way.hours(entered, now));
            }
            return new First(
                    way.ends().isLate(end),
                    way.what(way.ends().fact(end)).is(Kind.STEP_COMPLETED),
                    way.ends().hours(end));
        }

        private Found found(Way way) {
            return new Found(
                    way.pathway(),
                    Way.seconds(0, entered),
                    open == null ? Long.toString(way.id(way.ends().fact(end))) : open.task(),
                    entered,
                    first(way).hours(),
                    place.process(),
                    place.element(),
                    null);
        }

        private void count(Way way, Belonging belonging) {
            counts.computeIfAbsent(belonging, one -> new Counted()).add(first(way));
        }
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

    private Clock clock(Spot spot, Grouping by) {
        ModelStep place = spot.place;
        var cells = new Cells(spot.counts);
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

        private Cells(Map<Belonging, Counted> counts) {
            counts.forEach((belonging, counted) -> {
                groups.computeIfAbsent(belonging.group(), group -> new Counted())
                        .add(counted);
                districts
                        .computeIfAbsent(belonging.part(), part -> new TreeMap<>())
                        .computeIfAbsent(belonging.district(), district -> new Counted())
                        .add(counted);
            });
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
