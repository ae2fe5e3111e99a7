package org.waymark.journeys;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.waymark.support.Somebody;

/** Everybody of the sample alliance comes in, and sees what is theirs to see. */
class RolesJourney extends WithBrowser {

    private static final String NOT_THERE = "WM-2222-2222";

    @Test
    void everyAccountReachesTheWorklistAndNothingThatIsNotForIt() {
        Somebody unshared = care.registered();
        String person = pageOf(unshared);
        String task = "/tasks/" + unshared.task(Somebody.NAME_COORDINATOR).taskId();
        var closed = Map.ofEntries(
                entry("coordinator", List.of("/engine-of-somebody-else")),
                entry("colleague", List.of("/engine-of-somebody-else")),
                entry("lead", List.of("/caseload", "/import")),
                entry("adviser", List.of(person, task, "/import", "/camunda/app/cockpit/default/")),
                entry("activity", List.of(person, "/people/new")),
                entry("carers", List.of(person, task)),
                entry("nurse", List.of(person, "/people/new")),
                entry("partner", List.of(person, "/people", task, "/import")),
                entry("manager", List.of(person, "/people", "/referrals", task)),
                entry("admin", List.of(person, task, "/camunda/app/cockpit/default/")),
                entry("operator", List.of(person, "/services")),
                entry("clinical-lead", List.of(person, "/people", "/models")),
                entry("consultant", List.of(person, task, "/referrals")));
        assertThat(closed).containsOnlyKeys(usernames());
        Set<String> looked = new HashSet<>();
        closed.forEach((username, paths) -> {
            Visitor visitor = signedIn(username);
            assertThat(visitor.heading()).as(username).startsWith("Good ");
            reachesWhatTheMenuOffers(visitor, looked);
            visitor.page().navigate("/people/" + NOT_THERE);
            assertThat(visitor.status()).isEqualTo(404);
            String notThere = visitor.words();
            for (String path : paths) {
                visitor.page().navigate(path);
                assertThat(visitor.status()).as(username + " " + path).isEqualTo(404);
                assertThat(visitor.words()).isEqualTo(notThere);
            }
            visitor.look();
        });
    }

    /** Each page is looked at once, by whoever reaches it first. */
    private static void reachesWhatTheMenuOffers(Visitor visitor, Set<String> looked) {
        List<String> offered =
                visitor.page().getByRole(AriaRole.NAVIGATION).first().getByRole(AriaRole.LINK).all().stream()
                        .map(link -> link.getAttribute("href"))
                        .toList();
        assertThat(offered).isNotEmpty();
        for (String path : offered) {
            if (looked.add(path) && !path.startsWith("/camunda")) {
                visitor.goTo(path);
                assertThat(visitor.status()).as(path).isEqualTo(200);
            } else {
                assertThat(visitor.context().request().get(path).status())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void showsWhateverIsEnteredAsTheTextItIs() {
        Visitor coordinator = signedIn("coordinator");
        isShownAsText(coordinator, "<script>alert(1)</script>", "${7*7} #{7*7} [[${7*7}]]");
        isShownAsText(coordinator, "'; drop table person; --", "<img src=x onerror=alert(1)>");
        isShownAsText(coordinator, "مريم", "\u202Eرضا 👵🏽");
        isShownAsText(coordinator, "X", "W".repeat(200));

        Visitor small = visitor(new NewContextOptions().setViewportSize(320, 640))
                .onASmallScreen()
                .signIn("coordinator");
        small.goTo(coordinator.page().url());
        small.goTo("/people");
    }

    private void isShownAsText(Visitor coordinator, String given, String family) {
        String name = given + " " + family;
        coordinator.goTo("/people/new");
        coordinator
                .fill("Given name", given)
                .fill("Family name", family)
                .fill("Preferred name", given)
                .date("Date of birth", LocalDate.of(1940, 5, 1))
                .fill("Why is the NHS number not known yet?", family);
        coordinator.press("Register");
        assertThat(coordinator.heading()).isEqualTo(name);
        String person = coordinator.page().url();
        assertThat(coordinator.page().title()).isEqualTo(person.replaceAll(".*/", "") + " – Waymark");
        coordinator.open("Open: Name a coordinator");
        assertThat(coordinator.words()).contains(name);

        for (String path : List.of("/worklist?view=TEAM", "/people")) {
            coordinator.page().navigate(path);
            assertThat(coordinator.words()).contains(name);
        }
        coordinator.fill(
                "Name, NHS number, date of birth or reference", name.substring(0, Math.min(100, name.length())));
        coordinator.press("Find");
        assertThat(coordinator.words()).contains(name);
        coordinator.page().navigate(person);
    }
}
