package org.waymark.forms;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a form opens with beyond its definition.
 *
 * @param prefill answers to begin with, by field key
 * @param options choices of the fields whose definition names a {@code valuesKey}, by that key
 * @param facts values that FEEL conditions and {@code {{fact}}} marks in static text may use, by name; never a field key
 * @param panel what to show beside the form
 */
public record FormContext(
        Map<String, Object> prefill,
        Map<String, List<Option>> options,
        Map<String, Object> facts,
        @Nullable Panel panel) {

    public static final FormContext EMPTY = new FormContext(Map.of(), Map.of(), Map.of(), null);

    public record Option(String value, String label) {}

    /**
     * A Thymeleaf fragment and its model.
     *
     * @param fragment for example {@code referral/panels :: referral}
     * @param isWide whether it needs the width of the page, as tables do, and stands before the form and not beside it
     */
    public record Panel(String fragment, Map<String, Object> model, boolean isWide) {

        public Panel(String fragment, Map<String, Object> model) {
            this(fragment, model, false);
        }

        public static Panel wide(String fragment, Map<String, Object> model) {
            return new Panel(fragment, model, true);
        }
    }
}
