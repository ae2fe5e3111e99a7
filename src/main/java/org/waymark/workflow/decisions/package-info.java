/** How the engine reads the cells of a table. */
@NullMarked
package org.waymark.workflow.decisions;

import org.jspecify.annotations.NullMarked;
