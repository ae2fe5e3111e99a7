/** The tables that decide: read, changed by proposal, checked, tried on what is on record, adopted by two people. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "access", "audit", "background", "workflow", "decisions", "people", "web"})
package org.waymark.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
