/** The person with dementia, carers, consent, capacity decisions, and how people come in. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "background", "workflow", "forms", "web"})
package org.waymark.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
