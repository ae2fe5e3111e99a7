package org.waymark.workflow;

import java.util.Set;
import org.waymark.access.Viewer;

/**
 * Somebody without an account to whom one task was given to hand in, such as the reader of a personal link. They see nothing
 * and do nothing else.
 *
 * @param name what they are called on record; never a username
 */
public record TaskGuest(String name, String taskId) {

    public TaskGuest {
        if (!name.contains(" ")) {
            // A username has no blank, so that nobody takes the one for the other.
            throw new IllegalArgumentException("This could be a username");
        }
    }

    /** Holds no role and belongs nowhere. */
    public Viewer asViewer() {
        return new Viewer(name, name, "", null, null, Set.of());
    }
}
