package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hamcrest.Matchers;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** What can be recorded of a life that goes on, what it did, and taking a mistake back. */
class LifeEventsViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Test
    void offersEachLifeEventAsAFormOfItsOwn() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().named();
        assertThat(offered(person))
                .contains(
                        "record-death",
                        "record-move",
                        "record-sharing-objection",
                        "record-wish-to-leave",
                        "record-opened-in-error",
                        "report-change",
                        "report-crisis",
                        "record-carer-change",
                        "record-admission",
                        "record-care-home-move");
    }

    private List<String> offered(Somebody person) throws Exception {
        return visits
                .page(Alliance.COORDINATOR, "/people/" + person.ref() + "/record")
                .select(".wm-choices a")
                .eachAttr("href")
                .stream()
                .map(href -> href.substring(href.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void partsWhatEndsThePathwayFromWhatElseCanBeRecorded() throws Exception {
        Somebody person = care.registered().named();
        var page = visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + "/record");
        assertThat(page.select("h2").eachText()).containsExactly("While the pathway goes on", "What ends the pathway");
        assertThat(page.select("h2:contains(What ends) + .wm-choices a").eachText())
                .containsExactly(
                        "Record a death",
                        "Record a move away",
                        "Record the wish to leave",
                        "Close what was opened in error");
    }

    @Test
    void offersOnlyWhatFitsHowThePersonLivesAndWhatTheyHave() throws Exception {
        Somebody person = care.registered().named();
        String record = "/people/" + person.ref() + "/record/";
        assertThat(offered(person))
                .contains("record-admission", "record-care-home-move")
                .doesNotContain("record-discharge", "end-centre-place");
        assertThat(Visits.read(visits.open(Alliance.COORDINATOR, record + "record-discharge")
                                .andExpect(status().isConflict()))
                        .select("main")
                        .text())
                .contains("No stay in hospital is on record. Record the admission first.");
        visits.send(Alliance.COORDINATOR, record + "end-centre-place", "endReason", "OTHER")
                .andExpect(status().isConflict());

        records(person, record + "record-admission", "admittedOn", "why", "A fall.", "planned", "NO");
        assertThat(offered(person)).contains("record-discharge").doesNotContain("record-admission");
        visits.send(Alliance.COORDINATOR, record + "record-admission", "why", "A fall.")
                .andExpect(status().isConflict());
        records(person, record + "record-care-home-move", "movedInOn", "careHome", "The Beeches", "permanent", "YES");
        assertThat(offered(person)).doesNotContain("record-care-home-move");
        assertThat(person.values("select kind from life_event where pathway_ref = :ref order by recorded_at, kind"))
                .containsExactly("ADMITTED", "MOVED_TO_CARE_HOME");
    }

    /** With today as its day. */
    private void records(Somebody person, String form, String day, String... answers) throws Exception {
        var sent = new ArrayList<>(List.of(day + "-day", "9", day + "-month", "11", day + "-year", "2026"));
        sent.addAll(List.of(answers));
        visits.send(Alliance.COORDINATOR, form, sent.toArray(String[]::new))
                .andExpect(redirectedUrl("/people/" + person.ref()));
    }

    @Test
    void listsBackWhatAnEntryDidAndKeepsItOnThePersonsPage() throws Exception {
        Somebody person = care.registered().livingWithItAt("5");
        String home = "/people/" + person.ref();
        visits.send(
                        Alliance.COORDINATOR,
                        home + "/record/record-care-home-move",
                        "movedInOn-day",
                        "9",
                        "movedInOn-month",
                        "11",
                        "movedInOn-year",
                        "2026",
                        "careHome",
                        "The Beeches",
                        "permanent",
                        "YES")
                .andExpect(redirectedUrl(home))
                .andExpect(flash().attribute("done", Matchers.containsString("The pathway goes on there")))
                .andExpect(flash().attribute("doneList", Matchers.hasItem("Begun: Assessment")));

        Document page = visits.page(Alliance.COORDINATOR, home);
        assertThat(page.select("section[aria-labelledby=life-events]").text())
                .contains("Lives in a care home.", "Moved to a care home", "9 November 2026", "Begun: Assessment");
        String correct = page.select("a[href$=/correct]").attr("href");

        Document unsaid = Visits.read(visits.send(Alliance.COORDINATOR, correct).andExpect(status().isBadRequest()));
        assertThat(unsaid.title()).startsWith("Error:");
        assertThat(unsaid.select(".govuk-error-summary a").attr("href")).isEqualTo("#reason");
        Document form = visits.page(Alliance.COORDINATOR, correct);
        assertThat(form.select("h1").text()).isEqualTo("Take it back");
        String submission = form.select("main form input[name=submission]").val();

        for (int click = 0; click < 2; click++) {
            visits.send(Alliance.COORDINATOR, correct, "submission", submission, "reason", "It was her sister.")
                    .andExpect(redirectedUrl(home))
                    .andExpect(
                            flash().attribute(
                                            "done",
                                            Matchers.endsWith(
                                                    "The assessment that it opened is closed, since nobody had answered yet.")));
        }
        visits.send(Alliance.COORDINATOR, correct, "reason", "It was her cousin.")
                .andExpect(redirectedUrl(home));
        assertThat(visits.page(Alliance.COORDINATOR, home)
                        .select("section[aria-labelledby=life-events]")
                        .text())
                .contains("Mistake", "It was her sister.")
                .doesNotContain("Lives in a care home.");
        assertThat(person.value("select count(*) from life_event where pathway_ref = :ref"))
                .isEqualTo(1L);
    }

    @Test
    void saysHowOftenAnEntryDidTheSame() throws Exception {
        Somebody person = care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .named();
        visits.send(
                        Alliance.COORDINATOR,
                        "/people/" + person.ref() + "/record/record-death",
                        "diedOn-day",
                        "9",
                        "diedOn-month",
                        "11",
                        "diedOn-year",
                        "2026",
                        "placeOfDeath",
                        "HOME",
                        "reportedBy",
                        "CARER",
                        "confirmed",
                        "true")
                .andExpect(flash().attribute(
                                "doneList",
                                List.of(
                                        "Task closed: Talk with the carer (2)",
                                        "Task closed: Make the welcome contact",
                                        "Ended: Pathway",
                                        "Ended: Carer enablement (2)",
                                        "Task opened: Contact the bereaved carer (2)",
                                        "Begun: Bereavement support (2)")));
    }

    @Test
    void saysAtTheFieldWhatIsWrong() throws Exception {
        Somebody person = care.registered().named();
        String form = "/people/" + person.ref() + "/record/record-admission";
        Document refused = Visits.read(visits.send(
                        Alliance.COORDINATOR,
                        form,
                        "admittedOn-day",
                        "10",
                        "admittedOn-month",
                        "11",
                        "admittedOn-year",
                        "2026",
                        "why",
                        "A fall.")
                .andExpect(status().isBadRequest()));
        assertThat(refused.select(".govuk-error-summary a").eachAttr("href"))
                .isEqualTo(List.of("#admittedOn-day", "#planned"));
        assertThat(refused.select("textarea[name=why]").text()).isEqualTo("A fall.");
    }

    @Test
    void hidesAnEventThatIsNotThereOrOfSomebodyElse() throws Exception {
        Somebody person = care.registered().named();
        for (String event : List.of("nonsense", "5f0c2f3e-1111-4222-8333-944455566677")) {
            visits.open(Alliance.COORDINATOR, "/people/" + person.ref() + "/events/" + event + "/correct")
                    .andExpect(status().isNotFound());
        }
    }

    @Test
    void saysWhetherTheMemoryServiceMadeTheDiagnosisInItsTime() throws Exception {
        LocalDate referred = LocalDate.of(2026, 7, 1);
        Somebody inTime = care.somebody()
                .referredToMemoryServiceOn(referred)
                .diagnosedOn(LocalDate.of(2026, 8, 12))
                .registered();
        Somebody late = care.somebody()
                .referredToMemoryServiceOn(referred)
                .diagnosedOn(LocalDate.of(2026, 8, 13))
                .registered();
        assertThat(around(inTime))
                .contains(
                        "Memory service Diagnosed 42 days after the referral",
                        "In time: the diagnosis was to be made by 12 August 2026");
        assertThat(around(late))
                .contains(
                        "Diagnosed 43 days after the referral", "Late: the diagnosis was to be made by 12 August 2026");
        assertThat(around(care.registered())).doesNotContain("Memory service");
    }

    @Test
    void saysByWhenAnAntipsychoticIsAskedAfterSoThatTheEarlyReviewIsNoRiddle() throws Exception {
        Somebody person = care.registered().assessedAt("4").does(Somebody.PLAN, "antipsychotic", "YES");
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref()).text())
                .contains("Ask whether the antipsychotic has been looked at", "By 21 December 2026, as every 6 weeks");
        Somebody other = care.registered().livingWithItAt("4");
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + other.ref()).text())
                .doesNotContain("antipsychotic");
    }

    private String around(Somebody person) throws Exception {
        return visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                .select("section[aria-labelledby=around]")
                .text();
    }

    @Test
    void drawsAPhaseThatNobodyLivedInAsPassedOver() throws Exception {
        Somebody person = care.registered().livingWithItAt("6c");
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select(".wm-path li")
                        .eachText())
                .startsWith("Welcome, done", "Living well (passed over)", "More support");
    }
}
