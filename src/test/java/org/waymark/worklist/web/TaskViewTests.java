package org.waymark.worklist.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.Directory;
import org.waymark.access.Directory.NewStaffMember;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.People.NewCarer;
import org.waymark.people.People.NewPerson;
import org.waymark.referral.Referral;
import org.waymark.referral.Referrals;
import org.waymark.referral.Referrals.NewReferral;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

@WaymarkTest
class TaskViewTests {

    /** A Monday morning. */
    private static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");

    private static final Viewer COLLEAGUE =
            new Viewer("asha", "Asha Nair", "Coordinator", "dougie-mac", "liaison", Set.of(Role.COORDINATOR));

    @Autowired
    MockMvc mvc;

    @Autowired
    Visits visits;

    @Autowired
    Directory directory;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ServiceDirectory services;

    @Autowired
    Referrals referrals;

    private PathwayRef pathway = PathwayRef.random();
    private String id = "";

    @BeforeEach
    void aPersonHasNoCoordinatorYet() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
        directory.addStaff(new NewStaffMember(
                COLLEAGUE.username(),
                COLLEAGUE.displayName(),
                COLLEAGUE.jobTitle(),
                "dougie-mac",
                COLLEAGUE.team(),
                COLLEAGUE.roles(),
                Alliance.PASSWORD));
        clock.moveTo(MONDAY);
        pathway = people.register(
                Alliance.COORDINATOR,
                new NewPerson(
                        "Margaret",
                        "Holt",
                        "Maggie",
                        LocalDate.of(1945, 5, 4),
                        null,
                        "Not sent with the referral",
                        "01782 344300",
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        List.of(new NewCarer("Peter Holt", "husband", null, true, true))),
                null);
        id = open().taskId();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void showsThePersonBesideTheFormAndWhatComesNext() throws Exception {
        Document page = visits.page(Alliance.COORDINATOR, "/tasks/" + id);

        assertThat(page.select("h1").text()).isEqualTo("Name a coordinator");
        assertThat(page.title()).isEqualTo("Name a coordinator – Waymark");
        assertThat(page.select("main .wm-lead").text())
                .isEqualTo("Margaret Holt. Pathway. Due Wed 11 Nov, 17:00. Waiting with your team since today.");
        assertThat(page.select("#about-person a").attr("href")).isEqualTo("/people/" + pathway);
        assertThat(page.select("aside").text())
                .contains(
                        "Margaret Holt", "Likes to be called Maggie. 81 years. NHS number not known yet.", "Peter Holt")
                .contains("main carer, lives with Maggie", "Sharing not asked yet")
                .contains("The coordinator makes the welcome contact within 10 working days.");
        assertThat(page.select("form.wm-form").attr("action")).isEqualTo("/tasks/" + id);
        assertThat(page.select("form.wm-form").attr("data-draft-url")).isEqualTo("/tasks/" + id + "/draft");
        assertThat(page.select("#coordinator option").eachText()).contains("Ruth Amadi, Dementia liaison coordinator");
        assertThat(page.select("form.wm-form button").text()).isEqualTo("Name the coordinator");
        assertThat(audited()).contains("person.viewed " + pathway, "task.viewed " + pathway);
    }

    @Test
    void whatThePartnerAnswersStandsBesideTheForm() throws Exception {
        id = sentToThePartner();

        Document page = visits.page(Alliance.PARTNER, "/tasks/" + id);
        assertThat(page.select("aside").text())
                .contains("Margaret Holt", "Speech and language", "Swallowing has become difficult.")
                .doesNotContain("Sharing not asked yet");
        assertThat(page.select("#about-person a"))
                .as("partners have no page of the person")
                .isEmpty();
        assertThat(page.select("#reassign")).isEmpty();

        assertThat(visits.page(Alliance.COORDINATOR, "/tasks/" + id)
                        .select("#not-yours + p")
                        .text())
                .startsWith("It is waiting with Community trust, partner service since today.");

        send(Alliance.PARTNER, "", "answer", "ACCEPTED").andExpect(redirectedUrl("/tasks/" + id + "/done"));
        Document done = visits.page(Alliance.PARTNER, "/tasks/" + id + "/done");
        assertThat(done.select(".wm-facts").text())
                .startsWith("Make the first contact Referral: Speech and language Waiting with your team");
        assertThat(visits.page(Alliance.PARTNER, "/tasks/" + id)
                        .select(".govuk-summary-list")
                        .text())
                .contains("We accept");
    }

    private String sentToThePartner() {
        services.add(
                new Service("salt", "SPEECH_AND_LANGUAGE", "Speech and language", "community-trust", "partner", "All"));
        referrals.send(
                Alliance.COORDINATOR,
                new NewReferral(
                        pathway,
                        "salt",
                        Referral.Priority.ROUTINE,
                        List.of("Swallowing has become difficult."),
                        Referral.AgreedBy.PERSON,
                        null,
                        null,
                        "coordinator",
                        "dougie-mac",
                        null));
        return worklist.openOf(Viewer.SYSTEM, pathway).stream()
                .filter(item -> item.process().equals(Referrals.PROCESS))
                .findFirst()
                .orElseThrow()
                .taskId();
    }

    @Test
    void takingATaskMakesItMineAndReleasingItGivesItBack() throws Exception {
        send(Alliance.COORDINATOR, "/claim").andExpect(redirectedUrl("/tasks/" + id));
        assertThat(open().assignee()).isEqualTo("coordinator");
        send(Alliance.COORDINATOR, "/release")
                .andExpect(redirectedUrl("/worklist"))
                .andExpect(flash().attribute("done", "Name a coordinator: released to the team."));
        assertThat(open().assignee()).isNull();
    }

    @Test
    void givesATaskToAColleagueOfTheGroupAlone() throws Exception {
        Document page = visits.page(Alliance.COORDINATOR, "/tasks/" + id);
        assertThat(page.select("#to option").eachAttr("value")).contains("asha").doesNotContain("nurse");

        send(Alliance.COORDINATOR, "/reassign", "to", "asha")
                .andExpect(redirectedUrl("/worklist"))
                .andExpect(flash().attribute("done", "Name a coordinator: given to Asha Nair."));
        assertThat(open().assignee()).isEqualTo("asha");
        send(Alliance.COORDINATOR, "/reassign", "to", "nurse")
                .andExpect(redirectedUrl("/tasks/" + id))
                .andExpect(flash().attributeExists("refused"));
        send(Alliance.COORDINATOR, "/reassign").andExpect(flash().attributeExists("refused"));
        assertThat(open().assignee()).isEqualTo("asha");
    }

    @Test
    void saysInPlainWordsWhatIsRefused() throws Exception {
        worklist.claim(COLLEAGUE, id);

        send(Alliance.COORDINATOR, "/claim")
                .andExpect(redirectedUrl("/tasks/" + id))
                .andExpect(flash().attributeExists("refused"));
        Document page = Visits.read(mvc.perform(get("/tasks/" + id)
                .with(Alliance.signedIn(Alliance.COORDINATOR))
                .flashAttr("refused", "Somebody else has this task.")));
        assertThat(page.select(".wm-banner--warning").text())
                .isEqualTo("That was not done Somebody else has this task.");
        assertThat(page.select(".wm-banner--info").text())
                .startsWith("Somebody else has taken this task Asha Nair has had it since today.");
        assertThat(page.select("form.wm-form")).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidAtItsFieldAndTheInputIsKept() throws Exception {
        goOnTo("UserTask_MakeWelcomeContact");

        String html = send(
                        Alliance.COORDINATOR,
                        "",
                        "contactOn-day",
                        "31",
                        "contactOn-month",
                        "2",
                        "contactOn-year",
                        "2026",
                        "preferredName",
                        "<script>alert(1)</script> ${7*7}")
                .andExpect(status().isBadRequest())
                .andReturn()
                .getResponse()
                .getContentAsString();
        Document page = Jsoup.parse(html);

        assertThat(page.title()).startsWith("Error: ");
        for (Element link : page.select(".govuk-error-summary a")) {
            assertThat(page.select(link.attr("href"))).as(link.attr("href")).hasSize(1);
        }
        assertThat(page.select(".govuk-error-summary a")).hasSizeGreaterThan(2);
        assertThat(page.select("#contactOn-day").attr("value")).isEqualTo("31");
        assertThat(page.select("#preferredName").attr("value")).isEqualTo("<script>alert(1)</script> ${7*7}");
        assertThat(html).doesNotContain("<script>alert");
        assertThat(page.select("aside").text()).contains("Margaret Holt");
        assertThat(visits.page(Alliance.COORDINATOR, "/tasks/" + id)
                        .select("#contactOn-day")
                        .attr("value"))
                .as("kept as a draft")
                .isEqualTo("31");
    }

    @Test
    void aSecondSubmitChangesNothingAndLandsOnTheSameResult() throws Exception {
        // What the registration brought about, the conversation with the carer, does not follow from this task.
        clock.moveTo(clock.instant().plusSeconds(60));
        for (int times = 0; times < 2; times++) {
            send(Alliance.COORDINATOR, "", "coordinator", "coordinator")
                    .andExpect(redirectedUrl("/tasks/" + id + "/done"));
        }

        Document page = visits.page(Alliance.COORDINATOR, "/tasks/" + id + "/done");
        assertThat(page.select("h1").text()).isEqualTo("Done: Name a coordinator");
        assertThat(page.select("main .wm-lead a").eachAttr("href"))
                .containsExactly("/people/" + pathway, "/tasks/" + id);
        String next = open().taskId();
        assertThat(page.select(".wm-facts dt a").attr("href")).isEqualTo("/tasks/" + next);
        assertThat(page.select(".wm-facts").text())
                .isEqualTo("Make the welcome contact Pathway Waiting with you in 10 working days, Mon 23 Nov, 17:00");
        assertThat(worklist.historyOf(Viewer.SYSTEM, pathway))
                .extracting(WorkItem::element)
                .containsExactlyInAnyOrder(
                        "UserTask_NameCoordinator", "UserTask_MakeWelcomeContact", "UserTask_TalkWithCarer");
    }

    @Test
    void anEndedTaskSaysWhoDidItAndWhenWithWhatWasAnswered() throws Exception {
        send(COLLEAGUE, "", "coordinator", "coordinator");

        Document page = visits.page(Alliance.COORDINATOR, "/tasks/" + id);
        assertThat(page.select(".wm-banner--info").text())
                .isEqualTo("This task is closed Done by Asha Nair on Mon 9 Nov, 09:00.");
        assertThat(page.select(".govuk-summary-list").text()).contains("Who coordinates this pathway?", "Ruth Amadi");
        assertThat(page.select("main form")).isEmpty();
        assertThat(page.select("main .wm-lead").text()).isEqualTo("Margaret Holt. Pathway. Was due Wed 11 Nov, 17:00.");
    }

    @Test
    void whatSomebodyElseCompletedFirstKeepsMyDraft() throws Exception {
        send(COLLEAGUE, "", "coordinator", "coordinator");

        send(Alliance.COORDINATOR, "", "coordinator", "asha").andExpect(redirectedUrl("/tasks/" + id));

        Document page = visits.page(Alliance.COORDINATOR, "/tasks/" + id);
        assertThat(page.select(".wm-banner--info").text()).contains("Done by Asha Nair on Mon 9 Nov, 09:00.");
        assertThat(page.select("section[aria-labelledby=kept]").text())
                .contains("It was not handed in.", "Asha Nair, Coordinator");
        assertThat(visits.page(COLLEAGUE, "/tasks/" + id).select("section[aria-labelledby=kept]"))
                .isEmpty();
    }

    @Test
    void whatSomebodyElseHasTakenKeepsMyDraft() throws Exception {
        worklist.claim(COLLEAGUE, id);

        send(Alliance.COORDINATOR, "", "coordinator", "coordinator").andExpect(redirectedUrl("/tasks/" + id));

        Document page = visits.page(Alliance.COORDINATOR, "/tasks/" + id);
        assertThat(page.select("section[aria-labelledby=kept]").text()).contains("Ruth Amadi");
        assertThat(open().assignee()).isEqualTo("asha");
    }

    @Test
    void aTaskThatALifeEventClosedSaysWhy() throws Exception {
        jdbc.sql("""
                update work_item set state = 'CANCELLED', ended_at = '2026-11-09T16:20:00Z', ended_by = 'system',
                       end_reason = 'BoundaryEvent_PersonDied' where task_id = :id
                """).param("id", id).update();

        assertThat(visits.page(Alliance.COORDINATOR, "/tasks/" + id)
                        .select(".wm-banner--info p")
                        .text())
                .isEqualTo("Closed without being done on Mon 9 Nov, 16:20: the person died.");
    }

    @Test
    void aTaskThatIsNotMineAndOneThatIsNotThereAnswerAlike() throws Exception {
        for (String address : List.of("/tasks/" + id, "/tasks/no-such-task", "/tasks/" + id + "/done")) {
            visits.open(Alliance.PARTNER, address).andExpect(status().isNotFound());
        }
        for (String action : List.of("", "/claim", "/release", "/reassign")) {
            send(Alliance.PARTNER, action, "to", "partner").andExpect(status().isNotFound());
        }
        assertThat(jdbc.sql("select count(*) from audit_event where actor = 'partner' and outcome = 'REFUSED'")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(5);
        mvc.perform(get("/tasks/" + id)).andExpect(status().is3xxRedirection());
    }

    @Test
    void everyHumanTaskOfTheModelsSaysWhatComesNextAndWhatItsButtonDoes() throws Exception {
        Properties messages = new Properties();
        var resources = new PathMatchingResourcePatternResolver();
        for (String pattern : List.of("classpath:messages.properties", "classpath:messages/*.properties")) {
            for (var file : resources.getResources(pattern)) {
                PropertiesLoaderUtils.fillProperties(messages, file);
            }
        }
        var task = Pattern.compile("<bpmn:userTask id=\"(\\w+)\"[^>]*camunda:formRef=\"([a-z-]+)\"");
        try (var files = Files.walk(Path.of("bpmn"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".bpmn")).toList()) {
                var found = task.matcher(Files.readString(file));
                while (found.find()) {
                    assertThat(messages).containsKeys("next.task." + found.group(1), "submit." + found.group(2));
                }
                assertThat(messages)
                        .containsKey("process." + file.getFileName().toString().replace(".bpmn", ""));
            }
        }
    }

    private void goOnTo(String element) throws Exception {
        send(Alliance.COORDINATOR, "", "coordinator", "coordinator");
        assertThat(open().element()).isEqualTo(element);
        id = open().taskId();
    }

    private WorkItem open() {
        return worklist.openOf(Viewer.SYSTEM, pathway).stream()
                .filter(task -> task.process().equals("dementia-pathway"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> audited() {
        return jdbc.sql("select action || ' ' || pathway_ref from audit_event where pathway_ref is not null")
                .query(String.class)
                .list();
    }

    private ResultActions send(Viewer viewer, String action, String... parameters) throws Exception {
        return visits.send(viewer, "/tasks/" + id + action, parameters);
    }
}
