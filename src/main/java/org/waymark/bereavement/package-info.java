/** Support for carers after a death. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "forms"})
package org.waymark.bereavement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
