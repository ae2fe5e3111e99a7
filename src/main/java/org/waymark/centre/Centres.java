package org.waymark.centre;

import java.util.List;
import java.util.Optional;

/**
 * The services that give places on certain days of the week. The pathway, which knows the directory of services, answers.
 */
public interface Centres {

    /** @param role the role of those of the organisation who run it */
    record Centre(String serviceId, String code, String name, String organisation, String role) {}

    /** Those that take people on now, by name. */
    List<Centre> all();

    /** Also one that takes nobody on any more. */
    Optional<Centre> centre(String serviceId);
}
