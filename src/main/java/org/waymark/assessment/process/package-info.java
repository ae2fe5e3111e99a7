@NullMarked
package org.waymark.assessment.process;

import org.jspecify.annotations.NullMarked;
