package org.waymark.insight.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page answers: a sentence, figures in short, a drawing if it helps, one table, and how it was counted.
 *
 * @param drawing a {@link CurveDrawing} or {@link LayersDrawing}; the table says the same
 * @param file what the download holds, if that is more than the table
 */
record Answer(
        String lead,
        List<Figure> figures,
        @Nullable Object drawing,
        Table table,
        @Nullable Table file,
        List<String> notes) {

    Answer(String lead, Table table, List<String> notes) {
        this(lead, List.of(), null, table, null, notes);
    }

    /** @param href the people behind it, or null */
    record Figure(
            String label,
            String text,
            @Nullable String note,
            @Nullable String href) {}

    /**
     * @param columns the first is what a row is about
     * @param emptyTitle what is said when there is no row, with {@code emptyText}
     */
    record Table(String title, List<Column> columns, List<List<Cell>> rows, String emptyTitle, String emptyText) {}

    /** @param inFile what it is called in the download, where its unit has to be said */
    record Column(String label, String inFile) {

        static Column of(String label) {
            return new Column(label, label);
        }

        static Column hours(String label) {
            return new Column(label, label + ", hours");
        }
    }

    /**
     * @param text as a page says it
     * @param note below it, or null
     * @param href the people behind it or a page that says more, or null
     * @param value as a file says it
     */
    record Cell(
            String text,
            @Nullable String note,
            @Nullable String href,
            @Nullable Object value) {

        static Cell of(String text) {
            return new Cell(text, null, null, text);
        }

        static Cell of(String text, @Nullable Object value) {
            return new Cell(text, null, null, value);
        }

        static Cell noted(String text, String note) {
            return new Cell(text, note, null, text + " (" + note + ")");
        }
    }
}
