/** Support of each carer, from the first day and at every stage: conversations, level, plan, sessions, reviews. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "decisions", "forms", "web"})
package org.waymark.carers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
