package org.waymark.people;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Folds names so that the same name in another spelling is recognised. Stored keys and searches fold alike. */
final class NameSpelling {

    private static final Pattern APOSTROPHES = Pattern.compile("['`\\u00B4\\u2018\\u2019\\u02BC\\u02B9\\u2032]");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BREAKS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern LATIN = Pattern.compile("[a-z]+");

    /** Letters that do not come apart into a letter and an accent. */
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("ß", "ss"),
            Map.entry("æ", "ae"),
            Map.entry("œ", "oe"),
            Map.entry("ø", "o"),
            Map.entry("ł", "l"),
            Map.entry("đ", "d"),
            Map.entry("ð", "d"),
            Map.entry("þ", "th"),
            Map.entry("ı", "i"));

    private NameSpelling() {}

    /** The words of a name without accents, case and punctuation; a name without letters is one word, as it is. */
    static List<String> words(String name) {
        String text = APOSTROPHES.matcher(name).replaceAll("");
        text = Normalizer.normalize(text, Normalizer.Form.NFKD);
        text = MARKS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
        for (var letter : LETTERS.entrySet()) {
            text = text.replace(letter.getKey(), letter.getValue());
        }
        text = BREAKS.matcher(text).replaceAll(" ").strip();
        if (text.isEmpty()) {
            return name.isBlank() ? List.of() : List.of(name.strip().replaceAll("\\s+", ""));
        }
        return List.of(text.split(" ", -1));
    }

    /**
     * What stands in {@code person.name_key}: every word of the names between blanks, and double names once more in one
     * word, since Smith-Jones is also typed Smithjones.
     */
    static String key(Iterable<String> names) {
        return " " + String.join(" ", allWords(names)) + " ";
    }

    /** How the words sound; words too short to say are left out. */
    static List<String> sounds(Iterable<String> names) {
        return allWords(names).stream()
                .map(NameSpelling::sound)
                .filter(sound -> sound.length() > 1)
                .distinct()
                .toList();
    }

    private static Set<String> allWords(Iterable<String> names) {
        var all = new LinkedHashSet<String>();
        for (String name : names) {
            List<String> words = words(name);
            all.addAll(words);
            if (words.size() > 1) {
                all.add(String.join("", words));
            }
        }
        return all;
    }

    /** The consonants that carry an English reader through a word, after its first letter; Smyth and Smith are one. */
    static String sound(String word) {
        if (!LATIN.matcher(word).matches()) {
            return word;
        }
        String text = word.replaceAll("^mc", "mac")
                .replaceAll("^kn", "n")
                .replaceAll("^wr", "r")
                .replace("ph", "f")
                .replace("ck", "k")
                .replaceAll("c(?=[eiy])", "s")
                .replace('c', 'k')
                .replace('q', 'k')
                .replace("x", "ks")
                .replace('z', 's')
                .replace('v', 'f')
                .replace('y', 'i')
                .replaceAll("(.)\\1+", "$1");
        return text.charAt(0) + text.substring(1).replaceAll("[aeiouhw]", "");
    }

    /** May the two be one name? Word by word, in either order of given and family name. */
    static boolean alike(Name a, Name b) {
        boolean straight = surnameAlike(a.family(), b.family()) && givenAlike(a.given(), b.given());
        boolean swapped = surnameAlike(a.given(), b.family()) && surnameAlike(a.family(), b.given());
        return straight || swapped;
    }

    /** Stricter, for people under one roof: John and Joan sound alike and are two. */
    static boolean same(Name a, Name b) {
        boolean straight = Set.copyOf(a.family()).equals(Set.copyOf(b.family()))
                && a.given().stream().anyMatch(b.given()::contains);
        boolean swapped = Set.copyOf(a.given()).equals(Set.copyOf(b.family()))
                && Set.copyOf(a.family()).equals(Set.copyOf(b.given()));
        return straight || swapped;
    }

    private static boolean surnameAlike(List<String> a, List<String> b) {
        return a.stream().anyMatch(word -> b.stream().anyMatch(other -> sameSurname(word, other)));
    }

    private static boolean givenAlike(List<String> a, List<String> b) {
        return a.stream().anyMatch(word -> b.stream().anyMatch(other -> sameGiven(word, other)));
    }

    private static boolean sameGiven(String a, String b) {
        boolean isInitial = a.length() == 1 || b.length() == 1;
        return isInitial ? a.charAt(0) == b.charAt(0) : sameSurname(a, b);
    }

    private static boolean sameSurname(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        int shorter = Math.min(a.length(), b.length());
        if (shorter < 2) {
            return false;
        }
        String sound = sound(a);
        if (sound.length() > 1 && sound.equals(sound(b))) {
            return true;
        }
        return shorter >= 4 && isWithin(a, b, shorter >= 8 ? 2 : 1);
    }

    /** Is the one word reached from the other by so many letters changed, added, left out or swapped with their neighbour? */
    private static boolean isWithin(String a, String b, int edits) {
        if (Math.abs(a.length() - b.length()) > edits) {
            return false;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(last[j] + 1, now[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = now;
        }
        return last[b.length()] <= edits;
    }

    /** A person's name, folded: the words of given and preferred name, and those of the family name, each also in one word. */
    record Name(List<String> given, List<String> family) {

        static Name of(String given, String preferred, String family) {
            return new Name(withCompact(List.of(given, preferred)), withCompact(List.of(family)));
        }

        private static List<String> withCompact(List<String> names) {
            return new ArrayList<>(allWords(names));
        }
    }
}
