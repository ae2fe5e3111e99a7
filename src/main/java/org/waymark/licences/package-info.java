/** Licences of instruments that the alliance states to hold; without one, no form asks for such a score. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "forms", "web"})
package org.waymark.licences;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
