@NullMarked
package org.waymark.centre;

import org.jspecify.annotations.NullMarked;
