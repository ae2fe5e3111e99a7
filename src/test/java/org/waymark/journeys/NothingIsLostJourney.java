package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.CONCERN;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.Test;
import org.waymark.support.Somebody;

/** What has been entered outlives a closed browser, an impatient hand and a quicker colleague. */
class NothingIsLostJourney extends WithBrowser {

    private Somebody withAConcern() {
        return care.registered().welcomed("immediateConcern", "SUDDEN_ILLNESS", "concernNote", "Fell on the stairs");
    }

    private static String pageOfConcern(Somebody somebody) {
        return "/tasks/" + somebody.last(CONCERN).taskId();
    }

    private static void typesWhatWasDone(Visitor visitor, String text) {
        visitor.fill("What did you do?", text).choose("How do things stand now?", "Everybody concerned is safe");
    }

    private static void waitsUntilItIsKept(Visitor visitor) {
        visitor.page().getByText("Draft saved").waitFor();
    }

    @Test
    void keepsADraftWhenTheBrowserIsClosed() {
        Somebody somebody = withAConcern();
        Visitor before = signedIn("coordinator").goTo(pageOfConcern(somebody));
        typesWhatWasDone(before, "Rang the surgery");
        waitsUntilItIsKept(before);
        before.context().close();

        Visitor after = signedIn("coordinator");
        after.leadsOn(after.tile("My team's"));
        assertThat(after.row("Act on the concern", somebody.ref().value()).innerText())
                .contains("draft saved");
        after.goTo(pageOfConcern(somebody));
        assertThat(after.field("What did you do?").inputValue()).isEqualTo("Rang the surgery");
        assertThat(after.question("How do things stand now?")
                        .getByLabel("Everybody concerned is safe")
                        .isChecked())
                .isTrue();
        assertThat(after.words()).contains("Draft saved");
    }

    @Test
    void doesOneThingWhenItIsClickedTwice() {
        clicksTwice(signedIn("coordinator"));
    }

    /** Here nothing holds the second click back, and the server gets both. */
    @Test
    void doesOneThingWhenItIsClickedTwiceWithoutScripts() {
        clicksTwice(visitor(new NewContextOptions().setJavaScriptEnabled(false))
                .withoutScripts()
                .signIn("coordinator"));
    }

    private void clicksTwice(Visitor coordinator) {
        Somebody somebody = care.registered();
        coordinator.goTo("/tasks/" + somebody.task(Somebody.NAME_COORDINATOR).taskId());
        coordinator.select("Who coordinates this pathway?", "Ruth Amadi, Dementia liaison coordinator");
        coordinator.button("Name the coordinator").dblclick();
        coordinator.page().waitForURL("**/done");
        coordinator.page().waitForLoadState(LoadState.LOAD);
        coordinator.look();
        assertThat(coordinator.words()).contains("Make the welcome contact");
        assertThat(somebody.values("select form_id from form_submission where pathway_ref = :ref"))
                .containsExactly("name-coordinator");
        assertThat(somebody.open()).containsExactly(Somebody.WELCOME);
    }

    @Test
    void tellsWhoComesSecondByWhomAndWhenItWasDoneAndKeepsTheDraft() {
        Somebody somebody = withAConcern();
        Visitor first = signedIn("coordinator").goTo(pageOfConcern(somebody));
        Visitor second = signedIn("colleague").goTo(pageOfConcern(somebody));
        typesWhatWasDone(second, "Sent for the neighbour");
        typesWhatWasDone(first, "Rang the daughter");
        first.press("Save what was done");
        assertThat(first.page().url()).endsWith("/done");

        second.press("Save what was done");
        assertThat(second.words())
                .contains(
                        "This task is closed",
                        "Done by Ruth Amadi on",
                        "What you had entered",
                        "Sent for the neighbour");
        assertThat(second.button("Save what was done").count()).isZero();
    }
}
