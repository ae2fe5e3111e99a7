package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.servlet.FlashMap;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.forms.FormContext;
import org.waymark.forms.Forms;
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
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Worklist;

@WaymarkTest
class RecordViewTests {

    private static final Instant MONDAY = Instant.parse("2026-11-09T09:00:00Z");

    @Autowired
    MockMvc mvc;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Directory directory;

    @Autowired
    People people;

    @Autowired
    Worklist worklist;

    @Autowired
    ServiceDirectory services;

    @Autowired
    Referrals referrals;

    @Autowired
    WaymarkClock clock;

    @Autowired
    Forms forms;

    @Autowired
    PersonRecords records;

    @Autowired
    MessageSource messages;

    private PathwayRef pathway = PathwayRef.random();

    @BeforeEach
    void somebodyIsOnAPathway() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
        clock.moveTo(MONDAY);
        pathway = people.register(
                Alliance.COORDINATOR,
                new NewPerson(
                        "Margaret",
                        "Holt",
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
                null);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void saysAtItsFieldThatADeathBeforeTheBirthCannotBe() throws Exception {
        String html = died("4", "5", "1944", false)
                .andExpect(status().isBadRequest())
                .andReturn()
                .getResponse()
                .getContentAsString();

        Document page = Jsoup.parse(html);
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".govuk-error-summary a").text())
                .isEqualTo("The date must not lie before the date of birth");
        assertThat(page.select("[name=diedOn-year]").val()).isEqualTo("1944");
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway)).isNotEmpty();
    }

    @Test
    void recordsADeathOnceHoweverOftenItIsSent() throws Exception {
        died("8", "11", "2026", false).andExpect(status().isOk());
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway)).isNotEmpty();
        died("8", "11", "2026", true).andExpect(redirectedUrl("/people/" + pathway));
        assertThat(worklist.openOf(Viewer.SYSTEM, pathway)).isEmpty();

        String again = died("9", "11", "2026", true)
                .andExpect(status().isConflict())
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(again)
                .as("a second death, from an old page")
                .contains("This pathway is over", "reopen it first", "What you entered was not recorded");
        mvc.perform(get("/people/" + pathway + "/record/record-death").with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andExpect(status().isConflict());
        assertThat(people.facts(pathway).diedOn()).isEqualTo(LocalDate.of(2026, 11, 8));
    }

    @Test
    void offersNoFormThatAsksWhichCarerWhereThereIsNone() throws Exception {
        assertThat(offered()).contains("add-carer").doesNotContain("record-carer-change", "ask-carer-again");

        people.addCarer(Alliance.COORDINATOR, pathway, new NewCarer("Joan Hill", "SISTER", null, true, true));

        assertThat(offered()).contains("add-carer", "record-carer-change", "ask-carer-again");
    }

    @Test
    void offersNoDayToBeGentleAboutWhereNobodyIsSupported() throws Exception {
        died("8", "11", "2026", true).andExpect(redirectedUrl("/people/" + pathway));

        assertThat(offered()).containsExactly("reopen-pathway");
        assertThat(main("add-gentle-date")).contains("No carer is supported in bereavement now");
        assertThat(main("take-off-gentle-date")).contains("No day to be gentle about is on record");
    }

    /** Whether something can be recorded is asked once: by the list, by the address of its form and by what is sent there. */
    @Test
    void aFormThatIsNotOfferedSaysWhyAndTakesNothing() throws Exception {
        assertThat(opened("while there is no carer"))
                .contains("record-death", "record-capacity")
                .doesNotContain("record-carer-change", "ask-carer-again", "add-gentle-date", "reopen-pathway")
                .doesNotContain("change-palliative-code");
        assertThat(main("record-carer-change"))
                .contains("Record a change of carer", "Margaret Holt", "Add a carer first");

        people.addCarer(Alliance.COORDINATOR, pathway, new NewCarer("Joan Hill", "SISTER", null, true, true));
        assertThat(opened("with a carer")).contains("record-carer-change", "ask-carer-again");

        died("8", "11", "2026", true).andExpect(redirectedUrl("/people/" + pathway));
        assertThat(opened("after the death"))
                .containsExactly("add-gentle-date", "reopen-pathway", "take-off-gentle-date");
        assertThat(main("report-change")).contains("This pathway is over");
    }

    /** The forms that open, which are those offered; whatever else can be recorded of somebody says why it cannot be now. */
    private List<String> opened(String when) throws Exception {
        List<String> opened = new ArrayList<>();
        for (String form : recordables()) {
            String address = "/people/" + pathway + "/record/" + form;
            int status = answer(get(address)).getStatus();
            if (status == 200) {
                opened.add(form);
            } else if (status != 302) {
                long before = rows();
                for (var asked : List.of(get(address), post(address))) {
                    MockHttpServletResponse answer = answer(asked);
                    Document page = Jsoup.parse(answer.getContentAsString());
                    assertThat(answer.getStatus()).as("%s %s", form, when).isEqualTo(409);
                    assertThat(page.select("main form")).as("%s %s", form, when).isEmpty();
                    assertThat(page.select("main a").eachAttr("href"))
                            .as("%s %s", form, when)
                            .contains("/people/" + pathway, "/people/" + pathway + "/record");
                    assertThat(page.select("main").text())
                            .as("%s %s", form, when)
                            .doesNotContain("??");
                }
                assertThat(rows()).as("%s %s", form, when).isEqualTo(before);
            }
        }
        assertThat(opened).as(when).containsExactlyInAnyOrderElementsOf(offered());
        return opened;
    }

    private List<String> recordables() throws Exception {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath*:forms/**/*.form"))
                .map(file -> Objects.requireNonNull(file.getFilename()).replace(".form", ""))
                .filter(form -> {
                    try {
                        return records.require(form).isFor(Alliance.COORDINATOR);
                    } catch (NotVisible e) {
                        return false;
                    }
                })
                .sorted()
                .toList();
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder asked) throws Exception {
        return mvc.perform(asked.with(csrf()).with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andReturn()
                .getResponse();
    }

    private String main(String form) throws Exception {
        return Jsoup.parse(answer(get("/people/" + pathway + "/record/" + form)).getContentAsString())
                .select("main")
                .text();
    }

    @Test
    void saysOfEveryQuestionWithNothingToChooseWhatIsMissing() throws Exception {
        for (String form : recordables()) {
            forms.nothingToChoose(form, FormContext.EMPTY).ifPresent(choices -> assertThat(
                            messages.getMessage("refused.nothingToChoose." + choices, null, "", Locale.UK))
                    .as("%s: %s", form, choices)
                    .isNotBlank());
        }
    }

    @Test
    void oneLookIsOneRowOfAudit() throws Exception {
        people.addCarer(Alliance.COORDINATOR, pathway, new NewCarer("Joan Hill", "SISTER", null, true, true));
        assertThat(looksOf(visiting("/record"))).isEqualTo(1);
        assertThat(looksOf(visiting("/record/record-carer-change"))).isEqualTo(1);
        assertThat(looksOf(() -> died("4", "5", "1944", false).andExpect(status().isBadRequest())))
                .as("sent back with an error")
                .isEqualTo(1);
        assertThat(looksOf(() -> died("8", "11", "2026", false).andExpect(status().isOk())))
                .as("asked for the second time")
                .isEqualTo(1);

        assertThat(looksOf(() -> died("8", "11", "2026", true).andExpect(redirectedUrl("/people/" + pathway))))
                .as("recorded")
                .isEqualTo(1);
        assertThat(looksOf(visiting("/record"))).as("of a pathway that is over").isEqualTo(1);
        assertThat(looksOf(visiting("/record/add-gentle-date")))
                .as("of a pathway that is over")
                .isEqualTo(1);
    }

    private Callable<?> visiting(String page) {
        return () -> mvc.perform(get("/people/" + pathway + page).with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andExpect(status().isOk());
    }

    private long looksOf(Callable<?> visit) throws Exception {
        long before = looks();
        visit.call();
        return looks() - before;
    }

    private long looks() {
        return jdbc.sql("select count(*) from audit_event where action = 'person.viewed' and pathway_ref = :ref")
                .param("ref", pathway.value())
                .query(Long.class)
                .single();
    }

    private List<String> offered() throws Exception {
        String html = mvc.perform(get("/people/" + pathway + "/record").with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return Jsoup.parse(html).select(".wm-choices a").eachAttr("href").stream()
                .map(href -> href.substring(href.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void whateverIsRecordedTwiceFromOnePageIsRecordedOnceAndToldTheSame() throws Exception {
        var forms = Map.of(
                "record-capacity",
                Map.of("matter", "Where to live", "hasCapacity", "YES", "decidedOn", "2026-11-08"),
                "report-change",
                Map.of(
                        "reportedBy",
                        "CARER",
                        "whatChanged",
                        "Sleeps badly",
                        "hoursToDays",
                        "NO",
                        "changedOn",
                        "2026-11-08",
                        "immediateConcern",
                        "NO"),
                "record-sharing",
                Map.of("sharing", "AGREED", "sharingSaidBy", "PERSON", "sharingOn", "2026-11-08"),
                "add-carer",
                Map.of(
                        "carerName",
                        "Peter Holt",
                        "carerRelationship",
                        "husband",
                        "carerLivesWith",
                        "YES",
                        "carerMayBeAsked",
                        "YES"));
        for (var form : forms.entrySet()) {
            String page = pageOf(form.getKey());
            String told = send(form.getKey(), page, form.getValue());
            long rows = rows();
            assertThat(told).as(form.getKey()).startsWith(form.getKey().equals("add-carer") ? "Added." : "Recorded.");
            assertThat(send(form.getKey(), page, form.getValue()))
                    .as(form.getKey())
                    .isEqualTo(told);
            assertThat(rows()).as(form.getKey()).isEqualTo(rows);
        }
        assertThat(people.capacityDecisions(Alliance.COORDINATOR, pathway)).hasSize(1);
    }

    @Test
    void aSecondClickIsToldAllThatTheEntryDid() throws Exception {
        String page = pageOf("record-death");
        var death = Map.of("diedOn", "2026-11-08", "placeOfDeath", "HOME", "reportedBy", "CARER", "confirmed", "true");
        String told = send("record-death", page, death);
        assertThat(told).startsWith("1 task and 0 referrals closed.").contains("Task closed: Name a coordinator");
        assertThat(send("record-death", page, death)).isEqualTo(told);
    }

    @Test
    void thePageSentBackWithOtherAnswersIsAnotherSubmission() throws Exception {
        String page = pageOf("record-capacity");
        send("record-capacity", page, Map.of("matter", "Money", "hasCapacity", "YES", "decidedOn", "2026-11-08"));
        send(
                "record-capacity",
                page,
                Map.of("matter", "Where to live", "hasCapacity", "YES", "decidedOn", "2026-11-08"));

        assertThat(people.capacityDecisions(Alliance.COORDINATOR, pathway))
                .extracting(decision -> decision.matter())
                .containsExactly("Where to live", "Money");
    }

    @Test
    void twoClicksAtOnceActOnce() throws Exception {
        String page = pageOf("record-capacity");
        var answers = Map.of("matter", "Money", "hasCapacity", "YES", "decidedOn", "2026-11-08");
        var clicks = Executors.newFixedThreadPool(2);
        try {
            var both = List.of(
                    clicks.submit(() -> send("record-capacity", page, answers)),
                    clicks.submit(() -> send("record-capacity", page, answers)));
            assertThat(both.get(0).get()).isEqualTo(both.get(1).get());
        } finally {
            clicks.shutdown();
        }
        assertThat(people.capacityDecisions(Alliance.COORDINATOR, pathway)).hasSize(1);
    }

    private String pageOf(String form) throws Exception {
        return Jsoup.parse(mvc.perform(get("/people/" + pathway + "/record/" + form)
                                .with(Alliance.signedIn(Alliance.COORDINATOR)))
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .select("main form input[name=submission]")
                .val();
    }

    /** Returns what the one who sent it is told; dates come as 2026-11-08. */
    private String send(String form, String page, Map<String, String> answers) throws Exception {
        var sent = post("/people/" + pathway + "/record/" + form)
                .param("submission", page)
                .with(csrf())
                .with(Alliance.signedIn(Alliance.COORDINATOR));
        answers.forEach((name, value) -> {
            if (name.endsWith("On")) {
                LocalDate on = LocalDate.parse(value);
                sent.param(name + "-day", String.valueOf(on.getDayOfMonth()))
                        .param(name + "-month", String.valueOf(on.getMonthValue()))
                        .param(name + "-year", String.valueOf(on.getYear()));
            } else {
                sent.param(name, value);
            }
        });
        FlashMap told = mvc.perform(sent)
                .andExpect(redirectedUrl("/people/" + pathway))
                .andReturn()
                .getFlashMap();
        return told.get("done") + " " + told.get("doneList");
    }

    private long rows() {
        return jdbc.sql("""
                        select (select count(*) from form_submission) + (select count(*) from capacity_decision)
                             + (select count(*) from life_event) + (select count(*) from consent_event)
                             + (select count(*) from timeline_entry) + (select count(*) from carer)
                        """).query(Long.class).single();
    }

    @Test
    void aCarerWhoIsAddedTwiceIsOneCarer() throws Exception {
        for (int click = 0; click < 2; click++) {
            mvc.perform(post("/people/" + pathway + "/record/add-carer")
                            .param("carerName", "Peter Holt")
                            .param("carerRelationship", "husband")
                            .param("carerLivesWith", "YES")
                            .param("carerMayBeAsked", "NOT_ASKED")
                            .with(csrf())
                            .with(Alliance.signedIn(Alliance.COORDINATOR)))
                    .andExpect(redirectedUrl("/people/" + pathway));
        }

        assertThat(people.facts(pathway).carers()).hasSize(1);
    }

    @Test
    void aPartnerSeesWhoseReferralItIsWithoutALinkToAPageItDoesNotHave() throws Exception {
        services.add(
                new Service("slt", "SPEECH_LANGUAGE", "Speech and language", "community-trust", "partner", "Stoke"));
        referrals.send(
                Alliance.COORDINATOR,
                new NewReferral(
                        pathway,
                        "slt",
                        Referral.Priority.ROUTINE,
                        List.of("Swallowing has become difficult."),
                        Referral.AgreedBy.PERSON,
                        null,
                        null,
                        "coordinator",
                        "dougie-mac",
                        null));

        Document page = Jsoup.parse(mvc.perform(get("/referrals").with(Alliance.signedIn(Alliance.PARTNER)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());

        assertThat(page.select(".wm-ref h3").text()).isEqualTo("Margaret Holt");
        assertThat(page.select(".wm-ref h3 a").eachAttr("href"))
                .as("to the task that waits for them, never to the record")
                .allMatch(href -> href.startsWith("/tasks/"));
    }

    @Test
    void textThatNoDatabaseHoldsIsBadInputAndNoFailure() throws Exception {
        mvc.perform(post("/people/find").param("q", "\0").with(csrf()).with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andExpect(status().isBadRequest());
    }

    private ResultActions died(String day, String month, String year, boolean confirmed) throws Exception {
        return mvc.perform(post("/people/" + pathway + "/record/record-death")
                .param("diedOn-day", day)
                .param("diedOn-month", month)
                .param("diedOn-year", year)
                .param("placeOfDeath", "HOME")
                .param("reportedBy", "CARER")
                .param("confirmed", String.valueOf(confirmed))
                .with(csrf())
                .with(Alliance.signedIn(Alliance.COORDINATOR)));
    }
}
