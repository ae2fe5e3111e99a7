package org.waymark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.workflow.TableFile.Refusal;
import org.waymark.workflow.TableFile.Row;

class TableFileTests {

    private static final String STAGE = read("assessment/pathway-stage");
    private static final String ROW =
            "<rule id=\"Rule_More\"><description>More</description><inputEntry id=\"a\"><text>-</text>"
                    + "</inputEntry><inputEntry id=\"b\"><text>-</text></inputEntry><outputEntry id=\"c\"><text>\"MILD\"</text></outputEntry></rule>";

    private static String read(String file) {
        try {
            return Files.readString(Path.of("bpmn", file + ".dmn"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TableFile stage() {
        return TableFile.of(STAGE, "pathway-stage");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void isRefused(byte[] upload, String code) {
        assertThatThrownBy(() -> stage().taking(upload))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    static Stream<Arguments> filesThatAreRefused() {
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("notXml", "stage,level\nMILD,4"),
                Arguments.of("notXml", STAGE.substring(0, STAGE.length() / 2)),
                Arguments.of(
                        "notXml",
                        STAGE.replaceFirst("version=\"1.0\"", "version=\"1.1\"")
                                .replaceFirst("</description>", "&#1;</description>")),
                Arguments.of("notXml", STAGE.replaceFirst("</description>", "&#1;</description>")),
                Arguments.of("notDmn", "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
                Arguments.of("notDmn", "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>"),
                Arguments.of("otherDmn", STAGE.replace("DMN/20191111/MODEL", "DMN/20151101/dmn.xsd")),
                Arguments.of("otherDecision", read("assessment/carer-strain-level")),
                Arguments.of("otherDecision", STAGE.replace("\"pathway-stage\"", "\"pathway-phase\"")),
                Arguments.of(
                        "script",
                        STAGE.replaceFirst("<inputEntry id=", "<inputEntry expressionLanguage=\"javascript\" id=")),
                Arguments.of(
                        "script",
                        STAGE.replaceFirst("<outputEntry id=", "<outputEntry expressionLanguage=\"groovy\" id=")),
                Arguments.of(
                        "foreign",
                        STAGE.replaceFirst(
                                "<decision id=", "<businessKnowledgeModel id=\"b\" name=\"b\"/><decision id=")),
                Arguments.of("inputs.unknown", STAGE.replace("cdrGlobal", "postcode")),
                Arguments.of(
                        "inputs.missing",
                        STAGE.replaceAll("(?s)<inputData id=\"InputData_CdrGlobal\".*?</inputData>", "")),
                Arguments.of("columns.unknown", STAGE.replace("<text>cdrGlobal</text>", "<text>cdrGlobal + 1</text>")),
                Arguments.of("outputs.unknown", STAGE.replace("name=\"stage\"", "name=\"phase\"")),
                Arguments.of("hitPolicy", STAGE.replace("hitPolicy=\"UNIQUE\"", "hitPolicy=\"FIRST\"")),
                Arguments.of("tooManyRows", STAGE.replaceFirst("<rule ", ROW.repeat(300) + "<rule ")),
                Arguments.of("rowLength", STAGE.replaceFirst("(?s)<inputEntry .*?</inputEntry>", "")),
                Arguments.of(
                        "textTooLong",
                        STAGE.replaceFirst("<text>\"MILD\"<", "<text>\"" + "MILD".repeat(1_001) + "\"<")));
    }

    @ParameterizedTest
    @MethodSource("filesThatAreRefused")
    void aFileThatIsNotThisTableIsRefusedWithAReason(String code, String upload) {
        isRefused(bytes(upload), code);
    }

    @Test
    void aFileOfTenMegabytesIsRefusedUnread() {
        isRefused(new byte[10 * 1024 * 1024], "tooLarge");
    }

    @Test
    void entitiesAreRefusedBeforeTheyGrowOrReadAFile() throws IOException {
        var bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE definitions [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        }
        String body = STAGE.substring(STAGE.indexOf("<definitions"));
        isRefused(bytes(bomb + "]>" + body.replaceFirst("</description>", "&a29;</description>")), "documentType");

        Path secret = Files.createTempFile("secret", ".txt");
        isRefused(
                bytes("<!DOCTYPE definitions [<!ENTITY file SYSTEM \"%s\">]>".formatted(secret.toUri())
                        + body.replaceFirst("</description>", "&file;</description>")),
                "documentType");
    }

    @Test
    void aTowerOfBoxesIsRefusedBeforeAnybodyReadsIt() {
        String tower = "<a>".repeat(60_000) + "</a>".repeat(60_000);
        isRefused(bytes(STAGE.replaceFirst("</description>", tower + "</description>")), "notXml");
    }

    @Test
    void itsOwnFileComesBackAsItIs() throws Refusal {
        TableFile again = stage().taking(bytes(STAGE));

        assertThat(again.decidesAs(stage())).isTrue();
        assertThat(again.contract()).isEqualTo(stage().contract());
    }

    /** As an editor of another make may write it: prefixed, columns the other way round, ids of its own. */
    @Test
    void onlyRowsAreTakenFromSomebodyElsesFile() throws Refusal {
        String theirs = STAGE.replace("typeRef=\"string\"", "typeRef=\"string\" ")
                .replace("<dmndi:DMNDI>", "<dmndi:DMNDI foreign=\"yes\">")
                .replace("camunda:versionTag=\"", "camunda:versionTag=\"99.")
                .replaceFirst("<text>\"MILD\"</text>", "<text>\"MODERATE\"</text>");

        TableFile taken = stage().taking(bytes(theirs));

        assertThat(taken.xml()).doesNotContain("foreign", "99.");
        assertThat(taken.decidesAs(stage())).isFalse();
        List<Row> rows = taken.main().rows();
        assertThat(rows).hasSameSizeAs(stage().main().rows());
    }
}
