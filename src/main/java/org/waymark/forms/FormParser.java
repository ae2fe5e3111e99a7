package org.waymark.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.waymark.forms.Part.Choice;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.FieldType;
import org.waymark.forms.Part.Group;
import org.waymark.forms.Part.Rules;
import org.waymark.forms.Part.Text;

/**
 * Reads a definition and refuses whatever is not in the subset written down in {@code src/docs/forms.md}: a component or
 * a property that were ignored silently would be a question that nobody sees or a rule that nobody keeps.
 */
final class FormParser {

    static final int TEXTFIELD_LENGTH = 200;
    static final int TEXTAREA_LENGTH = 4000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> FORM = Set.of(
            "id", "type", "schemaVersion", "executionPlatform", "executionPlatformVersion", "components", "properties");
    private static final Set<String> FIELD =
            Set.of("type", "id", "key", "label", "description", "validate", "conditional", "properties");
    private static final Map<FieldType, Set<String>> OWN = Map.of(
            FieldType.TEXTFIELD, Set.of("defaultValue"),
            FieldType.TEXTAREA, Set.of("defaultValue"),
            FieldType.NUMBER, Set.of("defaultValue", "decimalDigits"),
            FieldType.DATE, Set.of("subtype", "dateLabel"),
            FieldType.RADIO, Set.of("values", "valuesKey", "defaultValue"),
            FieldType.SELECT, Set.of("values", "valuesKey", "defaultValue"),
            FieldType.CHECKBOX, Set.of("defaultValue"),
            FieldType.CHECKLIST, Set.of("values", "valuesKey", "defaultValue"));
    private static final Map<FieldType, Set<String>> RULES = Map.of(
            FieldType.TEXTFIELD, Set.of("required", "minLength", "maxLength", "pattern"),
            FieldType.TEXTAREA, Set.of("required", "minLength", "maxLength"),
            FieldType.NUMBER, Set.of("required", "min", "max"),
            FieldType.DATE, Set.of("required"),
            FieldType.RADIO, Set.of("required"),
            FieldType.SELECT, Set.of("required"),
            FieldType.CHECKBOX, Set.of("required"),
            FieldType.CHECKLIST, Set.of("required"));
    private static final Map<FieldType, Map<String, Pattern>> PROPERTIES = Map.of(
            FieldType.TEXTFIELD, Map.of("width", Pattern.compile("2|3|4|5|10|20"), "example", Pattern.compile(".+")),
            FieldType.TEXTAREA, Map.of("rows", Pattern.compile("[1-9]\\d?")),
            FieldType.NUMBER, Map.of("suffix", Pattern.compile(".+")),
            FieldType.DATE, Map.of("when", Pattern.compile("past|future")),
            FieldType.RADIO, Map.of("layout", Pattern.compile("inline")),
            FieldType.SELECT, Map.of(),
            FieldType.CHECKBOX, Map.of(),
            FieldType.CHECKLIST, Map.of());
    private static final Pattern CALLED = Pattern.compile("\\p{Ll}.*[^.?!]");
    private static final Pattern KEY = Pattern.compile("[a-z][a-zA-Z0-9]*(_[A-Z][A-Z_]*)?");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern ID = Pattern.compile("[a-z]+(-[a-z]+)+");
    private static final Pattern TONE = Pattern.compile("inset|info|warning");

    private final String id;
    private final String json;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, FieldType> seen = new HashMap<>();
    private final Map<String, FieldType> later = new HashMap<>();

    private FormParser(String id, String json) {
        this.id = id;
        this.json = json;
    }

    /**
     * @param id the file's name without its ending
     * @throws IllegalArgumentException naming everything that is wrong with the file
     */
    static FormDefinition parse(String id, String json) {
        return new FormParser(id, json).parse();
    }

    private FormDefinition parse() {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("forms: " + id + ".form is not JSON: " + e.getOriginalMessage(), e);
        }
        only(root, FORM, "the form");
        check(ID.matcher(id).matches(), "the file's name is not a verb phrase in kebab-case");
        check(root.path("id").asText().equals(id), "its id differs from the file's name");
        check(root.path("type").asText().equals("default"), "its type is not \"default\"");
        check(root.path("schemaVersion").asInt() == 16, "its schemaVersion is not 16");
        List<Part> components = components(root.path("components"), false);
        check(!seen.isEmpty(), "it has no field");
        boolean isInSections = properties(root, Map.of("layout", Pattern.compile("sections")), "the form")
                .containsKey("layout");
        if (isInSections) {
            checkSections(components);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("forms: " + id + ".form: " + String.join("; ", faults));
        }
        return new FormDefinition(id, components, json, isInSections);
    }

    /** Each section is answered on a page of its own, where nothing of the others stands. */
    private void checkSections(List<Part> components) {
        var labels = new HashSet<String>();
        for (Part part : components) {
            check(!(part instanceof Field), "it is answered in sections, but a field stands in none");
            if (part instanceof Group group) {
                check(labels.add(group.label()), "two sections are called \"" + group.label() + "\"");
                var own = new HashSet<String>();
                new FormDefinition(id, group.components(), "").fields().forEach(field -> own.add(field.key()));
                for (Condition condition : FormDefinition.conditions(List.of(group))) {
                    condition
                            .names()
                            .forEach(name -> check(
                                    own.contains(name) || !seen.containsKey(name),
                                    "section \"" + group.label() + "\" asks about a field of another"));
                }
            }
        }
    }

    private List<Part> components(JsonNode nodes, boolean inGroup) {
        check(nodes.isArray() && !nodes.isEmpty(), "components are missing");
        var components = new ArrayList<Part>();
        for (JsonNode node : nodes) {
            Part component = component(node, inGroup);
            if (component != null) {
                components.add(component);
            }
        }
        return List.copyOf(components);
    }

    private @Nullable Part component(JsonNode node, boolean inGroup) {
        String type = node.path("type").asText();
        if (type.equals("text")) {
            only(node, Set.of("type", "id", "text", "conditional", "properties"), "a text");
            Map<String, String> properties = properties(node, Map.of("tone", TONE), "a text");
            String text = node.path("text").asText();
            check(!text.isBlank() && !text.startsWith("="), "a text is empty or an expression");
            return new Text(text, properties.get("tone"), hide(node, "a text"));
        }
        if (type.equals("group")) {
            String label = node.path("label").asText();
            String where = "group \"" + label + "\"";
            only(node, Set.of("type", "id", "label", "description", "components", "conditional", "properties"), where);
            check(!inGroup, where + " stands in a group");
            check(!label.isBlank(), "a group has no label");
            Map<String, String> properties = properties(node, Map.of("optional", Pattern.compile("all")), where);
            Condition hide = hide(node, where);
            List<Part> components = components(node.path("components"), true);
            boolean allOptional = properties.containsKey("optional");
            check(
                    !allOptional
                            || components.stream()
                                    .noneMatch(part -> part instanceof Field field
                                            && field.rules().required()),
                    where + " says all is optional, but a field in it is required");
            return new Group(label, text(node, "description"), allOptional, components, hide);
        }
        for (FieldType known : FieldType.values()) {
            if (known.spelling.equals(type)) {
                return field(known, node);
            }
        }
        faults.add("unknown component \"" + type + "\"");
        return null;
    }

    private Field field(FieldType type, JsonNode node) {
        String key = node.path("key").asText();
        String where = "field \"" + key + "\"";
        var allowed = new HashSet<>(FIELD);
        allowed.addAll(OWN.getOrDefault(type, Set.of()));
        if (type == FieldType.DATE) {
            allowed.remove("label");
            check(node.path("subtype").asText().equals("date"), where + " has a subtype other than \"date\"");
        }
        only(node, allowed, where);
        check(KEY.matcher(key).matches(), where + ": its key is neither camelCase nor <word>_<SERVICE_CODE>");
        String label = node.path(type == FieldType.DATE ? "dateLabel" : "label").asText();
        check(!label.isBlank(), where + " has no label");
        Condition hide = hide(node, where);
        check(seen.put(key, type) == null, where + " stands twice");
        check(!later.containsKey(key), where + " is asked about before it stands on the page");
        var known = new HashMap<>(PROPERTIES.getOrDefault(type, Map.of()));
        known.put("called", CALLED);
        Map<String, String> properties = properties(node, known, where);
        check(
                !label.endsWith("?") || type == FieldType.CHECKBOX || properties.containsKey("called"),
                where + " is a question and needs the property \"called\" for its messages");
        List<Choice> values = values(node, where);
        String valuesKey = text(node, "valuesKey");
        if (type.hasOptions()) {
            check(values.isEmpty() == (valuesKey != null), where + " needs either values or a valuesKey");
            check(
                    valuesKey == null || KEY.matcher(valuesKey).matches(),
                    where + " has a valuesKey of another spelling than keys");
        }
        Object defaultValue = defaultValue(type, node.path("defaultValue"), where);
        check(
                !(defaultValue instanceof String chosen)
                        || values.isEmpty()
                        || values.stream().anyMatch(value -> value.value().equals(chosen)),
                where + " has a default that is none of its values");
        return new Field(
                type,
                key,
                label,
                text(node, "description"),
                rules(type, node, where),
                values,
                valuesKey,
                defaultValue,
                properties,
                hide);
    }

    private Rules rules(FieldType type, JsonNode node, String where) {
        JsonNode validate = node.path("validate");
        if (!validate.isMissingNode()) {
            only(validate, RULES.getOrDefault(type, Set.of()), where + ".validate");
        }
        Pattern pattern = null;
        if (validate.has("pattern")) {
            try {
                pattern = Pattern.compile(validate.path("pattern").asText());
            } catch (PatternSyntaxException e) {
                faults.add(where + " has a pattern that cannot be read");
            }
            check(
                    node.path("properties").has("example"),
                    where + " has a pattern and needs the property \"example\" for its message");
        }
        int longest = type == FieldType.TEXTAREA ? TEXTAREA_LENGTH : TEXTFIELD_LENGTH;
        BigDecimal min = number(validate, "min", where);
        BigDecimal max = number(validate, "max", where);
        check(min == null || max == null || min.compareTo(max) <= 0, where + ": min is greater than max");
        return new Rules(
                validate.path("required").asBoolean(false),
                validate.has("minLength") ? validate.path("minLength").asInt() : null,
                validate.path("maxLength").asInt(longest),
                min,
                max,
                node.path("decimalDigits").asInt(0),
                pattern);
    }

    private @Nullable BigDecimal number(JsonNode validate, String name, String where) {
        JsonNode value = validate.path(name);
        check(value.isMissingNode() || value.isNumber(), where + ": " + name + " is not a number");
        return value.isNumber() ? value.decimalValue() : null;
    }

    private List<Choice> values(JsonNode node, String where) {
        var choices = new TreeMap<String, Choice>();
        var inOrder = new ArrayList<Choice>();
        for (JsonNode value : node.path("values")) {
            only(value, Set.of("value", "label"), where + ".values");
            var choice =
                    new Choice(value.path("value").asText(), value.path("label").asText());
            check(VALUE.matcher(choice.value()).matches(), where + " has a value of another spelling than codes");
            check(!choice.label().isBlank(), where + " has a value without a label");
            check(choices.put(choice.value(), choice) == null, where + " has a value twice");
            inOrder.add(choice);
        }
        return List.copyOf(inOrder);
    }

    private @Nullable Object defaultValue(FieldType type, JsonNode value, String where) {
        if (value.isMissingNode()) {
            return null;
        }
        switch (type) {
            case CHECKBOX -> {
                check(value.isBoolean(), where + ": its default is neither true nor false");
                return value.asBoolean();
            }
            case NUMBER -> {
                check(value.isNumber(), where + ": its default is not a number");
                return value.decimalValue();
            }
            case CHECKLIST -> {
                var list = new ArrayList<String>();
                value.forEach(one -> list.add(one.asText()));
                return List.copyOf(list);
            }
            default -> {
                check(value.isTextual(), where + ": its default is not a text");
                return value.asText();
            }
        }
    }

    private Map<String, String> properties(JsonNode node, Map<String, Pattern> known, String where) {
        var properties = new HashMap<String, String>();
        JsonNode given = node.path("properties");
        given.properties().forEach(entry -> {
            Pattern shape = known.get(entry.getKey());
            check(shape != null, where + " has the unknown property \"properties." + entry.getKey() + "\"");
            check(
                    shape == null || shape.matcher(entry.getValue().asText()).matches(),
                    where + ": properties." + entry.getKey() + " has a value we do not know");
            properties.put(entry.getKey(), entry.getValue().asText());
        });
        return Map.copyOf(properties);
    }

    private @Nullable Condition hide(JsonNode node, String where) {
        JsonNode conditional = node.path("conditional");
        if (conditional.isMissingNode()) {
            return null;
        }
        only(conditional, Set.of("hide"), where + ".conditional");
        try {
            Condition condition = Condition.parse(conditional.path("hide").asText());
            for (String name : condition.names()) {
                // Whatever is no field by the end is a fact; a field further down would be asked about too early.
                if (!seen.containsKey(name)) {
                    later.put(name, FieldType.TEXTFIELD);
                }
            }
            check(typesFit(condition.root()), where + ": its condition compares unlike things");
            return condition;
        } catch (IllegalArgumentException e) {
            faults.add(where + ": " + e.getMessage());
            return null;
        }
    }

    /** Keeps to comparisons on which FEEL and the browser agree. */
    private boolean typesFit(Condition.Node node) {
        if (node instanceof Condition.All all) {
            return all.parts().stream().allMatch(this::typesFit);
        }
        if (node instanceof Condition.Any any) {
            return any.parts().stream().allMatch(this::typesFit);
        }
        if (node instanceof Condition.Not not) {
            return typesFit(not.part());
        }
        if (node instanceof Condition.Contains contains) {
            return seen.get(contains.name()) == FieldType.CHECKLIST;
        }
        if (node instanceof Condition.Equal equal) {
            FieldType type = seen.get(equal.name());
            if (type == null) {
                return true;
            }
            return switch (type) {
                case CHECKBOX -> equal.value() instanceof Boolean;
                case NUMBER -> equal.value() == null || equal.value() instanceof BigDecimal;
                case DATE -> equal.value() == null;
                case CHECKLIST -> false;
                default -> equal.value() == null || equal.value() instanceof String;
            };
        }
        return true;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.has(name) ? node.path(name).asText() : null;
    }

    private void only(JsonNode node, Set<String> allowed, String where) {
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                faults.add(where + " has the unknown property \"" + name + "\"");
            }
        });
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
