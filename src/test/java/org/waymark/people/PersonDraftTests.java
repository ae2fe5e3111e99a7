package org.waymark.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.people.PersonDraft.CarerDraft;
import org.waymark.people.PersonDraft.Problem;

class PersonDraftTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 7);

    @Test
    void makesAPersonOfWhatIsRight() {
        var person = draft(draft -> draft).check(TODAY).valid();
        assertThat(person.dateOfBirth()).isEqualTo("1941-03-02");
        assertThat(person.nhsNumber()).isEqualTo("9434765919");
        assertThat(person.postcode()).isEqualTo("ST4 2AB");
        assertThat(person.livesAlone()).isTrue();
        assertThat(person.carers()).singleElement().satisfies(carer -> {
            assertThat(carer.isMain()).isTrue();
            assertThat(carer.name()).isEqualTo("Peter Holt");
        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', dateOfBirth.missing",
                "31/02/1941, dateOfBirth.notADate",
                "1941-13-01, dateOfBirth.notADate",
                "long ago, dateOfBirth.notADate",
                "2026-11-08, dateOfBirth.inFuture",
                "31/12/1899, dateOfBirth.tooEarly",
                "01/01/1900, -",
                "7/11/2026, -",
                "1941-3-2, -"
            })
    void refusesABirthdayThatNeverWas(String typed, @org.jspecify.annotations.Nullable String code) {
        var checked = draft(draft -> with(draft, "dateOfBirth", typed)).check(TODAY);
        if (code == null) {
            assertThat(checked.problems()).extracting(Problem::field).doesNotContain("dateOfBirth");
        } else {
            assertThat(checked.problems()).contains(new Problem("dateOfBirth", code));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "${7*7}",
                "#{systemProperties}",
                "'; drop table person; --",
                "مريم",
                "🦊",
                "X",
                "O’Neill-Ng"
            })
    void takesAnyTextForAName(String name) {
        assertThat(draft(draft -> with(draft, "givenName", name))
                        .check(TODAY)
                        .valid()
                        .givenName())
                .isEqualTo(name);
    }

    @Test
    void takesANameOfTwoHundredLettersAndNotOneMore() {
        String longest = "🦊".repeat(200);
        assertThat(draft(draft -> with(draft, "familyName", longest))
                        .check(TODAY)
                        .problems())
                .isEmpty();
        assertThat(draft(draft -> with(draft, "familyName", longest + "x"))
                        .check(TODAY)
                        .problems())
                .containsExactly(new Problem("familyName", "text.tooLong"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u00A0", "\u200B\u202E"})
    void takesNothingVisibleForNoName(String name) {
        assertThat(draft(draft -> with(draft, "givenName", name)).check(TODAY).problems())
                .containsExactly(new Problem("givenName", "givenName.missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u001Bb", "a\uD800b", "a\uFFFDb"})
    void refusesWhatNoPageCanShow(String name) {
        assertThat(draft(draft -> with(draft, "givenName", name)).check(TODAY).problems())
                .containsExactly(new Problem("givenName", "text.cannotBeShown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01782 344300", "+44 (0)1782 344300", "07700-900123", "01782 344300 ext 12", "344300"})
    void acceptsTelephoneNumbersAsPeopleWriteThem(String phone) {
        assertThat(draft(draft -> with(draft, "phone", phone)).check(TODAY).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "12", "ring the daughter", "()()()()", "1234567890123456789012345678901"})
    void refusesWhatIsNoTelephoneNumber(String phone) {
        assertThat(draft(draft -> with(draft, "phone", phone)).check(TODAY).problems())
                .containsExactly(new Problem("phone", "phone.invalid"));
    }

    @ParameterizedTest
    @CsvSource({"st42ab, ST4 2AB", "ST13 5 XY, ST13 5XY", "cw2 5pp, CW2 5PP", "EC1A1BB, EC1A 1BB"})
    void writesAPostcodeAsOnALetter(String typed, String written) {
        assertThat(PersonDraft.readPostcode(typed)).contains(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ST4", "4ST 2AB", "Stoke", "ST4 2ABC"})
    void refusesWhatIsNoPostcode(String typed) {
        assertThat(PersonDraft.readPostcode(typed)).isEmpty();
    }

    @Test
    void takesTheEthnicityAsALetterOfTheNhsAndNothingElse() {
        assertThat(draft(draft -> draft).check(TODAY).valid().ethnicity())
                .as("nobody has asked")
                .isNull();
        for (Ethnicity ethnicity : Ethnicity.values()) {
            for (String typed : List.of(ethnicity.code(), " " + ethnicity.code().toLowerCase(Locale.ROOT))) {
                assertThat(draft(draft -> with(draft, "ethnicity", typed))
                                .check(TODAY)
                                .valid()
                                .ethnicity())
                        .isEqualTo(ethnicity);
            }
        }
        for (String unknown : List.of("I", "O", "Q", "AB", "99", "British")) {
            assertThat(draft(draft -> with(draft, "ethnicity", unknown))
                            .check(TODAY)
                            .problems())
                    .containsExactly(new Problem("ethnicity", "ethnicity.unknown"));
        }
    }

    @Test
    void asksForTheNumberOrTheReasonWhyItIsNotKnown() {
        assertThat(draft(draft -> with(draft, "nhsNumber", "")).check(TODAY).problems())
                .containsExactly(new Problem("nhsNumber", "nhsNumber.missing"));
        assertThat(draft(draft -> with(with(draft, "nhsNumber", ""), "nhsNumberUnknownReason", "New to the area"))
                        .check(TODAY)
                        .valid()
                        .nhsNumberUnknownReason())
                .isEqualTo("New to the area");
        assertThat(draft(draft -> with(draft, "nhsNumber", "111 111 1111"))
                        .check(TODAY)
                        .problems())
                .containsExactly(new Problem("nhsNumber", "nhsNumber.invalid"));
    }

    @Test
    void refusesADiagnosisBeforeTheBirthAndAfterToday() {
        assertThat(draft(draft -> with(draft, "diagnosedOn", "1941-03-01"))
                        .check(TODAY)
                        .problems())
                .containsExactly(new Problem("diagnosedOn", "diagnosedOn.beforeBirth"));
        assertThat(draft(draft -> with(draft, "diagnosedOn", "2026-11-08"))
                        .check(TODAY)
                        .problems())
                .containsExactly(new Problem("diagnosedOn", "diagnosedOn.inFuture"));
    }

    @Test
    void refusesAReferralToTheMemoryServiceAfterTheDiagnosisOrBeforeTheBirth() {
        assertThat(draft(draft -> with(draft, "memoryReferredOn", "2026-08-14"))
                        .check(TODAY)
                        .valid()
                        .memoryReferredOn())
                .isEqualTo(LocalDate.of(2026, 8, 14));
        for (var wrong : Map.of(
                        "2026-10-02", "afterDiagnosis",
                        "1941-03-01", "beforeBirth",
                        "soon", "notADate")
                .entrySet()) {
            assertThat(draft(draft -> with(draft, "memoryReferredOn", wrong.getKey()))
                            .check(TODAY)
                            .problems())
                    .containsExactly(new Problem("memoryReferredOn", "memoryReferredOn." + wrong.getValue()));
        }
        assertThat(draft(draft -> with(draft, "memoryReferredOn", "2026-11-08"))
                        .check(TODAY)
                        .problems())
                .contains(new Problem("memoryReferredOn", "memoryReferredOn.inFuture"));
    }

    @Test
    void leavesOutACarerOfWhomNothingIsSaidAndAsksForTheNameOtherwise() {
        var nobody = new CarerDraft("", "", "", "");
        var nameless = new CarerDraft("", "Daughter", "", "");
        assertThat(withCarers(nobody).check(TODAY).valid().carers()).isEmpty();
        assertThat(withCarers(nameless).check(TODAY).problems())
                .containsExactly(new Problem("carers[0].name", "carerName.missing"));
    }

    private static PersonDraft withCarers(CarerDraft... carers) {
        var draft = draft(one -> one);
        return new PersonDraft(
                draft.givenName(),
                draft.familyName(),
                draft.preferredName(),
                draft.dateOfBirth(),
                draft.nhsNumber(),
                draft.nhsNumberUnknownReason(),
                draft.phone(),
                draft.postcode(),
                draft.language(),
                draft.ethnicity(),
                draft.livesAlone(),
                draft.memoryReferredOn(),
                draft.diagnosedOn(),
                draft.subtype(),
                draft.referredBy(),
                List.of(carers));
    }

    private static PersonDraft draft(UnaryOperator<PersonDraft> change) {
        return change.apply(new PersonDraft(
                "Margaret",
                "Holt",
                "Peggy",
                "1941-03-02",
                "943 476 5919",
                "",
                "01782 344300",
                "st4 2ab",
                "English",
                "",
                "yes",
                "",
                "2026-10-01",
                "Vascular dementia",
                "Memory service",
                List.of(new CarerDraft("Peter Holt", "Husband", "", "no"))));
    }

    private static PersonDraft with(PersonDraft draft, String field, String value) {
        return new PersonDraft(
                field.equals("givenName") ? value : draft.givenName(),
                field.equals("familyName") ? value : draft.familyName(),
                draft.preferredName(),
                field.equals("dateOfBirth") ? value : draft.dateOfBirth(),
                field.equals("nhsNumber") ? value : draft.nhsNumber(),
                field.equals("nhsNumberUnknownReason") ? value : draft.nhsNumberUnknownReason(),
                field.equals("phone") ? value : draft.phone(),
                field.equals("postcode") ? value : draft.postcode(),
                draft.language(),
                field.equals("ethnicity") ? value : draft.ethnicity(),
                draft.livesAlone(),
                field.equals("memoryReferredOn") ? value : draft.memoryReferredOn(),
                // Keep the rest right when the birthday moves to this very day.
                field.equals("dateOfBirth") ? "" : field.equals("diagnosedOn") ? value : draft.diagnosedOn(),
                draft.subtype(),
                draft.referredBy(),
                draft.carers());
    }
}
