package org.waymark.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.Cells;
import org.waymark.workflow.Cells.Kind;
import org.waymark.workflow.Cells.Token;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Column;
import org.waymark.workflow.TableFile.Formula;
import org.waymark.workflow.TableFile.Outcome;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/**
 * Looks at each cell by itself: can it be read, is it of its column's kind, does it name values that exist. Cells compare
 * with constants; whatever has to be worked out stands in a formula, which may use a few known functions and no loops
 * without end, since it runs whenever somebody is assessed.
 */
final class CellChecks {

    private static final Set<String> WORDS_OF_TESTS = Set.of("true", "false", "null", "not");
    private static final Set<String> SIGNS_OF_TESTS = Set.of(",", "(", ")", "[", "]", "<", ">", "<=", ">=", "..", "-");
    private static final Set<String> COMPARING = Set.of("<", ">", "<=", ">=", "..");

    /** What may stand before an opening bracket in a formula: functions, and words that are none. */
    private static final Set<String> BEFORE_BRACKET = Set.of(
            "count",
            "sum",
            "min",
            "max",
            "not",
            "contains",
            "join",
            "string",
            "number",
            "abs",
            "if",
            "then",
            "else",
            "and",
            "or",
            "in",
            "return",
            "satisfies");

    private static final Set<String> NOT_IN_FORMULAS = Set.of("external", "function", "java", "class");
    private static final Pattern CALL = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_]*)\\s*\\(");
    private static final Pattern RANGE = Pattern.compile("(\\w*)\\s*\\.\\.\\s*(\\w*)");
    private static final Pattern SMALL = Pattern.compile("\\d{1,2}");
    private static final int MOST_LOOPS = 2;

    /** Beyond it the library's reader runs out of stack. */
    private static final int DEEPEST = 20;

    private final DecisionTrials trials;
    private final TableFile file;

    /** The latest that came with a release: where it leaves an outcome open or works it out, others may. */
    private final TableFile shipped;

    CellChecks(DecisionTrials trials, TableFile file, TableFile shipped) {
        this.trials = trials;
        this.file = file;
        this.shipped = shipped;
    }

    List<Finding> ofRow(Table table, int row) {
        List<Finding> findings = new ArrayList<>();
        Row of = table.rows().get(row - 1);
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            add(findings, table, row, column.label(), test(column, of.when().get(i)));
        }
        for (int i = 0; i < table.outcomes().size(); i++) {
            Outcome outcome = table.outcomes().get(i);
            add(
                    findings,
                    table,
                    row,
                    outcome.label(),
                    answer(table, outcome, i, of.then().get(i)));
        }
        if (of.words().isBlank()) {
            findings.add(Finding.ofRow("noWords", table.decision(), row));
        }
        return findings;
    }

    List<Finding> ofFormula(Formula formula) {
        Wrong wrong = expression(formula.text());
        return wrong == null
                ? List.of()
                : List.of(new Finding(wrong.code(), formula.decision(), null, null, wrong.details()));
    }

    private static void add(List<Finding> findings, Table table, int row, String column, @Nullable Wrong wrong) {
        if (wrong != null) {
            findings.add(new Finding(wrong.code(), table.decision(), row, column, wrong.details()));
        }
    }

    private record Wrong(String code, List<String> details) {

        static Wrong of(String code, String... details) {
            return new Wrong(code, List.of(details));
        }
    }

    private @Nullable Wrong test(Column column, String cell) {
        if (Cells.isAny(cell)) {
            return null;
        }
        List<Token> tokens = Cells.tokens(cell);
        if (isTooDeep(tokens)) {
            return Wrong.of("tooDeep");
        }
        for (Token token : tokens) {
            if (token.is("\"")) {
                return Wrong.of("quoteOpen", cell);
            }
            if (token.kind() == Kind.WORD && !WORDS_OF_TESTS.contains(token.spelled())) {
                return Wrong.of(isText(column.type()) ? "quotesMissing" : "nameInCell", token.spelled());
            }
            if (token.kind() == Kind.SIGN && !SIGNS_OF_TESTS.contains(token.spelled())) {
                return Wrong.of("signInCell", token.spelled());
            }
        }
        Wrong wrong = kind(column, tokens);
        if (wrong != null) {
            return wrong;
        }
        if (!trials.isTest(cell)) {
            return Wrong.of("unreadable", cell);
        }
        return unknownValue(column, tokens);
    }

    private static @Nullable Wrong kind(Column column, List<Token> tokens) {
        if (isText(column.type())) {
            return tokens.stream()
                    .filter(token -> token.kind() == Kind.NUMBER
                            || token.is("true")
                            || token.is("false")
                            || (token.kind() == Kind.SIGN && COMPARING.contains(token.spelled())))
                    .findFirst()
                    .map(token -> Wrong.of("wantsWords", token.spelled()))
                    .orElse(null);
        }
        if (isYesNo(column.type())) {
            if (tokens.stream().anyMatch(token -> token.is("not"))) {
                return Wrong.of("notYesNo");
            }
            return tokens.stream()
                    .filter(token -> token.kind() == Kind.TEXT
                            || token.kind() == Kind.NUMBER
                            || (token.kind() == Kind.SIGN && !token.is(",")))
                    .findFirst()
                    .map(token -> Wrong.of("wantsYesNo", token.spelled()))
                    .orElse(null);
        }
        return tokens.stream()
                .filter(token -> token.kind() == Kind.TEXT || token.is("true") || token.is("false"))
                .findFirst()
                .map(token -> Wrong.of("wantsNumber", token.spelled()))
                .orElse(null);
    }

    private static @Nullable Wrong unknownValue(Column column, List<Token> tokens) {
        String values = column.values();
        if (values == null || !isText(column.type())) {
            return null;
        }
        List<String> known = Cells.texts(values);
        return tokens.stream()
                .filter(token -> token.kind() == Kind.TEXT && !known.contains(token.spelled()))
                .findFirst()
                .map(token -> Wrong.of("unknownValue", token.spelled(), String.join(", ", known)))
                .orElse(null);
    }

    private @Nullable Wrong answer(Table table, Outcome outcome, int at, String cell) {
        if (cell.isBlank() || cell.strip().equals("-")) {
            return Wrong.of("noAnswer");
        }
        List<Token> tokens = Cells.tokens(cell);
        if (tokens.stream().anyMatch(token -> token.is("\""))) {
            return Wrong.of("quoteOpen", cell);
        }
        if (tokens.size() == 1 && tokens.get(0).is("null")) {
            return inShipped(table, at).contains("null") ? null : Wrong.of("openAnswer");
        }
        if (isConstant(tokens)) {
            return constant(outcome, tokens, cell);
        }
        if (isText(outcome.type()) && tokens.size() == 1 && !names().contains(cell.strip())) {
            return Wrong.of("quotesMissing", cell);
        }
        // Where only certain values may come, a name that already stands in the table brings no other.
        if (outcome.values() != null && !inShipped(table, at).contains(cell)) {
            return Wrong.of("workedOutAnswer", cell);
        }
        return expression(cell);
    }

    private @Nullable Wrong constant(Outcome outcome, List<Token> tokens, String cell) {
        Token token = tokens.get(tokens.size() - 1);
        boolean isText = token.kind() == Kind.TEXT;
        boolean isNumber = token.kind() == Kind.NUMBER;
        if (isText(outcome.type()) && !isText) {
            return Wrong.of("wantsWords", token.spelled());
        }
        if (isYesNo(outcome.type()) && (isText || isNumber)) {
            return Wrong.of("wantsYesNo", token.spelled());
        }
        if (!isText(outcome.type()) && !isYesNo(outcome.type()) && !isNumber) {
            return Wrong.of("wantsNumber", token.spelled());
        }
        if (!trials.isExpression(cell)) {
            return Wrong.of("unreadable", cell);
        }
        if (isText && token.spelled().isBlank()) {
            return Wrong.of("noAnswer");
        }
        String values = outcome.values();
        if (values == null) {
            return null;
        }
        Object value = isText
                ? token.spelled()
                : isNumber ? (Object) Double.valueOf(cell.replace(" ", "")) : Boolean.valueOf(token.spelled());
        return trials.matches(values, value)
                ? null
                : Wrong.of("unknownAnswer", token.spelled(), values.replace("\"", ""));
    }

    private static boolean isConstant(List<Token> tokens) {
        if (tokens.size() == 2 && tokens.get(0).is("-")) {
            return tokens.get(1).kind() == Kind.NUMBER;
        }
        return tokens.size() == 1
                && (tokens.get(0).kind() == Kind.TEXT
                        || tokens.get(0).kind() == Kind.NUMBER
                        || tokens.get(0).is("true")
                        || tokens.get(0).is("false"));
    }

    private Set<String> inShipped(Table table, int outcome) {
        Set<String> cells = new HashSet<>();
        shipped.table(table.decision()).ifPresent(same -> same.rows()
                .forEach(row -> cells.add(row.then().get(outcome))));
        return cells;
    }

    /** A formula, or a cell that is worked out. */
    private @Nullable Wrong expression(String text) {
        String withoutTexts = text.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "\"\"");
        if (isTooDeep(Cells.tokens(withoutTexts))) {
            return Wrong.of("tooDeep");
        }
        for (Token token : Cells.tokens(withoutTexts)) {
            if (token.kind() == Kind.WORD && NOT_IN_FORMULAS.contains(token.spelled())) {
                return Wrong.of("notInFormulas", token.spelled());
            }
        }
        Matcher calls = CALL.matcher(withoutTexts);
        while (calls.find()) {
            if (!BEFORE_BRACKET.contains(calls.group(1))) {
                return Wrong.of("unknownFunction", calls.group(1));
            }
        }
        int loops = 0;
        Matcher ranges = RANGE.matcher(withoutTexts);
        while (ranges.find()) {
            loops++;
            if (!SMALL.matcher(ranges.group(1)).matches()
                    || !SMALL.matcher(ranges.group(2)).matches()) {
                return Wrong.of("longLoop", ranges.group());
            }
        }
        if (loops > MOST_LOOPS) {
            return Wrong.of("longLoop", text);
        }
        return trials.isExpression(text) ? null : Wrong.of("unreadable", text);
    }

    private static boolean isTooDeep(List<Token> tokens) {
        int depth = 0;
        int choices = 0;
        for (Token token : tokens) {
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
            } else if (token.is("if") || token.is("for") || token.is("some") || token.is("every") || token.is("not")) {
                choices++;
            }
            if (depth > DEEPEST || choices > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(file.inputs().keySet());
        file.formulas().forEach(formula -> names.add(formula.variable()));
        file.tables().forEach(table -> table.outcomes().forEach(outcome -> names.add(outcome.name())));
        return names;
    }

    static boolean isText(String type) {
        return type.equals("string");
    }

    static boolean isYesNo(String type) {
        return type.equals("boolean");
    }
}
