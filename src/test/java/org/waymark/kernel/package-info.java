@NullMarked
package org.waymark.kernel;

import org.jspecify.annotations.NullMarked;
