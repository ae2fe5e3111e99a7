package org.waymark.forms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** All definitions of this version of the application, read once at the start; a broken one stops it. */
@Component
class FormDefinitions {

    private final TreeMap<String, FormDefinition> byId = new TreeMap<>();

    FormDefinitions() {
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:forms/**/*.form")) {
                String name = Objects.requireNonNull(file.getFilename()).replaceFirst("\\.form$", "");
                FormDefinition definition = FormParser.parse(name, file.getContentAsString(StandardCharsets.UTF_8));
                if (byId.put(name, definition) != null) {
                    throw new IllegalArgumentException("forms: two files are called " + name + ".form");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FormDefinition get(String id) {
        FormDefinition definition = byId.get(id);
        if (definition == null) {
            throw new IllegalArgumentException("No form is called " + id);
        }
        return definition;
    }

    Collection<FormDefinition> all() {
        return byId.values();
    }
}
