package org.waymark.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.Cells;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Column;
import org.waymark.workflow.TableFile.Formula;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/**
 * All that can be asked of a table: for each column the values and boundaries that the file speaks of, what lies between
 * and beyond the boundaries, and nothing. A row is a box of this grid, so what no row covers and what two rows both cover
 * can be worked out for millions of points without going through them.
 */
final class Grid {

    /** A gap says itself with one example; more than this are not looked for. */
    private static final int MOST_GAPS = 20;

    private final Table table;
    private final List<List<@Nullable Object>> values = new ArrayList<>();
    private final List<List<BitSet>> rows = new ArrayList<>();

    Grid(DecisionTrials trials, TableFile file, Table table) {
        this.table = table;
        for (Column column : table.columns()) {
            values.add(valuesOf(file, table, column));
        }
        for (Row row : table.rows()) {
            rows.add(box(trials, row.when()));
        }
    }

    /** The points of one column that a cell matches, for each column. */
    List<BitSet> box(DecisionTrials trials, List<String> cells) {
        List<BitSet> box = new ArrayList<>();
        for (int column = 0; column < values.size(); column++) {
            BitSet matched = new BitSet();
            for (int i = 0; i < values.get(column).size(); i++) {
                if (trials.matches(cells.get(column), values.get(column).get(i))) {
                    matched.set(i);
                }
            }
            box.add(matched);
        }
        return box;
    }

    List<BitSet> everything() {
        return values.stream()
                .map(of -> {
                    BitSet all = new BitSet();
                    all.set(0, of.size());
                    return all;
                })
                .toList();
    }

    List<BitSet> row(int index) {
        return rows.get(index);
    }

    List<@Nullable Object> values(int column) {
        return values.get(column);
    }

    /** Boxes of the grid that none of these rows covers, within a box; some of them when there are very many. */
    List<List<BitSet>> gaps(List<BitSet> within, List<Integer> ofRows) {
        List<List<BitSet>> gaps = new ArrayList<>();
        split(0, new ArrayList<>(within), ofRows, gaps);
        return gaps;
    }

    private void split(int column, List<BitSet> box, List<Integer> left, List<List<BitSet>> gaps) {
        if (gaps.size() >= MOST_GAPS || box.stream().anyMatch(BitSet::isEmpty)) {
            return;
        }
        if (left.isEmpty()) {
            gaps.add(List.copyOf(box));
            return;
        }
        if (column == values.size() || left.stream().anyMatch(row -> covers(row, column, box))) {
            return;
        }
        BitSet whole = box.get(column);
        Map<List<Integer>, BitSet> parts = new LinkedHashMap<>();
        whole.stream().forEach(value -> parts.computeIfAbsent(
                        left.stream()
                                .filter(row -> rows.get(row).get(column).get(value))
                                .toList(),
                        rowsHere -> new BitSet())
                .set(value));
        parts.forEach((rowsHere, part) -> {
            List<BitSet> smaller = new ArrayList<>(box);
            smaller.set(column, part);
            split(column + 1, smaller, rowsHere, gaps);
        });
    }

    private boolean covers(int row, int fromColumn, List<BitSet> box) {
        for (int column = fromColumn; column < box.size(); column++) {
            BitSet missing = (BitSet) box.get(column).clone();
            missing.andNot(rows.get(row).get(column));
            if (!missing.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What two rows both match; null when nothing. */
    @Nullable
    List<BitSet> overlap(int one, int other) {
        List<BitSet> both = new ArrayList<>();
        for (int column = 0; column < values.size(); column++) {
            BitSet shared = (BitSet) rows.get(one).get(column).clone();
            shared.and(rows.get(other).get(column));
            if (shared.isEmpty()) {
                return null;
            }
            both.add(shared);
        }
        return both;
    }

    /** One point of a box by column, with the first value of each: the least that can be said. */
    Map<String, @Nullable Object> example(List<BitSet> box) {
        Map<String, @Nullable Object> point = new LinkedHashMap<>();
        for (int column = 0; column < values.size(); column++) {
            point.put(
                    table.columns().get(column).expression(),
                    values.get(column).get(box.get(column).nextSetBit(0)));
        }
        return point;
    }

    // ------------------------------------------------------------------ values

    private static List<@Nullable Object> valuesOf(TableFile file, Table table, Column column) {
        Table required = file.tables().stream()
                .filter(other -> !other.equals(table) && !other.decision().equals(file.decision()))
                .filter(other -> other.outcomes().get(0).name().equals(column.expression()))
                .findFirst()
                .orElse(null);
        if (required != null) {
            return answersOf(required);
        }
        boolean isWorkedOut =
                file.formulas().stream().anyMatch(formula -> formula.variable().equals(column.expression()));
        List<@Nullable Object> values = new ArrayList<>();
        if (!isWorkedOut) {
            values.add(null);
        }
        values.addAll(named(column.type(), column.values(), spokenOf(file, column.expression())));
        return values;
    }

    private static List<@Nullable Object> answersOf(Table required) {
        List<@Nullable Object> answers = new ArrayList<>();
        for (Row row : required.rows()) {
            String cell = row.then().get(0);
            Object answer = Cells.texts(cell).isEmpty()
                    ? Cells.numbers(cell).isEmpty() ? null : Cells.numbers(cell).get(0)
                    : Cells.texts(cell).get(0);
            if (!answers.contains(answer)) {
                answers.add(answer);
            }
        }
        return answers;
    }

    /** What may be asked of an input, nothing included. */
    static List<@Nullable Object> valuesOf(TableFile file, String input, String type) {
        String values = file.tables().stream()
                .flatMap(table -> table.columns().stream())
                .filter(column -> column.expression().equals(input) && column.values() != null)
                .map(Column::values)
                .findFirst()
                .orElse(null);
        List<@Nullable Object> all = new ArrayList<>();
        all.add(null);
        all.addAll(named(type, values, spokenOf(file, input)));
        return all;
    }

    /** All cells that look at the variable, and all formulas that use it. */
    private static String spokenOf(TableFile file, String variable) {
        var spoken = new StringBuilder();
        for (Table table : file.tables()) {
            for (int i = 0; i < table.columns().size(); i++) {
                if (table.columns().get(i).expression().equals(variable)) {
                    for (Row row : table.rows()) {
                        spoken.append(row.when().get(i)).append(' ');
                    }
                }
            }
        }
        for (Formula formula : file.formulas()) {
            if (Cells.tokens(formula.text()).stream().anyMatch(token -> token.is(variable))) {
                spoken.append(formula.text()).append(' ');
            }
        }
        return spoken.toString();
    }

    private static List<Object> named(String type, @Nullable String values, String spoken) {
        if (CellChecks.isYesNo(type)) {
            return List.of(false, true);
        }
        if (CellChecks.isText(type)) {
            List<String> texts = new ArrayList<>(Cells.texts(values));
            Cells.texts(spoken).stream().filter(text -> !texts.contains(text)).forEach(texts::add);
            return List.copyOf(texts);
        }
        return List.copyOf(numbers(values, spoken));
    }

    /** Only those of a list; within a range its boundaries and what lies between; else beyond the boundaries too. */
    private static Set<Double> numbers(@Nullable String values, String spoken) {
        boolean isRange = values != null && values.contains("..");
        if (values != null && !isRange) {
            return new TreeSet<>(Cells.numbers(values));
        }
        TreeSet<Double> boundaries = new TreeSet<>(Cells.numbers(spoken));
        if (isRange) {
            boundaries.addAll(Cells.numbers(values));
        }
        if (boundaries.isEmpty()) {
            boundaries.add(0.0);
        }
        TreeSet<Double> all = new TreeSet<>(boundaries);
        Double before = null;
        for (Double boundary : boundaries) {
            if (before != null) {
                all.add((before + boundary) / 2);
            }
            before = boundary;
        }
        if (!isRange) {
            all.add(boundaries.first() - 1);
            all.add(boundaries.last() + 1);
        }
        return all;
    }

    /** Which inputs the decision asks for and what each may be. */
    static Map<String, List<@Nullable Object>> inputs(TableFile file) {
        Map<String, List<@Nullable Object>> inputs = new HashMap<>();
        file.inputs().forEach((name, type) -> inputs.put(name, valuesOf(file, name, type)));
        return inputs;
    }
}
