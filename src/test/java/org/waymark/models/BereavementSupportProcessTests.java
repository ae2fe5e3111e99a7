package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BereavementSupportProcessTests extends CoveredModel {

    BereavementSupportProcessTests() {
        super("bereavement-support");
    }

    private static ModelRun opened() {
        return ModelRun.start(
                "bereavement-support",
                Map.of(
                        "pathwayRef", "WM-7F3K-29QX",
                        "bereavementId", "b-1",
                        "coordinator", "coordinator",
                        "coordinatorOrganisation", "dougie-mac"));
    }

    @Test
    void asksTheCoordinatorToContactTheCarer() {
        ModelRun run = opened();
        assertThat(run.tasks().get(0).getAssignee()).isEqualTo("coordinator");
        assertThat(run.complete("UserTask_ContactBereavedCarer").hasEnded()).isTrue();
        assertThat(run.cancelled()).isEmpty();
    }

    @Test
    void actsOnAConcernForTheCarerBesideTheContactAndAfterIt() {
        ModelRun run = opened();
        assertThat(run.tell("concern.raised")).isTrue();
        assertThat(run.at()).containsExactly("UserTask_ActOnConcern", "UserTask_ContactBereavedCarer");
        run.complete("UserTask_ContactBereavedCarer");
        assertThat(run.at()).containsExactly("UserTask_ActOnConcern");
        assertThat(run.complete("UserTask_ActOnConcern").hasEnded()).isTrue();
    }

    @Test
    void endsWhenTheDeathWasRecordedInError() {
        ModelRun run = opened();
        assertThat(run.tell("pathway.reopened")).isTrue();
        assertThat(run.hasEnded()).isTrue();
        assertThat(run.cancelled()).containsExactly("UserTask_ContactBereavedCarer");
    }
}
