@NullMarked
package org.waymark.endoflife;

import org.jspecify.annotations.NullMarked;
