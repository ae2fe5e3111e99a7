package org.waymark.forms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.Group;

/** A form as its file says it, checked to use nothing that we do not render and validate. */
record FormDefinition(String id, List<Part> components, String json, boolean isInSections) {

    FormDefinition(String id, List<Part> components, String json) {
        this(id, components, json, false);
    }

    /** The groups that are answered one by one, in the order of the form. */
    List<Group> sections() {
        return components.stream()
                .filter(Group.class::isInstance)
                .map(Group.class::cast)
                .toList();
    }

    /** One section as a form of its own. */
    FormDefinition section(Group section) {
        return new FormDefinition(id, List.of(section), json);
    }

    /** All fields in the order of the page, those in groups too. */
    List<Field> fields() {
        var fields = new ArrayList<Field>();
        collect(components, fields);
        return fields;
    }

    private static void collect(List<Part> components, List<Field> fields) {
        for (Part component : components) {
            if (component instanceof Field field) {
                fields.add(field);
            } else if (component instanceof Group group) {
                collect(group.components(), fields);
            }
        }
    }

    Optional<Field> field(String key) {
        return fields().stream().filter(field -> field.key().equals(key)).findFirst();
    }

    /** Whether a condition of the form asks about it. */
    boolean asksAbout(String name) {
        return conditions(components).stream()
                .anyMatch(condition -> condition.names().contains(name));
    }

    /** Whether options or facts of the form's handler have a say in what is a valid answer. */
    boolean asksHandler() {
        var names = new HashSet<String>();
        conditions(components).forEach(condition -> names.addAll(condition.names()));
        fields().forEach(field -> names.remove(field.key()));
        return !names.isEmpty() || fields().stream().anyMatch(field -> field.valuesKey() != null);
    }

    /** Values for FEEL before any answer: every name that a condition may use is there, so that none is unknown. */
    Map<String, @Nullable Object> unanswered(Map<String, Object> facts) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        conditions(components).forEach(condition -> condition.names().forEach(name -> values.put(name, null)));
        facts.forEach((name, value) -> values.put(name, value instanceof Enum<?> e ? e.name() : value));
        for (Field field : fields()) {
            if (facts.containsKey(field.key())) {
                throw new IllegalStateException("A fact has the name of a field: " + id + "." + field.key());
            }
            values.put(field.key(), empty(field));
        }
        return values;
    }

    private static @Nullable Object empty(Field field) {
        return switch (field.type()) {
            case CHECKBOX -> false;
            case CHECKLIST -> List.of();
            default -> null;
        };
    }

    static List<Condition> conditions(List<Part> components) {
        var conditions = new ArrayList<Condition>();
        for (Part component : components) {
            Condition hide = component.hide();
            if (hide != null) {
                conditions.add(hide);
            }
            if (component instanceof Group group) {
                conditions.addAll(conditions(group.components()));
            }
        }
        return conditions;
    }
}
