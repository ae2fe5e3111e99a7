@NullMarked
package org.waymark.background;

import org.jspecify.annotations.NullMarked;
