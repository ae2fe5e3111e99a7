package org.waymark.forms;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormSummary.Line;
import org.waymark.forms.Part.Field;

/** Says answers, and drafts as far as they go, in the words of their form. */
@Component
class FormSummaries {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);

    FormSummary of(FormDefinition definition, FormContext context, Answers answers, String by, Instant at) {
        var lines = new ArrayList<Line>();
        for (Field field : definition.fields()) {
            Object answer = answers.values().get(field.key());
            if (answer != null) {
                lines.add(line(field, inWords(field, context, answer)));
            }
        }
        return new FormSummary(definition.id(), List.copyOf(lines), by, at);
    }

    FormSummary ofDraft(FormDefinition definition, FormContext context, RawInput input, String by, Instant at) {
        var lines = new ArrayList<Line>();
        for (Field field : definition.fields()) {
            String key = field.key();
            String words =
                    switch (field.type()) {
                        case DATE ->
                            String.join(
                                    " ",
                                    Stream.of("-day", "-month", "-year")
                                            .map(part -> input.first(key + part))
                                            .filter(part -> !part.isEmpty())
                                            .toList());
                        case CHECKLIST -> inWords(field, context, input.all(key));
                        case CHECKBOX -> input.first(key).equals("true") ? inWords(field, context, true) : "";
                        default -> inWords(field, context, input.first(key));
                    };
            if (!words.isBlank()) {
                lines.add(line(field, words));
            }
        }
        return new FormSummary(definition.id(), List.copyOf(lines), by, at);
    }

    private static Line line(Field field, String words) {
        return new Line(field.label(), words, null, null);
    }

    private static String inWords(Field field, FormContext context, Object answer) {
        if (answer instanceof LocalDate date) {
            return DAY.format(date);
        }
        if (answer instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (answer instanceof List<?> list) {
            return String.join(
                    ", ",
                    list.stream().map(value -> label(field, context, value)).toList());
        }
        if (answer.equals(true)) {
            return "Yes";
        }
        return label(field, context, answer);
    }

    /** Choices that have gone from the lists since are named by their code. */
    private static String label(Field field, FormContext context, Object value) {
        if (!field.type().hasOptions()) {
            return String.valueOf(value);
        }
        return FormReader.options(field, context).stream()
                .filter(option -> option.value().equals(value))
                .map(Option::label)
                .findFirst()
                .orElseGet(() -> String.valueOf(value));
    }
}
