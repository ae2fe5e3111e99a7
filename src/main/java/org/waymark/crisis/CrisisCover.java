package org.waymark.crisis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.kernel.PathwayRef;

/** Whom a crisis can reach, which this module does not keep itself. The pathway, which knows all modules, answers. */
public interface CrisisCover {

    /**
     * An organisation of the alliance that gives rapid response.
     *
     * @param role the role of those who give it there
     */
    record Responder(String organisation, String role) {}

    /** Who coordinates the person's care: an organisation that may know of them, and the one who is named. */
    record Coordination(String organisation, @Nullable String coordinator) {}

    /** All that give rapid response, by name. */
    List<Responder> responders();

    /** Those that may know of this person: the one that received them, and with sharing agreed the others. */
    List<Responder> respondersFor(PathwayRef pathway);

    Coordination coordinationOf(PathwayRef pathway);
}
