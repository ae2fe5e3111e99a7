package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** What no rule sees can be found by those who may see the person, and by nobody else. */
@ExtendWith(OutputCaptureExtension.class)
class SearchViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Test
    void findsWhatMattersMostInAnyFormOfTheWord(CapturedOutput log) throws Exception {
        Somebody person = matters("She has kept greyhounds all her life.");

        Document page = search(Alliance.COORDINATOR, "greyhound");

        Element only = page.select(".wm-texts li").get(0);
        assertThat(page.select(".wm-texts li")).hasSize(1);
        assertThat(only.select("a").attr("href")).isEqualTo("/people/" + person.ref());
        assertThat(only.select("mark").text()).isEqualTo("greyhounds");
        assertThat(only.text()).contains("What matters most", "9 November 2026");
        assertThat(only.select("p").get(0).text()).isEqualTo("She has kept greyhounds all her life.");
        assertThat(log.getAll()).doesNotContain("greyhound");
        assertThat(jdbc.sql("select action from audit_event where actor = 'coordinator' order by id desc limit 3")
                        .query(String.class)
                        .list())
                .contains("text.found", "texts.searched");
        assertThat(jdbc.sql("select count(*) from audit_event where coalesce(subject, '') like '%greyhound%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** Everybody has rated, so that nothing is kept back; the person's own answers hold the text. */
    private Somebody matters(String text) {
        Somebody person = care.registered().welcomed();
        person.personRates(atLevel("4"), "whatMatters", text).everybodyRates(atLevel("4"));
        return person;
    }

    @Test
    void findsNothingOfPeopleWhomTheViewerMayNotSee() throws Exception {
        Somebody person = matters("The marquetry workshop.");
        for (Viewer other : List.of(Alliance.CARERS, Alliance.ACTIVITY)) {
            assertThat(search(other, "marquetry").select(".wm-texts li")).isEmpty();
        }
        assertThat(search(Alliance.ADVISER, "marquetry").select(".wm-texts li"))
                .as("who rated for the other organisation, with sharing agreed")
                .hasSize(1);

        person.objectsToSharingWith("approach");

        Document page = search(Alliance.ADVISER, "marquetry");
        assertThat(page.select(".wm-texts li")).isEmpty();
        assertThat(page.text())
                .contains("Nothing was found")
                .doesNotContain(person.ref().value());
        assertThat(search(Alliance.COORDINATOR, "marquetry").select(".wm-texts li"))
                .hasSize(1);
    }

    @Test
    void whatOthersWroteIsKeptFromWhoeverIsStillToRate() throws Exception {
        Somebody person = care.registered().welcomed();
        person.personRates(atLevel("4"), "whatMatters", "Her accordion.");
        assertThat(search(Alliance.NURSE, "accordion").select(".wm-texts li")).isEmpty();
        assertThat(search(Alliance.COORDINATOR, "accordion").select(".wm-texts li"))
                .hasSize(1);

        person.staffRates("dougie-mac", atLevel("4"));

        assertThat(search(Alliance.NURSE, "accordion").select(".wm-texts li")).hasSize(1);
    }

    @Test
    void whatLooksLikeMarkupIsText() throws Exception {
        matters("Says <script>alert('zither')</script> & <b>bold</b> zithers \uE000x\uE001");
        Document page = search(Alliance.COORDINATOR, "zither");
        assertThat(page.select("main script, main b")).isEmpty();
        assertThat(page.select(".wm-texts p").get(0).text())
                .contains("<script>alert('zither')</script>", "<b>bold</b>");
        page = search(Alliance.COORDINATOR, "<script>alert(1)</script> \" ) & ! : * zither");
        assertThat(page.select("main script")).isEmpty();
        assertThat(page.select("#q").val()).startsWith("<script>");
    }

    @Test
    void pagesByKeyThroughManyWithoutWordsInTheAddress() throws Exception {
        Somebody person = care.registered().named();
        for (int i = 0; i < 23; i++) {
            jdbc.sql("""
                            insert into free_text (submission_id, form_id, field, label, pathway_ref, text, said_by, said_at)
                            select id, form_id, 'note', 'Note', pathway_ref, 'Clarinet ' || :number, submitted_by,
                                   submitted_at - make_interval(days => :number / 2)
                              from form_submission where pathway_ref = :ref limit 1
                            """).param("number", i).param("ref", person.ref().value()).update();
        }
        Document first = search(Alliance.COORDINATOR, "clarinet");
        assertThat(first.select(".wm-texts li")).hasSize(20);
        assertThat(first.select(".wm-texts p:nth-of-type(1)").eachText())
                .as("the latest first, whatever the order they came in")
                .startsWith("Clarinet 1", "Clarinet 0", "Clarinet 3", "Clarinet 2");
        Document second = Visits.read(visits.send(
                        Alliance.COORDINATOR,
                        "/search",
                        "q",
                        first.select("form.wm-after [name=q]").val(),
                        "before",
                        first.select("form.wm-after [name=before]").val())
                .andExpect(status().isOk()));
        assertThat(second.select(".wm-texts li").eachText())
                .hasSize(3)
                .doesNotContainAnyElementsOf(first.select(".wm-texts li").eachText());
        assertThat(second.select("form.wm-after")).isEmpty();
        assertThat(first.select("form").eachAttr("method")).containsOnly("post");
        for (String before : List.of("x", "-1", "99999999999999999999", "' or 1=1")) {
            visits.send(Alliance.COORDINATOR, "/search", "q", "clarinet", "before", before)
                    .andExpect(status().isOk());
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThat(visits.page(Alliance.COORDINATOR, "/search").select("#found"))
                .isEmpty();
        Document page = Visits.read(
                visits.send(Alliance.COORDINATOR, "/search", "q", "  ").andExpect(status().isBadRequest()));
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a[href=#q]").text()).isEqualTo("Enter the words to look for");
        assertThat(search(Alliance.COORDINATOR, "the").text()).contains("Nothing was found");
        visits.send(Alliance.COORDINATOR, "/search", "q", "x".repeat(201)).andExpect(status().isBadRequest());
    }

    @Test
    void nobodyOutsideOfCareSearches() throws Exception {
        for (Viewer viewer : List.of(Alliance.PARTNER, Alliance.MANAGER, Alliance.ADMIN, Alliance.CLINICAL_LEAD)) {
            visits.open(viewer, "/search").andExpect(status().isNotFound());
            visits.send(viewer, "/search", "q", "x").andExpect(status().isNotFound());
        }
    }

    private Document search(Viewer viewer, String words) throws Exception {
        return Visits.read(visits.send(viewer, "/search", "q", words).andExpect(status().isOk()));
    }
}
