@NullMarked
package org.waymark.workflow.decisions;

import org.jspecify.annotations.NullMarked;
