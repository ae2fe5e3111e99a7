/**
 * Where people wait, and what the alliance measures of itself: facts of the flow, the times that follow from them, control
 * charts, and the pages that show them. Of what others write it only reads.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "people", "web"})
package org.waymark.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
