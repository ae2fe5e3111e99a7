package org.waymark.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.waymark.forms.FormReader.Fault;
import org.waymark.forms.FormView.Choice;
import org.waymark.forms.FormView.ErrorLink;
import org.waymark.forms.FormView.Input;
import org.waymark.forms.FormView.Item;
import org.waymark.forms.FormView.Section;
import org.waymark.forms.FormView.Shape;
import org.waymark.forms.FormView.Words;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.FieldType;
import org.waymark.forms.Part.Group;
import org.waymark.forms.Part.Text;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;

/** Makes the view of a form: definition, context, what was entered and what is wrong come together here. */
@Component
class FormViews {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.UK);

    private final MessageSource messages;
    private final WaymarkClock clock;

    FormViews(MessageSource messages, WaymarkClock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    FormView view(
            FormDefinition definition,
            FormContext context,
            RawInput input,
            Map<String, Fault> faults,
            @Nullable Instant draftSavedAt) {
        var drawing = new Drawing(context, input, faults);
        List<Item> items = drawing.items(definition.components(), Condition.FALSE, false);
        return new FormView(
                definition.id(),
                items,
                List.copyOf(drawing.errors),
                draftSavedAt == null ? null : inWords(draftSavedAt),
                context.panel());
    }

    String inWords(Instant instant) {
        ZonedDateTime at = instant.atZone(WorkingDays.ZONE);
        LocalDate today = clock.today();
        return (at.toLocalDate().equals(today) ? TIME : DAY_AND_TIME).format(at);
    }

    private final class Drawing {

        final FormContext context;
        final RawInput input;
        final Map<String, Fault> faults;
        final List<ErrorLink> errors = new ArrayList<>();
        /** By field key what hides it, its group included: a hidden field counts as empty for those that ask about it. */
        final Map<String, Condition.Node> hiddenWhen = new HashMap<>();

        Drawing(FormContext context, RawInput input, Map<String, Fault> faults) {
            this.context = context;
            this.input = input;
            this.faults = faults;
        }

        List<Item> items(List<Part> components, Condition.Node outer, boolean legendSaysOptional) {
            var items = new ArrayList<Item>();
            for (Part component : components) {
                Condition hide = component.hide();
                Condition.Node when = hide == null ? Condition.FALSE : hide.settle(context.facts(), hiddenWhen::get);
                Condition.Node whole = Condition.any(List.of(outer, when));
                if (component instanceof Field field) {
                    hiddenWhen.put(field.key(), whole);
                } else if (component instanceof Group group && whole.equals(Condition.TRUE)) {
                    new FormDefinition("", group.components(), "")
                            .fields()
                            .forEach(field -> hiddenWhen.put(field.key(), Condition.TRUE));
                }
                if (whole.equals(Condition.TRUE)) {
                    continue;
                }
                Item item = item(component, whole, json(when), legendSaysOptional);
                if (item != null) {
                    items.add(item);
                }
            }
            return List.copyOf(items);
        }

        private @Nullable Item item(
                Part component, Condition.Node whole, @Nullable String hideWhen, boolean legendSaysOptional) {
            if (component instanceof Text text) {
                var blocks = StaticText.blocks(text.text(), context.facts());
                return blocks.isEmpty() ? null : new Words("text", text.tone(), blocks, hideWhen);
            }
            if (component instanceof Group group) {
                String legend =
                        group.allOptional() ? group.label() + " " + message("component.optional") : group.label();
                List<Item> items = items(group.components(), whole, group.allOptional());
                return items.isEmpty() ? null : new Section("group", legend, group.hint(), items, hideWhen);
            }
            Field field = (Field) component;
            return FormReader.isLeftOut(field, context) ? null : input(field, hideWhen, legendSaysOptional);
        }

        private Input input(Field field, @Nullable String hideWhen, boolean legendSaysOptional) {
            String key = field.key();
            Fault fault = faults.get(key);
            String error = null;
            if (fault != null) {
                error = message(fault.code(), fault.arguments().toArray());
                errors.add(new ErrorLink("#" + key + (field.type() == FieldType.DATE ? "-day" : ""), error));
            }
            String rows = field.property("rows");
            return new Input(
                    field.type() == FieldType.DATE ? "date" : field.type().spelling,
                    key,
                    field.label(),
                    field.hint(),
                    error,
                    field.rules().required() || legendSaysOptional,
                    shown(field, key),
                    input.all(key),
                    shown(field, key + "-day"),
                    shown(field, key + "-month"),
                    shown(field, key + "-year"),
                    FormReader.options(field, context).stream()
                            .map(option -> new Choice(option.value(), option.label(), null))
                            .toList(),
                    new Shape(
                            field.rules().maxLength(),
                            field.property("width"),
                            rows == null ? null : Integer.valueOf(rows),
                            field.properties().containsKey("layout"),
                            field.property("suffix")),
                    hideWhen);
        }

        /** As it was entered, blanks included: the page gives back what it was given. */
        private String shown(Field field, String parameter) {
            List<String> all = input.all(parameter);
            return all.isEmpty() || field.type() == FieldType.CHECKLIST ? "" : all.get(0);
        }
    }

    String message(String code, Object... arguments) {
        return messages.getMessage(code, arguments, Locale.UK);
    }

    private static @Nullable String json(Condition.Node node) {
        if (node.equals(Condition.FALSE)) {
            return null;
        }
        try {
            return JSON.writeValueAsString(Condition.json(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
