package org.waymark.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RESPOND;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Answer;
import org.waymark.assessment.Assessments;
import org.waymark.assessment.Proposals;
import org.waymark.decisions.KeptDecisions;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referrals;
import org.waymark.referral.Referrals.NewReferral;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.UsualAnswers;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** Whoever asks a facade is asked who they are, also where a page has looked before. */
class AskedForAViewerProcessTests extends WithCare {

    @Autowired
    Pathways pathways;

    @Autowired
    LifeEvents lifeEvents;

    @Autowired
    Timeline timeline;

    @Autowired
    Assessments assessments;

    @Autowired
    Proposals proposals;

    @Autowired
    Referrals referrals;

    @Autowired
    KeptDecisions decisions;

    @Autowired
    Worklist worklist;

    @Autowired
    JdbcClient jdbc;

    @Test
    void showsNothingOfThePathwayToSomebodyOfAnotherOrganisationBeforeSharingIsAgreed() {
        Somebody person = care.registered().welcomed("sharing", "NOT_ASKED");
        Viewer other = Alliance.OTHER_COORDINATOR;

        refuses(person, () -> timeline.of(other, person.ref(), 10));
        refuses(person, () -> lifeEvents.of(other, person.ref()));
        refuses(person, () -> lifeEvents.reopenable(other, person.ref()));
        refuses(person, () -> pathways.position(other, person.ref()));
        refuses(person, () -> pathways.diagram(other, person.ref()));
        assertThat(worklist.openOf(other, person.ref())).isEmpty();
        assertThat(worklist.historyOf(other, person.ref())).isEmpty();
        assertThat(worklist.soonestOf(other, List.of(person.ref()))).isEmpty();

        assertThat(timeline.of(Alliance.COORDINATOR, person.ref(), 10)).isNotEmpty();
        assertThat(worklist.openOf(Alliance.COORDINATOR, person.ref()))
                .isEqualTo(worklist.openOf(Viewer.SYSTEM, person.ref()))
                .isNotEmpty();
        assertThat(worklist.historyOf(Alliance.COORDINATOR, person.ref()))
                .isEqualTo(worklist.historyOf(Viewer.SYSTEM, person.ref()));
        assertThat(worklist.soonestOf(Alliance.COORDINATOR, List.of(person.ref())))
                .containsOnlyKeys(person.ref());
    }

    @Test
    void showsAPartnerOfAllOpenTasksThoseOfItsOwnGroup() {
        Somebody person = care.registered().referredTo("BEFRIENDING", "DEMENTIA_ADVISER");
        assertThat(person.tasks(RESPOND)).hasSize(2);

        assertThat(worklist.openOf(Alliance.PARTNER, person.ref()))
                .extracting(WorkItem::group)
                .containsExactly("community-trust.partner");
    }

    @Test
    void asksBeforeAnythingOfTheAssessmentIsReadOrChanged() {
        Somebody person = care.registered().assessedAt("4");
        String round = String.valueOf(person.round("id"));
        String proposal = String.valueOf(
                person.value("select id from proposal where pathway_ref = :ref and answer = 'OPEN' limit 1"));
        assertThat(proposals.of(Alliance.COORDINATOR, person.ref())).isNotEmpty();
        assertThat(decisions.ofRound(Alliance.COORDINATOR, person.ref(), round)).isNotEmpty();

        assertThat(proposals.of(Alliance.PARTNER, person.ref())).isEmpty();
        assertThat(proposals.putOff(Alliance.PARTNER, person.ref())).isEmpty();
        assertThat(decisions.ofRound(Alliance.PARTNER, person.ref(), round)).isEmpty();
        refuses(null, () -> proposals.answer(Alliance.PARTNER, proposal, Answer.DECLINED, null, "PERSON"));
        assertThat(person.value("select answer from proposal where id = cast('" + proposal + "' as uuid)"
                        + " and pathway_ref = :ref"))
                .isEqualTo("OPEN");
        refuses(person, () -> assessments.recordReview(Alliance.PARTNER, person.ref(), "STABLE", null));
        assertThat(person.value("select count(*) from short_review where pathway_ref = :ref"))
                .isEqualTo(0L);
    }

    @Test
    void sendsNothingForSomebodyWhomTheSenderMayNotSee() {
        Somebody person = care.registered().assessedAt("4");
        var referral = new NewReferral(
                person.ref(),
                UsualAnswers.serviceId("BEFRIENDING"),
                Priority.ROUTINE,
                List.of("Asked for."),
                AgreedBy.PERSON,
                null,
                null,
                "coordinator",
                "dougie-mac",
                null);

        refuses(person, () -> referrals.send(Alliance.PARTNER, referral));
        assertThat(person.referrals()).isEmpty();
        assertThat(person.open()).containsExactly(PLAN);
        assertThat(referrals.openOf(Alliance.PARTNER, person.ref())).isEmpty();

        String sent = care.as(Alliance.COORDINATOR, () -> referrals.send(Alliance.COORDINATOR, referral));
        assertThat(referrals.openOf(Alliance.COORDINATOR, person.ref()))
                .extracting(open -> open.id())
                .containsExactly(sent);
    }

    @Test
    void letsAdministratorsAloneSayWhoRates() {
        refuses(null, () -> pathways.setAssessingRole(Alliance.COORDINATOR, "dougie-mac", Role.TEAM_LEAD));
        pathways.setAssessingRole(Alliance.ADMIN, "dougie-mac", Role.PALLIATIVE_NURSE);
    }

    /** @param about the person whose record the refusal is written on; null when it names none */
    private void refuses(@Nullable Somebody about, ThrowingCallable asking) {
        long before = refusals();
        assertThatThrownBy(asking).isInstanceOf(NotVisible.class);
        assertThat(refusals()).isEqualTo(before + 1);
        assertThat(jdbc.sql("select pathway_ref from audit_event where outcome = 'REFUSED' order by id desc limit 1")
                        .query((row, number) -> String.valueOf(row.getString(1)))
                        .single())
                .isEqualTo(about == null ? "null" : about.ref().value());
    }

    private long refusals() {
        return jdbc.sql("select count(*) from audit_event where outcome = 'REFUSED'")
                .query(Long.class)
                .single();
    }
}
