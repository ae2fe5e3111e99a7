/** Cockpit and the engine's REST interface under Waymark's accounts. */
@NullMarked
package org.waymark.workflow.cockpit;

import org.jspecify.annotations.NullMarked;
