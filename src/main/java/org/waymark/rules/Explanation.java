package org.waymark.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation on record in plain words, for every page that says why: what went in, the rules that matched with what they
 * ask for, what came out, and the version of the table it was made by with its edition. It says what is stored and nothing
 * else; what each rule asks for is read from that very version.
 *
 * @param edition null when that version is not known any more
 */
public record Explanation(
        String decision,
        String name,
        int version,
        @Nullable Edition edition,
        List<Line> inputs,
        List<Matched> matched,
        List<List<Line>> outputs) {

    /**
     * @param name as the table spells it
     * @param isKnown whether there was an answer, or a value at all
     */
    public record Line(String name, String label, String words, boolean isKnown) {}

    /**
     * A rule that matched.
     *
     * @param words what it said when it matched
     * @param when what it asks for; empty when it always holds, and when its version is not known any more
     * @param then what it answers
     */
    public record Matched(String id, String words, List<Line> when, List<Line> then) {}
}
