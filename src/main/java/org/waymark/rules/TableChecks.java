package org.waymark.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.workflow.Cells;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.DecisionTrials.Answer;
import org.waymark.workflow.DecisionTrials.Trial;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Table;

/**
 * Looks for what would go wrong with a table once it counts: cells that cannot be read, questions without an answer or
 * with two, and care rules that it would break. Where columns are worked out by formulas, not every point of the grid can
 * happen, so what looks wrong there is only told with somebody in whom it does.
 */
@Component
class TableChecks {

    /** Points of a decision with formulas that are asked one by one; all of them when there are no more. */
    private static final int POINTS_ASKED = 800;

    private static final int TRIES_FOR_AN_EXAMPLE = 60;

    private final DecisionTrials trials;

    TableChecks(DecisionTrials trials) {
        this.trials = trials;
    }

    /** @param shipped the latest that came with a release */
    List<Finding> of(TableFile file, TableFile shipped) {
        var cells = new CellChecks(trials, file, shipped);
        List<Finding> findings = new ArrayList<>();
        for (Table table : file.tables()) {
            for (int row = 1; row <= table.rows().size(); row++) {
                findings.addAll(cells.ofRow(table, row));
            }
        }
        file.formulas().forEach(formula -> findings.addAll(cells.ofFormula(formula)));
        if (findings.isEmpty()) {
            for (Table table : file.tables()) {
                findings.addAll(ofGrid(file, table));
            }
        }
        return findings;
    }

    /** What is wrong with the cells of one row, for the page that edits it. */
    List<Finding> ofRow(TableFile file, TableFile shipped, String table, int row) {
        return new CellChecks(trials, file, shipped).ofRow(file.table(table).orElseThrow(), row);
    }

    /** What is wrong with a formula, for the page that edits it. */
    List<Finding> ofFormula(TableFile file, TableFile shipped, String formula) {
        var cells = new CellChecks(trials, file, shipped);
        return file.formulas().stream()
                .filter(one -> one.decision().equals(formula))
                .flatMap(one -> cells.ofFormula(one).stream())
                .toList();
    }

    private List<Finding> ofGrid(TableFile file, Table table) {
        List<Finding> findings = new ArrayList<>();
        var grid = new Grid(trials, file, table);
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                if (grid.row(row).get(column).isEmpty()) {
                    findings.add(new Finding(
                            "matchesNothing",
                            table.decision(),
                            row + 1,
                            table.columns().get(column).label(),
                            List.of(table.rows().get(row).when().get(column))));
                }
            }
        }
        Trial trial;
        try {
            trial = trials.of(file.collecting(table.decision()), table.decision());
        } catch (IllegalArgumentException e) {
            findings.add(Finding.ofTable("unreadableTable", table.decision()));
            return findings;
        }
        var looking = new Looking(file, table, grid, trial, findings);
        looking.forAnswers();
        if (findings.isEmpty()) {
            looking.forCareRules();
        }
        return findings;
    }

    /** One look at one table. */
    private final class Looking {

        private final TableFile file;
        private final Table table;
        private final Grid grid;
        private final Trial trial;
        private final List<Finding> findings;
        private final Map<String, List<@Nullable Object>> inputs;
        private final boolean isAllGiven;
        private final Random random = new Random(20261107);
        private final Set<Set<String>> told = new HashSet<>();

        Looking(TableFile file, Table table, Grid grid, Trial trial, List<Finding> findings) {
            this.file = file;
            this.table = table;
            this.grid = grid;
            this.trial = trial;
            this.findings = findings;
            this.inputs = new TreeMap<>(Grid.inputs(file));
            this.isAllGiven =
                    table.columns().stream().allMatch(column -> file.inputs().containsKey(column.expression()));
        }

        void forAnswers() {
            Map<String, @Nullable Object> nothing = new HashMap<>();
            inputs.keySet().forEach(input -> nothing.put(input, null));
            if (answers(nothing).isEmpty()) {
                findings.add(Finding.ofTable("nothingKnown", table.decision()));
            }
            List<Integer> all = IntStream.range(0, table.rows().size()).boxed().toList();
            for (List<BitSet> gap : grid.gaps(grid.everything(), all)) {
                tellGap(gap);
            }
            if (table.isUnique()) {
                for (int one : all) {
                    for (int other : all.subList(one + 1, all.size())) {
                        List<BitSet> both = grid.overlap(one, other);
                        if (both != null) {
                            tellOverlap(one, other, both);
                        }
                    }
                }
            }
            if (!isAllGiven) {
                askMany();
            }
        }

        private void tellGap(List<BitSet> gap) {
            Map<String, @Nullable Object> point = somebody(gap, rules -> rules.isEmpty());
            if (point != null
                    && findings.stream().noneMatch(finding -> finding.code().equals("gap"))) {
                findings.add(Finding.ofTable("gap", table.decision(), said(point)));
            }
        }

        private void tellOverlap(int one, int other, List<BitSet> both) {
            Set<String> rules =
                    Set.of(table.rows().get(one).id(), table.rows().get(other).id());
            Map<String, @Nullable Object> point = somebody(both, matched -> matched.containsAll(rules));
            if (point != null && told.add(rules)) {
                findings.add(
                        Finding.ofRow("overlap", table.decision(), one + 1, String.valueOf(other + 1), said(point)));
            }
        }

        /** In each of some points drawn from all that may be asked, or in all of them when they are few. */
        private void askMany() {
            long all = inputs.values().stream()
                    .mapToLong(List::size)
                    .reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
            for (int i = 0; i < Math.min(all, POINTS_ASKED) && findings.isEmpty(); i++) {
                Map<String, @Nullable Object> point = all <= POINTS_ASKED ? point(i) : drawn(inputs);
                List<String> matched = answers(point);
                if (matched.isEmpty()) {
                    findings.add(Finding.ofTable("gap", table.decision(), said(point)));
                } else if (table.isUnique() && matched.size() > 1) {
                    findings.add(Finding.ofRow(
                            "overlap",
                            table.decision(),
                            number(matched.get(0)),
                            String.valueOf(number(matched.get(1))),
                            said(point)));
                }
            }
        }

        private int number(String rule) {
            return table.rows().stream().map(TableFile.Row::id).toList().indexOf(rule) + 1;
        }

        private Map<String, @Nullable Object> point(int index) {
            Map<String, @Nullable Object> point = new TreeMap<>();
            int rest = index;
            for (var input : inputs.entrySet()) {
                List<@Nullable Object> values = input.getValue();
                point.put(input.getKey(), values.get(rest % values.size()));
                rest /= values.size();
            }
            return point;
        }

        private Map<String, @Nullable Object> drawn(Map<String, List<@Nullable Object>> from) {
            Map<String, @Nullable Object> point = new TreeMap<>();
            from.forEach((input, values) -> point.put(input, values.get(random.nextInt(values.size()))));
            return point;
        }

        /** Somebody in that box of whom it is true; null when nobody is found. */
        private @Nullable Map<String, @Nullable Object> somebody(
                List<BitSet> box, java.util.function.Predicate<List<String>> isTrue) {
            if (isAllGiven) {
                return grid.example(box);
            }
            Map<String, List<@Nullable Object>> narrowed = new TreeMap<>(inputs);
            for (int column = 0; column < table.columns().size(); column++) {
                String name = table.columns().get(column).expression();
                if (narrowed.containsKey(name)) {
                    List<@Nullable Object> values = grid.values(column);
                    narrowed.put(
                            name, box.get(column).stream().mapToObj(values::get).toList());
                }
            }
            for (int i = 0; i < TRIES_FOR_AN_EXAMPLE; i++) {
                Map<String, @Nullable Object> point = drawn(narrowed);
                if (isTrue.test(answers(point))) {
                    return point;
                }
            }
            return null;
        }

        private List<String> answers(Map<String, @Nullable Object> point) {
            return trial.ask(point).map(Answer::rules).orElse(List.of());
        }

        /** Only what the table looks at, and what stands behind it where that is worked out. */
        private String said(Map<String, @Nullable Object> point) {
            Set<String> parts = new LinkedHashSet<>();
            point.forEach((name, value) -> {
                if (value != null || isAllGiven) {
                    parts.add(name + " = " + (value instanceof String ? "\"" + value + "\"" : value));
                }
            });
            return parts.isEmpty() ? "-" : String.join(", ", parts);
        }

        void forCareRules() {
            for (Promise promise : Promise.of(file.decision(), table.decision())) {
                List<String> where = table.columns().stream()
                        .map(column -> promise.where().getOrDefault(column.expression(), "-"))
                        .toList();
                List<Integer> keeping = IntStream.range(0, table.rows().size())
                        .filter(row -> keeps(promise, table.rows().get(row)))
                        .boxed()
                        .toList();
                for (List<BitSet> broken : grid.gaps(grid.box(trials, where), keeping)) {
                    Set<String> ids = new HashSet<>();
                    keeping.forEach(row -> ids.add(table.rows().get(row).id()));
                    Map<String, @Nullable Object> point =
                            somebody(broken, matched -> matched.stream().noneMatch(ids::contains));
                    if (point != null) {
                        findings.add(Finding.ofTable("promise." + promise.name(), table.decision(), said(point)));
                        break;
                    }
                }
            }
        }

        private boolean keeps(Promise promise, TableFile.Row row) {
            return promise.answers().entrySet().stream().allMatch(answer -> {
                int at = table.outcomes().stream()
                        .map(TableFile.Outcome::name)
                        .toList()
                        .indexOf(answer.getKey());
                String cell = row.then().get(at);
                Object value = Cells.texts(cell).isEmpty()
                        ? Cells.numbers(cell).isEmpty()
                                ? null
                                : Cells.numbers(cell).get(0)
                        : Cells.texts(cell).get(0);
                return Objects.nonNull(value) && trials.matches(answer.getValue(), value);
            });
        }
    }
}
