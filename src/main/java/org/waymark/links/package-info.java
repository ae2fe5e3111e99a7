/** Personal links: somebody without an account hands in one task, in their own words and language. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "forms", "notify", "web"})
package org.waymark.links;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
