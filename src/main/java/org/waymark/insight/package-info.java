/** Where people wait: facts of the flow, the times that follow from them, and the pages that show them. It only reads. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "people", "web"})
package org.waymark.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
