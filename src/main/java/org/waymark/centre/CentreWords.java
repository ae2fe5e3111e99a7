package org.waymark.centre;

/** Says where somebody stands who waits, without a promise. */
public final class CentreWords {

    private CentreWords() {}

    /** How many come first; a place comes free when somebody else ends theirs, so no date can be named. */
    public static String turn(int before) {
        return switch (before) {
            case 0 -> "They are next in turn.";
            case 1 -> "1 person comes first.";
            default -> before + " people come first.";
        };
    }
}
