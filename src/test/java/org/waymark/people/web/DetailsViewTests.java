package org.waymark.people.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;
import org.waymark.people.Person;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class DetailsViewTests {

    @Autowired
    MockMvc mvc;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    People people;

    private PathwayRef margaret = PathwayRef.random();

    @BeforeEach
    void margaretIsRegistered() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
        margaret = register("Margaret", "9434765919");
    }

    @Test
    void showsHowToReachThePersonAndTheCarers() throws Exception {
        Document page = page(visit(Alliance.COORDINATOR));
        assertThat(page.select("#phone").val()).isEqualTo("01782 344300");
        assertThat(page.select("td[data-label='Telephone and e-mail']").text()).isEqualTo("07700 900123");
        assertThat(page.title()).doesNotContain("Margaret");
        assertThat(page.select("h1")).hasSize(1);
    }

    @Test
    void keepsWhatStoodThereBeforeACorrection() throws Exception {
        var fields = fields(page(visit(Alliance.COORDINATOR)));
        fields.put("familyName", "Holt-Wood");
        fields.put("phone", "01632 960100");
        assertThat(send(fields).getStatus()).isEqualTo(302);
        Person person = people.facts(margaret);
        assertThat(person.familyName()).isEqualTo("Holt-Wood");
        assertThat(person.carers()).hasSize(1);
        assertThat(people.find(Alliance.COORDINATOR, "holtwood", 5)).hasSize(1);
        assertThat(jdbc.sql("select earlier ->> 'family_name' from person_correction")
                        .query(String.class)
                        .list())
                .containsExactly("Holt");
    }

    @Test
    void correctsTheEthnicityAndTakesItBackToNotAsked() throws Exception {
        Document blank = page(visit(Alliance.COORDINATOR));
        assertThat(blank.select("#ethnicity option")).hasSize(18);
        var fields = fields(blank);
        for (String code : List.of("J", "")) {
            var others = fields(page(visit(Alliance.COORDINATOR)));
            others.put("ethnicity", code);
            saved(others);
            assertThat(page(visit(Alliance.COORDINATOR))
                            .select("#ethnicity option[selected]")
                            .eachText())
                    .isEqualTo(code.isEmpty() ? List.of() : List.of("Asian or Asian British: Pakistani"));
        }
        assertThat(jdbc.sql("select earlier ->> 'ethnicity' from person_correction order by id")
                        .query(String.class)
                        .list())
                .containsExactly(null, "J");

        fields.put("ethnicity", "A");
        assertThat(send(fields).getStatus()).as("somebody has changed it since").isEqualTo(409);
        fields.put("ethnicity", "Q");
        MockHttpServletResponse refused = send(fields);
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(page(refused).title()).startsWith("Error:");
        assertThat(page(refused).select(".govuk-error-summary a").attr("href")).isEqualTo("#ethnicity");
    }

    @Test
    void whatIsSavedTwiceFromOnePageIsCorrectedOnceAndToldTheSame() throws Exception {
        var fields = fields(page(visit(Alliance.COORDINATOR)));
        fields.put("phone", "01632 960100");
        fields.put("postcode", "st4 2ab");
        String told = saved(fields);
        assertThat(told).isNotBlank();
        assertThat(saved(fields)).isEqualTo(told);
        assertThat(corrections()).isEqualTo(1);
        assertThat(audited()).isEqualTo(1);

        for (String phone : List.of("01632 960200", "01632 960100")) {
            fields = fields(page(visit(Alliance.COORDINATOR)));
            fields.put("phone", phone);
            saved(fields);
        }
        assertThat(people.facts(margaret).phone()).as("changed back on purpose").isEqualTo("01632 960100");
        assertThat(corrections()).isEqualTo(3);
    }

    @Test
    void twoClicksAtOnceCorrectOnce() throws Exception {
        var fields = fields(page(visit(Alliance.COORDINATOR)));
        fields.put("phone", "01632 960100");
        var clicks = Executors.newFixedThreadPool(2);
        try {
            for (var click : List.of(clicks.submit(() -> saved(fields)), clicks.submit(() -> saved(fields)))) {
                assertThat(click.get()).isNotBlank();
            }
        } finally {
            clicks.shutdown();
        }
        assertThat(corrections()).isEqualTo(1);
    }

    /** Returns what the one who saved it is told. */
    private String saved(Map<String, String> fields) throws Exception {
        var request = post("/people/" + margaret + "/details")
                .with(Alliance.signedIn(Alliance.COORDINATOR))
                .with(csrf());
        fields.forEach(request::param);
        return String.valueOf(mvc.perform(request)
                .andExpect(redirectedUrl("/people/" + margaret + "/details"))
                .andReturn()
                .getFlashMap()
                .get("done"));
    }

    private long corrections() {
        return jdbc.sql("select count(*) from person_correction")
                .query(Long.class)
                .single();
    }

    private long audited() {
        return jdbc.sql("select count(*) from audit_event where action = 'person.corrected'")
                .query(Long.class)
                .single();
    }

    @Test
    void givesThePageBackWithWhatTheOtherWroteWhenSomebodyHasChangedItSince() throws Exception {
        var fields = fields(page(visit(Alliance.COORDINATOR)));
        var others = fields(page(visit(Alliance.COORDINATOR)));
        others.put("phone", "01632 960200");
        saved(others);
        people.amend(Alliance.COORDINATOR, margaret, "Maggie", false);

        fields.put("phone", "none");
        fields.put("postcode", "ST4 9ZZ");
        MockHttpServletResponse mistyped = send(fields);
        assertThat(mistyped.getStatus()).isEqualTo(400);
        fields = fields(page(mistyped));
        fields.put("phone", "01632 960100");
        MockHttpServletResponse refused = send(fields);

        assertThat(refused.getStatus()).isEqualTo(409);
        Document page = page(refused);
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".wm-banner").text()).contains("Somebody has changed these details");
        assertThat(page.select(".govuk-error-summary a").eachText())
                .containsExactly(
                        "Preferred name: on record now is Maggie",
                        "Telephone: on record now is 01632 960200",
                        "Postcode: on record now is ST4 2AB");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#preferredName", "#phone", "#postcode");
        assertThat(page.select("#phone").val()).as("one's own input").isEqualTo("01632 960100");
        assertThat(people.facts(margaret).phone()).as("nothing is changed").isEqualTo("01632 960200");

        var decided = fields(page);
        decided.put("preferredName", "Maggie");
        saved(decided);
        assertThat(people.facts(margaret))
                .extracting(Person::phone, Person::postcode, Person::preferredName)
                .containsExactly("01632 960100", "ST4 9ZZ", "Maggie");
    }

    @Test
    void refusesAPageThatDoesNotSayWhatItHasRead() throws Exception {
        var fields = fields(page(visit(Alliance.COORDINATOR)));
        fields.put("phone", "01632 960100");
        for (String revision : List.of("", "many", "7")) {
            fields.put("revision", revision);
            assertThat(send(fields).getStatus()).isEqualTo(409);
        }
        fields.remove("revision");
        assertThat(send(fields).getStatus()).isEqualTo(409);
        assertThat(corrections()).isZero();
    }

    @Test
    void takesTheNumberThatWasNotKnown() throws Exception {
        margaret = register("Winifred", null);
        var fields = fields(page(visit(Alliance.COORDINATOR)));
        fields.put("nhsNumber", "943 476 5919");
        MockHttpServletResponse taken = send(fields);
        assertThat(taken.getStatus()).isEqualTo(400);
        assertThat(page(taken).select(".govuk-error-summary a").attr("href")).isEqualTo("#nhsNumber");

        fields.put("nhsNumber", "999 000 1014");
        assertThat(send(fields).getStatus()).isEqualTo(302);
        assertThat(people.facts(margaret).nhsNumber()).isEqualTo("9990001014");
        assertThat(people.facts(margaret).nhsNumberUnknownReason()).isNull();
    }

    @Test
    void isNotThereForThoseWhoMayNotSeeThePerson() throws Exception {
        assertThat(visit(Alliance.OTHER_COORDINATOR).getStatus()).isEqualTo(404);
        margaret = PathwayRef.random();
        assertThat(visit(Alliance.COORDINATOR).getStatus()).isEqualTo(404);
    }

    private PathwayRef register(String given, @Nullable String nhsNumber) {
        return people.register(
                Alliance.COORDINATOR,
                new NewPerson(
                        given,
                        "Holt",
                        null,
                        LocalDate.of(1941, 3, nhsNumber == null ? 4 : 2),
                        nhsNumber,
                        nhsNumber == null ? "New to the area" : null,
                        "01782 344300",
                        "ST4 2AB",
                        null,
                        null,
                        false,
                        null,
                        null,
                        "Some other kind",
                        null,
                        List.of(new NewCarer("Peter Holt", "Husband", "07700 900123", true, true))),
                "Another person");
    }

    private MockHttpServletResponse visit(Viewer viewer) throws Exception {
        return mvc.perform(get("/people/" + margaret + "/details").with(Alliance.signedIn(viewer)))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse send(Map<String, String> fields) throws Exception {
        var request = post("/people/" + margaret + "/details")
                .with(Alliance.signedIn(Alliance.COORDINATOR))
                .with(csrf());
        fields.forEach(request::param);
        return mvc.perform(request).andReturn().getResponse();
    }

    private static Document page(MockHttpServletResponse response) throws Exception {
        return Jsoup.parse(response.getContentAsString(StandardCharsets.UTF_8));
    }

    /** What a browser would send if nothing were changed. */
    private static Map<String, String> fields(Document page) {
        var fields = new LinkedHashMap<String, String>();
        page.select(
                        "main form input[type=text], main form select, main form input[checked], main form input[name=revision]")
                .forEach(field -> fields.put(field.attr("name"), field.val()));
        return fields;
    }
}
