package org.waymark.crisis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.crisis.Rota;
import org.waymark.crisis.Rota.NewEntry;
import org.waymark.kernel.WaymarkClock;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class RotaViewTests {

    private static final Instant MONDAY = Instant.parse("2026-11-09T10:00:00Z");

    @Autowired
    MockMvc mvc;

    @Autowired
    Visits visits;

    @Autowired
    Directory directory;

    @Autowired
    ServiceDirectory services;

    @Autowired
    Rota rota;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void theHospiceGivesRapidResponse() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
        clock.moveTo(MONDAY);
        services.add(new Service(
                "hospice-rapid", "RAPID_RESPONSE", "Rapid response", "dougie-mac", "palliative-nurse", "Stoke"));
        services.add(
                new Service("trust-rapid", "RAPID_RESPONSE", "Rapid response", "community-trust", "partner", "Stoke"));
    }

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    private void on(String username, String from, String until) {
        rota.add(
                Alliance.TEAM_LEAD,
                List.of(new NewEntry("dougie-mac", username, null, Instant.parse(from), Instant.parse(until))));
    }

    private MockHttpServletResponse send(Viewer viewer, Map<String, String> fields) throws Exception {
        var request = post("/rota").with(csrf()).with(Alliance.signedIn(viewer));
        fields.forEach(request::param);
        return mvc.perform(request).andReturn().getResponse();
    }

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("who", "person:nurse");
        fields.put("from-day", "9");
        fields.put("from-month", "11");
        fields.put("from-year", "2026");
        fields.put("fromTime", "17:00");
        fields.put("until-day", "10");
        fields.put("until-month", "11");
        fields.put("until-year", "2026");
        fields.put("untilTime", "9.00");
        fields.put("days", "1");
        return fields;
    }

    private static List<String> rows(Document page) {
        return page.select("table tbody tr").stream()
                .map(row -> row.select("th, td:not(.wm-table__actions)").text())
                .toList();
    }

    @Test
    void saysInWordsAndShapeThatTonightHasAGap() throws Exception {
        Document page = visits.page(Alliance.NURSE, "/rota");
        assertThat(page.select(".wm-banner--warning").text())
                .isEqualTo("Warning: Tonight there is a gap: nobody is on from Mon 9 Nov, 17:00 to Tue 10 Nov, 09:00."
                        + " A crisis then goes to everybody of Dougie Mac, palliative nurse.");
        assertThat(page.select(".wm-banner--warning svg")).hasSize(1);
        assertThat(page.text()).contains("Nobody is on now.");

        on("lead", "2026-11-09T17:00:00Z", "2026-11-10T09:00:00Z");
        assertThat(visits.page(Alliance.NURSE, "/rota").select(".wm-banner--warning"))
                .isEmpty();
    }

    @Test
    void showsThisWeekAndTheNextWithWhoIsOnAndWhenNobodyIs() throws Exception {
        on("nurse", "2026-11-09T09:00:00Z", "2026-11-10T09:00:00Z");
        on("lead", "2026-11-15T17:00:00Z", "2026-11-16T09:00:00Z");
        Document page = visits.page(Alliance.NURSE, "/rota");
        assertThat(page.text()).contains("On now: Bronagh Kelly, until Tue 10 Nov, 09:00.");
        assertThat(rows(page))
                .startsWith(
                        "Mon 9 Nov, 09:00 Tue 10 Nov, 09:00 Bronagh Kelly on now",
                        "Tue 10 Nov, 17:00 Wed 11 Nov, 09:00 Nobody nobody yet")
                .contains("Sun 15 Nov, 17:00 Mon 16 Nov, 09:00 Grace Oyelaran to come")
                .doesNotHaveDuplicates();
        assertThat(rows(page).get(rows(page).size() - 1))
                .as("over the weekend, in one piece")
                .isEqualTo("Fri 20 Nov, 17:00 Mon 23 Nov, 09:00 Nobody nobody yet");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("h3").eachText()).containsExactly("This week", "Next week");
    }

    @Test
    void isReadByAllWhoGiveCareAndWrittenByCoordinatorsAndTeamLeadsOfTheOrganisation() throws Exception {
        on("nurse", "2026-11-09T09:00:00Z", "2026-11-10T09:00:00Z");
        for (Viewer viewer : List.of(Alliance.NURSE, Alliance.ADVISER, Alliance.OTHER_COORDINATOR)) {
            assertThat(visits.page(viewer, "/rota").select("main form"))
                    .as(viewer.username())
                    .isEmpty();
        }
        for (Viewer viewer : List.of(Alliance.COORDINATOR, Alliance.TEAM_LEAD)) {
            Document page = visits.page(viewer, "/rota");
            assertThat(page.select("form[action=/rota]")).hasSize(1);
            assertThat(page.select("form[action$=/end]")).hasSize(1);
            assertThat(page.select("#who option").eachText())
                    .contains("Bronagh Kelly, Palliative nurse", "Every palliative nurse")
                    .doesNotContain("Tom Reid, Dementia adviser");
            for (Element field : page.select("main input:not([type=hidden]), main select")) {
                assertThat(page.select("label[for='" + field.id() + "']"))
                        .as(field.id())
                        .hasSize(1);
            }
        }
        assertThat(visits.page(Alliance.NURSE, "/rota").select("h2").eachText())
                .as("the trust outside the alliance gets a referral")
                .containsExactly("Dougie Mac");
        for (Viewer viewer : List.of(Alliance.NURSE, Alliance.OTHER_COORDINATOR, Alliance.PARTNER)) {
            assertThat(send(viewer, fields()).getStatus()).as(viewer.username()).isIn(404, 400);
        }
        assertThat(jdbc.sql("select count(*) from rota_entry").query(Long.class).single())
                .isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'rota.viewed' and actor = 'adviser'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void putsSomebodyOnForSeveralNightsAndTakesThemOffAgain() throws Exception {
        var fields = fields();
        fields.put("days", "3");
        assertThat(send(Alliance.COORDINATOR, fields).getRedirectedUrl()).isEqualTo("/rota");
        Document page = visits.page(Alliance.COORDINATOR, "/rota");
        assertThat(rows(page))
                .startsWith(
                        "Mon 9 Nov, 17:00 Tue 10 Nov, 09:00 Bronagh Kelly to come",
                        "Tue 10 Nov, 17:00 Wed 11 Nov, 09:00 Bronagh Kelly to come",
                        "Wed 11 Nov, 17:00 Thu 12 Nov, 09:00 Bronagh Kelly to come",
                        "Thu 12 Nov, 17:00 Fri 13 Nov, 09:00 Nobody nobody yet");
        String end = page.select("form[action$=/end]").eachAttr("action").get(0);
        for (int click = 0; click < 2; click++) {
            assertThat(mvc.perform(post(end).with(csrf()).with(Alliance.signedIn(Alliance.COORDINATOR)))
                            .andReturn()
                            .getResponse()
                            .getRedirectedUrl())
                    .isEqualTo("/rota");
        }
        assertThat(rows(visits.page(Alliance.COORDINATOR, "/rota")))
                .startsWith("Mon 9 Nov, 17:00 Tue 10 Nov, 09:00 Nobody nobody yet");
    }

    @Test
    void explainsEachMistakeAtItsFieldAndKeepsWhatWasTyped() throws Exception {
        var fields = fields();
        fields.put("who", "");
        fields.put("from-month", "13");
        fields.put("fromTime", "five");
        fields.put("until-day", "<b>");
        fields.put("untilTime", "25:00");
        fields.put("days", "100");
        Document page = mistaken(fields, "#who", "#from-day", "#fromTime", "#until-day", "#untilTime", "#days");
        assertThat(page.select("#fromTime").val()).isEqualTo("five");
        assertThat(page.select("#until-day").val()).isEqualTo("<b>");
    }

    @Test
    void explainsAtTheFieldWhatTheRotaRefuses() throws Exception {
        on("lead", "2026-11-10T00:00:00Z", "2026-11-10T09:00:00Z");
        assertThat(mistaken(fields(), "#from-day")
                        .select(".govuk-error-summary")
                        .text())
                .contains("Somebody is on the rota already");
        var backwards = fields();
        backwards.put("until-day", "8");
        mistaken(backwards, "#until-day");
        var yesterday = fields();
        yesterday.put("from-day", "7");
        yesterday.put("until-day", "8");
        mistaken(yesterday, "#until-day");
        var stranger = fields();
        stranger.put("who", "person:adviser");
        mistaken(stranger, "#who");
        assertThat(jdbc.sql("select count(*) from rota_entry").query(Long.class).single())
                .isEqualTo(1);
    }

    private Document mistaken(Map<String, String> fields, String... hrefs) throws Exception {
        MockHttpServletResponse response = send(Alliance.COORDINATOR, fields);
        assertThat(response.getStatus()).isEqualTo(400);
        Document page = Jsoup.parse(response.getContentAsString());
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly(hrefs);
        for (String href : hrefs) {
            assertThat(page.select(href)).as(href).hasSize(1);
        }
        return page;
    }

    @Test
    void saysWhereACrisisGoesWhenNobodyGivesRapidResponse() throws Exception {
        jdbc.sql("update service set taking = false where id = 'hospice-rapid'").update();
        assertThat(visits.page(Alliance.COORDINATOR, "/rota")
                        .select(".wm-empty")
                        .text())
                .contains("goes to the coordinators");
        assertThat(visits.page(Alliance.COORDINATOR, "/rota").select("main form"))
                .isEmpty();
    }
}
