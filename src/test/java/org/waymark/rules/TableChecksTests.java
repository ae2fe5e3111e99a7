package org.waymark.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

class TableChecksTests {

    private final TableChecks checks = new TableChecks(new DecisionTrials());

    static List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of("bpmn"))) {
            return tree.filter(path -> path.toString().endsWith(".dmn"))
                    .sorted()
                    .toList();
        }
    }

    static TableFile read(Path file) throws IOException {
        return TableFile.of(
                Files.readString(file), String.valueOf(file.getFileName()).replace(".dmn", ""));
    }

    @ParameterizedTest
    @MethodSource("files")
    void findsNothingInAnyTableThatComesWithWaymark(Path path) throws IOException {
        TableFile file = read(path);

        assertThat(checks.of(file, file)).isEmpty();
    }

    // ------------------------------------------------------------------ cells

    private static TableFile named(String decision) throws IOException {
        for (Path path : files()) {
            if (String.valueOf(path.getFileName()).equals(decision + ".dmn")) {
                return read(path);
            }
        }
        throw new IllegalArgumentException(decision);
    }

    private static TableFile with(TableFile file, UnaryOperator<List<Row>> change) {
        return file.with(
                file.decision(), change.apply(new ArrayList<>(file.main().rows())));
    }

    /** With other words in one cell of the first row. */
    private static TableFile cell(TableFile file, int column, String text) {
        return with(file, rows -> {
            Row first = rows.get(0);
            var when = new ArrayList<>(first.when());
            when.set(column, text);
            rows.set(0, new Row(first.id(), first.words(), when, first.then()));
            return rows;
        });
    }

    private static TableFile answer(TableFile file, int outcome, String text) {
        return with(file, rows -> {
            Row first = rows.get(0);
            var then = new ArrayList<>(first.then());
            then.set(outcome, text);
            rows.set(0, new Row(first.id(), first.words(), first.when(), then));
            return rows;
        });
    }

    private List<String> codes(TableFile changed) throws IOException {
        return checks.of(changed, named(changed.decision())).stream()
                .map(Finding::code)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quoteOpen     | \"4",
                "quotesMissing | MILD",
                "wantsWords    | 4",
                "wantsWords    | true",
                "unknownValue  | \"8\"",
                "unreadable    | \"4\", ,",
                "unreadable    | not(\"4\"",
                "signInCell    | \"4\" + \"5\"",
                "tooDeep       | not(((((((((((((((((((((((((((((((((((((((((((((\"4\")))))))))))))))))))))))))))))))))))))))))))))"
            })
    void aCellOfWordsIsHeldToWords(String code, String text) throws IOException {
        assertThat(codes(cell(named("pathway-stage"), 0, text))).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wantsNumber | \"2\"",
                "wantsNumber | false",
                "nameInCell | functionalLevel",
                "unreadable | [1..",
                "unreadable | < <"
            })
    void aCellOfNumbersIsHeldToNumbers(String code, String text) throws IOException {
        assertThat(codes(cell(named("pathway-stage"), 1, text))).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"wantsYesNo | \"yes\"", "wantsYesNo | 1", "notYesNo | not(true)", "nameInCell | yes"})
    void aCellOfYesAndNoIsHeldToThem(String code, String text) throws IOException {
        TableFile file = named("carer-support-level");
        int livesWith = file.main().columns().stream()
                .map(TableFile.Column::expression)
                .toList()
                .indexOf("livesWith");

        assertThat(codes(cell(file, livesWith, text))).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "noAnswer       | -",
                "noAnswer       | ``",
                "noAnswer       | \"\"",
                "openAnswer     | null",
                "quotesMissing  | MILD",
                "wantsWords     | 3",
                "unknownAnswer  | \"MILDISH\"",
                "quoteOpen      | \"MILD",
                "workedOutAnswer| if cdrGlobal = 1 then \"MILD\" else \"MILDISH\""
            })
    void anAnswerIsOneThatIsUnderstood(String code, String text) throws IOException {
        assertThat(codes(answer(named("pathway-stage"), 0, text))).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unreadable     | count([suddenDeath",
                "unknownFunction| random()",
                "notInFormulas  | function(x) external { java: 1 }",
                "longLoop       | count(for i in 1..1000000 return i)",
                "longLoop       | count(for i in 1..99, j in 1..99, k in 1..99 return 1)",
                "tooDeep        | ((((((((((((((((((((((1))))))))))))))))))))))"
            })
    void aFormulaCanBeReadAndEnds(String code, String text) throws IOException {
        TableFile file = named("bereavement-support-level");
        TableFile changed = file.withFormula(file.formulas().get(0).decision(), text);

        assertThat(checks.of(changed, file)).extracting(Finding::code).containsExactly(code);
    }

    @Test
    void aRowSaysItsRuleInWords() throws IOException {
        assertThat(codes(with(named("pathway-stage"), rows -> {
                    Row first = rows.get(0);
                    rows.set(0, new Row(first.id(), " ", first.when(), first.then()));
                    return rows;
                })))
                .containsExactly("noWords");
    }

    // ------------------------------------------------------------------ the whole grid

    @ParameterizedTest
    @MethodSource("rowsOfStage")
    void aRowThatIsTakenOutLeavesAGapWhichItNames(int row) throws IOException {
        TableFile file = named("pathway-stage");

        List<Finding> findings = checks.of(
                with(file, rows -> {
                    rows.remove(row);
                    return rows;
                }),
                file);

        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.code()).isIn("gap", "nothingKnown");
            assertThat(finding.row()).isNull();
        });
    }

    static Stream<Integer> rowsOfStage() throws IOException {
        return Stream.iterate(0, row -> row + 1)
                .limit(named("pathway-stage").main().rows().size());
    }

    @Test
    void theRowForNothingKnownIsMissedByName() throws IOException {
        TableFile file = named("carer-strain-level");

        List<Finding> findings = checks.of(
                with(file, rows -> {
                    rows.removeIf(row -> row.then().get(0).contains("UNKNOWN"));
                    return rows;
                }),
                file);

        assertThat(findings).extracting(Finding::code).contains("nothingKnown");
    }

    @Test
    void twoRowsForTheSameQuestionAreBothNamedWithAnExample() throws IOException {
        TableFile file = named("pathway-stage");
        Table table = file.main();

        List<Finding> findings = checks.of(
                with(file, rows -> {
                    rows.add(new Row("Rule_Again", "Again.", table.rows().get(4).when(), List.of("\"SEVERE\"")));
                    return rows;
                }),
                file);

        assertThat(findings).hasSize(1);
        Finding overlap = findings.get(0);
        assertThat(overlap.code()).isEqualTo("overlap");
        assertThat(overlap.row()).isEqualTo(5);
        assertThat(overlap.details().get(0))
                .isEqualTo(String.valueOf(table.rows().size() + 1));
        assertThat(overlap.details().get(1)).contains("functionalLevel = ", "cdrGlobal = ");
    }

    @Test
    void aRangeThatShrinksLeavesAGapBetweenTheNumbers() throws IOException {
        TableFile file = named("carer-strain-level");
        Row moderate = file.main().rows().stream()
                .filter(row -> row.when().get(0).contains("40"))
                .findFirst()
                .orElseThrow();

        TableFile changed = with(file, rows -> {
            var when = new ArrayList<>(moderate.when());
            when.set(0, when.get(0).replace("40", "35"));
            rows.set(rows.indexOf(moderate), new Row(moderate.id(), moderate.words(), when, moderate.then()));
            return rows;
        });

        assertThat(checks.of(changed, file)).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("gap");
            assertThat(finding.details().get(0)).startsWith("zarit = 37.5").contains("ownWords");
        });
    }

    @Test
    void aRowThatNobodyEverMatchesIsNamed() throws IOException {
        assertThat(codes(cell(named("pathway-stage"), 1, "7"))).contains("matchesNothing");
    }

    // ------------------------------------------------------------------ care rules

    @Test
    void noTableMayTakeHelpFromACarerAtSomeStage() throws IOException {
        TableFile file = named("referral-routing");
        int service = outcome(file, "service");

        List<Finding> findings = checks.of(
                with(file, rows -> {
                    rows.removeIf(row -> row.then().get(service).equals("\"CARER_ENABLEMENT\"")
                            && row.then().get(outcome(file, "priority")).equals("\"ROUTINE\""));
                    return rows;
                }),
                file);

        assertThat(findings).extracting(Finding::code).contains("promise.carerAtEveryStage");
    }

    @Test
    void noTableMayLetADyingPersonWait() throws IOException {
        TableFile file = named("review-interval");

        List<Finding> findings = checks.of(
                with(file, rows -> {
                    rows.replaceAll(row -> row.then().get(0).equals("1")
                            ? new Row(row.id(), row.words(), row.when(), List.of("7"))
                            : row);
                    return rows;
                }),
                file);

        assertThat(findings).extracting(Finding::code).contains("promise.reviewOfTheDying");
    }

    private static int outcome(TableFile file, String name) {
        return file.main().outcomes().stream()
                .map(TableFile.Outcome::name)
                .toList()
                .indexOf(name);
    }
}
