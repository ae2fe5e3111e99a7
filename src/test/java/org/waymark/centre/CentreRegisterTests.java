package org.waymark.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.centre.CentrePlace.Priority;
import org.waymark.centre.CentrePlaces.NewPlace;
import org.waymark.centre.CentreRegister.Expected;
import org.waymark.centre.CentreRegister.Mark;
import org.waymark.centre.CentreRegister.Saved;
import org.waymark.centre.CentreRegister.Session;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Workflow;

/** Who came: one page for the group, corrected on the same day, and somebody who finds out why people stay away. */
class CentreRegisterTests extends WithCare {

    private static final String CENTRE = "dementia-services-centre";
    private static final String FIND_OUT = "UserTask_FindOutWhy";
    private static final String REVIEW = "UserTask_ReviewPlace";
    private static final Mark CAME = new Mark(true, null);
    private static final Mark MISSED = new Mark(false, null);
    private static final Mark ILL = new Mark(false, "ILL");

    @Autowired
    CentrePlaces places;

    @Autowired
    CentreDays days;

    @Autowired
    CentreRegister register;

    @Autowired
    Workflow workflow;

    private UUID wednesdays = UUID.randomUUID();

    @BeforeEach
    void openOnWednesdays() {
        WaymarkDatabase.clean();
        care.begin();
        wednesdays = care.as(
                Alliance.COORDINATOR,
                () -> days.open(
                        Alliance.COORDINATOR,
                        CENTRE,
                        DayOfWeek.WEDNESDAY,
                        LocalTime.of(10, 0),
                        LocalTime.of(15, 0),
                        10,
                        "The centre opens."));
    }

    private Somebody attends() {
        Somebody person = care.registered().named();
        places.ask(Viewer.SYSTEM, new NewPlace(person.ref(), CENTRE, Priority.ROUTINE, "coordinator", "dougie-mac"));
        return person.does("UserTask_PlanInduction", "day", wednesdays).does("UserTask_RecordInduction");
    }

    private static UUID id(Somebody person) {
        return UUID.fromString(person.value("select id from centre_place where pathway_ref = :ref")
                .toString());
    }

    /** The next Wednesday comes. */
    private LocalDate wednesday() {
        LocalDate next = care.today().with(TemporalAdjusters.next(DayOfWeek.WEDNESDAY));
        care.passDays((int) (next.toEpochDay() - care.today().toEpochDay()));
        return next;
    }

    private Saved save(LocalDate on, Map<UUID, Mark> marks) {
        return care.as(Alliance.ACTIVITY, () -> register.save(Alliance.ACTIVITY, wednesdays, on, marks));
    }

    private void mark(Somebody person, LocalDate on, Mark mark) {
        save(on, Map.of(id(person), mark));
        care.settle();
    }

    private Session session(@Nullable LocalDate on) {
        return care.as(Alliance.ACTIVITY, () -> register.session(Alliance.ACTIVITY, wednesdays, on));
    }

    private static List<String> toDo(Somebody person) {
        return person.openTasks().stream()
                .filter(task -> task.process().equals(CentrePlaces.PROCESS))
                .map(WorkItem::element)
                .toList();
    }

    private List<String> marks(Somebody person) {
        return person.values("""
                select c.came || coalesce(' ' || c.reason, '') || case when c.replaced_at is null then '' else ' replaced' end
                  from centre_attendance c join centre_place p on p.id = c.place_id where p.pathway_ref = :ref order by c.id""");
    }

    @Test
    void expectsWhoeverHasBegunFromTheNextSessionOn() {
        Somebody person = attends();
        Somebody invited = care.registered().named();
        places.ask(Viewer.SYSTEM, new NewPlace(invited.ref(), CENTRE, Priority.ROUTINE, "coordinator", "dougie-mac"));
        invited.does(
                "UserTask_PlanInduction",
                "day",
                wednesdays,
                "inductionOn",
                care.today().plusDays(2));
        assertThat(session(null).on())
                .as("the first session is ahead")
                .isEqualTo(care.today().plusDays(2));
        LocalDate wednesday = wednesday();
        Session session = session(null);
        assertThat(session.on()).isEqualTo(wednesday);
        assertThat(session.people())
                .extracting(expected -> expected.place().pathway())
                .containsExactly(person.ref());
        assertThat(session.inductions()).containsExactly(invited.ref());
        invited.does("UserTask_RecordInduction");
        assertThat(session(wednesday).people()).as("came to see it that day").hasSize(1);
        assertThat(session(wednesday.plusWeeks(1)).people()).hasSize(2);
        person.dies();
        assertThat(session(wednesday.plusWeeks(1)).people()).hasSize(1);
    }

    @Test
    void keepsWhoCameForAllAtOnceAndIsAContact() {
        Somebody came = attends();
        Somebody ill = attends();
        Somebody unmarked = attends();
        LocalDate on = wednesday();
        Saved saved = save(on, Map.of(id(came), CAME, id(ill), ILL));
        assertThat(saved).isEqualTo(new Saved(1, 1, 0, 1));
        assertThat(came.pathway("last_contact_on").toString()).isEqualTo(on.toString());
        assertThat(marks(came)).containsExactly("true");
        assertThat(marks(ill)).containsExactly("false ILL");
        assertThat(marks(unmarked)).isEmpty();
        assertThat(session(on).people())
                .extracting(Expected::mark)
                .filteredOn(Objects::isNull)
                .hasSize(1);
    }

    @Test
    @CareRule(12)
    void changesNothingWhenItIsSavedTwiceAndKeepsTheEarlierMarkWhenItIsCorrected() {
        Somebody person = attends();
        LocalDate on = wednesday();
        save(on, Map.of(id(person), MISSED));
        assertThat(save(on, Map.of(id(person), MISSED)).corrected()).isZero();
        assertThat(marks(person)).containsExactly("false");
        assertThat(save(on, Map.of(id(person), CAME)).corrected()).isEqualTo(1);
        assertThat(marks(person)).containsExactly("false replaced", "true");
        assertThat(session(on).people().get(0).earlier()).hasSize(1);

        care.passDays(1);
        assertThatThrownBy(() -> save(on, Map.of(id(person), MISSED))).isInstanceOf(Refused.class);
        assertThat(save(on, Map.of(id(person), CAME)).corrected()).isZero();
        assertThat(marks(person)).containsExactly("false replaced", "true");
    }

    @Test
    void canBeMarkedLateButNeverAhead() {
        Somebody person = attends();
        LocalDate on = wednesday();
        assertThatThrownBy(() -> save(on.plusWeeks(1), Map.of(id(person), CAME)))
                .isInstanceOf(Refused.class);
        care.passDays(3);
        save(on, Map.of(id(person), MISSED));
        save(on, Map.of(id(person), CAME));
        assertThat(marks(person)).containsExactly("false replaced", "true");
        assertThatThrownBy(() -> save(on.minusDays(1), Map.of(id(person), CAME)))
                .as("no session on a Tuesday")
                .isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> save(on, Map.of(UUID.randomUUID(), CAME))).isInstanceOf(NotVisible.class);
    }

    @Test
    void hasSomebodyFindOutWhyOnceForEachRunOfAbsences() {
        Somebody person = attends();
        mark(person, wednesday(), MISSED);
        assertThat(toDo(person)).isEmpty();
        mark(person, wednesday(), MISSED);
        assertThat(toDo(person)).containsExactly(FIND_OUT);
        assertThat(person.timeline()).containsOnlyOnce("CENTRE_MISSED_TWICE");
        mark(person, wednesday(), MISSED);
        assertThat(toDo(person)).as("one task for the run").containsExactly(FIND_OUT);
        person.does(FIND_OUT, "foundAnswer", "NOT_REACHED", "note", "No answer on two days.");
        assertThat(toDo(person)).as("until somebody is reached").containsExactly(FIND_OUT);
        person.does(FIND_OUT);
        mark(person, wednesday(), MISSED);
        assertThat(toDo(person)).as("what was found out ends the run").isEmpty();
        mark(person, wednesday(), MISSED);
        assertThat(toDo(person)).containsExactly(FIND_OUT);
        assertThat(person.values("""
                        select coalesce(a.answer, 'open') from centre_absence a join centre_place p on p.id = a.place_id
                         where p.pathway_ref = :ref order by a.id""")).containsExactly("COMES_AGAIN", "open");
    }

    @Test
    void doesNotAskWhyWhenTheReasonIsKnownOrTheyCameBetween() {
        Somebody person = attends();
        mark(person, wednesday(), MISSED);
        mark(person, wednesday(), ILL);
        mark(person, wednesday(), MISSED);
        mark(person, wednesday(), CAME);
        mark(person, wednesday(), MISSED);
        assertThat(toDo(person)).isEmpty();
        mark(person, wednesday(), CAME);
        assertThat(toDo(person)).isEmpty();
    }

    @Test
    void reviewsThePlaceAtOnceWhenThatIsWhatWasFound() {
        Somebody person = attends();
        mark(person, wednesday(), MISSED);
        mark(person, wednesday(), MISSED);
        person.does(FIND_OUT, "foundAnswer", "REVIEW_NOW", "reason", "DID_NOT_ENJOY");
        assertThat(toDo(person)).containsExactly(REVIEW);
    }

    @Test
    void countsNoSessionsWhileThePersonIsInHospital() {
        Somebody person = attends();
        mark(person, wednesday(), MISSED);
        care.passDays(1);
        workflow.tellAll(person.ref(), "person.admitted", Map.of());
        LocalDate inHospital = wednesday();
        assertThat(session(inHospital).people().get(0).inHospital()).isTrue();
        mark(person, inHospital, MISSED);
        assertThat(toDo(person)).isEmpty();
        workflow.tellAll(person.ref(), "person.discharged", Map.of());
        care.passDays(1);
        assertThat(session(wednesday()).people().get(0).inHospital()).isFalse();
        mark(person, care.today(), MISSED);
        assertThat(toDo(person)).as("the one before and the one after").containsExactly(FIND_OUT);
    }

    @Test
    void isNobodysAbsenceWhenTheSessionDidNotTakePlace() {
        Somebody person = attends();
        mark(person, wednesday(), MISSED);
        LocalDate off = wednesday();
        notHeld(off);
        assertThat(session(off).notHeldReason()).isEqualTo("WEATHER");
        LocalDate next = wednesday();
        assertThat(toDo(person)).isEmpty();
        mark(person, next, CAME);
        assertThatThrownBy(() -> notHeld(next)).isInstanceOf(Refused.class);
    }

    private void notHeld(LocalDate on) {
        care.as(Alliance.ACTIVITY, () -> {
            register.notHeld(Alliance.ACTIVITY, wednesdays, on, "WEATHER");
            return on;
        });
    }

    @Test
    void isOpenToThoseOfTheCentresOwnOrganisationOnly() {
        Somebody person = attends();
        LocalDate on = wednesday();
        for (Viewer other : List.of(
                Alliance.OTHER_COORDINATOR,
                Alliance.MANAGER,
                Alliance.ADMIN,
                Alliance.NURSE,
                Alliance.ADVISER,
                Alliance.PARTNER)) {
            assertThatThrownBy(() -> care.as(other, () -> register.session(other, wednesdays, on)))
                    .as(other.username())
                    .isInstanceOf(NotVisible.class);
            assertThatThrownBy(
                            () -> care.as(other, () -> register.save(other, wednesdays, on, Map.of(id(person), CAME))))
                    .as(other.username())
                    .isInstanceOf(NotVisible.class);
        }
        for (Viewer own : List.of(Alliance.ACTIVITY, Alliance.COORDINATOR, Alliance.TEAM_LEAD)) {
            assertThat(care.as(own, () -> register.session(own, wednesdays, on)).people())
                    .as(own.username())
                    .hasSize(1);
        }
        Map<UUID, Mark> nothing = new HashMap<>();
        assertThat(save(on, nothing)).isEqualTo(new Saved(0, 0, 0, 1));
    }
}
