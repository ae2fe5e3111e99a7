/** The tables that decide: their versions, what a file says, and trying one that is not in force. */
@NullMarked
@NamedInterface("decisions")
package org.waymark.workflow.decisions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
