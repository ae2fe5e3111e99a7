package org.waymark.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.Viewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** How many people were on an open pathway at each stage at each month's end: what grows, and what follows from it. */
@Service
@Transactional
public class StageFlow {

    /** So many days are told at the most; of a longer period, every second, third … month's end. */
    private static final int DAYS_SHOWN = 24;

    /** Every change of somebody's position, with what was true from then until the next one. */
    private static final String SPELLS = """
            changes as (
              select f.pathway_ref, f.at, f.id, f.kind as run, null::text as confirmed from flow_fact f
               where f.kind in ('RUN_STARTED', 'RUN_ENDED') and f.process = 'dementia-pathway'
              union all
              select f.pathway_ref, f.at, f.id, null, f.detail from flow_fact f where f.kind = 'STAGE_CONFIRMED'),
            asked as (
              select f.* from changes f
                left join pathway p on p.pathway_ref = f.pathway_ref
                left join staff c on c.username = p.coordinator
               where (cast(:organisation as text) is null or p.receiving_organisation = :organisation)
                 and (cast(:team as text) is null or c.team = :team)),
            numbered as (
              select a.*, count(run) over person as runs, count(confirmed) over person as stages from asked a
              window person as (partition by pathway_ref order by at, id)),
            spells as (
              select pathway_ref, at, coalesce(lead(at) over (partition by pathway_ref order by at, id), 'infinity') as until,
                     max(run) over (partition by pathway_ref, runs) = 'RUN_STARTED' as is_open,
                     coalesce(max(confirmed) over (partition by pathway_ref, stages), 'UNKNOWN') as stage
                from numbered)
            """;

    private static final String COUNTS = "with d as materialized (select cast(e as timestamptz) as ended, day"
            + " from unnest(cast(:ends as text[]), cast(:days as text[])) as x (e, day)), " + SPELLS + """
            select d.day, s.stage, count(*) as people from d
              join spells s on s.is_open and s.at < d.ended and s.until >= d.ended group by d.day, s.stage
            """;

    private static final String PEOPLE = "with " + SPELLS + """
            select s.pathway_ref, extract(epoch from s.at)::bigint as place, s.pathway_ref as key, s.at, null::int as hours,
                   null::text as process, null::text as element, null::text as detail from spells s
             where s.is_open and s.at < cast(:evening as timestamptz) and s.until >= cast(:evening as timestamptz)
               and s.stage = :atStage
            """;

    private final FlowReader facts;
    private final WaymarkClock clock;

    StageFlow(FlowReader facts, WaymarkClock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** By day, the earliest first, how many were at each stage in the evening. */
    public Map<LocalDate, Map<String, Long>> people(Viewer viewer, Question question) {
        facts.requireReader(viewer);
        List<LocalDate> days = days(question);
        Map<LocalDate, Map<String, Long>> counts = new LinkedHashMap<>();
        days.forEach(day -> counts.put(day, new TreeMap<>()));
        facts.asked(COUNTS, question)
                .param("days", days.stream().map(LocalDate::toString).toArray(String[]::new))
                .param("ends", days.stream().map(StageFlow::evening).toArray(String[]::new))
                .query(row -> {
                    counts.getOrDefault(LocalDate.parse(row.getString("day")), Map.of())
                            .put(row.getString("stage"), row.getLong("people"));
                });
        return counts;
    }

    /** Who they were, those longest at the stage first. */
    public Crowd people(Viewer viewer, Question question, LocalDate day, String stage, @Nullable String after) {
        return facts.crowd(
                viewer, PEOPLE, question, Map.of("evening", evening(day), "atStage", stage), after, day + " " + stage);
    }

    private static String evening(LocalDate day) {
        return day.plusDays(1).atStartOfDay(WorkingDays.ZONE).toInstant().toString();
    }

    /** The ends of months in the period, and its last day, as far as they have come. */
    private List<LocalDate> days(Question question) {
        LocalDate last = question.to().isAfter(clock.today()) ? clock.today() : question.to();
        if (last.isBefore(question.from())) {
            return List.of();
        }
        YearMonth first = YearMonth.from(question.from());
        long months = ChronoUnit.MONTHS.between(first, YearMonth.from(last));
        int step = (int) (months / DAYS_SHOWN) + 1;
        List<LocalDate> days = new ArrayList<>();
        for (YearMonth month = first; month.atEndOfMonth().isBefore(last); month = month.plusMonths(step)) {
            days.add(month.atEndOfMonth());
        }
        days.add(last);
        return days;
    }
}
