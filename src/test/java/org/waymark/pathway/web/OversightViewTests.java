package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** The board of caseloads, and the page that says that nobody is lost. */
class OversightViewTests extends WithCare {

    @Autowired
    MockMvc mvc;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private Document page(Viewer viewer, String path) throws Exception {
        return Jsoup.parse(mvc.perform(get(path).with(Alliance.signedIn(viewer)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
    }

    private ResultActions send(Viewer viewer, String path, String... parameters) throws Exception {
        var request = post(path).with(Alliance.signedIn(viewer)).with(csrf());
        for (int i = 0; i < parameters.length; i += 2) {
            request.param(parameters[i], parameters[i + 1]);
        }
        return mvc.perform(request);
    }

    @Test
    void saysInOneSentenceThatNobodyIsLost() throws Exception {
        care.registered();
        Document page = page(Alliance.COORDINATOR, "/nobody-is-lost");
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
        Document coordinators = page(Alliance.COORDINATOR, "/nobody-is-lost");
        assertThat(coordinators.select("table a").text()).contains("Edith Shore");
        assertThat(coordinators.select("h2").eachText()).contains("No process runs the pathway 1");
        Document operators = page(Alliance.OPERATOR, "/nobody-is-lost");
        assertThat(operators.text()).contains(person.ref().value()).doesNotContain("Shore");
        assertThat(operators.select("form[action*=start-again]")).isEmpty();

        send(Alliance.COORDINATOR, "/nobody-is-lost/" + person.ref() + "/start-again")
                .andExpect(redirectedUrl("/people/" + person.ref()));
        send(Alliance.COORDINATOR, "/nobody-is-lost/" + person.ref() + "/start-again")
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
        Document page = page(Alliance.OPERATOR, "/nobody-is-lost");
        assertThat(page.select("h2").eachText()).contains("A carer is without support 1");
        assertThat(page.select("form[action$=support-carers] button").text()).isEqualTo("Start their support");
        assertThat(page.text()).doesNotContain("Shore");

        send(Alliance.OPERATOR, "/nobody-is-lost/support-carers").andExpect(redirectedUrl("/nobody-is-lost"));
        assertThat(page(Alliance.OPERATOR, "/nobody-is-lost")
                        .select(".wm-empty")
                        .text())
                .contains("Nothing was found");
        send(Alliance.NURSE, "/nobody-is-lost/support-carers").andExpect(status().isNotFound());
    }

    @Test
    void showsTheCaseloadOfTheOneWhoLooks() throws Exception {
        care.somebody().called("Edith", "Shore", "Edie").registered().welcomed();
        Document page = page(Alliance.COORDINATOR, "/caseload");
        assertThat(page.select("#list").text()).isEqualTo("Ruth Amadi");
        assertThat(page.select("table").get(1).text()).contains("Edith Shore", "No stage yet");
        assertThat(page.select("table").get(0).text()).contains("Ruth Amadi", "1 person");
        for (String order : new String[] {"NEXT_DUE", "LAST_CONTACT", "REVIEW", "NONSENSE"}) {
            assertThat(page(Alliance.COORDINATOR, "/caseload?of=coordinator&order=" + order)
                            .text())
                    .contains("Edith Shore");
        }
        assertThat(page(Alliance.COORDINATOR, "/caseload?of=nobody-yet").select(".wm-empty"))
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
        assertThat(page(Alliance.COORDINATOR, "/caseload")
                        .select("table")
                        .get(1)
                        .text())
                .contains("Edith Shore", "The person died", "Contact the bereaved carer")
                .doesNotContain("No stage yet");
    }

    @Test
    void asksWhatIfThenWhoThenTheReceiver() throws Exception {
        Somebody person =
                care.somebody().called("Edith", "Shore", "Edie").registered().welcomed();
        Document nobody = Jsoup.parse(send(Alliance.COORDINATOR, "/caseload/what-if", "of", "coordinator")
                .andExpect(status().isBadRequest())
                .andReturn()
                .getResponse()
                .getContentAsString());
        assertThat(nobody.title()).startsWith("Error:");
        assertThat(nobody.select(".govuk-error-summary a").text()).isEqualTo("Choose at least one person");

        Document whatIf =
                Jsoup.parse(send(Alliance.COORDINATOR, "/caseload/what-if", "of", "coordinator", "everybody", "true")
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsString());
        assertThat(whatIf.select("table").text()).contains("Ruth Amadi", "Neil Cope", "with these people");
        assertThat(whatIf.select("input[name=person]").eachAttr("value"))
                .containsExactly(person.ref().value());

        String[] chosen = {"of", "coordinator", "person", person.ref().value()};
        Document unsaid = Jsoup.parse(send(Alliance.COORDINATOR, "/caseload/offers", chosen)
                .andExpect(status().isBadRequest())
                .andReturn()
                .getResponse()
                .getContentAsString());
        assertThat(unsaid.select(".govuk-error-summary a").attr("href")).isEqualTo("#to");

        send(
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
        Document receiver = page(Alliance.OTHER_COORDINATOR, "/caseload");
        assertThat(receiver.text())
                .contains(
                        "Ruth Amadi hands over 1 person to you, if you accept.",
                        "I am away from Monday.",
                        "Edith Shore");
        String accept = receiver.select("form[action$=accept]").attr("action");
        send(Alliance.OTHER_COORDINATOR, accept).andExpect(redirectedUrl("/caseload"));
        send(Alliance.OTHER_COORDINATOR, accept).andExpect(redirectedUrl("/caseload"));
        assertThat(person.pathway("coordinator")).isEqualTo("other-coordinator");
    }
}
