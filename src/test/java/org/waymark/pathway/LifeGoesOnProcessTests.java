package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.waymark.support.Somebody.ADJUDICATE;
import static org.waymark.support.Somebody.PAPER;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.kernel.CarerId;
import org.waymark.pathway.LifeEvents.CarerChange;
import org.waymark.pathway.LifeEvents.Effect;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.pathway.LifeEvents.LifeEvent;
import org.waymark.pathway.LifeEvents.Reassessment;
import org.waymark.people.LivingSituations.LivesIn;
import org.waymark.people.People;
import org.waymark.people.People.NewCarer;
import org.waymark.people.Person;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;

/** Carers change, people go into hospital and come out of it, and move to a care home: one entry, and what it did. */
class LifeGoesOnProcessTests extends WithCare {

    private static final Viewer RUTH = Alliance.COORDINATOR;

    @Autowired
    LifeEvents lifeEvents;

    @Autowired
    People people;

    @Autowired
    Forms forms;

    private List<Effect> records(Somebody person, Runnable entry) {
        return care.as(RUTH, () -> lifeEvents
                .recording(RUTH, person.ref(), () -> {
                    entry.run();
                    return "Recorded.";
                })
                .did());
    }

    private List<Effect> admitted(Somebody person) {
        return records(person, () -> lifeEvents.admitted(RUTH, person.ref(), care.today(), new Answers(Map.of())));
    }

    private List<Effect> discharged(Somebody person, LivesIn where) {
        return records(
                person,
                () -> lifeEvents.discharged(
                        RUTH, person.ref(), care.today(), where, where == LivesIn.HOME, new Answers(Map.of())));
    }

    private List<Effect> movesToCareHome(Somebody person) {
        return records(
                person, () -> lifeEvents.movedToCareHome(RUTH, person.ref(), care.today(), new Answers(Map.of())));
    }

    private List<Effect> carerChanges(Somebody person, CarerChange change, @Nullable NewCarer steppingIn) {
        CarerId carer = people.facts(person.ref()).carers().get(0).id();
        return records(
                person,
                () -> lifeEvents.carerChanged(
                        RUTH, person.ref(), carer, change, care.today(), true, steppingIn, new Answers(Map.of())));
    }

    private LifeEvent latest(Somebody person) {
        return care.as(RUTH, () -> lifeEvents.of(RUTH, person.ref())).get(0);
    }

    private void corrects(Somebody person) {
        corrected(person);
    }

    private Reassessment corrected(Somebody person) {
        return corrected(person, latest(person).id());
    }

    private Reassessment corrected(Somebody person, String event) {
        return care.as(
                RUTH,
                () -> lifeEvents.correct(
                        RUTH, person.ref(), event, new Answers(Map.of("reason", "It was her sister."))));
    }

    @Test
    void keepsEverythingOpenWhileThePersonIsInHospitalAndAssessesAgainAfterwards() {
        Somebody person = care.registered().livingWithItAt("5");
        assertThat(admitted(person)).isEmpty();
        assertThat(person.value("select in_hospital_since from person where pathway_ref = :ref"))
                .hasToString("2026-11-09");
        assertThatThrownBy(() -> admitted(person)).isInstanceOf(Refused.class);
        care.passDays(6);

        List<Effect> did = discharged(person, LivesIn.HOME);

        assertThat(did)
                .contains(
                        new Effect("STARTED", "staging-assessment"),
                        new Effect("TASK_OPENED", "Rate abilities and needs"));
        assertThat(latest(person).did()).isEqualTo(did);
        assertThat(person.value("select in_hospital_since from person where pathway_ref = :ref"))
                .isEqualTo("null");
        assertThatThrownBy(() -> discharged(person, LivesIn.HOME)).isInstanceOf(Refused.class);
        assertThat(person.timeline()).contains("ADMITTED", "DISCHARGED");
    }

    @Test
    void looksAgainAfterARoundThatSomeHadAnsweredBeforeTheStayInHospital() {
        Somebody rated = care.registered().welcomed();
        rated.staffRates("approach", atLevel("5"));
        Somebody notYetRated = care.registered().welcomed();
        for (Somebody person : List.of(rated, notYetRated)) {
            admitted(person);
            discharged(person, LivesIn.HOME);
            person.everybodyRates(atLevel("5")).does(Somebody.CONFIRM).does(Somebody.PLAN);
        }
        care.pass(Duration.ofMinutes(1));

        assertThat(rated.open()).containsExactly(Somebody.REVIEW);
        assertThat(notYetRated.open()).as("all looked afterwards").isEmpty();
    }

    @Test
    void assessesAgainWhenThePersonMovesToACareHome() {
        Somebody person = care.somebody().livingAlone().registered().livingWithItAt("5");
        List<Effect> did = movesToCareHome(person);
        assertThat(did).contains(new Effect("STARTED", "staging-assessment"));
        assertThat(person.value("select lives_in || lives_alone from person where pathway_ref = :ref"))
                .isEqualTo("CARE_HOMEfalse");
        assertThatThrownBy(() -> movesToCareHome(person)).isInstanceOf(Refused.class);
        assertThat(person.running()).contains("dementia-pathway");
    }

    @Test
    void asksACarerNoMoreWhoHasDiedAndTheOneWhoStepsInInstead() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().welcomed();
        assertThat(person.tasks(PAPER)).hasSize(2);

        carerChanges(person, CarerChange.DIED, new NewCarer("Jo Holt", "Son", null, true, true));

        assertThat(person.tasks(PAPER)).hasSize(1);
        assertThat(people.facts(person.ref()).carers())
                .extracting(Person.Carer::name, Person.Carer::isMain)
                .containsExactly(tuple("Jo Holt", true));
        assertThat(person.values("select r.state from rating r join assessment a on a.id = r.assessment_id"
                        + " where a.pathway_ref = :ref and r.rater = 'CARER'"))
                .containsExactly("WITHDRAWN");
        assertThat(person.open()).contains(RATE);
    }

    @Test
    void callsACarerWhoHasGoneAFormerCarerWhereWhatTheySaidStillCounts() {
        Somebody person = care.somebody()
                .withCarer("Mary Holt")
                .withCarer("Jo Holt")
                .registered()
                .welcomed()
                .carerRates(atLevel("6b"));
        CarerId mary = people.facts(person.ref()).carers().get(0).id();
        carerChanges(person, CarerChange.DIED, null);

        Person now = people.facts(person.ref());
        assertThat(now.carers()).extracting(Person.Carer::name).containsExactly("Jo Holt");
        assertThat(now.carerName(mary)).isEqualTo("A former carer");
        assertThat(now.carerNames()).hasSize(2).containsEntry(mary, "A former carer");

        person.everybodyRates(atLevel("4"));
        assertThat(care.as(RUTH, () -> forms.open(RUTH, person.task(ADJUDICATE)))
                        .items())
                .filteredOn(FormView.Input.class::isInstance)
                .first(InstanceOfAssertFactories.type(FormView.Input.class))
                .extracting(FormView.Input::options, InstanceOfAssertFactories.list(FormView.Choice.class))
                .extracting(FormView.Choice::label)
                .contains("A former carer: level 6b", "Jo Holt: level 4");
    }

    @Test
    void assessesAgainWhenACarerFallsIllAndKeepsAskingThem() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().livingWithItAt("5");
        carerChanges(person, CarerChange.ILL, null);
        assertThat(people.facts(person.ref()).carers()).hasSize(1);
        assertThat(person.tasks(PAPER)).hasSize(2);
        assertThat(person.value("select lives_alone from person where pathway_ref = :ref"))
                .isEqualTo(true);
    }

    @Test
    @CareRule(10)
    void offersBereavementSupportToThoseWhoStillCareAlone() {
        Somebody person = care.somebody()
                .withCarer("Mary Holt")
                .withCarer("Jo Holt")
                .registered()
                .welcomed();
        carerChanges(person, CarerChange.DIED, null);
        person.dies();
        assertThat(
                        person.values(
                                "select c.name from bereavement b join carer c on c.id = b.carer_id where b.pathway_ref = :ref"))
                .containsExactly("Jo Holt");
    }

    @Test
    void takesAMistakeBackWithinSevenDaysAndKeepsItOnRecord() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().livingWithItAt("5");
        movesToCareHome(person);
        corrects(person);
        assertThat(person.value("select lives_in from person where pathway_ref = :ref"))
                .isEqualTo("HOME");
        assertThat(latest(person).withdrawnReason()).isEqualTo("It was her sister.");
        assertThat(person.timeline()).endsWith("CORRECTED", "ASSESSMENT_CANCELLED");

        carerChanges(person, CarerChange.STOPPED, null);
        assertThat(people.facts(person.ref()).carers()).isEmpty();
        assertThat(people.facts(person.ref()).livesAlone()).isTrue();
        corrects(person);
        assertThat(people.facts(person.ref()).carers())
                .extracting(Person.Carer::isMain)
                .containsExactly(true);
        assertThat(people.facts(person.ref()).livesAlone()).isFalse();

        admitted(person);
        corrects(person);
        assertThat(person.value("select in_hospital_since from person where pathway_ref = :ref"))
                .isEqualTo("null");
        admitted(person);
        care.passDays(3);
        discharged(person, LivesIn.CARE_HOME);
        corrects(person);
        assertThat(person.value("select in_hospital_since || lives_in from person where pathway_ref = :ref"))
                .isEqualTo("2026-11-09HOME");
        assertThatThrownBy(() -> corrects(person)).isInstanceOf(Refused.class);
    }

    @Test
    void closesTheAssessmentThatAMistakeHadOpenedAndWaitsForTheReviewAsBefore() {
        Somebody person = care.registered().livingWithItAt("5");
        Object review = person.pathway("review_due_at");
        for (Runnable mistake : List.<Runnable>of(
                () -> person.changes(true), () -> movesToCareHome(person), () -> person.changes(false))) {
            care.pass(Duration.ofMinutes(1));
            mistake.run();
            assertThat(person.open()).contains(RATE);
            assertThat(corrected(person)).isEqualTo(Reassessment.CLOSED);
            assertThat(person.open()).isEmpty();
            assertThat(person.at("dementia-pathway")).containsExactly(Somebody.MORE_SUPPORT);
            assertThat(person.pathway("review_due_at")).isEqualTo(review);
            assertThat(person.timeline()).endsWith("CORRECTED", "ASSESSMENT_CANCELLED");
        }
        assertThat(person.round("end_reason")).isEqualTo("TAKEN_BACK");
        assertThat(latest(person).withdrawnReason()).isEqualTo("It was her sister.");
    }

    @Test
    @CareRule(12)
    void letsTheAssessmentGoOnThatSomebodyHasBegunToAnswerThoughAMistakeHadOpenedIt() {
        Somebody rated = care.registered().livingWithItAt("5").changes(false);
        rated.staffRates("approach", atLevel("5"));
        Somebody begun = care.registered().livingWithItAt("5").changes(false);
        WorkItem paper = begun.tasks(PAPER).get(0);
        care.as(RUTH, () -> forms.saveDraft(RUTH, paper.taskId(), Map.of("washing", List.of("NO"))));
        Somebody looked = care.registered().livingWithItAt("5").changes(true);
        looked.does(Somebody.RULE_OUT_DELIRIUM_AT_ONCE);
        for (Somebody person : List.of(rated, begun, looked)) {
            List<String> open = person.open();
            assertThat(corrected(person)).isEqualTo(Reassessment.GOES_ON);
            assertThat(person.open()).isEqualTo(open);
        }
    }

    @Test
    void closesTheAssessmentOnlyWithTheLastOfTheChangesThatWereAMistake() {
        Somebody person = care.registered().livingWithItAt("5").changes(false);
        String first = latest(person).id();
        care.pass(Duration.ofMinutes(1));
        movesToCareHome(person);
        String second = latest(person).id();
        assertThat(corrected(person, first)).isEqualTo(Reassessment.NONE);
        assertThat(person.open()).contains(RATE);
        assertThat(corrected(person, second)).isEqualTo(Reassessment.CLOSED);
        assertThat(person.open()).isEmpty();
    }

    @Test
    void asksForNoLookAfterwardsWhenTheChangeThatWaitedForItWasAMistake() {
        Somebody mistaken = care.registered().assessedAt("5").changes(false);
        Somebody meant = care.registered().assessedAt("5").changes(false);
        Somebody both = care.registered().assessedAt("5").changes(false);
        care.pass(Duration.ofMinutes(1));
        both.changes(false);
        for (Somebody person : List.of(mistaken, both)) {
            assertThat(corrected(person)).isEqualTo(Reassessment.NONE);
        }
        for (Somebody person : List.of(mistaken, meant, both)) {
            person.does(Somebody.PLAN);
        }
        care.pass(Duration.ofMinutes(1));
        assertThat(mistaken.open()).isEmpty();
        assertThat(meant.open()).containsExactly(Somebody.REVIEW);
        assertThat(both.open()).as("the other change was none").containsExactly(Somebody.REVIEW);
    }

    @Test
    void leavesAnAssessmentAloneThatWasOpenBeforeTheMistake() {
        Somebody person = care.registered().welcomed();
        List<String> open = person.open();
        movesToCareHome(person);
        assertThat(corrected(person)).isEqualTo(Reassessment.NONE);
        assertThat(person.open()).isEqualTo(open);
    }

    @Test
    void refusesAMistakeThatIsOlder() {
        Somebody person = care.registered().livingWithItAt("5");
        movesToCareHome(person);
        care.pass(Duration.ofDays(7).plusMinutes(1));
        assertThatThrownBy(() -> corrects(person)).isInstanceOf(Refused.class);
        assertThat(latest(person).withdrawnAt()).isNull();
    }

    @Test
    void listsWhatADeathDid() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().referredTo("FALLS_SERVICE");
        List<Effect> did = records(
                person, () -> lifeEvents.end(RUTH, person.ref(), Kind.DIED, care.today(), new Answers(Map.of())));
        assertThat(did)
                .contains(
                        new Effect("TASK_CLOSED", "Respond to the referral"),
                        new Effect("REFERRAL_CLOSED", "Falls service"),
                        new Effect("ENDED", "dementia-pathway"),
                        new Effect("STARTED", "bereavement-support"),
                        new Effect("TASK_OPENED", "Contact the bereaved carer"));
    }

    @Test
    void refusesWhatLiesAheadAndWhatComesAfterTheEndAndChangesNothing() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().livingWithItAt("5");
        LocalDate tomorrow = care.today().plusDays(1);
        Answers nothing = new Answers(Map.of());
        List<Consumer<LocalDate>> entries = List.of(
                on -> lifeEvents.admitted(RUTH, person.ref(), on, nothing),
                on -> lifeEvents.movedToCareHome(RUTH, person.ref(), on, nothing));
        for (Consumer<LocalDate> entry : entries) {
            assertThatThrownBy(() -> records(person, () -> entry.accept(tomorrow)))
                    .isInstanceOf(Refused.class);
        }
        person.dies();
        for (Consumer<LocalDate> entry : entries) {
            assertThatThrownBy(() -> records(person, () -> entry.accept(care.today())))
                    .isInstanceOf(Refused.class);
        }
        assertThat(care.as(RUTH, () -> lifeEvents.of(RUTH, person.ref())))
                .extracting(LifeEvent::kind)
                .containsExactly(Kind.DIED);
    }

    @Test
    void letsCoordinatorsAloneRecordThem() {
        Somebody person = care.registered().livingWithItAt("5");
        for (Viewer other : List.of(Alliance.NURSE, Alliance.PARTNER, Alliance.MANAGER, Alliance.OPERATOR)) {
            assertThatThrownBy(() -> care.as(other, () -> {
                        lifeEvents.admitted(other, person.ref(), care.today(), new Answers(Map.of()));
                        return person;
                    }))
                    .isInstanceOf(NotVisible.class);
        }
    }

    @Test
    void endsTheSupportOfACarerWhoHasDiedAndBeginsItForTheOneWhoStepsIn() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().welcomed();
        carerChanges(person, CarerChange.DIED, new NewCarer("Jo Holt", "Son", null, true, true));
        assertThat(person.values("select c.name from carer_support s join carer c on c.id = s.carer_id"
                        + " where s.pathway_ref = :ref and s.closed_at is null"))
                .containsExactly("Jo Holt");
    }

    @Test
    void bringsHomeWhatStaffOfTheOtherOrganisationHadBegunWhenSharingIsRefused() {
        Somebody person = care.somebody().withCarer("Mary Holt").registered().welcomed();
        person.does(Somebody.TALK_WITH_CARER);
        assertThat(person.task(Somebody.CARER_PLAN).group()).isEqualTo("approach.carer-enablement");
        care.records(person, Sharing.REFUSED);
        assertThat(person.task(Somebody.CARER_PLAN).group()).isEqualTo("dougie-mac.coordinator");
        assertThat(person.openTasks()).noneMatch(task -> task.group().startsWith("approach."));
        assertThatThrownBy(() -> care.records(person, Sharing.NOT_ASKED)).isInstanceOf(Refused.class);
    }
}
