package org.waymark.people.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferralSheetTests {

    private static final String HOLT = Sheets.person("Zoë", "Holt", "02/03/1941", "943 476 5919", "ST4 2AB");

    @Test
    void ignoresCaseSpacesAndUnderscoresInTheHeaderAndTheOrderOfColumns() {
        ReferralSheet sheet = Sheets.read(
                ("Lives_Alone,LANGUAGE,carerphone,Carer Relationship,carer_name,referred by,SubType,Diagnosis  Date,phone,"
                                + "Post code,nhs_number,DateOfBirth,Family Name,given NAME\n"
                                + "yes,English,,,,,,,,ST4 2AB,9434765919,1941-03-02,Holt,Margaret\n")
                        .getBytes(StandardCharsets.UTF_8));
        var draft = ReferralSheet.draft(ReferralSheet.places(sheet.header()), Sheets.cells(sheet, 0));
        assertThat(draft.givenName()).isEqualTo("Margaret");
        assertThat(draft.livesAlone()).isEqualTo("yes");
        assertThat(draft.postcode()).isEqualTo("ST4 2AB");
    }

    @ParameterizedTest
    @CsvSource({"'','\n'", "\uFEFF,'\r\n'", "\uFEFF,'\r'"})
    void readsWithAndWithoutAByteOrderMarkAndEveryKindOfLine(String mark, String newline) {
        String text = mark + Sheets.HEADER + newline + HOLT + newline + newline + HOLT;
        ReferralSheet sheet = Sheets.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(sheet.rows()).extracting(ReferralSheet.Row::line).containsExactly(2, 4);
        assertThat(Sheets.cells(sheet, 0)).startsWith("Zoë", "Holt");
    }

    @Test
    void readsSemicolons() {
        String text = Sheets.HEADER.replace(',', ';') + "\nMargaret;Holt;1941-03-02;;ST4 2AB;;;;\"Hanley, GP\";;;;;";
        ReferralSheet sheet = Sheets.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Sheets.cells(sheet, 0)).contains("Hanley, GP").hasSize(14);
    }

    @Test
    void keepsLineBreaksInQuotesAndKnowsTheLineEachRowBeginsOn() {
        ReferralSheet sheet = Sheets.sheet(HOLT.replace("ST4 2AB", "ST4\n2AB"), HOLT);
        assertThat(Sheets.cells(sheet, 0)).contains("ST4\n2AB");
        assertThat(sheet.rows()).extracting(ReferralSheet.Row::line).containsExactly(2, 4);
    }

    @Test
    void namesTheColumnsItDoesNotUse() {
        String text = Sheets.HEADER + ",notes,\n" + HOLT + ",x,";
        assertThat(Sheets.read(text.getBytes(StandardCharsets.UTF_8)).unusedColumns())
                .containsExactly("notes");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused(new byte[0], "empty");
        assertRefused("\uFEFF \n\n".getBytes(StandardCharsets.UTF_8), "empty");
        assertRefused(Sheets.HEADER.getBytes(StandardCharsets.UTF_8), "noRows");
    }

    @Test
    void refusesWhatIsNoText() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        assertRefused(noise, "binary");
        assertRefused("PK\u0003\u0004rest of a workbook".getBytes(StandardCharsets.UTF_8), "workbook");
        assertRefused("%PDF-1.7\n\u0000\u0001".getBytes(StandardCharsets.UTF_8), "binary");
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void refusesAnotherEncoding(String charset) {
        assertRefused((Sheets.HEADER + "\n" + HOLT).getBytes(Charset.forName(charset)), "encoding");
    }

    @Test
    void namesTheColumnsThatAreMissingOrDoubled() {
        assertThatThrownBy(() -> ReferralSheet.read(
                        (Sheets.HEADER.replace("postcode,", "") + "\n" + HOLT).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(UnreadableFile.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("missingColumns");
                    assertThat(refusal.detail()).isEqualTo("postcode");
                });
        assertThatThrownBy(() ->
                        ReferralSheet.read((Sheets.HEADER + ",Post_Code\n" + HOLT).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(UnreadableFile.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("doubledColumns");
                    assertThat(refusal.detail()).isEqualTo("postcode");
                });
        assertRefused("just some words\nand more".getBytes(StandardCharsets.UTF_8), "missingColumns");
    }

    @Test
    void saysOnWhichLineAQuotationMarkIsWrong() {
        assertThatThrownBy(() -> ReferralSheet.read(Sheets.file(HOLT, "\"Margaret,Holt", HOLT.replace("\"", ""))))
                .isInstanceOfSatisfying(UnreadableFile.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("quotes");
                    assertThat(refusal.detail()).isEqualTo("3");
                });
    }

    @Test
    void refusesMoreThanItCanCheckAtOnce() {
        assertRefused(new byte[ReferralSheet.LARGEST_BYTES + 1], "tooLarge");
        String many = (HOLT + "\n").repeat(ReferralSheet.MOST_ROWS + 1);
        assertRefused((Sheets.HEADER + "\n" + many).getBytes(StandardCharsets.UTF_8), "tooManyRows");
    }

    @ParameterizedTest
    @CsvSource({"=1+1", "+44 1632 960100", "-x", "@here", "'\tx'", "' =1'"})
    void neutralisesFormulasOnTheWayOutAndUndoesItOnTheWayIn(String cell) {
        assertThat(SafeCells.neutral(cell)).isEqualTo("'" + cell);
        assertThat(SafeCells.original(SafeCells.neutral(cell))).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource({"Holt", "O'Brien", "''tis", "01632 960100", "''"})
    void leavesOtherCellsAsTheyAre(String cell) {
        assertThat(SafeCells.neutral(cell)).isEqualTo(cell);
        assertThat(SafeCells.original(cell)).isEqualTo(cell);
    }

    private static void assertRefused(byte[] bytes, String code) {
        assertThatThrownBy(() -> ReferralSheet.read(bytes))
                .isInstanceOfSatisfying(UnreadableFile.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }
}
