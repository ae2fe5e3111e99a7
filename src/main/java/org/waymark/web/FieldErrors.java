package org.waymark.web;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.ui.Model;

/**
 * What is wrong with what was typed, as every page says it: in the title, in a summary whose lines lead to the fields, and
 * at each field.
 */
public final class FieldErrors {

    private FieldErrors() {}

    /** A line of the summary; the template reads its names. */
    public record Line(String href, String text) {}

    /** @param errors by field, whose name is its id on the page */
    public static void show(Model model, Map<String, String> errors) {
        show(model, errors, UnaryOperator.identity());
    }

    /** @param idOf the id that a field has on the page */
    public static void show(Model model, Map<String, String> errors, UnaryOperator<String> idOf) {
        List<Line> summary = errors.entrySet().stream()
                .map(error -> new Line("#" + idOf.apply(error.getKey()), error.getValue()))
                .toList();
        model.addAttribute("errors", errors);
        model.addAttribute("hasErrors", !errors.isEmpty());
        model.addAttribute("summary", summary);
    }
}
