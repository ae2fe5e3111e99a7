package org.waymark.forms;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of FEEL that our forms use, as a tree: the browser cannot evaluate FEEL, so that what it hides live is said
 * to it in JSON. The server itself decides with the engine's FEEL.
 */
record Condition(String feel, Node root) {

    sealed interface Node {}

    record All(List<Node> parts) implements Node {}

    record Any(List<Node> parts) implements Node {}

    record Not(Node part) implements Node {}

    /** {@code name = value}; a null value asks whether there is no answer. */
    record Equal(String name, @Nullable Object value) implements Node {}

    record Contains(String name, String value) implements Node {}

    record Constant(boolean holds) implements Node {}

    static final Node TRUE = new Constant(true);
    static final Node FALSE = new Constant(false);

    /** @throws IllegalArgumentException for what the subset does not have */
    static Condition parse(String feel) {
        if (!feel.startsWith("=")) {
            throw new IllegalArgumentException("A condition begins with \"=\": " + feel);
        }
        return new Condition(feel, new Parser(feel).parse());
    }

    /** The answers and facts it asks about. */
    Set<String> names() {
        var names = new TreeSet<String>();
        collect(root, names);
        return names;
    }

    private static void collect(Node node, Set<String> names) {
        if (node instanceof All all) {
            all.parts().forEach(part -> collect(part, names));
        } else if (node instanceof Any any) {
            any.parts().forEach(part -> collect(part, names));
        } else if (node instanceof Not not) {
            collect(not.part(), names);
        } else if (node instanceof Equal equal) {
            names.add(equal.name());
        } else if (node instanceof Contains contains) {
            names.add(contains.name());
        }
    }

    /**
     * What is left to ask in the browser: facts are settled already, and a field that is hidden itself counts as empty.
     *
     * @param hiddenWhen for a field's key the settled condition that hides it, for a fact null
     */
    Node settle(Map<String, Object> facts, Function<String, @Nullable Node> hiddenWhen) {
        return settle(root, facts, hiddenWhen);
    }

    private static Node settle(Node node, Map<String, Object> facts, Function<String, @Nullable Node> hiddenWhen) {
        if (node instanceof All all) {
            return all(all.parts().stream()
                    .map(part -> settle(part, facts, hiddenWhen))
                    .toList());
        }
        if (node instanceof Any any) {
            return any(any.parts().stream()
                    .map(part -> settle(part, facts, hiddenWhen))
                    .toList());
        }
        if (node instanceof Not not) {
            return not(settle(not.part(), facts, hiddenWhen));
        }
        if (node instanceof Equal equal) {
            Node hidden = hiddenWhen.apply(equal.name());
            if (hidden == null) {
                return new Constant(same(facts.get(equal.name()), equal.value()));
            }
            return equal.value() == null || Boolean.FALSE.equals(equal.value())
                    ? any(List.of(hidden, equal))
                    : all(List.of(not(hidden), equal));
        }
        if (node instanceof Contains contains) {
            Node hidden = hiddenWhen.apply(contains.name());
            if (hidden == null) {
                return new Constant(
                        facts.get(contains.name()) instanceof List<?> list && list.contains(contains.value()));
            }
            return all(List.of(not(hidden), contains));
        }
        return node;
    }

    static Node all(List<Node> parts) {
        if (parts.contains(FALSE)) {
            return FALSE;
        }
        List<Node> left = parts.stream().filter(part -> !part.equals(TRUE)).toList();
        return left.isEmpty() ? TRUE : left.size() == 1 ? left.get(0) : new All(left);
    }

    static Node any(List<Node> parts) {
        if (parts.contains(TRUE)) {
            return TRUE;
        }
        List<Node> left = parts.stream().filter(part -> !part.equals(FALSE)).toList();
        return left.isEmpty() ? FALSE : left.size() == 1 ? left.get(0) : new Any(left);
    }

    static Node not(Node part) {
        if (part instanceof Constant constant) {
            return new Constant(!constant.holds());
        }
        return part instanceof Not twice ? twice.part() : new Not(part);
    }

    private static boolean same(@Nullable Object fact, @Nullable Object value) {
        if (fact instanceof Number number && value instanceof BigDecimal wanted) {
            return new BigDecimal(number.toString()).compareTo(wanted) == 0;
        }
        return fact == null
                ? value == null
                : fact.equals(value) || (fact instanceof Enum<?> e && e.name().equals(value));
    }

    /** In the shape that the browser reads from {@code data-hide-when}. */
    static Map<String, Object> json(Node node) {
        var map = new LinkedHashMap<String, Object>();
        if (node instanceof All all) {
            map.put("all", all.parts().stream().map(Condition::json).toList());
        } else if (node instanceof Any any) {
            map.put("any", any.parts().stream().map(Condition::json).toList());
        } else if (node instanceof Not not && not.part() instanceof Equal equal && equal.value() != null) {
            map.put("field", equal.name());
            map.put("op", "!=");
            map.put("value", equal.value());
        } else if (node instanceof Not not) {
            map.put("not", json(not.part()));
        } else if (node instanceof Equal equal) {
            map.put("field", equal.name());
            if (equal.value() == null) {
                map.put("op", "empty");
            } else {
                map.put("op", "=");
                map.put("value", equal.value());
            }
        } else if (node instanceof Contains contains) {
            map.put("field", contains.name());
            map.put("op", "contains");
            map.put("value", contains.value());
        } else {
            throw new IllegalArgumentException("Nothing is left to ask in the browser");
        }
        return map;
    }

    /** {@code or} binds weaker than {@code and}. A name alone is refused: where it is not known, FEEL and the tree would differ. */
    private static final class Parser {

        private final String feel;
        private final List<String> tokens = new ArrayList<>();
        private int next;

        Parser(String feel) {
            this.feel = feel;
            var matcher = java.util.regex.Pattern.compile(
                            "\\s*(\"[^\"\\\\]*\"|!=|=|\\(|\\)|,|-?\\d+(?:\\.\\d+)?|[A-Za-z]\\w*)\\s*")
                    .matcher(feel)
                    .region(1, feel.length());
            int end = 1;
            while (matcher.lookingAt()) {
                tokens.add(matcher.group(1));
                end = matcher.end();
                matcher.region(end, feel.length());
            }
            if (end != feel.length()) {
                throw refused();
            }
        }

        Node parse() {
            Node node = or();
            if (next != tokens.size()) {
                throw refused();
            }
            return node;
        }

        private Node or() {
            var parts = new ArrayList<Node>(List.of(and()));
            while (take("or")) {
                parts.add(and());
            }
            return parts.size() == 1 ? parts.get(0) : new Any(List.copyOf(parts));
        }

        private Node and() {
            var parts = new ArrayList<Node>(List.of(term()));
            while (take("and")) {
                parts.add(term());
            }
            return parts.size() == 1 ? parts.get(0) : new All(List.copyOf(parts));
        }

        private Node term() {
            if (take("(")) {
                Node inner = or();
                expect(")");
                return inner;
            }
            if (take("not")) {
                expect("(");
                Node inner = or();
                expect(")");
                return new Not(inner);
            }
            if (take("list")) {
                expect("contains");
                expect("(");
                String name = name();
                expect(",");
                Object value = literal();
                expect(")");
                if (!(value instanceof String text)) {
                    throw refused();
                }
                return new Contains(name, text);
            }
            String name = name();
            if (take("=")) {
                return new Equal(name, literal());
            }
            if (take("!=")) {
                return new Not(new Equal(name, literal()));
            }
            throw refused();
        }

        private String name() {
            String token = token();
            if (!Character.isLetter(token.charAt(0))
                    || Set.of("true", "false", "null").contains(token)) {
                throw refused();
            }
            return token;
        }

        private @Nullable Object literal() {
            String token = token();
            if (token.startsWith("\"")) {
                return token.substring(1, token.length() - 1);
            }
            if (Character.isDigit(token.charAt(token.length() - 1)) && !Character.isLetter(token.charAt(0))) {
                return new BigDecimal(token);
            }
            return switch (token) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> throw refused();
            };
        }

        private String token() {
            if (next == tokens.size()) {
                throw refused();
            }
            return tokens.get(next++);
        }

        private boolean take(String token) {
            if (next < tokens.size() && tokens.get(next).equals(token)) {
                next++;
                return true;
            }
            return false;
        }

        private void expect(String token) {
            if (!take(token)) {
                throw refused();
            }
        }

        private IllegalArgumentException refused() {
            return new IllegalArgumentException("Outside of the FEEL that forms may use: " + feel);
        }
    }
}
