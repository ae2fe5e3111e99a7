/** Append-only record of who saw and did what. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package org.waymark.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
