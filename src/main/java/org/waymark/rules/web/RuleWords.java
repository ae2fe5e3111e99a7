package org.waymark.rules.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;
import org.waymark.web.Words;
import org.waymark.workflow.Cells;
import org.waymark.workflow.Cells.Kind;
import org.waymark.workflow.Cells.Token;
import org.waymark.workflow.TableFile.Column;

/** Says in plain words what a cell asks for: {@code not("MILD")} becomes "anything but Mild, or not known". */
@Component
class RuleWords {

    private static final Set<String> STAGES = Set.of("stage", "previousStage", "lowestStage", "highestStage");

    /** What code and tables call a value; everything else is a sentence, a level or a number. */
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]+");

    private final Words words;
    private final MessageSourceAccessor messages;

    RuleWords(Words words, MessageSource messages) {
        this.words = words;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** A value of an input or outcome with this name. */
    String value(String name, @Nullable Object value) {
        if (value == null) {
            return say("rules.words.notKnown");
        }
        if (value instanceof Boolean truth) {
            return words.yesNo(truth);
        }
        if (value instanceof Number number) {
            return number(number.toString());
        }
        String text = value.toString();
        if (!CODE.matcher(text).matches()) {
            return text;
        }
        return switch (name) {
            case "service" -> words.code("Service", text);
            case "priority" -> words.code("Referral.Priority", text);
            default -> words.code(STAGES.contains(name) ? "Stage" : "Value", text);
        };
    }

    /** What a cell asks of its column. */
    String test(Column column, String cell) {
        List<Token> tokens = Cells.tokens(cell);
        String values = column.values();
        if (values == null
                || values.contains("..")
                || tokens.isEmpty()
                || !tokens.get(0).is("not")) {
            return test(column.expression(), cell);
        }
        // All but some of a few are said sooner by what is left.
        List<String> excluded = tokens.stream().map(Token::spelled).toList();
        List<String> left = Cells.tokens(values).stream()
                .filter(token -> token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER)
                .map(Token::spelled)
                .filter(value -> !excluded.contains(value))
                .map(value -> value(column.expression(), value))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!excluded.contains("null")) {
            left.add(say("rules.words.notKnown"));
        }
        return listed(left);
    }

    /** What a cell asks of a variable. */
    String test(String name, String cell) {
        if (Cells.isAny(cell)) {
            return say("rules.words.any");
        }
        List<Token> tokens = Cells.tokens(cell);
        boolean isNot =
                tokens.size() > 3 && tokens.get(0).is("not") && tokens.get(1).is("(");
        List<Token> inside = isNot ? tokens.subList(2, tokens.size() - 1) : tokens;
        List<String> parts = new ArrayList<>();
        for (List<Token> part : atCommas(inside)) {
            String said = part(name, part);
            if (said == null) {
                return cell;
            }
            parts.add(said);
        }
        if (!isNot) {
            return listed(parts);
        }
        // Nothing known is none of the values named, unless it is named itself.
        return inside.stream().anyMatch(token -> token.is("null"))
                ? say("rules.words.not", listed(parts))
                : say("rules.words.notOrNotKnown", listed(parts));
    }

    /** What a cell answers; where it is a value that was worked out, how that is called. */
    String answer(String name, String cell, Map<String, String> variables) {
        String variable = variables.get(cell);
        if (variable != null) {
            return say("rules.words.variable", variable.toLowerCase(Locale.UK));
        }
        List<Token> tokens = Cells.tokens(cell);
        if (tokens.size() == 1 && tokens.get(0).is("null")) {
            return say("rules.words.noAnswer");
        }
        boolean endsWithAVariable = tokens.size() == 3
                && tokens.get(0).kind() == Kind.TEXT
                && tokens.get(1).is("+")
                && variables.containsKey(tokens.get(2).spelled());
        if (endsWithAVariable) {
            return say(
                    "rules.words.followedBy",
                    tokens.get(0).spelled(),
                    String.valueOf(variables.get(tokens.get(2).spelled())).toLowerCase(Locale.UK));
        }
        String said = part(name, tokens);
        return said == null ? cell : said;
    }

    private static List<List<Token>> atCommas(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        List<Token> part = new ArrayList<>();
        for (Token token : tokens) {
            if (token.is(",")) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        parts.add(part);
        return parts;
    }

    private @Nullable String part(String name, List<Token> part) {
        String shape = part.stream()
                .map(token -> token.kind() == Kind.NUMBER ? "n" : token.kind() == Kind.TEXT ? "t" : token.spelled())
                .collect(Collectors.joining(" "));
        List<String> numbers = part.stream()
                .filter(token -> token.kind() == Kind.NUMBER)
                .map(token -> number(token.spelled()))
                .toList();
        return switch (shape) {
            case "t" -> value(name, part.get(0).spelled());
            case "n" -> numbers.get(0);
            case "- n" -> "−" + numbers.get(0);
            case "true" -> words.yesNo(true);
            case "false" -> words.yesNo(false);
            case "null" -> say("rules.words.notKnown");
            case "< n" -> say("rules.words.lessThan", numbers.get(0));
            case "<= n" -> say("rules.words.orLess", numbers.get(0));
            case "> n" -> say("rules.words.moreThan", numbers.get(0));
            case ">= n" -> say("rules.words.orMore", numbers.get(0));
            case "[ n .. n ]" -> say("rules.words.to", numbers.get(0), numbers.get(1));
            case "] n .. n ]", "( n .. n ]" -> say("rules.words.overTo", numbers.get(0), numbers.get(1));
            case "[ n .. n [", "[ n .. n )" -> say("rules.words.toUnder", numbers.get(0), numbers.get(1));
            case "] n .. n [", "( n .. n )" -> say("rules.words.between", numbers.get(0), numbers.get(1));
            default -> null;
        };
    }

    private static String number(String spelled) {
        return spelled.endsWith(".0") ? spelled.substring(0, spelled.length() - 2) : spelled;
    }

    private String listed(List<String> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : say(
                        "rules.words.or",
                        String.join(", ", parts.subList(0, parts.size() - 1)),
                        parts.get(parts.size() - 1));
    }

    private String say(String key, String... arguments) {
        return messages.getMessage(key, arguments);
    }
}
