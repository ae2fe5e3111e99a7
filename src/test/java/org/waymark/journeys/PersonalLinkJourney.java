package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.links.Language;
import org.waymark.links.Links;
import org.waymark.links.Links.SecondFact;
import org.waymark.links.Readers.Kind;
import org.waymark.notify.Post;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.Letterbox;
import org.waymark.support.Letterbox.Arrived;
import org.waymark.support.Somebody;

/**
 * The person and a carer answer by themselves, on a telephone of 320 px, by a link that came by e-mail; staff of both
 * organisations rate section by section, and a difference and the stage are settled.
 */
class PersonalLinkJourney extends WithBrowser {

    private static final String TOO_HARD =
            "Have complicated things become too hard, such as bills, appointments or a meal for several people?";
    private static final String CLOTHES = "Do they need help to choose clothes that suit the day and the weather?";
    private static final String LOST = "Yes, because of the dementia";
    private static final String WHAT_MATTERS = "The bells on Sunday, and that nobody worries";

    @Autowired
    private Links links;

    @Autowired
    private People people;

    @Autowired
    private Post post;

    private int mailboxes;

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    private Somebody somebody() {
        return care.somebody().withCarer("Peter Holt").registered().welcomed();
    }

    private Visitor onATelephone() {
        return visitor(new NewContextOptions().setViewportSize(320, 640)).onASmallScreen();
    }

    private String mailbox() {
        return "journey" + ++mailboxes + "@home.example";
    }

    /** Where the link in the newest e-mail leads. */
    private String arrived(String mailbox) {
        post.goesOut();
        List<Arrived> all = Letterbox.of(mailbox);
        var found = Pattern.compile("https?://[^/]+(/s/\\S+)")
                .matcher(all.get(all.size() - 1).text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private String sent(Somebody somebody, Kind kind, Language language) {
        String mailbox = mailbox();
        var carer = people.facts(somebody.ref()).carers().get(0).id();
        people.recordEmail(Alliance.COORDINATOR, somebody.ref(), kind == Kind.CARER ? carer : null, mailbox);
        String taskId = links.of(Alliance.COORDINATOR, somebody.ref()).stream()
                .filter(asked -> asked.reader().kind() == kind)
                .findFirst()
                .orElseThrow()
                .task()
                .taskId();
        links.email(Alliance.COORDINATOR, taskId, SecondFact.BIRTHDAY, language);
        return arrived(mailbox);
    }

    private static void birthday(Page page, LocalDate day) {
        page.fill("#day", String.valueOf(day.getDayOfMonth()));
        page.fill("#month", String.valueOf(day.getMonthValue()));
        page.fill("#year", String.valueOf(day.getYear()));
    }

    private LocalDate birthdayOf(Somebody somebody) {
        return people.facts(somebody.ref()).dateOfBirth();
    }

    @Test
    void leadsThroughAWholeRoundFromTheLinkToTheConfirmedStage() {
        Somebody somebody = somebody();
        String mailbox = mailbox();
        Visitor coordinator = signedIn("coordinator");
        coordinator.goTo(pageOf(somebody));
        coordinator.follow("Who is asked, and who has answered");
        String round = coordinator.page().url();
        assertThat(coordinator.words()).contains("0 of 4 have answered", "No link given yet");
        coordinator.follow("Personal links: send, print or take back");
        coordinator.leadsOn(coordinator.page().locator("a[href$='/email']").first());
        coordinator.page().locator("#person").fill(mailbox);
        coordinator.press("Save");
        coordinator.goTo(pageOf(somebody) + "/links");
        Locator ofThePerson = coordinator.page().locator("section", new Page.LocatorOptions().setHasText(mailbox));
        coordinator.leadsOn(ofThePerson.locator("button", new Locator.LocatorOptions().setHasText("Send by e-mail")));
        assertThat(coordinator.words()).contains("The e-mail goes out within a minute", "Not sent yet");

        String link = arrived(mailbox);
        Visitor person = onATelephone();
        person.goTo(link);
        birthday(person.page(), LocalDate.of(1901, 2, 3));
        person.press("Continue");
        assertThat(person.status()).isEqualTo(400);
        assertThat(person.page().url()).doesNotContain(link.substring(3, 20));
        birthday(person.page(), birthdayOf(somebody));
        person.press("Continue");
        assertThat(person.heading()).isEqualTo("Thank you for being here");
        person.open("Start");
        person.press("Continue");
        assertThat(person.page().title()).startsWith("Error: ");

        answersEverything(person, "LOST_DEMENTIA");
        assertThat(person.heading()).isEqualTo("Check your answers");
        assertThat(person.words()).contains(WHAT_MATTERS).doesNotContain("Not answered");
        person.press("Send my answers");
        assertThat(person.heading()).isEqualTo("Thank you. Your answers have arrived");
        person.page().goBack();
        person.look();
        assertThat(person.words()).doesNotContain(WHAT_MATTERS);
        assertThat(addresses()).noneMatch(address -> address.contains("Sunday"));

        assertThat(somebody.value(
                        "select r.channel || ' ' || (r.answers ->> 'whatMatters') from rating r join assessment a"
                                + " on a.id = r.assessment_id where a.pathway_ref = :ref and r.rater = 'PERSON'"))
                .isEqualTo("PERSONAL_LINK " + WHAT_MATTERS);
        coordinator.goTo(pageOf(somebody) + "/links");
        assertThat(coordinator.words()).contains("Peter Holt").doesNotContain(mailbox);

        Visitor carer = onATelephone();
        carer.goTo(sent(somebody, Kind.CARER, Language.ENGLISH));
        birthday(carer.page(), birthdayOf(somebody));
        carer.press("Continue");
        carer.open("Start");
        answersEverything(carer, "WEEKLY", carer::passes);
        carer.press("Send my answers");

        staffOfBothOrganisationsRate(round);
        theDifferenceIsSettledAndTheStageConfirmed(coordinator, somebody, round);
    }

    private void staffOfBothOrganisationsRate(String round) {
        Visitor adviser = signedIn("adviser");
        adviser.goTo(round);
        assertThat(adviser.words())
                .contains("2 of 4 have answered", "Personal link, by themselves")
                .doesNotContain(WHAT_MATTERS);
        adviser.follow("Rate now: Approach Dementia Support");
        adviser.press("Hand in the rating");
        assertThat(adviser.status()).isEqualTo(400);
        assertThat(adviser.page().title()).startsWith("Error: ");
        adviser.follow("Immediate concern");
        adviser.press("Save this section");
        assertThat(adviser.page().title()).startsWith("Error: ");
        adviser.choose("Is there an immediate concern for the person or a carer?", "No");
        adviser.press("Save this section");
        adviser.section(
                "Everyday abilities", () -> adviser.choose(TOO_HARD, LOST).choose(CLOTHES, "No"));
        adviser.press("See what others answered: Everyday abilities");
        assertThat(adviser.words())
                .contains("Peter Holt", "yours stay as they are")
                .doesNotContain(WHAT_MATTERS);
        adviser.open("Back to the sections");
        adviser.section(
                "How well you know them",
                () -> adviser.choose("How well do you know the person?", "I see them weekly or more"));
        adviser.savesTheOtherSections().press("Hand in the rating");

        Visitor nurse = visitor(new NewContextOptions().setViewportSize(320, 640))
                .signIn("nurse")
                .onASmallScreen();
        nurse.goTo(round);
        nurse.follow("Rate now: Dougie Mac");
        nurse.follow("Everyday abilities");
        nurse.choose(TOO_HARD, LOST).choose(CLOTHES, LOST).press("Save this section");
        nurse.press("See what others answered: Everyday abilities").open("Back to the sections");
        nurse.section(
                "How well you know them",
                () -> nurse.choose("How well do you know the person?", "I see them weekly or more"));
        nurse.section(
                "Immediate concern",
                () -> nurse.choose("Is there an immediate concern for the person or a carer?", "No"));
        nurse.savesTheOtherSections().press("Hand in the rating");
        assertThat(nurse.page().url()).endsWith("/done");
    }

    private void theDifferenceIsSettledAndTheStageConfirmed(Visitor coordinator, Somebody somebody, String round) {
        coordinator.onASmallScreen().page().setViewportSize(320, 640);
        coordinator.goTo(round);
        assertThat(coordinator.words()).contains("4 of 4 have answered", "Everybody who was asked had answered");
        coordinator.goTo("/tasks/" + somebody.task(Somebody.ADJUDICATE).taskId());
        assertThat(coordinator.section("Ratings side by side").innerText())
                .contains("they differ", "counts for now", "a whole stage or more apart");
        coordinator.press("Settle the difference");
        assertThat(coordinator.page().title()).startsWith("Error: ");
        coordinator
                .question("Which rating is to count?")
                .getByLabel(Pattern.compile("Dougie Mac.*"))
                .check();
        coordinator.fill("Why?", "Seen dressing at home.");
        coordinator.press("Settle the difference");
        coordinator.follow("Confirm stage and services");
        assertThat(coordinator.words()).contains("Seen dressing at home.");
        coordinator.press("Confirm stage and services");
        coordinator.goTo(pageOf(somebody) + "/why/" + round.replaceAll(".*/", ""));
        List<String> reasons = somebody.values("select unnest(e.reasons) from decision_evaluation e"
                + " where e.pathway_ref = :ref and e.decision = 'pathway-stage' and e.rating_id is null");
        assertThat(reasons).isNotEmpty();
        assertThat(coordinator.page().locator("main").textContent()).contains(reasons);
        assertThat(somebody.pathway("stage")).isEqualTo("MODERATE");
    }

    /** As a reader does, with the first ability lost and every other question answered by its first answer. */
    private static void answersEverything(Visitor reader, String first) {
        answersEverything(reader, first, reader::leadsOn);
    }

    /** @param goOn how the reader comes to the next question */
    private static void answersEverything(Visitor reader, String first, Consumer<Locator> goOn) {
        Page page = reader.page();
        boolean isFirst = true;
        while (page.url().contains("/question/")) {
            if (page.locator("textarea").count() > 0) {
                page.fill("textarea", WHAT_MATTERS);
            } else if (isFirst) {
                page.check("input[value=" + first + "]");
            } else {
                page.locator("input[name=answer]").first().check();
            }
            isFirst = false;
            goOn.accept(page.locator(".buttons .go"));
        }
    }

    @Test
    void letsACarerStopAndComeBackAndShowsNothingOfThePerson() {
        Somebody somebody = somebody();
        String ofPerson = sent(somebody, Kind.PERSON, Language.ENGLISH);
        String ofCarer = sent(somebody, Kind.CARER, Language.ENGLISH);
        Visitor person = onATelephone();
        person.goTo(ofPerson);
        birthday(person.page(), birthdayOf(somebody));
        person.press("Continue");
        person.goTo("/s/go/question/24");
        person.page().fill("textarea", WHAT_MATTERS);
        person.press("Save and come back later");
        assertThat(person.heading()).isEqualTo("Your answers are kept");

        Visitor carer = onATelephone();
        carer.goTo(ofCarer);
        assertThat(carer.words()).contains("What is the date of birth of the person you care for?");
        birthday(carer.page(), birthdayOf(somebody));
        carer.press("Continue");
        carer.open("Start");
        carer.page().check("input[value=WEEKLY]");
        carer.press("Continue");
        carer.press("Save and come back later");
        carer.goTo(ofCarer);
        birthday(carer.page(), birthdayOf(somebody));
        carer.press("Continue");
        carer.open("Go on where you stopped");
        assertThat(carer.heading()).startsWith("Have complicated things become too hard for them");
        carer.goTo("/s/go/check");
        assertThat(carer.words()).contains("Every week").doesNotContain(WHAT_MATTERS);
        for (int i = 0; i < 2; i++) {
            carer.goTo("/worklist");
            assertThat(carer.page().url()).endsWith("/sign-in");
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void isForEverybodyOnEveryPageInEveryLanguage(Language language) {
        Somebody somebody = somebody();
        String link = sent(somebody, Kind.CARER, language);
        Visitor reader = onATelephone();
        Page page = reader.page();

        reader.goTo("/s?l=" + language.code());
        assertThat(page.locator("html").getAttribute("dir")).isEqualTo(language.direction());
        reader.leadsOn(page.locator(".go"));
        assertThat(page.locator(".wrong").count()).isOne();
        page.fill("#code", "n7k3 fq9x 2mta 5hrw");
        reader.leadsOn(page.locator(".go"));
        assertThat(page.locator("#number").count()).isOne();
        reader.leadsOn(page.locator(".go"));
        assertThat(page.locator(".wrong").count()).isOne();

        reader.goTo(link);
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language.code());
        reader.leadsOn(page.locator(".go"));
        birthday(page, LocalDate.of(1901, 2, 3));
        reader.leadsOn(page.locator(".go"));
        birthday(page, birthdayOf(somebody));
        reader.leadsOn(page.locator(".go"));
        page.locator("details summary").click();
        reader.look();
        reader.leadsOn(page.locator("a.go"));
        reader.leadsOn(page.locator(".buttons .go"));
        assertThat(page.locator(".wrong").count()).isOne();
        page.locator("input[name=answer]").first().check();
        reader.leadsOn(page.locator(".buttons .go"));

        // Another language and back, from the middle of a question, with what was chosen kept.
        page.locator("input[name=answer]").nth(3).check();
        String other = page.locator(".tongues button").first().getAttribute("value");
        reader.leadsOn(page.locator(".tongues button").first());
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(other);
        assertThat(page.locator("input[name=answer]").nth(3).isChecked()).isTrue();
        reader.leadsOn(page.locator(".tongues button[value=" + language.code() + "]"));
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language.code());
        isSaidInThatLanguage(page, language);

        reader.goTo("/s/go/question/27");
        page.fill("textarea", "Sonntag ".repeat(700));
        reader.leadsOn(page.locator(".buttons .go"));
        assertThat(page.locator(".wrong").count()).isOne();
        page.fill("textarea", WHAT_MATTERS);
        reader.leadsOn(page.locator(".buttons .go"));
        assertThat(page.locator(".ring--now").count()).isOne();
        reader.goTo("/s/go/check");
        reader.leadsOn(page.locator(".go"));
        assertThat(page.locator(".wrong").count()).isOne();
        reader.leadsOn(page.locator(".wrong a"));
        page.check("input[value=SUDDEN_ILLNESS]");
        reader.leadsOn(page.locator(".buttons .go"));
        assertThat(page.url()).contains("/question/29");

        clock.moveTo(clock.instant().plus(Duration.ofMinutes(45)));
        page.fill("textarea", "Since this morning");
        reader.leadsOn(page.locator(".buttons .go"));
        assertThat(page.locator("#year").count()).isOne();
        reader.leadsOn(page.locator(".go"));
        assertThat(page.locator(".wrong").count()).isOne();
        birthday(page, birthdayOf(somebody));
        reader.leadsOn(page.locator(".go"));
        assertThat(page.url()).endsWith("/check");
        assertThat(reader.words()).contains("Since this morning");
        reader.leadsOn(page.locator(".go"));
        assertThat(page.url()).contains("/done");
        assertThat(page.locator(".stress").count()).isOne();
        reader.goTo("/s/go/over");
        reader.goTo("/s/stopped?l=" + language.code());
        reader.goTo("/s/later?l=" + language.code());
        reader.goTo("/s/trouble?l=" + language.code());
    }

    private static void isSaidInThatLanguage(Page page, Language language) {
        String title = page.title().toLowerCase(Locale.ROOT);
        assertThat(title.contains("have complicated things")).isEqualTo(language == Language.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void isGentleInEveryLanguageWhenThereIsNothingMoreToAnswer(Language language) {
        Somebody died = somebody();
        Visitor carer = onATelephone();
        carer.goTo(sent(died, Kind.CARER, language));
        birthday(carer.page(), birthdayOf(died));
        carer.leadsOn(carer.page().locator(".go"));
        carer.leadsOn(carer.page().locator("a.go"));
        died.dies();
        carer.page().locator("input[name=answer]").first().check();
        carer.leadsOn(carer.page().locator(".buttons .go"));
        assertThat(carer.page().url()).endsWith("/s/go/over");

        Somebody onPaper = somebody();
        Visitor person = onATelephone();
        person.goTo(sent(onPaper, Kind.PERSON, language));
        birthday(person.page(), birthdayOf(onPaper));
        person.leadsOn(person.page().locator(".go"));
        onPaper.personRates();
        person.goTo("/s/go/check");
        assertThat(person.page().url()).endsWith("/s/go/over");

        Somebody closed = somebody();
        Visitor late = onATelephone();
        late.goTo(sent(closed, Kind.PERSON, language));
        birthday(late.page(), birthdayOf(closed));
        late.leadsOn(late.page().locator(".go"));
        links.revoke(
                Alliance.COORDINATOR,
                links.of(Alliance.COORDINATOR, closed.ref()).stream()
                        .flatMap(asked -> asked.links().stream())
                        .findFirst()
                        .orElseThrow()
                        .id());
        late.goTo("/s/go/check");
        assertThat(late.page().url()).endsWith("/s/go/over");
    }
}
