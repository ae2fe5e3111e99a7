package org.waymark.links;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages in which people and carers are asked and written to. Each but English has message files of its own. */
public enum Language {
    ENGLISH("en", "English", false),
    WELSH("cy", "Cymraeg", false),
    POLISH("pl", "Polski", false),
    URDU("ur", "اردو", true);

    private final String code;
    private final String ownName;
    private final boolean isRightToLeft;

    Language(String code, String ownName, boolean isRightToLeft) {
        this.code = code;
        this.ownName = ownName;
        this.isRightToLeft = isRightToLeft;
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
                .filter(one -> folded.contains(one.name().toLowerCase(Locale.ROOT))
                        || folded.contains(one.ownName.toLowerCase(Locale.ROOT)))
                .reduce((first, second) -> second)
                .orElse(ENGLISH);
    }
}
