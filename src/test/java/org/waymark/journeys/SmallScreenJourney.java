package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.waymark.support.Somebody;

/** On a telephone of 320 px whose browser runs no scripts, everything can still be done. */
class SmallScreenJourney extends WithBrowser {

    @Test
    void worksWithoutScriptsAndWithoutScrollingSideways() {
        Somebody somebody = care.somebody()
                .called("Wilhelmina", "Featherstonehaugh-Cholmondeley", "Mina")
                .withCarer("Bartholomew Featherstonehaugh-Cholmondeley")
                .registered();
        Visitor coordinator = visitor(
                        new NewContextOptions().setViewportSize(320, 640).setJavaScriptEnabled(false))
                .onASmallScreen()
                .withoutScripts()
                .signIn("coordinator");

        coordinator.press("Take: Name a coordinator");
        assertThat(coordinator.words()).contains("The task is yours now");
        coordinator.press("Name the coordinator");
        isRefused(coordinator, "Choose a coordinator");
        coordinator.select("Who coordinates this pathway?", "Ruth Amadi, Dementia liaison coordinator");
        coordinator.press("Name the coordinator");

        coordinator.follow("Make the welcome contact");
        coordinator.question("Day of the contact").getByLabel("Day").fill("31");
        coordinator.question("Day of the contact").getByLabel("Month").fill("2");
        coordinator.question("Day of the contact").getByLabel("Year").fill("2026");
        coordinator.fill("Name they like to be called by", "Minnie").choose("Who did you speak with?", "Both");
        coordinator.press("Save the welcome contact");
        isRefused(coordinator, "must be a real date");
        assertThat(coordinator.question("Day of the contact").getByLabel("Day").inputValue())
                .isEqualTo("31");
        assertThat(coordinator.field("Name they like to be called by").inputValue())
                .isEqualTo("Minnie");
        assertThat(coordinator
                        .question("Who did you speak with?")
                        .getByLabel("Both")
                        .isChecked())
                .isTrue();

        coordinator
                .date("Day of the contact", clock.today())
                .choose("Was information about the diagnosis given?", "Yes")
                .choose("Was advance care planning offered?", "Offered, and they would like it")
                .choose("May the carers be asked how they see things?", "Yes")
                .choose("Who said so?", "The person with dementia")
                .choose("May the organisations of the alliance share what is recorded?", "Not asked yet")
                .choose("Is there an immediate concern for the person or a carer?", "No");
        coordinator.press("Save the welcome contact");
        assertThat(coordinator.page().url()).endsWith("/done");

        coordinator.goTo(pageOf(somebody) + "/stages");
        coordinator.goTo(pageOf(somebody));
        assertThat(coordinator.words()).contains("Minnie");
        coordinator.open("Record a life event");
        coordinator.follow("Record a death");
        for (String path : List.of(
                "/people", "/search", "/people/new", "/referrals", "/services", "/rota", "/import", "/nowhere")) {
            coordinator.goTo(path);
        }
        for (String path : List.of(
                "/caseload",
                "/centre",
                "/nobody-is-lost",
                "/letters",
                "/outbox",
                "/rules",
                "/rules/pathway-stage",
                "/clocks",
                "/clocks/REFERRAL_ANSWER",
                "/insight?code=RED",
                "/insight/fairness",
                "/insight/hand-overs",
                "/insight/outliers",
                "/insight/paths",
                "/insight/what-if",
                "/insight/deprivation",
                "/insight/event-log",
                "/insight/measures/reviews-on-time")) {
            coordinator.goTo(path);
            assertThat(coordinator.status()).as(path).isEqualTo(200);
        }
        for (String below : List.of("/details", "/email", "/links", "/record", "/record/record-carer-change")) {
            coordinator.goTo(pageOf(somebody) + below);
            assertThat(coordinator.status()).as(below).isEqualTo(200);
        }
    }

    private static void isRefused(Visitor visitor, String words) {
        assertThat(visitor.status()).isEqualTo(400);
        assertThat(visitor.page().title()).startsWith("Error: ");
        List<Locator> links = visitor.page()
                .getByRole(AriaRole.ALERT)
                .getByRole(AriaRole.LINK)
                .all();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(
                        visitor.page().locator(link.getAttribute("href")).count())
                .as(link.innerText())
                .isOne());
        assertThat(links).anySatisfy(link -> assertThat(link.innerText()).contains(words));
    }
}
