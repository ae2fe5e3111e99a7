/** The palliative register, what is planned ahead, and phases of illness until after a death. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "forms", "web"})
package org.waymark.endoflife;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
