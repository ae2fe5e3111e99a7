package org.waymark.rules.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.kernel.PathwayRef;
import org.waymark.rules.TableProposals;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Tables;
import org.waymark.support.UsualAnswers;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;

class TrialsViewTests extends WithCare {

    private static final String DECISION = "pathway-stage";

    @Autowired
    Visits visits;

    @Autowired
    DecisionVersions versions;

    @Autowired
    Tables adopted;

    @Autowired
    TableProposals proposals;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void nothingIsOnRecord() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private void staged(PathwayRef ref) {
        jdbc.sql("""
                        insert into decision_evaluation (pathway_ref, decision, version, inputs, matched_rules, reasons, outputs, at, by)
                        values (:ref, 'pathway-stage', 1, '{"functionalLevel": "4", "cdrGlobal": null}', '{}', '{}', '[]', now(), 'coordinator')
                        """).param("ref", ref.value()).update();
    }

    private String proposed() throws Exception {
        String proposal = leadsTo(visits.send(
                Alliance.CLINICAL_LEAD, "/rules/" + DECISION + "/propose", "source", "Board", "reason", "To try it"));
        Row row = versions.file(versions.inForce(DECISION)).main().rows().stream()
                .filter(one ->
                        one.when().get(0).equals("\"4\"") && one.when().get(1).startsWith("not"))
                .findFirst()
                .orElseThrow();
        leadsTo(visits.send(
                Alliance.CLINICAL_LEAD,
                proposal + "/rows/" + DECISION + "/" + row.id(),
                "revision",
                "1",
                "when-0",
                row.when().get(0),
                "when-1",
                row.when().get(1),
                "then-0",
                "\"MODERATE\"",
                "words",
                "Level 4 says: moderate."));
        return proposal;
    }

    private static String leadsTo(ResultActions answered) throws Exception {
        return Objects.requireNonNull(answered.andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    }

    private String tried(String proposal) throws Exception {
        String trial = leadsTo(visits.send(Alliance.CLINICAL_LEAD, proposal + "/try"));
        Awaitility.await().until(() -> jdbc.sql("select count(*) from table_trial where state = 'RUNNING'")
                .query(Long.class)
                .single()
                .equals(0L));
        return trial;
    }

    @Test
    void tellsWhoWouldBeStagedOtherwiseInWords() throws Exception {
        Somebody somebody =
                care.somebody().called("Margaret", "Holt", "Peggy").registered().named();
        staged(somebody.ref());
        staged(PathwayRef.random());
        String proposal = proposed();
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal).select("main").text())
                .contains("Not yet. A trial asks every evaluation");

        String trial = tried(proposal);

        Document page = visits.page(Alliance.COORDINATOR, trial);
        assertThat(page.title()).isEqualTo("Trial of a change – Waymark");
        assertThat(page.select("[aria-labelledby=report]").text()).contains("2 of 2", "2 of them by their latest");
        assertThat(page.select("[aria-labelledby=groups] tbody tr").eachText())
                .containsExactly("Stage Mild Moderate 2 2 2");
        assertThat(page.select("#people").text()).contains("Shown are those whose care you may see: 1 of 2", "Holt");
        assertThat(page.select("#people a[href=/people/" + somebody.ref() + "]"))
                .hasSize(1);
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal).select("main").text())
                .contains("tried as it stands", "2 of 2 evaluations, 2 of 2 people would come out otherwise");
    }

    @Test
    void tellsWhoWouldBeStagedAndRoutedOtherwiseWhenALevelChanges() throws Exception {
        Somebody staged =
                care.somebody().called("Margaret", "Holt", "Peggy").registered().assessedAt("7b");
        Somebody notYet = care.somebody()
                .called("Alan", "Reed", "Al")
                .registered()
                .welcomed()
                .staffRates("approach", UsualAnswers.atLevel("7b"));
        TableFile levels = versions.file(versions.inForce("functional-level"));
        List<Row> rows = new ArrayList<>(levels.main().rows());
        rows.replaceAll(row -> row.id().equals("Rule_Level7b")
                ? new Row(
                        row.id(),
                        row.words(),
                        row.when(),
                        List.of("\"7c\"", row.then().get(1)))
                : row);
        UUID proposal = proposals.begin(
                Alliance.CLINICAL_LEAD,
                "functional-level",
                levels.with("functional-level", rows).xml().getBytes(StandardCharsets.UTF_8),
                "Board",
                "To try it");

        String trial = tried("/rules/proposals/" + proposal);

        Document page = visits.page(Alliance.COORDINATOR, trial);
        assertThat(page.select("[aria-labelledby=report] li").eachText())
                .containsExactly(
                        "1 person would be at another stage; 1 of them by the latest evaluation.",
                        "1 person would be offered other services, or the same ones sooner or later; 1 of them by the latest evaluation.",
                        "For 1 person nothing would come of it: stage, services and everything else stay as they are.");
        assertThat(page.select("[aria-labelledby=groups] tbody tr").eachText())
                .containsExactly("Functional level 7b 7c 2 2 4");
        assertThat(page.select("[aria-labelledby=outcomes] tbody tr").eachText())
                .containsExactly(
                        "Stage Pathway stage Severe Advanced 1 1 1",
                        "Namaste care Referral routing not proposed Routine 1 1 1");
        assertThat(who(page, staged))
                .contains("Functional level: 7b", "What follows: Stage: Severe", "Namaste care: not proposed");
        assertThat(who(page, notYet))
                .contains("Functional level: 7b", "Nothing would come of it: stage and services stay as they are.");
        assertThat(visits.page(Alliance.CLINICAL_LEAD, "/rules/proposals/" + proposal)
                        .select("[aria-labelledby=trial] li"))
                .hasSize(3);
    }

    private static String who(Document page, Somebody somebody) {
        return page.select("#people tr:has(a[href=/people/" + somebody.ref() + "])")
                .text();
    }

    @Test
    void showsNobodyToAClinicalOwner() throws Exception {
        Somebody somebody = care.registered().named();
        staged(somebody.ref());
        String trial = tried(proposed());

        Document page = visits.page(Alliance.CLINICAL_LEAD, trial);

        assertThat(page.select("[aria-labelledby=groups] tbody tr").text()).contains("Mild Moderate 1");
        assertThat(page.select("#people").text()).contains("Who they are is shown to those who may see their care");
        assertThat(page.html()).doesNotContain(somebody.ref().value());
    }

    @Test
    void showsHowFarItIsAndAsksAgainUntilItIsOver() throws Exception {
        String trial = tried(proposed());
        visits.open(Alliance.CONSULTANT, trial + "/progress").andExpect(header().string("HX-Refresh", "true"));

        jdbc.sql("update table_trial set state = 'RUNNING', ended_at = null, total = 5000, looked = 300")
                .update();
        Document page = visits.page(Alliance.CONSULTANT, trial);
        assertThat(page.select("#run").attr("hx-get")).isEqualTo(trial + "/progress");
        assertThat(page.select("#run progress").attr("max")).isEqualTo("5000");
        assertThat(page.select("#run").text()).contains("300 of 5,000");
        Document part = Visits.read(
                visits.open(Alliance.CONSULTANT, trial + "/progress").andExpect(header().doesNotExist("HX-Refresh")));
        assertThat(part.select("#run[hx-trigger]")).hasSize(1);
    }

    @Test
    void saysThatNothingWouldComeOutOtherwise() throws Exception {
        staged(PathwayRef.random());
        String proposal = leadsTo(visits.send(
                Alliance.CLINICAL_LEAD, "/rules/" + DECISION + "/propose", "source", "Board", "reason", "Nothing new"));

        assertThat(visits.page(Alliance.CONSULTANT, tried(proposal))
                        .select("[aria-labelledby=report]")
                        .text())
                .contains("Nothing would come out otherwise", "0 of 1");
    }

    // ------------------------------------------------------------------ approval

    private String submitted() throws Exception {
        String proposal = proposed();
        tried(proposal);
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal)
                        .select("form[action$=/submit] input[name=revision]")
                        .val())
                .isEqualTo("2");
        leadsTo(visits.send(Alliance.CLINICAL_LEAD, proposal + "/submit", "revision", "2"));
        return proposal;
    }

    @Test
    void whatWaitsIsListedAndDecidedByAnotherOwner() throws Exception {
        String proposal = submitted();

        assertThat(visits.page(Alliance.CONSULTANT, "/rules")
                        .select("[aria-labelledby=submitted] a[href=" + proposal + "]"))
                .hasSize(1);
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal).select("form[action$=/approve]"))
                .isEmpty();
        assertThat(visits.page(Alliance.COORDINATOR, proposal).select("main form"))
                .isEmpty();
        assertThat(visits.page(Alliance.CONSULTANT, proposal).select("form[action$=/approve]"))
                .hasSize(1);
    }

    @Test
    void nothingIsSentBackWithoutAWord() throws Exception {
        String proposal = submitted();

        Document page =
                Visits.read(visits.send(Alliance.CONSULTANT, proposal + "/send-back", "revision", "2", "answer", " ")
                        .andExpect(status().isBadRequest()));
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a[href=#answer]")).hasSize(1);
        Document tooLong = Visits.read(
                visits.send(Alliance.CONSULTANT, proposal + "/approve", "revision", "2", "answer", "a".repeat(2_001))
                        .andExpect(status().isBadRequest()));
        assertThat(tooLong.select("#answer").val()).hasSize(2_001);

        leadsTo(visits.send(
                Alliance.CONSULTANT, proposal + "/send-back", "revision", "2", "answer", "Ask the day centre"));
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal).select("main").text())
                .contains("Sent back by", "Owen Price", "Ask the day centre");
    }

    @Test
    void anAdoptedTableNamesWhoAnswersForIt() throws Exception {
        String proposal = submitted();
        visits.send(Alliance.CLINICAL_LEAD, proposal + "/approve", "revision", "2")
                .andExpect(status().isConflict());

        leadsTo(visits.send(Alliance.CONSULTANT, proposal + "/approve", "revision", "2", "answer", "Agreed"));

        try {
            assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal)
                            .select("main")
                            .text())
                    .contains("adopted", "Approved by", "Agreed", "It became version");
            Document decision = visits.page(Alliance.COORDINATOR, "/rules/" + DECISION);
            assertThat(decision.select("[aria-labelledby=about]").text())
                    .contains("Nadia Farouk", "approved by Owen Price", "Board", "To try it");
            assertThat(decision.select("[aria-labelledby=versions] tbody tr")).hasSize(2);
            Document former = visits.page(Alliance.CLINICAL_LEAD, "/rules/" + DECISION + "/versions/1");
            assertThat(former.select("a[href=/rules/" + DECISION + "/propose?from=1]")
                            .text())
                    .isEqualTo("Propose this version again");
            assertThat(visits.page(Alliance.CLINICAL_LEAD, "/rules/" + DECISION + "/propose?from=1")
                            .select("h1")
                            .text())
                    .startsWith("Propose version 1 again");
        } finally {
            adopted.takeBack();
        }
    }

    @Test
    void aPlaceToGoOnFromThatIsNoneLeadsNowhere() throws Exception {
        String trial = tried(proposed());

        visits.open(Alliance.COORDINATOR, trial + "?after=WM-2222-2222").andExpect(status().isOk());
        visits.open(Alliance.COORDINATOR, trial + "?after=Zanzibar").andExpect(status().isNotFound());
        visits.open(Alliance.NURSE, trial).andExpect(status().isNotFound());
    }
}
