package org.waymark.workflow.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WithCare;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.Round;
import org.waymark.workflow.models.ModelVersions.State;

/** Tests with people on older versions of the models. */
abstract class OlderVersions extends WithCare {

    static final Path PREVIOUS = Path.of("src/test/resources/models/previous");

    @Autowired
    ModelVersions versions;

    @Autowired
    RepositoryService repository;

    @Autowired
    JdbcClient jdbc;

    private final List<String> deployments = new ArrayList<>();

    @AfterEach
    void takeTheVersionsAway() {
        WaymarkDatabase.clean();
        deployments.forEach(id -> repository.deleteDeployment(id, true));
    }

    /** The model as it was before, as the latest version. */
    int deployPrevious(String process) {
        return deployPrevious(process, process);
    }

    /** @param former the name of its file, without the ending */
    int deployPrevious(String process, String former) {
        return deploy(process, read(PREVIOUS.resolve(former + ".bpmn")));
    }

    int deployCurrent(String process) {
        return deployCurrent(process, UnaryOperator.identity());
    }

    /** The model as it is, changed in its text, as the latest version. */
    int deployCurrent(String process, UnaryOperator<String> change) {
        try (Stream<Path> files = Files.walk(Path.of("bpmn"))) {
            Path file = files.filter(path -> path.endsWith(process + ".bpmn"))
                    .findFirst()
                    .orElseThrow();
            return deploy(process, change.apply(read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int deploy(String process, String model) {
        deployments.add(repository
                .createDeployment()
                .name("older versions " + UUID.randomUUID())
                .addString(process + ".bpmn", model)
                .deploy()
                .getId());
        return repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .latestVersion()
                .singleResult()
                .getVersion();
    }

    UUID begins(String process, int version, Kind kind) {
        return care.as(Alliance.OPERATOR, () -> versions.begin(Alliance.OPERATOR, process, version, kind));
    }

    /** A round from its beginning to its end. */
    Round goesThrough(String process, int version, Kind kind) {
        return ended(begins(process, version, kind));
    }

    Round ended(UUID round) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> progress(round).state() != State.RUNNING);
        return progress(round);
    }

    Round progress(UUID round) {
        return versions.progress(Alliance.OPERATOR, round);
    }
}
