package org.waymark.bereavement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.AGREE_BEREAVEMENT;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.BEREAVEMENT_REVIEW;
import static org.waymark.support.Somebody.CLOSING;
import static org.waymark.support.Somebody.COMPARE_PLACES;
import static org.waymark.support.Somebody.CONCERN;
import static org.waymark.support.Somebody.GENTLE;
import static org.waymark.support.Somebody.PREPARE;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.TALK_WITH_CARER;
import static org.waymark.support.UsualAnswers.atLevel;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.BereavedOnPathway;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;

/** Support of carers from before a death until thirteen months after it, by the real processes and tables. */
class BereavementsProcessTests extends WithCare {

    private static final LocalDate DIED = LocalDate.of(2026, 11, 9);

    @Autowired
    Bereavements bereavements;

    @Autowired
    BereavedOnPathway pathway;

    // ------------------------------------------------------------------ somebody and their carers

    private Somebody withCarers(String... names) {
        var intake = care.somebody();
        for (String name : names) {
            intake.withCarer(name);
        }
        return intake.registered().named();
    }

    private Somebody died(String... carers) {
        Somebody person = withCarers(carers);
        person.dies();
        return person;
    }

    /** The task of this carer. */
    private WorkItem of(Somebody person, String element, String carer) {
        String record = String.valueOf(person.value(
                "select b.id::text from bereavement b join carer c on c.id = b.carer_id where b.pathway_ref = :ref"
                        + " and b.closed_at is null and c.name = '" + carer + "'"));
        return person.tasks(element).stream()
                .filter(task -> task.record().equals(record))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + element + " of " + carer + " among " + person.open()));
    }

    private static Object bereavement(Somebody person, String column) {
        return person.value(
                "select " + column + " from bereavement where pathway_ref = :ref order by opened_at desc limit 1");
    }

    private void passToMorningOf(LocalDate day) {
        care.passUntil(day.atTime(8, 0).atZone(WorkingDays.ZONE).toInstant());
    }

    private static Instant endOf(LocalDate day) {
        return at(day, WorkingDays.END_OF_DAY);
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(WorkingDays.ZONE).toInstant();
    }

    /** The birthday of the person that comes after the day. */
    private static LocalDate birthdayAfter(Somebody person, LocalDate day) {
        LocalDate born = LocalDate.parse(
                String.valueOf(person.value("select date_of_birth from person where pathway_ref = :ref")));
        LocalDate birthday = born.plusYears(day.getYear() - born.getYear());
        return birthday.isAfter(day) ? birthday : born.plusYears(day.getYear() - born.getYear() + 1);
    }

    /** Answers whatever planned contact opens until then. */
    private void livesUntil(Somebody person, LocalDate day) {
        for (LocalDate each = care.today().plusDays(1); !each.isAfter(day); each = each.plusDays(1)) {
            passToMorningOf(each);
            Stream.of(GENTLE, BEREAVEMENT_REVIEW, AGREE_BEREAVEMENT)
                    .flatMap(element -> person.tasks(element).stream())
                    .forEach(person::hands);
        }
    }

    // ------------------------------------------------------------------ thirteen months

    @Test
    @CareRule(10)
    void supportsTwoCarersEachInTheirOwnWayForThirteenMonths() {
        Somebody person = died("Joan Hill", "Paul Hill");
        LocalDate birthday = birthdayAfter(person, DIED);
        LocalDate wedding = birthday.plusDays(40);
        assertThat(person.tasks(BEREAVED)).hasSize(2).allSatisfy(task -> {
            assertThat(task.clock()).isEqualTo("BEREAVEMENT_CONTACT");
            assertThat(task.dueAt()).isEqualTo(endOf(LocalDate.of(2026, 11, 23)));
            assertThat(task.assignee()).isEqualTo("coordinator");
        });

        care.passDays(3);
        person.hands(
                of(person, BEREAVED, "Joan Hill"),
                "suddenDeath",
                "YES",
                "caringAlone",
                "YES",
                "asksForHelp",
                "YES",
                "gentleOn",
                wedding,
                "gentleWhat",
                "Our wedding day");
        WorkItem agree = of(person, AGREE_BEREAVEMENT, "Joan Hill");
        assertThat(agree.dueAt()).isEqualTo(endOf(LocalDate.of(2026, 11, 19)));
        assertThat(
                        person.value(
                                "select proposed_level from bereavement where pathway_ref = :ref and proposed_level is not null"))
                .isEqualTo("SPECIALIST");
        person.hands(agree, "answer_COUNSELLING", "AGREED", "service_COUNSELLING", serviceId("BEREAVEMENT_SUPPORT"));
        assertThat(person.referral("BEREAVEMENT_SUPPORT", "priority")).isEqualTo("SOON");
        assertThat(person.referral("BEREAVEMENT_SUPPORT", "agreed_by")).isEqualTo("CARER");
        assertThat(person.value(
                        "select c.name from referral r join carer c on c.id = r.for_carer where r.pathway_ref = :ref"))
                .isEqualTo("Joan Hill");

        LocalDate march = LocalDate.of(2027, 3, 1);
        person.hands(of(person, BEREAVED, "Paul Hill"), "supportWanted", "NOT_NOW", "askAgainOn", march);
        assertThat(person.open()).containsExactly(RESPOND);

        var due = new TreeMap<String, Instant>();
        for (LocalDate day = care.today(); day.isBefore(LocalDate.of(2027, 12, 15)); day = day.plusDays(1)) {
            passToMorningOf(day);
            for (String element : List.of(BEREAVED, GENTLE, BEREAVEMENT_REVIEW, CLOSING)) {
                for (WorkItem task : person.tasks(element)) {
                    String carer = String.valueOf(person.value(
                            "select c.name from bereavement b join carer c on c.id = b.carer_id where b.pathway_ref = :ref"
                                    + " and b.id = cast('" + task.record() + "' as uuid)"));
                    String what = carer.substring(0, carer.indexOf(' ')) + " " + element.replace("UserTask_", "");
                    due.put(day + " " + what, Objects.requireNonNull(task.dueAt()));
                    person.hands(task);
                    person.tasks(AGREE_BEREAVEMENT).forEach(person::hands);
                }
            }
        }

        LocalDate anniversary = DIED.plusYears(1);
        LocalDate review = DIED.plusDays(56);
        LocalDate closing = DIED.plusMonths(13);
        var expected = new TreeMap<String, Instant>();
        expected.put(review.minusDays(7) + " Joan ReviewBereavementSupport", endOf(review));
        expected.put(birthday.minusDays(7) + " Joan MakeGentleContact", endOf(birthday));
        expected.put(wedding.minusDays(7) + " Joan MakeGentleContact", endOf(wedding));
        expected.put(anniversary.minusDays(7) + " Joan MakeGentleContact", endOf(anniversary));
        expected.put(closing.minusDays(7) + " Joan MakeClosingContact", endOf(closing));
        expected.put(march + " Paul ContactBereavedCarer", endOf(LocalDate.of(2027, 3, 8)));
        if (birthday.isAfter(march)) {
            LocalDate opens = birthday.minusDays(7).isAfter(march) ? birthday.minusDays(7) : march;
            expected.put(opens + " Paul MakeGentleContact", endOf(birthday));
        }
        expected.put(anniversary.minusDays(7) + " Paul MakeGentleContact", endOf(anniversary));
        expected.put(closing.minusDays(7) + " Paul MakeClosingContact", endOf(closing));
        assertThat(due).isEqualTo(expected);
        assertThat(person.values("select state || ' ' || end_reason from bereavement where pathway_ref = :ref"))
                .containsExactly("CLOSED CLOSING_CONTACT", "CLOSED CLOSING_CONTACT");
        assertThat(person.running()).containsExactly("partner-referral");
        assertThat(person.open()).containsExactly(RESPOND);
        care.worklistEqualsTheEngine();
        care.passDays(400);
        assertThat(person.open()).as("it is over").containsExactly(RESPOND);
    }

    @Test
    void namesTheDaysOfAGentleContactAndMakesOneOfTwoThatFallTogether() {
        Somebody person = died("Joan Hill");
        LocalDate anniversary = DIED.plusYears(1);
        person.does(BEREAVED).does(AGREE_BEREAVEMENT);
        String id = String.valueOf(bereavement(person, "id::text"));
        as(() -> bereavements.addDate(Alliance.COORDINATOR, person.ref(), id, anniversary, "The day we moved"));
        as(() -> bereavements.addDate(Alliance.COORDINATOR, person.ref(), id, anniversary, "the day we moved"));
        livesUntil(person, anniversary.minusDays(8));
        assertThat(person.open()).isEmpty();
        passToMorningOf(anniversary.minusDays(7));

        assertThat(person.dueOf(GENTLE)).isEqualTo(endOf(anniversary));
        person.does(GENTLE, "how", "LETTER");
        assertThat(person.value(
                        "select count(*) from gentle_date d join bereavement b on b.id = d.bereavement_id where b.pathway_ref = :ref and d.on_day = '"
                                + anniversary + "' and contacted_at is not null"))
                .isEqualTo(2L);
        passToMorningOf(anniversary.plusDays(1));
        assertThat(person.open()).isEmpty();
    }

    @Test
    void opensAGentleContactAtOnceForADayThatIsNearAndForgetsOneThatIsTakenOff() {
        Somebody person = died("Joan Hill");
        person.does(BEREAVED).does(AGREE_BEREAVEMENT);
        assertThat(person.at(Bereavements.PROCESS)).containsExactly("Gateway_WaitForDateOrChange");
        String id = String.valueOf(bereavement(person, "id::text"));
        LocalDate far = care.today().plusDays(20);
        as(() -> bereavements.addDate(Alliance.COORDINATOR, person.ref(), id, far, "Her name day"));
        assertThat(bereavement(person, "gentle_on")).hasToString(far.toString());
        String date = String.valueOf(person.value("select id::text from gentle_date where what = 'Her name day'"
                + " and bereavement_id in (select id from bereavement where pathway_ref = :ref)"));
        as(() -> bereavements.takeOffDate(Alliance.COORDINATOR, person.ref(), date));
        assertThat(bereavement(person, "gentle_on")).isNotEqualTo(far);

        LocalDate near = care.today().plusDays(2);
        as(() -> bereavements.addDate(Alliance.COORDINATOR, person.ref(), id, near, "His first birthday without her"));
        assertThat(person.dueOf(GENTLE)).isEqualTo(endOf(near));
    }

    private void as(Runnable action) {
        care.as(Alliance.COORDINATOR, () -> {
            action.run();
            return true;
        });
    }

    @Test
    void refusesADayThatIsOverOrLiesAfterTheSupportAndOneOfAnybodyElse() {
        Somebody person = died("Joan Hill");
        String id = String.valueOf(bereavement(person, "id::text"));
        LocalDate tooLate = DIED.plusMonths(13).plusDays(1);
        assertThat(person.refuses(BEREAVED, "gentleOn", tooLate, "gentleWhat", "Too late"))
                .containsExactly("gentleOn-day");
        assertThatThrownBy(() -> bereavements.addDate(Alliance.COORDINATOR, person.ref(), id, tooLate, "x"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> bereavements.addDate(
                        Alliance.COORDINATOR, person.ref(), id, care.today().minusDays(1), "x"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> bereavements.addDate(Alliance.ADVISER, person.ref(), id, care.today(), "x"))
                .isInstanceOf(NotVisible.class);
        Somebody other = died("Ann Hall");
        assertThatThrownBy(() -> bereavements.addDate(Alliance.COORDINATOR, other.ref(), id, care.today(), "x"))
                .isInstanceOf(NotVisible.class);
        person.does(BEREAVED, "supportWanted", "NO");
        assertThatThrownBy(() -> bereavements.addDate(
                        Alliance.COORDINATOR, person.ref(), id, care.today().plusDays(9), "x"))
                .isInstanceOf(Refused.class);
    }

    // ------------------------------------------------------------------ level and offers

    @Test
    @CareRule({7, 14})
    void proposesALevelWithItsReasonsAndTakesAnotherFromStaffWithTheirs() {
        Somebody person = withCarers("Joan Hill").does(Somebody.WELCOME);
        person.carerRates("carerOwnWords", "4", "ownWords", "4");
        person.dies();
        person.does(BEREAVED, "previousLoss", "NOT_SURE");

        assertThat(bereavement(person, "proposed_level")).isEqualTo("UNIVERSAL");
        assertThat(person.value(
                        "select decision || ' ' || version || ' ' || array_to_string(matched_rules, ',') from decision_evaluation"
                                + " where pathway_ref = :ref and decision = 'bereavement-support-level'"))
                .isEqualTo("bereavement-support-level 1 Rule_NoSignReported");
        assertThat(person.refuses(AGREE_BEREAVEMENT, "level", "TARGETED")).containsExactly("levelReason");
        person.does(AGREE_BEREAVEMENT, "level", "TARGETED", "levelReason", "He has nobody to talk to.");
        assertThat(bereavement(person, "level || ' ' || level_by")).isEqualTo("TARGETED coordinator");
    }

    @Test
    void countsTheStrainThatWasKnownBeforeTheDeath() {
        Somebody person = withCarers("Joan Hill").does(Somebody.WELCOME).everybodyRates(atLevel("5"), "ownWords", "4");
        person.does(Somebody.CONFIRM);
        person.dies();
        person.does(BEREAVED);

        assertThat(bereavement(person, "strain_before")).isEqualTo("VERY_HIGH");
        assertThat(bereavement(person, "proposed_level")).isEqualTo("TARGETED");
    }

    @Test
    @CareRule(7)
    void offersAgainOnTheDayThatTheCarerNamedAndAsksNobodyTwice() {
        Somebody person = died("Joan Hill");
        LocalDate again = DIED.plusDays(20);
        String help = serviceId("BEREAVEMENT_SUPPORT");
        person.does(BEREAVED)
                .does(
                        AGREE_BEREAVEMENT,
                        "answer_LISTENING_SUPPORT",
                        "AGREED",
                        "service_LISTENING_SUPPORT",
                        help,
                        "answer_BEREAVEMENT_GROUP",
                        "NOT_NOW",
                        "askAgainOn_BEREAVEMENT_GROUP",
                        again,
                        "answer_COUNSELLING",
                        "DECLINED");
        assertThat(
                        person.values(
                                "select offer || ' ' || answer from bereavement_offer o join bereavement b on b.id = o.bereavement_id where b.pathway_ref = :ref order by 1"))
                .containsExactly(
                        "BEREAVEMENT_GROUP NOT_NOW",
                        "COUNSELLING DECLINED",
                        "INFORMATION AGREED",
                        "LISTENING_SUPPORT AGREED");
        if (birthdayAfter(person, DIED).isAfter(again.plusDays(20))) {
            passToMorningOf(again.minusDays(1));
            assertThat(person.open()).containsExactly(RESPOND);
        }
        livesUntil(person, again.minusDays(1));
        passToMorningOf(again);
        person.does(BEREAVEMENT_REVIEW);
        assertThat(person.refuses(AGREE_BEREAVEMENT)).containsExactly("answer_BEREAVEMENT_GROUP");
        person.does(
                AGREE_BEREAVEMENT,
                "answer_BEREAVEMENT_GROUP",
                "DECLINED",
                "answer_COUNSELLING",
                "AGREED",
                "service_COUNSELLING",
                help);
        assertThat(person.referrals()).as("the service helps already").containsExactly("BEREAVEMENT_SUPPORT");
        assertThat(bereavement(person, "reviewed_on"))
                .as("eight weeks are not over")
                .isEqualTo("null");
    }

    @Test
    void looksAgainAtOnceWhenAGentleContactFindsThatMoreHelpIsNeeded() {
        Somebody person = died("Joan Hill");
        person.does(BEREAVED, "gentleOn", care.today().plusDays(1), "gentleWhat", "Her saint's day")
                .does(AGREE_BEREAVEMENT);
        person.does(GENTLE, "moreHelp", "YES");

        assertThat(person.open()).containsExactly(BEREAVEMENT_REVIEW);
        person.does(BEREAVEMENT_REVIEW, "asksForHelp", "YES");
        assertThat(bereavement(person, "proposed_level")).isEqualTo("TARGETED");
    }

    @Test
    void refersOnFromTheClosingContactAndEndsItself() {
        Somebody person = died("Joan Hill");
        person.does(BEREAVED).does(AGREE_BEREAVEMENT);
        livesUntil(person, DIED.plusMonths(13).minusDays(7));
        person.does(CLOSING, "moreHelp", "YES", "service", serviceId("BEREAVEMENT_SUPPORT"));

        assertThat(bereavement(person, "end_reason")).isEqualTo("CLOSING_CONTACT");
        assertThat(person.open()).containsExactly(RESPOND);
    }

    // ------------------------------------------------------------------ what carers may answer

    @Test
    @CareRule(7)
    void respectsANoAndIsNotInTouchAgain() {
        Somebody person = died("Joan Hill");
        person.does(BEREAVED, "supportWanted", "NO");

        assertThat(bereavement(person, "state || ' ' || end_reason")).isEqualTo("CLOSED NOT_WANTED");
        assertThat(person.running()).isEmpty();
        assertThat(person.timeline()).endsWith("BEREAVEMENT_NOT_WANTED");
        care.passDays(420);
        assertThat(person.open()).isEmpty();
    }

    @Test
    void isNotInTouchBeforeTheDayThatTheCarerNamedWhateverComesBefore() {
        Somebody person = died("Joan Hill");
        LocalDate again = DIED.plusYears(1).plusDays(3);
        person.does(BEREAVED, "supportWanted", "NOT_NOW", "askAgainOn", again);
        assertThat(bereavement(person, "state")).isEqualTo("NOT_NOW");
        passToMorningOf(again.minusDays(1));
        assertThat(person.values(
                        "select element from work_item where pathway_ref = :ref and process = 'bereavement-support'"))
                .as("neither review nor anniversary")
                .containsExactly(BEREAVED);
        passToMorningOf(again);

        assertThat(person.open()).containsExactly(BEREAVED);
        person.does(BEREAVED, "supportWanted", "NO");
        assertThat(bereavement(person, "end_reason")).isEqualTo("NOT_WANTED");
    }

    @Test
    void triesAgainByTheClockUntilTheCarerIsReached() {
        Somebody person = died("Joan Hill");
        care.passDays(2);
        person.does(BEREAVED, "how", "NOT_REACHED");
        assertThat(person.dueOf(BEREAVED)).isEqualTo(endOf(LocalDate.of(2026, 11, 18)));
        person.does(BEREAVED, "how", "LETTER");
        assertThat(person.open()).as("a letter is no answer").containsExactly(BEREAVED);
        person.does(BEREAVED).does(AGREE_BEREAVEMENT);
        assertThat(bereavement(person, "retry_of")).isEqualTo("null");
        assertThat(
                        person.values(
                                "select how || coalesce(' ' || wish, '') from bereavement_contact k join bereavement b on b.id = k.bereavement_id where b.pathway_ref = :ref order by k.id"))
                .containsExactly("NOT_REACHED", "LETTER", "TELEPHONE YES");

        livesUntil(person, DIED.plusMonths(13).minusDays(8));
        passToMorningOf(DIED.plusMonths(13).minusDays(7));
        person.does(CLOSING, "how", "NOT_REACHED");
        assertThat(person.open()).containsExactly(CLOSING);
        person.does(CLOSING, "how", "LETTER");
        assertThat(bereavement(person, "end_reason")).isEqualTo("CLOSING_CONTACT");
    }

    @Test
    void closesAtThirteenMonthsThoughTheCarerWasNeverReached() {
        Somebody person = died("Joan Hill");
        passToMorningOf(DIED.plusMonths(13).minusDays(3));
        assertThat(person.open()).containsExactly(BEREAVED);
        person.does(BEREAVED, "how", "NOT_REACHED");
        assertThat(person.open()).containsExactly(CLOSING);
        person.does(CLOSING, "how", "LETTER");
        assertThat(person.running()).isEmpty();
    }

    @Test
    void endsWhenTheCarerHasDied() {
        Somebody person = died("Joan Hill", "Paul Hill");
        person.hands(of(person, BEREAVED, "Joan Hill"), "how", "CARER_DIED");

        assertThat(person.open()).containsExactly(BEREAVED);
        assertThat(person.values(
                        "select coalesce(end_reason, '-') from bereavement where pathway_ref = :ref order by 1"))
                .containsExactlyInAnyOrder("-", "CARER_DIED");
    }

    @Test
    void countsFromTheDayOfDeathHoweverLateItWasRecorded() {
        Somebody person = withCarers("Joan Hill");
        LocalDate diedOn = care.today().minusDays(70);
        person.ends(Kind.DIED, diedOn);
        assertThat(person.dueOf(BEREAVED)).isBefore(care.now());
        person.does(BEREAVED).does(AGREE_BEREAVEMENT);

        assertThat(bereavement(person, "reviewed_on"))
                .as("ten weeks after the death the first look is the review")
                .hasToString(care.today().toString());
        assertThat(bereavement(person, "closing_due_at"))
                .isEqualTo(java.sql.Timestamp.from(endOf(diedOn.plusMonths(13))));
    }

    // ------------------------------------------------------------------ before the death

    @Test
    @CareRule(10)
    void preparesEachCarerOnceWhenADeathIsExpectedAndGoesOnWhenItComes() {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .livingWithItAt("7c");
        care.passUntil(((java.sql.Timestamp) person.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(1));
        person.does(REVIEW, "phase", "DYING");
        assertThat(person.tasks(PREPARE)).hasSize(2).allSatisfy(task -> {
            assertThat(task.assignee()).isEqualTo("coordinator");
            assertThat(task.clock()).isEqualTo("BEREAVEMENT_PREPARATION");
        });
        prepare(person);
        assertThat(person.tasks(PREPARE)).hasSize(2);

        person.hands(
                of(person, PREPARE, "Joan Hill"),
                "wishes",
                "The chaplain should come.",
                "whomToRing",
                "Her sister, in the evening");
        person.hands(of(person, PREPARE, "Paul Hill"), "how", "NOT_REACHED");
        assertThat(person.tasks(PREPARE)).hasSize(1);
        prepare(person);
        assertThat(person.tasks(PREPARE)).hasSize(1);
        person.dies();

        assertThat(person.open()).containsExactly(COMPARE_PLACES, BEREAVED, BEREAVED);
        assertThat(person.values("select coalesce(wishes, '-') from bereavement where pathway_ref = :ref order by 1"))
                .containsExactly("-", "The chaplain should come.");
        assertThat(person.values("select distinct died_on::text from bereavement where pathway_ref = :ref"))
                .containsExactly(care.today().toString());
        assertThat(person.timeline()).contains("BEREAVEMENT_PREPARED");
    }

    private void prepare(Somebody person) {
        as(() -> pathway.prepare(person.ref()));
    }

    @Test
    void waitsForYearsWhenThePersonLivesOn() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().livingWithItAt("4");
        prepare(person);
        person.does(PREPARE);
        assertThat(person.at(Bereavements.PROCESS)).containsExactly("Event_PersonDied");
        care.passDays(200);
        person.tasks(REVIEW).forEach(person::hands);
        care.passDays(200);
        prepare(person);

        assertThat(person.open()).doesNotContain(PREPARE, BEREAVED);
        assertThat(bereavement(person, "state")).isEqualTo("PREPARED");
        assertThat(person.value("select count(*) from bereavement where pathway_ref = :ref"))
                .isEqualTo(1L);
        person.dies();
        assertThat(person.open()).containsExactly(BEREAVED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"MOVED_AWAY", "LEFT", "OPENED_IN_ERROR"})
    void closesAPreparationWhenThePathwayEndsOtherwise(Kind kind) {
        Somebody waiting = withCarers("Joan Hill");
        prepare(waiting);
        waiting.does(PREPARE, "preparationAnswer", "NOT_WANTED");
        Somebody preparing = withCarers("Ann Hall");
        prepare(preparing);
        for (Somebody person : List.of(waiting, preparing)) {
            person.ends(kind, care.today());
            assertThat(person.open()).isEmpty();
            assertThat(person.running()).isEmpty();
            assertThat(bereavement(person, "state || ' ' || end_reason")).isEqualTo("CLOSED " + kind);
        }
    }

    // ------------------------------------------------------------------ a death recorded in error

    /** Every place at which support may wait, within the days in which an ending can be taken back. */
    static Stream<Consumer<Somebody>> everywhere() {
        String help = serviceId("BEREAVEMENT_SUPPORT");
        Consumer<Somebody> gentle = person -> {
            person.dies();
            person.does(BEREAVED, "gentleOn", DIED.plusDays(2), "gentleWhat", "A day")
                    .does(AGREE_BEREAVEMENT);
        };
        return Stream.of(
                Somebody::dies,
                person -> {
                    person.dies();
                    person.does(BEREAVED, "how", "NOT_REACHED");
                },
                person -> {
                    person.dies();
                    person.does(BEREAVED, "supportWanted", "NOT_NOW", "askAgainOn", DIED.plusDays(90));
                },
                person -> {
                    person.dies();
                    person.does(BEREAVED);
                },
                person -> {
                    person.dies();
                    person.does(BEREAVED)
                            .does(AGREE_BEREAVEMENT, "answer_COUNSELLING", "AGREED", "service_COUNSELLING", help);
                },
                gentle,
                gentle.andThen(person -> person.does(GENTLE, "moreHelp", "YES")),
                person -> person.ends(Kind.DIED, DIED.minusDays(52)),
                person -> {
                    person.ends(Kind.DIED, DIED.minusMonths(13).plusDays(2));
                    assertThat(person.open()).containsExactly(CLOSING);
                },
                person -> {
                    person.dies();
                    person.does(BEREAVED, "supportWanted", "NO");
                });
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @CareRule(10)
    void closesWhereverItStandsWhenTheDeathWasRecordedInError(Consumer<Somebody> stands) {
        Somebody person = withCarers("Joan Hill");
        stands.accept(person);
        person.isReopened();

        assertThat(person.open()).containsExactly(REVIEW, TALK_WITH_CARER);
        assertThat(person.running()).containsExactly("carer-enablement", "dementia-pathway");
        assertThat(bereavement(person, "state")).isEqualTo("CLOSED");
        assertThat(person.values("select distinct end_reason from referral where pathway_ref = :ref"))
                .isSubsetOf("DEATH_CORRECTED");
        assertThat(person.timeline()).doesNotContain("BEREAVEMENT_DEATH_CORRECTED");
        care.worklistEqualsTheEngine();

        person.dies();
        assertThat(person.open()).containsExactly(BEREAVED);
    }

    // ------------------------------------------------------------------ concerns

    @Test
    @CareRule(6)
    void actsOnAConcernRaisedInAnyOfItsContacts() {
        Somebody person = died("Joan Hill");
        Map<String, Object> concern = Map.of("immediateConcern", "SELF_HARM", "concernNote", "Does not want to go on.");
        person.does(BEREAVED, concern, "gentleOn", DIED.plusDays(2), "gentleWhat", "A day");
        person.does(CONCERN).does(AGREE_BEREAVEMENT).does(GENTLE, concern, "moreHelp", "YES");
        person.does(CONCERN).does(BEREAVEMENT_REVIEW, concern, "supportWanted", "NO");

        assertThat(person.open()).containsExactly(CONCERN);
        person.does(CONCERN);
        assertThat(person.running()).isEmpty();
    }
}
