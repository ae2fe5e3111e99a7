package org.waymark.people.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.waymark.access.Directory;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class ImportViewTests {

    @Autowired
    MockMvc mvc;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alliance() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
    }

    @Test
    void leadsFromTheUploadOverTheCheckToThePeople() throws Exception {
        String address = Objects.requireNonNull(upload(Sheets.sample()).getRedirectedUrl());
        assertThat(address).startsWith("/import/");
        Document checked = page(visit(address));
        assertThat(checked.select("h1").text()).isEqualTo("33 people would be brought in");
        assertThat(checked.text())
                .contains("The date of birth must be a real date")
                .contains("A similar name and the same date of birth: as line 3 of this file")
                .contains("Wiśniewska");
        assertThat(checked.select("td[data-label='Column']").eachText())
                .containsExactly("NHS number", "date of birth", "family name", "lives alone", "postcode");

        assertThat(send(address + "/run").getRedirectedUrl()).isEqualTo(address);
        await().until(() -> jdbc.sql("select state from intake_file")
                .query(String.class)
                .single()
                .equals("DONE"));
        Document done = page(visit(address));
        assertThat(done.select("h1").text()).isEqualTo("33 people were brought in");
        assertThat(done.select("#rows a[href^='/people/WM-']")).hasSize(33);
        assertThat(visit(address + "/progress").getHeader("HX-Refresh")).isEqualTo("true");
        assertThat(page(visit("/import")).select("td[data-label='Brought in']").text())
                .isEqualTo("33");
    }

    @Test
    void showsProgressThatAsksAgainWhileItRuns() throws Exception {
        String address = Objects.requireNonNull(upload(Sheets.sample()).getRedirectedUrl());
        jdbc.sql("update intake_file set state = 'RUNNING', started_at = uploaded_at, started_by = 'coordinator'")
                .update();
        Document running = page(visit(address));
        assertThat(running.select("#run").attr("hx-get")).isEqualTo(address + "/progress");
        assertThat(running.select("#run progress").attr("max")).isEqualTo("33");
        assertThat(running.select("noscript").outerHtml()).contains("Look again");
        MockHttpServletResponse part = visit(address + "/progress");
        assertThat(part.getHeader("HX-Refresh")).isNull();
        assertThat(Jsoup.parse(part.getContentAsString()).select("#run[hx-trigger]"))
                .hasSize(1);
    }

    @Test
    void givesRefusedRowsBackWithTheReasonAndNoFormula() throws Exception {
        byte[] file = Sheets.file(
                Sheets.person("=HYPERLINK(\"http://x\")", "Holt", "31/02/1941", "", "ST4 2AB"),
                Sheets.person("Margaret", "Holt", "1941-03-02", "", "ST4 2AB"));
        String address = Objects.requireNonNull(upload(file).getRedirectedUrl());
        MockHttpServletResponse download = visit(address + "/refused.csv");
        assertThat(download.getHeader("Content-Disposition")).contains("attachment");
        try (CSVParser csv = CSVParser.parse(
                download.getContentAsString(StandardCharsets.UTF_8).substring(1), CSVFormat.DEFAULT)) {
            var records = csv.getRecords();
            assertThat(records).hasSize(2);
            CSVRecord refused = records.get(1);
            assertThat(refused.get(0)).isEqualTo("'=HYPERLINK(\"http://x\")");
            assertThat(refused.get(refused.size() - 1))
                    .isEqualTo("date of birth: The date of birth must be a real date, such as 27/03/1947");
        }
        // Mended and uploaded as it is, the file is read again.
        String mended = download.getContentAsString(StandardCharsets.UTF_8).replace("31/02/1941", "01/02/1941");
        Document again = page(visit(Objects.requireNonNull(
                upload(mended.getBytes(StandardCharsets.UTF_8)).getRedirectedUrl())));
        assertThat(again.select("#rows th[scope=row]").text()).startsWith("=HYPERLINK");
    }

    @Test
    void refusesAWholeFileInOneSentenceAtTheField() throws Exception {
        for (byte[] bad : new byte[][] {
            {},
            {1, 2, 3, 0, 4},
            "PK\u0003\u0004".getBytes(StandardCharsets.UTF_8),
            "Zoë".getBytes(StandardCharsets.UTF_16),
            "a,b\nc,d".getBytes(StandardCharsets.UTF_8),
            new byte[50 * 1024 * 1024]
        }) {
            MockHttpServletResponse response = upload(bad);
            assertThat(response.getStatus()).isEqualTo(400);
            Document page = page(response);
            assertThat(page.title()).startsWith("Error:");
            assertThat(page.select(".govuk-error-summary a[href='#file']")).hasSize(1);
            assertThat(page.select("#file")).hasSize(1);
        }
        assertThat(jdbc.sql("select count(*) from intake_file")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void asksForTheReasonBeforeItBringsLikelyDuplicatesIn() throws Exception {
        String address = Objects.requireNonNull(upload(Sheets.sample()).getRedirectedUrl());
        MockHttpServletResponse response = mvc.perform(post(address + "/run")
                        .param("duplicates", "bring")
                        .with(Alliance.signedIn(Alliance.COORDINATOR))
                        .with(csrf()))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(page(response).select(".govuk-error-summary a").attr("href")).isEqualTo("#reason");
    }

    @Test
    void offersTheSampleAndAsksAnAdministratorForTheOrganisation() throws Exception {
        assertThat(visit("/import/sample.csv").getContentAsByteArray()).isEqualTo(Sheets.sample());
        Document page = page(mvc.perform(get("/import").with(Alliance.signedIn(Alliance.ADMIN)))
                .andReturn()
                .getResponse());
        assertThat(page.select("#organisation option").eachText()).contains("Dougie Mac", "Approach Dementia Support");
    }

    private MockHttpServletResponse upload(byte[] bytes) throws Exception {
        return mvc.perform(multipart("/import")
                        .file(new MockMultipartFile("file", "referrals.csv", "text/csv", bytes))
                        .with(Alliance.signedIn(Alliance.COORDINATOR))
                        .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse visit(String address) throws Exception {
        return mvc.perform(get(address).with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse send(String address) throws Exception {
        return mvc.perform(post(address)
                        .with(Alliance.signedIn(Alliance.COORDINATOR))
                        .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private static Document page(MockHttpServletResponse response) throws Exception {
        return Jsoup.parse(response.getContentAsString(StandardCharsets.UTF_8));
    }
}
