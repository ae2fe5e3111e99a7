package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.UsualAnswers.atLevel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.Workflow.Evaluation;

/** The pages that say why show what is stored of an evaluation, nothing else and nothing less. */
class WhyViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    KeptDecisions decisions;

    @Autowired
    DecisionVersions versions;

    @Autowired
    RepositoryService repository;

    @Autowired
    JdbcClient jdbc;

    private @Nullable List<String> deployedBefore;

    @AfterEach
    void tablesAsBefore() {
        List<String> before = deployedBefore;
        if (before != null) {
            WaymarkDatabase.clean();
            deployments().stream().filter(id -> !before.contains(id)).forEach(repository::deleteDeployment);
        }
    }

    @Test
    @CareRule(14)
    void aStageIsExplainedByExactlyTheEvaluationsThatLedToIt() throws Exception {
        Somebody person = care.registered().assessedAt("5");
        Document page = visits.page(Alliance.COORDINATOR, stagePage(person));

        assertThat(page.title()).isEqualTo("Why this stage? – Waymark");
        assertThat(page.select("main h2").eachText())
                .containsExactly(
                        "The stage", "Functional level", "Do the ratings agree?", "Stage", "Was the change sudden?");
        assertThat(facts(page.select("[aria-labelledby=stage]").first()))
                .containsEntry("Proposed by the rules", "Moderate")
                .containsEntry("Functional level", "5")
                .hasEntrySatisfying("Confirmed", confirmed -> assertThat(confirmed)
                        .contains("Moderate", "Ruth Amadi", "9 November 2026"));
        saysExactly(page.select(".wm-explained"), ledToTheStage(person));
    }

    @Test
    void whatIsKnownAndWhatIsNotReadsInWords() throws Exception {
        Somebody person = care.registered().welcomed();
        person.everybodyRates(atLevel("5"), "sitting", "NOT_SURE", "bathing", "LOST_OTHER")
                .does(Somebody.CONFIRM);

        Element levels = explained(visits.page(Alliance.COORDINATOR, stagePage(person)), "functional-level");

        assertThat(facts(levels))
                .containsEntry("Dressing lost", "No")
                .containsEntry("Choosing clothes lost", "Yes")
                .hasEntrySatisfying("Not known", unknown -> assertThat(unknown).contains("Sitting up lost"));
        assertThat(levels.select(".wm-explained__in dt").eachText())
                .as("in the usual order of losses")
                .startsWith("Complex tasks lost", "Choosing clothes lost", "Dressing lost")
                .endsWith("Smiling lost", "Holding up the head lost", "Not known");
        Element stage = explained(visits.page(Alliance.COORDINATOR, stagePage(person)), "pathway-stage");
        assertThat(stage.select(".wm-rules li").text())
                .contains("When Functional level: 5 or 6a")
                .contains("Then Stage: Moderate");
        assertThat(stage.select(".wm-explained__table").text())
                .contains("Version 1. It came with Waymark, in force from")
                .contains("Source: ");
    }

    @Test
    void nobodyIsAskedAnyMoreOnceThePathwayIsOver() throws Exception {
        Somebody person = care.registered().assessedAt("4");
        String section = "section[aria-labelledby=proposals]";
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select(section)
                        .text())
                .contains("Not answered yet");
        person.dies();
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref()).select(section))
                .isEmpty();
    }

    @Test
    void aServiceIsExplainedByTheEvaluationThatProposedIt() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        person.everybodyRates(atLevel("4"), "ownWords", "3").does(Somebody.CONFIRM);
        Element card = visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                .select("section[aria-labelledby=proposals]")
                .first();
        String link = Objects.requireNonNull(card)
                .select("tr:has(th:contains(Carer enablement)) a")
                .attr("href");

        Document page = visits.page(Alliance.COORDINATOR, link);

        assertThat(page.select("#proposed").text()).isEqualTo("Carer enablement");
        KeptEvaluation routing = noted(person, "CARER_ENABLEMENT");
        Element said = explained(page, "referral-routing");
        assertThat(inputs(said)).isEqualTo(inWords(routing.evaluation()));
        assertThat(said.select(".wm-rules code").eachText())
                .containsExactlyInAnyOrderElementsOf(routing.evaluation().matchedRules());
        assertThat(said.select(".wm-rules").get(0).select("code").eachText())
                .hasSameSizeAs(routing.evaluation().outputs().stream()
                        .filter(output -> "CARER_ENABLEMENT".equals(output.get("service")))
                        .toList())
                .allSatisfy(rule -> assertThat(rule).startsWith("Rule_Enablement"));
        assertThat(said.select(".wm-explained__out dd[data-name=service]").eachText())
                .isNotEmpty()
                .containsOnly("Carer enablement");
        assertThat(page.select(".wm-explained").eachAttr("data-decision"))
                .containsExactly("referral-routing", "carer-strain-level", "palliative-indicators");
        assertThat(explained(page, "carer-strain-level")
                        .select(".wm-sub")
                        .get(0)
                        .text())
                .contains("Joan Smith");
    }

    @Test
    void whatWasAnsweredKeepsTheEvaluationItWasProposedBy() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().welcomed();
        person.carerRates(atLevel("4"), "ownWords", "4").does(Somebody.URGENT_HELP);
        KeptEvaluation urgent = noted(person, "CARER_ENABLEMENT");
        care.pass(Duration.ofHours(1));

        person.everybodyRates(atLevel("4"), "pain", "YES").does(Somebody.CONFIRM);

        assertThat(noted(person, "CARER_ENABLEMENT")).isEqualTo(urgent);
        assertThat(noted(person, "GP_REVIEW").id()).isGreaterThan(urgent.id());
        Document page = visits.page(Alliance.COORDINATOR, servicePage(person, "CARER_ENABLEMENT"));
        assertThat(page.select("main").text()).contains("Declined");
        assertThat(inputs(explained(page, "referral-routing"))).containsEntry("pain", "not known");
    }

    @Test
    void everyDecisionOfTheRoundIsOnThePageOfAll() throws Exception {
        Somebody person = care.somebody().withCarer("Joan Smith").registered().assessedAt("6c");
        String round = String.valueOf(person.round("id"));
        Document page = visits.page(Alliance.COORDINATOR, "/people/" + person.ref() + "/why/" + round);

        List<KeptEvaluation> stored = decisions.ofRound(Viewer.SYSTEM, person.ref(), round);
        List<KeptEvaluation> inOrder = new ArrayList<>(
                stored.stream().filter(kept -> kept.ratingId() == null).toList());
        jdbc.sql("select id from rating where assessment_id = cast(:round as uuid) order by position")
                .param("round", round)
                .query(String.class)
                .list()
                .forEach(rating -> stored.stream()
                        .filter(kept -> rating.equals(kept.ratingId()))
                        .forEach(inOrder::add));
        assertThat(inOrder).hasSameSizeAs(stored).hasSizeGreaterThan(12);
        saysExactly(page.select(".wm-explained"), inOrder);
        assertThat(page.select("main nav a").eachAttr("href"))
                .hasSameElementsAs(page.select("main h2[id]:not(#on-this-page)").stream()
                        .map(heading -> "#" + heading.id())
                        .toList())
                .hasSizeGreaterThan(7);
    }

    @Test
    void anEvaluationOfAnOlderVersionIsExplainedByThatVersion() throws Exception {
        Somebody person = care.registered().assessedAt("4");
        deployedBefore = deployments();
        int adopted = versions.adopt(levelFourIsModerate());
        Somebody later = care.registered().assessedAt("4");

        Document page = visits.page(Alliance.COORDINATOR, stagePage(person));
        saysExactly(page.select(".wm-explained"), ledToTheStage(person));
        Element then = explained(page, "pathway-stage");
        assertThat(then.select(".wm-rules li").text())
                .contains("Then Stage: Mild")
                .doesNotContain("Moderate", "ours now");
        assertThat(then.select(".wm-explained__table").text())
                .startsWith("Version 1. It came with Waymark")
                .contains("another version has taken its place since");

        Element now = explained(visits.page(Alliance.COORDINATOR, stagePage(later)), "pathway-stage");
        assertThat(now.select(".wm-rules li").text()).contains("Level 4 is ours now.", "Then Stage: Moderate");
        assertThat(now.select(".wm-explained__table").text())
                .startsWith("Version " + adopted + ". ")
                .doesNotContain("came with Waymark", "taken its place");
        saysExactly(visits.page(Alliance.COORDINATOR, stagePage(later)).select(".wm-explained"), ledToTheStage(later));
    }

    @Test
    void aVersionThatIsNotKnownAnyMoreLeavesWhatIsStored() throws Exception {
        Somebody person = care.registered().assessedAt("4");
        jdbc.sql("update decision_evaluation set version = 77 where pathway_ref = :ref and decision = 'pathway-stage'")
                .param("ref", person.ref().value())
                .update();

        Document page = visits.page(Alliance.COORDINATOR, stagePage(person));

        saysExactly(page.select(".wm-explained"), ledToTheStage(person));
        assertThat(explained(page, "pathway-stage")
                        .select(".wm-explained__table")
                        .text())
                .isEqualTo("Version 77, which is not known any more");
    }

    @Test
    void aStageThatStaffDecidedOtherwiseSaysSo() throws Exception {
        Somebody person = care.registered().welcomed();
        person.staffRates("approach", atLevel("4"))
                .staffRates("dougie-mac", atLevel("6c"))
                .personRates(atLevel("4"))
                .does(Somebody.ADJUDICATE, "decidedBy", "OWN_LEVEL", "level", "5", "reason", "Seen <b>together</b>.");
        Document proposed = visits.page(Alliance.COORDINATOR, stagePage(person));
        assertThat(facts(proposed.select("[aria-labelledby=stage]").first()))
                .containsEntry("Confirmed", "Not yet; staff have still to decide")
                .containsEntry("Proposed by the rules", "Moderate");

        person.does(Somebody.CONFIRM, "stage", "SEVERE", "reason", "<script>alert(1)</script> at night");

        Document page = visits.page(Alliance.COORDINATOR, stagePage(person));
        Map<String, String> facts = facts(page.select("[aria-labelledby=stage]").first());
        assertThat(facts.get("Confirmed")).startsWith("Severe");
        assertThat(facts).containsEntry("Because", "<script>alert(1)</script> at night");
        assertThat(facts.get("Answers that count"))
                .contains("Staff decided on a level of their own", "Seen <b>together</b>.");
        assertThat(page.select("main script")).isEmpty();
        assertThat(page.select(".wm-explained").eachAttr("data-decision")).doesNotContain("functional-level");
    }

    @Test
    void nothingIsFoldedAwaySoThatPaperSaysAllOfIt() throws Exception {
        Somebody person = care.registered().assessedAt("5");
        for (String address : List.of(
                stagePage(person),
                servicePage(person, "COORDINATOR_CONVERSATION"),
                "/people/" + person.ref() + "/why/" + person.round("id"))) {
            Document page = visits.page(Alliance.COORDINATOR, address);
            assertThat(page.select("main.wm-paper")).hasSize(1);
            assertThat(page.select("main details")).isEmpty();
            assertThat(page.title()).doesNotContain("Ada");
        }
    }

    @Test
    void formsThatAskToConfirmLeadToTheReasons() throws Exception {
        Somebody person = care.registered().welcomed();
        person.everybodyRates(atLevel("5"));
        Document form = visits.page(
                Alliance.COORDINATOR, "/tasks/" + person.task(Somebody.CONFIRM).taskId());
        List<String> links = form.select("a[href*=/why/]").eachAttr("href");
        assertThat(links).contains(stagePage(person), servicePage(person, "COORDINATOR_CONVERSATION"));
        for (String link : links) {
            visits.page(Alliance.COORDINATOR, link);
        }
    }

    @Test
    void theTagOfTheStageOnThePersonsPageSaysItInTheSameWords() throws Exception {
        Somebody person = care.registered().assessedAt("3");
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select(".wm-tags, .wm-row .wm-tag--plum")
                        .text())
                .contains("No clear loss of everyday abilities, level 3");
    }

    @Test
    void whoMayNotSeeTheCareIsToldNothing() throws Exception {
        Somebody person = care.registered().assessedAt("5");
        Somebody other = care.registered().assessedAt("4");
        List<String> addresses = List.of(stagePage(person), servicePage(person, "COORDINATOR_CONVERSATION"));
        for (String address : addresses) {
            for (Viewer viewer :
                    List.of(Alliance.PARTNER, Alliance.ACTIVITY, Alliance.MANAGER, Alliance.CLINICAL_LEAD)) {
                visits.open(viewer, address).andExpect(status().isNotFound());
            }
            visits.open(
                            Alliance.COORDINATOR,
                            address.replace(person.ref().value(), other.ref().value()))
                    .andExpect(status().isNotFound());
            visits.page(Alliance.COORDINATOR, address);
        }
        assertThat(jdbc.sql(
                                "select action from audit_event where pathway_ref = :ref and action like '%.explained' order by id")
                        .param("ref", person.ref().value())
                        .query(String.class)
                        .list())
                .containsExactly("stage.explained", "proposal.explained");
        assertThat(jdbc.sql("select count(*) from audit_event where pathway_ref = :ref and outcome = 'REFUSED'")
                        .param("ref", person.ref().value())
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    // ------------------------------------------------------------------ what is on the page, and what is stored

    private void saysExactly(List<Element> said, List<KeptEvaluation> stored) {
        assertThat(said).hasSameSizeAs(stored);
        for (int i = 0; i < stored.size(); i++) {
            Evaluation evaluation = stored.get(i).evaluation();
            Element one = said.get(i);
            assertThat(one.attr("data-decision")).isEqualTo(evaluation.decision());
            assertThat(inputs(one)).isEqualTo(inWords(evaluation));
            assertThat(one.select(".wm-rules code").eachText()).isEqualTo(evaluation.matchedRules());
            assertThat(one.select(".wm-rules > li").stream()
                            .map(rule -> rule.ownText().strip())
                            .toList())
                    .isEqualTo(evaluation.reasons());
            assertThat(one.select(".wm-explained__table").text()).matches("Version " + evaluation.version() + "\\b.*");
            assertThat(one.select(".wm-explained__out").stream()
                            .map(output -> values(output.select("dd")))
                            .toList())
                    .isEqualTo(evaluation.outputs().stream()
                            .map(WhyViewTests::inWords)
                            .toList());
        }
    }

    private static Map<String, String> inputs(Element explained) {
        Map<String, String> inputs = values(explained.select(".wm-explained__in dd[data-name]"));
        explained.select(".wm-explained__unknown [data-name]").forEach(one -> assertThat(
                        inputs.put(one.attr("data-name"), "not known"))
                .as("said once")
                .isNull());
        return inputs;
    }

    private static Map<String, String> values(List<Element> all) {
        Map<String, String> values = new TreeMap<>();
        all.forEach(one -> assertThat(values.put(one.attr("data-name"), one.text()))
                .as("said once")
                .isNull());
        return values;
    }

    private static Map<String, String> inWords(Evaluation evaluation) {
        return inWords(evaluation.inputs());
    }

    /** By hand, so that the page's own words are held against something else. */
    private static Map<String, String> inWords(Map<String, @Nullable Object> stored) {
        Map<String, String> words = new TreeMap<>();
        stored.forEach((name, value) -> words.put(name, said(name, value)));
        return words;
    }

    private static String said(String name, @Nullable Object value) {
        if (value == null) {
            return "not known";
        }
        if (value instanceof Boolean truth) {
            return truth ? "Yes" : "No";
        }
        String text = value.toString();
        return switch (text) {
            case "PRE_DEMENTIA" -> "No clear loss of everyday abilities";
            case "AGREED" -> "the ratings agree";
            case "ADJUDICATE" -> "a human compares both sides";
            case "UNKNOWN" -> name.toLowerCase(java.util.Locale.ROOT).endsWith("stage") ? "Not known yet" : "Unknown";
            case "COORDINATOR_CONVERSATION" -> "Conversation with the coordinator";
            default ->
                text.matches("[A-Z][A-Z_]+")
                        ? text.charAt(0) + text.substring(1).replace('_', ' ').toLowerCase(java.util.Locale.ROOT)
                        : text;
        };
    }

    private List<KeptEvaluation> ledToTheStage(Somebody person) {
        String round = String.valueOf(person.round("id"));
        List<KeptEvaluation> ofRound = decisions.ofRound(Viewer.SYSTEM, person.ref(), round);
        Map<String, KeptEvaluation> last = new LinkedHashMap<>();
        String counted = String.valueOf(person.round("working_rating"));
        for (KeptEvaluation kept : ofRound) {
            String decision = kept.evaluation().decision();
            if (decision.equals("functional-level")
                    ? counted.equals(kept.ratingId())
                    : kept.ratingId() == null
                            && List.of("rating-agreement", "pathway-stage", "sudden-change")
                                    .contains(decision)) {
                last.remove(decision);
                last.put(decision, kept);
            }
        }
        assertThat(last).hasSize(4);
        return List.copyOf(last.values());
    }

    private KeptEvaluation noted(Somebody person, String service) {
        Long id = jdbc.sql("select evaluation from proposal where pathway_ref = :ref and service = :service")
                .param("ref", person.ref().value())
                .param("service", service)
                .query(Long.class)
                .single();
        return decisions.ofRound(Viewer.SYSTEM, person.ref(), String.valueOf(person.round("id"))).stream()
                .filter(kept -> kept.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private static Element explained(Document page, String decision) {
        List<Element> found = page.select(".wm-explained[data-decision=" + decision + "]");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Map<String, String> facts(@Nullable Element in) {
        Map<String, String> facts = new LinkedHashMap<>();
        Objects.requireNonNull(in)
                .select("dt")
                .forEach(name -> facts.put(
                        name.text(),
                        Objects.requireNonNull(name.nextElementSibling()).text()));
        return facts;
    }

    private static String stagePage(Somebody person) {
        return "/people/" + person.ref() + "/why/stage/" + person.round("id");
    }

    private String servicePage(Somebody person, String service) {
        return "/people/" + person.ref() + "/why/service/"
                + jdbc.sql("select id from proposal where pathway_ref = :ref and service = :service")
                        .param("ref", person.ref().value())
                        .param("service", service)
                        .query(String.class)
                        .single();
    }

    private List<String> deployments() {
        return repository.createDeploymentQuery().list().stream()
                .map(Deployment::getId)
                .toList();
    }

    private TableFile levelFourIsModerate() {
        TableFile file = versions.file(versions.shipped("pathway-stage"));
        return file.with(
                "pathway-stage",
                file.main().rows().stream()
                        .map(row -> row.id().equals("Rule_MildByLevelAlone")
                                ? new Row(row.id(), "Level 4 is ours now.", row.when(), List.of("\"MODERATE\""))
                                : row)
                        .toList());
    }
}
