/** Form definitions, their rendering, validation, drafts and submissions. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow"})
package org.waymark.forms;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
