package org.waymark.people.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class RegisterViewTests {

    @Autowired
    MockMvc mvc;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alliance() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
    }

    @Test
    void opensWithOneHeadingAndALabelForEveryField() throws Exception {
        Document page = page(mvc.perform(get("/people/new").with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse());
        assertThat(page.select("h1")).hasSize(1);
        for (Element field : page.select("main input:not([type=hidden]), main select, main textarea")) {
            assertThat(page.select("label[for='" + field.id() + "']"))
                    .as(field.id())
                    .hasSize(1);
        }
    }

    @Test
    void isNotThereForThoseWhoDoNotRegister() throws Exception {
        assertThat(mvc.perform(get("/people/new").with(Alliance.signedIn(Alliance.ADVISER)))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
        assertThat(mvc.perform(get("/import").with(Alliance.signedIn(Alliance.ADVISER)))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
    }

    @Test
    void registersAndGoesOnToThePerson() throws Exception {
        MockHttpServletResponse response = send(Alliance.COORDINATOR, fields());
        String reference =
                jdbc.sql("select pathway_ref from person").query(String.class).single();
        assertThat(response.getStatus()).isEqualTo(302);
        assertThat(response.getRedirectedUrl()).isEqualTo("/people/" + reference);
        assertThat(jdbc.sql("select name from carer").query(String.class).list())
                .containsExactly("Peter Holt");
    }

    @Test
    void landsOnTheSamePersonWhenSentTwice() throws Exception {
        var fields = fields();
        String first = send(Alliance.COORDINATOR, fields).getRedirectedUrl();
        assertThat(send(Alliance.COORDINATOR, fields).getRedirectedUrl()).isEqualTo(first);
    }

    @Test
    void explainsEachMistakeAtItsFieldAndKeepsWhatWasTyped() throws Exception {
        var fields = fields();
        fields.put("givenName", "");
        fields.put("familyName", "<script>alert(1)</script>");
        fields.put("dateOfBirth-month", "13");
        fields.put("nhsNumber", "111 111 1111");
        fields.put("postcode", "nowhere");
        fields.put("carers[1].relationship", "Neighbour");
        MockHttpServletResponse response = send(Alliance.COORDINATOR, fields);
        Document page = page(response);
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#givenName", "#dateOfBirth-day", "#nhsNumber", "#postcode", "#carers-1-name");
        for (String href : page.select(".govuk-error-summary a").eachAttr("href")) {
            assertThat(page.select(href)).as(href).hasSize(1);
        }
        assertThat(page.select("#familyName").val()).isEqualTo("<script>alert(1)</script>");
        assertThat(page.select("#dateOfBirth-month").val()).isEqualTo("13");
        assertThat(page.select("#carers-1-relationship").val()).isEqualTo("Neighbour");
        assertThat(page.select("details[open] #carers-1-name")).hasSize(1);
        assertThat(jdbc.sql("select count(*) from person").query(Long.class).single())
                .isZero();
    }

    @Test
    void showsALikelyDuplicateAndSavesOnlyWithAReason() throws Exception {
        send(Alliance.COORDINATOR, fields());
        var again = fields();
        again.put("givenName", "Margret");
        again.put("nhsNumber", "");
        again.put("nhsNumberUnknownReason", "New to the area");
        MockHttpServletResponse response = send(Alliance.COORDINATOR, again);
        assertThat(response.getStatus()).isEqualTo(409);
        Document page = page(response);
        assertThat(page.select("#duplicates a").text()).isEqualTo("Margaret Holt");
        assertThat(page.select("#givenName").val()).isEqualTo("Margret");

        again.put("duplicateReason", "Her sister-in-law");
        assertThat(send(Alliance.COORDINATOR, again).getStatus()).isEqualTo(302);
        assertThat(jdbc.sql("select reason from duplicate_dismissal")
                        .query(String.class)
                        .single())
                .isEqualTo("Her sister-in-law");
    }

    @Test
    void saysOnlyWhomToAskAboutSomebodyOutOfSight() throws Exception {
        send(Alliance.OTHER_COORDINATOR, fields());
        var again = fields();
        again.put("givenName", "Margret");
        MockHttpServletResponse response = send(Alliance.COORDINATOR, again);
        Element shown = page(response).expectFirst("#duplicates");
        assertThat(shown.text()).contains("ask Approach Dementia Support").doesNotContain("Margaret");
        assertThat(shown.select("a, textarea")).isEmpty();
    }

    private MockHttpServletResponse send(Viewer viewer, Map<String, String> fields) throws Exception {
        var request = post("/people/new").with(Alliance.signedIn(viewer)).with(csrf());
        fields.forEach(request::param);
        return mvc.perform(request).andReturn().getResponse();
    }

    private static Document page(MockHttpServletResponse response) throws Exception {
        return Jsoup.parse(response.getContentAsString());
    }

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("request", UUID.randomUUID().toString());
        fields.put("givenName", "Margaret");
        fields.put("familyName", "Holt");
        fields.put("dateOfBirth-day", "2");
        fields.put("dateOfBirth-month", "3");
        fields.put("dateOfBirth-year", "1941");
        fields.put("nhsNumber", "943 476 5919");
        fields.put("postcode", "ST4 2AB");
        fields.put("livesAlone", "no");
        fields.put("carers[0].name", "Peter Holt");
        fields.put("carers[0].relationship", "Husband");
        fields.put("carers[0].livesWith", "yes");
        return fields;
    }
}
