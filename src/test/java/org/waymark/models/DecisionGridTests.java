package org.waymark.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputData;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.support.CareRule;

/**
 * Every decision over the grid of its inputs: for each input all values and boundaries that its file speaks of, what lies
 * between and beyond the boundaries, and nothing. Small grids are walked whole, of the others some points are drawn.
 */
class DecisionGridTests {

    /** Beyond it a walk would take minutes. */
    private static final long WALKED_WHOLE = 10_000;

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.\"])-?\\d+(?:\\.\\d+)?(?![\\w\"])");

    private static final Map<String, DecisionFile> DECISIONS = new ConcurrentHashMap<>();
    private static final Map<String, HitPolicy> HIT_POLICIES = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, List<@Nullable Object>>> VALUES = new ConcurrentHashMap<>();

    static Stream<String> walkedWhole() {
        return decisions(id -> points(id) <= WALKED_WHOLE);
    }

    static Stream<String> decisions(Predicate<String> which) {
        return DecisionContractTests.files().stream()
                .map(file -> String.valueOf(file.getFileName()).replace(".dmn", ""))
                .filter(which);
    }

    @ParameterizedTest
    @MethodSource("walkedWhole")
    void everyPointOfTheWholeGridHasItsAnswer(String id) {
        Inputs.Grid grid = Inputs.grid();
        for (var input : values(id).entrySet()) {
            grid = grid.over(input.getKey(), input.getValue().toArray());
        }
        grid.points().parallelStream().forEach(point -> hasItsAnswer(id, point));
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void anyPointOfALargeGridHasItsAnswer(@ForAll("pointsOfLargeGrids") Map.Entry<String, Inputs> point) {
        hasItsAnswer(point.getKey(), point.getValue());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @CareRule(3)
    void helpForTheCarerIsProposedAtEveryStage(@ForAll("pointsOfRouting") Inputs point) {
        assertThat(decision("referral-routing")
                        .decide(point.with("carerPresent", true))
                        .rows())
                .extracting(row -> row.get("service"))
                .contains("CARER_ENABLEMENT");
    }

    private static void hasItsAnswer(String id, Inputs point) {
        // The engine throws when two rules of a UNIQUE table match.
        assertThatCode(() -> {
                    var outcome = decision(id).decide(point);
                    assertThat(outcome.rows()).isNotEmpty();
                    if (hitPolicy(id) == HitPolicy.UNIQUE) {
                        assertThat(outcome.rules()).hasSize(1);
                    }
                    assertThat(outcome.matchedByTable().values()).noneMatch(List::isEmpty);
                })
                .as("%s at %s", id, point)
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<Map.Entry<String, Inputs>> pointsOfLargeGrids() {
        return Arbitraries.of(decisions(id -> points(id) > WALKED_WHOLE).toList())
                .flatMap(id -> pointsOf(id).map(point -> Map.entry(id, point)));
    }

    @Provide
    Arbitrary<Inputs> pointsOfRouting() {
        return pointsOf("referral-routing");
    }

    private static Arbitrary<Inputs> pointsOf(String id) {
        var values = values(id);
        var names = List.copyOf(values.keySet());
        return Combinators.combine(values.values().stream()
                        .map(of -> Arbitraries.of(of).map(value -> (Object) new Drawn(value)))
                        .toList())
                .as(drawn -> {
                    Inputs point = Inputs.none();
                    for (int i = 0; i < names.size(); i++) {
                        point = point.with(names.get(i), ((Drawn) drawn.get(i)).value());
                    }
                    return point;
                });
    }

    /** Null is a value of the grid, but none that jqwik would pass on. */
    private record Drawn(@Nullable Object value) {}

    private static long points(String id) {
        return values(id).values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    }

    private static DecisionFile decision(String id) {
        return DECISIONS.computeIfAbsent(id, DecisionFile::named);
    }

    private static HitPolicy hitPolicy(String id) {
        return HIT_POLICIES.computeIfAbsent(id, unread -> {
            Decision decision = model(id).getModelElementById(id);
            return ((DecisionTable) decision.getExpression()).getHitPolicy();
        });
    }

    private static DmnModelInstance model(String id) {
        Path path = DecisionFile.path(id);
        return Dmn.readModelFromFile(path.toFile());
    }

    /** Null first: the least that can be said is what a failing point is shrunk to. */
    private static Map<String, List<@Nullable Object>> values(String id) {
        return VALUES.computeIfAbsent(id, unread -> readValues(model(id)));
    }

    private static Map<String, List<@Nullable Object>> readValues(DmnModelInstance model) {
        Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
        for (InputData input : model.getModelElementsByType(InputData.class)) {
            List<@Nullable Object> of = new ArrayList<>();
            of.add(null);
            String spoken = spokenOf(model, input.getName());
            switch (input.getInformationItem().getTypeRef()) {
                case "boolean" -> of.addAll(List.of(false, true));
                case "string" ->
                    TEXT.matcher(spoken)
                            .results()
                            .map(found -> found.group(1))
                            .distinct()
                            .forEach(of::add);
                default -> of.addAll(numbers(spoken, isList(model, input.getName())));
            }
            values.put(input.getName(), of);
        }
        return values;
    }

    /** All that the file says of an input: the values it may have, the cells below it, the formulas that use it. */
    private static String spokenOf(DmnModelInstance model, String name) {
        var spoken = new StringBuilder();
        for (DecisionTable table : model.getModelElementsByType(DecisionTable.class)) {
            var columns = List.copyOf(table.getInputs());
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                if (expression(columns.get(i)).equals(name)) {
                    if (columns.get(i).getInputValues() != null) {
                        spoken.append(columns.get(i).getInputValues().getTextContent())
                                .append(' ');
                    }
                    table.getRules().forEach(rule -> spoken.append(List.copyOf(rule.getInputEntries())
                                    .get(column)
                                    .getText()
                                    .getTextContent())
                            .append(' '));
                }
            }
        }
        for (LiteralExpression formula : model.getModelElementsByType(LiteralExpression.class)) {
            String text = formula.getText() == null ? "" : formula.getText().getTextContent();
            if (Pattern.compile("\\b" + name + "\\b").matcher(text).find()) {
                spoken.append(text).append(' ');
            }
        }
        return spoken.toString();
    }

    private static boolean isList(DmnModelInstance model, String name) {
        return model.getModelElementsByType(Input.class).stream()
                .anyMatch(column -> expression(column).equals(name)
                        && column.getInputValues() != null
                        && !column.getInputValues().getTextContent().contains(".."));
    }

    private static String expression(Input column) {
        return column.getInputExpression().getText().getTextContent().strip();
    }

    private static List<Double> numbers(String spoken, boolean isList) {
        var named = new TreeSet<Double>(NUMBER.matcher(spoken.replace("..", " .. "))
                .results()
                .map(found -> Double.valueOf(found.group()))
                .toList());
        if (isList || named.isEmpty()) {
            return List.copyOf(named);
        }
        var all = new TreeSet<Double>(named);
        all.add(named.first() - 1);
        all.add(named.last() + 1);
        Double before = null;
        for (Double boundary : named) {
            if (before != null) {
                all.add((before + boundary) / 2);
            }
            before = boundary;
        }
        return List.copyOf(all);
    }
}
