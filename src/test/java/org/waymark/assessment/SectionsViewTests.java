package org.waymark.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.PLAN;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** The rating of staff as a list of sections: each saved by itself, and kept from what others said until then. */
class SectionsViewTests extends WithCare {

    private static final String EVERYDAY = "Everyday abilities";
    private static final String HEALTH = "Health since the last assessment";
    private static final String CONCERN = "Immediate concern";

    @Autowired
    Visits visits;

    @Autowired
    Worklist worklist;

    private Somebody person;
    private String task = "";

    @BeforeEach
    void aRoundIsOpen() {
        person = care.registered().welcomed();
        task = "/tasks/" + taskOf("approach").taskId();
    }

    private WorkItem taskOf(String organisation) {
        return person.tasks(RATE).stream()
                .filter(found -> found.group().startsWith(organisation + "."))
                .findFirst()
                .orElseThrow();
    }

    private Document list() throws Exception {
        return visits.page(Alliance.ADVISER, task);
    }

    private static Element item(Document list, String section) {
        return list.select(".govuk-task-list__item").stream()
                .filter(item -> item.select("a").text().equals(section))
                .findFirst()
                .orElseThrow();
    }

    private String addressOf(String section) throws Exception {
        return item(list(), section).select("a").attr("href");
    }

    private void saves(String section, String... answers) throws Exception {
        visits.send(Alliance.ADVISER, addressOf(section), answers).andExpect(redirectedUrl(task));
    }

    private void savesEverything() throws Exception {
        for (Element item : list().select(".govuk-task-list__item")) {
            saves(
                    item.select("a").text(),
                    "knowsPerson",
                    "WEEKLY",
                    "complexTasks",
                    "LOST_DEMENTIA",
                    "hoursToDays",
                    "NO",
                    "immediateConcern",
                    "NO");
        }
    }

    private List<String> answersOf(String organisation) {
        return person.values(
                "select coalesce(r.answers ->> 'whatMatters', '-') || ' ' || coalesce(r.answers ->> 'complexTasks', '-')"
                        + " from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref and r.organisation = '"
                        + organisation + "'");
    }

    @Test
    void listsTheSectionsOfTheDefinitionAndHowFarEachHasCome() throws Exception {
        Document list = list();

        assertThat(list.select(".govuk-task-list__link").eachText())
                .startsWith("How well you know them", EVERYDAY)
                .endsWith("What matters most", CONCERN);
        assertThat(list.select(".govuk-task-list__status").eachText()).containsOnly("Not started");
        assertThat(list.select("input[type=radio]")).isEmpty();

        saves(EVERYDAY, "complexTasks", "LOST_DEMENTIA");
        assertThat(item(list(), EVERYDAY).text()).contains("Complete", "12 questions left open");
        assertThat(list().select("#sections + p").text()).startsWith("1 of 12 complete");
    }

    @Test
    void savesEachSectionByItselfAndTakesNothingFromTheOthers() throws Exception {
        saves(EVERYDAY, "complexTasks", "LOST_DEMENTIA", "knowsPerson", "MONTHLY");
        saves("What matters most", "whatMatters", "The garden");
        saves(EVERYDAY, "complexTasks", "NO");

        Document everyday = visits.page(Alliance.ADVISER, addressOf(EVERYDAY));
        assertThat(everyday.select("input[name=complexTasks][checked]").eachAttr("value"))
                .containsExactly("NO");
        assertThat(visits.page(Alliance.ADVISER, addressOf("What matters most"))
                        .select("textarea")
                        .text())
                .isEqualTo("The garden");
        assertThat(item(list(), "How well you know them").text())
                .as("what belongs to another section is not taken from here")
                .contains("Not started");
    }

    @Test
    void saysInTheSectionWhatIsMissingAndKeepsWhatWasEntered() throws Exception {
        var answered = visits.send(Alliance.ADVISER, addressOf(CONCERN), "immediateConcern", "ABUSE", "concernNote", "")
                .andExpect(status().isBadRequest());
        Document page = Visits.read(answered);

        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a").attr("href")).isEqualTo("#concernNote");
        assertThat(page.select("input[value=ABUSE]").hasAttr("checked")).isTrue();
        assertThat(item(list(), CONCERN).text()).contains("Begun");
    }

    @Test
    void handsInOnlyWhenEverySectionIsCompleteAndSaysWhichAreNot() throws Exception {
        saves(EVERYDAY, "complexTasks", "NO");
        Document page = Visits.read(visits.send(Alliance.ADVISER, task).andExpect(status().isBadRequest()));

        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a").eachText())
                .hasSize(11)
                .contains("Complete the section “Immediate concern”")
                .doesNotContain("Complete the section “Everyday abilities”");
        page.select(".govuk-error-summary a").eachAttr("href").forEach(href -> assertThat(page.select(href))
                .hasSize(1));
        assertThat(answersOf("approach")).containsExactly("- -");

        visits.send(Alliance.ADVISER, task, "knowsPerson", "WEEKLY", "immediateConcern", "NO")
                .andExpect(status().isBadRequest());
        savesEverything();
        visits.send(Alliance.ADVISER, task).andExpect(redirectedUrl(task + "/done"));
        assertThat(answersOf("approach")).containsExactly("- LOST_DEMENTIA");
        visits.send(Alliance.ADVISER, task).andExpect(redirectedUrl(task));
        assertThat(person.tasks(RATE)).hasSize(1);
    }

    @Test
    void showsWhatOthersAnsweredOnlyAfterOnesOwnSectionWasSaved() throws Exception {
        person.personRates(atLevel("6c"), "whatMatters", "Sunday bells");
        String everyday = addressOf(EVERYDAY);
        String matters = addressOf("What matters most");

        for (String page : List.of(task, everyday, matters)) {
            assertThat(visits.page(Alliance.ADVISER, page).text())
                    .as(page)
                    .doesNotContain("Sunday bells", "beside", "See what others answered");
        }
        visits.send(Alliance.ADVISER, everyday + "/others")
                .andExpect(redirectedUrl(task))
                .andExpect(flash().attributeExists("refused"));
        visits.send(Alliance.ADVISER, everyday + "/draft", "complexTasks", "NO").andExpect(status().isOk());
        visits.send(Alliance.ADVISER, everyday + "/others").andExpect(flash().attributeExists("refused"));
        assertThat(visits.page(Alliance.ADVISER, everyday).select(".wm-sides")).isEmpty();

        saves(EVERYDAY, "complexTasks", "NO");
        assertThat(visits.page(Alliance.ADVISER, everyday).select(".wm-sides"))
                .as("not before it is asked for")
                .isEmpty();
        visits.send(Alliance.ADVISER, everyday + "/others").andExpect(redirectedUrl(everyday));

        Document beside = visits.page(Alliance.ADVISER, everyday);
        assertThat(beside.select(".wm-sides thead th").eachText()).containsExactly("Question", "You", "The person");
        assertThat(beside.select(".wm-sides tbody tr").get(0).select("td").eachText())
                .containsExactly("No", "Yes, because of the dementia");
        assertThat(beside.text()).doesNotContain("Sunday bells");
        assertThat(visits.page(Alliance.ADVISER, matters).text())
                .as("the other sections are still one's own")
                .doesNotContain("Sunday bells");
    }

    @Test
    void keepsOnesOwnAnswersAsTheyWereOnceOthersWereSeen() throws Exception {
        person.personRates(atLevel("6c"));
        String everyday = addressOf(EVERYDAY);
        saves(EVERYDAY, "complexTasks", "NO");
        visits.send(Alliance.ADVISER, everyday + "/others");

        visits.send(Alliance.ADVISER, everyday, "complexTasks", "LOST_DEMENTIA")
                .andExpect(flash().attributeExists("refused"));
        visits.send(Alliance.ADVISER, everyday + "/draft", "complexTasks", "LOST_DEMENTIA")
                .andExpect(status().isConflict());
        visits.send(Alliance.ADVISER, task + "/draft", "complexTasks", "LOST_DEMENTIA")
                .andExpect(status().isConflict());
        assertThat(visits.page(Alliance.ADVISER, everyday).select("form.wm-form"))
                .isEmpty();

        for (Element item : list().select(".govuk-task-list__item")) {
            if (!item.select("a").text().equals(EVERYDAY)) {
                saves(item.select("a").text(), "knowsPerson", "WEEKLY", "immediateConcern", "NO");
            }
        }
        visits.send(Alliance.ADVISER, task).andExpect(redirectedUrl(task + "/done"));
        assertThat(answersOf("approach")).containsExactly("- NO");
    }

    @Test
    @CareRule(6)
    void bringsAnImmediateConcernToSomebodyAtOnceAndOnce() throws Exception {
        saves(CONCERN, "immediateConcern", "ABUSE", "concernNote", "Bruises on both arms.");
        assertThat(person.open()).contains(Somebody.CONCERN);
        saves(CONCERN, "immediateConcern", "ABUSE", "concernNote", "Bruises on both arms, since Sunday.");
        for (Element item : list().select(".govuk-task-list__item")) {
            if (!item.select("a").text().equals(CONCERN)) {
                saves(item.select("a").text(), "knowsPerson", "WEEKLY");
            }
        }
        visits.send(Alliance.ADVISER, task).andExpect(redirectedUrl(task + "/done"));

        assertThat(person.tasks(Somebody.CONCERN)).hasSize(1);
        assertThat(person.values("select kind from concern where pathway_ref = :ref"))
                .containsExactly("ABUSE");
    }

    @Test
    void offersNothingToCompareWhileNobodyElseHasAnswered() throws Exception {
        saves(EVERYDAY, "complexTasks", "NO");

        assertThat(list().text()).doesNotContain("See what others answered");
        visits.send(Alliance.ADVISER, addressOf(EVERYDAY) + "/others").andExpect(flash().attributeExists("refused"));
        saves(EVERYDAY, "complexTasks", "LOST_OTHER");
    }

    @Test
    void isNobodyElsesToOpenOrToSave() throws Exception {
        String everyday = addressOf(EVERYDAY);
        for (Viewer other : List.of(Alliance.COORDINATOR, Alliance.NURSE)) {
            visits.open(other, everyday).andExpect(redirectedUrl(task));
            visits.send(other, everyday, "complexTasks", "NO").andExpect(status().isNotFound());
            visits.send(other, everyday + "/others").andExpect(status().isNotFound());
            visits.send(other, everyday + "/draft").andExpect(status().isNotFound());
        }
        visits.open(Alliance.ADVISER, task + "/sections/99").andExpect(status().isNotFound());
        visits.open(Alliance.ADVISER, task + "/sections/zero").andExpect(status().isNotFound());
    }

    @Test
    void losesNothingWhenTheRoundIsClosedOrThePersonDiesMeanwhile() throws Exception {
        String matters = addressOf("What matters most");
        saves("What matters most", "whatMatters", "The garden");
        person.dies();

        visits.send(Alliance.ADVISER, matters, "whatMatters", "The garden, and the cat")
                .andExpect(redirectedUrl(task))
                .andExpect(flash().attributeExists("refused"));
        assertThat(list().select("#kept ~ dl").text()).contains("The garden, and the cat");

        person = care.registered().welcomed();
        task = "/tasks/" + taskOf("approach").taskId();
        String everyday = addressOf(EVERYDAY);
        care.passDays(22);
        visits.send(Alliance.ADVISER, everyday, "complexTasks", "LOST_DEMENTIA").andExpect(redirectedUrl(task));
        Document closed = list();
        assertThat(closed.text()).contains("the round of ratings was closed");
        assertThat(closed.select("#kept ~ dl").text()).contains("Yes, because of the dementia");
        assertThat(closed.select(".govuk-task-list")).isEmpty();
    }

    @Test
    void twoTabsThatSaveDifferentSectionsKeepBoth() throws Exception {
        String everyday = addressOf(EVERYDAY);
        String matters = addressOf("What matters most");
        visits.open(Alliance.ADVISER, everyday);
        visits.open(Alliance.ADVISER, matters);
        visits.send(Alliance.ADVISER, matters, "whatMatters", "The garden").andExpect(redirectedUrl(task));
        visits.send(Alliance.ADVISER, everyday, "complexTasks", "NO").andExpect(redirectedUrl(task));

        assertThat(visits.page(Alliance.ADVISER, matters).select("textarea").text())
                .isEqualTo("The garden");
        assertThat(visits.page(Alliance.ADVISER, everyday)
                        .select("input[name=complexTasks][checked]")
                        .val())
                .isEqualTo("NO");
    }

    @Test
    void startsTheHealthFactsFromWhatIsOnRecordWithItsDate() throws Exception {
        person.staffRates("dougie-mac", atLevel("5"), "phase", "STABLE");
        person.staffRates(
                "approach",
                atLevel("5"),
                "weight",
                "61.5",
                "weightOn",
                care.today(),
                "skin",
                "REDDENED",
                "skinOn",
                care.today());
        person.everybodyRates(atLevel("5")).does(CONFIRM).does(PLAN);
        care.passDays(30);
        person.changes(false);
        task = "/tasks/" + taskOf("approach").taskId();

        Document page = visits.page(Alliance.ADVISER, addressOf(HEALTH));
        assertThat(page.select("#weight").val()).isEqualTo("61.5");
        assertThat(page.select("#weightOn-day").val()).isEqualTo("9");
        assertThat(page.select("#skin option[selected]").text()).isEqualTo("Reddened, does not fade when pressed");
        assertThat(page.select("input[name=phase][checked]").val()).isEqualTo("STABLE");
        assertThat(page.select(".govuk-inset-text").text()).isEqualTo("Last recorded: 9 November 2026");
        assertThat(page.text()).doesNotContain("CDR");

        visits.send(
                        Alliance.ADVISER,
                        addressOf(HEALTH),
                        "weight",
                        "58",
                        "weightOn-day",
                        "",
                        "weightOn-month",
                        "",
                        "weightOn-year",
                        "")
                .andExpect(status().isBadRequest());
        visits.send(Alliance.ADVISER, addressOf(HEALTH), "weight", "600").andExpect(status().isBadRequest());
    }

    @Test
    void countsAScoreForNinetyDays() {
        person.staffRates(
                "dougie-mac", atLevel("4"), "zarit", 61, "zaritOn", care.today().minusDays(91));
        assertThat(person.proposals()).doesNotContain("CARER_ENABLEMENT URGENT");
        assertThat(person.values("select carer_strain_level from rating r join assessment a on a.id = r.assessment_id"
                        + " where a.pathway_ref = :ref and r.organisation = 'dougie-mac'"))
                .containsExactly("UNKNOWN");
        person.staffRates(
                "approach", atLevel("4"), "zarit", 61, "zaritOn", care.today().minusDays(90));
        assertThat(person.values("select carer_strain_level from rating r join assessment a on a.id = r.assessment_id"
                        + " where a.pathway_ref = :ref and r.organisation = 'approach'"))
                .containsExactly("VERY_HIGH");
    }
}
