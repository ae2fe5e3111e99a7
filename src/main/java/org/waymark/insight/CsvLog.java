package org.waymark.insight;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A row for each event. All of it are codes and words of our own, so nothing can be taken for a formula. */
final class CsvLog implements LogFormat {

    private static final List<String> MORE =
            List.of("process", "version", "service", "stage", "carerStrain", "needsCode", "detail");

    private final CSVPrinter csv;

    CsvLog(OutputStream into) throws IOException {
        csv = new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(into, StandardCharsets.UTF_8)), CSVFormat.RFC4180);
        List<String> columns =
                new ArrayList<>(List.of("case", "activity", "lifecycle", "timestamp", "organisation", "role"));
        columns.addAll(MORE);
        csv.printRecord(columns);
    }

    @Override
    public void event(Event event) {
        try {
            List<Object> cells = new ArrayList<>();
            cells.add(event.about().getOrDefault("pathway", ""));
            cells.add(event.activity());
            cells.add(event.transition());
            cells.add(event.at());
            cells.add(event.organisation() == null ? "" : event.organisation());
            cells.add(event.role() == null ? "" : event.role());
            MORE.forEach(name -> cells.add(event.more().getOrDefault(name, "")));
            csv.printRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() throws IOException {
        csv.flush();
    }
}
