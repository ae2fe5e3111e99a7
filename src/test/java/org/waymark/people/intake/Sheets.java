package org.waymark.people.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/** Spreadsheets for tests: the header as it should be, and rows of which only some cells matter. */
final class Sheets {

    static final String HEADER =
            Arrays.stream(Column.values()).map(Column::title).collect(Collectors.joining(","));

    private Sheets() {}

    static String row(Map<Column, String> cells) {
        return Arrays.stream(Column.values())
                .map(column -> cells.getOrDefault(column, ""))
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }

    static String person(String given, String family, String birth, String nhsNumber, String postcode) {
        return row(Map.of(
                Column.GIVEN_NAME, given,
                Column.FAMILY_NAME, family,
                Column.DATE_OF_BIRTH, birth,
                Column.NHS_NUMBER, nhsNumber,
                Column.POSTCODE, postcode));
    }

    static byte[] file(String... rows) {
        return (HEADER + "\n" + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static ReferralSheet sheet(String... rows) {
        return read(file(rows));
    }

    static ReferralSheet read(byte[] bytes) {
        try {
            return ReferralSheet.read(bytes);
        } catch (UnreadableFile e) {
            throw new AssertionError(e.code() + " " + e.detail(), e);
        }
    }

    static byte[] sample() {
        try {
            return new ClassPathResource("samples/referrals.csv").getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> cells(ReferralSheet sheet, int row) {
        return sheet.rows().get(row).cells();
    }
}
