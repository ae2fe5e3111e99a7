package org.waymark.pathway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WithCare;

/** What Cockpit is told of a run: whose it is and what it waits for, for those alone who may see the person. */
class RunViewTests extends WithCare {

    @Autowired
    Visits visits;

    private static String run(Somebody person, String process) {
        return "/people/runs/"
                + person.value("select process_instance_id from episode where pathway_ref = :ref and process = '"
                        + process + "'");
    }

    @Test
    void saysWhereThePersonIsAndWhatThisRunWaitsFor() throws Exception {
        Somebody person =
                care.somebody().called("Edith", "Shore", "Edie").registered().welcomed();

        Document round = Visits.read(visits.open(Alliance.COORDINATOR, run(person, "staging-assessment"))
                .andExpect(status().isOk()));

        assertThat(round.select("h3").text()).isEqualTo("Edith Shore");
        assertThat(round.select("li").text()).contains("Rate abilities and needs", "Enter the paper answers");
        assertThat(round.select("a").attr("href")).isEqualTo("/people/" + person.ref());
        Document pathway = Visits.read(visits.open(Alliance.COORDINATOR, run(person, "dementia-pathway"))
                .andExpect(status().isOk()));
        assertThat(pathway.text()).contains("Pathway: nobody is asked for anything at the moment.");
        assertThat(pathway.select("b").text())
                .isEqualTo(round.select("b").text())
                .isNotEmpty();
    }

    @Test
    void saysThatARunIsOver() throws Exception {
        Somebody person = care.registered().welcomed();
        String run = run(person, "staging-assessment");
        person.dies();
        assertThat(Visits.read(visits.open(Alliance.COORDINATOR, run)).text()).contains("this run is over");
    }

    @Test
    void tellsNobodyElse() throws Exception {
        Somebody person = care.registered();
        for (Viewer viewer : List.of(
                Alliance.OTHER_COORDINATOR, Alliance.PARTNER, Alliance.MANAGER, Alliance.OPERATOR, Alliance.ADMIN)) {
            visits.open(viewer, run(person, "dementia-pathway")).andExpect(status().isNotFound());
        }
        visits.open(Alliance.COORDINATOR, "/people/runs/nothing").andExpect(status().isNotFound());
    }
}
