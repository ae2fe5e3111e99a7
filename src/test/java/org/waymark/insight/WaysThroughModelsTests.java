package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.REPORT_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.WELCOME;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Conformance.Deviation;
import org.waymark.insight.Conformance.Finding;
import org.waymark.insight.Conformance.Report;
import org.waymark.insight.Paths.Path;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** Which ways people took through a model, and whether they kept to what it draws. */
class WaysThroughModelsTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;

    /** Of another organisation, so that all are others. */
    private static final Viewer ELSEWHERE = Alliance.OTHER_COORDINATOR;

    private static final Question REFERRALS = new Question(
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2027, 12, 31),
            "partner-referral",
            null,
            null,
            null,
            null,
            null,
            null);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Paths paths;

    @Autowired
    Conformance conformance;

    private Instant at = Care.MONDAY;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private void fact(String pathway, String kind, String process, @Nullable String element, Instant when) {
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, process, version, element, record, stage, carer_strain)
                        values (:at, :kind, :pathway, :process, 1, :element, :pathway, 'MILD', 'LOW')
                        """)
                .param("at", Timestamp.from(when))
                .param("kind", kind)
                .param("pathway", pathway)
                .param("process", process)
                .param("element", element)
                .update();
    }

    /** Steps an hour apart, and the end an hour after the last. */
    private void run(String pathway, String process, boolean isOver, String... elements) {
        Instant time = at;
        fact(pathway, "RUN_STARTED", process, null, time);
        for (String element : elements) {
            time = time.plus(Duration.ofHours(1));
            fact(pathway, "STEP_COMPLETED", process, element, time);
        }
        if (isOver) {
            fact(pathway, "RUN_ENDED", process, null, time.plus(Duration.ofHours(1)));
        }
    }

    private Report report(String process) {
        return care.as(MANAGER, () -> conformance.report(MANAGER, REFERRALS.of(process)));
    }

    // ------------------------------------------------------------------ ways

    /** A run that passed these steps, one an hour, and what its way is told as: a step that several people do, once. */
    private record Way(List<String> steps, List<String> told) {}

    @Test
    void tellsEachWayWithHowManyTookItAndHowLong() {
        List<Way> ways = List.of(
                new Way(List.of(RESPOND), List.of(RESPOND)),
                new Way(
                        List.of(RESPOND, FIRST_CONTACT, REPORT_OUTCOME, READ_OUTCOME),
                        List.of(RESPOND, FIRST_CONTACT, REPORT_OUTCOME, READ_OUTCOME)),
                new Way(List.of(RESPOND, RESPOND, FIRST_CONTACT), List.of(RESPOND, FIRST_CONTACT)),
                new Way(List.of(RESPOND, FIRST_CONTACT), List.of(RESPOND, FIRST_CONTACT)),
                new Way(List.of(), List.of()));
        Random random = new Random(3);
        Map<String, List<Integer>> expected = new TreeMap<>();
        for (int run = 0; run < 80; run++) {
            Way way = ways.get(random.nextInt(ways.size()));
            boolean isOver = random.nextBoolean();
            at = Care.MONDAY.minus(Duration.ofMinutes(random.nextInt(10000)));
            run(
                    "WM-0000-%04d".formatted(run),
                    "partner-referral",
                    isOver,
                    way.steps().toArray(String[]::new));
            expected.computeIfAbsent(way.told() + " " + isOver, any -> new ArrayList<>())
                    .add(way.steps().size() + 1);
        }

        Paths.Taken taken = care.as(MANAGER, () -> paths.taken(MANAGER, REFERRALS));

        assertThat(taken.all()).isEqualTo(80);
        assertThat(taken.paths()).hasSize(expected.size());
        for (Path path : taken.paths()) {
            List<Integer> hours = Objects.requireNonNull(expected.get(path.steps() + " " + path.isOver()));
            hours.sort(null);
            assertThat(path.runs()).isEqualTo(hours.size());
            assertThat(path.times())
                    .isEqualTo(
                            path.isOver()
                                    ? new Times(
                                            hours.get((int) Math.ceil(hours.size() * 0.5) - 1),
                                            hours.get((int) Math.ceil(hours.size() * 0.9) - 1))
                                    : null);
            assertThat(care.as(ELSEWHERE, () -> paths.people(ELSEWHERE, REFERRALS, path.key(), null))
                            .others())
                    .isEqualTo(path.runs());
        }
    }

    // ------------------------------------------------------------------ kept to the model

    @Test
    void findsNothingWhereCareWentItsOrdinaryWay() {
        Somebody person = care.registered().referredTo("DEMENTIA_ADVISER");
        person.does(RESPOND).does(FIRST_CONTACT).does(REPORT_OUTCOME).does(READ_OUTCOME);
        care.registered().livingWithItAt("5").dies();

        for (String process :
                List.of("dementia-pathway", "staging-assessment", "partner-referral", "carer-enablement")) {
            Report report = report(process);
            assertThat(report.kept()).as(process).isEqualTo(report.runs());
            assertThat(report.deviations())
                    .as(process)
                    .extracting(Deviation::finding)
                    .allMatch(finding -> !finding.deviates());
        }
        assertThat(report("dementia-pathway").runs()).isEqualTo(2);
    }

    @Test
    void saysWhichStepIsMissingOutOfOrderOrRepeated() {
        Somebody usual = care.registered();
        run("WM-0000-0001", "dementia-pathway", true, NAME_COORDINATOR, WELCOME, PLAN, PLAN);
        run("WM-0000-0002", "dementia-pathway", true, NAME_COORDINATOR, PLAN);
        run("WM-0000-0003", "dementia-pathway", true, WELCOME, NAME_COORDINATOR, PLAN);
        run("WM-0000-0004", "dementia-pathway", true, NAME_COORDINATOR, NAME_COORDINATOR, WELCOME);

        Report report = report("dementia-pathway");

        assertThat(report.runs()).isEqualTo(5);
        assertThat(report.kept()).isEqualTo(2);
        assertThat(report.deviations())
                .extracting(Deviation::finding, Deviation::step, Deviation::without, Deviation::runs)
                .containsExactlyInAnyOrder(
                        tuple(
                                Finding.MISSING,
                                "Agree the support plan",
                                List.of("Make the welcome contact", "Review"),
                                1L),
                        tuple(Finding.OUT_OF_ORDER, "Make the welcome contact", List.of("Name a coordinator"), 1L),
                        tuple(Finding.REPEATED, "Name a coordinator", List.of(), 1L),
                        tuple(Finding.REPEATED_AS_DRAWN, "Agree the support plan", List.of(), 1L));
        assertThat(care.as(
                                ELSEWHERE,
                                () -> conformance.people(
                                        ELSEWHERE,
                                        REFERRALS.of("dementia-pathway"),
                                        Finding.REPEATED,
                                        NAME_COORDINATOR,
                                        null))
                        .others())
                .isEqualTo(1);
        assertThat(usual.at("dementia-pathway")).isNotEmpty();
    }
}
