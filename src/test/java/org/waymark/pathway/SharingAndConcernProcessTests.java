package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.CONCERN;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.PAPER;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.REVIEW;
import static org.waymark.support.Somebody.WELCOME;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Refused;
import org.waymark.access.Relationships.Sharing;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;

/** What is shared and with whom, and what is acted on the same day. */
class SharingAndConcernProcessTests extends WithCare {

    private static final Object[] CONCERNED = {"immediateConcern", "ABUSE", "concernNote", "Bruises on the arm."};

    @Autowired
    AccessDecision access;

    @Test
    void letsTheOtherOrganisationSeeThePersonOnlyOnceSharingIsAgreed() {
        Somebody person = care.registered().named();
        assertThat(access.maySee(Alliance.OTHER_COORDINATOR, person.ref(), DataKind.CARE))
                .isFalse();
        person.does(WELCOME, "sharing", "AGREED");
        assertThat(access.maySee(Alliance.OTHER_COORDINATOR, person.ref(), DataKind.CARE))
                .isTrue();

        Somebody refusing = care.registered().welcomed("sharing", "REFUSED");
        assertThat(access.maySee(Alliance.OTHER_COORDINATOR, refusing.ref(), DataKind.CARE))
                .isFalse();
    }

    @Test
    @CareRule(10)
    void closesWhatWentToTheOrganisationThatThePersonObjectsToAndGoesOnWithTheOther() {
        Somebody person =
                care.registered().referredTo("DEMENTIA_ADVISER", "BEFRIENDING").changes(false);
        assertThat(person.tasks(RATE)).hasSize(2);

        person.objectsToSharingWith("approach");

        assertThat(person.referral("DEMENTIA_ADVISER", "state")).isEqualTo("CANCELLED");
        assertThat(person.referral("DEMENTIA_ADVISER", "end_reason")).isEqualTo("SHARING_ENDED");
        assertThat(person.referral("BEFRIENDING", "state")).isEqualTo("SENT");
        assertThat(
                        person.values(
                                "select organisation || ' ' || r.state from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref and a.closed_at is null and organisation is not null order by 1"))
                .containsExactly("approach WITHDRAWN", "dougie-mac INVITED");
        assertThat(person.tasks(RATE)).extracting(WorkItem::group).containsExactly("dougie-mac.palliative-nurse");
        assertThat(person.value("select sharing from person where pathway_ref = :ref"))
                .isEqualTo("REFUSED");
        assertThat(person.value(
                        "select settled_at from life_event where pathway_ref = :ref and kind = 'SHARING_OBJECTED'"))
                .isNotEqualTo("null");
        assertThat(access.maySee(Alliance.OTHER_COORDINATOR, person.ref(), DataKind.IDENTITY))
                .isFalse();
        assertThat(access.maySee(Alliance.CARERS, person.ref(), DataKind.IDENTITY))
                .isFalse();
        assertThat(access.maySee(Alliance.COORDINATOR, person.ref(), DataKind.CARE))
                .isTrue();
        assertThat(person.passed(Pathway.PROCESS)).contains("BoundaryEvent_SharingObjected", "EndEvent_SharingEnded");
        assertThat(person.passed("staging-assessment")).contains("BoundaryEvent_RatingWithdrawn", "EndEvent_NotRated");
        assertThat(person.passed("partner-referral")).contains("BoundaryEvent_SharingObjected");

        person.everybodyRates(atLevel("4")).does(CONFIRM).does(PLAN);
        assertThat(person.stands()).containsExactly(Somebody.LIVING_WELL);
        care.worklistEqualsTheEngine();
    }

    @Test
    void keepsTheRatingThatWasHandedInBeforeTheObjection() {
        Somebody person = care.registered().welcomed().staffRates("approach", atLevel("5"));
        person.objectsToSharingWith("approach").everybodyRates(atLevel("5"));

        assertThat(
                        person.values(
                                "select organisation || ' ' || r.state from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref and organisation is not null order by 1"))
                .containsExactly("approach RATED", "dougie-mac RATED");
        assertThat(person.open()).containsExactly(CONFIRM);
    }

    @Test
    void goesOnWhenTheWithdrawnRatingWasTheLastOneMissing() {
        Somebody person = care.registered().welcomed().personRates(atLevel("4")).staffRates("dougie-mac", atLevel("4"));
        person.objectsToSharingWith("approach");

        assertThat(person.open()).containsExactly(CONFIRM);
        assertThat(person.round("proposed_stage")).isEqualTo("MILD");
    }

    @Test
    void closesWhatWasSharedWhenTheConsentIsTakenBackOnItsOwnFormToo() {
        Somebody person = care.registered().referredTo("DEMENTIA_ADVISER").changes(false);
        care.records(person, Sharing.REFUSED);

        assertThat(person.referral("DEMENTIA_ADVISER", "state")).isEqualTo("CANCELLED");
        assertThat(person.tasks(RATE)).hasSize(1);
    }

    @Test
    void isNotSharedAgainstWithTheOrganisationThatLooksAfterThePerson() {
        Somebody person = care.registered().named();
        assertThatThrownBy(() -> person.objectsToSharingWith("dougie-mac"))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo("objectionToReceivingOrganisation"));
    }

    @Test
    void offersNoServiceOfAnOrganisationThatThePersonDoesNotShareWith() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed("sharing", "REFUSED");
        person.everybodyRates(atLevel("4")).does(CONFIRM);
        assertThat(person.proposals()).contains("DEMENTIA_ADVISER ROUTINE");

        person.agreesTo("DEMENTIA_ADVISER", "COORDINATOR_CONVERSATION");
        assertThat(person.referrals()).containsExactly("COORDINATOR_CONVERSATION");
    }

    @Test
    void letsACoordinatorOfTheOtherOrganisationRecordTheObjectionToTheirOwn() {
        Somebody person = care.registered().welcomed();
        person.objectsToSharingWith("approach", Alliance.OTHER_COORDINATOR);

        assertThat(person.value("select sharing from person where pathway_ref = :ref"))
                .isEqualTo("REFUSED");
        assertThat(access.maySee(Alliance.OTHER_COORDINATOR, person.ref(), DataKind.IDENTITY))
                .isFalse();
    }

    @Test
    @CareRule(6)
    void actsTheSameDayOnAConcernInAnyFormThatAsksForOne() {
        Somebody welcomed = care.registered().welcomed(CONCERNED);
        concerns(welcomed, 1);

        Somebody rated = care.somebody().withCarer("Joan Hill").registered().welcomed();
        rated.staffRates("approach", CONCERNED);
        concerns(rated, 1);
        rated.carerRates("immediateConcern", "CARER_BREAKING_DOWN", "concernNote", "In tears.");
        concerns(rated, 2);
        rated.personRates(CONCERNED);
        concerns(rated, 3);
        assertThat(rated.tasks(PAPER)).as("the round goes on").isEmpty();
        assertThat(rated.tasks(RATE)).hasSize(1);

        Somebody contacted = care.registered().referredTo("BEFRIENDING").does(RESPOND);
        contacted.does(FIRST_CONTACT, CONCERNED);
        concerns(contacted, 1);

        Somebody reviewed = care.registered().livingWithItAt("4");
        care.passUntil(((java.sql.Timestamp) reviewed.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(1));
        reviewed.does(REVIEW, CONCERNED);
        concerns(reviewed, 1);

        Somebody changed = care.registered().livingWithItAt("4").changes(false, CONCERNED);
        concerns(changed, 1);
    }

    private void concerns(Somebody person, int tasks) {
        assertThat(person.tasks(CONCERN)).hasSize(tasks).allSatisfy(task -> {
            assertThat(task.group()).isEqualTo("dougie-mac.coordinator");
            assertThat(task.assignee()).isNull();
            assertThat(task.clock()).isEqualTo("IMMEDIATE_CONCERN");
            assertThat(Duration.between(task.createdAt(), task.dueAt()))
                    .isCloseTo(Duration.ofHours(4), Duration.ofSeconds(1));
        });
        assertThat(person.value("select count(*) from concern where pathway_ref = :ref and acted_at is null"))
                .isEqualTo((long) tasks);
    }

    @Test
    @CareRule(6)
    void actsOnAConcernByNightAndAtTheWeekendToo() {
        care.passUntil(Instant.parse("2026-11-14T23:30:00Z"));
        Somebody person = care.registered().welcomed(CONCERNED);

        assertThat(person.dueOf(CONCERN))
                .isBetween(Instant.parse("2026-11-15T03:30:00Z"), Instant.parse("2026-11-15T03:31:00Z"));
    }

    @Test
    void keepsWhoActedOnWhichConcern() {
        Somebody person = care.registered().welcomed(CONCERNED);
        person.staffRates("approach", "immediateConcern", "SELF_HARM", "concernNote", "Spoke of it.");
        person.hands(person.tasks(CONCERN).get(0));

        assertThat(
                        person.values(
                                "select kind || ' ' || coalesce(acted_by, '-') from concern where pathway_ref = :ref order by raised_at"))
                .containsExactly("ABUSE coordinator", "SELF_HARM -");
        person.does(CONCERN);
        assertThat(person.value("select count(*) from concern where pathway_ref = :ref and acted_at is null"))
                .isEqualTo(0L);
        assertThat(person.timeline()).endsWith("CONCERN_ACTED_ON", "CONCERN_ACTED_ON");
        assertThat(person.passed(Pathway.PROCESS)).contains("EndEvent_ConcernActedOn");
    }

    @Test
    @CareRule(6)
    void actsTheSameDayOnAConcernForABereavedCarerAfterThePathwayEnded() {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().named();
        person.dies();
        care.passDays(2);
        person.does(
                BEREAVED,
                "supportWanted",
                "NO",
                "immediateConcern",
                "SELF_HARM",
                "concernNote",
                "Does not want to go on.");

        concerns(person, 1);
        assertThat(person.running()).containsExactly("bereavement-support");
        assertThat(person.passed("bereavement-support")).contains("EndEvent_CarerContacted");
        person.does(CONCERN);
        assertThat(person.value("select acted_by from concern where pathway_ref = :ref"))
                .isEqualTo("coordinator");
        assertThat(person.running()).isEmpty();
    }

    @Test
    void doesNotShowAConcernThatAnEndingHasClosedInTheTaskOfALaterOne() {
        Somebody person = care.registered().welcomed(CONCERNED);
        person.ends(LifeEvents.Kind.MOVED_AWAY, care.today());
        person.isReopened();
        person.does(REVIEW, "immediateConcern", "SELF_HARM", "concernNote", "Spoke of it.");
        person.does(CONCERN);

        assertThat(
                        person.values(
                                "select kind || ' ' || coalesce(acted_by, '-') from concern where pathway_ref = :ref order by raised_at"))
                .containsExactly("ABUSE -", "SELF_HARM coordinator");
    }

    @Test
    void raisesOneConcernWhenAReviewNamesTheSuddenIllnessItself() {
        Somebody person = care.registered().livingWithItAt("4");
        care.passUntil(((java.sql.Timestamp) person.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(1));
        person.does(REVIEW, "hoursToDays", "YES", "immediateConcern", "SUDDEN_ILLNESS", "concernNote", "Feverish.");
        concerns(person, 1);

        Somebody other = care.registered().livingWithItAt("4");
        care.passUntil(((java.sql.Timestamp) other.pathway("review_due_at"))
                .toInstant()
                .plusSeconds(1));
        other.does(REVIEW, "hoursToDays", "YES", "note", "Sleepy since Sunday.");
        concerns(other, 1);
        assertThat(other.value("select kind || ' ' || note from concern where pathway_ref = :ref"))
                .isEqualTo("SUDDEN_ILLNESS Sleepy since Sunday.");
    }
}
