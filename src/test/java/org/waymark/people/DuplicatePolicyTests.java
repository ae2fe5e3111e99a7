package org.waymark.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.people.DuplicatePolicy.Traits;
import org.waymark.people.LikelyDuplicate.Likeness;
import org.waymark.people.NameSpelling.Name;

class DuplicatePolicyTests {

    private static final LocalDate BORN = LocalDate.of(1941, 3, 2);

    @ParameterizedTest
    @CsvSource({
        "Margaret, Holt, margaret, HOLT",
        "Zoë, Núñez, Zoe, Nunez",
        "Siobhán, O'Brien, Siobhan, O’Brien",
        "Mary, O'Brien, Mary, OBrien",
        "Mary, Smith-Jones, Mary, Smith Jones",
        "Mary, Smith-Jones, Mary, Smithjones",
        "Mary, Smith-Jones, Mary, Jones",
        "Catherine, Smith, Katherine, Smyth",
        "Muhammad, Khan, Mohammed, Khan",
        "Stephen, Philips, Steven, Phillips",
        "Mary, MacDonald, Mary, McDonald",
        "Holt, Margaret, Margaret, Holt",
        "M, Holt, Margaret, Holt",
        "Mary Ann, Holt, Mary, Holt",
        "Magraret, Holt, Margaret, Holt",
        "Łukasz, Groß, Lukasz, Gross",
        "A, X, A, X"
    })
    void takesASimilarNameWithTheSameBirthdayForOnePerson(
            String given, String family, String otherGiven, String otherFamily) {
        assertThat(DuplicatePolicy.likeness(
                        traits(given, family, BORN, null, null), traits(otherGiven, otherFamily, BORN, null, null)))
                .contains(Likeness.NAME_AND_BIRTH);
    }

    @ParameterizedTest
    @CsvSource({
        "Margaret, Holt, Peter, Holt",
        "Margaret, Holt, Margaret, Patel",
        "Jean, Lee, Joan, Lowe",
        "J, Smith, S, Jones",
        "A, X, A, Y",
        "Amy, Li, Ann, Lu"
    })
    void tellsDifferentNamesOfOneBirthdayApart(String given, String family, String otherGiven, String otherFamily) {
        assertThat(DuplicatePolicy.likeness(
                        traits(given, family, BORN, null, null), traits(otherGiven, otherFamily, BORN, null, null)))
                .isEmpty();
    }

    @Test
    void knowsAPersonByTheNhsNumberWhateverTheName() {
        assertThat(DuplicatePolicy.likeness(
                        traits("Margaret", "Holt", BORN, "9434765919", null),
                        traits("Peggy", "Wood", BORN.plusDays(1), "9434765919", null)))
                .contains(Likeness.NHS_NUMBER);
    }

    @Test
    void asksAboutTheSameNameAtTheSamePostcode() {
        assertThat(DuplicatePolicy.likeness(
                        traits("Margaret", "Holt", BORN, null, "ST4 2AB"),
                        traits("Margaret", "Holt", BORN.plusYears(1), null, "ST4 2AB")))
                .contains(Likeness.NAME_AND_POSTCODE);
    }

    @Test
    void leavesACoupleWithSimilarNamesAtOnePostcodeAlone() {
        assertThat(DuplicatePolicy.likeness(
                        traits("John", "Holt", BORN, null, "ST4 2AB"),
                        traits("Joan", "Holt", BORN.plusYears(1), null, "ST4 2AB")))
                .isEmpty();
    }

    @Test
    void tellsParentAndChildOfOneNameApartByTheirNumbers() {
        assertThat(DuplicatePolicy.likeness(
                        traits("John", "Holt", BORN, "9434765919", "ST4 2AB"),
                        traits("John", "Holt", BORN.plusYears(30), "9990000018", "ST4 2AB")))
                .isEmpty();
    }

    @Test
    void isCertainByTheNumberOrElseByNameBirthdayAndPostcode() {
        var numbered = traits("Margaret", "Holt", BORN, "9434765919", "ST4 2AB");
        var unnumbered = traits("margaret", "HOLT", BORN, null, "ST4 2AB");
        assertThat(DuplicatePolicy.isCertain(numbered, numbered)).isTrue();
        assertThat(DuplicatePolicy.isCertain(unnumbered, numbered)).isTrue();
        assertThat(DuplicatePolicy.isCertain(numbered, unnumbered)).isFalse();
        assertThat(DuplicatePolicy.isCertain(unnumbered, traits("Margaret", "Holt", BORN, null, null)))
                .isFalse();
    }

    private static Traits traits(
            String given, String family, LocalDate birth, @Nullable String nhsNumber, @Nullable String postcode) {
        return new Traits(Name.of(given, "", family), birth, nhsNumber, postcode);
    }
}
