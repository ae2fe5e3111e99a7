package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.CARER_PLAN;
import static org.waymark.support.Somebody.CARER_REVIEW;
import static org.waymark.support.Somebody.CARER_SESSION;
import static org.waymark.support.Somebody.TALK_WITH_CARER;

import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** The card of the carers' support, and the pages of its forms. */
class CarersViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Test
    void showsForEachCarerWhereTheirSupportStands() throws Exception {
        Somebody person =
                care.somebody().withCarer("Joan Hill").withCarer("Paul Hill").registered();
        person.hands(
                person.tasks(TALK_WITH_CARER).get(0), "ownWords", "3", "words", "I never sleep.", "caringAlone", "YES");
        person.does(
                TALK_WITH_CARER,
                "carerAnswer",
                "NOT_NOW",
                "askAgainOn",
                care.today().plusDays(40));
        person.does(CARER_PLAN, "helps", List.of("ONE_TO_ONE"), "sessionOn", care.today());
        care.passDays(1);
        person.does(
                CARER_SESSION,
                "nextStep",
                "NEXT_SESSION",
                "sessionOn",
                care.today().plusDays(7));

        Element card = card(person);
        assertThat(card.select("h2").text()).isEqualTo("Support of the carers");
        assertThat(card.select("h3").eachText()).containsExactlyInAnyOrder("Joan Hill", "Paul Hill");
        assertThat(card.text())
                .contains("One to one", "In sessions", "Next session 17 November 2026")
                .contains("1 of 1 attended")
                .contains("“It is hard most of the time” I never sleep.")
                .contains("To be asked again", "Asked again from 19 December 2026", "The carer said \"not now\"")
                .contains("High strain, and they do not live together or nobody has said: sessions one to one.")
                .doesNotContain("??");
    }

    @Test
    void putsTheWordsAfterBesideTheWordsBefore() throws Exception {
        Somebody person = withCarer()
                .does(TALK_WITH_CARER, "ownWords", "3", "words", "I never sleep.")
                .does(CARER_PLAN);
        care.passDays(60);
        person.does(CARER_REVIEW, "ownWords", "1", "words", "I sleep again.");

        assertThat(card(person).text())
                .contains("In their own words, before “It is hard most of the time” I never sleep.9 November 2026")
                .contains("In their own words, after “Mostly all right” I sleep again.8 January 2027");
    }

    @Test
    void tellsTheTasksOfTwoCarersApartAndNamesThemOnTheTimeline() throws Exception {
        Somebody person =
                care.somebody().withCarer("Joan Hill").withCarer("Paul Hill").registered();
        Document page = visits.page(Alliance.COORDINATOR, "/people/" + person.ref());
        assertThat(page.text())
                .contains("Talk with the carer: Joan Hill", "Talk with the carer: Paul Hill")
                .contains("Support began: Joan Hill", "Support began: Paul Hill");
    }

    @Test
    void tellsTheTasksOfTwoCarersApartOnTheWorklist() throws Exception {
        care.somebody()
                .withCarer("Joan Hill")
                .withCarer("Paul Hill")
                .registered()
                .welcomed();

        assertThat(subjects(Alliance.COORDINATOR, "Enter the paper answers"))
                .containsExactlyInAnyOrder("Assessment: the person", "Assessment: Joan Hill", "Assessment: Paul Hill");
        assertThat(subjects(Alliance.CARERS, "Talk with the carer"))
                .containsExactlyInAnyOrder("Carer enablement: Joan Hill", "Carer enablement: Paul Hill");
        assertThat(subjects(Alliance.OTHER_COORDINATOR, "Enter the paper answers"))
                .isEmpty();
    }

    private List<String> subjects(Viewer viewer, String task) throws Exception {
        return visits.page(viewer, "/worklist?view=TEAM").select("tbody th").stream()
                .filter(title -> title.text().startsWith(task))
                .map(title -> title.select("small").text())
                .toList();
    }

    @Test
    void showsNoCardWhereThereIsNoCarer() throws Exception {
        Document page =
                visits.page(Alliance.COORDINATOR, "/people/" + care.registered().ref());
        assertThat(page.select("#carers")).isEmpty();
    }

    @Test
    void opensEachFormWithTheCarerBesideIt() throws Exception {
        Somebody person = withCarer();
        Document talk = form(person, TALK_WITH_CARER, "Talk with the carer", "Save the conversation");
        assertThat(talk.text()).contains("How does the carer say it is going?", "Do they care alone?");
        assertThat(talk.select("[name=livesWith][value=NO]").hasAttr("checked"))
                .as("as their record says")
                .isTrue();

        person.does(TALK_WITH_CARER, "ownWords", "3", "words", "I never sleep.", "wouldHelp", "A free afternoon.");
        Document plan = form(person, CARER_PLAN, "Agree the plan with the carer", "Save the plan");
        assertThat(plan.select("aside").text()).contains("One to one", "I never sleep.", "A free afternoon.");
        assertThat(plan.select("[name=helps][value=ONE_TO_ONE]").hasAttr("checked"))
                .as("the usual help of the level")
                .isTrue();

        person.does(CARER_PLAN, "helps", List.of("ONE_TO_ONE"), "sessionOn", care.today());
        care.passDays(1);
        Document session = form(person, CARER_SESSION, "Hold the session", "Save the session");
        assertThat(session.text()).contains("Which goals did you work on?", "An afternoon of my own.");

        person.does(CARER_SESSION);
        care.passDays(57);
        Document review = form(person, CARER_REVIEW, "Review the support with the carer", "Save the review");
        assertThat(review.text()).contains("Before: “It is hard most of the time”, 9 November 2026. I never sleep.");
        assertThat(review.select("aside").text()).contains("10 November 2026: attended");
    }

    @Test
    void saysAtTheirFieldsWhatIsMissing() throws Exception {
        Somebody person = withCarer();
        errors(person, TALK_WITH_CARER, "contactOn-day", "how");
        person.does(TALK_WITH_CARER);
        errors(person, CARER_PLAN, "planAnswer", "authorityAnswer");
        person.does(CARER_PLAN, "helps", List.of("GROUP"), "sessionOn", care.today());
        care.passDays(1);
        errors(person, CARER_SESSION, "heldOn-day", "attendance", "nextStep");
        person.does(CARER_SESSION);
        care.passDays(92);
        errors(person, CARER_REVIEW, "reviewedOn-day", "how");
    }

    @Test
    void letsACarerBeAskedBeforeTheirTimeOnThePersonsPage() throws Exception {
        Somebody person = withCarer().does(TALK_WITH_CARER, "carerAnswer", "DECLINED");
        String record = "/people/" + person.ref() + "/record/ask-carer-again";
        Document page = visits.page(Alliance.COORDINATOR, record);
        assertThat(page.select("h1").text()).contains("Ask a carer again");
        assertThat(page.text()).contains("Joan Hill");

        String carer = page.select("[name=carer]").val();
        visits.send(Alliance.COORDINATOR, record, "carer", carer).andExpect(redirectedUrl("/people/" + person.ref()));
        assertThat(person.tasks(TALK_WITH_CARER)).hasSize(1);
    }

    @Test
    void saysOfWhoNoLongerCaresThatItWasAFormerCarer() throws Exception {
        Somebody person = withCarer();
        String record = "/people/" + person.ref() + "/record/record-carer-change";
        String carer = visits.page(Alliance.COORDINATOR, record)
                .select("select[name=carer] option")
                .get(1)
                .val();
        visits.send(
                        Alliance.COORDINATOR,
                        record,
                        "carer",
                        carer,
                        "change",
                        "DIED",
                        "changedOn-day",
                        "9",
                        "changedOn-month",
                        "11",
                        "changedOn-year",
                        "2026",
                        "livesAlone",
                        "NO",
                        "stepsIn",
                        "NO")
                .andExpect(redirectedUrl("/people/" + person.ref()));

        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref()).text())
                .contains("Support closed: a former carer")
                .doesNotContain(carer);
    }

    private Somebody withCarer() {
        return care.somebody().withCarer("Joan Hill").registered();
    }

    private Element card(Somebody person) throws Exception {
        return Objects.requireNonNull(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                .selectFirst("section[aria-labelledby=carers]"));
    }

    private Document form(Somebody person, String element, String title, String button) throws Exception {
        Document page = visits.page(
                Alliance.COORDINATOR, "/tasks/" + person.task(element).taskId());
        assertThat(page.select("h1").text()).isEqualTo(title);
        assertThat(page.title()).isEqualTo(title + " – Waymark");
        assertThat(page.select("form.wm-form button[type=submit]").eachText()).contains(button);
        assertThat(page.select("aside").text()).contains("Joan Hill");
        for (Element label : page.select("form.wm-form label")) {
            assertThat(page.select("#" + label.attr("for"))).as(label.text()).hasSize(1);
        }
        assertThat(page.text()).doesNotContain("??", "{{");
        return page;
    }

    private void errors(Somebody person, String element, String... anchors) throws Exception {
        Document page = Visits.read(visits.send(
                        Alliance.COORDINATOR, "/tasks/" + person.task(element).taskId())
                .andExpect(status().isBadRequest()));
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
                .contains(java.util.Arrays.stream(anchors)
                        .map(anchor -> "#" + anchor)
                        .toArray(String[]::new));
        for (Element link : page.select(".govuk-error-summary a")) {
            assertThat(page.select(link.attr("href"))).as(link.attr("href")).hasSize(1);
        }
    }
}
