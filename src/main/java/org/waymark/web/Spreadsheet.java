package org.waymark.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** A list of a page as a CSV that spreadsheets open as it is meant: in the right encoding, and with nothing taken for a formula. */
public final class Spreadsheet {

    /** What spreadsheets would take for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private Spreadsheet() {}

    public static byte[] of(List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        // Without the mark, spreadsheets read the file in the encoding of their country.
        var text = new StringBuilder("\uFEFF");
        try (var csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            csv.printRecord(columns);
            for (List<? extends @Nullable Object> row : rows) {
                csv.printRecord(row.stream().map(Spreadsheet::safe));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An apostrophe in front makes a spreadsheet take the cell for text; a number is one. */
    private static String safe(@Nullable Object cell) {
        String text = cell == null ? "" : cell.toString();
        return !(cell instanceof Number) && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
