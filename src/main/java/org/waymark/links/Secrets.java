package org.waymark.links;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes and recognises secrets. Their first letter says what else the page will ask for, so that it need not look the secret
 * up to know: the page is the same for one that exists and one that does not.
 */
final class Secrets {

    /** Without letters that are taken for digits; none of them spells a word by itself. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BITS = 128;
    private static final int TYPED_LETTERS = 15;
    private static final int CODE_DIGITS = 6;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** For an address that nobody types: 128 random bits. */
    static String forAddress(char kind) {
        return Character.toLowerCase(kind) + random();
    }

    /** For the cookie of a visit. */
    static String random() {
        byte[] bits = new byte[BITS / 8];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** For a letter, to be typed: 75 random bits in groups of four. */
    static String toType(char kind) {
        var typed = new StringBuilder().append(Character.toUpperCase(kind));
        for (int i = 0; i < TYPED_LETTERS; i++) {
            if (typed.length() % 5 == 4) {
                typed.append('-');
            }
            typed.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return typed.toString();
    }

    /** A code that is told by another way, as a second fact. */
    static String code() {
        var digits = new StringBuilder();
        for (int i = 0; i < CODE_DIGITS; i++) {
            digits.append(RANDOM.nextInt(10));
        }
        return digits.toString();
    }

    /** What was typed, as it was printed: people write small letters, blanks, and O for zero. */
    static String asPrinted(String typed) {
        String letters = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[^0-9A-Z]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return letters.replaceAll("(.{4})(?=.)", "$1-");
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the same time wherever they differ. */
    static boolean areSame(@Nullable String one, @Nullable String other) {
        return MessageDigest.isEqual(bytes(one), bytes(other)) && one != null && other != null;
    }

    private static byte[] bytes(@Nullable String text) {
        return (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
    }
}
