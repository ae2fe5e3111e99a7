package org.waymark.kernel;

import java.security.SecureRandom;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * The random reference of one person's pathway, such as {@code WM-7F3K-29QX}. It says nothing of the person, so it may
 * stand in URLs, logs and process variables, where a name or a number may not.
 */
public record PathwayRef(String value) {

    /** Letters and digits that cannot be mistaken for one another when read out on the telephone. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final Pattern SHAPE = Pattern.compile("WM-[" + ALPHABET + "]{4}-[" + ALPHABET + "]{4}");
    private static final Random RANDOM = new SecureRandom();

    public PathwayRef {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Not a pathway reference");
        }
    }

    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    public static PathwayRef random() {
        var text = new StringBuilder("WM");
        for (int i = 0; i < 8; i++) {
            if (i % 4 == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new PathwayRef(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
