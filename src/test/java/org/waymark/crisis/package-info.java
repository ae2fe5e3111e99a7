@NullMarked
package org.waymark.crisis;

import org.jspecify.annotations.NullMarked;
