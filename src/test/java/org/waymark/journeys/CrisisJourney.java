package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import org.junit.jupiter.api.Test;
import org.waymark.support.Somebody;

/** A crisis from the report to what came of it, with those who respond on the telephone's small screen. */
class CrisisJourney extends WithBrowser {

    @Test
    void somebodyOnTheRotaRespondsOnASmallScreen() {
        Somebody somebody = care.somebody()
                .called("Winifred", "Tams", "Win")
                .withCarer("Harold Tams")
                .registered();

        Visitor lead = small().signIn("lead");
        lead.goTo("/rota");
        assertThat(lead.words()).contains("Nobody is on now");
        lead.press("Put on the rota");
        assertThat(lead.status()).isEqualTo(400);
        assertThat(lead.words()).contains("Choose who is on");
        lead.select("Who is on", "Joan Kirkby, Palliative nurse")
                .date("From which day", clock.today())
                .fill("From what time", "00:00");
        lead.press("Put on the rota");
        assertThat(lead.words()).contains("Put on the rota.", "On now: Joan Kirkby");

        Visitor coordinator = signedIn("coordinator");
        coordinator.goTo(pageOf(somebody)).open("Report a crisis");
        coordinator
                .choose("Who reports it?", "A carer or relative")
                .fill("What has happened?", "She does not know her husband and will not let him in.")
                .choose("Since when?", "Within the last few hours")
                .choose("Is anybody in danger now?", "No");
        coordinator.press("Record");
        assertThat(coordinator.words()).contains("Somebody rings back within 4 hours", "Joan Kirkby");

        Visitor nurse = small().signIn("nurse");
        nurse.open("Open: Triage the crisis");
        assertThat(nurse.words()).contains("will not let him in");
        nurse.choose("Who did you speak with?", "A carer")
                .fill("What is happening?", "He stands in the garden.")
                .choose("Is anybody in danger?", "No")
                .choose("Could it be delirium or a sudden illness?", "No")
                .choose("What is needed?", "A visit, within 4 hours");
        nurse.press("Save the triage");
        nurse.goTo("/worklist").open("Open: Visit the person");
        nurse.date("Day of the visit", clock.today())
                .fill("Time of the visit", "00:00")
                .fill("Who was there?", "Her husband")
                .fill("What did you find, and what did you do?", "Sat with both of them.")
                .choose("How does the carer say it is going?", "“It is hard most of the time”")
                .choose("Does somebody need to stay overnight?", "Yes, the night is to be covered")
                .choose("Is there an immediate concern for the person or a carer?", "No");
        nurse.press("Save the visit");
        assertThat(nurse.words()).contains("Cover the night", "Waiting with you");

        nurse.goTo(pageOf(somebody));
        assertThat(nurse.words()).contains("Nights are covered", "Cover the night");
    }

    private Visitor small() {
        return visitor(new NewContextOptions().setViewportSize(320, 640)).onASmallScreen();
    }
}
