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
import java.util.Objects;
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
 * What would become of the wait at one step if more or fewer people did it, or of that for a centre with more or fewer places:
 * its own arrivals and its own pace, played through many times for the year to come. It says nothing where too little has been
 * measured.
 */
@Service
public class WhatIf {

    /** So many have to have come to a step and been done in the past year, and so many have to show how fast it goes. */
    public static final int ENOUGH = 12;

    private static final int DAYS = 365;
    private static final int MOST_RUNS = 200;
    private static final int FEWEST_RUNS = 20;
    private static final int DRAWS = 200_000;
    private static final int READ_AT_MOST = 5_000;
    private static final double DAY = Duration.ofDays(1).toSeconds();

    /** What there could be more or fewer of. */
    public enum Kind {
        STAFF,
        PLACES
    }

    /** A step, and of a referral the service it goes to; of places the service that has them, and no step. */
    public record Place(
            Kind kind,
            String process,
            String element,
            @Nullable String service) {}

    /** A step that enough people have passed in the past year, or a centre that enough have asked for a place. */
    public record Choice(Place place, String name, long count) {}

    /** Half of all within so many days, or nine of ten: in the middle of all runs, and between which nine of ten runs lie. */
    public record Spread(double middle, double low, double high) {}

    /** The wait of those who come within a year. */
    public record Outcome(int servers, Spread half, Spread nineOfTen) {}

    /**
     * What was measured in the past year.
     *
     * @param servers how many different people did the step, or how many places there are
     * @param arrivals who came to it
     * @param shown how many show how fast it goes: those begun while somebody waited, or the places that became free
     * @param pace on average the days between two beginnings then, or the days for which somebody kept a place
     * @param waitingNow who waits now
     * @param half of those who were begun, half waited at the most so many days; null when none was
     * @param modelled the half and the nine of ten that the same model gives for the past year; null where nothing is modelled
     */
    public record Measured(
            int servers,
            int arrivals,
            int shown,
            double pace,
            int waitingNow,
            @Nullable Double half,
            @Nullable Double nineOfTen,
            @Nullable Outcome modelled) {

        public boolean isEnough() {
            return servers > 0 && arrivals >= ENOUGH && shown >= ENOUGH;
        }

        /** Whether it was rare that somebody waited behind somebody else. */
        public boolean isHardlyEverBusy() {
            return waitingNow <= 1 && shown * 4 <= arrivals;
        }

        /** Whether the model gives for the past year at least half and at most twice of what was measured. */
        public boolean isLikeThePast() {
            return modelled != null && isAbout(half, modelled.half()) && isAbout(nineOfTen, modelled.nineOfTen());
        }

        /** A day more or less is none. */
        private static boolean isAbout(@Nullable Double measured, Spread modelled) {
            return measured != null && modelled.middle() >= measured / 2 - 1 && modelled.middle() <= measured * 2 + 1;
        }
    }

    /** @param outcomes by number of staff or places; empty where too little was measured */
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

    /** What can be asked about: steps, those with the most days waited in all first, and then centres. */
    @Transactional(readOnly = true)
    public List<Choice> choices(Viewer viewer) {
        requireReader(viewer);
        Map<String, Map<String, String>> names = new HashMap<>();
        List<Choice> choices = new ArrayList<>(jdbc.sql("""
                        select process, element, nullif(service, '') as service, sum(n) as completed
                          from flow_day where day > :from and is_completed
                         group by process, element, service having sum(n) >= :enough
                         order by sum(n * waited_hours) desc, process, element, service
                        """)
                .param("from", clock.today().minusDays(DAYS))
                .param("enough", ENOUGH)
                .query((row, number) -> {
                    var place = new Place(
                            Kind.STAFF, row.getString("process"), row.getString("element"), row.getString("service"));
                    return new Choice(
                            place,
                            names.computeIfAbsent(place.process(), steps::of)
                                    .getOrDefault(place.element(), place.element()),
                            row.getLong("completed"));
                })
                .list());
        choices.addAll(centres());
        return choices;
    }

    private List<Choice> centres() {
        return jdbc.sql("""
                        select s.code, count(*) as asked from centre_place p join service s on s.id = p.service_id
                         where p.asked_at > :from group by s.code having count(*) >= :enough order by s.code
                        """)
                .param("from", Timestamp.from(clock.instant().minus(Duration.ofDays(DAYS))))
                .param("enough", ENOUGH)
                .query((row, number) -> new Choice(
                        new Place(Kind.PLACES, "wellbeing-centre-place", "places", row.getString("code")),
                        "",
                        row.getLong("asked")))
                .list();
    }

    /** Work on somebody: when it came and when it was begun, in days from now, and by whom. */
    record Passed(double entered, double begun, String by) {}

    /** A queue as it was found. Times are days, those of somebody's waiting are ages. */
    private record Found(
            int servers,
            List<Double> between,
            List<Double> waits,
            int shown,
            double pace,
            Times each,
            Standing now,
            Standing aYearAgo) {}

    private record Standing(int busy, List<Double> waiting) {}

    @Transactional(readOnly = true)
    public Answer ask(Viewer viewer, Choice choice) {
        requireReader(viewer);
        Instant now = clock.instant();
        Found found = choice.place().kind() == Kind.STAFF ? staff(choice.place(), now) : places(choice.place(), now);
        Measured measured = measured(found, null);
        if (!measured.isEnough()) {
            return new Answer(choice, measured, List.of(), 0);
        }
        int runs = Math.max(
                FEWEST_RUNS, Math.min(MOST_RUNS, DRAWS / found.between().size()));
        return new Answer(
                choice,
                measured(found, play(found, found.servers(), found.aYearAgo(), runs)),
                IntStream.rangeClosed(Math.max(1, found.servers() - 1), found.servers() + 2)
                        .mapToObj(count -> play(found, count, found.now(), runs))
                        .toList(),
                runs);
    }

    private static Measured measured(Found found, @Nullable Outcome modelled) {
        double[] waits =
                found.waits().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Measured(
                found.servers(),
                found.between().size(),
                found.shown(),
                found.pace(),
                found.now().waiting().size(),
                waits.length == 0 ? null : QueueSimulation.within(waits, 0.5),
                waits.length == 0 ? null : QueueSimulation.within(waits, 0.9),
                modelled);
    }

    private static Outcome play(Found found, int servers, Standing from, int runs) {
        var queue = new QueueSimulation(
                Times.measured(found.between()), found.each(), servers, Math.min(servers, from.busy()), from.waiting());
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

    // ------------------------------------------------------------------ staff of a step

    private Found staff(Place place, Instant now) {
        List<Passed> passed = passed(place, now);
        List<Double> waiting = waiting(place, now);
        List<Double> gaps = gaps(passed, waiting);
        int staff = (int) Math.max(1, passed.stream().map(Passed::by).distinct().count());
        // So many at a step make it so many times faster than one alone: the pace is that of all of them.
        List<Double> each = gaps.stream().map(gap -> gap * staff).toList();
        return new Found(
                staff,
                between(DoubleStream.concat(
                        passed.stream().mapToDouble(Passed::entered),
                        waiting.stream().mapToDouble(age -> -age))),
                passed.stream().map(one -> one.begun() - one.entered()).toList(),
                gaps.size(),
                gaps.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                Times.measured(each),
                new Standing(0, waiting),
                new Standing(0, waitingAYearAgo(passed)));
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
    static List<Double> gaps(List<Passed> passed, List<Double> waiting) {
        double oldestAfter = waiting.stream().mapToDouble(age -> -age).min().orElse(Double.POSITIVE_INFINITY);
        List<Double> gaps = new ArrayList<>();
        for (int i = passed.size() - 1; i > 0; i--) {
            oldestAfter = Math.min(oldestAfter, passed.get(i).entered());
            double before = passed.get(i - 1).begun();
            if (oldestAfter <= before) {
                gaps.add(passed.get(i).begun() - before);
            }
        }
        return gaps;
    }

    /** The days between two arrivals within the year. */
    private static List<Double> between(DoubleStream arrivals) {
        double[] inOrder = arrivals.filter(at -> at > -DAYS).sorted().toArray();
        return IntStream.range(1, inOrder.length)
                .mapToObj(i -> inOrder[i] - inOrder[i - 1])
                .toList();
    }

    /** How long those had waited then who were begun later. */
    private static List<Double> waitingAYearAgo(List<Passed> passed) {
        return passed.stream()
                .filter(one -> one.entered() <= -DAYS)
                .map(one -> -DAYS - one.entered())
                .toList();
    }

    // ------------------------------------------------------------------ places of a centre

    /** Somebody who asked for a place; null what has not come: the place, and that it was given back. */
    private record Asked(
            double asked, @Nullable Double given, @Nullable Double ended) {

        boolean waitsAt(double at) {
            return asked <= at && (given == null ? ended == null || ended > at : given > at);
        }

        boolean hasPlaceAt(double at) {
            return given != null && given <= at && (ended == null || ended > at);
        }

        /** For how many days of the past year they had one. */
        double kept() {
            return given == null ? 0 : Math.max(0, (ended == null ? 0 : Math.min(0, ended)) - Math.max(-DAYS, given));
        }
    }

    /**
     * How long a place is kept follows from how many were given back in so many days of all places: those who came to an end
     * alone would be those who left early.
     */
    private Found places(Place place, Instant now) {
        List<Asked> all = jdbc.sql("""
                        select p.asked_at, p.ended_at, min(a.since_on) at time zone 'Europe/London' as given_at
                          from centre_place p join service s on s.id = p.service_id left join centre_allocation a on a.place_id = p.id
                         where s.code = :service group by p.id
                         order by p.asked_at desc limit\s""" + READ_AT_MOST)
                .param("service", place.service())
                .query((row, number) -> new Asked(
                        days(row.getTimestamp("asked_at"), now),
                        daysOrNull(row.getTimestamp("given_at"), now),
                        daysOrNull(row.getTimestamp("ended_at"), now)))
                .list();
        int servers = jdbc.sql("""
                        select coalesce(sum(d.places), 0) from centre_day d join service s on s.id = d.service_id where s.code = :service
                        """)
                .param("service", place.service())
                .query(Integer.class)
                .single();
        int ended = (int) all.stream()
                .filter(one -> one.given() != null && one.ended() != null && one.ended() > -DAYS)
                .count();
        double kept = all.stream().mapToDouble(Asked::kept).sum() / Math.max(1, ended);
        return new Found(
                servers,
                between(all.stream().mapToDouble(Asked::asked)),
                all.stream()
                        .filter(one -> one.given() != null && one.given() > -DAYS)
                        // A place is given on a day, and asked for at an hour of it.
                        .map(one -> Math.max(0, Objects.requireNonNull(one.given()) - one.asked()))
                        .toList(),
                ended,
                kept,
                Times.lasting(kept),
                standing(all, 0),
                standing(all, -DAYS));
    }

    private static Standing standing(List<Asked> all, double at) {
        return new Standing(
                (int) all.stream().filter(one -> one.hasPlaceAt(at)).count(),
                all.stream()
                        .filter(one -> one.waitsAt(at))
                        .map(one -> at - one.asked())
                        .toList());
    }

    private static @Nullable Double daysOrNull(@Nullable Timestamp at, Instant now) {
        return at == null ? null : days(at, now);
    }

    private void requireReader(Viewer viewer) {
        access.requireRole(viewer, "insight.viewed", Role.MANAGER, Role.COORDINATOR);
    }
}
