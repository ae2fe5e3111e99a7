package org.waymark.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** The models as they lie in the tree. */
final class ModelFiles {

    static final Path MODELS = Path.of("bpmn");
    static final Path FORMS = Path.of("forms");
    private static final Path PREVIOUS = Path.of("src/test/resources/models/previous");

    private ModelFiles() {}

    record Model(Path file, BpmnModelInstance xml) {

        Process process() {
            return xml.getModelElementsByType(Process.class).iterator().next();
        }

        String id() {
            return process().getId();
        }

        <T extends ModelElementInstance> Collection<T> all(Class<T> type) {
            return xml.getModelElementsByType(type);
        }

        List<String> variables() {
            String names = property(process(), "variables");
            return names == null ? List.of() : List.of(names.split(",", -1));
        }
    }

    static List<Model> all() {
        return in(MODELS);
    }

    /** The models as they were before, for those who are still on them. */
    static List<Model> previous() {
        return in(PREVIOUS);
    }

    private static List<Model> in(Path folder) {
        return files(folder, ".bpmn").stream()
                .map(f -> new Model(f, Bpmn.readModelFromFile(f.toFile())))
                .toList();
    }

    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String baseName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    }

    /** The value of the element's Camunda property, null without one. */
    static @Nullable String property(BaseElement element, String name) {
        if (element.getExtensionElements() == null) {
            return null;
        }
        return element.getExtensionElements().getDomElement().getChildElements().stream()
                .filter(e -> e.getLocalName().equals("properties"))
                .flatMap(e -> e.getChildElements().stream())
                .filter(e -> name.equals(e.getAttribute("name")))
                .map(e -> e.getAttribute("value"))
                .findFirst()
                .orElse(null);
    }
}
