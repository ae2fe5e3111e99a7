package org.waymark.rules.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.rules.Explanation;
import org.waymark.rules.Explanation.Line;
import org.waymark.rules.Explanation.Matched;
import org.waymark.rules.Explanations;
import org.waymark.rules.Rules;
import org.waymark.web.Words;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Column;
import org.waymark.workflow.TableFile.Outcome;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;
import org.waymark.workflow.Workflow.Evaluation;

@Component
class ExplanationsInWords implements Explanations {

    private final DecisionVersions versions;
    private final Rules rules;
    private final RuleWords ruleWords;
    private final Words words;

    ExplanationsInWords(DecisionVersions versions, Rules rules, RuleWords ruleWords, Words words) {
        this.versions = versions;
        this.rules = rules;
        this.ruleWords = ruleWords;
        this.words = words;
    }

    @Override
    public Explanation of(Evaluation evaluation) {
        Optional<TableFile> file =
                versions.version(evaluation.decision(), evaluation.version()).map(versions::file);
        List<Matched> matched = new ArrayList<>();
        for (int i = 0; i < evaluation.matchedRules().size(); i++) {
            matched.add(matched(
                    evaluation.matchedRules().get(i), evaluation.reasons().get(i), file));
        }
        return new Explanation(
                evaluation.decision(),
                words.code("Decision", evaluation.decision()),
                evaluation.version(),
                rules.edition(evaluation.decision(), evaluation.version()).orElse(null),
                lines(evaluation.inputs(), file.map(ExplanationsInWords::asked).orElse(List.of())),
                matched,
                evaluation.outputs().stream()
                        .map(output -> lines(
                                output, file.map(ExplanationsInWords::answered).orElse(List.of())))
                        .toList());
    }

    /** What the tables look at, in the order of their columns. */
    private static List<String> asked(TableFile file) {
        return file.tables().stream()
                .flatMap(table -> table.columns().stream())
                .map(Column::expression)
                .toList();
    }

    private static List<String> answered(TableFile file) {
        return file.main().outcomes().stream().map(Outcome::name).toList();
    }

    /** In the order of the table; what it does not name comes last, by name. */
    private List<Line> lines(Map<String, @Nullable Object> values, List<String> order) {
        return values.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, @Nullable Object>>comparingInt(value -> {
                            int place = order.indexOf(value.getKey());
                            return place < 0 ? order.size() : place;
                        })
                        .thenComparing(Map.Entry::getKey))
                .map(value -> new Line(
                        value.getKey(),
                        words.code("Input", value.getKey()),
                        ruleWords.value(value.getKey(), value.getValue()),
                        value.getValue() != null))
                .toList();
    }

    private Matched matched(String id, String said, Optional<TableFile> file) {
        for (Table table : file.map(TableFile::tables).orElse(List.of())) {
            for (Row row : table.rows()) {
                if (row.id().equals(id)) {
                    TableView.RowView view = TableView.of(file.orElseThrow(), table, 0, row, ruleWords);
                    return new Matched(
                            id,
                            said,
                            view.when().stream().map(ExplanationsInWords::line).toList(),
                            view.then().stream().map(ExplanationsInWords::line).toList());
                }
            }
        }
        return new Matched(id, said, List.of(), List.of());
    }

    private static Line line(TableView.Line line) {
        return new Line("", line.label(), line.words(), true);
    }
}
