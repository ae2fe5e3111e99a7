/** Rounds, ratings, the decisions taken and the stage history. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "decisions", "forms", "web"})
package org.waymark.assessment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
