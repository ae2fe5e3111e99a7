package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** Palliative care on a person's page: what the card says, and what is recorded from it. */
class PalliativeViewTests extends WithCare {

    @Autowired
    MockMvc mvc;

    @Autowired
    Visits visits;

    @Test
    void leadsToTheRegisterFromTheFirstDay() throws Exception {
        Somebody person = care.registered();
        Element card = card(Alliance.COORDINATOR, person);

        assertThat(card.select("h2").text()).isEqualTo("Palliative care");
        assertThat(card.text())
                .contains("Not on the palliative register. Palliative help opens by need, at any stage.");
        assertThat(card.select("a").eachText())
                .containsExactly(
                        "Add to the palliative register", "Record the phase of illness", "Record wishes for later");
    }

    @Test
    void saysTheCodeInAWordAndAColour() throws Exception {
        Somebody person = onRegister();
        person.does(Somebody.START_PALLIATIVE, "code", "AMBER", "phase", "DETERIORATING")
                .does(Somebody.OFFER_PLANNING, "wishes", "To hear the garden.", "placeOfDeath", "HOSPICE")
                .does(
                        Somebody.EMERGENCY_PLAN,
                        "emergencyPlan",
                        "YES",
                        "keptWhere",
                        "in the hall",
                        "planDatedOn",
                        LocalDate.of(2026, 10, 1))
                .does(Somebody.ANTICIPATE)
                .does(Somebody.DEPRESCRIBE);
        Element card = card(Alliance.COORDINATOR, person);

        assertThat(card.select(".wm-tag--amber").text()).isEqualTo("Amber: changing over weeks");
        assertThat(card.select(".wm-tags").text()).contains("Phase of illness: deteriorating");
        assertThat(card.select(".wm-facts dt").eachText())
                .contains(
                        "Next review",
                        "Planning ahead",
                        "Emergency-care plan",
                        "Before it is needed",
                        "Talk about medicines");
        assertThat(card.text())
                .contains("On the palliative register since 9 November 2026.")
                .contains("16 November 2026")
                .contains("Wishes written down")
                .contains("There is one", "in the hall, dated 1 October 2026")
                .contains("Medicines in place, equipment not needed at present")
                .contains("offered by the GP, 9 November 2026");
        assertThat(card.select("details").eachText())
                .anyMatch(text -> text.contains("To hear the garden.") && text.contains("In a hospice"))
                .anyMatch(text -> text.contains("Red: changing over days, 9 November 2026, Ruth Amadi")
                        && text.contains("Amber: changing over weeks, 9 November 2026, Bronagh Kelly"));
        assertThat(card.select("a").eachText())
                .containsExactly("Record the phase of illness", "Change the code", "Record wishes for later");
        assertThat(card.html()).doesNotContain("??");
    }

    @Test
    void letsTheNurseRecordThePhaseAndNothingElseOfALife() throws Exception {
        Somebody person = onRegister();
        assertThat(visits.page(Alliance.NURSE, "/people/" + person.ref() + "/record")
                        .select(".wm-choices h3")
                        .eachText())
                .contains("Record the phase of illness", "Change the code of needs", "Record wishes for later")
                .doesNotContain("Record a death", "Record sharing", "Add to the palliative register");
        Document form = visits.page(Alliance.NURSE, "/people/" + person.ref() + "/record/record-phase");
        assertThat(form.select("legend").text()).contains("Was something done about pain just now?");

        records(Alliance.NURSE, person, "record-phase", "phase", "UNSTABLE", "painActedOn", "YES")
                .andExpect(redirectedUrl("/people/" + person.ref()));
        assertThat(person.open()).contains(Somebody.SEE_UNSTABLE, Somebody.SEE_PAIN);
        assertThat(card(Alliance.NURSE, person).select(".wm-tag--red").eachText())
                .contains("Phase of illness: unstable");
        visits.open(Alliance.NURSE, "/people/" + person.ref() + "/record/record-death")
                .andExpect(status().isNotFound());
    }

    @Test
    void isNotRecordedByThoseWhoDoNotGiveIt() throws Exception {
        Somebody person = onRegister();
        visits.open(Alliance.ADVISER, "/people/" + person.ref() + "/record/record-phase")
                .andExpect(status().isNotFound());
        records(Alliance.MANAGER, person, "change-palliative-code", "code", "BLUE", "codeReason", "x")
                .andExpect(status().isNotFound());
    }

    @Test
    void saysAtTheFieldWhatIsMissing() throws Exception {
        Somebody person = care.registered();
        Document refused = Visits.read(
                records(Alliance.COORDINATOR, person, "add-to-palliative-register", "need", "SYMPTOMS", "code", "GREEN")
                        .andExpect(status().isBadRequest()));
        assertThat(refused.title()).startsWith("Error:");
        assertThat(refused.select(".govuk-error-summary a").text()).isEqualTo("Enter what they need");
        assertThat(person.tasks(Somebody.START_PALLIATIVE)).isEmpty();
    }

    @Test
    void beginsANewVersionWithTheWishesThatStand() throws Exception {
        Somebody person = onRegister().does(Somebody.START_PALLIATIVE).does(Somebody.OFFER_PLANNING);
        Document form =
                visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + "/record/offer-advance-care-planning");
        assertThat(form.select("#wishes").text()).isEqualTo("To hear the garden.");
        assertThat(form.select("[name=placeOfDeath][checked]").val()).isEqualTo("HOME");
    }

    /** Each task opens with what is known beside its form. */
    @Test
    void showsPalliativeCareSoFarBesideEachForm() throws Exception {
        Somebody person = onRegister();
        opens(person, Somebody.START_PALLIATIVE, "Restless at night.");
        person.does(Somebody.START_PALLIATIVE, "phase", "UNSTABLE", "painActedOn", "YES", "whatMatters", "Her garden.");
        opens(person, Somebody.SEE_UNSTABLE, "Phase of illness: unstable");
        opens(person, Somebody.SEE_PAIN, "Her garden.");
        opens(person, Somebody.OFFER_PLANNING, "Green: changing over months");
        person.does(Somebody.OFFER_PLANNING);
        opens(person, Somebody.EMERGENCY_PLAN, "To hear the garden.");
        person.does(Somebody.EMERGENCY_PLAN);
        opens(person, Somebody.ANTICIPATE, "Cared for: at home.");
        person.does(Somebody.ANTICIPATE);
        Document medicines = opens(person, Somebody.DEPRESCRIBE, "The prescriber decides about every medicine");
        assertThat(medicines.select("form.wm-form textarea, form.wm-form input[type=text]:not([name*=On-])"))
                .as("no place to name a medicine")
                .isEmpty();
        person.does(Somebody.DEPRESCRIBE);
        care.passDays(31);
        opens(person, Somebody.TEAM_REVIEW, "Does the person stay on the palliative register?");
        person.dies();
        opens(person, Somebody.COMPARE_PLACES, "Wished for: At home");
    }

    @Test
    void keepsWhatWasOnceTheCareOfSomebodyWhosePathwayIsOver() throws Exception {
        Somebody person = onRegister().does(Somebody.START_PALLIATIVE);
        person.dies();
        Element card = card(Alliance.COORDINATOR, person);
        assertThat(card.text()).contains("On the palliative register from 9 November 2026 to 9 November 2026. Died.");
        assertThat(card.select("a")).isEmpty();
    }

    private Somebody onRegister() throws Exception {
        Somebody person = care.registered();
        records(
                        Alliance.COORDINATOR,
                        person,
                        "add-to-palliative-register",
                        "need",
                        "SYMPTOMS",
                        "needNote",
                        "Restless at night.",
                        "code",
                        "RED")
                .andExpect(redirectedUrl("/people/" + person.ref()));
        return person;
    }

    private ResultActions records(Viewer by, Somebody person, String form, String... answers) throws Exception {
        var request =
                post("/people/" + person.ref() + "/record/" + form).with(csrf()).with(Alliance.signedIn(by));
        for (int i = 0; i < answers.length; i += 2) {
            request.param(answers[i], answers[i + 1]);
        }
        return mvc.perform(request);
    }

    private Document opens(Somebody person, String element, String says) throws Exception {
        Document page =
                visits.page(Alliance.NURSE, "/tasks/" + person.task(element).taskId());
        assertThat(page.select("main").text()).contains(says);
        assertThat(page.html()).doesNotContain("??");
        return page;
    }

    private Element card(Viewer viewer, Somebody person) throws Exception {
        return Objects.requireNonNull(
                visits.page(viewer, "/people/" + person.ref()).selectFirst("section[aria-labelledby=palliative]"));
    }
}
