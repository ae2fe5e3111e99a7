package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** The board of caseloads, and the page that says that nobody is lost. */
class OversightViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    @Test
    void saysInOneSentenceThatNobodyIsLost() throws Exception {
        care.registered();
        Document page = visits.page(Alliance.COORDINATOR, "/nobody-is-lost");
        assertThat(page.title()).startsWith("Nobody is lost");
        assertThat(page.select("h1").text()).isEqualTo("Nobody is lost");
        assertThat(page.select(".wm-lead").text()).startsWith("1 open pathways were looked at.");
        assertThat(page.select(".wm-empty").text()).contains("Nothing was found");
    }

    @Test
    void showsCoordinatorsWhoItIsAndOperatorsOnlyTheReference() throws Exception {
        Somebody person = care.somebody().called("Edith", "Shore", "Edie").registered();
        jdbc.sql("update episode set ended_at = now() where pathway_ref = :ref")
                .param("ref", person.ref().value())
                .update();
        Document coordinators = visits.page(Alliance.COORDINATOR, "/nobody-is-lost");
        assertThat(coordinators.select("table a").text()).contains("Edith Shore");
        assertThat(coordinators.select("h2").eachText()).contains("No process runs the pathway 1");
        Document operators = visits.page(Alliance.OPERATOR, "/nobody-is-lost");
        assertThat(operators.text()).contains(person.ref().value()).doesNotContain("Shore");
        assertThat(operators.select("form[action*=start-again]")).isEmpty();

        visits.send(Alliance.COORDINATOR, "/nobody-is-lost/" + person.ref() + "/start-again")
                .andExpect(redirectedUrl("/people/" + person.ref()));
        visits.send(Alliance.COORDINATOR, "/nobody-is-lost/" + person.ref() + "/start-again")
                .andExpect(redirectedUrl("/people/" + person.ref()));
        assertThat(person.running()).containsExactly("dementia-pathway");
    }

    @Test
    void startsTheSupportOfCarersFromBeforeWithOneButton() throws Exception {
        Somebody person = care.somebody()
                .called("Edith", "Shore", "Edie")
                .withCarer("Joan Hill")
                .registered();
        jdbc.sql("update carer_support set closed_at = now(), state = 'CLOSED' where pathway_ref = :ref")
                .param("ref", person.ref().value())
                .update();
        Document page = visits.page(Alliance.OPERATOR, "/nobody-is-lost");
        assertThat(page.select("h2").eachText()).contains("A carer is without support 1");
        assertThat(page.select("form[action$=support-carers] button").text()).isEqualTo("Start their support");
        assertThat(page.text()).doesNotContain("Shore");

        visits.send(Alliance.OPERATOR, "/nobody-is-lost/support-carers").andExpect(redirectedUrl("/nobody-is-lost"));
        assertThat(visits.page(Alliance.OPERATOR, "/nobody-is-lost")
                        .select(".wm-empty")
                        .text())
                .contains("Nothing was found");
        visits.send(Alliance.NURSE, "/nobody-is-lost/support-carers").andExpect(status().isNotFound());
    }

    @Test
    void showsTheCaseloadOfTheOneWhoLooks() throws Exception {
        care.somebody().called("Edith", "Shore", "Edie").registered().welcomed();
        Document page = visits.page(Alliance.COORDINATOR, "/caseload");
        assertThat(page.select("#list").text()).isEqualTo("Ruth Amadi");
        assertThat(page.select("table").get(1).text()).contains("Edith Shore", "No stage yet");
        assertThat(page.select("table").get(0).text()).contains("Ruth Amadi", "1 person");
        for (String order : new String[] {"NEXT_DUE", "LAST_CONTACT", "REVIEW", "NONSENSE"}) {
            assertThat(visits.page(Alliance.COORDINATOR, "/caseload?of=coordinator&order=" + order)
                            .text())
                    .contains("Edith Shore");
        }
        assertThat(visits.page(Alliance.COORDINATOR, "/caseload?of=nobody-yet").select(".wm-empty"))
                .isNotEmpty();
    }

    @Test
    void showsWhoHasDiedWhileTheirCarersAreSupported() throws Exception {
        care.somebody()
                .called("Edith", "Shore", "Edie")
                .withCarer("Joan Hill")
                .registered()
                .welcomed()
                .dies();
        assertThat(visits.page(Alliance.COORDINATOR, "/caseload")
                        .select("table")
                        .get(1)
                        .text())
                .contains("Edith Shore", "The person died", "Contact the bereaved carer")
                .doesNotContain("No stage yet");
    }

    @Test
    void saysOfAVeryLargeCaseloadHowManyAreLeft() throws Exception {
        Somebody first = care.registered().welcomed();
        for (String table : new String[] {"person", "pathway", "pathway_sharing"}) {
            String others = table.equals("person") ? ", 'id', gen_random_uuid(), 'nhs_number', null" : "";
            jdbc.sql("insert into " + table
                            + " select (jsonb_populate_record(each, jsonb_build_object('pathway_ref', 'WM-AAAA-A'"
                            + " || translate(to_char(n, 'FM000'), '01', 'XY')" + others + "))).* from " + table
                            + " each cross join generate_series(1, 202) n where each.pathway_ref = :ref")
                    .param("ref", first.ref().value())
                    .update();
        }
        Document whatIf = Visits.read(
                visits.send(Alliance.COORDINATOR, "/caseload/what-if", "of", "coordinator", "everybody", "true")
                        .andExpect(status().isOk()));
        assertThat(whatIf.select("ul.wm-bullets li")).hasSize(200);
        assertThat(whatIf.text()).contains("3 more stay on the caseload");
    }

    @Test
    void asksWhatIfThenWhoThenTheReceiver() throws Exception {
        Somebody person =
                care.somebody().called("Edith", "Shore", "Edie").registered().welcomed();
        Document nobody = Visits.read(visits.send(Alliance.COORDINATOR, "/caseload/what-if", "of", "coordinator")
                .andExpect(status().isBadRequest()));
        assertThat(nobody.title()).startsWith("Error:");
        assertThat(nobody.select(".govuk-error-summary a").text()).isEqualTo("Choose at least one person");

        Document whatIf = Visits.read(
                visits.send(Alliance.COORDINATOR, "/caseload/what-if", "of", "coordinator", "everybody", "true")
                        .andExpect(status().isOk()));
        assertThat(whatIf.select("table").text()).contains("Ruth Amadi", "Neil Cope", "with these people");
        assertThat(whatIf.select("input[name=person]").eachAttr("value"))
                .containsExactly(person.ref().value());

        String[] chosen = {"of", "coordinator", "person", person.ref().value()};
        Document unsaid = Visits.read(
                visits.send(Alliance.COORDINATOR, "/caseload/offers", chosen).andExpect(status().isBadRequest()));
        assertThat(unsaid.select(".govuk-error-summary a").attr("href")).isEqualTo("#to");

        visits.send(
                        Alliance.COORDINATOR,
                        "/caseload/offers",
                        "of",
                        "coordinator",
                        "person",
                        person.ref().value(),
                        "to",
                        "other-coordinator",
                        "note",
                        "I am away from Monday.")
                .andExpect(status().is3xxRedirection());
        Document receiver = visits.page(Alliance.OTHER_COORDINATOR, "/caseload");
        assertThat(receiver.text())
                .contains(
                        "Ruth Amadi hands over 1 person to you, if you accept.",
                        "I am away from Monday.",
                        "Edith Shore");
        String accept = receiver.select("form[action$=accept]").attr("action");
        visits.send(Alliance.OTHER_COORDINATOR, accept).andExpect(redirectedUrl("/caseload"));
        visits.send(Alliance.OTHER_COORDINATOR, accept).andExpect(redirectedUrl("/caseload"));
        assertThat(person.pathway("coordinator")).isEqualTo("other-coordinator");
    }
}
