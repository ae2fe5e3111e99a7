package org.waymark.forms;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a form definition. */
sealed interface Part {

    /** While this holds the part is hidden, and answers to it are ignored. */
    @Nullable
    Condition hide();

    /** Words between the fields; may hold {@code {{fact}}} marks. */
    record Text(
            String text, @Nullable String tone, @Nullable Condition hide) implements Part {}

    /** Fields that belong together under one legend. */
    record Group(
            String label,
            @Nullable String hint,
            /** The legend alone says that nothing in here must be answered. */
            boolean allOptional,
            List<Part> components,
            @Nullable Condition hide)
            implements Part {}

    record Field(
            FieldType type,
            String key,
            String label,
            @Nullable String hint,
            Rules rules,
            List<Choice> values,
            @Nullable String valuesKey,
            @Nullable Object defaultValue,
            Map<String, String> properties,
            @Nullable Condition hide)
            implements Part {

        @Nullable
        String property(String name) {
            return properties.get(name);
        }
    }

    record Choice(String value, String label) {}

    record Rules(
            boolean required,
            @Nullable Integer minLength,
            int maxLength,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            int decimals,
            @Nullable Pattern pattern) {}

    enum FieldType {
        TEXTFIELD("textfield"),
        TEXTAREA("textarea"),
        NUMBER("number"),
        DATE("datetime"),
        RADIO("radio"),
        SELECT("select"),
        CHECKBOX("checkbox"),
        CHECKLIST("checklist");

        final String spelling;

        FieldType(String spelling) {
            this.spelling = spelling;
        }

        boolean hasOptions() {
            return this == RADIO || this == SELECT || this == CHECKLIST;
        }

        /** The names of the request parameters that carry an answer. */
        Set<String> parameters(String key) {
            return this == DATE ? Set.of(key + "-day", key + "-month", key + "-year") : Set.of(key);
        }
    }
}
