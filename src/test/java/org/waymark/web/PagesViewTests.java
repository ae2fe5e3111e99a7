package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest(classes = Gallery.class)
@AutoConfigureMockMvc
class PagesViewTests {

    @Autowired
    private MockMvc mvc;

    static Stream<String> pages() {
        return GalleryPages.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasATitleAndOneHeading(String name) throws Exception {
        Document page = page(name);
        assertThat(page.title()).endsWith(" – Waymark");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("main")).hasSize(1);
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.outerHtml()).startsWith("<!doctype html>");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void bearsNothingThatTheContentPolicyRefuses(String name) throws Exception {
        Document page = page(name);
        assertThat(page.select("[style], style")).isEmpty();
        assertThat(page.select("script:not([src])")).isEmpty();
        assertThat(page.getAllElements().stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .filter(attribute -> attribute.getKey().startsWith("on")
                                || attribute.getKey().startsWith("th:")
                                || attribute.getValue().startsWith("javascript:")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void givesEachIdOnceAndPointsOnlyAtIdsThatExist(String name) throws Exception {
        Document page = page(name);
        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids)
                .containsAll(page.select("label[for]").eachAttr("for"))
                .containsAll(page.select("[aria-labelledby]").eachAttr("aria-labelledby"))
                .containsAll(words(page.select("[aria-describedby]").eachAttr("aria-describedby")));
        page.select("a[href^=#]")
                .forEach(link -> assertThat(ids).contains(link.attr("href").substring(1)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void labelsEveryFieldAndNamesEveryTableAndHeading(String name) throws Exception {
        Document page = page(name);
        for (Element field : page.select("input:not([type=hidden]), select, textarea")) {
            assertThat(page.select("label[for='" + field.id() + "']"))
                    .as("label of %s", field.id())
                    .hasSize(1);
        }
        assertThat(page.select("table")).allSatisfy(table -> {
            assertThat(table.select("caption").text()).isNotBlank();
            assertThat(table.select("thead th"))
                    .allSatisfy(heading -> assertThat(heading.text()).isNotBlank());
            assertThat(table.select("th"))
                    .allSatisfy(heading -> assertThat(heading.hasAttr("scope")).isTrue());
        });
        assertThat(page.select("fieldset"))
                .allSatisfy(set -> assertThat(set.select("> legend").text()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void guardsEveryPostWithAToken(String name) throws Exception {
        assertThat(page(name).select("form[method=post]"))
                .allSatisfy(form -> assertThat(form.select("input[name=_csrf]")).hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void leavesNoMessageWithoutWords(String name) throws Exception {
        assertThat(page(name).text()).doesNotContain("??").doesNotContain("''").doesNotContain("{0}");
    }

    @Test
    void marksWhereWeAreInTheNavigation() throws Exception {
        assertThat(page("worklist").select(".wm-nav [aria-current=page]").text())
                .isEqualTo("Worklist");
        assertThat(page("person").select(".wm-nav [aria-current=page]").text()).isEqualTo("People");
        assertThat(page("worklist").select(".wm-nav a").eachText())
                .containsExactly(
                        "Worklist",
                        "People",
                        "Caseload",
                        "Referrals",
                        "Services",
                        "Centre",
                        "Waits",
                        "Measures",
                        "Rota",
                        "Nobody is lost",
                        "Rules",
                        "Deprivation of districts",
                        "Letters and e-mails",
                        "Outbox",
                        "Clocks",
                        "Import",
                        "Cockpit");
    }

    @Test
    void saysWhoIsSignedInAndLetsThemSignOut() throws Exception {
        Document page = page("worklist");
        assertThat(page.select(".wm-me").text()).contains("Ruth Amadi", "Dementia liaison coordinator");
        assertThat(page.select("form[action=/sign-out]"))
                .allSatisfy(form -> assertThat(form.attr("method")).isEqualTo("post"));
    }

    @Test
    void findsPeopleWithoutTypingTheirNamesIntoAnAddress() throws Exception {
        assertThat(page("people").select("form[action=/people/find]"))
                .isNotEmpty()
                .allSatisfy(form -> assertThat(form.attr("method")).isEqualTo("post"));
    }

    @Test
    void saysWithEachPageThatSamplePeopleAreMadeUp() throws Exception {
        assertThat(page("person").select(".wm-notice").text()).isEqualTo("All people here are made up.");
    }

    @Test
    void saysHowManyOfThemAreThereWhileTheyAreStillComing() throws Exception {
        assertThat(page("worklist").select(".wm-notice").text())
                .startsWith("All people here are made up. ")
                .contains("12 of 38 people have come so far");
    }

    @Test
    void keepsTheNameOfThePersonOutOfTheTitle() throws Exception {
        assertThat(page("person").title()).isEqualTo("WM-7F3K-29QX – Waymark");
    }

    @Test
    void announcesErrorsInTheTitleAndLinksThemToTheirFields() throws Exception {
        Document page = page("components-errors");
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary__list a"))
                .hasSize(9)
                .allSatisfy(link -> assertThat(page.select(link.attr("href"))).hasSize(1));
        var name = page.select("#name");
        assertThat(name.attr("aria-describedby")).isEqualTo("name-hint name-error");
        assertThat(page.select("#name-error").text()).startsWith("Error: ");
    }

    @Test
    void showsNoErrorsWhereThereAreNone() throws Exception {
        Document page = page("components");
        assertThat(page.title()).doesNotStartWith("Error");
        assertThat(page.select(".govuk-error-summary, .govuk-error-message")).isEmpty();
    }

    @Test
    void saysWhatWasDone() throws Exception {
        assertThat(page("components").select(".wm-banner[role=status]").text()).contains("The answer was sent");
    }

    @Test
    void showsWhatPeopleEnterAsTheTextItIs() throws Exception {
        Document page = page("people-found");
        assertThat(page.select("#q").val()).isEqualTo("<b>Margret</b> ${7*7}");
        assertThat(page.select("main b")).isEmpty();
    }

    @Test
    void offersOneActionForEachTaskThatIsMine() throws Exception {
        assertThat(page("worklist").select("tbody tr"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.select(".govuk-button")).hasSize(1));
    }

    @Test
    void saysWhatWillAppearInAnEmptyList() throws Exception {
        assertThat(page("worklist-empty").select("main table")).isEmpty();
        assertThat(page("worklist-empty").select(".wm-empty").text()).contains("Tasks appear here when");
        assertThat(page("person-new").select(".wm-empty")).hasSize(2);
    }

    @Test
    void repeatsEachHeadingInItsCellForNarrowScreens() throws Exception {
        Document page = page("worklist");
        assertThat(page.select("tbody tr:first-child td[data-label]").eachAttr("data-label"))
                .containsExactly("For", "Due", "Waiting with");
    }

    @Test
    void saysTheLoopOfAReferralInWordsToo() throws Exception {
        assertThat(page("person").select(".wm-loop").get(1).select("li").eachText())
                .containsExactly(
                        "Sent, done 3 Nov",
                        "Received, done 4 Nov",
                        "Answer, now due today, 17:00",
                        "First contact, still to come",
                        "Outcome reported, still to come",
                        "Outcome read, still to come");
    }

    @Test
    void saysTheDiagramAndTheChartAsTablesToo() throws Exception {
        Document page = page("person");
        assertThat(page.select(".wm-diagram + details table tbody tr")).hasSize(3);
        assertThat(page.select(".wm-chart").attr("role")).isEqualTo("img");
        assertThat(page.select(".wm-chart ~ table tbody tr")).hasSize(3);
    }

    @Test
    void showsNoFormForATaskThatHasEnded() throws Exception {
        Document page = page("task-ended");
        assertThat(page.select("form[data-draft-url]")).isEmpty();
        assertThat(page.select("main").text()).contains("Done by Tom Reid", "Can you help?");
        assertThat(page("task").select("form[data-draft-url]").attr("data-draft-url"))
                .isEqualTo("/tasks/1/draft");
    }

    private Document page(String name) throws Exception {
        return Jsoup.parse(mvc.perform(get("/gallery/" + name))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
    }

    private static List<String> words(List<String> texts) {
        return texts.stream().flatMap(text -> Stream.of(text.split(" "))).toList();
    }
}
