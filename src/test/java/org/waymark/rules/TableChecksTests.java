package org.waymark.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.TableFile;

class TableChecksTests {

    private final TableChecks checks = new TableChecks(new DecisionTrials());

    static List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of("bpmn"))) {
            return tree.filter(path -> path.toString().endsWith(".dmn"))
                    .sorted()
                    .toList();
        }
    }

    static TableFile read(Path file) throws IOException {
        return TableFile.of(
                Files.readString(file), String.valueOf(file.getFileName()).replace(".dmn", ""));
    }

    @ParameterizedTest
    @MethodSource("files")
    void findsNothingInAnyTableThatComesWithWaymark(Path path) throws IOException {
        TableFile file = read(path);

        assertThat(checks.of(file, file)).isEmpty();
    }
}
