package org.waymark.endoflife;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.endoflife.PalliativeCare.Place;
import org.waymark.kernel.PathwayRef;

/** What palliative care needs to know of a person's care and this module does not keep. The pathway, which knows all modules, answers. */
public interface Surroundings {

    /** Who does the work now: those who give palliative care and may know of the person, or else the coordinators. */
    Team team(PathwayRef pathway);

    /** Where the death was recorded to have happened. */
    Optional<Place> placeOfDeath(PathwayRef pathway);

    /** @param coordinator who is told when something is late; null as long as nobody is named */
    record Team(String organisation, String role, @Nullable String coordinator) {

        /** The group whose worklist receives the tasks. */
        public String group() {
            return organisation + "." + role;
        }
    }
}
