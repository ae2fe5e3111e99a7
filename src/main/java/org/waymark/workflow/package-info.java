/** The only door to the engine: start, tell, complete, evaluate, and the worklist projection. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "background", "web"})
package org.waymark.workflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
