package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.waymark.support.Somebody;

/** A coordinator in Cockpit, where Waymark says on the page of a model and of a run what this edition does not. */
class CockpitJourney extends WithBrowser {

    @Test
    void showsWherePeopleWaitAndLeadsFromARunToThePerson() {
        Somebody somebody = care.somebody().called("Edith", "Shore", "Edie").registered();
        String instance = (String) somebody.value(
                "select process_instance_id from episode where pathway_ref = :ref and process = 'dementia-pathway'");
        String definition = jdbc.sql("select proc_def_id_ from act_ru_execution where id_ = :instance")
                .param("instance", instance)
                .query(String.class)
                .single();
        Visitor coordinator = signedIn("coordinator");
        Page page = coordinator.page();
        String cockpit = "/camunda/app/cockpit/default/#/";

        page.navigate(cockpit + "process-definition/" + definition + "/runtime?tab=waymark-waits");
        page.waitForSelector(".waymark-flow table");
        assertThat(page.locator(".waymark-flow tbody th").allInnerTexts()).contains("Name a coordinator");
        page.waitForSelector(".waymark-heat-note");
        assertThat(page.locator(".waymark-heat-note").allInnerTexts()).contains("1 now");

        page.navigate(cockpit + "process-instance/" + instance + "/runtime?tab=waymark-position");
        page.waitForSelector(".waymark-flow h3");
        assertThat(page.locator(".waymark-flow").innerText()).contains("Edith Shore", "Name a coordinator");
        coordinator.follow("Open Edith Shore in Waymark");
        assertThat(page.url()).endsWith(pageOf(somebody));
        assertThat(coordinator.heading()).contains("Edith Shore");
    }
}
