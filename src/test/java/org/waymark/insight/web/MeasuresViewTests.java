package org.waymark.insight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Random;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.insight.Measure;
import org.waymark.insight.MeasureAlerts;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** The pages of the measures: all at a glance, one on its chart, and who is behind a month. */
class MeasuresViewTests extends WithCare {

    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final String REVIEWS = "/insight/measures/reviews-on-time";
    private static final String REGISTER = "/insight/measures/register-size";

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MeasureAlerts alerts;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    /** The oldest month first, the last of them October. */
    private void months(Measure measure, long n, long... met) {
        for (int i = 0; i < met.length; i++) {
            jdbc.sql("insert into measure_month (measure, month, n, met) values (:measure, :month, :n, :met)")
                    .param("measure", measure.name())
                    .param("month", NOVEMBER.minusMonths(met.length - i).atDay(1))
                    .param("n", measure.shape() == Measure.Shape.LEVEL ? met[i] : n)
                    .param("met", measure.shape() == Measure.Shape.LEVEL ? null : met[i])
                    .update();
        }
    }

    private Document sent(String address, String... fields) throws Exception {
        return Visits.read(visits.send(Alliance.MANAGER, address, fields).andExpect(status().isBadRequest()));
    }

    private void taken(String address, String... fields) throws Exception {
        visits.send(Alliance.MANAGER, address, fields).andExpect(status().is3xxRedirection());
    }

    private static List<String> wrong(Document page) {
        return page.select(".govuk-error-summary a").eachAttr("href");
    }

    @Test
    void saysOfEachMeasureHowItStandsInWordsAndShapes() throws Exception {
        months(Measure.REVIEWS_ON_TIME, 50, 45, 46, 44, 45, 46, 44, 45, 46, 44, 45, 46, 20);

        Document page = visits.page(Alliance.MANAGER, "/insight/measures");
        assertThat(page.select("tbody tr")).hasSize(Measure.values().length);
        Element reviews = page.select("tr:has(a[href=" + REVIEWS + "])").get(0);
        assertThat(reviews.text()).contains("October 2026", "40 %", "20 of 50", "Worse than usual", "No target");
        assertThat(reviews.select("td[data-label=Variation] svg path")).hasSize(1);
        assertThat(page.text()).contains("The figures are being counted for the first time");
        assertThat(page.select("tr:has(a[href=/insight/measures/preferred-place])")
                        .text())
                .contains("none yet", "not known");
    }

    /** Eleven months of 45 of 50 and one of 20: mean 515 / 600 = 85.8 %, lower limit 85.8 - 14.8 = 71 %. */
    @Test
    void drawsTheChartAndSaysTheSameInATable() throws Exception {
        months(Measure.REVIEWS_ON_TIME, 50, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 20);

        Document page = visits.page(Alliance.COORDINATOR, REVIEWS);
        assertThat(page.select("svg.wm-control .wm-control__mark")).hasSize(12);
        assertThat(page.select("svg.wm-control .wm-sign--worse")).hasSize(1);
        assertThat(page.select("[aria-labelledby=chart] .wm-findings").text())
                .contains("Worse than usual: October 2026 lies below the lower limit.")
                .contains("From November 2025 to September 2026, 11 months in a row lie above the mean.");
        Element october = page.select("[aria-labelledby=months] tbody tr").get(1);
        assertThat(october.text())
                .isEqualTo("October 2026 40 % 20 of 50 85.8 %, from 71 % to 100 % below the lower limit");
        assertThat(page.select("[aria-labelledby=months] tbody tr").get(0).text())
                .startsWith("November 2026 so far, not on the chart – no review due");
        assertThat(page.select("form[action*=rebase], form[action*=target]")).isEmpty();
        assertThat(page.select("[aria-labelledby=counts]").text()).contains("Denominator", "NICE NG97", "p-chart");
    }

    @Test
    void aMeasureThatNobodyCountsInSaysSo() throws Exception {
        Document page = visits.page(Alliance.MANAGER, "/insight/measures/unstable-phases-ended");
        assertThat(page.text())
                .contains("No month that is over has a value yet", "No point yet", "Nobody has counted yet");
        assertThat(page.select("svg.wm-control")).isEmpty();
        assertThat(page.select("[aria-labelledby=counts]").text()).contains("90 % or more", "PCOC benchmark 2");
    }

    @Test
    void askAManagerForTheListSizeInsteadOfMakingOneUp() throws Exception {
        months(Measure.REGISTER_SIZE, 0, 60, 75);
        Document before = visits.page(Alliance.MANAGER, REGISTER);
        assertThat(before.text()).contains("how many people are on the practices’ lists is not known");
        assertThat(before.select("td[data-label=Value]").eachText()).containsOnly("not known");

        assertThat(wrong(sent(REGISTER + "/list-size", "size", "many", "asOf", "2026-09-30", "listSource", "Us")))
                .containsExactly("#size");
        Document wrong =
                sent(REGISTER + "/list-size", "size", "12,000", "asOf", "-999999999-01-01", "listSource", "<b>Us</b>");
        assertThat(wrong(wrong)).containsExactly("#asOf");
        assertThat(wrong.title()).startsWith("Error: ");
        assertThat(wrong.select("#size").val()).isEqualTo("12,000");
        assertThat(wrong.select("#listSource").val()).isEqualTo("<b>Us</b>");
        taken(REGISTER + "/list-size", "size", "12,000", "asOf", "2026-09-30", "listSource", "NHS England, list sizes");

        Document after = visits.page(Alliance.MANAGER, REGISTER);
        assertThat(after.text()).contains("0.625 %", "12,000 people on 30 September 2026: NHS England, list sizes");
        visits.send(Alliance.MANAGER, REVIEWS + "/list-size", "size", "1", "asOf", "2026-09-30", "listSource", "Us")
                .andExpect(status().isNotFound());
    }

    @Test
    void managersSetATargetAndBeginAnewWithAReason() throws Exception {
        Random random = new Random(3);
        months(Measure.REVIEWS_ON_TIME, 50, random.longs(14, 40, 50).toArray());

        assertThat(wrong(sent(REVIEWS + "/target", "value", "lots", "source", "The board")))
                .containsExactly("#value");
        assertThat(wrong(sent(REVIEWS + "/target", "value", "101", "source", "The board")))
                .containsExactly("#value");
        assertThat(wrong(sent(REVIEWS + "/target", "value", "70 %", "source", " ")))
                .containsExactly("#source");
        taken(REVIEWS + "/target", "value", "70 %", "source", "The board, May 2026");
        assertThat(wrong(sent(REVIEWS + "/rebase", "month", "2026-05", "reason", "")))
                .containsExactly("#reason");
        assertThat(wrong(sent(REVIEWS + "/rebase", "month", "May", "reason", "A form")))
                .containsExactly("#month");
        taken(REVIEWS + "/rebase", "month", "2026-05", "reason", "Reminders a week earlier");

        Document page = visits.page(Alliance.MANAGER, REVIEWS);
        assertThat(page.text())
                .contains("70 % or more", "The board, May 2026 (Ivor Bates", "From May 2026: Reminders a week earlier");
        assertThat(page.select("#value").val()).isEqualTo("70");
        assertThat(page.select("svg.wm-control .wm-control__anew")).isNotEmpty();
        taken(page.select("form[action*=take-back]").attr("action"));
        taken(REVIEWS + "/target/none");
        assertThat(visits.page(Alliance.MANAGER, REVIEWS).text()).contains("taken back by Ivor Bates", "No target");

        for (String path : List.of("/target", "/target/none", "/rebase")) {
            visits.send(Alliance.COORDINATOR, REVIEWS + path, "value", "x").andExpect(status().isNotFound());
        }
    }

    @Test
    void leadsFromAMonthToThePeopleWhomTheViewerMaySee() throws Exception {
        Somebody person = care.somebody().called("Edith", "Shore", "Edie").registered();
        person.welcomed("planningOffered", "NOT_OFFERED");
        String month = "/insight/measures/planning-offered/months/2026-11";

        Document page = visits.page(Alliance.COORDINATOR, month);
        assertThat(page.title()).startsWith("Planning ahead offered, November 2026");
        assertThat(page.select("tbody tr").text()).contains("Edith Shore", "9 November 2026", "not offered");
        assertThat(page.select("tbody a").attr("href")).isEqualTo("/people/" + person.ref());

        assertThat(visits.page(Alliance.MANAGER, month).text())
                .contains("1 counts, of somebody whom you may not see")
                .doesNotContain("Shore");
        assertThat(visits.page(Alliance.COORDINATOR, "/insight/measures/planning-offered/months/2020-01")
                        .text())
                .contains("Nobody counted in this month");
        for (String nowhere : List.of(
                "/insight/measures/nothing",
                month + "x",
                "/insight/measures/planning-offered/months/soon",
                "/insight/measures/planning-offered/months/%2B999999999-01")) {
            visits.open(Alliance.MANAGER, nowhere).andExpect(status().isNotFound());
        }
    }

    /** Mean 13 / 16 = 81.25 %, lower limit 81.25 - 3 × √(81.25 × 18.75 / 8) = 81.25 - 41.3989. */
    @Test
    void givesTheMonthsAsAFile() throws Exception {
        months(Measure.REVIEWS_ON_TIME, 8, 6, 7);
        String file = new String(
                visits.open(Alliance.MANAGER, REVIEWS + "/file")
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsByteArray(),
                StandardCharsets.UTF_8);
        assertThat(file).startsWith("\uFEFFMonth,So far,Numerator,Denominator,\"Value, %\"");
        assertThat(file.lines().skip(1))
                .containsExactly(
                        "2026-09,No,6,8,75.0000,81.2500,39.8511,100.0000,Yes,",
                        "2026-10,No,7,8,87.5000,81.2500,39.8511,100.0000,Yes,",
                        "2026-11,Yes,,0,,,,,,");
    }

    @Test
    void tellsTheReaderOnTheWorklistUntilTheyHaveSeenIt() throws Exception {
        months(Measure.REVIEWS_ON_TIME, 24, 15);
        String set = REVIEWS + "/alerts";
        assertThat(visits.page(Alliance.MANAGER, "/insight/measures").text()).contains("No alert is set");
        Document wrong = sent(set, "threshold", "a lot", "reader", "coordinator", "rhythm", "MONTHLY");
        assertThat(wrong(wrong)).containsExactly("#threshold");
        assertThat(wrong.select("#threshold").val()).isEqualTo("a lot");
        assertThat(wrong.select("#reader option[selected]").val()).isEqualTo("coordinator");
        assertThat(wrong(sent(set, "threshold", "80", "reader", "nurse", "rhythm", "MONTHLY")))
                .containsExactly("#reader");
        assertThat(wrong(sent(set, "threshold", "80", "reader", "coordinator", "rhythm", "NIGHTLY")))
                .containsExactly("#rhythm");
        taken(set, "threshold", "80 %", "reader", "coordinator", "rhythm", "MONTHLY");

        assertThat(alerts.tell()).isEqualTo(1);
        Document told = visits.page(Alliance.COORDINATOR, "/worklist");
        assertThat(told.select(".wm-banner--info").text())
                .contains("Reviews on time: 62.5 % in October 2026, which is below 80 %. 24 counted.");
        assertThat(told.select(".wm-banner--info a").attr("href")).isEqualTo(REVIEWS);
        assertThat(visits.page(Alliance.MANAGER, "/worklist").select(".wm-banner--info"))
                .isEmpty();
        assertThat(visits.page(Alliance.NURSE, "/worklist").select(".wm-banner--info"))
                .isEmpty();
        visits.send(Alliance.COORDINATOR, told.select(".wm-banner--info form").attr("action"))
                .andExpect(status().is3xxRedirection());
        assertThat(visits.page(Alliance.COORDINATOR, "/worklist").select(".wm-banner--info"))
                .isEmpty();
    }

    @Test
    void changesAndStopsAnAlert() throws Exception {
        taken(REVIEWS + "/alerts", "threshold", "80", "reader", "coordinator", "rhythm", "WEEKLY");
        Document all = visits.page(Alliance.MANAGER, "/insight/measures");
        assertThat(all.select("[aria-labelledby=alerts] tbody tr").text())
                .contains("Reviews on time", "below 80 %", "Ruth Amadi", "once a week");
        String change = all.select("[aria-labelledby=alerts] a[href*=alerts]").attr("href");

        Document form = visits.page(Alliance.MANAGER, change);
        assertThat(form.select("#threshold").val()).isEqualTo("80");
        assertThat(form.select("#reader option[selected]").val()).isEqualTo("coordinator");
        assertThat(form.select("input[name=rhythm][checked]").val()).isEqualTo("WEEKLY");
        assertThat(wrong(sent(change, "threshold", "", "reader", "coordinator", "rhythm", "WEEKLY")))
                .containsExactly("#threshold");
        taken(change, "threshold", "75", "reader", "manager", "rhythm", "MONTHLY");
        visits.open(Alliance.MANAGER, change).andExpect(status().isNotFound());

        Document one = visits.page(Alliance.MANAGER, REVIEWS);
        assertThat(one.select("[aria-labelledby=told] li").text())
                .contains("Ivor Bates when it is below 75 %: once a month is over.");
        assertThat(visits.page(Alliance.OTHER_COORDINATOR, REVIEWS).select("[aria-labelledby=told] li"))
                .isEmpty();
        taken(one.select("[aria-labelledby=told] form[action$=stop]").attr("action"));
        assertThat(visits.page(Alliance.MANAGER, REVIEWS).select("[aria-labelledby=told] li"))
                .isEmpty();
    }
}
