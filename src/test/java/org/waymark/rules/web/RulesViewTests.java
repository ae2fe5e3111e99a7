package org.waymark.rules.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;
import org.waymark.workflow.DecisionVersions;

class RulesViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    DecisionVersions versions;

    @Autowired
    JdbcClient jdbc;

    @Test
    void listsEveryDecisionWithItsVersionAndWhereItComesFrom() throws Exception {
        Document page = visits.page(Alliance.CLINICAL_LEAD, "/rules");

        assertThat(page.title()).isEqualTo("Rules – Waymark");
        assertThat(page.select("tbody tr")).hasSize(versions.inForce().size());
        assertThat(page.select("tbody tr:has(a[href=/rules/cdr-global])").text())
                .contains("Global clinical rating", "Version 1", "Came with Waymark", "Morris");
    }

    @Test
    void saysEachRowInPlainWords() throws Exception {
        Document page = visits.page(Alliance.COORDINATOR, "/rules/pathway-stage");

        List<String> rows =
                page.select("[aria-labelledby=rules-in-words] tbody tr").eachText();
        assertThat(rows).hasSize(20);
        assertThat(rows.get(2)).contains("Functional level: 5 or 6a", "Global CDR score: 2", "Stage: Moderate");
        assertThat(rows.get(6)).contains("Functional level: 4", "Global CDR score: not known", "Stage: Mild");
        assertThat(page.select("main").text()).contains("One row answers", "in force", "0, 0.5, 1, 2 or 3");
        assertThat(page.select(".wm-decision").attr("data-dmn-url")).isEqualTo("/rules/pathway-stage/versions/1/file");
    }

    @Test
    void saysBoundariesAndWhatIsNotKnown() throws Exception {
        assertThat(rows("carer-strain-level").get(1)).contains("over 20, up to 40");
        assertThat(rows("carer-strain-level").get(4)).contains("not known, less than 0 or more than 88", "0 or 1");
        assertThat(rows("referral-routing").get(0)).contains("always", "Conversation with the coordinator", "Routine");
        assertThat(rows("referral-routing").get(22)).contains("Carer strain: Low, Moderate, Unknown or not known");
        assertThat(rows("cdr-global").get(9)).contains("as “commonest above memory”");
        assertThat(rows("functional-level").get(0)).contains("Functional level: left open");
        assertThat(rows("palliative-indicators").get(0))
                .contains("The person is in the dying phase. Followed by “known signs in words”.");
    }

    private List<String> rows(String decision) throws Exception {
        return visits.page(Alliance.CLINICAL_LEAD, "/rules/" + decision)
                .select("[aria-labelledby=rules-in-words] tbody tr")
                .eachText();
    }

    @Test
    void showsWhatIsLookedUpAndWorkedOutFirst() throws Exception {
        assertThat(visits.page(Alliance.CLINICAL_LEAD, "/rules/sudden-change")
                        .select("main h2")
                        .eachText())
                .contains("Looked up first: Movement of the stage");
        Element formulas = visits.page(Alliance.CLINICAL_LEAD, "/rules/bereavement-support-level")
                .select("[aria-labelledby=rules-formulas]")
                .first();
        assertThat(String.valueOf(formulas)).contains("How many of the five signs are there?", "suddenDeath");
    }

    @Test
    void theFileCanBeTakenAwayAndThatIsOnTheAuditTrail() throws Exception {
        String body = visits.open(Alliance.CLINICAL_LEAD, "/rules/pathway-stage/versions/1/file")
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Disposition", "attachment; filename=\"pathway-stage-1.dmn\""))
                .andReturn()
                .getResponse()
                .getContentAsString();

        assertThat(body).contains("<decision id=\"pathway-stage\"");
        assertThat(jdbc.sql("select count(*) from audit_event where action = 'rules.downloaded'"
                                + " and subject = 'pathway-stage 1' and actor = 'clinical-lead'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aDecisionOrVersionThatIsNotThereLeadsNowhere() throws Exception {
        for (String address : List.of(
                "/rules/stage-movement",
                "/rules/nothing",
                "/rules/pathway-stage/versions/99",
                "/rules/nothing/versions/1/file")) {
            visits.open(Alliance.CLINICAL_LEAD, address).andExpect(status().isNotFound());
        }
    }

    @Test
    void nobodyElseReadsThem() throws Exception {
        for (Viewer viewer : List.of(Alliance.NURSE, Alliance.MANAGER, Alliance.OPERATOR, Alliance.PARTNER)) {
            visits.open(viewer, "/rules").andExpect(status().isNotFound());
        }
    }
}
