package org.waymark.forms;

import java.util.Map;
import java.util.Set;

/**
 * Facts that hold for the alliance and not for a task, such as which licences it holds. A form's conditions may ask about
 * them whoever handles the form, so that no handler has to know of them.
 */
public interface StandingFacts {

    /** What they are called in conditions. */
    Set<String> names();

    /** Asked only for forms that name one of them. */
    Map<String, Object> facts();
}
