/** Messages that leave the system: an outbox that is emptied by itself, and printed letters. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "web"})
package org.waymark.notify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
