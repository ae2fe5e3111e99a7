package org.waymark.people.intake;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.waymark.people.PersonDraft;
import org.waymark.people.PersonDraft.CarerDraft;

/**
 * A spreadsheet of referrals as it was read: its header and the rows with the lines they begin on.
 *
 * @param header the cells of the first line, as they came
 */
record ReferralSheet(List<String> header, List<Row> rows) {

    static final int LARGEST_BYTES = 10 * 1024 * 1024;
    static final int MOST_ROWS = 20_000;

    /** Kept with the person when the file gives no number. */
    static final String NHS_NUMBER_NOT_GIVEN = "Not in the referral file";

    static final String RELATIONSHIP_NOT_GIVEN = "Not said in the referral";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    record Row(int line, List<String> cells) {}

    static ReferralSheet read(byte[] bytes) throws UnreadableFile {
        if (bytes.length > LARGEST_BYTES) {
            throw new UnreadableFile("tooLarge");
        }
        String text = text(bytes);
        char delimiter = delimiter(text);
        List<Row> rows = rows(text, delimiter);
        if (rows.isEmpty()) {
            throw new UnreadableFile("empty");
        }
        List<String> header = rows.get(0).cells();
        requireColumns(header);
        List<Row> people = rows.subList(1, rows.size());
        if (people.isEmpty()) {
            throw new UnreadableFile("noRows");
        }
        if (people.size() > MOST_ROWS) {
            throw new UnreadableFile("tooManyRows");
        }
        return new ReferralSheet(header, List.copyOf(people));
    }

    private static String text(byte[] bytes) throws UnreadableFile {
        if (bytes.length == 0) {
            throw new UnreadableFile("empty");
        }
        if (startsWith(bytes, 'P', 'K', 3, 4) || startsWith(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw new UnreadableFile("workbook");
        }
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF) || isEverySecondByteZero(bytes)) {
            throw new UnreadableFile("encoding");
        }
        boolean isBinary = hasControlCharacter(bytes);
        if (isBinary) {
            throw new UnreadableFile("binary");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            text = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
            if (text.isBlank()) {
                throw new UnreadableFile("empty");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new UnreadableFile("encoding");
        }
    }

    private static boolean startsWith(byte[] bytes, int... signature) {
        if (bytes.length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((bytes[i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    /** UTF-16 without its mark, of a text that is mostly Latin letters. */
    private static boolean isEverySecondByteZero(byte[] bytes) {
        int looked = Math.min(bytes.length, 200);
        int even = 0;
        int odd = 0;
        for (int i = 0; i < looked; i++) {
            if (bytes[i] == 0) {
                if (i % 2 == 0) {
                    even++;
                } else {
                    odd++;
                }
            }
        }
        return looked >= 4 && Math.max(even, odd) > looked * 2 / 5 && Math.min(even, odd) == 0;
    }

    private static boolean hasControlCharacter(byte[] bytes) {
        for (byte one : bytes) {
            boolean isBreak = one == '\t' || one == '\n' || one == '\r';
            if (one == 0x7F || (one >= 0 && one < ' ' && !isBreak)) {
                return true;
            }
        }
        return false;
    }

    /** The one under which more of the first line is known. */
    private static char delimiter(String text) throws UnreadableFile {
        return knownColumns(text, ';') > knownColumns(text, ',') ? ';' : ',';
    }

    private static long knownColumns(String text, char delimiter) throws UnreadableFile {
        try (CSVParser parser = parser(text, delimiter)) {
            var records = parser.iterator();
            return records.hasNext()
                    ? records.next().stream()
                            .filter(cell -> Column.ofHeader(cell).isPresent())
                            .count()
                    : 0;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new UnreadableFile("quotes", "1");
        }
    }

    private static List<Row> rows(String text, char delimiter) throws UnreadableFile {
        var rows = new ArrayList<Row>();
        long line = 1;
        try (CSVParser parser = parser(text, delimiter)) {
            for (CSVRecord record : parser) {
                List<String> cells = record.stream().toList();
                if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                    rows.add(new Row((int) line, cells));
                }
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new UnreadableFile("quotes", String.valueOf(line));
        }
        return rows;
    }

    private static CSVParser parser(String text, char delimiter) throws IOException {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get()
                .parse(new StringReader(text));
    }

    private static void requireColumns(List<String> header) throws UnreadableFile {
        Set<Column> seen = new LinkedHashSet<>();
        Set<Column> doubled = new LinkedHashSet<>();
        for (String cell : header) {
            Column.ofHeader(cell).filter(column -> !seen.add(column)).ifPresent(doubled::add);
        }
        if (!doubled.isEmpty()) {
            throw new UnreadableFile("doubledColumns", titles(doubled));
        }
        Set<Column> missing = Stream.of(Column.values())
                .filter(column -> column.isRequired() && !seen.contains(column))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!missing.isEmpty()) {
            throw new UnreadableFile("missingColumns", titles(missing));
        }
    }

    private static String titles(Set<Column> columns) {
        return columns.stream().map(Column::title).collect(Collectors.joining(", "));
    }

    /** Cells of the header that name no column of ours; they are kept for the way back and otherwise not used. */
    List<String> unusedColumns() {
        return header.stream()
                .filter(cell -> !cell.isBlank() && Column.ofHeader(cell).isEmpty())
                .toList();
    }

    /** Where in a row each column stands. */
    static Map<Column, Integer> places(List<String> header) {
        var places = new EnumMap<Column, Integer>(Column.class);
        for (int i = 0; i < header.size(); i++) {
            int place = i;
            Column.ofHeader(header.get(i)).ifPresent(column -> places.put(column, place));
        }
        return places;
    }

    /** A row that is longer or shorter than the header has cells in columns where they do not belong. */
    static boolean hasRightLength(List<String> header, List<String> cells) {
        return cells.size() >= header.size()
                && cells.stream().skip(header.size()).allMatch(String::isBlank);
    }

    static PersonDraft draft(Map<Column, Integer> places, List<String> cells) {
        String nhsNumber = cell(places, cells, Column.NHS_NUMBER);
        String carerName = cell(places, cells, Column.CARER_NAME);
        String relationship = cell(places, cells, Column.CARER_RELATIONSHIP);
        boolean isUnrelated = relationship.isBlank() && !carerName.isBlank();
        return new PersonDraft(
                cell(places, cells, Column.GIVEN_NAME),
                cell(places, cells, Column.FAMILY_NAME),
                "",
                cell(places, cells, Column.DATE_OF_BIRTH),
                nhsNumber,
                nhsNumber.isBlank() ? NHS_NUMBER_NOT_GIVEN : "",
                cell(places, cells, Column.PHONE),
                cell(places, cells, Column.POSTCODE),
                cell(places, cells, Column.LANGUAGE),
                cell(places, cells, Column.ETHNICITY),
                cell(places, cells, Column.LIVES_ALONE),
                "",
                cell(places, cells, Column.DIAGNOSIS_DATE),
                cell(places, cells, Column.SUBTYPE),
                cell(places, cells, Column.REFERRED_BY),
                List.of(new CarerDraft(
                        carerName,
                        isUnrelated ? RELATIONSHIP_NOT_GIVEN : relationship,
                        cell(places, cells, Column.CARER_PHONE),
                        "")));
    }

    static String cell(Map<Column, Integer> places, List<String> cells, Column column) {
        Integer place = places.get(column);
        return place == null || place >= cells.size() ? "" : SafeCells.original(cells.get(place));
    }
}
