/** Support for carers in bereavement: prepared before an expected death, and kept up for thirteen months after it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "decisions", "forms", "web"})
package org.waymark.bereavement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
