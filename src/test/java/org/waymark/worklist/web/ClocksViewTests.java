package org.waymark.worklist.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;
import org.waymark.workflow.ClocksAsTheyWere;

class ClocksViewTests extends WithCare {

    private static final String NAMING = "/clocks/NAME_COORDINATOR";

    @Autowired
    Visits visits;

    @Autowired
    ApplicationContext application;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void asTheyWere() {
        ClocksAsTheyWere.of(application).again();
    }

    @Test
    void listsEveryClockOnceByThePartOfTheCareWithAllItsTimes() throws Exception {
        care.registered();
        Document page = visits.page(Alliance.MANAGER, "/clocks");

        assertThat(page.title()).isEqualTo("Clocks – Waymark");
        assertThat(page.select("section[aria-labelledby=pathway] tr:has(a[href=" + NAMING + "])")
                        .text())
                .isEqualTo("Name a coordinator 2 working days 1 task");
        assertThat(page.select("section[aria-labelledby=referrals] tr:has(a[href=/clocks/REFERRAL_ANSWER]) li")
                        .eachText())
                .containsExactly(
                        "Rapid response: 4 hours",
                        "Palliative, unstable or dying: 1 day",
                        "Urgent: 1 working day",
                        "Soon: 3 working days",
                        "Routine: 5 working days");
        assertThat(page.select("section[aria-labelledby=palliative] tr:has(a[href=/clocks/PAIN_SEEN_AGAIN]) td")
                        .eachText())
                .containsExactly("1 hour", "Abbey scale practice");
        assertThat(page.select("section[aria-labelledby=carers] tr:has(a[href=/clocks/CARER_PLAN]) li")
                        .eachText())
                .containsExactly("Urgent: 1 working day", "Otherwise: 5 working days");
        assertThat(page.select("main th a").eachAttr("href"))
                .containsExactlyInAnyOrderElementsOf(jdbc.sql("select distinct '/clocks/' || name from clock")
                        .query(String.class)
                        .list());
    }

    @Test
    void callsEveryClockByPlainWordsAndNamesThePartThatItBelongsTo() throws Exception {
        Document page = visits.page(Alliance.MANAGER, "/clocks");
        assertThat(page.select("section[aria-labelledby=other]")).isEmpty();
        assertThat(page.select("main th a")).allSatisfy(link -> assertThat(link.text())
                .isNotEqualToIgnoringCase(
                        link.attr("href").replace("/clocks/", "").replace('_', ' ')));
    }

    @Test
    void saysOfOneClockWhoAnswersForItAndWhatUsesIt() throws Exception {
        care.registered();
        Document page = visits.page(Alliance.MANAGER, NAMING);
        assertThat(page.select("h1").text()).isEqualTo("Name a coordinator");
        assertThat(page.select("h2").text()).isEqualTo("All work: 2 working days");
        assertThat(page.select("dd").eachText()).containsExactly("alliance local, since 1 November 2026", "1 task");
        assertThat(page.select(".wm-lead").text()).startsWith("Used by: Name a coordinator.");
        assertThat(page.select("a[href*=/change]")).isEmpty();
        assertThat(visits.page(Alliance.MANAGER, "/clocks/PAUSE")
                        .select(".wm-lead")
                        .text())
                .isEqualTo("A change holds for new work.");
    }

    @Test
    void aChangeIsMadeInOneStepAndAppliedInAnother() throws Exception {
        care.registered();
        assertThat(visits.page(Alliance.ADMIN, NAMING + "/change")
                        .select("input[name=amount]")
                        .attr("value"))
                .isEqualTo("2");

        MockHttpServletResponse changed = send(Alliance.ADMIN, NAMING + "/change", set("4", "Agreed."));
        assertThat(changed.getRedirectedUrl()).isEqualTo(NAMING);
        Document page = visits.page(Alliance.ADMIN, NAMING);
        assertThat(page.select("main").text())
                .contains(
                        "4 working days", "1 of them run by an earlier time", "What it said before", "2 working days");
        assertThat(send(Alliance.ADMIN, NAMING + "/apply").getStatus()).isEqualTo(302);
        assertThat(visits.page(Alliance.ADMIN, NAMING).select("form[action$=/apply]"))
                .isEmpty();
    }

    @Test
    void whatIsMissingIsSaidAtItsFieldAndNothingChanges() throws Exception {
        for (String[] wrong : new String[][] {set("0", "Agreed."), set("x", "Agreed."), set("4", "")}) {
            MockHttpServletResponse answer = send(Alliance.ADMIN, NAMING + "/change", wrong);
            assertThat(answer.getStatus()).isEqualTo(400);
            Document page = Jsoup.parse(answer.getContentAsString());
            assertThat(page.title()).startsWith("Error: ");
            assertThat(page.select(".govuk-error-summary a")).hasSize(1);
        }
        assertThat(visits.page(Alliance.ADMIN, NAMING).select("#former")).isEmpty();
    }

    @Test
    void aServiceGetsATimeOfItsOwnAndLosesItAgain() throws Exception {
        String answer = "/clocks/REFERRAL_ANSWER";
        assertThat(send(
                                Alliance.ADMIN,
                                answer + "/add",
                                "service",
                                "BEFRIENDING",
                                "amount",
                                "8",
                                "unit",
                                "WORKING_DAYS",
                                "owner",
                                "alliance",
                                "source",
                                "local",
                                "reason",
                                "They meet fortnightly.")
                        .getRedirectedUrl())
                .isEqualTo(answer);
        assertThat(visits.page(Alliance.ADMIN, answer).select("h2").eachText()).contains("Befriending: 8 working days");
        assertThat(send(Alliance.ADMIN, answer + "/end", "service", "BEFRIENDING", "reason", "")
                        .getStatus())
                .isEqualTo(400);
        send(Alliance.ADMIN, answer + "/end", "service", "BEFRIENDING", "reason", "As everybody.");
        assertThat(visits.page(Alliance.ADMIN, answer).select("h2").eachText())
                .doesNotContain("Befriending: 8 working days");
    }

    @Test
    void onlyAnAdministratorReachesTheForms() throws Exception {
        for (Viewer viewer : new Viewer[] {Alliance.MANAGER, Alliance.COORDINATOR, Alliance.OPERATOR}) {
            assertThat(status(viewer, NAMING)).isEqualTo(200);
            assertThat(status(viewer, NAMING + "/change")).isEqualTo(404);
            assertThat(send(viewer, NAMING + "/change", set("4", "Agreed.")).getStatus())
                    .isEqualTo(404);
        }
        assertThat(status(Alliance.NURSE, "/clocks")).isEqualTo(404);
        assertThat(status(Alliance.ADMIN, "/clocks/NO_SUCH_CLOCK")).isEqualTo(404);
    }

    private static String[] set(String amount, String reason) {
        return new String[] {
            "revision",
            "0",
            "amount",
            amount,
            "unit",
            "WORKING_DAYS",
            "owner",
            "alliance",
            "source",
            "local",
            "reason",
            reason
        };
    }

    private int status(Viewer viewer, String address) throws Exception {
        return visits.open(viewer, address).andReturn().getResponse().getStatus();
    }

    private MockHttpServletResponse send(Viewer viewer, String address, String... parameters) throws Exception {
        return visits.send(viewer, address, parameters).andReturn().getResponse();
    }
}
