/** The shell around every page: frame and navigation, words and dates, and what is said when something goes wrong. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access"})
package org.waymark.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
