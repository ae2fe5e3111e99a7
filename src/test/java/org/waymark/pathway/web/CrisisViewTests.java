package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.waymark.access.Viewer;
import org.waymark.pathway.LifeEvents.Kind;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.UsualAnswers;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** Reporting a crisis on the person's page, the card that shows it, and the forms of those who respond. */
class CrisisViewTests extends WithCare {

    private static final String TRIAGE = "UserTask_TriageCrisis";
    private static final String VISIT = "UserTask_VisitInCrisis";

    @Autowired
    MockMvc mvc;

    @Autowired
    Visits visits;

    @Autowired
    ServiceDirectory services;

    @BeforeEach
    void theHospiceGivesRapidResponse() {
        if (services.service("hospice-rapid").isEmpty()) {
            services.add(new Service(
                    "hospice-rapid", "RAPID_RESPONSE", "Rapid response", "dougie-mac", "palliative-nurse", "Stoke"));
        }
    }

    private MockHttpServletResponse opens(Viewer viewer, String path) throws Exception {
        return mvc.perform(get(path).with(Alliance.signedIn(viewer)))
                .andReturn()
                .getResponse();
    }

    private static String of(Somebody person) {
        return "/people/" + person.ref();
    }

    private static String form(Somebody person) {
        return of(person) + "/record/report-crisis";
    }

    private MvcResult reports(Viewer viewer, Somebody person, Map<String, String> changed) throws Exception {
        var fields = new HashMap<String, List<String>>(UsualAnswers.sent("report-crisis", care.today()));
        changed.forEach((field, value) -> fields.put(field, List.of(value)));
        var request = post(form(person)).with(csrf()).with(Alliance.signedIn(viewer));
        fields.forEach((field, values) -> request.param(field, values.toArray(String[]::new)));
        return mvc.perform(request).andReturn();
    }

    @Test
    void isOfferedToEverybodyWhoSeesThePersonAndNothingElseOfTheRecordIs() throws Exception {
        Somebody person = care.registered().welcomed();
        for (Viewer viewer : List.of(Alliance.COORDINATOR, Alliance.TEAM_LEAD, Alliance.NURSE, Alliance.ADVISER)) {
            assertThat(visits.page(viewer, of(person)).select(".wm-head a").eachAttr("href"))
                    .as(viewer.username())
                    .contains(form(person));
            assertThat(visits.page(viewer, form(person)).select("h1").text()).isEqualTo("Report a crisis");
        }
        assertThat(visits.page(Alliance.ADVISER, of(person) + "/record")
                        .select(".wm-choices a")
                        .eachText())
                .containsExactly("Report a crisis");
        assertThat(visits.page(Alliance.COORDINATOR, of(person) + "/record")
                        .select(".wm-choices a")
                        .eachText())
                .contains("Report a crisis", "Record a death");
        assertThat(opens(Alliance.ADVISER, of(person) + "/record/record-death").getStatus())
                .isEqualTo(404);
        for (Viewer viewer : List.of(Alliance.ACTIVITY, Alliance.PARTNER, Alliance.MANAGER)) {
            assertThat(opens(viewer, form(person)).getStatus())
                    .as(viewer.username())
                    .isEqualTo(404);
        }
    }

    @Test
    void hasOneHeadingALabelForEveryFieldAndSaysFirstWhomToRing() throws Exception {
        Document page = visits.page(Alliance.COORDINATOR, form(care.registered().named()));
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("main form .wm-static, main form .wm-banner")
                        .eachText()
                        .get(0))
                .contains("ring 999");
        for (Element field : page.select("main form input:not([type=hidden]), main form textarea")) {
            assertThat(page.select("label[for='" + field.id() + "']"))
                    .as(field.id())
                    .hasSize(1);
        }
    }

    @Test
    void explainsEachMistakeAtItsFieldAndKeepsWhatWasEntered() throws Exception {
        Somebody person = care.registered().named();
        MockHttpServletResponse response = reports(
                        Alliance.COORDINATOR,
                        person,
                        Map.of("reportedBy", "", "whatHappened", "", "callBack", "01782 1", "immediateDanger", "YES"))
                .getResponse();
        assertThat(response.getStatus()).isEqualTo(400);
        Document page = Jsoup.parse(response.getContentAsString());
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#reportedBy", "#whatHappened", "#dangerNote");
        assertThat(page.select("[name=callBack]").val()).isEqualTo("01782 1");
        assertThat(person.open()).doesNotContain(TRIAGE);
    }

    @Test
    void saysWhatComesOfItAndThatASecondOneIsNotedOnTheFirst() throws Exception {
        Somebody person = care.registered().named();
        MvcResult first = reports(Alliance.COORDINATOR, person, Map.of());
        assertThat(first.getResponse().getRedirectedUrl()).isEqualTo(of(person));
        assertThat(first.getFlashMap().get("done"))
                .asString()
                .startsWith("Reported. Somebody rings back within 4 hours.");
        assertThat(reports(Alliance.TEAM_LEAD, person, Map.of()).getFlashMap().get("done"))
                .asString()
                .startsWith("A crisis is open for this person already, so there is no second one");
        assertThat(person.tasks(TRIAGE)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "MOVED_AWAY, where they live now",
        "DIED, Bereavement support",
        "LEFT, their GP surgery",
        "OPENED_IN_ERROR, under another reference"
    })
    void isRefusedWithWhomToRingInsteadOnceThePathwayIsOver(Kind kind, String instead) throws Exception {
        Somebody person = care.registered().named();
        person.ends(kind, care.today());
        assertThat(visits.page(Alliance.COORDINATOR, of(person))
                        .select(".wm-head a")
                        .eachAttr("href"))
                .doesNotContain(form(person));
        for (MockHttpServletResponse response : List.of(
                opens(Alliance.COORDINATOR, form(person)),
                reports(Alliance.COORDINATOR, person, Map.of()).getResponse())) {
            assertThat(response.getStatus()).isEqualTo(409);
            assertThat(Jsoup.parse(response.getContentAsString()).select("main").text())
                    .contains("nothing was changed", "999", instead);
        }
        assertThat(person.running()).isEmpty();
    }

    @Test
    void showsOnThePersonsPageWhereItStandsWhoIsOnItAndThoseBefore() throws Exception {
        Somebody person = care.registered().named();
        assertThat(visits.page(Alliance.COORDINATOR, of(person)).select("#crisis"))
                .isEmpty();

        reports(Alliance.COORDINATOR, person, Map.of());
        String card = card(person);
        assertThat(card).contains("To be triaged", "Triage the crisis", "Dougie Mac, palliative nurse", "in 4 hours");
        person.does(TRIAGE).does(VISIT, "overnight", "YES");
        assertThat(card(person))
                .contains("Nights are covered", "Cover the night", "Visited", "Night of Mon 9 Nov", "not recorded yet");
        person.does("UserTask_CoverNight").does("UserTask_RecordCrisisOutcome");
        assertThat(card(person))
                .contains("It settled at home", "A word with the surgery.")
                .doesNotContain("Earlier");

        reports(Alliance.COORDINATOR, person, Map.of());
        assertThat(card(person)).contains("To be triaged", "Earlier", "It settled at home");
        assertThat(visits.page(Alliance.COORDINATOR, of(person)).select("main").text())
                .contains(
                        "Crisis reported",
                        "Triage of the crisis: a visit",
                        "Somebody stayed in the night of 9 November 2026")
                .doesNotContain("CRISIS_");
    }

    private String card(Somebody person) throws Exception {
        return visits.page(Alliance.COORDINATOR, of(person))
                .select("section[aria-labelledby=crisis]")
                .text();
    }

    @Test
    void showsBesideEachFormOfTheResponseWhatIsKnown() throws Exception {
        Somebody person = care.registered().named();
        reports(Alliance.COORDINATOR, person, Map.of("callBack", "01782 496 0100", "immediateDanger", "NOT_SURE"));
        Document triage =
                visits.page(Alliance.NURSE, "/tasks/" + person.task(TRIAGE).taskId());
        assertThat(triage.text())
                .contains(
                        "She has not known him since noon.", "01782 496 0100", "Not sure whether anybody is in danger");
        assertThat(triage.select("main form button").eachText()).contains("Save the triage");
        person.does(TRIAGE, "visitNote", "The key is with number 12.");
        assertThat(visits.page(Alliance.NURSE, "/tasks/" + person.task(VISIT).taskId())
                        .text())
                .contains("The key is with number 12.", "She will not let him in.");
        person.does(VISIT, "carerSaid", "Has not slept for a week.", "overnight", "YES");
        assertThat(visits.page(
                                Alliance.NURSE,
                                "/tasks/" + person.task("UserTask_CoverNight").taskId())
                        .text())
                .contains("Has not slept for a week.", "“It is hard most of the time”", "To be covered.");
    }
}
