@NullMarked
package org.waymark.centre.process;

import org.jspecify.annotations.NullMarked;
