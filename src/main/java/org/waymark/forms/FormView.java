package org.waymark.forms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form as a page shows it, drawn by {@code templates/forms/form.html}: with what was entered before, and what is wrong
 * with it.
 *
 * @param draftSaved when the viewer's draft was last kept, in words; null when there is none
 */
public record FormView(
        String formId,
        List<? extends Item> items,
        List<ErrorLink> errors,
        @Nullable String draftSaved,
        FormContext.@Nullable Panel panel) {

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** A line of the error summary. */
    public record ErrorLink(String href, String text) {}

    /** One thing on the page; {@code kind} picks its fragment, {@code hideWhen} is the JSON the browser hides it by. */
    public sealed interface Item {
        String kind();

        @Nullable
        String hideWhen();
    }

    public record Section(
            String kind,
            String legend,
            @Nullable String hint,
            List<? extends Item> items,
            @Nullable String hideWhen) implements Item {}

    /** @param tone null for plain words */
    public record Words(
            String kind,
            @Nullable String tone,
            List<Block> blocks,
            @Nullable String hideWhen) implements Item {}

    /** A paragraph, or a list with an entry a line. */
    public record Block(boolean isList, List<List<Span>> lines) {}

    public record Span(String text, boolean isBold) {}

    /**
     * @param value of a text, number, radio or select
     * @param values those ticked of a checklist
     */
    public record Input(
            String kind,
            String key,
            String label,
            @Nullable String hint,
            @Nullable String error,
            boolean required,
            String value,
            List<String> values,
            String day,
            String month,
            String year,
            List<Choice> options,
            Shape shape,
            @Nullable String hideWhen)
            implements Item {}

    public record Choice(
            String value, String label, @Nullable String hint) {}

    /** How a field is drawn. */
    public record Shape(
            @Nullable Integer maxLength,
            @Nullable String width,
            @Nullable Integer rows,
            boolean inline,
            @Nullable String suffix) {}
}
