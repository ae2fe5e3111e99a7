package org.waymark.links;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages in which people and carers are asked and written to. Each but English has message files of its own. */
public enum Language {
    ENGLISH("en", "English", false, "english"),
    WELSH("cy", "Cymraeg", false, "welsh", "cymraeg"),
    POLISH("pl", "Polski", false, "polish", "polski"),
    URDU("ur", "اردو", true, "urdu", "اردو");

    private final String code;
    private final String ownName;
    private final boolean isRightToLeft;
    private final List<String> recordedAs;

    Language(String code, String ownName, boolean isRightToLeft, String... recordedAs) {
        this.code = code;
        this.ownName = ownName;
        this.isRightToLeft = isRightToLeft;
        this.recordedAs = List.of(recordedAs);
    }

    public String code() {
        return code;
    }

    /** What its speakers call it. */
    public String ownName() {
        return ownName;
    }

    public boolean isRightToLeft() {
        return isRightToLeft;
    }

    /** For the attribute {@code dir}. */
    public String direction() {
        return isRightToLeft ? "rtl" : "ltr";
    }

    public Locale locale() {
        return this == ENGLISH ? Locale.UK : Locale.forLanguageTag(code);
    }

    public static Optional<Language> ofCode(@Nullable String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    /** The one that staff have recorded in words of their own; English where it is another, or nobody has asked. */
    public static Language recordedAs(@Nullable String words) {
        String folded = words == null ? "" : words.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(one -> one.recordedAs.stream().anyMatch(folded::contains))
                .reduce((first, second) -> second)
                .orElse(ENGLISH);
    }
}
