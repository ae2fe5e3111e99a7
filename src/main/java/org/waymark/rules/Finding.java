package org.waymark.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about a proposed table that must be put right before it can be adopted.
 *
 * @param code says what is wrong and what to do, with the details, in {@code rules.finding.<code>}
 * @param table the decision whose table, or formula, it is about
 * @param row counted from one; null when it is about the whole table
 * @param column its label; null when it is about the whole row
 */
public record Finding(
        String code,
        String table,
        @Nullable Integer row,
        @Nullable String column,
        List<String> details) {

    public Finding {
        details = List.copyOf(details);
    }

    static Finding ofTable(String code, String table, String... details) {
        return new Finding(code, table, null, null, List.of(details));
    }

    static Finding ofRow(String code, String table, int row, String... details) {
        return new Finding(code, table, row, null, List.of(details));
    }
}
