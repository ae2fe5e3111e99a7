package org.waymark.links.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.Viewer;
import org.waymark.links.Links;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;

/** Where staff give out personal links. */
class StaffLinksViewTests extends WithCare {

    @Autowired
    MockMvc mvc;

    @Autowired
    Links links;

    @Autowired
    People people;

    private Somebody person;

    @BeforeEach
    void aRoundIsOpen() {
        person = care.somebody().withCarer("Peter Holt").registered().welcomed();
    }

    private Document page(Viewer viewer, String path) throws Exception {
        return Jsoup.parse(mvc.perform(get(path).with(Alliance.signedIn(viewer)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
    }

    private ResultActions send(String path, String... parameters) throws Exception {
        var request = post(path).with(Alliance.signedIn(Alliance.COORDINATOR)).with(csrf());
        for (int i = 0; i < parameters.length; i += 2) {
            request.param(parameters[i], parameters[i + 1]);
        }
        return mvc.perform(request);
    }

    private String address() {
        return "/people/" + person.ref() + "/links";
    }

    private String taskId() {
        return links.of(Alliance.COORDINATOR, person.ref()).get(0).task().taskId();
    }

    @Test
    void showsWhoIsAskedAndThatAnAddressIsMissing() throws Exception {
        Document page = page(Alliance.COORDINATOR, address());

        assertThat(page.select("h2").eachText()).anyMatch(heading -> heading.equals("Peter Holt, a carer"));
        assertThat(page.select("main").text()).contains("There is no e-mail address on record");
        assertThat(page.select("button").eachText()).noneMatch(label -> label.startsWith("Send by e-mail"));
    }

    @Test
    void marksTranslationsThatNobodyHasCheckedYet() throws Exception {
        assertThat(page(Alliance.COORDINATOR, address()).select("option").eachText())
                .contains("English", "Cymraeg (draft translation)", "اردو (draft translation)");
    }

    @Test
    void sendsALinkAndShowsItsNumberOnce() throws Exception {
        people.recordEmail(Alliance.COORDINATOR, person.ref(), null, "margaret@home.example");

        send(address() + "/email", "task", taskId(), "fact", "CODE", "language", "pl")
                .andExpect(redirectedUrl(address()))
                .andExpect(flash().attributeExists("number"));

        Document page = page(Alliance.COORDINATOR, address());
        assertThat(page.select("table").text()).contains("E-mail", "Polski, with a number", "Not sent yet");
        assertThat(page.select("button").eachText()).noneMatch(label -> label.startsWith("Print the letter"));
    }

    @Test
    void takesALinkBack() throws Exception {
        send(address() + "/letter", "task", taskId()).andExpect(redirectedUrl(address()));
        String id = links.of(Alliance.COORDINATOR, person.ref()).stream()
                .flatMap(asked -> asked.links().stream())
                .findFirst()
                .orElseThrow()
                .id()
                .toString();

        send(address() + "/" + id + "/revoke").andExpect(redirectedUrl(address()));

        assertThat(page(Alliance.COORDINATOR, address()).select("table").text()).contains("Taken back");
    }

    @Test
    void isNoPageForOneWhoMayNotSeeThePerson() throws Exception {
        mvc.perform(get(address()).with(Alliance.signedIn(Alliance.NURSE))).andExpect(status().isOk());
        Somebody unshared = care.registered().welcomed("sharing", "NOT_ASKED");
        mvc.perform(get("/people/" + unshared.ref() + "/links").with(Alliance.signedIn(Alliance.OTHER_COORDINATOR)))
                .andExpect(status().isNotFound());
    }

    @Test
    void lettersSayAWayToBeCalledThatTellsOfNoIllness() throws Exception {
        send("/letters", "organisation", "dougie-mac", "called", "Dementia team", "phone", "01632 960 123")
                .andExpect(status().isBadRequest());
        send("/letters", "organisation", "dougie-mac", "called", "The Mac", "phone", "ring me")
                .andExpect(status().isBadRequest());
        send("/letters", "organisation", "approach", "called", "Approach", "phone", "01632 960 456")
                .andExpect(status().isNotFound());
        send("/letters", "organisation", "dougie-mac", "called", "The Mac", "phone", "01632 960 789")
                .andExpect(redirectedUrl("/letters"));

        Document page = page(Alliance.COORDINATOR, "/letters");
        assertThat(page.select("#called-dougie-mac").val()).isEqualTo("The Mac");
        assertThat(page.select("#phone-dougie-mac").val()).isEqualTo("01632 960 789");
        assertThat(page.select("#tongues ~ ul li").eachText()).contains("English", "Polski Draft translation");
        assertThat(page(Alliance.ADMIN, "/letters").select("form h2").eachText())
                .contains("Approach Dementia Support");
    }

    @Test
    void keepsAndRefusesEmailAddresses() throws Exception {
        String page = "/people/" + person.ref() + "/email";
        send(page, "person", "not an address").andExpect(status().isBadRequest());
        send(page, "person", "margaret@home.example").andExpect(redirectedUrl("/people/" + person.ref() + "/details"));

        assertThat(people.facts(person.ref()).email()).isEqualTo("margaret@home.example");
        assertThat(page(Alliance.COORDINATOR, "/people/" + person.ref() + "/details")
                        .select("main")
                        .text())
                .contains("margaret@home.example");
    }
}
