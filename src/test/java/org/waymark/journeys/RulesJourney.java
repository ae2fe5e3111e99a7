package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.support.Somebody;
import org.waymark.support.Tables;
import org.waymark.support.UsualAnswers;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Evaluation;

/** Two clinical owners change a row of the table of stages and go back, one at a desk, the other on a small screen. */
class RulesJourney extends WithBrowser {

    private static final String STAGE = "/rules/pathway-stage";

    @Autowired
    private Workflow workflow;

    @Autowired
    private Tables adopted;

    @AfterEach
    void asItCameWithWaymark() {
        adopted.takeBack();
    }

    @Test
    void aChangedRowIsCheckedTriedApprovedExplainedAndTakenBack() {
        care.somebody()
                .called("Margaret", "Holt", "Peggy")
                .registered()
                .welcomed()
                .staffRates("dougie-mac", UsualAnswers.atLevel("4"));
        Visitor lead = signedIn("clinical-lead");
        Visitor consultant = visitor(new NewContextOptions().setViewportSize(320, 640))
                .onASmallScreen()
                .signIn("consultant");

        lead.page().navigate(STAGE);
        lead.open("Propose a change").press("Begin");
        assertThat(lead.status()).isEqualTo(400);
        lead.fill("Why should it change?", "At level 4 the day centre helps already")
                .fill("Where do the rules come from?", "Board of the alliance, 9 November 2026")
                .passes(lead.button("Begin"));
        String proposal = path(lead);
        lead.follow("Change row 7").fill("Functional level", "\"4\", \"5").press("Save the row");
        assertThat(lead.status()).isEqualTo(400);
        assertThat(lead.page().title()).startsWith("Error: ");
        lead.fill("Functional level", "\"4\", \"5\"")
                .fill("Stage", "\"MODERATE\"")
                .fill("The rule in words", "Level 4 says: moderate. No CDR score is held.")
                .press("Save the row");
        assertThat(lead.words())
                .contains("Checked: 1 thing to put right", "Both match somebody with: Functional level: 5");
        lead.passes(lead.link("Row 7")).fill("Functional level", "\"4\"").passes(lead.button("Save the row"));
        assertThat(lead.words()).contains("Checked: nothing to put right", "Not yet. A trial asks");

        String trial = tries(lead);
        lead.look();
        assertThat(lead.words()).contains("Who they are is shown").doesNotContain("Holt");
        assertThat(lead.row("Stage", "Mild", "Moderate").isVisible()).isTrue();
        showsHowFarItIs(lead);
        Visitor coordinator = signedIn("coordinator");
        coordinator.goTo(trial);
        assertThat(coordinator.words()).contains("Holt");
        lead.page().navigate(proposal);
        lead.passes(lead.button("Ask for approval"));
        assertThat(lead.words()).contains("It waits for a second clinical owner");

        consultant.goTo("/rules");
        consultant.passes(consultant.link("Pathway stage")).press("Send it back");
        assertThat(consultant.status()).isEqualTo(400);
        consultant.fill("What do you say to it?", "Agreed").press("Approve it");
        assertThat(consultant.words()).contains("It counts from now on", "Approved by");

        Evaluation changed = atLevelFour();
        assertThat(changed.text("stage")).isEqualTo("MODERATE");
        Somebody after =
                care.somebody().called("Edith", "Bloor", "Edie").registered().assessedAt("4");
        assertThat(why(coordinator, after))
                .contains("Version " + changed.version() + ". Nadia Farouk answers for it, approved by Owen Price")
                .contains("Source: Board of the alliance, 9 November 2026")
                .contains("Level 4 says: moderate.");

        consultant.goTo(STAGE + "/versions/1");
        consultant
                .passes(consultant.button("Propose this version again"))
                .fill("Why should it change?", "The day centre is full")
                .fill("Where do the rules come from?", "As it came with Waymark")
                .passes(consultant.button("Begin"));
        String back = path(consultant);
        tries(consultant);
        consultant.look();
        consultant.page().navigate(back);
        consultant.passes(consultant.button("Ask for approval"));
        lead.page().navigate(back);
        lead.button("Approve it").click();
        lead.page().getByText("It counts from now on").waitFor();
        assertThat(atLevelFour().text("stage")).isEqualTo("MILD");
        assertThat(atLevelFour().version()).isGreaterThan(changed.version());
        lead.goTo(STAGE);
        assertThat(lead.words()).contains("The day centre is full", "At level 4 the day centre helps already");
    }

    private static String path(Visitor visitor) {
        return visitor.page().url().replaceFirst("^https?://[^/]+", "").replaceFirst("[?#].*$", "");
    }

    /** Tries a proposal and stays until the page says by itself what came of it. */
    private static String tries(Visitor owner) {
        owner.passes(owner.button("Try it on what is on record"));
        owner.page().waitForSelector("#report");
        assertThat(owner.words()).contains("What would come out otherwise");
        return path(owner);
    }

    /** As if it were still under way, and then over. */
    private void showsHowFarItIs(Visitor owner) {
        jdbc.sql("update table_trial set state = 'RUNNING', ended_at = null, total = 5000")
                .update();
        owner.goTo(path(owner));
        assertThat(owner.words()).contains("Evaluations asked again", "of 5,000");
        jdbc.sql("update table_trial set state = 'DONE', ended_at = started_at").update();
        owner.page().waitForSelector("#report");
    }

    private Evaluation atLevelFour() {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("functionalLevel", "4");
        inputs.put("cdrGlobal", null);
        return workflow.evaluate("pathway-stage", inputs);
    }

    /** What the page says of the stage of the one round that somebody had. */
    private static String why(Visitor coordinator, Somebody of) {
        coordinator.page().navigate(pageOf(of));
        String why =
                coordinator.page().locator("a[href*='/why/stage/']").first().getAttribute("href");
        coordinator.page().navigate(why);
        return coordinator.words();
    }
}
