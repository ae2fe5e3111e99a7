package org.waymark.background;

import java.util.Optional;
import java.util.UUID;

/**
 * Work too long for a request, such as an import: something that was begun, and the items it consists of. A bean that
 * implements this is carried on by the {@link BackgroundRunner}, in batches of items.
 *
 * <p>All that is known of it stands in tables of its own: what was begun and has not ended, each item that waits, and what
 * became of those that wait no more. Progress is read from there, and so a work that is cut off anywhere goes on where it
 * stood, on this node or another. Whoever begins something writes it there and calls {@link BackgroundRunner#wake}.
 */
public interface LongWork {

    /** Names its thread, its lines in the log, and the turn that one node has at a time; the same on every node. */
    String name();

    /** What was begun first of all that has not ended. */
    Optional<UUID> next();

    /**
     * Does up to so many items that wait and notes what became of each, or notes the end when none waits. It runs in one
     * transaction that is this batch's alone; if it throws, nothing of the batch has happened and its items are tried one
     * by one. What somebody may stop meanwhile is locked first, and left alone if it no longer runs.
     */
    void take(UUID begun, int most);

    /** Notes that the first item that waits cannot be done, in a transaction of its own: alone, it failed for this reason. */
    void giveBack(UUID begun, RuntimeException why);
}
