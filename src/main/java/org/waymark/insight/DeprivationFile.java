package org.waymark.insight;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV of postcode districts and the tenth or fifth of the country that each belongs to. Taken whole or not at all.
 *
 * @param parts ten or five
 * @param districts the part of each, 1 for the most deprived
 */
record DeprivationFile(int parts, Map<String, Integer> districts) {

    /** Great Britain has fewer than 3,000 postcode districts. */
    static final int LARGEST_BYTES = 1024 * 1024;

    private static final int SAID = 5;
    private static final Pattern DISTRICT = Pattern.compile("[A-Z]{1,2}[0-9][A-Z0-9]?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}");

    /** Why a file cannot be taken, in words for whoever brought it. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String said) {
            super(said);
        }

        String said() {
            return String.valueOf(getMessage());
        }
    }

    static DeprivationFile read(byte[] bytes) throws Refused {
        if (bytes.length > LARGEST_BYTES) {
            throw new Refused(
                    "The file is larger than 1 MB. Load postcode districts, such as ST4, not whole postcodes");
        }
        List<CSVRecord> lines = lines(text(bytes));
        if (lines.isEmpty()) {
            throw new Refused("The file is empty");
        }
        List<String> header = lines.get(0).stream()
                .map(cell -> cell.strip().toLowerCase(Locale.UK))
                .toList();
        int place = header.indexOf("postcode district");
        int parts = header.contains("decile") ? 10 : 5;
        int part = header.indexOf(parts == 10 ? "decile" : "quintile");
        if (place < 0 || part < 0) {
            throw new Refused("The first line must name the columns “postcode district” and “decile” or “quintile”");
        }
        if (lines.size() == 1) {
            throw new Refused("The file has no line below its first");
        }
        return new DeprivationFile(parts, districts(lines.subList(1, lines.size()), place, part, parts));
    }

    private static String text(byte[] bytes) throws Refused {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Refused("The file is not a CSV in UTF-8");
        }
    }

    private static List<CSVRecord> lines(String text) throws Refused {
        String first = text.lines().findFirst().orElse("");
        try (CSVParser parser = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(first.contains(";") ? ';' : ',')
                .setIgnoreEmptyLines(true)
                .get()
                .parse(new StringReader(text))) {
            return parser.getRecords();
        } catch (IOException | UncheckedIOException e) {
            throw new Refused("The file cannot be read as a CSV: a quotation mark is not closed");
        }
    }

    private static Map<String, Integer> districts(List<CSVRecord> lines, int place, int part, int parts)
            throws Refused {
        Map<String, Integer> districts = new LinkedHashMap<>();
        Map<String, Long> linesOf = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (CSVRecord line : lines) {
            long number = line.getRecordNumber();
            String district = cell(line, place).replace(" ", "").toUpperCase(Locale.UK);
            String written = cell(line, part);
            if (!DISTRICT.matcher(district).matches()) {
                wrong.add("Line " + number + ": “" + shown(cell(line, place)) + "” is not a postcode district");
            } else if (!NUMBER.matcher(written).matches()
                    || Integer.parseInt(written) < 1
                    || Integer.parseInt(written) > parts) {
                wrong.add("Line " + number + ": “" + shown(written) + "” is not a number from 1 to " + parts);
            } else if (linesOf.containsKey(district)) {
                wrong.add("Line " + number + ": " + district + " is on line " + linesOf.get(district) + " already");
            } else {
                districts.put(district, Integer.valueOf(written));
                linesOf.put(district, number);
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refused("Nothing was loaded. "
                    + String.join(". ", wrong.subList(0, Math.min(SAID, wrong.size())))
                    + (wrong.size() > SAID ? ". And " + (wrong.size() - SAID) + " more" : ""));
        }
        return districts;
    }

    private static String cell(CSVRecord line, int at) {
        return at < line.size() ? line.get(at).strip() : "";
    }

    private static String shown(String cell) {
        return cell.length() <= 20 ? cell : cell.substring(0, 20) + "…";
    }
}
