package org.waymark.notify.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

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

class OutboxViewTests extends WithCare {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    private void failed(Somebody somebody) {
        jdbc.sql("""
                        insert into outbox_message (id, key, kind, reference, pathway_ref, state, put_at, put_by, attempts, next_try_at,
                               failure, ended_at)
                        values (gen_random_uuid(), 'key', 'PERSONAL_LINK', 'reference', :ref, 'FAILED', :at, 'coordinator', 1, :at,
                               'ADDRESS_REFUSED', :at)
                        """)
                .param("ref", somebody.ref().value())
                .param("at", care.now().atOffset(java.time.ZoneOffset.UTC))
                .update();
    }

    @Test
    void saysInOneSentenceThatNothingWaits() throws Exception {
        assertThat(visits.page(Alliance.OPERATOR, "/outbox").select("main").text())
                .contains("Nothing waits to be sent.")
                .contains("No message is in trouble");
    }

    @Test
    void showsAFailedMessageWithItsAgeAndWhatToDoAndToCoordinatorsWhoseItIs() throws Exception {
        Somebody somebody = care.registered();
        failed(somebody);

        Document seen = visits.page(Alliance.COORDINATOR, "/outbox");
        assertThat(seen.select("main").text())
                .contains("since today")
                .contains("There is no such e-mail address")
                .contains("Correct the address");
        assertThat(seen.select("a[href=/people/" + somebody.ref() + "]")).hasSize(1);
        assertThat(visits.page(Alliance.OPERATOR, "/outbox").select("a[href^=/people/WM]"))
                .isEmpty();
    }

    @Test
    void triesItAgainOrGivesItUp() throws Exception {
        failed(care.registered());
        String id =
                jdbc.sql("select id from outbox_message").query(String.class).single();

        visits.send(Alliance.COORDINATOR, "/outbox/" + id + "/again").andExpect(redirectedUrl("/outbox"));
        assertThat(visits.page(Alliance.COORDINATOR, "/outbox").select("main").text())
                .contains("1 message waits to be sent");
        visits.send(Alliance.COORDINATOR, "/outbox/" + id + "/give-up").andExpect(status().isConflict());
    }
}
