package org.waymark.rules.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.waymark.web.Words;
import org.waymark.workflow.Cells;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Formula;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/** A table as its page shows it: each row as a sentence that says when it holds and what follows. */
record TableView(
        String decision,
        String name,
        @Nullable String question,
        @Nullable String description,
        String hitPolicy,
        List<RowView> rows) {

    /** One cell in words. */
    record Line(String label, String words) {}

    /** @param when empty when the row always holds */
    record RowView(int number, String id, List<Line> when, List<Line> then, String words) {}

    record Asked(String name, String kind, String values) {}

    /** What a file says, for reading. */
    record FileView(
            String name,
            @Nullable String description,
            List<Asked> inputs,
            TableView main,
            List<TableView> required,
            List<Formula> formulas) {}

    static FileView of(TableFile file, RuleWords rules, Words words) {
        List<TableView> tables =
                file.tables().stream().map(table -> of(file, table, rules)).toList();
        return new FileView(
                file.name(),
                file.description(),
                file.inputs().entrySet().stream()
                        .map(input -> new Asked(
                                words.code("Input", input.getKey()),
                                words.code("RuleType", input.getValue().toUpperCase(Locale.ROOT)),
                                values(file, input.getKey(), rules)))
                        .toList(),
                tables.get(0),
                tables.subList(1, tables.size()),
                file.formulas());
    }

    private static String values(TableFile file, String input, RuleWords rules) {
        return file.tables().stream()
                .flatMap(table -> table.columns().stream())
                .filter(column -> column.expression().equals(input) && column.values() != null)
                .findFirst()
                .map(column -> rules.test(input, String.valueOf(column.values())))
                .orElse("");
    }

    static TableView of(TableFile file, Table table, RuleWords rules) {
        return new TableView(
                table.decision(),
                table.name(),
                table.question(),
                table.description(),
                table.hitPolicy(),
                IntStream.range(0, table.rows().size())
                        .mapToObj(i -> of(file, table, i + 1, table.rows().get(i), rules))
                        .toList());
    }

    static RowView of(TableFile file, Table table, int number, Row row, RuleWords rules) {
        List<Line> when = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (!Cells.isAny(row.when().get(i))) {
                when.add(new Line(
                        table.columns().get(i).label(),
                        rules.test(table.columns().get(i), row.when().get(i))));
            }
        }
        List<Line> then = new ArrayList<>();
        for (int i = 0; i < table.outcomes().size(); i++) {
            then.add(new Line(
                    table.outcomes().get(i).label(),
                    rules.answer(
                            table.outcomes().get(i).name(), row.then().get(i).strip(), variables(file, table))));
        }
        return new RowView(number, row.id(), when, then, row.words());
    }

    /** How the table calls what it looks at or has worked out, for answers that are such a value. */
    static Map<String, String> variables(TableFile file, Table table) {
        Map<String, String> variables = new HashMap<>();
        file.formulas().forEach(formula -> variables.put(formula.variable(), formula.name()));
        table.columns().forEach(column -> variables.put(column.expression(), column.label()));
        return variables;
    }
}
