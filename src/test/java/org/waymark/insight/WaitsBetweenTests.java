package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.support.Somebody.RESPOND;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.Crowd.Concerned;
import org.waymark.insight.WaitsBetween.Answer;
import org.waymark.insight.WaitsBetween.Outcome;
import org.waymark.insight.WaitsBetween.Span;
import org.waymark.kernel.WorkingDays;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.Somebody;
import org.waymark.support.UsualAnswers;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** The time between two milestones counts whoever still waits, and agrees with a recount of the raw facts. */
class WaitsBetweenTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;
    private static final Question EVERYBODY = new Question(
            LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31), null, null, null, null, null, null, null);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaitsBetween waits;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private Answer between(Milestone from, Milestone to, Question question) {
        return care.as(MANAGER, () -> waits.between(MANAGER, new Span(from, to, question)));
    }

    private Answer between(Milestone from, Milestone to) {
        return between(from, to, EVERYBODY);
    }

    @Test
    void countsThoseWhoStillWaitAndThoseWhoDiedWaiting() {
        care.registered().named();
        Somebody dies = care.registered();
        care.registered();
        care.passDays(3);
        dies.dies();
        care.passDays(4);

        Answer answer = between(Milestone.REFERRAL_RECEIVED, Milestone.COORDINATOR_NAMED);

        assertThat(answer.counts()).isEqualTo(Map.of(Outcome.REACHED, 1L, Outcome.LEFT, 1L, Outcome.WAITING, 1L));
        assertThat(answer.curve().atRisk(3 * 24)).isEqualTo(2);
        assertThat(answer.curve().atRisk(4 * 24)).isEqualTo(1);
        assertThat(answer.curve().longest()).isEqualTo(7 * 24);
        assertThat(answer.curve().at(7 * 24).orElseThrow().waiting())
                .as("two of the three had not arrived when the first did")
                .isEqualTo(2 / 3.0);
    }

    @Test
    void knowsEachMilestoneOfALife() {
        care.somebody()
                .diagnosedOn(LocalDate.of(2026, 11, 2))
                .withCarer("Peter Holt")
                .registered()
                .livingWithItAt("4");
        for (List<Milestone> way : List.of(
                List.of(Milestone.DIAGNOSED, Milestone.REFERRAL_RECEIVED),
                List.of(Milestone.REFERRAL_RECEIVED, Milestone.WELCOME_CONTACT_MADE),
                List.of(Milestone.WELCOME_CONTACT_MADE, Milestone.ASSESSMENT_BEGUN),
                List.of(Milestone.ASSESSMENT_BEGUN, Milestone.ASSESSMENT_COMPLETE),
                List.of(Milestone.ASSESSMENT_COMPLETE, Milestone.STAGE_CONFIRMED),
                List.of(Milestone.STAGE_CONFIRMED, Milestone.SUPPORT_PLAN_AGREED),
                List.of(Milestone.COORDINATOR_NAMED, Milestone.STAGE_MILD))) {
            assertThat(between(way.get(0), way.get(1)).counts()).as("%s", way).isEqualTo(Map.of(Outcome.REACHED, 1L));
        }
        assertThat(between(Milestone.CARER_KNOWN, Milestone.CARER_PLAN_AGREED).counts())
                .isEqualTo(Map.of(Outcome.WAITING, 1L));
        assertThat(between(Milestone.DIAGNOSED, Milestone.REFERRAL_RECEIVED)
                        .curve()
                        .longest())
                .as("from midnight of 2 November until the morning of the 9th")
                .isEqualTo(7 * 24 + 9);
    }

    /** Wherever a wait begins or ends with it. */
    @Test
    void countsADiagnosisFromTheDayThatItWasPutRightTo() {
        Somebody person = care.somebody().diagnosedOn(LocalDate.of(2026, 11, 2)).registered();
        care.passDays(10);
        jdbc.sql("update person set diagnosed_on = date '2026-11-16' where pathway_ref = :ref")
                .param("ref", person.ref().value())
                .update();

        assertThat(between(Milestone.DIAGNOSED, Milestone.REFERRAL_RECEIVED).counts())
                .isEqualTo(Map.of(Outcome.BEFORE, 1L));
        assertThat(between(Milestone.REFERRAL_RECEIVED, Milestone.DIAGNOSED).counts())
                .isEqualTo(Map.of(Outcome.REACHED, 1L));
    }

    /** Each referral waits for its own answer, whoever it is for. */
    @Test
    void comparesEachReferralWithItself() {
        Somebody person = care.registered().referredTo("DEMENTIA_ADVISER", "ADMIRAL_NURSE");
        care.passDays(2);
        person.hands(person.tasks(RESPOND).get(0));
        care.passDays(1);
        Somebody declined = care.registered().referredTo("DEMENTIA_ADVISER");
        declined.dies();

        Answer answer = between(Milestone.REFERRAL_SENT, Milestone.REFERRAL_ACCEPTED);

        assertThat(answer.counts()).isEqualTo(Map.of(Outcome.REACHED, 1L, Outcome.LEFT, 1L, Outcome.WAITING, 1L));
        assertThat(answer.curve().ofReached()).contains(new Times(48, 48));
        assertThat(waiting("ADMIRAL_NURSE", null, null)).isEqualTo(1);
        assertThat(waiting("DEMENTIA_ADVISER", null, null)).isEqualTo(2);
        assertThat(waiting(null, "approach", null))
                .as("the service's organisation")
                .isEqualTo(2);
        assertThat(waiting(null, null, Alliance.COORDINATOR.team()))
                .as("the coordinator's team")
                .isEqualTo(3);
        assertThat(waiting(null, null, "centre")).isZero();
    }

    /** How many referrals stand in the curve. */
    private long waiting(@Nullable String service, @Nullable String organisation, @Nullable String team) {
        return between(
                        Milestone.REFERRAL_SENT,
                        Milestone.REFERRAL_ACCEPTED,
                        new Question(
                                EVERYBODY.from(), EVERYBODY.to(), null, null, organisation, team, service, null, null))
                .curve()
                .people();
    }

    @Test
    void countsNobodyWhoHadArrivedBefore() {
        Somebody person = care.registered().welcomed();
        care.passDays(1);
        person.everybodyRates(UsualAnswers.atLevel("4")).does(Somebody.CONFIRM);

        assertThat(between(Milestone.STAGE_CONFIRMED, Milestone.WELCOME_CONTACT_MADE)
                        .counts())
                .isEqualTo(Map.of(Outcome.BEFORE, 1L));
        assertThat(between(Milestone.STAGE_CONFIRMED, Milestone.WELCOME_CONTACT_MADE)
                        .curve()
                        .people())
                .isZero();
    }

    @Test
    void showsThoseWhoWaitLongestFirstAndOnlyToThoseWhoMaySeeThem() {
        Somebody first = care.registered();
        care.passDays(2);
        Somebody second = care.registered();
        care.passDays(1);
        var span = new Span(Milestone.REFERRAL_RECEIVED, Milestone.COORDINATOR_NAMED, EVERYBODY);

        Crowd coordinators =
                care.as(Alliance.COORDINATOR, () -> waits.people(Alliance.COORDINATOR, span, Outcome.WAITING, null));
        Crowd others = care.as(
                Alliance.OTHER_COORDINATOR,
                () -> waits.people(Alliance.OTHER_COORDINATOR, span, Outcome.WAITING, null));

        assertThat(coordinators.people()).extracting(Concerned::pathway).containsExactly(first.ref(), second.ref());
        assertThat(coordinators.people()).extracting(Concerned::hours).containsExactly(72, 24);
        assertThat(coordinators.next()).isNull();
        assertThat(others).isEqualTo(new Crowd(List.of(), 2, null));
        assertThat(first.value("select actor from audit_event where pathway_ref = :ref and action = 'waiting.viewed'"))
                .isEqualTo("coordinator");
        assertThatThrownBy(
                        () -> care.as(Alliance.NURSE, () -> waits.people(Alliance.NURSE, span, Outcome.WAITING, null)))
                .isInstanceOf(NotVisible.class);
    }

    /** However many there are, each page begins where the one before ended, and nobody is shown twice or left out. */
    @Test
    void pagesThroughAsManyAsThereAre() {
        for (int person = 0; person < 53; person++) {
            care.registered();
        }
        var span = new Span(Milestone.REFERRAL_RECEIVED, Milestone.COORDINATOR_NAMED, EVERYBODY);
        Viewer viewer = Alliance.COORDINATOR;
        Crowd one = care.as(viewer, () -> waits.people(viewer, span, Outcome.WAITING, null));
        Crowd two = care.as(viewer, () -> waits.people(viewer, span, Outcome.WAITING, one.next()));

        List<Concerned> all = new ArrayList<>(one.people());
        all.addAll(two.people());
        assertThat(one.people()).hasSize(50);
        assertThat(all).extracting(Concerned::pathway).hasSize(53).doesNotHaveDuplicates();
        assertThat(two.next()).isNull();
        assertThatThrownBy(() -> care.as(viewer, () -> waits.people(viewer, span, Outcome.WAITING, "nonsense")))
                .isInstanceOf(NotVisible.class);
    }

    private void fact(String pathway, String kind, String process, @Nullable String element, Instant at, String stage) {
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, process, element, record, organisation, stage, carer_strain)
                        values (:at, :kind, :pathway, :process, :element, :pathway, 'approach', :stage, 'LOW')
                        """)
                .param("at", Timestamp.from(at))
                .param("kind", kind)
                .param("pathway", pathway)
                .param("process", process)
                .param("element", element)
                .param("stage", stage)
                .update();
    }

    /** Two hundred made-up pathways, asked about in many ways, against a recount that shares nothing with the query. */
    @Test
    void agreesWithARecountOfTheRawFacts() {
        Random random = new Random(11);
        List<String> stages = List.of("MILD", "SEVERE");
        for (int person = 0; person < 200; person++) {
            String pathway = "WM-0000-%04d".formatted(person);
            Instant received = Care.MONDAY.minus(Duration.ofMinutes(random.nextInt(60 * 1440)));
            fact(pathway, "RUN_STARTED", "dementia-pathway", null, received, stages.get(random.nextInt(2)));
            int visits = random.nextInt(3);
            for (int visit = 0; visit < visits; visit++) {
                fact(
                        pathway,
                        "STEP_COMPLETED",
                        "dementia-pathway",
                        "UserTask_MakeWelcomeContact",
                        received.plus(Duration.ofMinutes(random.nextInt(20 * 1440) - 500L)),
                        "MILD");
            }
            if (random.nextInt(3) == 0) {
                Instant ended = received.plus(Duration.ofMinutes(random.nextInt(30 * 1440)));
                fact(pathway, "RUN_ENDED", "dementia-pathway", null, ended, "MILD");
                if (random.nextInt(3) == 0) {
                    fact(pathway, "RUN_STARTED", "dementia-pathway", null, ended.plusSeconds(60), "SEVERE");
                }
            }
        }
        for (int asked = 0; asked < 8; asked++) {
            LocalDate from = LocalDate.of(2026, 9, 5).plusDays(random.nextInt(50));
            Question question = new Question(
                    from,
                    from.plusDays(random.nextInt(40)),
                    null,
                    null,
                    asked % 3 == 0 ? "approach" : null,
                    null,
                    null,
                    asked % 2 == 0 ? null : stages.get(random.nextInt(2)),
                    null);
            Answer answer = between(Milestone.REFERRAL_RECEIVED, Milestone.WELCOME_CONTACT_MADE, question);

            Recount recount = recount(question);
            assertThat(answer.counts()).isEqualTo(recount.counts);
            assertThat(answer.curve().ofReached().map(Times::half).orElse(-1)).isEqualTo(recount.halfOfReached());
            for (int hours : new int[] {1, 30, 100, 200, 400, 900}) {
                assertThat(answer.curve()
                                .at(hours)
                                .map(WaitingCurve.Step::waiting)
                                .orElse(1.0))
                        .isCloseTo(recount.waiting(hours), within(1e-9));
            }
        }
    }

    /** Somebody at a time, from the facts of each, and the share by multiplying for each person on their own. */
    private static final class Recount {
        private final Map<Outcome, Long> counts = new TreeMap<>();
        private final List<int[]> waits = new ArrayList<>();

        private void add(Outcome outcome, Duration wait) {
            counts.merge(outcome, 1L, Long::sum);
            if (outcome != Outcome.BEFORE) {
                long seconds = Math.max(0, wait.toSeconds());
                waits.add(new int[] {(int) Math.ceil(seconds / 3600.0), outcome == Outcome.REACHED ? 1 : 0});
            }
        }

        private int halfOfReached() {
            List<Integer> reached = waits.stream()
                    .filter(wait -> wait[1] == 1)
                    .map(wait -> wait[0])
                    .sorted()
                    .toList();
            return reached.isEmpty() ? -1 : reached.get((reached.size() + 1) / 2 - 1);
        }

        /** One arrival at a time: those of one time one after the other, each from one fewer. It comes to the same. */
        private double waiting(int until) {
            List<int[]> sorted = waits.stream()
                    .sorted(Comparator.<int[]>comparingInt(wait -> wait[0]).thenComparing(wait -> -wait[1]))
                    .toList();
            double share = 1;
            for (int i = 0; i < sorted.size() && sorted.get(i)[0] <= until; i++) {
                share *= sorted.get(i)[1] == 1 ? 1 - 1.0 / (sorted.size() - i) : 1;
            }
            return share;
        }
    }

    private Recount recount(Question question) {
        record Raw(String pathway, String kind, Instant at, String stage) {}
        Map<String, List<Raw>> people = new TreeMap<>();
        jdbc.sql("select pathway_ref, kind, at, stage from flow_fact")
                .query((row, number) -> new Raw(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant(), row.getString(4)))
                .list()
                .forEach(raw -> people.computeIfAbsent(raw.pathway(), any -> new ArrayList<>())
                        .add(raw));
        var recount = new Recount();
        for (List<Raw> raws : people.values()) {
            raws.sort(Comparator.comparing(Raw::at));
            Raw first = raws.stream()
                    .filter(raw -> raw.kind().equals("RUN_STARTED"))
                    .findFirst()
                    .orElseThrow();
            LocalDate day = first.at().atZone(WorkingDays.ZONE).toLocalDate();
            if (day.isBefore(question.from())
                    || day.isAfter(question.to())
                    || (question.stage() != null && !question.stage().equals(first.stage()))) {
                continue;
            }
            Instant reached = raws.stream()
                    .filter(raw -> raw.kind().equals("STEP_COMPLETED"))
                    .findFirst()
                    .map(Raw::at)
                    .orElse(null);
            Raw last = raws.stream()
                    .filter(raw -> raw.kind().startsWith("RUN"))
                    .reduce((one, two) -> two)
                    .orElseThrow();
            if (reached != null) {
                Duration wait = Duration.between(first.at(), reached);
                recount.add(wait.toSeconds() < -60 ? Outcome.BEFORE : Outcome.REACHED, wait);
            } else if (last.kind().equals("RUN_ENDED")) {
                recount.add(Outcome.LEFT, Duration.between(first.at(), last.at()));
            } else {
                recount.add(Outcome.WAITING, Duration.between(first.at(), care.now()));
            }
        }
        return recount;
    }
}
