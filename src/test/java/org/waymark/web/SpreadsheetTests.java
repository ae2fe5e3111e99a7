package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpreadsheetTests {

    private static String file(@Nullable Object... cells) {
        return new String(Spreadsheet.of(List.of("One", "Two"), List.of(Arrays.asList(cells))), StandardCharsets.UTF_8);
    }

    @Test
    void nothingSomebodyTypedIsTakenForAFormula() {
        for (String typed : List.of("=HYPERLINK(1)", "+1", "-1", "@a", "\t=1")) {
            assertThat(file(typed, "")).contains("'" + typed);
        }
    }

    @Test
    void aNumberStaysOneAndNothingStaysEmpty() {
        assertThat(file(-3, null)).isEqualTo("\uFEFFOne,Two\r\n-3,\r\n");
    }
}
