package org.waymark.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.Visits;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;

/** What a new version of a model changed stands side by side with what was before. */
class VersionsComparedTests extends WithCare {

    private static final String ADDRESS = "/insight/versions?process=dementia-pathway";

    @Autowired
    RepositoryService repository;

    @Autowired
    Visits visits;

    @BeforeEach
    void alone() {
        WaymarkDatabase.clean();
        care.begin();
    }

    /** Before, naming a coordinator took a day; in the new version four hours. */
    @Test
    void showsTheTimesOfAStepBeforeAndAfterAVersion() throws Exception {
        fiveAreNamedAfter(Duration.ofHours(24));
        assertThat(visits.page(Alliance.MANAGER, ADDRESS).select(".wm-lead").text())
                .endsWith("has had one version only since times are kept.");

        Deployment next = repository
                .createDeployment()
                .addString("dementia-pathway.bpmn", Files.readString(Path.of("bpmn/pathway/dementia-pathway.bpmn")))
                .deploy();
        try {
            fiveAreNamedAfter(Duration.ofHours(4));

            Document page = visits.page(Alliance.MANAGER, ADDRESS);

            String step = page.select("tbody a").eachAttr("href").get(0);
            page.select(".govuk-visually-hidden").remove();
            assertThat(page.select("tbody tr").text())
                    .isEqualTo("Name a coordinator 5 5 24 hours 4 hours 0 % 0 % 20 hours shorter");
            assertThat(visits.page(Alliance.MANAGER, step).select(".wm-lead").text())
                    .contains("it was completed 5 times");
        } finally {
            WaymarkDatabase.clean();
            repository.deleteDeployment(next.getId(), true);
        }
    }

    private void fiveAreNamedAfter(Duration wait) {
        for (int person = 0; person < 5; person++) {
            Somebody somebody = care.registered();
            care.pass(wait);
            somebody.named();
        }
    }
}
