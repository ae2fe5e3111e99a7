package org.waymark.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.ADJUDICATE;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** Both sides in view for those who look at a difference and those who confirm: which rating counts for now, and why. */
class SideBySideViewTests extends WithCare {

    @Autowired
    Visits visits;

    private Document page(Somebody person, String task) throws Exception {
        return visits.page(Alliance.COORDINATOR, "/tasks/" + person.task(task).taskId());
    }

    private String sideBySide(Somebody person, String task) throws Exception {
        return page(person, task)
                .select("section[aria-labelledby=side-by-side]")
                .text();
    }

    private static Element row(Document page, String what) {
        return page.select(".wm-sides tbody tr").stream()
                .filter(row -> row.select("th").text().startsWith(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @CareRule(5)
    void showsEachRaterInAColumnThePersonFirstAndMarksDifferencesInWordsAndShape() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.personRates(atLevel("4")).carerRates(atLevel("4"), "dressing", "LOST_OTHER", "falls", "NOT_SURE");
        person.staffRates("approach", atLevel("6a"), "falls", "YES").staffRates("dougie-mac", atLevel("4"));

        Document page = page(person, ADJUDICATE);

        assertThat(Objects.requireNonNull(page.selectFirst(".wm-sides"))
                        .select("thead th")
                        .eachText()
                        .get(1))
                .isEqualTo("The person");
        Element dressing = row(page, "Dressing");
        assertThat(dressing.select("th").text()).contains("≠", "they differ");
        assertThat(dressing.hasClass("wm-sides__differ")).isTrue();
        assertThat(dressing.select("td").eachText())
                .contains("no", "yes, for another reason", "yes, because of the dementia");
        assertThat(dressing.select("td .wm-mark--LOST_OTHER")).hasSize(1);
        assertThat(dressing.select("td").eachAttr("data-label")).contains("The person", "Joan Hill");
        assertThat(row(page, "Falls").select("th").text()).contains("somebody is not sure");
        assertThat(row(page, "Level").select("td").text()).contains("6a", "counts for now");
        assertThat(page.select("details .wm-sides tbody tr th").eachText())
                .contains("Complex tasks")
                .doesNotContain("Dressing");
        assertThat(page.text()).doesNotContain("average level");
    }

    @Test
    void saysHowFarTheyLieApartAndWhyTheGreaterLossOfStaffCounts() throws Exception {
        Somebody person = care.registered().welcomed().personRates(atLevel("6a"));
        person.staffRates("approach", atLevel("6a")).staffRates("dougie-mac", atLevel("6c"));

        assertThat(sideBySide(person, ADJUDICATE))
                .contains("The rating of Dougie Mac counts for now: level 6c.")
                .contains("the one with the greater loss counts")
                .contains("a whole stage or more apart: level 6a is “Moderate”, level 6c is “Severe”");
    }

    @Test
    void countsTheStepsWithinAStage() throws Exception {
        Somebody two = care.registered().welcomed().personRates(atLevel("6b"));
        two.staffRates("approach", atLevel("6b")).staffRates("dougie-mac", atLevel("6d"));
        assertThat(sideBySide(two, ADJUDICATE)).contains("They lie 2 steps apart within a stage, 6b and 6d");

        Somebody one = care.registered().welcomed().personRates(atLevel("6b"));
        one.staffRates("approach", atLevel("6b")).staffRates("dougie-mac", atLevel("6c"));
        assertThat(sideBySide(one, CONFIRM)).contains("one step apart within a stage, 6b and 6c");

        Somebody none = care.registered().welcomed().everybodyRates(atLevel("5"));
        assertThat(sideBySide(none, CONFIRM))
                .contains("came to the same one, 5", "Staff of more than one organisation came to the same level");
    }

    @Test
    void saysThatAPersonalRatingCountsProvisionallyAndWithoutWhomTheRoundWentAhead() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Hill").registered().welcomed();
        person.carerRates(atLevel("5"));
        care.passDays(22);

        assertThat(sideBySide(person, CONFIRM))
                .contains("What Joan Hill says counts for now, provisionally: level 5.")
                .contains("The round went ahead without the person,");
    }

    @Test
    void saysWhichOlderObservationCountsWhenStaffNameNoLevelNow() throws Exception {
        Somebody person = care.registered().livingWithItAt("6c");
        care.passDays(10);
        person.changes(false).personRates(atLevel("6c")).everybodyRates();

        assertThat(sideBySide(person, CONFIRM))
                .contains("counts for now: level 6c.", "The observation of", "at most 14 days older");
    }

    @Test
    void keepsTheReasonOfTheOneWhoSettledADifferenceInView() throws Exception {
        Somebody person = care.registered().welcomed().personRates(atLevel("6a"));
        person.staffRates("approach", atLevel("6a")).staffRates("dougie-mac", atLevel("7a"));
        person.does(ADJUDICATE, "decidedBy", "OWN_LEVEL", "level", "6d", "reason", "Between the two.");

        assertThat(sideBySide(person, CONFIRM))
                .contains("Level 6d counts.", "found a level of their own. The reason given: Between the two.");
    }

    @Test
    @CareRule(6)
    void saysThatTheStageWouldFallAndFromWhat() throws Exception {
        Somebody person = care.registered().livingWithItAt("6c");
        care.passDays(30);
        person.changes(false).everybodyRates(atLevel("5"));

        assertThat(page(person, CONFIRM)
                        .select("section[aria-labelledby=proposed-stage]")
                        .text())
                .contains("Before: Severe, 9 November 2026.", "The stage would fall.");
        assertThat(person.refuses(CONFIRM)).containsExactly("reason");
    }

    @Test
    @CareRule(6)
    void saysThatTheStageWaitsForTheQuestionAboutDelirium() throws Exception {
        Somebody person = care.registered().livingWithItAt("4");
        care.passDays(100);
        person.changes(false).everybodyRates(atLevel("4"));
        person.changes(true);

        assertThat(sideBySide(person, CONFIRM)).contains("still to be ruled out. The stage waits for the answer");
        assertThat(person.refuses(CONFIRM)).containsExactly("stage");
    }

    @Test
    void showsNothingHostileAsMarkup() throws Exception {
        Somebody person =
                care.somebody().withCarer("<b>Joan</b> {0} '").registered().welcomed();
        person.carerRates(atLevel("5"));
        care.passDays(22);

        Document page = page(person, CONFIRM);
        assertThat(page.select("#side-by-side ~ p").text()).contains("What <b>Joan</b> {0} ' says counts for now");
    }
}
