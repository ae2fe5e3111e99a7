/** Where the one PostgreSQL comes from, and how its schema comes into being. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.waymark.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
