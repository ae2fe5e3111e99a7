package org.waymark.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words, numbers and signs that a cell of a table is made of; what they mean together is the engine's to say. */
public final class Cells {

    private static final Pattern TOKEN = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\""
            + "|(\\d+(?:\\.\\d+)?|\\.\\d+)"
            + "|([\\p{L}_][\\p{L}\\p{N}_]*)"
            + "|(<=|>=|!=|\\.\\.|\\S)");

    public enum Kind {
        /** In quotes; spelled without them. */
        TEXT,
        NUMBER,
        /** A name, or a word of the language such as {@code not}. */
        WORD,
        SIGN
    }

    public record Token(Kind kind, String spelled) {

        public boolean is(String sign) {
            return kind != Kind.TEXT && spelled.equals(sign);
        }
    }

    private Cells() {}

    public static List<Token> tokens(@Nullable String cell) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(cell == null ? "" : cell);
        while (matcher.find()) {
            for (int group = 1; group <= 4; group++) {
                if (matcher.group(group) != null) {
                    tokens.add(new Token(Kind.values()[group - 1], matcher.group(group)));
                }
            }
        }
        return tokens;
    }

    /** What stands in quotes, in its order. */
    public static List<String> texts(@Nullable String cell) {
        return tokens(cell).stream()
                .filter(token -> token.kind() == Kind.TEXT)
                .map(Token::spelled)
                .toList();
    }

    public static List<Double> numbers(@Nullable String cell) {
        return tokens(cell).stream()
                .filter(token -> token.kind() == Kind.NUMBER)
                .map(token -> Double.valueOf(token.spelled()))
                .toList();
    }

    /** A cell that does not look at its column. */
    public static boolean isAny(String cell) {
        return cell.isBlank() || cell.strip().equals("-");
    }
}
