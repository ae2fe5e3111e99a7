package org.waymark.forms;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.FieldType;

/** What stands in the fields, by request parameter, valid or not: so it is shown again and kept as a draft. */
record RawInput(Map<String, List<String>> values) {

    RawInput {
        values = Map.copyOf(values);
    }

    /** Keeps the parameters that the form knows, without characters that are no part of a text. */
    static RawInput of(FormDefinition definition, Map<String, List<String>> parameters) {
        var kept = new LinkedHashMap<String, List<String>>();
        for (Field field : definition.fields()) {
            for (String name : field.type().parameters(field.key())) {
                List<String> given = parameters.get(name);
                if (given != null) {
                    kept.put(
                            name,
                            given.stream()
                                    .map(text -> clean(text, field.type() == FieldType.TEXTAREA))
                                    .toList());
                }
            }
        }
        return new RawInput(kept);
    }

    /** As {@link #of}, with what was left empty as such: it takes the place of what stood there before. */
    static RawInput whole(FormDefinition definition, Map<String, List<String>> parameters) {
        var all = new LinkedHashMap<String, List<String>>();
        definition
                .fields()
                .forEach(field -> field.type().parameters(field.key()).forEach(name -> all.put(name, List.of())));
        all.putAll(of(definition, parameters).values());
        return new RawInput(all);
    }

    /** Whether anything of the form has been entered or left empty before. */
    boolean hasAnyOf(FormDefinition definition) {
        return definition.fields().stream()
                .flatMap(field -> field.type().parameters(field.key()).stream())
                .anyMatch(values::containsKey);
    }

    /** The same for the same things entered, whatever is left empty; says nothing of them to one who reads it. */
    String sha256() {
        var text = new StringBuilder();
        new TreeMap<>(values).forEach((name, given) -> given.stream()
                .filter(value -> !value.isBlank())
                .forEach(value -> text.append(name).append('\0').append(value).append('\0')));
        return Sha256.of(text.toString());
    }

    /** What the form opens with: the context's answers, else the defaults of the definition. */
    static RawInput opening(FormDefinition definition, Map<String, Object> prefill) {
        var values = new LinkedHashMap<String, List<String>>();
        for (Field field : definition.fields()) {
            Object value = prefill.getOrDefault(field.key(), field.defaultValue() == null ? "" : field.defaultValue());
            String key = field.key();
            if (value instanceof LocalDate date) {
                values.put(key + "-day", List.of(String.valueOf(date.getDayOfMonth())));
                values.put(key + "-month", List.of(String.valueOf(date.getMonthValue())));
                values.put(key + "-year", List.of(String.valueOf(date.getYear())));
            } else if (value instanceof Collection<?> list) {
                values.put(key, list.stream().map(RawInput::spelled).toList());
            } else if (!value.equals("") && !value.equals(false)) {
                values.put(key, List.of(spelled(value)));
            }
        }
        return new RawInput(values);
    }

    private static String spelled(Object value) {
        return value instanceof BigDecimal number
                ? number.toPlainString()
                : value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
    }

    /** The first value of the parameter, without blanks around it; empty when there is none. */
    String first(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.get(0).strip();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * PostgreSQL takes no NUL and no half of a surrogate pair, and a control character is nobody's answer; everything
     * else, marks of right-to-left text and emoji included, stays as it was written.
     */
    private static String clean(String text, boolean keepLines) {
        var cleaned = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> {
            if (c == '\n' && keepLines) {
                cleaned.append('\n');
            } else if (c == '\n' || c == '\t') {
                cleaned.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE) {
                cleaned.appendCodePoint(c);
            }
        });
        return cleaned.toString();
    }
}
