package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.support.Somebody.FIRST_CONTACT;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.insight.Bottlenecks.Times;
import org.waymark.insight.StepByService.Part;
import org.waymark.support.Alliance;
import org.waymark.support.Care;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** A step is told service by service, so that the one where people wait does not hide among the others. */
class StepByServiceTests extends WithCare {

    private static final Question YEAR = new Question(
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2026, 12, 31),
            "partner-referral",
            null,
            null,
            null,
            null,
            null,
            null);

    @Autowired
    StepByService byService;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private void completed(String service, int hours) {
        jdbc.sql("""
                        insert into flow_fact (at, kind, pathway_ref, process, version, element, organisation, role, service, stage,
                                               carer_strain, entered_at, worked_seconds, paused_seconds)
                        values (:at, 'STEP_COMPLETED', 'WM-0000-0000', 'partner-referral', 1, :element, 'community-trust', 'partner', :service,
                                'MILD', 'LOW', :entered, 0, 0)
                        """)
                .param("at", Timestamp.from(Care.MONDAY))
                .param("element", FIRST_CONTACT)
                .param("service", service)
                .param("entered", Timestamp.from(Care.MONDAY.minus(Duration.ofHours(hours))))
                .update();
    }

    private Instant open(String service, int daysAgo, boolean isLate) {
        Instant since = Care.MONDAY.minus(Duration.ofDays(daysAgo));
        jdbc.sql("""
                        insert into work_item (task_id, definition_id, process_instance_id, process, record, pathway_ref, element, name,
                                               form_id, group_name, service, created_at, due_at, state)
                        values (gen_random_uuid(), 'try', 'try', 'partner-referral', 'r', 'WM-TRY0-0000', :element, 'Make the first contact',
                                'make-first-contact', 'community-trust.partner', :service, :since, :due, 'OPEN')
                        """)
                .param("element", FIRST_CONTACT)
                .param("service", service)
                .param("since", Timestamp.from(since))
                .param("due", Timestamp.from(Care.MONDAY.plus(Duration.ofDays(isLate ? -1 : 1))))
                .update();
        return since;
    }

    /** Ten of one service took 1 to 10 hours: half at the most 5, nine of ten at the most 9. One of the other took 100. */
    @Test
    void tellsTheServiceApartWherePeopleWaitLongest() {
        IntStream.rangeClosed(1, 10).forEach(hours -> completed("FALLS_SERVICE", hours));
        completed("SPEECH_AND_LANGUAGE", 100);
        Instant oldest = open("SPEECH_AND_LANGUAGE", 60, true);
        open("SPEECH_AND_LANGUAGE", 3, false);
        Instant first = open("BEFRIENDING", 4, false);

        List<Part> parts = byService.of(Alliance.MANAGER, YEAR, FIRST_CONTACT);

        assertThat(parts)
                .containsExactly(
                        new Part("SPEECH_AND_LANGUAGE", 1, new Times(100, 100), 2, 1, oldest),
                        new Part("FALLS_SERVICE", 10, new Times(5, 9), 0, 0, null),
                        new Part("BEFRIENDING", 0, null, 1, 0, first));
    }

    @Test
    void saysNothingOfAStepThatIsForNoServiceAndNothingToOthers() {
        assertThat(byService.of(Alliance.COORDINATOR, YEAR, "UserTask_ReviewPathway"))
                .isEmpty();
        assertThatThrownBy(() -> byService.of(Alliance.NURSE, YEAR, FIRST_CONTACT))
                .isInstanceOf(NotVisible.class);
    }
}
