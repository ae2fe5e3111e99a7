package org.waymark.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.AGREE_BEREAVEMENT;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.NAME_COORDINATOR;
import static org.waymark.support.Somebody.NEXT_STEP;
import static org.waymark.support.Somebody.OFFER_PLACE;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.centre.CentrePlace.EarlyReview;
import org.waymark.centre.CentrePlace.Priority;
import org.waymark.centre.CentrePlaces.NewPlace;
import org.waymark.forms.Answers;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;

/** A place at the wellbeing centre: kept or waited for, taken, reviewed and freed for the next. */
class CentrePlaceProcessTests extends WithCare {

    private static final String PROCESS = "wellbeing-centre-place";
    private static final String CENTRE = "dementia-services-centre";
    private static final String PLAN = "UserTask_PlanInduction";
    private static final String INDUCTION = "UserTask_RecordInduction";
    private static final String LOOK = "UserTask_LookAtWaiting";
    private static final String REVIEW = "UserTask_ReviewPlace";
    private static final String MORE_SUPPORT = "UserTask_ArrangeMoreSupport";

    @Autowired
    CentrePlaces places;

    @Autowired
    CentreDays days;

    @Autowired
    Workflow workflow;

    @Autowired
    AccessDecision access;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private UUID open(DayOfWeek weekday, int howMany) {
        return care.as(
                Alliance.COORDINATOR,
                () -> days.open(
                        Alliance.COORDINATOR,
                        CENTRE,
                        weekday,
                        LocalTime.of(10, 0),
                        LocalTime.of(15, 0),
                        howMany,
                        "The centre opens."));
    }

    /** Somebody for whom a place is wanted. */
    private Somebody wants(Priority priority) {
        Somebody person = care.registered().named();
        ask(person, priority);
        return person;
    }

    private void ask(Somebody person, Priority priority) {
        places.ask(Viewer.SYSTEM, new NewPlace(person.ref(), CENTRE, priority, "coordinator", "dougie-mac"));
    }

    private Somebody wants() {
        return wants(Priority.ROUTINE);
    }

    private Somebody attends(UUID day) {
        return wants().does(PLAN, "day", day).does(INDUCTION);
    }

    private static Object place(Somebody person, String column) {
        return person.value(
                "select " + column + " from centre_place where pathway_ref = :ref order by asked_at desc limit 1");
    }

    private static String state(Somebody person) {
        return place(person, "state").toString();
    }

    private static String dayOf(Somebody person) {
        return person.value("""
                        select coalesce((select cast(a.day_id as text) from centre_allocation a join centre_place p on p.id = a.place_id
                                          where p.pathway_ref = :ref and a.until_on is null), 'none')""").toString();
    }

    /** Open tasks of the place. */
    private static List<String> toDo(Somebody person) {
        return person.openTasks().stream()
                .filter(task -> task.process().equals(PROCESS))
                .map(WorkItem::element)
                .toList();
    }

    private CentreDay.Use use(UUID day) {
        return care.as(Alliance.MANAGER, () -> days.overview(Alliance.MANAGER)).stream()
                .flatMap(centre -> centre.days().stream())
                .filter(use -> use.day().id().equals(day))
                .findFirst()
                .orElseThrow();
    }

    // ------------------------------------------------------------------ kept, or waited for

    @Test
    void isAskedForWhenTheCentreAcceptsTheReferral() {
        UUID wednesday = open(DayOfWeek.WEDNESDAY, 2);
        Somebody person = care.registered().referredTo("DEMENTIA_SERVICES_CENTRE");
        assertThat(person.running()).doesNotContain(PROCESS);
        person.does(RESPOND);
        assertThat(state(person)).isEqualTo("KEPT");
        assertThat(dayOf(person)).isEqualTo(wednesday.toString());
        assertThat(person.task(PLAN).group()).isEqualTo("dougie-mac.activity-officer");
        assertThat(person.timeline()).contains("REFERRAL_ACCEPTED", "CENTRE_KEPT");
        person.does(FIRST_CONTACT);
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "state"))
                .as("the referral's own loop goes on beside it")
                .isEqualTo("IN_CONTACT");

        Somebody offered = care.registered().referredTo("DEMENTIA_SERVICES_CENTRE");
        offered.does(RESPOND, "answer", "WAITING_LIST");
        assertThat(offered.running()).doesNotContain(PROCESS);
        offered.does(OFFER_PLACE);
        assertThat(state(offered)).isEqualTo("KEPT");
    }

    @Test
    void isNotAskedForByReferralsToOtherServices() {
        Somebody person = care.registered().referredTo("BEFRIENDING").does(RESPOND);
        assertThat(person.running()).doesNotContain(PROCESS);
    }

    @Test
    @CareRule(7)
    void isNotAskedForByWhatACarerAgreedToForThemselves() {
        open(DayOfWeek.WEDNESDAY, 2);
        Somebody person = care.somebody().withCarer("Jean").registered().named();
        person.dies();
        person.does(BEREAVED)
                .does(
                        AGREE_BEREAVEMENT,
                        "answer_LISTENING_SUPPORT",
                        "AGREED",
                        "service_LISTENING_SUPPORT",
                        serviceId("BEREAVEMENT_SUPPORT"))
                .does(RESPOND, "answer", "DECLINED", "declineReason", "NO_CAPACITY")
                .does(NEXT_STEP, "nextStep", "ANOTHER_SERVICE", "service", CENTRE, "agreedBy", "CARER")
                .does(RESPOND);
        assertThat(person.referral("DEMENTIA_SERVICES_CENTRE", "state")).isEqualTo("ACCEPTED");
        assertThat(person.running()).doesNotContain(PROCESS);
    }

    @Test
    void isOneForEachPerson() {
        open(DayOfWeek.WEDNESDAY, 5);
        Somebody person = wants();
        ask(person, Priority.URGENT);
        assertThat(person.values("select state from centre_place where pathway_ref = :ref"))
                .containsExactly("KEPT");
        assertThat(person.running()).containsOnlyOnce(PROCESS);
    }

    @Test
    @CareRule(2)
    void hasWhoeverWaitsLookedAtByTheClockOfTheirPriority() {
        Somebody routine = wants(Priority.ROUTINE);
        Somebody urgent = wants(Priority.URGENT);
        assertThat(state(urgent)).isEqualTo("WAITING");
        assertThat(toDo(urgent)).as("nothing to do yet").isEmpty();
        assertThat(urgent.timeline()).contains("CENTRE_WAITING");
        care.passDays(8);
        assertThat(toDo(urgent)).containsExactly(LOOK);
        assertThat(toDo(routine)).isEmpty();
        urgent.does(LOOK, "priority", "SOON");
        assertThat(place(urgent, "priority")).isEqualTo("SOON");
        assertThat(toDo(urgent)).isEmpty();
        care.passDays(15);
        assertThat(toDo(urgent)).as("and again").containsExactly(LOOK);
        assertThat(toDo(routine)).isEmpty();
        care.passDays(7);
        assertThat(toDo(routine)).containsExactly(LOOK);
        routine.does(LOOK, "waitingAnswer", "NOT_WANTED", "notWantedReason", "OTHER_HELP");
        assertThat(state(routine)).isEqualTo("ENDED");
        assertThat(place(routine, "end_reason")).isEqualTo("OTHER_HELP");
    }

    @Test
    void isNeverTakenByTwoAtOnce() throws Exception {
        UUID day = open(DayOfWeek.TUESDAY, 1);
        List<Somebody> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            people.add(care.registered().named());
        }
        var together = new CyclicBarrier(people.size());
        inThreads(people.stream()
                .map(person -> (Callable<Object>) () -> {
                    together.await(10, TimeUnit.SECONDS);
                    ask(person, Priority.ROUTINE);
                    return person;
                })
                .toList());
        assertThat(people.stream().map(CentrePlaceProcessTests::state).toList())
                .containsExactlyInAnyOrder("KEPT", "WAITING", "WAITING", "WAITING");
        assertThat(use(day).taken()).isEqualTo(1);
    }

    private static void inThreads(List<Callable<Object>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<Object> each : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isGuardedByTheDatabaseToo() {
        UUID day = open(DayOfWeek.TUESDAY, 1);
        wants();
        Somebody second = wants();
        for (int number : new int[] {1, 2}) {
            assertThatThrownBy(() -> jdbc.sql("""
                                    insert into centre_allocation (place_id, day_id, number, since_on)
                                    select id, :day, :number, current_date from centre_place where pathway_ref = :ref""")
                            .param("day", day)
                            .param("number", number)
                            .param("ref", second.ref().value())
                            .update())
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThatThrownBy(() -> jdbc.sql("update centre_day set places = 0 where id = :day")
                        .param("day", day)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    // ------------------------------------------------------------------ the next in turn

    @Test
    void goesToTheLongestWaitingOfTheHighestPriorityWhenItIsFree() {
        UUID day = open(DayOfWeek.TUESDAY, 1);
        Somebody holder = attends(day);
        Somebody first = wants(Priority.ROUTINE);
        care.passDays(1);
        Somebody urgent = wants(Priority.URGENT);
        care.passDays(1);
        Somebody later = wants(Priority.URGENT);

        holder.dies();
        assertThat(state(urgent)).isEqualTo("KEPT");
        assertThat(toDo(urgent))
                .as("its process is told in a transaction of its own")
                .doesNotContain(PLAN);
        care.settle();
        assertThat(toDo(urgent)).containsExactly(PLAN);
        assertThat(state(later)).isEqualTo("WAITING");
        urgent.does(PLAN, "planAnswer", "NOT_WANTED", "notWantedReason", "DAYS_DO_NOT_SUIT");
        assertThat(state(later)).isEqualTo("KEPT");
        later.dies();
        care.settle();
        assertThat(toDo(first)).containsExactly(PLAN);
        assertThat(use(day).taken()).isEqualTo(1);
        care.worklistEqualsTheEngine();
    }

    @Test
    void isOfferedAlsoWhileSomebodyLooksAtTheWaiting() {
        UUID day = open(DayOfWeek.TUESDAY, 0);
        Somebody person = wants(Priority.URGENT);
        care.passDays(8);
        assertThat(toDo(person)).containsExactly(LOOK);
        change(day, 1);
        care.settle();
        assertThat(toDo(person)).containsExactly(PLAN);
    }

    @Test
    void isOfferedToThoseWhomTheDaySuits() {
        UUID tuesday = open(DayOfWeek.TUESDAY, 1);
        UUID friday = open(DayOfWeek.FRIDAY, 1);
        Somebody onTuesdays = attends(tuesday);
        Somebody onFridays = attends(friday);
        Somebody onlyFridays = wants(Priority.URGENT);
        Somebody anyDay = wants(Priority.ROUTINE);
        care.passDays(8);
        onlyFridays.does(LOOK, "priority", "URGENT", "waitFor", friday);

        onTuesdays.dies();
        care.settle();
        assertThat(dayOf(anyDay)).isEqualTo(tuesday.toString());
        assertThat(state(onlyFridays)).isEqualTo("WAITING");
        onFridays.dies();
        care.settle();
        assertThat(dayOf(onlyFridays)).isEqualTo(friday.toString());
    }

    @Test
    void goesToTheNextWhileThePersonWaitsForAnotherDayWithoutLosingTheirTurn() {
        UUID tuesday = open(DayOfWeek.TUESDAY, 1);
        UUID friday = open(DayOfWeek.FRIDAY, 1);
        Somebody onFridays = attends(friday);
        Somebody person = wants();
        care.passDays(1);
        Somebody next = wants();
        assertThat(person.refuses(PLAN, "planAnswer", "OTHER_DAY", "waitDay", tuesday))
                .as("the day is theirs already")
                .containsExactly("planAnswer");
        person.does(PLAN, "planAnswer", "OTHER_DAY", "waitDay", friday);
        assertThat(state(person)).isEqualTo("WAITING");
        assertThat(dayOf(next)).isEqualTo(tuesday.toString());
        care.settle();
        assertThat(toDo(next)).containsExactly(PLAN);
        onFridays.dies();
        care.settle();
        assertThat(dayOf(person)).isEqualTo(friday.toString());
        assertThat(toDo(person)).containsExactly(PLAN);
    }

    @Test
    void isFreedAlsoWhileTheNextOneIsBusyElsewhere() throws Exception {
        Somebody holder = attends(open(DayOfWeek.TUESDAY, 1));
        Somebody next = wants();
        transaction.executeWithoutResult(busy -> {
            workflow.hold(next.ref());
            try {
                inThreads(List.of(() -> holder.dies()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            assertThat(state(next)).isEqualTo("KEPT");
        });
        care.settle();
        assertThat(toDo(next)).containsExactly(PLAN);
    }

    @Test
    void canBeFreedByTwoAtOnce() throws Exception {
        UUID day = open(DayOfWeek.TUESDAY, 4);
        List<Somebody> holders = new ArrayList<>();
        List<Somebody> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            holders.add(attends(day));
        }
        for (int i = 0; i < 4; i++) {
            waiting.add(wants());
        }
        var together = new CyclicBarrier(4);
        inThreads(holders.stream()
                .map(holder -> (Callable<Object>) () -> {
                    together.await(10, TimeUnit.SECONDS);
                    return holder.dies();
                })
                .toList());
        care.settle();
        assertThat(waiting).allSatisfy(person -> assertThat(toDo(person)).containsExactly(PLAN));
        assertThat(use(day).taken()).isEqualTo(4);
    }

    // ------------------------------------------------------------------ induction, review and end

    @Test
    void beginsWithAnInductionAndIsReviewedAfterTwelveWeeks() {
        UUID day = open(DayOfWeek.WEDNESDAY, 3);
        Somebody person = wants();
        person.does(PLAN, "day", day, "likes", "Singing", "toKnow", "Hears better on the left.");
        assertThat(state(person)).isEqualTo("INDUCTION");
        assertThat(person.task(INDUCTION).dueAt())
                .as("two working days after the induction on Wednesday")
                .isEqualTo("2026-11-13T17:00:00Z");
        person.does(
                INDUCTION,
                "inductionAnswer",
                "ANOTHER_DAY",
                "nextOn",
                care.today().plusDays(9));
        assertThat(person.task(INDUCTION).dueAt()).isEqualTo("2026-11-20T17:00:00Z");
        care.passDays(9);
        person.does(INDUCTION);
        assertThat(state(person)).isEqualTo("ATTENDING");
        assertThat(place(person, "likes")).isEqualTo("Singing");
        assertThat(toDo(person)).as("no task a week").isEmpty();
        assertThat(person.timeline()).contains("CENTRE_TAKEN");
        care.passDays(85);
        assertThat(toDo(person)).containsExactly(REVIEW);
        person.does(REVIEW);
        assertThat(toDo(person)).isEmpty();
        care.passDays(85);
        assertThat(toDo(person)).containsExactly(REVIEW);
    }

    @Test
    void movesToAnotherDayAtTheReviewAndFreesTheFormerOne() {
        UUID tuesday = open(DayOfWeek.TUESDAY, 1);
        Somebody person = attends(tuesday);
        Somebody next = wants();
        reviewNow(person);
        assertThat(person.refuses(REVIEW, "reviewAnswer", "CHANGE_DAY"))
                .as("there is no other day")
                .containsExactly("reviewAnswer");
        UUID friday = open(DayOfWeek.FRIDAY, 2);
        care.settle();
        assertThat(dayOf(next)).isEqualTo(friday.toString());
        assertThat(person.refuses(REVIEW, "reviewAnswer", "CHANGE_DAY")).containsExactly("newDay");
        Somebody third = wants();
        assertThat(person.refuses(REVIEW, "reviewAnswer", "CHANGE_DAY", "newDay", friday))
                .as("taken since the page was opened")
                .containsExactly("reviewAnswer");
        change(friday, 3);
        person.does(REVIEW, "reviewAnswer", "CHANGE_DAY", "newDay", friday);
        assertThat(dayOf(person)).isEqualTo(friday.toString());
        assertThat(use(tuesday).taken()).isZero();
        assertThat(person.timeline()).contains("CENTRE_DAY_CHANGED", "CENTRE_REVIEWED");
        assertThat(toDo(third)).containsExactly(PLAN);
    }

    private void reviewNow(Somebody person) {
        assertThat(askedToReview(person)).isEqualTo(EarlyReview.ON_THE_WORKLIST);
    }

    private EarlyReview askedToReview(Somebody person) {
        return care.as(
                Alliance.ACTIVITY,
                () -> places.reviewNow(Alliance.ACTIVITY, place(person, "id").toString()));
    }

    @Test
    void saysWhyAPlaceCannotBeReviewedNow() {
        UUID day = open(DayOfWeek.TUESDAY, 1);
        Somebody person = wants();
        assertThat(askedToReview(person)).isEqualTo(EarlyReview.NOT_BEGUN);
        person.does(PLAN, "day", day);
        assertThat(askedToReview(person)).isEqualTo(EarlyReview.NOT_BEGUN);
        person.does(INDUCTION);
        reviewNow(person);
        assertThat(askedToReview(person)).isEqualTo(EarlyReview.UNDER_REVIEW);
        person.does(REVIEW, "reviewAnswer", "MORE_SUPPORT", "moreSupport", "Somebody beside her.");
        assertThat(askedToReview(person)).isEqualTo(EarlyReview.REVIEWED);
        person.does(MORE_SUPPORT);
        reviewNow(person);
        person.does(REVIEW, "reviewAnswer", "END", "endReason", "CARE_HOME");
        assertThat(askedToReview(person)).isEqualTo(EarlyReview.OVER);
        assertThat(toDo(person)).isEmpty();
    }

    @Test
    void asksTheCoordinatorForMoreSupport() {
        Somebody person = attends(open(DayOfWeek.TUESDAY, 1));
        reviewNow(person);
        person.does(REVIEW, "reviewAnswer", "MORE_SUPPORT", "moreSupport", "Somebody beside her.");
        assertThat(person.task(MORE_SUPPORT).assignee()).isEqualTo("coordinator");
        person.does(MORE_SUPPORT);
        assertThat(toDo(person)).isEmpty();
        assertThat(state(person)).isEqualTo("ATTENDING");
    }

    @Test
    void endsAtTheReviewAndIsFreeForTheNext() {
        UUID day = open(DayOfWeek.TUESDAY, 1);
        Somebody person = attends(day);
        Somebody next = wants();
        reviewNow(person);
        person.does(REVIEW, "reviewAnswer", "END", "endReason", "CARE_HOME");
        assertThat(state(person)).isEqualTo("ENDED");
        assertThat(place(person, "end_reason")).isEqualTo("CARE_HOME");
        assertThat(person.running()).doesNotContain(PROCESS);
        care.settle();
        assertThat(toDo(next)).containsExactly(PLAN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"DIED", "MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    @CareRule(10)
    void isFreeWithEveryEndingOfThePathway(Kind ending) {
        UUID day = open(DayOfWeek.TUESDAY, 1);
        Somebody person = attends(day);
        Somebody next = wants();
        person.ends(ending, care.today());
        assertThat(state(person)).isEqualTo("ENDED");
        assertThat(place(person, "end_reason")).isEqualTo(ending.name());
        assertThat(dayOf(person)).isEqualTo("none");
        assertThat(dayOf(next)).isEqualTo(day.toString());
        assertThat(person.running()).doesNotContain(PROCESS);

        Somebody waiting = wants();
        waiting.ends(ending, care.today());
        assertThat(state(waiting)).isEqualTo("ENDED");
    }

    @Test
    void endsBetweenReviewsWhenStaffSaySo() {
        Somebody person = attends(open(DayOfWeek.TUESDAY, 1));
        Answers answers = new Answers(Map.of("endReason", "WISH"));
        assertThatThrownBy(() -> places.endNow(Alliance.NURSE, person.ref(), answers))
                .isInstanceOf(NotVisible.class);
        endNow(person, answers);
        assertThat(place(person, "end_reason")).isEqualTo("WISH");
        assertThatThrownBy(() -> endNow(person, answers)).isInstanceOf(Refused.class);
    }

    private void endNow(Somebody person, Answers answers) {
        care.as(Alliance.COORDINATOR, () -> {
            places.endNow(Alliance.COORDINATOR, person.ref(), answers);
            return person;
        });
    }

    @Test
    void endsWhenThePersonDoesNotShareWithTheOrganisationThatKeepsIt() {
        open(DayOfWeek.TUESDAY, 1);
        Somebody person = care.somebody().by(Alliance.OTHER_COORDINATOR).registered();
        person.does(NAME_COORDINATOR, "coordinator", "other-coordinator");
        ask(person, Priority.ROUTINE);
        assertThat(access.maySee(Alliance.ACTIVITY, person.ref(), DataKind.IDENTITY))
                .as("kept before the question of sharing was asked")
                .isTrue();
        person.objectsToSharingWith("dougie-mac", Alliance.OTHER_COORDINATOR);
        assertThat(state(person)).isEqualTo("ENDED");
        assertThat(place(person, "end_reason")).isEqualTo("SHARING_ENDED");
        assertThat(access.maySee(Alliance.ACTIVITY, person.ref(), DataKind.IDENTITY))
                .isFalse();
    }

    @Test
    void showsThePersonToThoseOfTheCentreForAsLongAsItLasts() {
        Somebody person = attends(open(DayOfWeek.TUESDAY, 1));
        care.passDays(60);
        assertThat(toDo(person)).isEmpty();
        assertThat(access.maySee(Alliance.ACTIVITY, person.ref(), DataKind.CARE))
                .isTrue();
        person.dies();
        care.passDays(31);
        assertThat(access.maySee(Alliance.ACTIVITY, person.ref(), DataKind.IDENTITY))
                .isFalse();
    }

    // ------------------------------------------------------------------ how many there are

    private void change(UUID day, int howMany) {
        care.as(Alliance.COORDINATOR, () -> {
            days.change(Alliance.COORDINATOR, day, howMany, "More staff.");
            return day;
        });
    }

    @Test
    void canBeMoreOrFewerButNeverFewerThanAreTaken() {
        UUID day = open(DayOfWeek.TUESDAY, 3);
        Somebody first = attends(day);
        attends(day);
        Somebody third = attends(day);
        Somebody waiting = wants();
        first.dies();
        care.settle();
        assertThat(dayOf(waiting)).isEqualTo(day.toString());
        assertThatThrownBy(() -> change(day, 2)).isInstanceOf(Refused.class);
        third.dies();
        change(day, 2);
        Somebody next = wants();
        assertThat(state(next)).as("the day is full").isEqualTo("WAITING");
        change(day, 3);
        care.settle();
        assertThat(toDo(next)).containsExactly(PLAN);
        assertThat(jdbc.sql(
                                "select places_before || ' to ' || places from centre_day_change where day_id = :day order by id")
                        .param("day", day)
                        .query(String.class)
                        .list())
                .containsExactly("0 to 3", "3 to 2", "2 to 3");
    }

    @Test
    void isChangedByCoordinatorsOfTheCentreAndAdministratorsOnly() {
        UUID day = open(DayOfWeek.TUESDAY, 3);
        for (Viewer other :
                List.of(Alliance.ACTIVITY, Alliance.OTHER_COORDINATOR, Alliance.MANAGER, Alliance.PARTNER)) {
            assertThatThrownBy(() -> care.as(other, () -> {
                        days.change(other, day, 4, "More.");
                        return day;
                    }))
                    .isInstanceOf(NotVisible.class);
        }
        care.as(Alliance.ADMIN, () -> {
            days.change(Alliance.ADMIN, day, 4, "A new room.");
            return day;
        });
        assertThat(use(day).day().places()).isEqualTo(4);
        assertThatThrownBy(() -> open(DayOfWeek.TUESDAY, 2))
                .as("open at that time already")
                .isInstanceOf(Refused.class);
    }
}
