package org.waymark.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Formula;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/**
 * One thing that a proposed file says otherwise than another: a row that is new, gone or changed, or a formula.
 *
 * @param decision whose table or formula it is
 * @param number of the row in the proposed table, or where it stood when it is gone; null for a formula
 */
public record Change(
        String decision,
        @Nullable Integer number,
        @Nullable Row before,
        @Nullable Row after,
        @Nullable Formula formulaBefore,
        @Nullable Formula formulaAfter) {

    /** In the order of the proposed file, then what is gone. A row is the same by its id, wherever it stands. */
    public static List<Change> between(TableFile before, TableFile after) {
        List<Change> changes = new ArrayList<>();
        for (Table table : after.tables()) {
            before.table(table.decision()).ifPresent(old -> rows(old, table, changes));
        }
        for (Formula formula : after.formulas()) {
            before.formulas().stream()
                    .filter(old -> old.decision().equals(formula.decision()))
                    .filter(old -> !old.text().equals(formula.text()))
                    .forEach(old -> changes.add(new Change(formula.decision(), null, null, null, old, formula)));
        }
        return changes;
    }

    private static void rows(Table before, Table after, List<Change> changes) {
        for (int i = 0; i < after.rows().size(); i++) {
            Row row = after.rows().get(i);
            Row old = named(before, row.id());
            if (!Objects.equals(old, row)) {
                changes.add(new Change(after.decision(), i + 1, old, row, null, null));
            }
        }
        for (int i = 0; i < before.rows().size(); i++) {
            Row row = before.rows().get(i);
            if (named(after, row.id()) == null) {
                changes.add(new Change(after.decision(), i + 1, row, null, null, null));
            }
        }
    }

    private static @Nullable Row named(Table table, String id) {
        return table.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
