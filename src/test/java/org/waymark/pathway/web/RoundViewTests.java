package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.CONFIRM;
import static org.waymark.support.Somebody.PAPER;
import static org.waymark.support.Somebody.RATE;
import static org.waymark.support.UsualAnswers.atLevel;

import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.Viewer;
import org.waymark.links.Links;
import org.waymark.links.Links.SecondFact;
import org.waymark.notify.Post;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.Letterbox;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;

/** The page of one round: whom it asks and who has answered, and never what. */
class RoundViewTests extends WithCare {

    private static int mailboxes;

    @Autowired
    Visits visits;

    @Autowired
    People people;

    @Autowired
    Links links;

    @Autowired
    Post post;

    private Somebody person;

    @BeforeEach
    void aRoundIsOpen() {
        person = care.somebody().withCarer("Peter Holt").registered().welcomed();
    }

    private String address() {
        return "/people/" + person.ref() + "/rounds/" + person.round("id");
    }

    private Document page(Viewer viewer) throws Exception {
        return visits.page(viewer, address());
    }

    private static String row(Document page, String name) {
        return page.select("#raters ~ table tbody tr").stream()
                .filter(row -> row.select("th").text().startsWith(name))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private WorkItem paperOf(String rater) {
        return person.tasks(PAPER).stream()
                .filter(task -> rater.equals(task.about()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesEverybodyWhoIsAskedAndLeadsToItFromThePersonsPage() throws Exception {
        Document page = page(Alliance.COORDINATOR);

        assertThat(page.select("#raters ~ table tbody tr")).hasSize(4);
        assertThat(row(page, "Peter Holt")).contains("carer,", "Not answered yet", "No link given yet");
        assertThat(row(page, "Approach")).contains("staff, dementia adviser", "Not answered yet");
        assertThat(page.select(".wm-lead").text()).contains("0 of 4 have answered", "It closes by itself on");
        assertThat(visits.page(Alliance.COORDINATOR, "/people/" + person.ref())
                        .select("#rounds ~ p a")
                        .attr("href"))
                .isEqualTo(address());
    }

    @Test
    void saysWhoAnsweredWhenAndByWhichChannelAndNeverWhat() throws Exception {
        person.hands(paperOf("PERSON"), "channel", "TELEPHONE", "whatMatters", "Sunday bells", atLevel("6c"));
        person.staffRates("approach", "whatMatters", "The garden", atLevel("6c"));

        Document page = page(Alliance.COORDINATOR);

        assertThat(page.select(".wm-lead").text()).contains("2 of 4 have answered");
        assertThat(row(page, "Approach")).contains("Answered", "Staff form, Tom Reid");
        assertThat(page.select("#raters ~ table tbody tr").eachText())
                .anyMatch(row -> row.contains("By telephone, entered by Ruth Amadi"));
        assertThat(page.text()).doesNotContain("Sunday bells", "The garden", "6c", "level");
    }

    @Test
    void leadsStaffToThePaperAndTelephoneAnswersAndEachRaterToTheirOwn() throws Exception {
        Document coordinators = page(Alliance.COORDINATOR);
        assertThat(coordinators
                        .select("a[href=/tasks/" + paperOf("CARER").taskId() + "]")
                        .text())
                .isEqualTo("Enter paper or telephone answers: Peter Holt");

        Document advisers = page(Alliance.ADVISER);
        assertThat(advisers.select("#raters ~ table a[href^=/tasks/]").eachText())
                .containsExactly("Rate now: Approach Dementia Support");
        assertThat(advisers.select("#close")).isEmpty();
    }

    @Test
    void remindsByTheSameLinkOnceADay() throws Exception {
        String mailbox = "round" + ++mailboxes + "@home.example";
        people.recordEmail(Alliance.COORDINATOR, person.ref(), null, mailbox);
        String task = paperOf("PERSON").taskId();
        visits.send(Alliance.COORDINATOR, address() + "/remind", "task", task)
                .andExpect(flash().attributeExists("refused"));
        links.email(Alliance.COORDINATOR, task, SecondFact.BIRTHDAY, null);
        post.goesOut();
        assertThat(page(Alliance.COORDINATOR).select("#raters ~ table button").text())
                .startsWith("Remind now");

        visits.send(Alliance.COORDINATOR, address() + "/remind", "task", task)
                .andExpect(redirectedUrl(address()))
                .andExpect(flash().attribute(
                                "done",
                                "They have been written to today already. Another reminder can go out tomorrow."));
        post.goesOut();
        assertThat(Letterbox.of(mailbox)).hasSize(1);

        care.passDays(1);
        for (int click = 0; click < 2; click++) {
            visits.send(Alliance.COORDINATOR, address() + "/remind", "task", task)
                    .andExpect(redirectedUrl(address()));
        }
        post.goesOut();
        assertThat(Letterbox.of(mailbox)).hasSize(2);
        assertThat(Letterbox.of(mailbox).get(0).text()).doesNotContain("We wrote to you before");
        assertThat(Letterbox.of(mailbox).get(1).text()).contains("We wrote to you before");
        assertThat(page(Alliance.COORDINATOR).select(".wm-links li")).hasSize(1);
        assertThat(page(Alliance.COORDINATOR).select(".wm-links").text()).contains("Reminded 10 November 2026");
    }

    @Test
    void remindsNobodyOfAnotherRoundAndLetsNobodyRemindWhoMayNotSeeThePerson() throws Exception {
        Somebody other = care.registered().welcomed();
        visits.send(
                        Alliance.COORDINATOR,
                        address() + "/remind",
                        "task",
                        other.tasks(PAPER).get(0).taskId())
                .andExpect(status().isNotFound());
        Somebody unshared = care.registered().welcomed("sharing", "NOT_ASKED");
        visits.open(Alliance.OTHER_COORDINATOR, "/people/" + unshared.ref() + "/rounds/" + unshared.round("id"))
                .andExpect(status().isNotFound());
        visits.open(Alliance.COORDINATOR, "/people/" + person.ref() + "/rounds/" + other.round("id"))
                .andExpect(status().isNotFound());
    }

    @Test
    void showsThatStaffHaveBeenReminded() throws Exception {
        care.passDays(8);
        assertThat(row(page(Alliance.COORDINATOR), "Approach")).containsIgnoringCase("reminded");
    }

    @Test
    void saysWhyACarerIsNotAsked() throws Exception {
        person = care.somebody().withCarer("Joan Hill").registered().welcomed("mayAskCarers", "NO");
        Document page = page(Alliance.COORDINATOR);
        assertThat(page.select("#not-asked ~ ul").text())
                .startsWith("Joan Hill:")
                .endsWith("does not want it.");
        assertThat(page.select("#not-asked ~ p a").attr("href")).endsWith("/record/record-asking-carer");

        person = care.somebody().withCarer("Joan Hill").registered().welcomed("mayAskCarers", "NOT_ASKED");
        assertThat(page(Alliance.COORDINATOR).select("#not-asked ~ ul").text()).contains("has not been asked yet");
    }

    @Test
    void asksACarerNoMoreWhomThePersonDoesNotWantAsked() throws Exception {
        String form = "/people/" + person.ref() + "/record/record-asking-carer";
        String carer = people.facts(person.ref()).carers().get(0).id().toString();
        String[] no = {
            "carer",
            carer,
            "mayBeAsked",
            "NO",
            "saidBy",
            "PERSON",
            "saidOn-day",
            "9",
            "saidOn-month",
            "11",
            "saidOn-year",
            "2026"
        };
        visits.send(Alliance.COORDINATOR, form, "carer", carer).andExpect(status().isBadRequest());
        visits.send(Alliance.ADVISER, form, no).andExpect(status().isNotFound());
        visits.send(Alliance.COORDINATOR, form, no).andExpect(redirectedUrl("/people/" + person.ref()));

        assertThat(person.tasks(PAPER)).extracting(WorkItem::about).containsExactly("PERSON");
        assertThat(row(page(Alliance.COORDINATOR), "Peter Holt")).contains("Not asked any more");
        assertThat(page(Alliance.COORDINATOR).select(".wm-lead").text()).contains("0 of 3 have answered");
    }

    @Test
    void asksWhyBeforeItIsClosedEarlyAndSaysAfterwardsWithoutWhomItWentAhead() throws Exception {
        person.staffRates("approach", atLevel("5"));
        String form = "/people/" + person.ref() + "/record/close-round";
        assertThat(visits.page(Alliance.COORDINATOR, form)
                        .select(".govuk-inset-text")
                        .text())
                .contains("Peter Holt", "Dougie Mac")
                .doesNotContain("Approach");
        visits.send(Alliance.COORDINATOR, form).andExpect(status().isBadRequest());
        visits.send(Alliance.ADVISER, form, "reason", "Enough.").andExpect(status().isNotFound());

        visits.send(Alliance.COORDINATOR, form, "reason", "The stage is needed today.")
                .andExpect(redirectedUrl("/people/" + person.ref()));

        assertThat(person.open()).contains(CONFIRM).doesNotContain(PAPER, RATE);
        String ended = page(Alliance.COORDINATOR).select(".wm-banner--info").text();
        assertThat(ended)
                .contains(
                        "by Ruth Amadi: The stage is needed today.",
                        "It went ahead without",
                        "Peter Holt",
                        "Dougie Mac")
                .doesNotContain("Approach");
        assertThat(row(page(Alliance.COORDINATOR), "Peter Holt")).contains("Went ahead without");
        visits.open(Alliance.COORDINATOR, form).andExpect(status().isConflict());
    }

    @Test
    void saysThatItsTimeWasOver() throws Exception {
        person.staffRates("approach", atLevel("5"));
        care.passDays(22);
        assertThat(page(Alliance.COORDINATOR).select(".wm-banner--info").text())
                .contains("Its time was over on", "It went ahead without", "Peter Holt, Dougie Mac");
    }

    @Test
    void keepsOthersAnswersFromOneWhoIsStillToRateWhereverTheyMayBeLookedFor() throws Exception {
        WorkItem ofPerson = paperOf("PERSON");
        WorkItem ofNurse = person.tasks(RATE).stream()
                .filter(task -> task.group().startsWith("dougie-mac."))
                .findFirst()
                .orElseThrow();
        person.hands(ofPerson, "whatMatters", "Sunday bells", atLevel("6c"));
        person.hands(ofNurse, "whatMatters", "The garden", "phase", "UNSTABLE", atLevel("6c"));
        assertThat(person.proposals()).contains("RAPID_RESPONSE URGENT");
        String whyUrgent = "/people/" + person.ref() + "/why/service/"
                + person.value("select id from proposal where pathway_ref = :ref and service = 'RAPID_RESPONSE'");
        String paper = "/tasks/" + ofPerson.taskId();
        String nurses = "/tasks/" + ofNurse.taskId();
        String why = "/people/" + person.ref() + "/why/" + person.round("id");

        assertThat(visits.page(Alliance.COORDINATOR, paper).text()).contains("Sunday bells");
        for (String page : List.of(paper, nurses, why, address(), "/people/" + person.ref())) {
            assertThat(visits.page(Alliance.ADVISER, page).text())
                    .as(page)
                    .doesNotContain("Sunday bells", "The garden", "6c", "Functional level", "apid response");
        }
        visits.open(Alliance.ADVISER, whyUrgent).andExpect(status().isNotFound());
        visits.open(Alliance.COORDINATOR, whyUrgent).andExpect(status().isOk());
        assertThat(visits.page(Alliance.NURSE, why).text()).contains("Functional level");
        assertThat(visits.page(Alliance.NURSE, nurses).text()).contains("The garden");

        person.staffRates("approach", atLevel("6c"));
        assertThat(visits.page(Alliance.ADVISER, paper).text()).contains("Sunday bells");
        assertThat(visits.page(Alliance.ADVISER, why).text()).contains("Functional level");
    }
}
