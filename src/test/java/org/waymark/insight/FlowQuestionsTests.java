package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.RESPOND;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd.Concerned;
import org.waymark.insight.HandOvers.HandOver;
import org.waymark.insight.OpenWork.Band;
import org.waymark.insight.Outliers.Beyond;
import org.waymark.insight.Rework.Again;
import org.waymark.insight.Rework.Kind;
import org.waymark.kernel.WorkingDays;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** What each question about the flow answers, against a recount of the raw facts that shares nothing with its query. */
class FlowQuestionsTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;

    /** Of another organisation, so that all are others. */
    private static final Viewer ELSEWHERE = Alliance.OTHER_COORDINATOR;

    private static final Question EVERYTHING = new Question(
            LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31), null, null, null, null, null, null, null);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    OpenWork work;

    @Autowired
    StageFlow stages;

    @Autowired
    HandOvers handOvers;

    @Autowired
    Rework rework;

    @Autowired
    Outliers outliers;

    private final Random random = new Random(5);

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private record Raw(
            String pathway,
            String kind,
            @Nullable String element,
            @Nullable String record,
            @Nullable String task,
            @Nullable String organisation,
            @Nullable String service,
            @Nullable String detail,
            Instant at) {

        Raw(String pathway, String kind, @Nullable String detail, Instant at) {
            this(pathway, kind, null, pathway, null, null, null, detail, at);
        }
    }

    private void write(List<Raw> raws, String process) {
        for (Raw raw : raws) {
            jdbc.sql("""
                            insert into flow_fact (at, kind, pathway_ref, process, element, record, task_id, organisation, service,
                                                   stage, carer_strain, detail)
                            values (:at, :kind, :pathway, :process, :element, :record, :task, :organisation, :service, 'MILD', 'LOW',
                                    :detail)
                            """)
                    .param("at", Timestamp.from(raw.at()))
                    .param("kind", raw.kind())
                    .param("pathway", raw.pathway())
                    .param("process", process)
                    .param("element", raw.element())
                    .param("record", raw.record())
                    .param("task", raw.task())
                    .param("organisation", raw.organisation())
                    .param("service", raw.service())
                    .param("detail", raw.detail())
                    .update();
        }
    }

    private Instant anyTime(int days) {
        return Care.MONDAY.minus(Duration.ofMinutes(random.nextInt(days * 1440)));
    }

    private static LocalDate day(Instant at) {
        return at.atZone(WorkingDays.ZONE).toLocalDate();
    }

    // ------------------------------------------------------------------ the age of open work

    /** Two working days from Monday 09:00 end on Wednesday 17:00, after 56 hours: half of it is over on Tuesday at 13:00. */
    @Test
    void agesEachStepAgainstItsOwnClock() {
        Somebody person = care.registered();
        Map<String, Band> expected = new LinkedHashMap<>();
        expected.put("2026-11-10T12:30:00Z", Band.FIRST_HALF);
        expected.put("2026-11-10T13:30:00Z", Band.SECOND_HALF);
        expected.put("2026-11-11T17:30:00Z", Band.OVERDUE);
        expected.put("2026-11-14T00:30:00Z", Band.OVERDUE);
        expected.put("2026-11-14T01:30:00Z", Band.FAR_OVERDUE);
        Question pathway = EVERYTHING.of("dementia-pathway");

        expected.forEach((at, band) -> {
            care.passUntil(Instant.parse(at));
            assertThat(care.as(MANAGER, () -> work.ages(MANAGER, pathway)))
                    .as(at)
                    .containsOnlyKeys(band)
                    .hasEntrySatisfying(band, count -> assertThat(count.steps()).isEqualTo(1));
        });
        Viewer coordinator = Alliance.COORDINATOR;
        assertThat(care.as(coordinator, () -> work.people(coordinator, pathway, Band.FAR_OVERDUE, null))
                        .people())
                .extracting(Concerned::pathway, Concerned::step)
                .containsExactly(tuple(person.ref(), "Name a coordinator"));
    }

    // ------------------------------------------------------------------ people at each stage

    @Test
    void countsPeopleAtTheStageConfirmedLastWhileTheirPathwayIsOpen() {
        List<String> levels = List.of("MILD", "MODERATE", "SEVERE");
        List<Raw> raws = new ArrayList<>();
        for (int person = 0; person < 120; person++) {
            String pathway = "WM-0000-%04d".formatted(person);
            Instant at = anyTime(300);
            raws.add(new Raw(pathway, "RUN_STARTED", null, at));
            for (int change = random.nextInt(5); change > 0; change--) {
                at = at.plus(Duration.ofMinutes(random.nextInt(60 * 1440)));
                raws.add(
                        switch (random.nextInt(4)) {
                            case 0 -> new Raw(pathway, "RUN_ENDED", null, at);
                            case 1 -> new Raw(pathway, "RUN_STARTED", null, at);
                            default -> new Raw(pathway, "STAGE_CONFIRMED", levels.get(random.nextInt(3)), at);
                        });
            }
        }
        write(raws, "dementia-pathway");
        Question year = new Question(
                LocalDate.of(2026, 1, 15), LocalDate.of(2026, 11, 9), null, null, null, null, null, null, null);

        Map<LocalDate, Map<String, Long>> people = care.as(MANAGER, () -> stages.people(MANAGER, year));

        assertThat(people.keySet())
                .hasSize(11)
                .startsWith(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28))
                .endsWith(LocalDate.of(2026, 10, 31), LocalDate.of(2026, 11, 9));
        people.forEach((day, counts) -> {
            Map<String, Raw> run = new HashMap<>();
            Map<String, Raw> stage = new HashMap<>();
            raws.stream()
                    .filter(raw -> !day(raw.at()).isAfter(day))
                    .sorted(Comparator.comparing(Raw::at))
                    .forEach(raw -> (raw.kind().equals("STAGE_CONFIRMED") ? stage : run).put(raw.pathway(), raw));
            Map<String, Long> expected = new TreeMap<>();
            run.values().stream()
                    .filter(raw -> raw.kind().equals("RUN_STARTED"))
                    .forEach(raw -> expected.merge(
                            stage.containsKey(raw.pathway())
                                    ? Objects.requireNonNull(
                                            stage.get(raw.pathway()).detail())
                                    : "UNKNOWN",
                            1L,
                            Long::sum));
            assertThat(counts).as("%s", day).isEqualTo(expected);
        });
        Map<String, Long> last = Objects.requireNonNull(people.get(LocalDate.of(2026, 11, 9)));
        assertThat(care.as(ELSEWHERE, () -> stages.people(ELSEWHERE, year, LocalDate.of(2026, 11, 9), "MILD", null))
                        .others())
                .isEqualTo(last.get("MILD"));
    }

    // ------------------------------------------------------------------ hand-overs

    @Test
    void followsWorkFromOneOrganisationToAnother() {
        List<String> organisations = List.of("approach", "dougie-mac", "community-trust");
        List<Raw> raws = new ArrayList<>();
        for (int run = 0; run < 150; run++) {
            String pathway = "WM-0000-%04d".formatted(run / 2);
            String record = "run-" + run;
            Instant at = anyTime(60);
            for (int step = 0; step < 4; step++) {
                String organisation = organisations.get(random.nextInt(3));
                String task = record + "-" + step;
                raws.add(fact(pathway, "STEP_ENTERED", record, task, organisation, at));
                at = at.plus(Duration.ofMinutes(random.nextInt(3 * 1440) + 1));
                int end = random.nextInt(5);
                if (end == 0) {
                    break;
                }
                if (end == 1) {
                    raws.add(fact(pathway, "STEP_CANCELLED", record, task, organisation, at));
                    break;
                }
                if (end == 2) {
                    raws.add(fact(pathway, "STEP_CLAIMED", record, task, organisation, at));
                    at = at.plus(Duration.ofHours(5));
                }
                raws.add(fact(pathway, "STEP_COMPLETED", record, task, organisation, at));
                at = at.plusSeconds(1);
            }
        }
        write(raws, "partner-referral");
        Question weeks = new Question(
                LocalDate.of(2026, 9, 20), LocalDate.of(2026, 10, 20), null, null, null, null, null, null, null);

        List<HandOver> all = care.as(MANAGER, () -> handOvers.all(MANAGER, weeks));

        assertThat(all).containsExactlyInAnyOrderElementsOf(recountHandOvers(raws, weeks));
        assertThat(all).hasSize(6);
        HandOver most = all.get(0);
        assertThat(care.as(ELSEWHERE, () -> handOvers.people(ELSEWHERE, weeks, most.from(), most.to(), true, null))
                        .others())
                .isEqualTo(most.open());
    }

    private static Raw fact(String pathway, String kind, String record, String task, String organisation, Instant at) {
        return new Raw(pathway, kind, RESPOND, record, task, organisation, null, null, at);
    }

    private List<HandOver> recountHandOvers(List<Raw> raws, Question question) {
        record Way(String from, String to) {}
        Map<String, String> before = new HashMap<>();
        Map<Way, List<Integer>> taken = new HashMap<>();
        Map<Way, long[]> counts = new HashMap<>();
        for (Raw raw : raws) {
            String run = Objects.requireNonNull(raw.record());
            String organisation = Objects.requireNonNull(raw.organisation());
            if (raw.kind().equals("STEP_COMPLETED")) {
                before.put(run, organisation);
            }
            if (!raw.kind().equals("STEP_ENTERED")
                    || day(raw.at()).isBefore(question.from())
                    || day(raw.at()).isAfter(question.to())
                    || before.getOrDefault(run, organisation).equals(organisation)) {
                continue;
            }
            var way = new Way(before.getOrDefault(run, organisation), organisation);
            long[] count = counts.computeIfAbsent(way, any -> new long[2]);
            count[0]++;
            Raw next = raws.stream()
                    .filter(one -> Objects.equals(one.task(), raw.task())
                            && !one.kind().equals("STEP_ENTERED"))
                    .min(Comparator.comparing(Raw::at))
                    .orElse(null);
            if (next == null) {
                count[1]++;
            } else if (!next.kind().equals("STEP_CANCELLED")) {
                long seconds = Duration.between(raw.at(), next.at()).toSeconds();
                taken.computeIfAbsent(way, any -> new ArrayList<>()).add((int) ((seconds + 3599) / 3600));
            }
        }
        List<HandOver> all = new ArrayList<>();
        counts.forEach((way, count) -> {
            List<Integer> hours = taken.getOrDefault(way, new ArrayList<>());
            hours.sort(Comparator.naturalOrder());
            all.add(new HandOver(
                    way.from(),
                    way.to(),
                    count[0],
                    hours.size(),
                    hours.isEmpty()
                            ? null
                            : new Times(
                                    hours.get((int) Math.ceil(hours.size() * 0.5) - 1),
                                    hours.get((int) Math.ceil(hours.size() * 0.9) - 1)),
                    count[1]));
        });
        return all;
    }

    // ------------------------------------------------------------------ done again

    @Test
    void countsWhatWasReturnedSentAnotherWayReopenedOrCorrected() {
        List<Raw> raws = new ArrayList<>();
        List<String> services = List.of("GP_REVIEW", "FALLS_SERVICE");
        Set<String> ended = new HashSet<>();
        Map<Kind, Long> expected = new EnumMap<>(Kind.class);
        Instant at = Care.MONDAY.minus(Duration.ofDays(40));
        for (int i = 0; i < 300; i++) {
            String pathway = "WM-0000-%04d".formatted(random.nextInt(20));
            at = at.plusSeconds(random.nextInt(3600) + 1);
            String service = services.get(random.nextInt(2));
            switch (random.nextInt(8)) {
                case 0 ->
                    raws.add(new Raw(pathway, "STEP_ENTERED", NAME_COORDINATOR, pathway, null, null, null, null, at));
                case 1 -> {
                    raws.add(new Raw(pathway, "STEP_RELEASED", NAME_COORDINATOR, pathway, null, null, null, null, at));
                    expected.merge(Kind.RETURNED_TASK, 1L, Long::sum);
                }
                case 2 -> {
                    raws.add(new Raw(pathway, "STEP_REASSIGNED", RESPOND, pathway, null, null, null, null, at));
                    expected.merge(Kind.REROUTED_TASK, 1L, Long::sum);
                }
                case 3 -> {
                    raws.add(new Raw(pathway, "REFERRAL_MOVED", null, null, null, null, service, "DECLINED", at));
                    expected.merge(Kind.REROUTED_REFERRAL, 1L, Long::sum);
                }
                case 4 -> {
                    raws.add(new Raw(pathway, "REFERRAL_MOVED", null, null, null, null, service, "QUESTION_ASKED", at));
                    expected.merge(Kind.RETURNED_REFERRAL, 1L, Long::sum);
                }
                case 5 -> {
                    raws.add(new Raw(pathway, "RUN_ENDED", null, at));
                    ended.add(pathway);
                }
                case 6 -> {
                    raws.add(new Raw(pathway, "RUN_STARTED", null, at));
                    if (ended.contains(pathway)) {
                        expected.merge(Kind.REOPENED, 1L, Long::sum);
                    }
                }
                default -> {
                    raws.add(new Raw(pathway, "LIFE_EVENT_TAKEN_BACK", "DIED", at));
                    expected.merge(Kind.CORRECTED_EVENT, 1L, Long::sum);
                }
            }
        }
        write(raws, "dementia-pathway");

        List<Again> all = care.as(MANAGER, () -> rework.all(MANAGER, EVERYTHING));

        Map<Kind, Long> counted = new EnumMap<>(Kind.class);
        all.forEach(one -> counted.merge(one.kind(), one.times(), Long::sum));
        assertThat(counted).isEqualTo(expected);
        assertThat(all)
                .filteredOn(one -> one.kind() == Kind.REROUTED_REFERRAL)
                .extracting(Again::about)
                .containsExactlyInAnyOrderElementsOf(services);
        Again returned = all.stream()
                .filter(one -> one.kind() == Kind.RETURNED_TASK)
                .findFirst()
                .orElseThrow();
        assertThat(returned.of())
                .isEqualTo(raws.stream()
                        .filter(raw -> raw.kind().equals("STEP_ENTERED"))
                        .count());
        assertThat(care.as(
                                ELSEWHERE,
                                () -> rework.people(ELSEWHERE, EVERYTHING, Kind.RETURNED_TASK, returned.about(), null))
                        .others())
                .isEqualTo(returned.times());
    }

    @Test
    void countsAPathwayThatWasReopenedAndDetailsThatWerePutRight() {
        Somebody person = care.registered();
        person.dies();
        care.passDays(1);
        person.isReopened();

        assertThat(care.as(MANAGER, () -> rework.all(MANAGER, EVERYTHING)))
                .extracting(Again::kind, Again::times)
                .containsExactlyInAnyOrder(tuple(Kind.REOPENED, 1L), tuple(Kind.CORRECTED_EVENT, 1L));
    }

    // ------------------------------------------------------------------ far beyond the usual

    /**
     * Twelve stays of 10, 20, … 120 hours: the quartiles are the third and the ninth, 30 and 90 hours, 60 apart, so whatever
     * takes longer than 90 + 1.5 × 60 = 180 hours is far beyond. A thirteenth of 181 hours is; with it the quartiles are the
     * fourth and the tenth, 40 and 100, and the fence stands at 190, so it has to be 191.
     */
    @Test
    void drawsTukeysFenceAroundWhatIsUsual() {
        IntStream.rangeClosed(1, 12).forEach(tens -> stay(tens * 10));
        assertThat(beyond()).isEmpty();

        stay(190);
        assertThat(beyond()).as("at the fence").isEmpty();
        WaymarkDatabase.clean();
        care.begin();
        IntStream.rangeClosed(1, 12).forEach(tens -> stay(tens * 10));
        stay(191);

        assertThat(beyond())
                .containsExactly(
                        new Beyond("dementia-pathway", NAME_COORDINATOR, NAME_COORDINATOR, 13, 40, 100, 190, 1, 0));
    }

    @Test
    void namesWhoIsThereStillAndCallsNothingUsualOfFewStays() {
        IntStream.rangeClosed(1, 7).forEach(one -> stay(10));
        Somebody person = care.registered();
        care.passDays(2);
        assertThat(beyond()).isEmpty();

        stay(10);

        assertThat(beyond())
                .containsExactly(
                        new Beyond("dementia-pathway", NAME_COORDINATOR, "Name a coordinator", 8, 10, 10, 34, 0, 1));
        Viewer coordinator = Alliance.COORDINATOR;
        assertThat(care.as(
                                coordinator,
                                () -> outliers.people(
                                        coordinator, EVERYTHING, "dementia-pathway", NAME_COORDINATOR, true, null))
                        .people())
                .extracting(Concerned::pathway, Concerned::hours)
                .containsExactly(tuple(person.ref(), 48));
    }

    private List<Beyond> beyond() {
        return care.as(MANAGER, () -> outliers.all(MANAGER, EVERYTHING));
    }

    private void stay(int hours) {
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, process, element, record, organisation, stage, carer_strain,
                                               entered_at, worked_seconds, paused_seconds)
                        values (:at, 'STEP_COMPLETED', 'WM-0000-0000', 'dementia-pathway', :element, 'x', 'approach', 'MILD', 'LOW',
                                :entered, 0, 0)
                        """)
                .param("at", Timestamp.from(Care.MONDAY))
                .param("element", NAME_COORDINATOR)
                .param("entered", Timestamp.from(Care.MONDAY.minus(Duration.ofHours(hours))))
                .update();
    }

    // ------------------------------------------------------------------ who may ask

    @Test
    void areForManagersAndCoordinatorsOnly() {
        Viewer nurse = Alliance.NURSE;
        for (Runnable question : List.<Runnable>of(
                () -> work.ages(nurse, EVERYTHING),
                () -> stages.people(nurse, EVERYTHING),
                () -> handOvers.all(nurse, EVERYTHING),
                () -> rework.all(nurse, EVERYTHING),
                () -> outliers.all(nurse, EVERYTHING))) {
            assertThatThrownBy(() -> care.as(nurse, () -> {
                        question.run();
                        return true;
                    }))
                    .isInstanceOf(NotVisible.class);
        }
    }
}
