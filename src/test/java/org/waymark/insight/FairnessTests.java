package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.NAME_COORDINATOR;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Deprivation.Held;
import org.waymark.insight.Fairness.Clock;
import org.waymark.insight.Fairness.Figures;
import org.waymark.insight.Fairness.Grouping;
import org.waymark.insight.Fairness.Row;
import org.waymark.people.Ethnicity;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** Whether some people wait longer than others, against a recount of the raw facts that shares nothing with the query. */
class FairnessTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;
    private static final Question NOVEMBER = new Question(
            LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 30), null, null, null, null, null, null, null);

    private static final Map<String, String> BROAD = Map.of(
            "A",
            "WHITE",
            "C",
            "WHITE",
            "G",
            "MIXED",
            "H",
            "ASIAN",
            "L",
            "ASIAN",
            "P",
            "BLACK",
            "R",
            "OTHER",
            "Z",
            "NOT_STATED");

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Fairness fairness;

    @Autowired
    Deprivation deprivation;

    private final Map<String, String> parts = Map.of("ST4", "01", "ST1", "02");
    private final Random random = new Random(7);

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    @Test
    void agreesWithARecountOfTheRawFacts() {
        for (int person = 0; person < 40; person++) {
            String ref = "WM-TEST-%04d".formatted(person);
            somebody(ref, person);
            // Some begin before the period, some stand there twice, and some have no clock.
            for (int time = 0; time <= random.nextInt(2); time++) {
                stay(ref, random.nextInt(30 * 24) - 12 * 24, 1 + random.nextInt(200), random.nextInt(8) == 0);
            }
        }
        assertThat(load("postcode district,decile\nST4,1\nst1 ,2\nXX9,10\n")).isEmpty();
        care.somebody().livingAlone().registered();
        care.registered();
        care.passDays(1);
        care.registered();
        care.passDays(18);
        care.registered();

        int told = 0;
        int hidden = 0;
        for (Grouping by : Grouping.values()) {
            Map<String, List<First>> groups = recount(by);
            List<Clock> clocks = care.as(MANAGER, () -> fairness.clocks(MANAGER, NOVEMBER, by));
            Clock clock = clocks.stream()
                    .filter(one -> one.element().equals(NAME_COORDINATOR))
                    .findFirst()
                    .orElseThrow();
            assertThat(clock.name()).isEqualTo("Name a coordinator");
            assertThat(clock.groups()).extracting(Row::group).containsExactlyElementsOf(groups.keySet());
            same(clock.all(), groups.values().stream().flatMap(List::stream).toList());
            for (Row row : clock.groups()) {
                List<First> people = groups.getOrDefault(row.group(), List.of());
                if (row.figures() == null) {
                    hidden++;
                } else {
                    assertThat(people).hasSizeGreaterThanOrEqualTo(5);
                    same(row.figures(), people);
                    told++;
                }
            }
        }
        assertThat(told).isGreaterThan(5);
        assertThat(hidden).isGreaterThan(2);
    }

    @Test
    void putsEachCategoryOfTheNhsIntoItsBroadGroup() {
        int each = 5;
        for (Ethnicity ethnicity : Ethnicity.values()) {
            for (int person = 0; person < each; person++) {
                String ref = "WM-%s-%04d".formatted(ethnicity.code(), person);
                somebody(ref, person);
                jdbc.sql("update person set ethnicity = :code where pathway_ref = :ref")
                        .param("code", ethnicity.code())
                        .param("ref", ref)
                        .update();
                stay(ref, 1, 50 + 100 * (person % 2), false);
            }
        }
        Clock clock = care.as(MANAGER, () -> fairness.clocks(MANAGER, NOVEMBER, Grouping.ETHNICITY))
                .get(0);
        Map<String, Long> people = new HashMap<>();
        clock.groups().forEach(row -> {
            if (row.figures() != null) {
                people.put(row.group(), row.figures().people());
            }
        });
        assertThat(people)
                .isEqualTo(
                        Map.of("WHITE", 15L, "MIXED", 20L, "ASIAN", 20L, "BLACK", 15L, "OTHER", 10L, "NOT_STATED", 5L));
    }

    @Test
    void namesOnlyThoseOfWhomANumberIsTold() {
        for (int person = 0; person < 9; person++) {
            care.somebody().livingAlone().registered();
        }
        Viewer coordinator = Alliance.COORDINATOR;
        assertThat(care.as(
                                coordinator,
                                () -> fairness.people(
                                        coordinator,
                                        NOVEMBER,
                                        Grouping.LIVING_ALONE,
                                        "dementia-pathway",
                                        NAME_COORDINATOR,
                                        "ALONE",
                                        null))
                        .people())
                .hasSize(9);

        care.registered();
        care.registered();
        care.registered();

        for (String group : List.of("ALONE", "NOT_ALONE", "NOBODY")) {
            assertThatThrownBy(() -> care.as(
                            coordinator,
                            () -> fairness.people(
                                    coordinator,
                                    NOVEMBER,
                                    Grouping.LIVING_ALONE,
                                    "dementia-pathway",
                                    NAME_COORDINATOR,
                                    group,
                                    null)))
                    .as(group)
                    .isInstanceOf(NotVisible.class);
        }
    }

    @Test
    void isForManagersAndCoordinatorsOnly() {
        assertThatThrownBy(() ->
                        care.as(Alliance.NURSE, () -> fairness.clocks(Alliance.NURSE, NOVEMBER, Grouping.LIVING_ALONE)))
                .isInstanceOf(NotVisible.class);
    }

    @Test
    void saysOfAListWhichDistrictsItKnowsAndTakesTheLastOne() {
        somebody("WM-TEST-0000", 0);
        somebody("WM-TEST-0002", 2);
        assertThat(care.as(MANAGER, () -> deprivation.held(MANAGER))).isEmpty();
        assertThat(load("quintile;Postcode District\n1;ST4\n")).isEmpty();
        assertThat(load("postcode district,decile\nST4,1\nB1,7\n")).isEmpty();

        Held held = care.as(MANAGER, () -> deprivation.held(MANAGER)).orElseThrow();
        assertThat(held.parts()).isEqualTo(10);
        assertThat(List.of(held.districts(), held.inhabited(), held.missing())).containsExactly(2L, 1L, 1L);
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'deprivation.loaded'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void takesNothingOfAListWithOneWrongLine() {
        Map<String, String> answers = new HashMap<>();
        answers.put("", "The file is empty");
        answers.put("district,decile\nST4,1", "must name the columns");
        answers.put("postcode district,decile\n", "no line below its first");
        answers.put("postcode district,decile\nST4,1\nStoke,2", "Line 3: “Stoke” is not a postcode district");
        answers.put("postcode district,quintile\nST4,6", "Line 2: “6” is not a number from 1 to 5");
        answers.put("postcode district,decile\nST4,1\nST1", "Line 3: “” is not a number");
        answers.put("postcode district,decile\nST4,1\nST 4,1", "Line 3: ST4 is on line 2 already");
        answers.put("postcode district,decile\n\"ST4,1", "cannot be read");
        answers.forEach(
                (file, answer) -> assertThat(load(file).get("file")).as(file).contains(answer));
        assertThat(care.as(MANAGER, () -> deprivation.load(MANAGER, " ", "", "2030-01-01", new byte[] {(byte) 0xC3})))
                .containsOnlyKeys("name", "source", "statedOn", "file");
        assertThat(care.as(MANAGER, () -> deprivation.held(MANAGER))).isEmpty();
        assertThatThrownBy(() -> care.as(
                        Alliance.COORDINATOR,
                        () -> deprivation.load(Alliance.COORDINATOR, "a", "b", "2025-10-30", new byte[0])))
                .isInstanceOf(NotVisible.class);
    }

    private Map<String, String> load(String file) {
        return care.as(
                MANAGER,
                () -> deprivation.load(
                        MANAGER, "Indices", "Made up", "2025-10-30", file.getBytes(StandardCharsets.UTF_8)));
    }

    // ------------------------------------------------------------------ made up

    private void somebody(String ref, int number) {
        String[] languages = {"English", "english ", null, "English"};
        String[] ethnicities = {"A", "C", "H", null, "L", "A", "Z", "P", "H", "G", "R"};
        String[] postcodes = {"ST4 7AB", "ST4 1AA", "ST1 2CD", null, "ST1 9XX"};
        LocalDate diagnosed = number % 5 == 0 ? null : LocalDate.of(2026, 3, 1).plusDays(number % 3);
        jdbc.sql("""
                        insert into person (id, pathway_ref, given_name, family_name, date_of_birth, nhs_number_unknown_reason, postcode,
                                            language, ethnicity, lives_alone, lives_in, diagnosed_on, receiving_organisation, sharing, registered_at,
                                            registered_by, name_key, name_sounds)
                        values (gen_random_uuid(), :ref, 'A', 'B', :born, 'made up', :postcode, :language, :ethnicity, :alone, :home, :diagnosed,
                                'approach', 'NOT_ASKED', now(), 'coordinator', 'a b', '{}')
                        """)
                .param("ref", ref)
                // On the second of the three days some turn 65.
                .param("born", number % 2 == 0 ? LocalDate.of(1961, 3, 2) : LocalDate.of(1940, 1, 1))
                .param("postcode", number % 15 == 2 ? "ST10 1ZZ" : postcodes[number % postcodes.length])
                .param("language", number % 15 == 2 ? "Urdu" : languages[number % languages.length])
                .param("ethnicity", ethnicities[number % ethnicities.length])
                .param("alone", number % 3 == 0)
                .param("home", number % 8 == 0 ? "CARE_HOME" : "HOME")
                .param("diagnosed", diagnosed)
                .update();
    }

    private void stay(String ref, int beganHours, int hours, boolean isWithoutClock) {
        Instant began = Care.MONDAY.plus(Duration.ofHours(beganHours));
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, process, element, record, task_id, organisation, stage,
                                               carer_strain, entered_at, due_at, worked_seconds, paused_seconds)
                        values (:at, :kind, :ref, 'dementia-pathway', :element, :ref, :task, 'approach', 'MILD', 'LOW', :began, :due, 0, 0)
                        """)
                .param("at", Timestamp.from(began.plus(Duration.ofHours(hours))))
                .param("kind", random.nextInt(5) == 0 ? "STEP_CANCELLED" : "STEP_COMPLETED")
                .param("ref", ref)
                .param("element", NAME_COORDINATOR)
                .param("task", ref + beganHours)
                .param("began", Timestamp.from(began))
                .param("due", isWithoutClock ? null : Timestamp.from(began.plus(Duration.ofHours(100))))
                .update();
    }

    // ------------------------------------------------------------------ counted again

    private record First(
            String ref, Instant began, @Nullable Instant ended, boolean isCompleted, boolean isLate) {}

    /** The first time of each person, by group; from whole rows, without the query's words. */
    private Map<String, List<First>> recount(Grouping by) {
        List<First> all = new ArrayList<>();
        jdbc.sql("select * from flow_fact where element = :element and kind in ('STEP_COMPLETED', 'STEP_CANCELLED')")
                .param("element", NAME_COORDINATOR)
                .query(row -> {
                    Timestamp due = row.getTimestamp("due_at");
                    Instant at = row.getTimestamp("at").toInstant();
                    if (due != null) {
                        all.add(new First(
                                row.getString("pathway_ref"),
                                row.getTimestamp("entered_at").toInstant(),
                                at,
                                row.getString("kind").equals("STEP_COMPLETED"),
                                at.isAfter(due.toInstant())));
                    }
                });
        jdbc.sql("select * from work_item where element = :element and state = 'OPEN'")
                .param("element", NAME_COORDINATOR)
                .query(row -> {
                    all.add(new First(
                            row.getString("pathway_ref"),
                            row.getTimestamp("created_at").toInstant(),
                            null,
                            false,
                            row.getTimestamp("due_at").toInstant().isBefore(care.now())));
                });
        all.removeIf(one -> one.began().isBefore(Instant.parse("2026-11-01T00:00:00Z"))
                || !one.began().isBefore(Instant.parse("2026-12-01T00:00:00Z")));
        all.sort(Comparator.comparing(First::began));
        Map<String, First> firsts = new HashMap<>();
        all.forEach(one -> firsts.putIfAbsent(one.ref(), one));
        Map<String, List<First>> groups = new TreeMap<>();
        jdbc.sql("select * from person").query(row -> {
            First first = firsts.get(row.getString("pathway_ref"));
            if (first != null) {
                LocalDate diagnosed = row.getObject("diagnosed_on", LocalDate.class);
                LocalDate born = row.getObject("date_of_birth", LocalDate.class);
                String text = by == Grouping.LANGUAGE ? row.getString("language") : row.getString("postcode");
                String group =
                        switch (by) {
                            case LIVING_ALONE -> row.getBoolean("lives_alone") ? "ALONE" : "NOT_ALONE";
                            case CARE_HOME -> row.getString("lives_in");
                            case YOUNG_ONSET ->
                                diagnosed == null ? "" : born.until(diagnosed).getYears() < 65 ? "YOUNG" : "LATER";
                            case LANGUAGE ->
                                text == null ? "" : text.toLowerCase(Locale.UK).strip();
                            case DEPRIVATION ->
                                text == null ? "" : parts.getOrDefault(text.substring(0, text.indexOf(' ')), "");
                            case ETHNICITY -> BROAD.getOrDefault(String.valueOf(row.getString("ethnicity")), "");
                            case AREA -> text == null ? "" : text.substring(0, text.indexOf(' '));
                        };
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(first);
            }
        });
        return groups;
    }

    private void same(@Nullable Figures figures, List<First> people) {
        assertThat(figures).isNotNull();
        if (figures == null) {
            return;
        }
        assertThat(figures.people()).isEqualTo(people.size());
        assertThat(figures.late())
                .isEqualTo(people.stream().filter(First::isLate).count());
        assertThat(figures.share().value()).isEqualTo((double) figures.late() / people.size());
        assertThat(figures.half().hours()).isEqualTo(half(people));
    }

    /** The hour by which, one after the other, the chance of still waiting has fallen to a half. */
    private @Nullable Integer half(List<First> people) {
        double waiting = 1;
        for (int hour = 0; hour < 2_000; hour++) {
            int now = hour;
            long atRisk = people.stream().filter(one -> hours(one) >= now).count();
            long ended = people.stream()
                    .filter(one -> hours(one) == now && one.isCompleted())
                    .count();
            if (ended > 0) {
                waiting *= (double) (atRisk - ended) / atRisk;
                if (waiting <= 0.5) {
                    return hour;
                }
            }
        }
        return null;
    }

    private int hours(First one) {
        Instant end = one.ended() == null ? care.now() : one.ended();
        return (int) Math.ceil(Duration.between(one.began(), end).toSeconds() / 3600.0);
    }
}
