package org.waymark.forms;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Validated answers to one form: text as String, number as BigDecimal, date as LocalDate, checkbox as Boolean, checklist as
 * List of String. A field that was hidden or left empty has no entry.
 */
public record Answers(Map<String, Object> values) {

    public Answers {
        values = Map.copyOf(values);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public @Nullable String text(String key) {
        return values.get(key) instanceof String text ? text : null;
    }

    /**
     * The text of a field that validation has made sure of.
     *
     * @throws IllegalStateException when there is none: the form and its handler disagree
     */
    public String required(String key) {
        if (values.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("The form has no answer to " + key);
    }

    public @Nullable LocalDate date(String key) {
        return values.get(key) instanceof LocalDate date ? date : null;
    }

    public @Nullable BigDecimal number(String key) {
        return values.get(key) instanceof BigDecimal number ? number : null;
    }

    public boolean isTicked(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    public List<String> choices(String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
