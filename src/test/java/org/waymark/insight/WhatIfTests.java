package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.insight.WhatIf.Answer;
import org.waymark.insight.WhatIf.Choice;
import org.waymark.insight.WhatIf.Kind;
import org.waymark.insight.WhatIf.Outcome;
import org.waymark.insight.WhatIf.Passed;
import org.waymark.insight.WhatIf.Place;
import org.waymark.support.Alliance;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** What more staff would do to a wait, from what was measured and from nothing else. */
class WhatIfTests extends WithCare {

    private static final Place FIRST_CONTACT =
            new Place(Kind.STAFF, "partner-referral", "UserTask_MakeFirstContact", "SPEECH_AND_LANGUAGE");

    @Autowired
    WhatIf whatIf;

    @Autowired
    FlowCounts counts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Visits visits;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    /**
     * So many came, one every five days, the last just now. Each is begun after that many days by the same member of staff, who
     * ends it within the hour; those whose turn has not come yet wait.
     */
    private void work(String service, int count, int waited) {
        jdbc.sql("""
                        insert into work_item (task_id, definition_id, process_instance_id, process, record, pathway_ref, element, name,
                                               form_id, group_name, service, created_at, state)
                        select :service || n, 'try', 'try', 'partner-referral', 'r' || n, 'WM-TRY0-0000', 'UserTask_MakeFirstContact',
                               'Make the first contact', 'make-first-contact', 'community-trust.partner', :service,
                               cast(:now as timestamptz) - interval '120 hours' * (:count - n), 'OPEN'
                          from generate_series(1, :count) n
                        """)
                .param("service", service)
                .param("count", count)
                .param("now", care.now().toString())
                .update();
        jdbc.sql("""
                        update work_item set claimed_at = created_at + interval '24 hours' * :waited, ended_by = 'partner', state = 'COMPLETED',
                               ended_at = created_at + interval '1 hour' + interval '24 hours' * :waited
                         where service = :service and created_at + interval '24 hours' * (:waited + 1) < :now
                        """)
                .param("service", service)
                .param("waited", waited)
                .param("now", Timestamp.from(care.now()))
                .update();
        counts.countNew();
    }

    private Choice only() {
        List<Choice> choices = whatIf.choices(Alliance.MANAGER);
        assertThat(choices).hasSize(1);
        return choices.get(0);
    }

    /** Begun at 10, 13 and 14. The second had come before 10, the third after 13: only the first gap of 3 was one of staff. */
    @Test
    void readsThePaceFromWhatWasBegunWhileSomebodyWaited() {
        List<Passed> passed = List.of(new Passed(2, 10, "a"), new Passed(9, 13, "a"), new Passed(13.5, 14, "a"));

        assertThat(WhatIf.gaps(passed, List.of())).containsExactly(3.0);
        // Somebody who waits now came twenty days ago, and so all that time.
        assertThat(WhatIf.gaps(
                        List.of(new Passed(-30, -10, "a"), new Passed(-8, -7, "a"), new Passed(-6, -6, "a")),
                        List.of(20.0)))
                .containsExactlyInAnyOrder(3.0, 1.0);
    }

    /**
     * One comes every five days, waits thirty, and is begun five days after the one before. Those who came 30, 25, … 5 and 0 days
     * ago wait, seven in all. One member of staff begins with them on days 0, 5, … 30; the one who comes on day 5 is the eighth,
     * begun on day 35 after a wait of 30, and so is everybody after. Two begin with the seven on days 0, 0, 5, 5, 10, 10 and 15;
     * those who come on days 5, 10, 15 and 20 are begun on days 15, 20, 20 and 25, and nobody waits after them: of the 72 of a
     * year too few to be seen in nine of ten.
     */
    @Test
    void foreseesWhatTheArithmeticSays() throws Exception {
        work("SPEECH_AND_LANGUAGE", 85, 30);

        Answer answer = whatIf.ask(Alliance.MANAGER, only());

        assertThat(answer.choice().place()).isEqualTo(FIRST_CONTACT);
        assertThat(answer.measured().isEnough()).isTrue();
        assertThat(answer.measured().pace()).isCloseTo(5, within(0.01));
        assertThat(answer.measured().half()).isCloseTo(30, within(0.01));
        assertThat(answer.measured().servers()).isOne();
        assertThat(answer.measured().isLikeThePast()).isTrue();
        assertThat(answer.outcomes()).extracting(Outcome::servers).containsExactly(1, 2, 3);
        Outcome asNow = answer.outcomes().get(0);
        assertThat(asNow.half().middle()).isCloseTo(30, within(0.01));
        assertThat(asNow.half().low()).isCloseTo(30, within(0.01));
        assertThat(asNow.nineOfTen().high()).isCloseTo(30, within(0.01));
        Outcome withOneMore = answer.outcomes().get(1);
        assertThat(withOneMore.half().middle()).isCloseTo(0, within(0.01));
        assertThat(withOneMore.nineOfTen().middle()).isCloseTo(0, within(0.01));

        String step = "partner-referral:UserTask_MakeFirstContact";
        for (String of : List.of(step, step + ":SPEECH_AND_LANGUAGE")) {
            assertThat(visits.page(Alliance.MANAGER, "/insight/what-if?of=" + of)
                            .select("option[selected]")
                            .val())
                    .isEqualTo(step + ":SPEECH_AND_LANGUAGE");
        }
        assertThat(visits.page(Alliance.MANAGER, "/insight/what-if?of=nothing").select("option[selected]"))
                .isEmpty();
        Document page = visits.page(
                Alliance.MANAGER,
                "/insight/what-if?step=partner-referral:UserTask_MakeFirstContact:SPEECH_AND_LANGUAGE");
        assertThat(page.select("th[scope=row]").eachText()).containsExactly("1 as now", "2", "3");
        assertThat(page.select("td[data-label='Half wait at the most']").eachText())
                .containsExactly(
                        "30 days the same in nine of ten runs",
                        "at once the same in nine of ten runs",
                        "at once the same in nine of ten runs");
        assertThat(page.select("main").text())
                .contains("What it assumes", "the next was begun every 5 days", "close to what was measured");
    }

    @Test
    void asksForAStepOfTheList() throws Exception {
        work("SPEECH_AND_LANGUAGE", 60, 30);

        Document page = Visits.read(
                visits.open(Alliance.MANAGER, "/insight/what-if?step=somewhere").andExpect(status().isBadRequest()));

        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".govuk-error-summary a").attr("href")).isEqualTo("#step");
    }

    @Test
    void saysNothingWhereHardlyAnybodyEverWaitedBehindSomebody() throws Exception {
        work("FALLS_SERVICE", 60, 1);

        Answer answer = whatIf.ask(Alliance.MANAGER, only());

        assertThat(answer.measured().isEnough()).isFalse();
        assertThat(answer.outcomes()).isEmpty();
        Document page = visits.page(
                Alliance.MANAGER, "/insight/what-if?step=partner-referral:UserTask_MakeFirstContact:FALLS_SERVICE");
        assertThat(page.select("main").text())
                .contains("too little to say anything", "Only 0 were begun", "more of them would change little");
        assertThat(page.select("h2").text()).endsWith(", Falls service (Referral)");
        assertThat(page.select("table")).isEmpty();
    }

    /**
     * Thirty asked for one of three places, one every twelve days and the last just now. Each was given one after six days and
     * kept it for twenty-four. Two have theirs still, for 6 and 18 days; 27 gave theirs back: (27 · 24 + 6 + 18) / 27 = 24.9 days,
     * and some hours more, as a place is given for a whole day.
     */
    @Test
    void readsFromThePlacesOfACentreHowLongTheyAreKept() throws Exception {
        String centre = "dementia-services-centre";
        UUID day = UUID.randomUUID();
        LocalDate today = care.today();
        jdbc.sql(
                        "insert into centre_day (id, service_id, weekday, begins, ends, places, opened_on) values (:id, :centre, 2, '10:00', '15:00', 3, :on)")
                .param("id", day)
                .param("centre", centre)
                .param("on", today.minusDays(400))
                .update();
        for (int i = 0; i < 30; i++) {
            UUID place = UUID.randomUUID();
            boolean hasEnded = i >= 3;
            jdbc.sql("""
                            insert into centre_place (id, pathway_ref, service_id, organisation, priority, state, asked_at, asked_by, ended_at)
                            values (:id, :ref, :centre, 'dougie-mac', 'ROUTINE', :state, :asked, 'coordinator', :ended)
                            """)
                    .param("id", place)
                    .param("ref", "WM-TRY0-00%02d".formatted(i))
                    .param("centre", centre)
                    .param("state", i == 0 ? "WAITING" : hasEnded ? "ENDED" : "ATTENDING")
                    .param("asked", Timestamp.from(care.now().minus(Duration.ofDays(12L * i))))
                    .param("ended", hasEnded ? Timestamp.from(care.now().minus(Duration.ofDays(12L * i - 30))) : null)
                    .update();
            if (i > 0) {
                jdbc.sql(
                                "insert into centre_allocation (place_id, day_id, number, since_on, until_on) values (:place, :day, :number, :since, :until)")
                        .param("place", place)
                        .param("day", day)
                        .param("number", i % 3 + 1)
                        .param("since", today.minusDays(12L * i - 6))
                        .param("until", hasEnded ? today.minusDays(12L * i - 30) : null)
                        .update();
            }
        }

        Answer answer = whatIf.ask(Alliance.MANAGER, only());

        assertThat(answer.measured().servers()).isEqualTo(3);
        assertThat(answer.measured().arrivals()).isEqualTo(29);
        assertThat(answer.measured().shown()).isEqualTo(27);
        assertThat(answer.measured().pace()).isCloseTo(24.9, within(0.5));
        assertThat(answer.measured().half()).isCloseTo(6, within(0.5));
        assertThat(answer.measured().waitingNow()).isOne();
        assertThat(answer.outcomes()).extracting(Outcome::servers).containsExactly(2, 3, 4, 5);
        assertThat(answer.outcomes().get(0).nineOfTen().middle())
                .isGreaterThan(answer.outcomes().get(1).nineOfTen().middle());
        Document page = visits.page(
                Alliance.MANAGER, "/insight/what-if?step=wellbeing-centre-place:places:DEMENTIA_SERVICES_CENTRE");
        assertThat(page.select("h2#measured").text()).isEqualTo("Places of the Dementia Services Centre");
        assertThat(page.select("main").text())
                .contains("30 people asked for a place, and there are 3.", "A place is kept for 26 days");
    }

    @Test
    void offersNoStepThatTooFewHavePassed() throws Exception {
        work("FALLS_SERVICE", WhatIf.ENOUGH, 1);

        assertThat(whatIf.choices(Alliance.COORDINATOR)).isEmpty();
        assertThat(visits.page(Alliance.MANAGER, "/insight/what-if")
                        .select("main")
                        .text())
                .contains("Not enough yet");
    }

    @Test
    void isForThoseWhoMaySeeWhereThePeopleWait() {
        assertThatThrownBy(() -> whatIf.choices(Alliance.NURSE)).isInstanceOf(NotVisible.class);
        assertThatThrownBy(() -> whatIf.ask(Alliance.NURSE, new Choice(FIRST_CONTACT, "", 0)))
                .isInstanceOf(NotVisible.class);
    }
}
