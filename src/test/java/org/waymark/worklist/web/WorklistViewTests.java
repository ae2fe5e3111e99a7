package org.waymark.worklist.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.people.People;
import org.waymark.people.People.NewPerson;
import org.waymark.support.Alliance;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

@WaymarkTest
class WorklistViewTests {

    /** A Monday morning. */
    private static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");

    @Autowired
    MockMvc mvc;

    @Autowired
    Visits visits;

    @Autowired
    CurrentViewer current;

    @Autowired
    Directory directory;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    Forms forms;

    @Autowired
    WaymarkClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcExecutions executions;

    @BeforeEach
    void onAMonday() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
        clock.moveTo(MONDAY);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void greetsAndSaysInOneSentenceHowThingsStand() throws Exception {
        registered("Margaret", "Holt");

        Document page = visits.page(Alliance.COORDINATOR, "/worklist");

        assertThat(page.title()).isEqualTo("Worklist – Waymark");
        assertThat(page.select("h1").text()).isEqualTo("Good morning, Ruth");
        assertThat(page.select("main > .wm-lead").text())
                .isEqualTo("Monday 9 November 2026. Nothing is overdue, and 1 task is due this week.");
    }

    @Test
    void aRowSaysWhatForWhomUntilWhenAndWithWhom() throws Exception {
        PathwayRef pathway = registered("Margaret", "Holt");

        Element row = rows(visits.page(Alliance.COORDINATOR, "/worklist")).get(0);

        assertThat(row.select("th").text()).isEqualTo("Name a coordinator Pathway");
        assertThat(row.select("td[data-label=For] a").text()).isEqualTo("Margaret Holt");
        assertThat(row.select("td[data-label=For] a").attr("href")).isEqualTo("/people/" + pathway);
        assertThat(row.select("td[data-label=For] small").text()).isEqualTo(pathway + " · 81 years");
        assertThat(row.select("td[data-label=Due]").text()).isEqualTo("Wed 11 Nov, 17:00 in 2 working days");
        assertThat(row.select("td[data-label='Waiting with']").text()).isEqualTo("Your team since today");
        assertThat(row.select("td form button").text()).startsWith("Take");
    }

    @Test
    void everyCountIsALinkToTheTasksItCounts() throws Exception {
        WorkItem mine = taken(registered("Margaret", "Holt"));
        registered("Alan", "Price");
        clock.moveTo(mine.createdAt().plusSeconds(4 * 86_400));
        registered("Jean", "Oduya");
        jdbc.sql("update work_item set due_at = null where task_id = :id")
                .param("id", taskOf(registered("Irene", "Sutton")).taskId())
                .update();

        Map<String, Integer> expected = Map.of("MINE", 1, "TEAM", 4, "OVERDUE", 2, "DUE_THIS_WEEK", 0, "NO_DATE", 1);
        for (Element tile : visits.page(Alliance.COORDINATOR, "/worklist").select(".wm-tile")) {
            Document linked = visits.page(Alliance.COORDINATOR, tile.attr("href"));
            String view = linked.select("input[name=view]").attr("value");
            int count = Integer.parseInt(tile.select("b").text());
            assertThat(count).as(view).isEqualTo(expected.get(view));
            assertThat(rows(linked)).as(view).hasSize(count);
            assertThat(linked.select(".wm-tile[aria-current=true]").attr("href"))
                    .isEqualTo(tile.attr("href"));
        }
    }

    @Test
    void beginsWithTheTeamWhenNothingIsMine() throws Exception {
        PathwayRef pathway = registered("Margaret", "Holt");
        assertThat(visits.page(Alliance.COORDINATOR, "/worklist").select("h2").text())
                .isEqualTo("1 task of my team");
        taken(pathway);
        assertThat(visits.page(Alliance.COORDINATOR, "/worklist").select("h2").text())
                .isEqualTo("1 task of mine");
    }

    @Test
    void walksThroughALongListWithoutMissingOrRepeatingATask() throws Exception {
        for (int i = 0; i < 53; i++) {
            if (i % 5 == 0) {
                clock.moveTo(MONDAY.plusSeconds(86_400L * (i / 25)));
            }
            registered("Person", "Number" + (char) ('A' + i % 26) + (char) ('a' + i / 26));
        }
        List<String> seen = new ArrayList<>();
        String address = "/worklist?view=TEAM";
        int pages = 0;
        while (!address.isEmpty()) {
            assertThat(address).doesNotContainIgnoringCase("number").doesNotContain("WM-");
            Document page = visits.page(Alliance.COORDINATOR, address);
            rows(page)
                    .forEach(row -> seen.add(
                            row.select("td a.govuk-link[href^=/tasks/]").attr("href")));
            assertThat(page.select(".wm-pages a[rel=first]")).hasSize(pages == 0 ? 0 : 1);
            address = page.select(".wm-pages a[rel=next]").attr("href");
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(53).doesNotHaveDuplicates();
    }

    @Test
    void showsOnlyWhatTheFilterChose() throws Exception {
        registered("Margaret", "Holt");

        assertThat(rows(visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM&process=dementia-pathway")))
                .hasSize(1);
        Document none = visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM&process=partner-referral");
        assertThat(rows(none)).isEmpty();
        assertThat(none.select("h2").text()).isEqualTo("Tasks of my team about referrals");
        assertThat(none.select("#process option[selected]").text()).isEqualTo("Referrals");
        assertThat(none.select(".wm-empty").text()).contains("Choose \"anything\"");
    }

    @Test
    void anAddressThatCannotBeReadLeadsToTheListAllTheSame() throws Exception {
        registered("Margaret", "Holt");
        for (var query : List.of(
                Map.of("view", "<script>"),
                Map.of("process", "${7*7}"),
                Map.of("due", "yesterday", "after", "1"),
                Map.of("after", "';--"))) {
            var request = get("/worklist").with(Alliance.signedIn(Alliance.COORDINATOR));
            query.forEach(request::param);
            assertThat(rows(Visits.read(mvc.perform(request).andExpect(status().isOk()))))
                    .as(query.toString())
                    .hasSize(1);
        }
    }

    @Test
    void marksWhatIHaveBegunAndWhatSomebodyElseHas() throws Exception {
        WorkItem begun = taken(registered("Margaret", "Holt"));
        forms.saveDraft(Alliance.COORDINATOR, begun.taskId(), Map.of("coordinator", List.of("coordinator")));

        Element mine =
                rows(visits.page(Alliance.COORDINATOR, "/worklist?view=MINE")).get(0);
        assertThat(mine.select("td[data-label='Waiting with']").text()).isEqualTo("You draft saved 09:00");
        assertThat(mine.select("a.govuk-button").text()).startsWith("Continue");

        jdbc.sql("update work_item set assignee = 'lead'").update();
        Element other =
                rows(visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM")).get(0);
        assertThat(other.select("td[data-label='Waiting with']").text()).startsWith("Grace Oyelaran");
        assertThat(other.select("form")).isEmpty();
        assertThat(other.select("a[href$=#reassign]")).hasSize(1);
    }

    @Test
    void saysHowFarItWasToldThatATaskIsLate() throws Exception {
        WorkItem item = taskOf(registered("Margaret", "Holt"));
        marked(item, "reminded_at = '2026-11-09T10:00:00Z'");
        assertThat(tags(Alliance.COORDINATOR)).containsExactly("Reminded Mon 9 Nov");
        marked(
                item,
                "lead_told_at = '2026-11-10T10:00:00Z', lead_told = 'dougie-mac.team-lead', due_at = '2026-11-08T17:00:00Z'");
        assertThat(tags(Alliance.COORDINATOR)).containsExactly("Team lead told Tue 10 Nov");
        assertThat(rows(visits.page(Alliance.TEAM_LEAD, "/worklist?view=OVERDUE"))
                        .select(".wm-tag--red")
                        .eachText())
                .contains("You were told Tue 10 Nov");
        marked(item, "escalated_at = '2026-11-11T10:00:00Z', escalated_to = 'dougie-mac.coordinator'");
        assertThat(tags(Alliance.COORDINATOR)).containsExactly("You were told Wed 11 Nov");
        marked(item, "assignee = 'coordinator'");
        assertThat(tags(Alliance.COORDINATOR)).as("of one's own work").containsExactly("Coordinator told Wed 11 Nov");
    }

    private void marked(WorkItem item, String how) {
        jdbc.sql("update work_item set " + how + " where task_id = :id")
                .param("id", item.taskId())
                .update();
    }

    private List<String> tags(Viewer viewer) throws Exception {
        return rows(visits.page(viewer, "/worklist")).select(".wm-tags .wm-tag").eachText();
    }

    @Test
    void takingATaskLeadsToItsForm() throws Exception {
        WorkItem item = taskOf(registered("Margaret", "Holt"));
        Element take =
                rows(visits.page(Alliance.COORDINATOR, "/worklist")).get(0).selectFirst("form");

        assertThat(send(Alliance.COORDINATOR, take == null ? "" : take.attr("action"))
                        .getRedirectedUrl())
                .isEqualTo("/tasks/" + item.taskId());
        assertThat(taskOf(item.pathway()).assignee()).isEqualTo("coordinator");
    }

    @Test
    void releasingATaskComesBackToTheSameView() throws Exception {
        taken(registered("Margaret", "Holt"));
        Element release = rows(visits.page(Alliance.COORDINATOR, "/worklist?view=DUE_THIS_WEEK"))
                .get(0)
                .selectFirst("form");

        assertThat(send(Alliance.COORDINATOR, release == null ? "" : release.attr("action"))
                        .getRedirectedUrl())
                .isEqualTo("/worklist?view=DUE_THIS_WEEK");
    }

    @Test
    void everyRoleHasAWorklistAndAnEmptyOneSaysWhatWillAppear() throws Exception {
        for (Viewer viewer : Alliance.EVERYBODY) {
            for (Worklist.View view : Worklist.View.values()) {
                Document page = visits.page(viewer, "/worklist?view=" + view);
                assertThat(page.select(".wm-empty b").text())
                        .as(viewer.username() + view)
                        .isNotEmpty();
                assertThat(page.select(".wm-empty p").text())
                        .as(viewer.username() + view)
                        .isNotEmpty();
                assertThat(page.select("table")).isEmpty();
            }
        }
        assertThat(visits.page(Alliance.MANAGER, "/worklist")
                        .select(".wm-empty")
                        .text())
                .contains("menu above");
    }

    @Test
    void doesNotNameAPersonToOneWhoMayNotSeeThem() throws Exception {
        registered("Margaret", "Holt");
        jdbc.sql("update pathway_sharing set sharing = 'REFUSED'").update();
        jdbc.sql("update work_item set group_name = 'approach.dementia-adviser'")
                .update();

        Element row = rows(visits.page(Alliance.ADVISER, "/worklist")).get(0);
        assertThat(row.text()).doesNotContain("Margaret").doesNotContain("81").contains("WM-");
        assertThat(row.select("td[data-label=For] a")).isEmpty();
    }

    @Test
    void theFileSaysWhatThePageSaysAndHoldsNoFormula() throws Exception {
        registered("Margaret", "=1+1");
        Document page = visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM");
        String download = page.select("a:contains(Download)").attr("href");

        MockHttpServletResponse file = mvc.perform(get(download).with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse();

        assertThat(file.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(file.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"worklist-2026-11-09.csv\"");
        String[] lines = file.getContentAsString(StandardCharsets.UTF_8).split("\r\n", -1);
        assertThat(lines[0])
                .isEqualTo("\uFEFFWhat to do,About,For,Reference,Due,How it stands,Waiting with,Since,Note");
        assertThat(lines[1])
                .startsWith("Name a coordinator,Pathway,Margaret =1+1,WM-")
                .endsWith(",\"Wed 11 Nov, 17:00\",In 2 working days,Your team,since today,");
    }

    @Test
    void eachLookIsOnTheAuditTrail() throws Exception {
        visits.page(Alliance.COORDINATOR, "/worklist?view=OVERDUE");
        assertThat(jdbc.sql(
                                "select subject from audit_event where actor = 'coordinator' and action = 'worklist.viewed'")
                        .query(String.class)
                        .list())
                .containsExactly("OVERDUE");
    }

    @Test
    void asksTheDatabaseNoMoreForManyRowsThanForOne() throws Exception {
        taken(registered("Margaret", "Holt"));
        visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM");
        long before = executions.countOfThisThread();
        visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM");
        long forOne = executions.countOfThisThread() - before;
        for (int i = 0; i < 24; i++) {
            registered("Person", "Number" + (char) ('A' + i));
        }
        before = executions.countOfThisThread();
        visits.page(Alliance.COORDINATOR, "/worklist?view=TEAM");
        assertThat(executions.countOfThisThread() - before).isEqualTo(forOne).isLessThanOrEqualTo(7);
    }

    private PathwayRef registered(String givenName, String familyName) {
        return people.register(
                Alliance.COORDINATOR,
                new NewPerson(
                        givenName,
                        familyName,
                        null,
                        LocalDate.of(1945, 5, 4),
                        null,
                        "Not sent with the referral",
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        List.of()),
                "Somebody else");
    }

    private WorkItem taskOf(PathwayRef pathway) {
        return worklist.openOf(Viewer.SYSTEM, pathway).get(0);
    }

    private WorkItem taken(PathwayRef pathway) {
        WorkItem item = taskOf(pathway);
        worklist.claim(Alliance.COORDINATOR, item.taskId());
        return item;
    }

    private static Elements rows(Document page) {
        return page.select("tbody tr");
    }

    private MockHttpServletResponse send(Viewer viewer, String address) throws Exception {
        return visits.send(viewer, address).andReturn().getResponse();
    }
}
