package org.waymark.worklist.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.RESPOND;
import static org.waymark.support.Somebody.WELCOME;

import java.time.Instant;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** Pausing and going on, from the page of a task. Tests begin on Monday 9 November 2026, 9:00. */
class PauseViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    Worklist worklist;

    @Autowired
    JdbcClient jdbc;

    private WorkItem task;
    private Somebody person;

    @BeforeEach
    void somebodyIsToBeWelcomed() {
        WaymarkDatabase.clean();
        care.begin();
        person = care.registered().named();
        task = person.task(WELCOME);
    }

    @Test
    void thePageOfTheTaskLeadsToThePause() throws Exception {
        Document page = page(Alliance.COORDINATOR, "");
        assertThat(page.select("#clock ~ p a").attr("href")).isEqualTo("/tasks/" + task.taskId() + "/pause");

        Document form = page(Alliance.COORDINATOR, "/pause");
        assertThat(form.title()).isEqualTo("Pause the clock – Waymark");
        assertThat(form.select(".wm-lead").text())
                .contains("Make the welcome contact")
                .contains("Mon 23 Nov, 17:00");
        assertThat(form.select("input[name=until-day]").attr("value"))
                .as("five working days")
                .isEqualTo("16");
        assertThat(form.select(".wm-form").text()).contains("The latest day that can be chosen is 7 December 2026");
        assertThat(audited()).contains("task.viewed");
    }

    @Test
    void aPauseWithoutAReasonIsRefusedAndWhatWasEnteredStays() throws Exception {
        MockHttpServletResponse answer = send(
                Alliance.COORDINATOR,
                "/pause",
                "note",
                "In hospital",
                "until-day",
                "16",
                "until-month",
                "11",
                "until-year",
                "2026");

        assertThat(answer.getStatus()).isEqualTo(400);
        Document page = Jsoup.parse(answer.getContentAsString());
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a").attr("href")).isEqualTo("#reason");
        assertThat(page.select("#reason-error").text()).contains("a reason");
        assertThat(page.select("textarea[name=note]").text()).isEqualTo("In hospital");
        assertThat(find().paused()).isNull();
    }

    @Test
    void aDayBeyondTheLatestIsRefusedAtItsField() throws Exception {
        for (String[] day : new String[][] {{"8", "12"}, {"9", "11"}, {"8", "11"}, {"31", "2"}}) {
            MockHttpServletResponse answer = send(
                    Alliance.COORDINATOR,
                    "/pause",
                    "reason",
                    "PERSON_UNWELL",
                    "until-day",
                    day[0],
                    "until-month",
                    day[1],
                    "until-year",
                    "2026");
            assertThat(answer.getStatus()).isEqualTo(400);
            assertThat(Jsoup.parse(answer.getContentAsString())
                            .select(".govuk-error-summary a")
                            .attr("href"))
                    .isEqualTo("#until-day");
        }
        assertThat(find().paused()).isNull();
    }

    @Test
    void bothReadingsStandOnThePageWhileItIsPausedAndAfterwards() throws Exception {
        assertThat(paused().getRedirectedUrl()).isEqualTo("/tasks/" + task.taskId());

        Document page = page(Alliance.COORDINATOR, "");
        assertThat(page.select(".wm-head .wm-tag").eachText())
                .containsExactly("Paused until Mon 16 Nov", "The person is unwell");
        assertThat(page.select("section[aria-labelledby=clock]").text())
                .contains("Due, with its pauses Mon 30 Nov, 17:00")
                .contains("Due without them Mon 23 Nov, 17:00")
                .contains("Paused The person is unwell")
                .contains("from Mon 9 Nov, until Mon 16 Nov at the latest, by Ruth Amadi. In hospital.");
        assertThat(page.select("form[action$=/resume] button").text()).isEqualTo("Let the clock go on");

        care.passUntil(Instant.parse("2026-11-11T10:00:00Z"));
        assertThat(send(Alliance.COORDINATOR, "/resume").getRedirectedUrl()).isEqualTo("/tasks/" + task.taskId());
        Document after = page(Alliance.COORDINATOR, "");
        assertThat(after.select("section[aria-labelledby=clock]").text())
                .contains("Due, with its pauses Wed 25 Nov, 17:00")
                .contains("Mon 9 Nov to Wed 11 Nov, by Ruth Amadi. In hospital.");
        assertThat(after.select("form[action$=/resume]")).isEmpty();
    }

    @Test
    void theListAndThePersonsPageSayInWordsThatItIsPaused() throws Exception {
        care.passUntil(Instant.parse("2026-11-24T10:00:00Z"));
        assertThat(send(
                                Alliance.COORDINATOR,
                                "/pause",
                                "reason",
                                "FAMILYS_CHOICE",
                                "until-day",
                                "27",
                                "until-month",
                                "11",
                                "until-year",
                                "2026")
                        .getStatus())
                .isEqualTo(302);

        Document list = visits.page(Alliance.COORDINATOR, "/worklist?view=MINE");
        assertThat(list.select("tbody tr").text())
                .contains("The person's or the family's choice")
                .contains("paused until Fri 27 Nov");
        assertThat(visits.page(Alliance.COORDINATOR, "/worklist?view=OVERDUE").select("tbody tr"))
                .isEmpty();
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select("main")
                        .text())
                .contains("Ruth Amadi, paused until Fri 27 Nov");
        assertThat(visits.page(Alliance.COORDINATOR, "/people").select("main").text())
                .contains("paused until Fri 27 Nov");
    }

    @Test
    void aSecondClickPausesOnce() throws Exception {
        paused();
        assertThat(paused().getStatus()).isEqualTo(302);

        assertThat(count("select count(*) from clock_pause")).isEqualTo(1);
        // The form of a paused task leads back to the task.
        visits.open(Alliance.COORDINATOR, "/tasks/" + task.taskId() + "/pause")
                .andExpect(redirectedUrl("/tasks/" + task.taskId()));
    }

    @Test
    void whoeverMayNotDoTheTaskIsOfferedNoPause() throws Exception {
        assertThat(page(Alliance.TEAM_LEAD, "").select("#clock")).isEmpty();
        assertThat(send(
                                Alliance.TEAM_LEAD,
                                "/pause",
                                "reason",
                                "PERSON_UNWELL",
                                "until-day",
                                "16",
                                "until-month",
                                "11",
                                "until-year",
                                "2026")
                        .getRedirectedUrl())
                .isEqualTo("/tasks/" + task.taskId());
        assertThat(find().paused()).isNull();
        visits.open(Alliance.CARERS, "/tasks/" + task.taskId() + "/pause").andExpect(status().isNotFound());
    }

    @Test
    void aPartnerPausesItsOwnAnswer() throws Exception {
        task = care.registered().referredTo("BEFRIENDING").task(RESPOND);
        assertThat(paused(Alliance.PARTNER).getStatus()).isEqualTo(302);

        assertThat(page(Alliance.PARTNER, "")
                        .select("section[aria-labelledby=clock]")
                        .text())
                .contains("In hospital.");
    }

    private MockHttpServletResponse paused() throws Exception {
        return paused(Alliance.COORDINATOR);
    }

    private MockHttpServletResponse paused(Viewer by) throws Exception {
        return send(
                by,
                "/pause",
                "reason",
                "PERSON_UNWELL",
                "note",
                "In hospital.",
                "until-day",
                "16",
                "until-month",
                "11",
                "until-year",
                "2026");
    }

    private Document page(Viewer viewer, String below) throws Exception {
        return visits.page(viewer, "/tasks/" + task.taskId() + below);
    }

    private MockHttpServletResponse send(Viewer viewer, String below, String... parameters) throws Exception {
        return visits.send(viewer, "/tasks/" + task.taskId() + below, parameters)
                .andReturn()
                .getResponse();
    }

    private WorkItem find() {
        return worklist.find(Viewer.SYSTEM, task.taskId()).orElseThrow();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private String audited() {
        return String.join(
                " ",
                jdbc.sql("select action from audit_event where subject = :id")
                        .param("id", task.taskId())
                        .query(String.class)
                        .list());
    }
}
