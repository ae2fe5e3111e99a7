package org.waymark.licences.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.licences.Licences;
import org.waymark.licences.Licences.Instrument;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** Licensed scores are off until an administrator states the licence, and then they are scores alone. */
class LicencesViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    Licences licences;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    @AfterEach
    void noneIsHeld() {
        care.holdsNoLicence();
    }

    @Test
    void noFormAsksForALicensedScoreUntilItIsStated() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        Document rating = ratingOf(person);
        assertThat(rating.text()).doesNotContain("Scores that trained staff hold", "Zarit", "CDR");
        Document talk = visits.page(
                Alliance.CARERS,
                "/tasks/" + person.task(Somebody.TALK_WITH_CARER).taskId());
        assertThat(talk.select("[name=zarit]")).isEmpty();

        care.holdsLicence("ZARIT");

        assertThat(ratingOf(person).text()).contains("Scores that trained staff hold");
        assertThat(visits.page(
                                Alliance.CARERS,
                                "/tasks/"
                                        + person.task(Somebody.TALK_WITH_CARER).taskId())
                        .select("[name=zarit]"))
                .hasSize(1);
    }

    private Document ratingOf(Somebody person) throws Exception {
        String task = person.tasks(Somebody.RATE).stream()
                .filter(one -> one.group().startsWith("dougie-mac."))
                .findFirst()
                .orElseThrow()
                .taskId();
        return visits.page(Alliance.NURSE, "/tasks/" + task);
    }

    @Test
    void whatIsSentForAFieldThatIsHiddenIsIgnored() {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        person.staffRates("dougie-mac", atLevel("4"), "zarit", 70)
                .staffRates("approach", with(atLevel("4"), mildByCdr()))
                .does(Somebody.TALK_WITH_CARER, "ownWords", "0", "zarit", "70");

        assertThat(person.values("select carer_strain_level from rating r join assessment a on a.id = r.assessment_id"
                        + " where a.pathway_ref = :ref and rater = 'STAFF'"))
                .containsExactly("UNKNOWN", "UNKNOWN");
        assertThat(person.values("select answers::text from rating r join assessment a on a.id = r.assessment_id"
                        + " where a.pathway_ref = :ref and rater = 'STAFF'"))
                .noneMatch(answers -> answers.contains("zarit") || answers.contains("cdr"));
        assertThat(person.values("select decision from decision_evaluation where pathway_ref = :ref"))
                .doesNotContain("cdr-global", "complexity-tier");
        assertThat(
                        person.value(
                                "select count(*) from carer_talk t join carer_support s on s.id = t.support_id where s.pathway_ref = :ref and t.zarit is not null"))
                .isEqualTo(0L);
        assertThat(person.values("select answers::text from form_submission where pathway_ref = :ref"))
                .noneMatch(answers -> answers.contains("\"zarit\"") || answers.contains("cdrMemory"));
    }

    @Test
    void anAdministratorStatesALicenceOnceAndTakesItBack() throws Exception {
        assertThat(visits.page(Alliance.ADMIN, "/licences").select(".wm-tag").eachText())
                .containsExactly("Not stated", "Not stated");

        for (int i = 0; i < 2; i++) {
            visits.send(Alliance.ADMIN, "/licences/ZARIT/state", "reference", " MAPI <b>17</b> ", "confirmed", "true")
                    .andExpect(redirectedUrl("/licences"));
        }
        Document page = visits.page(Alliance.ADMIN, "/licences");
        assertThat(page.select("section[aria-labelledby=licence-ZARIT]").text())
                .contains("Stated", "MAPI <b>17</b>", "Mei Lin", "9 November 2026");
        assertThat(licences.stated()).containsExactly(Instrument.ZARIT);

        visits.send(Alliance.ADMIN, "/licences/ZARIT/withdraw").andExpect(redirectedUrl("/licences"));
        assertThat(licences.stated()).isEmpty();
        assertThat(visits.page(Alliance.ADMIN, "/licences")
                        .select("section[aria-labelledby=licence-ZARIT] li")
                        .text())
                .contains("MAPI <b>17</b>", "taken back by Mei Lin");
        assertThat(jdbc.sql(
                                "select action || ' ' || subject from audit_event where action in ('licence.stated', 'licence.withdrawn') order by id desc limit 2")
                        .query(String.class)
                        .list())
                .containsExactly("licence.withdrawn ZARIT", "licence.stated ZARIT");
    }

    @Test
    void aStatementNeedsAReferenceAndAWordOfConfirmation() throws Exception {
        Document page = Visits.read(visits.send(Alliance.ADMIN, "/licences/CDR/state", "confirmed", "true")
                .andExpect(status().isBadRequest()));
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a[href=#reference-CDR]").text())
                .isEqualTo("Enter the reference of the licence");
        assertThat(page.select("#reference-CDR")).hasSize(1);

        page = Visits.read(visits.send(Alliance.ADMIN, "/licences/CDR/state", "reference", "Agreement 4")
                .andExpect(status().isBadRequest()));
        assertThat(page.select("#reference-CDR").val()).isEqualTo("Agreement 4");
        assertThat(page.select(".govuk-error-summary a[href=#confirmed-CDR]")).hasSize(1);
        visits.send(Alliance.ADMIN, "/licences/CDR/state", "reference", "x".repeat(201), "confirmed", "true")
                .andExpect(status().isBadRequest());
        visits.send(Alliance.ADMIN, "/licences/FAST/state", "reference", "x", "confirmed", "true")
                .andExpect(status().isNotFound());
        assertThat(licences.stated()).isEmpty();
    }

    @Test
    void nobodyElseStatesOne() throws Exception {
        for (Viewer viewer :
                List.of(Alliance.COORDINATOR, Alliance.CLINICAL_LEAD, Alliance.MANAGER, Alliance.OPERATOR)) {
            visits.open(viewer, "/licences").andExpect(status().isNotFound());
            visits.send(viewer, "/licences/CDR/state", "reference", "x", "confirmed", "true")
                    .andExpect(status().isNotFound());
        }
        assertThat(licences.stated()).isEmpty();
    }

    @Test
    void aRatingByTheSixScoresIsWeighedBesideTheAbilities() throws Exception {
        care.holdsLicence("CDR");
        Somebody person = care.registered().welcomed();
        person.staffRates("approach", with(atLevel("4"), mildByCdr())).everybodyRates(atLevel("4"));
        assertThat(person.round("proposed_stage")).isEqualTo("MILD");
        assertThat(person.value("""
                select inputs ->> 'cdrGlobal' from decision_evaluation
                 where pathway_ref = :ref and decision = 'pathway-stage' order by id desc limit 1""")).isEqualTo("1.0");

        Somebody other = care.registered().welcomed();
        other.staffRates("approach", with(atLevel("6c"), mildByCdr())).everybodyRates(atLevel("6c"));
        assertThat(other.round("proposed_stage")).isEqualTo("CONFLICT");
        Document why = visits.page(Alliance.COORDINATOR, "/people/" + other.ref() + "/why/stage/" + other.round("id"));
        assertThat(why.select(".wm-explained[data-decision=pathway-stage] dd[data-name=cdrGlobal]")
                        .text())
                .isEqualTo("1");
    }

    @Test
    void sixScoresOrNone() {
        care.holdsLicence("CDR");
        Somebody person = care.registered().welcomed();
        var task = person.tasks(Somebody.RATE).get(0);
        var refused = person.submits(
                org.waymark.support.Care.whoDoes(task.assignee(), task.group()),
                task,
                with(atLevel("4"), "cdrMemory", "1"));
        assertThat(refused).isInstanceOf(org.waymark.forms.Forms.Invalid.class);
        assertThat(((org.waymark.forms.Forms.Invalid) refused).view().errors().toString())
                .contains("cdrOrientation", "cdrPersonalCare");
    }

    @Test
    void theTierStandsBesideTheScoresAndInTheReportAndNowhereElse() throws Exception {
        assertThat(visits.page(Alliance.MANAGER, "/tiers").text()).contains("No tier is known");
        care.holdsLicence("ZARIT");
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        person.staffRates("approach", atLevel("5"), "zarit", 70).everybodyRates(atLevel("5"));
        person.tasks(Somebody.URGENT_HELP).forEach(person::hands);
        String tier = "High, with a carer";

        Document confirm = visits.page(
                Alliance.COORDINATOR, "/tasks/" + person.task(Somebody.CONFIRM).taskId());
        assertThat(confirm.text()).contains("Zarit 70", tier);
        person.does(Somebody.CONFIRM);

        String round = String.valueOf(person.round("id"));
        for (String address : List.of("", "/stages", "/why/" + round, "/why/stage/" + round)) {
            assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + address)
                            .text())
                    .doesNotContain(tier, "HIGH_DYAD", "Complexity tier");
        }
        assertThat(visits.page(Alliance.MANAGER, "/tiers")
                        .select("tr:contains(" + tier + ")")
                        .text())
                .isEqualTo(tier + " fewer than 5");
        assertThat(
                        person.values(
                                "select decision from decision_evaluation where pathway_ref = :ref and decision = 'complexity-tier'"))
                .hasSize(1);
        visits.open(Alliance.COORDINATOR, "/tiers").andExpect(status().isNotFound());
    }

    private Object[] mildByCdr() {
        return new Object[] {
            "cdrMemory",
            "1",
            "cdrOrientation",
            "1",
            "cdrJudgement",
            "1",
            "cdrCommunity",
            "1",
            "cdrHomeHobbies",
            "1",
            "cdrPersonalCare",
            "1",
            "cdrOn",
            care.today(),
            "cdrBy",
            "Dr Price"
        };
    }

    private static Object[] with(java.util.Map<String, Object> answers, Object... more) {
        var all = new java.util.ArrayList<Object>(List.of(answers));
        all.addAll(List.of(more));
        return all.toArray();
    }
}
