@NullMarked
package org.waymark.assessment;

import org.jspecify.annotations.NullMarked;
