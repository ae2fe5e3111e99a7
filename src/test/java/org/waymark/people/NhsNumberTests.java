package org.waymark.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NhsNumberTests {

    @ParameterizedTest
    @ValueSource(strings = {"9434765919", "943 476 5919", " 943-476-5919 ", "943\u00A0476\u00A05919"})
    void readsTheNumberAsPeopleWriteIt(String text) {
        assertThat(NhsNumber.read(text)).map(NhsNumber::value).contains("9434765919");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9434765918", "943476591", "94347659190", "943476591X", "", "٩٤٣٤٧٦٥٩١٩", "9434765 91 9 1"})
    void refusesAWrongCheckDigitAndWhatIsNoNumber(String text) {
        assertThat(NhsNumber.read(text)).isEmpty();
    }

    @Test
    void refusesTenTimesTheSameDigit() {
        for (int digit = 0; digit <= 9; digit++) {
            assertThat(NhsNumber.isValid(String.valueOf(digit).repeat(10))).isFalse();
        }
    }

    @Test
    void acceptsExactlyOneCheckDigitAtMost() {
        for (int number = 999_000_000; number < 999_001_000; number++) {
            String nine = String.valueOf(number);
            long valid = java.util.stream.IntStream.rangeClosed(0, 9)
                    .filter(check -> NhsNumber.isValid(nine + check))
                    .count();
            assertThat(valid).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void isReadAloudInThreeGroupsAndNeverWrittenToALog() {
        assertThat(new NhsNumber("9434765919").grouped()).isEqualTo("943 476 5919");
        assertThat(new NhsNumber("9434765919")).asString().doesNotContain("943");
        assertThatThrownBy(() -> new NhsNumber("9434765918")).message().doesNotContain("943");
    }
}
