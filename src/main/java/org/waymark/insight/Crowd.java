package org.waymark.insight;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/**
 * The people behind a number, a page of them at a time: those whom the viewer may see, and how many others there are.
 *
 * @param others how many more there are whom the viewer may not see; counted with the first page
 * @param next where the next page begins; null on the last
 */
public record Crowd(
        List<Concerned> people, long others, @Nullable String next) {

    /**
     * Somebody behind a number.
     *
     * @param at when it began or happened
     * @param hours how long it took or has taken, if the number is about that
     * @param step what the step is called that it is about, if it is about one
     * @param detail a code of what happened
     */
    public record Concerned(
            PathwayRef pathway,
            Instant at,
            @Nullable Integer hours,
            @Nullable String step,
            @Nullable String detail) {}

    /**
     * Somebody behind a number, before it is known whether the viewer may see them.
     *
     * @param place and then {@code key}, what they are sorted by
     */
    record Found(
            String pathway,
            long place,
            String key,
            long at,
            @Nullable Integer hours,
            @Nullable String process,
            @Nullable String element,
            @Nullable String detail) {

        /** By how long it took, the longest first. */
        static Found longest(Way way, int fact, int hours) {
            Happening what = way.what(fact);
            return new Found(
                    way.pathway(),
                    -hours,
                    Long.toString(way.id(fact)),
                    way.at(fact),
                    hours,
                    what.process(),
                    what.element(),
                    null);
        }
    }
}
