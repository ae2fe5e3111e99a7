package org.waymark.insight;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.insight.QueueSimulation.Times;
import org.waymark.kernel.WaymarkClock;

/**
 * What would become of the wait at one step if more or fewer people did it: the step's own arrivals and its own pace, played
 * through many times for the year to come. It says nothing where too little has been measured.
 */
@Service
public class WhatIf {

    /** A step can be asked about once so many have passed it in the past year. */
    public static final int ENOUGH = 20;

    /** So many have to show how fast it goes. */
    public static final int ENOUGH_FOR_PACE = 12;

    private static final int DAYS = 365;
    private static final int MOST_RUNS = 200;
    private static final int FEWEST_RUNS = 20;
    private static final int DRAWS = 200_000;
    private static final int READ_AT_MOST = 5_000;
    private static final double DAY = Duration.ofDays(1).toSeconds();

    /** A step, and of a referral the service it goes to. */
    public record Place(
            String process, String element, @Nullable String service) {}

    /** A step that enough people have passed in the past year. */
    public record Choice(Place place, String name, long completed) {}

    /** Half of all within so many days, or nine of ten: in the middle of all runs, and between which nine of ten runs lie. */
    public record Spread(double middle, double low, double high) {}

    /** The wait of those who come within a year. */
    public record Outcome(int staff, Spread half, Spread nineOfTen) {}

    /**
     * What was measured in the past year.
     *
     * @param staff how many different people did the step
     * @param arrivals who came to it
     * @param begunWhileWaited how many were begun while somebody waited: they show how fast it goes
     * @param daysBetween on average between two of those
     * @param waitingNow who waits now
     * @param half of those who were begun, half waited at the most so many days; null when none was
     * @param modelled the half and the nine of ten that the same model gives for the past year; null where nothing is modelled
     */
    public record Measured(
            int staff,
            int arrivals,
            int begunWhileWaited,
            double daysBetween,
            int waitingNow,
            @Nullable Double half,
            @Nullable Double nineOfTen,
            @Nullable Outcome modelled) {

        public boolean isEnough() {
            return arrivals >= ENOUGH && begunWhileWaited >= ENOUGH_FOR_PACE;
        }

        /** Whether it was rare that somebody waited behind somebody else. */
        public boolean isHardlyEverBusy() {
            return waitingNow <= 1 && begunWhileWaited * 4 <= arrivals;
        }

        /** Whether the model gives for the past year at least half and at most twice of what was measured. */
        public boolean isLikeThePast() {
            return modelled != null && isAbout(half, modelled.half()) && isAbout(nineOfTen, modelled.nineOfTen());
        }

        private static boolean isAbout(@Nullable Double measured, Spread modelled) {
            return measured != null && modelled.middle() >= measured / 2 && modelled.middle() <= measured * 2;
        }
    }

    /** @param outcomes by number of staff; empty where too little was measured */
    public record Answer(Choice choice, Measured measured, List<Outcome> outcomes, int runs) {}

    private final JdbcClient jdbc;
    private final StepNames steps;
    private final AccessDecision access;
    private final WaymarkClock clock;

    WhatIf(JdbcClient jdbc, StepNames steps, AccessDecision access, WaymarkClock clock) {
        this.jdbc = jdbc;
        this.steps = steps;
        this.access = access;
        this.clock = clock;
    }

    /** Steps that can be asked about, those with the most days waited in all first. */
    @Transactional(readOnly = true)
    public List<Choice> choices(Viewer viewer) {
        requireReader(viewer);
        Map<String, Map<String, String>> names = new HashMap<>();
        return jdbc.sql("""
                        select process, element, nullif(service, '') as service, sum(n) as completed
                          from flow_day where day > :from and is_completed
                         group by process, element, service having sum(n) >= :enough
                         order by sum(n * waited_hours) desc, process, element, service
                        """)
                .param("from", clock.today().minusDays(DAYS))
                .param("enough", ENOUGH)
                .query((row, number) -> {
                    var place = new Place(row.getString("process"), row.getString("element"), row.getString("service"));
                    return new Choice(
                            place,
                            names.computeIfAbsent(place.process(), steps::of)
                                    .getOrDefault(place.element(), place.element()),
                            row.getLong("completed"));
                })
                .list();
    }

    /** Work on somebody: when it came and when it was begun, in days from now, and by whom. */
    record Passed(double entered, double begun, String by) {}

    @Transactional(readOnly = true)
    public Answer ask(Viewer viewer, Choice choice) {
        requireReader(viewer);
        Instant now = clock.instant();
        List<Passed> passed = passed(choice.place(), now);
        List<Double> waiting = waiting(choice.place(), now);
        double[] gaps = gaps(passed, waiting);
        double[] between = between(passed, waiting);
        int staff = (int) Math.max(1, passed.stream().map(Passed::by).distinct().count());
        double[] waits = passed.stream()
                .mapToDouble(one -> one.begun() - one.entered())
                .sorted()
                .toArray();
        var measured = new Measured(
                staff,
                between.length,
                gaps.length,
                Arrays.stream(gaps).average().orElse(0),
                waiting.size(),
                waits.length == 0 ? null : QueueSimulation.within(waits, 0.5),
                waits.length == 0 ? null : QueueSimulation.within(waits, 0.9),
                null);
        if (!measured.isEnough()) {
            return new Answer(choice, measured, List.of(), 0);
        }
        int runs = Math.max(FEWEST_RUNS, Math.min(MOST_RUNS, DRAWS / between.length));
        // So many at a step make it so many times faster than one alone: the pace is that of all of them.
        Times each = Times.measured(Arrays.stream(gaps).map(gap -> gap * staff).toArray());
        Times arrivals = Times.measured(between);
        return new Answer(
                choice,
                new Measured(
                        measured.staff(),
                        measured.arrivals(),
                        measured.begunWhileWaited(),
                        measured.daysBetween(),
                        measured.waitingNow(),
                        measured.half(),
                        measured.nineOfTen(),
                        play(new QueueSimulation(arrivals, each, staff, waitingAYearAgo(passed)), runs)),
                IntStream.rangeClosed(Math.max(1, staff - 1), staff + 2)
                        .mapToObj(count -> play(new QueueSimulation(arrivals, each, count, waiting), runs))
                        .toList(),
                runs);
    }

    private static Outcome play(QueueSimulation queue, int runs) {
        double[] halves = new double[runs];
        double[] nines = new double[runs];
        for (int run = 0; run < runs; run++) {
            double[] waits = queue.waits(0, DAYS, new SplittableRandom(run));
            halves[run] = waits.length == 0 ? 0 : QueueSimulation.within(waits, 0.5);
            nines[run] = waits.length == 0 ? 0 : QueueSimulation.within(waits, 0.9);
        }
        return new Outcome(queue.servers(), spread(halves), spread(nines));
    }

    private static Spread spread(double[] of) {
        Arrays.sort(of);
        return new Spread(
                QueueSimulation.within(of, 0.5), QueueSimulation.within(of, 0.05), QueueSimulation.within(of, 0.95));
    }

    /** Those begun in the past year, in the order in which they were; times are days, and now is zero. */
    private List<Passed> passed(Place place, Instant now) {
        return asked("""
                        select f.entered_at, f.at - f.worked_seconds * interval '1 second' as begun_at, coalesce(w.ended_by, '') as by
                          from flow_fact f join work_item w on w.task_id = f.task_id
                         where f.kind = 'STEP_COMPLETED' and f.process = :process and f.element = :element
                           and f.service is not distinct from cast(:service as text) and f.at > :from
                         order by f.at desc, f.id desc limit\s""" + READ_AT_MOST, place)
                .param("from", Timestamp.from(now.minus(Duration.ofDays(DAYS))))
                .query((row, number) -> new Passed(
                        days(row.getTimestamp("entered_at"), now),
                        days(row.getTimestamp("begun_at"), now),
                        row.getString("by")))
                .stream()
                .sorted(Comparator.comparingDouble(Passed::begun))
                .toList();
    }

    /** How many days each of those has waited whom nobody has taken yet. */
    private List<Double> waiting(Place place, Instant now) {
        return asked("""
                        select created_at from work_item
                         where state = 'OPEN' and claimed_at is null and process = :process and element = :element
                           and service is not distinct from cast(:service as text)
                         order by created_at limit\s""" + READ_AT_MOST, place)
                .query((row, number) -> -days(row.getTimestamp("created_at"), now))
                .list();
    }

    private JdbcClient.StatementSpec asked(String sql, Place place) {
        return jdbc.sql(sql)
                .param("process", place.process())
                .param("element", place.element())
                .param("service", place.service());
    }

    private static double days(Timestamp at, Instant now) {
        return Duration.between(now, at.toInstant()).toSeconds() / DAY;
    }

    /** The days between two beginnings, of those between which somebody waited all the time: nothing but staff held it up. */
    static double[] gaps(List<Passed> passed, List<Double> waiting) {
        double oldestAfter = waiting.stream().mapToDouble(age -> -age).min().orElse(Double.POSITIVE_INFINITY);
        List<Double> gaps = new ArrayList<>();
        for (int i = passed.size() - 1; i > 0; i--) {
            oldestAfter = Math.min(oldestAfter, passed.get(i).entered());
            double before = passed.get(i - 1).begun();
            if (oldestAfter <= before) {
                gaps.add(passed.get(i).begun() - before);
            }
        }
        return gaps.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The days between two arrivals within the year. */
    private static double[] between(List<Passed> passed, List<Double> waiting) {
        double[] arrivals = DoubleStream.concat(
                        passed.stream().mapToDouble(Passed::entered),
                        waiting.stream().mapToDouble(age -> -age))
                .filter(at -> at > -DAYS)
                .sorted()
                .toArray();
        return IntStream.range(1, arrivals.length)
                .mapToDouble(i -> arrivals[i] - arrivals[i - 1])
                .toArray();
    }

    /** How long those had waited then who were begun later. */
    private static List<Double> waitingAYearAgo(List<Passed> passed) {
        return passed.stream()
                .filter(one -> one.entered() <= -DAYS)
                .map(one -> -DAYS - one.entered())
                .toList();
    }

    private void requireReader(Viewer viewer) {
        access.requireRole(viewer, "insight.viewed", Role.MANAGER, Role.COORDINATOR);
    }
}
