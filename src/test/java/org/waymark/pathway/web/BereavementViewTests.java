package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.AGREE_BEREAVEMENT;
import static org.waymark.support.Somebody.BEREAVED;
import static org.waymark.support.Somebody.GENTLE;
import static org.waymark.support.Somebody.PREPARE;
import static org.waymark.support.UsualAnswers.serviceId;

import java.time.LocalDate;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.pathway.BereavedOnPathway;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** Support in bereavement as the page of a person and the pages of its tasks show it. */
class BereavementViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    BereavedOnPathway pathway;

    private Element card(Somebody person) throws Exception {
        return visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                .select("section[aria-labelledby=bereavement]")
                .get(0);
    }

    private Somebody died(String... carers) {
        var intake = care.somebody().called("Margaret", "Holt", "Maggie").bornOn(LocalDate.of(1941, 6, 3));
        for (String carer : carers) {
            intake.withCarer(carer);
        }
        Somebody person = intake.registered().named();
        person.dies();
        return person;
    }

    @Test
    void saysOfEachCarerWhereTheySupportStandsAndWhatComesNext() throws Exception {
        Somebody person = died("Joan <b>Hill", "Paul Hill");
        person.hands(person.tasks(BEREAVED).get(0), "asksForHelp", "YES", "note", "Rings in the evening.");
        person.does(
                AGREE_BEREAVEMENT,
                "answer_LISTENING_SUPPORT",
                "AGREED",
                "service_LISTENING_SUPPORT",
                serviceId("BEREAVEMENT_SUPPORT"),
                "answer_COUNSELLING",
                "NOT_NOW",
                "askAgainOn_COUNSELLING",
                LocalDate.of(2027, 5, 5));
        person.does(BEREAVED, "supportWanted", "NOT_NOW", "askAgainOn", LocalDate.of(2027, 3, 1));

        Element card = card(person);
        assertThat(card.select("h2").text()).isEqualTo("Bereavement support");
        assertThat(card.select("h3").eachText()).containsExactlyInAnyOrder("Joan <b>Hill", "Paul Hill");
        assertThat(card.text())
                .contains(
                        "Targeted support",
                        "Supported",
                        "by 9 December 2027",
                        "9 November 2027: anniversary of the death",
                        "birthday of Maggie",
                        "Somebody who listens: agreed",
                        "Counselling: not now, asked again from 5 May 2027",
                        "Proposed: Targeted support. One or two of these",
                        "by telephone, would like support",
                        "Rings in the evening.",
                        "Not now",
                        "Asked again from 1 March 2027",
                        "nobody is in touch before");
        assertThat(jdbc.sql(
                                "select count(*) from audit_event where pathway_ref = :ref and action = 'bereavement.viewed'")
                        .param("ref", person.ref().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1L);
    }

    @Test
    void tellsTasksOfTwoCarersApartByTheirNames() throws Exception {
        Somebody person = died("Joan Hill", "Paul Hill");
        Document page = visits.page(Alliance.COORDINATOR, "/people/" + person.ref());

        assertThat(page.select("section[aria-labelledby=now] td").text())
                .contains("Contact the bereaved carer: Joan Hill", "Contact the bereaved carer: Paul Hill");
    }

    @Test
    void saysBesideTheFormWhoIsToBeContactedAndWhatWasPrepared() throws Exception {
        Somebody person = care.somebody()
                .called("Margaret", "Holt", "Maggie")
                .withCarer("Joan Hill")
                .registered()
                .named();
        care.as(Alliance.COORDINATOR, () -> {
            pathway.prepare(person.ref());
            return true;
        });
        Document prepare = visits.page(
                Alliance.COORDINATOR, "/tasks/" + person.task(PREPARE).taskId());
        assertThat(prepare.select("main").text()).contains("The death of Maggie is expected.");
        assertThat(card(person).text()).contains("Joan Hill", "Being prepared");
        person.does(PREPARE, "wishes", "The chaplain should come.", "whomToRing", "Her sister");
        assertThat(card(person).text())
                .contains("Prepared", "The next contact comes after the death", "The chaplain should come.")
                .doesNotContain("Add a day");
        person.dies();

        Element panel = visits.page(
                        Alliance.COORDINATOR, "/tasks/" + person.task(BEREAVED).taskId())
                .select("section[aria-labelledby=bereaved]")
                .get(0);
        assertThat(panel.text())
                .contains("Joan Hill, daughter", "Maggie died on 9 November 2026.", "To ring: Her sister");
    }

    @Test
    void namesTheDaysThatAGentleContactIsAbout() throws Exception {
        Somebody person = died("Joan Hill");
        person.does(BEREAVED, "gentleOn", care.today().plusDays(2), "gentleWhat", "our wedding day");
        person.does(AGREE_BEREAVEMENT);

        assertThat(visits.page(
                                Alliance.COORDINATOR,
                                "/tasks/" + person.task(GENTLE).taskId())
                        .select("main .govuk-inset-text")
                        .text())
                .isEqualTo("Wednesday 11 November 2026: our wedding day");
    }

    @Test
    void letsACoordinatorAddADayAndTakeItOff() throws Exception {
        Somebody person = died("Joan Hill");
        Element card = card(person);
        assertThat(card.select("a").eachAttr("href"))
                .containsExactly(
                        "/people/" + person.ref() + "/record/add-gentle-date",
                        "/people/" + person.ref() + "/record/take-off-gentle-date");
        Document form = visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + "/record/add-gentle-date");
        String bereaved = form.select("select[name=bereaved] option").get(1).val();
        assertThat(form.select("select[name=bereaved]").text()).contains("Joan Hill");

        add(person, bereaved, "14", "2", "2027").andExpect(redirectedUrl("/people/" + person.ref()));
        add(person, bereaved, "14", "2", "2027").andExpect(redirectedUrl("/people/" + person.ref()));
        assertThat(card(person).text()).containsOnlyOnce("14 February 2027: their first dance");
        add(person, bereaved, "14", "2", "2029").andExpect(status().isConflict());

        Document off = visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + "/record/take-off-gentle-date");
        String date = off.select("select[name=gentleDate] option").stream()
                .filter(option -> option.text().equals("Joan Hill: 14 February 2027, their first dance"))
                .findFirst()
                .orElseThrow()
                .val();
        visits.send(
                        Alliance.COORDINATOR,
                        "/people/" + person.ref() + "/record/take-off-gentle-date",
                        "gentleDate",
                        date,
                        "reason",
                        "Entered twice")
                .andExpect(redirectedUrl("/people/" + person.ref()));
        assertThat(card(person).text()).doesNotContain("14 February 2027");
    }

    private ResultActions add(Somebody person, String bereaved, String day, String month, String year)
            throws Exception {
        return visits.send(
                Alliance.COORDINATOR,
                "/people/" + person.ref() + "/record/add-gentle-date",
                "bereaved",
                bereaved,
                "gentleOn-day",
                day,
                "gentleOn-month",
                month,
                "gentleOn-year",
                year,
                "gentleWhat",
                "their first dance");
    }

    @Test
    void showsNoCardWhereNobodyIsSupported() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().named();
        Document page = visits.page(Alliance.COORDINATOR, "/people/" + person.ref());

        assertThat(page.select("section[aria-labelledby=bereavement]")).isEmpty();
    }
}
