package org.waymark.insight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Somebody.NAME_COORDINATOR;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** The page on which managers find where people wait, and the one of a single step. */
class InsightViewTests extends WithCare {

    private static final String STEP = "/insight/steps/dementia-pathway/" + NAME_COORDINATOR;

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    @Test
    void leadsFromTheStepToThePeopleWhoStandThere() throws Exception {
        Somebody person = care.somebody().called("Edith", "Shore", "Edie").registered();
        care.passDays(7);

        Document page = visits.page(Alliance.COORDINATOR, "/insight?process=dementia-pathway");
        assertThat(page.select("th[scope=row] a").eachText()).containsExactly("Name a coordinator");
        assertThat(page.select("td[data-label='There now']").text()).startsWith("1, 1 late since");
        assertThat(page.select(".wm-diagram").attr("data-heat")).contains(NAME_COORDINATOR, "1 now");
        assertThat(page.select("section[aria-labelledby=drawn] a").eachAttr("href"))
                .containsExactly(
                        "/insight/versions?process=dementia-pathway",
                        "/insight/paths?process=dementia-pathway",
                        "/insight/conformance?process=dementia-pathway");

        Document step =
                visits.page(Alliance.COORDINATOR, page.select("th[scope=row] a").attr("href"));
        assertThat(step.select("h1").text()).isEqualTo("Name a coordinator");
        assertThat(step.select("table a").eachText()).containsExactly("Edith Shore");
        assertThat(step.select("table a").attr("href")).isEqualTo("/people/" + person.ref());
    }

    /** Work waits for an organisation until somebody takes it; a team's own part is not all that waits for it. */
    @Test
    void saysThatWorkWhichNobodyHasTakenBelongsToNoTeam() throws Exception {
        care.registered();
        String left = "What nobody has taken yet belongs to no team";

        Document ofATeam = visits.page(Alliance.MANAGER, "/insight?team=liaison");
        assertThat(ofATeam.text()).doesNotContain("Name a coordinator");
        assertThat(visits.page(Alliance.MANAGER, "/insight?team=advisers").text())
                .doesNotContain("Name a coordinator");
        assertThat(visits.page(Alliance.MANAGER, "/insight").text())
                .contains("Name a coordinator")
                .doesNotContain(left);
        assertThat(ofATeam.text()).contains(left);
    }

    /** Else a number would be taken for all when it is of a part. */
    @Test
    void saysWhatTheFilterLeavesWhereverANumberStands() throws Exception {
        care.registered();
        String narrow = "?process=dementia-pathway&organisation=dougie-mac&stage=UNKNOWN";
        String said = "Dougie Mac, stage: Not known yet";

        assertThat(visits.page(Alliance.MANAGER, "/insight" + narrow)
                        .select(".wm-print-only")
                        .text())
                .endsWith("Pathway, " + said);
        assertThat(visits.page(Alliance.MANAGER, STEP + narrow)
                        .select("main > p")
                        .text())
                .endsWith("Only: " + said + ".");
        assertThat(visits.page(Alliance.MANAGER, STEP).select("main").text()).doesNotContain("Only:");
        assertThat(visits.page(Alliance.MANAGER, "/insight/ageing/people" + narrow + "&of=FIRST_HALF")
                        .select(".wm-lead")
                        .text())
                .isEqualTo("Pathway, " + said);
        assertThat(visits.page(Alliance.MANAGER, "/insight/ageing")
                        .select("main summary")
                        .eachText()
                        .get(0))
                .contains("nothing left out");
    }

    @Test
    void tellsManagersWhoWaitsByReferenceAndNobodysName() throws Exception {
        Somebody person = care.somebody().called("Edith", "Shore", "Edie").registered();

        for (String page : List.of(STEP, "/insight/ageing/people?of=FIRST_HALF")) {
            Document shown = visits.page(Alliance.MANAGER, page);

            assertThat(shown.select("tbody th").eachText())
                    .as(page)
                    .containsExactly(person.ref().value());
            assertThat(shown.text())
                    .contains("You see references instead of names")
                    .doesNotContain("Shore");
            assertThat(shown.select("main a[href^=/people]")).isEmpty();
        }
        visits.open(Alliance.MANAGER, "/people/" + person.ref()).andExpect(status().isNotFound());
        assertThat(visits.page(Alliance.COORDINATOR, STEP).text())
                .contains("Shore")
                .doesNotContain("You see references instead of names");
    }

    /** Whom groups leave over could be told from the others. */
    @Test
    void namesManagersNobodyOfAGroupNotEvenByReference() throws Exception {
        List<Somebody> people = Stream.generate(care::registered).limit(6).toList();
        String six = visits.page(Alliance.MANAGER, "/insight/fairness")
                .select("main a[href*=people]")
                .attr("href");

        Document shown = visits.page(Alliance.MANAGER, six);

        assertThat(shown.text()).contains("6 entries are of people whom you may not see");
        people.forEach(
                person -> assertThat(shown.text()).doesNotContain(person.ref().value()));
    }

    @Test
    void saysWhatIsWrongWithThePeriodAndKeepsWhatWasTyped() throws Exception {
        Document backwards = Visits.read(visits.open(Alliance.MANAGER, "/insight?from=2026-11-09&to=2026-11-01")
                .andExpect(status().isBadRequest()));
        assertThat(backwards.title()).startsWith("Error: ");
        assertThat(backwards.select(".govuk-error-summary a").attr("href")).isEqualTo("#to");
        assertThat(backwards.select("#to").val()).isEqualTo("2026-11-01");

        Document nonsense =
                Visits.read(visits.open(Alliance.MANAGER, "/insight?from=soon&process=%3Cscript%3E&stage=BLUE")
                        .andExpect(status().isBadRequest()));
        assertThat(nonsense.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#from", "#process", "#stage");
        assertThat(nonsense.select("#from").val()).isEqualTo("soon");
    }

    @Test
    void answersADayOfNoCalendarAsAWrongOne() throws Exception {
        for (String day : List.of("0001-01-01", "9999-12-31", "-999999999-01-01", "%2B999999999-12-31")) {
            for (String page : List.of("?to=", "/stages?to=", "/fairness?to=", "/event-log?to=", "/curve?until=")) {
                Document told = Visits.read(
                        visits.open(Alliance.MANAGER, "/insight" + page + day).andExpect(status().isBadRequest()));
                assertThat(told.select(".govuk-error-summary a").text())
                        .as(page + day)
                        .isEqualTo("Enter a day of the years 1900 to 2999");
            }
            visits.open(Alliance.MANAGER, "/insight/stages/people?of=" + day + ".MILD")
                    .andExpect(status().isNotFound());
        }
    }

    @Test
    void speaksOfOneDayOfOneStepAndOfOnePersonAsOfOne() throws Exception {
        Somebody person = care.registered();
        care.passDays(7);
        person.named();
        LocalDate today = care.now().atZone(ZoneId.of("Europe/London")).toLocalDate();
        String day = "?from=" + today + "&to=" + today;

        assertThat(visits.page(Alliance.MANAGER, "/insight" + day)
                        .select(".wm-lead")
                        .text())
                .startsWith("On ")
                .contains(", 1 step was completed.");
        assertThat(visits.page(Alliance.MANAGER, STEP + day).select(".wm-lead").text())
                .endsWith("it was completed once, late.");
        assertThat(visits.page(Alliance.MANAGER, "/insight/stages" + day)
                        .select(".wm-lead")
                        .text())
                .startsWith("1 person was on an open pathway on ");
    }

    @Test
    void saysSoWhenAFilterLeavesNobody() throws Exception {
        care.registered();
        Document page =
                visits.page(Alliance.MANAGER, "/insight?from=2020-01-01&to=2020-02-01&process=partner-referral");
        assertThat(page.select(".wm-empty").text()).startsWith("Nothing fits");
    }

    @Test
    void answersAStepThatNobodyKnowsAsAnyUnknownAddress() throws Exception {
        care.registered();
        for (String address : new String[] {
            "/insight/steps/dementia-pathway/UserTask_Nothing",
            "/insight/steps/nothing/" + NAME_COORDINATOR,
            "/insight/models/nothing",
            "/insight/models/dementia-pathway?version=99"
        }) {
            visits.open(Alliance.MANAGER, address).andExpect(status().isNotFound());
        }
    }

    @Test
    void tellsCockpitTheSameOfOneVersionOfAModel() throws Exception {
        care.registered();
        care.passDays(7);

        Document told = Visits.read(visits.open(Alliance.COORDINATOR, "/insight/cockpit/dementia-pathway?version=1")
                .andExpect(status().isOk()));

        assertThat(told.select(".waymark-flow").attr("data-heat")).contains(NAME_COORDINATOR, "1 now");
        assertThat(told.select("tbody th a").attr("href")).startsWith(STEP).contains("version=1");
        assertThat(told.select("tbody td").eachText()).last().asString().startsWith("1");
        for (String address :
                List.of("nothing?version=1", "dementia-pathway?version=99", "dementia-pathway?version=x")) {
            visits.open(Alliance.COORDINATOR, "/insight/cockpit/" + address).andExpect(status().isNotFound());
        }
        visits.open(Alliance.OPERATOR, "/insight/cockpit/dementia-pathway?version=1")
                .andExpect(status().isNotFound());
    }

    @Test
    void givesTheSameListAsAFile() throws Exception {
        care.registered();
        String file = new String(
                visits.open(Alliance.MANAGER, "/insight/steps.csv?process=dementia-pathway")
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsByteArray(),
                StandardCharsets.UTF_8);
        assertThat(file).startsWith("\uFEFFModel,Step,Completed");
        assertThat(file.lines().skip(1)).singleElement().asString().startsWith("Pathway,Name a coordinator,0,0,0,,,");
    }

    @Test
    void drawsTheCurveWithItsTableItsFileAndThePeopleWhoStillWait() throws Exception {
        for (int person = 0; person < 4; person++) {
            Somebody named = care.registered();
            care.pass(Duration.ofMinutes(90));
            named.named();
        }
        Somebody waits = care.somebody().called("Edith", "Shore", "Edie").registered();
        care.passDays(2);
        String query = "from=referral-received&to=coordinator-named";

        Document page = visits.page(Alliance.COORDINATOR, "/insight/curve?" + query);
        assertThat(page.select(".wm-lead").text())
                .startsWith("5 began the way")
                .contains("counting those who still wait");
        assertThat(page.select("svg.wm-chart path").size()).isGreaterThan(2);
        assertThat(page.select("tbody tr:last-child").text())
                .startsWith("48 hours")
                .contains("20 %")
                .endsWith("4");
        Document people = visits.page(
                Alliance.COORDINATOR,
                page.select(".wm-facts a").stream()
                        .filter(link -> link.text().contains("Still waiting"))
                        .findFirst()
                        .orElseThrow()
                        .attr("href"));
        assertThat(people.select("tbody th a").eachText()).containsExactly("Edith Shore");
        assertThat(people.select("tbody th a").attr("href")).isEqualTo("/people/" + waits.ref());
        assertThat(people.select("[data-label='How long']").text()).isEqualTo("48 hours");
        assertThat(file("/insight/curve.csv?" + query).lines().skip(1)).first().isEqualTo("2,5,4,0.2,0.008,0.582");

        assertThat(visits.page(Alliance.MANAGER, "/insight/curve/people?of=WAITING&" + query)
                        .text())
                .contains(waits.ref().value(), "You see references instead of names")
                .doesNotContain("Shore");
    }

    @Test
    void tellsNoTimesOfFewerThanFive() throws Exception {
        care.registered().named();
        Document page = visits.page(Alliance.MANAGER, "/insight/curve?from=referral-received&to=coordinator-named");
        assertThat(page.select(".wm-lead").text()).startsWith("Fewer than five began the way");
        assertThat(page.select("svg.wm-chart, table")).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithTheMilestones() throws Exception {
        Document page = Visits.read(visits.open(
                        Alliance.MANAGER,
                        "/insight/curve?from=nowhere&to=diagnosed&since=2026-11-09&until=2026-11-01&service=GP_REVIEW")
                .andExpect(status().isBadRequest()));
        assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#from", "#to", "#until");
        assertThat(page.select("details[open] #until").val()).isEqualTo("2026-11-01");
        for (String wrong : new String[] {"?from=died&to=died", "?service=GP_REVIEW", "?stage=BLUE"}) {
            visits.open(Alliance.MANAGER, "/insight/curve" + wrong).andExpect(status().isBadRequest());
        }
        for (String nowhere : new String[] {"/curve/people?of=SOMEBODY", "/curve/people?of=WAITING&after=x"}) {
            visits.open(Alliance.MANAGER, "/insight" + nowhere).andExpect(status().isNotFound());
        }
    }

    /** Each question is one click away, says its answer in a sentence, and is told what is wrong with a period. */
    @Test
    void leadsToEachQuestionInOneClick() throws Exception {
        care.registered().referredTo("DEMENTIA_ADVISER");
        care.passDays(30);
        Document waits = visits.page(Alliance.MANAGER, "/insight?from=2026-11-01");
        for (String address : waits.select("nav[aria-labelledby=more] a").eachAttr("href")) {
            Document page = visits.page(Alliance.MANAGER, address);
            assertThat(page.select("h1").text()).as(address).isNotEmpty();
            if (address.contains("?")) {
                assertThat(page.select(".govuk-back-link").attr("href"))
                        .as(address)
                        .isEqualTo("/insight?from=2026-11-01");
            }
            if (List.of("/insight/measures", "/insight/what-if").contains(address)
                    || address.startsWith("/insight/event-log")) {
                continue;
            }
            assertThat(page.select(".wm-lead").text()).as(address).endsWith(".");
            assertThat(page.select("table, .wm-empty").size()).as(address).isEqualTo(1);
            for (String number : page.select("main a[href*=people]").eachAttr("href")) {
                assertThat(visits.page(Alliance.MANAGER, number)
                                .select(".wm-card__foot")
                                .text())
                        .as(number)
                        .containsAnyOf("You see references instead of names", "whom you may not see");
            }
            String path = address.replaceAll("[?].*", "");
            assertThat(file(path + ".csv")).as(path).startsWith("\uFEFF");
            String backwards =
                    path.endsWith("curve") ? "?since=2026-11-09&until=2026-11-01" : "?from=2026-11-09&to=2026-11-01";
            assertThat(Visits.read(visits.open(Alliance.MANAGER, path + backwards)
                                    .andExpect(status().isBadRequest()))
                            .select(".govuk-error-summary a")
                            .text())
                    .isEqualTo("The last day must not come before the first");
            visits.open(Alliance.MANAGER, path + ".csv" + backwards).andExpect(redirectedUrl(path + backwards));
            visits.open(Alliance.MANAGER, path + "/people?of=nothing").andExpect(status().isNotFound());
            if (path.endsWith("hand-overs")) {
                visits.open(Alliance.MANAGER, path + "/people?of=nobody.nowhere")
                        .andExpect(status().isNotFound());
            }
            visits.open(Alliance.NURSE, path).andExpect(status().isNotFound());
        }
    }

    @Test
    void leadsFromOneServiceOfAStepBackToAllOfThem() throws Exception {
        care.registered().referredTo("DEMENTIA_ADVISER");
        String step = "/insight/steps/partner-referral/UserTask_RespondToReferral?from=2026-11-01";

        Document all = visits.page(Alliance.MANAGER, step);
        assertThat(all.select("main").text()).doesNotContain("All services together");
        Document one = visits.page(
                Alliance.MANAGER,
                all.select("section[aria-labelledby=services] a").attr("href"));
        assertThat(one.select("a:contains(All services together)").attr("href")).isEqualTo(step);
    }

    @Test
    void saysOfTheOnlyRunThatItKeptToTheModel() throws Exception {
        care.registered().referredTo("DEMENTIA_ADVISER");
        assertThat(visits.page(Alliance.MANAGER, "/insight/conformance")
                        .select(".wm-lead")
                        .text())
                .isEqualTo("The only run of “Referral” kept to the order of the model.");
    }

    /** Facts keep the code of a service, so a new name splits no figure, and one that is not offered any more is still told. */
    @Test
    void countsAServiceAsOneWhenItsNameHasChanged() throws Exception {
        declined("SPEECH_AND_LANGUAGE");
        jdbc.sql("update service set name = 'Talking and eating' where code = 'SPEECH_AND_LANGUAGE'")
                .update();
        try {
            declined("SPEECH_AND_LANGUAGE");
            declined("MEMORY_CAFE");

            Document page = visits.page(Alliance.MANAGER, "/insight/rework");
            page.select(".govuk-visually-hidden").remove();

            assertThat(page.select("tbody tr").eachText())
                    .containsExactly(
                            "Referral declined Speech and language 2 0 –", "Referral declined Memory cafe 1 0 –");
        } finally {
            jdbc.sql("update service set name = 'Speech and language' where code = 'SPEECH_AND_LANGUAGE'")
                    .update();
        }
    }

    private void declined(String service) {
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, record, service, stage, carer_strain, detail)
                        values (:at, 'REFERRAL_MOVED', 'WM-0000-0000', 'x', :service, 'MILD', 'LOW', 'DECLINED')
                        """)
                .param("at", Timestamp.from(care.now()))
                .param("service", service)
                .update();
    }

    @Test
    void tellsGroupsOfPeopleOnThePageAndInTheFileAlikeAndNothingOfThree() throws Exception {
        for (int person = 0; person < 6; person++) {
            care.somebody().livingAlone().registered();
        }
        Document six = visits.page(Alliance.MANAGER, "/insight/fairness");
        assertThat(six.select("[data-label=Group]").eachText()).containsExactly("Everybody", "Lives alone");
        assertThat(six.select("[data-label=People]").eachText()).allMatch(text -> text.startsWith("6"));
        assertThat(six.select("[data-label='Against everybody']").eachText())
                .containsExactly("–", "= no clear difference");

        for (int person = 0; person < 3; person++) {
            care.registered();
        }
        Document three = visits.page(Alliance.MANAGER, "/insight/fairness?by=LIVING_ALONE");
        assertThat(three.select("[data-label=People]").eachText())
                .containsExactly("9", "Too few to tell", "Too few to tell");
        assertThat(three.select("tbody a")).isEmpty();
        assertThat(three.select("details").text()).contains("Ethnicity is as people say it themselves");
        assertThat(file("/insight/fairness.csv?by=LIVING_ALONE").lines().skip(1).toList())
                .satisfiesExactly(
                        all -> assertThat(all).startsWith("Name a coordinator (Pathway),Everybody,9,0,0.0,0.0,0.299"),
                        one -> assertThat(one)
                                .isEqualTo("Name a coordinator (Pathway),Lives alone,Too few to tell,,,,,,,,"),
                        other -> assertThat(other)
                                .isEqualTo("Name a coordinator (Pathway),Does not live alone,Too few to tell,,,,,,,,"));

        assertThat(visits.page(Alliance.MANAGER, "/insight/fairness?from=2020-01-01&to=2020-02-01")
                        .select(".wm-empty")
                        .text())
                .startsWith("Nobody");
        assertThat(Visits.read(visits.open(Alliance.MANAGER, "/insight/fairness?by=STAFF")
                                .andExpect(status().isBadRequest()))
                        .select(".govuk-error-summary a")
                        .attr("href"))
                .isEqualTo("#by");
    }

    @Test
    void takesAListOfDistrictsFromTheOneWhoMayLoadIt() throws Exception {
        assertThat(visits.page(Alliance.MANAGER, "/insight/fairness?by=DEPRIVATION")
                        .select(".wm-lead")
                        .text())
                .startsWith("No list of districts");
        Document empty =
                Visits.read(visits.send(Alliance.MANAGER, "/insight/deprivation", "name", "Indices", "statedOn", "soon")
                        .andExpect(status().isBadRequest()));
        assertThat(empty.title()).startsWith("Error: ");
        assertThat(empty.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#source", "#statedOn", "#file");
        assertThat(empty.select("#name").val()).isEqualTo("Indices");
        assertThat(visits.page(Alliance.COORDINATOR, "/insight/deprivation").select("form[enctype]"))
                .isEmpty();
        visits.send(Alliance.COORDINATOR, "/insight/deprivation", "name", "Indices")
                .andExpect(status().isNotFound());
    }

    private String file(String address) throws Exception {
        return new String(
                visits.open(Alliance.MANAGER, address)
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsByteArray(),
                StandardCharsets.UTF_8);
    }
}
