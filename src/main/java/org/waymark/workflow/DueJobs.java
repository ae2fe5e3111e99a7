package org.waymark.workflow;

import java.time.Instant;
import java.util.Optional;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.PathwayRef;

/**
 * What waits in the engine on one pathway for its time to come, for whoever tells of days gone by before the jobs of this node
 * run: without it all that fell due meanwhile would happen at once, and today.
 */
@WithoutViewer("lets happen what would happen anyway, and shows nothing of anybody")
public interface DueJobs {

    /** When the next of it is due, if not after that. */
    Optional<Instant> next(PathwayRef pathway, Instant until);

    /** Lets happen what is due by now, the earliest first. */
    void happen(PathwayRef pathway);
}
