package org.waymark.carers;

import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/**
 * What support of a carer needs to know and this module does not keep: who the carer is and whose work it is. The pathway,
 * which knows all modules, answers.
 */
public interface CarerCircumstances {

    Known of(PathwayRef pathway, CarerId carer);

    /**
     * What is known now.
     *
     * @param name for forms and pages only, as is the relationship; never stored or evaluated
     * @param strain the carer's strain as an assessment last found it; UNKNOWN when none did
     */
    record Known(String calledName, String name, String relationship, boolean livesWith, String strain) {}

    /** Who does the work now: the service for carers, as long as the person lets it be told, or else the coordinators. */
    Team teamFor(PathwayRef pathway);

    /** Whether people of the organisation may go on with what they have begun. */
    boolean maySee(PathwayRef pathway, String organisation);

    /** An organisation and the role of its people. */
    record Team(String organisation, String role) {

        /** The group whose worklist receives the tasks. */
        public String group() {
            return organisation + "." + role;
        }
    }
}
