@NullMarked
package org.waymark.endoflife.process;

import org.jspecify.annotations.NullMarked;
