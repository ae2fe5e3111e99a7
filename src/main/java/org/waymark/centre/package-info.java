/** Places at a wellbeing centre: its days and their capacity, who has a place or waits for one, and who comes. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "forms", "web"})
package org.waymark.centre;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
