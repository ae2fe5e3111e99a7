package org.waymark.support;

import org.camunda.bpm.engine.RepositoryService;

/** Takes tables that a test let count out of the engine again, so that the next test finds those of the release. */
public final class Tables {

    private final RepositoryService repository;

    Tables(RepositoryService repository) {
        this.repository = repository;
    }

    public void takeBack() {
        WaymarkDatabase.clean();
        repository
                .createDeploymentQuery()
                .deploymentName("adopted-tables")
                .list()
                .forEach(adopted -> repository.deleteDeployment(adopted.getId()));
    }
}
