package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Somebody.FIRST_CONTACT;
import static org.waymark.support.Somebody.RESPOND;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.waymark.insight.FiguresOfTheFlow;
import org.waymark.support.Somebody;

/** A manager who has never read a page of help looks for the step that holds people longest. */
class BottleneckJourney extends WithBrowser {

    private static final String SCARCE = "SPEECH_AND_LANGUAGE";
    private static final String PLENTIFUL = "FALLS_SERVICE";

    @Autowired
    private ApplicationContext application;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    /** All are referred to both; one service sees them after two days, the other after six weeks, and the last one not yet. */
    @Test
    void threeClicksFromTheFirstPageLeadToTheStepTheServiceAndWhoIsHeldThere() {
        clock.moveTo(clock.instant().minus(Duration.ofDays(50)));
        List<Somebody> people = Stream.of("Ada", "Edith", "Walter")
                .map(name ->
                        care.somebody().called(name, "Shore", name).registered().referredTo(SCARCE, PLENTIFUL))
                .toList();
        people.forEach(person -> person.tasks(RESPOND).forEach(person::hands));
        care.passDays(2);
        people.forEach(person -> contact(person, PLENTIFUL));
        care.passDays(40);
        people.subList(0, 2).forEach(person -> contact(person, SCARCE));
        clock.reset();
        FiguresOfTheFlow.count(application);

        Visitor manager = signedIn("manager");
        manager.follow("Waits");
        assertThat(manager.words()).contains("People waited longest for “Make the first contact” (Referral)");
        manager.follow("Make the first contact");
        assertThat(manager.page()
                        .locator("table:has-text('Nine of ten within') th[scope=row] a")
                        .allInnerTexts())
                .containsExactly("Speech and language", "Falls service");
        manager.follow("Speech and language");
        assertThat(manager.words())
                .contains(
                        "Make the first contact",
                        "Referral: Speech and language",
                        people.get(2).ref().value(),
                        "You see references instead of names")
                .doesNotContain(people.get(0).ref().value(), "Shore");

        // Managers see no record; whoever looks after the person opens the same page and reads the name.
        Visitor coordinator = visitor(new NewContextOptions().setViewportSize(320, 640))
                .onASmallScreen()
                .signIn("coordinator");
        coordinator.goTo(manager.page().url().replaceFirst("^https?://[^/]+", ""));
        assertThat(coordinator.words()).contains("Walter Shore").doesNotContain("Ada Shore");

        manager.goTo("/insight/curve?from=referral-sent&to=referral-in-contact");
        assertThat(manager.words()).contains("6 began the way", "Still waiting");
        manager.goTo("/insight/stages");
        assertThat(manager.words()).contains("3 people were on an open pathway");
    }

    private static void contact(Somebody person, String service) {
        person.tasks(FIRST_CONTACT).stream()
                .filter(task -> service.equals(task.service()))
                .forEach(person::hands);
    }
}
