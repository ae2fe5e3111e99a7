/** Work that takes longer than a request, shows how far it is, and survives a restart. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.waymark.background;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
