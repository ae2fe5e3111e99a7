package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.Viewer;
import org.waymark.centre.CentreDays;
import org.waymark.centre.CentrePlace.Priority;
import org.waymark.centre.CentrePlaces;
import org.waymark.centre.CentrePlaces.NewPlace;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** The pages of the wellbeing centre, and its card on the page of a person. */
class CentreViewTests extends WithCare {

    private static final String CENTRE = "dementia-services-centre";
    private static final LocalDate WEDNESDAY = LocalDate.of(2026, 11, 11);

    @Autowired
    Visits visits;

    @Autowired
    CentreDays days;

    @Autowired
    CentrePlaces places;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private UUID wednesdays(int howMany) {
        return care.as(
                Alliance.COORDINATOR,
                () -> days.open(
                        Alliance.COORDINATOR,
                        CENTRE,
                        DayOfWeek.WEDNESDAY,
                        LocalTime.of(10, 0),
                        LocalTime.of(15, 0),
                        howMany,
                        "The centre opens."));
    }

    private Somebody wants(String given, String family) {
        Somebody person =
                care.somebody().called(given, family, given).registered().named();
        places.ask(Viewer.SYSTEM, new NewPlace(person.ref(), CENTRE, Priority.SOON, "coordinator", "dougie-mac"));
        return person;
    }

    @Test
    void saysThatThereIsNoDayYetAndOpensOne() throws Exception {
        assertThat(visits.page(Alliance.ACTIVITY, "/centre").select(".wm-empty").text())
                .contains("No day yet");
        Document unsaid = Visits.read(visits.send(Alliance.COORDINATOR, "/centre/open/" + CENTRE, "begins", "later")
                .andExpect(status().isBadRequest()));
        assertThat(unsaid.title()).startsWith("Error:");
        assertThat(unsaid.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#weekday", "#begins", "#ends", "#places", "#reason");
        assertThat(unsaid.select("#begins").attr("value")).isEqualTo("later");
        visits.send(
                        Alliance.COORDINATOR,
                        "/centre/open/" + CENTRE,
                        "weekday",
                        "FRIDAY",
                        "begins",
                        "9:30",
                        "ends",
                        "13.00",
                        "places",
                        "4",
                        "reason",
                        "A new group.")
                .andExpect(redirectedUrl("/centre"));
        assertThat(visits.page(Alliance.ACTIVITY, "/centre").select("table").text())
                .contains("Fridays, 09:30 to 13:00", "0 of 4 places taken, 4 free");
        visits.send(Alliance.ACTIVITY, "/centre/open/" + CENTRE, "weekday", "MONDAY")
                .andExpect(status().isNotFound());
    }

    @Test
    void showsThoseOfTheCentreWhoItIsAndOthersOnlyHowMany() throws Exception {
        UUID day = wednesdays(1);
        wants("Edith", "Shore");
        wants("Frank", "Moor");
        Document own = visits.page(Alliance.ACTIVITY, "/centre");
        assertThat(own.select("table").text()).contains("1 of 1 place taken, none free; 1 kept for an induction");
        assertThat(own.text()).contains("1 person waits for a place.");
        assertThat(own.select("a[href=/centre/days/" + day + "]")).hasSize(1);
        assertThat(own.select("a[href$=/places]"))
                .as("an activity officer changes no capacity")
                .isEmpty();
        Document waiting = visits.page(Alliance.ACTIVITY, "/centre/waiting/" + CENTRE);
        assertThat(waiting.select("table").text())
                .contains("1. Frank Moor", "Soon")
                .doesNotContain("Shore");
        for (Viewer other : new Viewer[] {Alliance.MANAGER, Alliance.ADMIN, Alliance.OTHER_COORDINATOR}) {
            Document counts = visits.page(other, "/centre");
            assertThat(counts.text())
                    .contains("1 of 1 place taken", "1 person waits")
                    .doesNotContain("Shore", "Moor");
            assertThat(counts.select("a[href^=/centre/waiting]")).isEmpty();
            visits.open(other, "/centre/waiting/" + CENTRE).andExpect(status().isNotFound());
            visits.open(other, "/centre/days/" + day).andExpect(status().isNotFound());
        }
        visits.open(Alliance.NURSE, "/centre").andExpect(status().isNotFound());
    }

    @Test
    void marksTheWholeGroupOnOnePage() throws Exception {
        UUID day = wednesdays(4);
        Somebody edith = wants("Edith", "Shore");
        edith.does("UserTask_PlanInduction", "day", day, "toKnow", "Hears better on the left.")
                .does("UserTask_RecordInduction");
        Somebody frank = wants("Frank", "Moor");
        frank.does("UserTask_PlanInduction", "day", day).does("UserTask_RecordInduction");
        Document ahead = visits.page(Alliance.ACTIVITY, "/centre/days/" + day);
        assertThat(ahead.select("h1").text()).isEqualTo("Register, Wednesday 11 November 2026");
        assertThat(ahead.select("main form[action$=" + day + "] button")).isEmpty();

        care.passDays(2);
        String path = "/centre/days/" + day;
        Document register = visits.page(Alliance.ACTIVITY, path);
        assertThat(register.select("tbody th").eachText().get(0)).startsWith("Edith Shore");
        assertThat(register.select("table").text()).contains("Hears better on the left.");
        String ediths = "mark_" + id(edith);
        String franks = "mark_" + id(frank);
        assertThat(register.select("input[type=radio]").eachAttr("name")).contains(ediths, franks);
        String on = WEDNESDAY.toString();
        String[] marks = {"on", on, ediths, "CAME", franks, "MISSED", "reason_" + id(frank), "ILL"};
        visits.send(Alliance.ACTIVITY, path, marks).andExpect(redirectedUrl(path + "?on=" + on));
        visits.send(Alliance.ACTIVITY, path, marks).andExpect(redirectedUrl(path + "?on=" + on));
        visits.send(Alliance.ACTIVITY, path, "on", on, franks, "CAME").andExpect(status().is3xxRedirection());
        Document marked = visits.page(Alliance.ACTIVITY, path + "?on=" + on);
        assertThat(marked.select("input[checked]").eachAttr("id"))
                .containsExactlyInAnyOrder("came-" + id(edith), "came-" + id(frank));
        assertThat(marked.select("small").text()).contains("Before: did not come");
        assertThat(marked.select("main details")).as("it did take place").isEmpty();

        Document person = visits.page(Alliance.COORDINATOR, "/people/" + frank.ref());
        assertThat(person.select("section[aria-labelledby=centre]").text())
                .contains("Comes every week", "Wednesdays, 10:00 to 15:00", "Wed 11 Nov: came", "Next review");
        String review = person.select("form[action^=/centre/places]").attr("action");
        visits.send(Alliance.COORDINATOR, review)
                .andExpect(redirectedUrl("/centre"))
                .andExpect(flash().attribute("done", "The review of the place is on the worklist now."));
        visits.send(Alliance.COORDINATOR, review)
                .andExpect(redirectedUrl("/centre"))
                .andExpect(
                        flash().attribute("done", "The place is being reviewed already: the task is on the worklist."));
        assertThat(frank.tasks("UserTask_ReviewPlace")).hasSize(1);
    }

    @Test
    void showsTheLastSessionsBesideTheForms() throws Exception {
        UUID day = wednesdays(4);
        Somebody edith = wants("Edith", "Shore");
        edith.does("UserTask_PlanInduction", "day", day, "likes", "Singing").does("UserTask_RecordInduction");
        for (LocalDate on : new LocalDate[] {WEDNESDAY, WEDNESDAY.plusWeeks(1)}) {
            care.passDays((int) (on.toEpochDay() - care.today().toEpochDay()));
            visits.send(Alliance.ACTIVITY, "/centre/days/" + day, "on", on.toString(), "mark_" + id(edith), "MISSED")
                    .andExpect(status().is3xxRedirection());
        }
        care.settle();
        Document task = visits.page(
                Alliance.ACTIVITY, "/tasks/" + edith.task("UserTask_FindOutWhy").taskId());
        assertThat(task.select("section[aria-labelledby=about-place]").text())
                .contains("Singing", "Wed 18 Nov: did not come, nobody knew why", "Wed 11 Nov");
    }

    private static String id(Somebody person) {
        return person.value("select id from centre_place where pathway_ref = :ref")
                .toString();
    }

    @Test
    void leadsNowhereFromADateThatIsNoSession() throws Exception {
        UUID day = wednesdays(4);
        for (String on : new String[] {"2026-11-12", "2026-11-04", "yesterday", ""}) {
            visits.open(Alliance.ACTIVITY, "/centre/days/" + day + "?on=" + on).andExpect(status().isNotFound());
        }
        assertThat(visits.page(Alliance.ACTIVITY, "/centre/days/" + day)
                        .select(".wm-empty")
                        .text())
                .contains("Nobody is expected");
    }

    @Test
    void callsASessionOff() throws Exception {
        UUID day = wednesdays(4);
        care.passDays(2);
        visits.send(
                        Alliance.ACTIVITY,
                        "/centre/days/" + day + "/not-held",
                        "on",
                        WEDNESDAY.toString(),
                        "reason",
                        "WEATHER")
                .andExpect(status().is3xxRedirection());
        assertThat(visits.page(Alliance.ACTIVITY, "/centre/days/" + day).text())
                .contains("This session did not take place: the weather.");
    }

    @Test
    void changesHowManyPlacesThereAreWithAReason() throws Exception {
        UUID day = wednesdays(2);
        wants("Edith", "Shore");
        String path = "/centre/days/" + day + "/places";
        assertThat(visits.page(Alliance.COORDINATOR, path).text()).contains("1 place is taken", "From 0 to 2");
        Document refused = Visits.read(visits.send(Alliance.COORDINATOR, path, "places", "0", "reason", "")
                .andExpect(status().isBadRequest()));
        assertThat(refused.select(".govuk-error-summary a").eachText())
                .containsExactly("There cannot be fewer places than are taken, which is 1", "Enter the reason");
        visits.send(Alliance.ADMIN, path, "places", "1", "reason", "Fewer staff.")
                .andExpect(redirectedUrl("/centre"));
        assertThat(visits.page(Alliance.MANAGER, "/centre").text()).contains("1 of 1 place taken");
        visits.open(Alliance.ACTIVITY, path).andExpect(status().isNotFound());
    }

    @Test
    void tellsThePersonsPageHowTheWaitStandsAndLetsItEnd() throws Exception {
        Somebody person = wants("Edith", "Shore");
        Document page = visits.page(Alliance.COORDINATOR, "/people/" + person.ref());
        assertThat(page.select("section[aria-labelledby=centre]").text())
                .contains("Waiting for a place", "They are next in turn.", "no date can be promised");
        String end = "/people/" + person.ref() + "/record/end-centre-place";
        assertThat(page.select("a[href=" + end + "]").text()).isEqualTo("End the wait");
        visits.send(Alliance.COORDINATOR, end, "endReason", "WISH").andExpect(redirectedUrl("/people/" + person.ref()));
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select("section[aria-labelledby=centre]")
                        .text())
                .contains("Ended", "They did not wish to come any more");
    }
}
