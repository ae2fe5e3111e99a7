package org.waymark.people;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An NHS number that is well formed: ten digits, the last of which checks the others by modulus 11. Ten times the same
 * digit passes that check and is never issued, so it is refused.
 */
public record NhsNumber(String value) {

    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final Pattern SPACING = Pattern.compile("[\\s\\u00A0\\u2007\\u202F-]+");

    /** @throws IllegalArgumentException unless the value is ten digits with the right check digit */
    public NhsNumber {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not an NHS number");
        }
    }

    /** Reads a number as people write it, with or without spaces; empty when it is none. */
    public static Optional<NhsNumber> read(String text) {
        String digits = SPACING.matcher(text.strip()).replaceAll("");
        return isValid(digits) ? Optional.of(new NhsNumber(digits)) : Optional.empty();
    }

    public static boolean isValid(String digits) {
        if (!TEN_DIGITS.matcher(digits).matches() || digits.chars().distinct().count() == 1) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (digits.charAt(i) - '0') * (10 - i);
        }
        int check = (11 - sum % 11) % 11;
        return check == digits.charAt(9) - '0';
    }

    /** As it is read aloud: {@code 943 476 5919}. */
    public String grouped() {
        return value.substring(0, 3) + " " + value.substring(3, 6) + " " + value.substring(6);
    }

    /** The ten digits; never log them. */
    @Override
    public String toString() {
        return "NHS number";
    }
}
