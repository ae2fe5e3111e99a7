package org.waymark.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
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

    private static final String FIRST_TIMES = """
            with steps as (
              select f.task_id, f.pathway_ref, f.process, f.element, f.entered_at, f.at as ended_at, f.at > f.due_at as is_late,
                     f.kind = 'STEP_COMPLETED' as is_completed
                from flow_fact f
               where f.kind in ('STEP_COMPLETED', 'STEP_CANCELLED') and f.due_at is not null and f.at >= :begin
                 and f.entered_at >= :begin and f.entered_at < :until
                 and (cast(:process as text) is null or f.process = :process)
              union all
              select w.task_id, w.pathway_ref, w.process, w.element, w.created_at, null, w.due_at < :now and w.paused_at is null, false
                from work_item w
               where w.state = 'OPEN' and w.due_at is not null and w.created_at >= :begin and w.created_at < :until
                 and (cast(:process as text) is null or w.process = :process)),
            firsts as (
              select distinct on (process, element, pathway_ref) *
                from steps order by process, element, pathway_ref, entered_at, task_id),
            grouped as (
              select s.task_id, s.pathway_ref, s.process, s.element, s.entered_at, s.is_late, s.is_completed,
                     ((greatest(0, floor(extract(epoch from coalesce(s.ended_at, :now) - s.entered_at)))::bigint + 3599) / 3600)::int
                       as hours,
                     coalesce(nullif(%s, ''), '') as grp, coalesce(nullif(split_part(n.postcode, ' ', 1), ''), '') as district,
                     coalesce(to_char(d.part, 'FM00'), '') as part
                from firsts s
                left join person n on n.pathway_ref = s.pathway_ref
                left join deprivation_district d on d.list_id =\s""" + Deprivation.LAST + """
                 and d.district = split_part(n.postcode, ' ', 1))
            """;

    private final FlowReader facts;

    Fairness(FlowReader facts) {
        this.facts = facts;
    }

    /** Every step with a clock that began for anybody in the period, by model and name. */
    public List<Clock> clocks(Viewer viewer, Question question, Grouping by) {
        facts.requireReader(viewer);
        Map<Place, Cells> places = new HashMap<>();
        facts.asked(
                        grouped(by) + "select process, element, grp, part, " + (isOfPlace(by) ? "district" : "''")
                                + " as district, hours, is_late, is_completed, count(*) as n"
                                + " from grouped group by 1, 2, 3, 4, 5, 6, 7, 8",
                        question)
                .query(row -> {
                    Place place = new Place(row.getString("process"), row.getString("element"));
                    places.computeIfAbsent(place, one -> new Cells()).add(row);
                });
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
        return facts.crowd(
                viewer,
                grouped(by)
                        + "select pathway_ref, extract(epoch from entered_at)::bigint as place, task_id as key, entered_at as at,"
                        + " hours, process, element, null::text as detail from grouped where element = :element and grp = :group",
                question.of(process),
                Map.of("element", element, "group", group),
                after,
                element);
    }

    private static String grouped(Grouping by) {
        return FIRST_TIMES.formatted(by.group);
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

    private Clock clock(Place place, Cells cells, Grouping by) {
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

    private record Place(String process, String element) {}

    /** What is counted at a step, by group, and by district in each part of the list. */
    private static final class Cells {

        private final Map<String, Counted> groups = new TreeMap<>();
        private final Map<String, Map<String, Counted>> districts = new TreeMap<>();

        private void add(ResultSet row) throws SQLException {
            groups.computeIfAbsent(row.getString("grp"), group -> new Counted()).add(row);
            districts
                    .computeIfAbsent(row.getString("part"), part -> new TreeMap<>())
                    .computeIfAbsent(row.getString("district"), district -> new Counted())
                    .add(row);
        }
    }

    private static final class Counted {

        private final List<Waited> waits = new ArrayList<>();
        private long people;
        private long late;

        private void add(ResultSet row) throws SQLException {
            long n = row.getLong("n");
            waits.add(new Waited(row.getInt("hours"), row.getBoolean("is_completed"), n));
            people += n;
            late += row.getBoolean("is_late") ? n : 0;
        }

        private void add(Counted other) {
            waits.addAll(other.waits);
            people += other.people;
            late += other.late;
        }

        private Group as(String key) {
            return new Group(key, people, late);
        }

        private Figures figures() {
            return new Figures(
                    people, late, Share.of(late, people), WaitingCurve.of(waits).median());
        }
    }
}
