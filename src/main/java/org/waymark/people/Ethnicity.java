package org.waymark.people;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ethnic categories of the NHS Data Dictionary, as people say it of themselves. No care rule asks for it; it is on record
 * so that it can be seen whether some people wait longer than others.
 */
public enum Ethnicity {
    WHITE_BRITISH('A'),
    WHITE_IRISH('B'),
    WHITE_OTHER('C'),
    WHITE_AND_BLACK_CARIBBEAN('D'),
    WHITE_AND_BLACK_AFRICAN('E'),
    WHITE_AND_ASIAN('F'),
    MIXED_OTHER('G'),
    INDIAN('H'),
    PAKISTANI('J'),
    BANGLADESHI('K'),
    ASIAN_OTHER('L'),
    BLACK_CARIBBEAN('M'),
    BLACK_AFRICAN('N'),
    BLACK_OTHER('P'),
    CHINESE('R'),
    OTHER('S'),
    /** The person was asked and would rather not say. */
    NOT_STATED('Z');

    private final String code;

    Ethnicity(char code) {
        this.code = String.valueOf(code);
    }

    /** The letter under which other systems know it. */
    public String code() {
        return code;
    }

    /** The one of that letter, large or small. */
    public static Optional<Ethnicity> ofCode(String typed) {
        String letter = typed.strip().toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(one -> one.code.equals(letter)).findFirst();
    }
}
