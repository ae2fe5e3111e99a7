package org.waymark.worklist.web;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.waymark.web.Spreadsheet;
import org.waymark.worklist.web.WorklistPage.Row;
import org.waymark.worklist.web.WorklistPage.Tag;

/** The worklist as a CSV. It says what the page says and nothing more. */
@Component
class WorklistFile {

    private final Sentences sentences;

    WorklistFile(Sentences sentences) {
        this.sentences = sentences;
    }

    byte[] of(List<Row> rows) {
        return Spreadsheet.of(
                List.of(sentences.say("worklist.file.columns").split("\\|", -1)),
                rows.stream()
                        .map(row -> Arrays.asList(
                                row.title(),
                                row.about(),
                                row.personName(),
                                row.pathwayRef(),
                                row.dueExact(),
                                Sentences.capitalised(row.dueWords()),
                                row.waitingWith(),
                                row.waitingSince(),
                                row.tags().stream().map(Tag::text).collect(Collectors.joining(", "))))
                        .toList());
    }
}
