package org.waymark.rules.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;
import org.waymark.rules.Change;
import org.waymark.rules.Finding;
import org.waymark.rules.Shift;
import org.waymark.rules.TableTrial;
import org.waymark.rules.TableTrial.Consequences;
import org.waymark.web.Words;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Outcome;
import org.waymark.workflow.TableFile.Refusal;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/** Says what is wrong with a proposed table, and what it changes, in words. */
@Component
class ProposalView {

    private static final Pattern KNOWN = Pattern.compile("(\\w+) = (\"[^\"]*\"|[^\",\\s]+)");
    private static final Pattern SOMEBODY = Pattern.compile(KNOWN + "(, " + KNOWN + ")*");

    private final RuleWords rules;
    private final Words words;
    private final MessageSourceAccessor messages;

    ProposalView(RuleWords rules, Words words, MessageSource messages) {
        this.rules = rules;
        this.words = words;
        this.messages = new MessageSourceAccessor(messages);
    }

    /** @param where "Row 3, Stage"; empty when it is about the whole table */
    record Problem(
            String table,
            String where,
            String what,
            @Nullable String href) {}

    /** @param before and after in words; null where there is none */
    record Cell(
            String label, @Nullable String before, @Nullable String after) {}

    /** @param rule what the row says in words; empty for a formula */
    record ChangeView(String tone, String kind, String what, String rule, List<Cell> cells) {}

    String say(Refusal refusal) {
        return messages.getMessage("rules.refusal." + refusal.code(), new Object[] {refusal.about()});
    }

    String say(Finding finding) {
        return messages.getMessage(
                "rules.finding." + finding.code(),
                finding.details().stream().map(this::inWords).toArray());
    }

    /** Somebody as the checks found them, {@code livesAlone = true, stage = null}, in words; everything else as it is. */
    private String inWords(String detail) {
        return SOMEBODY.matcher(detail).matches()
                ? KNOWN.matcher(detail)
                        .results()
                        .map(known ->
                                words.code("Input", known.group(1)) + ": " + rules.test(known.group(1), known.group(2)))
                        .collect(Collectors.joining("; "))
                : detail;
    }

    /** @param rows where the rows of the proposal are changed; null where they cannot be */
    List<Problem> problems(TableFile file, List<Finding> findings, @Nullable String rows) {
        return findings.stream()
                .map(finding -> {
                    Table table = file.table(finding.table()).orElse(null);
                    Integer row = finding.row();
                    String href = rows == null || table == null || row == null
                            ? null
                            : rows + table.decision() + "/"
                                    + table.rows().get(row - 1).id();
                    return new Problem(nameOf(file, finding.table()), where(finding), say(finding), href);
                })
                .toList();
    }

    private static String nameOf(TableFile file, String decision) {
        return file.table(decision)
                .map(Table::name)
                .or(() -> file.formulas().stream()
                        .filter(formula -> formula.decision().equals(decision))
                        .map(TableFile.Formula::name)
                        .findFirst())
                .orElse(decision);
    }

    private String where(Finding finding) {
        if (finding.row() == null) {
            return "";
        }
        String row = messages.getMessage("rules.row", new Object[] {String.valueOf(finding.row())});
        return finding.column() == null ? row : row + ", " + finding.column();
    }

    List<ChangeView> changes(TableFile file, List<Change> changes) {
        return changes.stream().map(change -> view(file, change)).toList();
    }

    private ChangeView view(TableFile file, Change change) {
        String name = nameOf(file, change.decision());
        TableFile.Formula was = change.formulaBefore();
        TableFile.Formula is = change.formulaAfter();
        if (was != null && is != null) {
            return new ChangeView(
                    "amber", kind("formula"), name, "", List.of(new Cell(kind("formulaText"), was.text(), is.text())));
        }
        Table table = file.table(change.decision()).orElseThrow();
        Map<String, String> variables = TableView.variables(file, table);
        Row before = change.before();
        Row after = change.after();
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            int at = i;
            cells.add(new Cell(
                    table.columns().get(i).label(),
                    before == null
                            ? null
                            : rules.test(table.columns().get(at), before.when().get(at)),
                    after == null
                            ? null
                            : rules.test(table.columns().get(at), after.when().get(at))));
        }
        for (int i = 0; i < table.outcomes().size(); i++) {
            String outcome = table.outcomes().get(i).name();
            cells.add(new Cell(
                    table.outcomes().get(i).label(),
                    before == null ? null : rules.answer(outcome, before.then().get(i), variables),
                    after == null ? null : rules.answer(outcome, after.then().get(i), variables)));
        }
        cells.add(new Cell(
                messages.getMessage("rules.inWords"),
                before == null ? null : before.words(),
                after == null ? null : after.words()));
        String anything = messages.getMessage("rules.words.any");
        String what = (table.decision().equals(file.decision()) ? "" : name + ": ")
                + messages.getMessage("rules.row", new Object[] {String.valueOf(change.number())});
        String rule = after == null ? Objects.requireNonNull(before).words() : after.words();
        if (before != null && after != null) {
            return new ChangeView(
                    "amber",
                    kind("changed"),
                    what,
                    rule,
                    cells.stream()
                            .filter(cell -> !Objects.equals(cell.before(), cell.after()))
                            .toList());
        }
        return new ChangeView(
                before == null ? "green" : "red",
                kind(before == null ? "added" : "removed"),
                what,
                rule,
                cells.stream()
                        .filter(cell -> !anything.equals(before == null ? cell.after() : cell.before()))
                        .toList());
    }

    /** @param before and after in words */
    record ShiftView(String what, String before, String after) {}

    /** What would come out otherwise, said as a reader of the table would. */
    ShiftView shift(TableFile file, Shift shift) {
        Outcome outcome = file.main().outcomes().stream()
                .filter(one -> one.name().equals(shift.outcome()))
                .findFirst()
                .orElse(null);
        String label = outcome == null ? shift.outcome() : outcome.label();
        if (shift.about() == null || outcome == null) {
            String none = messages.getMessage("rules.words.noAnswer");
            return new ShiftView(label, said(outcome, shift.before(), none), said(outcome, shift.after(), none));
        }
        String about = rules.value(file.main().outcomes().get(0).name(), shift.about());
        boolean isRanked = outcome.values() != null;
        String none = messages.getMessage("rules.trial.notAtAll");
        return new ShiftView(
                isRanked ? about : about + ", " + label,
                said(outcome, shift.before(), none),
                said(outcome, shift.after(), none));
    }

    /** What a trial comes to, a sentence for each decision; none before its end, or where nothing would come out otherwise. */
    List<String> say(TableTrial trial, Consequences consequences) {
        if (trial.state() != TableTrial.State.DONE || trial.found() == 0) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        consequences
                .consequences()
                .forEach(one -> sentences.add(messages.getMessage("rules.comesTo.latest", new Object[] {
                    messages.getMessage("rules.comesTo." + one.decision(), new Object[] {people(one.people())}),
                    words.number(one.now())
                })));
        if (consequences.without() > 0) {
            sentences.add(messages.getMessage("rules.comesTo.none", new Object[] {people(consequences.without())}));
        }
        return sentences;
    }

    private String people(long number) {
        return messages.getMessage("rules.comesTo.people", new Object[] {number});
    }

    private String said(@Nullable Outcome outcome, @Nullable String value, String none) {
        if (value == null) {
            return none;
        }
        if (outcome == null) {
            return value;
        }
        return outcome.type().equals("boolean")
                ? words.yesNo(Boolean.valueOf(value))
                : rules.value(outcome.name(), value);
    }

    private String kind(String code) {
        return messages.getMessage("rules.change." + code);
    }
}
