package org.waymark.worklist.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.worklist.web.WorklistPage.Row;
import org.waymark.worklist.web.WorklistPage.Tag;

/** The worklist as a CSV. It says what the page says and nothing more. */
@Component
class WorklistFile {

    /** What spreadsheets would take for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final Sentences sentences;

    WorklistFile(Sentences sentences) {
        this.sentences = sentences;
    }

    byte[] of(List<Row> rows) {
        // Without the mark, spreadsheets read the file in the encoding of their country.
        var text = new StringBuilder("\uFEFF");
        try (var csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            csv.printRecord((Object[]) sentences.say("worklist.file.columns").split("\\|", -1));
            for (Row row : rows) {
                csv.printRecord(
                        safe(row.title()),
                        safe(row.about()),
                        safe(row.personName()),
                        safe(row.pathwayRef()),
                        safe(row.dueExact()),
                        safe(Sentences.capitalised(row.dueWords())),
                        safe(row.waitingWith()),
                        safe(row.waitingSince()),
                        safe(row.tags().stream().map(Tag::text).collect(Collectors.joining(", "))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An apostrophe in front makes a spreadsheet take the cell for text. */
    static String safe(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
