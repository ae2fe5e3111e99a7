package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** How it went with a person: by whoever said so, in a drawing and in a table that says the same, and never how it will go on. */
class StagesViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Test
    void saysWhatIsStillMissingBeforeAnybodyHasRated() throws Exception {
        Document page = page(care.registered());
        assertThat(page.title()).isEqualTo("Stage over time – Waymark");
        assertThat(page.select("main svg.wm-chart")).isEmpty();
        assertThat(page.select(".wm-empty b").eachText())
                .containsExactly(
                        "No stage confirmed yet",
                        "Nobody has named a level yet",
                        "No strain is known yet",
                        "Nothing is on record yet");
        assertThat(section(page, "review").text()).contains("No date is set yet.");
        assertThat(section(page, "stands-out").text()).contains("Nothing: no stage was skipped");
    }

    @Test
    void oneConfirmedStageTellsNoPace() throws Exception {
        Somebody person = care.registered().assessedAt("4");
        Document page = page(person);
        assertThat(section(page, "pace").select("li").eachText())
                .containsExactly(
                        "Mild, when it was first confirmed on 9 November 2026.",
                        "One stage alone says nothing about pace.");
        assertThat(section(page, "pace").select("svg.wm-chart circle")).hasSize(1);
    }

    @Test
    void eachRaterStandsForThemselves() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        person.staffRates("approach", atLevel("5"))
                .staffRates("dougie-mac", atLevel("5"))
                .personRates(atLevel("3"))
                .carerRates(atLevel("5"), "ownWords", "3")
                .does(Somebody.ADJUDICATE, "decidedBy", "OWN_LEVEL", "level", "5")
                .does(Somebody.CONFIRM);

        Document page = page(person);
        Element levels = section(page, "levels");
        assertThat(levels.select(".wm-legend li").eachText())
                .containsExactlyInAnyOrder(
                        "staff, Approach Dementia Support", "staff, Dougie Mac", "Ada", "Joan Smith");
        assertThat(levels.select("svg.wm-chart .wm-chart__line")).hasSize(4);
        assertThat(levels.select("svg.wm-chart > g[class]").eachAttr("class"))
                .as("told apart by shape, not by colour alone")
                .doesNotHaveDuplicates();
        List<String> rows = page.select("[aria-labelledby=all-of-it] tbody tr").eachText();
        assertThat(rows)
                .hasSize(5)
                .contains(
                        "9 November 2026 Ada 3 – –",
                        "9 November 2026 Joan Smith 5 – High",
                        "9 November 2026 staff, Dougie Mac 5 – –")
                .anyMatch(row -> row.contains("Ruth Amadi") && row.contains("confirmed the stage 5 Moderate Why?"));
    }

    @Test
    void aSkippedStageStandsOutInWordsAndShape() throws Exception {
        Somebody person = livingWithIt("4");
        assessedAgainAt(person, 200, "6c");

        Document page = page(person);
        assertThat(section(page, "stands-out").select("li").eachText())
                .contains("From Mild to Severe, with no stage confirmed in between, " + today());
        assertThat(section(page, "stands-out").select("li svg path")).isNotEmpty();
        assertThat(section(page, "pace").select(".wm-chart__skip")).hasSize(1);
        assertThat(section(page, "pace").select("li").eachText())
                .anyMatch(said -> said.startsWith("From Mild to Severe in 6 months, by "))
                .noneMatch(said -> said.matches("(?i).*(will|expect|likely|predict).*"));
        assertThat(page.select("[aria-labelledby=all-of-it] .wm-tag").eachText())
                .contains("skipped a stage");
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select("[aria-labelledby=stages] .wm-chart__skip"))
                .hasSize(1);
    }

    @Test
    void aStageAfterTheOtherIsNoSkip() throws Exception {
        Somebody person = livingWithIt("4");
        assessedAgainAt(person, 200, "5");

        Document page = page(person);
        assertThat(section(page, "pace").select("li").eachText())
                .anyMatch(said -> said.startsWith("From Mild to Moderate in 6 months"));
        assertThat(page.select(".wm-chart__skip")).isEmpty();
        assertThat(section(page, "stands-out").text()).doesNotContain("From Mild");
    }

    @Test
    void aRisingStrainStandsOut() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        person.carerRates(atLevel("4"), "ownWords", "1")
                .everybodyRates(atLevel("4"))
                .does(Somebody.CONFIRM);
        assertThat(section(page(person), "stands-out").text()).doesNotContain("strain of");
        care.pass(java.time.Duration.ofHours(2));
        person.does(Somebody.TALK_WITH_CARER, "ownWords", "3");

        Document page = page(person);
        assertThat(section(page, "stands-out").select("li").eachText())
                .contains("The strain of Joan Smith has risen to high");
        assertThat(page.select("[aria-labelledby=all-of-it] tr:contains(Joan Smith) .wm-tag--red")
                        .eachText())
                .containsExactly("risen");
        assertThat(section(page, "strains").select("svg text").eachText())
                .as("the most at the top")
                .startsWith("Very high", "High");
    }

    @Test
    void theNextReviewFollowsFromItsRuleAndStandsOutWhenOverdue() throws Exception {
        Somebody person = livingWithIt("4");
        int days = ((Number) person.value("""
                select cast(outputs -> 0 ->> 'reviewInDays' as int) from decision_evaluation
                 where pathway_ref = :ref and decision = 'review-interval' order by id desc limit 1""")).intValue();
        Element review = section(page(person), "review");
        assertThat(review.text())
                .contains(care.today()
                        .plusDays(days)
                        .format(java.time.format.DateTimeFormatter.ofPattern("d MMMM yyyy", java.util.Locale.UK)))
                .doesNotContain("Overdue", "sooner than");
        assertThat(review.select(".wm-explained").attr("data-decision")).isEqualTo("review-interval");
        assertThat(review.select("dd[data-name=reviewInDays]").text()).isEqualTo(String.valueOf(days));

        care.passDays(days + 1);

        Document late = page(person);
        assertThat(section(late, "review").select(".wm-tag--red").text()).isEqualTo("Overdue");
        assertThat(section(late, "stands-out").select("li").eachText())
                .anyMatch(said -> said.startsWith("The review was due on "));
    }

    @Test
    void whoMayNotSeeTheCareIsToldNothing() throws Exception {
        Somebody person = care.registered().assessedAt("4");
        for (Viewer viewer : List.of(Alliance.PARTNER, Alliance.ACTIVITY, Alliance.MANAGER)) {
            visits.open(viewer, "/people/" + person.ref() + "/stages").andExpect(status().isNotFound());
        }
        page(person);
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'stages.viewed' and pathway_ref = :ref")
                        .param("ref", person.ref().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private Somebody livingWithIt(String level) {
        return care.registered().livingWithItAt(level);
    }

    private void assessedAgainAt(Somebody person, int afterDays, String level) {
        care.passDays(afterDays);
        person.does(Somebody.REVIEW, "needsFullAssessment", "YES")
                .everybodyRates(atLevel(level))
                .does(Somebody.CONFIRM);
    }

    private String today() {
        return care.today().format(java.time.format.DateTimeFormatter.ofPattern("d MMMM yyyy", java.util.Locale.UK));
    }

    private Document page(Somebody person) throws Exception {
        return visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + "/stages");
    }

    private static Element section(Document page, String id) {
        return Objects.requireNonNull(
                page.select("section[aria-labelledby=" + id + "]").first());
    }
}
