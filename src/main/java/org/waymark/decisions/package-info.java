/** Every evaluation of a decision, kept with its inputs, the rules that matched and the version, whoever asked for it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "workflow"})
package org.waymark.decisions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
