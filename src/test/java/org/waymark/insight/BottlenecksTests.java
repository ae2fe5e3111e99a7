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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.insight.Bottlenecks.Here;
import org.waymark.insight.Bottlenecks.Standing;
import org.waymark.insight.Bottlenecks.Step;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** Waits are counted from the facts and agree with what anybody can work out from them by hand. */
class BottlenecksTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Question EVERYTHING = new Question(
            LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31), null, null, null, null, null, null, null);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    FlowCounts counts;

    @Autowired
    Bottlenecks bottlenecks;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private List<Step> steps(Question question) {
        return care.as(MANAGER, () -> bottlenecks.steps(MANAGER, question));
    }

    private Step step(Question question, String element) {
        return steps(question).stream()
                .filter(one -> one.element().equals(element))
                .findFirst()
                .orElseThrow();
    }

    /** A completed step that waited and was worked at for so many hours, without anybody on a pathway. */
    private void passed(String element, Instant endedAt, int waited, int worked, boolean late, String stage) {
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, process, version, element, organisation, role, service, stage,
                                               carer_strain, entered_at, due_at, worked_seconds, paused_seconds)
                        values (:at, 'STEP_COMPLETED', 'WM-0000-0000', 'partner-referral', 1, :element, 'approach', 'partner', 'GP_REVIEW',
                                :stage, 'LOW', :entered, :due, :worked, 0)
                        """)
                .param("at", Timestamp.from(endedAt))
                .param("element", element)
                .param("stage", stage)
                .param("entered", Timestamp.from(endedAt.minus(Duration.ofHours(waited + worked))))
                .param("due", Timestamp.from(late ? endedAt.minusSeconds(60) : endedAt.plusSeconds(60)))
                .param("worked", worked * 3600L)
                .update();
    }

    /** Ten steps waited 1 to 10 hours: half of them at the most 5, nine of ten at the most 9. */
    @Test
    void saysHalfAndNineOfTenInsteadOfAnAverage() {
        IntStream.rangeClosed(1, 10).forEach(hours -> passed(RESPOND, Care.MONDAY, hours, 2, hours > 7, "MILD"));

        Step step = step(EVERYTHING, RESPOND);

        assertThat(step.completed()).isEqualTo(10);
        assertThat(step.waited()).isEqualTo(new Times(5, 9));
        assertThat(step.worked()).isEqualTo(new Times(2, 2));
        assertThat(step.whole()).isEqualTo(new Times(7, 11));
        assertThat(step.late()).isEqualTo(3);
        assertThat(step.latePercent()).contains(30);
    }

    @Test
    void agreesWithCountingByHandForAnyPeriodStageAndOrganisation() {
        Random random = new Random(7);
        List<String> stages = List.of("MILD", "SEVERE", "UNKNOWN");
        for (int fact = 0; fact < 400; fact++) {
            passed(
                    random.nextBoolean() ? RESPOND : NAME_COORDINATOR,
                    Care.MONDAY.plus(Duration.ofMinutes(random.nextInt(40 * 1440))),
                    random.nextInt(500),
                    random.nextInt(30),
                    random.nextInt(3) == 0,
                    stages.get(random.nextInt(3)));
        }

        for (int asked = 0; asked < 12; asked++) {
            LocalDate from = LocalDate.of(2026, 11, 9).plusDays(random.nextInt(40));
            Question question = new Question(
                    from,
                    from.plusDays(random.nextInt(20)),
                    asked % 3 == 0 ? null : "partner-referral",
                    null,
                    asked % 4 == 0 ? "approach" : null,
                    null,
                    null,
                    asked % 2 == 0 ? null : stages.get(random.nextInt(3)),
                    null);
            assertThat(steps(question))
                    .extracting(Step::element, Step::completed, Step::late, Step::waited)
                    .containsExactlyInAnyOrderElementsOf(byHand(question));
        }
    }

    private List<Tuple> byHand(Question question) {
        record Raw(String element, Instant at, Instant entered, Instant due, long worked, String stage) {}
        Map<String, List<Raw>> kept = new TreeMap<>();
        jdbc
                .sql(
                        "select element, at, entered_at, due_at, worked_seconds, stage from flow_fact where kind = 'STEP_COMPLETED'")
                .query((row, number) -> new Raw(
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant(),
                        row.getLong(5),
                        row.getString(6)))
                .list()
                .stream()
                .filter(raw -> {
                    LocalDate day = raw.at().atZone(LONDON).toLocalDate();
                    return !day.isBefore(question.from())
                            && !day.isAfter(question.to())
                            && (question.stage() == null || question.stage().equals(raw.stage()));
                })
                .forEach(raw -> kept.computeIfAbsent(raw.element(), any -> new ArrayList<>())
                        .add(raw));
        List<Tuple> rows = new ArrayList<>();
        kept.forEach((element, raws) -> {
            List<Integer> waits = new ArrayList<>();
            raws.forEach(raw -> {
                long seconds = Duration.between(raw.entered(), raw.at()).toSeconds() - raw.worked();
                waits.add((int) (seconds <= 14 * 86400 ? (seconds + 3599) / 3600 : (seconds + 86399) / 86400 * 24));
            });
            Collections.sort(waits);
            long late = raws.stream().filter(raw -> raw.at().isAfter(raw.due())).count();
            rows.add(tuple(
                    element,
                    (long) raws.size(),
                    late,
                    new Times(
                            waits.get((int) Math.ceil(waits.size() * 0.5) - 1),
                            waits.get((int) Math.ceil(waits.size() * 0.9) - 1))));
        });
        return rows;
    }

    @Test
    void countsTheSameInPartsAsAllAtOnce() {
        care.registered().livingWithItAt("4");
        counts.countNew();
        care.registered().livingWithItAt("6c");
        counts.countNew();
        care.registered().dies();
        counts.countNew();
        List<Map<String, Object>> inParts = figures();

        counts.countAll();

        assertThat(figures()).isEqualTo(inParts).isNotEmpty();

        transaction.executeWithoutResult(status -> new FlowCounts(jdbc, 7).countAll());

        assertThat(figures()).as("seven facts at a time").isEqualTo(inParts);
    }

    private List<Map<String, Object>> figures() {
        return jdbc.sql("select * from flow_day order by "
                        + IntStream.rangeClosed(1, 15)
                                .mapToObj(String::valueOf)
                                .reduce((one, two) -> one + ", " + two)
                                .orElseThrow())
                .query()
                .listOfRows();
    }

    /** The transaction that began first may end last; what it wrote has the smaller number and must not be passed over. */
    @Test
    void leavesNothingOutThatWasWrittenWhileItCounted() throws Exception {
        var written = new CountDownLatch(1);
        var counted = new CountDownLatch(1);
        Thread slow = new Thread(() -> transaction.executeWithoutResult(status -> {
            passed(RESPOND, Care.MONDAY, 3, 0, false, "MILD");
            written.countDown();
            await(counted);
        }));
        slow.start();
        await(written);
        passed(RESPOND, Care.MONDAY, 4, 0, false, "MILD");
        counts.countNew();
        counted.countDown();
        slow.join();

        counts.countNew();

        assertThat(figures()).extracting(figure -> figure.get("waited_hours")).containsExactlyInAnyOrder(3, 4);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysWhoStandsAtAStepNowAndSinceWhen() {
        Somebody first = care.registered();
        care.passDays(1);
        care.registered();
        care.passDays(6);

        Step step = step(EVERYTHING, NAME_COORDINATOR);

        assertThat(step.name()).isEqualTo("Name a coordinator");
        assertThat(step.open()).isEqualTo(2);
        assertThat(step.openLate()).isEqualTo(2);
        assertThat(step.openSince()).isEqualTo(first.task(NAME_COORDINATOR).createdAt());
    }

    @Test
    void namesOnlyThoseWhomTheViewerMaySeeAndCountsTheOthers() {
        Somebody person = care.registered();
        Question pathway = EVERYTHING.of("dementia-pathway");

        Here coordinators =
                care.as(Alliance.COORDINATOR, () -> bottlenecks.here(Alliance.COORDINATOR, pathway, NAME_COORDINATOR));
        Here others = care.as(
                Alliance.OTHER_COORDINATOR,
                () -> bottlenecks.here(Alliance.OTHER_COORDINATOR, pathway, NAME_COORDINATOR));

        assertThat(coordinators.people()).extracting(Standing::pathway).containsExactly(person.ref());
        assertThat(coordinators.others()).isZero();
        assertThat(others.people()).isEmpty();
        assertThat(others.others()).isEqualTo(1);
        assertThat(person.value("select actor from audit_event where pathway_ref = :ref and action = 'waiting.viewed'"))
                .isEqualTo("coordinator");
    }

    /** A step belongs to the team of whoever did it, or has it now. */
    @Test
    void tellsTheWorkOfOneTeamApart() {
        care.registered().named();
        care.registered();
        Question team = new Question(
                EVERYTHING.from(), EVERYTHING.to(), null, null, null, Alliance.COORDINATOR.team(), null, null, null);
        Question other =
                new Question(EVERYTHING.from(), EVERYTHING.to(), null, null, null, "wellbeing", null, null, null);

        Step named = step(team, NAME_COORDINATOR);
        assertThat(named.completed()).isEqualTo(1);
        assertThat(named.open()).as("nobody has taken it yet").isZero();
        assertThat(step(EVERYTHING, NAME_COORDINATOR).open()).isEqualTo(1);
        assertThat(steps(other)).isEmpty();
    }

    /** The code of then counts for what has ended, and that of now for what is open. */
    @Test
    void tellsTheWorkOnOneCodeOfNeedsApart() {
        Somebody green = care.registered();
        Somebody red = care.registered();
        code(green, "GREEN");
        code(red, "RED");
        green.named();
        code(green, "RED");
        Question ofGreen = ofCode("GREEN");
        Question ofRed = ofCode("RED");

        assertThat(step(ofGreen, NAME_COORDINATOR).completed()).isEqualTo(1);
        assertThat(step(ofGreen, NAME_COORDINATOR).open()).isZero();
        assertThat(step(ofRed, NAME_COORDINATOR).completed()).isZero();
        assertThat(step(ofRed, NAME_COORDINATOR).open()).isEqualTo(1);
        assertThat(steps(ofCode("BLUE"))).isEmpty();
    }

    private static Question ofCode(String code) {
        return new Question(EVERYTHING.from(), EVERYTHING.to(), null, null, null, null, null, null, code);
    }

    private void code(Somebody person, String code) {
        jdbc.sql("update pathway set needs_code = :code where pathway_ref = :ref")
                .param("code", code)
                .param("ref", person.ref().value())
                .update();
    }

    @Test
    void isForManagersAndCoordinatorsOnly() {
        for (Viewer viewer : List.of(Alliance.NURSE, Alliance.PARTNER, Alliance.OPERATOR)) {
            assertThatThrownBy(() -> care.as(viewer, () -> bottlenecks.steps(viewer, EVERYTHING)))
                    .isInstanceOf(NotVisible.class);
        }
    }

    @Test
    void aPeriodNeverRunsBackwards() {
        assertThatThrownBy(() -> new Question(
                        LocalDate.of(2026, 2, 1), LocalDate.of(2026, 1, 31), null, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** 25 October 2026 has 25 hours: a wait over it is as long as it was, not as the clock on the wall says. */
    @Test
    void countsRealHoursOverAChangeOfTheClocks() {
        Instant before = Instant.parse("2026-10-24T11:00:00Z");
        passed(RESPOND, before.plus(Duration.ofHours(25)), 25, 0, false, "MILD");
        counts.countNew();
        assertThat(Objects.requireNonNull(step(EVERYTHING, RESPOND).whole()).half())
                .isEqualTo(25);
        assertThat(jdbc.sql("select distinct day from flow_day")
                        .query(LocalDate.class)
                        .list())
                .containsExactly(LocalDate.of(2026, 10, 25));
    }
}
