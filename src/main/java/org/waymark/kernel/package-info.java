/** Tiny shared values: references, working days, the one clock. Imports no other module. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.waymark.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
