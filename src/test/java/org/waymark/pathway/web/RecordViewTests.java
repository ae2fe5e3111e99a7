package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.People.NewPerson;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.referral.Referrals.NewReferral;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Worklist;

@WaymarkTest
class RecordViewTests {

    private static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");

    @Autowired
    MockMvc mvc;

    @Autowired
    CurrentViewer current;

    @Autowired
    Directory directory;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    ServiceDirectory services;

    @Autowired
    Referrals referrals;

    @Autowired
    WaymarkClock clock;

    private PathwayRef pathway = PathwayRef.random();

    @BeforeEach
    void somebodyIsOnAPathway() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
        clock.moveTo(MONDAY);
        pathway = people.register(
                Alliance.COORDINATOR,
                new NewPerson(
                        "Margaret",
                        "Holt",
                        null,
                        LocalDate.of(1945, 5, 4),
                        null,
                        "Not sent with the referral",
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        List.of()),
                null);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void saysAtItsFieldThatADeathBeforeTheBirthCannotBe() throws Exception {
        String html = died("4", "5", "1944", false)
                .andExpect(status().isBadRequest())
                .andReturn()
                .getResponse()
                .getContentAsString();

        Document page = Jsoup.parse(html);
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".govuk-error-summary a").text())
                .isEqualTo("The date must not lie before the date of birth");
        assertThat(page.select("[name=diedOn-year]").val()).isEqualTo("1944");
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway)).isNotEmpty();
    }

    @Test
    void recordsADeathOnceHoweverOftenItIsSent() throws Exception {
        died("8", "11", "2026", false).andExpect(status().isOk());
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway)).isNotEmpty();
        died("8", "11", "2026", true).andExpect(redirectedUrl("/people/" + pathway));
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway)).isEmpty();

        died("8", "11", "2026", true).andExpect(redirectedUrl("/people/" + pathway));
        mvc.perform(get("/people/" + pathway + "/record/record-death").with(Visits.as(current, Alliance.COORDINATOR)))
                .andExpect(redirectedUrl("/people/" + pathway));
    }

    @Test
    void aCarerWhoIsAddedTwiceIsOneCarer() throws Exception {
        for (int click = 0; click < 2; click++) {
            mvc.perform(post("/people/" + pathway + "/record/add-carer")
                            .param("carerName", "Peter Holt")
                            .param("carerRelationship", "husband")
                            .param("carerLivesWith", "YES")
                            .with(csrf())
                            .with(Visits.as(current, Alliance.COORDINATOR)))
                    .andExpect(redirectedUrl("/people/" + pathway));
        }

        assertThat(people.facts(pathway).carers()).hasSize(1);
    }

    @Test
    void aPartnerSeesWhoseReferralItIsWithoutALinkToAPageItDoesNotHave() throws Exception {
        services.add(
                new Service("slt", "SPEECH_LANGUAGE", "Speech and language", "community-trust", "partner", "Stoke"));
        referrals.send(
                Alliance.COORDINATOR,
                new NewReferral(
                        pathway,
                        "slt",
                        Referral.Priority.ROUTINE,
                        List.of("Swallowing has become difficult."),
                        Referral.AgreedBy.PERSON,
                        null,
                        null,
                        "coordinator",
                        "dougie-mac",
                        null));

        Document page = Jsoup.parse(mvc.perform(get("/referrals").with(Visits.as(current, Alliance.PARTNER)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());

        assertThat(page.select(".wm-ref h3").text()).isEqualTo("Margaret Holt");
        assertThat(page.select(".wm-ref h3 a").eachAttr("href"))
                .as("to the task that waits for them, never to the record")
                .allMatch(href -> href.startsWith("/tasks/"));
    }

    @Test
    void textThatNoDatabaseHoldsIsBadInputAndNoFailure() throws Exception {
        mvc.perform(post("/people/find").param("q", "\0").with(csrf()).with(Visits.as(current, Alliance.COORDINATOR)))
                .andExpect(status().isBadRequest());
    }

    private ResultActions died(String day, String month, String year, boolean confirmed) throws Exception {
        return mvc.perform(post("/people/" + pathway + "/record/record-death")
                .param("diedOn-day", day)
                .param("diedOn-month", month)
                .param("diedOn-year", year)
                .param("placeOfDeath", "HOME")
                .param("reportedBy", "CARER")
                .param("confirmed", String.valueOf(confirmed))
                .with(csrf())
                .with(Visits.as(current, Alliance.COORDINATOR)));
    }
}
