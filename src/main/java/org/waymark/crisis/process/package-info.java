@NullMarked
package org.waymark.crisis.process;

import org.jspecify.annotations.NullMarked;
