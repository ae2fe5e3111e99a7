package org.waymark.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.FieldType;
import org.waymark.forms.Part.Group;
import org.waymark.workflow.Feel;

class FormDefinitionsTests {

    private static final FormDefinitions DEFINITIONS = new FormDefinitions();
    private static final Feel FEEL = new Feel();

    /** Without those that only tests have. */
    static List<String> ids() {
        return DEFINITIONS.all().stream()
                .map(FormDefinition::id)
                .filter(id -> !id.startsWith("try-"))
                .toList();
    }

    @Test
    void areTheOnesOfThisIssue() {
        assertThat(ids())
                .contains(
                        "respond-to-referral",
                        "name-coordinator",
                        "make-welcome-contact",
                        "agree-support-plan",
                        "rate-abilities",
                        "record-death");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void askNothingOfTheirHandlersThatTheDocumentDoesNotSay(String id) throws IOException {
        String document = Files.readString(Path.of("src/docs/forms.md"));
        FormDefinition definition = DEFINITIONS.get(id);
        var asked = new HashSet<String>();
        FormDefinition.conditions(definition.components()).forEach(condition -> asked.addAll(condition.names()));
        definition.fields().forEach(field -> asked.remove(field.key()));
        definition.fields().forEach(field -> {
            String key = field.valuesKey();
            if (key != null) {
                asked.add(key);
            }
        });
        Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(definition.json())
                .results()
                .forEach(mark -> asked.add(mark.group(1)));
        assertThat(asked).allSatisfy(name -> assertThat(document)
                .contains("`" + name.replaceFirst("_[A-Z_]+$", "_<CODE>") + "`"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void hideTheSameInTheBrowserAsOnTheServer(String id) {
        FormDefinition definition = DEFINITIONS.get(id);
        var random = new Random(id.hashCode());
        for (int round = 0; round < 200; round++) {
            Map<String, Object> facts = someFacts(definition, random);
            Map<String, Object> entered = someAnswers(definition, random);
            assertThat(hiddenInTheBrowser(definition, facts, entered))
                    .as("facts %s, answers %s", facts, entered)
                    .isEqualTo(hiddenOnTheServer(definition, facts, entered));
        }
    }

    /** Which fields the reader leaves out: decided in order, and what is hidden has no answer for those after it. */
    private static Set<String> hiddenOnTheServer(
            FormDefinition definition, Map<String, Object> facts, Map<String, Object> entered) {
        var hidden = new HashSet<String>();
        var known = definition.unanswered(facts);
        visit(definition.components(), false, (part, outer) -> {
            Condition hide = part.hide();
            boolean gone = outer || (hide != null && FEEL.test(hide.feel(), known));
            if (part instanceof Field field) {
                if (gone) {
                    hidden.add(field.key());
                } else if (entered.containsKey(field.key())) {
                    known.put(field.key(), entered.get(field.key()));
                }
            }
            return gone;
        });
        return hidden;
    }

    /** The same by the trees that the page carries, as the script evaluates them. */
    private static Set<String> hiddenInTheBrowser(
            FormDefinition definition, Map<String, Object> facts, Map<String, Object> entered) {
        var hidden = new HashSet<String>();
        var hiddenWhen = new LinkedHashMap<String, Condition.Node>();
        var groups = new ArrayList<Condition.Node>(List.of(Condition.FALSE));
        visit(definition.components(), false, (part, outer) -> {
            Condition hide = part.hide();
            Condition.Node when = hide == null ? Condition.FALSE : hide.settle(facts, hiddenWhen::get);
            boolean gone = outer || holds(when, entered);
            if (part instanceof Group) {
                groups.set(0, when);
            } else if (part instanceof Field field) {
                boolean inGroup = definition.components().stream().noneMatch(top -> top == part);
                hiddenWhen.put(field.key(), inGroup ? Condition.any(List.of(groups.get(0), when)) : when);
                if (gone) {
                    hidden.add(field.key());
                }
            }
            return gone;
        });
        return hidden;
    }

    private interface Visitor {
        boolean hides(Part part, boolean outer);
    }

    private static void visit(List<Part> parts, boolean outer, Visitor visitor) {
        for (Part part : parts) {
            boolean gone = visitor.hides(part, outer);
            if (part instanceof Group group) {
                visit(group.components(), gone, visitor);
            }
        }
    }

    /** A twin of the function {@code holds} in waymark.js. */
    private static boolean holds(Condition.Node node, Map<String, Object> entered) {
        if (node instanceof Condition.Constant constant) {
            return constant.holds();
        }
        return holds(Condition.json(node), entered);
    }

    @SuppressWarnings("unchecked")
    private static boolean holds(Map<String, Object> condition, Map<String, Object> entered) {
        if (condition.get("all") instanceof List<?> parts) {
            return parts.stream().allMatch(part -> holds((Map<String, Object>) part, entered));
        }
        if (condition.get("any") instanceof List<?> parts) {
            return parts.stream().anyMatch(part -> holds((Map<String, Object>) part, entered));
        }
        if (condition.get("not") instanceof Map<?, ?> part) {
            return !holds((Map<String, Object>) part, entered);
        }
        Object value = entered.getOrDefault(String.valueOf(condition.get("field")), "");
        boolean isEmpty = value.equals("") || value.equals(false) || value.equals(List.of());
        String wanted = String.valueOf(condition.get("value"));
        return switch (String.valueOf(condition.get("op"))) {
            case "=" -> String.valueOf(value).equals(wanted);
            case "!=" -> !String.valueOf(value).equals(wanted);
            case "contains" -> value instanceof List<?> list && list.contains(wanted);
            case "empty" -> isEmpty;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Map<String, Object> someFacts(FormDefinition definition, Random random) {
        var facts = new LinkedHashMap<String, Object>();
        var names = new HashSet<String>();
        FormDefinition.conditions(definition.components()).forEach(condition -> names.addAll(condition.names()));
        definition.fields().forEach(field -> names.remove(field.key()));
        for (String name : names) {
            int pick = random.nextInt(3);
            if (pick < 2) {
                facts.put(name, pick == 1);
            }
        }
        return facts;
    }

    private static Map<String, Object> someAnswers(FormDefinition definition, Random random) {
        var answers = new LinkedHashMap<String, Object>();
        for (Field field : definition.fields()) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            if (field.type() == FieldType.CHECKBOX) {
                answers.put(field.key(), random.nextBoolean());
            } else if (!field.values().isEmpty()) {
                String value = field.values()
                        .get(random.nextInt(field.values().size()))
                        .value();
                answers.put(field.key(), field.type() == FieldType.CHECKLIST ? List.of(value) : value);
            } else if (field.type() != FieldType.CHECKLIST) {
                answers.put(field.key(), "something");
            }
        }
        return answers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=a = \"X\" or b != null and not(c = 1) | {\"any\":[{\"field\":\"a\",\"op\":\"=\",\"value\":\"X\"},{\"all\":[{\"not\":{\"field\":\"b\",\"op\":\"empty\"}},{\"field\":\"c\",\"op\":\"!=\",\"value\":1}]}]}",
                "=list contains(a, \"X\") | {\"field\":\"a\",\"op\":\"contains\",\"value\":\"X\"}",
                "=(a = true) | {\"field\":\"a\",\"op\":\"=\",\"value\":true}"
            })
    void turnConditionsIntoTheTreeOfTheBrowser(String feel, String tree) throws IOException {
        assertThat(new JsonMapper()
                        .writeValueAsString(
                                Condition.json(Condition.parse(feel).settle(Map.of(), name -> Condition.FALSE))))
                .isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1",
                "=a",
                "=not(a)",
                "=a > 1",
                "=a = b",
                "=a =",
                "=(a = 1",
                "=today() = a",
                "=if a = 1 then true else false",
                "=a = \"x\" 5"
            })
    void refuseConditionsOutsideOfTheSubset(String feel) {
        assertThatThrownBy(() -> Condition.parse(feel)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letAFieldThatIsHiddenItselfCountAsEmpty() {
        var hidesFirst = new Condition.Equal("zero", "X");
        assertThat(Condition.json(Condition.parse("=first = \"A\"").settle(Map.of(), name -> hidesFirst)))
                .isEqualTo(Map.of(
                        "all",
                        List.of(
                                Map.of("field", "zero", "op", "!=", "value", "X"),
                                Map.of("field", "first", "op", "=", "value", "A"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"button\",\"label\":\"Go\"} | unknown component",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\",\"readonly\":true} | unknown property \"readonly\"",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\",\"validate\":{\"min\":1}} | unknown property \"min\"",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\",\"properties\":{\"colour\":\"red\"}} | properties.colour",
                "{\"type\":\"textfield\",\"key\":\"a\"} | no label",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"What is it?\"} | needs the property \"called\"",
                "{\"type\":\"textfield\",\"key\":\"TheKey\",\"label\":\"A\"} | neither camelCase nor",
                "{\"type\":\"textfield\",\"key\":\"the-key\",\"label\":\"A\"} | neither camelCase nor",
                "{\"type\":\"textfield\",\"key\":\"other\",\"label\":\"A\"} | stands twice",
                "{\"type\":\"radio\",\"key\":\"a\",\"label\":\"A\"} | either values or a valuesKey",
                "{\"type\":\"radio\",\"key\":\"a\",\"label\":\"A\",\"values\":[{\"value\":\"A B\",\"label\":\"x\"}]} | another spelling than codes",
                "{\"type\":\"radio\",\"key\":\"a\",\"label\":\"A\",\"values\":[{\"value\":\"A\",\"label\":\"x\"},{\"value\":\"A\",\"label\":\"y\"}]} | a value twice",
                "{\"type\":\"datetime\",\"subtype\":\"time\",\"key\":\"a\",\"dateLabel\":\"A\"} | subtype other than",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\",\"conditional\":{\"hide\":\"=a = null\"}} | asked about before",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\",\"conditional\":{\"hide\":\"=list contains(other, \\\"X\\\")\"}} | compares unlike things",
                "{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\",\"conditional\":{\"hide\":\"=fact > 2\"}} | Outside of the FEEL",
                "{\"type\":\"text\",\"text\":\"=fact\"} | an expression",
                "{\"type\":\"group\",\"components\":[{\"type\":\"textfield\",\"key\":\"a\",\"label\":\"A\"}]} | a group has no label"
            })
    void refuseWhatWouldBeIgnored(String part, String fault) {
        assertThatThrownBy(() -> FormParser.parse("try-out", form(part)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("forms: try-out.form: ")
                .hasMessageContaining(fault);
    }

    @Test
    void refuseAnIdThatIsNotTheNameOfTheFile() {
        assertThatThrownBy(() -> FormParser.parse("other-name", form("{\"type\":\"text\",\"text\":\"x\"}")))
                .hasMessageContaining("its id differs");
    }

    private static String form(String part) {
        return """
                {"id":"try-out","type":"default","schemaVersion":16,"components":[
                  {"type":"textfield","key":"other","label":"Other"},
                  %s]}
                """.formatted(part);
    }
}
