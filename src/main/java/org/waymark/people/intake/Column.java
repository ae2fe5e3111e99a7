package org.waymark.people.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The columns of a spreadsheet of referrals. All but one must be there; what is not known is left empty in the row. */
enum Column {
    GIVEN_NAME("given name", "givenName"),
    FAMILY_NAME("family name", "familyName"),
    DATE_OF_BIRTH("date of birth", "dateOfBirth"),
    NHS_NUMBER("NHS number", "nhsNumber"),
    POSTCODE("postcode", "postcode"),
    PHONE("phone", "phone"),
    DIAGNOSIS_DATE("diagnosis date", "diagnosedOn"),
    SUBTYPE("subtype", "subtype"),
    REFERRED_BY("referred by", "referredBy"),
    CARER_NAME("carer name", "carers[0].name"),
    CARER_RELATIONSHIP("carer relationship", "carers[0].relationship"),
    CARER_PHONE("carer phone", "carers[0].phone"),
    LANGUAGE("language", "language"),
    LIVES_ALONE("lives alone", "livesAlone"),
    /** Files from before it was asked do without it. */
    ETHNICITY("ethnicity", "ethnicity");

    private static final Pattern IGNORED = Pattern.compile("[\\s_\\u00A0]+");

    private final String title;
    private final String field;

    Column(String title, String field) {
        this.title = title;
        this.field = field;
    }

    /** As the header spells it. */
    String title() {
        return title;
    }

    /** The field of the draft that its cells become. */
    String field() {
        return field;
    }

    boolean isRequired() {
        return this != ETHNICITY;
    }

    static Optional<Column> ofHeader(String cell) {
        String folded = fold(cell);
        for (Column column : values()) {
            if (fold(column.title).equals(folded)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    static Optional<Column> ofField(String field) {
        for (Column column : values()) {
            if (column.field.equals(field)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    private static String fold(String text) {
        return IGNORED.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
