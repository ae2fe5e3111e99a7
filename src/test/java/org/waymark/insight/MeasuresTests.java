package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.ANTICIPATE;
import static org.waymark.support.Somebody.COMPARE_PLACES;
import static org.waymark.support.Somebody.DEPRESCRIBE;
import static org.waymark.support.Somebody.EMERGENCY_PLAN;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.NEXT_STEP;
import static org.waymark.support.Somebody.OFFER_PLANNING;
import static org.waymark.support.Somebody.READ_OUTCOME;
import static org.waymark.support.Somebody.REPORT_OUTCOME;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.START_PALLIATIVE;
import static org.waymark.support.Somebody.TALK_WITH_CARER;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.insight.ControlChart.Point;
import org.waymark.insight.Measures.Behind;
import org.waymark.insight.Measures.Course;
import org.waymark.insight.Measures.Figure;
import org.waymark.insight.Measures.Wrong;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.PalliativeOnPathway;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** Measures count what is on record, each case once and only when it is certain, and agree with counting by hand. */
class MeasuresTests extends WithCare {

    private static final Viewer MANAGER = Alliance.MANAGER;
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MeasureMonths months;

    @Autowired
    Measures measures;

    @Autowired
    PalliativeOnPathway palliative;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private <T> T asManager(Supplier<T> action) {
        return care.as(MANAGER, action);
    }

    private Course course(Measure measure) {
        return asManager(() -> measures.of(MANAGER, measure));
    }

    /** How many count in a month, and how many of them were as they should be; null where nobody does. */
    private @Nullable String counted(Measure measure, YearMonth month) {
        return course(measure).figures().stream()
                .filter(figure -> figure.month().equals(month) && figure.n() > 0)
                .map(figure -> figure.met() == null ? figure.n() + "" : figure.met() + " of " + figure.n())
                .findFirst()
                .orElse(null);
    }

    private @Nullable String now(Measure measure) {
        months.count();
        return counted(measure, YearMonth.from(care.today()));
    }

    // ------------------------------------------------------------------ what really happens

    @Test
    void measuresHowLongSomebodyWaitedForACoordinator() {
        Somebody person = care.registered();
        assertThat(now(Measure.TIME_TO_COORDINATOR)).isNull();
        care.passDays(1);
        Somebody second = care.registered();
        care.passDays(2);
        person.named();
        second.named();
        months.count();

        Figure figure = course(Measure.TIME_TO_COORDINATOR).figures().get(0);
        assertThat(figure.n()).isEqualTo(2);
        // One waited three days, the other two.
        assertThat(Objects.requireNonNull(figure.value())).isBetween(2.49, 2.51);
    }

    @Test
    void countsEachTimeAtWhichPlanningIsToBeOffered() {
        care.registered().welcomed("planningOffered", "NOT_OFFERED");
        assertThat(now(Measure.PLANNING_OFFERED)).isEqualTo("0 of 1");
        care.registered().welcomed("planningOffered", "DECLINED");
        assertThat(now(Measure.PLANNING_OFFERED))
                .as("a no is an answer to an offer")
                .isEqualTo("1 of 2");
        Somebody third = care.registered().livingWithItAt("4");
        assertThat(now(Measure.PLANNING_OFFERED)).isEqualTo("3 of 4");
        care.passUntil(((Timestamp) third.pathway("review_due_at")).toInstant().plusSeconds(1));
        third.does(REVIEW, "planningOffered", "NOT_OFFERED");
        assertThat(now(Measure.PLANNING_OFFERED)).isEqualTo("0 of 1");
    }

    @Test
    void countsACarerWhenTheyWereAskedOrTheTimeForItIsOver() {
        Somebody reached = care.somebody().withCarer("Joan Hill").registered();
        care.somebody().withCarer("Peter Wood").registered();
        assertThat(now(Measure.CARERS_OFFERED_ENABLEMENT))
                .as("nothing is certain yet")
                .isNull();
        reached.does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        assertThat(now(Measure.CARERS_OFFERED_ENABLEMENT)).isEqualTo("1 of 1");
        care.passDays(15);
        assertThat(now(Measure.CARERS_OFFERED_ENABLEMENT)).isEqualTo("1 of 2");
    }

    @Test
    void followsAReferralUntilItsOutcomeWasReadInTime() {
        Somebody person = care.registered().referredTo("DEMENTIA_ADVISER");
        person.does(RESPOND).does(FIRST_CONTACT).does(REPORT_OUTCOME);
        assertThat(now(Measure.OUTCOMES_READ)).as("it is not due yet").isNull();
        care.passUntil(person.dueOf(READ_OUTCOME).plus(Duration.ofHours(1)));
        assertThat(now(Measure.OUTCOMES_READ)).isEqualTo("0 of 1");
        person.does(READ_OUTCOME);
        assertThat(now(Measure.OUTCOMES_READ)).as("late stays late").isEqualTo("0 of 1");
        assertThat(now(Measure.NEEDS_CLOSED)).isEqualTo("1 of 1");

        Somebody open = care.registered().referredTo("DEMENTIA_ADVISER");
        open.does(RESPOND, "answer", "DECLINED", "declineReason", "NO_CAPACITY").does(NEXT_STEP);
        assertThat(now(Measure.NEEDS_CLOSED)).isEqualTo("1 of 2");
    }

    @Test
    void countsWhoIsOnTheRegisterAndWhatWasOfferedThere() {
        Somebody person = care.registered().named();
        care.as(Alliance.COORDINATOR, () -> {
            palliative.add(
                    Alliance.COORDINATOR,
                    person.ref(),
                    new Answers(Map.of("need", "SYMPTOMS", "needNote", "Needs help.", "code", "GREEN")));
            palliative.recordPhase(Alliance.COORDINATOR, person.ref(), new Answers(Map.of("phase", "UNSTABLE")));
            return person;
        });
        assertThat(now(Measure.REGISTER_SIZE)).isEqualTo("1");
        assertThat(now(Measure.UNSTABLE_PHASES_ENDED))
                .as("it may still end in time")
                .isNull();
        person.does(START_PALLIATIVE, "phase", "STABLE").does(OFFER_PLANNING);
        assertThat(now(Measure.UNSTABLE_PHASES_ENDED)).isEqualTo("1 of 1");
        assertThat(now(Measure.DEPRESCRIBING_OFFERED)).isNull();
        person.does(EMERGENCY_PLAN).does(ANTICIPATE).does(DEPRESCRIBE);
        assertThat(now(Measure.DEPRESCRIBING_OFFERED)).isEqualTo("1 of 1");

        person.dies();
        assertThat(now(Measure.REGISTER_SIZE)).isNull();
        person.does(COMPARE_PLACES);
        assertThat(now(Measure.PREFERRED_PLACE)).isEqualTo("1 of 1");
    }

    @Test
    void leavesOutWhatWasOpenedInError() {
        Somebody person = care.registered().welcomed();
        assertThat(now(Measure.PLANNING_OFFERED)).isEqualTo("1 of 1");
        person.ends(LifeEvents.Kind.OPENED_IN_ERROR, care.today());
        assertThat(now(Measure.PLANNING_OFFERED)).isNull();
        assertThat(now(Measure.TIME_TO_COORDINATOR)).isNull();
    }

    // ------------------------------------------------------------------ counted again by hand

    /** What was made up, counted as the definitions have it in words. */
    private final Map<Measure, Map<YearMonth, long[]>> byHand = new EnumMap<>(Measure.class);

    private void expect(Measure measure, LocalDate day, boolean isMet) {
        long[] cell = byHand.computeIfAbsent(measure, any -> new TreeMap<>())
                .computeIfAbsent(YearMonth.from(day), any -> new long[2]);
        cell[0]++;
        cell[1] += isMet ? 1 : 0;
    }

    private static LocalDate day(Instant at) {
        return at.atZone(LONDON).toLocalDate();
    }

    private static Timestamp at(Instant instant) {
        return Timestamp.from(instant);
    }

    @Test
    void agreesWithCountingByHandForYearsOfWhateverHappened() {
        Random random = new Random(11);
        List<String> people = IntStream.range(0, 6)
                .mapToObj(i -> care.registered().ref().value())
                .toList();
        String inError = care.registered().ref().value();
        jdbc.sql("update pathway set ended_at = now(), end_reason = 'OPENED_IN_ERROR' where pathway_ref = :ref")
                .param("ref", inError)
                .update();
        String form = "review-pathway";
        int version = jdbc.sql("select max(version) from form_version where form_id = :form")
                .param("form", form)
                .query(Integer.class)
                .single();
        for (int i = 0; i < 150; i++) {
            // To the minute, so that days in summer begin and end an hour before those of UTC.
            Instant when = care.now().minus(Duration.ofMinutes(random.nextInt(700 * 1440)));
            boolean isCounted = i % 10 != 0;
            String ref = isCounted ? people.get(random.nextInt(people.size())) : inError;
            submitted(ref, form, version, when, random, isCounted);
            stepDone(ref, when, random, isCounted);
            unstable(ref, when, random, isCounted);
            sessionHeld(ref, day(when), random, isCounted);
            needEnded(ref, when, random, isCounted);
        }
        months.count();

        byHand.forEach((measure, expected) -> {
            Map<YearMonth, long[]> found = new TreeMap<>();
            course(measure).figures().stream()
                    .filter(figure -> figure.n() > 0)
                    .forEach(figure ->
                            found.put(figure.month(), new long[] {figure.n(), Objects.requireNonNull(figure.met())}));
            assertThat(found.keySet()).as("%s", measure).isEqualTo(expected.keySet());
            expected.forEach((month, cell) ->
                    assertThat(found.get(month)).as("%s in %s", measure, month).isEqualTo(cell));
        });
        assertThat(byHand.keySet())
                .contains(
                        Measure.PLANNING_OFFERED,
                        Measure.REVIEWS_ON_TIME,
                        Measure.UNSTABLE_PHASES_ENDED,
                        Measure.NON_ATTENDANCE,
                        Measure.NEEDS_CLOSED);
        pointsAgreeWithTheFormula(Measure.REVIEWS_ON_TIME);
        // Every month shows as many cases as it counts.
        byHand.forEach((measure, expected) ->
                expected.forEach((month, cell) -> assertThat(asManager(() -> measures.behind(MANAGER, measure, month))
                                .others())
                        .as("%s in %s", measure, month)
                        .isEqualTo(cell[0])));
    }

    /** Mean and limits of the whole chart, worked out from the months counted by hand. */
    private void pointsAgreeWithTheFormula(Measure measure) {
        List<long[]> cells = Objects.requireNonNull(byHand.get(measure)).entrySet().stream()
                .filter(cell -> cell.getKey().isBefore(YearMonth.from(care.today())))
                .map(Map.Entry::getValue)
                .toList();
        long n = cells.stream().mapToLong(cell -> cell[0]).sum();
        long met = cells.stream().mapToLong(cell -> cell[1]).sum();
        double mean = (double) met / n;
        List<Point> points = course(measure).chart().points();
        assertThat(points).hasSameSizeAs(cells);
        for (int i = 0; i < points.size(); i++) {
            double reach = 3 * Math.sqrt(mean * (1 - mean) / cells.get(i)[0]);
            var limits = Objects.requireNonNull(points.get(i).limits());
            assertThat(points.get(i).mean()).isEqualTo(mean);
            assertThat(limits.lower()).isEqualTo(Math.max(0, mean - reach));
            assertThat(limits.upper()).isEqualTo(Math.min(1, mean + reach));
        }
    }

    private void submitted(String ref, String form, int version, Instant when, Random random, boolean isCounted) {
        boolean isOffered = random.nextBoolean();
        jdbc.sql("""
                        insert into form_submission (id, form_id, version, pathway_ref, answers, submitted_by, submitted_at)
                        values (:id, :form, :version, :ref, cast(:answers as jsonb), 'coordinator', :at)
                        """)
                .param("id", UUID.randomUUID())
                .param("form", form)
                .param("version", version)
                .param("ref", ref)
                .param("answers", "{\"planningOffered\": \"" + (isOffered ? "NOT_NOW" : "NOT_OFFERED") + "\"}")
                .param("at", at(when))
                .update();
        if (isCounted) {
            expect(Measure.PLANNING_OFFERED, day(when), isOffered);
        }
    }

    /** Done before it was due or after, or still open; now and then its date was moved after it had been missed. */
    private void stepDone(String ref, Instant due, Random random, boolean isCounted) {
        boolean isOpen = random.nextInt(5) == 0;
        boolean isPaused = isOpen && random.nextBoolean();
        boolean wasMissed = !isOpen && random.nextInt(6) == 0;
        Instant ended = due.plus(Duration.ofHours(random.nextInt(200) - 140L));
        Instant missed = due.minus(Duration.ofDays(20));
        jdbc.sql("""
                        insert into work_item (task_id, process, record, pathway_ref, element, name, form_id, group_name, created_at,
                                               due_at, missed_due_at, paused_at, paused_until, pause_reason, state, ended_at, ended_by,
                                               process_instance_id, definition_id)
                        values (:id, 'dementia-pathway', :ref, :ref, 'UserTask_ReviewPathway', 'Review', 'review-pathway',
                                'dougie-mac.coordinator', :created, :due, :missed, :paused, :pausedUntil, :reason, :state, :ended, :by,
                                'none', 'none')
                        """)
                .param("id", UUID.randomUUID().toString())
                .param("ref", ref)
                .param("created", at(due.minus(Duration.ofDays(30))))
                .param("due", at(due))
                .param("missed", wasMissed ? at(missed) : null)
                .param("paused", isPaused ? at(due) : null)
                .param("pausedUntil", isPaused ? at(care.now().plus(Duration.ofDays(3))) : null)
                .param("reason", isPaused ? "PERSON_UNWELL" : null)
                .param("state", isOpen ? "OPEN" : "COMPLETED")
                .param("ended", isOpen ? null : at(ended))
                .param("by", isOpen ? null : "coordinator")
                .update();
        if (isCounted && !isPaused) {
            expect(
                    Measure.REVIEWS_ON_TIME,
                    day(wasMissed ? missed : due),
                    !isOpen && !wasMissed && !ended.isAfter(due));
        }
    }

    private void unstable(String ref, Instant from, Random random, boolean isCounted) {
        int days = random.nextInt(6);
        Instant until = from.plus(Duration.ofDays(days));
        if (until.isAfter(care.now())) {
            return;
        }
        jdbc.sql("""
                        insert into illness_phase (pathway_ref, phase, from_at, found_by, until_at)
                        values (:ref, 'UNSTABLE', :from, 'nurse', :until)
                        """)
                .param("ref", ref)
                .param("from", at(from))
                .param("until", at(until))
                .update();
        if (isCounted) {
            expect(
                    Measure.UNSTABLE_PHASES_ENDED,
                    day(from),
                    !day(until).isAfter(day(from).plusDays(3)));
        }
    }

    private void sessionHeld(String ref, LocalDate on, Random random, boolean isCounted) {
        String attendance =
                List.of("ATTENDED", "NOT_ATTENDED", "CANCELLED_BY_US").get(random.nextInt(3));
        UUID support = UUID.randomUUID();
        jdbc.sql("""
                        insert into carer_support (id, pathway_ref, carer_id, state, opened_at, closed_at, end_reason)
                        values (:id, :ref, :id, 'CLOSED', :at, :at, 'FINISHED')
                        """)
                .param("id", support)
                .param("ref", ref)
                .param("at", at(care.now()))
                .update();
        jdbc.sql("""
                        insert into carer_session (support_id, held_on, attendance, at, by)
                        values (:id, :on, :attendance, :at, 'carers')
                        """)
                .param("id", support)
                .param("on", on)
                .param("attendance", attendance)
                .param("at", at(care.now()))
                .update();
        if (isCounted && !attendance.equals("CANCELLED_BY_US")) {
            expect(Measure.NON_ATTENDANCE, on, attendance.equals("NOT_ATTENDED"));
        }
    }

    private void needEnded(String ref, Instant ended, Random random, boolean isCounted) {
        boolean isRead = random.nextInt(4) > 0;
        Boolean further = isRead ? random.nextInt(3) == 0 : null;
        String state = random.nextInt(6) == 0 ? "CANCELLED" : "CLOSED";
        String next = !isRead && random.nextBoolean() ? "ANOTHER_SERVICE" : null;
        String service = jdbc.sql("select id from service order by id limit 1")
                .query(String.class)
                .single();
        jdbc.sql("""
                        insert into referral (id, pathway_ref, service_id, priority, reasons, agreed_by, coordinator,
                                              coordinator_organisation, state, further_need, next_step, sent_by, sent_organisation,
                                              sent_at, outcome_read_at, ended_at)
                        values (:id, :ref, :service, 'ROUTINE', '{}', 'PERSON', 'coordinator', 'dougie-mac', :state, :further, :next,
                                'coordinator', 'dougie-mac', :sent, :read, :ended)
                        """)
                .param("id", UUID.randomUUID())
                .param("ref", ref)
                .param("service", service)
                .param("state", state)
                .param("further", further)
                .param("next", next)
                .param("sent", at(ended.minus(Duration.ofDays(40))))
                .param("read", isRead ? at(ended) : null)
                .param("ended", at(ended))
                .update();
        if (isCounted && state.equals("CLOSED") && next == null) {
            expect(Measure.NEEDS_CLOSED, day(ended), isRead && Boolean.FALSE.equals(further));
        }
    }

    // ------------------------------------------------------------------ months, lists, people

    private void months(Measure measure, YearMonth from, long... n) {
        for (int i = 0; i < n.length; i++) {
            if (n[i] > 0) {
                jdbc.sql(
                                "insert into measure_month (measure, month, n, met, half) values (:measure, :month, :n, :met, :half)")
                        .param("measure", measure.name())
                        .param("month", from.plusMonths(i).atDay(1))
                        .param("n", n[i])
                        .param("met", measure.shape() == Measure.Shape.SHARE ? n[i] / 2 : null)
                        .param("half", measure.shape() == Measure.Shape.TIME ? (double) n[i] : null)
                        .update();
            }
        }
    }

    @Test
    void aMonthWithoutAnybodyHasNoValueAndTheRunningOneNoPoint() {
        months(Measure.PREFERRED_PLACE, NOVEMBER.minusMonths(3), 4, 0, 6, 2);

        Course course = course(Measure.PREFERRED_PLACE);
        assertThat(course.figures()).extracting(Figure::n).containsExactly(4L, 0L, 6L, 2L);
        assertThat(course.figures().get(1).value()).isNull();
        assertThat(course.chart().points())
                .extracting(Point::month)
                .containsExactly(NOVEMBER.minusMonths(3), NOVEMBER.minusMonths(1));
        assertThat(course.latest().map(Figure::month)).contains(NOVEMBER.minusMonths(1));
        assertThat(course.soFar().map(Figure::value)).contains(0.5);
    }

    @Test
    void theSizeOfTheRegisterIsAShareOnlyOfAListThatWasKnownThen() {
        months(Measure.REGISTER_SIZE, NOVEMBER.minusMonths(3), 80, 90, 100);
        assertThat(course(Measure.REGISTER_SIZE).latest()).isEmpty();

        assertThat(asManager(() -> measures.setListSize(
                        MANAGER,
                        10_000L,
                        LocalDate.of(2026, 9, 30),
                        "NHS England, patients registered, September 2026")))
                .isEmpty();

        Course course = course(Measure.REGISTER_SIZE);
        assertThat(course.figures()).extracting(Figure::value).containsExactly(null, 0.009, 0.01, 0.0);
        assertThat(course.chart().points()).hasSize(2);
    }

    @Test
    void onlyManagersSayWhatFiguresAreHeldAgainstAndWrongOnesAreRefused() {
        months(Measure.PLANNING_OFFERED, NOVEMBER.minusMonths(14), 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8);
        Measure planning = Measure.PLANNING_OFFERED;
        YearMonth june = YearMonth.of(2026, 6);
        assertThatThrownBy(() -> care.as(
                        Alliance.COORDINATOR,
                        () -> measures.rebase(Alliance.COORDINATOR, planning, june, "A new form")))
                .isInstanceOf(NotVisible.class);
        assertThat(asManager(() -> measures.rebase(MANAGER, planning, june, " ")))
                .contains(Wrong.NO_REASON);
        assertThat(asManager(() -> measures.rebase(MANAGER, planning, NOVEMBER, "So far")))
                .contains(Wrong.NOT_ON_THE_CHART);
        assertThat(asManager(() -> measures.rebase(MANAGER, planning, null, "Some day")))
                .contains(Wrong.NO_MONTH);
        assertThat(asManager(() -> measures.rebase(MANAGER, planning, june, "A new form")))
                .isEmpty();
        assertThat(asManager(() -> measures.rebase(MANAGER, planning, june, "Again")))
                .contains(Wrong.ALREADY_ANEW);
        assertThat(course(planning).chart().points())
                .filteredOn(Point::beginsPart)
                .extracting(Point::month)
                .containsExactly(NOVEMBER.minusMonths(14), june);

        long id = asManager(() -> measures.rebases(MANAGER, planning)).get(0).id();
        asManager(() -> {
            measures.takeBackRebase(MANAGER, planning, id);
            measures.takeBackRebase(MANAGER, planning, id);
            return id;
        });
        assertThat(course(planning).chart().points())
                .filteredOn(Point::beginsPart)
                .hasSize(1);
        assertThat(asManager(() -> measures.rebases(MANAGER, planning)).get(0).takenBackBy())
                .isEqualTo("manager");
        assertThatThrownBy(() -> asManager(() -> {
                    measures.takeBackRebase(MANAGER, Measure.NEEDS_CLOSED, id);
                    return id;
                }))
                .isInstanceOf(NotVisible.class);

        assertThat(asManager(() -> measures.setTarget(MANAGER, planning, 1.2, "Us")))
                .contains(Wrong.NOT_A_SHARE);
        assertThat(asManager(() -> measures.setTarget(MANAGER, planning, 0.95, "")))
                .contains(Wrong.NO_SOURCE);
        assertThat(asManager(() -> measures.setTarget(MANAGER, planning, 0.95, "The board")))
                .isEmpty();
        assertThat(Objects.requireNonNull(course(planning).target()).value()).isEqualTo(0.95);
        assertThat(asManager(() -> measures.setTarget(MANAGER, planning, null, "")))
                .isEmpty();
        assertThat(course(planning).target()).isNull();

        assertThat(asManager(() -> measures.setListSize(MANAGER, 0L, care.today(), "Us")))
                .contains(Wrong.NO_SIZE);
        assertThat(asManager(
                        () -> measures.setListSize(MANAGER, 9L, care.today().plusDays(1), "Us")))
                .contains(Wrong.IN_THE_FUTURE);
    }

    @Test
    void namesThoseBehindAMonthOnlyToWhoMaySeeThem() {
        Somebody person = care.registered().welcomed("planningOffered", "NOT_OFFERED");
        care.registered().welcomed();

        Behind all = care.as(
                Alliance.COORDINATOR, () -> measures.behind(Alliance.COORDINATOR, Measure.PLANNING_OFFERED, NOVEMBER));
        assertThat(all.others()).isZero();
        assertThat(all.cases()).extracting(Measures.Case::met).containsExactly(false, true);
        assertThat(all.cases().get(0).pathway()).isEqualTo(person.ref());
        assertThat(person.value(
                        "select count(*) from audit_event where pathway_ref = :ref and action = 'measure.viewed'"))
                .isEqualTo(1L);

        Behind none = asManager(() -> measures.behind(MANAGER, Measure.PLANNING_OFFERED, NOVEMBER));
        assertThat(none.cases()).isEmpty();
        assertThat(none.others()).isEqualTo(2);
        assertThatThrownBy(() -> care.as(
                        Alliance.NURSE, () -> measures.behind(Alliance.NURSE, Measure.PLANNING_OFFERED, NOVEMBER)))
                .isInstanceOf(NotVisible.class);
    }

    @Test
    void countsAgainOnlyWhenTheFiguresAreStale() {
        months.countIfStale();
        Optional<Instant> first = asManager(() -> measures.countedAt(MANAGER));
        assertThat(first).isPresent();
        care.pass(Duration.ofSeconds(20));
        months.countIfStale();
        assertThat(asManager(() -> measures.countedAt(MANAGER))).isEqualTo(first);
        care.pass(Duration.ofMinutes(30));
        months.countIfStale();
        assertThat(asManager(() -> measures.countedAt(MANAGER))).isNotEqualTo(first);
    }
}
