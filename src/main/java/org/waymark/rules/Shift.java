package org.waymark.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.Cells;
import org.waymark.workflow.DecisionTrials.Answer;
import org.waymark.workflow.TableFile.Outcome;
import org.waymark.workflow.TableFile.Table;

/**
 * One thing that a decision would answer otherwise.
 *
 * @param outcome the name of what it answers
 * @param about the first answer of the row, such as a service, where a decision answers with every row that holds
 * @param before null where the table in force does not answer it
 * @param after null where the proposed table does not
 */
public record Shift(
        String decision,
        String outcome,
        @Nullable String about,
        @Nullable String before,
        @Nullable String after) {

    private static final Answer NOTHING = new Answer(List.of(), List.of());

    /** Empty where both come to the same, by whatever row. */
    static List<Shift> between(Table table, Optional<Answer> before, Optional<Answer> after) {
        return between(
                table, before.orElse(NOTHING).outputs(), after.orElse(NOTHING).outputs());
    }

    static List<Shift> between(
            Table table, List<Map<String, @Nullable Object>> was, List<Map<String, @Nullable Object>> is) {
        if (table.isUnique()) {
            return ofRow(table.decision(), table.outcomes(), null, was, is);
        }
        Outcome named = table.outcomes().get(0);
        var rest = table.outcomes().subList(1, table.outcomes().size());
        var rowsBefore = byAnswer(named, was);
        var rowsAfter = byAnswer(named, is);
        var all = new TreeSet<String>(rowsBefore.keySet());
        all.addAll(rowsAfter.keySet());
        List<Shift> shifts = new ArrayList<>();
        for (String about : all) {
            List<Shift> ofRow = ofRow(
                    table.decision(),
                    rest,
                    about,
                    rowsBefore.getOrDefault(about, List.of()),
                    rowsAfter.getOrDefault(about, List.of()));
            // What comes or goes as a whole is told once, by how pressing it is.
            boolean isWhole = !rowsBefore.containsKey(about) || !rowsAfter.containsKey(about);
            shifts.addAll(isWhole ? ofRow.subList(0, Math.min(1, ofRow.size())) : ofRow);
        }
        return shifts;
    }

    private static List<Shift> ofRow(
            String decision,
            List<Outcome> outcomes,
            @Nullable String about,
            List<Map<String, @Nullable Object>> before,
            List<Map<String, @Nullable Object>> after) {
        List<Shift> shifts = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String was = said(outcome, before);
            String is = said(outcome, after);
            if (!Objects.equals(was, is)) {
                shifts.add(new Shift(decision, outcome.name(), about, was, is));
            }
        }
        return shifts;
    }

    private static Map<String, List<Map<String, @Nullable Object>>> byAnswer(
            Outcome named, List<Map<String, @Nullable Object>> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(said(row.get(named.name()))), LinkedHashMap::new, Collectors.toList()));
    }

    /** Of several rows the one that goes before, where the outcome ranks its values; else all of them. */
    private static @Nullable String said(Outcome outcome, List<Map<String, @Nullable Object>> rows) {
        List<String> values = rows.stream()
                .map(row -> said(row.get(outcome.name())))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        List<String> ranked = Cells.texts(outcome.values());
        if (values.size() > 1 && ranked.containsAll(values)) {
            return ranked.stream().filter(values::contains).findFirst().orElseThrow();
        }
        return values.isEmpty() ? null : String.join("; ", values);
    }

    static @Nullable String said(@Nullable Object value) {
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        return value == null ? null : value.toString();
    }
}
