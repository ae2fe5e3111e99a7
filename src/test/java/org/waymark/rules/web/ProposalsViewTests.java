package org.waymark.rules.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile.Row;

class ProposalsViewTests extends WithCare {

    private static final String DECISION = "pathway-stage";
    private static final String BEGIN = "/rules/" + DECISION + "/propose";

    @Autowired
    Visits visits;

    @Autowired
    MockMvc mvc;

    @Autowired
    DecisionVersions versions;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void nothingIsProposed() {
        jdbc.sql("delete from table_proposal").update();
    }

    private String begun() throws Exception {
        return leadsTo(visits.send(
                Alliance.CLINICAL_LEAD,
                BEGIN,
                "source",
                "Alliance board, 9 November 2026",
                "reason",
                "Level 4 needs the day centre"));
    }

    private static String leadsTo(ResultActions answered) throws Exception {
        return Objects.requireNonNull(answered.andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    }

    private Row row(int number) {
        return versions.file(versions.inForce(DECISION)).main().rows().get(number - 1);
    }

    private String rowAddress(String proposal, int number) {
        return proposal + "/rows/" + DECISION + "/" + row(number).id();
    }

    private ResultActions send(String proposal, int number, String revision, String level, String stage, String words)
            throws Exception {
        return visits.send(
                Alliance.CLINICAL_LEAD,
                rowAddress(proposal, number),
                "revision",
                revision,
                "when-0",
                level,
                "when-1",
                row(number).when().get(1),
                "then-0",
                stage,
                "words",
                words);
    }

    private ResultActions bring(String address, byte[] file) throws Exception {
        return mvc.perform(multipart(address)
                .file(new MockMultipartFile("file", "table.dmn", "application/xml", file))
                .param("source", "Alliance board")
                .param("reason", "Tried elsewhere")
                .param("revision", "1")
                .with(Alliance.signedIn(Alliance.CLINICAL_LEAD))
                .with(csrf()));
    }

    private byte[] file() {
        return versions.file(versions.inForce(DECISION)).xml().getBytes(StandardCharsets.UTF_8);
    }

    private long count(String what) {
        return jdbc.sql("select count(*) from " + what).query(Long.class).single();
    }

    // ------------------------------------------------------------------ beginning

    @Test
    void aClinicalOwnerProposesAChangeWithAReasonAndASource() throws Exception {
        String proposal = begun();

        Document page = visits.page(Alliance.CLINICAL_LEAD, proposal);
        assertThat(page.title()).isEqualTo("Proposed change – Waymark");
        assertThat(page.select("main").text())
                .contains("draft", "Nadia Farouk", "Alliance board, 9 November 2026")
                .contains("Level 4 needs the day centre", "nothing to put right", "Nothing yet");
        assertThat(visits.page(Alliance.COORDINATOR, "/rules").select("main").text())
                .contains("1 change proposed");
        String id = proposal.substring(proposal.lastIndexOf('/') + 1);
        assertThat(count("audit_event where action = 'proposal.begun' and actor = 'clinical-lead' and subject = '"
                        + DECISION + " " + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void withoutAReasonAndASourceNothingBegins() throws Exception {
        Document page =
                Visits.read(visits.send(Alliance.CLINICAL_LEAD, BEGIN, "source", " ", "reason", "r".repeat(2_001))
                        .andExpect(status().isBadRequest()));

        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#source", "#reason");
        assertThat(page.select("#reason").val()).hasSize(2_001);
        assertThat(count("table_proposal")).isZero();
    }

    @Test
    void onlyClinicalOwnersPropose() throws Exception {
        String proposal = begun();
        for (Viewer viewer : List.of(Alliance.COORDINATOR, Alliance.OPERATOR, Alliance.NURSE)) {
            visits.open(viewer, BEGIN).andExpect(status().isNotFound());
            visits.send(viewer, BEGIN, "source", "s", "reason", "r").andExpect(status().isNotFound());
            visits.open(viewer, proposal + "/about").andExpect(status().isNotFound());
            visits.open(viewer, rowAddress(proposal, 1)).andExpect(status().isNotFound());
            visits.send(viewer, proposal + "/withdraw").andExpect(status().isNotFound());
        }
        assertThat(visits.page(Alliance.COORDINATOR, proposal).select("main a[href*=/rows/], main form"))
                .isEmpty();
        assertThat(count("table_proposal")).isEqualTo(1);
    }

    @Test
    void onlyWhoeverProposedItChangesIt() throws Exception {
        String proposal = begun();

        assertThat(visits.page(Alliance.CONSULTANT, proposal).select("main a[href*=/rows/]"))
                .isEmpty();
        visits.send(Alliance.CONSULTANT, proposal + "/withdraw").andExpect(status().isConflict());
        visits.send(Alliance.CONSULTANT, rowAddress(proposal, 1) + "/remove", "revision", "1")
                .andExpect(status().isConflict());
        assertThat(count("table_proposal where state = 'DRAFT' and revision = 1"))
                .isEqualTo(1);
    }

    // ------------------------------------------------------------------ row by row

    @Test
    void aRowIsChangedCellByCellAndShownBesideWhatStoodThere() throws Exception {
        String proposal = begun();
        assertThat(visits.page(Alliance.CLINICAL_LEAD, rowAddress(proposal, 2))
                        .select("#when-0")
                        .val())
                .isEqualTo("\"4\"");

        assertThat(leadsTo(send(proposal, 2, "1", "\"4\"", "\"MODERATE\"", "Level 4 and CDR 1 say: moderate.")))
                .isEqualTo(proposal);

        Document page = visits.page(Alliance.CLINICAL_LEAD, proposal);
        Element changes = page.select("[aria-labelledby=changes]").first();
        assertThat(String.valueOf(changes == null ? null : changes.text()))
                .contains("changed Row 2", "Stage Mild Moderate")
                .doesNotContain("Functional level");
        assertThat(page.select("[aria-labelledby=problems]").text()).contains("nothing to put right");
    }

    @Test
    void aCellThatCannotBeReadIsRefusedAtItsFieldAndNothingChanges() throws Exception {
        String proposal = begun();

        Document page =
                Visits.read(send(proposal, 2, "1", "\"4", "MODERATE", "").andExpect(status().isBadRequest()));

        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
                .containsExactly("#when-0", "#then-0", "#words");
        assertThat(page.select("#when-0").val()).isEqualTo("\"4");
        assertThat(page.select("#then-0-error").text()).contains("Put quotation marks around MODERATE");
        assertThat(count("table_proposal where revision = 1")).isEqualTo(1);
    }

    @Test
    void whatIsMissingInTheWholeTableIsToldInWordsAndLeadsToItsRow() throws Exception {
        String proposal = begun();
        leadsTo(send(proposal, 7, "1", "\"4\", \"5\"", "\"MILD\"", "Levels 4 and 5 say: mild."));
        leadsTo(visits.send(Alliance.CLINICAL_LEAD, rowAddress(proposal, 2) + "/remove", "revision", "2"));

        Document page = visits.page(Alliance.CLINICAL_LEAD, proposal);

        Element problems =
                Objects.requireNonNull(page.select("[aria-labelledby=problems]").first());
        assertThat(problems.text())
                .contains("2 things to put right")
                .contains("Nobody answers for somebody with: Functional level: 4; Clinical rating, global score: 1")
                .contains("only one may. Both match somebody with: Functional level: 5;");
        assertThat(problems.select("a[href*=/rows/]")).isNotEmpty();
        visits.open(Alliance.CLINICAL_LEAD, problems.select("a[href*=/rows/]").attr("href"))
                .andExpect(status().isOk());
    }

    @Test
    void aRowIsAddedAndAnotherWindowDoesNotOverwriteIt() throws Exception {
        String proposal = begun();
        String address = proposal + "/rows/" + DECISION + "/new";
        String[] row = {
            "revision", "1", "when-0", "\"3\"", "when-1", "3", "then-0", "\"CONFLICT\"", "words", "Too far apart."
        };
        leadsTo(visits.send(Alliance.CLINICAL_LEAD, address, row));

        assertThat(Visits.read(visits.send(Alliance.CLINICAL_LEAD, address, row).andExpect(status().isConflict()))
                        .text())
                .contains("changed in another window");
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal)
                        .select("[aria-labelledby=changes]")
                        .text())
                .contains("new Row 21", "Too far apart.")
                .doesNotContain("Row 22");
    }

    @Test
    void aFormulaIsChangedAndOneThatCannotBeReadIsRefused() throws Exception {
        String decision = "bereavement-support-level";
        String proposal = leadsTo(
                visits.send(Alliance.CLINICAL_LEAD, "/rules/" + decision + "/propose", "source", "s", "reason", "r"));
        String address = proposal + "/formulas/"
                + versions.file(versions.inForce(decision)).formulas().get(0).decision();

        Document page =
                Visits.read(visits.send(Alliance.CLINICAL_LEAD, address, "revision", "1", "text", "count([suddenDeath")
                        .andExpect(status().isBadRequest()));
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select("#text").val()).isEqualTo("count([suddenDeath");
        assertThat(count("table_proposal where revision = 1")).isEqualTo(1);

        leadsTo(visits.send(
                Alliance.CLINICAL_LEAD,
                address,
                "revision",
                "1",
                "text",
                visits.page(Alliance.CLINICAL_LEAD, address).select("#text").val() + " + 0"));
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal).select("main").text())
                .contains("formula changed");
    }

    @Test
    void reasonAndSourceCanBeMended() throws Exception {
        String proposal = begun();
        assertThat(Visits.read(visits.send(Alliance.CLINICAL_LEAD, proposal + "/about", "source", "", "reason", "r")
                                .andExpect(status().isBadRequest()))
                        .title())
                .startsWith("Error: ");

        leadsTo(visits.send(
                Alliance.CLINICAL_LEAD, proposal + "/about", "source", "NICE NG97", "reason", "Better reason"));

        assertThat(visits.page(Alliance.CONSULTANT, proposal).select("main").text())
                .contains("NICE NG97", "Better reason");
    }

    @Test
    void whoeverProposedItWithdrawsIt() throws Exception {
        String proposal = begun();

        leadsTo(visits.send(Alliance.CLINICAL_LEAD, proposal + "/withdraw"));

        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal).select("main").text())
                .contains("withdrawn");
        send(proposal, 2, "1", "\"4\"", "\"MODERATE\"", "Words.").andExpect(status().isConflict());
    }

    // ------------------------------------------------------------------ as a file

    @Test
    void aFileIsTakenOverWithItsChanges() throws Exception {
        byte[] changed = new String(file(), StandardCharsets.UTF_8)
                .replaceFirst("<text>\"MILD\"</text>", "<text>\"MODERATE\"</text>")
                .getBytes(StandardCharsets.UTF_8);

        String proposal = leadsTo(bring(BEGIN, changed));

        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal)
                        .select("[aria-labelledby=changes]")
                        .text())
                .contains("Row 2", "Mild Moderate");
        String file = visits.open(Alliance.CLINICAL_LEAD, proposal + "/file")
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(leadsTo(bring(proposal + "/file", file.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(proposal);
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("notes.txt is no DMN", "cannot be read as XML"),
                Arguments.of("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "no DMN file"),
                Arguments.of(
                        "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;\">]><a>&d;</a>",
                        "document type or entities"),
                Arguments.of("", "The file is empty"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithAReasonAndNothingIsKeptOfIt(String file, String reason) throws Exception {
        isRefused(BEGIN, file.getBytes(StandardCharsets.UTF_8), reason);
    }

    private void isRefused(String address, byte[] file, String reason) throws Exception {
        long before = count("table_proposal");

        Document page = Visits.read(bring(address, file).andExpect(status().isBadRequest()));

        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".govuk-error-summary a[href=#file]").text()).contains(reason);
        assertThat(page.select("#file-error").text()).contains(reason);
        assertThat(count("table_proposal")).isEqualTo(before);
        assertThat(count("decision_version where not is_shipped")).isZero();
    }

    @Test
    void aChangedFileIsRefusedForWhatItBrings() throws Exception {
        String refused = "audit_event where action = 'proposal.refused' and outcome = 'REFUSED'";
        long before = count(refused);
        String own = new String(file(), StandardCharsets.UTF_8);
        String other = versions.file(versions.inForce("carer-strain-level")).xml();
        isRefused(BEGIN, bytes(other), "no table for the decision “pathway-stage”");
        isRefused(BEGIN, bytes(own.replace("cdrGlobal", "postcode")), "inputs that nothing gives: postcode");
        isRefused(BEGIN, bytes(own.replace("name=\"stage\"", "name=\"phase\"")), "nothing understands: phase");
        isRefused(
                BEGIN,
                bytes(own.replaceFirst("<inputEntry id=", "<inputEntry expressionLanguage=\"javascript\" id=")),
                "an expression in “javascript”");
        assertThat(count(refused) - before).isEqualTo(4);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFileOfTenMegabytesIsRefused() throws Exception {
        isRefused(BEGIN, new byte[10 * 1024 * 1024], "larger than 1 MB");
    }

    @Test
    void aBadFileLeavesTheDraftAsItIs() throws Exception {
        String proposal = begun();

        isRefused(proposal + "/file", bytes("<a/>"), "no DMN file");

        assertThat(count("table_proposal where revision = 1 and state = 'DRAFT'"))
                .isEqualTo(1);
        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal)
                        .select("[aria-labelledby=changes]")
                        .text())
                .contains("Nothing yet");
    }

    /** What cannot be read in a file stands in the list of what must be put right, each with its row. */
    @Test
    void aFileWhoseCellsCannotBeReadIsKeptAsADraftThatSaysSo() throws Exception {
        String proposal = leadsTo(bring(
                BEGIN,
                bytes(new String(file(), StandardCharsets.UTF_8)
                        .replaceFirst("<text>\"MILD\"</text>", "<text>MILD or so</text>"))));

        assertThat(visits.page(Alliance.CLINICAL_LEAD, proposal)
                        .select("[aria-labelledby=problems]")
                        .text())
                .contains("1 thing to put right", "Row 2, Stage");
    }

    @Test
    void signsThatNoFileCanHoldAreLeftOut() throws Exception {
        String proposal = leadsTo(visits.send(
                Alliance.CLINICAL_LEAD, BEGIN, "source", "Bo\u0000ard", "reason", "Bet\u0007ter\nfor all\ud83d"));
        leadsTo(send(proposal, 2, "1", "\"4\"\u0001", "\"MODERATE\"\uffff", "Level\u0000 4.\ufffe"));

        assertThat(visits.page(Alliance.CONSULTANT, proposal).select("main").text())
                .contains("Board", "Better for all", "Level 4.");
        leadsTo(visits.send(Alliance.CLINICAL_LEAD, proposal + "/about", "source", "\u0001s", "reason", "\u0000r"));
    }

    @Test
    void nothingTypedBecomesPartOfThePage() throws Exception {
        String proposal = leadsTo(visits.send(
                Alliance.CLINICAL_LEAD,
                BEGIN,
                "source",
                "<script>alert(1)</script>",
                "reason",
                "<img src=x onerror=alert(2)>"));
        leadsTo(send(proposal, 2, "1", "\"4\"", "\"MODERATE\"", "<b onmouseover=alert(3)>Level 4</b>"));

        Document page = visits.page(Alliance.CONSULTANT, proposal);

        assertThat(page.select("main script, main img, main b[onmouseover]")).isEmpty();
        assertThat(page.select("main").text()).contains("<script>alert(1)</script>", "<b onmouseover=alert(3)>");
    }
}
