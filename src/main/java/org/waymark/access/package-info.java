/** Sign-in, organisations, roles, and the one decision on who may see whom. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "audit"})
package org.waymark.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
